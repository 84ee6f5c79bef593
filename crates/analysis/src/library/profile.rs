//! What does a chain take from elsewhere, what does it give, and what does it emit?
//!
//! - taken: what its processes take in and none of them makes; from a deposit only, from other chains, or bought,
//!   where no process of the library makes it; main feedstocks first, by how many processes live on them: those
//!   that are reached from one by way of main feedstocks
//! - given: main products that none of its processes takes in
//! - emitted: for each indicator the processes that emit it, by t or kg per tonne of main product `q / m`, q the
//!   row's quantity before treatment, m the mass of a unit of the main product, t
//!
//! Utilities are left out of what is taken, and so are rows that only close a balance. Source: the recipes.
//! Limits: one works stands for each process; processes whose main product has no mass are counted, not compared.

use super::Account;
use crate::siting::GapKind;
use crate::{Recipe, Zone};
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use yanlian_model::Direction;
use yanlian_model::registers::Process;

/// The indicator that closes a mass balance; it is no emission.
const CLOSING: &str = "loss";

/// What a chain takes, gives and emits.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ChainProfile {
    /// Inputs from elsewhere: main feedstocks first, those before that most processes live on, then those that most
    /// processes take.
    pub taken: Vec<Taken>,
    /// End products, by id.
    pub given: Vec<Given>,
    /// Emissions: those of most processes first.
    pub emitted: Vec<Emitted>,
}

/// An input that no process of the chain makes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Taken {
    /// The product.
    pub product: String,
    /// Processes of the chain that take it.
    pub takers: Vec<String>,
    /// It is the main feedstock of at least one.
    pub feedstock: bool,
    /// Whether it could be made anywhere, or on its deposit only.
    pub kind: GapKind,
    /// Processes of other chains whose main product it is.
    pub makers: Vec<String>,
}

/// A main product that no process of the chain takes in.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Given {
    /// The product.
    pub product: String,
    /// Processes of the chain that make it.
    pub makers: Vec<String>,
}

/// An emission of a chain.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Emitted {
    /// The indicator.
    pub indicator: String,
    /// How many processes emit it.
    pub processes: usize,
    /// What they emit per tonne of main product, before treatment, most first.
    pub per_tonne: Vec<(String, f64)>,
}

/// The profile of a chain; empty for one that the registers do not have.
pub fn profile(zone: &Zone, chain: &str) -> ChainProfile {
    let in_chain = |process: &&Process| process.chain.as_deref() == Some(chain);
    let processes: Vec<&Process> = zone.registers.processes.iter().filter(in_chain).collect();
    ChainProfile { taken: taken(zone, &processes), given: given(zone, &processes), emitted: emitted(zone, &processes) }
}

fn taken(zone: &Zone, processes: &[&Process]) -> Vec<Taken> {
    let made: BTreeSet<&str> = processes
        .iter()
        .flat_map(|process| {
            let out = zone.flows(&process.id).iter().filter(|flow| flow.direction == Direction::Out);
            out.map(|flow| flow.item.as_str()).chain([process.main_product.as_str()])
        })
        .collect();
    let mut takers: BTreeMap<&str, (Vec<String>, bool)> = BTreeMap::new();
    for process in processes {
        for line in Recipe::of_process(zone, process).lines.iter().filter(|line| line.direction == Direction::In) {
            if !made.contains(line.item) && !zone.is_utility(line.item) {
                let (takers, feedstock) = takers.entry(line.item).or_default();
                takers.push(process.id.clone());
                *feedstock |= line.main;
            }
        }
    }
    let taken = takers.into_iter().map(|(product, (takers, feedstock))| Taken {
        product: product.to_owned(),
        takers,
        feedstock,
        kind: zone.gap_kind(product),
        makers: zone.processes_making(product).iter().map(|process| process.id.clone()).collect(),
    });
    let mut taken: Vec<Taken> = taken.collect();
    let feeds = feeds(zone, processes);
    let live_on = |one: &Taken| if one.feedstock { reached(&feeds, &one.product) } else { 0 };
    taken.sort_by_cached_key(|one| (!one.feedstock, Reverse(live_on(one)), Reverse(one.takers.len())));
    taken
}

/// The processes of a chain that have each product for a main feedstock, with their main products.
type Feeds<'a> = BTreeMap<&'a str, Vec<&'a Process>>;

fn feeds<'a>(zone: &'a Zone, processes: &[&'a Process]) -> Feeds<'a> {
    let mut feeds = Feeds::new();
    for process in processes {
        for flow in zone.flows(&process.id) {
            if flow.direction == Direction::In && flow.main == Some(true) {
                feeds.entry(&flow.item).or_default().push(process);
            }
        }
    }
    feeds
}

/// How many processes live on a product, through what they make of it.
fn reached(feeds: &Feeds, product: &str) -> usize {
    let mut seen = BTreeSet::new();
    let mut open = vec![product];
    while let Some(product) = open.pop() {
        for process in feeds.get(product).into_iter().flatten() {
            if seen.insert(&process.id) {
                open.push(&process.main_product);
            }
        }
    }
    seen.len()
}

fn given(zone: &Zone, processes: &[&Process]) -> Vec<Given> {
    let used: BTreeSet<&str> = processes
        .iter()
        .flat_map(|process| zone.flows(&process.id))
        .filter(|flow| flow.direction == Direction::In)
        .map(|flow| flow.item.as_str())
        .collect();
    let mut makers: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for process in processes.iter().filter(|process| !used.contains(process.main_product.as_str())) {
        makers.entry(&process.main_product).or_default().push(process.id.clone());
    }
    makers.into_iter().map(|(product, makers)| Given { product: product.to_owned(), makers }).collect()
}

fn emitted(zone: &Zone, processes: &[&Process]) -> Vec<Emitted> {
    let mut by_indicator: BTreeMap<&str, Emitted> = BTreeMap::new();
    for process in processes {
        let account = Account::new(zone, process, None);
        for line in account.recipe.lines.iter().filter(|line| line.direction == Direction::Emit) {
            if line.item == CLOSING {
                continue;
            }
            let of = by_indicator.entry(line.item).or_insert_with(|| Emitted {
                indicator: line.item.to_owned(),
                processes: 0,
                per_tonne: Vec::new(),
            });
            of.processes += 1;
            if account.main_tonnes() > 0.0 {
                of.per_tonne.push((process.id.clone(), line.quantity.low() / account.main_tonnes()));
            }
        }
    }
    let mut emitted: Vec<Emitted> = by_indicator.into_values().collect();
    for one in &mut emitted {
        one.per_tonne.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    }
    emitted.sort_by_key(|one| Reverse(one.processes));
    emitted
}

#[cfg(test)]
mod tests {
    use super::*;
    use yanlian_model::registers::{Flow, Product};
    use yanlian_model::{Record, Registers};

    #[test]
    fn the_feedstock_that_most_processes_live_on_comes_first() {
        let made = [("smelt", "metal", "ore"), ("roll", "sheet", "metal"), ("draw", "wire", "metal")];
        let sorted = [("sort", "grade-a", "scrap"), ("shred", "grade-b", "scrap")];
        let recipes = [&made[..], &sorted[..]].concat();
        let products = ["ore", "scrap", "metal", "sheet", "wire", "grade-a", "grade-b"];
        let registers = Registers {
            products: products
                .iter()
                .map(|id| Product::from_texts(&[("id", *id), ("name_zh", *id), ("unit", "t")]).unwrap())
                .collect(),
            processes: recipes
                .iter()
                .map(|(id, main, _)| {
                    let texts = [("id", *id), ("name_zh", *id), ("chain", "metals"), ("main_product", *main)];
                    Process::from_texts(&texts).unwrap()
                })
                .collect(),
            flows: recipes
                .iter()
                .map(|(id, _, feed)| {
                    let place = [("process", *id), ("item", *feed), ("direction", "in")];
                    Flow::from_texts(&[&place[..], &[("quantity", "1"), ("main", "yes")]].concat()).unwrap()
                })
                .collect(),
            ..Registers::default()
        };
        let taken = profile(&Zone::new(registers), "metals").taken;
        let order: Vec<&str> = taken.iter().map(|one| one.product.as_str()).collect();
        // Three processes live on the ore, two on the scrap, though more take the scrap itself.
        assert_eq!(order, ["ore", "scrap"]);
    }
}
