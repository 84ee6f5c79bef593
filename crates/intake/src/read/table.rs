//! A sheet, row after row: first its header is looked for, then its rows are records.

use super::above::Above;
use super::comments::{self, Comment};
use super::header;
use super::merged::{Covered, Facts, Merged};
use super::mixture::Mixture;
use super::records::Records;
use super::sheet::Line;
use crate::draft::{Drafts, SheetSource, Source, Spot};
use yanlian_model::{Message, Register, Severity};

/// How many rows may stand above the header.
pub(crate) const HEADER_WITHIN: usize = 20;

/// Most columns of a sheet.
pub(crate) const MAX_COLUMNS: usize = 500;

/// Reads the rows of one sheet into drafts. The header is looked for once enough rows are there.
pub(crate) struct SheetReader<'d> {
    drafts: &'d mut Drafts,
    source: u32,
    merged: Merged,
    hidden_columns: Vec<(u32, u32)>,
    printed: Vec<String>,
    comments: Vec<Comment>,
    semicolons: bool,
    state: State,
}

enum State {
    /// The sheet is no register, and whether it has rows.
    Unknown(bool),
    /// The rows among which the header is looked for.
    Top(Top),
    /// The rows that follow are records.
    Records(Records),
    /// There is no header, so that nothing can be read.
    Headless,
}

/// The rows down to the header and some below it.
struct Top {
    register: &'static Register,
    lines: Vec<(Line, Covered)>,
    /// The remarks among them.
    remarks: Vec<Line>,
}

impl<'d> SheetReader<'d> {
    /// A reader of the sheet `name` of a workbook, or of a CSV file.
    pub(crate) fn new(drafts: &'d mut Drafts, file: &str, name: Option<String>, facts: Facts) -> SheetReader<'d> {
        let sheet = SheetSource { file: file.to_owned(), name, ..SheetSource::default() };
        let register = header::register(&sheet);
        let source = drafts.sources.len() as u32;
        drafts.sources.push(Source::Sheet(SheetSource { register, ..sheet }));
        let top = |register| State::Top(Top { register, lines: Vec::new(), remarks: Vec::new() });
        let mut reader = SheetReader {
            drafts,
            source,
            merged: Merged::new(facts.merged),
            hidden_columns: facts.hidden_columns,
            printed: facts.printed,
            comments: facts.comments,
            semicolons: facts.semicolons,
            state: register.map_or(State::Unknown(false), top),
        };
        if facts.hidden && register.is_some() {
            reader.notice(None, Severity::Note, Message::new("import-hidden-sheet"));
        }
        reader
    }

    /// Reads the next row.
    ///
    /// # Errors
    /// Why the file is not read any further.
    pub(crate) fn read(&mut self, mut line: Line) -> Result<(), Message> {
        if let State::Unknown(has_rows) = &mut self.state {
            *has_rows = true;
            return Ok(());
        }
        if line.cells.last().is_some_and(|(at, _)| *at as usize >= MAX_COLUMNS) {
            return Err(too_many_columns(line.number));
        }
        self.tell(&mut line);
        if line.cells.is_empty() {
            return Ok(());
        }
        if line.is_remark() {
            match &mut self.state {
                State::Top(top) => top.remarks.push(line),
                State::Records(records) => records.remark(&line),
                State::Unknown(_) | State::Headless => {}
            }
            return Ok(());
        }
        let covered = self.merged.fill(&mut line);
        match &mut self.state {
            State::Top(top) => {
                top.lines.push((line, covered));
                if top.lines.len() == HEADER_WITHIN {
                    self.settle();
                }
            }
            State::Records(records) => records.read(&line, &covered, self.drafts),
            State::Unknown(_) | State::Headless => {}
        }
        Ok(())
    }

    /// Says what there is to say of a row's cells; once for a row that is struck through as a whole.
    fn tell(&mut self, line: &mut Line) {
        const STRUCK: &str = "import-struck-text";
        let notes = std::mem::take(&mut line.notes);
        if line.cells.is_empty() && !notes.is_empty() && notes.iter().all(|(_, note)| note.id == STRUCK) {
            return self.notice(Some(line.number), Severity::Warning, Message::new("import-struck-row"));
        }
        for (at, note) in notes {
            let spot = Spot { source: self.source, row: Some(line.number), column: Some(at) };
            self.drafts.noticed.add(spot, Severity::Warning, note);
        }
    }

    /// Says that the last line, which is this row, has no end; where the sheet is read at all.
    pub(crate) fn unended(&mut self, row: u32) {
        if !matches!(self.state, State::Unknown(_)) {
            self.notice(Some(row), Severity::Note, Message::new("import-last-line-open"));
        }
    }

    /// How many records were read, of this sheet and those before it.
    pub(crate) fn records(&self) -> usize {
        self.drafts.len()
    }

    /// What is left to do and to say at the end of the sheet.
    pub(crate) fn finish(mut self) {
        self.settle();
        match std::mem::replace(&mut self.state, State::Headless) {
            State::Records(records) => records.finish(self.drafts),
            State::Unknown(true) => {
                let Source::Sheet(sheet) = &self.drafts.sources[self.source as usize] else { return };
                match header::unknown_sheet(sheet) {
                    Some(message) => self.notice(None, Severity::Warning, message),
                    // The first sheet of a template says what it is; a file by itself is not read in silence.
                    None if sheet.name.is_none() => self.notice(None, Severity::Note, Message::new("import-read-me")),
                    None => {}
                }
            }
            _ => {}
        }
    }

    /// Takes the header out of the rows that were read so far, and reads those below it.
    fn settle(&mut self) {
        if !matches!(self.state, State::Top(_)) {
            return;
        }
        let State::Top(mut top) = std::mem::replace(&mut self.state, State::Headless) else { return };
        let Some(place) = header::place(top.register, top.lines.iter().map(|(line, _)| line)) else {
            if !top.lines.is_empty() {
                let message = Message::new("import-no-header").with("register", top.register.label);
                self.notice(None, Severity::Fault, message);
            }
            return;
        };
        let mut below = top.lines.split_off(place + 1);
        let Some((mut header, _)) = top.lines.pop() else { return };
        header::take_units(top.register, &mut header, &mut below);
        let notes = top.remarks.split_off(top.remarks.partition_point(|remark| remark.number < header.number));
        let last = header.cells.iter().map(|(at, _)| *at).max().unwrap_or_default();
        let Source::Sheet(sheet) = &self.drafts.sources[self.source as usize] else { return };
        let above = Above::read(&top.lines, &top.remarks, last).beside(sheet.stem(), &self.printed);
        let reading = header::Reading {
            register: top.register,
            source: self.source,
            drafts: self.drafts,
            semicolons: self.semicolons,
        };
        let unknown = reading.read(&header, &above);
        self.hidden_columns(&header);
        let Drafts { sources, noticed, .. } = &mut *self.drafts;
        if let Source::Sheet(sheet) = &sources[self.source as usize] {
            comments::warn(&self.comments, self.source, sheet, noticed);
        }
        let mixture = Mixture::below(above.years());
        self.state = State::Records(Records::new(top.register, self.source, &header, unknown, mixture));
        let State::Records(records) = &mut self.state else { return };
        notes.iter().for_each(|line| records.remark(line));
        below.iter().for_each(|(line, covered)| records.read(line, covered, self.drafts));
    }

    /// Says which columns that are read the sheet does not show.
    fn hidden_columns(&mut self, header: &Line) {
        let hidden = |at: u32| self.hidden_columns.iter().any(|(first, last)| (*first..=*last).contains(&at));
        let Source::Sheet(sheet) = &self.drafts.sources[self.source as usize] else { return };
        for column in sheet.columns.iter().filter(|column| hidden(column.at)) {
            let spot = Spot { source: self.source, row: Some(header.number), column: Some(column.at) };
            self.drafts.noticed.add(spot, Severity::Note, Message::new("import-hidden-column"));
        }
    }

    fn notice(&mut self, row: Option<u32>, severity: Severity, message: Message) {
        self.drafts.noticed.add(Spot { source: self.source, row, column: None }, severity, message);
    }
}

/// That a row has more columns than a table for people has.
pub(crate) fn too_many_columns(row: u32) -> Message {
    Message::new("import-too-many-columns").with("most", MAX_COLUMNS).with("row", row.to_string())
}
