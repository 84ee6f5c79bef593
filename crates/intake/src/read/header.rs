//! Which register a sheet is, and which field each of its columns.

use super::above::Above;
use super::brackets;
use super::cells::Reader;
use super::merged::Covered;
use super::money::{is_amount, of_yuan};
use super::numbering;
use super::phrase;
use super::quantity::{Given, measure};
use super::readings;
use super::remarks;
use super::sheet::{Line, Raw};
use super::text;
use crate::draft::{Column, Drafts, SheetSource, Source, Spot};
use crate::shown;
use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;
use yanlian_model::{Bilingual, Kind, Lang, Message, Register, Severity, UnitRule, registers};

/// Sheets that are for people to read.
const READ_ME: [&str; 4] = ["说明", "填写说明", "read me", "readme"];

/// The fields of each register by their names as headers are compared; where two have the same the first.
static FIELDS: LazyLock<HashMap<&str, HashMap<String, usize>>> = LazyLock::new(|| {
    let names = |register: &Register| {
        let labels = register.fields.iter().map(|field| [field.key, field.label.zh, field.label.en]);
        let fields = labels.enumerate().flat_map(|(at, names)| names.map(|name| (text::folded(name), at)));
        fields.rev().collect()
    };
    registers::ALL.iter().map(|register| (register.name, names(register))).collect()
});

/// The register that a sheet is by its title.
pub(crate) fn register(sheet: &SheetSource) -> Option<&'static Register> {
    let title = text::folded(sheet.title());
    let names = |register: &Register| [register.name, register.label.zh, register.label.en].map(text::folded);
    registers::ALL.iter().copied().find(|register| names(register).contains(&title))
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
pub(crate) fn place<'l>(register: &Register, top: impl Iterator<Item = &'l Line>) -> Option<usize> {
    let named = |line: &Line| line.cells.iter().filter(|(_, raw)| find(register, &raw.shown()).is_some()).count();
    let counts: Vec<usize> = top.map(named).collect();
    let place = (0..counts.len()).rev().max_by_key(|place| counts[*place])?;
    (counts[place] > 0).then_some(place)
}

/// Takes a second row of the header that gives the units, and writes each behind the name of its column.
pub(crate) fn take_units(register: &Register, header: &mut Line, below: &mut Vec<(Line, Covered)>) {
    let Some((second, _)) = below.first() else { return };
    let said = |(at, raw): &(u32, Raw)| Some((*at, unit_below(register, header.cell(*at)?, raw)?.map(str::to_owned)));
    let Some(said) = second.cells.iter().map(said).collect::<Option<Vec<_>>>() else { return };
    let units: Vec<(u32, String)> = said.into_iter().filter_map(|(at, unit)| Some((at, unit?))).collect();
    for (at, unit) in &units {
        if let Some((_, Raw::Text(name))) = header.cells.iter_mut().find(|(column, _)| column == at) {
            *name = format!("{name}\u{ff08}{unit}\u{ff09}");
        }
    }
    if !units.is_empty() {
        below.remove(0);
    }
}

/// The unit that stands below the name of a column, or that there is none: the name again, as in a merged cell, or a
/// sign. `None` where something else stands there, so that the row is a record.
fn unit_below<'u>(register: &Register, name: &Raw, below: &'u Raw) -> Option<Option<&'u str>> {
    let (Raw::Text(name), Raw::Text(text)) = (name, below) else { return None };
    if name == text || phrase::is_label(text) {
        return Some(None);
    }
    let field = find(register, name).map(|(field, _)| &register.fields[field])?;
    let of_readings = || readings::unit(text).filter(|_| field.of_reading).map(|_| text.trim());
    phrase::in_brackets(text).or_else(of_readings).filter(|_| field.kind == Kind::Number).map(Some)
}

/// What is needed to read the header of a sheet.
pub(crate) struct Reading<'d> {
    pub(crate) register: &'static Register,
    pub(crate) source: u32,
    pub(crate) drafts: &'d mut Drafts,
    /// Cells are parted by semicolons, so that a comma may be that of decimals.
    pub(crate) semicolons: bool,
}

impl Reading<'_> {
    /// Reads the header row: which field each column is, and in what unit; `above` is what the rows above it say of
    /// units. Gives the columns that number the rows, with what to say of those that may be meant for a field.
    pub(crate) fn read(mut self, header: &Line, above: &Above) -> BTreeMap<u32, Option<Message>> {
        let mut cells: Vec<_> = header.cells.iter().collect();
        cells.sort_by_key(|(at, _)| *at);
        cells.dedup_by_key(|(at, _)| *at);
        let headers = cells.iter().map(|(at, raw)| (*at, raw.shown().into_owned())).collect();
        let mut columns: Vec<Column> = Vec::new();
        let mut perhaps = Vec::new();
        let mut unknown = BTreeMap::new();
        for (at, raw) in cells {
            let spot = Spot { source: self.source, row: Some(header.number), column: Some(*at) };
            let Raw::Text(name) = raw else {
                let message = Message::new("import-header-not-text").with("value", shown(&raw.shown()));
                self.fault(Spot { column: None, ..spot }, message);
                continue;
            };
            let Some((field, unit)) = find(self.register, name) else {
                if numbering::is_running_number(name) {
                    unknown.insert(*at, None);
                    continue;
                }
                let (message, near) = unknown_column(self.register, name);
                if numbering::may_be_running_number(name) {
                    unknown.insert(*at, Some(message));
                    continue;
                }
                self.fault(spot, message);
                perhaps.extend(near);
                continue;
            };
            if let Some(first) = columns.iter().find(|column| column.field == field) {
                let first = header.cell(first.at).map(|raw| raw.shown().into_owned()).unwrap_or_default();
                self.fault(spot, Message::new("import-duplicate-column").with("first", first));
                continue;
            }
            let own = self.headed(field, name);
            let unit = unit.filter(|name| !own.without_own_word(name).is_empty() && own.headed(name).is_none());
            let unit = unit.map(|name| self.unit(field, name).map_err(|message| self.fault(spot, message)));
            let mut reader = own.in_units(unit.and_then(Result::ok), None);
            reader.semicolons = self.semicolons;
            columns.push(Column { at: *at, field, reader });
        }
        let of_years = is_of_years(self.register);
        above.apply(self.source, (self.register, of_years), &mut columns, &mut self.drafts.noticed);
        self.keys(header.number, &columns, &perhaps);
        let keyed = self.register.key_fields().all(|(key, _)| columns.iter().any(|column| column.field == key));
        if let Source::Sheet(sheet) = &mut self.drafts.sources[self.source as usize] {
            *sheet = SheetSource { header: header.number, headers, columns, keyed, ..sheet.clone() };
        }
        unknown
    }

    /// The reader of a field under a header whose brackets may say whether the tax is in it, or the unit of readings.
    fn headed(&self, field: usize, header: &str) -> Reader {
        let reader = Reader::new(self.register, field);
        let parts = header.split(|c: char| brackets::is_one(c) || ",\u{ff0c};\u{ff1b}、 ".contains(c));
        parts.skip(1).find_map(|part| reader.headed(part.trim())).unwrap_or(reader)
    }

    fn fault(&mut self, spot: Spot, message: Message) {
        self.drafts.noticed.add(spot, Severity::Fault, message);
    }

    /// Reports key fields without a column; a misspelt header is said once.
    fn keys(&mut self, row: u32, columns: &[Column], perhaps: &[usize]) {
        for (position, field) in self.register.key_fields() {
            if columns.iter().all(|column| column.field != position) && !perhaps.contains(&position) {
                let spot = Spot { source: self.source, row: Some(row), column: None };
                self.fault(spot, Message::new("import-missing-key-column").with("field", field.label));
            }
        }
    }

    /// The unit that a header gives, where the field can be converted from it.
    fn unit(&self, field: usize, name: &str) -> Result<Given, Message> {
        let declared = &self.register.fields[field];
        let is_other = remarks::is_other_figure(name, is_of_years(self.register));
        let unknown = || match is_other {
            true => Message::new("import-other-figure").with("remark", shown(name)).with("field", declared.label),
            false => Message::new("import-unknown-unit").with("unit", shown(name)),
        };
        // How many without a unit can but be of yuan where the field is an amount of money.
        let yuan = || of_yuan(name).filter(|_| matches!(declared.unit, UnitRule::Fixed("CNY")));
        let reader = Reader::new(self.register, field);
        // “A year” may stand behind what a year brings, and behind nothing else.
        let bare = name.trim();
        if phrase::unit(bare).is_some() && measure(bare, None).is_none() && reader.named(bare).is_none() {
            return Err(unknown());
        }
        let unit = yuan().or_else(|| phrase::in_header(name)).or_else(|| reader.named(name)).ok_or_else(unknown)?;
        match declared.unit {
            _ if reader.takes(unit) => Ok(unit),
            UnitRule::Fixed(own) if declared.kind == Kind::Number => {
                Err(Message::new("import-inconvertible-unit").with("from", shown(name)).with("to", own))
            }
            _ => Err(Message::new("import-no-unit-here").with("value", shown(name))),
        }
    }
}

/// The field that a header names, and the unit that stands behind the name: in brackets, or after a
/// sign or a space. Width, case, spaces and line breaks do not count.
pub(crate) fn find<'a>(register: &Register, header: &'a str) -> Option<(usize, Option<&'a str>)> {
    let names = FIELDS.get(register.name)?;
    let field = |name: &str| names.get(&text::folded(name)).copied();
    if let Some(whole) = field(header) {
        return Some((whole, None));
    }
    let trimmed = without_mark(header);
    if let Some(field) = field(trimmed) {
        return Some((field, None));
    }
    if let Some((name, inner)) = brackets::last(trimmed) {
        let unit = remarks::without(inner, is_of_years(register)).map(str::trim).filter(|inner| !is_mark(inner));
        if let Some(field) = field(name.trim()) {
            return Some((field, unit));
        }
        // Beside the unit a remark, a mark or the currency may have brackets of its own.
        match (find(register, name), unit) {
            (Some((field, None)), unit) => return Some((field, unit)),
            (Some(found), None) => return Some(found),
            (Some((field, Some(own))), Some(unit)) if phrase::is_currency(unit) && is_amount(own) => {
                return Some((field, Some(own)));
            }
            (Some((field, Some(own))), Some(unit)) if phrase::is_currency(own) && is_amount(unit) => {
                return Some((field, Some(unit)));
            }
            _ => {}
        }
    }
    let signs = |c: char| c.is_whitespace() || "/\u{ff0f},\u{ff0c}、:\u{ff1a}-".contains(c);
    header.char_indices().filter(|(_, c)| signs(*c)).find_map(|(at, c)| {
        let (name, unit) = (&header[..at], header[at + c.len_utf8()..].trim_matches(signs));
        Some((field(name)?, Some(unit))).filter(|_| phrase::in_header(unit).is_some())
    })
}

/// A header without the marks that lead to a foot note: `总投资①`, `总投资（亿元）*`. Behind a letter a raised figure is
/// a power: m².
fn without_mark(header: &str) -> &str {
    let is_sign = |c: char| matches!(c, '*' | '†' | '‡' | '※' | '\u{2460}'..='\u{2473}' | '\u{2776}'..='\u{2793}');
    let is_raised = |c: char| matches!(c, '\u{b9}' | '\u{b2}' | '\u{b3}' | '\u{2070}'..='\u{2079}');
    let plain = header.trim_end_matches(|c: char| is_sign(c) || c.is_whitespace());
    let bare = plain.trim_end_matches(is_raised);
    if bare.ends_with(|c: char| c.is_ascii_alphabetic()) { plain } else { bare }
}

/// Whether a text in brackets leads to a foot note: `[1]`, `（2）`.
fn is_mark(inner: &str) -> bool {
    matches!(inner.len(), 1 | 2) && inner.bytes().all(|c| c.is_ascii_digit())
}

/// Whether a register keeps what a year was.
pub(super) fn is_of_years(register: &Register) -> bool {
    register.key_fields().any(|(_, field)| field.kind == Kind::Year)
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
