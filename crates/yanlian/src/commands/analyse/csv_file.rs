//! An answer as a CSV file, written field by field.

use crate::{Failure, Outcome};
use anyhow::Context;
use std::fs::File;
use std::path::Path;
use yanlian_model::spreadsheet::protect;

/// A file that is being written. Numbers have the fewest digits that read back as the same number.
pub(super) struct CsvFile {
    writer: csv::Writer<File>,
}

impl CsvFile {
    /// Begins `NAME.csv` in a folder, which is made where it is missing.
    pub(super) fn new(folder: &Path, name: &str, header: &[impl AsRef<[u8]>]) -> Result<CsvFile, Failure> {
        std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
        let path = folder.join(format!("{name}.csv"));
        let mut writer = csv::Writer::from_path(&path).with_context(|| format!("cannot write {}", path.display()))?;
        writer.write_record(header)?;
        Ok(CsvFile { writer })
    }

    /// A code or name as it stands, so that the file can be joined with the one that was read; but for a
    /// `'` before what a spreadsheet would run.
    pub(super) fn text(&mut self, text: &str) -> Result<&mut CsvFile, Failure> {
        self.writer.write_field(protect(text).as_bytes())?;
        Ok(self)
    }

    /// A number; blank where there is none.
    pub(super) fn number(&mut self, number: Option<f64>) -> Result<&mut CsvFile, Failure> {
        self.writer.write_field(number.map(shortest).unwrap_or_default())?;
        Ok(self)
    }

    /// A count; blank where there is none.
    pub(super) fn count(&mut self, count: Option<usize>) -> Result<&mut CsvFile, Failure> {
        self.text(&count.map(|count| count.to_string()).unwrap_or_default())
    }

    /// Ends the line.
    pub(super) fn end(&mut self) -> Outcome {
        self.writer.write_record(None::<&[u8]>)?;
        Ok(())
    }

    /// Ends the file.
    pub(super) fn finish(mut self) -> Outcome {
        self.writer.flush().context("cannot write")?;
        Ok(())
    }
}

/// The fewest digits that read back as the same number, with an exponent where zeros would be many.
fn shortest(number: f64) -> String {
    // The sum of nothing is −0.
    let number = number + 0.0;
    match number == 0.0 || (1e-5..1e16).contains(&number.abs()) {
        true => number.to_string(),
        false => format!("{number:e}"),
    }
}
