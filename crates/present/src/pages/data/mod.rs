//! Data: what is kept, how fresh it is, and where it comes in and goes out.

mod cell;
mod form;
mod import;
mod key;
mod overview;
mod record;
mod register;
mod search;

pub(crate) use form::bounds;
pub use form::{Contested, FormFault, Input, InputKind, ReturnedForm, returned_form};
pub use import::{ImportOutcome, ImportResult, import_result, undo_result};
pub(crate) use key::encode_id;
pub use key::{decode_id, decode_key, encode_key};
pub use overview::{DataContext, EntryCounts, EntryHead, PastEntry, data};
pub use record::{HistoryLine, record};
pub use register::{RegisterQuery, register};
pub use search::{SearchHit, search};
