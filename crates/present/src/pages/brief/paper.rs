//! What a briefing is made of: sections, parts, tables.

use crate::{Link, View, format};
use yanlian_model::Figure;

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
    pub(super) table: Option<Table>,
    /// Where the figures come from.
    pub(super) source: String,
}

/// A table: heads from left to right, each with the class of its column.
pub(super) struct Table {
    pub(super) heads: Vec<(String, &'static str)>,
    pub(super) rows: Vec<Vec<Link>>,
    /// How many rows there would be if all were shown.
    pub(super) count: usize,
    /// What to say below where only the first rows are shown.
    pub(super) more: String,
}

/// How many rows are shown of what the workbook of lists has in full.
const ROWS: usize = 10;

/// How many rows are shown at most: nobody reads more on paper.
const MOST: usize = 100;

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

    /// The same part with a table, where there is anything to show in it.
    pub(super) fn with(mut self, table: Table) -> Part {
        self.table = Some(table).filter(|table| !table.rows.is_empty());
        self
    }
}

impl Table {
    /// A row for each of `items`, of very many for the first only, under `heads`: `#` marks a column of figures, `@` one of short words
    /// and dates, which are not broken.
    pub(super) fn new<T>(
        v: &View,
        heads: &[&str],
        items: impl IntoIterator<Item = T>,
        row: impl Fn(T) -> Vec<Link>,
    ) -> Table {
        let head = |head: &&str| match (head.strip_prefix('#'), head.strip_prefix('@')) {
            (Some(id), _) => (v.t(id), "n"),
            (_, Some(id)) => (v.t(id), "short"),
            _ => (v.t(head), ""),
        };
        let items: Vec<T> = items.into_iter().collect();
        let count = items.len();
        let more = if count > MOST { v.t1("brief-more-pages", "count", count) } else { String::new() };
        let rows = items.into_iter().take(MOST).map(row).collect();
        Table { heads: heads.iter().map(head).collect(), rows, count, more }
    }

    /// Only the first rows, of a table that the workbook of lists has in full.
    pub(super) fn first(self, v: &View) -> Table {
        self.first_of(v, "brief-more")
    }

    /// Only the first rows; the message says of how many, and where all are.
    pub(super) fn first_of(mut self, v: &View, more: &str) -> Table {
        if self.count > ROWS {
            self.more = v.t1(more, "count", self.count);
            self.rows.truncate(ROWS);
        }
        self
    }
}

/// A cell of plain words.
pub(super) fn words(text: impl Into<String>) -> Link {
    Link::text(text.into())
}

/// A figure of a table in the unit of its head: full, but not fuller than it is known.
pub(super) fn amount(value: f64) -> String {
    let decimals = match value.abs() {
        v if v >= 1000.0 => 0,
        v if v >= 10.0 => 1,
        _ => 3,
    };
    let step = 10f64.powi(decimals);
    format::number((value * step).round() / step)
}

/// A number that may not be known.
pub(super) fn known(v: &View, value: Option<f64>) -> Link {
    words(value.map_or_else(|| v.t("figure-unknown"), amount))
}

/// The bounds of a figure, times what the unit of the head needs.
pub(super) fn bounds(v: &View, figure: &Figure, factor: f64) -> Link {
    let (low, high) = (figure.low() * factor, figure.high() * factor);
    words(match (low.is_finite(), high.is_finite()) {
        _ if figure.value().is_some() => amount(low),
        (true, true) => format!("{}–{}", amount(low), amount(high)),
        (true, false) if low != 0.0 => v.t1("figure-at-least", "low", amount(low)),
        (false, true) => v.t1("figure-at-most", "high", amount(high)),
        _ => v.t("figure-unknown"),
    })
}

/// Money in what offices count in: 万元, million CNY.
pub(super) fn money(v: &View, figure: &Figure) -> Link {
    bounds(v, figure, money_factor(v))
}

pub(super) fn money_factor(v: &View) -> f64 {
    match v.lang() {
        yanlian_model::Lang::Zh => 1e-4,
        yanlian_model::Lang::En => 1e-6,
    }
}

/// How many names stand in a cell of paper.
const NAMES: usize = 10;

/// The names of several things with the language's separator; of many the first, and how many more.
pub(super) fn joined<T>(v: &View, named: impl IntoIterator<Item = T>, name: impl Fn(T) -> String) -> Link {
    let mut rest = named.into_iter();
    let mut named: Vec<String> = rest.by_ref().take(NAMES).map(name).collect();
    let more = rest.count();
    if more > 0 {
        named.push(v.t1("list-more", "count", more));
    }
    words(named.join(&v.t("list-separator")))
}
