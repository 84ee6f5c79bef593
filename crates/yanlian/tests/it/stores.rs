//! The databases that tests run on: `on_each_database!` makes of each function a test on every one.

use super::databases;
use std::path::Path;
use tempfile::TempDir;
use yanlian_store::Address;

/// A store of one test, with a folder for its files.
pub(crate) struct Stores {
    folder: TempDir,
    /// The address of the store.
    pub(crate) url: String,
    /// Gives the address of a new store; none where the database is not installed, which is said.
    make: fn(&Path) -> Option<String>,
}

impl Stores {
    pub(crate) fn sqlite() -> Option<Stores> {
        Stores::of(databases::sqlite)
    }

    pub(crate) fn postgres() -> Option<Stores> {
        Stores::of(databases::postgres)
    }

    fn of(make: fn(&Path) -> Option<String>) -> Option<Stores> {
        let folder = tempfile::tempdir().unwrap();
        let url = make(folder.path())?;
        Some(Stores { folder, url, make })
    }

    /// A folder of the test's own.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Where the store is.
    pub(crate) fn address(&self) -> Address {
        self.url.parse().unwrap()
    }

    /// The address of another new store, of a name that no other has.
    pub(crate) fn another(&self, name: &str) -> String {
        let own = databases::name_of(self.folder());
        (self.make)(&self.folder().join(format!("{own}_{name}"))).unwrap()
    }
}

/// Makes of each function a test on every database; it is given the [`Stores`] of the test.
macro_rules! on_each_database {
    (@on $database:ident: $($test:ident),*) => {
        mod $database {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $test() {
                if let Some(stores) = super::Stores::$database() {
                    super::$test(stores).await;
                }
            })*
        }
    };
    ($($test:ident),* $(,)?) => {
        on_each_database!(@on sqlite: $($test),*);
        on_each_database!(@on postgres: $($test),*);
    };
}
