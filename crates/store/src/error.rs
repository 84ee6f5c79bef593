//! Why a store did not do what was asked, whichever database it is.

use crate::{EntryId, UndoRefusal, postgres, sqlite};
use sqlx::migrate::MigrateError;

/// Why a store did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Something was written since the records were read.
    #[error("the records are at revision {found}, not at {expected}")]
    Conflict {
        /// The revision at which the changes were made.
        expected: i64,
        /// The revision now.
        found: i64,
    },
    /// Readings were set back, as by a crash of the database's server, since it was seen how far they had come.
    #[error("readings are there through packet {found}, not {after}")]
    SetBack {
        /// Through which packet they were.
        after: i64,
        /// Through which they are now.
        found: i64,
    },
    /// The same submission came before.
    #[error("already written as entry {0}")]
    Submitted(EntryId),
    /// An entry cannot be taken back.
    #[error("entry {id} cannot be taken back: {refusal}")]
    Undo {
        /// The entry.
        id: EntryId,
        /// Why not.
        refusal: UndoRefusal,
    },
    /// A change names a register that is not declared.
    #[error("there is no register {0}")]
    NoRegister(String),
    /// What is kept cannot be read; written by a newer release, or damaged.
    #[error("kept data cannot be read: {0}")]
    Unreadable(String),
    /// Not all that is to be moved into the database is there yet.
    #[error("a move from {0} into this database is not finished; begin it again, and it goes on")]
    Unfinished(String),
    /// The database's server is set so that it may lose or garble what it says is written.
    #[error("the database has {setting} = {found}; {needed} is needed")]
    Setting {
        /// The setting, by the server's name of it.
        setting: &'static str,
        /// What it is.
        found: String,
        /// What it must be.
        needed: &'static str,
    },
    /// The folder of the database cannot be made.
    #[error(transparent)]
    Folder(#[from] std::io::Error),
    /// The database does not answer now.
    #[error("the database does not answer: {0}")]
    Unavailable(String),
    /// Another program has been writing for long.
    #[error("another program has been writing for long: {0}")]
    Busy(String),
    /// The database went away while it was to say that all is kept: it may be or not. Sent again with the same
    /// submission it is written once.
    #[error("it is not known whether it was written: {0}")]
    Unsure(String),
    /// The database's server does not let the program in: no such database or role, a wrong password, no or another
    /// encryption.
    #[error("the database lets nobody in: {0}")]
    NoEntry(String),
    /// The user by which the program is known to the database may not do what it must.
    #[error("the database's user lacks a right: {0}")]
    Rights(String),
    /// A newer release has been at work here.
    #[error("a newer release has brought the database to form {0}")]
    Newer(i64),
    /// A server is at work on the folder, or a move of it.
    #[error("a server is at work on {0}, or it is being moved")]
    Served(String),
    /// The database is used for something else.
    #[error("the database has a table {0} that is not Yanlian's")]
    Foreign(String),
    /// A row that was to be written names one that is not there.
    #[error("a row names another that is not there: {0}")]
    Dangling(String),
    /// The database cannot be brought to this release's form.
    #[error("the database cannot be brought to this release's form: {0}")]
    Migration(String),
    /// The database failed.
    #[error("the database failed: {0}")]
    Database(String),
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> StoreError {
        match error {
            sqlx::Error::Database(said) => {
                if said.is_foreign_key_violation() {
                    return StoreError::Dangling(said.message().to_owned());
                }
                let meaning = postgres::meaning(said.as_ref()).or_else(|| sqlite::meaning(said.as_ref()));
                meaning.unwrap_or_else(|| StoreError::Database(said.message().to_owned()))
            }
            sqlx::Error::Io(error) => StoreError::Unavailable(error.to_string()),
            sqlx::Error::PoolClosed => StoreError::Unavailable("the program lets go of it".to_owned()),
            sqlx::Error::Tls(error) => StoreError::NoEntry(error.to_string()),
            sqlx::Error::PoolTimedOut => {
                StoreError::Unavailable("all connections that this program may have are in use".to_owned())
            }
            other => StoreError::Database(other.to_string()),
        }
    }
}

impl From<MigrateError> for StoreError {
    fn from(error: MigrateError) -> StoreError {
        match error {
            MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => error.into(),
            MigrateError::VersionMissing(form) => StoreError::Newer(form),
            other => StoreError::Migration(other.to_string()),
        }
    }
}
