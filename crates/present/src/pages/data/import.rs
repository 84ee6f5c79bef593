//! After an import, a check or an undo: what came of it, what is wrong, and how to fix it.

use super::cell::{Cell, cell};
use crate::View;
use crate::link::Link;
use crate::parts::Badge;
use askama::Template;
use std::collections::BTreeSet;
use yanlian_model::{Change, Finding, Key, Message, Place, Ref, Severity, registers};

/// How many findings of one severity are listed; a file that is wrong throughout has thousands alike.
const LISTED: usize = 500;

/// What came of files that were read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImportOutcome {
    /// They have faults; nothing was written.
    Faults,
    /// They say what is kept already; nothing was written.
    Nothing,
    /// They could be imported; nothing was written yet.
    Checked,
    /// The same, after others wrote what they would change.
    CheckedAnew,
    /// They were imported, as the entry of this number.
    Imported(String),
}

/// Files that were read, and what came of them.
#[derive(Debug, Clone)]
pub struct ImportResult {
    /// What came of them.
    pub outcome: ImportOutcome,
    /// By what the checked files are kept until they are confirmed.
    pub token: Option<String>,
    /// Their names.
    pub files: Vec<String>,
    /// Register, and how many of its records are new, changed and unchanged.
    pub counts: Vec<(&'static str, usize, usize, usize)>,
    /// Kept records that would change, of what was only checked; the first of them.
    pub changes: Vec<Change>,
    /// What was noticed, in the order of the files.
    pub findings: Vec<Finding>,
}

/// A field that would change, as it is and as it would be.
struct Altered {
    record: Link,
    field: &'static str,
    before: Cell,
    after: Cell,
}

impl ImportResult {
    fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }

    fn sum(&self, of: fn(&(&'static str, usize, usize, usize)) -> usize) -> usize {
        self.counts.iter().map(of).sum()
    }

    /// In how many sheets something of that severity was noticed.
    fn sheets(&self, severity: Severity) -> usize {
        let of_severity = self.findings.iter().filter(|finding| finding.severity == severity);
        let sheets: BTreeSet<_> = of_severity
            .map(|finding| match &finding.place {
                Place::Cell { file, sheet, .. } => (file.as_str(), sheet.as_deref()),
                Place::Record(Ref { register, .. }) | Place::Register(register) | Place::Field { register, .. } => {
                    (*register, None)
                }
            })
            .collect();
        sheets.len()
    }
}

#[derive(Template)]
#[template(path = "data/import.html")]
struct Page<'v> {
    v: &'v View<'v>,
    title: String,
    rail: &'static str,
    help: &'static str,
    lead: String,
    files: String,
    token: Option<&'v str>,
    imported: Option<&'v str>,
    upload_again: bool,
    altered: Vec<Altered>,
    /// That more records would change, where they do.
    unlisted: Option<String>,
    counts: Vec<(Link, usize, usize, usize)>,
    sections: Vec<Section>,
}

/// The findings of one severity.
struct Section {
    id: &'static str,
    badge: Badge,
    count: usize,
    lines: Vec<Line>,
}

/// One finding.
struct Line {
    file: String,
    sheet: String,
    row: String,
    column: String,
    record: Option<Link>,
    what: String,
    remedy: String,
}

/// The page after files were checked or imported.
pub fn import_result(v: &View, result: &ImportResult) -> askama::Result<String> {
    let imported = match &result.outcome {
        ImportOutcome::Imported(number) => Some(number.as_str()),
        _ => None,
    };
    let page = Page {
        v,
        title: v.t("import-title"),
        rail: "data",
        help: "import-help",
        lead: lead(v, result),
        files: result.files.join(&v.t("list-separator")),
        token: result.token.as_deref(),
        imported,
        upload_again: result.outcome == ImportOutcome::Faults,
        altered: result.changes.iter().flat_map(|change| altered(v, change)).collect(),
        unlisted: result
            .sum(|count| count.2)
            .checked_sub(result.changes.len())
            .filter(|more| *more > 0 && !result.changes.is_empty())
            .map(|more| v.t1("import-altered-more", "count", more)),
        counts: result
            .counts
            .iter()
            .map(|(register, new, changed, same)| (link(v, register), *new, *changed, *same))
            .collect(),
        sections: [Severity::Fault, Severity::Warning, Severity::Note]
            .into_iter()
            // Without a file there is no place to tell: the sentence says it all.
            .filter(|_| !result.files.is_empty())
            .filter_map(|severity| section(v, result, severity))
            .collect(),
    };
    page.render()
}

/// The fields of a record that would change.
fn altered(v: &View, change: &Change) -> Vec<Altered> {
    let Some(register) = registers::by_name(change.register) else { return Vec::new() };
    let (Some(before), Some(after)) = (&change.before, &change.after) else { return Vec::new() };
    let record = || {
        let name = format!("{} {}", v.label(&register.label), change.key);
        Link::to(v.record_href(register.name, &change.key), name)
    };
    let field = |at: usize| Altered {
        record: record(),
        field: register.fields[at].label.of(v.lang()),
        before: cell(v, register, before, at),
        after: cell(v, register, after, at),
    };
    change.fields().into_iter().map(|(at, ..)| field(at)).collect()
}

fn lead(v: &View, result: &ImportResult) -> String {
    if let ([], [fault]) = (&*result.files, &*result.findings) {
        let message = &fault.message;
        return format!("{}{}{}", v.say(message), v.t("sentence-space"), v.remedy(message));
    }
    let counted = |id: &'static str| {
        Message::new(id)
            .with("new", result.sum(|count| count.1))
            .with("changed", result.sum(|count| count.2))
            .with("unchanged", result.sum(|count| count.3))
            .with("warnings", result.count(Severity::Warning))
    };
    let message = match &result.outcome {
        ImportOutcome::Faults => Message::new("import-lead-faults")
            .with("faults", result.count(Severity::Fault))
            .with("sheets", result.sheets(Severity::Fault)),
        ImportOutcome::Nothing => counted("import-lead-nothing"),
        ImportOutcome::Checked => counted("import-lead-checked"),
        ImportOutcome::CheckedAnew => counted("import-lead-checked-anew"),
        ImportOutcome::Imported(number) => counted("import-lead-imported").with("number", number),
    };
    v.say(&message)
}

/// A register by its name.
fn link(v: &View, register: &str) -> Link {
    let label = registers::by_name(register).map_or(register, |register| v.label(&register.label));
    Link::to(v.href(&format!("/data/{register}")), label.to_owned())
}

fn section(v: &View, result: &ImportResult, severity: Severity) -> Option<Section> {
    let id = match severity {
        Severity::Fault => "faults",
        Severity::Warning => "warnings",
        Severity::Note => "notes",
    };
    let findings = result.findings.iter().filter(|finding| finding.severity == severity);
    let lines: Vec<Line> = findings.take(LISTED).map(|finding| line(v, finding)).collect();
    let count = result.count(severity);
    (count > 0).then(|| Section { id, badge: Badge::of(v, severity), count, lines })
}

fn line(v: &View, finding: &Finding) -> Line {
    let said = Line {
        file: String::new(),
        sheet: String::new(),
        row: String::new(),
        column: String::new(),
        record: None,
        what: v.say(&finding.message),
        remedy: v.remedy(&finding.message),
    };
    match &finding.place {
        Place::Cell { file, sheet, row, column } => Line {
            file: file.clone(),
            sheet: sheet.clone().unwrap_or_default(),
            row: row.map(|row| row.to_string()).unwrap_or_default(),
            column: column.clone().unwrap_or_default(),
            ..said
        },
        Place::Record(of) => of_record(v, of.register, Some(&of.key), said),
        Place::Register(register) => of_record(v, register, None, said),
        Place::Field { register, key, field } => {
            let label = field.and_then(|field| Some(registers::by_name(register)?.field(field)?.label.of(v.lang())));
            Line { column: label.unwrap_or_default().to_owned(), ..of_record(v, register, key.as_ref(), said) }
        }
    }
}

/// The line with a link to its record.
fn of_record(v: &View, register: &'static str, key: Option<&Key>, said: Line) -> Line {
    let record = key.map(|key| Link::to(v.record_href(register, key), key.to_string()));
    Line { sheet: link(v, register).text, record, ..said }
}

#[derive(Template)]
#[template(path = "data/undo.html")]
struct UndoPage<'v> {
    v: &'v View<'v>,
    title: String,
    rail: &'static str,
    help: &'static str,
    lead: String,
    reasons: Vec<String>,
}

/// The page after an undo; `refused` says why it could not be, a line a record.
pub fn undo_result(v: &View, number: &str, refused: Option<Vec<String>>) -> askama::Result<String> {
    let lead = if refused.is_some() { "undo-lead-refused" } else { "undo-lead-done" };
    let page = UndoPage {
        v,
        title: v.t("undo-title"),
        rail: "data",
        help: "undo-help",
        lead: v.t1(lead, "number", number),
        reasons: refused.unwrap_or_default(),
    };
    page.render()
}
