//! New records whose key somebody took for another's: with a character that has no ink, in another width,
//! in other capitals.

use super::merge::{Merged, Record};
use super::report::Report;
use crate::draft::Drafts;
use crate::read::codes::plain_key;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use yanlian_model::{Key, Kind, Message, Register, registers};

/// Reports each new record whose key is another's but for how it is written.
pub(crate) fn check(drafts: &Drafts, merged: &Merged, report: &mut Report) {
    for register in registers::ALL {
        let Some(field) = own_part(register) else { continue };
        let (new, old): (Vec<&Record>, Vec<&Record>) =
            merged.of(register.name).partition(|record| record.before.is_none());
        if new.is_empty() {
            continue;
        }
        let kept = merged.others(register.name).map(|(key, _)| key).chain(old.iter().map(|record| &record.key));
        let mut bearers: HashMap<String, &Key> = kept.map(|key| (plain(key).to_lowercase(), key)).collect();
        for record in new {
            let written = plain(&record.key);
            let other = match bearers.entry(written.to_lowercase()) {
                Entry::Vacant(place) => *place.insert(&record.key),
                Entry::Occupied(place) => *place.get(),
            };
            let message = |id| Message::new(id).with("key", record.key.to_string()).with("other", other.to_string());
            let spot = || drafts.spot(record.draft, field);
            if *other == record.key {
                continue;
            } else if plain(other) == written {
                report.fault(spot(), message("import-key-same"));
            } else {
                report.warning(spot(), message("import-key-alike"));
            }
        }
    }
}

/// The first field of the key that is a text of the record's own, and no name of another record.
fn own_part(register: &Register) -> Option<usize> {
    let own = |(_, field): &(usize, &yanlian_model::Field)| field.kind == Kind::Text && field.target.is_none();
    register.key_fields().find(own).map(|(i, _)| i)
}

fn plain(key: &Key) -> String {
    key.parts().map(plain_key).collect::<Vec<_>>().join("\u{1f}")
}
