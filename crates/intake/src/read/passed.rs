//! Rows below a header that are no records: sums of others and their parts, the header again, titles, foot notes.

use super::above;
use super::header;
use super::hints;
use super::merged::Covered;
use super::notes::{self, Aside};
use super::numbering;
use super::phrase;
use super::sheet::{Line, Raw};
use super::text;
use super::words::{self, Total};
use crate::draft::SheetSource;
use crate::shown;
use unicode_normalization::UnicodeNormalization;
use yanlian_model::{Field, Kind, Message, Register, Severity, Target, party_outside};

/// Why a row is no record, with what to say of it; `None` where it is one.
pub(crate) fn passed_over(
    line: &Line,
    covered: &Covered,
    sheet: &SheetSource,
    register: &Register,
) -> Option<(Severity, Message)> {
    if let Some(total) = total(line, sheet, register) {
        let id = if total == Total::Part { "import-part-row" } else { "import-total-row" };
        return Some((Severity::Warning, Message::new(id)));
    }
    if numbering::is_of_columns(line, sheet) {
        return Some((Severity::Note, Message::new("import-column-numbers")));
    }
    repeated_header(line, sheet, register)
        .or_else(|| foot_note(line, sheet, register))
        .or_else(|| alone(line, covered, sheet, register))
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

/// Whether a field of the key holds codes, of which any word may be one: it names another record, or its own has more
/// that it cannot lack.
fn may_be_code(field: &Field, register: &Register) -> bool {
    let tells_more = |other: &Field| match other.kind {
        Kind::Choice(_) => other.is_key,
        _ => other.required && !other.is_key,
    };
    field.form.is_none() && (field.target.is_some() || register.fields.iter().any(tells_more))
}

/// Whether a field of the key holds a code that sounds like a sum: what is kept, and the rest of its record, tell
/// whether it is one.
pub(crate) fn is_perhaps_sum(field: &Field, register: &Register, text: &str) -> bool {
    let may_sound_so = field.is_key && field.kind == Kind::Text && !is_called(field, text);
    may_sound_so && words::total(text) == Some(Total::Perhaps) && may_be_code(field, register)
}

/// Whether a row adds up others or is a part of one: it says so in a field of the key, in its name, in no field, or
/// where it has no key. The name of another record may end in such a word, and a code or a name that stands beside a
/// key may be such a word as long as something can be called so.
fn total(line: &Line, sheet: &SheetSource, register: &Register) -> Option<Total> {
    let keyed = is_keyed(line, sheet, register);
    line.cells.iter().find_map(|(at, raw)| {
        let Raw::Text(text) = raw else { return None };
        let field = field_at(*at, sheet, register);
        // What else a record with its key says is not asked: a file has millions of such cells.
        if keyed && field.is_some_and(|field| !field.is_key && !is_called(field, text)) {
            return None;
        }
        // A word to choose from may end as sums do, and is none.
        if field.is_some_and(|field| is_choice(field, text)) {
            return None;
        }
        let named = field.and_then(|field| outside(field, text)).unwrap_or(text);
        let total = words::total(named)?;
        let nobody = matches!(total, Total::Word | Total::Part);
        let is_said = match field {
            Some(field) if is_called(field, text) => nobody || !keyed,
            Some(field) if field.is_key => match total {
                Total::Perhaps => !may_be_code(field, register),
                Total::Of => field.target.is_none(),
                Total::Word | Total::Part => true,
            },
            None if nobody => true,
            _ => !keyed,
        };
        is_said.then_some(total)
    })
}

/// Whether a text is a word of the list that its field chooses from.
fn is_choice(field: &Field, text: &str) -> bool {
    let Kind::Choice(choices) = field.kind else { return false };
    choices.iter().any(|choice| [choice.key, choice.label.zh, choice.label.en].contains(&text.trim()))
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
    let of_register = || {
        let texts = line.cells.iter().filter_map(|(_, raw)| if let Raw::Text(text) = raw { Some(text) } else { None });
        let hint = |text: &String| hints::of_register(register, header::is_of_years(register), text);
        texts.filter_map(hint).next().map(|message| (Severity::Warning, message))
    };
    is_aside(line).then(|| of_register().unwrap_or_else(|| (Severity::Note, Message::new("import-foot-note"))))
}

/// Whether each cell belongs to a line of notes or signatures: a label with what it says, in one cell or in two.
fn is_aside(line: &Line) -> bool {
    let mut is_announced = false;
    line.cells.iter().all(|(_, raw)| {
        let aside = if let Raw::Text(text) = raw { notes::aside(text) } else { None };
        let belongs = aside.is_some() || is_announced;
        is_announced = aside == Some(Aside::Label);
        belongs
    })
}

/// That a row has one text and nothing else, beside a number of its own: a title of the rows below it or a note. Where
/// it does not read as one it is passed over if it is only a part of a key; a key or a name alone is a record that lacks
/// the rest.
fn alone(line: &Line, covered: &Covered, sheet: &SheetSource, register: &Register) -> Option<(Severity, Message)> {
    if line.cells.len() > 2 || sheet.columns.len() < 2 {
        return None;
    }
    // 一 or （二）, as titles are numbered; records are by 1 and 2.
    let is_number = |(at, raw): &&(u32, Raw)| {
        let is_title = |text: &str| numbering::is_ordinal(text) && numbering::counting_number(text).is_none();
        sheet.column_at(*at).is_none() && matches!(raw, Raw::Text(text) if is_title(text))
    };
    let mut cells = line.cells.iter().filter(|cell| !is_number(cell));
    let (Some((at, Raw::Text(text))), None) = (cells.next(), cells.next()) else { return None };
    let is_numbered = line.cells.len() == 2;
    let is_across = covered.beside.len() * 2 >= sheet.columns.len();
    let is_part =
        || field_at(*at, sheet, register).is_some_and(|field| field.is_key) && !is_keyed(line, sheet, register);
    let severity = match is_numbered || is_across || notes::is_note_or_title(text) {
        true => Severity::Note,
        false if is_part() => Severity::Warning,
        false => return None,
    };
    Some((severity, Message::new("import-lone-text").with("value", shown(text))))
}
