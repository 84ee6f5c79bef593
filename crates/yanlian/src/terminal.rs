//! What a person at the terminal sees: progress while they watch, findings, tables.

use indicatif::{ProgressBar, ProgressStyle};
use std::time::Duration;
use yanlian_answers::i18n;
use yanlian_intake::{Progress, Stage};
use yanlian_model::{Finding, Lang, Place, Severity};

/// Shows how far an import is, on standard error, only where a person is watching.
pub(crate) struct ImportProgress {
    bar: ProgressBar,
    lang: Lang,
}

impl ImportProgress {
    /// Nothing is drawn before the first report.
    pub(crate) fn new(lang: Lang) -> ImportProgress {
        let bar = ProgressBar::new_spinner();
        bar.set_style(
            ProgressStyle::with_template("{spinner} {msg} {human_pos}").unwrap_or(ProgressStyle::default_spinner()),
        );
        bar.enable_steady_tick(Duration::from_millis(120));
        ImportProgress { bar, lang }
    }

    /// One report.
    pub(crate) fn report(&self, progress: Progress) {
        let stage = match progress.stage {
            Stage::Reading => "cli-reading",
            Stage::Checking => "cli-checking",
            Stage::Comparing => "cli-comparing",
        };
        self.bar.set_message(i18n::text(self.lang, stage, &[]));
        self.bar.set_position(progress.done as u64);
    }
}

impl Drop for ImportProgress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

/// Lists findings on standard error: place, what is wrong, how to mend it.
pub(crate) fn list(findings: &[Finding], lang: Lang) {
    for finding in findings {
        let severity = match finding.severity {
            Severity::Fault => "state-fault",
            Severity::Warning => "state-warning",
            Severity::Note => "state-note",
        };
        eprintln!(
            "{} [{}] {}",
            place(&finding.place),
            i18n::text(lang, severity, &[]),
            i18n::sentence(lang, &finding.message)
        );
        eprintln!("    → {}", i18n::mend(lang, &finding.message));
    }
}

/// A place as a spreadsheet user would say it.
fn place(place: &Place) -> String {
    match place {
        Place::Cell { file, sheet, row, column } => {
            let parts = [Some(file.clone()), sheet.clone(), row.map(|row| row.to_string()), column.clone()];
            parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
        }
        Place::Record { register, key } => format!("{register} · {key}"),
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
