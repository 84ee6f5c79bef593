//! One record of any register: its fields, where it comes from, what became of it.

use super::cell::{Cell, cell, unit_in_head};
use super::overview::EntryHead;
use crate::View;
use crate::link::Link;
use askama::Template;
use yanlian_model::{Key, Ref, Register, Row};

/// What one entry did to a record.
#[derive(Debug, Clone)]
pub struct HistoryLine {
    /// The entry.
    pub head: EntryHead,
    /// The row before; `None` where there was no record.
    pub before: Option<Row>,
    /// The row after; `None` where the record was taken away.
    pub after: Option<Row>,
}

#[derive(Template)]
#[template(path = "data/record.html")]
struct Page<'v> {
    v: &'v View<'v>,
    title: String,
    rail: &'static str,
    help: &'static str,
    about: &'static str,
    register: Link,
    own: Option<Link>,
    fields: Vec<FieldLine>,
    history: Vec<Step>,
}

/// One field with its value.
struct FieldLine {
    label: &'static str,
    hint: &'static str,
    unit: String,
    cell: Cell,
}

/// One entry of the history.
struct Step {
    number: String,
    time: String,
    by: String,
    files: String,
    what: String,
    undone_by: Option<String>,
    happened: String,
    changes: Vec<FieldChange>,
}

/// A field that an entry changed.
struct FieldChange {
    label: &'static str,
    before: Cell,
    after: Cell,
}

/// The page of a record; `history` comes oldest first and is shown newest first.
pub fn record(
    v: &View,
    register: &'static Register,
    key: &Key,
    row: &Row,
    history: &[HistoryLine],
) -> askama::Result<String> {
    let page = Page {
        v,
        title: register.title_of(row, v.lang()),
        rail: "data",
        help: "record-help",
        about: v.label(&register.about),
        register: Link::to(v.href(&format!("/data/{}", register.name)), v.label(&register.label).to_owned()),
        own: register.page.map(|_| v.link_to(&Ref::new(register.name, key.clone()))),
        fields: fields(v, register, row),
        history: history.iter().rev().map(|line| step(v, register, line)).collect(),
    };
    page.render()
}

fn fields(v: &View, register: &'static Register, row: &Row) -> Vec<FieldLine> {
    let line = |(i, field): (usize, &'static yanlian_model::Field)| FieldLine {
        label: v.label(&field.label),
        hint: v.label(&field.hint),
        unit: if row.get(i).is_some_and(Option::is_some) { unit_in_head(v, field) } else { String::new() },
        cell: cell(v, register, row, i),
    };
    register.fields.iter().enumerate().map(line).collect()
}

fn step(v: &View, register: &'static Register, line: &HistoryLine) -> Step {
    let happened = match (&line.before, &line.after) {
        (None, _) => "record-added",
        (Some(_), None) => "record-removed",
        (Some(_), Some(_)) => "record-changed",
    };
    Step {
        number: line.head.id.clone(),
        time: line.head.time(),
        by: line.head.by.clone(),
        files: line.head.files.clone(),
        what: line.head.what(v),
        undone_by: line.head.undone_by.clone(),
        happened: v.t(happened),
        changes: match (&line.before, &line.after) {
            (Some(before), Some(after)) => changes(v, register, before, after),
            _ => Vec::new(),
        },
    }
}

fn changes(v: &View, register: &'static Register, before: &Row, after: &Row) -> Vec<FieldChange> {
    let changed = register.fields.iter().enumerate().filter(|(i, _)| before.get(*i) != after.get(*i));
    let change = |(i, field): (usize, &'static yanlian_model::Field)| FieldChange {
        label: v.label(&field.label),
        before: cell(v, register, before, i),
        after: cell(v, register, after, i),
    };
    changed.map(change).collect()
}
