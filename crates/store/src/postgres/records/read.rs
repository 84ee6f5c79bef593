//! Reading records and entries.

use super::{Connection, StoreError};
use crate::entries::{self, CountsRow, declared, summaries};
use crate::postgres::notice::Notice;
use crate::postgres::text;
use crate::rows::Shapes;
use crate::stored::{rows, time_of, unreadable};
use crate::{Entry, EntryHead, EntryId, EntryKind, EntrySummary, Version, Written};
use chrono::{DateTime, Utc};
use futures_util::TryStreamExt;
use sqlx::Row as _;
use sqlx::postgres::PgRow;
use std::collections::BTreeMap;
use yanlian_model::{Key, Register, Row, Table, Tables, registers};

/// The number of the last entry.
pub(super) const REVISION: Notice = Notice { channel: "yanlian_entries", number: "select revision from head" };

const STANDING: &str = "select r.key, r.row from records r where r.register = $1 order by r.key";

/// The records of register $1 as entry $2 left them; no row where it was taken away.
const AS_OF: &str = "
    select distinct on (v.key) v.key, v.row from versions v
    where v.register = $1 and v.entry <= $2 order by v.key, v.entry desc";

/// The records that entries after $1 touched, as each left them.
const SINCE: &str = r#"select register, key, "row" from versions where entry > $1 order by entry, register, key"#;

/// The last entries, with the one that each took back and the one that took it back.
const HEADS: &str = "
    select e.id, e.at, e.by, e.files, e.kind, e.submission, e.undoes, u.id as undone_by
    from entries e left join entries u on u.undoes = e.id
    order by e.id desc limit $1";

const HEAD: &str = "
    select e.id, e.at, e.by, e.files, e.kind, e.submission, e.undoes, u.id as undone_by
    from entries e left join entries u on u.undoes = e.id
    where e.id = $1";

const HISTORY: &str = "
    select e.id, e.at, e.by, e.files, e.kind, e.submission, e.undoes, u.id as undone_by, v.row
    from versions v join entries e on e.id = v.entry left join entries u on u.undoes = e.id
    where v.register = $1 and v.key = $2
    order by v.entry";

/// The number of the last entry.
pub(super) async fn revision(connection: &mut Connection) -> Result<i64, StoreError> {
    Ok(sqlx::query_scalar(REVISION.number).fetch_one(connection).await?)
}

/// The entry of a submission, if there is one.
pub(super) async fn submitted(connection: &mut Connection, submission: &str) -> Result<Option<EntryId>, StoreError> {
    let query = sqlx::query_scalar("select id from entries where submission = $1").bind(text::kept(submission));
    Ok(query.fetch_optional(connection).await?.map(EntryId))
}

/// Every record as the last entry left it whose time is not after `at`.
pub(super) async fn as_of(
    connection: &mut Connection,
    shapes: &Shapes,
    at: DateTime<Utc>,
) -> Result<Tables, StoreError> {
    let query = sqlx::query_scalar("select coalesce(max(id), 0) from entries where at <= $1");
    let last: i64 = query.bind(at.timestamp_micros()).fetch_one(&mut *connection).await?;
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
    let query = match as_of {
        None => sqlx::query_as::<_, (String, Option<String>)>(STANDING).bind(register.name),
        Some(entry) => sqlx::query_as(AS_OF).bind(register.name).bind(entry),
    };
    let mut found = query.fetch(connection);
    let mut records: Vec<(Key, Row)> = Vec::new();
    while let Some((key, row)) = found.try_next().await? {
        let Some(row) = row else { continue };
        records.push((Key::from_stored(key), shapes.read(register, &row)?));
    }
    Ok(records.into_iter().collect())
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
        sqlx::query_as("select entry, register, added, changed, removed from counts where entry between $1 and $2")
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
    let state = |row: &PgRow| Ok((head_of(row)?, row.try_get("row")?));
    entries::history(shapes, register, found.iter().map(state).collect::<Result<_, StoreError>>()?)
}

/// When each register was last written to.
pub(super) async fn last_changed(
    connection: &mut Connection,
) -> Result<BTreeMap<&'static str, DateTime<Utc>>, StoreError> {
    let times: Vec<(String, i64)> =
        sqlx::query_as("select register, max(at) from counts join entries on entries.id = entry group by register")
            .fetch_all(connection)
            .await?;
    let declared = times.into_iter().filter_map(|(name, at)| Some((registers::by_name(&name)?.name, at)));
    declared.map(|(register, at)| Ok((register, time_of(at)?))).collect()
}

fn head_of(row: &PgRow) -> Result<EntryHead, StoreError> {
    let kind: String = row.try_get("kind")?;
    let kind = EntryKind::ALL.into_iter().find(|known| known.as_str() == kind).ok_or_else(|| unreadable(kind))?;
    Ok(EntryHead {
        id: EntryId(row.try_get("id")?),
        entry: Entry {
            at: time_of(row.try_get("at")?)?,
            by: text::read(row.try_get("by")?),
            files: text::read(row.try_get("files")?),
            kind,
            submission: row.try_get::<Option<String>, _>("submission")?.map(text::read),
        },
        undoes: row.try_get::<Option<i64>, _>("undoes")?.map(EntryId),
        undone_by: row.try_get::<Option<i64>, _>("undone_by")?.map(EntryId),
    })
}
