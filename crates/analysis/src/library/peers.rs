//! Is a recipe what it is beside the others that make the same?
//!
//! - Two processes of one product that take and give the same, each amount within 1 %, are one process twice.
//! - An amount of what goes in that is 30 times the median of at least three siblings, or less than a thirtieth,
//!   is unusual, as is a second source five times away.
//! - A typical scale under the smallest viable one contradicts itself; one beyond the country's use is unusual.
//!
//! Source: the other rows of the library. Limits: a rare route may be right; these are warnings.

use super::standing::{is_away, second_ratio};
use super::{Account, about};
use std::collections::BTreeMap;
use yanlian_model::registers::Flow;
use yanlian_model::{Direction, Finding, Message, Severity};

/// How many times the median of its siblings a row may be.
const UNUSUAL: f64 = 30.0;

/// So many siblings are needed for a median.
const SIBLINGS: usize = 3;

/// How many times its second source a row may be.
const SECOND: f64 = 5.0;

pub(super) fn check(accounts: &[Account], findings: &mut Vec<Finding>) {
    let mut routes: BTreeMap<&str, Vec<&Account>> = BTreeMap::new();
    for account in accounts {
        routes.entry(&account.process.main_product).or_default().push(account);
        scale(account, findings);
        second_sources(account, findings);
    }
    for siblings in routes.values() {
        for (i, account) in siblings.iter().enumerate() {
            if let Some(twin) = siblings[..i].iter().find(|other| is_same(account, other)) {
                let message = Message::new("library-route-twice").with("other", &twin.process.id);
                findings.push(account.fault(message));
            }
        }
        if siblings.len() > SIBLINGS {
            siblings.iter().for_each(|account| unusual(account, siblings, findings));
        }
    }
}

/// What a recipe takes and gives, each with its amount.
fn amounts<'a>(account: &'a Account) -> BTreeMap<(&'a str, Direction), (f64, &'a Flow)> {
    let lines = account.recipe.lines.iter();
    lines.filter_map(|line| Some(((line.item, line.direction), (line.quantity.value()?, line.flow?)))).collect()
}

fn is_same(one: &Account, other: &Account) -> bool {
    let (one, other) = (amounts(one), amounts(other));
    let close = |a: f64, b: f64| (a - b).abs() <= 0.01 * a.max(b);
    !one.is_empty()
        && one.len() == other.len()
        && one.iter().all(|(key, (amount, _))| other.get(key).is_some_and(|(theirs, _)| close(*amount, *theirs)))
}

fn unusual(account: &Account, siblings: &[&Account], findings: &mut Vec<Finding>) {
    for ((item, direction), (amount, flow)) in amounts(account) {
        let others = siblings.iter().filter(|other| other.process.id != account.process.id);
        let mut theirs: Vec<f64> =
            others.filter_map(|other| Some(amounts(other).get(&(item, direction))?.0)).filter(|a| *a > 0.0).collect();
        theirs.sort_by(f64::total_cmp);
        if theirs.len() < SIBLINGS || direction != Direction::In || amount <= 0.0 {
            continue;
        }
        let median = theirs[theirs.len() / 2];
        if amount > median * UNUSUAL || amount * UNUSUAL < median {
            let message = Message::new("library-unusual").with("found", amount).with("median", median);
            findings.push(about(flow, Severity::Warning, message));
        }
    }
}

fn second_sources(account: &Account, findings: &mut Vec<Finding>) {
    for flow in account.zone.flows(&account.process.id) {
        let far = second_ratio(flow).is_some_and(|ratio| is_away(ratio, SECOND));
        if let Some((own, second)) = flow.quantity.zip(flow.second_quantity).filter(|_| far) {
            let message = Message::new("library-second-far").with("found", own).with("second", second);
            findings.push(about(flow, Severity::Warning, message));
        }
    }
}

fn scale(account: &Account, findings: &mut Vec<Finding>) {
    let process = account.process;
    if let Some((smallest, typical)) = process.smallest_viable_scale.zip(process.typical_scale)
        && smallest > typical
    {
        let message = Message::new("library-scale-order").with("smallest", smallest).with("typical", typical);
        findings.push(account.fault(message));
    }
    let uses = account.zone.markets(&process.main_product).iter().rev().find_map(|market| market.consumption);
    if let Some((typical, consumption)) = process.typical_scale.zip(uses).filter(|(typical, most)| typical > most) {
        let message = Message::new("library-scale-market").with("typical", typical).with("consumption", consumption);
        findings.push(account.warning(message));
    }
}
