//! What does each plant take of the limits that outlets measure, and by what is that known?
//!
//! ```text
//! take(k, r) = M(f, r) · R(k, r) / Σ_j R(j, r)    where monitors measure r at outlets of the firm f
//!            = R(k, r) = e(k, r) · x(k)           elsewhere
//! ```
//!
//! | Symbol | Meaning | Unit |
//! |---|---|---|
//! | M(f, r) | what the firm's outlets discharge in a year at the present rate, see `measured` | of r |
//! | R(k, r) | what the recipe of plant k takes at its output x(k) | of r |
//! | j | the plants of the firm | |
//!
//! Source: project convention. Outlets measure a firm, recipes speak of a plant: what is measured is
//! shared among a firm's plants as their recipes are.
//!
//! Limits: where the recipe of one of several plants is not known, or none lists r, each has between
//! nothing and all that is measured. What a firm sends into the works counts here, though what leaves
//! the park is less. Fresh water is not measured at outlets and always by recipe.

use crate::discharge::{DischargeAssessment, MEASURED};
use crate::running::{Running, running};
use crate::{Question, Zone};
use chrono::Datelike;
use serde::Serialize;
use std::collections::HashMap;
use yanlian_model::{Figure, units};

/// The indicator of fresh water.
const WATER: &str = "water";

/// By what a plant's take is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TakeBasis {
    /// By readings of its firm's outlets, of which it is the only plant.
    Readings,
    /// By readings of its firm's outlets, shared among the firm's plants as their recipes are.
    SharedReadings,
    /// By its recipe.
    Recipe,
}

/// What a plant takes of a limit in a year, and by what that is known.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlantTake {
    /// The limited indicator.
    pub resource: &'static str,
    /// In the indicator's unit.
    pub amount: Figure,
    /// By what it is known.
    pub basis: TakeBasis,
}

/// A plant and what it takes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlantUse {
    /// The plant.
    pub plant: String,
    /// Its firm.
    pub enterprise: String,
    /// COD, NH3-N, waste water, fresh water.
    pub takes: Vec<PlantTake>,
}

/// Every plant with what it takes, in the order of the register; of readings those of `assessment` count,
/// where they are of the year that is asked about.
pub fn plant_uses(zone: &Zone, question: &Question, assessment: Option<&DischargeAssessment>) -> Vec<PlantUse> {
    let running = running(zone, question, &mut Vec::new());
    let mut firms: HashMap<&str, Vec<&Running>> = HashMap::new();
    for own in running.iter().filter(|own| own.output.high() > 0.0) {
        firms.entry(&own.plant.enterprise).or_default().push(own);
    }
    let assessment = assessment.filter(|assessment| assessment.through.year() == question.year);
    let resources = MEASURED.map(|(resource, ..)| resource).into_iter().chain([WATER]);
    let of_plant = |own: &Running| PlantUse {
        plant: own.plant.id.clone(),
        enterprise: own.plant.enterprise.clone(),
        takes: resources.clone().map(|resource| take(zone, &firms, own, resource, assessment)).collect(),
    };
    running.iter().map(of_plant).collect()
}

/// `firms` has the plants that ran, by their firm.
fn take(
    zone: &Zone,
    firms: &HashMap<&str, Vec<&Running>>,
    own: &Running,
    resource: &'static str,
    assessment: Option<&DischargeAssessment>,
) -> PlantTake {
    let by_recipe = |one: &Running| &one.recipe.resource(zone, resource) * &one.output;
    let mine = by_recipe(own);
    let enterprise = &own.plant.enterprise;
    let measured = assessment.and_then(|assessment| assessment.of_enterprise(&zone.registers, enterprise, resource));
    let (Some(measured), true) = (measured, own.output.high() > 0.0) else {
        return PlantTake { resource, amount: mine, basis: TakeBasis::Recipe };
    };
    let unit = MEASURED.iter().find(|(own, ..)| *own == resource).map_or("", |(.., unit)| unit);
    let measured = measured.times(units::convert(1.0, unit, zone.unit(resource, false)).unwrap_or(1.0));
    let of_firm = firms.get(enterprise.as_str()).into_iter().flatten();
    let of_firm: Vec<Figure> = of_firm.map(|one| by_recipe(one)).collect();
    if of_firm.len() == 1 {
        return PlantTake { resource, amount: measured, basis: TakeBasis::Readings };
    }
    let all: Figure = of_firm.into_iter().sum();
    let amount = match mine.value().zip(all.value()) {
        Some((mine, all)) if all > 0.0 => measured.times(mine / all),
        _ => Figure::between(0.0, measured.high(), measured.missing() | all.missing()),
    };
    PlantTake { resource, amount, basis: TakeBasis::SharedReadings }
}
