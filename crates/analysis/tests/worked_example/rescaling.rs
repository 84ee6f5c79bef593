//! Another unit for a product changes its quantities and nothing else: no value, no state, no order.

use crate::page::close;
use crate::park::{cases, diagnosed, question, tables};
use proptest::prelude::*;
use yanlian_analysis::{Diagnosis, Take, Weakness, Zone, diagnose};
use yanlian_model::registers::{Flow, PlantMeasure};
use yanlian_model::{Direction, Figure, Registers, units};

/// Products and the units in which they might be counted instead.
const RESCALED: &[(&str, &str)] = &[
    ("chlorine", "kg"),
    ("petcoke", "kg"),
    ("steam", "MJ"),
    ("ticl4", "kg"),
    ("residue", "g"),
    ("magnesium", "kg"),
    ("mgcl2", "万吨"),
    ("sponge", "kg"),
    ("salt", "kg"),
    ("scrap", "kg"),
    ("ingot", "kg"),
    ("cement", "kg"),
];

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn another_unit_changes_no_value((product, unit) in prop::sample::select(RESCALED), restated in any::<bool>()) {
        compare_rescaled(product, unit, restated);
    }
}

#[test]
fn another_unit_changes_no_exact_fit() {
    compare_rescaled("slag", "kg", true);
}

fn compare_rescaled(product: &'static str, unit: &str, restated: bool) {
    let mut registers = Registers::from_tables(&tables());
    let factor = rescale(&mut registers, product, unit, restated);
    let after = diagnose(&Zone::new(registers), &question());
    Rescaled { product, factor }.compare(&diagnosed(&tables()), &after);
}

/// Counts `product` in `unit`. Its flows keep the unit in which they are stated, to be converted, or
/// are `restated` in the new one. Gives the new units in one old.
fn rescale(registers: &mut Registers, product: &str, unit: &str, restated: bool) -> f64 {
    let kept = registers.products.iter_mut().find(|kept| kept.id == product).unwrap();
    let old = std::mem::replace(&mut kept.unit, unit.to_owned());
    let factor = units::convert(1.0, &old, unit).unwrap();
    let times = |number: &mut Option<f64>, by: f64| *number = number.map(|number| number * by);

    let main: Vec<String> =
        registers.processes.iter().filter(|p| p.main_product == product).map(|p| p.id.clone()).collect();
    let plants: Vec<String> =
        registers.plants.iter().filter(|p| main.contains(&p.process)).map(|p| p.id.clone()).collect();

    let of_product = |item: &str, direction| item == product && matches!(direction, Direction::In | Direction::Out);
    let restate = |quantity: &mut Option<f64>, stated: &mut Option<String>| {
        let was = stated.clone().unwrap_or(old.clone());
        *stated = Some(if restated { unit.to_owned() } else { was.clone() });
        if restated {
            *quantity = quantity.map(|quantity| units::convert(quantity, &was, unit).unwrap());
        }
    };
    for Flow { process, item, direction, quantity, unit, .. } in &mut registers.flows {
        if of_product(item, *direction) {
            restate(quantity, unit);
        }
        if main.contains(process) {
            times(quantity, 1.0 / factor);
        }
    }
    for PlantMeasure { plant, item, direction, value, unit, .. } in &mut registers.plant_measures {
        if of_product(item, *direction) {
            restate(value, unit);
        }
        if plants.contains(plant) {
            times(value, 1.0 / factor);
        }
    }
    for process in registers.processes.iter_mut().filter(|process| main.contains(&process.id)) {
        times(&mut process.smallest_viable_scale, factor);
        times(&mut process.land_mu_per_unit, 1.0 / factor);
    }
    for benchmark in registers.benchmarks.iter_mut().filter(|benchmark| main.contains(&benchmark.process)) {
        times(&mut benchmark.level1, 1.0 / factor);
        times(&mut benchmark.level2, 1.0 / factor);
        times(&mut benchmark.level3, 1.0 / factor);
    }
    registers.plants.iter_mut().filter(|p| plants.contains(&p.id)).for_each(|p| times(&mut p.capacity, factor));
    registers.plant_outputs.iter_mut().filter(|o| plants.contains(&o.plant)).for_each(|o| times(&mut o.output, factor));
    registers.supplies.iter_mut().filter(|s| s.product == product).for_each(|s| times(&mut s.quantity, factor));
    registers.final_demand.iter_mut().filter(|d| d.product == product).for_each(|d| times(&mut d.quantity, factor));
    registers.prices.iter_mut().filter(|p| p.product == product).for_each(|p| times(&mut p.price_cny, 1.0 / factor));
    factor
}

/// A product now counted in a unit of which `factor` make one old.
struct Rescaled {
    product: &'static str,
    factor: f64,
}

impl Rescaled {
    /// By what a quantity of `product` is multiplied.
    fn of(&self, product: &str) -> f64 {
        if product == self.product { self.factor } else { 1.0 }
    }

    fn compare(&self, before: &Diagnosis, after: &Diagnosis) {
        self.compare_balances(before, after);
        self.compare_gaps(before, after);
        self.compare_steps(before, after);
        self.compare_matches(before, after);
        assert_eq!(before.vulnerabilities.len(), after.vulnerabilities.len());
        for (before, after) in before.vulnerabilities.iter().zip(&after.vulnerabilities) {
            assert_eq!(before.enterprise, after.enterprise);
            if let (
                Weakness::SingleSupplier { product, at_stake_cny: before, .. },
                Weakness::SingleSupplier { at_stake_cny: after, .. },
            ) = (&before.weakness, &after.weakness)
            {
                scaled(product, before, after, 1.0);
            }
        }
        for (before, after) in before.limits.iter().zip(&after.limits) {
            scaled(&before.resource, &before.used, &after.used, 1.0);
        }
        let found = |diagnosis: &Diagnosis| -> Vec<_> {
            diagnosis.findings.iter().map(|finding| (finding.place.clone(), finding.message.id)).collect()
        };
        assert_eq!(found(before), found(after));
    }

    fn compare_balances(&self, before: &Diagnosis, after: &Diagnosis) {
        for (before, after) in before.balance.iter().zip(&after.balance) {
            let (what, by) = (before.product.as_str(), self.of(&before.product));
            assert_eq!(
                (&before.product, before.state, &before.possible),
                (&after.product, after.state, &after.possible)
            );
            scaled(what, &before.made, &after.made, by);
            scaled(what, &before.needed, &after.needed, by);
            scaled(what, &before.net_imports, &after.net_imports, by);
            scaled(what, &before.net_exports, &after.net_exports, by);
            scaled(what, &before.local_trade, &after.local_trade, by);
            scaled(what, &before.registered_in, &after.registered_in, by);
            scaled(what, &before.registered_out, &after.registered_out, by);
            scaled_or_none(what, before.self_supply.as_ref(), after.self_supply.as_ref(), 1.0);
        }
    }

    fn compare_gaps(&self, before: &Diagnosis, after: &Diagnosis) {
        assert_eq!(before.gaps.len(), after.gaps.len());
        for (before, after) in before.gaps.iter().zip(&after.gaps) {
            let (what, by) = (before.product.as_str(), self.of(&before.product));
            assert_eq!(before.product, after.product);
            scaled(what, &before.quantity, &after.quantity, by);
            scaled(what, &before.value_cny, &after.value_cny, 1.0);
            scaled(what, &before.essential_share, &after.essential_share, 1.0);
            scaled(what, &before.viability, &after.viability, 1.0);
            scaled(what, &before.score, &after.score, 1.0);
            for (before, after) in before.ways.iter().zip(&after.ways) {
                assert_eq!((&before.process, before.too_small), (&after.process, after.too_small));
                scaled(what, &before.scale, &after.scale, by);
                compare_takes(&before.takes, &after.takes);
            }
        }
    }

    fn compare_steps(&self, before: &Diagnosis, after: &Diagnosis) {
        assert_eq!(before.extensions.len(), after.extensions.len());
        for (before, after) in before.extensions.iter().zip(&after.extensions) {
            let what = before.process.as_str();
            let (by, feed) = (self.of(&before.main_product), self.of(&before.feedstock));
            assert_eq!((&before.process, before.viable_alone), (&after.process, after.viable_alone));
            scaled(what, &before.available, &after.available, feed);
            scaled(what, &before.feedstock_per_unit, &after.feedstock_per_unit, feed / by);
            scaled(what, &before.reachable, &after.reachable, by);
            scaled(what, &before.already_made, &after.already_made, by);
            scaled(what, &before.value_added_per_unit, &after.value_added_per_unit, 1.0 / by);
            scaled(what, &before.uplift_cny, &after.uplift_cny, 1.0);
            scaled(what, &before.viability, &after.viability, 1.0);
            scaled(what, &before.score, &after.score, 1.0);
            scaled_or_none(what, before.local_input_share.as_ref(), after.local_input_share.as_ref(), 1.0);
            compare_takes(&before.takes, &after.takes);
        }
        for (before, after) in before.unused_byproducts.iter().zip(&after.unused_byproducts) {
            scaled(&before.product, &before.made, &after.made, self.of(&before.product));
        }
    }

    fn compare_matches(&self, before: &Diagnosis, after: &Diagnosis) {
        assert_eq!(before.matches.len(), after.matches.len());
        for (before, after) in before.matches.iter().zip(&after.matches) {
            let (what, by) = (before.product.as_str(), self.of(&before.product));
            assert_eq!((&before.product, before.pairs.len()), (&after.product, after.pairs.len()));
            scaled(what, &before.potential, &after.potential, by);
            scaled(what, &before.value_cny, &after.value_cny, 1.0);
            for (before, after) in before.pairs.iter().zip(&after.pairs) {
                assert_eq!((&before.maker, &before.buyer, before.status), (&after.maker, &after.buyer, after.status));
                scaled(what, &before.quantity, &after.quantity, by);
            }
        }
    }
}

fn compare_takes(before: &[Take], after: &[Take]) {
    assert_eq!(before.len(), after.len());
    for (before, after) in before.iter().zip(after) {
        assert_eq!((&before.resource, before.fits), (&after.resource, after.fits));
        scaled(&before.resource, &before.takes, &after.takes, 1.0);
    }
}

fn scaled(what: &str, before: &Figure, after: &Figure, by: f64) {
    let same = close(before.low() * by, after.low()) && close(before.high() * by, after.high());
    assert!(same, "{what}: {before:?} times {by} is not {after:?}");
    assert_eq!(before.missing(), after.missing(), "{what}");
}

fn scaled_or_none(what: &str, before: Option<&Figure>, after: Option<&Figure>, by: f64) {
    match (before, after) {
        (Some(before), Some(after)) => scaled(what, before, after, by),
        (before, after) => assert_eq!(before, after, "{what}"),
    }
}
