//! Which question do the registers and a scenario pose to the plan?
//!
//! - options: the projects of the register that are neither dropped nor in production, each with the
//!   recipe of its process at its capacity; what is started or completed has to be taken, unless the
//!   scenario says otherwise. Where the scenario lets the library in, also the processes that close a gap or
//!   are an extension, at their typical scale.
//! - goods: what the zone makes and needs in the reporting year by plants that stay as they are, at the
//!   known part of each figure; prices as of that year.
//! - plants: an existing plant for which the scenario sets a least or a most output may run at another one
//!   than today's; it then leaves the fixed part of the balance.
//! - limits: headroom = cap − used, by the latest registered rows; see `limits`.
//! - a coefficient that is known only between bounds counts at the bound that serves the option least;
//!   one without such a bound leaves the option out, with its reason.
//!
//! Symbols and method: [`plan`](super). Source: `registers` of the zone. Limits: an option's capital is
//! what is still to be invested; the base of the balance does not move over the planned years.

mod limits;
mod options;
mod plants;

pub use limits::registered_cap;
pub use options::usual_stance;

use super::{Bound, Disposal, Good, Model, Objective, Terms};
use crate::{Diagnosis, Zone};
use plants::PosedPlant;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use yanlian_model::registers::{Scenario, ScenarioSetting};
use yanlian_model::{Finding, Message, Place, PlanStance, PlanSubject, ProductKind, Severity, calendar};

/// Years planned where the scenario says nothing.
const YEARS: f64 = 3.0;

/// A model with what was noticed on the way to it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Posed {
    /// The scenario's id; empty for the registers alone.
    pub scenario: String,
    /// The question.
    pub model: Model,
    /// What each option and plant of the model is, by its id.
    pub options: BTreeMap<String, Subject>,
    /// Options that could not be posed, and what was left open.
    pub findings: Vec<Finding>,
}

/// What an option or a plant is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Subject {
    /// A project of the register, by its process.
    Project {
        /// The process.
        process: String,
    },
    /// A library process at its typical scale.
    Process {
        /// The process.
        process: String,
    },
    /// A plant that there is already.
    Plant {
        /// The process.
        process: String,
    },
}

impl Subject {
    /// The process that it runs.
    pub fn process(&self) -> &str {
        let (Subject::Project { process } | Subject::Process { process } | Subject::Plant { process }) = self;
        process
    }
}

/// Everything that the model is posed from.
struct Source<'a> {
    zone: &'a Zone,
    diagnosis: &'a Diagnosis,
    settings: BTreeMap<(PlanSubject, &'a str), &'a ScenarioSetting>,
    years: Vec<i32>,
}

impl<'a> Source<'a> {
    /// The value that the scenario sets for an item.
    fn value(&self, subject: PlanSubject, item: &str) -> Option<f64> {
        self.settings.get(&(subject, item))?.value
    }

    /// The stance that the scenario takes on an item.
    fn stance(&self, subject: PlanSubject, item: &str) -> Option<PlanStance> {
        self.settings.get(&(subject, item))?.stance
    }

    /// The same figure in every year of the plan.
    fn every_year(&self, value: f64) -> Vec<f64> {
        vec![value; self.years.len()]
    }
}

/// Poses the question of a scenario; without one, that of the registers alone.
pub fn pose(zone: &Zone, diagnosis: &Diagnosis, scenario: Option<&Scenario>) -> Posed {
    let first = scenario.and_then(|terms| terms.first_year).unwrap_or(diagnosis.question.year + 1);
    let years = scenario.and_then(|terms| terms.years).unwrap_or(YEARS).max(1.0);
    let settings = zone.registers.scenario_settings.iter();
    let own = settings.filter(|setting| scenario.is_some_and(|scenario| scenario.id == setting.scenario));
    let source = Source {
        zone,
        diagnosis,
        settings: own.map(|setting| ((setting.subject, setting.item.as_str()), setting)).collect(),
        years: (first.clamp(*calendar::YEARS.start(), *calendar::YEARS.end())..).take(years as usize).collect(),
    };
    let mut findings = Vec::new();
    let options = options::options(&source, scenario.and_then(|terms| terms.with_library) == Some(true), &mut findings);
    let mut subjects = options.iter().map(|posed| (posed.option.id.clone(), posed.subject.clone())).collect();
    let (needs, excludes) = options::relations(&source, &subjects, &mut findings);
    let plants = plants::plants(&source, &mut findings);
    subjects.extend(plants.iter().map(|posed| (posed.plant.id.clone(), posed.subject())));
    let of_options = options.iter().flat_map(|posed| &posed.option.flows);
    let flows = of_options.chain(plants.iter().flat_map(|posed| &posed.plant.flows));
    let mut model = Model {
        terms: terms(scenario),
        objective: scenario.and_then(|terms| terms.objective).map_or(Objective::ValueAdded, Objective::from),
        bounds: bounds(&source),
        goods: goods(&source, flows.map(|flow| flow.good.as_str()), &plants),
        limits: limits::limits(&source, &mut findings),
        budget_cny: scenario.and_then(|terms| terms.budget_cny).map(|budget| source.every_year(budget)),
        plants: plants.into_iter().map(|posed| posed.plant).collect(),
        options: options.into_iter().map(|posed| posed.option).collect(),
        needs,
        excludes,
        years: source.years,
    };
    limits::drop_unlimited(&mut model, &mut findings);
    limits::unused(&model, &mut findings);
    let scenario = scenario.map(|scenario| scenario.id.clone()).unwrap_or_default();
    Posed { scenario, model, options: subjects, findings }
}

fn terms(scenario: Option<&Scenario>) -> Terms {
    let default = Terms::default();
    let or = |own: fn(&Scenario) -> Option<f64>, default: f64| scenario.and_then(own).unwrap_or(default);
    Terms {
        margin: or(|terms| terms.trade_margin, default.margin),
        discount: or(|terms| terms.discount, default.discount),
        min_load: or(|terms| terms.min_load, default.min_load),
        ..default
    }
}

/// Floors under what is to be much, caps on what is to be little.
fn bounds(source: &Source) -> Vec<Bound> {
    let bounds = Objective::ALL.into_iter().filter_map(|objective| {
        let value = Some(source.value(PlanSubject::Floor, objective.key())?);
        let more_is_better = objective.sign() > 0.0;
        Some(Bound {
            objective,
            at_least: value.filter(|_| more_is_better),
            at_most: value.filter(|_| !more_is_better),
        })
    });
    bounds.collect()
}

/// Every product of the balance and of the flows, made and needed without the plants of the plan.
fn goods<'a>(source: &Source<'a>, of_flows: impl Iterator<Item = &'a str>, plants: &[PosedPlant]) -> Vec<Good> {
    let balances = source.diagnosis.balance.iter().map(|balance| balance.product.as_str());
    let ids: BTreeSet<&str> = balances.chain(of_flows).collect();
    let good = |id: &str| {
        let product = source.zone.product(id);
        let balance = source.diagnosis.balance_of(id);
        let own = |of: fn(&PosedPlant, &str) -> f64| plants.iter().map(|plant| of(plant, id)).sum::<f64>();
        let fixed =
            |of: fn(&crate::Balance) -> f64, own: f64| source.every_year((balance.map_or(0.0, of) - own).max(0.0));
        Good {
            id: id.to_owned(),
            price_cny: source.zone.price(id, &source.diagnosis.question).map(|price| price.cny),
            tradable: product
                .is_none_or(|product| product.tradable.unwrap_or(product.kind != Some(ProductKind::Service))),
            made: fixed(|balance| balance.made.low(), own(|plant, good| plant.made(good))),
            needed: fixed(
                |balance| balance.needed.low() - balance.final_demand.low(),
                own(|plant, good| plant.needed(good)),
            ),
            final_demand: fixed(|balance| balance.final_demand.low(), 0.0),
            sales_cap: source.value(PlanSubject::SalesCap, id).map(|most| source.every_year(most)),
            disposal: product.and_then(|product| {
                let cost_cny = product.disposal_cny?;
                let counts = product.mass_t_per_unit.unwrap_or(1.0);
                Some(Disposal { cost_cny, limit: product.disposal_limit.clone(), counts })
            }),
        }
    };
    ids.into_iter().map(good).collect()
}

/// A finding about a record.
fn about(severity: Severity, register: &'static str, key: &str, message: Message) -> Finding {
    Finding::new(severity, Place::record(register, key), message)
}
