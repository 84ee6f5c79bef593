//! Any register as a table, from its declaration alone.

use super::cell::{Cell, cell, is_stale, unit_in_head};
use crate::address::percent;
use crate::paging::{self, Pager};
use crate::{View, format};
use askama::Template;
use serde::Deserialize;
use std::cmp::Ordering;
use yanlian_analysis::Freshness;
use yanlian_model::{Key, Kind, Message, Register, Row, Table, Value};

/// What of a register is looked at.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct RegisterQuery {
    /// Words that a record must hold; empty for all records.
    pub q: String,
    /// The field to sort by, with `-` before it from the largest down; empty for the order of keys.
    pub sort: String,
}

#[derive(Template)]
#[template(path = "data/register.html")]
struct Page<'v> {
    v: &'v View<'v>,
    title: String,
    rail: &'static str,
    help: &'static str,
    lead: String,
    about: &'static str,
    query: &'v RegisterQuery,
    name: &'static str,
    everything: String,
    columns: Vec<Column>,
    rows: Vec<Line>,
    pager: Option<Pager>,
}

/// The head of a column.
struct Column {
    label: &'static str,
    hint: &'static str,
    unit: String,
    number: bool,
    href: String,
    sorted: Option<&'static str>,
}

/// One record.
struct Line {
    number: usize,
    href: String,
    name: String,
    cells: Vec<Cell>,
}

/// The page of a register.
pub fn register(
    v: &View,
    register: &'static Register,
    table: &Table,
    fresh: &Freshness,
    query: &RegisterQuery,
) -> askama::Result<String> {
    let mut records: Vec<(&Key, &Row)> = table.iter().filter(|(_, row)| holds(v, register, row, &query.q)).collect();
    sort(register, &mut records, &query.sort);
    let (range, pager) = paging::page(v, "page", records.len());
    let first = range.start;
    let shown = records[range].iter().enumerate();
    let rows = shown.map(|(i, (key, row))| line(v, register, first + i + 1, key, row)).collect();
    let page = Page {
        v,
        title: v.label(&register.label).to_owned(),
        rail: "data",
        help: "register-help",
        lead: lead(v, table, fresh, records.len(), &query.q),
        about: v.label(&register.about),
        query,
        name: register.name,
        everything: href(v, register, &RegisterQuery::default()),
        columns: columns(v, register, query),
        pager,
        rows,
    };
    page.render()
}

fn lead(v: &View, table: &Table, fresh: &Freshness, found: usize, q: &str) -> String {
    if table.is_empty() {
        return v.t("register-lead-empty");
    }
    if !q.trim().is_empty() {
        return v.say(
            &Message::new("register-lead-found").with("q", q.trim()).with("found", found).with("all", table.len()),
        );
    }
    let message = Message::new("register-lead")
        .with("records", table.len())
        .with("without-source", fresh.without_source)
        .with("stale", fresh.count(|day| is_stale(v, day)))
        .with("latest", fresh.latest().map_or_else(|| v.t("figure-unknown"), format::date));
    v.say(&message)
}

/// Whether every word asked for stands in a cell of the record; personal data is not searched.
fn holds(v: &View, register: &Register, row: &Row, q: &str) -> bool {
    if q.trim().is_empty() {
        return true;
    }
    let open = register.fields.iter().enumerate().filter(|(_, field)| !field.privacy.is_hidden());
    let text = open.fold(String::new(), |mut text, (i, _)| {
        let kept = row.get(i).and_then(Option::as_ref).map(Value::to_text).unwrap_or_default();
        text.push_str(&kept.to_lowercase());
        text.push('\n');
        text.push_str(&cell(v, register, row, i).words().to_lowercase());
        text.push('\n');
        text
    });
    q.to_lowercase().split_whitespace().all(|word| text.contains(word))
}

/// Sorts by a field; blank cells come last either way, and ties stay in the order of keys.
fn sort(register: &Register, records: &mut [(&Key, &Row)], by: &str) {
    let (field, down) = by.strip_prefix('-').map_or((by, false), |field| (field, true));
    // Sorting by what may not be seen would tell of it.
    let sortable = register.position(field).filter(|i| !register.fields[*i].privacy.is_hidden());
    let Some(position) = sortable else { return };
    let value = |row: &Row| row.get(position).cloned().flatten();
    records.sort_by(|(_, a), (_, b)| match (value(a), value(b)) {
        (Some(a), Some(b)) if down => compare(&b, &a),
        (Some(a), Some(b)) => compare(&a, &b),
        (a, b) => a.is_none().cmp(&b.is_none()),
    });
}

fn compare(a: &Value, b: &Value) -> Ordering {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a.total_cmp(b),
        (Value::Date(a), Value::Date(b)) => a.cmp(b),
        (Value::Flag(a), Value::Flag(b)) => a.cmp(b),
        (a, b) => a.to_text().cmp(&b.to_text()),
    }
}

fn columns(v: &View, register: &Register, query: &RegisterQuery) -> Vec<Column> {
    let sort = query.sort.strip_prefix('-').unwrap_or(&query.sort);
    v.expect("sort", sort, register.fields.iter().map(|field| field.key));
    let column = |field: &'static yanlian_model::Field| {
        let down = format!("-{}", field.key);
        let (sorted, next) = match query.sort.as_str() {
            sort if sort == field.key => (Some("ascending"), down),
            sort if sort == down => (Some("descending"), field.key.to_owned()),
            _ => (None, field.key.to_owned()),
        };
        Column {
            label: v.label(&field.label),
            hint: v.label(&field.hint),
            unit: unit_in_head(v, field),
            number: field.kind == Kind::Number,
            href: href(v, register, &RegisterQuery { sort: next, ..query.clone() }),
            sorted,
        }
    };
    register.fields.iter().map(column).collect()
}

fn href(v: &View, register: &Register, query: &RegisterQuery) -> String {
    let asked = [("q", &query.q), ("sort", &query.sort)];
    let asked: Vec<String> = asked
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{name}={}", percent(value)))
        .collect();
    let mark = if asked.is_empty() { "" } else { "?" };
    v.href(&format!("/data/{}{mark}{}", register.name, asked.join("&")))
}

fn line(v: &View, register: &Register, number: usize, key: &Key, row: &Row) -> Line {
    Line {
        number,
        href: v.record_href(register.name, key),
        name: register.title_of(row, v.lang()),
        cells: (0..register.fields.len()).map(|i| cell(v, register, row, i)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use yanlian_model::{Record, registers::Plant};

    #[test]
    fn blanks_come_last_either_way_and_ties_keep_their_order() {
        let register = Plant::REGISTER;
        let position = register.position("capacity").unwrap();
        let row = |capacity: Option<f64>| {
            let mut row = Row::blank(register.fields.len());
            row[position] = capacity.map(Value::Number);
            row
        };
        let rows: Vec<(Key, Row)> = [("a", Some(10.0)), ("b", None), ("c", Some(9.0)), ("d", Some(10.0))]
            .map(|(key, capacity)| (Key::from_parts(&[key]), row(capacity)))
            .to_vec();
        let order = |by: &str| {
            let mut records: Vec<(&Key, &Row)> = rows.iter().map(|(key, row)| (key, row)).collect();
            sort(register, &mut records, by);
            records.iter().map(|(key, _)| key.to_string()).collect::<String>()
        };
        assert_eq!(order("capacity"), "cadb");
        assert_eq!(order("-capacity"), "adcb");
        assert_eq!(order("no such field"), "abcd");
    }
}
