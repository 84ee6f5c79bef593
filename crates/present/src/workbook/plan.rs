//! The plan as a workbook: the answer first, then a sheet a table, the solver's log last.

use super::book::{self, Book};
use super::{WorkbookError, terms};
use crate::pages::{Words, plan_lead, scenario_name};
use crate::plan_tables::{WordCell, WordTable, plan_tables};
use crate::{View, format};
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Worksheet};
use yanlian_analysis::plan::{Posed, Study};
use yanlian_model::Lang;
use yanlian_model::spreadsheet::protect;

/// The widest a column gets, in characters.
const WIDEST: usize = 60;
/// The row of the heads: title and terms stand above.
const HEADS: u32 = 3;

/// The plan of a question as a workbook (.xlsx).
pub fn plan(v: &View, posed: &Posed, study: &Study) -> Result<Vec<u8>, WorkbookError> {
    let lang = v.lang();
    let tables = plan_tables(v, posed, study);
    let terms = format!("{} · {}", scenario_name(v, &posed.scenario), terms(v));
    let mut book = Book::new(lang)?;
    let sheet = book.sheet(&v.t("plan-title"))?;
    let lead = plan_lead(&Words { v, posed }, Some(study));
    write_head(sheet, lang, &v.t("plan-title"), &terms)?;
    sheet.set_column_width(0, 100)?.set_row_height(HEADS, book::height(&lead, 100))?;
    sheet.write_string_with_format(HEADS, 0, &lead, &book::plain(lang).set_text_wrap())?;
    for (row, table) in (HEADS + 2..).zip(&tables) {
        sheet.write_string_with_format(row, 0, &table.title, &book::plain(lang))?;
    }
    for table in &tables {
        write_table(book.sheet(&table.sheet)?, lang, table, &terms)?;
    }
    if let Some(plan) = &study.plan {
        let sheet = book.sheet(&v.t("plan-record-title"))?;
        write_head(sheet, lang, &v.t("plan-record-title"), &terms)?;
        for (row, line) in (HEADS..).zip(plan.record.log.lines()) {
            sheet.write_string_with_format(row, 0, protect(line), &book::plain(lang))?;
        }
        sheet.set_column_width(0, 110)?;
    }
    book.save()
}

fn write_head(sheet: &mut Worksheet, lang: Lang, title: &str, terms: &str) -> Result<(), WorkbookError> {
    sheet.write_string_with_format(0, 0, title, &book::title(lang))?.set_row_height(0, 24)?;
    let soft = book::plain(lang).set_font_color(book::colour::GREY);
    sheet.write_string_with_format(1, 0, protect(terms), &soft)?;
    Ok(())
}

fn write_table(sheet: &mut Worksheet, lang: Lang, table: &WordTable, terms: &str) -> Result<(), WorkbookError> {
    write_head(sheet, lang, &table.title, terms)?;
    let (heads, rows) = (&table.rows[0], &table.rows[1..]);
    for (column, head) in (0..).zip(heads) {
        let cells = table.rows.iter().filter_map(|row| row.get(usize::from(column)));
        let width = cells.map(|cell| book::width(&cell.text) + 2).max().unwrap_or(8).min(WIDEST);
        sheet.set_column_width(column, width as f64)?;
        let amounts = rows.iter().any(|row| row.get(usize::from(column)).is_some_and(|cell| cell.amount.is_some()));
        let format = book::head(lang).set_bold();
        let format = if amounts { format.set_align(FormatAlign::Right) } else { format };
        sheet.write_string_with_format(HEADS, column, protect(&head.text), &format)?;
    }
    for (at, row) in (HEADS + 1..).zip(rows) {
        let height = row.iter().map(|cell| book::height(&cell.text, WIDEST)).max().unwrap_or_default();
        sheet.set_row_height(at, height)?;
        for (column, cell) in (0..).zip(row) {
            write_cell(sheet, lang, (at, column), cell)?;
        }
    }
    sheet.set_freeze_panes(HEADS + 1, 1)?.set_repeat_rows(HEADS, HEADS)?;
    Ok(())
}

/// An amount stays a number to calculate with; its format shows the unit.
fn write_cell(
    sheet: &mut Worksheet,
    lang: Lang,
    (row, column): (u32, u16),
    cell: &WordCell,
) -> Result<(), WorkbookError> {
    let ruled =
        |format: Format| format.set_border_bottom(FormatBorder::Hair).set_border_bottom_color(book::colour::RULE);
    match &cell.amount {
        Some((amount, unit)) => {
            let look = match unit.as_str() {
                // Years, too, come without a unit.
                "" => "0".to_owned(),
                format::SHARE => "0.00%".to_owned(),
                unit => format!("{} \"{}\"", book::digits(*amount), format::unit(unit, lang)),
            };
            let format = book::plain(lang).set_num_format(look);
            sheet.write_number_with_format(row, column, *amount, &ruled(format))?;
        }
        None => {
            sheet.write_string_with_format(
                row,
                column,
                protect(&cell.text),
                &ruled(book::plain(lang).set_text_wrap()),
            )?;
        }
    }
    Ok(())
}
