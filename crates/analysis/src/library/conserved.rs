//! Is every element that goes in found in what comes out?
//!
//! For each element e that the formulas of a recipe name, hydrogen, oxygen and nitrogen left out (air and water are
//! seldom whole): `Σ m·w(e)` between its least and its most on either side, m in t per unit of main product, w as
//! in `composition`. The two ranges must meet, with the tolerance of the mass balance. Source: conservation of
//! elements. Limits: what has no known composition may hold anything, so that much is let pass; traces under 2 kg
//! a tonne are not asked about.

use super::Account;
use super::composition::Composition;
use std::collections::{BTreeMap, BTreeSet};
use yanlian_model::{Direction, Finding, Message};

/// Elements that air and water bring and take.
const OF_AIR_AND_WATER: [&str; 3] = ["H", "O", "N"];

/// What closes a balance: moisture, fume, off-gas.
const LOSS: &str = "loss";

/// Emissions that say that carbon leaves with gas; without one of them it does not hide in a loss.
const OF_CARBON: [&str; 3] = ["co2", "co", "vocs"];

/// t of an element per unit of main product that are not asked about.
const TRACE: f64 = 0.002;

pub(super) fn check(account: &Account, findings: &mut Vec<Finding>) {
    let composed = account.entries.iter().filter(|entry| entry.tonnes > 0.0);
    let compositions: BTreeMap<&str, Composition> =
        composed.filter_map(|entry| Some((entry.item, composition(account, entry.item)?))).collect();
    let named: BTreeSet<&str> = compositions.values().flat_map(Composition::elements).collect();
    let burns = account.rows().any(|(line, _)| OF_CARBON.contains(&line.item) && line.direction == Direction::Emit);
    for element in named.into_iter().filter(|element| !OF_AIR_AND_WATER.contains(element)) {
        let share = |item: &str| match compositions.get(item) {
            Some(made) => made.share(element),
            None if item == LOSS && element == "C" && !burns => (0.0, 0.0),
            None => (0.0, 1.0),
        };
        let side = |goes_in: bool| {
            let least = account.sum(goes_in, |entry| share(entry.item).0);
            (least, account.sum(goes_in, |entry| share(entry.item).1))
        };
        let (goes_in, comes_out) = (side(true), side(false));
        let id = if exceeds(comes_out.0, goes_in.1) {
            "library-element-from-nothing"
        } else if exceeds(goes_in.0, comes_out.1) {
            "library-element-lost"
        } else {
            continue;
        };
        let (more, less) = if goes_in.0 > comes_out.1 { (goes_in.0, comes_out.1) } else { (comes_out.0, goes_in.1) };
        let message = Message::new(id).with("element", element).with("more", (more, "t")).with("less", (less, "t"));
        let place = account.culprit(|entry| share(entry.item).1);
        findings.push(Finding { place, ..account.fault(message) });
    }
}

/// What an item is made of, by the tables or by the formula among its names.
fn composition(account: &Account, item: &str) -> Option<Composition> {
    Composition::of(item).or_else(|| account.zone.product(item).and_then(Composition::named_by))
}

/// Whether the least of one side is more than the most of the other, beyond purity and rounding.
fn exceeds(least: f64, most: f64) -> bool {
    most < least * 0.85 && least - most > TRACE
}
