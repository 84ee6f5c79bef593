//! PostgreSQL: records and telemetry in one database, which several programs may use at once. Everything
//! that only PostgreSQL knows stands here.
//!
//! Numbers that others go by (revisions, numbers of packets) must be given in the order in which they can
//! be seen, which sequences do not promise. So each stands in a row of its own, and whoever writes holds it.

mod address;
mod database;
mod moving;
mod notice;
mod records;
mod telemetry;
mod text;

pub use address::PostgresAddress;
pub(crate) use database::meaning;
pub(crate) use moving::open_end;
pub(crate) use records::PostgresRecords;
pub(crate) use telemetry::PostgresTelemetry;

use crate::StoreError;
use crate::migrations::{Step, migrator};
use database::Database;
use sqlx::Postgres;

/// A connection, which may be in a transaction.
type Connection = sqlx::PgConnection;

/// A connection inside a transaction; what is not committed is rolled back.
type Transaction = sqlx::Transaction<'static, Postgres>;

/// Sees one state of the database.
const READING: &str = "begin isolation level repeatable read read only";
/// Each statement sees what was committed before it, so that who waited for a row sees it as it was left.
const WRITING: &str = "begin isolation level read committed read write";

const MIGRATIONS: &[Step] = &[
    (1, "records", include_str!("../../migrations/postgres/0001_records.sql")),
    (2, "search", include_str!("../../migrations/postgres/0002_search.sql")),
    (3, "telemetry", include_str!("../../migrations/postgres/0003_telemetry.sql")),
    (4, "moves", include_str!("../../migrations/postgres/0004_moves.sql")),
    (5, "submissions", include_str!("../../migrations/postgres/0005_submissions.sql")),
];

/// What sessions are set to, whatever the server's own settings are.
const SESSION: [(&str, &str); 5] = [
    // On disk before the answer.
    ("synchronous_commit", "on"),
    ("lock_timeout", "10s"),
    // An import of a million rows takes its time.
    ("statement_timeout", "0"),
    // A program whose computer is gone must not keep the others from writing.
    ("idle_in_transaction_session_timeout", "60s"),
    // Statements are short, and compiling them takes longer than running them.
    ("jit", "off"),
];

/// What the server must be set to, or what it said was written is not safe.
const REQUIRED: [(&str, &str); 4] =
    [("fsync", "on"), ("full_page_writes", "on"), ("synchronous_commit", "on"), ("server_encoding", "UTF8")];

/// Where names are looked for, the schema in which tables are made, and the one in which they were.
const SCHEMAS: &str = "
    select current_setting('search_path'), current_schema()::text, (
        select nspname::text from pg_namespace n
        join pg_class c on c.relnamespace = n.oid and c.oid = to_regclass('_sqlx_migrations')
    )";

/// The first step by which the tables were made. Another program's list of steps may have the same name, and other
/// columns.
const FIRST_STEP: &str = "
    select coalesce(to_jsonb(step) ->> 'description', '') from _sqlx_migrations step
    order by to_jsonb(step) ->> 'version' limit 1";

/// Something of another program where tables would be made; what belongs to an extension is none.
const OF_OTHERS: &str = "
    select relname::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where nspname = current_schema() and relkind in ('r', 'p', 'v', 'm', 'f', 'S') and relname <> '_sqlx_migrations'
        and not exists (select from pg_depend where objid = c.oid and deptype = 'e')
    limit 1";

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
async fn opened(address: &PostgresAddress) -> Result<Database, StoreError> {
    let database = connect(address).await?;
    let unfinished = unfinished(&database).await?;
    unfinished.map_or(Ok(database), |source| Err(StoreError::Unfinished(source)))
}

/// The source of a move into a database that is not finished.
async fn unfinished(database: &Database) -> Result<Option<String>, StoreError> {
    let source = sqlx::query_scalar("select source from moves");
    Ok(source.fetch_optional(&mut *database.connection().await?).await?)
}

async fn connect(address: &PostgresAddress) -> Result<Database, StoreError> {
    let database = Database::open(address.options()?.options(SESSION)).await?;
    let connection = &mut *database.connection().await?;
    require(connection).await?;
    if !has_tables(connection).await?
        && let Some(name) = sqlx::query_scalar(OF_OTHERS).fetch_optional(&mut *connection).await?
    {
        return Err(StoreError::Foreign(name));
    }
    migrator(MIGRATIONS).run(&mut *connection).await?;
    Ok(database)
}

/// Whether the tables were made, by this release or another. They must be where new ones are made, or a second,
/// empty set of them would be.
async fn has_tables(connection: &mut Connection) -> Result<bool, StoreError> {
    let (path, here, there): (String, Option<String>, Option<String>) =
        sqlx::query_as(SCHEMAS).fetch_one(&mut *connection).await?;
    if here.is_none() || there.is_some() && here != there {
        let needed = "first a schema that is there, that of Yanlian's tables if they are made";
        return Err(StoreError::Setting { setting: "search_path", found: path, needed });
    }
    if there.is_none() {
        return Ok(false);
    }
    let first: Option<String> = sqlx::query_scalar(FIRST_STEP).fetch_optional(connection).await?;
    match first {
        Some(name) if name != MIGRATIONS[0].1 => Err(StoreError::Foreign("_sqlx_migrations".to_owned())),
        first => Ok(first.is_some()),
    }
}

/// Whether there may be something at an address; nothing is made there.
pub(crate) async fn may_hold_something(address: &PostgresAddress) -> Result<bool, StoreError> {
    let database = Database::open(address.options()?).await?;
    let there = has_tables(&mut *database.connection().await?).await?;
    database.close().await;
    Ok(there)
}

/// Refuses a server that may lose what it said was written.
async fn require(connection: &mut Connection) -> Result<(), StoreError> {
    for (setting, needed) in REQUIRED {
        let query = sqlx::query_scalar("select current_setting($1)").bind(setting);
        let found: String = query.fetch_one(&mut *connection).await?;
        if found != needed {
            return Err(StoreError::Setting { setting, found, needed });
        }
    }
    Ok(())
}
