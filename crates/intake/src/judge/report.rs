//! Findings as they come up, put in the order of the sources at the end.

use crate::draft::{Notices, Source, Spot};
use yanlian_model::{Finding, Message, Place, Severity};

/// What was noticed so far, in reading and in judging.
pub(crate) struct Report {
    notices: Notices,
}

impl Report {
    /// A report that begins with what was noticed while the drafts were read.
    pub(crate) fn new(notices: Notices) -> Report {
        Report { notices }
    }

    pub(crate) fn fault(&mut self, spot: Spot, message: Message) {
        self.notices.add(spot, Severity::Fault, message);
    }

    pub(crate) fn warning(&mut self, spot: Spot, message: Message) {
        self.notices.add(spot, Severity::Warning, message);
    }

    pub(crate) fn notice(&mut self, spot: Spot, severity: Severity, message: Message) {
        self.notices.add(spot, severity, message);
    }

    pub(crate) fn has_faults(&self) -> bool {
        self.notices.faulty
    }

    /// Every finding, in the order of source, row and column; last, how many more there are.
    pub(crate) fn finish(self, sources: &[Source]) -> Vec<Finding> {
        let Notices { mut list, more, faulty } = self.notices;
        list.sort_by_key(|(spot, _, _)| *spot);
        if let Some((more, spot)) = more {
            let severity = if faulty { Severity::Fault } else { Severity::Warning };
            list.push((spot, severity, Message::new("import-more-findings").with("number", more)));
        }
        let finding = |(spot, severity, message)| Finding::new(severity, place(sources, spot), message);
        list.into_iter().map(finding).collect()
    }
}

/// A spot as people say it.
fn place(sources: &[Source], spot: Spot) -> Place {
    match &sources[spot.source as usize] {
        Source::Sheet(sheet) => {
            let column = spot.column.map(|at| sheet.header_at(at).to_owned());
            Place::Cell { file: sheet.file.clone(), sheet: sheet.name.clone(), row: spot.row, column }
        }
        Source::Fields { register, key } => {
            let field = spot.column.and_then(|at| register.fields.get(at as usize)).map(|field| field.key);
            Place::Field { register: register.name, key: key.clone(), field }
        }
    }
}
