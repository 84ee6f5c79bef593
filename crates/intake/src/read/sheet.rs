//! Raw sheets: what stands in a file, before anybody asks what it means.

use chrono::NaiveDate;
use std::borrow::Cow;

/// One cell that is not blank.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Raw {
    /// Text, trimmed.
    Text(String),
    /// A number; also a time without a date.
    Number(f64),
    /// A date.
    Date(NaiveDate),
    /// Yes or no.
    Flag(bool),
    /// An error such as `#N/A`.
    Error(String),
    /// A formula whose value was never calculated.
    Uncalculated,
}

impl Raw {
    /// A cell of this text; `None` where it is blank.
    pub(crate) fn text(text: &str) -> Option<Raw> {
        let text = text.trim();
        (!text.is_empty()).then(|| Raw::Text(text.to_owned()))
    }

    /// What the cell shows.
    pub(crate) fn shown(&self) -> Cow<'_, str> {
        match self {
            Raw::Text(text) | Raw::Error(text) => text.into(),
            Raw::Number(number) => number.to_string().into(),
            Raw::Date(date) => date.to_string().into(),
            Raw::Flag(true) => "TRUE".into(),
            Raw::Flag(false) => "FALSE".into(),
            Raw::Uncalculated => "=".into(),
        }
    }
}

/// One row that is not blank.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Line {
    /// Its number, as the spreadsheet counts, from 1.
    pub(crate) number: u32,
    /// How many cells the file gives it, blank ones too; 0 in a workbook, where that says nothing.
    pub(crate) width: u32,
    /// The cells that are not blank, each with its column, from 0.
    pub(crate) cells: Vec<(u32, Raw)>,
}

impl Line {
    /// Whether it is a remark: its first cell begins with `#`.
    pub(crate) fn is_remark(&self) -> bool {
        matches!(self.cells.first(), Some((_, Raw::Text(text))) if text.starts_with('#'))
    }
}
