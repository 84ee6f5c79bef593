//! Is a row of the size that others have?
//!
//! Figures are taken per tonne of main product, or per unit where it has no mass: `x = log10(q / m)`.
//!
//! - among processes of one main product, at least two others: beyond every other by 50 times is unusual, by 1,000
//!   times a fault;
//! - among all processes that have the item in the same direction, at least ten of them: beyond every other by 10
//!   times is unusual, by 300 times a fault;
//! - a process of one's own is held more closely to the shipped ones, one other of its product being enough: beyond
//!   every other by 100 times is a fault;
//! - what only closes a balance is not compared;
//! - a second source five times away is unusual;
//! - what leaves with gas or water is at most a part of what goes in: dust 20 %, NOx and COD 10 %, ammonia
//!   nitrogen 10 %, fluorides 10 %, volatile organics 30 %.
//!
//! Source: the other rows of the library; what the most polluting of its processes before treatment emit, several
//! times over. Limits: a rare route may be right; most are warnings.

use super::standing::{is_away, second_ratio};
use super::{Account, about};
use std::collections::BTreeMap;
use yanlian_model::registers::Flow;
use yanlian_model::units::{self, Dimension};
use yanlian_model::{Direction, Finding, Message, Severity};

/// Times beyond every other of a group that are unusual, and that are a fault; of how many others at least.
struct Rule {
    unusual: f64,
    fault: f64,
    others: usize,
}

const SIBLINGS: Rule = Rule { unusual: 50.0, fault: 1_000.0, others: 2 };
const LIBRARY: Rule = Rule { unusual: 10.0, fault: 300.0, others: 10 };

/// Times beyond every other that are a fault for a process that is not shipped.
const OWN_FAULT: f64 = 100.0;

/// How many times its second source a row may be.
const SECOND: f64 = 5.0;

/// What closes a balance.
pub(super) const CLOSING: [&str; 3] = ["loss", "air", "recovered"];

/// The most of what goes in that leaves as a pollutant, t per t.
const MOST: [(&str, f64); 6] =
    [("dust", 0.2), ("nox", 0.1), ("cod", 0.1), ("nh3-n", 0.1), ("fluoride", 0.1), ("vocs", 0.3)];

/// A row's figure per tonne of main product, or per unit.
struct Figured<'a> {
    account: &'a Account<'a>,
    flow: &'a Flow,
    amount: f64,
}

pub(super) fn check(accounts: &[Account], findings: &mut Vec<Finding>) {
    let mut library: BTreeMap<(&str, Direction, &str), Vec<Figured>> = BTreeMap::new();
    for account in accounts {
        let mass = account.main_tonnes();
        let unit = if mass > 0.0 { "t" } else { account.zone.unit(&account.process.main_product, true) };
        let per = if mass > 0.0 { mass } else { 1.0 };
        for (line, flow) in account.rows().filter(|(line, _)| !CLOSING.contains(&line.item)) {
            if let Some(amount) = line.quantity.value().filter(|amount| *amount > 0.0) {
                let figured = Figured { account, flow, amount: amount / per };
                library.entry((line.item, line.direction, unit)).or_default().push(figured);
            }
        }
        second_sources(account, findings);
        parts_of_what_goes_in(account, findings);
    }
    for ((item, direction, unit), figures) in &library {
        let own = accounts.first().map_or("", |account| account.zone.unit(item, is_product(*direction)));
        let mut siblings: BTreeMap<&str, Vec<&Figured>> = BTreeMap::new();
        for figure in figures {
            siblings.entry(&figure.account.process.main_product).or_default().push(figure);
        }
        let all: Vec<&Figured> = figures.iter().collect();
        for group in siblings.values() {
            for figure in group {
                let found = judge(figure, group, &SIBLINGS, "library-unusual-sibling", own, unit);
                findings.extend(found.or_else(|| judge(figure, &all, &LIBRARY, "library-unusual", own, unit)));
            }
        }
    }
}

fn is_product(direction: Direction) -> bool {
    matches!(direction, Direction::In | Direction::Out)
}

fn judge(
    figure: &Figured,
    group: &[&Figured],
    rule: &Rule,
    id: &'static str,
    unit: &str,
    per: &str,
) -> Option<Finding> {
    let others = group.iter().filter(|other| other.account.process.id != figure.account.process.id);
    let (mut least, mut most, mut count) = (f64::INFINITY, 0.0_f64, 0);
    for other in others {
        (least, most, count) = (least.min(other.amount), most.max(other.amount), count + 1);
    }
    let is_new = figure.account.is_new();
    if count < rule.others && !(is_new && count > 0 && id == "library-unusual-sibling") {
        return None;
    }
    let beyond = (figure.amount / most).max(least / figure.amount);
    let severity = match beyond {
        beyond if beyond > if is_new { OWN_FAULT } else { rule.fault } => Severity::Fault,
        beyond if beyond > rule.unusual => Severity::Warning,
        _ => return None,
    };
    let message = Message::new(id)
        .with("found", (figure.amount, unit))
        .with("least", (least, unit))
        .with("most", (most, unit))
        .with("per", per);
    Some(about(figure.flow, severity, message))
}

fn second_sources(account: &Account, findings: &mut Vec<Finding>) {
    for flow in account.zone.flows(&account.process.id) {
        let far = second_ratio(flow).is_some_and(|ratio| is_away(ratio, SECOND));
        if let Some((own, second)) = flow.quantity.zip(flow.second_quantity).filter(|_| far) {
            let unit =
                flow.unit.as_deref().unwrap_or_else(|| account.zone.unit(&flow.item, is_product(flow.direction)));
            let message = Message::new("library-second-far").with("found", (own, unit)).with("second", (second, unit));
            findings.push(about(flow, Severity::Warning, message));
        }
    }
}

fn parts_of_what_goes_in(account: &Account, findings: &mut Vec<Finding>) {
    // A gas without a mass may bring anything.
    let is_unweighed = |item: &str| {
        let dimension = units::parse(account.zone.unit(item, true)).ok().map(|measure| measure.unit.dimension);
        dimension == Some(Dimension::GasVolume) && account.zone.tonnes(item, Direction::In).is_none()
    };
    let goes_in = account.sum(true, |_| 1.0);
    if goes_in <= 0.0 || account.rows().any(|(line, _)| line.direction == Direction::In && is_unweighed(line.item)) {
        return;
    }
    for (line, flow) in account.rows().filter(|(line, _)| line.direction == Direction::Emit) {
        let Some((_, most)) = MOST.iter().find(|(item, _)| *item == line.item) else { continue };
        let Ok(tonnes) = units::convert(line.quantity.low(), account.zone.unit(line.item, false), "t") else {
            continue;
        };
        if tonnes > most * goes_in {
            let message = Message::new("library-more-than-goes-in")
                .with("found", (tonnes, "t"))
                .with("in", (goes_in, "t"))
                .with("most", (*most, "share"));
            findings.push(about(flow, Severity::Fault, message));
        }
    }
}
