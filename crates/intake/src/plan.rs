//! From raw sheets to the changes they make: each step reads what the step before it left.

use crate::merge::{Merged, merge};
use crate::report::Report;
use crate::{Progress, STEP, Sheet, Stage, cells, convert, duplicates, header, resolve, rules};
use std::collections::HashMap;
use yanlian_model::{Change, Finding, Key, Place, Row, Tables, registers};

/// What an import would do.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Plan {
    /// The records that change, in the order of registers and of the file; none while there is a fault.
    pub changes: Vec<Change>,
    /// What was noticed, in the order of file, sheet, row and column.
    pub findings: Vec<Finding>,
    /// How many records of each register the files bring.
    pub counts: Vec<Counts>,
}

/// How many records of one register the files bring.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// The register's name.
    pub register: &'static str,
    /// Records that are not kept yet.
    pub new: usize,
    /// Records that would change.
    pub changed: usize,
    /// Records that stand as they are kept.
    pub unchanged: usize,
}

/// Judges raw sheets against what is kept. All or nothing: while there is a fault nothing changes.
pub fn plan(sheets: &[Sheet], kept: &Tables, progress: &mut dyn FnMut(Progress)) -> Plan {
    let mut report = Report::new(sheets);
    let layouts = header::layouts(sheets, &mut report);
    let mut entries = entries(&layouts, &mut report, progress);
    let total = Some(entries.len());
    progress(Progress { stage: Stage::Comparing, done: 0, total });
    resolve::resolve(kept, &layouts, &mut entries, &mut report);
    let mut merged = merge(kept, &layouts, &entries, &mut report);
    convert::convert(&layouts, &entries, &mut merged, &mut report);
    rules::check(&layouts, &entries, &merged, &mut report);
    duplicates::warn(&layouts, &entries, &merged, &mut report);
    progress(Progress { stage: Stage::Comparing, done: entries.len(), total });
    let register_of = |entry: usize| layouts[entries[entry].layout].register.name;
    let (changes, counts) = outcome(merged, register_of);
    let changes = if report.has_faults() { Vec::new() } else { changes };
    Plan { changes, findings: report.finish(), counts }
}

/// Where each record that the sheets bring stands, by register and key; rows without a whole key are left out.
pub fn places(sheets: &[Sheet]) -> HashMap<(&'static str, Key), Place> {
    let mut report = Report::new(sheets);
    let layouts = header::layouts(sheets, &mut report);
    let mut places = HashMap::new();
    for (i, layout) in layouts.iter().enumerate() {
        for line in &layout.lines {
            let entry = cells::entry(i, layout, line, &mut report);
            let Some(key) = layout.register.key_of(&entry.row) else { continue };
            let sheet = &sheets[layout.sheet];
            let (file, name) = (sheet.file.clone(), sheet.name.clone());
            let place = Place::Cell { file, sheet: name, row: Some(line.number), column: None };
            places.insert((layout.register.name, key), place);
        }
    }
    places
}

fn entries<'a>(
    layouts: &[header::Layout<'a>],
    report: &mut Report<'a>,
    progress: &mut dyn FnMut(Progress),
) -> Vec<cells::Entry> {
    let total = layouts.iter().map(|layout| layout.lines.len()).sum();
    let mut entries = Vec::with_capacity(total);
    for (i, layout) in layouts.iter().enumerate() {
        for line in &layout.lines {
            if entries.len().is_multiple_of(STEP) {
                progress(Progress { stage: Stage::Checking, done: entries.len(), total: Some(total) });
            }
            entries.push(cells::entry(i, layout, line, report));
        }
    }
    entries
}

/// The records that change, and how many there are of each sort.
fn outcome(merged: Merged, register_of: impl Fn(usize) -> &'static str) -> (Vec<Change>, Vec<Counts>) {
    let mut records = merged.records;
    let place = |name| registers::ALL.iter().position(|register| register.name == name);
    records.sort_by_key(|record| place(register_of(record.entry)));
    let mut changes = Vec::new();
    let mut counts: Vec<Counts> = Vec::new();
    for record in records {
        let register = register_of(record.entry);
        if counts.last().is_none_or(|counts| counts.register != register) {
            counts.push(Counts { register, new: 0, changed: 0, unchanged: 0 });
        }
        let Some(counts) = counts.last_mut() else { continue };
        match record.before {
            None => counts.new += 1,
            Some(before) if is_same(before, &record.after) => {
                counts.unchanged += 1;
                continue;
            }
            Some(_) => counts.changed += 1,
        }
        changes.push(Change { register, key: record.key, before: record.before.cloned(), after: Some(record.after) });
    }
    (changes, counts)
}

/// Whether a row stands as it was; a field that was declared since is as good as blank.
fn is_same(before: &Row, after: &Row) -> bool {
    after.starts_with(before) && after[before.len()..].iter().all(Option::is_none)
}
