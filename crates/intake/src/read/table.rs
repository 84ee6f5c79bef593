//! The rows of a sheet, one after another, to drafts.

use super::sheet::Line;
use super::{cells, header};
use crate::draft::{Draft, Drafts, Mark, Origin, SheetSource, Source, Spot};
use crate::shown;
use std::collections::HashSet;
use yanlian_model::{Message, Register, Severity};

/// How many rows may stand above the header.
const HEADER_WITHIN: usize = 20;

/// Reads the rows of one sheet into drafts. The header is looked for once enough rows are there.
pub(crate) struct SheetReader<'d> {
    drafts: &'d mut Drafts,
    source: u32,
    state: State,
}

enum State {
    /// The sheet is no register, and whether it has rows.
    Unknown(bool),
    /// The rows among which the header is looked for.
    Top(&'static Register, Vec<Line>),
    /// The rows that follow are records.
    Records(Records),
    /// There is no header, so that nothing can be read.
    Headless,
}

impl<'d> SheetReader<'d> {
    /// A reader of the sheet `name` of a workbook, or of a CSV file.
    pub(crate) fn new(drafts: &'d mut Drafts, file: &str, name: Option<String>) -> SheetReader<'d> {
        let sheet = SheetSource { file: file.to_owned(), name, ..SheetSource::default() };
        let register = header::register(&sheet);
        let source = drafts.sources.len() as u32;
        drafts.sources.push(Source::Sheet(SheetSource { register, ..sheet }));
        let state = register.map_or(State::Unknown(false), |register| State::Top(register, Vec::new()));
        SheetReader { drafts, source, state }
    }

    /// Reads the next row.
    pub(crate) fn read(&mut self, line: Line) {
        match &mut self.state {
            State::Unknown(has_rows) => *has_rows = true,
            State::Headless => {}
            _ if line.is_remark() => {}
            State::Top(_, top) => {
                top.push(line);
                if top.len() == HEADER_WITHIN {
                    self.settle();
                }
            }
            State::Records(records) => records.read(&line, self.drafts),
        }
    }

    /// What is left to do and to say at the end of the sheet.
    pub(crate) fn finish(mut self) {
        self.settle();
        if let (State::Unknown(true), Source::Sheet(sheet)) = (&self.state, &self.drafts.sources[self.source as usize])
            && let Some(message) = header::unknown_sheet(sheet)
        {
            self.drafts.noticed.push((self.spot(), Severity::Warning, message));
        }
    }

    /// Takes the header out of the rows that were read so far, and reads those below it.
    fn settle(&mut self) {
        let State::Top(register, top) = &mut self.state else { return };
        let (register, mut top) = (*register, std::mem::take(top));
        self.state = State::Headless;
        let Some(place) = header::place(register, &top) else {
            if !top.is_empty() {
                let message = Message::new("import-no-header").with("register", register.label);
                self.drafts.noticed.push((self.spot(), Severity::Fault, message));
            }
            return;
        };
        let below = top.split_off(place + 1);
        let header = &top[place];
        let Source::Sheet(sheet) = &mut self.drafts.sources[self.source as usize] else { return };
        header::read(register, header, sheet, self.source, &mut self.drafts.noticed);
        let headed = header.cells.iter().map(|(at, _)| *at).collect();
        self.state = State::Records(Records { register, source: self.source, width: header.width, headed });
        below.into_iter().for_each(|line| self.read(line));
    }

    fn spot(&self) -> Spot {
        Spot { source: self.source, ..Spot::default() }
    }
}

/// What is needed to read the rows below a header.
struct Records {
    register: &'static Register,
    source: u32,
    /// The header's number of cells.
    width: u32,
    /// The columns that have a header, or a cell that was reported for want of one.
    headed: HashSet<u32>,
}

impl Records {
    /// Reads one row.
    fn read(&mut self, line: &Line, Drafts { sources, list, noticed }: &mut Drafts) {
        let Source::Sheet(sheet) = &sources[self.source as usize] else { return };
        let mut draft = Draft::new(self.register, Origin { source: self.source, row: line.number });
        let mut fault = |message| {
            noticed.push((
                Spot { source: self.source, row: Some(line.number), column: None },
                Severity::Fault,
                message,
            ));
        };
        draft.misplaced = line.width != self.width;
        if draft.misplaced {
            let message = Message::new("import-ragged-row")
                .with("cells", line.width.to_string())
                .with("columns", self.width.to_string());
            fault(message);
        }
        for (at, raw) in &line.cells {
            match sheet.column_at(*at) {
                Some(column) => {
                    let field = &self.register.fields[column.field];
                    match cells::parse(field, raw, column.unit) {
                        Ok(parsed) => draft.put(column.field, parsed),
                        Err(message) => draft.marks.push((column.field, Mark::fault(message))),
                    }
                }
                // The first cell of each column that has cells but no header.
                None if !draft.misplaced && self.headed.insert(*at) => {
                    fault(Message::new("import-cell-without-header").with("value", shown(&raw.shown())));
                }
                None => {}
            }
        }
        list.push(draft);
    }
}
