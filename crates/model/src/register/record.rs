//! A typed record of a register.

use crate::{Key, Lang, Register, Registers, Row, Rows, Value};
use std::cmp::Ordering;

/// Where a record comes from.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Provenance {
    /// Document, person or system; `None` is shown as *source unknown*.
    pub source: Option<String>,
    /// The date for which the figures hold.
    pub as_of: Option<chrono::NaiveDate>,
    /// Anything else.
    pub note: Option<String>,
}

/// A typed record of a register.
pub trait Record: Sized {
    /// The register's declaration.
    const REGISTER: &'static Register;
    /// The record from a row that passed the register's rules; `None` where a required cell is blank.
    fn from_row(row: &Row) -> Option<Self>;
    /// The row of this record.
    fn to_row(&self) -> Row;

    /// The cell of the field with this key; `None` where it is blank, or there is no such field.
    fn cell(&self, field: &str) -> Option<Value>;
    /// The text of the field with this key, without copying it; `None` where it is blank or no text.
    fn text(&self, field: &str) -> Option<&str>;
    /// Where the record comes from.
    fn provenance(&self) -> &Provenance;
    /// The register's records.
    fn all(registers: &Registers) -> &[Self];

    /// The record's key. Its fields are never blank, since [`Record::from_row`] gives no such record.
    fn key(&self) -> Key {
        let part = |field: &str| self.cell(field).map(|value| value.to_text()).unwrap_or_default();
        let mut parts = Self::REGISTER.key_fields().map(|(_, field)| part(field.key));
        let first = parts.next().unwrap_or_default();
        match parts.next() {
            None => Key::from(first),
            Some(second) => Key::from_parts(&[first, second].into_iter().chain(parts).collect::<Vec<_>>()),
        }
    }

    /// How the record's key stands to another that a store keeps as `stored`.
    fn cmp_key(&self, stored: &str) -> Ordering {
        let mut others = Key::parts_of(stored);
        for (_, field) in Self::REGISTER.key_fields() {
            let Some(other) = others.next() else { return Ordering::Greater };
            let compared = match self.text(field.key) {
                Some(text) => text.cmp(other),
                None => self.cell(field.key).map(|value| value.to_text()).unwrap_or_default().as_str().cmp(other),
            };
            if compared.is_ne() {
                return compared;
            }
        }
        others.next().map_or(Ordering::Equal, |_| Ordering::Less)
    }

    /// What people call the record, as [`Register::title_of`] says.
    fn title(&self, lang: Lang) -> String {
        Self::REGISTER.title(lang, |field| self.cell(field.key), || self.key().to_string())
    }

    /// The record from texts by the keys of its fields, each read as a cell of a file is; fields that are
    /// not named are blank.
    ///
    /// # Errors
    /// There is no such field, a text is no value of its field, or a required field is blank.
    ///
    /// ```
    /// use yanlian_model::{Record, TextFault, registers::Plant};
    ///
    /// let cells = [("id", "P-1"), ("enterprise", "A"), ("process", "smelting"), ("capacity", "12,000")];
    /// assert_eq!(Plant::from_texts(&cells).unwrap().capacity, Some(12_000.0));
    /// assert_eq!(Plant::from_texts(&cells[..2]), Err(TextFault::Blank("process")));
    /// ```
    fn from_texts(cells: &[(&str, &str)]) -> Result<Self, TextFault> {
        let fields = Self::REGISTER.fields;
        let mut row = Row::blank(fields.len());
        for (key, text) in cells {
            let at = Self::REGISTER.position(key).ok_or_else(|| TextFault::Field((*key).to_owned()))?;
            if !text.trim().is_empty() {
                let value = crate::Value::parse(fields[at].kind, text.trim());
                row[at] = Some(value.map_err(|fault| TextFault::Text { field: fields[at].key, fault })?);
            }
        }
        let blank = || fields.iter().zip(&row).find(|(field, cell)| field.required && cell.is_none());
        Self::from_row(&row).ok_or_else(|| TextFault::Blank(blank().map_or("", |(field, _)| field.key)))
    }
}

/// Why texts are no record.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TextFault {
    /// The register has no field of this key.
    #[error("there is no field {0}")]
    Field(String),
    /// The text is no value of the field.
    #[error("the text of {field} is not what the field holds: {fault:?}")]
    Text {
        /// The field's key.
        field: &'static str,
        /// What the text is not.
        fault: crate::CellFault,
    },
    /// A required field is blank.
    #[error("{0} is blank")]
    Blank(&'static str),
}

/// The records of one register, whichever it is.
pub trait Records {
    /// How many there are.
    fn count(&self) -> usize;
    /// The key of the record at a position.
    fn key(&self, at: usize) -> Key;
    /// The position of the record whose key is kept as `stored`.
    fn position(&self, stored: &str) -> Option<usize>;
    /// What people call the record at a position.
    fn title(&self, at: usize, lang: Lang) -> String;
    /// A cell of the record at a position, by its field's key.
    fn cell(&self, at: usize, field: &str) -> Option<Value>;
    /// Where the record at a position comes from.
    fn provenance(&self, at: usize) -> &Provenance;
}

impl<R: Record> Records for Rows<R> {
    fn count(&self) -> usize {
        self.len()
    }

    fn key(&self, at: usize) -> Key {
        self[at].key()
    }

    fn position(&self, stored: &str) -> Option<usize> {
        self.binary_search_by(|record| record.cmp_key(stored)).ok()
    }

    fn title(&self, at: usize, lang: Lang) -> String {
        self[at].title(lang)
    }

    fn cell(&self, at: usize, field: &str) -> Option<Value> {
        self[at].cell(field)
    }

    fn provenance(&self, at: usize) -> &Provenance {
        self[at].provenance()
    }
}
