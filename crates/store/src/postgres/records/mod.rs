//! Records in PostgreSQL.
//!
//! `versions` is the log of all records, `records` how they stand now, `search_*` how they are found; each
//! entry writes all three in one transaction, which holds the row of `head` from its beginning. Rows travel
//! by the thousand, as arrays.

mod answers;
mod index;
mod read;
mod search;
mod write;

use super::database::{Database, commit};
use super::notice::wait_past;
use super::{Connection, READING, Transaction, WRITING};
use crate::rows::Shapes;
use crate::{Entry, EntryId, EntrySummary, Hit, Snapshot, Store, StoreError, Version, Written};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;
use yanlian_model::{Change, Key, Lang, Tables};

/// Records in PostgreSQL.
#[derive(Debug)]
pub(crate) struct PostgresRecords {
    database: Database,
    shapes: Shapes,
}

impl PostgresRecords {
    /// The records of a database whose tables are made.
    pub(super) async fn open(database: Database) -> Result<PostgresRecords, StoreError> {
        // Where there is nothing to make, whoever writes is not waited for.
        if let Some(shapes) = made(&mut *database.connection().await?).await? {
            return Ok(PostgresRecords { database, shapes });
        }
        let mut transaction = begin_writing(&database).await?;
        let shapes = shapes(&mut transaction).await?;
        index::make_current(&mut transaction, &shapes).await?;
        transaction.commit().await?;
        Ok(PostgresRecords { database, shapes })
    }

    async fn reading(&self) -> Result<Transaction, StoreError> {
        self.database.begin(READING).await
    }

    async fn writing(&self) -> Result<Transaction, StoreError> {
        begin_writing(&self.database).await
    }
}

/// A transaction that no other writer can come between, nor a move.
async fn begin_writing(database: &Database) -> Result<Transaction, StoreError> {
    let mut transaction = database.begin(WRITING).await?;
    sqlx::query("select from head for update").execute(&mut *transaction).await?;
    let unfinished = sqlx::query_scalar("select source from moves").fetch_optional(&mut *transaction).await?;
    unfinished.map_or(Ok(transaction), |source| Err(StoreError::Unfinished(source)))
}

/// The shapes that are kept, where they and the index are as this release makes them.
async fn made(connection: &mut Connection) -> Result<Option<Shapes>, StoreError> {
    let shapes = kept_shapes(connection).await?;
    let is_made = shapes.are_of_this_release() && index::is_current(connection).await?;
    Ok(is_made.then_some(shapes))
}

/// The shapes that are kept, those of this release among them.
async fn shapes(connection: &mut Connection) -> Result<Shapes, StoreError> {
    let (registers, fields): (Vec<_>, Vec<_>) = Shapes::of_this_release().unzip();
    // What is there is left out before, so that no number is drawn for it.
    let statement = "
        insert into shapes (register, fields)
        select register, fields from unnest($1::text[], $2::text[]) as present (register, fields)
        where not exists (select from shapes s where s.register = present.register and s.fields = present.fields)";
    sqlx::query(statement).bind(registers).bind(fields).execute(&mut *connection).await?;
    kept_shapes(connection).await
}

async fn kept_shapes(connection: &mut Connection) -> Result<Shapes, StoreError> {
    Shapes::new(sqlx::query_as("select id, register, fields from shapes").fetch_all(connection).await?)
}

#[async_trait]
impl Store for PostgresRecords {
    async fn revision(&self) -> Result<i64, StoreError> {
        read::revision(&mut *self.database.connection().await?).await
    }

    async fn wait_past(&self, seen: i64) -> Result<i64, StoreError> {
        wait_past(&self.database, read::REVISION, seen).await
    }

    async fn load(&self) -> Result<Snapshot, StoreError> {
        let mut transaction = self.reading().await?;
        let revision = read::revision(&mut transaction).await?;
        Ok(Snapshot { revision, tables: read::tables(&mut transaction, &self.shapes, None).await? })
    }

    async fn written_since(&self, seen: i64) -> Result<Written, StoreError> {
        read::written_since(&mut *self.reading().await?, &self.shapes, seen).await
    }

    async fn load_as_of(&self, at: DateTime<Utc>) -> Result<Tables, StoreError> {
        read::as_of(&mut *self.reading().await?, &self.shapes, at).await
    }

    async fn commit(&self, entry: &Entry, expected: i64, changes: &[Change]) -> Result<Option<EntryId>, StoreError> {
        let changes: Vec<&Change> = changes.iter().filter(|change| change.before != change.after).collect();
        if changes.is_empty() {
            return Ok(None);
        }
        let mut transaction = self.writing().await?;
        let id = write::commit(&mut transaction, &self.shapes, entry, expected, &changes).await?;
        commit(transaction).await?;
        Ok(Some(id))
    }

    async fn submitted(&self, submission: &str) -> Result<Option<EntryId>, StoreError> {
        read::submitted(&mut *self.database.connection().await?, submission).await
    }

    async fn entries(&self, limit: usize) -> Result<Vec<EntrySummary>, StoreError> {
        read::entries(&mut *self.reading().await?, limit).await
    }

    async fn undo(&self, id: EntryId, at: DateTime<Utc>, by: &str) -> Result<EntryId, StoreError> {
        let mut transaction = self.writing().await?;
        let undo = write::undo(&mut transaction, &self.shapes, id, at, by).await?;
        commit(transaction).await?;
        Ok(undo)
    }

    async fn history(&self, register: &'static str, key: &Key) -> Result<Vec<Version>, StoreError> {
        read::history(&mut *self.database.connection().await?, &self.shapes, register, key).await
    }

    async fn erase_personal(
        &self,
        register: &'static str,
        key: &Key,
        at: DateTime<Utc>,
        by: &str,
    ) -> Result<Option<EntryId>, StoreError> {
        let mut transaction = self.writing().await?;
        let erasure = write::erase_personal(&mut transaction, &self.shapes, register, key, at, by).await?;
        commit(transaction).await?;
        if erasure.is_some() {
            // The tables still have the values in rows that count no more. Where a reader may still see these,
            // they stay until the server clears them away by itself.
            sqlx::query("vacuum versions, records").execute(&mut *self.database.connection().await?).await?;
        }
        Ok(erasure)
    }

    async fn search(&self, query: &str, lang: Lang, limit: usize) -> Result<Vec<Hit>, StoreError> {
        search::search(&mut *self.reading().await?, &self.shapes, query, lang, limit).await
    }

    async fn last_changed(&self) -> Result<BTreeMap<&'static str, DateTime<Utc>>, StoreError> {
        read::last_changed(&mut *self.database.connection().await?).await
    }

    async fn keep_answer(&self, question: &str, answer: &str) -> Result<(), StoreError> {
        let mut transaction = self.database.begin(WRITING).await?;
        answers::keep(&mut transaction, question, answer).await?;
        Ok(transaction.commit().await?)
    }

    async fn answer(&self, question: &str) -> Result<Option<String>, StoreError> {
        answers::find(&mut *self.database.connection().await?, question).await
    }

    async fn close(&self) {
        self.database.close().await;
    }
}
