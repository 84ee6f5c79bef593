//! Are the numbers of a model in their ranges, and its lists as long as its years?

use super::control::Fault;
use super::model::{Decision, Flow, Model, Use, window};

/// Every fault that can be seen without following references.
pub(super) fn faults(model: &Model) -> Vec<Fault> {
    let mut faults = Vec::new();
    if model.years.is_empty() || model.years.windows(2).any(|pair| pair[0] >= pair[1]) {
        faults.push(Fault::Years);
    }
    let mut check = Check { years: model.years.len(), faults: &mut faults };
    let terms = &model.terms;
    check.range("terms.margin", terms.margin, 0.0, 1.0);
    check.range("terms.min_load", terms.min_load, 0.0, 1.0);
    check.range("terms.discount", terms.discount, 0.0, 1.0);
    check.range("terms.life_years", terms.life_years, 1.0, 200.0);
    check.range("terms.capital_rate", terms.capital_rate, 0.0, 1.0);
    for bound in &model.bounds {
        for value in bound.at_least.iter().chain(&bound.at_most) {
            check.finite(&format!("bounds.{:?}", bound.objective), *value);
        }
    }
    for good in &model.goods {
        check.per_year(&format!("{}.made", good.id), &good.made, 0.0);
        check.per_year(&format!("{}.needed", good.id), &good.needed, 0.0);
        check.per_year(&format!("{}.final_demand", good.id), &good.final_demand, 0.0);
        check.at_least_zero(&format!("{}.price_cny", good.id), good.price_cny.unwrap_or(0.0));
        if let Some(cap) = &good.sales_cap {
            check.per_year(&format!("{}.sales_cap", good.id), cap, 0.0);
        }
        if let Some(disposal) = &good.disposal {
            check.at_least_zero(&format!("{}.disposal.cost_cny", good.id), disposal.cost_cny);
            check.at_least_zero(&format!("{}.disposal.counts", good.id), disposal.counts);
        }
    }
    for limit in &model.limits {
        check.per_year(&format!("{}.headroom", limit.id), &limit.headroom, f64::NEG_INFINITY);
        check.at_least_zero(&format!("{}.soft_charge", limit.id), limit.soft_charge.unwrap_or(0.0));
        check.above_zero(&format!("{}.step", limit.id), limit.step.unwrap_or(1.0));
    }
    if let Some(budget) = &model.budget_cny {
        check.per_year("budget_cny", budget, 0.0);
    }
    for plant in &model.plants {
        check.coefficients(&plant.id, &plant.flows, &plant.uses);
        check.range(&format!("{}.at_least", plant.id), plant.at_least, 0.0, plant.at_most);
        check.finite(&format!("{}.base", plant.id), plant.base);
        check.finite(&format!("{}.at_most", plant.id), plant.at_most);
        for used in plant.uses.iter().filter(|used| used.on_start != 0.0) {
            check.faults.push(Fault::Range(format!("{}.{}.on_start", plant.id, used.limit)));
        }
    }
    for option in &model.options {
        check.coefficients(&option.id, &option.flows, &option.uses);
        check.above_zero(&format!("{}.capacity", option.id), option.capacity);
        check.range(&format!("{}.min_load", option.id), option.min_load.unwrap_or(0.0), 0.0, 1.0);
        check.at_least_zero(&format!("{}.capex_cny", option.id), option.capex_cny);
        check.at_least_zero(&format!("{}.public_cost_cny", option.id), option.public_cost_cny);
        if option.decision == Decision::Must && window(model, option).is_none() {
            check.faults.push(Fault::Range(format!("{}.earliest", option.id)));
        }
    }
    for (id, effect) in model
        .options
        .iter()
        .flat_map(|o| o.effects.iter().map(move |e| (&o.id, e)))
        .chain(model.plants.iter().flat_map(|p| p.effects.iter().map(move |e| (&p.id, e))))
    {
        for value in [effect.per_unit, effect.per_year, effect.on_start] {
            check.finite(&format!("{id}.{:?}", effect.objective), value);
        }
    }
    faults
}

struct Check<'f> {
    years: usize,
    faults: &'f mut Vec<Fault>,
}

impl Check<'_> {
    fn range(&mut self, what: &str, value: f64, low: f64, high: f64) {
        // Written so that what is not a number is a fault.
        if !(low <= value && value <= high) {
            self.faults.push(Fault::Range(what.to_owned()));
        }
    }

    fn finite(&mut self, what: &str, value: f64) {
        self.range(what, value, f64::MIN, f64::MAX);
    }

    fn at_least_zero(&mut self, what: &str, value: f64) {
        self.range(what, value, 0.0, f64::MAX);
    }

    fn above_zero(&mut self, what: &str, value: f64) {
        self.range(what, value, f64::MIN_POSITIVE, f64::MAX);
    }

    fn per_year(&mut self, what: &str, values: &[f64], low: f64) {
        if values.len() != self.years {
            self.faults.push(Fault::Length(what.to_owned()));
        }
        for value in values {
            self.range(what, *value, low, f64::MAX);
        }
    }

    fn coefficients(&mut self, id: &str, flows: &[Flow], uses: &[Use]) {
        for flow in flows {
            self.finite(&format!("{id}.{}", flow.good), flow.per_unit);
        }
        for used in uses {
            self.finite(&format!("{id}.{}", used.limit), used.per_unit);
            self.finite(&format!("{id}.{}", used.limit), used.on_start);
        }
    }
}
