//! Rows by key: what the store keeps and the reader brings.

use crate::Value;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// The cells of one record, in the order of the register's fields.
pub type Row = Vec<Option<Value>>;

/// The records of one register, by key.
pub type Table = BTreeMap<Key, Row>;

/// The records of every register, by the register's name.
pub type Tables = BTreeMap<&'static str, Table>;

/// What happens to one record: an import makes these, a store keeps them.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The register's name.
    pub register: &'static str,
    /// The record's key.
    pub key: Key,
    /// The row before; `None` for a record that is new.
    pub before: Option<Row>,
    /// The row after; `None` for a record that is taken back.
    pub after: Option<Row>,
}

/// The key of a record: its key fields' texts in the order of declaration.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key(Arc<str>);

impl Key {
    const SEPARATOR: char = '\u{1f}';

    /// The key of these parts.
    pub fn from_parts<S: AsRef<str>>(parts: &[S]) -> Key {
        let parts: Vec<&str> = parts.iter().map(AsRef::as_ref).collect();
        Key(parts.join(&Self::SEPARATOR.to_string()).into())
    }

    /// The key as kept by a store: its parts with the unit separator (U+001F) between.
    pub fn as_stored(&self) -> &str {
        &self.0
    }

    /// Reads what [`Key::as_stored`] gave.
    pub fn from_stored(text: String) -> Key {
        Key(text.into())
    }

    /// The texts of the key fields.
    pub fn parts(&self) -> impl Iterator<Item = &str> {
        self.0.split(Self::SEPARATOR)
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, part) in self.parts().enumerate() {
            write!(f, "{}{part}", if i == 0 { "" } else { " · " })?;
        }
        Ok(())
    }
}
