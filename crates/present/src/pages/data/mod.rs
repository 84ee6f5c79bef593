//! Data: what is kept, how fresh it is, and where it comes in and goes out.

mod cell;
mod form;
mod import;
mod overview;
mod record;
mod register;
mod search;

pub use form::{Contested, FormFault, Input, InputKind, ReturnedForm, returned_form};
pub use import::{ImportOutcome, ImportResult, import_result, undo_result};
pub use overview::{DataContext, EntryCounts, EntryHead, PastEntry, data};
pub use record::{HistoryLine, record};
pub use register::{RegisterQuery, register};
pub use search::{SearchHit, search};
