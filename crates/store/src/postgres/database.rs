//! The connections to a database, and why there is none.

use super::{Connection, Transaction};
use crate::StoreError;
use sqlx::error::DatabaseError;
use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgConnectOptions, PgDatabaseError, PgListener, PgPoolOptions};
use sqlx::{Connection as _, PgPool, Postgres};
use std::time::Duration;
use tokio::time::timeout;

/// How many connections the records and the telemetry of a program take each at most.
const CONNECTIONS: u32 = 8;
/// With fewer than these nothing else is done while one hears what others write.
const FEWEST: u32 = 2;
/// How many connections the role or the database allows, where it says so.
const ALLOWED: &str = "
    select least(nullif(r.rolconnlimit, -1), nullif(d.datconnlimit, -1)) from pg_roles r, pg_database d
    where r.rolname = current_user and d.datname = current_database()";
/// How long a program waits for a connection that others of its own use.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long until the server itself is asked why there is none.
const GLANCE: Duration = Duration::from_secs(2);

/// A database, and the connections that a program has to it.
#[derive(Debug, Clone)]
pub(super) struct Database(PgPool);

impl Database {
    pub(super) async fn open(options: PgConnectOptions) -> Result<Database, StoreError> {
        // One connection besides the pool, which would try again for long and not say why.
        let mut first = connected(&options, PATIENCE).await?;
        let allowed: Option<i32> = sqlx::query_scalar(ALLOWED).fetch_one(&mut first).await?;
        first.close().await?;
        let pool = PgPoolOptions::new().max_connections(share(allowed)).acquire_timeout(PATIENCE);
        Ok(Database(pool.connect_with(options).await?))
    }

    /// A connection.
    pub(super) async fn connection(&self) -> Result<PoolConnection<Postgres>, StoreError> {
        self.taken(self.0.acquire(), self.0.acquire()).await
    }

    /// A transaction begun by a statement.
    pub(super) async fn begin(&self, statement: &'static str) -> Result<Transaction, StoreError> {
        self.taken(self.0.begin_with(statement), self.0.begin_with(statement)).await
    }

    /// A connection that hears what is told on a channel.
    pub(super) async fn listener(&self, channel: &str) -> Result<PgListener, StoreError> {
        let mut listener = self.taken(PgListener::connect_with(&self.0), PgListener::connect_with(&self.0)).await?;
        listener.listen(channel).await?;
        Ok(listener)
    }

    pub(super) async fn close(&self) {
        self.0.close().await;
    }

    /// What is taken from the pool. Where nothing comes soon, the server says why, if it is the server; else it is
    /// taken once more.
    async fn taken<T>(
        &self,
        take: impl Future<Output = Result<T, sqlx::Error>> + Send,
        again: impl Future<Output = Result<T, sqlx::Error>> + Send,
    ) -> Result<T, StoreError> {
        if let Ok(taken) = timeout(GLANCE, take).await {
            return Ok(taken?);
        }
        // Whether the server takes another connection.
        connected(&self.0.connect_options(), GLANCE).await?.close().await?;
        Ok(again.await?)
    }
}

/// Ends a transaction in which something was written.
pub(super) async fn commit(transaction: Transaction) -> Result<(), StoreError> {
    transaction.commit().await.map_err(|error| match error.into() {
        StoreError::Unavailable(why) => StoreError::Unsure(why),
        other => other,
    })
}

/// How many connections records and telemetry take each of those that are allowed: neither starves the other, and
/// some are left for a command, and by which the server is asked why there is none.
fn share(allowed: Option<i32>) -> u32 {
    let half = allowed.and_then(|allowed| u32::try_from((allowed - 2) / 2).ok());
    half.map_or(CONNECTIONS, |half| half.clamp(FEWEST, CONNECTIONS))
}

/// A connection of its own, or why there is none.
async fn connected(options: &PgConnectOptions, patience: Duration) -> Result<Connection, StoreError> {
    match timeout(patience, Connection::connect_with(options)).await {
        Ok(connected) => Ok(connected?),
        Err(_) => Err(StoreError::Unavailable(format!("nothing came back within {} seconds", patience.as_secs()))),
    }
}

/// What an error of the server means for whoever asked; `None` where it means that the program is wrong, or it is
/// no error of this database. The codes: <https://www.postgresql.org/docs/current/errcodes-appendix.html>
pub(crate) fn meaning(error: &dyn DatabaseError) -> Option<StoreError> {
    let said = error.try_downcast_ref::<PgDatabaseError>()?;
    let message = said.message().to_owned();
    match said.code() {
        // Insufficient privilege, read-only transaction.
        "42501" | "25006" => Some(StoreError::Rights(message)),
        // Shutting down or starting, cancelled, too many connections, cut off for idling.
        "57P01" | "57P02" | "57P03" | "57014" | "53300" | "25P03" => Some(StoreError::Unavailable(message)),
        // A lock that others hold.
        "55P03" => Some(StoreError::Busy(message)),
        // No such database; authorization failed.
        "3D000" => Some(StoreError::NoEntry(message)),
        code if code.starts_with("28") => Some(StoreError::NoEntry(message)),
        code if code.starts_with("08") => Some(StoreError::Unavailable(message)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn some_of_the_connections_that_are_allowed_are_left() {
        assert_eq!([None, Some(100), Some(5), Some(1)].map(share), [CONNECTIONS, CONNECTIONS, FEWEST, FEWEST]);
        assert!((6..40).all(|allowed| 2 * share(Some(allowed)) + 2 <= allowed.unsigned_abs()));
    }
}
