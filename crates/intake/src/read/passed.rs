//! Rows below a header that are no records: sums of others, the header again, foot notes.

use super::above;
use super::header;
use super::phrase;
use super::sheet::{Line, Raw};
use super::text;
use super::words::{self, Total};
use crate::draft::SheetSource;
use crate::shown;
use unicode_normalization::UnicodeNormalization;
use yanlian_model::{Field, Message, Register, Severity, Target, party_outside};

/// Why a row is no record, with what to say of it; `None` where it is one.
pub(crate) fn passed_over(line: &Line, sheet: &SheetSource, register: &Register) -> Option<(Severity, Message)> {
    if is_total(line, sheet, register) {
        return Some((Severity::Warning, Message::new("import-total-row")));
    }
    repeated_header(line, sheet, register).or_else(|| foot_note(line, sheet, register))
}

/// The column of a record that something may be called, though it is mostly a sum: a firm named Total.
pub(crate) fn perhaps_total(line: &Line, sheet: &SheetSource, register: &Register) -> Option<(u32, Message)> {
    line.cells.iter().find_map(|(at, raw)| {
        let Raw::Text(text) = raw else { return None };
        let field = field_at(*at, sheet, register).filter(|field| is_called(field, text))?;
        let named = outside(field, text).unwrap_or(text);
        (words::total(named)? == Total::Perhaps)
            .then(|| (*at, Message::new("import-perhaps-total").with("value", shown(text))))
    })
}

fn field_at<'r>(at: u32, sheet: &SheetSource, register: &'r Register) -> Option<&'r Field> {
    sheet.column_at(at).map(|column| &register.fields[column.field])
}

/// The name of a party that is not registered.
fn outside<'t>(field: &Field, text: &'t str) -> Option<&'t str> {
    party_outside(text).filter(|_| field.target == Some(Target::Party))
}

/// Whether a cell holds what something is called, which may sound like a sum.
fn is_called(field: &Field, text: &str) -> bool {
    field.naming.is_some_and(yanlian_model::Naming::is_name) && !field.is_key || outside(field, text).is_some()
}

/// Whether a row has a cell in every column of the key.
fn is_keyed(line: &Line, sheet: &SheetSource, register: &Register) -> bool {
    sheet
        .columns
        .iter()
        .filter(|column| register.fields[column.field].is_key)
        .all(|column| line.cell(column.at).is_some())
}

/// Whether a row adds up the others: it says so in a field of the key, in its name, in no field, or where it has no
/// key. The name of another record may end in such a word, and a name that stands beside a key may be such a word
/// as long as somebody can be called so.
fn is_total(line: &Line, sheet: &SheetSource, register: &Register) -> bool {
    let keyed = is_keyed(line, sheet, register);
    line.cells.iter().any(|(at, raw)| {
        let Raw::Text(text) = raw else { return false };
        let field = field_at(*at, sheet, register);
        // What else a record with its key says is not asked: a file has millions of such cells.
        if keyed && field.is_some_and(|field| !field.is_key && !is_called(field, text)) {
            return false;
        }
        let named = field.and_then(|field| outside(field, text)).unwrap_or(text);
        let Some(total) = words::total(named) else { return false };
        match field {
            Some(field) if is_called(field, text) => total == Total::Word || !keyed,
            Some(field) if field.is_key => field.target.is_none() || total != Total::Of,
            None if total == Total::Word => true,
            _ => !keyed,
        }
    })
}

/// That a row repeats the header, as tables of several pages do: in either language, with its units or without.
/// Under another unit the rows that follow would be in that one.
fn repeated_header(line: &Line, sheet: &SheetSource, register: &Register) -> Option<(Severity, Message)> {
    let is_like_header = |(at, raw): &(u32, Raw)| {
        let Raw::Text(text) = raw else { return false };
        let header = sheet.header_at(*at);
        text == header
            || field_at(*at, sheet, register).map_or_else(|| may_be(text, header), |field| may_name(text, field))
    };
    let is_long = line.cells.len() >= 2 && line.cells.len() * 2 >= sheet.headers.len();
    // Every row is asked, so that the few that look like a header are looked at closely.
    if !is_long || !line.cells.iter().all(is_like_header) {
        return None;
    }
    let mut is_same = true;
    for (at, raw) in &line.cells {
        let text = raw.shown();
        match (sheet.column_at(*at), header::find(register, &text)) {
            _ if text == sheet.header_at(*at) => {}
            (Some(column), Some((field, unit))) if field == column.field => {
                let is_its =
                    |unit: &str| phrase::in_header(unit).is_some_and(|unit| column.reader.unit() == Some(unit));
                is_same &= unit.is_none_or(is_its);
            }
            (None, _) if text::folded(&text) == text::folded(sheet.header_at(*at)) => {}
            _ => return None,
        }
    }
    match is_same {
        true => Some((Severity::Note, Message::new("import-repeated-header"))),
        false => Some((Severity::Fault, Message::new("import-repeated-header-unit"))),
    }
}

/// Whether a text may name a field, by its first character.
fn may_name(text: &str, field: &Field) -> bool {
    [field.key, field.label.zh, field.label.en].iter().any(|name| may_be(text, name))
}

/// Whether two texts begin alike, whatever their width and case.
fn may_be(text: &str, name: &str) -> bool {
    first(text) == first(name)
}

fn first(text: &str) -> Option<char> {
    let first = text.trim_start().chars().next()?;
    // Every cell of a file is asked, and hardly one of them is wide.
    let narrow = if first.is_ascii() { Some(first) } else { first.nfkc().next() };
    narrow.map(|c| c.to_ascii_lowercase())
}

/// That a row below the table is a note on it. One that tells a unit comes too late.
fn foot_note(line: &Line, sheet: &SheetSource, register: &Register) -> Option<(Severity, Message)> {
    if line.cells.len() == 1 || !is_keyed(line, sheet, register) {
        let said = above::announced(line);
        let units: Vec<String> = said.units.into_iter().map(|named| named.written).chain(said.unknown).collect();
        if !units.is_empty() {
            let message = Message::new("import-unit-below").with("unit", shown(&units.join("、")));
            return Some((Severity::Fault, message));
        }
    }
    let is_label = |(_, raw): &(u32, Raw)| matches!(raw, Raw::Text(text) if words::is_foot_note(text));
    line.cells.iter().all(is_label).then(|| (Severity::Note, Message::new("import-foot-note")))
}
