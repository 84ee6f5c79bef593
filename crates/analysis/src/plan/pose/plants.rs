//! Which existing plants may run at another output, and between which bounds?
//!
//! A scenario sets the least output of a plant, the most, or both, in units of its main product a year. What
//! it does not set stays as it is: without a least output the plant makes at least what it makes today, without a
//! most output at most that. A plant whose output of the reporting year is not known stays out, with a finding,
//! as does one whose bounds contradict each other or its capacity.

use super::super::Plant;
use super::options::{burdens, coefficients};
use super::{Source, Subject, about};
use crate::running::{Running, running};
use yanlian_model::{Figure, Finding, Message, PlanSubject, Severity};

/// A plant of the plan, with what the balance of today counts of it.
pub(super) struct PosedPlant<'a> {
    pub(super) plant: Plant,
    running: Running<'a>,
}

impl PosedPlant<'_> {
    pub(super) fn subject(&self) -> Subject {
        Subject::Plant { process: self.running.plant.process.clone() }
    }

    /// What the balance counts as made of a product by this plant.
    pub(super) fn made(&self, product: &str) -> f64 {
        (&self.running.recipe.net(product).positive_part() * &self.running.output).low()
    }

    /// What the balance counts as needed of a product by this plant.
    pub(super) fn needed(&self, product: &str) -> f64 {
        (&(-&self.running.recipe.net(product)).positive_part() * &self.running.output).low()
    }
}

/// The plants that the scenario sets bounds for.
pub(super) fn plants<'a>(source: &Source<'a>, findings: &mut Vec<Finding>) -> Vec<PosedPlant<'a>> {
    // What there is to say about outputs is said by the diagnosis already.
    let running = running(source.zone, &source.diagnosis.question, &mut Vec::new());
    running.into_iter().filter_map(|running| posed(source, running, findings)).collect()
}

fn posed<'a>(source: &Source<'a>, running: Running<'a>, findings: &mut Vec<Finding>) -> Option<PosedPlant<'a>> {
    let id = &running.plant.id;
    let set = |subject| source.value(subject, id);
    let (low, high) = (set(PlanSubject::PlantLow), set(PlanSubject::PlantHigh));
    if low.is_none() && high.is_none() {
        return None;
    }
    let mut refuse = |message| {
        findings.push(about(Severity::Warning, "plants", id, message));
        None
    };
    let Some(base) = known(&running.output) else { return refuse(Message::new("plan-plant-output-unknown")) };
    let (at_least, at_most) = (low.unwrap_or(base), high.unwrap_or(base));
    if at_least > at_most {
        let bounds = Message::new("plan-plant-bounds").with("low", at_least).with("high", at_most);
        return refuse(bounds);
    }
    if let Some(capacity) = running.plant.capacity.filter(|capacity| at_most > capacity.max(base)) {
        let above = Message::new("plan-plant-above-capacity").with("high", at_most).with("capacity", capacity);
        return refuse(above);
    }
    let coefficients =
        coefficients(source, &running.recipe).map_err(|open| findings.push(open.finding("plants", id))).ok()?;
    let plant = Plant {
        id: id.clone(),
        base,
        at_least,
        at_most,
        flows: coefficients.flows,
        uses: coefficients.uses,
        effects: burdens(source, &running.recipe),
    };
    Some(PosedPlant { plant, running })
}

/// The value of a figure that is known.
fn known(figure: &Figure) -> Option<f64> {
    (figure.low() == figure.high()).then(|| figure.low())
}
