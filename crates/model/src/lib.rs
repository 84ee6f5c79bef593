//! The vocabulary of Yanlian: registers, quantities and units, provenance, findings.
//!
//! Everything that the other crates say to each other is said in these words. Each register is
//! declared once, in one file of [`registers`]; its template, reader, writer, table page and JSON
//! derive from that declaration, its [`Register`] description.
//!
//! ```
//! use yanlian_model::{Record, registers::Plant};
//!
//! let plants = Plant::REGISTER;
//! assert_eq!(plants.name, "plants");
//! assert_eq!(plants.field("capacity").unwrap().label.en, "Capacity");
//! ```

mod actor;
pub mod calendar;
mod cell;
mod check;
mod choices;
mod figure;
mod finding;
pub mod form;
mod key;
mod language;
mod merge;
pub mod number;
mod privacy;
pub mod reading;
mod register;
pub mod registers;
pub mod spreadsheet;
mod table;
pub mod units;
pub mod uscc;
mod value;

pub use actor::Actor;
pub use cell::{Cell, Period};
pub use check::{Dangling, Reference, dangling, possible_targets, references, targets};
pub use choices::*;
pub use figure::{Figure, Missing, MissingKind};
pub use finding::{Arg, Finding, Message, Place, Severity};
pub use form::Form;
pub use key::{Key, Ref};
pub use language::{Bilingual, Lang};
pub use merge::{name_key, party_outside};
pub use privacy::{MASK, mask};
pub use reading::{Reading, ReadingPeriod};
pub use register::{
    Access, Bearing, Choice, Field, FirmAction, Firms, Group, Kind, Naming, Privacy, Provenance, Record, Records,
    Register, Role, Rows, Span, Target, TextFault, UnitRule,
};
pub use registers::Registers;
pub use table::{Change, Row, Table, Tables};
pub use value::{CellFault, Value};
