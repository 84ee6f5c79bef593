//! Moves everything from one database to another, history and telemetry with it.
//!
//! ```text
//! source ─ pages of rows, in the order of their keys ─► target ─► both read again and compared ─► opened
//! ```
//!
//! A move that was broken off goes on where it was when it is begun again; until it is finished nobody else can
//! open the target. Memory is bounded by a page, whatever the size. Nothing may write to the source meanwhile:
//! where something did, the comparison finds it, or the last look at the source after it.

mod page;
mod tables;

pub(crate) use page::{Cell, Page, ShapeNumbers, Storage, cell_of, columns, ends, select};
use tables::LastLook;
pub(crate) use tables::{File, Kind, TABLES, Table};

use crate::{Address, StoreError};
use async_trait::async_trait;
use std::hash::{DefaultHasher, Hash, Hasher};

/// How many rows travel together.
const PAGE: usize = 5000;

/// The records as they stand: the last of their versions.
pub(crate) const SET_RECORDS: &str = r#"
    insert into records (register, key, "row")
    select v.register, v.key, v."row" from versions v
    where v."row" is not null
        and v.entry = (select max(entry) from versions where register = v.register and key = v.key)"#;

/// How far a move has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MoveStep {
    /// The table.
    pub table: &'static str,
    /// How many of its rows this run brought, or compared.
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
    /// There is nothing at the source.
    #[error("there is nothing at {0}")]
    Empty(String),
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
    #[error("not all is moved")]
    Store(#[from] StoreError),
}

/// One side of a move: a database with its tables made.
#[async_trait]
pub(crate) trait End: Send + Sync {
    /// The source of a move into this database that is not finished.
    async fn unfinished(&self) -> Result<Option<String>, StoreError>;

    /// Notes that a move into this database begins, unless another is noted; it cannot be opened until
    /// [`End::finish`].
    async fn begin(&self, source: &str) -> Result<(), StoreError>;

    /// The shapes of rows: number, register, fields.
    async fn shapes(&self) -> Result<Vec<(i64, String, String)>, StoreError>;

    /// Takes over the shapes of the source; from then on rows have the source's numbers on this side.
    async fn speak(&mut self, shapes: &[(i64, String, String)]) -> Result<(), StoreError>;

    /// The next rows of a table after a key, in the order of keys; after the empty key, the first.
    async fn rows(&self, table: &Table, after: &[Cell], limit: usize) -> Result<Page, StoreError>;

    /// The last row's key, of a table that has keys; empty where there is no row.
    async fn last_key(&self, table: &Table) -> Result<Vec<Cell>, StoreError>;

    /// Writes rows, all or none; those that are there already stay.
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
    let (from, to) = (from.absolute()?, to.absolute()?);
    if from == to {
        return Err(MoveError::Same(to.to_string()));
    }
    if !from.may_hold_something().await? {
        return Err(MoveError::Empty(from.to_string()));
    }
    let _no_server = from.serve().await?;
    let source = from.open_end().await?;
    // Before the target is opened, which makes its tables.
    let moved = match can_be_moved(source.as_ref(), &from).await {
        Ok(()) => into(source.as_ref(), (&from, &to), progress).await,
        Err(refused) => Err(refused),
    };
    source.close().await;
    moved
}

/// Whether all of a source is there, and is something.
async fn can_be_moved(source: &dyn End, from: &Address) -> Result<(), MoveError> {
    if let Some(other) = source.unfinished().await? {
        return Err(StoreError::Unfinished(other).into());
    }
    match is_empty(source).await? {
        true => Err(MoveError::Empty(from.to_string())),
        false => Ok(()),
    }
}

async fn into(
    source: &dyn End,
    (from, to): (&Address, &Address),
    progress: &mut (dyn FnMut(MoveStep) + Send),
) -> Result<Moved, MoveError> {
    let _no_server = to.serve().await?;
    let mut target = to.open_end().await?;
    let moved = between(source, target.as_mut(), (from, to), PAGE, progress).await;
    target.close().await;
    let moved = moved?;
    // So that its index is made, also for a server that has it open.
    to.open().await?.close().await;
    Ok(moved)
}

async fn between(
    source: &dyn End,
    target: &mut dyn End,
    (from, to): (&Address, &Address),
    page: usize,
    progress: &mut (dyn FnMut(MoveStep) + Send),
) -> Result<Moved, MoveError> {
    let name = from.to_string();
    if target.unfinished().await?.is_none() {
        if !is_empty(target).await? {
            return Err(MoveError::NotEmpty(to.to_string()));
        }
        target.begin(&name).await?;
    }
    match target.unfinished().await? {
        Some(other) if other != name => return Err(MoveError::OtherSource(other)),
        _ => target.speak(&source.shapes().await?).await?,
    }
    for table in TABLES {
        match copy(source, target, table, page, progress).await {
            // It names a row that came to the source after its table was read.
            Err(StoreError::Dangling(_)) => return Err(MoveError::Differs(table.name)),
            copied => copied?,
        }
    }
    let mut digests = Vec::with_capacity(TABLES.len());
    for table in TABLES {
        let mut compared = |rows| progress(MoveStep { table: table.name, rows, comparing: true });
        let mut uncounted = |_| {};
        let both = (digest(source, table, page, &mut compared), digest(target, table, page, &mut uncounted));
        let (there, here) = tokio::try_join!(both.0, both.1)?;
        if there != here {
            return Err(MoveError::Differs(table.name));
        }
        digests.push(there);
    }
    for (table, before) in TABLES.iter().zip(&digests) {
        let same = match table.last_look {
            LastLook::Whole => digest(source, table, page, &mut |_| {}).await? == *before,
            LastLook::LastKey => source.last_key(table).await? == target.last_key(table).await?,
            LastLook::ByOthers => true,
        };
        if !same {
            return Err(MoveError::Differs(table.name));
        }
    }
    target.finish().await?;
    Ok(TABLES.iter().map(|table| table.name).zip(digests.iter().map(|digest| digest.rows)).collect())
}

/// Whether nothing was written to a database yet.
async fn is_empty(end: &dyn End) -> Result<bool, StoreError> {
    for table in TABLES.iter().filter(|table| table.key > 0) {
        if !end.rows(table, &[], 1).await?.is_empty() {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Brings the rows of a table that the target lacks.
async fn copy(
    source: &dyn End,
    target: &dyn End,
    table: &Table,
    page: usize,
    progress: &mut (dyn FnMut(MoveStep) + Send),
) -> Result<(), StoreError> {
    let last = if table.key > 0 { target.last_key(table).await? } else { Vec::new() };
    let mut rows = source.rows(table, &last, page).await?;
    let mut brought = 0;
    while let Some(row) = rows.last() {
        let last = row[..table.key].to_vec();
        let more = rows.len() == page && table.key > 0;
        brought += rows.len() as u64;
        // The next are read while these are written.
        let next = async { if more { source.rows(table, &last, page).await } else { Ok(Page::new()) } };
        ((), rows) = tokio::try_join!(target.take(table, rows), next)?;
        progress(MoveStep { table: table.name, rows: brought, comparing: false });
    }
    Ok(())
}

/// What a table holds, whatever the order of its rows.
#[derive(Debug, Default, PartialEq, Eq)]
struct Digest {
    rows: u64,
    /// The sum of the rows' hashes.
    sum: u64,
}

async fn digest(
    end: &dyn End,
    table: &Table,
    page: usize,
    progress: &mut (dyn FnMut(u64) + Send),
) -> Result<Digest, StoreError> {
    let (mut digest, mut last) = (Digest::default(), Vec::new());
    loop {
        let rows = end.rows(table, &last, page).await?;
        for row in &rows {
            let mut hasher = DefaultHasher::new();
            row.hash(&mut hasher);
            digest.rows += 1;
            digest.sum = digest.sum.wrapping_add(hasher.finish());
        }
        progress(digest.rows);
        match rows.last() {
            Some(row) if rows.len() == page && table.key > 0 => last = row[..table.key].to_vec(),
            _ => return Ok(digest),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Entry, EntryKind};
    use std::path::Path;
    use tokio::sync::mpsc::unbounded_channel;
    use yanlian_model::{Change, Key, Row, Value, registers};

    async fn furnish(address: &Address) {
        let register = registers::by_name("products").unwrap();
        let store = address.open().await.unwrap();
        for number in 0..7_i64 {
            let mut row = Row::blank(register.fields.len());
            row[0] = Some(Value::Text(format!("p{number}").into()));
            let key = Key::from(format!("p{number}"));
            let change = Change { register: register.name, key, before: None, after: Some(row) };
            let at = "2026-01-05T08:00:00Z".parse().unwrap();
            let entry = Entry { at, by: String::new(), files: String::new(), kind: EntryKind::Edit, submission: None };
            store.commit(&entry, number, &[change]).await.unwrap();
        }
        store.close().await;
    }

    async fn ends(from: &Address, to: &Address) -> (Box<dyn End>, Box<dyn End>) {
        (from.open_end().await.unwrap(), to.open_end().await.unwrap())
    }

    /// Moves two rows at a time, and is broken off in the middle of a table.
    async fn broken_off(from: &Address, to: &Address) {
        let (source, mut target) = ends(from, to).await;
        let (arrived, mut arrives) = unbounded_channel();
        let mut progress = |step: MoveStep| {
            if step.table == "versions" && step.rows == 4 {
                arrived.send(()).unwrap();
            }
        };
        tokio::select! {
            biased;
            _ = arrives.recv() => {}
            moved = between(source.as_ref(), target.as_mut(), (from, to), 2, &mut progress) => panic!("{moved:?}"),
        }
        source.close().await;
        target.close().await;
    }

    #[tokio::test]
    async fn a_table_goes_on_where_it_was_broken_off() {
        let folder = tempfile::tempdir().unwrap();
        let [from, to] = ["a", "b"].map(|name| Address::folder(folder.path().join(name)));
        furnish(&from).await;
        broken_off(&from, &to).await;
        let (source, mut target) = ends(&from, &to).await;
        let mut brought = 0;
        let mut progress = |step: MoveStep| {
            if step.table == "versions" && !step.comparing {
                brought = step.rows;
            }
        };
        let moved = between(source.as_ref(), target.as_mut(), (&from, &to), 2, &mut progress).await.unwrap();
        assert!(moved.contains(&("versions", 7)) && brought <= 3, "{moved:?}, {brought} again");
        assert!(from.open().await.unwrap().load().await.unwrap() == to.open().await.unwrap().load().await.unwrap());
    }

    #[tokio::test]
    async fn nothing_is_moved_from_nowhere() {
        let folder = tempfile::tempdir().unwrap();
        let [from, to] = ["a", "b"].map(|name| Address::folder(folder.path().join(name)));
        assert!(matches!(move_store(&from, &to, &mut |_| {}).await, Err(MoveError::Empty(_))));
        assert!(!Path::new(&folder.path().join("a")).exists(), "nothing is made there");
        from.open().await.unwrap().close().await;
        assert!(matches!(move_store(&from, &to, &mut |_| {}).await, Err(MoveError::Empty(_))));
    }
}
