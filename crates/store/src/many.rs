//! Writing many rows with few statements: a statement costs some 20 µs whatever it does.

use crate::StoreError;
use sqlx::query_builder::Separated;
use sqlx::{QueryBuilder, SqliteConnection};

/// How many rows go with one statement; SQLite takes up to 32,766 values.
const CHUNK: usize = 1000;

/// Inserts rows, and gives how many the database took; `insert` ends before `values`.
pub(crate) async fn insert_all<T>(
    connection: &mut SqliteConnection,
    insert: &'static str,
    rows: &[T],
    bind: impl Fn(&mut Separated<'_, sqlx::Sqlite, &'static str>, &T),
) -> Result<u64, StoreError> {
    let mut taken = 0;
    for chunk in rows.chunks(CHUNK) {
        let mut query = QueryBuilder::new(insert);
        query.push_values(chunk, |mut values, row| bind(&mut values, row));
        // Only full chunks come again with the same text.
        let done = query.build().persistent(chunk.len() == CHUNK).execute(&mut *connection).await?;
        taken += done.rows_affected();
    }
    Ok(taken)
}
