//! The model computed another way: every pattern of starts is tried, and for each the rest is a linear
//! program of microlp. Written from the method's description; nothing is shared with the crate but its data.

use microlp::{ComparisonOp, OptimizationDirection, Problem, Variable};
use std::collections::BTreeMap;
use yanlian_analysis::plan::*;

/// Position of the start year of each option; `None`: not taken.
pub(crate) type Pattern = Vec<Option<usize>>;

/// Money is computed in millions, so that the tolerances of the linear solver mean little.
const MILLION: f64 = 1e6;

/// The best value and a pattern that reaches it; `None` where no pattern is possible.
pub(crate) fn best(model: &Model) -> Option<(f64, Pattern)> {
    let mut best: Option<(f64, Pattern)> = None;
    each_pattern(model, &mut |pattern| {
        if let Some(value) = operated(model, pattern)
            && best.as_ref().is_none_or(|(reached, _)| value > *reached)
        {
            best = Some((value, pattern.to_vec()));
        }
        true
    });
    best
}

/// Whether any pattern is possible.
pub(crate) fn possible(model: &Model) -> bool {
    let mut found = false;
    each_pattern(model, &mut |pattern| {
        found = operated(model, pattern).is_some();
        !found
    });
    found
}

/// Calls `visit` with every pattern that keeps windows, musts, needs, excludes and the budget, until it says no.
fn each_pattern(model: &Model, visit: &mut impl FnMut(&[Option<usize>]) -> bool) {
    let mut pattern: Pattern = vec![None; model.options.len()];
    descend(model, &mut pattern, 0, visit);
}

fn descend(model: &Model, pattern: &mut Pattern, k: usize, visit: &mut impl FnMut(&[Option<usize>]) -> bool) -> bool {
    let Some(option) = model.options.get(k) else {
        return !logical(model, pattern) || visit(pattern);
    };
    let mut choices: Vec<Option<usize>> = Vec::new();
    if option.decision != Decision::Must {
        choices.push(None);
    }
    if option.decision != Decision::Not {
        let open = |year: i32| option.earliest.is_none_or(|e| year >= e) && option.latest.is_none_or(|l| year <= l);
        choices.extend((0..model.years.len()).filter(|&t| open(model.years[t])).map(Some));
    }
    for choice in choices {
        pattern[k] = choice;
        if !affordable(model, &pattern[..=k]) {
            continue;
        }
        if !descend(model, pattern, k + 1, visit) {
            return false;
        }
    }
    pattern[k] = None;
    true
}

/// Whether the starts so far keep the budget, and stocks where nothing gives back; sums only grow.
fn affordable(model: &Model, pattern: &[Option<usize>]) -> bool {
    let all = || model.options.iter().zip(pattern);
    let stock = |limit: &Limit| {
        let only_taken = |used: &Use| used.limit != limit.id || (used.per_unit == 0.0 && used.on_start >= 0.0);
        let pure = model.options.iter().flat_map(|o| &o.uses).chain(model.plants.iter().flat_map(|p| &p.uses));
        limit.soft_charge.is_none() && pure.into_iter().all(only_taken)
    };
    let keeps = |limit: &Limit| {
        (0..model.years.len()).all(|t| {
            let here = all().filter(|(_, start)| start.is_some_and(|start| start <= t)).flat_map(|(o, _)| &o.uses);
            let used: f64 = here.filter(|used| used.limit == limit.id).map(|used| used.on_start).sum();
            used <= 0.0 || used <= limit.headroom[t] + 1e-7
        })
    };
    let spent = |t: usize| all().filter(|(_, start)| **start == Some(t)).map(|(o, _)| o.public_cost_cny).sum::<f64>();
    let budget = model.budget_cny.iter().flatten().enumerate().all(|(t, budget)| spent(t) <= budget + 1e-3);
    budget && model.limits.iter().filter(|limit| stock(limit)).all(keeps)
}

fn logical(model: &Model, pattern: &[Option<usize>]) -> bool {
    let of = |id: &str| model.options.iter().position(|option| option.id == id).and_then(|k| pattern[k]);
    let needs = model.needs.iter().all(|pair| match (of(&pair.option), of(&pair.needs)) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(start), Some(needed)) => needed <= start,
    });
    needs && model.excludes.iter().all(|pair| of(&pair.one).is_none() || of(&pair.other).is_none())
}

/// The best way to run a pattern of starts: what the search weighs; `None` where there is no way.
pub(crate) fn operated(model: &Model, pattern: &[Option<usize>]) -> Option<f64> {
    let mut lp = Linear::new(model, pattern);
    lp.balances();
    lp.limits();
    lp.bounds();
    lp.solve()
}

/// A sum over columns, with a constant.
#[derive(Default, Clone)]
struct Sum(Vec<(usize, f64)>, f64);

struct Linear<'m> {
    model: &'m Model,
    pattern: &'m [Option<usize>],
    columns: Vec<(f64, f64)>,
    rows: Vec<(Sum, ComparisonOp, f64)>,
    /// Share of capacity (options) or output over its most (plants), by id and year.
    load: BTreeMap<(String, usize), (usize, f64)>,
    buy: Vec<Vec<(usize, f64)>>,
    sell: Vec<Vec<(usize, f64)>>,
    dispose: Vec<Vec<(usize, f64)>>,
    charges: Sum,
}

impl<'m> Linear<'m> {
    fn new(model: &'m Model, pattern: &'m [Option<usize>]) -> Linear<'m> {
        let mut lp = Linear {
            model,
            pattern,
            columns: Vec::new(),
            rows: Vec::new(),
            load: BTreeMap::new(),
            buy: Vec::new(),
            sell: Vec::new(),
            dispose: Vec::new(),
            charges: Sum::default(),
        };
        for t in 0..model.years.len() {
            for (option, start) in model.options.iter().zip(pattern) {
                if start.is_some_and(|start| start <= t) {
                    let least = option.min_load.unwrap_or(model.terms.min_load);
                    let column = lp.column(least, 1.0);
                    lp.load.insert((option.id.clone(), t), (column, option.capacity));
                }
            }
            for plant in &model.plants {
                let column = lp.column(plant.at_least / plant.at_most, 1.0);
                lp.load.insert((plant.id.clone(), t), (column, plant.at_most));
            }
        }
        lp
    }

    fn column(&mut self, lower: f64, upper: f64) -> usize {
        self.columns.push((lower, upper));
        self.columns.len() - 1
    }

    fn movers(&self) -> impl Iterator<Item = (&'m str, &'m [Flow], &'m [Use], &'m [Effect], f64)> + use<'m> {
        let options = self.model.options.iter().map(|o| (&*o.id, &*o.flows, &*o.uses, &*o.effects, 0.0));
        options.chain(self.model.plants.iter().map(|p| (&*p.id, &*p.flows, &*p.uses, &*p.effects, p.base)))
    }

    /// Σ coefficient × output of whoever has one.
    fn outputs(&self, t: usize, coefficient: impl Fn(&str, &[Flow]) -> f64) -> Sum {
        let mut sum = Sum::default();
        for (id, flows, ..) in self.movers() {
            if let Some(&(column, scale)) = self.load.get(&(id.to_owned(), t)) {
                sum.0.push((column, scale * coefficient(id, flows)));
            }
        }
        sum
    }

    fn net(flows: &[Flow], good: &str) -> f64 {
        flows.iter().filter(|flow| flow.good == good).map(|flow| flow.per_unit).sum()
    }

    fn balances(&mut self) {
        for good in &self.model.goods {
            let (mut buy, mut sell, mut dispose) = (Vec::new(), Vec::new(), Vec::new());
            for t in 0..self.model.years.len() {
                let plants = self.model.plants.iter().map(|p| Self::net(&p.flows, &good.id) * p.base);
                let fixed = good.made[t] - good.needed[t] - good.final_demand[t];
                let today = fixed + plants.sum::<f64>();
                let mut sum = self.outputs(t, |_, flows| Self::net(flows, &good.id));
                let scale = sum.0.iter().map(|(_, a)| a.abs()).fold(today.abs().max(1.0), f64::max);
                let cap = good.sales_cap.as_ref().map_or(f64::INFINITY, |cap| cap[t]);
                let (most_bought, most_sold) = match good.price_cny.is_none() || !good.tradable {
                    true => ((-today).max(0.0), cap.min(today.max(0.0))),
                    false => (f64::INFINITY, cap),
                };
                let most_disposed = if good.disposal.is_some() { f64::INFINITY } else { 0.0 };
                buy.push((self.column(0.0, most_bought / scale), scale));
                sell.push((self.column(0.0, most_sold / scale), scale));
                dispose.push((self.column(0.0, most_disposed / scale), scale));
                for (column, sign) in [(&buy, 1.0), (&sell, -1.0), (&dispose, -1.0)] {
                    sum.0.push((column[t].0, sign * scale));
                }
                self.row(sum, ComparisonOp::Eq, -fixed, scale);
            }
            self.buy.push(buy);
            self.sell.push(sell);
            self.dispose.push(dispose);
        }
    }

    fn row(&mut self, sum: Sum, op: ComparisonOp, bound: f64, scale: f64) {
        let terms = sum.0.iter().map(|(column, value)| (*column, value / scale)).collect();
        self.rows.push((Sum(terms, 0.0), op, (bound - sum.1) / scale));
    }

    fn limits(&mut self) {
        for limit in &self.model.limits {
            for t in 0..self.model.years.len() {
                let of = |uses: &[Use], f: fn(&Use) -> f64| -> f64 {
                    uses.iter().filter(|used| used.limit == limit.id).map(f).sum()
                };
                let mut sum = Sum::default();
                for (id, _, uses, _, base) in self.movers() {
                    if let Some(&(column, scale)) = self.load.get(&(id.to_owned(), t)) {
                        sum.0.push((column, scale * of(uses, |used| used.per_unit)));
                        sum.1 += of(uses, |used| used.on_start) - base * of(uses, |used| used.per_unit);
                    }
                }
                for (good, dispose) in self.model.goods.iter().zip(&self.dispose) {
                    let disposal = good.disposal.iter().filter(|d| d.limit.as_deref() == Some(&limit.id));
                    sum.0.extend(disposal.map(|d| (dispose[t].0, d.counts * dispose[t].1)));
                }
                let scale = limit.headroom[t].abs().max(1e-3);
                if let Some(charge) = limit.soft_charge {
                    let excess = self.column(0.0, f64::INFINITY);
                    sum.0.push((excess, -scale));
                    self.charges.0.push((excess, charge * scale * self.discount(t)));
                }
                self.row(sum, ComparisonOp::Le, limit.headroom[t], scale);
            }
        }
    }

    fn discount(&self, t: usize) -> f64 {
        (1.0 + self.model.terms.discount).powi(self.model.years[0] - self.model.years[t])
    }

    /// An objective's discounted total.
    fn total(&self, objective: Objective) -> Sum {
        let (model, mut sum) = (self.model, Sum::default());
        for t in 0..model.years.len() {
            let discount = self.discount(t);
            for ((id, _, _, effects, base), start) in
                self.movers().zip(self.pattern.iter().chain(std::iter::repeat(&None)))
            {
                for effect in effects.iter().filter(|effect| effect.objective == objective) {
                    if let Some(&(column, scale)) = self.load.get(&(id.to_owned(), t)) {
                        sum.0.push((column, discount * effect.per_unit * scale));
                        sum.1 -= discount * effect.per_unit * base;
                        if start.is_some() {
                            sum.1 += discount * effect.per_year;
                        }
                        if *start == Some(t) {
                            sum.1 += discount * effect.on_start;
                        }
                    }
                }
            }
            match objective {
                Objective::ValueAdded => self.value(&mut sum, t),
                Objective::LocalSourcing => self.local(&mut sum, t),
                _ => {}
            }
        }
        sum
    }

    fn value(&self, sum: &mut Sum, t: usize) {
        let (terms, discount) = (&self.model.terms, self.discount(t));
        for (g, good) in self.model.goods.iter().enumerate() {
            if let (Some(price), true) = (good.price_cny, good.tradable) {
                let (buy, sell) = (self.buy[g][t], self.sell[g][t]);
                sum.0.push((sell.0, discount * price * (1.0 - terms.margin) * sell.1));
                sum.0.push((buy.0, -discount * price * (1.0 + terms.margin) * buy.1));
            }
            if let Some(disposal) = &good.disposal {
                let dispose = self.dispose[g][t];
                sum.0.push((dispose.0, -discount * disposal.cost_cny * dispose.1));
            }
        }
        let interest = terms.capital_rate;
        let annuity = interest / (1.0 - (1.0 + interest).powf(-terms.life_years));
        for (option, start) in self.model.options.iter().zip(self.pattern) {
            if start.is_some_and(|start| start <= t) {
                sum.1 -= discount * option.capex_cny * annuity;
            }
        }
    }

    fn local(&self, sum: &mut Sum, t: usize) {
        for (g, good) in self.model.goods.iter().enumerate() {
            let Some(price) = good.price_cny else { continue };
            let value = price * self.discount(t);
            let needs = self.outputs(t, |_, flows| (-Self::net(flows, &good.id)).max(0.0));
            sum.0.extend(needs.0.iter().map(|(column, a)| (*column, value * a)));
            sum.0.push((self.buy[g][t].0, -value * self.buy[g][t].1));
            sum.1 += value * (good.needed[t] + good.final_demand[t]);
        }
    }

    fn bounds(&mut self) {
        for bound in &self.model.bounds {
            let sum = self.total(bound.objective);
            let scale = sum.0.iter().map(|(_, a)| a.abs()).fold(1.0, f64::max);
            for (value, op) in [(bound.at_least, ComparisonOp::Ge), (bound.at_most, ComparisonOp::Le)] {
                if let Some(value) = value {
                    self.row(sum.clone(), op, value, scale);
                }
            }
        }
    }

    fn solve(self) -> Option<f64> {
        let minimised =
            matches!(self.model.objective, Objective::Co2 | Objective::Cod | Objective::Water | Objective::Energy);
        let objective = self.total(self.model.objective);
        let sign = if minimised { -1.0 } else { 1.0 };
        let mut costs = vec![0.0; self.columns.len()];
        objective.0.iter().for_each(|(column, value)| costs[*column] += sign * value / MILLION);
        self.charges.0.iter().for_each(|(column, value)| costs[*column] -= value / MILLION);
        let mut problem = Problem::new(OptimizationDirection::Maximize);
        let columns: Vec<Variable> =
            self.columns.iter().zip(&costs).map(|(bounds, cost)| problem.add_var(*cost, *bounds)).collect();
        for (sum, op, bound) in &self.rows {
            let mut terms: BTreeMap<usize, f64> = BTreeMap::new();
            sum.0.iter().for_each(|(column, value)| *terms.entry(*column).or_insert(0.0) += value);
            let terms: Vec<_> = terms.into_iter().map(|(column, value)| (columns[column], value)).collect();
            problem.add_constraint(&terms, *op, *bound);
        }
        match problem.solve() {
            Ok(solved) => {
                let solution = solved.into_solution().expect("no limit of time was set");
                Some(solution.objective() * MILLION + sign * objective.1)
            }
            Err(microlp::Error::Infeasible) => None,
            Err(error) => panic!("the reference cannot solve it: {error}"),
        }
    }
}
