//! Tables where nothing opens, on paper and on a terminal: cells as words.

use crate::grid::{Cell, Column, Grid};
use crate::link::Link;
use crate::parts::Fig;
use crate::{View, flat, format};

/// A table as a terminal shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct TextTable {
    /// What it shows.
    pub title: String,
    /// Rows of words, the heads first.
    pub rows: Vec<Vec<String>>,
}

impl TextTable {
    pub(crate) fn of(v: &View, table: &Grid) -> TextTable {
        let heads = table.columns.iter().map(|column| column.text().to_owned()).collect();
        let row =
            |cells: &Vec<Cell>| table.columns.iter().zip(cells).map(|(column, cell)| words(v, column, cell)).collect();
        let rows = [heads].into_iter().chain(table.rows.iter().map(row)).collect();
        TextTable { title: table.caption().to_owned(), rows }
    }
}

fn words(v: &View, column: &Column, cell: &Cell) -> String {
    let words: Vec<String> = read(v, column, cell).into_iter().map(|link| link.text).collect();
    words.join(&v.t("list-separator"))
}

/// What a cell reads: several words stand one behind the other.
pub(crate) fn read(v: &View, column: &Column, cell: &Cell) -> Vec<Link> {
    match cell {
        Cell::Text(text) if text.is_empty() => Vec::new(),
        Cell::Text(text) => vec![Link::text(text.clone())],
        Cell::Link(link) => vec![link.clone()],
        Cell::Number(number) => vec![Link::text(number.text.clone())],
        Cell::Date(day) => vec![Link::text(format::date(*day))],
        Cell::Fig(fig) => vec![Link::text(interval(v, column, fig).unwrap_or_else(|| fig.text.clone()))],
        Cell::Badge(badge) => vec![Link::text(badge.word.clone())],
        Cell::Bars(bars) => vec![Link::text(bars.label.clone())],
        Cell::Origin(origin) => {
            let day = origin.date.map(|day| Link::text(format::date(day)));
            [Link::text(origin.source.clone())].into_iter().chain(day).collect()
        }
        Cell::All(cells) => cells.iter().flat_map(|cell| read(v, column, cell)).collect(),
    }
}

/// Both bounds of a figure that is known between two; on a page it opens to them.
fn interval(v: &View, column: &Column, fig: &Fig) -> Option<String> {
    let (low, high) = (fig.figure.low(), fig.figure.high());
    if fig.figure.value().is_some() || low <= 0.0 || !high.is_finite() {
        return None;
    }
    let text = |value: f64| match column.unit {
        Some(_) => format::short(value * flat::measure(v, &fig.unit).0),
        None => v.quantity(value, &fig.unit),
    };
    Some(format!("{}–{}", text(low), text(high)))
}
