//! Whether what is kept holds together: every reference names something.

use crate::{Field, Key, Kind, Register, Row, Tables, Target, Value, party_outside, registers};

/// A reference in a kept record that names nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dangling {
    /// The register of the record that refers.
    pub register: &'static str,
    /// Its key.
    pub key: Key,
    /// The field that refers.
    pub field: &'static str,
    /// What it names.
    pub names: String,
}

/// Every reference of `tables` that names no record.
pub fn dangling(tables: &Tables) -> Vec<Dangling> {
    let mut found = Vec::new();
    for register in registers::ALL {
        for (key, row) in tables.get(register.name).into_iter().flatten() {
            for Reference { field, name, targets } in references(register, row) {
                if !targets.iter().any(|target| is_kept(tables, target, name)) {
                    let names = name.to_owned();
                    found.push(Dangling { register: register.name, key: key.clone(), field: field.key, names });
                }
            }
        }
    }
    found
}

/// A record that a field names, in any of the registers where such a name is looked up.
#[derive(Debug, Clone)]
pub struct Reference<'r> {
    /// The field that refers.
    pub field: &'static Field,
    /// The key that it names.
    pub name: &'r str,
    /// The registers in which it is looked up.
    pub targets: Vec<&'static str>,
}

/// Every reference that `row` makes; not parties outside the zone.
pub fn references<'r>(register: &'static Register, row: &'r Row) -> impl Iterator<Item = Reference<'r>> {
    let referring = register.fields.iter().zip(row).filter_map(|(field, cell)| match (field.target, cell) {
        (Some(target), Some(Value::Text(text))) => Some((field, target, text.as_str())),
        _ => None,
    });
    referring.flat_map(move |(field, target, text)| {
        let names = text.split(move |c| field.kind == Kind::List && c == ';');
        let inside = names.filter(move |name| target != Target::Party || party_outside(name).is_none());
        inside.map(move |name| Reference { field, name, targets: targets(register, target, row) })
    })
}

/// The registers whose records a field may name, whatever else its row says.
pub fn possible_targets(target: Target) -> Vec<&'static str> {
    match target {
        Target::Register(name) => vec![name],
        Target::Party => vec!["enterprises", "directory"],
        Target::Item => vec!["products", "indicators"],
    }
}

/// The registers among whose records a reference of `row` must be found.
pub fn targets(register: &Register, target: Target, row: &Row) -> Vec<&'static str> {
    match target {
        Target::Register(_) | Target::Party => possible_targets(target),
        Target::Item => {
            let direction = register.position("direction").and_then(|i| row.get(i)?.as_ref());
            match direction {
                Some(Value::Text(direction)) if direction == "use" || direction == "emit" => vec!["indicators"],
                _ => vec!["products"],
            }
        }
    }
}

fn is_kept(tables: &Tables, register: &str, name: &str) -> bool {
    tables.get(register).is_some_and(|table| table.contains_key(&Key::from_parts(&[name])))
}
