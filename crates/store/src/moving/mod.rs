//! Moves everything from one database to another, history and telemetry with it.
//!
//! ```text
//! source ─ pages of rows, in the order of their keys ─► target ─► both read again and compared ─► opened
//! ```
//!
//! A move that was broken off goes on where it was when it is begun again; until it is finished nobody else can
//! open the target. Memory is bounded by a page, whatever the size. Nothing may write to the source meanwhile:
//! where something did, the comparison finds it.

mod page;
mod tables;

pub(crate) use page::{Cell, Page, Storage, columns, ends, select, with_shape};
pub(crate) use tables::{File, Kind, TABLES, Table};

use crate::{Address, StoreError};
use async_trait::async_trait;
use std::hash::{DefaultHasher, Hash, Hasher};

/// How many rows travel together.
const PAGE: usize = 5000;

/// How far a move has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MoveStep {
    /// The table.
    pub table: &'static str,
    /// How many of its rows are in the target, or were compared.
    pub rows: u64,
    /// Whether both sides are compared.
    pub comparing: bool,
}

/// How many rows were moved, by table.
pub type Moved = Vec<(&'static str, u64)>;

/// Why nothing was moved, or not all.
#[derive(Debug, thiserror::Error)]
pub enum MoveError {
    /// Source and target are one.
    #[error("{0} is the source and the target")]
    Same(String),
    /// The target has something that did not come from this source.
    #[error("{0} is not empty")]
    NotEmpty(String),
    /// The target has part of what another source has.
    #[error("a move from {0} into it is not finished")]
    OtherSource(String),
    /// The source was written to meanwhile, or the target was.
    #[error("{0} is not alike on both sides")]
    Differs(&'static str),
    /// A database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// One side of a move: a database with its tables made.
#[async_trait]
pub(crate) trait End: Send + Sync {
    /// The source of a move into this database that is not finished.
    async fn unfinished(&self) -> Result<Option<String>, StoreError>;

    /// Whether nothing was written yet.
    async fn is_empty(&self) -> Result<bool, StoreError>;

    /// Notes that a move into this database begins; it cannot be opened until [`End::finish`].
    async fn begin(&self, source: &str) -> Result<(), StoreError>;

    /// The shapes of rows: number, register, fields.
    async fn shapes(&self) -> Result<Vec<(i64, String, String)>, StoreError>;

    /// Takes over the shapes of the source; from then on rows have the source's numbers on this side.
    async fn speak(&mut self, shapes: &[(i64, String, String)]) -> Result<(), StoreError>;

    /// The next rows of a table after a key, in the order of keys; after the empty key, the first.
    async fn rows(&self, table: &Table, after: &[Cell], limit: usize) -> Result<Page, StoreError>;

    /// The last row's key; empty where there is none.
    async fn last_key(&self, table: &Table) -> Result<Vec<Cell>, StoreError>;

    /// Writes rows, all or none.
    async fn take(&self, table: &Table, rows: Page) -> Result<(), StoreError>;

    /// Makes what follows from the rows, and lets others open the database.
    async fn finish(&self) -> Result<(), StoreError>;

    /// Lets go of the database.
    async fn close(&self);
}

/// Moves all that `from` keeps to `to`, which must be new, or hold what an earlier run brought there.
///
/// # Errors
/// [`MoveError`]; what was moved stays in the target, for another run to go on.
pub async fn move_store(
    from: &Address,
    to: &Address,
    progress: &mut (dyn FnMut(MoveStep) + Send),
) -> Result<Moved, MoveError> {
    if from == to {
        return Err(MoveError::Same(to.to_string()));
    }
    let (source, mut target) = (from.open_end().await?, to.open_end().await?);
    let moved = between(source.as_ref(), target.as_mut(), (from, to), progress).await;
    source.close().await;
    target.close().await;
    let moved = moved?;
    // Opening makes the index.
    to.open().await?.close().await;
    Ok(moved)
}

async fn between(
    source: &dyn End,
    target: &mut dyn End,
    (from, to): (&Address, &Address),
    progress: &mut (dyn FnMut(MoveStep) + Send),
) -> Result<Moved, MoveError> {
    if let Some(other) = source.unfinished().await? {
        return Err(StoreError::Unfinished(other).into());
    }
    let name = from.to_string();
    match target.unfinished().await? {
        Some(earlier) if earlier == name => {}
        Some(other) => return Err(MoveError::OtherSource(other)),
        None if target.is_empty().await? => target.begin(&name).await?,
        None => return Err(MoveError::NotEmpty(to.to_string())),
    }
    target.speak(&source.shapes().await?).await?;
    for table in TABLES {
        copy(source, target, table, progress).await?;
    }
    let mut moved = Moved::new();
    for table in TABLES {
        let mut compared = |rows| progress(MoveStep { table: table.name, rows, comparing: true });
        let (there, here) = (digest(source, table, &mut compared).await?, digest(target, table, &mut |_| {}).await?);
        if there != here {
            return Err(MoveError::Differs(table.name));
        }
        moved.push((table.name, there.rows));
    }
    target.finish().await?;
    Ok(moved)
}

/// Brings the rows of a table that the target lacks.
async fn copy(
    source: &dyn End,
    target: &dyn End,
    table: &Table,
    progress: &mut (dyn FnMut(MoveStep) + Send),
) -> Result<(), StoreError> {
    let (mut last, mut rows) = (target.last_key(table).await?, 0);
    loop {
        let page = source.rows(table, &last, PAGE).await?;
        let Some(row) = page.last() else { return Ok(()) };
        last = row[..table.key].to_vec();
        let more = page.len() == PAGE;
        rows += page.len() as u64;
        target.take(table, page).await?;
        progress(MoveStep { table: table.name, rows, comparing: false });
        if !more {
            return Ok(());
        }
    }
}

/// What a table holds, whatever the order of its rows.
#[derive(Debug, Default, PartialEq, Eq)]
struct Digest {
    rows: u64,
    /// The sum of the rows' hashes.
    sum: u64,
}

async fn digest(end: &dyn End, table: &Table, progress: &mut (dyn FnMut(u64) + Send)) -> Result<Digest, StoreError> {
    let (mut digest, mut last) = (Digest::default(), Vec::new());
    loop {
        let page = end.rows(table, &last, PAGE).await?;
        for row in &page {
            let mut hasher = DefaultHasher::new();
            row.hash(&mut hasher);
            digest.rows += 1;
            digest.sum = digest.sum.wrapping_add(hasher.finish());
        }
        progress(digest.rows);
        match page.last() {
            Some(row) if page.len() == PAGE => last = row[..table.key].to_vec(),
            _ => return Ok(digest),
        }
    }
}
