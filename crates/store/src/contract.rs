//! What every store does, whichever database it keeps the records in.

use crate::StoreError;
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;
use std::fmt;
use std::num::ParseIntError;
use std::str::FromStr;
use yanlian_model::{Change, Dangling, Key, Lang, Row, Tables};

/// How many answers are kept, see [`Store::keep_answer`].
pub const ANSWERS_KEPT: i64 = 50;

/// Keeps records, their history, and finds them.
#[async_trait]
pub trait Store: fmt::Debug + Send + Sync {
    /// A number that grows with every entry; 0 before the first.
    async fn revision(&self) -> Result<i64, StoreError>;

    /// Waits until the revision is another than `seen`, whoever wrote, and gives it. It may take a connection
    /// for as long as it waits: one who waits and tells the others is enough.
    async fn wait_past(&self, seen: i64) -> Result<i64, StoreError>;

    /// Everything that is kept now.
    async fn load(&self) -> Result<Snapshot, StoreError>;

    /// What was written since the revision `seen`: the revision now, and every record that an entry touched as
    /// each left it, in their order.
    async fn written_since(&self, seen: i64) -> Result<Written, StoreError>;

    /// Everything as it stood after the latest entry whose time is not after `at`; every register
    /// is there, also an empty one. Erased personal values stay erased.
    async fn load_as_of(&self, at: DateTime<Utc>) -> Result<Tables, StoreError>;

    /// Writes `changes` as one entry, all or nothing.
    ///
    /// The changes were made against the records at `expected_revision`; where another entry has
    /// come since, nothing is written and the answer is [`StoreError::Conflict`]. Where an entry was
    /// made from the same submission before, it is [`StoreError::Submitted`]. Changes that change
    /// nothing are left out, and where none remain there is no entry.
    async fn commit(
        &self,
        entry: &Entry,
        expected_revision: i64,
        changes: &[Change],
    ) -> Result<Option<EntryId>, StoreError>;

    /// The entry that was made from a submission, if there is one.
    async fn submitted(&self, submission: &str) -> Result<Option<EntryId>, StoreError>;

    /// The last `limit` entries, newest first.
    async fn entries(&self, limit: usize) -> Result<Vec<EntrySummary>, StoreError>;

    /// Takes an entry back by an entry of its own, where nothing has built on it: no later entry
    /// that still counts has changed its records, and nothing that remains refers to what would go.
    async fn undo(&self, id: EntryId, at: DateTime<Utc>, by: &str) -> Result<EntryId, StoreError>;

    /// The history of a record, oldest first.
    async fn history(&self, register: &'static str, key: &Key) -> Result<Vec<Version>, StoreError>;

    /// Blanks the personal values of a record as it stands and in all its history, and says so by
    /// an entry. Nothing is written where there are none.
    async fn erase_personal(
        &self,
        register: &'static str,
        key: &Key,
        at: DateTime<Utc>,
        by: &str,
    ) -> Result<Option<EntryId>, StoreError>;

    /// Records found by name, alias, code or text; best first. Every word of `query` must match:
    /// Chinese anywhere, other words by their beginning, whatever the case. Personal data is not
    /// searched.
    async fn search(&self, query: &str, lang: Lang, limit: usize) -> Result<Vec<Hit>, StoreError>;

    /// When each register was last written to; those that never were are absent.
    async fn last_changed(&self) -> Result<BTreeMap<&'static str, DateTime<Utc>>, StoreError>;

    /// Keeps an answer that took long beside the question that it answers. Of a question the last
    /// answer counts, and of all answers the last [`ANSWERS_KEPT`]; records and revision stay as they are.
    async fn keep_answer(&self, question: &str, answer: &str) -> Result<(), StoreError>;

    /// The answer that is kept beside a question, if any.
    async fn answer(&self, question: &str) -> Result<Option<String>, StoreError>;

    /// Lets go of the database, after what is under way.
    async fn close(&self);
}

/// What an entry is known by. Numbers grow in the order of writing, but some may be missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct EntryId(pub(crate) i64);

impl EntryId {
    /// The revision of the store when this was its last entry.
    pub fn revision(self) -> i64 {
        self.0
    }
}

impl FromStr for EntryId {
    type Err = ParseIntError;

    fn from_str(text: &str) -> Result<EntryId, ParseIntError> {
        text.parse().map(EntryId)
    }
}

impl fmt::Display for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What made an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EntryKind {
    /// Files were read.
    Import,
    /// A person filled in a form.
    Edit,
    /// Another entry was taken back.
    Undo,
    /// Personal data was erased.
    Erasure,
}

impl EntryKind {
    /// Every kind.
    pub const ALL: [EntryKind; 4] = [EntryKind::Import, EntryKind::Edit, EntryKind::Undo, EntryKind::Erasure];

    /// The word by which it is kept.
    pub fn as_str(self) -> &'static str {
        match self {
            EntryKind::Import => "import",
            EntryKind::Edit => "edit",
            EntryKind::Undo => "undo",
            EntryKind::Erasure => "erasure",
        }
    }
}

/// What is said of an entry when it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// When; kept to the microsecond.
    pub at: DateTime<Utc>,
    /// Who.
    pub by: String,
    /// From which files.
    pub files: String,
    /// By what.
    pub kind: EntryKind,
    /// What it was made from, where the same may come twice: of one submission there is one entry.
    pub submission: Option<String>,
}

/// An entry that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryHead {
    /// Its number.
    pub id: EntryId,
    /// What was said of it.
    pub entry: Entry,
    /// The entry that it took back, if it is an undo.
    pub undoes: Option<EntryId>,
    /// The entry that took it back, if it was undone.
    pub undone_by: Option<EntryId>,
}

/// How many records of one register an entry touched.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Records that were new.
    pub added: u64,
    /// Records that were there before and after.
    pub changed: u64,
    /// Records that were taken away.
    pub removed: u64,
}

/// An entry and what it did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntrySummary {
    /// The entry.
    pub head: EntryHead,
    /// What it did, by register.
    pub counts: BTreeMap<&'static str, Counts>,
}

/// A record before and after an entry.
#[derive(Debug, Clone, PartialEq)]
pub struct Version {
    /// The entry.
    pub head: EntryHead,
    /// The row before; `None` where there was no record.
    pub before: Option<Row>,
    /// The row after; `None` where the record was taken away.
    pub after: Option<Row>,
}

/// Everything that is kept at one revision.
#[derive(Debug, Clone, PartialEq)]
pub struct Snapshot {
    /// The revision.
    pub revision: i64,
    /// The records; every register is there, also an empty one.
    pub tables: Tables,
}

/// What was written since a revision.
#[derive(Debug, Clone, PartialEq)]
pub struct Written {
    /// The revision now.
    pub revision: i64,
    /// How entries left the records that they touched, in the order of the entries. A record that several
    /// touched is there several times.
    pub records: Vec<Standing>,
}

/// A record as an entry left it.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// Its register.
    pub register: &'static str,
    /// Its key.
    pub key: Key,
    /// The row; `None` where the entry took the record away.
    pub row: Option<Row>,
}

/// A record that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Its register.
    pub register: &'static str,
    /// Its key.
    pub key: Key,
    /// What people call it.
    pub title: String,
    /// The name, code or text by which it was found.
    pub matched: String,
}

/// A record that no longer stands as an entry left it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuiltOn {
    /// Its register.
    pub register: &'static str,
    /// Its key.
    pub key: Key,
    /// The first later entry that changed it and still counts.
    pub later: EntryId,
}

/// Why an entry cannot be taken back.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UndoRefusal {
    /// There is no such entry.
    #[error("no such entry")]
    Unknown,
    /// It is no import and no edit.
    #[error("an entry of kind {} cannot be taken back", .0.as_str())]
    Kind(EntryKind),
    /// It was taken back before.
    #[error("already taken back by entry {0}")]
    Already(EntryId),
    /// Later entries changed its records.
    #[error("{} records were changed later", .0.len())]
    BuiltOn(Vec<BuiltOn>),
    /// Records that remain would refer to something gone.
    #[error("{} references would name nothing", .0.len())]
    Dangling(Vec<Dangling>),
}
