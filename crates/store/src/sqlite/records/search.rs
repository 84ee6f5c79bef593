//! Finding records by words; what a word is and how hits rank is said in [`crate::words`].
//!
//! Names and codes stand in a plain index, which answers the exact and prefix matches that people
//! mostly mean. Only where these do not fill the answer, the full-text index is asked. Each register
//! brings a bounded number of candidates, and of words only so many matches are looked at: a word
//! that stands in a hundred thousand names costs little more than a rare one, and no register crowds
//! out the others. Candidates are then ranked by their rows.

use super::index::PLACE_BITS;
use super::{Connection, StoreError};
use crate::Hit;
use crate::rows::Shapes;
use crate::search::{CANDIDATES, MATCHES, ranked};
use crate::stored::rows;
use crate::words::{self, Query};
use serde_json::json;
use std::collections::BTreeSet;
use yanlian_model::Lang;

// A cross join is made in the order in which it is written: left to itself, SQLite asks the names once for each
// record that it knows.

/// Of each register of ?1, in the order of their places, the shortest of the first names from ?2 to before ?3.
const BY_NAME: &str = "
    select s.id
    from json_each(?1) places cross join json_each((
        select json_group_array(key) from (
            select key from (
                select key, name from search_names
                where place = places.key and name >= ?2 and name < ?3
                order by name, key limit 1000
            )
            order by length(name), name, key limit ?4
        )
    )) named
    cross join search_records s on s.register = places.value and s.key = named.value";

/// Of the ?2 first matches of all words, by id, the first of each register by key; ids have its place behind ?4 bits.
const BY_WORDS: &str = "
    select id from (
        select s.id, row_number() over (partition by s.id >> ?4 order by s.key) as nth
        from (select rowid as id from search_words where search_words match ?1 order by rowid limit ?2) matching
        cross join search_records s on s.id = matching.id
    )
    where nth <= ?3";

const FOUND: &str = "
    select r.register, r.key, r.row
    from json_each(?1) found
    cross join search_records s on s.id = found.value
    cross join records r on r.register = s.register and r.key = s.key";

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
        .bind(json!(words::registers().collect::<Vec<_>>()).to_string())
        .bind(&query.whole)
        .bind(format!("{}{}", query.whole, char::MAX))
        .bind(rows(limit))
        .fetch_all(connection)
        .await?;
    Ok(found.into_iter().collect())
}

/// Records in which every word of the query stands.
async fn by_words(connection: &mut Connection, query: &Query, limit: usize) -> Result<BTreeSet<i64>, StoreError> {
    // A word in normal form has letters, digits and spaces only: quoted, it is never read as syntax.
    let phrase = |word: &String| format!("\"{word}\"{}", if words::ends_whole(word) { "" } else { "*" });
    let expression = query.words.iter().map(phrase).collect::<Vec<_>>().join(" AND ");
    let found = sqlx::query_scalar(BY_WORDS).bind(expression).bind(MATCHES).bind(rows(limit)).bind(PLACE_BITS);
    let found: Vec<i64> = found.fetch_all(connection).await?;
    Ok(found.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::super::SqliteRecords;
    use super::*;

    #[tokio::test]
    async fn records_are_looked_up_by_their_whole_key() {
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteRecords::open(&folder.path().join("yanlian.sqlite")).await.unwrap();
        for (statement, looked_up) in [
            (BY_NAME, ["search_names USING PRIMARY KEY (place=? AND name>? AND name<?)", "(register=? AND key=?)"]),
            (BY_WORDS, ["search_words VIRTUAL TABLE INDEX", "s USING INTEGER PRIMARY KEY"]),
            (FOUND, ["s USING INTEGER PRIMARY KEY", "r USING PRIMARY KEY (register=? AND key=?)"]),
        ] {
            // Numbers of steps, then what is done.
            let explained = sqlx::AssertSqlSafe(format!("explain query plan {statement}"));
            let steps = sqlx::query_as::<_, (i64, i64, i64, String)>(explained).fetch_all(&store.pool).await.unwrap();
            let done: Vec<_> = steps.into_iter().map(|(.., done)| done).collect();
            for how in looked_up {
                assert!(done.iter().any(|step| step.contains(how)), "{how}: {done:#?}");
            }
        }
    }
}
