//! Reading records and entries.

use super::{Connection, StoreError};
use crate::entries::{self, CountsRow, declared, summaries};
use crate::rows::Shapes;
use crate::stored::{rows, unreadable};
use crate::{Entry, EntryHead, EntryId, EntryKind, EntrySummary, Version, Written};
use chrono::{DateTime, SecondsFormat, Utc};
use sqlx::Row as _;
use sqlx::sqlite::SqliteRow;
use std::collections::BTreeMap;
use yanlian_model::{Key, Register, Row, Table, Tables, registers};

/// How many records come with one statement.
const CHUNK: i64 = 2000;

/// The next records of register ?1 after key ?2: the last key, the keys as a JSON array, the rows line by line.
const STANDING: &str = "
    select max(key), json_group_array(key), group_concat(row, char(10)) from (
        select key, row from records where register = ?1 and key > ?2 order by key limit ?3
    )";

/// The same as entry ?4 left them.
const AS_OF: &str = "
    select max(key), json_group_array(key), group_concat(row, char(10)) from (
        select v.key, v.row from versions v
        where v.register = ?1 and v.key > ?2 and v.row is not null and v.entry = (
            select max(entry) from versions where register = v.register and key = v.key and entry <= ?4
        )
        order by v.key limit ?3
    )";

/// The records that entries after ?1 touched, as each left them.
const SINCE: &str = "select register, key, row from versions where entry > ?1 order by entry, register, key";

/// The entries, with the one that each took back and the one that took it back.
const HEADS: &str = "
    select e.id, e.at, e.by, e.files, e.kind, e.submission, e.undoes, u.id as undone_by
    from entries e left join entries u on u.undoes = e.id
    order by e.id desc limit ?1";

const HEAD: &str = "
    select e.id, e.at, e.by, e.files, e.kind, e.submission, e.undoes, u.id as undone_by
    from entries e left join entries u on u.undoes = e.id
    where e.id = ?1";

const HISTORY: &str = "
    select e.id, e.at, e.by, e.files, e.kind, e.submission, e.undoes, u.id as undone_by, v.row
    from versions v join entries e on e.id = v.entry left join entries u on u.undoes = e.id
    where v.register = ?1 and v.key = ?2
    order by v.entry";

/// The number of the last entry.
pub(super) async fn revision(connection: &mut Connection) -> Result<i64, StoreError> {
    Ok(sqlx::query_scalar("select coalesce(max(id), 0) from entries").fetch_one(connection).await?)
}

/// The entry of a submission, if there is one.
pub(super) async fn submitted(connection: &mut Connection, submission: &str) -> Result<Option<EntryId>, StoreError> {
    let query = sqlx::query_scalar("select id from entries where submission = ?1").bind(submission);
    Ok(query.fetch_optional(connection).await?.map(EntryId))
}

/// Every record as the last entry left it whose time is not after `at`.
pub(super) async fn as_of(
    connection: &mut Connection,
    shapes: &Shapes,
    at: DateTime<Utc>,
) -> Result<Tables, StoreError> {
    let query = sqlx::query_scalar("select coalesce(max(id), 0) from entries where at <= ?1").bind(text_of_time(at));
    let last: i64 = query.fetch_one(&mut *connection).await?;
    tables(connection, shapes, Some(last)).await
}

/// Every record as it stands, or as the entry `as_of` left it.
pub(super) async fn tables(
    connection: &mut Connection,
    shapes: &Shapes,
    as_of: Option<i64>,
) -> Result<Tables, StoreError> {
    let mut tables = Tables::new();
    for register in registers::ALL {
        *tables.entry(register.name) = table(connection, shapes, register, as_of).await?;
    }
    Ok(tables)
}

async fn table(
    connection: &mut Connection,
    shapes: &Shapes,
    register: &'static Register,
    as_of: Option<i64>,
) -> Result<Table, StoreError> {
    let mut records: Vec<(Key, Row)> = Vec::new();
    let mut chunk = fetch(connection, register, "", as_of).await?;
    while let (Some(last), keys, Some(rows)) = chunk {
        // The database puts the next chunk together on its own thread while this one is read.
        let read = async {
            let keys: Vec<String> = serde_json::from_str(&keys).map_err(unreadable)?;
            for (key, row) in keys.into_iter().zip(rows.lines()) {
                records.push((Key::from_stored(key), shapes.read(register, row)?));
            }
            Ok(())
        };
        let (next, ()) = tokio::try_join!(fetch(connection, register, &last, as_of), read)?;
        chunk = next;
    }
    Ok(records.into_iter().collect())
}

/// What [`STANDING`] and [`AS_OF`] select; nulls where no record is left.
type Chunk = (Option<String>, String, Option<String>);

async fn fetch(
    connection: &mut Connection,
    register: &Register,
    after: &str,
    as_of: Option<i64>,
) -> Result<Chunk, StoreError> {
    let query = match as_of {
        None => sqlx::query_as(STANDING).bind(register.name).bind(after).bind(CHUNK),
        Some(entry) => sqlx::query_as(AS_OF).bind(register.name).bind(after).bind(CHUNK).bind(entry),
    };
    Ok(query.fetch_one(connection).await?)
}

/// What was written since the revision `seen`.
pub(super) async fn written_since(
    connection: &mut Connection,
    shapes: &Shapes,
    seen: i64,
) -> Result<Written, StoreError> {
    let revision = revision(connection).await?;
    let rows = sqlx::query_as(SINCE).bind(seen).fetch_all(connection).await?;
    Ok(Written { revision, records: entries::standing(shapes, rows)? })
}

/// The last entries with what they did, newest first.
pub(super) async fn entries(connection: &mut Connection, limit: usize) -> Result<Vec<EntrySummary>, StoreError> {
    let found = sqlx::query(HEADS).bind(rows(limit)).fetch_all(&mut *connection).await?;
    let heads: Vec<EntryHead> = found.iter().map(head_of).collect::<Result<_, _>>()?;
    let (Some(newest), Some(oldest)) = (heads.first(), heads.last()) else { return Ok(Vec::new()) };
    let counts: Vec<CountsRow> =
        sqlx::query_as("select entry, register, added, changed, removed from counts where entry between ?1 and ?2")
            .bind(oldest.id.0)
            .bind(newest.id.0)
            .fetch_all(connection)
            .await?;
    Ok(summaries(heads, counts))
}

/// One entry, if there is one of that number.
pub(super) async fn head(connection: &mut Connection, id: EntryId) -> Result<Option<EntryHead>, StoreError> {
    let row = sqlx::query(HEAD).bind(id.0).fetch_optional(connection).await?;
    row.as_ref().map(head_of).transpose()
}

/// The history of a record, oldest first.
pub(super) async fn history(
    connection: &mut Connection,
    shapes: &Shapes,
    register: &'static str,
    key: &Key,
) -> Result<Vec<Version>, StoreError> {
    let register = declared(register)?;
    let found = sqlx::query(HISTORY).bind(register.name).bind(key.as_stored()).fetch_all(connection).await?;
    let state = |row: &SqliteRow| Ok((head_of(row)?, row.try_get("row")?));
    entries::history(shapes, register, found.iter().map(state).collect::<Result<_, StoreError>>()?)
}

/// When each register was last written to.
pub(super) async fn last_changed(
    connection: &mut Connection,
) -> Result<BTreeMap<&'static str, DateTime<Utc>>, StoreError> {
    let times: Vec<(String, String)> = sqlx::query_as(
        "select register, max(at) from counts join entries on entries.id = counts.entry group by register",
    )
    .fetch_all(connection)
    .await?;
    let declared = times.into_iter().filter_map(|(name, at)| Some((registers::by_name(&name)?.name, at)));
    declared.map(|(register, at)| Ok((register, time_of_text(&at)?))).collect()
}

/// A time as it is kept: equal length and UTC, so that texts sort as times do.
pub(in crate::sqlite) fn text_of_time(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Micros, true)
}

/// Reads what [`text_of_time`] gave.
pub(in crate::sqlite) fn time_of_text(text: &str) -> Result<DateTime<Utc>, StoreError> {
    text.parse().map_err(unreadable)
}

fn head_of(row: &SqliteRow) -> Result<EntryHead, StoreError> {
    let kind: String = row.try_get("kind")?;
    let kind = EntryKind::ALL.into_iter().find(|known| known.as_str() == kind).ok_or_else(|| unreadable(kind))?;
    Ok(EntryHead {
        id: EntryId(row.try_get("id")?),
        entry: Entry {
            at: time_of_text(row.try_get("at")?)?,
            by: row.try_get("by")?,
            files: row.try_get("files")?,
            kind,
            submission: row.try_get("submission")?,
        },
        undoes: row.try_get::<Option<i64>, _>("undoes")?.map(EntryId),
        undone_by: row.try_get::<Option<i64>, _>("undone_by")?.map(EntryId),
    })
}
