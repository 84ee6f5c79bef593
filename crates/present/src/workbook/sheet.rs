//! A table as a sheet: below its title, what it looks at and the sentence that answers it.

use super::WorkbookError;
use super::book::{self, DATE, colour};
use crate::flat_table::{FlatColumn, FlatTable, Value};
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Worksheet};
use yanlian_model::Lang;
use yanlian_model::spreadsheet::protect;

/// The narrowest and the widest that a column gets, in characters.
const NARROWEST: usize = 8;
const WIDEST: usize = 44;
/// The widest column of numbers; a longer head is wrapped.
const NUMBERS: usize = 14;
/// The row of the heads: title, terms and sentence stand above.
const HEADS: u32 = 4;
/// The longest name of a sheet, and what it may not have.
const NAME: usize = 31;
const NOT_IN_NAMES: [char; 7] = ['[', ']', ':', '*', '?', '/', '\\'];

/// A name that a sheet may have, of its title, and that none of `taken` has.
pub(super) fn sheet_name(title: &str, taken: &[String]) -> String {
    let plain = |c: char| if NOT_IN_NAMES.contains(&c) { ' ' } else { c };
    let cut =
        |most: usize| title.chars().map(plain).take(most).collect::<String>().trim_matches([' ', '\'']).to_owned();
    let free = |name: &String| !name.is_empty() && !taken.iter().any(|one| one.eq_ignore_ascii_case(name));
    // A number behind it tells apart what is cut to the same.
    let numbered = (2..).map(|number| format!("{} {number}", cut(NAME - 5)).trim().to_owned());
    [cut(NAME)].into_iter().chain(numbered).find(free).unwrap_or_default()
}

/// Writes a table below its title, the terms of the question and the sentence that answers it.
pub(super) fn write(
    sheet: &mut Worksheet,
    lang: Lang,
    table: &FlatTable,
    terms: &str,
    sentence: &str,
) -> Result<(), WorkbookError> {
    write_head(sheet, lang, &table.title, terms)?;
    sheet.write_string_with_format(2, 0, protect(sentence), &book::plain(lang))?;
    if table.rows() == 0 {
        return Ok(());
    }
    let widths: Vec<usize> = table.columns.iter().map(width).collect();
    for row in 0..table.rows() {
        let heights = table.columns.iter().zip(&widths).map(|(column, width)| match &column.values[row] {
            Value::Text(words) => book::height(words, *width),
            _ => book::height("", 1),
        });
        sheet.set_row_height(HEADS + 1 + row as u32, heights.max().unwrap_or_default())?;
    }
    for ((at, column), width) in (0..).zip(&table.columns).zip(&widths) {
        sheet.set_column_width(at, *width as f64)?;
        write_column(sheet, lang, at, column)?;
    }
    let heads = table.columns.iter().zip(&widths).map(|(column, width)| book::height(&column.head, *width));
    sheet.set_row_height(HEADS, heads.max().unwrap_or_default())?.set_freeze_panes(HEADS + 1, 1)?;
    let (last_row, last_column) = (HEADS + table.rows() as u32, table.columns.len() as u16 - 1);
    sheet.autofilter(HEADS, 0, last_row, last_column)?.set_repeat_rows(HEADS, HEADS)?;
    sheet.set_tab_color(Color::RGB(colour::HEAD));
    Ok(())
}

/// The title, and what it looks at.
pub(super) fn write_head(sheet: &mut Worksheet, lang: Lang, title: &str, terms: &str) -> Result<(), WorkbookError> {
    sheet.write_string_with_format(0, 0, protect(title), &book::title(lang))?.set_row_height(0, 24)?;
    let mark = book::plain(lang).set_font_color(colour::GREY);
    sheet.write_string_with_format(1, 0, protect(terms), &mark)?;
    Ok(())
}

/// Wide enough for what stands in it, numbers narrower than words.
fn width(column: &FlatColumn) -> usize {
    let most = if column.is_numeric() { NUMBERS } else { WIDEST };
    let values = column.values.iter().map(|value| match value {
        Value::Text(words) => book::width(words) + 3,
        _ => NARROWEST + 2,
    });
    // Room for the filter's button.
    values.chain([book::width(&column.head) + 3]).max().unwrap_or_default().clamp(NARROWEST, most)
}

fn write_column(sheet: &mut Worksheet, lang: Lang, at: u16, column: &FlatColumn) -> Result<(), WorkbookError> {
    let ruled = |format: Format| format.set_border_bottom(FormatBorder::Hair).set_border_bottom_color(colour::RULE);
    let text = ruled(book::plain(lang).set_text_wrap().set_align(FormatAlign::Left).set_indent(1));
    let date = ruled(book::plain(lang).set_num_format(DATE));
    let head = book::head(lang).set_bold();
    let head = if column.is_numeric() { head.set_align(FormatAlign::Right) } else { head };
    sheet.write_string_with_format(HEADS, at, protect(&column.head), &head)?;
    for (row, value) in (HEADS + 1..).zip(&column.values) {
        match value {
            Value::Blank => sheet.write_blank(row, at, &text)?,
            Value::Text(words) => sheet.write_string_with_format(row, at, protect(words), &text)?,
            Value::Number(number) => {
                let look = ruled(book::plain(lang).set_num_format(book::digits(*number)));
                sheet.write_number_with_format(row, at, *number, &look)?
            }
            Value::Date(day) => sheet.write_datetime_with_format(row, at, day, &date)?,
        };
    }
    Ok(())
}
