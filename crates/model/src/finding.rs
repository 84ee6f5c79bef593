//! What a reader or a method noticed: where, what, and how to fix it.

use crate::{Bilingual, Key, Missing, Ref};
use serde::{Serialize, Serializer, ser::SerializeMap};

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Nothing can be written before it is fixed.
    Fault,
    /// Probably wrong; a person should look.
    Warning,
    /// Worth knowing.
    Note,
}

/// Where something was noticed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Place {
    /// In a file that was read; each part is present as far as it applies. Rows count from 1.
    Cell {
        /// File name.
        file: String,
        /// Sheet of a workbook.
        sheet: Option<String>,
        /// Row, as the spreadsheet counts it.
        row: Option<u32>,
        /// Column header as written in the file.
        column: Option<String>,
    },
    /// In a record.
    Record(Ref),
    /// In a register as a whole, by its name.
    Register(&'static str),
    /// In a field of a record that somebody fills in.
    Field {
        /// The register's name.
        register: &'static str,
        /// The record's key; `None` while it has none.
        key: Option<Key>,
        /// The field's key; `None` where it is the record as a whole.
        field: Option<&'static str>,
    },
}

impl Place {
    /// In the record of `register` with this key: an id, or the parts in the order of the key's fields.
    pub fn record(register: &'static str, key: impl Into<Key>) -> Place {
        Place::Record(Ref::new(register, key))
    }

    /// The record, where it is one that has a key.
    pub fn of(&self) -> Option<Ref> {
        match self {
            Place::Record(of) => Some(of.clone()),
            Place::Field { register, key: Some(key), .. } => Some(Ref::new(register, key.clone())),
            Place::Field { key: None, .. } | Place::Register(_) | Place::Cell { .. } => None,
        }
    }
}

/// A part of a message that changes from case to case.
#[derive(Debug, Clone, PartialEq)]
pub enum Arg {
    /// Text from the records or the file.
    Text(String),
    /// A number, formatted by the reader's language.
    Number(f64),
    /// A number in a unit, rounded and formatted by the reader's language.
    Quantity(f64, String),
    /// A label of ours, in the reader's language.
    Label(Bilingual),
}

impl From<&str> for Arg {
    fn from(text: &str) -> Arg {
        Arg::Text(text.to_owned())
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Arg {
        Arg::Text(text)
    }
}

impl From<&String> for Arg {
    fn from(text: &String) -> Arg {
        Arg::Text(text.clone())
    }
}

impl From<f64> for Arg {
    fn from(number: f64) -> Arg {
        Arg::Number(number)
    }
}

impl From<usize> for Arg {
    fn from(number: usize) -> Arg {
        Arg::Number(number as f64)
    }
}

impl From<(f64, &str)> for Arg {
    fn from((number, unit): (f64, &str)) -> Arg {
        Arg::Quantity(number, unit.to_owned())
    }
}

impl From<Bilingual> for Arg {
    fn from(label: Bilingual) -> Arg {
        Arg::Label(label)
    }
}

impl Serialize for Arg {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Arg::Text(text) => to.serialize_str(text),
            Arg::Number(number) | Arg::Quantity(number, _) => to.serialize_f64(*number),
            Arg::Label(label) => label.serialize(to),
        }
    }
}

/// A sentence, kept as its identity in the translations and its arguments.
#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    /// The identity of the sentence in the translations.
    pub id: &'static str,
    /// Name and value of each argument.
    pub args: Vec<(&'static str, Arg)>,
}

impl Message {
    /// A sentence without arguments.
    pub fn new(id: &'static str) -> Message {
        Message { id, args: Vec::new() }
    }

    /// The same sentence with one more argument.
    pub fn with(mut self, name: &'static str, value: impl Into<Arg>) -> Message {
        self.args.push((name, value.into()));
        self
    }
}

impl Serialize for Message {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(Some(1 + self.args.len()))?;
        map.serialize_entry("id", self.id)?;
        for (name, value) in &self.args {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

/// What was noticed. How to fix it is the `.remedy` attribute of the message's translation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Finding {
    /// How much it weighs.
    pub severity: Severity,
    /// Where.
    pub place: Place,
    /// What.
    pub message: Message,
    /// The unknown figures on which it rests, if any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<Missing>,
}

impl Finding {
    /// A finding at `place`.
    pub fn new(severity: Severity, place: Place, message: Message) -> Finding {
        Finding { severity, place, message, missing: Vec::new() }
    }
}
