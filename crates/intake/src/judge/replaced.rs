//! What a file puts in the place of what is kept and can hardly mean: a code that has lost its leading zeros, as
//! spreadsheets take them off; another thing under a number that only counts rows.

use super::merge::{Merged, Record};
use super::report::Report;
use crate::draft::Drafts;
use crate::shown;
use yanlian_model::{Field, Key, Kind, Message, Naming, Register, Value, registers};

/// A key of so few digits may be a running number; a code of firms or monitors has more.
const RUNNING: usize = 4;

/// Reports codes without their zeros, and asks about records that became others.
pub(crate) fn check(drafts: &Drafts, merged: &Merged, report: &mut Report) {
    for register in registers::ALL.iter().filter(|register| merged.index.contains_key(register.name)) {
        let texts: Vec<usize> = positions(register, |field| field.kind == Kind::Text && !field.is_key);
        let tells: Vec<usize> = positions(register, |field| field.naming == Some(Naming::Name) && !field.is_key);
        let owners: Vec<usize> = register.belongs.iter().filter_map(|name| register.position(name)).collect();
        for record in merged.of(register.name).filter(|record| record.before.is_some()) {
            texts.iter().for_each(|field| zeros(drafts, record, *field, report));
            if is_running(&record.key) {
                let first = tells.iter().chain(&owners).find(|field| is_another(record, **field));
                first.iter().for_each(|field| became_another(drafts, record, **field, report));
            }
        }
    }
}

fn positions(register: &Register, wanted: impl Fn(&Field) -> bool) -> Vec<usize> {
    register.fields.iter().enumerate().filter(|(_, field)| wanted(field)).map(|(at, _)| at).collect()
}

/// What a field of a record was, and what the draft says.
fn both<'r>(record: &'r Record, field: usize) -> Option<(&'r str, &'r str)> {
    let text = |value: &'r Option<Value>| match value {
        Some(Value::Text(text)) => Some(text.as_ref()),
        _ => None,
    };
    let before = record.before?.get(field).and_then(text)?;
    Some((before, text(&record.after[field])?)).filter(|_| record.is_given(field))
}

/// That a code of figures stands without the zeros with which it began.
fn zeros(drafts: &Drafts, record: &Record, field: usize, report: &mut Report) {
    let is_code = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let lost = |(before, after): &(&str, &str)| {
        is_code(before) && is_code(after) && before.len() > after.len() && before.trim_start_matches('0') == *after
    };
    if let Some((before, after)) = both(record, field).filter(lost) {
        let message = Message::new("import-zeros-lost").with("value", shown(after)).with("kept", shown(before));
        report.fault(drafts.spot(record.draft, field), message);
    }
}

fn is_running(key: &Key) -> bool {
    let mut parts = key.parts();
    let is_number = |part: &str| part.len() <= RUNNING && !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    parts.next().is_some_and(is_number) && parts.next().is_none()
}

fn is_another(record: &Record, field: usize) -> bool {
    both(record, field).is_some_and(|(before, after)| before != after)
}

/// That a number which only counts rows now stands for something else.
fn became_another(drafts: &Drafts, record: &Record, field: usize, report: &mut Report) {
    let Some((before, after)) = both(record, field) else { return };
    let message = Message::new("import-became-another")
        .with("key", record.key.to_string())
        .with("kept", shown(before))
        .with("value", shown(after));
    report.warning(drafts.spot(record.draft, field), message);
}
