//! What a record is named by.

use crate::Record;
use serde::{Serialize, Serializer};
use std::fmt;
use std::sync::Arc;

/// The key of a record: its key fields' texts in the order of declaration.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key(Arc<str>);

impl Key {
    const SEPARATOR: char = '\u{1f}';

    /// The key of these parts.
    pub fn from_parts<S: AsRef<str>>(parts: &[S]) -> Key {
        let mut key = String::with_capacity(parts.iter().map(|part| part.as_ref().len() + 1).sum());
        for (at, part) in parts.iter().enumerate() {
            if at > 0 {
                key.push(Self::SEPARATOR);
            }
            key.push_str(part.as_ref());
        }
        Key(key.into())
    }

    /// The key as kept by a store: its parts with the unit separator (U+001F) between.
    pub fn as_stored(&self) -> &str {
        &self.0
    }

    /// Reads what [`Key::as_stored`] gave.
    pub fn from_stored(text: String) -> Key {
        Key(text.into())
    }

    /// The key as one text that people can read and type: its parts with `~` between, `~` and `%` within
    /// a part percent-encoded, and the dots of `.` and `..` alone, which in an address are steps between
    /// folders. JSON and addresses have keys in this form.
    ///
    /// ```
    /// use yanlian_model::Key;
    ///
    /// let key = Key::from(["a~b", "50%", "外部:甲/乙"]);
    /// assert_eq!(key.to_text(), "a%7Eb~50%25~外部:甲/乙");
    /// assert_eq!(Key::from_text(&key.to_text()), key);
    /// ```
    pub fn to_text(&self) -> String {
        let parts: Vec<String> = self.parts().map(|part| part.replace('%', "%25").replace('~', "%7E")).collect();
        let text = parts.join("~");
        if matches!(&*text, "." | "..") { text.replace('.', "%2E") } else { text }
    }

    /// Reads what [`Key::to_text`] gave.
    pub fn from_text(text: &str) -> Key {
        let read = |part: &str| part.replace("%7E", "~").replace("%2E", ".").replace("%25", "%");
        Key::from_parts(&text.split('~').map(read).collect::<Vec<_>>())
    }

    /// The texts of the key fields.
    pub fn parts(&self) -> impl Iterator<Item = &str> {
        Key::parts_of(&self.0)
    }

    /// The parts of what [`Key::as_stored`] gave.
    pub(crate) fn parts_of(stored: &str) -> impl Iterator<Item = &str> {
        stored.split(Self::SEPARATOR)
    }
}

impl From<&str> for Key {
    fn from(id: &str) -> Key {
        Key(id.into())
    }
}

impl From<&String> for Key {
    fn from(id: &String) -> Key {
        Key(id.as_str().into())
    }
}

impl From<String> for Key {
    fn from(id: String) -> Key {
        Key(id.into())
    }
}

impl<S: AsRef<str>, const N: usize> From<[S; N]> for Key {
    fn from(parts: [S; N]) -> Key {
        Key::from_parts(&parts)
    }
}

/// As people read it; nothing can be read back from this.
impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, part) in self.parts().enumerate() {
            write!(f, "{}{part}", if i == 0 { "" } else { " · " })?;
        }
        Ok(())
    }
}

impl Serialize for Key {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.to_text())
    }
}

/// A record, kept or not: its register and its key.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct Ref {
    /// The register's name.
    pub register: &'static str,
    /// The record's key.
    pub key: Key,
}

impl Ref {
    /// The record of `register` with this key: an id, or the parts in the order of the key's fields.
    pub fn new(register: &'static str, key: impl Into<Key>) -> Ref {
        Ref { register, key: key.into() }
    }

    /// A typed record.
    pub fn of<R: Record>(record: &R) -> Ref {
        Ref { register: R::REGISTER.name, key: record.key() }
    }
}
