//! Findings as they come up, put in the order of the file at the end.

use crate::Sheet;
use yanlian_model::{Finding, Message, Place, Severity};

/// A fault of a whole file.
pub(crate) fn file_fault(file: &str, message: Message) -> Finding {
    let place = Place::Cell { file: file.to_owned(), sheet: None, row: None, column: None };
    Finding::new(Severity::Fault, place, message)
}

/// Where something was noticed: sheet and column by position, row as the spreadsheet counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Spot<'a> {
    pub(crate) sheet: usize,
    pub(crate) row: Option<u32>,
    pub(crate) column: Option<(u32, &'a str)>,
}

/// What was noticed so far.
pub(crate) struct Report<'a> {
    sheets: &'a [Sheet],
    noticed: Vec<(Spot<'a>, Severity, Message)>,
}

impl<'a> Report<'a> {
    pub(crate) fn new(sheets: &'a [Sheet]) -> Report<'a> {
        Report { sheets, noticed: Vec::new() }
    }

    pub(crate) fn fault(&mut self, spot: Spot<'a>, message: Message) {
        self.noticed.push((spot, Severity::Fault, message));
    }

    pub(crate) fn warning(&mut self, spot: Spot<'a>, message: Message) {
        self.noticed.push((spot, Severity::Warning, message));
    }

    pub(crate) fn has_faults(&self) -> bool {
        self.noticed.iter().any(|(_, severity, _)| *severity == Severity::Fault)
    }

    /// What people call a sheet: its name behind its file's.
    pub(crate) fn name_of(&self, sheet: usize) -> String {
        let Sheet { file, name, .. } = &self.sheets[sheet];
        name.as_ref().map_or_else(|| file.clone(), |name| format!("{file} · {name}"))
    }

    /// Every finding, in the order of file, sheet, row and column.
    pub(crate) fn finish(mut self) -> Vec<Finding> {
        self.noticed.sort_by_key(|(spot, _, _)| *spot);
        let finding = |(spot, severity, message): (Spot, Severity, Message)| {
            let sheet = &self.sheets[spot.sheet];
            let column = spot.column.map(|(_, header)| header.to_owned());
            let place = Place::Cell { file: sheet.file.clone(), sheet: sheet.name.clone(), row: spot.row, column };
            Finding::new(severity, place, message)
        };
        self.noticed.into_iter().map(finding).collect()
    }
}

/// Text of a cell as a message shows it: not more than fits a line.
pub(crate) fn shown(text: &str) -> String {
    const MOST: usize = 60;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
