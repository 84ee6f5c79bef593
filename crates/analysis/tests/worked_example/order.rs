//! The same registers give the same diagnosis, to the letter, in whatever order they are written.

use crate::park::{cases, diagnosed, question, sheets, tables, tables_of, zone_of};
use proptest::prelude::*;
use yanlian_analysis::{Diagnosis, Zone, diagnose};
use yanlian_model::{Registers, registers};

fn json(diagnosis: &Diagnosis) -> String {
    serde_json::to_string(diagnosis).unwrap()
}

#[test]
fn a_second_run_says_the_same() {
    assert_eq!(json(&diagnosed(&tables())), json(&diagnosed(&tables())));
}

/// Puts rows in the order of their ranks.
fn reorder<R>(rows: &mut Vec<R>, ranks: &[u32]) {
    let mut ranked: Vec<_> = rows.drain(..).zip(ranks).collect();
    ranked.sort_by_key(|(_, rank)| **rank);
    rows.extend(ranked.into_iter().map(|(row, _)| row));
}

macro_rules! reorder_all {
    ($registers:ident, $ranks:ident: $($register:ident)*) => { $(
        let mut rows = $registers.$register.to_vec();
        reorder(&mut rows, &$ranks);
        $registers.$register = rows.into();
    )* };
}

fn ranks() -> impl Strategy<Value = Vec<u32>> {
    prop::collection::vec(any::<u32>(), 64)
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn the_order_of_rows_in_the_files_changes_nothing(ranks in ranks()) {
        let mut shuffled = sheets();
        shuffled.values_mut().for_each(|rows| reorder(rows, &ranks));
        prop_assert_eq!(json(&diagnosed(&tables_of(shuffled))), json(&diagnosed(&tables())));
    }

    #[test]
    fn the_order_of_records_given_to_a_zone_changes_nothing(ranks in ranks()) {
        let mut shuffled = Registers::from_tables(&tables());
        reorder_all!(shuffled, ranks: indicators products prices processes flows benchmarks enterprises plants
            plant_outputs plant_measures directory supplies supplies_complete final_demand);
        prop_assert_eq!(json(&diagnose(&Zone::new(shuffled), &question())), json(&diagnosed(&tables())));
    }

    #[test]
    fn nor_does_that_of_the_registers_that_are_only_listed(ranks in ranks()) {
        let mut shuffled = Registers::from_tables(&tables());
        reorder_all!(shuffled, ranks: directory_products limits projects difficulties hazards);
        prop_assert_eq!(json(&diagnose(&Zone::new(shuffled), &question())), json(&diagnosed(&tables())));
    }
}

#[test]
fn a_zone_after_a_write_answers_as_one_that_is_made_anew() {
    let before = zone_of(&tables());
    // The look-ups that go over are made.
    diagnose(&before, &question());
    for register in registers::ALL {
        let mut written = tables();
        let table = written.entry(register.name);
        let Some(key) = table.keys().nth(table.len() / 2).cloned() else { continue };
        table.remove(&key);
        let mut registers = before.registers.clone();
        registers.read_again(register.name, &written);
        let after = before.after(registers);
        assert_eq!(json(&diagnose(&after, &question())), json(&diagnosed(&written)), "{} without {key}", register.name);
    }
}
