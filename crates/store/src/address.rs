//! Where a store is. A further database is a folder of its own, and an address here.

use crate::moving::End;
use crate::postgres::{self, PostgresAddress};
use crate::sqlite;
use crate::telemetry::Telemetry;
use crate::{Store, StoreError};
use std::fmt;
use std::fs::File;
use std::path::PathBuf;
use std::str::FromStr;

/// Records, whichever database keeps them.
pub type Records = Box<dyn Store>;

/// Packets and readings, whichever database keeps them.
pub type Readings = Box<dyn Telemetry>;

/// Where a store is: which database, and where it lies.
///
/// ```
/// use yanlian_store::Address;
///
/// let address: Address = "sqlite:/srv/yanlian".parse().unwrap();
/// assert_eq!(address, Address::folder("/srv/yanlian"));
/// assert_eq!(address.to_string(), "sqlite:/srv/yanlian");
/// let address: Address = "postgres://clerk:secret@db.example/yanlian".parse().unwrap();
/// assert_eq!(address.to_string(), "postgres://clerk@db.example:5432/yanlian");
/// assert!("oracle://db".parse::<Address>().is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// SQLite files in a folder, `sqlite:PATH`.
    Sqlite(PathBuf),
    /// A database of PostgreSQL, `postgres://USER@HOST:PORT/DATABASE`.
    Postgres(PostgresAddress),
}

impl Address {
    /// The store in a folder.
    pub fn folder(path: impl Into<PathBuf>) -> Address {
        Address::Sqlite(path.into())
    }

    /// Opens the records; makes what is missing, and brings what an earlier release wrote to the present form.
    ///
    /// # Errors
    /// The database cannot be opened, may lose what it says is written, or holds what this release cannot read.
    pub async fn open(&self) -> Result<Records, StoreError> {
        Ok(match self {
            Address::Sqlite(folder) => Box::new(sqlite::open(folder).await?),
            Address::Postgres(address) => Box::new(postgres::open(address).await?),
        })
    }

    /// Opens the telemetry in the same way.
    ///
    /// # Errors
    /// As [`Address::open`].
    pub async fn open_telemetry(&self) -> Result<Readings, StoreError> {
        Ok(match self {
            Address::Sqlite(folder) => Box::new(sqlite::open_telemetry(folder).await?),
            Address::Postgres(address) => Box::new(postgres::open_telemetry(address).await?),
        })
    }

    /// Takes the right to serve what is there. A folder has one server at a time, a database as many as there are.
    ///
    /// # Errors
    /// [`StoreError::Served`]; or the folder cannot be made.
    pub async fn serve(&self) -> Result<Serving, StoreError> {
        Ok(match self {
            Address::Sqlite(folder) => Serving(Some(sqlite::hold(folder).await?)),
            Address::Postgres(_) => Serving(None),
        })
    }

    /// The same, whatever folder is the current one later.
    pub(crate) fn absolute(&self) -> Result<Address, StoreError> {
        Ok(match self {
            Address::Sqlite(folder) => Address::Sqlite(std::path::absolute(folder)?),
            other => other.clone(),
        })
    }

    /// Whether there may be something; nothing is made there.
    pub(crate) async fn may_hold_something(&self) -> Result<bool, StoreError> {
        match self {
            Address::Sqlite(folder) => Ok(sqlite::is_there(folder)),
            Address::Postgres(address) => postgres::may_hold_something(address).await,
        }
    }

    /// Opens it as one side of a move.
    pub(crate) async fn open_end(&self) -> Result<Box<dyn End>, StoreError> {
        Ok(match self {
            Address::Sqlite(folder) => Box::new(sqlite::open_end(folder).await?),
            Address::Postgres(address) => Box::new(postgres::open_end(address).await?),
        })
    }
}

/// The right to serve a store, until it is dropped.
#[derive(Debug)]
pub struct Serving(#[expect(dead_code, reason = "the file is held, not read")] Option<File>);

/// A text that is no address of a store.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no address of a database (known: sqlite:FOLDER and postgres://USER@HOST:PORT/DATABASE){0}")]
pub struct NoAddress(String);

impl FromStr for Address {
    type Err = NoAddress;

    fn from_str(text: &str) -> Result<Address, NoAddress> {
        match text.split_once(':') {
            Some(("sqlite", path)) if !path.is_empty() => Ok(Address::folder(path)),
            // Not the text itself, which may have a password.
            Some(("postgres" | "postgresql", _)) => {
                text.parse().map(Address::Postgres).map_err(|error: sqlx::Error| NoAddress(format!(": {error}")))
            }
            _ => Err(NoAddress(String::new())),
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Address::Sqlite(folder) => write!(f, "sqlite:{}", folder.display()),
            Address::Postgres(address) => address.fmt(f),
        }
    }
}
