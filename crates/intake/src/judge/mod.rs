//! From drafts to the changes they make: each step reads what the step before it left.

mod convert;
mod deletions;
mod duplicates;
mod lookalikes;
mod merge;
mod report;
mod resolve;
mod rules;

use crate::draft::{Drafts, Mark};
use crate::{Progress, Stage};
use merge::{Merged, merge};
use report::Report;
use yanlian_model::{Change, Finding, Row, Tables, registers};

/// What drafts would do.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Plan {
    /// The records that change, in the order of registers and of the drafts; none while there is a fault.
    pub changes: Vec<Change>,
    /// What was noticed, in the order of file, sheet, row and column, or of form and field.
    pub findings: Vec<Finding>,
    /// How many records of each register the drafts bring.
    pub counts: Vec<Counts>,
}

/// How many records of one register the drafts bring.
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
    /// Records that would be deleted.
    pub deleted: usize,
}

/// Judges drafts against what is kept. All or nothing: while there is a fault nothing changes.
pub fn judge(mut drafts: Drafts, kept: &Tables, progress: &mut dyn FnMut(Progress)) -> Plan {
    let mut report = Report::new(std::mem::take(&mut drafts.noticed));
    let total = Some(drafts.len());
    progress(Progress { stage: Stage::Comparing, done: 0, total });
    noticed_while_reading(&mut drafts, &mut report);
    resolve::resolve(kept, &mut drafts, &mut report);
    let mut merged = merge(kept, &mut drafts, &mut report);
    convert::convert(&drafts, &mut merged, &mut report);
    rules::check(&drafts, &merged, &mut report);
    deletions::check(&drafts, &merged, &mut report);
    lookalikes::check(&drafts, &merged, &mut report);
    duplicates::warn(&drafts, &merged, &mut report);
    progress(Progress { stage: Stage::Comparing, done: drafts.len(), total });
    let (changes, counts) = outcome(merged, &drafts);
    let changes = if report.has_faults() { Vec::new() } else { changes };
    Plan { changes, findings: report.finish(&drafts.sources), counts }
}

/// Reports what reading found in fields.
fn noticed_while_reading(drafts: &mut Drafts, report: &mut Report) {
    for i in 0..drafts.list.len() {
        let draft = &drafts.list[i];
        if draft.misplaced {
            continue;
        }
        for (field, mark) in &draft.marks {
            if let Mark::Noticed(severity, message) = mark {
                report.notice(drafts.spot(i, *field), *severity, (**message).clone());
            }
        }
    }
}

/// The records that change, and how many there are of each sort.
fn outcome(merged: Merged, drafts: &Drafts) -> (Vec<Change>, Vec<Counts>) {
    let register_of = |draft: usize| drafts.list[draft].register.name;
    let mut changes: Vec<(Change, usize)> = Vec::new();
    let mut counts: Vec<Counts> = registers::ALL
        .iter()
        .map(|r| Counts { register: r.name, new: 0, changed: 0, unchanged: 0, deleted: 0 })
        .collect();
    let place = |name| registers::ALL.iter().position(|register| register.name == name).unwrap_or_default();
    for record in merged.records {
        let register = register_of(record.draft);
        let counts = &mut counts[place(register)];
        match record.before {
            None => counts.new += 1,
            Some(before) if is_same(before, &record.after) => {
                counts.unchanged += 1;
                continue;
            }
            Some(_) => counts.changed += 1,
        }
        let change = Change { register, key: record.key, before: record.before.cloned(), after: Some(record.after) };
        changes.push((change, place(register)));
    }
    for deletion in merged.deletions {
        let register = register_of(deletion.draft);
        counts[place(register)].deleted += 1;
        let change = Change { register, key: deletion.key, before: Some(deletion.before.clone()), after: None };
        changes.push((change, place(register)));
    }
    changes.sort_by_key(|(_, place)| *place);
    counts.retain(|counts| counts.new + counts.changed + counts.unchanged + counts.deleted > 0);
    (changes.into_iter().map(|(change, _)| change).collect(), counts)
}

/// Whether a row stands as it was; a field that was declared since is as good as blank.
fn is_same(before: &Row, after: &Row) -> bool {
    after.starts_with(before) && after[before.len()..].iter().all(Option::is_none)
}
