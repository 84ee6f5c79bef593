//! Is a row of the size of what others published for the same process?
//!
//! `published.csv` has, for a process of the library and an item, the least and the most that a document says per
//! unit of main product: coefficients of the second national pollution source census (before treatment; `census`
//! with the code of its industry), inventories, papers and pages, each with the dataset, file or page in which it was
//! read. A row under the least or above the most by more than 5 times is unusual, by more than 100 times a fault.
//!
//! Source: `census` is the handbook of coefficients (第二次全国污染源普查产排污核算系数手册, trial edition), `inventory` a
//! paper that the dataset names, both read in TianGong LCA Data (linancn/TianGong-LCA-Data, commit a55b302e1, MIT),
//! where the generated amount is what is left over what the treatment lets through; the others say where they were
//! read (premise, BSD-3-Clause; USLCI, MIT; single figures of pages). Limits: transcribed figures, often of one works;
//! datasets of another basis (per tonne of ore, of paint) and those with known faults are left out; the most
//! is the sum where a dataset tells several stages.

use super::{Account, about};
use std::collections::HashMap;
use std::sync::LazyLock;
use yanlian_model::{Direction, Finding, Message, Severity, units};

/// Times beyond what is published that are unusual, and that are a fault.
const UNUSUAL: f64 = 5.0;
const FAULT: f64 = 100.0;

static TABLE: &str = include_str!("published.csv");

/// What a document says.
struct Published {
    low: f64,
    high: f64,
    unit: &'static str,
    document: &'static str,
}

/// By process, item and direction.
static PUBLISHED: LazyLock<HashMap<(&str, &str, &str), Published>> =
    LazyLock::new(|| TABLE.lines().skip(1).filter_map(read).collect());

fn read(line: &'static str) -> Option<((&'static str, &'static str, &'static str), Published)> {
    let cells: Vec<&str> = line.split(',').collect();
    let &[process, item, direction, low, high, unit, document] = cells.as_slice() else { return None };
    let (low, high) = (low.parse().ok()?, high.parse().ok()?);
    Some(((process, item, direction), Published { low, high, unit, document }))
}

pub(super) fn check(account: &Account, findings: &mut Vec<Finding>) {
    for (line, flow) in account.rows() {
        let key = (account.process.id.as_str(), line.item, line.direction.choice().key);
        let Some(published) = PUBLISHED.get(&key) else { continue };
        let own = account.zone.unit(line.item, matches!(line.direction, Direction::In | Direction::Out));
        let amount = line.quantity.value().and_then(|amount| units::convert(amount, own, published.unit).ok());
        let Some(amount) = amount.filter(|amount| *amount > 0.0) else { continue };
        let beyond = (amount / published.high).max(published.low / amount);
        let severity = match beyond {
            beyond if beyond > FAULT => Severity::Fault,
            beyond if beyond > UNUSUAL => Severity::Warning,
            _ => continue,
        };
        let message = Message::new("library-published")
            .with("found", (amount, published.unit))
            .with("low", (published.low, published.unit))
            .with("high", (published.high, published.unit))
            .with("document", published.document);
        findings.push(about(flow, severity, message));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_read_and_stands_once() {
        assert_eq!(PUBLISHED.len(), TABLE.lines().count() - 1);
        assert!(PUBLISHED.values().all(|published| 0.0 < published.low && published.low <= published.high));
        assert!(PUBLISHED.values().all(|published| units::parse(published.unit).is_ok()));
    }
}
