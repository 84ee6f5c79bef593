//! CSV files: their encoding, their delimiter, their rows as a spreadsheet counts them.

use super::encoding;
use super::merged::Facts;
use super::sheet::{Line, Raw};
use super::table::{HEADER_WITHIN, MAX_COLUMNS, SheetReader, too_many_columns};
use super::{Allowance, SourceFile};
use crate::draft::Drafts;
use std::borrow::Cow;
use std::collections::BTreeMap;
use yanlian_model::Message;

/// Most bytes of one row.
const MAX_ROW_BYTES: usize = 1_000_000;

/// Reads the one sheet of a CSV file.
pub(crate) fn read(file: &SourceFile, drafts: &mut Drafts, allowance: &mut Allowance) -> Result<(), Message> {
    allowance.take_bytes(file.bytes.len() as u64)?;
    let text = decode(&file.bytes)?;
    let mut sheet =
        SheetReader::new(drafts, &file.name, None, Facts { semicolons: delimiter(&text) == b';', ..Facts::default() });
    let mut last = 0;
    lines(&text, &mut |line| {
        last = line.number;
        sheet.read(line)?;
        allowance.take_row(sheet.records())
    })?;
    if is_unended(&text) {
        sheet.unended(last);
    }
    sheet.finish();
    Ok(())
}

/// The text with lines that end as ours do, also where the file ends them in the way of old Macintoshes.
pub(crate) fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, Message> {
    let text = encoding::characters(bytes)?;
    let alone = text.contains('\r') && !text.contains('\n');
    Ok(if alone { text.replace('\r', "\n").into() } else { text })
}

/// A reader of all records, the header too, by whatever delimiter.
pub(crate) fn reader(text: &str) -> csv::Reader<&[u8]> {
    by(delimiter(text), text)
}

fn by(delimiter: u8, text: &str) -> csv::Reader<&[u8]> {
    let mut builder = csv::ReaderBuilder::new();
    builder.has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes())
}

/// Gives each row that is not blank to `take`.
fn lines(text: &str, take: &mut dyn FnMut(Line) -> Result<(), Message>) -> Result<(), Message> {
    // Before anything is made of its cells, of which a hostile line has millions.
    if let Some(line) = text.split('\n').position(|line| line.len() > MAX_ROW_BYTES) {
        return Err(long_row(line as u64 + 1));
    }
    let mut reader = reader(text);
    let mut record = csv::StringRecord::new();
    let mut inside_cells = 0;
    let mut last = (0, 0);
    // Text that was text stays text, and reading from memory does not fail.
    while reader.read_record(&mut record).unwrap_or(false) {
        let number = row_number(text, &record).saturating_sub(inside_cells);
        let breaks = breaks_inside(&record);
        inside_cells += breaks;
        last = (number, breaks);
        if record.len() > MAX_COLUMNS {
            return Err(too_many_columns(number as u32));
        }
        if record.as_slice().len() > MAX_ROW_BYTES {
            return Err(long_row(number));
        }
        let cells: Vec<(u32, Raw)> =
            (0..).zip(record.iter()).filter_map(|(column, cell)| Some((column, Raw::text(as_text(cell))?))).collect();
        if !cells.is_empty() {
            take(Line { number: number as u32, width: record.len() as u32, cells, ..Line::default() })?;
        }
    }
    match unclosed_quote(text, last) {
        Some(fault) => Err(fault),
        None => Ok(()),
    }
}

/// That a row holds more than a row of a table does.
fn long_row(number: u64) -> Message {
    let message = Message::new("import-long-row").with("row", number.to_string());
    message.with("megabytes", MAX_ROW_BYTES as f64 / 1e6)
}

/// That a quotation mark which is never closed has made a cell of the rest of the text. `last` is the last
/// record's row and the line breaks inside its cells.
pub(crate) fn unclosed_quote(text: &str, (row, breaks): (u64, u64)) -> Option<Message> {
    let unclosed = breaks > 0 && text.matches('"').count() % 2 == 1;
    unclosed.then(|| Message::new("import-unclosed-quote").with("row", row.to_string()))
}

/// Whether the last line has no end though others have: the file may be cut, even within its last figure. Many
/// programs leave it out, so that it is only said; a last cell in quotation marks is whole.
pub(crate) fn is_unended(text: &str) -> bool {
    text.contains('\n') && !text.ends_with(['\n', '"'])
}

/// The line breaks inside a record's cells.
pub(crate) fn breaks_inside(record: &csv::StringRecord) -> u64 {
    record.iter().map(|cell| count_breaks(cell.as_bytes())).sum()
}

fn count_breaks(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|byte| **byte == b'\n').count() as u64
}

/// The line on which a record begins: the reader's position stands before the blank lines it skipped.
pub(crate) fn row_number(text: &str, record: &csv::StringRecord) -> u64 {
    let Some(position) = record.position() else { return 0 };
    let ahead = text.as_bytes().get(position.byte() as usize..).unwrap_or_default();
    let blank = ahead.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
    position.line() + count_breaks(&ahead[..blank])
}

/// The sign by which most of the first rows are of one width, a comma rather than others: titles stand in a cell
/// alone, and lists and decimals hold other signs in each row.
fn delimiter(text: &str) -> u8 {
    const TOP_BYTES: usize = 100_000;
    let top = &text[..text.floor_char_boundary(TOP_BYTES)];
    // Of equals the last is taken.
    [b'\t', b';', b','].into_iter().max_by_key(|sign| agreeing(top, *sign)).unwrap_or(b',')
}

/// How many of the rows among which a header is looked for have the same number of cells, more than one; and that
/// number. Remarks do not count.
fn agreeing(text: &str, delimiter: u8) -> (usize, usize) {
    let rows = by(delimiter, text).into_records().map_while(Result::ok);
    let rows = rows.filter(|row| !row.get(0).is_some_and(|first| first.starts_with('#'))).take(HEADER_WITHIN);
    let mut widths = BTreeMap::new();
    rows.filter(|row| row.len() > 1).for_each(|row| *widths.entry(row.len()).or_insert(0) += 1);
    widths.into_iter().map(|(width, rows)| (rows, width)).max().unwrap_or_default()
}

/// A cell without what keeps a spreadsheet from taking it for a number: `="0041"`.
fn as_text(cell: &str) -> &str {
    let inner = cell.trim().strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"'));
    inner.filter(|inner| !inner.contains('"')).unwrap_or(cell)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_parted_by_the_sign_that_most_rows_share() {
        for (text, sign) in [
            ("id,name\n1,甲\n", b','),
            ("id;name\n1;甲\n", b';'),
            ("id\tname\n1\t甲,乙\n", b'\t'),
            ("2025 供销\nsupplier;customer;value\na;b;1\n", b';'),
            ("Supplies, 2025\nsupplier;customer;value\na;b;1,5\n", b';'),
            ("Supplies, 2025, draft\n单位：万元\n\nsupplier\tcustomer\tvalue\na\tb\t1,5\n", b'\t'),
            ("# a,b,c,d\nid;name\n", b';'),
            ("id,name,aliases\n1,甲,x;y;z;w\n2,乙,x;y;z;w\n", b','),
            ("id,aliases\n1,\"x;y\nz;w\"\n2,\n", b','),
            ("id;value;note\n1;1,5;a,b\n2;2,5;\n", b';'),
            ("id\n1\n", b','),
            ("", b','),
        ] {
            assert_eq!(char::from(delimiter(text)), char::from(sign), "{text}");
        }
    }
}
