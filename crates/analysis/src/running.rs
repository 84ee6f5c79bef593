//! What runs in the zone in the reporting year: each plant, its recipe, its output.
//!
//! `x(k)`: output of plant k in the year, in units of its main product. Not known, it lies between 0
//! and the plant's capacity. A plant that started after the year made nothing in it. Where the
//! question accepts it, the last known output of an earlier year stands in, and a note says so.
//!
//! Source: the registers of plants and their outputs. Limits: a year is a whole; when in it a plant ran is not
//! asked.

use crate::{Question, Recipe, Zone};
use std::collections::HashMap;
use yanlian_model::registers::Plant;
use yanlian_model::{Figure, Finding, Message, Missing, MissingKind, Place, Severity};

/// One plant in the reporting year.
pub(crate) struct Running<'a> {
    /// The plant.
    pub(crate) plant: &'a Plant,
    /// Its recipe, measurements in place of the library's figures.
    pub(crate) recipe: Recipe<'a>,
    /// x(k), in units of the main product a year.
    pub(crate) output: Figure,
}

/// Every plant whose process is registered, in the order of their keys.
pub(crate) fn running<'a>(zone: &'a Zone, question: &Question, findings: &mut Vec<Finding>) -> Vec<Running<'a>> {
    // Many plants have the same process.
    let mut recipes: HashMap<&str, Recipe> = HashMap::new();
    let plants = zone.registers.plants.iter();
    let running = plants.filter_map(|plant| {
        let process = zone.process(&plant.process)?;
        let recipe = recipes.entry(&plant.process).or_insert_with(|| Recipe::of_process(zone, process));
        let recipe = recipe.clone().at_plant(zone, plant, question.year);
        Some(Running { plant, recipe, output: output(zone, plant, question, findings) })
    });
    running.collect()
}

fn output(zone: &Zone, plant: &Plant, question: &Question, findings: &mut Vec<Finding>) -> Figure {
    if let Some(output) = zone.output(&plant.id, question.year) {
        return Figure::exact(output);
    }
    if plant.started.is_some_and(|day| day > question.year_end()) {
        return Figure::ZERO;
    }
    if let Some((year, output)) = zone.output_before(&plant.id, question.year).filter(|_| question.accept_stale) {
        let place = Place::record("plants", &plant.id);
        let message = Message::new("finding-stale-output").with("year", f64::from(year)).with("output", output);
        findings.push(Finding::new(Severity::Note, place, message));
        return Figure::exact(output);
    }
    let unknown = Figure::known_or(plant.capacity, || Missing::new(MissingKind::Capacity, "plants", &plant.id));
    let range = unknown.bounded(0.0, unknown.high());
    range.because(Missing::new(MissingKind::Output, "plants", &plant.id))
}
