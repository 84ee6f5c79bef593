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
    let names =
        registers.products.iter().flat_map(|product| product.names().map(move |name| (name_key(name), &*product.id)));
    twice("products", names, &|id| shipped.is_some_and(|shipped| shipped.product(id).is_none()), findings);
    let names = registers.processes.iter().flat_map(|process| {
        let names = [Some(&process.name_zh), process.name_en.as_ref()].into_iter().flatten();
        names.map(move |name| (name.clone(), &*process.id))
    });
    twice("processes", names, &|id| shipped.is_some_and(|shipped| shipped.process(id).is_none()), findings);
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

/// Tells each name that two records bear, of the one that is not shipped where the other is.
fn twice<'z>(
    register: &'static str,
    names: impl Iterator<Item = (String, &'z str)>,
    is_new: &dyn Fn(&str) -> bool,
    findings: &mut Vec<Finding>,
) {
    let mut owners: BTreeMap<String, &str> = BTreeMap::new();
    for (name, id) in names {
        let owner = *owners.entry(name.clone()).or_insert(id);
        if owner != id {
            let (double, other) = if is_new(owner) { (owner, id) } else { (id, owner) };
            let message = Message::new("library-name-twice").with("name", name).with("other", other);
            findings.push(fault(register, double, message));
        }
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
