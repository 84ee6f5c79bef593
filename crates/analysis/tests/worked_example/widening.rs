//! Knowing less only widens: each figure then contains what it was, and nothing new is decided.

use crate::page::close;
use crate::park::{cases, diagnosed, set, set_number, tables};
use proptest::prelude::*;
use yanlian_analysis::{Balance, Diagnosis, Extension, Gap, State, Take};
use yanlian_model::{Figure, Finding, Registers, Tables, Value};

const PLANTS: [&str; 9] = ["C1", "C2", "F1", "F2", "H1", "M1", "M2", "R1", "R2"];

/// What is forgotten of a plant.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Less {
    Nothing,
    Output,
    /// The output, and the capacity is larger than was thought.
    OutputOfLargerPlant(f64),
    OutputAndCapacity,
}

/// The part of its capacity that a plant made, where it is known.
fn known() -> impl Strategy<Value = Option<f64>> {
    prop_oneof![3 => (0..=4u8).prop_map(|quarters| Some(f64::from(quarters) / 4.0)), 1 => Just(None)]
}

fn less() -> impl Strategy<Value = Less> {
    prop_oneof![
        3 => Just(Less::Nothing),
        2 => Just(Less::Output),
        1 => (1.0..4.0).prop_map(Less::OutputOfLargerPlant),
        1 => Just(Less::OutputAndCapacity),
    ]
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn outputs_that_are_not_known_only_widen(known in prop::collection::vec(known(), 9), less in prop::collection::vec(less(), 9)) {
        let mut tables = tables();
        for (plant, part) in PLANTS.iter().zip(known) {
            let output = part.map(|part| Value::Number(part * capacity(&tables, plant)));
            set(&mut tables, "plant_outputs", &[plant, "2025"], "output", output);
        }
        let before = diagnosed(&tables);
        for (plant, less) in PLANTS.iter().zip(less) {
            forget(&mut tables, plant, less);
        }
        encloses(&diagnosed(&tables), &before);
    }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn recipes_demands_and_supplies_that_are_not_known_only_widen(forgotten in prop::collection::vec(0..12u8, 64)) {
        let mut registers = Registers::from_tables(&tables());
        // By which input is worth most atomisation tells its feedstock, and with it what it is.
        let flows = registers.flows.iter_mut().filter(|flow| flow.process != "atomisation");
        for (flow, how) in flows.zip(&forgotten).filter(|(_, how)| **how < 2) {
            if *how == 0 {
                (flow.low, flow.high) = (flow.quantity.map(|known| known / 2.0), flow.quantity.map(|known| known * 2.0));
            }
            flow.quantity = None;
        }
        let demands = registers.final_demand.iter_mut().map(|demand| &mut demand.quantity);
        let supplies = registers.supplies.iter_mut().map(|supply| &mut supply.quantity);
        for (quantity, _) in demands.chain(supplies).zip(forgotten.iter().rev()).filter(|(_, how)| **how < 2) {
            *quantity = None;
        }
        encloses(&diagnosed(&registers.to_tables()), &diagnosed(&tables()));
    }
}

fn capacity(tables: &Tables, plant: &str) -> f64 {
    let registers = Registers::from_tables(tables);
    registers.plants.iter().find(|kept| kept.id == plant).unwrap().capacity.unwrap()
}

fn forget(tables: &mut Tables, plant: &str, less: Less) {
    match less {
        Less::Nothing => return,
        Less::Output => {}
        Less::OutputOfLargerPlant(times) => {
            let larger = times * capacity(tables, plant);
            set_number(tables, "plants", &[plant], "capacity", larger);
        }
        Less::OutputAndCapacity => set(tables, "plants", &[plant], "capacity", None),
    }
    set(tables, "plant_outputs", &[plant, "2025"], "output", None);
}

fn encloses(new: &Diagnosis, old: &Diagnosis) {
    for (new, old) in new.balance.iter().zip(&old.balance) {
        wider_balance(new, old);
    }
    for old in &old.gaps {
        wider_gap(new.gaps.iter().find(|gap| gap.product == old.product).expect(&old.product), old);
    }
    for old in &old.extensions {
        wider_step(new.extensions.iter().find(|step| step.process == old.process).expect(&old.process), old);
    }
    for (new, old) in new.limits.iter().zip(&old.limits) {
        wider(&old.resource, &new.used, &old.used);
        wider_or_none(&old.resource, new.left.as_ref(), old.left.as_ref());
    }
    for found in new.findings.iter().filter(|finding| finding.message.id.contains("exceeds")) {
        let same = |other: &Finding| other.place == found.place && other.message.id.contains("exceeds");
        assert!(old.findings.iter().any(same), "a contradiction by knowing less: {found:?}");
    }
}

fn wider(what: &str, new: &Figure, old: &Figure) {
    let low = new.low() <= old.low() || close(new.low(), old.low());
    let high = new.high() >= old.high() || close(new.high(), old.high());
    assert!(low && high, "{what}: {new:?} does not contain {old:?}");
}

fn wider_or_none(what: &str, new: Option<&Figure>, old: Option<&Figure>) {
    if let Some(old) = old {
        wider(what, new.unwrap_or_else(|| panic!("{what} was {old:?} and is gone")), old);
    }
}

fn wider_balance(new: &Balance, old: &Balance) {
    let what = old.product.as_str();
    assert_eq!(new.product, old.product);
    wider(what, &new.made, &old.made);
    wider(what, &new.needed, &old.needed);
    wider(what, &new.net_imports, &old.net_imports);
    wider(what, &new.net_exports, &old.net_exports);
    wider(what, &new.local_trade, &old.local_trade);
    wider_or_none(what, new.self_supply.as_ref(), old.self_supply.as_ref());
    let possible = |balance: &Balance| match balance.state {
        State::Undetermined => balance.possible.clone(),
        state => vec![state],
    };
    let (new, old) = (possible(new), possible(old));
    assert!(old.iter().all(|state| new.contains(state)), "{what}: {new:?} leaves out one of {old:?}");
}

fn wider_gap(new: &Gap, old: &Gap) {
    let what = old.product.as_str();
    wider(what, &new.quantity, &old.quantity);
    wider(what, &new.value_cny, &old.value_cny);
    wider(what, &new.essential_share, &old.essential_share);
    wider(what, &new.viability, &old.viability);
    wider(what, &new.score, &old.score);
    for (new, old) in new.ways.iter().zip(&old.ways) {
        wider(&old.process, &new.scale, &old.scale);
        assert!(!new.too_small || old.too_small, "{}: too small by knowing less", old.process);
        wider_takes(&new.takes, &old.takes);
    }
}

fn wider_step(new: &Extension, old: &Extension) {
    let what = old.process.as_str();
    wider(what, &new.available, &old.available);
    wider(what, &new.reachable, &old.reachable);
    wider(what, &new.already_made, &old.already_made);
    wider(what, &new.viability, &old.viability);
    wider(what, &new.value_added_per_unit, &old.value_added_per_unit);
    wider(what, &new.uplift_cny, &old.uplift_cny);
    wider(what, &new.score, &old.score);
    wider_or_none(what, new.local_input_share.as_ref(), old.local_input_share.as_ref());
    assert!(new.viable_alone.is_none() || new.viable_alone == old.viable_alone, "{what} is decided by knowing less");
    wider_takes(&new.takes, &old.takes);
}

fn wider_takes(new: &[Take], old: &[Take]) {
    for old in old {
        let new = new.iter().find(|take| take.resource == old.resource).expect(&old.resource);
        wider(&old.resource, &new.takes, &old.takes);
        assert!(new.fits.is_none() || new.fits == old.fits, "{} is decided by knowing less", old.resource);
    }
}
