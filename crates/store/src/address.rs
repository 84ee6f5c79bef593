//! Where a store is. A further database is a folder of its own, an address, and an arm in `on!`.

use crate::sqlite::{self, SqliteRecords, SqliteTelemetry};
use crate::telemetry::{
    CommandId, CommandState, DeviceCommand, Forgotten, Keep, KeptPacket, KeptReading, LaidIn, NewCommand, PacketId,
    RawPacket, Stranger, Telemetry,
};
use crate::{Entry, EntryId, EntrySummary, Hit, Snapshot, Store, StoreError, Version};
use chrono::{DateTime, NaiveDateTime, Utc};
use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;
use yanlian_model::{Change, Key, Lang, ReadingPeriod, Tables};

/// Where a store is: which database, and where it lies.
///
/// ```
/// use yanlian_store::Address;
///
/// let address: Address = "sqlite:/srv/yanlian".parse().unwrap();
/// assert_eq!(address, Address::folder("/srv/yanlian"));
/// assert_eq!(address.to_string(), "sqlite:/srv/yanlian");
/// assert!("oracle://db".parse::<Address>().is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// SQLite files in a folder, `sqlite:PATH`.
    Sqlite(PathBuf),
}

/// Records, whichever database keeps them.
#[derive(Debug)]
pub enum Records {
    /// In a SQLite file.
    Sqlite(SqliteRecords),
}

/// Packets and readings, whichever database keeps them.
#[derive(Debug)]
pub enum Readings {
    /// In two SQLite files.
    Sqlite(SqliteTelemetry),
}

/// Has the database at hand do something.
macro_rules! on {
    ($self:ident, $store:ident => $work:expr) => {
        match $self {
            Self::Sqlite($store) => $work.await,
        }
    };
}

impl Address {
    /// The store in a folder.
    pub fn folder(path: impl Into<PathBuf>) -> Address {
        Address::Sqlite(path.into())
    }

    /// Opens the records; makes what is missing, and brings what an earlier release wrote to the present form.
    ///
    /// # Errors
    /// The database cannot be opened, or holds what this release cannot read.
    pub async fn open(&self) -> Result<Records, StoreError> {
        match self {
            Address::Sqlite(folder) => sqlite::open(folder).await.map(Records::Sqlite),
        }
    }

    /// Opens the telemetry in the same way.
    ///
    /// # Errors
    /// As [`Address::open`].
    pub async fn open_telemetry(&self) -> Result<Readings, StoreError> {
        match self {
            Address::Sqlite(folder) => sqlite::open_telemetry(folder).await.map(Readings::Sqlite),
        }
    }
}

/// A text that is no address of a store.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no address of a database: {0} (known: sqlite:FOLDER)")]
pub struct NoAddress(String);

impl FromStr for Address {
    type Err = NoAddress;

    fn from_str(text: &str) -> Result<Address, NoAddress> {
        match text.split_once(':') {
            Some(("sqlite", path)) if !path.is_empty() => Ok(Address::folder(path)),
            _ => Err(NoAddress(text.to_owned())),
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Address::Sqlite(folder) => write!(f, "sqlite:{}", folder.display()),
        }
    }
}

impl Store for Records {
    async fn revision(&self) -> Result<i64, StoreError> {
        on!(self, store => store.revision())
    }

    async fn load(&self) -> Result<Snapshot, StoreError> {
        on!(self, store => store.load())
    }

    async fn load_as_of(&self, at: DateTime<Utc>) -> Result<Tables, StoreError> {
        on!(self, store => store.load_as_of(at))
    }

    async fn commit(
        &self,
        entry: &Entry,
        expected_revision: i64,
        changes: &[Change],
    ) -> Result<Option<EntryId>, StoreError> {
        on!(self, store => store.commit(entry, expected_revision, changes))
    }

    async fn submitted(&self, submission: &str) -> Result<Option<EntryId>, StoreError> {
        on!(self, store => store.submitted(submission))
    }

    async fn entries(&self, limit: usize) -> Result<Vec<EntrySummary>, StoreError> {
        on!(self, store => store.entries(limit))
    }

    async fn undo(&self, id: EntryId, at: DateTime<Utc>, by: &str) -> Result<EntryId, StoreError> {
        on!(self, store => store.undo(id, at, by))
    }

    async fn history(&self, register: &'static str, key: &Key) -> Result<Vec<Version>, StoreError> {
        on!(self, store => store.history(register, key))
    }

    async fn erase_personal(
        &self,
        register: &'static str,
        key: &Key,
        at: DateTime<Utc>,
        by: &str,
    ) -> Result<Option<EntryId>, StoreError> {
        on!(self, store => store.erase_personal(register, key, at, by))
    }

    async fn search(&self, query: &str, lang: Lang, limit: usize) -> Result<Vec<Hit>, StoreError> {
        on!(self, store => store.search(query, lang, limit))
    }

    async fn last_changed(&self) -> Result<BTreeMap<&'static str, DateTime<Utc>>, StoreError> {
        on!(self, store => store.last_changed())
    }

    async fn keep_answer(&self, question: &str, answer: &str) -> Result<(), StoreError> {
        on!(self, store => store.keep_answer(question, answer))
    }

    async fn answer(&self, question: &str) -> Result<Option<String>, StoreError> {
        on!(self, store => store.answer(question))
    }

    async fn close(&self) {
        on!(self, store => store.close())
    }
}

impl Telemetry for Readings {
    async fn keep(&self, packets: &[RawPacket]) -> Result<Vec<PacketId>, StoreError> {
        on!(self, store => store.keep(packets))
    }

    async fn waiting(&self, limit: usize) -> Result<Vec<KeptPacket>, StoreError> {
        on!(self, store => store.waiting(limit))
    }

    async fn lay_in(&self, readings: &[KeptReading], through: PacketId) -> Result<LaidIn, StoreError> {
        on!(self, store => store.lay_in(readings, through))
    }

    async fn range(
        &self,
        monitor: &str,
        factors: Option<&[&str]>,
        period: ReadingPeriod,
        from: NaiveDateTime,
        to: NaiveDateTime,
    ) -> Result<Vec<KeptReading>, StoreError> {
        on!(self, store => store.range(monitor, factors, period, from, to))
    }

    async fn latest(&self) -> Result<Vec<KeptReading>, StoreError> {
        on!(self, store => store.latest())
    }

    async fn monitors(&self) -> Result<Vec<String>, StoreError> {
        on!(self, store => store.monitors())
    }

    async fn first_from(&self, from: NaiveDateTime) -> Result<Option<NaiveDateTime>, StoreError> {
        on!(self, store => store.first_from(from))
    }

    async fn sequence(&self) -> Result<i64, StoreError> {
        on!(self, store => store.sequence())
    }

    async fn packet(&self, id: PacketId) -> Result<Option<KeptPacket>, StoreError> {
        on!(self, store => store.packet(id))
    }

    async fn packets(
        &self,
        monitor: &str,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
        limit: usize,
    ) -> Result<Vec<KeptPacket>, StoreError> {
        on!(self, store => store.packets(monitor, from, to, limit))
    }

    async fn forget(&self, keep: &Keep) -> Result<Forgotten, StoreError> {
        on!(self, store => store.forget(keep))
    }

    async fn note_strangers(&self, strangers: &[Stranger]) -> Result<(), StoreError> {
        on!(self, store => store.note_strangers(strangers))
    }

    async fn strangers(&self) -> Result<Vec<Stranger>, StoreError> {
        on!(self, store => store.strangers())
    }

    async fn forget_stranger(&self, mn: &str) -> Result<(), StoreError> {
        on!(self, store => store.forget_stranger(mn))
    }

    async fn ask(&self, command: &NewCommand) -> Result<CommandId, StoreError> {
        on!(self, store => store.ask(command))
    }

    async fn commands(&self, mn: Option<&str>, limit: usize) -> Result<Vec<DeviceCommand>, StoreError> {
        on!(self, store => store.commands(mn, limit))
    }

    async fn queued(&self) -> Result<Vec<DeviceCommand>, StoreError> {
        on!(self, store => store.queued())
    }

    async fn advance(
        &self,
        id: CommandId,
        state: CommandState,
        at: DateTime<Utc>,
        note: Option<&str>,
    ) -> Result<(), StoreError> {
        on!(self, store => store.advance(id, state, at, note))
    }

    async fn close(&self) {
        on!(self, store => store.close())
    }
}
