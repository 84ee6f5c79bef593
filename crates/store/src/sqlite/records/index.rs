//! Keeping what [`super::search`] asks in step with the records.

use super::{Connection, StoreError, read};
use crate::rows::Shapes;
use crate::search::{self, Entrant};
use crate::sqlite::many::insert_all;
use crate::words;
use serde_json::{Value as Json, json};
use std::ops::Range;
use yanlian_model::Change;

/// The bits of an id under its register's place.
pub(super) const PLACE_BITS: u32 = 40;

/// The words of the records from ?1 to before ?2, in one statement: the full-text index writes a
/// segment for each statement and merges them later.
const INDEX_WORDS: &str = "
    insert into search_words (rowid, words) select id, words from search_records where id >= ?1 and id < ?2";

const FORGET_WORDS: &str = "
    insert into search_words (search_words, rowid, words)
    select 'delete', id, words from search_records where id in (select value from json_each(?1))";

/// The ids of the records whose register and key are listed, in the order of the list.
const IDS: &str = "
    select s.id
    from json_each(?1) listed
    left join search_records s on s.register = listed.value ->> 0 and s.key = listed.value ->> 1
    order by listed.key";

const FORGET_NAMES: &str = "
    delete from search_names
    where (place, name, key) in (select value ->> 0, value ->> 1, value ->> 2 from json_each(?1))";

const FORGET_RECORDS: &str = "delete from search_records where id in (select value from json_each(?1))";

/// The first id of the records of the register at `place`; its records have the ids up to the next.
fn first_id(place: usize) -> i64 {
    (place as i64) << PLACE_BITS
}

/// Brings the index to the records as `changes` leave them.
pub(super) async fn update(connection: &mut Connection, changes: &[&Change]) -> Result<(), StoreError> {
    let (gone, come) = search::moved(changes);
    remove(connection, &gone).await?;
    insert(connection, come).await
}

async fn remove(connection: &mut Connection, entrants: &[Entrant<'_>]) -> Result<(), StoreError> {
    if entrants.is_empty() {
        return Ok(());
    }
    let keys = entrants.iter().map(|entrant| json!([entrant.register, entrant.key.as_stored()]));
    let keys = Json::from_iter(keys).to_string();
    let ids: Vec<Option<i64>> = sqlx::query_scalar(IDS).bind(keys).fetch_all(&mut *connection).await?;
    let named = |(place, name, key)| json!([place, name, key]);
    let names = Json::from_iter(entrants.iter().flat_map(names).map(named)).to_string();
    let ids = json!(ids).to_string();
    sqlx::query(FORGET_NAMES).bind(names).execute(&mut *connection).await?;
    sqlx::query(FORGET_WORDS).bind(&ids).execute(&mut *connection).await?;
    sqlx::query(FORGET_RECORDS).bind(&ids).execute(&mut *connection).await?;
    Ok(())
}

async fn insert(connection: &mut Connection, entrants: Vec<Entrant<'_>>) -> Result<(), StoreError> {
    let mut ids: Vec<Option<Range<i64>>> = vec![None; words::places()];
    let mut records = Vec::with_capacity(entrants.len());
    for entrant in entrants {
        let ids = match &mut ids[entrant.place] {
            Some(ids) => ids,
            none => none.insert(free_ids(connection, entrant.place).await?),
        };
        records.push((ids.end, entrant));
        ids.end += 1;
    }
    let insert_records = "insert into search_records (id, register, key, words) ";
    insert_all(connection, insert_records, &records, |values, (id, entrant)| {
        let (key, words) = (entrant.key.as_stored(), entrant.document.words.as_str());
        values.push_bind(*id).push_bind(entrant.register).push_bind(key).push_bind(words);
        Ok(())
    })
    .await?;
    for ids in ids.into_iter().flatten() {
        sqlx::query(INDEX_WORDS).bind(ids.start).bind(ids.end).execute(&mut *connection).await?;
    }
    let mut names: Vec<_> = records.iter().flat_map(|(_, entrant)| names(entrant)).collect();
    names.sort_unstable();
    insert_all(connection, "insert into search_names (place, name, key) ", &names, |values, (place, name, key)| {
        values.push_bind(*place as i64).push_bind(*name).push_bind(*key);
        Ok(())
    })
    .await?;
    Ok(())
}

/// The rows of a record's names: place, name, key.
fn names<'e>(entrant: &'e Entrant<'_>) -> impl Iterator<Item = (usize, &'e str, &'e str)> {
    let (place, key) = (entrant.place, entrant.key.as_stored());
    entrant.document.names.iter().map(move |name| (place, name.as_str(), key))
}

/// An empty range before the ids that are free for records of the register at `place`.
async fn free_ids(connection: &mut Connection, place: usize) -> Result<Range<i64>, StoreError> {
    let query = sqlx::query_scalar("select coalesce(max(id) + 1, ?1) from search_records where id between ?1 and ?2");
    let free: i64 = query.bind(first_id(place)).bind(first_id(place + 1) - 1).fetch_one(connection).await?;
    Ok(free..free)
}

/// Whether the index is made as this release makes it.
pub(super) async fn is_current(connection: &mut Connection) -> Result<bool, StoreError> {
    let kept: Option<String> =
        sqlx::query_scalar("select definition from search_definition").fetch_optional(connection).await?;
    Ok(kept == Some(words::definition()))
}

/// Makes the index anew where it was made for other fields than this release searches.
pub(super) async fn make_current(connection: &mut Connection, shapes: &Shapes) -> Result<(), StoreError> {
    if is_current(connection).await? {
        return Ok(());
    }
    for statement in [
        "insert into search_words (search_words) values ('delete-all')",
        "delete from search_names",
        "delete from search_records",
        "delete from search_definition",
    ] {
        sqlx::query(statement).execute(&mut *connection).await?;
    }
    let insert_definition = "insert into search_definition (definition) values (?1)";
    sqlx::query(insert_definition).bind(words::definition()).execute(&mut *connection).await?;
    let tables = read::tables(connection, shapes, None).await?;
    insert(connection, search::all(&tables)).await
}
