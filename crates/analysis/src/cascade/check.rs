//! What may be wrong with firms, links and essentiality, by place; and links by number.

use super::flow::small;
use super::input::{Class, Firm, Link, Rule};
use crate::InputFault;
use std::collections::{HashMap, HashSet};
use yanlian_model::{Message, Severity};

/// A link between firms by position; what it supplies by number.
#[derive(Debug, Clone, Copy)]
pub(super) struct Edge {
    pub(super) supplier: u32,
    pub(super) customer: u32,
    pub(super) group: u32,
    pub(super) class: Class,
    pub(super) value: f64,
    /// Its row in the input.
    pub(super) row: usize,
}

/// Numbers names in the order in which they first come.
#[derive(Debug, Default)]
pub(super) struct Names<'a>(HashMap<&'a str, u32>);

impl<'a> Names<'a> {
    pub(super) fn number(&mut self, name: &'a str) -> u32 {
        let next = small(self.0.len());
        *self.0.entry(name).or_insert(next)
    }
}

/// Collects what is wrong.
#[derive(Debug, Default)]
pub(super) struct Faults(Vec<InputFault>);

impl Faults {
    pub(super) fn add(
        &mut self,
        severity: Severity,
        table: &'static str,
        row: impl Into<Option<usize>>,
        column: &'static str,
        message: Message,
    ) {
        self.0.push(InputFault { severity, table, row: row.into(), column, message });
    }

    fn fault(&mut self, table: &'static str, row: usize, column: &'static str, message: Message) {
        self.add(Severity::Fault, table, row, column, message);
    }

    /// Whether something forbids an answer.
    pub(super) fn forbid(&self) -> bool {
        self.0.iter().any(|fault| fault.severity == Severity::Fault)
    }

    /// What was found, by table and row.
    pub(super) fn list(mut self) -> Vec<InputFault> {
        self.0.sort_by_key(|fault| (fault.table, fault.row));
        self.0
    }
}

/// Whether an amount can be computed with. The bounds are far from anything earned, and keep every
/// sum and ratio finite.
fn is_amount(value: f64) -> bool {
    (1e-30..=1e30).contains(&value)
}

fn blank(name: &str) -> bool {
    name.trim().is_empty()
}

/// The firms' positions by key.
pub(super) fn positions<'a>(firms: &[Firm<'a>], faults: &mut Faults) -> HashMap<&'a str, u32> {
    let mut positions = HashMap::with_capacity(firms.len());
    for (row, firm) in firms.iter().enumerate() {
        if blank(firm.key) {
            faults.fault("firms", row, "firm", Message::new("cascade-blank"));
        } else if positions.insert(firm.key, small(row)).is_some() {
            faults.fault("firms", row, "firm", Message::new("cascade-firm-twice").with("firm", firm.key));
        }
        for (column, amount) in [("revenue", firm.revenue), ("cost", firm.cost)] {
            // Nothing earned or spent is possible; whether links say otherwise shows later.
            if amount.is_some_and(|amount| amount != 0.0 && !is_amount(amount)) {
                faults.fault("firms", row, column, Message::new("cascade-amount"));
            }
        }
    }
    positions
}

/// The firms' industries by number, and the numbers by name.
pub(super) fn industries<'a>(firms: &[Firm<'a>], faults: &mut Faults) -> (Vec<u32>, Names<'a>) {
    let mut names = Names::default();
    let number = |(row, firm): (usize, &Firm<'a>)| {
        if blank(firm.industry) {
            faults.fault("firms", row, "industry", Message::new("cascade-blank"));
        }
        names.number(firm.industry)
    };
    let of_firm = firms.iter().enumerate().map(number).collect();
    (of_firm, names)
}

/// The classes that the rules give to pairs of industries by number.
pub(super) fn classes(rules: &[Rule<'_>], industries: &Names<'_>, faults: &mut Faults) -> HashMap<(u32, u32), Class> {
    let mut classes = HashMap::new();
    let mut pairs = HashSet::new();
    let mut strangers = HashSet::new();
    for (row, rule) in rules.iter().enumerate() {
        let pair = [("supplier_industry", rule.supplier_industry), ("customer_industry", rule.customer_industry)];
        for (column, name) in pair {
            if blank(name) {
                faults.fault("essentiality", row, column, Message::new("cascade-blank"));
            } else if !industries.0.contains_key(name) && strangers.insert(name) {
                let message = Message::new("cascade-industry-unknown").with("industry", name);
                faults.add(Severity::Warning, "essentiality", row, column, message);
            }
        }
        if !pairs.insert((rule.supplier_industry, rule.customer_industry)) {
            let message = Message::new("cascade-rule-twice")
                .with("supplier", rule.supplier_industry)
                .with("customer", rule.customer_industry);
            faults.fault("essentiality", row, "", message);
        }
        let class = match rule.class {
            0 => Class::Negligible,
            1 => Class::NonEssential,
            2 => Class::Essential,
            other => {
                let message = Message::new("cascade-class").with("text", other.to_string());
                faults.fault("essentiality", row, "class", message);
                continue;
            }
        };
        if let [Some(supplier), Some(customer)] = pair.map(|(_, name)| industries.0.get(name)) {
            classes.insert((*supplier, *customer), class);
        }
    }
    classes
}

/// The positions of a link's ends, where it is sound and carries something.
pub(super) fn ends(
    row: usize,
    link: &Link<'_>,
    positions: &HashMap<&str, u32>,
    faults: &mut Faults,
) -> Option<(u32, u32)> {
    let [supplier, customer] = [("supplier", link.supplier), ("customer", link.customer)].map(|(column, key)| {
        let position = positions.get(key).copied();
        if blank(key) {
            faults.fault("links", row, column, Message::new("cascade-blank"));
        } else if position.is_none() {
            faults.fault("links", row, column, Message::new("cascade-firm-unknown").with("firm", key));
        }
        position
    });
    if link.value == 0.0 {
        faults.add(Severity::Warning, "links", row, "value", Message::new("cascade-value-zero"));
        return None;
    }
    if !is_amount(link.value) {
        faults.fault("links", row, "value", Message::new("cascade-value"));
        return None;
    }
    if supplier.is_some() && supplier == customer {
        let message = Message::new("cascade-self").with("firm", link.supplier);
        faults.add(Severity::Warning, "links", row, "", message);
    }
    supplier.zip(customer)
}

/// Orders the links by supplier, group and customer, and makes one of those that are alike.
pub(super) fn merged(mut edges: Vec<Edge>, firms: &[Firm<'_>], faults: &mut Faults) -> Vec<Edge> {
    let identity = |edge: &Edge| (edge.supplier, edge.group, edge.customer, edge.class);
    edges.sort_by_key(identity);
    edges.dedup_by(|again, first| {
        let alike = identity(again) == identity(first);
        if alike {
            first.value += again.value;
            let message = Message::new("cascade-link-twice")
                .with("supplier", firms[first.supplier as usize].key)
                .with("customer", firms[first.customer as usize].key);
            faults.add(Severity::Warning, "links", again.row, "", message);
        }
        alike
    });
    edges
}

/// Each firm's r and c: what is given, or else the links' sum.
pub(super) fn amounts(firms: &[Firm<'_>], sales: &[f64], purchases: &[f64], faults: &mut Faults) -> [Vec<f64>; 2] {
    let mut pick = |column, given: fn(&Firm<'_>) -> Option<f64>, linked: &[f64], low| {
        let amount = |(row, firm): (usize, &Firm<'_>)| {
            let Some(given) = given(firm) else { return linked[row] };
            // A sum of the same figures may differ in its last digits.
            if given < linked[row] * (1.0 - 1e-9) {
                let severity = if given == 0.0 { Severity::Fault } else { Severity::Warning };
                let message = Message::new(low).with("given", given).with("linked", linked[row]);
                faults.add(severity, "firms", row, column, message);
            }
            given
        };
        firms.iter().enumerate().map(amount).collect()
    };
    let revenue: Vec<f64> = pick("revenue", |firm| firm.revenue, sales, "cascade-revenue-low");
    let cost = pick("cost", |firm| firm.cost, purchases, "cascade-cost-low");
    coverage(firms, sales, purchases, &revenue, faults);
    [revenue, cost]
}

/// What holds for the firms as a whole: where revenue is missing, who has no link, who weighs nothing.
fn coverage(firms: &[Firm<'_>], sales: &[f64], purchases: &[f64], revenue: &[f64], faults: &mut Faults) {
    let given = firms.iter().filter(|firm| firm.revenue.is_some()).count();
    let mut whole = |severity, row, message| faults.add(severity, "firms", row, "", message);
    if given == 0 {
        whole(Severity::Note, None, Message::new("cascade-revenue-none"));
    } else if given < firms.len() {
        let message = Message::new("cascade-revenue-some").with("given", given).with("firms", firms.len());
        whole(Severity::Warning, None, message);
    }
    let mut some = |id, holds: &dyn Fn(usize) -> bool| {
        let rows: Vec<usize> = (0..firms.len()).filter(|row| holds(*row)).collect();
        if let Some(first) = rows.first() {
            let message = Message::new(id).with("count", rows.len()).with("firm", firms[*first].key);
            whole(Severity::Note, Some(*first), message);
        }
    };
    some("cascade-alone", &|row| sales[row] == 0.0 && purchases[row] == 0.0);
    some("cascade-weightless", &|row| revenue[row] == 0.0);
    if revenue.iter().all(|revenue| *revenue == 0.0) {
        whole(Severity::Fault, None, Message::new("cascade-nothing"));
    }
}
