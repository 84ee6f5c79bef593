//! One file: a connection that writes, and some that read.
//!
//! A connection forgets the pages that it holds as soon as another has written. With one writer the
//! pages that every transaction comes back to stay in its memory.

use crate::StoreError;
use crate::sqlite::make_private;
use crate::sqlite::transaction::{Transaction, WRITING};
use sqlx::migrate::Migrator;
use sqlx::pool::PoolConnection;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Sqlite, SqlitePool};
use std::path::Path;
use std::time::Duration;

/// How long a writer waits for another process before it gives up.
const PATIENCE: Duration = Duration::from_secs(10);
/// How many may read at once.
const READERS: u32 = 4;

#[derive(Debug)]
pub(in crate::sqlite) struct Database {
    writer: SqlitePool,
    pub(in crate::sqlite) readers: SqlitePool,
}

impl Database {
    /// Opens the file, makes it where it is missing, and brings its tables to the present form.
    pub(super) async fn open(
        path: &Path,
        synchronous: SqliteSynchronous,
        migrations: &Migrator,
    ) -> Result<Database, StoreError> {
        make_private(path)?;
        let options = SqliteConnectOptions::new()
            .filename(path)
            .busy_timeout(PATIENCE)
            // 32 MiB at most for each connection.
            .pragma("cache_size", "-32768");
        let writing = options
            .clone()
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(synchronous)
            .foreign_keys(true)
            // 32 MiB gather before they go into the file: a page that was written often goes once.
            .pragma("wal_autocheckpoint", "8192");
        let writer = SqlitePoolOptions::new().max_connections(1).connect_with(writing).await?;
        migrations.run(&writer).await?;
        let readers = SqlitePoolOptions::new().max_connections(READERS).connect_with(options.read_only(true)).await?;
        Ok(Database { writer, readers })
    }

    /// A connection that reads.
    pub(super) async fn reader(&self) -> Result<PoolConnection<Sqlite>, StoreError> {
        Ok(self.readers.acquire().await?)
    }

    /// The connection that writes.
    pub(in crate::sqlite) async fn writer(&self) -> Result<PoolConnection<Sqlite>, StoreError> {
        Ok(self.writer.acquire().await?)
    }

    /// A transaction that no other writer can come between.
    pub(in crate::sqlite) async fn begin(&self) -> Result<Transaction, StoreError> {
        Transaction::begin(&self.writer, WRITING).await
    }

    /// Closes the file; the writer goes last, which clears up behind all.
    pub(super) async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}
