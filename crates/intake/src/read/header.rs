//! Which register a sheet is, and which field each of its columns.

use super::quantity::{self, convert};
use super::sheet::{Line, Raw};
use crate::draft::{Column, Noticed, SheetSource, Spot};
use crate::shown;
use std::sync::LazyLock;
use yanlian_model::units::Measure;
use yanlian_model::{Bilingual, Field, Kind, Lang, Message, Register, Severity, UnitRule, registers};

/// Sheets that are for people to read.
const READ_ME: [&str; 4] = ["说明", "填写说明", "read me", "readme"];

/// The register that a sheet is by its title.
pub(crate) fn register(sheet: &SheetSource) -> Option<&'static Register> {
    registers::ALL.iter().copied().find(|register| register.is_named(sheet.title()))
}

/// The names of all registers, to choose from.
pub(crate) fn known_sheets() -> Bilingual {
    static NAMES: LazyLock<[String; 2]> = LazyLock::new(|| {
        Lang::ALL.map(|lang| {
            let names: Vec<&str> = registers::ALL.iter().map(|register| register.label.of(lang)).collect();
            names.join(if lang == Lang::Zh { "、" } else { ", " })
        })
    });
    Bilingual::new(&NAMES[0], &NAMES[1])
}

/// What to say of a sheet with rows that is no register; nothing where it is for people to read.
pub(crate) fn unknown_sheet(sheet: &SheetSource) -> Option<Message> {
    let title = sheet.title();
    let is_for_people = READ_ME.iter().any(|name| name.eq_ignore_ascii_case(title));
    let message = || Message::new("import-unknown-sheet").with("sheet", shown(title)).with("known", known_sheets());
    (!is_for_people).then(message)
}

/// Which of the top rows is the header: the one that names most fields, of equals the first.
pub(crate) fn place(register: &Register, top: &[Line]) -> Option<usize> {
    let names = |line: &Line| line.cells.iter().filter(|(_, raw)| find(register, &raw.shown()).is_some()).count();
    let place = (0..top.len()).rev().max_by_key(|place| names(&top[*place]))?;
    (names(&top[place]) > 0).then_some(place)
}

/// Reads the header row: which field each column is, and in what unit.
pub(crate) fn read(
    register: &'static Register,
    header: &Line,
    sheet: &mut SheetSource,
    source: u32,
    noticed: &mut Vec<Noticed>,
) {
    let mut perhaps = Vec::new();
    let mut cells: Vec<_> = header.cells.iter().collect();
    cells.sort_by_key(|(at, _)| *at);
    cells.dedup_by_key(|(at, _)| *at);
    sheet.header = header.number;
    sheet.headers = cells.iter().map(|(at, raw)| (*at, raw.shown().into_owned())).collect();
    let row = Spot { source, row: Some(header.number), column: None };
    let mut fault = |column, message| noticed.push((Spot { column, ..row }, Severity::Fault, message));
    for (at, raw) in cells {
        let Raw::Text(header) = raw else {
            fault(None, Message::new("import-header-not-text").with("value", shown(&raw.shown())));
            continue;
        };
        let Some((field, bracket)) = find(register, header) else {
            let (message, near) = unknown_column(register, header);
            fault(Some(*at), message);
            perhaps.extend(near);
            continue;
        };
        if let Some(first) = sheet.columns.iter().find(|column| column.field == field) {
            let first = sheet.header_at(first.at);
            fault(Some(*at), Message::new("import-duplicate-column").with("first", first));
            continue;
        }
        let unit = bracket.map(|name| header_unit(&register.fields[field], name)).transpose();
        let unit = unit.unwrap_or_else(|message| {
            fault(Some(*at), message);
            None
        });
        sheet.columns.push(Column { at: *at, field, unit });
    }
    sheet.keyed = true;
    for (position, field) in register.key_fields() {
        if sheet.columns.iter().any(|column| column.field == position) {
            continue;
        }
        sheet.keyed = false;
        // A misspelt header is said once.
        if !perhaps.contains(&position) {
            fault(None, Message::new("import-missing-key-column").with("field", field.label));
        }
    }
}

/// The field that a header names, and the unit it gives in brackets behind the name.
fn find<'a>(register: &Register, header: &'a str) -> Option<(usize, Option<&'a str>)> {
    let field = |name: &str| register.fields.iter().position(|field| field.is_named(name));
    if let Some(whole) = field(header) {
        return Some((whole, None));
    }
    let inner = header.trim_end_matches(['*', ' ']).strip_suffix([')', '\u{ff09}'])?;
    let (name, unit) = inner.rsplit_once(['(', '\u{ff08}'])?;
    Some((field(name)?, Some(unit.trim())))
}

/// The unit of a header, where the field can be converted from it.
fn header_unit(field: &Field, name: &str) -> Result<Measure, Message> {
    let unit = quantity::measure(name).ok_or_else(|| Message::new("import-unknown-unit").with("unit", shown(name)))?;
    match field.unit {
        _ if field.kind != Kind::Number => Err(Message::new("import-no-unit-here").with("value", shown(name))),
        UnitRule::None => Err(Message::new("import-no-unit-here").with("value", shown(name))),
        UnitRule::Fixed(own) if convert(1.0, unit, own).is_err() => {
            Err(Message::new("import-inconvertible-unit").with("from", shown(name)).with("to", own))
        }
        _ => Ok(unit),
    }
}

/// What to say of a column that names no field, and the field that was probably meant.
fn unknown_column(register: &Register, header: &str) -> (Message, Option<usize>) {
    let written = header.trim().to_lowercase();
    let names = register.fields.iter().enumerate().flat_map(|(i, field)| {
        [field.key, field.label.zh, field.label.en].map(|name| (edits(&written, &name.to_lowercase()), i, name))
    });
    let nearest = names.min_by_key(|(distance, _, _)| *distance);
    match nearest.filter(|(distance, _, name)| distance * 2 <= name.chars().count().max(2)) {
        Some((_, field, name)) => (Message::new("import-unknown-column").with("near", name), Some(field)),
        None => (Message::new("import-unknown-column-alone").with("register", register.label), None),
    }
}

/// How many characters must be put in, taken out or replaced to make `b` of `a`.
fn edits(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    // No name is so long; a longer header is as far from each.
    for (i, from) in a.chars().take(100).enumerate() {
        let mut corner = above[0];
        above[0] = i + 1;
        for (j, to) in b.iter().enumerate() {
            let replaced = corner + usize::from(from != *to);
            corner = above[j + 1];
            above[j + 1] = replaced.min(corner + 1).min(above[j] + 1);
        }
    }
    above[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_are_counted() {
        assert_eq!(edits("kitten", "sitting"), 3);
        assert_eq!(edits("", "ab"), 2);
        assert_eq!(edits("总投次", "总投资"), 1);
    }
}
