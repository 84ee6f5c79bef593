//! Tables: heads that name one unit, cells that open or lead on, and where a row comes from.

use crate::flat_table::FlatTable;
use crate::link::Link;
use crate::paging::{self, Pager};
use crate::parts::{Badge, Fig};
use crate::{View, format};
use askama::Template;
use askama::filters::HtmlSafe;
use chrono::NaiveDate;
use yanlian_model::{Figure, Lang, Provenance, Record};

/// What stands in one cell.
#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% match self %}{% when Cell::Text(text) %}{{ text }}{% when Cell::Link(link) %}{{ link }}{% when Cell::Number(number) %}{{ number.text }}{% when Cell::Date(date) %}{{ format::date(**date) }}{% when Cell::Fig(fig) %}{{ fig }}{% when Cell::Badge(badge) %}{{ badge }}{% when Cell::Origin(origin) %}{{ origin }}{% when Cell::Bars(bars) %}{{ bars }}{% when Cell::All(cells) %}{% for cell in cells %}{{ cell }}{% if !loop.last %}<br>{% endif %}{% endfor %}{% endmatch %}"#
)]
pub(crate) enum Cell {
    Text(String),
    Link(Link),
    Number(Number),
    Date(NaiveDate),
    Fig(Fig),
    Badge(Badge),
    Origin(Origin),
    Bars(crate::bars::Bars),
    /// Several, one under the other.
    All(Vec<Cell>),
}

impl HtmlSafe for Cell {}

impl Cell {
    /// Several links, or what to say where there are none.
    pub(crate) fn links(links: impl IntoIterator<Item = Link>, none: String) -> Cell {
        let cells: Vec<Cell> = links.into_iter().map(Cell::Link).collect();
        if cells.is_empty() { Cell::Text(none) } else { Cell::All(cells) }
    }
}

/// A known number: as it is read, and in full with its unit.
pub(crate) struct Number {
    pub(crate) text: String,
    pub(crate) value: f64,
    pub(crate) unit: String,
    /// The message of how it is computed; blank where that is not said.
    pub(crate) formula: &'static str,
}

impl Number {
    /// A number of `unit`, its digits as `text` has them.
    pub(crate) fn reads(text: String, value: f64, unit: &str) -> Number {
        Number { text, value, unit: unit.to_owned(), formula: "" }
    }

    /// A share of a whole.
    pub(crate) fn share(value: f64) -> Number {
        Number::reads(format::percent(value), value, format::SHARE)
    }

    /// A number that its column's head names the unit of, with the message of how it is computed.
    pub(crate) fn computed(value: f64, formula: &'static str) -> Number {
        Number { formula, ..Number::reads(format::number(value), value, "") }
    }

    /// A number without a unit, to three digits.
    pub(crate) fn short(value: f64) -> Number {
        Number::reads(format::short(value), value, "")
    }
}

impl From<usize> for Cell {
    fn from(count: usize) -> Cell {
        Cell::Number(Number::reads(count.to_string(), count as f64, ""))
    }
}

/// Lets a page write `link.into()` where a cell is wanted.
macro_rules! cell_from {
    ($($ty:ty => $variant:ident),* $(,)?) => {
        $( impl From<$ty> for Cell {
            fn from(it: $ty) -> Cell {
                Cell::$variant(it)
            }
        } )*
    };
}
cell_from!(String => Text, Link => Link, Number => Number, NaiveDate => Date, Fig => Fig, Badge => Badge, Origin => Origin, Vec<Cell> => All, crate::bars::Bars => Bars);

/// The head of a column, by the id of its message.
#[derive(Clone, Copy)]
pub(crate) enum Head<'a> {
    /// Words.
    Text(&'a str),
    /// Dates and other short words, which are not broken.
    Short(&'a str),
    /// Numbers.
    Number(&'a str),
    /// Numbers in one unit.
    In(&'a str, &'a str),
    /// Yuan, in the large unit of the reader's language.
    Money(&'a str),
    /// Numbers of a year, which is not a message but written as it is.
    Year(&'a str),
}

/// A column as it is written.
pub(crate) struct Column {
    /// What it is called.
    pub(crate) name: String,
    /// The unit that its head names.
    pub(crate) unit: Option<String>,
    /// The name with the unit.
    text: String,
    /// `n` for numbers, `date` for what is not broken.
    class: &'static str,
}

impl Column {
    fn new(v: &View, name: String, unit: Option<String>, class: &'static str) -> Column {
        let text = unit.as_deref().map_or_else(|| name.clone(), |unit| with_unit(v, &name, unit));
        Column { name, unit, text, class }
    }

    /// Its head: its name with its unit.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// How it is set: `n` for numbers, `date` for what is not broken.
    pub(crate) fn class(&self) -> &'static str {
        self.class
    }
}

/// A table.
#[derive(Template)]
#[template(path = "parts/grid.html")]
pub(crate) struct Grid {
    pub(crate) caption: String,
    pub(crate) columns: Vec<Column>,
    pub(crate) rows: Vec<Vec<Cell>>,
    /// What to say, and do next, where there are no rows.
    empty: String,
    /// The caption stands above it already and is for screen readers only.
    quiet: bool,
    /// Its rows become cards where there is no room for columns.
    stacked: bool,
    /// The way to the rows that are on other pages.
    pager: Option<Pager>,
}

impl HtmlSafe for Grid {}

impl Grid {
    /// A table of `rows`; `caption` is text, `empty` a message id.
    pub(crate) fn new(v: &View, caption: String, empty: &str, heads: &[Head], rows: Vec<Vec<Cell>>) -> Grid {
        let column = |head: &Head| match head {
            Head::Text(id) => Column::new(v, v.t(id), None, ""),
            Head::Short(id) => Column::new(v, v.t(id), None, "date"),
            Head::Number(id) => Column::new(v, v.t(id), None, "n"),
            Head::In(id, unit) => Column::new(v, v.t(id), Some(v.unit(unit)), "n"),
            Head::Money(id) => Column::new(v, v.t(id), Some(v.t("grid-money")), "n"),
            Head::Year(year) => Column::new(v, (*year).to_owned(), None, "n"),
        };
        let columns = heads.iter().map(column).collect();
        let grid = Grid { caption, columns, rows, empty: v.t(empty), quiet: false, stacked: false, pager: None };
        if !grid.rows.is_empty() {
            v.laid_out.note(grid.caption.clone(), |_| FlatTable::of(v, &grid));
        }
        grid
    }

    /// A table of `items`, which may be many: a page of them, by the page's parameter `name`.
    pub(crate) fn paged<T>(
        v: &View,
        name: &str,
        texts: (String, &str),
        heads: &[Head],
        items: &[T],
        row: impl FnMut(&T) -> Vec<Cell>,
    ) -> Grid {
        let (range, pager) = paging::page(v, name, items.len());
        let rows = items[range].iter().map(row).collect();
        Grid { pager, ..Grid::new(v, texts.0, texts.1, heads, rows) }
    }

    /// The table below a heading; a caption that only repeats it is not shown.
    pub(crate) fn below(mut self, heading: &str) -> Grid {
        self.quiet = self.caption == heading;
        self
    }

    /// A card a row where the window is narrow, each cell below the next with the name of its column.
    pub(crate) fn stacked(mut self) -> Grid {
        self.stacked = true;
        self
    }

    /// What stands above it.
    pub(crate) fn caption(&self) -> &str {
        &self.caption
    }

    fn class(&self, column: &usize) -> &'static str {
        self.columns.get(*column).map_or("", |column| column.class)
    }

    /// The name of a column, for the cells of a table that may be stacked.
    fn label(&self, column: &usize) -> Option<&str> {
        self.columns.get(*column).filter(|_| self.stacked).map(|column| column.text.as_str())
    }
}

pub(crate) fn with_unit(v: &View, name: &str, unit: &str) -> String {
    let head = yanlian_model::Message::new("grid-head").with("head", name).with("unit", unit);
    v.say(&head)
}

/// How many yuan the large unit of a money column has: 万元, or a million.
pub(crate) fn large_unit(lang: Lang) -> f64 {
    match lang {
        Lang::Zh => 1e4,
        Lang::En => 1e6,
    }
}

/// An amount for a column headed [`Head::Money`].
pub(crate) fn money(v: &View, figure: &Figure, formula: &str) -> Fig {
    let mut fig = v.fig(figure, "CNY", formula);
    fig.text = bare(v, &figure.times(1.0 / large_unit(v.lang())), "");
    fig
}

/// A known amount, or the word for unknown, for a column headed [`Head::Money`].
pub(crate) fn yuan(v: &View, value: Option<f64>) -> Cell {
    match value {
        Some(value) => Number::reads(format::short(value / large_unit(v.lang())), value, "CNY").into(),
        None => v.t("figure-unknown").into(),
    }
}

/// A known quantity with its unit, or the word for unknown.
pub(crate) fn known(v: &View, value: Option<f64>, unit: &str) -> Cell {
    match value {
        Some(value) => Number::reads(v.quantity(value, unit), value, unit).into(),
        None => v.t("figure-unknown").into(),
    }
}

/// A figure for a column headed [`Head::In`]: the unit stands in the head.
pub(crate) fn amount(v: &View, figure: &Figure, unit: &str, formula: &str) -> Fig {
    let mut fig = v.fig(figure, unit, formula);
    fig.text = bare(v, figure, unit);
    fig
}

/// A figure with its unit and signs in place of words, for narrow columns of several units.
pub(crate) fn quantity(v: &View, figure: &Figure, unit: &str, formula: &str) -> Fig {
    let mut fig = v.fig(figure, unit, formula);
    fig.text = signed(v, figure, |value| v.quantity(value, unit));
    fig
}

/// A figure with signs in place of words and without its unit, for narrow columns.
fn bare(v: &View, figure: &Figure, unit: &str) -> String {
    signed(v, figure, |value| if unit == format::SHARE { format::percent(value) } else { format::short(value) })
}

fn signed(v: &View, figure: &Figure, text: impl Fn(f64) -> String) -> String {
    match (figure.value(), figure.low(), figure.high()) {
        (Some(value), _, _) => text(value),
        (None, low, high) if low <= 0.0 && high.is_infinite() => v.t("figure-unknown"),
        (None, low, high) if low <= 0.0 => format!("≤ {}", text(high)),
        (None, low, _) => format!("≥ {}", text(low)),
    }
}

/// A figure in full, for arithmetic that a reader checks: bounds where it is not known.
pub(crate) fn plain(v: &View, figure: &Figure, unit: &str) -> String {
    let text = |value: f64| format::exact(value, unit, v.lang());
    match (figure.value(), figure.low(), figure.high()) {
        (Some(value), _, _) => text(value),
        (None, low, high) if low <= 0.0 && high.is_infinite() => v.t("figure-unknown"),
        (None, low, high) if high.is_infinite() => format!("≥ {}", text(low)),
        (None, low, high) if low.is_infinite() => format!("≤ {}", text(high)),
        (None, low, high) => format!("[{} … {}]", text(low), text(high)),
    }
}

/// Where a record comes from: its source and date, leading to the record.
#[derive(Template)]
#[template(
    ext = "html",
    source = r#"<span class="sub{% if !known %} unverified{% endif %}">{% if href.is_empty() %}{{ source }}{% else %}<a href="{{ href }}">{{ source }}</a>{% endif %}{% if let Some(date) = date %} · <span class="day">{{ format::date(**date) }}</span>{% endif %}</span>{% if let Some(stale) = stale %} {{ stale }}{% endif %}"#
)]
pub(crate) struct Origin {
    href: String,
    pub(crate) source: String,
    pub(crate) date: Option<NaiveDate>,
    known: bool,
    stale: Option<Badge>,
}

impl HtmlSafe for Origin {}

impl Origin {
    /// The origin of a typed record.
    pub(crate) fn of<R: Record>(v: &View, record: &R, provenance: &Provenance) -> Origin {
        let href = v.record_href(R::REGISTER.name, &record.key());
        let date = provenance.as_of;
        let source = provenance.source.clone();
        let known = source.is_some();
        Origin { href, source: source.unwrap_or_else(|| v.t("grid-origin-unknown")), date, known, stale: None }
    }

    /// Marked as stale where `it_is`.
    pub(crate) fn stale(mut self, v: &View, it_is: bool) -> Origin {
        self.stale = it_is.then(|| Badge::saying(v, "warning", "grid-origin-stale"));
        self
    }
}
