//! Whether what is kept holds together: every reference names something.

use crate::{Key, Kind, Register, Row, Tables, Target, Value, party_outside, registers};

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
            for (field, name) in references(register, row) {
                if !targets(register, field.1, row).iter().any(|target| is_kept(tables, target, &name)) {
                    found.push(Dangling { register: register.name, key: key.clone(), field: field.0, names: name });
                }
            }
        }
    }
    found
}

/// Field (key and target) and name of each reference that `row` makes; not parties outside the zone.
fn references(register: &'static Register, row: &Row) -> Vec<((&'static str, Target), String)> {
    let fields = register.fields.iter().zip(row);
    let referring = fields.filter_map(|(field, cell)| match (field.target, cell) {
        (Some(target), Some(Value::Text(text))) => Some((field, target, text)),
        _ => None,
    });
    referring
        .flat_map(|(field, target, text)| {
            let names: Vec<&str> = if field.kind == Kind::List { text.split(';').collect() } else { vec![text] };
            names.into_iter().map(move |name| ((field.key, target), name.to_owned())).collect::<Vec<_>>()
        })
        .filter(|((_, target), name)| *target != Target::Party || party_outside(name).is_none())
        .collect()
}

/// The registers among whose records a reference of `row` must be found.
pub fn targets(register: &Register, target: Target, row: &Row) -> Vec<&'static str> {
    match target {
        Target::Register(name) => vec![name],
        Target::Party => vec!["enterprises", "directory"],
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
