//! The plan as a workbook: a sheet a table, the terms and the solver's record first.

use super::WorkbookError;
use super::book::{self, Book};
use crate::View;
use crate::plan_tables::plan_tables;
use yanlian_analysis::plan::{Posed, Study};
use yanlian_model::spreadsheet::protect;

/// The widest a column gets, in characters.
const WIDEST: usize = 60;

/// The plan of a question as a workbook (.xlsx).
pub fn plan(v: &View, posed: &Posed, study: &Study) -> Result<Vec<u8>, WorkbookError> {
    let lang = v.lang();
    let mut book = Book::new(lang)?;
    for table in plan_tables(v, posed, study) {
        let sheet = book.sheet(&table.sheet)?;
        for (row, cells) in (0..).zip(&table.rows) {
            for (column, cell) in (0..).zip(cells) {
                let format = if row == 0 { book::head(lang).set_bold() } else { book::plain(lang).set_text_wrap() };
                sheet.write_string_with_format(row, column, protect(cell), &format)?;
            }
        }
        for column in 0..table.rows[0].len() {
            let widths = table.rows.iter().filter_map(|row| row.get(column)).map(|cell| book::width(cell));
            sheet.set_column_width(column as u16, widths.max().unwrap_or(8).min(WIDEST) as f64)?;
        }
        sheet.set_freeze_panes(1, 0)?;
    }
    if let Some(plan) = &study.plan {
        let sheet = book.sheet(&v.t("plan-record-title"))?;
        for (row, line) in (0..).zip(plan.record.log.lines()) {
            sheet.write_string_with_format(row, 0, protect(line), &book::plain(lang))?;
        }
        sheet.set_column_width(0, 110)?;
    }
    book.save()
}
