//! PostgreSQL: records and telemetry in one database, which several programs may use at once. Everything
//! that only PostgreSQL knows stands here.
//!
//! Numbers that others go by (revisions, numbers of packets) must be given in the order in which they can
//! be seen, which sequences do not promise. So each stands in a row of its own, and whoever writes holds it.

mod address;
mod moving;
mod notice;
mod records;
mod telemetry;
mod text;

pub use address::PostgresAddress;
pub(crate) use moving::open_end;
pub(crate) use records::PostgresRecords;
pub(crate) use telemetry::PostgresTelemetry;

use crate::StoreError;
use crate::migrations::{Step, migrator};
use sqlx::postgres::PgPoolOptions;
use sqlx::{PgPool, Postgres};
use std::time::Duration;

/// A connection, which may be in a transaction.
type Connection = sqlx::PgConnection;

/// A connection inside a transaction; what is not committed is rolled back.
type Transaction = sqlx::Transaction<'static, Postgres>;

/// How long a program waits for a connection; also how long a writer waits for another.
const PATIENCE: Duration = Duration::from_secs(10);

/// How many connections the records and the telemetry of a program take each.
const CONNECTIONS: u32 = 8;

/// Sees one state of the database.
const READING: &str = "begin isolation level repeatable read read only";
/// Each statement sees what was committed before it, so that who waited for a row sees it as it was left.
const WRITING: &str = "begin isolation level read committed read write";

const MIGRATIONS: &[Step] = &[
    (1, "records", include_str!("../../migrations/postgres/0001_records.sql")),
    (2, "search", include_str!("../../migrations/postgres/0002_search.sql")),
    (3, "telemetry", include_str!("../../migrations/postgres/0003_telemetry.sql")),
    (4, "moves", include_str!("../../migrations/postgres/0004_moves.sql")),
];

/// What sessions are set to, whatever the server's own settings are.
const SESSION: [(&str, &str); 4] = [
    // On disk before the answer.
    ("synchronous_commit", "on"),
    ("lock_timeout", "10s"),
    // A program whose computer is gone must not keep the others from writing.
    ("idle_in_transaction_session_timeout", "60s"),
    // Statements are short, and compiling them takes longer than running them.
    ("jit", "off"),
];

/// What the server must be set to, or what it said was written is not safe.
const REQUIRED: [(&str, &str); 4] =
    [("fsync", "on"), ("full_page_writes", "on"), ("synchronous_commit", "on"), ("server_encoding", "UTF8")];

/// Opens the records at an address; makes the tables on first use, and brings what an earlier release wrote
/// to the present form.
pub(crate) async fn open(address: &PostgresAddress) -> Result<PostgresRecords, StoreError> {
    PostgresRecords::open(opened(address).await?).await
}

/// Opens the telemetry at an address, in the same way.
pub(crate) async fn open_telemetry(address: &PostgresAddress) -> Result<PostgresTelemetry, StoreError> {
    Ok(PostgresTelemetry::new(opened(address).await?))
}

/// A database into which no move is unfinished.
async fn opened(address: &PostgresAddress) -> Result<PgPool, StoreError> {
    let pool = connect(address).await?;
    let unfinished = sqlx::query_scalar("select source from moves").fetch_optional(&pool).await?;
    unfinished.map_or(Ok(pool), |source| Err(StoreError::Unfinished(source)))
}

async fn connect(address: &PostgresAddress) -> Result<PgPool, StoreError> {
    let options = address.options()?.options(SESSION);
    let pool = PgPoolOptions::new().max_connections(CONNECTIONS).acquire_timeout(PATIENCE);
    let pool = pool.connect_with(options).await?;
    require(&pool).await?;
    migrator(MIGRATIONS).run(&pool).await?;
    Ok(pool)
}

/// Refuses a server that may lose what it said was written.
async fn require(pool: &PgPool) -> Result<(), StoreError> {
    for (setting, needed) in REQUIRED {
        let query = sqlx::query_scalar("select current_setting($1)").bind(setting);
        let found: String = query.fetch_one(pool).await?;
        if found != needed {
            return Err(StoreError::Setting { setting, found, needed });
        }
    }
    Ok(())
}
