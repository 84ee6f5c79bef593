//! Finding records by words; what a word is and how hits rank is said in [`crate::words`].
//!
//! Names and codes stand in a plain index, which answers the exact and prefix matches that people mostly
//! mean. Only where these do not fill the answer, the index of tokens is asked: it gives the records that
//! have every token, and of those remain the ones in which the words stand as they were typed. Each
//! register brings a bounded number of candidates, which are then ranked by their rows.

use super::index::{beginning, token};
use super::{Connection, StoreError};
use crate::Hit;
use crate::rows::Shapes;
use crate::search::{CANDIDATES, MATCHES, ranked};
use crate::stored::rows;
use crate::words::{self, Query};
use std::collections::BTreeSet;
use yanlian_model::Lang;

/// A record that was found: register, key and the row's text.
type Found = (String, String, String);

/// Records with the shortest of the first names from $2 to before $3, $4 of each of $1 registers.
const BY_NAME: &str = "
    select r.register, r.key, r.row
    from generate_series(0, $1 - 1) as places (place)
    cross join lateral (
        select place, key from (
            select place, key, name from search_names
            where place = places.place and name >= $2 and name < $3
            order by name, key limit 1000
        ) first
        order by length(name), name, key limit $4
    ) named
    join search_records s on s.place = named.place and s.key = named.key
    join records r on r.register = s.register and r.key = s.key";

/// The first records with all tokens of $1 in which all words of $2 stand; $4 of each register.
const BY_WORDS: &str = "
    select r.register, r.key, r.row
    from (
        select register, key, row_number() over (partition by place order by key) as nth
        from (
            select place, register, key from search_records
            where tokens @@ $1::tsquery
                and (select bool_and(position(word in words) > 0) from unnest($2::text[]) as query (word))
            order by place, key limit $3
        ) matching
    ) found
    join records r on r.register = found.register and r.key = found.key
    where found.nth <= $4";

/// The records found by what was typed, best first.
pub(super) async fn search(
    connection: &mut Connection,
    shapes: &Shapes,
    typed: &str,
    lang: Lang,
    limit: usize,
) -> Result<Vec<Hit>, StoreError> {
    let Some(query) = Query::parse(typed) else { return Ok(Vec::new()) };
    let mut found: BTreeSet<Found> = BTreeSet::new();
    found.extend(by_name(connection, &query, limit.max(CANDIDATES)).await?);
    // Whatever words find ranks after these.
    if found.len() < limit {
        found.extend(by_words(connection, &query, limit.max(CANDIDATES)).await?);
    }
    ranked(shapes, found, &query, lang, limit)
}

/// Records one of whose names or codes begins with the query.
async fn by_name(connection: &mut Connection, query: &Query, limit: usize) -> Result<Vec<Found>, StoreError> {
    let name = beginning(&query.whole);
    let found = sqlx::query_as(BY_NAME)
        .bind(i32::try_from(words::places()).expect("there are few registers"))
        .bind(name)
        .bind(format!("{name}{}", char::MAX))
        .bind(rows(limit));
    Ok(found.fetch_all(connection).await?)
}

/// Records in which every word of the query stands.
async fn by_words(connection: &mut Connection, query: &Query, limit: usize) -> Result<Vec<Found>, StoreError> {
    let expression = query.words.iter().map(|word| expression(word)).collect::<Vec<_>>().join(" & ");
    let found = sqlx::query_as(BY_WORDS).bind(expression).bind(&query.words).bind(MATCHES).bind(rows(limit));
    Ok(found.fetch_all(connection).await?)
}

/// The tokens of a word, as a query has them. They have letters and digits only: quoted, they are never read
/// as syntax.
fn expression(word: &str) -> String {
    let tokens: Vec<String> = word.split_ascii_whitespace().map(|each| format!("'{}'", token(each))).collect();
    format!("{}{}", tokens.join(" & "), if words::ends_whole(word) { "" } else { ":*" })
}
