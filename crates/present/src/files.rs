//! The tables of a page as files to take along: every table that a page lays out, each as CSV, all as a workbook.

use crate::flat_table::{FlatTable, Value};
use crate::format;
use crate::workbook::{WorkbookError, page_workbook};
use crate::{Link, View};
use yanlian_model::spreadsheet::protect;

/// Excel takes a CSV file for UTF-8 only behind this mark.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// As which file the tables of a page are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// One table, counted from 1.
    Csv(usize),
    /// All tables, a sheet each.
    Workbook,
}

impl FileKind {
    /// Reads the parameters `file` and `table` of an address; `None` where there is no such file.
    pub fn parse(file: &str, table: &str) -> Option<FileKind> {
        match (file, table) {
            ("xlsx", _) => Some(FileKind::Workbook),
            ("csv", "") => Some(FileKind::Csv(1)),
            ("csv", table) => table.parse().ok().map(FileKind::Csv),
            _ => None,
        }
    }
}

impl View<'_> {
    /// Links to the tables of the page as files. None where it has no table.
    pub fn files(&self) -> Vec<Link> {
        let titles = self.laid_out.titles();
        if titles.is_empty() {
            return Vec::new();
        }
        let mark = if self.settings.path.contains('?') { '&' } else { '?' };
        let href = |file: String| format!("{}{mark}file={file}", self.settings.path);
        let workbook = Link::to(href("xlsx".to_owned()), self.t("files-workbook"));
        let csv = |(at, title): (usize, &String)| {
            Link::to(href(format!("csv&table={}", at + 1)), self.t1("files-csv", "title", title.as_str()))
        };
        [workbook].into_iter().chain(titles.iter().enumerate().map(csv)).collect()
    }

    /// The tables of the page that was made of this view, as a file; `None` where it has no such table.
    ///
    /// # Errors
    /// Where a text is too long for a cell, or there are too many rows for a sheet.
    pub fn file(&self, kind: FileKind) -> Result<Option<Vec<u8>>, WorkbookError> {
        let tables = self.laid_out.tables();
        match kind {
            FileKind::Workbook if tables.is_empty() => Ok(None),
            FileKind::Workbook => page_workbook(self, &tables).map(Some),
            FileKind::Csv(at) => at.checked_sub(1).and_then(|at| tables.get(at)).map(csv).transpose(),
        }
    }
}

/// A table as CSV: byte-order mark, CRLF, all digits; what is not known is blank.
pub(crate) fn csv(table: &FlatTable) -> Result<Vec<u8>, WorkbookError> {
    let mut bytes = BYTE_ORDER_MARK.to_string().into_bytes();
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(&mut bytes);
    writer.write_record(table.columns.iter().map(|column| column.head.as_str()))?;
    for row in 0..table.rows() {
        writer.write_record(table.columns.iter().map(|column| text(&column.values[row])))?;
    }
    writer.flush().map_err(csv::Error::from)?;
    drop(writer);
    Ok(bytes)
}

/// Several tables as CSV without a mark, the title of its table first in each row.
pub(crate) fn csv_of_all(tables: &[FlatTable]) -> Result<Vec<u8>, WorkbookError> {
    let mut bytes = Vec::new();
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(&mut bytes);
    for table in tables {
        let title = || std::iter::once(protect(&table.title).into_owned());
        writer.write_record(title().chain(table.columns.iter().map(|column| column.head.clone())))?;
        for row in 0..table.rows() {
            writer.write_record(title().chain(table.columns.iter().map(|column| text(&column.values[row]))))?;
        }
    }
    writer.flush().map_err(csv::Error::from)?;
    drop(writer);
    Ok(bytes)
}

fn text(value: &Value) -> String {
    match value {
        Value::Blank => String::new(),
        Value::Text(text) => protect(text).into_owned(),
        Value::Number(number) => digits(*number),
        Value::Date(date) => format::date(*date),
    }
}

/// A number with all the digits that are known of it: what lies beyond the fifteenth is the machine's.
fn digits(number: f64) -> String {
    format!("{number:.14e}").parse::<f64>().unwrap_or(number).to_string()
}
