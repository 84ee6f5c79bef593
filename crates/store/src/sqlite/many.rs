//! Writing many rows with few statements: a statement costs some 20 µs whatever it does.

use crate::StoreError;
use sqlx::query_builder::Separated;
use sqlx::{QueryBuilder, SqliteConnection};
use tokio::join;

/// The values of one row, as they are put into a statement.
pub(super) type Values<'v> = Separated<'v, sqlx::Sqlite, &'static str>;

/// How many rows go with one statement; SQLite takes up to 32,766 values.
const CHUNK: usize = 1000;

/// Inserts rows, and gives how many the database took; `insert` ends before `values`.
pub(super) async fn insert_all<T>(
    connection: &mut SqliteConnection,
    insert: &str,
    rows: &[T],
    bind: impl Fn(&mut Values<'_>, &T) -> Result<(), StoreError>,
) -> Result<u64, StoreError> {
    upsert_all(connection, insert, "", rows, bind).await
}

/// Inserts rows, and gives how many the database took or changed; `insert` ends before `values`,
/// `conflict` says what happens to a row that is there already.
pub(super) async fn upsert_all<T>(
    connection: &mut SqliteConnection,
    insert: &str,
    conflict: &str,
    rows: &[T],
    bind: impl Fn(&mut Values<'_>, &T) -> Result<(), StoreError>,
) -> Result<u64, StoreError> {
    let write = |chunk: &[T]| {
        let (mut query, mut bound) = (QueryBuilder::new(insert), Ok(()));
        query.push_values(chunk, |mut values, row| {
            if bound.is_ok() {
                bound = bind(&mut values, row);
            }
        });
        query.push(conflict);
        // Only full chunks come again with the same text.
        bound.map(|()| (query, chunk.len() == CHUNK))
    };
    let (mut taken, mut chunks) = (0, rows.chunks(CHUNK));
    let mut next = chunks.next().map(write).transpose()?;
    while let Some((mut query, persistent)) = next {
        let done = query.build().persistent(persistent).execute(&mut *connection);
        // The database works on its own thread: the next statement is written meanwhile.
        let (done, written) = join!(done, async { chunks.next().map(write).transpose() });
        taken += done?.rows_affected();
        next = written?;
    }
    Ok(taken)
}
