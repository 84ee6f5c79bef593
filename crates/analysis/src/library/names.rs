//! Does a name mean one thing, in both languages?
//!
//! A name or alias of a product belongs to it alone, whatever the case; products, processes and indicators have a
//! name in Chinese and in English; no two processes have the same name. Source: the rules of the library. Limits:
//! whether a name is the trade's own word is for people to say.

use std::collections::BTreeMap;
use yanlian_model::{Finding, Message, Place, Severity, name_key};

use crate::Zone;

pub(super) fn check(zone: &Zone, findings: &mut Vec<Finding>) {
    let registers = &zone.registers;
    let mut owners: BTreeMap<String, &str> = BTreeMap::new();
    for product in &registers.products {
        for name in product.names() {
            let owner = *owners.entry(name_key(name)).or_insert(&product.id);
            if owner != product.id {
                let message = Message::new("library-name-twice").with("name", name).with("other", owner);
                findings.push(fault("products", &product.id, message));
            }
        }
    }
    let mut processes: BTreeMap<&str, &str> = BTreeMap::new();
    for process in &registers.processes {
        for name in [Some(&process.name_zh), process.name_en.as_ref()].into_iter().flatten() {
            let owner = *processes.entry(name).or_insert(&process.id);
            if owner != process.id {
                let message = Message::new("library-name-twice").with("name", name).with("other", owner);
                findings.push(fault("processes", &process.id, message));
            }
        }
    }
    let products = registers.products.iter().map(|product| ("products", &product.id, &product.name_en));
    let indicators = registers.indicators.iter().map(|indicator| ("indicators", &indicator.id, &indicator.name_en));
    let processes = registers.processes.iter().map(|process| ("processes", &process.id, &process.name_en));
    for (register, id, _) in products.chain(indicators).chain(processes).filter(|(.., english)| english.is_none()) {
        findings.push(fault(register, id, Message::new("library-name-missing")));
    }
}

fn fault(register: &'static str, id: &str, message: Message) -> Finding {
    Finding::new(Severity::Fault, Place::record(register, id), message)
}
