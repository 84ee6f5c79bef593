//! Transactions on pooled connections.
//!
//! SQLite rolls a transaction back by itself where the disk is full or fails, and the `rollback` that
//! follows fails. A connection of which it is not known how its transaction ended must never serve
//! again: it is closed, and the pool opens another when it needs one.

use super::Connection;
use crate::StoreError;
use sqlx::pool::PoolConnection;
use sqlx::{Sqlite, SqlitePool};
use std::ops::{Deref, DerefMut};

/// Sees one state of the database.
pub(super) const READING: &str = "begin";
/// No other writer can come between.
pub(super) const WRITING: &str = "begin immediate";

/// A connection inside a transaction. Dropped before its end it closes the connection.
pub(super) struct Transaction {
    connection: PoolConnection<Sqlite>,
    ended: bool,
}

impl Transaction {
    /// Begins with the statement `begin`: [`READING`] or [`WRITING`].
    pub(super) async fn begin(pool: &SqlitePool, begin: &'static str) -> Result<Transaction, StoreError> {
        let mut transaction = Transaction { connection: pool.acquire().await?, ended: false };
        sqlx::query(begin).execute(&mut *transaction).await?;
        Ok(transaction)
    }

    /// Commits what succeeded and rolls back what failed.
    pub(super) async fn end<T>(mut self, outcome: Result<T, StoreError>) -> Result<T, StoreError> {
        let statement = if outcome.is_ok() { "commit" } else { "rollback" };
        let ended = sqlx::query(statement).execute(&mut *self).await;
        self.ended = ended.is_ok();
        let value = outcome?;
        ended?;
        Ok(value)
    }
}

impl Drop for Transaction {
    fn drop(&mut self) {
        if !self.ended {
            self.connection.close_on_drop();
        }
    }
}

impl Deref for Transaction {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.connection
    }
}

impl DerefMut for Transaction {
    fn deref_mut(&mut self) -> &mut Connection {
        &mut self.connection
    }
}
