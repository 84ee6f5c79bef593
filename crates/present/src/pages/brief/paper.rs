//! What a briefing is made of: sections, parts, tables.

use crate::View;
use crate::grid::{Cell, Column, Grid};
use crate::link::Link;
use crate::text::read;

/// A section: its heading, the sentences that answer it, its parts.
pub(super) struct Section {
    pub(super) heading: String,
    pub(super) answers: Vec<String>,
    pub(super) parts: Vec<Part>,
}

/// A part of a section.
pub(super) struct Part {
    pub(super) heading: String,
    pub(super) answer: String,
    pub(super) map: bool,
    pub(super) table: Option<PaperTable>,
    /// Where the figures come from.
    pub(super) source: String,
}

/// A table on paper, where nothing opens: words and links, bounds in full.
pub(super) struct PaperTable {
    /// From left to right, each with the class of its column.
    pub(super) heads: Vec<(String, &'static str)>,
    pub(super) rows: Vec<Vec<Vec<Link>>>,
    /// What to say below where only the first rows are shown.
    pub(super) more: String,
}

/// How many rows are shown of what the workbook of lists has in full.
pub(super) const ROWS: usize = 10;

/// How many rows are shown at most: nobody reads more on paper.
const MOST: usize = 100;

/// How many names stand in a cell of paper.
const NAMES: usize = 10;

impl Part {
    /// A part with messages `ID` (its heading) and `ID.source`.
    pub(super) fn new(v: &View, id: &str, answer: String) -> Part {
        let source = v.t(&format!("{id}.source"));
        Part { heading: v.t(id), answer, map: false, table: None, source }
    }

    pub(super) fn with_map(mut self) -> Part {
        self.map = true;
        self
    }

    /// The same part with a table, where there is anything to show in it; and what to say of further rows.
    pub(super) fn with(mut self, v: &View, table: &Grid, more: String) -> Part {
        self.table = (!table.rows.is_empty()).then(|| PaperTable::of(v, table, more));
        self
    }
}

impl PaperTable {
    pub(super) fn of(v: &View, table: &Grid, more: String) -> PaperTable {
        let is_short = |at: usize| {
            let texts = |row: &Vec<Cell>| read(v, &table.columns[at], &row[at]).into_iter().all(|link| is_brief(&link));
            table.rows.iter().all(texts)
        };
        let head = |(at, column): (usize, &Column)| {
            let stays_whole = column.class() == "date" || column.class().is_empty() && is_short(at);
            (column.text().to_owned(), if stays_whole { "short" } else { column.class() })
        };
        let heads = table.columns.iter().enumerate().map(head);
        let row = |cells: &Vec<Cell>| {
            table.columns.iter().zip(cells).map(|(column, cell)| shortened(v, read(v, column, cell))).collect()
        };
        PaperTable { heads: heads.collect(), rows: table.rows.iter().map(row).collect(), more }
    }
}

/// The first of items that the workbook of lists has in full, and what to say of the rest.
pub(super) fn first<T>(v: &View, items: impl IntoIterator<Item = T>) -> (Vec<T>, String) {
    cut(v, items, ROWS, "brief-more")
}

/// As many items as anybody reads on paper, and what to say of the rest.
pub(super) fn most<T>(v: &View, items: impl IntoIterator<Item = T>) -> (Vec<T>, String) {
    cut(v, items, MOST, "brief-more-pages")
}

/// The first of items; the message says of how many, and where all are.
pub(super) fn cut<T>(v: &View, items: impl IntoIterator<Item = T>, rows: usize, more: &str) -> (Vec<T>, String) {
    let mut items: Vec<T> = items.into_iter().collect();
    let more = if items.len() > rows { v.t1(more, "count", items.len()) } else { String::new() };
    items.truncate(rows);
    (items, more)
}

/// Whether a text is so short that a column of such is not broken: the word of a state.
fn is_brief(link: &Link) -> bool {
    const FEW: usize = 5;
    link.text.chars().count() <= FEW
}

/// Of many names the first, and how many more.
fn shortened(v: &View, mut links: Vec<Link>) -> Vec<Link> {
    if links.len() > NAMES {
        let more = links.len() - NAMES;
        links.truncate(NAMES);
        links.push(Link::text(v.t1("list-more", "count", more)));
    }
    links
}
