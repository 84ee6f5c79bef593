//! Files, forms and packets to drafts, readings and changes.
//!
//! What comes in is read and then judged. [`read`] turns files, [`read_fields`] the fields of a form into
//! [`Drafts`]: what somebody brings of each record. [`judge`] lays drafts over what is kept and says which
//! records would change. It is all or nothing: while there is a fault, a plan has no changes. What monitors
//! send is read by [`telemetry`]. Nothing here touches the file system or the clock.
//!
//! ```
//! use yanlian_intake::{SourceFile, judge, read};
//! use yanlian_model::Tables;
//!
//! let csv = "id,name_zh,unit\nti-sponge,海绵钛,t\n";
//! let files = [SourceFile { name: "products.csv".to_owned(), bytes: csv.into() }];
//! let drafts = read(&files, &mut |_| {}).unwrap();
//! let plan = judge(drafts, &Tables::new(), &mut |_| {});
//! assert!(plan.findings.is_empty());
//! assert_eq!(plan.changes.len(), 1);
//! ```

mod draft;
mod judge;
mod read;
pub mod telemetry;

pub use draft::{Action, Draft, Drafts, Places};
pub use judge::{Counts, Plan, Standing, judge, judge_what_stands};
pub use read::{PlainRow, PlainTable, SourceFile, in_one_unit, plain_name, read, read_fields};

/// What an import is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Reading rows from the files.
    Reading,
    /// Comparing the rows with what is kept.
    Comparing,
}

/// How far an import has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// What it is at.
    pub stage: Stage,
    /// Rows done.
    pub done: usize,
    /// Rows in all; `None` while they are not known.
    pub total: Option<usize>,
}

/// Text of a cell as a message shows it: not more than fits a line.
fn shown(text: &str) -> String {
    const MOST: usize = 60;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
