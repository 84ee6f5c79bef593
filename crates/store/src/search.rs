//! What an index keeps of records, and how those that it finds are ranked; the same for every database.

use crate::entries::declared;
use crate::rows::Shapes;
use crate::words::{self, Document, Query};
use crate::{Hit, StoreError};
use yanlian_model::{Change, Key, Lang, Row, Tables, registers};

/// How many candidates a register brings at least: so that no register crowds out the others.
pub(crate) const CANDIDATES: usize = 64;

/// How many matches of words are looked at, those of the registers first that come first.
pub(crate) const MATCHES: i64 = 10_000;

/// A record on its way into an index or out of it.
pub(crate) struct Entrant<'a> {
    /// Its register's place among those that are searched.
    pub(crate) place: usize,
    pub(crate) register: &'static str,
    pub(crate) key: &'a Key,
    pub(crate) document: Document,
}

impl<'a> Entrant<'a> {
    /// `None` for a record without words.
    fn new(register: &'static str, key: &'a Key, row: &Row) -> Option<Entrant<'a>> {
        let place = words::place(register)?;
        let document = words::document(registers::by_name(register)?, row);
        (!document.is_empty()).then_some(Entrant { place, register, key, document })
    }
}

/// What leaves an index by changes, and what comes in.
pub(crate) fn moved<'a>(changes: &[&'a Change]) -> (Vec<Entrant<'a>>, Vec<Entrant<'a>>) {
    let (mut gone, mut come) = (Vec::new(), Vec::new());
    for change in changes {
        let entrant = |row: &Option<Row>| Entrant::new(change.register, &change.key, row.as_ref()?);
        let (before, after) = (entrant(&change.before), entrant(&change.after));
        if before.as_ref().map(|b| &b.document) != after.as_ref().map(|a| &a.document) {
            gone.extend(before);
            come.extend(after);
        }
    }
    (gone, come)
}

/// What an index of these records has.
pub(crate) fn all(tables: &Tables) -> Vec<Entrant<'_>> {
    let rows = tables.iter().flat_map(|(name, table)| table.iter().map(move |(key, row)| (name, key, row)));
    rows.filter_map(|(name, key, row)| Entrant::new(name, key, row)).collect()
}

/// The hits among candidates, best first; `candidates` are register, key and the row's text.
pub(crate) fn ranked(
    shapes: &Shapes,
    candidates: impl IntoIterator<Item = (String, String, String)>,
    query: &Query,
    lang: Lang,
    limit: usize,
) -> Result<Vec<Hit>, StoreError> {
    let mut hits = Vec::new();
    for (register, key, row) in candidates {
        let register = declared(&register)?;
        let row = shapes.read(register, &row)?;
        // Words that only meet where two texts do were found as if they stood together.
        let Some((rank, matched)) = words::rank(register, &row, query) else { continue };
        let (key, title, matched) = (Key::from_stored(key), register.title_of(&row, lang), matched.to_owned());
        hits.push((rank, key.clone(), Hit { register: register.name, key, title, matched }));
    }
    hits.sort_by(|a, b| (&a.0, &a.1).cmp(&(&b.0, &b.1)));
    Ok(hits.into_iter().take(limit).map(|(_, _, hit)| hit).collect())
}
