//! What entries are made of and what follows from them, whichever database keeps them.

use crate::rows::Shapes;
use crate::{BuiltOn, Counts, EntryHead, EntryId, EntryKind, EntrySummary, Standing, StoreError, UndoRefusal, Version};
use std::collections::{BTreeMap, HashSet};
use yanlian_model::{Change, Dangling, Key, Register, Tables, dangling, registers};

/// The declaration of a register.
pub(crate) fn declared(name: &str) -> Result<&'static Register, StoreError> {
    registers::by_name(name).ok_or_else(|| StoreError::NoRegister(name.to_owned()))
}

/// How many records of each register changes touch.
pub(crate) fn counts<'a>(changes: &[&'a Change]) -> BTreeMap<&'a str, Counts> {
    let mut counts: BTreeMap<&str, Counts> = BTreeMap::new();
    for change in changes {
        let counts = counts.entry(change.register).or_default();
        let counter = match (&change.before, &change.after) {
            (None, _) => &mut counts.added,
            (_, None) => &mut counts.removed,
            _ => &mut counts.changed,
        };
        *counter += 1;
    }
    counts
}

/// A record as an entry leaves it: register, key and the row's text; none where it took the record away.
pub(crate) type VersionRow<'a> = (&'a str, &'a str, Option<String>);

/// Changes in the order of the tables, so that each page is filled once.
pub(crate) fn in_order<'a>(changes: &[&'a Change]) -> Vec<&'a Change> {
    let mut ordered = changes.to_vec();
    ordered.sort_unstable_by_key(|change| (change.register, &change.key));
    ordered
}

/// The record as a change leaves it.
pub(crate) fn version<'a>(shapes: &Shapes, change: &'a Change) -> Result<VersionRow<'a>, StoreError> {
    let row = change.after.as_ref().map(|row| shapes.write(change.register, row)).transpose()?;
    Ok((change.register, change.key.as_stored(), row))
}

/// Reads what [`version`] gave, of registers that this release knows.
pub(crate) fn standing(
    shapes: &Shapes,
    rows: Vec<(String, String, Option<String>)>,
) -> Result<Vec<Standing>, StoreError> {
    let known = rows.into_iter().filter_map(|(register, key, row)| Some((registers::by_name(&register)?, key, row)));
    let read = |(register, key, row): (&'static Register, String, Option<String>)| {
        let row = row.map(|row| shapes.read(register, &row)).transpose()?;
        Ok(Standing { register: register.name, key: Key::from_stored(key), row })
    };
    known.map(read).collect()
}

/// What an entry did to one register: entry, register, added, changed, removed.
pub(crate) type CountsRow = (i64, String, i64, i64, i64);

/// Entries with what they did.
pub(crate) fn summaries(heads: Vec<EntryHead>, counts: Vec<CountsRow>) -> Vec<EntrySummary> {
    let mut of_entry: BTreeMap<i64, BTreeMap<&'static str, Counts>> = BTreeMap::new();
    for (entry, register, added, changed, removed) in counts {
        let Some(register) = registers::by_name(&register) else { continue };
        let counts = Counts { added: added as u64, changed: changed as u64, removed: removed as u64 };
        of_entry.entry(entry).or_default().insert(register.name, counts);
    }
    let summary = |head: EntryHead| EntrySummary { counts: of_entry.remove(&head.id.0).unwrap_or_default(), head };
    heads.into_iter().map(summary).collect()
}

/// The history of a record: `states` are the row's texts as its entries left it, oldest first.
pub(crate) fn history(
    shapes: &Shapes,
    register: &'static Register,
    states: Vec<(EntryHead, Option<String>)>,
) -> Result<Vec<Version>, StoreError> {
    let mut before = None;
    let mut versions = Vec::with_capacity(states.len());
    for (head, text) in states {
        let after = text.map(|text| shapes.read(register, &text)).transpose()?;
        versions.push(Version { head, before, after: after.clone() });
        before = after;
    }
    Ok(versions)
}

/// The entry `head` if it may be taken back by what it is; whether others built on it is another question.
pub(crate) fn undoable(head: Option<EntryHead>) -> Result<EntryHead, UndoRefusal> {
    let head = head.ok_or(UndoRefusal::Unknown)?;
    match head.undone_by {
        _ if matches!(head.entry.kind, EntryKind::Undo | EntryKind::Erasure) => Err(UndoRefusal::Kind(head.entry.kind)),
        Some(by) => Err(UndoRefusal::Already(by)),
        None => Ok(head),
    }
}

/// Records that later entries changed: `found` has register, key and the first later entry.
pub(crate) fn built_on(found: Vec<(String, String, i64)>) -> Vec<BuiltOn> {
    let declared = found.into_iter().filter_map(|(register, key, later)| {
        let register = registers::by_name(&register)?.name;
        Some(BuiltOn { register, key: Key::from_stored(key), later: EntryId(later) })
    });
    declared.collect()
}

/// A record of an entry: register, key, the row's text as the entry left it and as it was before.
pub(crate) type Sides = (String, String, Option<String>, Option<String>);

/// The changes of an entry the other way round.
pub(crate) fn reversed(shapes: &Shapes, sides: Vec<Sides>) -> Result<Vec<Change>, StoreError> {
    let mut changes = Vec::with_capacity(sides.len());
    for (register, key, left, earlier) in sides {
        let Some(register) = registers::by_name(&register) else { continue };
        let row = |text: Option<String>| text.map(|text| shapes.read(register, &text)).transpose();
        let (before, after) = (row(left)?, row(earlier)?);
        changes.push(Change { register: register.name, key: Key::from_stored(key), before, after });
    }
    Ok(changes)
}

/// The references that name something before `changes` and nothing after.
pub(crate) fn newly_dangling(mut tables: Tables, changes: &[Change]) -> Vec<Dangling> {
    let identity = |d: &Dangling| (d.register, d.key.clone(), d.field, d.names.clone());
    let known: HashSet<_> = dangling(&tables).iter().map(identity).collect();
    changes.iter().for_each(|change| tables.apply(change));
    dangling(&tables).into_iter().filter(|found| !known.contains(&identity(found))).collect()
}
