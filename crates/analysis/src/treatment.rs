//! What of an emission is left after treatment?
//!
//! ```text
//! left = q · (1 − η / 100)
//! ```
//!
//! | Symbol | Meaning | Unit |
//! |---|---|---|
//! | q | what a process gives off before treatment, per unit of its main product | of the indicator |
//! | η | efficiency of a treatment for that indicator | % |
//!
//! A plant that names its treatment emits what that one leaves. One that names none emits between what the best
//! treatment of the register leaves and all that arises: which it has is unknown, and unknown is not nothing.
//! What is still to be built is taken to have the treatment marked typical. An emission without a treatment in
//! the register is as the recipe says.
//!
//! Source: coefficients of what arises and efficiencies of treatment, as the rows name them. Limits: the
//! treatment runs all the time; several in a row are one row with their joint efficiency.

use crate::{Recipe, Zone};
use std::collections::BTreeSet;
use yanlian_model::registers::{Plant, Process, Treatment};
use yanlian_model::{Direction, Figure, Missing, MissingKind};

/// Which treatment of several counts.
#[derive(Clone, Copy)]
enum Fitted<'a> {
    /// That of the plant, where it is named.
    OfPlant(&'a Plant),
    /// The usual one.
    Typical(&'a Process),
}

/// Puts in place of each emission that has treatments what a plant's own leaves.
pub(crate) fn treat_as_plant(zone: &Zone, plant: &Plant, recipe: &mut Recipe) {
    treat(zone, Fitted::OfPlant(plant), recipe);
}

/// Puts in place of each emission that has treatments what the usual one leaves.
pub(crate) fn treat_as_usual(zone: &Zone, process: &Process, recipe: &mut Recipe) {
    treat(zone, Fitted::Typical(process), recipe);
}

fn treat(zone: &Zone, fitted: Fitted, recipe: &mut Recipe) {
    let process = &recipe.process.id;
    for line in recipe.lines.iter_mut().filter(|line| line.direction == Direction::Emit && !line.measured) {
        let treatments = zone.treatments(process, line.item);
        line.quantity = left_of(zone, fitted, line.item, &line.quantity, treatments);
    }
}

fn left_of(zone: &Zone, fitted: Fitted, item: &str, arising: &Figure, treatments: &[Treatment]) -> Figure {
    let lefts = treatments.iter().filter_map(|one| Some((one, left_share(one)?)));
    let chosen = |one: &Treatment| match fitted {
        Fitted::OfPlant(plant) => zone.plant_treatment(&plant.id, item) == Some(one.treatment.as_str()),
        Fitted::Typical(_) => one.typical == Some(true),
    };
    if let Some((_, left)) = lefts.clone().find(|(one, _)| chosen(one)) {
        return arising.times(left);
    }
    let Some(best) = lefts.map(|(_, left)| left).min_by(f64::total_cmp) else { return arising.clone() };
    let (register, of) = match fitted {
        Fitted::OfPlant(plant) => ("plants", &plant.id),
        Fitted::Typical(process) => ("processes", &process.id),
    };
    let unknown = Missing::new(MissingKind::Treatment, register, of).part(item);
    let missing: BTreeSet<Missing> = arising.missing().iter().cloned().chain([unknown]).collect();
    Figure::between(arising.low() * best, arising.high(), missing)
}

/// The part of what arises that a treatment leaves, 0 to 1; `None` where its efficiency is not registered.
pub fn left_share(treatment: &Treatment) -> Option<f64> {
    Some(1.0 - treatment.efficiency_pct? / 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use yanlian_model::registers::{Flow, Indicator, Plant, PlantMeasure, PlantTreatment, Process, Product, Treatment};
    use yanlian_model::{Record, Registers};

    /// A furnace that gives off 10 kg of dust; a filter leaves 1 %, a cyclone, the usual one, 20 %.
    fn furnace() -> Registers {
        let texts = |record: &[(&'static str, &'static str)]| record.to_vec();
        let filter = texts(&[("treatment", "filter"), ("name_zh", "袋式"), ("efficiency_pct", "99")]);
        let cyclone =
            texts(&[("treatment", "cyclone"), ("name_zh", "旋风"), ("efficiency_pct", "80"), ("typical", "yes")]);
        let treatment = |own: Vec<(&'static str, &'static str)>| {
            Treatment::from_texts(&[own, vec![("process", "melting"), ("item", "dust")]].concat()).unwrap()
        };
        let process = [("id", "melting"), ("name_zh", "熔炼"), ("main_product", "iron")];
        let dust = [("process", "melting"), ("item", "dust"), ("direction", "emit"), ("quantity", "10")];
        Registers {
            products: vec![Product::from_texts(&[("id", "iron"), ("name_zh", "铁"), ("unit", "t")]).unwrap()].into(),
            indicators: vec![Indicator::from_texts(&[("id", "dust"), ("name_zh", "尘"), ("unit", "kg")]).unwrap()]
                .into(),
            processes: vec![Process::from_texts(&process).unwrap()].into(),
            flows: vec![Flow::from_texts(&dust).unwrap()].into(),
            treatments: vec![treatment(filter), treatment(cyclone)].into(),
            plants: vec![Plant::from_texts(&[("id", "P"), ("enterprise", "A"), ("process", "melting")]).unwrap()]
                .into(),
            ..Registers::default()
        }
    }

    /// What the plant emits for a tonne of iron, kg.
    fn emitted(registers: Registers) -> Figure {
        let zone = Zone::new(registers);
        Recipe::of_plant(&zone, zone.plant("P").unwrap(), 2025).unwrap().resource(&zone, "dust")
    }

    #[test]
    fn an_unknown_treatment_leaves_between_the_best_and_all() {
        let dust = emitted(furnace());
        assert!((dust.low() - 0.1).abs() < 1e-12 && dust.high() == 10.0, "{dust:?}");
        let why: Vec<_> = dust
            .missing()
            .iter()
            .map(|missing| (missing.kind, missing.of.key.as_stored(), missing.part.as_deref()))
            .collect();
        assert_eq!(why, [(MissingKind::Treatment, "P", Some("dust"))]);
    }

    #[test]
    fn a_named_treatment_or_a_measurement_is_a_point() {
        let mut registers = furnace();
        let named = [("plant", "P"), ("item", "dust"), ("treatment", "filter")];
        registers.plant_treatments.put(PlantTreatment::from_texts(&named).unwrap());
        let dust = emitted(registers.clone());
        assert!((dust.value().unwrap() - 0.1).abs() < 1e-12, "{dust:?}");
        let measured =
            [("plant", "P"), ("year", "2025"), ("item", "dust"), ("direction", "emit"), ("value", "3"), ("unit", "kg")];
        registers.plant_measures.put(PlantMeasure::from_texts(&measured).unwrap());
        assert_eq!(emitted(registers).value(), Some(3.0));
    }

    #[test]
    fn what_is_to_be_built_has_the_usual_treatment_and_the_library_says_what_arises() {
        let zone = Zone::new(furnace());
        let melting = zone.process("melting").unwrap();
        let built = Recipe::to_build(&zone, melting).resource(&zone, "dust");
        assert!((built.value().unwrap() - 2.0).abs() < 1e-12, "{built:?}");
        assert_eq!(Recipe::of_process(&zone, melting).resource(&zone, "dust").value(), Some(10.0));
    }
}
