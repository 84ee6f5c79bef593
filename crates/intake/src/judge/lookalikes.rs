//! New records whose key somebody took for another's: with a character that has no ink, in another width,
//! in other capitals, with other zeros before its figures, with a numeral in place of them.

use super::merge::{Merged, Record};
use super::report::Report;
use crate::draft::Drafts;
use crate::read::codes::plain_key;
use std::collections::HashMap;
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
        let mut bearers: HashMap<String, &Key> = HashMap::new();
        for key in kept {
            bearers.insert(plain(key).to_lowercase(), key);
            bearers.entry(meant(key)).or_insert(key);
        }
        for record in new {
            let written = plain(&record.key);
            let said = meant(&record.key);
            let alike = bearers.get(&said).copied();
            let same = *bearers.entry(written.to_lowercase()).or_insert(&record.key);
            bearers.entry(said).or_insert(&record.key);
            let other = alike.filter(|_| *same == record.key).unwrap_or(same);
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

/// A key as somebody may say it: whatever the capitals, `P-01` and `P-Ⅰ` are `p-1`.
fn meant(key: &Key) -> String {
    let said = |part: &str| without_zeros(&plain_key(&in_figures(part)).to_lowercase());
    key.parts().map(said).collect::<Vec<_>>().join("\u{1f}")
}

/// A text with figures for the numerals of Rome that are signs of their own.
fn in_figures(text: &str) -> String {
    const FIRST: u32 = 0x2160;
    let figure = |c: char| u32::from(c).checked_sub(FIRST).filter(|place| *place < 12).map(|place| place + 1);
    text.chars().map(|c| figure(c).map_or_else(|| c.to_string(), |figure| figure.to_string())).collect()
}

/// A text without the zeros that stand before other figures of a number.
fn without_zeros(text: &str) -> String {
    let mut said = String::with_capacity(text.len());
    let is_digit = |c: char| c.is_ascii_digit();
    for c in text.chars() {
        if is_digit(c) && said.strip_suffix('0').is_some_and(|before| !before.ends_with(is_digit)) {
            said.pop();
        }
        said.push(c);
    }
    said
}

fn plain(key: &Key) -> String {
    key.parts().map(plain_key).collect::<Vec<_>>().join("\u{1f}")
}
