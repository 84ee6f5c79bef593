//! Does the chain library hold together, and how far can it be trusted?
//!
//! Each recipe is an account of what goes in and what comes out for one unit of its main product. What must hold
//! of it is asked one file at a time: mass (`mass`), elements (`conserved`), reactions (`stoichiometry`), energy
//! and units (`energy`), what belongs to a whole recipe (`whole`), what stands twice (`doubles`), what a recipe is
//! beside others (`peers`), beside what others published (`published`) and beside the shipped row that it replaces
//! (`replaced`), what prices and works amount to (`worth`), how levels and efficiencies stand (`levels`), what the rows claim of themselves (`claims`), and names
//! (`names`). A fault contradicts itself or a law of nature; a warning is unusual and may be right. How far
//! the rows can be trusted is counted in `standing`, what a chain takes, gives and emits is told in `profile`.
//!
//! Source: conservation of mass, elements and energy; the rules of `docs/chain-library.md`. Limits: what closes on
//! paper need not be true; a figure is proved by its source only.

mod claims;
mod composition;
mod conserved;
mod doubles;
mod energy;
mod formula;
mod levels;
mod mass;
mod names;
mod peers;
mod profile;
mod published;
mod replaced;
mod standing;
mod stoichiometry;
mod whole;
mod worth;

pub use mass::{MassBalance, mass_balance};
pub use profile::{ChainProfile, Emitted, Given, Taken, profile};
pub use standing::{Standing, is_least_amount, lies_apart, second_ratio, standing};

use crate::{Line, Recipe, Zone};
use chrono::NaiveDate;
use serde::Serialize;
use yanlian_model::registers::{Flow, Process};
use yanlian_model::{Direction, Finding, Message, Place, Record, Ref, Severity};

/// What was found in a library.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LibraryCheck {
    /// Faults and warnings, each at a record.
    pub findings: Vec<Finding>,
    /// How far each chain's rows can be trusted, in the order of their ids.
    pub standing: Vec<Standing>,
}

/// Checks every recipe, product, price and treatment of a library on a day. `shipped` is the library as it was
/// before recipes of one's own were laid over it; without it nothing is compared with what it replaces.
pub fn check_library(zone: &Zone, shipped: Option<&Zone>, today: NaiveDate) -> LibraryCheck {
    let mut findings = Vec::new();
    let processes = zone.registers.processes.iter();
    let accounts: Vec<Account> = processes.map(|process| Account::new(zone, process, shipped)).collect();
    for account in &accounts {
        whole::check(account, &mut findings);
        mass::check(account, &mut findings);
        conserved::check(account, &mut findings);
        stoichiometry::check(account, &mut findings);
        energy::check(account, &mut findings);
        doubles::check(account, &mut findings);
        published::check(account, &mut findings);
        worth::check(account, &mut findings);
    }
    energy::units(zone, &mut findings);
    peers::check(&accounts, &mut findings);
    doubles::routes(&accounts, &mut findings);
    claims::check(zone, today, &mut findings);
    levels::check(zone, &mut findings);
    names::check(zone, shipped, &mut findings);
    if let Some(shipped) = shipped {
        replaced::check(zone, shipped, &mut findings);
    }
    LibraryCheck { findings, standing: standing(zone) }
}

/// A recipe with the mass of each of its lines.
struct Account<'a> {
    zone: &'a Zone,
    process: &'a Process,
    recipe: Recipe<'a>,
    entries: Vec<Entry<'a>>,
    /// The library without recipes of one's own.
    shipped: Option<&'a Zone>,
}

/// What an item is in an account: the main product itself, or a line of the recipe.
struct Entry<'a> {
    item: &'a str,
    goes_in: bool,
    /// t per unit of main product; 0 for what has no mass.
    tonnes: f64,
    line: Option<Line<'a>>,
}

impl<'a> Entry<'a> {
    fn flow(&self) -> Option<&'a Flow> {
        self.line.as_ref()?.flow
    }
}

impl<'a> Account<'a> {
    fn new(zone: &'a Zone, process: &'a Process, shipped: Option<&'a Zone>) -> Account<'a> {
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
        Account { zone, process, recipe, entries, shipped }
    }

    /// t that go in, or come out, each weighed.
    fn sum(&self, goes_in: bool, weight: impl Fn(&Entry) -> f64) -> f64 {
        self.entries.iter().filter(|entry| entry.goes_in == goes_in).map(|entry| entry.tonnes * weight(entry)).sum()
    }

    /// Mass of one unit of the main product, t; 0 where it has none.
    fn main_tonnes(&self) -> f64 {
        self.entries.first().map_or(0.0, |main| main.tonnes)
    }

    /// Lines of the recipe with the register row that each comes from.
    fn rows(&self) -> impl Iterator<Item = (&Line<'a>, &'a Flow)> {
        self.recipe.lines.iter().filter_map(|line| Some((line, line.flow?)))
    }

    /// The recipe as the program brings it, where one's own rows are laid over it.
    fn before(&self) -> Option<Account<'a>> {
        let shipped = self.shipped?;
        Some(Account::new(shipped, shipped.process(&self.process.id)?, None))
    }

    /// Whether the program does not bring this process.
    fn is_new(&self) -> bool {
        self.shipped.is_some_and(|shipped| shipped.process(&self.process.id).is_none())
    }

    /// Whether a row is not as the program brings it.
    fn is_own(&self, flow: &Flow) -> bool {
        self.shipped.is_some_and(|shipped| !shipped.flows(&self.process.id).contains(flow))
    }

    /// Where a finding on a whole recipe belongs: the row, or the product, that moved most of its weighed mass away
    /// from the shipped recipe; the process itself where nothing moved.
    fn culprit(&self, weight: impl Fn(&Entry) -> f64) -> Place {
        let whole = Place::record("processes", &self.process.id);
        let Some(before) = self.before() else { return whole };
        let key = |entry: &Entry| (entry.item.to_owned(), entry.line.as_ref().map(|line| line.direction));
        let moved = self.entries.iter().map(|entry| {
            let was = before.entries.iter().find(|was| key(was) == key(entry));
            let change = entry.tonnes * weight(entry) - was.map_or(0.0, |was| was.tonnes * weight(was));
            (change.abs(), entry, was)
        });
        match moved.max_by(|a, b| a.0.total_cmp(&b.0)) {
            Some((change, entry, was)) if change > 1e-9 => match entry.flow() {
                Some(flow) if was.and_then(Entry::flow) != Some(flow) => Place::Record(Ref::of(flow)),
                _ => Place::record("products", entry.item),
            },
            _ => whole,
        }
    }

    fn fault(&self, message: Message) -> Finding {
        let place = Place::record("processes", &self.process.id);
        Finding::new(Severity::Fault, place, message)
    }

    fn warning(&self, message: Message) -> Finding {
        Finding { severity: Severity::Warning, ..self.fault(message) }
    }
}

/// A finding about a record.
fn about_record<R: Record>(record: &R, severity: Severity, message: Message) -> Finding {
    Finding::new(severity, Place::Record(Ref::of(record)), message)
}

/// A finding about a row of a recipe.
fn about(flow: &Flow, severity: Severity, message: Message) -> Finding {
    Finding::new(severity, Place::Record(Ref::of(flow)), message)
}

/// How many times one figure is another, at least 1; without bound where only one of them is 0.
fn times_apart(one: f64, other: f64) -> f64 {
    match (one.min(other), one.max(other)) {
        (_, 0.0) => 1.0,
        (less, more) => more / less,
    }
}
