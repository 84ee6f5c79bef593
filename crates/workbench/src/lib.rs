//! The door to the registers: what stands there, the answers that follow, and the one way to change it.
//!
//! ```text
//! snapshot ─► answers            read: one revision, each answer made once
//! drafts ─► judge ─► commit      write: one entry, against the revision that the person saw
//! ```
//!
//! Every face uses it, and none goes round it: a file, a form, a command line. A write changes the
//! snapshot in memory; what another program wrote is seen by its revision. Nothing here knows the clock.

mod answers;
mod aside;
mod by_register;
mod cache;
mod cells;
mod gates;
mod import;
mod reconcile;
mod snapshot;
mod suggest;
#[cfg(test)]
mod tests;
mod write;

pub use aside::at_length;
pub use import::{Files, Imported};
pub use reconcile::{Conflict, Seen};
pub use snapshot::Snapshot;
pub use suggest::Suggestion;
pub use write::{Refused, Submission, Written};

use cache::SnapshotCache;
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use tokio::sync::{Mutex, watch};
use yanlian_model::{Actor, Key, Lang};
use yanlian_store::{Address, EntryId, EntrySummary, Hit, Records, StoreError, Version};

/// The registers of one store.
#[derive(Debug)]
pub struct Workbench {
    store: Arc<Records>,
    snapshots: SnapshotCache,
    /// Whoever holds it writes.
    writing: Mutex<()>,
    /// Whoever holds it reads files: they fill the memory, so one at a time.
    importing: Mutex<()>,
}

impl Workbench {
    /// Opens the registers at an address; they are made on first use.
    ///
    /// # Errors
    /// The store cannot be opened, or holds what this release cannot read.
    pub async fn open(address: &Address) -> Result<Arc<Workbench>, StoreError> {
        let store = Arc::new(address.open().await?);
        let snapshots = SnapshotCache::new(Arc::clone(&store)).await?;
        Ok(Arc::new(Workbench { store, snapshots, writing: Mutex::default(), importing: Mutex::default() }))
    }

    /// The registers as they stand: with every write that was acknowledged, and what other programs wrote.
    ///
    /// # Errors
    /// The store failed.
    pub async fn snapshot(&self) -> Result<Arc<Snapshot>, StoreError> {
        self.snapshots.shown().await
    }

    /// Reads what other programs write as soon as they have written it, as long as it is let.
    ///
    /// # Errors
    /// The store failed; it may be begun again.
    pub async fn follow(&self) -> Result<Infallible, StoreError> {
        loop {
            self.snapshots.wait().await?;
        }
    }

    /// Tells whenever readers see another revision, whoever wrote it.
    pub fn watch(&self) -> watch::Receiver<i64> {
        self.snapshots.watch()
    }

    /// Has answers made over each snapshot before readers see it, so that they need not wait for them; until
    /// somebody says so there are no readers, and a write makes no snapshot. The first who says so is heard.
    pub fn prepare(
        &self,
        prepare: impl Fn(Arc<Snapshot>) -> Pin<Box<dyn Future<Output = ()> + Send>> + Send + Sync + 'static,
    ) {
        self.snapshots.prepare(Box::new(prepare));
    }

    /// Takes an entry back, where nothing has built on it.
    ///
    /// # Errors
    /// [`StoreError::Undo`] where it may not be; else the store failed.
    pub async fn undo(&self, id: EntryId, at: DateTime<Utc>, actor: &Actor) -> Result<EntryId, StoreError> {
        let _writing = self.writing.lock().await;
        self.store.undo(id, at, &actor.to_string()).await
    }

    /// Records found by name, alias, code or text; best first.
    ///
    /// # Errors
    /// The store failed; so of all that follow.
    pub async fn search(&self, query: &str, lang: Lang, limit: usize) -> Result<Vec<Hit>, StoreError> {
        self.store.search(query, lang, limit).await
    }

    /// What happened to one record, oldest first.
    pub async fn history(&self, register: &'static str, key: &Key) -> Result<Vec<Version>, StoreError> {
        self.store.history(register, key).await
    }

    /// The last `limit` entries, newest first.
    pub async fn entries(&self, limit: usize) -> Result<Vec<EntrySummary>, StoreError> {
        self.store.entries(limit).await
    }

    /// When each register was last written to; those that never were are absent.
    pub async fn last_changed(&self) -> Result<BTreeMap<&'static str, DateTime<Utc>>, StoreError> {
        self.store.last_changed().await
    }

    /// Keeps an answer that took long beside the question that it answers.
    pub async fn keep_answer(&self, question: &str, answer: &str) -> Result<(), StoreError> {
        self.store.keep_answer(question, answer).await
    }

    /// The answer that is kept beside a question, if any.
    pub async fn answer(&self, question: &str) -> Result<Option<String>, StoreError> {
        self.store.answer(question).await
    }
}
