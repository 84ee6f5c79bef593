//! The rows below a header, each to a draft.

use super::cells::{Parsed, Reader};
use super::codes::{self, is_code};
use super::merged::Covered;
use super::mixture::Mixture;
use super::numbering;
use super::passed::{is_perhaps_sum, passed_over, perhaps_total};
use super::sheet::{Line, Raw};
use super::text;
use crate::draft::{Column, Draft, Drafts, Mark, Notices, Origin, SheetSource, Source, Spot};
use crate::shown;
use std::collections::BTreeMap;
use yanlian_model::spreadsheet::EXAMPLE_MARKS;
use yanlian_model::{Field, Kind, Message, Register, Severity, Target, Value};

/// What is needed to read the rows below a header.
pub(crate) struct Records {
    register: &'static Register,
    source: u32,
    /// The header's number of cells.
    width: u32,
    /// What to say of a column whose header names no field, if it does not only count; `None` where the header says
    /// that it counts.
    unknown: BTreeMap<u32, Option<Message>>,
    /// The columns that are no fields and have cells.
    others: BTreeMap<u32, Other>,
    /// The columns of codes.
    codes: BTreeMap<u32, Codes>,
    /// The position of the field of notes, in which the example of a template says that it is one.
    note: Option<usize>,
    /// The rows that the file does not show.
    hidden: Counted,
    /// The rows that are remarks.
    remarks: Counted,
    /// What they say together.
    mixture: Mixture,
}

/// How many rows there are of a sort, and the first of them.
#[derive(Debug, Default)]
struct Counted {
    rows: usize,
    first: u32,
}

impl Counted {
    fn add(&mut self, row: u32) {
        self.first = if self.rows == 0 { row } else { self.first };
        self.rows += 1;
    }
}

/// The codes of a column. Among others a plain number may be the day that a spreadsheet has made of one.
#[derive(Debug, Default)]
struct Codes {
    /// Some are more than digits.
    lettered: bool,
    /// The first that may be a day, and its row.
    day: Option<(u32, String)>,
}

/// A column that is no field.
#[derive(Debug)]
struct Other {
    /// Its first cell.
    row: u32,
    value: String,
    /// The number that the next cell has if the column only counts; `None` once it does not.
    last: Option<f64>,
    /// The first cell that numbers no row.
    odd: Option<(u32, String)>,
}

/// Whether a cell says that it is as the one above it.
fn is_ditto(raw: &Raw) -> bool {
    let Raw::Text(text) = raw else { return false };
    matches!(
        text.as_str(),
        "同上"
            | "〃"
            | "\""
            | "″"
            | "”"
            | "''"
            | "“"
            | "同上。"
            | "（同上）"
            | "(同上)"
            | "-同上-"
            | "〞"
            | "ditto"
            | "Ditto"
    )
}

/// Whether a cell that stands in the column of one field may be meant for the next.
fn may_stand(raw: &Raw, field: &Field, next: &Field, reader: &Reader) -> bool {
    let is_free = |field: &Field| matches!(field.kind, Kind::Text | Kind::List);
    let is_coded = |field: &Field| is_code(field) || field.target.is_some() || field.form.is_some();
    // No name or note is a mere figure or date, though a code or a telephone is.
    let is_prose = is_free(next) && !is_coded(next) && !next.privacy.is_hidden();
    let is_other = match (field.target, next.target) {
        (Some(Target::Register(one)), Some(Target::Register(other))) => one != other,
        (target, _) => is_prose && (target.is_some() || !is_free(field)),
    };
    !is_other && reader.cell(raw).is_ok()
}

impl Records {
    /// `unknown` has what to say of a column, by its position, if it does not only count.
    pub(crate) fn new(
        register: &'static Register,
        source: u32,
        header: &Line,
        unknown: BTreeMap<u32, Option<Message>>,
        mixture: Mixture,
    ) -> Records {
        Records {
            register,
            source,
            width: header.width,
            unknown,
            others: BTreeMap::new(),
            codes: BTreeMap::new(),
            note: register.position("note"),
            hidden: Counted::default(),
            remarks: Counted::default(),
            mixture,
        }
    }

    /// Reads one row.
    pub(crate) fn read(&mut self, line: &Line, covered: &Covered, Drafts { sources, list, noticed, .. }: &mut Drafts) {
        let Source::Sheet(sheet) = &sources[self.source as usize] else { return };
        let row = Spot { source: self.source, row: Some(line.number), column: None };
        if let Some((severity, message)) = passed_over(line, covered, sheet, self.register) {
            noticed.add(row, severity, message);
            return;
        }
        if let Some((at, message)) = perhaps_total(line, sheet, self.register) {
            noticed.add(Spot { column: Some(at), ..row }, Severity::Warning, message);
        }
        if line.hidden {
            self.hidden.add(line.number);
        }
        let mut draft = Draft::new(self.register, Origin { source: self.source, row: line.number });
        draft.misplaced = line.width != self.width && !self.is_cut_short(line, sheet);
        if draft.misplaced {
            let message = Message::new("import-ragged-row")
                .with("cells", line.width.to_string())
                .with("columns", self.width.to_string());
            noticed.add(row, Severity::Fault, message);
        }
        let mut beside = Vec::new();
        for (at, raw) in &line.cells {
            match sheet.column_at(*at) {
                Some(column) if is_ditto(raw) => {
                    let above = list.last().filter(|above| above.origin.source == self.source);
                    draft.put(column.field, self.as_above(column.field, above, raw), None);
                }
                Some(column) => {
                    let read = column.reader.cell(raw);
                    let remark = match (raw, &read) {
                        (Raw::Text(text), _) => column.reader.remark(text),
                        (Raw::Number(..), Ok(Parsed::Value(Value::Text(text)))) => column.reader.remark(text),
                        _ => None,
                    };
                    beside.extend(column.reader.beside(raw).map(|said| (column.field, said)));
                    let field = &self.register.fields[column.field];
                    let is_perhaps_sum = matches!(raw, Raw::Text(text) if is_perhaps_sum(field, self.register, text));
                    draft.put(column.field, read, remark);
                    draft.marks.extend(is_perhaps_sum.then_some((column.field, Mark::PerhapsSum)));
                    self.mixture.cell(*at, raw, line.number, &column.reader);
                    if column.reader.is_of_codes() {
                        self.code(*at, raw, line.number);
                    }
                }
                None if !draft.misplaced => self.other(*at, raw, line.number),
                None => {}
            }
        }
        beside.into_iter().for_each(|(number, said)| draft.tell_beside(number, said));
        if self.is_example(&draft, sheet) {
            noticed.add(row, Severity::Note, Message::new("import-example-passed"));
            return;
        }
        self.covered(line, covered, sheet, noticed);
        self.mixture.record(self.register, &draft);
        list.push(draft);
    }

    /// Whether a row only lacks its last empty cells, which old spreadsheets leave out. Had it lost another one, its
    /// last cell would be that of the next column: so it must be one that cannot stand there.
    fn is_cut_short(&self, line: &Line, sheet: &SheetSource) -> bool {
        let field = |column: &Column| &self.register.fields[column.field];
        let Some(at) = line.width.checked_sub(1).filter(|_| line.width < self.width) else { return false };
        let Some((raw, last)) = line.cell(at).zip(sheet.column_at(at)) else { return false };
        let is_told_apart = match sheet.column_at(line.width) {
            Some(next) => !may_stand(raw, field(last), field(next), &next.reader),
            // A column without a header and without cells is none.
            None => sheet.header_at(line.width).trim().is_empty() && !self.others.contains_key(&line.width),
        };
        is_told_apart
            && (line.width..self.width).filter_map(|at| sheet.column_at(at)).all(|lacking| !field(lacking).required)
    }

    /// What a cell says that repeats the one above it. A number is not guessed.
    fn as_above(&self, field: usize, above: Option<&Draft>, raw: &Raw) -> Result<Parsed, Message> {
        let value = above.and_then(|above| above.row[field].clone());
        let value = value.filter(|_| self.register.fields[field].kind != Kind::Number);
        value
            .map(Parsed::Value)
            .ok_or_else(|| Message::new("import-nothing-above").with("value", raw.shown().into_owned()))
    }

    /// Takes note of a remark. What a template says of its columns is none that anybody wrote.
    pub(crate) fn remark(&mut self, line: &Line) {
        if !line.is_template_hint() {
            self.remarks.add(line.number);
        }
    }

    /// Whether a record is the example of the template as that has it: with its mark, and no cell that says otherwise.
    fn is_example(&self, draft: &Draft, sheet: &SheetSource) -> bool {
        let is_marked =
            |note: usize| matches!(&draft.row[note], Some(Value::Text(text)) if EXAMPLE_MARKS.contains(&text.as_str()));
        let is_as_given = |field: usize| {
            let Field { kind, example, .. } = self.register.fields[field];
            draft.row[field] == Value::parse(kind, example).ok().filter(|_| !example.is_empty())
        };
        self.note.is_some_and(is_marked)
            && sheet.columns.iter().map(|column| column.field).all(|f| Some(f) == self.note || is_as_given(f))
    }

    /// Takes note of a code.
    fn code(&mut self, at: u32, raw: &Raw, row: u32) {
        let codes = self.codes.entry(at).or_default();
        let code = raw.shown();
        codes.lettered |= !text::is_digits(&code);
        if codes.day.is_none() && codes::may_be_day(&code) {
            codes.day = Some((row, code.into_owned()));
        }
    }

    /// Takes note of a cell in a column that is no field.
    fn other(&mut self, at: u32, raw: &Raw, row: u32) {
        let number = match raw {
            Raw::Number(number, _) => Some(*number),
            Raw::Text(text) => numbering::counting_number(text),
            _ => None,
        };
        let is_odd = number.is_none() && !matches!(raw, Raw::Text(text) if numbering::is_ordinal(text));
        let odd = || is_odd.then(|| (row, shown(&raw.shown())));
        let new = || Other {
            row,
            value: shown(&raw.shown()),
            last: number.filter(|number| *number == 0.0 || *number == 1.0),
            odd: odd(),
        };
        match self.others.get_mut(&at) {
            None => drop(self.others.insert(at, new())),
            // The same number again is that of a merged cell.
            Some(other) => {
                other.odd = other.odd.take().or_else(odd);
                other.last = number
                    .zip(other.last)
                    .filter(|(next, last)| next == last || *next == last + 1.0)
                    .map(|(next, _)| next);
            }
        }
    }

    /// Reports what a merged cell does not say of the fields that it covers.
    fn covered(&self, line: &Line, covered: &Covered, sheet: &SheetSource, noticed: &mut Notices) {
        let spot = |at: u32| Spot { source: self.source, row: Some(line.number), column: Some(at) };
        for at in &covered.from_above {
            let number = sheet.column_at(*at).filter(|column| self.register.fields[column.field].kind == Kind::Number);
            if number.is_some() {
                noticed.add(spot(*at), Severity::Fault, Message::new("import-merged-number"));
            }
        }
        for at in covered.beside.iter().filter(|at| sheet.column_at(**at).is_some()) {
            noticed.add(spot(*at), Severity::Warning, Message::new("import-merged-across"));
        }
    }

    /// Says what was found in columns that are no fields, and how many rows are hidden.
    pub(crate) fn finish(self, Drafts { sources, noticed, .. }: &mut Drafts) {
        let Source::Sheet(sheet) = &sources[self.source as usize] else { return };
        for (id, Counted { rows, first }) in
            [("import-hidden-rows", &self.hidden), ("import-remark-rows", &self.remarks)]
        {
            if *rows > 0 {
                let spot = Spot { source: self.source, row: Some(*first), column: None };
                noticed.add(spot, Severity::Note, Message::new(id).with("rows", *rows));
            }
        }
        self.mixture.finish(self.source, sheet, noticed);
        for (at, codes) in self.codes.iter().filter(|(_, codes)| codes.lettered) {
            let Some((row, code)) = &codes.day else { continue };
            let spot = Spot { source: self.source, row: Some(*row), column: Some(*at) };
            noticed.add(spot, Severity::Warning, Message::new("import-perhaps-date").with("value", shown(code)));
        }
        let counts = |at: &u32| self.others.get(at).is_some_and(|other| other.last.is_some());
        let header = |at: &u32| Spot { source: self.source, row: Some(sheet.header), column: Some(*at) };
        let numbering = || Message::new("import-running-number");
        for (at, message) in &self.unknown {
            let odd = self.others.get(at).and_then(|other| other.odd.as_ref());
            match (message, odd) {
                (Some(message), _) if !counts(at) => noticed.add(header(at), Severity::Fault, message.clone()),
                (None, Some((row, value))) => {
                    let message = Message::new("import-not-numbering").with("value", value.as_str());
                    noticed.add(Spot { row: Some(*row), ..header(at) }, Severity::Warning, message);
                }
                _ => noticed.add(header(at), Severity::Note, numbering()),
            }
        }
        let headed = |at: &u32| sheet.headers.iter().any(|(column, _)| column == at);
        for (at, other) in self.others.iter().filter(|(at, _)| !headed(at)) {
            let row = |row| Spot { source: self.source, row: Some(row), column: None };
            match counts(at) {
                true => noticed.add(row(sheet.header), Severity::Note, numbering()),
                false => {
                    let message = Message::new("import-cell-without-header").with("value", other.value.as_str());
                    noticed.add(row(other.row), Severity::Fault, message);
                }
            }
        }
    }
}
