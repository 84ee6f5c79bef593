//! Does the chain library hold together, and how far can it be trusted?
//!
//! Each recipe is an account of what goes in and what comes out for one unit of its main product. What must hold
//! of it is asked one file at a time: mass (`mass`), elements (`conserved`), reactions (`stoichiometry`), energy
//! and units (`energy`), what belongs to a whole recipe (`whole`), what a recipe is beside others (`peers`), and
//! names (`names`). A fault contradicts itself or a law of nature; a warning is unusual and may be right. How far
//! the rows can be trusted is counted in `standing`, what a chain takes, gives and emits is told in `profile`.
//!
//! Source: conservation of mass, elements and energy; the rules of `docs/chain-library.md`. Limits: what closes on
//! paper need not be true; a figure is proved by its source only.

mod composition;
mod conserved;
mod energy;
mod formula;
mod mass;
mod names;
mod peers;
mod profile;
mod standing;
mod stoichiometry;
mod whole;

pub use profile::{ChainProfile, Emitted, Given, Taken, profile};
pub use standing::{Standing, is_least_amount, lies_apart, second_ratio, standing};

use crate::{Line, Recipe, Zone};
use serde::Serialize;
use yanlian_model::registers::{Flow, Process};
use yanlian_model::{Basis, Direction, Finding, Message, Place, Ref, Severity};

/// What was found in a library.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LibraryCheck {
    /// Faults and warnings, each at a record.
    pub findings: Vec<Finding>,
    /// How far each chain's rows can be trusted, in the order of their ids.
    pub standing: Vec<Standing>,
}

/// Checks every recipe, product and treatment of a library.
pub fn check_library(zone: &Zone) -> LibraryCheck {
    let mut findings = Vec::new();
    let accounts: Vec<Account> = zone.registers.processes.iter().map(|process| Account::new(zone, process)).collect();
    for account in &accounts {
        whole::check(account, &mut findings);
        mass::check(account, &mut findings);
        conserved::check(account, &mut findings);
        stoichiometry::check(account, &mut findings);
        energy::check(account, &mut findings);
    }
    energy::units(zone, &mut findings);
    peers::check(&accounts, &mut findings);
    names::check(zone, &mut findings);
    LibraryCheck { findings, standing: standing(zone) }
}

/// A recipe with the mass of each of its lines.
struct Account<'a> {
    zone: &'a Zone,
    process: &'a Process,
    recipe: Recipe<'a>,
    entries: Vec<Entry<'a>>,
}

/// What an item is in an account: the main product itself, or a line of the recipe.
struct Entry<'a> {
    item: &'a str,
    goes_in: bool,
    /// t per unit of main product; 0 for what has no mass.
    tonnes: f64,
    line: Option<Line<'a>>,
}

impl Entry<'_> {
    fn flow(&self) -> Option<&Flow> {
        self.line.as_ref()?.flow
    }
}

impl<'a> Account<'a> {
    fn new(zone: &'a Zone, process: &'a Process) -> Account<'a> {
        let recipe = Recipe::of_process(zone, process);
        let main = Entry {
            item: &process.main_product,
            goes_in: false,
            tonnes: zone.tonnes(&process.main_product, Direction::Out).unwrap_or(0.0),
            line: None,
        };
        let lines = recipe.lines.iter().cloned().map(|line| Entry {
            item: line.item,
            goes_in: matches!(line.direction, Direction::In | Direction::Use),
            tonnes: line.quantity.low() * zone.tonnes(line.item, line.direction).unwrap_or(0.0),
            line: Some(line),
        });
        let entries = std::iter::once(main).chain(lines).collect();
        Account { zone, process, recipe, entries }
    }

    /// t that go in, or come out, each weighed.
    fn sum(&self, goes_in: bool, weight: impl Fn(&Entry) -> f64) -> f64 {
        self.entries.iter().filter(|entry| entry.goes_in == goes_in).map(|entry| entry.tonnes * weight(entry)).sum()
    }

    /// Mass of one unit of the main product, t; 0 where it has none.
    fn main_tonnes(&self) -> f64 {
        self.entries.first().map_or(0.0, |main| main.tonnes)
    }

    /// The part by which in and out may differ: practice is coarser than a reaction.
    fn tolerance(&self) -> f64 {
        let mut weighed = self.entries.iter().filter(|entry| entry.tonnes != 0.0).filter_map(Entry::flow);
        if weighed.all(|flow| flow.basis == Some(Basis::Stoichiometric)) { 0.02 } else { 0.15 }
    }

    fn fault(&self, message: Message) -> Finding {
        let place = Place::record("processes", &self.process.id);
        Finding::new(Severity::Fault, place, message)
    }

    fn warning(&self, message: Message) -> Finding {
        Finding { severity: Severity::Warning, ..self.fault(message) }
    }
}

/// A finding about a row of a recipe.
fn about(flow: &Flow, severity: Severity, message: Message) -> Finding {
    Finding::new(severity, Place::Record(Ref::of(flow)), message)
}
