//! The columns of a register's sheet, which the template and the export share.

use super::WorkbookError;
use super::book::{self, DATE, colour};
use chrono::Datelike;
use rust_xlsxwriter::{Format, Worksheet};
use yanlian_model::{Choice, Field, Kind, Lang, Register, Value, spreadsheet::protect};

/// Widths of columns, in characters.
const NARROW: usize = 10;
const WIDE: usize = 34;

/// What a flag's cells say.
pub(super) fn flag_words(lang: Lang) -> [&'static str; 2] {
    match lang {
        Lang::Zh => ["是", "否"],
        Lang::En => ["yes", "no"],
    }
}

/// Writes the heads in the first row, and gives each column its width and the format of its cells.
pub(super) fn write_heads(sheet: &mut Worksheet, register: &Register, lang: Lang) -> Result<(), WorkbookError> {
    for (column, field) in (0..).zip(register.fields) {
        sheet.set_column_width(column, column_width(field, lang) as f64)?;
        sheet.set_column_format(column, &cell_format(field, lang))?;
        sheet.write_string_with_format(0, column, head_text(field, lang), &head_format(field, lang))?;
    }
    sheet.set_row_height(0, 24)?.set_repeat_rows(0, 0)?;
    Ok(())
}

fn head_text(field: &Field, lang: Lang) -> String {
    let mark = if field.required { " *" } else { "" };
    format!("{}{mark}", field.label.of(lang))
}

fn head_format(field: &Field, lang: Lang) -> Format {
    let format = if field.is_key { book::head(lang).set_bold() } else { book::head(lang) };
    if field.privacy.is_hidden() { format.set_background_color(colour::PERSONAL) } else { format }
}

/// The format by which a spreadsheet keeps what is typed into the column as what it is.
pub(super) fn cell_format(field: &Field, lang: Lang) -> Format {
    let format = book::plain(lang).set_num_format(match field.kind {
        Kind::Number => "General",
        Kind::Year => "0",
        Kind::Date => DATE,
        // A code keeps its zeros, a month stays a month.
        Kind::Text | Kind::List | Kind::Period | Kind::Flag | Kind::Choice(_) => "@",
    });
    if field.privacy.is_hidden() { format.set_background_color(colour::PERSONAL) } else { format }
}

fn column_width(field: &Field, lang: Lang) -> usize {
    let head = book::width(&head_text(field, lang));
    let free_text = matches!(field.kind, Kind::Text | Kind::List);
    let example = if free_text { book::width(field.example).max(14) } else { NARROW };
    // Room for the filter's button.
    (head.max(example) + 3).clamp(NARROW, WIDE)
}

/// Writes a value in the cell type that it has by nature; the column has its format.
pub(super) fn write_value(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    field: &Field,
    value: &Value,
    lang: Lang,
) -> Result<(), WorkbookError> {
    match (value, field.kind) {
        (Value::Number(number), _) => sheet.write_number(row, column, *number)?,
        // Spreadsheets count days from 1900; an earlier one is read back from its text.
        (Value::Date(date), _) if date.year() > 1900 => sheet.write_datetime(row, column, date)?,
        (Value::Flag(flag), _) => sheet.write_string(row, column, flag_words(lang)[usize::from(!flag)])?,
        (Value::Text(key), Kind::Choice(choices)) => {
            let choice = Choice::find(choices, key).map_or(key.as_str(), |choice| choice.label.of(lang));
            sheet.write_string(row, column, choice)?
        }
        (value, _) => sheet.write_string(row, column, protect(&value.to_text()))?,
    };
    Ok(())
}
