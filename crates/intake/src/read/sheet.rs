//! Raw rows: what stands in a file, before anybody asks what it means.

use super::text;
use super::workbook::days::DateParts;
use super::workbook::format::Format;
use chrono::NaiveDateTime;
use std::borrow::Cow;
use std::sync::Arc;
use yanlian_model::Message;

/// How the row begins in which a template says how to fill it in.
const TEMPLATE_HINTS: [&str; 2] = ["# 填写提示", "# How to fill in"];

/// One cell that is not blank.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Raw {
    /// Text, trimmed.
    Text(String),
    /// A number, and how it is shown where that is not as it is.
    Number(f64, Option<Arc<Format>>),
    /// A day, perhaps with a time, and which parts of it are shown.
    Date(NaiveDateTime, DateParts),
    /// A time of day or a length of time, in days.
    Time(f64),
    /// A number whose format shows a day, and which is that of none.
    NoDay(f64),
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

    /// Whether it holds nothing but a zero.
    pub(crate) fn is_zero(&self) -> bool {
        matches!(self, Raw::Number(number, _) | Raw::NoDay(number) | Raw::Time(number) if *number == 0.0)
    }

    /// Whether its number format shows no digit of it.
    pub(crate) fn is_hidden(&self) -> bool {
        matches!(self, Raw::Number(number, Some(format)) if format.of(*number).hides(*number))
    }

    /// Whether it shows by itself that it is a share of a hundred.
    pub(crate) fn is_percent(&self) -> bool {
        match self {
            Raw::Text(text) => text.contains(['%', '\u{ff05}']),
            Raw::Number(number, Some(format)) => format.of(*number).is_percent(),
            _ => false,
        }
    }

    /// What the cell says in short, for a message.
    pub(crate) fn shown(&self) -> Cow<'_, str> {
        match self {
            Raw::Text(text) | Raw::Error(text) => text.into(),
            Raw::Number(number, _) | Raw::NoDay(number) => number.to_string().into(),
            Raw::Date(at, _) => at.date().to_string().into(),
            Raw::Time(days) => {
                let minutes = (days * 1440.0).round();
                format!("{}:{:02}", (minutes / 60.0).floor(), minutes % 60.0).into()
            }
            Raw::Flag(true) => "TRUE".into(),
            Raw::Flag(false) => "FALSE".into(),
            Raw::Uncalculated => "=".into(),
        }
    }
}

/// One row that is not blank.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Line {
    /// Its number, as the spreadsheet counts, from 1.
    pub(crate) number: u32,
    /// How many cells the file gives it, blank ones too; 0 in a workbook, where that says nothing.
    pub(crate) width: u32,
    /// The file does not show it: it was hidden, or filtered away.
    pub(crate) hidden: bool,
    /// The cells that are not blank, each with its column, from 0.
    pub(crate) cells: Vec<(u32, Raw)>,
    /// What is to be said of what it holds beside them, each with its column: texts that are struck through, say.
    pub(crate) notes: Vec<(u32, Message)>,
}

impl Line {
    /// Whether it is a remark: its first cell begins with `#`. An error such as `#N/A` is none, nor is the
    /// `#` that heads a column of numbers, nor `#2`, as furnaces are called.
    pub(crate) fn is_remark(&self) -> bool {
        let Some((_, Raw::Text(text))) = self.cells.first() else { return false };
        let Some(said) = text.strip_prefix('#') else { return false };
        let is_name = said.starts_with(|c: char| c.is_ascii_digit());
        !(is_name || text::is_error(text) || said.is_empty() && self.cells.len() > 2)
    }

    /// Whether it is the row in which a template says how to fill it in.
    pub(crate) fn is_template_hint(&self) -> bool {
        matches!(self.cells.first(), Some((_, Raw::Text(text))) if TEMPLATE_HINTS.iter().any(|hint| text.starts_with(hint)))
    }

    /// The cell at a column.
    pub(crate) fn cell(&self, at: u32) -> Option<&Raw> {
        self.cells.iter().find(|(column, _)| *column == at).map(|(_, raw)| raw)
    }
}

#[cfg(test)]
mod tests {
    use super::TEMPLATE_HINTS;

    #[test]
    fn the_hints_of_a_template_are_known() {
        const LISTS: [&str; 2] = [
            include_str!("../../../present/locales/zh/lists.ftl"),
            include_str!("../../../present/locales/en/lists.ftl"),
        ];
        for (hint, lists) in TEMPLATE_HINTS.iter().zip(LISTS) {
            assert!(lists.contains(&format!("\ntemplate-notes = {}", hint.trim_start_matches("# "))), "{hint}");
        }
    }
}
