//! Drafts: what somebody brings of records, read but not judged.
//!
//! A row of a workbook, a line of CSV, the fields of a form and a record of a program all become
//! drafts, and [`judge`](crate::judge) treats them alike.

use crate::read::quantity::Given;
use crate::read::text::without_copy_mark;
use crate::read::{Parsed, Reader};
use chrono::NaiveDate;
use std::collections::HashMap;
use std::sync::Arc;
use thin_vec::ThinVec;
use yanlian_model::{Key, Message, Place, Record, Register, Row, Severity, Value};

/// What is to become of the record that a draft names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// It is changed where it is kept, else made.
    Put,
    /// It is made; a fault where it is kept already.
    Create,
    /// It is changed; a fault where it is not kept.
    Update,
    /// It is deleted; a fault where it is not kept, or where something refers to it.
    Delete,
}

/// What a field of a draft says besides its value, or instead of one.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Mark {
    /// Erases what is kept.
    Clear,
    /// Personal data that was not shown to whoever wrote the draft.
    Withheld,
    /// The number is given in another unit than the field's.
    In(Given),
    /// The number is given in one of these units if it is of their kind: they stand above the whole table.
    Perhaps(Arc<[Given]>),
    /// A code that sounds like a sum.
    PerhapsSum,
    /// Something was noticed while it was read; a field with a fault has no value.
    Noticed(Severity, Box<Message>),
}

impl Mark {
    pub(crate) fn fault(message: Message) -> Mark {
        Mark::Noticed(Severity::Fault, Box::new(message))
    }

    fn is_remark(&self) -> bool {
        matches!(self, Mark::PerhapsSum | Mark::Noticed(Severity::Warning | Severity::Note, _))
    }
}

/// Where a draft comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Origin {
    /// The position of its [`Source`].
    pub(crate) source: u32,
    /// The row of a sheet, as the spreadsheet counts; 0 of a form.
    pub(crate) row: u32,
}

/// What somebody brings of one record. A field that it does not name is left as it is kept.
#[derive(Debug, Clone)]
pub struct Draft {
    pub(crate) register: &'static Register,
    pub(crate) action: Action,
    pub(crate) origin: Origin,
    /// The values, in the order of the register's fields; names of records, not yet their keys.
    pub(crate) row: Row,
    /// What fields say besides, in the order in which they were read.
    pub(crate) marks: ThinVec<(usize, Mark)>,
    /// Its cells stand in the wrong columns: good for nothing but to know that the record is there.
    pub(crate) misplaced: bool,
}

impl Draft {
    pub(crate) fn new(register: &'static Register, origin: Origin) -> Draft {
        let row = Row::blank(register.fields.len());
        Draft { register, action: Action::Put, origin, row, marks: ThinVec::new(), misplaced: false }
    }

    /// A draft of every value that a record has; what is blank in it is erased.
    pub fn of<R: Record>(record: &R) -> Draft {
        let mut draft = Draft::new(R::REGISTER, Origin { source: 0, row: 0 });
        draft.row = record.to_row();
        let blank = |(i, _): &(usize, &yanlian_model::Field)| draft.row[*i].is_none();
        let optional = R::REGISTER.fields.iter().enumerate().filter(|(_, field)| !field.required);
        draft.marks = optional.filter(blank).map(|(i, _)| (i, Mark::Clear)).collect();
        draft
    }

    /// A draft that deletes a record.
    pub fn delete(register: &'static Register, key: &Key) -> Draft {
        Draft { action: Action::Delete, ..Draft::new(register, Origin { source: 0, row: 0 }).named(key) }
    }

    /// The same draft, of a record that is not kept yet.
    pub fn creates(self) -> Draft {
        Draft { action: Action::Create, ..self }
    }

    /// The same draft, of the record that is kept under `key`. Key fields need not be named; one that
    /// says something else than the key is a fault.
    pub fn updates(self, key: &Key) -> Draft {
        Draft { action: Action::Update, ..self.named(key) }
    }

    /// The same draft with a fault in a field: what the face that made it knows to be wrong.
    pub fn refused(mut self, field: &str, why: Message) -> Draft {
        self.marks.extend(self.register.position(field).map(|field| (field, Mark::fault(why))));
        self
    }

    /// Fills in the fields of the key.
    fn named(mut self, key: &Key) -> Draft {
        for ((i, field), part) in self.register.key_fields().zip(key.parts()) {
            let own = Value::parse(field.kind, part).ok();
            let same = self.row[i].is_none() || self.row[i] == own;
            self.marks.retain(|(marked, _)| *marked != i);
            self.row[i] = own;
            if !same {
                let message = Message::new("import-key-fixed").with("field", field.label).with("key", part);
                self.marks.push((i, Mark::fault(message)));
            }
        }
        self
    }

    /// Takes up what was read of a field, with a remark on what is kept of it.
    pub(crate) fn put(&mut self, field: usize, read: Result<Parsed, Message>, remark: Option<Message>) {
        let remark = remark.filter(|_| read.is_ok());
        match read {
            Ok(Parsed::Blank) => {}
            Ok(Parsed::Value(value)) => self.row[field] = Some(value),
            Ok(Parsed::In(number, unit)) => {
                self.row[field] = Some(Value::Number(number));
                self.marks.push((field, Mark::In(unit)));
            }
            Ok(Parsed::Perhaps(number, units)) => {
                self.row[field] = Some(Value::Number(number));
                self.marks.push((field, Mark::Perhaps(units)));
            }
            Ok(Parsed::Mark(mark)) => self.marks.push((field, mark)),
            Err(message) => self.marks.push((field, Mark::Noticed(Severity::Fault, Box::new(message)))),
        }
        if let Some(remark) = remark {
            self.marks.push((field, Mark::Noticed(Severity::Warning, Box::new(remark))));
        }
    }

    /// Takes up what the number in a field says of another field: whether the tax is in it, in what unit it is.
    pub(crate) fn tell_beside(&mut self, number: usize, (field, said): (usize, Value)) {
        match &self.row[field] {
            Some(other) if *other != said => {
                let message = match said {
                    Value::Flag(_) => Message::new("import-tax-contradicted"),
                    said => Message::new("import-unit-contradicted").with("unit", said.text().into_owned()),
                };
                self.row[number] = None;
                self.marks.push((number, Mark::fault(message)));
            }
            Some(_) => {}
            None if matches!(self.mark(field), Some(Mark::Noticed(..))) => {}
            None => {
                self.marks.retain(|(marked, _)| *marked != field);
                self.row[field] = Some(said);
            }
        }
    }

    /// The register of the record.
    pub fn register(&self) -> &'static Register {
        self.register
    }

    /// What a field says instead of a value; a remark on its value is none.
    pub(crate) fn mark(&self, field: usize) -> Option<&Mark> {
        self.marks.iter().find(|(marked, mark)| *marked == field && !mark.is_remark()).map(|(_, mark)| mark)
    }
}

/// A column of a sheet whose header names a field.
#[derive(Debug, Clone)]
pub(crate) struct Column {
    /// Its position, from 0.
    pub(crate) at: u32,
    /// The position of the field in the register.
    pub(crate) field: usize,
    /// How its cells are read.
    pub(crate) reader: Reader,
}

/// What drafts are read from.
#[derive(Debug, Clone)]
pub(crate) enum Source {
    /// A sheet of a workbook, or a CSV file.
    Sheet(SheetSource),
    /// The fields of one record.
    Fields {
        /// Its register.
        register: &'static Register,
        /// Its key, once that is known.
        key: Option<Key>,
    },
}

/// A sheet of a workbook, or a CSV file, with what its header says.
#[derive(Debug, Clone, Default)]
pub(crate) struct SheetSource {
    /// The file's name.
    pub(crate) file: String,
    /// The sheet's name in a workbook.
    pub(crate) name: Option<String>,
    /// The register that it is.
    pub(crate) register: Option<&'static Register>,
    /// The header's row.
    pub(crate) header: u32,
    /// How each column is headed, by its position.
    pub(crate) headers: Vec<(u32, String)>,
    /// The columns that are fields, in the order of the sheet.
    pub(crate) columns: Vec<Column>,
    /// Whether every field of the key has a column.
    pub(crate) keyed: bool,
}

impl SheetSource {
    /// What says which register it is: the sheet's name, or the file's without folder and extension.
    pub(crate) fn title(&self) -> &str {
        self.name.as_deref().map_or_else(|| self.stem(), str::trim)
    }

    /// The file's name without folder, extension and what a copy adds to it.
    pub(crate) fn stem(&self) -> &str {
        let file = self.file.rsplit(['/', '\\']).next().unwrap_or_default();
        without_copy_mark(file.rsplit_once('.').map_or(file, |(stem, _)| stem))
    }

    /// How the column at a position is headed.
    pub(crate) fn header_at(&self, at: u32) -> &str {
        self.headers.iter().find(|(column, _)| *column == at).map_or("", |(_, header)| header)
    }

    /// The column at a position, where its header names a field.
    pub(crate) fn column_at(&self, at: u32) -> Option<&Column> {
        self.columns.binary_search_by_key(&at, |column| column.at).ok().map(|i| &self.columns[i])
    }
}

/// Where something was noticed, so that places sort as the files do: source and column by position,
/// row as the spreadsheet counts. For the fields of a form the column is the field's position.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Spot {
    pub(crate) source: u32,
    pub(crate) row: Option<u32>,
    pub(crate) column: Option<u32>,
}

/// What was noticed, at which spots. Beyond a limit it is only counted: nobody reads more.
#[derive(Debug, Clone, Default)]
pub(crate) struct Notices {
    pub(crate) list: Vec<(Spot, Severity, Message)>,
    /// How many were not listed, and the first of them.
    pub(crate) more: Option<(usize, Spot)>,
    pub(crate) faulty: bool,
}

impl Notices {
    /// Most findings that are listed.
    const MOST: usize = 10_000;

    pub(crate) fn add(&mut self, spot: Spot, severity: Severity, message: Message) {
        self.faulty |= severity == Severity::Fault;
        match &mut self.more {
            Some((more, _)) => *more += 1,
            None if self.list.len() == Self::MOST => self.more = Some((1, spot)),
            None => self.list.push((spot, severity, message)),
        }
    }
}

/// Where records stand in files, by register and key.
pub type Places = HashMap<(&'static str, Key), Place>;

/// The drafts of an import, a form or a program, to be judged together.
#[derive(Debug, Clone, Default)]
pub struct Drafts {
    pub(crate) sources: Vec<Source>,
    pub(crate) list: Vec<Draft>,
    /// What was noticed of files, sheets and headers while they were read.
    pub(crate) noticed: Notices,
    /// The day by which they are judged, where somebody says it.
    pub(crate) today: Option<NaiveDate>,
}

impl Drafts {
    /// The same drafts, judged on a day: what they say was is not in times to come.
    pub fn on(self, today: NaiveDate) -> Drafts {
        Drafts { today: Some(today), ..self }
    }

    /// How many drafts there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Where each record that files bring stands; rows without a whole key are left out.
    pub(crate) fn places(&self) -> Places {
        let placed = self.list.iter().enumerate().filter_map(|(i, draft)| {
            let sheet = self.sheet(i)?;
            let (file, name) = (sheet.file.clone(), sheet.name.clone());
            let place = Place::Cell { file, sheet: name, row: Some(draft.origin.row), column: None };
            Some(((draft.register.name, draft.register.key_of(&draft.row)?), place))
        });
        placed.collect()
    }

    /// Forgets the drafts at these places, all of a sheet where it is its header or the sheet as a whole, and what was
    /// noticed while they were read.
    pub(crate) fn leave_out(&mut self, places: &[Place]) {
        let sources = &self.sources;
        self.list.retain(|draft| {
            let Source::Sheet(sheet) = &sources[draft.origin.source as usize] else { return true };
            !places.iter().any(|place| match place {
                Place::Cell { file, sheet: name, row, .. } => {
                    let covers = row.is_none_or(|row| row == draft.origin.row || row <= sheet.header);
                    *file == sheet.file && *name == sheet.name && covers
                }
                _ => false,
            })
        });
        self.noticed = Notices::default();
    }

    /// Where a field of a draft stands; the row alone where its sheet lacks the column.
    pub(crate) fn spot(&self, draft: usize, field: usize) -> Spot {
        let origin = self.list[draft].origin;
        match &self.sources[origin.source as usize] {
            Source::Sheet(sheet) => {
                let column = sheet.columns.iter().find(|column| column.field == field);
                Spot { source: origin.source, row: Some(origin.row), column: column.map(|column| column.at) }
            }
            Source::Fields { .. } => Spot { source: origin.source, row: None, column: Some(field as u32) },
        }
    }

    /// Where a draft as a whole stands.
    pub(crate) fn row_spot(&self, draft: usize) -> Spot {
        let origin = self.list[draft].origin;
        let row = matches!(self.sources[origin.source as usize], Source::Sheet(_)).then_some(origin.row);
        Spot { source: origin.source, row, column: None }
    }

    /// The sheet that a draft stands in.
    pub(crate) fn sheet(&self, draft: usize) -> Option<&SheetSource> {
        match &self.sources[self.list[draft].origin.source as usize] {
            Source::Sheet(sheet) => Some(sheet),
            Source::Fields { .. } => None,
        }
    }
}

impl FromIterator<Draft> for Drafts {
    /// Drafts from forms and programs; their places are fields.
    fn from_iter<I: IntoIterator<Item = Draft>>(drafts: I) -> Drafts {
        let mut all = Drafts::default();
        for draft in drafts {
            let key = draft.register.key_of(&draft.row);
            let origin = Origin { source: all.sources.len() as u32, row: 0 };
            all.sources.push(Source::Fields { register: draft.register, key });
            all.list.push(Draft { origin, ..draft });
        }
        all
    }
}

impl From<Draft> for Drafts {
    fn from(draft: Draft) -> Drafts {
        Drafts::from_iter([draft])
    }
}
