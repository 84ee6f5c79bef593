//! What is wrong with an input-output table, by sector.

use super::Table;
use crate::InputFault;
use std::collections::BTreeSet;
use yanlian_model::{Arg, Message, Severity};

/// A row's sum may miss its output by this share through rounding in binary, and no more.
const ROUNDING: f64 = 1e-9;

/// A finding about the table, at a sector's row.
pub(super) fn fault(severity: Severity, row: Option<usize>, message: Message) -> InputFault {
    InputFault { severity, table: "table", row, column: "", message }
}

/// Everything that is wrong or looks it. Where the shape is wrong, that only.
pub(super) fn findings(table: &Table) -> Vec<InputFault> {
    let shape = shape(table);
    if !shape.is_empty() {
        return shape;
    }
    let mut findings = not_finite(table);
    if findings.is_empty() {
        (0..table.sectors.len()).for_each(|at| sector(table, at, &mut findings));
    }
    if table.output.iter().all(|output| *output == 0.0) {
        findings.push(fault(Severity::Fault, None, Message::new("io-empty")));
    }
    findings
}

fn shape(table: &Table) -> Vec<InputFault> {
    let sectors = table.sectors.len();
    let mut faults = Vec::new();
    if sectors == 0 {
        faults.push(fault(Severity::Fault, None, Message::new("io-empty")));
    }
    let mut seen = BTreeSet::new();
    for (at, name) in table.sectors.iter().enumerate().filter(|(_, name)| !seen.insert(name.as_str())) {
        faults.push(fault(Severity::Fault, Some(at), Message::new("io-repeated").with("sector", name)));
    }
    let mut expect = |what: Arg, row, length: usize| {
        if length != sectors {
            let mut message = Message::new("io-not-square").with("sectors", sectors).with("length", length);
            message.args.push(("what", what));
            faults.push(fault(Severity::Fault, row, message));
        }
    };
    expect("Z".into(), None, table.flows.len());
    for (at, row) in table.flows.iter().enumerate() {
        expect(table.sectors.get(at).map_or("Z".into(), Arg::from), Some(at), row.len());
    }
    lists(table).into_iter().for_each(|(name, values)| expect(name.into(), None, values.len()));
    faults
}

/// Every list of the table with an entry for each sector.
fn lists(table: &Table) -> Vec<(&str, &[f64])> {
    let mut lists: Vec<(&str, &[f64])> = vec![("output", &table.output)];
    lists.extend(table.final_demand.iter().map(|values| ("final demand", values.as_slice())));
    lists.extend(table.indicators.iter().map(|indicator| (indicator.name.as_str(), indicator.values.as_slice())));
    if let Some(trade) = &table.trade {
        lists.extend([
            ("exports", trade.exports.as_slice()),
            ("imports", &trade.imports),
            ("inventories", &trade.inventories),
        ]);
    }
    lists
}

fn not_finite(table: &Table) -> Vec<InputFault> {
    let mut faults = Vec::new();
    let mut look = |what: &str, at: usize, value: f64| {
        if !value.is_finite() {
            let message = Message::new("io-not-finite").with("sector", &table.sectors[at]).with("what", what);
            faults.push(fault(Severity::Fault, Some(at), message));
        }
    };
    for (at, row) in table.flows.iter().enumerate() {
        row.iter().zip(&table.sectors).for_each(|(value, to)| look(to, at, *value));
    }
    for (name, values) in lists(table) {
        values.iter().enumerate().for_each(|(at, value)| look(name, at, *value));
    }
    faults
}

/// What is wrong at one sector of a table of the right shape.
fn sector(table: &Table, at: usize, findings: &mut Vec<InputFault>) {
    let (name, output, row) = (&table.sectors[at], table.output[at], &table.flows[at]);
    let mut add = |severity, message: Message| findings.push(fault(severity, Some(at), message.with("sector", name)));
    let inputs: f64 = table.flows.iter().map(|row| row[at]).sum();
    let flows = row.iter().chain(table.flows.iter().map(|row| &row[at]));
    if output < 0.0 {
        add(Severity::Fault, Message::new("io-negative-output").with("output", output));
    } else if output == 0.0 && flows.clone().any(|flow| *flow != 0.0) {
        add(Severity::Fault, Message::new("io-zero-output-with-flows"));
    } else if output == 0.0 {
        add(Severity::Warning, Message::new("io-zero-output"));
    } else if inputs > output * (1.0 + ROUNDING) {
        add(Severity::Warning, Message::new("io-inputs-exceed").with("inputs", inputs).with("output", output));
    }
    for (to, value) in table.sectors.iter().zip(row).filter(|(_, value)| **value < 0.0) {
        add(Severity::Warning, Message::new("io-negative-flow").with("to", to).with("value", *value));
    }
    if let Some(demand) = table.final_demand.as_ref().map(|demand| demand[at]) {
        let sum = row.iter().sum::<f64>() + demand;
        if (sum - output).abs() > ROUNDING * output.abs().max(sum.abs()) {
            let message = Message::new("io-row-differs").with("sum", sum).with("output", output);
            add(Severity::Warning, message.with("difference", output - sum));
        }
    }
}
