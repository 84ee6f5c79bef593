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
use sqlx::error::DatabaseError;
use sqlx::sqlite::SqliteError;
use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;
use std::time::Duration;

/// A connection, which may be in a transaction.
type Connection = sqlx::SqliteConnection;

/// The file of the records in a folder.
const RECORDS: &str = "yanlian.sqlite";

/// The file of a folder that its server holds.
const SERVED: &str = "server.lock";

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

/// Takes the right to serve a folder, or to move it: one program at a time has it, until it lets go or ends.
pub(crate) async fn hold(folder: &Path) -> Result<File, StoreError> {
    make(folder).await?;
    let file = private().open(folder.join(SERVED))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StoreError::Served(folder.display().to_string())),
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}

/// What an error of SQLite means for whoever asked; `None` where it means that the program is wrong, or it is no
/// error of this database. The codes: <https://www.sqlite.org/rescode.html>
pub(crate) fn meaning(error: &dyn DatabaseError) -> Option<StoreError> {
    let code: u32 = error.try_downcast_ref::<SqliteError>()?.code()?.parse().ok()?;
    // The last byte is the kind: busy, locked.
    matches!(code & 0xff, 5 | 6).then(|| StoreError::Busy(error.message().to_owned()))
}

/// Makes a folder that nobody else of the machine looks into: it holds telephone numbers and passwords of monitors.
async fn make(folder: &Path) -> Result<(), StoreError> {
    let mut builder = tokio::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    builder.mode(0o700);
    Ok(builder.create(folder).await?)
}

/// Makes a file that nobody else reads, where it is missing; the database makes its other files like its first.
fn make_private(path: &Path) -> Result<(), StoreError> {
    private().open(path)?;
    Ok(())
}

/// How a file is opened that its owner alone may read and write, if it is made.
fn private() -> OpenOptions {
    let mut options = File::options();
    options.create(true).truncate(false).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}
