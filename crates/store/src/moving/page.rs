//! Rows on their way: cells without a database, and the statements that ask for them.

use super::{Kind, Table};
use crate::StoreError;
use sqlx::{ColumnIndex, Database, Decode, Encode, QueryBuilder, Type};
use std::collections::HashMap;
use std::fmt::Display;

/// A cell on its way.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Cell {
    Null,
    Number(i64),
    Text(String),
    Bytes(Vec<u8>),
}

/// Rows that travel together.
pub(crate) type Page = Vec<Vec<Cell>>;

/// What a database keeps a kind of column as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Storage {
    Number,
    Text,
    Bytes,
}

impl Cell {
    /// This text changed; other cells stay.
    pub(crate) fn map_text(self, change: impl FnOnce(String) -> String) -> Cell {
        match self {
            Cell::Text(text) => Cell::Text(change(text)),
            other => other,
        }
    }
}

/// The cell at a position of a row that a database gave.
pub(crate) fn cell_of<'r, R>(row: &'r R, at: usize, storage: Storage) -> Result<Cell, StoreError>
where
    R: sqlx::Row,
    usize: ColumnIndex<R>,
    i64: Decode<'r, R::Database> + Type<R::Database>,
    String: Decode<'r, R::Database> + Type<R::Database>,
    Vec<u8>: Decode<'r, R::Database> + Type<R::Database>,
{
    Ok(match storage {
        Storage::Number => row.try_get::<Option<i64>, _>(at)?.map_or(Cell::Null, Cell::Number),
        Storage::Text => row.try_get::<Option<String>, _>(at)?.map_or(Cell::Null, Cell::Text),
        Storage::Bytes => row.try_get::<Option<Vec<u8>>, _>(at)?.map_or(Cell::Null, Cell::Bytes),
    })
}

/// The numbers of shapes in the source and in this database.
#[derive(Debug, Default)]
pub(crate) struct ShapeNumbers {
    to_own: HashMap<i64, i64>,
    from_own: HashMap<i64, i64>,
}

impl ShapeNumbers {
    /// Notes that one shape has these numbers.
    pub(crate) fn pair(&mut self, theirs: i64, own: i64) {
        self.to_own.insert(theirs, own);
        self.from_own.insert(own, theirs);
    }

    /// A row of the source as it is kept here.
    pub(crate) fn own(&self, row: Cell) -> Cell {
        row.map_text(|text| with_shape(text, &self.to_own))
    }

    /// A row that is kept here as the source has it.
    pub(crate) fn common(&self, row: Cell) -> Cell {
        row.map_text(|text| with_shape(text, &self.from_own))
    }
}

/// A row's text with the number of its shape changed, as far as the number is known.
fn with_shape(text: String, numbers: &HashMap<i64, i64>) -> String {
    let Some((number, rest)) = text.strip_prefix('[').and_then(|rest| {
        let end = rest.find(|c: char| !c.is_ascii_digit())?;
        Some((rest[..end].parse().ok()?, &rest[end..]))
    }) else {
        return text;
    };
    match numbers.get(&number) {
        Some(own) => format!("[{own}{rest}"),
        None => text,
    }
}

/// The names of a table's columns, quoted, with a comma between.
pub(crate) fn columns<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ")
}

/// The statement for the next rows after a key: `source` is the table or what stands for it, `expression` the
/// form in which a column is read.
pub(crate) fn select<DB>(
    table: &Table,
    source: impl Display,
    expression: fn(&str, Kind) -> String,
    after: &[Cell],
    limit: usize,
) -> QueryBuilder<DB>
where
    DB: Database,
    DB::Arguments: Default,
    i64: for<'q> Encode<'q, DB> + Type<DB>,
    String: for<'q> Encode<'q, DB> + Type<DB>,
{
    let read: Vec<String> = table.columns.iter().map(|(name, kind)| expression(name, *kind)).collect();
    let mut query = QueryBuilder::new(format!("select {} from {source}", read.join(", ")));
    let key = columns(table.key_columns());
    if !after.is_empty() {
        query.push(format_args!(" where ({key}) > ("));
        let mut values = query.separated(", ");
        for cell in after {
            match cell {
                Cell::Number(number) => values.push_bind(*number),
                Cell::Text(text) => values.push_bind(text.clone()),
                Cell::Null | Cell::Bytes(_) => unreachable!("a key has numbers and texts"),
            };
        }
        query.push(")");
    }
    if table.key > 0 {
        query.push(format_args!(" order by {key}"));
    }
    query.push(" limit ").push_bind(i64::try_from(limit).unwrap_or(i64::MAX));
    query
}

/// The statement for the last row's key.
pub(crate) fn ends(table: &Table, source: impl Display) -> String {
    let key = columns(table.key_columns());
    let last_first: Vec<String> = table.key_columns().map(|name| format!("\"{name}\" desc")).collect();
    format!("select {key} from {source} order by {} limit 1", last_first.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_are_renumbered() {
        let numbers = HashMap::from([(1, 12), (12, 1)]);
        for (text, renumbered) in [("[1]", "[12]"), ("[12,\"a\"]", "[1,\"a\"]"), ("[3,1]", "[3,1]"), ("", "")] {
            assert_eq!(with_shape(text.to_owned(), &numbers), renumbered);
        }
    }
}
