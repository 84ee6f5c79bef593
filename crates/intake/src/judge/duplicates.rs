//! Records that are new and probably there already, under another key.

use super::merge::{Merged, Record};
use super::report::Report;
use crate::draft::Drafts;
use crate::shown;
use std::collections::HashMap;
use yanlian_model::{Message, Naming, Register, name_key, registers};

/// Warns of each new record whose name means the same as another's.
pub(crate) fn warn(drafts: &Drafts, merged: &Merged, report: &mut Report) {
    for register in registers::ALL.iter().filter(|register| register.names_tell_apart) {
        let brought: Vec<&Record> = merged.of(register.name).collect();
        if brought.iter().any(|record| record.before.is_none()) {
            warn_in(register, &brought, drafts, merged, report);
        }
    }
}

fn warn_in(register: &'static Register, brought: &[&Record], drafts: &Drafts, merged: &Merged, report: &mut Report) {
    let old = brought.iter().filter(|record| record.before.is_some()).map(|record| (&record.key, &record.after));
    let mut bearers = HashMap::new();
    for (key, row) in merged.others(register.name).chain(old) {
        for name in register.names_of(row) {
            bearers.entry(name_key(name)).or_insert((key, name));
        }
    }
    let field = register.fields.iter().position(|field| field.naming == Some(Naming::Name)).unwrap_or_default();
    for record in brought.iter().filter(|record| record.before.is_none()) {
        let mut other = None;
        for name in register.names_of(&record.after) {
            let meaning = name_key(name);
            if !meaning.is_empty() {
                let first = *bearers.entry(meaning).or_insert((&record.key, name));
                other = other.or(Some((first, name)).filter(|((key, _), _)| *key != &record.key));
            }
        }
        if let Some(((key, theirs), name)) = other {
            let message = Message::new("import-probable-duplicate")
                .with("name", shown(name))
                .with("other", shown(theirs))
                .with("key", key.to_string());
            report.warning(drafts.spot(record.draft, field), message);
        }
    }
}
