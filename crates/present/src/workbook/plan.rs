//! The plan as a workbook: the answer first, then a sheet a table, the solver's log last.

use super::book::{self, Book};
use super::{WorkbookError, sheet, terms};
use crate::flat_table::FlatTable;
use crate::pages::{Words, plan_lead, scenario_name};
use crate::{View, tables};
use yanlian_analysis::plan::{Posed, Study};
use yanlian_model::spreadsheet::protect;

/// The row below title and terms.
const FIRST: u32 = 3;

/// The plan of a question as a workbook (.xlsx).
pub fn plan(v: &View, posed: &Posed, study: &Study) -> Result<Vec<u8>, WorkbookError> {
    let lang = v.lang();
    let words = Words { v, posed };
    let tables: Vec<FlatTable> =
        tables::plan::plan(&words, study).iter().map(|table| FlatTable::of(v, table)).collect();
    let terms = format!("{} · {}", scenario_name(v, &posed.scenario), terms(v));
    let mut book = Book::new(lang)?;
    let mut names = vec![v.t("plan-title")];
    let first = book.sheet(&v.t("plan-title"))?;
    let lead = plan_lead(&words, Some(study));
    sheet::write_head(first, lang, &v.t("plan-title"), &terms)?;
    first.set_column_width(0, 100)?.set_row_height(FIRST, book::height(&lead, 100))?;
    first.write_string_with_format(FIRST, 0, &lead, &book::plain(lang).set_text_wrap())?;
    for (row, table) in (FIRST + 2..).zip(&tables) {
        first.write_string_with_format(row, 0, &table.title, &book::plain(lang))?;
    }
    for table in &tables {
        let name = sheet::sheet_name(&table.title, &names);
        sheet::write(book.sheet(&name)?, lang, table, &terms, "")?;
        names.push(name);
    }
    if let Some(plan) = &study.plan {
        let log = book.sheet(&v.t("plan-record-title"))?;
        sheet::write_head(log, lang, &v.t("plan-record-title"), &terms)?;
        for (row, line) in (FIRST..).zip(plan.record.log.lines()) {
            log.write_string_with_format(row, 0, protect(line), &book::plain(lang))?;
        }
        log.set_column_width(0, 110)?;
    }
    book.save()
}
