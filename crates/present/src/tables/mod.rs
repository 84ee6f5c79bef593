//! The answers as tables. Each answer's columns are declared once, in a file of its own; a page, the briefing, the
//! workbook of lists and the terminal each take those that they have room for, so that they cannot disagree.

mod byproducts;
mod candidates;
mod discharge;
mod extensions;
mod gaps;
mod intensities;
mod leading;
mod limits;
mod matches;
pub(crate) mod plan;
mod projects;
mod service;
mod vulnerabilities;

pub(crate) use byproducts::byproducts;
pub(crate) use candidates::candidates;
pub(crate) use discharge::{exceedances, permits};
pub(crate) use extensions::extensions;
pub(crate) use gaps::gaps;
pub(crate) use intensities::{Intensity, intensities};
pub(crate) use leading::leading;
pub(crate) use limits::{limits, targets};
pub(crate) use matches::{matches, pairs};
pub(crate) use projects::projects;
pub(crate) use service::{difficulties, directives, hazards, promises};
pub(crate) use vulnerabilities::vulnerabilities;

use crate::View;
use crate::grid::{Cell, Grid, Head, Number};
use crate::pages::found;
use yanlian_analysis::Take;
use yanlian_model::Figure;

/// A column: its key, its head, and what it shows of an item.
struct Declared<'v, T> {
    key: &'static str,
    head: Head<'static>,
    cell: Box<dyn Fn(&T) -> Cell + 'v>,
}

/// The columns of an answer, of which a way out takes some.
pub(crate) struct Columns<'v, T> {
    v: &'v View<'v>,
    columns: Vec<Declared<'v, T>>,
}

impl<'v, T> Columns<'v, T> {
    fn new(v: &'v View<'v>) -> Columns<'v, T> {
        Columns { v, columns: Vec::new() }
    }

    /// One more column. A key is declared once.
    fn with(mut self, key: &'static str, head: Head<'static>, cell: impl Fn(&T) -> Cell + 'v) -> Columns<'v, T> {
        debug_assert!(self.columns.iter().all(|column| column.key != key), "{key} is declared twice");
        self.columns.push(Declared { key, head, cell: Box::new(cell) });
        self
    }

    /// A table of the columns `keys`, in that order; those that this view lacks are left out.
    pub(crate) fn table(&self, title: String, empty: &str, keys: &[&str], items: impl IntoIterator<Item = T>) -> Grid {
        let columns = self.chosen(keys);
        let row = |item: T| columns.iter().map(|column| (column.cell)(&item)).collect();
        let rows = items.into_iter().map(row).collect();
        Grid::new(self.v, title, empty, &heads(&columns), rows)
    }

    /// The same of items that may be many: a page of them, by the page's parameter `name`.
    pub(crate) fn paged(&self, name: &str, texts: (String, &str), keys: &[&str], items: &[T]) -> Grid {
        let columns = self.chosen(keys);
        let row = |item: &T| columns.iter().map(|column| (column.cell)(item)).collect();
        Grid::paged(self.v, name, texts, &heads(&columns), items, row)
    }

    fn chosen(&self, keys: &[&str]) -> Vec<&Declared<'v, T>> {
        keys.iter().filter_map(|key| self.columns.iter().find(|column| column.key == *key)).collect()
    }
}

fn heads<T>(columns: &[&Declared<T>]) -> Vec<Head<'static>> {
    columns.iter().map(|column| column.head).collect()
}

/// With how near and how complex each item's product is, where a reference is registered.
fn with_place<'v, T: 'v>(columns: Columns<'v, T>, product: impl Fn(&T) -> &str + Clone + 'v) -> Columns<'v, T> {
    let v = columns.v;
    if v.networks().space.is_none() {
        return columns;
    }
    let other = product.clone();
    columns
        .with("density", Head::Number("related-density"), move |item| {
            index(v, found(v, product(item)).and_then(|place| place.density))
        })
        .with("pci", Head::Number("related-pci"), move |item| {
            index(v, found(v, other(item)).and_then(|place| place.pci))
        })
}

/// An index with two decimals, or the word for unknown.
pub(crate) fn index(v: &View, value: Option<f64>) -> Cell {
    let text = |value: f64| crate::format::number((value * 100.0).round() / 100.0);
    match value {
        Some(value) => Number { formula: "formula-related-index", ..Number::reads(text(value), value, "") }.into(),
        None => v.t("figure-unknown").into(),
    }
}

/// What is unknown of some figures, in words; blank where all is known.
fn unknown<'f>(v: &View, figures: impl IntoIterator<Item = &'f Figure>) -> Cell {
    let all: Figure = figures.into_iter().cloned().sum();
    let missing = Some(v.missing(&all)).filter(|missing| !missing.is_empty());
    let unbounded = all.high().is_infinite().then(|| v.t("lists-no-upper-bound"));
    missing.into_iter().chain(unbounded).collect::<Vec<_>>().join(&v.t("list-separator")).into()
}

/// Links to several records, or the word for none.
fn links(v: &View, register: &str, ids: impl IntoIterator<Item = impl AsRef<str>>) -> Cell {
    Cell::links(ids.into_iter().map(|id| v.link(register, id.as_ref())), v.t("list-none"))
}

/// The limits into which a plant does not fit, each once.
fn over_limits<'t>(v: &View, takes: impl IntoIterator<Item = &'t Take>) -> Cell {
    let mut over: Vec<&str> = Vec::new();
    for take in takes.into_iter().filter(|take| take.fits == Some(false)) {
        if !over.contains(&take.resource.as_str()) {
            over.push(&take.resource);
        }
    }
    links(v, "indicators", over)
}
