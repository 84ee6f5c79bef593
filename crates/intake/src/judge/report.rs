//! Findings as they come up, put in the order of the sources at the end.

use crate::draft::{Noticed, Source, Spot};
use yanlian_model::{Finding, Message, Place, Severity};

/// What was noticed so far.
pub(crate) struct Report {
    noticed: Vec<Noticed>,
    faulty: bool,
}

impl Report {
    /// A report that begins with what was noticed while the drafts were read.
    pub(crate) fn new(noticed: Vec<Noticed>) -> Report {
        let faulty = noticed.iter().any(|(_, severity, _)| *severity == Severity::Fault);
        Report { noticed, faulty }
    }

    pub(crate) fn fault(&mut self, spot: Spot, message: Message) {
        self.notice(spot, Severity::Fault, message);
    }

    pub(crate) fn warning(&mut self, spot: Spot, message: Message) {
        self.notice(spot, Severity::Warning, message);
    }

    pub(crate) fn notice(&mut self, spot: Spot, severity: Severity, message: Message) {
        self.faulty |= severity == Severity::Fault;
        self.noticed.push((spot, severity, message));
    }

    pub(crate) fn has_faults(&self) -> bool {
        self.faulty
    }

    /// Every finding, in the order of source, row and column.
    pub(crate) fn finish(mut self, sources: &[Source]) -> Vec<Finding> {
        self.noticed.sort_by_key(|(spot, _, _)| *spot);
        let finding = |(spot, severity, message)| Finding::new(severity, place(sources, spot), message);
        self.noticed.into_iter().map(finding).collect()
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
