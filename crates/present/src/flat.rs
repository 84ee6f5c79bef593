//! A table as files have it: one value a cell, both bounds of a figure side by side, the unit in the head or,
//! where rows differ in it, in a column of its own.

use crate::flat_table::{FlatColumn, FlatTable, Value};
use crate::grid::{self, Cell, Column, Grid};
use crate::{View, format};
use chrono::NaiveDate;
use yanlian_model::Message;

/// What one cell has for a file.
#[derive(Default)]
struct Parts<'c> {
    words: Vec<String>,
    amount: Option<Amount<'c>>,
    date: Option<NaiveDate>,
}

/// A number or the bounds of a figure.
struct Amount<'c> {
    low: f64,
    high: f64,
    unit: &'c str,
    is_figure: bool,
    formula: Formula<'c>,
}

/// How an amount is computed.
enum Formula<'c> {
    Words(&'c str),
    Message(&'static str),
}

impl Formula<'_> {
    fn words(&self, v: &View) -> String {
        match self {
            Formula::Words(words) => (*words).to_owned(),
            Formula::Message("") => String::new(),
            Formula::Message(id) => v.t(id),
        }
    }
}

impl FlatTable {
    /// A page's table for a file.
    pub(crate) fn of(v: &View, grid: &Grid) -> FlatTable {
        let column = |(at, column): (usize, &Column)| {
            let cells = grid.rows.iter().map(|row| row.get(at).map(parts).unwrap_or_default()).collect();
            flat_columns(v, column, cells)
        };
        let columns = grid.columns.iter().enumerate().flat_map(column).collect();
        FlatTable { title: grid.caption().to_owned(), columns }
    }
}

/// The words, the amount and the day of a cell. A second amount in one cell is read as words.
fn parts(cell: &Cell) -> Parts<'_> {
    let mut found = Parts::default();
    gather(cell, &mut found);
    found
}

fn gather<'c>(cell: &'c Cell, found: &mut Parts<'c>) {
    let mut amount = |amount: Amount<'c>, text: &str| match found.amount {
        None => found.amount = Some(amount),
        Some(_) => found.words.push(text.to_owned()),
    };
    match cell {
        Cell::Fig(fig) => {
            let (low, high) = (fig.figure.low(), fig.figure.high());
            amount(
                Amount { low, high, unit: &fig.unit, is_figure: true, formula: Formula::Words(&fig.formula) },
                &fig.text,
            );
        }
        Cell::Number(number) => {
            let (low, high) = (number.value, number.value);
            amount(
                Amount { low, high, unit: &number.unit, is_figure: false, formula: Formula::Message(number.formula) },
                &number.text,
            );
        }
        Cell::Text(text) => found.words.push(text.clone()),
        Cell::Link(link) => found.words.push(link.text.clone()),
        Cell::Badge(badge) => found.words.push(badge.word.clone()),
        Cell::Bars(bars) => found.words.push(bars.label.clone()),
        Cell::Date(date) => found.date = Some(*date),
        Cell::Origin(origin) => {
            found.words.push(origin.source.clone());
            found.date = origin.date.or(found.date);
        }
        Cell::All(cells) => cells.iter().for_each(|cell| gather(cell, found)),
    }
}

/// The columns that a page's column becomes: its words, its amounts, its days, as far as it has them.
fn flat_columns(v: &View, column: &Column, mut cells: Vec<Parts>) -> Vec<FlatColumn> {
    let has_amounts = cells.iter().any(|cell| cell.amount.is_some());
    let has_dates = cells.iter().any(|cell| cell.date.is_some());
    if has_amounts || has_dates {
        // A blank says it where there are numbers.
        let unknown = v.t("figure-unknown");
        cells.iter_mut().for_each(|cell| cell.words.retain(|words| *words != unknown));
    }
    let separator = v.t("list-separator");
    let has_words = cells.iter().any(|cell| !cell.words.is_empty());
    let mut columns = Vec::new();
    if has_words || !(has_amounts || has_dates) {
        let words = cells.iter().map(|cell| match cell.words.join(&separator) {
            none if none.is_empty() => Value::Blank,
            words => Value::Text(words),
        });
        columns.push(FlatColumn::new(column.name.clone(), words.collect()));
    }
    if has_amounts {
        columns.extend(amounts(v, column, &cells));
    }
    if has_dates {
        let head = if has_words { with(v, &column.name, &[v.t("files-date")]) } else { column.name.clone() };
        let dates = cells.iter().map(|cell| cell.date.map_or(Value::Blank, Value::Date));
        columns.push(FlatColumn::new(head, dates.collect()));
    }
    columns
}

/// The amounts of a column: one number, or both bounds where they are figures; and their unit where rows differ.
fn amounts(v: &View, column: &Column, cells: &[Parts]) -> Vec<FlatColumn> {
    let measures = cells.iter().map(|cell| cell.amount.as_ref().map(|amount| measure(v, amount.unit)));
    let measures: Vec<Option<(f64, String)>> = measures.collect();
    let mut units: Vec<&String> = measures.iter().flatten().map(|(_, unit)| unit).collect();
    units.sort_unstable();
    units.dedup();
    let unit = match (&column.unit, units.as_slice()) {
        (Some(unit), _) => Some(unit.clone()),
        (None, [unit]) => Some((*unit).clone()),
        (None, _) => None,
    };
    let values = |bound: fn(&Amount) -> f64| {
        let value = |(cell, measure): (&Parts, &Option<(f64, String)>)| match (&cell.amount, measure) {
            (Some(amount), Some((factor, _))) => Some(bound(amount) * factor).filter(|value| value.is_finite()),
            _ => None,
        };
        cells.iter().zip(&measures).map(|pair| value(pair).map_or(Value::Blank, Value::Number)).collect()
    };
    let head = |bound: Option<&str>| {
        let details: Vec<String> =
            bound.map(|id| v.t(id)).into_iter().chain(unit.clone().filter(|unit| !unit.is_empty())).collect();
        with(v, &column.name, &details)
    };
    let amounts = || cells.iter().filter_map(|cell| cell.amount.as_ref());
    let formula = amounts().map(|amount| amount.formula.words(v)).find(|words| !words.is_empty()).unwrap_or_default();
    let mut columns = match amounts().any(|amount| amount.is_figure) {
        true => vec![
            FlatColumn::new(head(Some("lists-at-least")), values(known_low)),
            FlatColumn::new(head(Some("lists-up-to")), values(|amount| amount.high)),
        ],
        false => vec![FlatColumn::new(head(None), values(|amount| amount.low))],
    };
    columns.iter_mut().for_each(|column| column.formula.clone_from(&formula));
    if unit.is_none() {
        let names = measures.into_iter().map(|measure| measure.map_or(Value::Blank, |(_, unit)| Value::Text(unit)));
        columns.push(FlatColumn::new(with(v, &column.name, &[v.t("files-unit")]), names.collect()));
    }
    columns
}

/// The lower bound; a figure of which nothing is known has none, for it is no 0.
fn known_low(amount: &Amount) -> f64 {
    if amount.low == 0.0 && amount.high.is_infinite() { f64::NAN } else { amount.low }
}

/// What an amount of this unit is multiplied by in files, and the unit that it then has: shares are percentages,
/// money is in what offices count in.
pub(crate) fn measure(v: &View, unit: &str) -> (f64, String) {
    match unit {
        format::SHARE => (100.0, "%".to_owned()),
        "CNY" => (1.0 / grid::large_unit(v.lang()), v.t("grid-money")),
        unit => (1.0, v.unit(unit)),
    }
}

/// A head with what its column has of it: `价值（至少，万元）`.
fn with(v: &View, name: &str, details: &[String]) -> String {
    match details {
        [] => name.to_owned(),
        details => {
            let details = details.join(&v.t("lists-head-separator"));
            v.say(&Message::new("grid-head").with("head", name).with("unit", details))
        }
    }
}
