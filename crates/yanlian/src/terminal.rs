//! What a person at the terminal sees: progress while they watch, findings, tables.

use indicatif::{ProgressBar, ProgressStyle};
use std::time::Duration;
use yanlian_analysis::plan;
use yanlian_intake::{Progress, Stage};
use yanlian_model::{Finding, Key, Lang, Place, Ref, Severity};
use yanlian_present::TextTable;
use yanlian_present::i18n;
use yanlian_store::MoveStep;

/// Shows how far an import is, on standard error, only where a person is watching.
pub(crate) struct ImportProgress {
    bar: Bar,
    lang: Lang,
}

impl ImportProgress {
    /// Nothing is drawn before the first report.
    pub(crate) fn new(lang: Lang) -> ImportProgress {
        ImportProgress { bar: spinner(), lang }
    }

    /// One report.
    pub(crate) fn report(&self, progress: Progress) {
        let stage = match progress.stage {
            Stage::Reading => "cli-reading",
            Stage::Comparing => "cli-comparing",
        };
        self.bar.0.set_message(i18n::text(self.lang, stage, &[]));
        self.bar.0.set_position(progress.done as u64);
    }
}

/// Shows how far a move is, on standard error, only where a person is watching.
pub(crate) struct MoveProgress {
    bar: Bar,
    lang: Lang,
}

impl MoveProgress {
    /// Nothing is drawn before the first report.
    pub(crate) fn new(lang: Lang) -> MoveProgress {
        MoveProgress { bar: spinner(), lang }
    }

    /// One report.
    pub(crate) fn report(&self, step: MoveStep) {
        let stage = if step.comparing { "cli-move-comparing" } else { "cli-move-moving" };
        self.bar.0.set_message(format!("{} {}", i18n::text(self.lang, stage, &[]), step.table));
        self.bar.0.set_position(step.rows);
    }
}

/// What is drawn while somebody watches; it goes with its owner.
struct Bar(ProgressBar);

impl Drop for Bar {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

/// Says what it is at, and how many it has done.
fn spinner() -> Bar {
    let bar = ProgressBar::new_spinner();
    let style = ProgressStyle::with_template("{spinner} {msg} {human_pos}");
    bar.set_style(style.unwrap_or(ProgressStyle::default_spinner()));
    bar.enable_steady_tick(Duration::from_millis(120));
    Bar(bar)
}

/// Shows how far a plan is, on standard error, only where a person is watching.
pub(crate) struct PlanProgress {
    bar: Bar,
}

impl PlanProgress {
    /// Nothing is drawn before the first report.
    pub(crate) fn new() -> PlanProgress {
        PlanProgress { bar: Bar(ProgressBar::new_spinner()) }
    }

    /// One report: best value, bound and gap, as the solver has them.
    pub(crate) fn report(&self, at: &plan::Progress) {
        let number = |number: Option<f64>| number.map_or("–".to_owned(), |number| format!("{number:.6e}"));
        let (best, bound) = (number(at.best), number(at.bound));
        self.bar.0.set_message(format!(
            "{}/{} · {best} ≤ {bound} · {} · {}",
            at.solve,
            at.solves,
            number(at.gap),
            at.nodes
        ));
        self.bar.0.tick();
    }
}

/// Tables under their titles.
pub(crate) fn tables(tables: &[TextTable]) -> String {
    tables.iter().map(|part| format!("{}\n{}\n\n", part.title, table(&part.rows))).collect()
}

/// Lists findings on standard error: place, what is wrong, how to fix it.
pub(crate) fn list(findings: &[Finding], lang: Lang) {
    for finding in findings {
        eprintln!(
            "{} [{}] {}",
            place(&finding.place),
            severity(finding.severity, lang),
            i18n::sentence(lang, &finding.message)
        );
        eprintln!("    → {}", i18n::remedy(lang, &finding.message));
    }
}

/// How much a finding weighs, in a word.
pub(crate) fn severity(severity: Severity, lang: Lang) -> String {
    let id = match severity {
        Severity::Fault => "state-fault",
        Severity::Warning => "state-warning",
        Severity::Note => "state-note",
    };
    i18n::text(lang, id, &[])
}

/// A place as a spreadsheet user would say it.
pub(crate) fn place(place: &Place) -> String {
    match place {
        Place::Cell { file, sheet, row, column } => {
            let parts = [Some(file.clone()), sheet.clone(), row.map(|row| row.to_string()), column.clone()];
            parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
        }
        Place::Record(Ref { register, key }) => format!("{register} · {key}"),
        Place::Register(register) => (*register).to_owned(),
        Place::Field { register, key, field } => {
            let key = key.as_ref().map(Key::to_string);
            let parts = [Some(*register), key.as_deref(), *field];
            parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
        }
    }
}

/// Lines up columns; Chinese characters take two places.
pub(crate) fn table(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width =
        |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| places(cell)).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let line = |row: &Vec<String>| {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell}{}", " ".repeat(width - places(cell))));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn places(text: &str) -> usize {
    text.chars().map(|c| if c as u32 >= 0x2e80 { 2 } else { 1 }).sum()
}
