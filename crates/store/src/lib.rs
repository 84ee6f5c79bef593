//! Keeps records, their history, and finds them.
//!
//! [`Store`] is the contract; an [`Address`] says which database keeps it. Everything that is written is an
//! *entry*: who, when, from which files, and how each record stands after it. The records as they
//! stand, as they stood at any time, and the history of one record all follow from the entries.
//! An entry is kept whole or not at all, also where the program is killed.
//!
//! What monitors send comes by the million and is never edited; it is kept apart, by [`telemetry`].

mod address;
mod contract;
mod entries;
mod error;
mod migrations;
mod moving;
mod postgres;
mod rows;
mod search;
mod sqlite;
mod stored;
pub mod telemetry;
mod words;

pub use address::{Address, NoAddress, Readings, Records, Serving};
pub use contract::{
    ANSWERS_KEPT, BuiltOn, Counts, Entry, EntryHead, EntryId, EntryKind, EntrySummary, Hit, Snapshot, Standing, Store,
    UndoRefusal, Version, Written,
};
pub use error::StoreError;
pub use moving::{MoveError, MoveStep, Moved, move_store};
pub use postgres::PostgresAddress;
pub use words::normal as normal_form;
