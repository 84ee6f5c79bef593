//! Records that are to be deleted: nothing may refer to them.

use super::merge::Merged;
use super::report::Report;
use crate::draft::Drafts;
use std::collections::HashMap;
use yanlian_model::{Message, references, registers};

/// How many records a message names.
const NAMED: usize = 5;

/// Reports each record that is to be deleted while another refers to it.
pub(crate) fn check(drafts: &Drafts, merged: &Merged, report: &mut Report) {
    if merged.deletions.is_empty() {
        return;
    }
    let mut referring = referring(drafts, merged);
    for deletion in &merged.deletions {
        let register = drafts.list[deletion.draft].register;
        let Some(names) = referring.remove(&(register.name, deletion.key.as_stored())) else { continue };
        let message = Message::new("import-still-named")
            .with("key", deletion.key.to_string())
            .with("number", names.len())
            .with("records", names.iter().take(NAMED).cloned().collect::<Vec<_>>().join("; "));
        report.fault(drafts.row_spot(deletion.draft), message);
    }
}

/// The records that refer to one that is to be deleted, by its register and key.
fn referring<'m>(drafts: &Drafts, merged: &'m Merged) -> HashMap<(&'static str, &'m str), Vec<String>> {
    let gone: HashMap<(&str, &str), (&'static str, &'m str)> = merged
        .deletions
        .iter()
        .map(|deletion| (drafts.list[deletion.draft].register.name, deletion.key.as_stored()))
        .map(|gone| (gone, gone))
        .collect();
    let mut found: HashMap<_, Vec<String>> = HashMap::new();
    for register in registers::ALL {
        let brought = merged.records.iter().filter(|record| record.register.name == register.name);
        let rows = merged.others(register.name).chain(brought.map(|record| (&record.key, &record.after)));
        for (key, row) in rows {
            for reference in references(register, row) {
                let named = reference.targets.iter().find_map(|target| gone.get(&(*target, reference.name)));
                if let Some(named) = named {
                    found.entry(*named).or_default().push(format!("{} {key}", register.name));
                }
            }
        }
    }
    found
}
