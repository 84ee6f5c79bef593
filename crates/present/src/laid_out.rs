//! What a page has laid out, for a reader who wants to take it along.

use crate::flat_table::FlatTable;
use std::cell::{Ref, RefCell};

/// What a page has laid out so far.
#[derive(Default)]
pub(crate) struct LaidOut {
    /// Whether the tables are wanted whole, for files, and not a page of rows at a time.
    whole: bool,
    titles: RefCell<Vec<String>>,
    /// The tables, where they are wanted.
    tables: RefCell<Vec<FlatTable>>,
}

impl LaidOut {
    /// Nothing yet; tables are wanted whole.
    pub(crate) fn whole() -> LaidOut {
        LaidOut { whole: true, ..LaidOut::default() }
    }

    pub(crate) fn is_whole(&self) -> bool {
        self.whole
    }

    /// Notes a table, so that the reader can take it along; it is made for a file where files are wanted.
    pub(crate) fn note(&self, title: String, table: impl FnOnce(String) -> FlatTable) {
        if self.whole {
            self.tables.borrow_mut().push(table(title.clone()));
        }
        self.titles.borrow_mut().push(title);
    }

    /// The titles of the tables.
    pub(crate) fn titles(&self) -> Ref<'_, Vec<String>> {
        self.titles.borrow()
    }

    /// The tables, where they are wanted.
    pub(crate) fn tables(&self) -> Ref<'_, Vec<FlatTable>> {
        self.tables.borrow()
    }
}
