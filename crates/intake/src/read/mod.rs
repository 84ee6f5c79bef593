//! Bytes, or the fields of a form, to drafts.

mod above;
mod brackets;
mod carbon;
mod cells;
mod clauses;
pub(crate) mod codes;
mod comments;
mod day_cell;
mod delimited;
mod doubts;
mod encoding;
mod fields;
mod header;
pub(crate) mod hints;
mod likeness;
mod merged;
mod misread;
mod mixture;
mod money;
mod notes;
mod numbering;
mod passed;
mod phrase;
mod plain;
pub(crate) mod quantity;
mod readings;
mod records;
mod remarks;
mod sheet;
mod table;
mod tax;
pub(crate) mod text;
mod total_words;
mod turns;
mod values;
mod words;
mod workbook;
mod years;

pub(crate) use cells::{Parsed, Reader};
pub use fields::read_fields;
pub use plain::{PlainRow, PlainTable, in_one_unit};
pub use text::plain_name;

use crate::draft::{Drafts, SheetSource, Source, Spot};
use crate::{Progress, Stage};
use yanlian_model::{Finding, Message, Place, Severity};

/// A file that somebody brings.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Its name; a CSV file's stem names the register.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// How many rows pass between two reports of progress.
const STEP: usize = 4096;

/// Most bytes of one import, unpacked.
const MAX_BYTES: u64 = 200_000_000;

/// Most records of one import.
const MAX_ROWS: usize = 1_000_000;

/// Reads workbooks (.xlsx) and CSV files into drafts; a fault for each file that cannot be read.
///
/// # Errors
/// What is wrong with files that cannot be read at all.
pub fn read(files: &[SourceFile], progress: &mut dyn FnMut(Progress)) -> Result<Drafts, Vec<Finding>> {
    let mut allowance = Allowance { bytes: MAX_BYTES, rows: 0, is_spent: false, progress };
    let mut drafts = Drafts::default();
    let mut faults = Vec::new();
    for file in files {
        if is_leftover(&file.name) {
            pass_over(file, &mut drafts);
            continue;
        }
        if let Err(message) = read_file(file, &mut drafts, &mut allowance) {
            faults.push(file_fault(&file.name, message));
        }
        if allowance.is_spent {
            break;
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let is_register = |source: &Source| matches!(source, Source::Sheet(sheet) if sheet.register.is_some());
    if !drafts.sources.is_empty() && !drafts.sources.iter().any(is_register) {
        let message = Message::new("import-nothing").with("known", header::known_sheets());
        drafts.noticed.add(Spot::default(), Severity::Fault, message);
    }
    Ok(drafts)
}

/// Whether a file is one that programs leave beside those that people make: Excel's lock of an open workbook, say.
fn is_leftover(name: &str) -> bool {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    ["~$", ".~", "._"].iter().any(|begin| name.starts_with(begin))
        || [".DS_Store", "Thumbs.db", "desktop.ini"].iter().any(|leftover| name.eq_ignore_ascii_case(leftover))
}

fn pass_over(file: &SourceFile, drafts: &mut Drafts) {
    let spot = Spot { source: drafts.sources.len() as u32, ..Spot::default() };
    drafts.sources.push(Source::Sheet(SheetSource { file: file.name.clone(), ..SheetSource::default() }));
    drafts.noticed.add(spot, Severity::Note, Message::new("import-leftover-file"));
}

/// A fault of a whole file.
pub(crate) fn file_fault(file: &str, message: Message) -> Finding {
    let place = Place::Cell { file: file.to_owned(), sheet: None, row: None, column: None };
    Finding::new(Severity::Fault, place, message)
}

/// Reads by what the bytes are, then by what the name says.
fn read_file(file: &SourceFile, drafts: &mut Drafts, allowance: &mut Allowance) -> Result<(), Message> {
    let lower = file.name.to_lowercase();
    let ends = |ends: &[&str]| ends.iter().any(|end| lower.ends_with(end));
    if let Some(kind) = other_kind(&lower, &file.bytes) {
        return Err(Message::new("import-other-program").with("kind", kind));
    }
    if file.bytes.starts_with(b"PK\x03\x04") {
        return workbook::read(file, drafts, allowance);
    }
    let is_workbook = ends(&[".xls", ".xlsx"]);
    if is_workbook && encoding::is_web_page(&file.bytes) {
        return Err(Message::new("import-web-page"));
    }
    if file.bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Err(Message::new("import-old-workbook"));
    }
    if ends(&[".csv", ".tsv", ".txt"]) {
        return delimited::read(file, drafts, allowance);
    }
    Err(Message::new(match is_workbook {
        true if encoding::characters(&file.bytes).is_ok() => "import-text-as-workbook",
        true if ends(&[".xls"]) => "import-old-workbook",
        true => "import-unreadable-workbook",
        false => "import-unknown-file-kind",
    }))
}

/// The kind of a file that another program has written and that is not read, by its name or by what it says of itself.
fn other_kind(name: &str, bytes: &[u8]) -> Option<&'static str> {
    const KINDS: [&str; 9] = [".ods", ".fods", ".xlsb", ".numbers", ".et", ".ett", ".docx", ".doc", ".wps"];
    const OPEN_DOCUMENT: &[u8] = b"mimetypeapplication/vnd.oasis.opendocument.";
    // The name of the first file of the archive, and what it holds.
    let is_open = bytes.get(30..30 + OPEN_DOCUMENT.len()) == Some(OPEN_DOCUMENT);
    let named = || KINDS.into_iter().find(|kind| name.ends_with(kind));
    if is_open { Some(".ods") } else { named() }
}

/// How much may still be read, and who hears how far it has come.
struct Allowance<'a> {
    bytes: u64,
    rows: usize,
    /// More was brought: what follows is not read.
    is_spent: bool,
    progress: &'a mut dyn FnMut(Progress),
}

impl Allowance<'_> {
    fn take_bytes(&mut self, bytes: u64) -> Result<(), Message> {
        let left = self.bytes.checked_sub(bytes);
        self.is_spent |= left.is_none();
        self.bytes = left.ok_or_else(|| Message::new("import-too-large").with("megabytes", MAX_BYTES as f64 / 1e6))?;
        Ok(())
    }

    /// Counts a row; `records` are those that were read so far.
    fn take_row(&mut self, records: usize) -> Result<(), Message> {
        if records > MAX_ROWS {
            self.is_spent = true;
            return Err(Message::new("import-too-many-rows").with("rows", MAX_ROWS));
        }
        self.rows += 1;
        if self.rows.is_multiple_of(STEP) {
            (self.progress)(Progress { stage: Stage::Reading, done: self.rows, total: None });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_million_records_are_read_and_no_more() {
        let mut allowance = Allowance { bytes: MAX_BYTES, rows: 0, is_spent: false, progress: &mut |_| {} };
        assert_eq!(allowance.take_row(1_000_000), Ok(()));
        assert!(!allowance.is_spent);
        let refused = Message::new("import-too-many-rows").with("rows", MAX_ROWS);
        assert_eq!(allowance.take_row(1_000_001), Err(refused));
        assert!(allowance.is_spent, "files that follow are not read");
    }
}
