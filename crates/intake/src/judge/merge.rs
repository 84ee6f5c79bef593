//! Drafts laid over what is kept.

use super::report::Report;
use crate::draft::{Action, Draft, Drafts, Mark, Source};
use hashbrown::{DefaultHashBuilder, HashTable};
use std::collections::HashMap;
use std::hash::BuildHasher;
use yanlian_model::{Key, Message, Register, Row, Tables};

/// One record that drafts bring, as it was and as it would be.
#[derive(Debug)]
pub(crate) struct Record<'a> {
    /// The position of its draft.
    pub(crate) draft: usize,
    pub(crate) register: &'static Register,
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
    /// Where those of each register stand.
    pub(crate) index: HashMap<&'static str, Index>,
    hasher: DefaultHashBuilder,
}

/// The positions of a register's records and deletions, by their keys: these are as many as there are drafts, so
/// that the keys are kept once.
#[derive(Default)]
pub(crate) struct Index {
    records: HashTable<u32>,
    deletions: HashTable<u32>,
}

/// What a draft brings under a key.
enum Found<'m, 'a> {
    Record(&'m Record<'a>),
    Deletion,
}

impl<'a> Merged<'a> {
    /// A record as it would be.
    pub(crate) fn row(&self, register: &str, key: &Key) -> Option<&Row> {
        match self.find(register, key) {
            Some(Found::Record(record)) => Some(&record.after),
            Some(Found::Deletion) => None,
            None => self.kept.get(register)?.get(key),
        }
    }

    /// What a draft brings under a key.
    fn find(&self, register: &str, key: &Key) -> Option<Found<'_, 'a>> {
        let index = self.index.get(register)?;
        let hash = self.hasher.hash_one(key);
        let record = index.records.find(hash, |at| self.records[*at as usize].key == *key);
        if let Some(at) = record {
            return Some(Found::Record(&self.records[*at as usize]));
        }
        index.deletions.find(hash, |at| self.deletions[*at as usize].key == *key).map(|_| Found::Deletion)
    }

    /// Takes a record whose key is new.
    fn insert(&mut self, record: Record<'a>) {
        let index = &mut self.index.entry(record.register.name).or_default().records;
        let (hash, at) = (self.hasher.hash_one(&record.key), self.records.len() as u32);
        self.records.push(record);
        index.insert_unique(hash, at, |at| self.hasher.hash_one(&self.records[*at as usize].key));
    }

    /// Takes a deletion whose key is new.
    fn delete(&mut self, deletion: Deletion<'a>) {
        let index = &mut self.index.entry(deletion.register).or_default().deletions;
        let (hash, at) = (self.hasher.hash_one(&deletion.key), self.deletions.len() as u32);
        self.deletions.push(deletion);
        index.insert_unique(hash, at, |at| self.hasher.hash_one(&self.deletions[*at as usize].key));
    }

    /// The records that drafts bring of a register.
    pub(crate) fn of<'s>(&'s self, register: &'s str) -> impl Iterator<Item = &'s Record<'a>> {
        let some = self.index.contains_key(register).then_some(&self.records);
        some.into_iter().flatten().filter(move |record| record.register.name == register)
    }

    /// The kept records of a register that no draft brings.
    pub(crate) fn others<'s>(&'s self, register: &'s str) -> impl Iterator<Item = (&'s Key, &'s Row)> {
        let kept = self.kept.get(register).into_iter().flatten();
        kept.filter(move |(key, _)| self.find(register, key).is_none())
    }
}

/// Lays each draft over the kept record of its key; reports keys that are blank or stand twice. The
/// values of the drafts move into the records.
pub(crate) fn merge<'a>(kept: &'a Tables, drafts: &mut Drafts, report: &mut Report) -> Merged<'a> {
    let mut brought: HashMap<&str, usize> = HashMap::new();
    drafts.list.iter().for_each(|draft| *brought.entry(draft.register.name).or_default() += 1);
    let index = |count| Index { records: HashTable::with_capacity(count), deletions: HashTable::new() };
    let mut merged = Merged {
        kept,
        records: Vec::with_capacity(drafts.len()),
        deletions: Vec::new(),
        index: brought.into_iter().map(|(register, count)| (register, index(count))).collect(),
        hasher: DefaultHashBuilder::default(),
    };
    for i in 0..drafts.list.len() {
        let Some(key) = key(drafts, i, report) else { continue };
        let register = drafts.list[i].register;
        let before = kept.get(register.name).and_then(|table| table.get(&key));
        if !is_expected(drafts, i, before, &key, report) {
            continue;
        }
        match (merged.find(register.name, &key), before) {
            (Some(Found::Record(first)), _) => twice(drafts, i, Some(first), &key, report),
            (Some(Found::Deletion), _) => twice(drafts, i, None, &key, report),
            (None, Some(before)) if drafts.list[i].action == Action::Delete => {
                merged.delete(Deletion { draft: i, register: register.name, key, before });
            }
            (None, _) => {
                clear_required(drafts, i, report);
                let given = given(&drafts.list[i].row);
                let after = overlay(&mut drafts.list[i], before);
                merged.insert(Record { draft: i, register, key, before, after, given });
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
