//! Writing entries: an import or edit, taking one back, erasing personal data.

use super::read::head;
use super::{Connection, StoreError, index, read};
use crate::entries::{built_on, counts, declared, in_order, newly_dangling, reversed, undoable, version};
use crate::postgres::text;
use crate::rows::Shapes;
use crate::{Counts, Entry, EntryId, EntryKind, UndoRefusal};
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;
use yanlian_model::{Change, Key};

/// How many versions travel together: the texts of a million would fill the memory.
const BATCH: usize = 10_000;

const INSERT_ENTRY: &str = "
    insert into entries (id, at, by, files, kind, submission, undoes) values ($1, $2, $3, $4, $5, $6, $7)";

const INSERT_COUNTS: &str = "
    insert into counts (entry, register, added, changed, removed) values ($1, $2, $3, $4, $5)";

const INSERT_VERSIONS: &str = r#"
    insert into versions (entry, register, key, "row")
    select $1, register, key, "row" from unnest($2::text[], $3::text[], $4::text[]) as new (register, key, "row")"#;

const REMOVE_RECORDS: &str = "
    delete from records r using versions v
    where v.entry = $1 and v.row is null and r.register = v.register and r.key = v.key";

const SET_RECORDS: &str = r#"
    insert into records (register, key, "row")
    select v.register, v.key, v.row from versions v where v.entry = $1 and v.row is not null
    on conflict (register, key) do update set "row" = excluded.row"#;

/// Records that entry $1 left otherwise than a later entry that still counts. An undo and what it
/// took back cancel out; an erasure leaves every version of a record alike.
const BUILT_ON: &str = "
    select v.register, v.key, min(later.entry)
    from versions v
    join versions later on later.register = v.register and later.key = v.key and later.entry > v.entry
    join entries e on e.id = later.entry and e.undoes is null
    left join entries u on u.undoes = e.id
    where v.entry = $1 and u.id is null and later.row is distinct from v.row
    group by v.register, v.key order by v.register, v.key";

/// The records of entry $1 as it left them and as they were before.
const BOTH_SIDES: &str = "
    select v.register, v.key, v.row, (
        select p.row from versions p
        where p.register = v.register and p.key = v.key and p.entry < v.entry
        order by p.entry desc limit 1
    )
    from versions v where v.entry = $1 order by v.register, v.key";

/// Writes changes that were made against the records at `expected`, unless others came between.
pub(super) async fn commit(
    connection: &mut Connection,
    shapes: &Shapes,
    new: &Entry,
    expected: i64,
    changes: &[&Change],
) -> Result<EntryId, StoreError> {
    if let Some(submission) = &new.submission
        && let Some(id) = read::submitted(connection, submission).await?
    {
        return Err(StoreError::Submitted(id));
    }
    let found = read::revision(connection).await?;
    if found != expected {
        return Err(StoreError::Conflict { expected, found });
    }
    entry(connection, shapes, new, None, changes).await
}

/// Writes one entry with all that follows from it.
async fn entry(
    connection: &mut Connection,
    shapes: &Shapes,
    entry: &Entry,
    undoes: Option<EntryId>,
    changes: &[&Change],
) -> Result<EntryId, StoreError> {
    let id = insert_entry(connection, entry, undoes, &counts(changes)).await?;
    for some in in_order(changes).chunks(BATCH) {
        let (mut registers, mut keys, mut rows) = (Vec::new(), Vec::new(), Vec::new());
        for change in some {
            let (register, key, row) = version(shapes, change)?;
            registers.push(register);
            keys.push(key);
            rows.push(row);
        }
        let insert = sqlx::query(INSERT_VERSIONS).bind(id.0).bind(registers).bind(keys).bind(rows);
        insert.execute(&mut *connection).await?;
    }
    sqlx::query(REMOVE_RECORDS).bind(id.0).execute(&mut *connection).await?;
    sqlx::query(SET_RECORDS).bind(id.0).execute(&mut *connection).await?;
    index::update(connection, changes).await?;
    Ok(id)
}

/// Gives an entry the next number.
async fn insert_entry(
    connection: &mut Connection,
    entry: &Entry,
    undoes: Option<EntryId>,
    counts: &BTreeMap<&str, Counts>,
) -> Result<EntryId, StoreError> {
    // Told once the entry is committed.
    sqlx::query("select pg_notify($1, '')").bind(read::REVISION.channel).execute(&mut *connection).await?;
    let next = sqlx::query_scalar("update head set revision = revision + 1 returning revision");
    let id: i64 = next.fetch_one(&mut *connection).await?;
    sqlx::query(INSERT_ENTRY)
        .bind(id)
        .bind(entry.at.timestamp_micros())
        .bind(text::kept(&entry.by))
        .bind(text::kept(&entry.files))
        .bind(entry.kind.as_str())
        .bind(entry.submission.as_deref().map(text::kept))
        .bind(undoes.map(|id| id.0))
        .execute(&mut *connection)
        .await?;
    for (register, counts) in counts {
        sqlx::query(INSERT_COUNTS)
            .bind(id)
            .bind(*register)
            .bind(counts.added as i64)
            .bind(counts.changed as i64)
            .bind(counts.removed as i64)
            .execute(&mut *connection)
            .await?;
    }
    Ok(EntryId(id))
}

/// Takes an entry back.
pub(super) async fn undo(
    connection: &mut Connection,
    shapes: &Shapes,
    id: EntryId,
    at: DateTime<Utc>,
    by: &str,
) -> Result<EntryId, StoreError> {
    let refused = |refusal| StoreError::Undo { id, refusal };
    let undone = undoable(head(connection, id).await?).map_err(refused)?;
    let built_on = built_on(sqlx::query_as(BUILT_ON).bind(id.0).fetch_all(&mut *connection).await?);
    if !built_on.is_empty() {
        return Err(refused(UndoRefusal::BuiltOn(built_on)));
    }
    let changes = reversed(shapes, sqlx::query_as(BOTH_SIDES).bind(id.0).fetch_all(&mut *connection).await?)?;
    let dangling = newly_dangling(read::tables(connection, shapes, None).await?, &changes);
    if !dangling.is_empty() {
        return Err(refused(UndoRefusal::Dangling(dangling)));
    }
    let undo = Entry { at, by: by.to_owned(), files: undone.entry.files, kind: EntryKind::Undo, submission: None };
    entry(connection, shapes, &undo, Some(id), &changes.iter().collect::<Vec<_>>()).await
}

/// Blanks the personal values in every version of a record.
pub(super) async fn erase_personal(
    connection: &mut Connection,
    shapes: &Shapes,
    register: &'static str,
    key: &Key,
    at: DateTime<Utc>,
    by: &str,
) -> Result<Option<EntryId>, StoreError> {
    let register = declared(register)?.name;
    let versions: Vec<(i64, String)> = sqlx::query_as(
        "select v.entry, v.row from versions v where v.register = $1 and v.key = $2 and v.row is not null",
    )
    .bind(register)
    .bind(key.as_stored())
    .fetch_all(&mut *connection)
    .await?;
    let mut erased = false;
    for (entry, text) in versions {
        if let Some(text) = shapes.without_personal(&text)? {
            erased = true;
            sqlx::query(r#"update versions set "row" = $4 where entry = $1 and register = $2 and key = $3"#)
                .bind(entry)
                .bind(register)
                .bind(key.as_stored())
                .bind(text)
                .execute(&mut *connection)
                .await?;
        }
    }
    if !erased {
        return Ok(None);
    }
    let erasure = Entry { at, by: by.to_owned(), files: String::new(), kind: EntryKind::Erasure, submission: None };
    let counts = BTreeMap::from([(register, Counts { changed: 1, ..Counts::default() })]);
    let id = insert_entry(connection, &erasure, None, &counts).await?;
    // The erasure leaves the record as its last version now is.
    let statement = r#"
        insert into versions (entry, register, key, "row")
        select $1, v.register, v.key, v.row from versions v
        where v.register = $2 and v.key = $3 order by v.entry desc limit 1"#;
    sqlx::query(statement).bind(id.0).bind(register).bind(key.as_stored()).execute(&mut *connection).await?;
    sqlx::query(SET_RECORDS).bind(id.0).execute(connection).await?;
    Ok(Some(id))
}
