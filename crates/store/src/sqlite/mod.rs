//! The store in one SQLite file.
//!
//! `versions` is the log of all records, `records` how they stand now, `search_*` how they are
//! found; each entry writes all three in one transaction. A statement costs some 20 µs on its way
//! to the database whatever it does, so rows travel by the thousand: inward as values of one
//! statement, outward as one text that SQL puts together.

mod answers;
mod index;
mod read;
mod rows;
mod search;
mod write;

use crate::migrations::{Step, migrator};
use crate::{Entry, EntryId, EntrySummary, Hit, Snapshot, Store, StoreError, Version};
use chrono::{DateTime, Utc};
use rows::Shapes;
use sqlx::SqlitePool;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;
use yanlian_model::{Change, Key, Lang, Tables};

/// How long a writer waits for another before it gives up.
const PATIENCE: Duration = Duration::from_secs(10);

const MIGRATIONS: &[Step] = &[
    (1, "records", include_str!("../../migrations/sqlite/0001_records.sql")),
    (2, "search", include_str!("../../migrations/sqlite/0002_search.sql")),
    (3, "answers", include_str!("../../migrations/sqlite/0003_answers.sql")),
];

/// Records in one SQLite file.
#[derive(Debug)]
pub struct Sqlite {
    pool: SqlitePool,
    shapes: Shapes,
}

/// A transaction, or a connection that is in one.
type Connection = sqlx::SqliteConnection;
type Transaction = sqlx::Transaction<'static, sqlx::Sqlite>;

impl Sqlite {
    /// Opens the store in the file `path`; makes file and folder where they are missing, and brings
    /// what an earlier release wrote to the present form.
    pub async fn open(path: &Path) -> Result<Sqlite, StoreError> {
        if let Some(folder) = path.parent() {
            tokio::fs::create_dir_all(folder).await?;
        }
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(PATIENCE)
            // What is erased must not linger in free pages.
            .pragma("secure_delete", "on")
            // 32 MiB at most: an import that fits writes each page once.
            .pragma("cache_size", "-32768");
        let pool = SqlitePoolOptions::new().max_connections(4).connect_with(options).await?;
        migrator(MIGRATIONS).run(&pool).await?;

        let mut transaction = pool.begin_with("begin immediate").await?;
        let shapes = Shapes::open(&mut transaction).await?;
        index::make_current(&mut transaction, &shapes).await?;
        transaction.commit().await?;
        Ok(Sqlite { pool, shapes })
    }

    /// A transaction that sees one state of the store.
    async fn reading(&self) -> Result<Transaction, StoreError> {
        Ok(self.pool.begin().await?)
    }

    /// A transaction that no other writer can come between.
    async fn writing(&self) -> Result<Transaction, StoreError> {
        Ok(self.pool.begin_with("begin immediate").await?)
    }
}

impl Store for Sqlite {
    async fn revision(&self) -> Result<i64, StoreError> {
        read::revision(&mut *self.pool.acquire().await?).await
    }

    async fn load(&self) -> Result<Snapshot, StoreError> {
        let mut transaction = self.reading().await?;
        let revision = read::revision(&mut transaction).await?;
        let tables = read::tables(&mut transaction, &self.shapes, None).await?;
        Ok(Snapshot { revision, tables })
    }

    async fn load_as_of(&self, at: DateTime<Utc>) -> Result<Tables, StoreError> {
        let mut transaction = self.reading().await?;
        let last = read::last_entry_at(&mut transaction, at).await?;
        read::tables(&mut transaction, &self.shapes, Some(last)).await
    }

    async fn commit(&self, entry: &Entry, expected: i64, changes: &[Change]) -> Result<Option<EntryId>, StoreError> {
        let changes: Vec<&Change> = changes.iter().filter(|change| change.before != change.after).collect();
        if changes.is_empty() {
            return Ok(None);
        }
        let mut transaction = self.writing().await?;
        let found = read::revision(&mut transaction).await?;
        if found != expected {
            return Err(StoreError::Conflict { expected, found });
        }
        let id = write::entry(&mut transaction, &self.shapes, entry, None, &changes).await?;
        transaction.commit().await?;
        Ok(Some(id))
    }

    async fn entries(&self, limit: usize) -> Result<Vec<EntrySummary>, StoreError> {
        read::entries(&mut *self.reading().await?, limit).await
    }

    async fn undo(&self, id: EntryId, at: DateTime<Utc>, by: &str) -> Result<EntryId, StoreError> {
        let mut transaction = self.writing().await?;
        let undo = write::undo(&mut transaction, &self.shapes, id, at, by).await?;
        transaction.commit().await?;
        Ok(undo)
    }

    async fn history(&self, register: &'static str, key: &Key) -> Result<Vec<Version>, StoreError> {
        read::history(&mut *self.reading().await?, &self.shapes, register, key).await
    }

    async fn erase_personal(
        &self,
        register: &'static str,
        key: &Key,
        at: DateTime<Utc>,
        by: &str,
    ) -> Result<Option<EntryId>, StoreError> {
        let mut transaction = self.writing().await?;
        let erasure = write::erase_personal(&mut transaction, &self.shapes, register, key, at, by).await?;
        transaction.commit().await?;
        if erasure.is_some() {
            // The write-ahead log still has the values. Where a reader holds it, they stay until it is written over.
            sqlx::query("pragma wal_checkpoint(truncate)").execute(&self.pool).await?;
        }
        Ok(erasure)
    }

    async fn search(&self, query: &str, lang: Lang, limit: usize) -> Result<Vec<Hit>, StoreError> {
        search::search(&mut *self.reading().await?, &self.shapes, query, lang, limit).await
    }

    async fn last_changed(&self) -> Result<BTreeMap<&'static str, DateTime<Utc>>, StoreError> {
        read::last_changed(&mut *self.pool.acquire().await?).await
    }

    async fn keep_answer(&self, question: &str, answer: &str) -> Result<(), StoreError> {
        let mut transaction = self.writing().await?;
        answers::keep(&mut transaction, question, answer).await?;
        Ok(transaction.commit().await?)
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
