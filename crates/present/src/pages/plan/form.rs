//! What a scenario sets: limits as sliders, options as switches, bounds of plants, objective and terms.

use super::PlanContext;
use super::words::{Words, digits};
use crate::format;
use crate::link::Link;
use std::collections::BTreeSet;
use yanlian_analysis::plan::{Decision, Objective, PlanOption, Subject, registered_cap};
use yanlian_model::PlanSubject;
use yanlian_model::registers::{Scenario, ScenarioSetting, by_name};

/// The form, filled in as the scenario stands.
pub(super) struct Form {
    pub(super) name: String,
    pub(super) objectives: Vec<Choice>,
    pub(super) others: Vec<Choice>,
    pub(super) first_year: String,
    pub(super) years: String,
    pub(super) with_library: bool,
    /// Trade margin, discount, least load, public budget: key, label, as set, the default.
    pub(super) terms: Vec<Term>,
    pub(super) limits: Vec<Slider>,
    pub(super) options: Vec<Switch>,
    pub(super) plants: Vec<PlantBounds>,
    /// Id and name of every other plant.
    pub(super) other_plants: Vec<(String, String)>,
    /// The bounds of what is set of a limit or a plant.
    pub(super) least: String,
}

pub(super) struct Choice {
    pub(super) value: &'static str,
    pub(super) text: &'static str,
    pub(super) chosen: bool,
}

pub(super) struct Term {
    pub(super) key: &'static str,
    pub(super) label: &'static str,
    pub(super) value: String,
    pub(super) default: String,
    pub(super) bounds: String,
}

/// A limit's cap, between what is used and half as much again as the cap registered.
pub(super) struct Slider {
    pub(super) limit: Link,
    pub(super) id: String,
    pub(super) unit: String,
    pub(super) least: String,
    pub(super) most: String,
    pub(super) step: String,
    pub(super) cap: String,
    /// What is used today, and what the plan takes of the rest, as scripts read it.
    pub(super) used: String,
    pub(super) planned: String,
    /// The unit in which use is said, and how many of `unit` it has.
    pub(super) large: String,
    pub(super) scale: f64,
    /// Used and left in that unit.
    pub(super) said: (String, String),
    /// What the plan takes in that unit; `None` while there is none.
    pub(super) takes: Option<String>,
    /// Used, and used with the plan, in per cent of the cap.
    pub(super) parts: (f64, f64),
    /// What a unit beyond a soft limit costs; empty where it is hard.
    pub(super) soft: String,
}

/// A plant that the scenario lets change, with the bounds that it sets.
pub(super) struct PlantBounds {
    pub(super) plant: Link,
    pub(super) about: String,
    pub(super) id: String,
    pub(super) low: String,
    pub(super) high: String,
}

/// An option with the stance taken on it.
pub(super) struct Switch {
    pub(super) option: Link,
    pub(super) field: String,
    pub(super) about: String,
    /// must, may, not: whether each is chosen.
    pub(super) chosen: [bool; 3],
}

impl Form {
    pub(super) fn of(words: &Words, context: &PlanContext) -> Form {
        let v = words.v;
        let model = &context.posed.model;
        let choices = |current: Objective| {
            let choice = move |objective: Objective| Choice {
                value: objective.key(),
                text: words.objective(objective),
                chosen: objective == current,
            };
            Objective::ALL.into_iter().map(choice).collect()
        };
        let set = |of: fn(&Scenario) -> Option<f64>| {
            context.scenario.and_then(of).map(|value| value.to_string()).unwrap_or_default()
        };
        let term = |key, label, of: fn(&Scenario) -> Option<f64>, default: String| Term {
            key,
            label,
            value: set(of),
            default,
            bounds: v.bounds(&format!("scenarios.{key}")),
        };
        let label = |key: &str| {
            let field = by_name("scenarios").and_then(|register| register.field(key));
            field.map_or("", |field| v.label(&field.label))
        };
        Form {
            name: context.scenario.map(|scenario| scenario.name.clone()).unwrap_or_default(),
            objectives: choices(model.objective),
            others: choices(context.other),
            first_year: model.years.first().map(ToString::to_string).unwrap_or_default(),
            years: model.years.len().to_string(),
            with_library: context.scenario.and_then(|scenario| scenario.with_library) == Some(true),
            terms: vec![
                term("trade_margin", label("trade_margin"), |s| s.trade_margin, model.terms.margin.to_string()),
                term("discount", label("discount"), |s| s.discount, model.terms.discount.to_string()),
                term("min_load", label("min_load"), |s| s.min_load, model.terms.min_load.to_string()),
                term("budget_cny", label("budget_cny"), |s| s.budget_cny, v.t("plan-no-budget")),
            ],
            limits: model
                .limits
                .iter()
                .filter_map(|limit| slider(words, context, &limit.id, limit.headroom[0]))
                .collect(),
            options: model.options.iter().map(|option| switch(words, option)).collect(),
            plants: bounded(words).into_iter().map(|id| plant_bounds(words, id)).collect(),
            other_plants: other_plants(words),
            least: PlanSubject::Limit.least().map(|least| format!(" min=\"{least}\"")).unwrap_or_default(),
        }
    }

    /// What the form shows: the name of each field and its value, by which is known what a person changed.
    pub(super) fn shown(&self) -> Vec<(String, &str)> {
        let chosen = self.objectives.iter().find(|choice| choice.chosen).map_or("", |choice| choice.value);
        let library = if self.with_library { "yes" } else { "no" };
        let own = [("first_year", &*self.first_year), ("years", &self.years), ("objective", chosen)];
        let own = own.into_iter().chain([("with_library", library)]);
        let terms = self.terms.iter().map(|term| (term.key, term.value.as_str()));
        let mut shown: Vec<_> = own.chain(terms).map(|(name, value)| (name.to_owned(), value)).collect();
        for limit in &self.limits {
            shown.push((format!("limit-{}", limit.id), &limit.cap));
            shown.push((format!("soft-{}", limit.id), &limit.soft));
        }
        for plant in &self.plants {
            shown.push((format!("plant_low-{}", plant.id), &plant.low));
            shown.push((format!("plant_high-{}", plant.id), &plant.high));
        }
        let stance = |chosen: &[bool; 3]| chosen.iter().position(|chosen| *chosen).map(|at| ["must", "may", "not"][at]);
        let options = self.options.iter().filter_map(|option| Some((option.field.clone(), stance(&option.chosen)?)));
        shown.extend(options);
        shown
    }
}

fn slider(words: &Words, context: &PlanContext, id: &str, headroom: f64) -> Option<Slider> {
    let v = words.v;
    let first = words.posed.model.years.first().copied()?;
    let registered = registered_cap(v.zone, id, first)?;
    let cap = set(words, PlanSubject::Limit, id).unwrap_or(registered);
    let used = cap - headroom;
    let plan = context.run.study().and_then(|study| study.plan.as_ref());
    let taken = plan.and_then(|plan| plan.limits.iter().find(|limit| limit.limit == id)?.used.last().copied());
    let (scale, large) = format::large_unit(cap, v.zone.unit(id, false), v.lang());
    let step = 10f64.powf((registered.max(1.0) / 1000.0).log10().floor());
    let text = |value: f64| format!("{}", (value * 1e6).round() / 1e6);
    let part = |amount: f64| ((if cap > 0.0 { amount / cap } else { 1.0 }).clamp(0.0, 1.0) * 1000.0).round() / 10.0;
    Some(Slider {
        limit: v.link("indicators", id),
        id: id.to_owned(),
        unit: v.unit(v.zone.unit(id, false)),
        least: text((used / step).floor() * step),
        most: text(((registered + 0.5 * (registered - used).max(0.1 * registered)) / step).ceil() * step),
        step: text(step),
        cap: text(cap),
        used: text(used),
        planned: text(taken.unwrap_or(0.0)),
        said: (digits(used / scale), digits(headroom / scale)),
        takes: taken.map(|taken| digits(taken / scale)),
        large,
        scale,
        parts: (part(used), part(used + taken.unwrap_or(0.0))),
        soft: written(set(words, PlanSubject::SoftLimit, id)),
    })
}

/// The value that the scenario sets for an item.
fn set(words: &Words, subject: PlanSubject, item: &str) -> Option<f64> {
    let own = |row: &&ScenarioSetting| row.scenario == words.posed.scenario && row.subject == subject;
    words.v.registers().scenario_settings.iter().filter(own).find(|row| row.item == item)?.value
}

fn written(value: Option<f64>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// The plants for which the scenario sets a bound.
fn bounded<'v>(words: &Words<'v>) -> BTreeSet<&'v str> {
    let bound = |row: &&ScenarioSetting| matches!(row.subject, PlanSubject::PlantLow | PlanSubject::PlantHigh);
    let rows = words.v.registers().scenario_settings.iter().filter(|row| row.scenario == words.posed.scenario);
    rows.filter(bound).map(|row| row.item.as_str()).collect()
}

fn plant_bounds(words: &Words, id: &str) -> PlantBounds {
    let v = words.v;
    let unit = v.zone.plant(id).and_then(|plant| v.zone.process(&plant.process));
    let unit = unit.map(|process| v.unit(v.zone.unit(&process.main_product, true)));
    PlantBounds {
        plant: v.link("plants", id),
        about: unit.unwrap_or_default(),
        id: id.to_owned(),
        low: written(set(words, PlanSubject::PlantLow, id)),
        high: written(set(words, PlanSubject::PlantHigh, id)),
    }
}

fn other_plants(words: &Words) -> Vec<(String, String)> {
    let v = words.v;
    let bounded = bounded(words);
    let others = v.registers().plants.iter().filter(|plant| !bounded.contains(plant.id.as_str()));
    others.map(|plant| (plant.id.clone(), v.name("plants", &plant.id))).collect()
}

fn switch(words: &Words, option: &PlanOption) -> Switch {
    let kind = match words.posed.options.get(&option.id) {
        Some(Subject::Process { .. }) => "process",
        _ => "project",
    };
    let product = words.process(&option.id).map(|process| words.v.name("products", &process.main_product));
    Switch {
        option: words.option(&option.id),
        field: format!("{kind}-{}", option.id),
        about: format!("{} {}", words.made(&option.id, option.capacity), product.unwrap_or_default()),
        chosen: [Decision::Must, Decision::May, Decision::Not].map(|decision| decision == option.decision),
    }
}
