//! Is a recipe whole?
//!
//! A recipe has rows; a process with inputs marks one main feedstock, unless it takes nothing but utilities; every
//! input says whether it is essential, and an essential one is more than nothing. A treatment belongs to an emission
//! of the recipe and has an efficiency, and one at most is the usual one. Source: the rules of the library.
//! Limits: what a process needs besides cannot be seen here.

use super::{Account, about};
use std::collections::BTreeMap;
use yanlian_model::registers::{Flow, Treatment};
use yanlian_model::{Direction, Finding, Message, Place, Ref, Severity};

pub(super) fn check(account: &Account, findings: &mut Vec<Finding>) {
    let flows = account.zone.flows(&account.process.id);
    if flows.is_empty() {
        findings.push(account.fault(Message::new("library-no-rows")));
        return;
    }
    let inputs = || flows.iter().filter(|flow| flow.direction == Direction::In);
    let materials = inputs().filter(|flow| !account.zone.is_utility(&flow.item)).count();
    if materials > 0 && !inputs().any(|flow| flow.main == Some(true)) {
        findings.push(account.fault(Message::new("library-no-feedstock")));
    }
    flows.iter().for_each(|flow| row(flow, findings));
    treatments(account, flows, findings);
}

fn row(flow: &Flow, findings: &mut Vec<Finding>) {
    let mut fault = |id: &'static str| findings.push(about(flow, Severity::Fault, Message::new(id)));
    if flow.direction == Direction::In && flow.essential.is_none() {
        fault("library-essential-unsaid");
    }
    if flow.direction == Direction::In && flow.essential == Some(true) && flow.quantity == Some(0.0) {
        fault("library-essential-nothing");
    }
    if flow.quantity.is_none() && flow.low.is_none() && flow.high.is_none() {
        fault("library-no-quantity");
    }
}

fn treatments(account: &Account, flows: &[Flow], findings: &mut Vec<Finding>) {
    let mut usual: BTreeMap<&str, &Treatment> = BTreeMap::new();
    let is_own = |of: &Treatment| account.shipped.is_some_and(|was| !was.treatments_of(&of.process).contains(of));
    for treatment in account.zone.treatments_of(&account.process.id) {
        let emitted = flows.iter().any(|flow| flow.direction == Direction::Emit && flow.item == treatment.item);
        let (id, of) = if !emitted {
            ("library-treatment-of-nothing", treatment)
        } else if treatment.efficiency_pct.is_none() {
            ("library-treatment-without-efficiency", treatment)
        } else if treatment.typical == Some(true)
            && let Some(first) = usual.insert(&treatment.item, treatment)
        {
            ("library-treatment-two-usual", if is_own(first) { first } else { treatment })
        } else {
            continue;
        };
        findings.push(Finding::new(Severity::Fault, Place::Record(Ref::of(of)), Message::new(id)));
    }
}
