//! What the data pages show of the store: imports, history, freshness.

use crate::clock::china;
use crate::kept::Kept;
use crate::library;
use std::collections::BTreeMap;
use yanlian_answers::pages::{DataRoom, EntryCounts, EntryHead, HistoryLine, PastEntry};
use yanlian_model::{Key, Register};
use yanlian_store::{self as store, Sqlite, Store, StoreError};

/// The data room with the last `limit` writes.
pub(crate) async fn data_room<'k>(store: &Sqlite, kept: &'k Kept, limit: usize) -> Result<DataRoom<'k>, StoreError> {
    let changed = store.last_changed().await?;
    let entries = store.entries(limit).await?;
    Ok(DataRoom {
        tables: &kept.tables,
        last_changed: changed.into_iter().map(|(register, at)| (register, china(at))).collect(),
        entries: entries
            .into_iter()
            .map(|entry| PastEntry { head: head(entry.head), counts: counts(entry.counts) })
            .collect(),
        libraries: library::chains().into_iter().map(str::to_owned).collect(),
    })
}

/// What became of a record, oldest first.
pub(crate) async fn history(
    store: &Sqlite,
    register: &'static Register,
    key: &Key,
) -> Result<Vec<HistoryLine>, StoreError> {
    let versions = store.history(register.name, key).await?;
    let line = |version: store::Version| HistoryLine {
        head: head(version.head),
        before: version.before,
        after: version.after,
    };
    Ok(versions.into_iter().map(line).collect())
}

fn head(head: store::EntryHead) -> EntryHead {
    EntryHead {
        id: head.id.0,
        at: china(head.entry.at),
        by: head.entry.by,
        files: head.entry.files,
        kind: head.entry.kind.as_str(),
        undoes: head.undoes.map(|id| id.0),
        undone_by: head.undone_by.map(|id| id.0),
    }
}

fn counts(counts: BTreeMap<&'static str, store::Counts>) -> Vec<EntryCounts> {
    let line = |(register, count): (&'static str, store::Counts)| EntryCounts {
        register,
        added: count.added,
        changed: count.changed,
        removed: count.removed,
    };
    counts.into_iter().map(line).collect()
}
