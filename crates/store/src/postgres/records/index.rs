//! Keeping what [`super::search`] asks in step with the records.

use super::{Connection, StoreError, read};
use crate::rows::Shapes;
use crate::search::{self, Entrant};
use crate::words;
use std::collections::BTreeSet;
use yanlian_model::Change;

/// So many characters of a token stand in the index, which takes no long ones.
const TOKEN: usize = 64;

/// So many bytes of tokens of one record stand in the index, which takes a megabyte.
const TOKENS: usize = 500_000;

/// So many characters of a name stand in the index, which takes no long ones.
const NAME: usize = 256;

const INSERT_RECORDS: &str = "
    insert into search_records (place, register, key, words, tokens)
    select place, register, key, words, array_to_tsvector(string_to_array(tokens, ' '))
    from unnest($1::integer[], $2::text[], $3::text[], $4::text[], $5::text[])
        as entrant (place, register, key, words, tokens)";

const INSERT_NAMES: &str = "
    insert into search_names (place, name, key)
    select place, name, key from unnest($1::integer[], $2::text[], $3::text[]) as entrant (place, name, key)";

const REMOVE_RECORDS: &str = "
    delete from search_records
    where (place, key) in (select place, key from unnest($1::integer[], $2::text[]) as entrant (place, key))";

const REMOVE_NAMES: &str = "
    delete from search_names
    where (place, name, key) in (
        select place, name, key from unnest($1::integer[], $2::text[], $3::text[]) as entrant (place, name, key)
    )";

/// Brings the index to the records as `changes` leave them.
pub(super) async fn update(connection: &mut Connection, changes: &[&Change]) -> Result<(), StoreError> {
    let (gone, come) = search::moved(changes);
    remove(connection, &gone).await?;
    insert(connection, &come).await
}

async fn remove(connection: &mut Connection, entrants: &[Entrant<'_>]) -> Result<(), StoreError> {
    if entrants.is_empty() {
        return Ok(());
    }
    let Names { places, names, keys } = Names::of(entrants);
    sqlx::query(REMOVE_NAMES).bind(places).bind(names).bind(keys).execute(&mut *connection).await?;
    let (places, keys): (Vec<i32>, Vec<&str>) = entrants.iter().map(|e| (place_of(e), e.key.as_stored())).unzip();
    sqlx::query(REMOVE_RECORDS).bind(places).bind(keys).execute(connection).await?;
    Ok(())
}

async fn insert(connection: &mut Connection, entrants: &[Entrant<'_>]) -> Result<(), StoreError> {
    if entrants.is_empty() {
        return Ok(());
    }
    sqlx::query(INSERT_RECORDS)
        .bind(entrants.iter().map(place_of).collect::<Vec<_>>())
        .bind(entrants.iter().map(|entrant| entrant.register).collect::<Vec<_>>())
        .bind(entrants.iter().map(|entrant| entrant.key.as_stored()).collect::<Vec<_>>())
        .bind(entrants.iter().map(|entrant| entrant.document.words.as_str()).collect::<Vec<_>>())
        .bind(entrants.iter().map(|entrant| tokens(&entrant.document.words)).collect::<Vec<_>>())
        .execute(&mut *connection)
        .await?;
    let Names { places, names, keys } = Names::of(entrants);
    sqlx::query(INSERT_NAMES).bind(places).bind(names).bind(keys).execute(connection).await?;
    Ok(())
}

/// The names of records, as columns.
struct Names<'a> {
    places: Vec<i32>,
    names: Vec<&'a str>,
    keys: Vec<&'a str>,
}

impl<'a> Names<'a> {
    fn of(entrants: &'a [Entrant<'_>]) -> Names<'a> {
        let rows = entrants.iter().flat_map(|entrant| {
            let names: BTreeSet<&str> = entrant.document.names.iter().map(|name| beginning(name)).collect();
            names.into_iter().map(move |name| (place_of(entrant), name, entrant.key.as_stored()))
        });
        // In the order of the table, so that each page is filled once.
        let rows: BTreeSet<(i32, &str, &str)> = rows.collect();
        let mut columns = Names { places: Vec::new(), names: Vec::new(), keys: Vec::new() };
        for (place, name, key) in rows {
            columns.places.push(place);
            columns.names.push(name);
            columns.keys.push(key);
        }
        columns
    }
}

fn place_of(entrant: &Entrant<'_>) -> i32 {
    i32::try_from(entrant.place).expect("there are few registers")
}

/// What the index has of a name.
pub(super) fn beginning(name: &str) -> &str {
    first(name, NAME)
}

/// What the index has of a token.
pub(super) fn token(token: &str) -> &str {
    first(token, TOKEN)
}

fn first(text: &str, characters: usize) -> &str {
    text.char_indices().nth(characters).map_or(text, |(end, _)| &text[..end])
}

/// The tokens of words in normal form, each once, with a space between two.
fn tokens(words: &str) -> String {
    let (mut tokens, mut bytes) = (BTreeSet::new(), 0);
    for token in words.split_ascii_whitespace().map(token) {
        if bytes + token.len() > TOKENS {
            break;
        }
        bytes += if tokens.insert(token) { token.len() } else { 0 };
    }
    tokens.into_iter().collect::<Vec<_>>().join(" ")
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
    sqlx::query("truncate search_names, search_records, search_definition").execute(&mut *connection).await?;
    let statement = "insert into search_definition (definition) values ($1)";
    sqlx::query(statement).bind(words::definition()).execute(&mut *connection).await?;
    let tables = read::tables(connection, shapes, None).await?;
    insert(connection, &search::all(&tables)).await
}
