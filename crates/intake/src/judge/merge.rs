//! Drafts laid over what is kept.

use super::report::Report;
use crate::draft::{Action, Draft, Drafts, Mark, Source};
use hashbrown::HashTable;
use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use yanlian_model::{Key, Message, Row, Tables};

/// One record that drafts bring, as it was and as it would be.
#[derive(Debug)]
pub(crate) struct Record<'a> {
    /// The position of its draft.
    pub(crate) draft: usize,
    /// The name of its register.
    pub(crate) register: &'static str,
    pub(crate) key: Key,
    pub(crate) before: Option<&'a Row>,
    pub(crate) after: Row,
    /// The fields for which the draft gives a value, a bit each.
    given: u64,
}

impl Record<'_> {
    /// Whether the draft gives a value for a field.
    pub(crate) fn is_given(&self, field: usize) -> bool {
        self.given & 1 << field != 0
    }
}

/// One record that a draft deletes.
#[derive(Debug)]
pub(crate) struct Deletion<'a> {
    /// The position of its draft.
    pub(crate) draft: usize,
    /// The name of its register.
    pub(crate) register: &'static str,
    pub(crate) key: Key,
    pub(crate) before: &'a Row,
}

/// Everything as it would be.
pub(crate) struct Merged<'a> {
    kept: &'a Tables,
    pub(crate) records: Vec<Record<'a>>,
    pub(crate) deletions: Vec<Deletion<'a>>,
    /// Where the records of each register stand, by their keys: these are as many as there are drafts, so
    /// that the keys are kept once.
    pub(crate) index: HashMap<&'static str, HashTable<Place>>,
    hasher: RandomState,
}

/// Where a record that a draft brings stands.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Place {
    Record(u32),
    Deletion(u32),
}

impl Merged<'_> {
    /// A record as it would be.
    pub(crate) fn row(&self, register: &str, key: &Key) -> Option<&Row> {
        match self.find(register, key) {
            Some(Place::Record(record)) => Some(&self.records[record as usize].after),
            Some(Place::Deletion(_)) => None,
            None => self.kept.get(register)?.get(key),
        }
    }

    /// Where a draft's record stands.
    fn find(&self, register: &str, key: &Key) -> Option<Place> {
        let is_it = |place: &Place| key_at(&self.records, &self.deletions, *place) == key;
        self.index.get(register)?.find(self.hasher.hash_one(key), is_it).copied()
    }

    /// Takes note of where a record stands; its key must be new.
    fn insert(&mut self, register: &'static str, place: Place) {
        let Merged { records, deletions, index, hasher, .. } = self;
        let hash = |place: &Place| hasher.hash_one(key_at(records, deletions, *place));
        index.entry(register).or_default().insert_unique(hash(&place), place, hash);
    }

    /// The kept records of a register that no draft brings.
    pub(crate) fn others<'s>(&'s self, register: &'s str) -> impl Iterator<Item = (&'s Key, &'s Row)> {
        let kept = self.kept.get(register).into_iter().flatten();
        kept.filter(move |(key, _)| self.find(register, key).is_none())
    }
}

fn key_at<'r>(records: &'r [Record], deletions: &'r [Deletion], place: Place) -> &'r Key {
    match place {
        Place::Record(i) => &records[i as usize].key,
        Place::Deletion(i) => &deletions[i as usize].key,
    }
}

/// Lays each draft over the kept record of its key; reports keys that are blank or stand twice. The
/// values of the drafts move into the records.
pub(crate) fn merge<'a>(kept: &'a Tables, drafts: &mut Drafts, report: &mut Report) -> Merged<'a> {
    let mut merged = Merged {
        kept,
        records: Vec::with_capacity(drafts.len()),
        deletions: Vec::new(),
        index: HashMap::new(),
        hasher: RandomState::new(),
    };
    for i in 0..drafts.list.len() {
        let Some(key) = key(drafts, i, report) else { continue };
        let register = drafts.list[i].register.name;
        let before = kept.get(register).and_then(|table| table.get(&key));
        if !is_expected(drafts, i, before, &key, report) {
            continue;
        }
        match (merged.find(register, &key), before) {
            (Some(first), _) => {
                let first = match first {
                    Place::Record(first) => Some(&merged.records[first as usize]),
                    Place::Deletion(_) => None,
                };
                twice(drafts, i, first, &key, report);
            }
            (None, Some(before)) if drafts.list[i].action == Action::Delete => {
                merged.deletions.push(Deletion { draft: i, register, key, before });
                merged.insert(register, Place::Deletion(merged.deletions.len() as u32 - 1));
            }
            (None, _) => {
                clear_required(drafts, i, report);
                let given = given(&drafts.list[i].row);
                let after = overlay(&mut drafts.list[i], before);
                merged.records.push(Record { draft: i, register, key, before, after, given });
                merged.insert(register, Place::Record(merged.records.len() as u32 - 1));
            }
        }
    }
    merged
}

/// The key of a draft; reports each key field that is blank.
fn key(drafts: &Drafts, i: usize, report: &mut Report) -> Option<Key> {
    let draft = &drafts.list[i];
    if draft.misplaced || drafts.sheet(i).is_some_and(|sheet| !sheet.keyed) {
        return None;
    }
    for (field, declared) in draft.register.key_fields() {
        let id = match draft.mark(field) {
            Some(Mark::Clear) => "import-clear-required",
            None if draft.row[field].is_none() => "import-required",
            _ => continue,
        };
        report.fault(drafts.spot(i, field), Message::new(id).with("field", declared.label));
    }
    draft.register.key_of(&draft.row)
}

/// Whether the record is kept or new as the draft takes it to be; reports where it is not.
fn is_expected(drafts: &Drafts, i: usize, before: Option<&Row>, key: &Key, report: &mut Report) -> bool {
    let draft = &drafts.list[i];
    let id = match (draft.action, before) {
        (Action::Create, Some(_)) => "import-kept-already",
        (Action::Update | Action::Delete, None) => "import-not-kept",
        _ => return true,
    };
    let at = draft.register.key_fields().next().map_or(0, |(i, _)| i);
    let message = Message::new(id).with("key", key.to_string()).with("register", draft.register.label);
    report.fault(drafts.spot(i, at), message);
    false
}

/// Reports a key that stands twice: harmless where both drafts say the same.
fn twice(drafts: &Drafts, i: usize, first: Option<&Record>, key: &Key, report: &mut Report) {
    let second = &drafts.list[i];
    let Some(record) = first else {
        // Deleted, and then brought or deleted once more.
        let at = drafts.row_spot(i);
        report.fault(at, Message::new("import-deleted-here").with("key", key.to_string()));
        return;
    };
    let first = &drafts.list[record.draft];
    let same = second.action == first.action
        && second.marks == first.marks
        && given(&second.row) == record.given
        && (0..second.row.len()).filter(|f| record.is_given(*f)).all(|f| second.row[f] == record.after[f]);
    let message = |id| {
        let (place, row) = match &drafts.sources[first.origin.source as usize] {
            Source::Sheet(sheet) => {
                let place =
                    sheet.name.as_ref().map_or_else(|| sheet.file.clone(), |name| format!("{} · {name}", sheet.file));
                (place, first.origin.row)
            }
            Source::Fields { register, .. } => (register.name.to_owned(), first.origin.source + 1),
        };
        Message::new(id).with("key", key.to_string()).with("place", place).with("row", row.to_string())
    };
    if same {
        report.warning(drafts.row_spot(i), message("import-repeated-row"));
    } else {
        let at = second.register.key_fields().next().map_or(0, |(i, _)| i);
        report.fault(drafts.spot(i, at), message("import-duplicate-key"));
    }
}

fn given(row: &Row) -> u64 {
    row.iter().enumerate().filter(|(_, cell)| cell.is_some()).fold(0, |given, (i, _)| given | 1 << i)
}

/// Reports each required field that is to be erased.
fn clear_required(drafts: &Drafts, i: usize, report: &mut Report) {
    let draft = &drafts.list[i];
    for (f, _) in draft.marks.iter().filter(|(_, mark)| *mark == Mark::Clear) {
        let field = &draft.register.fields[*f];
        if field.required && !field.is_key {
            let id = if drafts.sheet(i).is_some() { "import-clear-required" } else { "import-required" };
            report.fault(drafts.spot(i, *f), Message::new(id).with("field", field.label));
        }
    }
}

/// The row as it would be: what the draft does not name stays as it is kept.
fn overlay(draft: &mut Draft, before: Option<&Row>) -> Row {
    let fields = draft.register.fields;
    let mut after = std::mem::take(&mut draft.row);
    for (cell, kept) in after.iter_mut().zip(before.into_iter().flatten()) {
        if cell.is_none() {
            cell.clone_from(kept);
        }
    }
    for (i, mark) in &draft.marks {
        // What was withheld stays as it is kept; where nothing is kept, nothing is known.
        if *mark == Mark::Clear && !fields[*i].required {
            after[*i] = None;
        }
    }
    after
}
