//! Bytes to records and findings: workbooks, folders of CSV, packets of monitors.
//!
//! An import takes two steps. [`read`] turns files into [`Sheet`]s of raw cells. [`plan`] judges
//! them against what is kept and says which records would change. It is all or nothing: while there
//! is a fault, a plan has no changes. What monitors send is read by [`telemetry`]. Nothing here
//! touches the file system or the clock.
//!
//! ```
//! use yanlian_intake::{SourceFile, plan, read};
//! use yanlian_model::Tables;
//!
//! let csv = "id,name_zh,unit\nti-sponge,海绵钛,t\n";
//! let files = [SourceFile { name: "products.csv".to_owned(), bytes: csv.into() }];
//! let sheets = read(&files, &mut |_| {}).unwrap();
//! let plan = plan(&sheets, &Tables::new(), &mut |_| {});
//! assert!(plan.findings.is_empty());
//! assert_eq!(plan.changes.len(), 1);
//! ```

mod cells;
mod convert;
mod delimited;
mod duplicates;
mod header;
mod merge;
mod plain;
mod plan;
mod quantity;
mod report;
mod resolve;
mod rules;
mod sheet;
pub mod telemetry;
mod workbook;

pub use plain::{PlainRow, PlainTable};
pub use plan::{Counts, Plan, places, plan};
pub use sheet::{Line, Raw, Sheet};

use report::file_fault;
use yanlian_model::{Finding, Message};

/// A file that somebody brings.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Its name; a CSV file's stem names the register.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// What an import is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Reading rows from the files.
    Reading,
    /// Reading the cells of the rows.
    Checking,
    /// Comparing the rows with what is kept.
    Comparing,
}

/// How far an import has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// What it is at.
    pub stage: Stage,
    /// Rows done.
    pub done: usize,
    /// Rows in all; `None` while they are not known.
    pub total: Option<usize>,
}

/// How many rows pass between two reports of progress.
const STEP: usize = 4096;

/// Most bytes of one import, unpacked.
const MAX_BYTES: u64 = 200_000_000;

/// Most rows of one import.
const MAX_ROWS: usize = 1_000_000;

/// Reads workbooks (.xlsx) and CSV files into raw sheets; a fault for each file that cannot be read.
pub fn read(files: &[SourceFile], progress: &mut dyn FnMut(Progress)) -> Result<Vec<Sheet>, Vec<Finding>> {
    let mut allowance = Allowance { bytes: MAX_BYTES, rows: 0, progress };
    let mut sheets = Vec::new();
    let mut faults = Vec::new();
    for file in files {
        match read_file(file, &mut allowance) {
            Ok(read) => sheets.extend(read),
            Err(message) => faults.push(file_fault(&file.name, message)),
        }
    }
    if faults.is_empty() { Ok(sheets) } else { Err(faults) }
}

/// Reads by what the bytes are, then by what the name says.
fn read_file(file: &SourceFile, allowance: &mut Allowance) -> Result<Vec<Sheet>, Message> {
    let lower = file.name.to_lowercase();
    if file.bytes.starts_with(b"PK\x03\x04") {
        return workbook::read(file, allowance);
    }
    if file.bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) || lower.ends_with(".xls") {
        return Err(Message::new("import-old-workbook"));
    }
    if [".csv", ".tsv", ".txt"].iter().any(|end| lower.ends_with(end)) {
        return delimited::read(file, allowance).map(|sheet| vec![sheet]);
    }
    match lower.ends_with(".xlsx") {
        true => Err(Message::new("import-unreadable-workbook")),
        false => Err(Message::new("import-unknown-file-kind")),
    }
}

/// How much may still be read, and who hears how far it has come.
struct Allowance<'a> {
    bytes: u64,
    rows: usize,
    progress: &'a mut dyn FnMut(Progress),
}

impl Allowance<'_> {
    fn take_bytes(&mut self, bytes: u64) -> Result<(), Message> {
        let left = self.bytes.checked_sub(bytes);
        self.bytes = left.ok_or_else(|| Message::new("import-too-large").with("megabytes", MAX_BYTES as f64 / 1e6))?;
        Ok(())
    }

    fn take_row(&mut self) -> Result<(), Message> {
        if self.rows == MAX_ROWS {
            return Err(Message::new("import-too-many-rows").with("rows", MAX_ROWS));
        }
        self.rows += 1;
        if self.rows.is_multiple_of(STEP) {
            (self.progress)(Progress { stage: Stage::Reading, done: self.rows, total: None });
        }
        Ok(())
    }
}
