//! The lists (N图N清单): what the diagnosis answers, a sheet a list, to sort, to print and to hand round.

mod chain;
mod parties;
mod table;

use super::WorkbookError;
use super::book::{self, Book};
use super::terms;
use crate::View;
use rust_xlsxwriter::{FormatAlign, Url, Worksheet};
use table::List;
use yanlian_model::Figure;

/// The lists of a view as a workbook (.xlsx): how to read them first, then a sheet for each.
pub fn lists(v: &View) -> Result<Vec<u8>, WorkbookError> {
    let lists = [
        chain::gaps(v),
        chain::extensions(v),
        chain::vulnerabilities(v),
        chain::matches(v),
        chain::unused_byproducts(v),
        parties::leading(v),
        parties::candidates(v),
        parties::projects(v),
    ];
    let mut book = Book::new(v.lang())?;
    write_read_me(book.sheet(&v.t("template-read-me"))?, v, &lists)?;
    for list in &lists {
        table::write(book.sheet(&v.t(list.id))?, v, list, &terms(v))?;
    }
    book.save()
}

/// What is unknown of some figures, in words; empty where all is known.
fn unknown<'f>(v: &View, figures: impl IntoIterator<Item = &'f Figure>) -> String {
    let all: Figure = figures.into_iter().cloned().sum();
    let missing = Some(v.missing(&all)).filter(|missing| !missing.is_empty());
    let unbounded = all.high().is_infinite().then(|| v.t("lists-no-upper-bound"));
    missing.into_iter().chain(unbounded).collect::<Vec<_>>().join(&v.t("list-separator"))
}

/// Names in a cell.
fn names(v: &View, register: &str, keys: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    let names: Vec<String> = keys.into_iter().map(|key| v.name(register, key.as_ref())).collect();
    names.join(&v.t("list-separator"))
}

fn write_read_me(sheet: &mut Worksheet, v: &View, lists: &[List]) -> Result<(), WorkbookError> {
    let lang = v.lang();
    let (plain, head) = (book::plain(lang).set_text_wrap(), book::head(lang).set_bold());
    sheet.set_column_width(0, 22)?.set_column_width(1, 30)?.set_column_width(2, 96)?;
    sheet.write_string_with_format(0, 0, v.t("lists-title"), &book::title(lang))?;
    sheet.set_row_height(0, 24)?;
    sheet.write_string_with_format(1, 0, terms(v), &book::plain(lang))?;
    let mut row = 3;
    for id in ["lists-read-bounds", "lists-read-unknown", "lists-read-rank", "lists-read-remedy"] {
        let words = v.t(id);
        sheet.merge_range(row, 0, row, 2, &words, &plain)?;
        sheet.set_row_height(row, book::height(&words, 140))?;
        row += 1;
    }
    row += 1;
    for (column, id) in (0..).zip(["lists-list", "lists-rows", "lists-answers"]) {
        sheet.write_string_with_format(row, column, v.t(id), &head)?;
    }
    for list in lists {
        row += 1;
        let name = v.t(list.id);
        let link = Url::new(format!("internal:'{name}'!A1")).set_text(name);
        sheet.write_url_with_format(row, 0, link, &book::link(lang))?;
        sheet.write_number_with_format(row, 1, list.rows as f64, &book::plain(lang).set_align(FormatAlign::Left))?;
        sheet.write_string_with_format(row, 2, v.t(&format!("{}.title", list.id)), &plain)?;
    }
    row += 2;
    for (column, id) in (0..).zip(["lists-list", "lists-column", "lists-formula"]) {
        sheet.write_string_with_format(row, column, v.t(id), &head)?;
    }
    for list in lists {
        // The two columns of a figure have one formula.
        let mut formulas: Vec<_> = list.columns.iter().filter_map(|c| Some((c.formula()?, c.head.clone()))).collect();
        formulas.dedup_by(|a, b| a.0 == b.0);
        for (formula, heading) in formulas {
            row += 1;
            let column = heading.lines().next().unwrap_or_default();
            sheet.write_string_with_format(row, 0, v.t(list.id), &plain)?;
            sheet.write_string_with_format(row, 1, column, &plain)?;
            let words = v.t(&formula);
            sheet.write_string_with_format(row, 2, &words, &plain)?;
            sheet.set_row_height(row, book::height(&words, 90))?;
        }
    }
    Ok(())
}
