//! Tables for files: a value a cell, a head a column.

use chrono::NaiveDate;

/// One value.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) enum Value {
    /// Nothing, or not known.
    #[default]
    Blank,
    /// Words.
    Text(String),
    /// A number in the unit of its column, all its digits.
    Number(f64),
    /// A day.
    Date(NaiveDate),
}

/// A column from top to bottom.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FlatColumn {
    /// What it is called, with which bound and unit it has.
    pub(crate) head: String,
    /// How its figures are computed, in words; blank where it has none.
    pub(crate) formula: String,
    /// A value a row.
    pub(crate) values: Vec<Value>,
}

impl FlatColumn {
    pub(crate) fn new(head: String, values: Vec<Value>) -> FlatColumn {
        FlatColumn { head, formula: String::new(), values }
    }

    /// Whether it has numbers.
    pub(crate) fn is_numeric(&self) -> bool {
        self.values.iter().any(|value| matches!(value, Value::Number(_)))
    }
}

/// A table for a file.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FlatTable {
    /// What it shows.
    pub(crate) title: String,
    /// From left to right; all have the same number of values.
    pub(crate) columns: Vec<FlatColumn>,
}

impl FlatTable {
    /// A matrix: a row and a column for each of `names`; what has no value is blank.
    pub(crate) fn matrix(
        title: String,
        corner: String,
        names: &[String],
        value: impl Fn(usize, usize) -> Option<f64>,
    ) -> FlatTable {
        let all = || 0..names.len();
        let of_column =
            |column: usize| all().map(|row| value(row, column).map_or(Value::Blank, Value::Number)).collect();
        let heads = FlatColumn::new(corner, names.iter().cloned().map(Value::Text).collect());
        let columns = all().map(|column| FlatColumn::new(names[column].clone(), of_column(column)));
        FlatTable { title, columns: [heads].into_iter().chain(columns).collect() }
    }

    /// How many rows it has.
    pub(crate) fn rows(&self) -> usize {
        self.columns.first().map_or(0, |column| column.values.len())
    }
}
