//! The tables of a page as a workbook, a sheet each.

use super::book::Book;
use super::{WorkbookError, sheet, terms};
use crate::View;
use crate::flat_table::FlatTable;

/// The tables that a page laid out as a workbook (.xlsx).
pub(crate) fn page_workbook(v: &View, tables: &[FlatTable]) -> Result<Vec<u8>, WorkbookError> {
    let terms = terms(v);
    let mut book = Book::new(v.lang())?;
    let mut names = Vec::new();
    for table in tables {
        let name = sheet::sheet_name(&table.title, &names);
        sheet::write(book.sheet(&name)?, v.lang(), table, &terms, "")?;
        names.push(name);
    }
    book.save()
}
