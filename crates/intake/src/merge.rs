//! The rows of a file laid over what is kept.

use crate::cells::{Entry, Mark};
use crate::header::Layout;
use crate::report::{Report, Spot};
use std::collections::HashMap;
use std::collections::hash_map::Entry as Slot;
use yanlian_model::{Key, MASK, Message, Row, Tables, Value};

/// One record of the file, as it was and as it would be.
#[derive(Debug)]
pub(crate) struct Record<'a> {
    /// The position of its entry.
    pub(crate) entry: usize,
    pub(crate) key: Key,
    pub(crate) before: Option<&'a Row>,
    pub(crate) after: Row,
}

/// Everything as it would be.
pub(crate) struct Merged<'a> {
    kept: &'a Tables,
    pub(crate) records: Vec<Record<'a>>,
    by_key: HashMap<&'static str, HashMap<Key, usize>>,
}

impl Merged<'_> {
    /// A record as it would be.
    pub(crate) fn row(&self, register: &str, key: &Key) -> Option<&Row> {
        match self.by_key.get(register).and_then(|records| records.get(key)) {
            Some(record) => Some(&self.records[*record].after),
            None => self.kept.get(register)?.get(key),
        }
    }

    /// The kept records of a register that the file does not bring.
    pub(crate) fn others(&self, register: &str) -> impl Iterator<Item = (&Key, &Row)> {
        let brought = self.by_key.get(register);
        let kept = self.kept.get(register).into_iter().flatten();
        kept.filter(move |(key, _)| !brought.is_some_and(|brought| brought.contains_key(key)))
    }
}

/// Lays each entry over the kept record of its key; reports keys that are blank or stand twice.
pub(crate) fn merge<'a, 's>(
    kept: &'a Tables,
    layouts: &[Layout<'s>],
    entries: &[Entry],
    report: &mut Report<'s>,
) -> Merged<'a> {
    let mut merged = Merged { kept, records: Vec::new(), by_key: HashMap::new() };
    for (i, entry) in entries.iter().enumerate().filter(|(_, entry)| !entry.ragged) {
        let layout = &layouts[entry.layout];
        let Some(key) = key(layout, entry, report) else { continue };
        let name = layout.register.name;
        match merged.by_key.entry(name).or_default().entry(key.clone()) {
            Slot::Occupied(first) => {
                let first = &entries[merged.records[*first.get()].entry];
                twice(layouts, first, entry, &key, report);
            }
            Slot::Vacant(place) => {
                let before = kept.get(name).and_then(|table| table.get(&key));
                place.insert(merged.records.len());
                let after = overlay(layout, entry, before, report);
                merged.records.push(Record { entry: i, key, before, after });
            }
        }
    }
    merged
}

/// The key of an entry; reports each key field that is blank.
fn key<'s>(layout: &Layout<'s>, entry: &Entry, report: &mut Report<'s>) -> Option<Key> {
    if !layout.keyed {
        return None;
    }
    for (i, field) in layout.register.key_fields() {
        let id = match entry.mark(i) {
            Some(Mark::Clear) => "import-clear-required",
            None if entry.row[i].is_none() => "import-required",
            _ => continue,
        };
        report.fault(layout.spot(entry.number, i), Message::new(id).with("field", field.label));
    }
    layout.register.key_of(&entry.row)
}

/// Reports a key that stands twice: harmless where both rows say the same.
fn twice<'s>(layouts: &[Layout<'s>], first: &Entry, second: &Entry, key: &Key, report: &mut Report<'s>) {
    let (there, here) = (&layouts[first.layout], &layouts[second.layout]);
    let same = first.row == second.row && first.marks == second.marks;
    let message = |id| {
        Message::new(id)
            .with("key", key.to_string())
            .with("place", report.name_of(there.sheet))
            .with("row", first.number.to_string())
    };
    if same {
        let message = message("import-repeated-row");
        report.warning(here.row_spot(second.number), message);
    } else {
        let message = message("import-duplicate-key");
        let at = here.register.key_fields().next().map_or(0, |(i, _)| i);
        report.fault(here.spot(second.number, at), message);
    }
}

/// The row as it would be: blank cells leave what is kept.
fn overlay<'s>(layout: &Layout<'s>, entry: &Entry, before: Option<&Row>, report: &mut Report<'s>) -> Row {
    let fields = layout.register.fields;
    let mut after = before.cloned().unwrap_or_default();
    after.resize(fields.len(), None);
    for (kept, brought) in after.iter_mut().zip(&entry.row) {
        if brought.is_some() {
            kept.clone_from(brought);
        }
    }
    for (i, mark) in &entry.marks {
        let field = &fields[*i];
        match mark {
            Mark::Clear if field.is_key => {}
            Mark::Clear if field.required => {
                let message = Message::new("import-clear-required").with("field", field.label);
                report.fault(layout.spot(entry.number, *i), message);
            }
            Mark::Clear => after[*i] = None,
            Mark::Withheld => {
                after[*i].get_or_insert_with(|| Value::Text(MASK.to_owned()));
            }
            Mark::In(_) | Mark::Faulty => {}
        }
    }
    after
}

/// Where a cell of a record stands in the file.
pub(crate) fn spot<'s>(layouts: &[Layout<'s>], entries: &[Entry], record: &Record, field: usize) -> Spot<'s> {
    let entry = &entries[record.entry];
    layouts[entry.layout].spot(entry.number, field)
}
