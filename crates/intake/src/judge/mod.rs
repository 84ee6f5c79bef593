//! From drafts to the changes they make: each step reads what the step before it left.

mod convert;
mod deletions;
mod duplicates;
mod lookalikes;
mod merge;
mod plausible;
mod replaced;
mod report;
mod resolve;
mod rules;
mod sums;

use crate::draft::{Drafts, Mark, Places};
use crate::{Progress, Stage};
use merge::{Merged, Record, merge};
use report::Report;
use std::collections::HashMap;
use yanlian_model::{Change, Finding, Place, Row, Severity, Tables, registers};

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
pub fn judge(drafts: Drafts, kept: &Tables, progress: &mut dyn FnMut(Progress)) -> Plan {
    judge_resolved(drafts, kept, progress, &mut |_| {})
}

/// The same; `resolved` sees the drafts once names have become keys.
fn judge_resolved(
    mut drafts: Drafts,
    kept: &Tables,
    progress: &mut dyn FnMut(Progress),
    resolved: &mut dyn FnMut(&Drafts),
) -> Plan {
    let mut report = Report::new(std::mem::take(&mut drafts.noticed));
    let total = Some(drafts.len());
    progress(Progress { stage: Stage::Comparing, done: 0, total });
    sums::pass_over(kept, &mut drafts, &mut report);
    noticed_while_reading(&mut drafts, &mut report);
    resolve::resolve(kept, &mut drafts, &mut report);
    resolved(&drafts);
    let mut merged = merge(kept, &mut drafts, &mut report);
    convert::convert(&drafts, &mut merged, &mut report);
    rules::check(&drafts, &merged, &mut report);
    plausible::warn(&drafts, &merged, &mut report);
    deletions::check(&drafts, &merged, &mut report);
    lookalikes::check(&drafts, &merged, &mut report);
    duplicates::warn(&drafts, &merged, &mut report);
    replaced::check(&drafts, &merged, &mut report);
    progress(Progress { stage: Stage::Comparing, done: drafts.len(), total });
    let Drafts { sources, list, .. } = drafts;
    // Their values have moved into the records: of a million rows it is worth the while.
    drop(list);
    let (changes, counts) = outcome(merged);
    let changes = if report.has_faults() { Vec::new() } else { changes };
    Plan { changes, findings: report.finish(&sources), counts }
}

/// What stands of drafts, and where.
#[derive(Debug)]
pub struct Standing {
    /// The changes of what stands, the findings on all.
    pub plan: Plan,
    /// Where each record was brought that has a key, refused or not.
    pub brought: Places,
    /// Where each record stands.
    pub standing: Places,
}

/// Judges drafts as [`judge`] does, and goes on without those that have a fault: the changes are those of the rest,
/// the findings those of all. What is only wrong because it names a record that was left out is left out too, and
/// nothing is said of it.
pub fn judge_what_stands(mut drafts: Drafts, kept: &Tables) -> Standing {
    let (mut findings, mut brought) = (Vec::new(), None);
    let mut was_stuck = false;
    loop {
        let mut standing = Places::new();
        let plan = judge_resolved(drafts.clone(), kept, &mut |_| {}, &mut |resolved| standing = resolved.places());
        let is_first = brought.is_none();
        let brought = brought.get_or_insert_with(|| standing.clone());
        let faults: Vec<Place> =
            plan.findings.iter().filter(|f| f.severity == Severity::Fault).map(|f| f.place.clone()).collect();
        let follows = |finding: &Finding| finding.message.id.starts_with("import-unknown-reference");
        findings.extend(plan.findings.into_iter().filter(|f| is_first || f.severity == Severity::Fault && !follows(f)));
        let before = drafts.len();
        drafts.leave_out(&faults);
        // A file without a header has a fault and no draft: it is said once, and the rest is judged without it.
        let is_stuck = drafts.len() == before;
        if faults.is_empty() || is_stuck && was_stuck {
            return Standing { plan: Plan { findings, ..plan }, brought: std::mem::take(brought), standing };
        }
        was_stuck = is_stuck;
    }
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
fn outcome(merged: Merged) -> (Vec<Change>, Vec<Counts>) {
    let places: HashMap<&str, usize> = registers::ALL.iter().enumerate().map(|(at, r)| (r.name, at)).collect();
    let mut counts: Vec<Counts> = registers::ALL
        .iter()
        .map(|r| Counts { register: r.name, new: 0, changed: 0, unchanged: 0, deleted: 0 })
        .collect();
    let Merged { records, deletions, index, .. } = merged;
    drop(index);
    let change = |record: Record| {
        let register = record.register.name;
        let counts = &mut counts[places[register]];
        match record.before {
            None => counts.new += 1,
            Some(before) if is_same(before, &record.after) => {
                counts.unchanged += 1;
                return None;
            }
            Some(_) => counts.changed += 1,
        }
        Some(Change { register, key: record.key, before: record.before.cloned(), after: Some(record.after) })
    };
    // A record is as large as its change, which takes its place: of a million that is worth the while.
    let mut changes: Vec<Change> = records.into_iter().filter_map(change).collect();
    for deletion in deletions {
        let register = deletion.register;
        counts[places[register]].deleted += 1;
        changes.push(Change { register, key: deletion.key, before: Some(deletion.before.clone()), after: None });
    }
    // Sorting takes memory of its own; one file of one register is in order.
    let place = |change: &Change| places[change.register];
    if !changes.is_sorted_by_key(place) {
        changes.sort_by_key(place);
    }
    counts.retain(|counts| counts.new + counts.changed + counts.unchanged + counts.deleted > 0);
    (changes, counts)
}

/// Whether a row stands as it was; a field that was declared since is as good as blank.
fn is_same(before: &Row, after: &Row) -> bool {
    after.starts_with(before) && after[before.len()..].iter().all(Option::is_none)
}
