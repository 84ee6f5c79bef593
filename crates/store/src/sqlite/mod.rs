//! SQLite: records in one file, telemetry in two, all in one folder. Everything that only SQLite knows
//! stands here.

mod many;
mod moving;
mod records;
mod telemetry;
mod transaction;

pub(crate) use moving::open_end;
pub(crate) use records::SqliteRecords;
pub(crate) use telemetry::SqliteTelemetry;

use crate::StoreError;
use std::path::Path;
use std::time::Duration;

/// A connection, which may be in a transaction.
type Connection = sqlx::SqliteConnection;

/// The file of the records in a folder.
const RECORDS: &str = "yanlian.sqlite";

/// How long what another program wrote may go unnoticed: a file tells nobody that it was written.
const GLANCE: Duration = Duration::from_millis(200);

/// Opens the records of a folder, made on first use; brings what an earlier release wrote to the present form.
pub(crate) async fn open(folder: &Path) -> Result<SqliteRecords, StoreError> {
    make(folder).await?;
    SqliteRecords::open(&folder.join(RECORDS)).await
}

/// Opens the telemetry of a folder, in the same way.
pub(crate) async fn open_telemetry(folder: &Path) -> Result<SqliteTelemetry, StoreError> {
    make(folder).await?;
    if is_there(folder) {
        let records = SqliteRecords::connect(&folder.join(RECORDS)).await?;
        let moved = records::is_moved(&records).await;
        records.close().await;
        moved?;
    }
    SqliteTelemetry::open(folder).await
}

/// Whether a folder has records.
pub(crate) fn is_there(folder: &Path) -> bool {
    folder.join(RECORDS).exists()
}

async fn make(folder: &Path) -> Result<(), StoreError> {
    Ok(tokio::fs::create_dir_all(folder).await?)
}
