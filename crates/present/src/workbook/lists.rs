//! The lists (N图N清单): what the diagnosis answers, a sheet a list, to sort, to print and to hand round.

use super::book::{self, Book};
use super::{WorkbookError, sheet, terms};
use crate::View;
use crate::flat_table::FlatTable;
use crate::grid::Grid;
use crate::tables;
use rust_xlsxwriter::{FormatAlign, Url, Worksheet};
use yanlian_analysis::{ProjectStatus, invitations, leading_enterprises, project_status};
use yanlian_model::registers::Project;

/// A list: its messages are `ID`, the name of its sheet, `ID.title`, `ID.count` and `ID.none`.
struct List {
    id: &'static str,
    table: FlatTable,
}

/// The lists of a view as a workbook (.xlsx): how to read them first, then a sheet for each.
pub fn lists(v: &View) -> Result<Vec<u8>, WorkbookError> {
    let lists = all(v);
    let mut book = Book::new(v.lang())?;
    write_read_me(book.sheet(&v.t("template-read-me"))?, v, &lists)?;
    for List { id, table } in &lists {
        let sentence = match table.rows() {
            0 => v.t(&format!("{id}.none")),
            rows => v.t1(&format!("{id}.count"), "count", rows),
        };
        sheet::write(book.sheet(&v.t(id))?, v.lang(), table, &terms(v), &sentence)?;
    }
    book.save()
}

fn all(v: &View) -> [List; 8] {
    let list = |id: &'static str, make: &dyn Fn(String) -> Grid| List {
        id,
        table: FlatTable::of(v, &make(v.t(&format!("{id}.title")))),
    };
    [
        list("lists-gaps", &|title| tables::gaps(v).table(title, "list-none", GAPS, &v.diagnosis.gaps)),
        list("lists-extensions", &|title| {
            tables::extensions(v).table(title, "list-none", EXTENSIONS, &v.diagnosis.extensions)
        }),
        list("lists-vulnerabilities", &|title| {
            tables::vulnerabilities(v).table(title, "list-none", VULNERABILITIES, &v.diagnosis.vulnerabilities)
        }),
        list("lists-matches", &|title| tables::matches(v).table(title, "list-none", MATCHES, tables::pairs(v))),
        list("lists-unused", &|title| {
            tables::byproducts(v).table(title, "list-none", BYPRODUCTS, &v.diagnosis.unused_byproducts)
        }),
        list("lists-leading", &|title| {
            tables::leading(v).table(title, "list-none", LEADING, leading_enterprises(v.diagnosis))
        }),
        list("lists-invited", &|title| {
            tables::candidates(v).table(title, "list-none", INVITED, invitations(v.diagnosis))
        }),
        list("lists-projects", &|title| {
            let statuses = project_status(v.zone, v.today);
            tables::projects(v).table(title, "list-none", PROJECTS, projects(v, &statuses))
        }),
    ]
}

const GAPS: &[&str] = &[
    "product",
    "kind",
    "state",
    "quantity",
    "price",
    "price-date",
    "value",
    "self-supply",
    "essential",
    "viability",
    "score",
    "buyers",
    "ways",
    "over-limits",
    "projects",
    "candidates",
    "density",
    "pci",
    "unknown",
];
const EXTENSIONS: &[&str] = &[
    "process",
    "product",
    "feedstock",
    "reachable",
    "smallest",
    "viable",
    "national-use",
    "added",
    "uplift",
    "local",
    "score",
    "over-limits",
    "loops",
    "projects",
    "candidates",
    "unpriced",
    "density",
    "pci",
    "unknown",
];
const VULNERABILITIES: &[&str] =
    &["enterprise", "weakness", "concerns", "measured", "threshold", "at-stake", "dependents", "unknown"];
const MATCHES: &[&str] = &["product", "maker", "buyer", "status", "quantity", "value", "unknown"];
const BYPRODUCTS: &[&str] = &["product", "made", "makers", "state", "takers", "unknown"];
const LEADING: &[&str] = &["enterprise", "scale", "status", "value", "plants", "products", "leads", "unknown"];
const INVITED: &[&str] = &["company", "region", "status", "product", "share", "gaps", "extensions", "source"];
const PROJECTS: &[&str] = &[
    "project",
    "stage",
    "state",
    "investor",
    "process",
    "investment",
    "invested",
    "planned",
    "actual",
    "planned-finish",
    "forecast",
    "stretched",
    "late",
    "owner",
    "source",
    "unknown",
];

/// The projects of the chain that is looked at.
fn projects<'v>(v: &'v View, statuses: &'v [ProjectStatus]) -> impl Iterator<Item = (&'v Project, &'v ProjectStatus)> {
    let of_chain = |project: &Project| {
        let process = project.process.as_deref().and_then(|process| v.zone.process(process));
        v.chain().is_empty() || process.is_some_and(|process| process.chain.as_deref() == Some(v.chain()))
    };
    v.registers().projects.iter().zip(statuses).filter(move |(project, _)| of_chain(project))
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
        let left = book::plain(lang).set_align(FormatAlign::Left);
        sheet.write_number_with_format(row, 1, list.table.rows() as f64, &left)?;
        sheet.write_string_with_format(row, 2, &list.table.title, &plain)?;
    }
    row += 2;
    for (column, id) in (0..).zip(["lists-list", "lists-column", "lists-formula"]) {
        sheet.write_string_with_format(row, column, v.t(id), &head)?;
    }
    for list in lists {
        // The columns of both bounds have one formula.
        let mut columns: Vec<_> = list.table.columns.iter().filter(|column| !column.formula.is_empty()).collect();
        columns.dedup_by(|a, b| a.formula == b.formula);
        for column in columns {
            row += 1;
            sheet.write_string_with_format(row, 0, v.t(list.id), &plain)?;
            sheet.write_string_with_format(row, 1, &column.head, &plain)?;
            sheet.write_string_with_format(row, 2, &column.formula, &plain)?;
            sheet.set_row_height(row, book::height(&column.formula, 90))?;
        }
    }
    Ok(())
}
