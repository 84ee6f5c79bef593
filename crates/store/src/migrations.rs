//! How a database is brought to the present form: steps that are embedded in the program.
//!
//! sqlx's own macro for this needs every driver built a second time, for the compiler.

use sqlx::SqlSafeStr;
use sqlx::migrate::{Migration, MigrationType, Migrator};

/// One step: its number, its name, its SQL. A step that was released is never changed.
pub(crate) type Step = (i64, &'static str, &'static str);

/// The steps, to be run on a database.
pub(crate) fn migrator(steps: &[Step]) -> Migrator {
    let migration = |(version, name, sql): &Step| {
        Migration::new(*version, (*name).into(), MigrationType::Simple, sql.into_sql_str(), false)
    };
    Migrator::with_migrations(steps.iter().map(migration).collect())
}
