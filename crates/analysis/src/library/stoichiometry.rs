//! Do the rows that follow from a reaction follow from it?
//!
//! The reaction that a row's source names must be closed in each element and hold the item or the main product;
//! where both the item and the main product are in one of its reactions, and the item in no other,
//! `q = ν(item)·M(item) / (ν(main)·M(main))`, t per t within 2 %. Source: the reactions that the rows name.
//! Limits: yields, purities and several steps are not followed; a source that begins "computed" tells its own
//! arithmetic and is let pass.

use super::formula::{Reaction, molar_mass, names_reaction};
use super::{Account, about, composition};
use yanlian_model::registers::Flow;
use yanlian_model::{Basis, Finding, Message, Severity};

pub(super) fn check(account: &Account, findings: &mut Vec<Finding>) {
    for entry in &account.entries {
        let Some(flow) = entry.flow() else { continue };
        let source = flow.provenance.source.as_deref().unwrap_or_default();
        let reactions = Reaction::all_in(source);
        let open = reactions.iter().find_map(Reaction::open_element);
        if let Some(element) = open {
            let message = Message::new("library-reaction-open").with("element", element);
            findings.push(about(flow, Severity::Fault, message));
        } else if flow.basis == Some(Basis::Stoichiometric) {
            by_reaction(account, flow, entry.tonnes, source, &reactions, findings);
        }
    }
}

fn by_reaction(
    account: &Account,
    flow: &Flow,
    tonnes: f64,
    source: &str,
    reactions: &[Reaction],
    findings: &mut Vec<Finding>,
) {
    if !names_reaction(source) && !source.starts_with("computed") {
        findings.push(about(flow, Severity::Fault, Message::new("library-reaction-missing")));
    }
    let Some((item, main)) = composition::formula(&flow.item).zip(composition::formula(&account.process.main_product))
    else {
        return;
    };
    if !reactions.is_empty() && !reactions.iter().any(|reaction| reaction.holds(item) || reaction.holds(main)) {
        let message = Message::new("library-reaction-of-another").with("item", item).with("main", main);
        findings.push(about(flow, Severity::Fault, message));
    }
    let mut holding = reactions.iter().filter(|reaction| reaction.holds(item));
    let (Some(reaction), None) = (holding.next(), holding.next()) else { return };
    let ratio = || {
        let item = reaction.moles(item)? * molar_mass(item)?;
        Some(item / (reaction.moles(main)? * molar_mass(main)?))
    };
    let (Some(ratio), true) = (ratio(), tonnes > 0.0 && account.main_tonnes() > 0.0) else { return };
    let expected = ratio * account.main_tonnes();
    if (tonnes / expected - 1.0).abs() > 0.02 && !source.starts_with("computed") {
        let message =
            Message::new("library-reaction-ratio").with("found", (tonnes, "t")).with("expected", (expected, "t"));
        findings.push(about(flow, Severity::Fault, message));
    }
}
