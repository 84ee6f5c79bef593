//! Does anything stand twice?
//!
//! - What is bought as a product is not also an indicator that is used: it would be counted twice.
//! - The main product has no row of its own as an output, and is no input, unless a note says that it comes back
//!   (recycle, return, seed).
//! - Two processes of one product are one process twice where each takes and gives the same within 2 %, of the main
//!   feedstock, of what is more than a twentieth of the inputs without utilities, of energy, and of by-products
//!   without mass; and no figure that both have differs by more.
//!
//! Source: the rules of the library. Limits: size classes of one works that differ in an emission only are two.

use super::peers::CLOSING;
use super::{Account, about};
use crate::Line;
use std::collections::BTreeMap;
use yanlian_model::{Direction, Finding, Message, Severity};

/// Words of a note by which a product may be an input of its own process.
const COMES_BACK: [&str; 6] = ["recycle", "return", "seed", "回用", "循环", "返回"];

/// The part of the inputs from which on a row is a big one.
const BIG: f64 = 0.05;

/// The part by which two figures may differ and be the same.
const SAME: f64 = 0.02;

pub(super) fn check(account: &Account, findings: &mut Vec<Finding>) {
    let main = &account.process.main_product;
    for flow in account.zone.flows(&account.process.id) {
        let note = flow.provenance.note.as_deref().unwrap_or_default().to_lowercase();
        let id = match flow.direction {
            Direction::Use if account.recipe.input(&flow.item).is_some() => "library-used-and-bought",
            Direction::Out if flow.item == *main => "library-main-product-row",
            Direction::In if flow.item == *main && !COMES_BACK.iter().any(|word| note.contains(word)) => {
                "library-own-product-in"
            }
            _ => continue,
        };
        findings.push(about(flow, Severity::Fault, Message::new(id)));
    }
}

/// Processes that are one, each told of the one before it.
pub(super) fn routes(accounts: &[Account], findings: &mut Vec<Finding>) {
    let mut routes: BTreeMap<&str, Vec<&Account>> = BTreeMap::new();
    for account in accounts {
        let siblings = routes.entry(&account.process.main_product).or_default();
        if let Some(twin) = siblings.iter().find(|other| is_same(account, other)) {
            // The one that is not shipped is the double.
            let (double, twin) = if twin.is_new() { (*twin, account) } else { (account, *twin) };
            let message = Message::new("library-route-twice")
                .with("other", &twin.process.id)
                .with("zh", &twin.process.name_zh)
                .with("en", twin.process.name_en.as_ref().unwrap_or(&twin.process.name_zh));
            findings.push(double.fault(message));
        }
        siblings.push(account);
    }
}

type Amounts<'a> = BTreeMap<(&'a str, Direction), (f64, bool)>;

/// What a recipe takes and gives: how much, and whether it is a big row.
fn amounts<'a>(account: &'a Account) -> Amounts<'a> {
    let zone = account.zone;
    let whole = account.sum(true, |entry| if zone.is_utility(entry.item) { 0.0 } else { 1.0 });
    let is_energy = |item: &str| zone.product(item).is_some_and(|product| product.kgce_per_unit.is_some());
    let of = |line: &'a Line| {
        let amount = line.quantity.value()?;
        let tonnes = zone.tonnes(line.item, line.direction).map(|each| each * amount);
        let big = match line.direction {
            Direction::In => line.main || is_energy(line.item) || tonnes.unwrap_or(0.0) >= BIG * whole,
            Direction::Out => tonnes.is_none_or(|tonnes| tonnes >= BIG * whole),
            Direction::Use | Direction::Emit => false,
        };
        Some(((line.item, line.direction), (amount, big)))
    };
    account.recipe.lines.iter().filter_map(of).collect()
}

fn is_same(one: &Account, other: &Account) -> bool {
    let (one, other) = (amounts(one), amounts(other));
    let is_close = |a: f64, b: f64| (a - b).abs() <= SAME * a.max(b);
    let covers = |these: &Amounts, those: &Amounts| {
        these.iter().all(|(key, (amount, big))| match those.get(key) {
            // What closes a balance moves with every other row.
            Some((theirs, _)) => is_close(*amount, *theirs) || CLOSING.contains(&key.0),
            None => !big,
        })
    };
    let materials =
        |of: &Amounts| of.iter().filter(|((_, direction), (_, big))| *direction == Direction::In && *big).count();
    materials(&one) > 0 && materials(&other) > 0 && covers(&one, &other) && covers(&other, &one)
}
