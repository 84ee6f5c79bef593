//! Rows by key: what the store keeps and the reader brings.
//!
//! Rows and tables are shared by whoever holds them and copied where one of them is written to: a snapshot
//! costs what was written since the one before.

use crate::{Key, Value};
use std::collections::BTreeMap;
use std::fmt;
use std::ops::{Deref, DerefMut, Index};
use std::sync::Arc;

/// The cells of one record, in the order of the register's fields.
#[derive(Clone, PartialEq, Default)]
pub struct Row(Arc<[Option<Value>]>);

impl Row {
    /// A row of so many blank cells.
    pub fn blank(cells: usize) -> Row {
        std::iter::repeat_n(None, cells).collect()
    }
}

impl Deref for Row {
    type Target = [Option<Value>];

    fn deref(&self) -> &[Option<Value>] {
        &self.0
    }
}

/// Copies the cells where somebody else holds them too.
impl DerefMut for Row {
    fn deref_mut(&mut self) -> &mut [Option<Value>] {
        Arc::make_mut(&mut self.0)
    }
}

impl FromIterator<Option<Value>> for Row {
    fn from_iter<I: IntoIterator<Item = Option<Value>>>(cells: I) -> Row {
        Row(cells.into_iter().collect())
    }
}

impl<const N: usize> From<[Option<Value>; N]> for Row {
    fn from(cells: [Option<Value>; N]) -> Row {
        Row(Arc::new(cells))
    }
}

impl<'r> IntoIterator for &'r Row {
    type Item = &'r Option<Value>;
    type IntoIter = std::slice::Iter<'r, Option<Value>>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Debug for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The records of one register, by key.
pub type Table = BTreeMap<Key, Row>;

/// The records of every register, by the register's name.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Tables(BTreeMap<&'static str, Arc<Table>>);

impl Tables {
    /// No tables.
    pub fn new() -> Tables {
        Tables::default()
    }

    /// The table of a register.
    pub fn get(&self, register: &str) -> Option<&Table> {
        self.0.get(register).map(Deref::deref)
    }

    /// The table of a register to write to, empty where there was none; copied where somebody else holds it too.
    pub fn entry(&mut self, register: &'static str) -> &mut Table {
        Arc::make_mut(self.0.entry(register).or_default())
    }

    /// Does to a record what `change` says.
    pub fn apply(&mut self, change: &Change) {
        let table = self.entry(change.register);
        match &change.after {
            Some(row) => table.insert(change.key.clone(), row.clone()),
            None => table.remove(&change.key),
        };
    }

    /// The tables with their registers' names, by these.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &Table)> {
        self.0.iter().map(|(register, table)| (*register, &**table))
    }
}

impl Index<&str> for Tables {
    type Output = Table;

    fn index(&self, register: &str) -> &Table {
        &self.0[register]
    }
}

impl FromIterator<(&'static str, Table)> for Tables {
    fn from_iter<I: IntoIterator<Item = (&'static str, Table)>>(tables: I) -> Tables {
        Tables(tables.into_iter().map(|(register, table)| (register, Arc::new(table))).collect())
    }
}

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

impl Change {
    /// The fields of a kept record that are to change, by their positions: as they are, and as they would be. Nothing
    /// of a record that is new or goes.
    pub fn fields(&self) -> Vec<(usize, Option<&Value>, Option<&Value>)> {
        let (Some(before), Some(after)) = (&self.before, &self.after) else { return Vec::new() };
        let pairs = (0..after.len()).map(|at| (at, before.get(at).and_then(Option::as_ref), after[at].as_ref()));
        pairs.filter(|(_, before, after)| before != after).collect()
    }
}
