//! The chain library: every recipe imports, its mass balances, its rows say whether they are verified.

use std::collections::BTreeMap;
use yanlian_analysis::{Recipe, Zone};
use yanlian_intake::{judge, read};
use yanlian_model::registers::Process;
use yanlian_model::{Basis, Direction, Registers, Severity, Tables};

/// The library as an import into an empty store would keep it.
fn library() -> Registers {
    let files = yanlian::library::files("all").expect("the whole library");
    let drafts = read(&files, &mut |_| {}).expect("readable files");
    let plan = judge(drafts, &Tables::new(), &mut |_| {});
    let faults: Vec<_> = plan.findings.iter().filter(|finding| finding.severity == Severity::Fault).collect();
    assert!(faults.is_empty(), "{faults:#?}");
    let mut tables = Tables::new();
    for change in plan.changes {
        tables.entry(change.register).or_default().insert(change.key, change.after.expect("only new records"));
    }
    Registers::from_tables(&tables)
}

/// Mass in t of a quantity of a product or indicator; `None` for energy, services and what has no mass.
fn mass(zone: &Zone, item: &str, direction: Direction) -> Option<f64> {
    match direction {
        Direction::In | Direction::Out => {
            let product = zone.product(item)?;
            product.mass_t_per_unit.or((product.unit == "t").then_some(1.0))
        }
        Direction::Use | Direction::Emit => zone.indicator(item)?.mass_t_per_unit,
    }
}

/// What goes in and what comes out, t per unit of main product.
fn masses(zone: &Zone, process: &Process) -> (f64, f64) {
    let recipe = Recipe::of_process(zone, process);
    let main = mass(zone, &process.main_product, Direction::Out).unwrap_or(0.0);
    recipe.lines.iter().fold((0.0, main), |(taken, given), line| {
        let amount = line.quantity.value().unwrap_or(0.0) * mass(zone, line.item, line.direction).unwrap_or(0.0);
        match line.direction {
            Direction::In | Direction::Use => (taken + amount, given),
            Direction::Out | Direction::Emit => (taken, given + amount),
        }
    })
}

#[test]
fn every_recipe_balances() {
    let zone = Zone::new(library());
    let mut open = BTreeMap::new();
    for process in &zone.registers.processes {
        let weighed = |flow: &&yanlian_model::registers::Flow| mass(&zone, &flow.item, flow.direction).is_some();
        let stoichiometric =
            zone.flows(&process.id).iter().filter(weighed).all(|flow| flow.basis == Some(Basis::Stoichiometric));
        let (taken, given) = masses(&zone, process);
        let gap = (taken - given).abs() / taken.max(given);
        if gap > if stoichiometric { 0.02 } else { 0.15 } {
            open.insert(process.id.clone(), (taken, given));
        }
    }
    assert!(open.is_empty(), "t in and t out per unit: {open:#?}");
}

#[test]
fn the_library_says_what_it_rests_on() {
    let registers = library();
    let chains = registers.chains.len();
    assert!(chains >= 2 && registers.processes.len() >= 35, "{chains} chains, {} processes", registers.processes.len());
    let verified = registers.flows.iter().filter(|flow| flow.verified == Some(true)).count();
    assert!(2 * verified >= registers.flows.len(), "{verified} of {} rows are verified", registers.flows.len());
    for flow in &registers.flows {
        let place = format!("{} · {}", flow.process, flow.item);
        assert!(
            flow.basis.is_some() && flow.verified.is_some() && flow.provenance.source.is_some(),
            "{place} says its basis"
        );
        assert!(
            flow.verified != Some(true) || flow.basis != Some(Basis::Estimate),
            "{place}: an estimate is not verified"
        );
    }
}
