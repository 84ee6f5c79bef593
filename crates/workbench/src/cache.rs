//! The snapshot at hand: a write moves it on, this program's or another's.
//!
//! Writers go ahead of readers. A write is laid over the *head*, by which the next one is judged; readers
//! go on with the snapshot that is *shown* until the answers over the head are made. Whoever wrote is
//! acknowledged when it is shown. So nobody waits for answers because somebody else wrote, and of many
//! writes at once the answers are made once. What another program wrote may be acknowledged there, so that
//! readers here wait until it is shown.

use crate::Snapshot;
use crate::aside::aside;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};
use tokio::sync::{Mutex, MutexGuard, watch};
use yanlian_model::Change;
use yanlian_store::{Records, Standing, StoreError, Written};

/// What makes answers over a snapshot before it is shown.
pub(crate) type Prepare = Box<dyn Fn(Arc<Snapshot>) -> Pin<Box<dyn Future<Output = ()> + Send>> + Send + Sync>;

/// The snapshots at hand and the store that they are of.
pub(crate) struct SnapshotCache {
    store: Arc<Records>,
    shown: RwLock<Arc<Snapshot>>,
    head: RwLock<Arc<Snapshot>>,
    /// Whoever holds it brings the head to another revision; who finds a revision that is not the head's
    /// waits for it.
    moving: Mutex<()>,
    /// Whoever holds it shows the head.
    showing: Mutex<()>,
    prepare: OnceLock<Prepare>,
    /// The revision that is shown.
    revision: watch::Sender<i64>,
    /// The last revision that came from another program.
    others: AtomicI64,
}

impl fmt::Debug for SnapshotCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let revisions = (at_hand(&self.shown).revision, at_hand(&self.head).revision);
        f.debug_tuple("SnapshotCache").field(&revisions).finish()
    }
}

/// The right to bring the head to another revision.
pub(crate) struct Moving<'c> {
    cache: &'c SnapshotCache,
    _turn: MutexGuard<'c, ()>,
}

impl SnapshotCache {
    /// Reads everything that `store` keeps.
    pub(crate) async fn new(store: Arc<Records>) -> Result<SnapshotCache, StoreError> {
        let loaded = load(&store).await?;
        let (revision, others) = (watch::Sender::new(loaded.revision), AtomicI64::new(loaded.revision));
        let (shown, head) = (RwLock::new(Arc::clone(&loaded)), RwLock::new(loaded));
        Ok(SnapshotCache {
            store,
            shown,
            head,
            moving: Mutex::new(()),
            showing: Mutex::new(()),
            prepare: OnceLock::new(),
            revision,
            others,
        })
    }

    /// Has answers made over each snapshot before it is shown; said once.
    pub(crate) fn prepare(&self, prepare: Prepare) {
        // Who comes second is not heard.
        let _ = self.prepare.set(prepare);
    }

    /// Whether somebody reads each snapshot. A command that writes and ends has none made: who asks after
    /// all reads the store anew.
    pub(crate) fn has_readers(&self) -> bool {
        self.prepare.get().is_some()
    }

    /// The registers as readers see them: with every write that was acknowledged, and with what other
    /// programs wrote.
    pub(crate) async fn shown(&self) -> Result<Arc<Snapshot>, StoreError> {
        self.follow().await?;
        self.show(self.others.load(Ordering::Acquire)).await;
        Ok(at_hand(&self.shown))
    }

    /// The registers as the store has them, by which the next write is judged.
    pub(crate) async fn head(&self) -> Result<Arc<Snapshot>, StoreError> {
        self.follow().await?;
        Ok(at_hand(&self.head))
    }

    /// Moves the head on where another program wrote.
    async fn follow(&self) -> Result<(), StoreError> {
        if self.is_followed().await? {
            return Ok(());
        }
        let moving = self.moving().await;
        if !self.is_followed().await? {
            let seen = at_hand(&self.head);
            let next = after(&self.store, Arc::clone(&seen)).await?;
            self.others.store(next.revision, Ordering::Release);
            moving.to(Arc::clone(&next));
            if next.revision < seen.revision {
                self.go_back_to(next).await;
            }
        }
        Ok(())
    }

    /// Shows a database of earlier days that was put in the place of the one at hand.
    async fn go_back_to(&self, earlier: Arc<Snapshot>) {
        // Whoever shows what is gone comes before.
        let _showing = self.showing.lock().await;
        let revision = earlier.revision;
        *self.shown.write().unwrap_or_else(PoisonError::into_inner) = earlier;
        self.revision.send_replace(revision);
    }

    /// Waits until another program wrote, and shows what it wrote.
    pub(crate) async fn wait(&self) -> Result<(), StoreError> {
        let seen = at_hand(&self.head).revision;
        // What a writer found meanwhile, who shows nothing where its write is refused.
        self.show(self.others.load(Ordering::Acquire)).await;
        self.store.wait_past(seen).await?;
        self.shown().await.map(drop)
    }

    /// Tells whenever another revision is shown.
    pub(crate) fn watch(&self) -> watch::Receiver<i64> {
        self.revision.subscribe()
    }

    async fn is_followed(&self) -> Result<bool, StoreError> {
        Ok(self.store.revision().await? == at_hand(&self.head).revision)
    }

    /// Waits for the right to bring the head to another revision.
    pub(crate) async fn moving(&self) -> Moving<'_> {
        Moving { cache: self, _turn: self.moving.lock().await }
    }

    /// Shows the head, at least as far as `revision`; together with what others wrote meanwhile.
    pub(crate) async fn show(&self, revision: i64) {
        if at_hand(&self.shown).revision >= revision {
            return;
        }
        let _showing = self.showing.lock().await;
        if at_hand(&self.shown).revision >= revision {
            return;
        }
        let head = at_hand(&self.head);
        if let Some(prepare) = self.prepare.get() {
            prepare(Arc::clone(&head)).await;
        }
        let mut shown = self.shown.write().unwrap_or_else(PoisonError::into_inner);
        if shown.revision < head.revision {
            let revision = head.revision;
            *shown = head;
            self.revision.send_replace(revision);
        }
    }
}

impl Moving<'_> {
    /// Puts a snapshot in the place of the head.
    pub(crate) fn to(&self, snapshot: Arc<Snapshot>) {
        *self.cache.head.write().unwrap_or_else(PoisonError::into_inner) = snapshot;
    }
}

fn at_hand(snapshot: &RwLock<Arc<Snapshot>>) -> Arc<Snapshot> {
    Arc::clone(&snapshot.read().unwrap_or_else(PoisonError::into_inner))
}

/// The snapshot of a store in which others wrote since `seen`; what they did not write to is shared.
async fn after(store: &Records, seen: Arc<Snapshot>) -> Result<Arc<Snapshot>, StoreError> {
    let Written { revision, records } = store.written_since(seen.revision).await?;
    if revision < seen.revision {
        // A database of earlier days was put in its place.
        return load(store).await;
    }
    let change = |Standing { register, key, row }| Change { register, key, before: None, after: row };
    let made = aside(move || {
        let changes: Vec<Change> = records.into_iter().map(change).collect();
        Arc::new(seen.after(&changes).at(revision))
    });
    made.await.map_err(|error| StoreError::Unreadable(error.to_string()))
}

/// Reads everything, typed and indexed on a thread for long work.
async fn load(store: &Records) -> Result<Arc<Snapshot>, StoreError> {
    let loaded = store.load().await?;
    let made = aside(|| Arc::new(Snapshot::new(loaded))).await;
    made.map_err(|error| StoreError::Unreadable(error.to_string()))
}
