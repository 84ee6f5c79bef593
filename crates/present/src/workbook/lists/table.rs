//! A list as a table: each column declared once, with its head and what it takes from an item.

use crate::View;
use crate::workbook::WorkbookError;
use crate::workbook::book::{self, DATE, colour};
use chrono::NaiveDate;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Worksheet};
use yanlian_model::{Figure, Lang, spreadsheet::protect};

/// One cell.
enum Cell {
    Blank,
    Text(String),
    Number(f64),
    Date(NaiveDate),
}

/// One column: the message of its head, its unit, its width, its cells from top to bottom.
pub(super) struct Column {
    id: &'static str,
    pub(super) head: String,
    width: f64,
    cells: Vec<Cell>,
}

impl Column {
    /// The message that says how the figure is computed and where it comes from, for columns of figures.
    pub(super) fn formula(&self) -> Option<String> {
        self.cells.iter().any(|cell| matches!(cell, Cell::Number(_))).then(|| format!("{}.formula", self.id))
    }
}

/// A list, ready to be written.
pub(super) struct List {
    /// Its messages are `lists-ID`, `lists-ID.title` and `lists-ID.none`.
    pub(super) id: &'static str,
    pub(super) rows: usize,
    pub(super) columns: Vec<Column>,
}

/// A list under way: columns are added from left to right.
pub(super) struct ListOf<'a, 'v, T> {
    v: &'a View<'v>,
    id: &'static str,
    items: &'a [T],
    columns: Vec<Column>,
}

/// In which unit a column has its figures.
#[derive(Clone, Copy)]
pub(super) enum In {
    /// As the figure is; another column, or the head itself, names the unit.
    Own,
    /// Yuan, cut down to what offices count in.
    Money,
    /// Parts of a whole as a percentage.
    Percent,
}

impl In {
    fn factor(self, lang: Lang) -> f64 {
        match (self, lang) {
            (In::Own, _) => 1.0,
            (In::Money, Lang::Zh) => 1e-4,
            (In::Money, Lang::En) => 1e-6,
            (In::Percent, _) => 100.0,
        }
    }

    fn width(self) -> f64 {
        match self {
            In::Percent => 8.0,
            In::Own | In::Money => 11.0,
        }
    }

    fn name(self, v: &View) -> Option<String> {
        match self {
            In::Own => None,
            In::Money => Some(v.t("lists-unit-money")),
            In::Percent => Some("%".to_owned()),
        }
    }
}

impl<'a, 'v, T> ListOf<'a, 'v, T> {
    pub(super) fn new(v: &'a View<'v>, id: &'static str, items: &'a [T]) -> ListOf<'a, 'v, T> {
        ListOf { v, id, items, columns: Vec::new() }
    }

    fn column(mut self, id: &'static str, head: String, width: f64, cells: Vec<Cell>) -> Self {
        self.columns.push(Column { id, head, width, cells });
        self
    }

    /// Words.
    pub(super) fn text(self, id: &'static str, width: u16, of: impl Fn(&T) -> String) -> Self {
        let cell = |text: String| if text.is_empty() { Cell::Blank } else { Cell::Text(text) };
        let cells = self.items.iter().map(|item| cell(of(item))).collect();
        let head = self.v.t(id);
        self.column(id, head, f64::from(width), cells)
    }

    /// A date.
    pub(super) fn date(self, id: &'static str, of: impl Fn(&T) -> Option<NaiveDate>) -> Self {
        let cells = self.items.iter().map(|item| of(item).map_or(Cell::Blank, Cell::Date)).collect();
        let head = self.v.t(id);
        self.column(id, head, 11.0, cells)
    }

    /// A number; blank where it is not known.
    pub(super) fn number(self, id: &'static str, unit: In, of: impl Fn(&T) -> Option<f64>) -> Self {
        let factor = unit.factor(self.v.lang());
        let cells = self.items.iter().map(|item| of(item).map_or(Cell::Blank, |n| Cell::Number(n * factor))).collect();
        let head = self.head(id, unit, None);
        self.column(id, head, unit.width(), cells)
    }

    /// A figure as two columns, at least and up to; no upper bound is a blank cell.
    pub(super) fn bounds(self, id: &'static str, unit: In, of: impl Fn(&T) -> Option<Figure>) -> Self {
        let factor = unit.factor(self.v.lang());
        // A figure of which nothing is known is no 0 either.
        let known = |figure: &Figure| figure.low() != 0.0 || figure.high().is_finite();
        let bound = |bound: fn(&Figure) -> f64, item: &T| match of(item).filter(known).map(|figure| bound(&figure)) {
            Some(bound) if bound.is_finite() => Cell::Number(bound * factor),
            _ => Cell::Blank,
        };
        let low = self.items.iter().map(|item| bound(Figure::low, item)).collect();
        let high = self.items.iter().map(|item| bound(Figure::high, item)).collect();
        let (low_head, high_head) =
            (self.head(id, unit, Some("lists-at-least")), self.head(id, unit, Some("lists-up-to")));
        self.column(id, low_head, unit.width(), low).column(id, high_head, unit.width(), high)
    }

    fn head(&self, id: &str, unit: In, bound: Option<&str>) -> String {
        let details: Vec<String> = bound.map(|bound| self.v.t(bound)).into_iter().chain(unit.name(self.v)).collect();
        let name = self.v.t(id);
        match details.as_slice() {
            [] => name,
            details => format!("{name}\n{}", details.join(&self.v.t("lists-head-separator"))),
        }
    }

    pub(super) fn done(self) -> List {
        List { id: self.id, rows: self.items.len(), columns: self.columns }
    }
}

/// The row of the heads: title, what it looks at and the sentence stand above.
const HEADS: u32 = 4;

/// Writes a list below its title, the terms of the question and the sentence that answers it.
pub(super) fn write(sheet: &mut Worksheet, v: &View, list: &List, terms: &str) -> Result<(), WorkbookError> {
    let lang = v.lang();
    sheet.write_string_with_format(0, 0, v.t(&format!("{}.title", list.id)), &book::title(lang))?;
    sheet.set_row_height(0, 24)?;
    let mark = Format::new().set_font_color(colour::GREY);
    sheet.write_string_with_format(1, 0, terms, &book::plain(lang).merge(&mark))?;
    let sentence = match list.rows {
        0 => v.t(&format!("{}.none", list.id)),
        rows => v.t1(&format!("{}.count", list.id), "count", rows),
    };
    sheet.write_string_with_format(2, 0, sentence, &book::plain(lang))?;
    if list.rows == 0 {
        return Ok(());
    }
    let bordered = |format: Format| format.set_border_bottom(FormatBorder::Hair).set_border_bottom_color(colour::RULE);
    let number = |value: f64| bordered(book::plain(lang).set_num_format(book::digits(value)));
    let date = bordered(book::plain(lang).set_num_format(DATE));
    let text = bordered(book::plain(lang).set_text_wrap().set_align(FormatAlign::Left).set_indent(1));
    for row in 0..list.rows {
        let heights = list.columns.iter().map(|column| match &column.cells[row] {
            Cell::Text(words) => book::height(words, column.width as usize),
            _ => book::height("", 1),
        });
        sheet.set_row_height(HEADS + 1 + row as u32, heights.max().unwrap_or_default())?;
    }
    for (at, column) in (0..).zip(&list.columns) {
        sheet.set_column_width(at, column.width)?;
        let head = book::head(lang).set_bold();
        let head = if column.formula().is_some() { head.set_align(FormatAlign::Right) } else { head };
        sheet.write_string_with_format(HEADS, at, &column.head, &head)?;
        for (row, cell) in (HEADS + 1..).zip(&column.cells) {
            match cell {
                Cell::Blank => sheet.write_blank(row, at, &text)?,
                Cell::Text(words) => sheet.write_string_with_format(row, at, protect(words), &text)?,
                Cell::Number(value) => sheet.write_number_with_format(row, at, *value, &number(*value))?,
                Cell::Date(day) => sheet.write_datetime_with_format(row, at, day, &date)?,
            };
        }
    }
    let (last_row, last_column) = (HEADS + list.rows as u32, list.columns.len() as u16 - 1);
    sheet.set_row_height(HEADS, 64)?.set_freeze_panes(HEADS + 1, 1)?;
    sheet.autofilter(HEADS, 0, last_row, last_column)?.set_repeat_rows(HEADS, HEADS)?;
    sheet.set_tab_color(Color::RGB(colour::HEAD));
    Ok(())
}
