//! Finding records by words; what a word is and how hits rank is said in [`crate::words`].
//!
//! Names and codes stand in a plain index, which answers the exact and prefix matches that people
//! mostly mean. Only where these do not fill the answer, the full-text index is asked. Each register
//! brings a bounded number of candidates, and of words only so many matches are looked at: a word
//! that stands in a hundred thousand names costs little more than a rare one, and no register crowds
//! out the others. Candidates are then ranked by their rows.

use super::index::place_of;
use super::{Connection, StoreError};
use crate::Hit;
use crate::rows::Shapes;
use crate::search::{CANDIDATES, MATCHES, ranked};
use crate::stored::unreadable;
use crate::words::{self, Query};
use serde_json::json;
use std::collections::BTreeSet;
use yanlian_model::Lang;

/// Of each of the ?1 places, the shortest of the first names from ?2 to before ?3.
const BY_NAME: &str = "
    with recursive places(place) as (select 0 union all select place + 1 from places where place + 1 < ?1)
    select found.value
    from places, json_each((
        select json_group_array(record) from (
            select record from (
                select record, name from search_names
                where place = places.place and name >= ?2 and name < ?3
                order by name, record limit 1000
            )
            order by length(name), name, record limit ?4
        )
    )) found";

/// The first records with all words, by id.
const BY_WORDS: &str = "
    select json_group_array(rowid) from (
        select rowid from search_words where search_words match ?1 order by rowid limit ?2
    )";

const FOUND: &str = "
    select r.register, r.key, r.row
    from json_each(?1) found
    join search_records s on s.id = found.value
    join records r on r.register = s.register and r.key = s.key";

/// The records found by what was typed, best first.
pub(super) async fn search(
    connection: &mut Connection,
    shapes: &Shapes,
    typed: &str,
    lang: Lang,
    limit: usize,
) -> Result<Vec<Hit>, StoreError> {
    let Some(query) = Query::parse(typed) else { return Ok(Vec::new()) };
    let mut ids = by_name(connection, &query, limit.max(CANDIDATES)).await?;
    // Whatever words find ranks after these.
    if ids.len() < limit {
        ids.append(&mut by_words(connection, &query, limit.max(CANDIDATES)).await?);
    }
    let ids = json!(ids).to_string();
    let found: Vec<(String, String, String)> = sqlx::query_as(FOUND).bind(ids).fetch_all(connection).await?;
    ranked(shapes, found, &query, lang, limit)
}

/// Records one of whose names or codes begins with the query.
async fn by_name(connection: &mut Connection, query: &Query, limit: usize) -> Result<BTreeSet<i64>, StoreError> {
    let found: Vec<i64> = sqlx::query_scalar(BY_NAME)
        .bind(words::places() as i64)
        .bind(&query.whole)
        .bind(format!("{}{}", query.whole, char::MAX))
        .bind(limit as i64)
        .fetch_all(connection)
        .await?;
    Ok(found.into_iter().collect())
}

/// Records in which every word of the query stands.
async fn by_words(connection: &mut Connection, query: &Query, limit: usize) -> Result<BTreeSet<i64>, StoreError> {
    // A word in normal form has letters, digits and spaces only: quoted, it is never read as syntax.
    let phrase = |word: &String| format!("\"{word}\"{}", if words::ends_whole(word) { "" } else { "*" });
    let expression = query.words.iter().map(phrase).collect::<Vec<_>>().join(" AND ");
    let matches: String = sqlx::query_scalar(BY_WORDS).bind(expression).bind(MATCHES).fetch_one(connection).await?;
    let matches: Vec<i64> = serde_json::from_str(&matches).map_err(unreadable)?;
    let of_a_register = matches.chunk_by(|a, b| place_of(*a) == place_of(*b));
    Ok(of_a_register.flat_map(|ids| ids.iter().copied().take(limit)).collect())
}
