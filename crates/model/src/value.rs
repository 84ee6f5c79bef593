//! The value of one cell, and how it is read from and written as text.

use crate::{Choice, Kind};
use chrono::NaiveDate;

/// A value that a register holds in one cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Text; also keys, references, choices, months and lists (joined with `;`).
    Text(String),
    /// A number in the field's unit; also a year.
    Number(f64),
    /// A calendar date.
    Date(NaiveDate),
    /// Yes or no.
    Flag(bool),
}

/// Why a text is no value of a field's kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CellFault {
    /// Not a number.
    Number,
    /// Not a date (YYYY-MM-DD).
    Date,
    /// Not a year (1900 to 2200).
    Year,
    /// Neither a year nor a month (YYYY or YYYY-MM).
    Period,
    /// Neither yes nor no.
    Flag,
    /// None of the choices.
    Choice,
}

impl Value {
    /// Reads trimmed, non-empty text as a value of `kind`.
    ///
    /// Numbers may have thousands separators and full-width digits; flags and choices may be given
    /// by key or by their label in either language; dates with `-`, `/`, `.` or 年月日.
    pub fn parse(kind: Kind, text: &str) -> Result<Value, CellFault> {
        match kind {
            Kind::Text => Ok(Value::Text(text.to_owned())),
            Kind::List => Ok(Value::Text(normal_list(text))),
            Kind::Number => parse_number(text).map(Value::Number).ok_or(CellFault::Number),
            Kind::Year => parse_year(text).map(|y| Value::Number(f64::from(y))).ok_or(CellFault::Year),
            Kind::Date => parse_date(text).map(Value::Date).ok_or(CellFault::Date),
            Kind::Period => parse_period(text).map(Value::Text).ok_or(CellFault::Period),
            Kind::Flag => parse_flag(text).map(Value::Flag).ok_or(CellFault::Flag),
            Kind::Choice(choices) => {
                Choice::find(choices, text).map(|choice| Value::Text(choice.key.to_owned())).ok_or(CellFault::Choice)
            }
        }
    }

    /// The text from which [`Value::parse`] reads this value back.
    pub fn to_text(&self) -> String {
        match self {
            Value::Text(text) => text.clone(),
            Value::Number(number) => format!("{number}"),
            Value::Date(date) => date.format("%Y-%m-%d").to_string(),
            Value::Flag(true) => "yes".to_owned(),
            Value::Flag(false) => "no".to_owned(),
        }
    }

    /// The value as JSON; dates as `YYYY-MM-DD`.
    pub fn to_json(&self) -> serde_json::Value {
        match self {
            Value::Number(number) => serde_json::Value::from(*number),
            Value::Flag(flag) => serde_json::Value::from(*flag),
            Value::Text(_) | Value::Date(_) => serde_json::Value::from(self.to_text()),
        }
    }

    /// Reads what [`Value::to_json`] wrote for a field of `kind`; `None` where it does not fit.
    pub fn from_json(kind: Kind, json: &serde_json::Value) -> Option<Value> {
        match (kind, json) {
            (Kind::Number | Kind::Year, serde_json::Value::Number(number)) => number.as_f64().map(Value::Number),
            (Kind::Flag, serde_json::Value::Bool(flag)) => Some(Value::Flag(*flag)),
            (Kind::Date, serde_json::Value::String(text)) => {
                NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().map(Value::Date)
            }
            (Kind::Text | Kind::List | Kind::Period | Kind::Choice(_), serde_json::Value::String(text)) => {
                Some(Value::Text(text.clone()))
            }
            _ => None,
        }
    }
}

/// Full-width digits and signs as their ASCII forms.
fn half_width(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            '\u{3000}' => ' ',
            _ => c,
        })
        .collect()
}

/// No figure of a park is as large, in whatever unit; sums of smaller ones never run over.
const BEYOND_ALL: f64 = 1e15;

/// Reads `1,234.5`, `1234.5`, full-width digits; not `inf`, `nan`, 1e308 or an empty text.
fn parse_number(text: &str) -> Option<f64> {
    let plain = half_width(text);
    let digits = match plain.contains(',') {
        true => without_thousands(plain.trim())?,
        false => plain.trim().to_owned(),
    };
    if !digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '+' | 'e' | 'E')) {
        return None;
    }
    digits.parse().ok().filter(|number: &f64| number.abs() < BEYOND_ALL).map(|number| number + 0.0)
}

/// Takes commas out where each stands before exactly three digits; `1,5` is refused, not read as 15.
fn without_thousands(text: &str) -> Option<String> {
    let whole = text.split('.').next()?;
    let groups: Vec<&str> = whole.trim_start_matches(['-', '+']).split(',').collect();
    let well_formed = groups[0].len() <= 3 && !groups[0].is_empty() && groups[1..].iter().all(|g| g.len() == 3);
    well_formed.then(|| text.replace(',', ""))
}

fn parse_year(text: &str) -> Option<i32> {
    let year = half_width(text).trim_end_matches('年').trim().parse::<f64>().ok()?;
    (year.fract() == 0.0 && (1900.0..=2200.0).contains(&year)).then_some(year as i32)
}

fn parse_date(text: &str) -> Option<NaiveDate> {
    let plain = half_width(text);
    let day = plain.split([' ', 'T']).next()?;
    let numbers: Vec<&str> = day.trim_end_matches('日').split(['-', '/', '.', '年', '月']).collect();
    let [year, month, day] = numbers.as_slice() else { return None };
    (year.len() == 4).then(|| NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?))?
}

/// A year `YYYY`, or a month `YYYY-MM`, in that normal form.
fn parse_period(text: &str) -> Option<String> {
    if let Some(year) = parse_year(text) {
        return Some(year.to_string());
    }
    if let Some(date) = parse_date(text) {
        return Some(date.format("%Y-%m").to_string());
    }
    let plain = half_width(text);
    let (year, month) = plain.trim_end_matches('月').split_once(['-', '/', '.', '年'])?;
    let month: u32 = month.parse().ok().filter(|month| (1..=12).contains(month))?;
    Some(format!("{:04}-{month:02}", parse_year(year)?))
}

fn parse_flag(text: &str) -> Option<bool> {
    match half_width(text).to_ascii_lowercase().as_str() {
        "yes" | "y" | "true" | "1" | "是" | "有" | "√" => Some(true),
        "no" | "n" | "false" | "0" | "否" | "无" | "×" => Some(false),
        _ => None,
    }
}

/// One `;` between entries, whichever separator was typed.
fn normal_list(text: &str) -> String {
    let entries: Vec<&str> =
        text.split([';', '\u{ff1b}', '、', '\n']).map(str::trim).filter(|e| !e.is_empty()).collect();
    entries.join(";")
}

/// A Rust type that a field of a record may have; tells the field's kind and whether it may be blank.
pub trait Cell: Sized {
    /// The kind of the field's cells.
    const KIND: Kind;
    /// Whether a record needs a value here.
    const REQUIRED: bool;
    /// From the cell; `None` where a required value is absent or of another kind.
    fn from_value(value: Option<&Value>) -> Option<Self>;
    /// To the cell.
    fn to_value(&self) -> Option<Value>;
}

/// Declares a type of cell that is required, and with it the optional form.
macro_rules! cell {
    ($ty:ty, $kind:expr, $value:pat => $from:expr, $self:ident => $to:expr) => {
        impl Cell for $ty {
            const KIND: Kind = $kind;
            const REQUIRED: bool = true;
            fn from_value(value: Option<&Value>) -> Option<Self> {
                match value {
                    Some($value) => $from,
                    _ => None,
                }
            }
            fn to_value(&self) -> Option<Value> {
                let $self = self;
                Some($to)
            }
        }
        impl Cell for Option<$ty> {
            const KIND: Kind = $kind;
            const REQUIRED: bool = false;
            fn from_value(value: Option<&Value>) -> Option<Self> {
                match value {
                    None => Some(None),
                    some => <$ty as Cell>::from_value(some).map(Some),
                }
            }
            fn to_value(&self) -> Option<Value> {
                self.as_ref().and_then(Cell::to_value)
            }
        }
    };
}
pub(crate) use cell;

cell!(String, Kind::Text, Value::Text(text) => Some(text.clone()), it => Value::Text(it.clone()));
cell!(f64, Kind::Number, Value::Number(number) => Some(*number), it => Value::Number(*it));
cell!(i32, Kind::Year, Value::Number(number) => Some(*number as i32), it => Value::Number(f64::from(*it)));
cell!(NaiveDate, Kind::Date, Value::Date(date) => Some(*date), it => Value::Date(*it));
cell!(bool, Kind::Flag, Value::Flag(flag) => Some(*flag), it => Value::Flag(*it));

/// A year or a month: `YYYY` or `YYYY-MM`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Period(pub String);

impl Period {
    /// The year.
    pub fn year(&self) -> Option<i32> {
        self.0.get(..4)?.parse().ok()
    }

    /// The month, where the period is one.
    pub fn month(&self) -> Option<u32> {
        self.0.get(5..)?.parse().ok()
    }
}

cell!(Period, Kind::Period, Value::Text(text) => Some(Period(text.clone())), it => Value::Text(it.0.clone()));

impl Cell for Vec<String> {
    const KIND: Kind = Kind::List;
    const REQUIRED: bool = false;
    fn from_value(value: Option<&Value>) -> Option<Self> {
        match value {
            None => Some(Vec::new()),
            Some(Value::Text(text)) => Some(text.split(';').map(str::to_owned).collect()),
            Some(_) => None,
        }
    }
    fn to_value(&self) -> Option<Value> {
        (!self.is_empty()).then(|| Value::Text(self.join(";")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_people_type_them() {
        assert_eq!(parse_number("1,234.5"), Some(1234.5));
        assert_eq!(parse_number("12"), Some(12.0));
        assert_eq!(parse_number("-0"), Some(0.0));
        for refused in ["1,5", "12,34,567", "inf", "nan", "", "1.2.3", "twelve"] {
            assert_eq!(parse_number(refused), None, "{refused}");
        }
    }

    #[test]
    fn dates_and_periods_in_their_usual_forms() {
        let day = NaiveDate::from_ymd_opt(2025, 3, 1);
        for text in ["2025-03-01", "2025/3/1", "2025年3月1日", "2025.3.1", "2025-03-01 00:00:00"] {
            assert_eq!(parse_date(text), day, "{text}");
        }
        assert_eq!(parse_date("2025-02-30"), None);
        assert_eq!(parse_date("01/03/2025"), None);
        assert_eq!(parse_period("2025年3月"), Some("2025-03".to_owned()));
        assert_eq!(parse_period("2025"), Some("2025".to_owned()));
        assert_eq!(parse_period("2025-13"), None);
    }
}
