//! Records in one SQLite file.
//!
//! `versions` is the log of all records, `records` how they stand now, `search_*` how they are
//! found; each entry writes all three in one transaction. A statement costs some 20 µs on its way
//! to the database whatever it does, so rows travel by the thousand: inward as values of one
//! statement, outward as one text that SQL puts together.

mod answers;
mod index;
mod read;
mod search;
mod write;

pub(super) use read::{text_of_time, time_of_text};

use super::transaction::{READING, Transaction, WRITING};
use super::{Connection, GLANCE, make_private};
use crate::migrations::{Step, migrator};
use crate::rows::Shapes;
use crate::{Entry, EntryId, EntrySummary, Hit, Snapshot, Store, StoreError, Version, Written};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use sqlx::SqlitePool;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;
use yanlian_model::{Change, Key, Lang, Tables};

/// How long a writer waits for another before it gives up.
const PATIENCE: Duration = Duration::from_secs(10);

const MIGRATIONS: &[Step] = &[
    (1, "records", include_str!("../../../migrations/sqlite/0001_records.sql")),
    (2, "search", include_str!("../../../migrations/sqlite/0002_search.sql")),
    (3, "answers", include_str!("../../../migrations/sqlite/0003_answers.sql")),
    (4, "submissions", include_str!("../../../migrations/sqlite/0004_submissions.sql")),
    (5, "moves", include_str!("../../../migrations/sqlite/0005_moves.sql")),
    (6, "names by key", include_str!("../../../migrations/sqlite/0006_names_by_key.sql")),
];

/// Records in one SQLite file.
#[derive(Debug)]
pub(crate) struct SqliteRecords {
    pool: SqlitePool,
    shapes: Shapes,
}

impl SqliteRecords {
    /// Opens the file `path`; makes it where it is missing, and brings what an earlier release wrote
    /// to the present form.
    pub(super) async fn open(path: &Path) -> Result<SqliteRecords, StoreError> {
        let pool = SqliteRecords::connect(path).await?;
        is_moved(&pool).await?;
        // Where there is nothing to make, whoever writes is not waited for.
        if let Some(shapes) = made(&mut *pool.acquire().await?).await? {
            return Ok(SqliteRecords { pool, shapes });
        }
        let mut transaction = Transaction::begin(&pool, WRITING).await?;
        let shapes = prepare(&mut transaction).await;
        let shapes = transaction.end(shapes).await?;
        Ok(SqliteRecords { pool, shapes })
    }

    /// Opens the file with its tables in the present form.
    pub(super) async fn connect(path: &Path) -> Result<SqlitePool, StoreError> {
        make_private(path)?;
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            // Of a new file: a million records are written in two thirds of the time that pages of 4 KiB take.
            .page_size(16_384)
            .foreign_keys(true)
            .busy_timeout(PATIENCE)
            // What is erased must not linger in free pages.
            .pragma("secure_delete", "on")
            // 32 MiB at most: an import that fits writes each page once.
            .pragma("cache_size", "-32768");
        let pool = SqlitePoolOptions::new().max_connections(4).connect_with(options).await?;
        migrator(MIGRATIONS).run(&pool).await?;
        Ok(pool)
    }

    async fn reading(&self) -> Result<Transaction, StoreError> {
        Transaction::begin(&self.pool, READING).await
    }

    async fn writing(&self) -> Result<Transaction, StoreError> {
        Transaction::begin(&self.pool, WRITING).await
    }
}

/// That no move into the file is unfinished.
pub(super) async fn is_moved(pool: &SqlitePool) -> Result<(), StoreError> {
    let unfinished = sqlx::query_scalar("select source from moves").fetch_optional(pool).await?;
    unfinished.map_or(Ok(()), |source| Err(StoreError::Unfinished(source)))
}

/// The shapes of the rows, with the index made for the fields of this release.
async fn prepare(connection: &mut Connection) -> Result<Shapes, StoreError> {
    for (register, fields) in Shapes::of_this_release() {
        sqlx::query("insert into shapes (register, fields) values (?1, ?2) on conflict do nothing")
            .bind(register)
            .bind(fields)
            .execute(&mut *connection)
            .await?;
    }
    let shapes = kept_shapes(connection).await?;
    index::make_current(connection, &shapes).await?;
    Ok(shapes)
}

/// The shapes that are kept, where they and the index are as this release makes them.
async fn made(connection: &mut Connection) -> Result<Option<Shapes>, StoreError> {
    let shapes = kept_shapes(connection).await?;
    let is_made = shapes.are_of_this_release() && index::is_current(connection).await?;
    Ok(is_made.then_some(shapes))
}

async fn kept_shapes(connection: &mut Connection) -> Result<Shapes, StoreError> {
    Shapes::new(sqlx::query_as("select id, register, fields from shapes").fetch_all(connection).await?)
}

/// Everything at one revision.
async fn snapshot(connection: &mut Connection, shapes: &Shapes) -> Result<Snapshot, StoreError> {
    let revision = read::revision(connection).await?;
    Ok(Snapshot { revision, tables: read::tables(connection, shapes, None).await? })
}

#[async_trait]
impl Store for SqliteRecords {
    async fn revision(&self) -> Result<i64, StoreError> {
        read::revision(&mut *self.pool.acquire().await?).await
    }

    async fn wait_past(&self, seen: i64) -> Result<i64, StoreError> {
        loop {
            match self.revision().await? {
                found if found != seen => return Ok(found),
                _ => tokio::time::sleep(GLANCE).await,
            }
        }
    }

    async fn load(&self) -> Result<Snapshot, StoreError> {
        let mut transaction = self.reading().await?;
        let snapshot = snapshot(&mut transaction, &self.shapes).await;
        transaction.end(snapshot).await
    }

    async fn written_since(&self, seen: i64) -> Result<Written, StoreError> {
        let mut transaction = self.reading().await?;
        let written = read::written_since(&mut transaction, &self.shapes, seen).await;
        transaction.end(written).await
    }

    async fn load_as_of(&self, at: DateTime<Utc>) -> Result<Tables, StoreError> {
        let mut transaction = self.reading().await?;
        let tables = read::as_of(&mut transaction, &self.shapes, at).await;
        transaction.end(tables).await
    }

    async fn commit(&self, entry: &Entry, expected: i64, changes: &[Change]) -> Result<Option<EntryId>, StoreError> {
        let changes: Vec<&Change> = changes.iter().filter(|change| change.before != change.after).collect();
        if changes.is_empty() {
            return Ok(None);
        }
        let mut transaction = self.writing().await?;
        let id = write::commit(&mut transaction, &self.shapes, entry, expected, &changes).await;
        transaction.end(id).await.map(Some)
    }

    async fn submitted(&self, submission: &str) -> Result<Option<EntryId>, StoreError> {
        read::submitted(&mut *self.pool.acquire().await?, submission).await
    }

    async fn entries(&self, limit: usize) -> Result<Vec<EntrySummary>, StoreError> {
        let mut transaction = self.reading().await?;
        let entries = read::entries(&mut transaction, limit).await;
        transaction.end(entries).await
    }

    async fn undo(&self, id: EntryId, at: DateTime<Utc>, by: &str) -> Result<EntryId, StoreError> {
        let mut transaction = self.writing().await?;
        let undo = write::undo(&mut transaction, &self.shapes, id, at, by).await;
        transaction.end(undo).await
    }

    async fn history(&self, register: &'static str, key: &Key) -> Result<Vec<Version>, StoreError> {
        read::history(&mut *self.pool.acquire().await?, &self.shapes, register, key).await
    }

    async fn erase_personal(
        &self,
        register: &'static str,
        key: &Key,
        at: DateTime<Utc>,
        by: &str,
    ) -> Result<Option<EntryId>, StoreError> {
        let mut transaction = self.writing().await?;
        let erasure = write::erase_personal(&mut transaction, &self.shapes, register, key, at, by).await;
        let erasure = transaction.end(erasure).await?;
        if erasure.is_some() {
            // The write-ahead log still has the values. Where a reader holds it, they stay until it is written over.
            sqlx::query("pragma wal_checkpoint(truncate)").execute(&self.pool).await?;
        }
        Ok(erasure)
    }

    async fn search(&self, query: &str, lang: Lang, limit: usize) -> Result<Vec<Hit>, StoreError> {
        let mut transaction = self.reading().await?;
        let hits = search::search(&mut transaction, &self.shapes, query, lang, limit).await;
        transaction.end(hits).await
    }

    async fn last_changed(&self) -> Result<BTreeMap<&'static str, DateTime<Utc>>, StoreError> {
        read::last_changed(&mut *self.pool.acquire().await?).await
    }

    async fn keep_answer(&self, question: &str, answer: &str) -> Result<(), StoreError> {
        let mut transaction = self.writing().await?;
        let kept = answers::keep(&mut transaction, question, answer).await;
        transaction.end(kept).await
    }

    async fn answer(&self, question: &str) -> Result<Option<String>, StoreError> {
        answers::find(&mut *self.pool.acquire().await?, question).await
    }

    async fn close(&self) {
        self.pool.close().await;
    }
}

#[cfg(test)]
mod tests;
