//! What the data pages show of the store: imports, history, freshness.

use crate::clock::china;
use crate::library;
use chrono::NaiveDateTime;
use std::collections::BTreeMap;
use yanlian_analysis::Freshness;
use yanlian_model::{Key, Register};
use yanlian_present::pages::{DataContext, EntryCounts, EntryHead, HistoryLine, PastEntry};
use yanlian_store::{self as store, StoreError};
use yanlian_workbench::{Snapshot, Workbench};

/// The data page with the last writes.
pub(crate) fn data_context<'s>(
    snapshot: &'s Snapshot,
    freshness: &'s dyn Fn(&'static Register) -> &'s Freshness,
    last_changed: BTreeMap<&'static str, NaiveDateTime>,
    entries: Vec<PastEntry>,
) -> DataContext<'s> {
    let libraries = library::chains().into_iter().map(str::to_owned).collect();
    DataContext { tables: &snapshot.tables, freshness, last_changed, entries, libraries }
}

/// The last `limit` writes.
pub(crate) async fn entries(workbench: &Workbench, limit: usize) -> Result<Vec<PastEntry>, StoreError> {
    let entries = workbench.entries(limit).await?.into_iter();
    Ok(entries.map(|entry| PastEntry { head: head(entry.head), counts: counts(entry.counts) }).collect())
}

/// When each register was last written to.
pub(crate) async fn last_changed(workbench: &Workbench) -> Result<BTreeMap<&'static str, NaiveDateTime>, StoreError> {
    Ok(workbench.last_changed().await?.into_iter().map(|(register, at)| (register, china(at))).collect())
}

/// What happened to a record, oldest first.
pub(crate) async fn history(
    workbench: &Workbench,
    register: &'static Register,
    key: &Key,
) -> Result<Vec<HistoryLine>, StoreError> {
    let versions = workbench.history(register.name, key).await?;
    let telemetry = |version: store::Version| HistoryLine {
        head: head(version.head),
        before: version.before,
        after: version.after,
    };
    Ok(versions.into_iter().map(telemetry).collect())
}

pub(super) fn head(head: store::EntryHead) -> EntryHead {
    EntryHead {
        id: head.id.to_string(),
        at: china(head.entry.at),
        by: head.entry.by,
        files: head.entry.files,
        kind: head.entry.kind.as_str(),
        undoes: head.undoes.map(|id| id.to_string()),
        undone_by: head.undone_by.map(|id| id.to_string()),
    }
}

fn counts(counts: BTreeMap<&'static str, store::Counts>) -> Vec<EntryCounts> {
    let telemetry = |(register, count): (&'static str, store::Counts)| EntryCounts {
        register,
        added: count.added,
        changed: count.changed,
        removed: count.removed,
    };
    counts.into_iter().map(telemetry).collect()
}
