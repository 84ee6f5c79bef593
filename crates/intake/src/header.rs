//! Which register a sheet is, and which field each of its columns.

use crate::report::{Report, Spot, shown};
use crate::{Line, Raw, Sheet, quantity, quantity::convert};
use std::collections::HashSet;
use std::sync::LazyLock;
use yanlian_model::units::Measure;
use yanlian_model::{Bilingual, Field, Kind, Lang, Message, Register, UnitRule, registers};

/// Sheets that are for people to read.
const READ_ME: [&str; 4] = ["说明", "填写说明", "read me", "readme"];

/// How many rows may stand above the header.
const HEADER_WITHIN: usize = 20;

/// A column whose header names a field.
#[derive(Debug)]
pub(crate) struct Column<'a> {
    pub(crate) at: u32,
    pub(crate) header: &'a str,
    pub(crate) field: usize,
    /// The unit that the header gives in brackets.
    pub(crate) unit: Option<Measure>,
}

/// A sheet whose register and columns are known.
#[derive(Debug)]
pub(crate) struct Layout<'a> {
    pub(crate) sheet: usize,
    pub(crate) register: &'static Register,
    pub(crate) header: &'a Line,
    /// The rows below the header that are no remarks.
    pub(crate) lines: Vec<&'a Line>,
    /// In the order of the sheet.
    pub(crate) columns: Vec<Column<'a>>,
    /// Whether every field of the key has a column.
    pub(crate) keyed: bool,
}

impl<'a> Layout<'a> {
    /// Where the cell of `field` stands in row `row`; the row alone where the sheet lacks the column.
    pub(crate) fn spot(&self, row: u32, field: usize) -> Spot<'a> {
        let column = self.columns.iter().find(|column| column.field == field);
        Spot { sheet: self.sheet, row: Some(row), column: column.map(|column| (column.at, column.header)) }
    }

    /// Where row `row` stands.
    pub(crate) fn row_spot(&self, row: u32) -> Spot<'a> {
        Spot { sheet: self.sheet, row: Some(row), column: None }
    }

    pub(crate) fn column_at(&self, at: u32) -> Option<&Column<'a>> {
        self.columns.binary_search_by_key(&at, |column| column.at).ok().map(|i| &self.columns[i])
    }
}

/// The layout of every sheet that is a register; reports what cannot be read.
pub(crate) fn layouts<'a>(sheets: &'a [Sheet], report: &mut Report<'a>) -> Vec<Layout<'a>> {
    let mut layouts = Vec::new();
    let mut known = false;
    for (i, sheet) in sheets.iter().enumerate() {
        match registers::ALL.iter().find(|register| register.is_named(sheet.title())) {
            Some(register) => {
                known = true;
                layouts.extend(layout(i, sheet, register, report));
            }
            None => unknown_sheet(i, sheet, report),
        }
    }
    if !known && !sheets.is_empty() {
        report.fault(Spot::default(), Message::new("import-nothing").with("known", known_sheets()));
    }
    layouts
}

/// The names of all registers, to choose from.
fn known_sheets() -> Bilingual {
    static NAMES: LazyLock<[String; 2]> = LazyLock::new(|| {
        Lang::ALL.map(|lang| {
            let names: Vec<&str> = registers::ALL.iter().map(|register| register.label.of(lang)).collect();
            names.join(if lang == Lang::Zh { "、" } else { ", " })
        })
    });
    Bilingual::new(&NAMES[0], &NAMES[1])
}

fn unknown_sheet(i: usize, sheet: &Sheet, report: &mut Report) {
    let title = sheet.title().trim();
    if sheet.lines.is_empty() || READ_ME.iter().any(|name| name.eq_ignore_ascii_case(title)) {
        return;
    }
    let message = Message::new("import-unknown-sheet").with("sheet", shown(title)).with("known", known_sheets());
    report.warning(Spot { sheet: i, ..Spot::default() }, message);
}

fn layout<'a>(i: usize, sheet: &'a Sheet, register: &'static Register, report: &mut Report<'a>) -> Option<Layout<'a>> {
    let mut lines = sheet.lines.iter().filter(|line| !line.is_remark());
    let names = |line: &Line| line.cells.iter().filter(|(_, raw)| find(register, &raw.shown()).is_some()).count();
    let top: Vec<&Line> = lines.clone().take(HEADER_WITHIN).collect();
    // The row that names most fields; of equals the first.
    let place = (0..top.len()).rev().max_by_key(|place| names(top[*place]))?;
    let header = lines.nth(place)?;
    if names(header) == 0 {
        let spot = Spot { sheet: i, ..Spot::default() };
        report.fault(spot, Message::new("import-no-header").with("register", register.label));
        return None;
    }
    let mut layout = Layout { sheet: i, register, header, lines: lines.collect(), columns: Vec::new(), keyed: true };
    read_header(&mut layout, report);
    cells_without_header(&layout, report);
    Some(layout)
}

/// Reports the first cell of each column that has cells but no header.
fn cells_without_header<'a>(layout: &Layout<'a>, report: &mut Report<'a>) {
    let mut headers: HashSet<u32> = layout.header.cells.iter().map(|(at, _)| *at).collect();
    for line in layout.lines.iter().filter(|line| line.width == layout.header.width) {
        for (at, raw) in &line.cells {
            if headers.insert(*at) {
                let message = Message::new("import-cell-without-header").with("value", shown(&raw.shown()));
                report.fault(layout.row_spot(line.number), message);
            }
        }
    }
}

fn read_header<'a>(layout: &mut Layout<'a>, report: &mut Report<'a>) {
    let mut perhaps = Vec::new();
    let mut cells: Vec<_> = layout.header.cells.iter().collect();
    cells.sort_by_key(|(at, _)| *at);
    cells.dedup_by_key(|(at, _)| *at);
    for (at, raw) in cells {
        let Raw::Text(header) = raw else {
            let message = Message::new("import-header-not-text").with("value", shown(&raw.shown()));
            report.fault(layout.row_spot(layout.header.number), message);
            continue;
        };
        let spot = Spot { sheet: layout.sheet, row: Some(layout.header.number), column: Some((*at, header)) };
        let Some((field, bracket)) = find(layout.register, header) else {
            perhaps.extend(unknown_column(layout.register, header, spot, report));
            continue;
        };
        if let Some(first) = layout.columns.iter().find(|column| column.field == field) {
            report.fault(spot, Message::new("import-duplicate-column").with("first", first.header));
            continue;
        }
        let unit = match bracket.map(|name| header_unit(&layout.register.fields[field], name)) {
            Some(Err(message)) => {
                report.fault(spot, message);
                None
            }
            Some(Ok(unit)) => Some(unit),
            None => None,
        };
        layout.columns.push(Column { at: *at, header, field, unit });
    }
    for (position, field) in layout.register.key_fields() {
        if layout.columns.iter().any(|column| column.field == position) {
            continue;
        }
        layout.keyed = false;
        // A misspelt header is said once.
        if !perhaps.contains(&position) {
            let message = Message::new("import-missing-key-column").with("field", field.label);
            report.fault(layout.row_spot(layout.header.number), message);
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

/// Reports a column that names no field; gives the field that was probably meant.
fn unknown_column<'a>(register: &Register, header: &str, spot: Spot<'a>, report: &mut Report<'a>) -> Option<usize> {
    let written = header.trim().to_lowercase();
    let names = register.fields.iter().enumerate().flat_map(|(i, field)| {
        [field.key, field.label.zh, field.label.en].map(|name| (edits(&written, &name.to_lowercase()), i, name))
    });
    let nearest = names.min_by_key(|(distance, _, _)| *distance);
    let near = nearest.filter(|(distance, _, name)| distance * 2 <= name.chars().count().max(2));
    report.fault(
        spot,
        match near {
            Some((_, _, name)) => Message::new("import-unknown-column").with("near", name),
            None => Message::new("import-unknown-column-alone").with("register", register.label),
        },
    );
    near.map(|(_, field, _)| field)
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
