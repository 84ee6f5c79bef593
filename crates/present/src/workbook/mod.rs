//! Workbooks: the template to fill in, the registers as they are kept, the lists.
//!
//! The template and the export derive from the registers' declarations and share their columns
//! ([`columns`]), so that what goes out comes back in. No workbook knows the clock: the same records
//! give the same bytes.

mod book;
mod columns;
mod export;
mod lists;
mod page;
mod plan;
mod sheet;
mod template;

use crate::View;

pub use export::{export_csv, export_workbook};
pub use lists::lists;
pub(crate) use page::page_workbook;
pub use plan::plan;
pub use template::template;

/// Why a workbook or a CSV file could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WorkbookError {
    /// A text too long for a cell, too many rows for a sheet.
    #[error("the workbook cannot be written: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// The CSV writer failed.
    #[error("the CSV file cannot be written: {0}")]
    Csv(#[from] csv::Error),
}

/// Year, chain, day; and where it is so, that all of it is invented.
fn terms(v: &View) -> String {
    let chain = if v.chain().is_empty() { v.t("all-chains") } else { v.name("chains", v.chain()) };
    let year = v.t1("lists-year", "year", v.year().to_string());
    let mut terms = vec![year, chain, v.t1("foot-day", "day", v.day())];
    terms.extend(v.settings.demo.then(|| v.t("demo-mark")));
    terms.join(" · ")
}
