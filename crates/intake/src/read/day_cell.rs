//! A cell that holds a day or a time: what it says in the field where it stands.

use super::codes::is_code;
use super::workbook::days::DateParts;
use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, Timelike};
use yanlian_model::calendar::YEARS;
use yanlian_model::{Field, Form, Kind, Message};

/// What such a cell says.
pub(super) enum DayCell {
    /// A day.
    Day(NaiveDate),
    /// Text that the field reads by its own rules.
    Text(String),
}

/// What a cell says that shows these parts of a day or time.
///
/// # Errors
/// That a spreadsheet made a day of what is a code.
pub(super) fn shown(field: &Field, at: NaiveDateTime, parts: DateParts) -> Result<DayCell, Message> {
    let date = at.date();
    let is_year = parts.year && !parts.month && !parts.day;
    let text = |format: &str| Ok(DayCell::Text(at.format(format).to_string()));
    match field.kind {
        Kind::Date if YEARS.contains(&date.year()) => Ok(DayCell::Day(date)),
        Kind::Year | Kind::Period if is_year => text("%Y"),
        // Seconds are told where there are any.
        Kind::Text if field.form == Some(Form::Minute) && at.second() > 0 => text("%Y-%m-%d %H:%M:%S"),
        Kind::Text if field.form == Some(Form::Minute) => text("%Y-%m-%dT%H:%M"),
        // A spreadsheet takes the code 3-1 for the first of March.
        Kind::Text if is_code(field) => Err(Message::new("import-date-in-code").with("value", date.to_string())),
        Kind::Text | Kind::List if at.time() != NaiveTime::MIN => text("%Y-%m-%d %H:%M"),
        // Text, or a month that the spreadsheet took for a date; the other kinds refuse it.
        _ => Ok(DayCell::Text(date.to_string())),
    }
}
