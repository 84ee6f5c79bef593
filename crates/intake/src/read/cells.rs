//! Cells to values: what the text or the number of one field says, before references are looked up.

use super::quantity::{self, Quantity, QuantityFault};
use super::sheet::Raw;
use crate::draft::Mark;
use crate::shown;
use yanlian_model::spreadsheet::{CLEAR, unprotect};
use yanlian_model::units::{self, Measure};
use yanlian_model::{CellFault, Choice, Field, Kind, Lang, MASK, Message, Privacy, UnitRule, Value};

/// What a cell says.
pub(crate) enum Parsed {
    Blank,
    Value(Value),
    In(f64, Measure),
    Mark(Mark),
}

/// Reads one cell of a file.
pub(crate) fn parse(field: &Field, raw: &Raw, header_unit: Option<Measure>) -> Result<Parsed, Message> {
    match raw {
        Raw::Text(text) if text.eq_ignore_ascii_case(CLEAR) => Ok(Parsed::Mark(Mark::Clear)),
        Raw::Text(text) if text == MASK && field.privacy == Privacy::Personal => Ok(Parsed::Mark(Mark::Withheld)),
        Raw::Text(text) => parse_text(field, unprotect(text), header_unit),
        Raw::Number(number) => parse_number(field, *number, header_unit),
        Raw::Date(date) => match field.kind {
            Kind::Date => Ok(Parsed::Value(Value::Date(*date))),
            // Text, or a month that the spreadsheet took for a date; the other kinds refuse it.
            _ => parse_text(field, &date.to_string(), None),
        },
        Raw::Flag(flag) => match field.kind {
            Kind::Flag => Ok(Parsed::Value(Value::Flag(*flag))),
            _ => parse_text(field, &raw.shown(), None),
        },
        Raw::Error(error) => Err(Message::new("import-error-cell").with("value", shown(error))),
        Raw::Uncalculated => Err(Message::new("import-uncalculated")),
    }
}

/// Reads a text, as it stands in a form or in a cell.
pub(crate) fn parse_text(field: &Field, text: &str, header_unit: Option<Measure>) -> Result<Parsed, Message> {
    let control = |c: char| c.is_control() && (field.is_key || !matches!(c, '\n' | '\r' | '\t'));
    if text.chars().any(control) {
        return Err(Message::new("import-control-character"));
    }
    match field.kind {
        Kind::Number => match quantity::read(text) {
            Ok(quantity) => measured(field, quantity, header_unit, text),
            Err(QuantityFault::NotANumber) => Err(Message::new("import-not-a-number").with("value", shown(text))),
            Err(QuantityFault::UnknownUnit(unit)) => Err(Message::new("import-unknown-unit").with("unit", shown(unit))),
        },
        Kind::Text if field.key == "unit" => unit_symbol(field, text),
        kind => match Value::parse(kind, text) {
            // A list of nothing but separators.
            Ok(Value::Text(list)) if list.is_empty() => Ok(Parsed::Blank),
            Ok(value) => Ok(Parsed::Value(value)),
            Err(fault) => Err(no_value(field, fault, text)),
        },
    }
}

/// A number of a spreadsheet has fifteen digits; a longer code has lost its end.
const EXACT: f64 = 1e15;

fn parse_number(field: &Field, number: f64, header_unit: Option<Measure>) -> Result<Parsed, Message> {
    let shortest = number.to_string();
    match field.kind {
        _ if !number.is_finite() => Err(Message::new("import-not-a-number").with("value", shortest)),
        Kind::Number => measured(field, Quantity { number: number + 0.0, unit: None }, header_unit, &shortest),
        Kind::Text | Kind::List if number.abs() >= EXACT => {
            Err(Message::new("import-long-number").with("value", shortest))
        }
        _ => parse_text(field, &shortest, None),
    }
}

/// A number with the unit that its cell names, else the header's.
fn measured(field: &Field, quantity: Quantity, header: Option<Measure>, text: &str) -> Result<Parsed, Message> {
    match quantity.unit.or(header) {
        Some(_) if field.unit == UnitRule::None => Err(Message::new("import-no-unit-here").with("value", shown(text))),
        Some(unit) => Ok(Parsed::In(quantity.number, unit)),
        None => Ok(Parsed::Value(Value::Number(quantity.number))),
    }
}

/// A unit by its symbol. What a product or an indicator is counted in is a plain unit, not 万吨.
fn unit_symbol(field: &Field, text: &str) -> Result<Parsed, Message> {
    match units::parse(text) {
        Ok(measure) if measure.multiple == 1.0 => Ok(Parsed::Value(Value::Text(measure.unit.symbol.to_owned()))),
        Ok(measure) if field.required => {
            Err(Message::new("import-plain-unit").with("unit", shown(text)).with("plain", measure.unit.symbol))
        }
        Ok(_) => Ok(Parsed::Value(Value::Text(text.to_owned()))),
        Err(_) => Err(Message::new("import-unknown-unit").with("unit", shown(text))),
    }
}

fn no_value(field: &Field, fault: CellFault, text: &str) -> Message {
    let id = match fault {
        CellFault::Number => "import-not-a-number",
        CellFault::Date => "import-not-a-date",
        CellFault::Year => "import-not-a-year",
        CellFault::Period => "import-not-a-period",
        CellFault::Flag => "import-not-yes-or-no",
        CellFault::Choice => "import-not-a-choice",
    };
    let message = Message::new(id).with("value", shown(text));
    match field.kind {
        Kind::Choice(choices) => {
            let words = |lang: Lang, between: &str| {
                let words: Vec<&str> = choices.iter().map(|choice: &Choice| choice.label.of(lang)).collect();
                words.join(between)
            };
            message.with("choices-zh", words(Lang::Zh, "、")).with("choices-en", words(Lang::En, ", "))
        }
        _ => message,
    }
}
