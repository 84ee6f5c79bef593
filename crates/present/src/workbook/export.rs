//! The registers as they are kept, in a form that an import reads back without change.

use super::WorkbookError;
use super::book::Book;
use super::columns::{write_heads, write_value};
use yanlian_model::spreadsheet::protect;
use yanlian_model::{Field, Lang, Privacy, Register, Row, Table, Tables, Value, mask, registers};

/// Excel takes a CSV file for UTF-8 only behind this mark.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// Every register that has records, a sheet each, as a workbook (.xlsx).
///
/// Choices and flags are written as words in `lang`, which an import understands in either language.
/// Personal data is masked unless asked for; an import takes the mask as withheld.
pub fn export_workbook(tables: &Tables, lang: Lang, with_personal: bool) -> Result<Vec<u8>, WorkbookError> {
    let mut book = Book::new(lang)?;
    let filled = registers::ALL.iter().filter_map(|register| {
        let table = tables.get(register.name).filter(|table| !table.is_empty())?;
        Some((*register, table))
    });
    for (register, table) in filled {
        write_sheet(&mut book, register, table, with_personal)?;
    }
    book.save()
}

fn write_sheet(book: &mut Book, register: &Register, table: &Table, with_personal: bool) -> Result<(), WorkbookError> {
    let lang = book.lang;
    let sheet = book.sheet(register.label.of(lang))?;
    write_heads(sheet, register, lang)?;
    for (row, cells) in (1..).zip(table.values()) {
        for (column, field) in (0..).zip(register.fields) {
            if let Some(value) = shown(field, cells, usize::from(column), with_personal) {
                write_value(sheet, row, column, field, &value, lang)?;
            }
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.autofilter(0, 0, table.len() as u32, register.fields.len() as u16 - 1)?;
    Ok(())
}

/// One register as CSV: its keys as heads, byte-order mark, CRLF; rows in the order of their keys.
pub fn export_csv(register: &Register, table: &Table, with_personal: bool) -> Result<String, WorkbookError> {
    let mut csv = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    csv.write_record(register.fields.iter().map(|field| field.key))?;
    for cells in table.values() {
        let texts = register.fields.iter().enumerate().map(|(i, field)| {
            let value = shown(field, cells, i, with_personal);
            value.map_or_else(String::new, |value| match &value {
                Value::Text(text) => protect(text).into_owned(),
                value => value.to_text(),
            })
        });
        csv.write_record(texts)?;
    }
    let bytes = csv.into_inner().map_err(|failure| csv::Error::from(failure.into_error()))?;
    Ok(format!("{BYTE_ORDER_MARK}{}", String::from_utf8_lossy(&bytes)))
}

/// The value of a cell as it may leave, personal data where it is asked for, secrets never; a row that was kept before a field was declared lacks it.
fn shown(field: &Field, cells: &Row, position: usize, with_personal: bool) -> Option<Value> {
    let value = cells.get(position)?.as_ref();
    match field.privacy {
        Privacy::Personal if with_personal => value.cloned(),
        _ => mask(field, value),
    }
}
