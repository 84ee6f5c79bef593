//! What a scenario sets: limits as sliders, options as switches, objective and terms.

use super::PlanRoom;
use super::words::{Words, digits};
use crate::parts::Link;
use yanlian_analysis::plan::{Decision, Objective, PlanOption, Subject, registered_cap};
use yanlian_model::PlanSubject;
use yanlian_model::registers::{Scenario, by_name};

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
    pub(super) used: String,
    pub(super) left: String,
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
    pub(super) fn of(words: &Words, room: &PlanRoom) -> Form {
        let v = words.v;
        let model = &room.posed.model;
        let choices = |current: Objective| {
            let choice = move |objective: Objective| Choice {
                value: objective.key(),
                text: words.objective(objective),
                chosen: objective == current,
            };
            Objective::ALL.into_iter().map(choice).collect()
        };
        let set = |of: fn(&Scenario) -> Option<f64>| {
            room.scenario.and_then(of).map(|value| value.to_string()).unwrap_or_default()
        };
        let term = |key, label, of: fn(&Scenario) -> Option<f64>, default: String| Term {
            key,
            label,
            value: set(of),
            default,
        };
        let label = |key: &str| {
            let field = by_name("scenarios").and_then(|register| register.field(key));
            field.map_or("", |field| v.label(&field.label))
        };
        Form {
            name: room.scenario.map(|scenario| scenario.name.clone()).unwrap_or_default(),
            objectives: choices(model.objective),
            others: choices(room.other),
            first_year: model.years.first().map(ToString::to_string).unwrap_or_default(),
            years: model.years.len().to_string(),
            with_library: room.scenario.and_then(|scenario| scenario.with_library) == Some(true),
            terms: vec![
                term("trade_margin", label("trade_margin"), |s| s.trade_margin, model.terms.margin.to_string()),
                term("discount", label("discount"), |s| s.discount, model.terms.discount.to_string()),
                term("min_load", label("min_load"), |s| s.min_load, model.terms.min_load.to_string()),
                term("budget_cny", label("budget_cny"), |s| s.budget_cny, v.t("plan-no-budget")),
            ],
            limits: model.limits.iter().filter_map(|limit| slider(words, &limit.id, limit.headroom[0])).collect(),
            options: model.options.iter().map(|option| switch(words, option)).collect(),
        }
    }
}

fn slider(words: &Words, id: &str, headroom: f64) -> Option<Slider> {
    let v = words.v;
    let first = words.posed.model.years.first().copied()?;
    let registered = registered_cap(v.zone, id, first)?;
    let set = v.registers().scenario_settings.iter().find(|setting| {
        setting.scenario == words.posed.scenario && setting.item == id && setting.subject == PlanSubject::Limit
    });
    let cap = set.and_then(|setting| setting.value).unwrap_or(registered);
    let used = cap - headroom;
    let step = 10f64.powf((registered.max(1.0) / 1000.0).log10().floor());
    let text = |value: f64| format!("{}", (value * 1e6).round() / 1e6);
    Some(Slider {
        limit: v.link("indicators", id),
        id: id.to_owned(),
        unit: v.unit(v.zone.unit(id, false)),
        least: text((used / step).floor() * step),
        most: text(((registered + 0.5 * (registered - used).max(0.1 * registered)) / step).ceil() * step),
        step: text(step),
        cap: text(cap),
        used: digits(used),
        left: digits(headroom),
    })
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
