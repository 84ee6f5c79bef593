//! Workbooks (.xlsx), by calamine.

use super::sheet::{Line, Raw};
use super::table::SheetReader;
use super::{Allowance, SourceFile};
use crate::draft::Drafts;
use calamine::{DataRef, Reader, SheetType, Xlsx, XlsxError};
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};
use yanlian_model::{Message, spreadsheet::CLEAR};
use zip::{ZipArchive, result::ZipError};

/// Why a workbook was not read to its end.
enum Stop {
    Unreadable,
    Refused(Message),
}

impl From<XlsxError> for Stop {
    fn from(_: XlsxError) -> Stop {
        Stop::Unreadable
    }
}

/// Reads every worksheet of a workbook, in its order.
pub(crate) fn read(file: &SourceFile, drafts: &mut Drafts, allowance: &mut Allowance) -> Result<(), Message> {
    let unreadable = || Message::new("import-unreadable-workbook");
    let unpacked = unpacked_size(&file.bytes).map_err(|_| unreadable())?;
    allowance.take_bytes(unpacked)?;
    // Hostile bytes can make the parser's own arithmetic overflow; that is their fault, not ours.
    match catch_unwind(AssertUnwindSafe(|| sheets(file, drafts, allowance))) {
        Ok(Ok(())) => Ok(()),
        Ok(Err(Stop::Refused(message))) => Err(message),
        Ok(Err(Stop::Unreadable)) | Err(_) => Err(unreadable()),
    }
}

/// The bytes that a workbook unpacks to by its directory; unpacking more than that is an error.
fn unpacked_size(bytes: &[u8]) -> Result<u64, ZipError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes))?;
    (0..archive.len()).try_fold(0u64, |total, i| Ok(total.saturating_add(archive.by_index_raw(i)?.size())))
}

fn sheets(file: &SourceFile, drafts: &mut Drafts, allowance: &mut Allowance) -> Result<(), Stop> {
    let mut book = Xlsx::new(Cursor::new(file.bytes.as_slice()))?;
    let worksheets = book.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    let names: Vec<String> = worksheets.map(|sheet| sheet.name.clone()).collect();
    for name in names {
        let mut sheet = SheetReader::new(drafts, &file.name, Some(name.clone()));
        lines(&mut book, &name, &mut |line| {
            allowance.take_row().map_err(Stop::Refused)?;
            sheet.read(line);
            Ok(())
        })?;
        sheet.finish();
    }
    Ok(())
}

/// Gives each row that is not blank to `take`.
fn lines(
    book: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    take: &mut dyn FnMut(Line) -> Result<(), Stop>,
) -> Result<(), Stop> {
    let mut cells = book.worksheet_cells_reader(name)?;
    let mut line = Line { number: 0, width: 0, cells: Vec::new() };
    while let Some(cell) = cells.next_cell_with_formula_metadata()? {
        let formula = cell.formula.as_ref().map(|formula| match formula {
            calamine::XlsxFormulaMetadata::Normal { formula } => formula.as_str(),
            _ => "",
        });
        let Some(raw) = raw(cell.value, formula) else { continue };
        let (row, column) = cell.pos;
        let number = row.saturating_add(1);
        if line.number != number && !line.cells.is_empty() {
            take(std::mem::replace(&mut line, Line { number, width: 0, cells: Vec::new() }))?;
        }
        line.number = number;
        line.cells.push((column, raw));
    }
    if line.cells.is_empty() { Ok(()) } else { take(line) }
}

fn raw(value: DataRef, formula: Option<&str>) -> Option<Raw> {
    // A spreadsheet takes a typed `=clear` for a formula with an unknown name.
    if formula.is_some_and(|formula| formula.eq_ignore_ascii_case(&CLEAR[1..])) {
        return Raw::text(CLEAR);
    }
    match value {
        DataRef::Empty => formula.map(|_| Raw::Uncalculated),
        DataRef::String(text) => Raw::text(&text),
        DataRef::SharedString(text) => Raw::text(text),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Raw::text(&text),
        DataRef::Int(number) => Some(Raw::Number(number as f64)),
        DataRef::Float(number) => Some(Raw::Number(number)),
        DataRef::Bool(flag) => Some(Raw::Flag(flag)),
        DataRef::Error(error) => Some(Raw::Error(error.to_string())),
        DataRef::DateTime(time) => {
            // Days from 1900 to 9999; what lies outside is a time of day, or no date at all.
            let dated = time.is_datetime() && (1.0..2_958_466.0).contains(&time.as_f64());
            let date = time.as_datetime().filter(|_| dated).map(|time| Raw::Date(time.date()));
            Some(date.unwrap_or(Raw::Number(time.as_f64())))
        }
    }
}
