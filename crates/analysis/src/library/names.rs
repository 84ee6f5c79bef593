//! Does a name mean one thing, in both languages?
//!
//! A name or alias of a product belongs to it alone, whatever the case; products, processes and indicators have a
//! name in Chinese and in English; no two processes have the same name. An id is lower-case ASCII with hyphens, as
//! of products, processes, chains, indicators and treatments. Source: the rules of the library. Limits:
//! whether a name is the trade's own word is for people to say.

use std::collections::BTreeMap;
use yanlian_model::{Finding, Message, Place, Ref, Severity, name_key};

use crate::Zone;

pub(super) fn check(zone: &Zone, shipped: Option<&Zone>, findings: &mut Vec<Finding>) {
    let registers = &zone.registers;
    let mut owners: BTreeMap<String, &str> = BTreeMap::new();
    for product in &registers.products {
        for name in product.names() {
            let owner = *owners.entry(name_key(name)).or_insert(&product.id);
            if owner != product.id {
                // Told of the one that is not shipped, where the other is.
                let is_new = |id: &str| shipped.is_some_and(|shipped| shipped.product(id).is_none());
                let (double, other) =
                    if is_new(owner) { (owner, product.id.as_str()) } else { (product.id.as_str(), owner) };
                let message = Message::new("library-name-twice").with("name", name).with("other", other);
                findings.push(fault("products", double, message));
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
    let ids = registers.chains.iter().map(|chain| ("chains", &chain.id));
    for (register, id) in
        products.clone().chain(indicators.clone()).chain(processes.clone()).map(|(r, id, _)| (r, id)).chain(ids)
    {
        if !is_id(id) {
            findings.push(fault(register, id, Message::new("library-id-shape").with("id", id)));
        }
    }
    for treatment in registers.treatments.iter().filter(|treatment| !is_id(&treatment.treatment)) {
        let message = Message::new("library-id-shape").with("id", &treatment.treatment);
        findings.push(Finding::new(Severity::Fault, Place::Record(Ref::of(treatment)), message));
    }
    for (register, id, _) in products.chain(indicators).chain(processes).filter(|(.., english)| english.is_none()) {
        findings.push(fault(register, id, Message::new("library-name-missing")));
    }
}

/// Lower-case letters and digits, in parts that hyphens join.
fn is_id(text: &str) -> bool {
    let is_part = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    text.split('-').all(is_part)
}

fn fault(register: &'static str, id: &str, message: Message) -> Finding {
    Finding::new(Severity::Fault, Place::record(register, id), message)
}
