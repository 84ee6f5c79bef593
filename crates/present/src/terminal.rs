//! Answers for the command line: tables of words for a terminal, and the plan as CSV.

use crate::files::csv_of_all;
use crate::flat_table::FlatTable;
use crate::grid::Grid;
use crate::pages::Words;
use crate::workbook::WorkbookError;
use crate::{TextTable, View, tables};
use yanlian_analysis::plan::{Posed, Study};

/// Gaps, extensions and matches, as a terminal has room for them.
pub fn diagnosis_tables(v: &View) -> Vec<TextTable> {
    let gaps = ["product", "state", "quantity", "value", "score", "candidates"];
    let extensions = ["process", "feedstock", "reachable", "uplift"];
    let matches = ["product", "maker", "buyer", "quantity"];
    let tables = [
        tables::gaps(v).table(v.t("cli-gaps"), "list-none", &gaps, &v.diagnosis.gaps),
        tables::extensions(v).table(v.t("cli-steps"), "list-none", &extensions, &v.diagnosis.extensions),
        tables::matches(v).table(v.t("cli-matches"), "list-none", &matches, tables::pairs(v)),
    ];
    tables.iter().map(|table| TextTable::of(v, table)).collect()
}

/// What a plan takes, leaves, brings and moves.
pub fn plan_tables(v: &View, posed: &Posed, study: &Study) -> Vec<TextTable> {
    grids(v, posed, study).iter().map(|table| TextTable::of(v, table)).collect()
}

/// The same as CSV, all digits, the title of its table first in each row.
///
/// # Errors
/// Where the CSV cannot be written.
pub fn plan_csv(v: &View, posed: &Posed, study: &Study) -> Result<Vec<u8>, WorkbookError> {
    let tables: Vec<FlatTable> = grids(v, posed, study).iter().map(|table| FlatTable::of(v, table)).collect();
    csv_of_all(&tables)
}

fn grids(v: &View, posed: &Posed, study: &Study) -> Vec<Grid> {
    tables::plan::plan(&Words { v, posed }, study)
}
