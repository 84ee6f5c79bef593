//! What a person decided, laid over what others wrote after the person had seen the record: field by field.
//!
//! ```text
//! seen      a  a  a  a
//! now       a  b  a  b      as others left it
//! wanted    a  a  c  c      as the person sent it
//!           a  b  c  ?      contested where both changed it, each otherwise
//! ```

use yanlian_model::{Change, Key, Place, Row, Value};
use yanlian_store::{EntryHead, Version};

/// At which revision a person saw what they decide about.
pub trait Seen: Send + Sync + 'static {
    /// That of a field, or of a record where the place names no field; `None` where they saw none, so that
    /// what they want is taken as it is.
    fn revision(&self, place: &Place) -> Option<i64>;
}

/// All at the same revision.
impl Seen for Option<i64> {
    fn revision(&self, _: &Place) -> Option<i64> {
        *self
    }
}

/// A record that both changed: the person, and somebody else after the person had seen it.
#[derive(Debug, Clone, PartialEq)]
pub struct Conflict {
    /// Its register.
    pub register: &'static str,
    /// Its key.
    pub key: Key,
    /// As the person saw it; `None` where there was no record.
    pub seen: Option<Row>,
    /// As it stands.
    pub now: Option<Row>,
    /// As the person would have it; `None` where it is to go.
    pub wanted: Option<Row>,
    /// The fields that both changed, each otherwise, by their positions.
    pub contested: Vec<usize>,
    /// The entry that changed one of them last.
    pub by: EntryHead,
}

/// The place of a changed record, or of one of its fields.
pub(crate) fn place(change: &Change, field: Option<&'static str>) -> Place {
    Place::Field { register: change.register, key: Some(change.key.clone()), field }
}

/// Leaves in a change only what the person changed themselves, given everything that happened to the record;
/// a conflict where somebody else changed the same field otherwise.
pub(crate) fn reconcile(
    change: &mut Change,
    fields: &[&'static str],
    versions: &[Version],
    seen: &dyn Seen,
) -> Option<Conflict> {
    let at = |revision: i64| {
        let before = versions.iter().rfind(|version| version.head.id.revision() <= revision);
        before.and_then(|version| version.after.as_ref())
    };
    let revision = seen.revision(&place(change, None))?;
    let was = at(revision);
    let wanted = change.after.clone();
    let contested = match (&change.before, &wanted) {
        (Some(now), Some(wanted)) => {
            let (mut merged, mut contested) = (wanted.clone(), Vec::new());
            for (i, field) in fields.iter().enumerate() {
                let was = seen.revision(&place(change, Some(field))).and_then(at);
                let [was, now, wanted] = [was, Some(now), Some(wanted)].map(|row| value(row, i));
                if wanted == now || wanted == was {
                    merged[i] = now.cloned();
                } else if now != was {
                    contested.push(i);
                }
            }
            change.after = Some(merged);
            contested
        }
        // Somebody took it away, or there never was one.
        (None, Some(wanted)) => {
            let own = |i: &usize| value(Some(wanted), *i).is_some_and(|own| value(was, *i) != Some(own));
            let own: Vec<usize> = (0..fields.len()).filter(own).collect();
            if was.is_some() && own.is_empty() {
                change.after = None;
            }
            if was.is_some() { own } else { Vec::new() }
        }
        // The person takes it away; if there was none for them to see, it is not theirs.
        (Some(now), None) => {
            if was.is_none() {
                change.after = Some(now.clone());
            }
            let theirs = |i: &usize| was.is_some() && value(Some(now), *i) != value(was, *i);
            (0..fields.len()).filter(theirs).collect()
        }
        (None, None) => Vec::new(),
    };
    let changed = |version: &&Version| {
        let [before, after] = [&version.before, &version.after].map(Option::as_ref);
        contested.iter().any(|i| value(before, *i) != value(after, *i))
    };
    let by = versions.iter().rev().take_while(|version| version.head.id.revision() > revision).find(changed)?;
    let (register, key, now) = (change.register, change.key.clone(), change.before.clone());
    Some(Conflict { register, key, seen: was.cloned(), now, wanted, contested, by: by.head.clone() })
}

/// The value of a field, where there is a record; a field that was declared since is blank.
fn value(row: Option<&Row>, field: usize) -> Option<&Value> {
    row?.get(field)?.as_ref()
}
