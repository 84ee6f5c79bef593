//! How a row is kept as text: `[shape, value, value, …]`, a JSON array.
//!
//! The first element names the row's *shape*, the field keys in the order in which the row was
//! written; each such order is kept once, in the table `shapes`. A release that adds, drops or
//! reorders fields gets a shape of its own and reads the rows of every other by the names of the
//! fields: what it does not know is dropped, what was not there is blank. So a row is as robust
//! as an object with its keys, without the room and the time that the keys take in every row.

use crate::StoreError;
use crate::stored::unreadable;
use serde_json::Value as Json;
use std::collections::HashMap;
use yanlian_model::{Field, Privacy, Register, Row, Value, registers};

/// A field as a row has it: its position in the register's present declaration and that declaration.
type Slot = Option<(usize, &'static Field)>;

/// Every shape in which rows are kept.
#[derive(Debug)]
pub(crate) struct Shapes {
    /// The shape in which rows of a register are written now.
    present: HashMap<&'static str, i64>,
    /// What each shape's fields are now; `None` for one that is no longer declared.
    slots: HashMap<i64, Vec<Slot>>,
}

impl Shapes {
    /// The shapes in which this release writes: register and fields.
    pub(crate) fn of_this_release() -> impl Iterator<Item = (&'static str, String)> {
        registers::ALL.iter().map(|register| (register.name, fields(register)))
    }

    /// The shapes that a database keeps, those of this release among them: number, register and fields.
    pub(crate) fn new(kept: Vec<(i64, String, String)>) -> Result<Shapes, StoreError> {
        let mut shapes = Shapes { present: HashMap::new(), slots: HashMap::new() };
        for (id, register, keys) in kept {
            let Some(register) = registers::by_name(&register) else { continue };
            if keys == fields(register) {
                shapes.present.insert(register.name, id);
            }
            let keys: Vec<String> = serde_json::from_str(&keys).map_err(unreadable)?;
            let slot = |key: &String| register.position(key).map(|i| (i, &register.fields[i]));
            shapes.slots.insert(id, keys.iter().map(slot).collect());
        }
        Ok(shapes)
    }

    /// Whether each shape of this release is kept.
    pub(crate) fn are_of_this_release(&self) -> bool {
        registers::ALL.iter().all(|register| self.present.contains_key(register.name))
    }

    /// The text of a row; blank cells at its end are left out.
    pub(crate) fn write(&self, register: &'static str, row: &Row) -> Result<String, StoreError> {
        let shape = self.present.get(register).ok_or_else(|| StoreError::NoRegister(register.to_owned()))?;
        let filled = row.iter().rposition(Option::is_some).map_or(0, |last| last + 1);
        let mut text = format!("[{shape}").into_bytes();
        row[..filled].iter().try_for_each(|cell| push(&mut text, cell)).map_err(unreadable)?;
        text.push(b']');
        Ok(String::from_utf8(text).expect("JSON is UTF-8"))
    }

    /// The row of a text.
    pub(crate) fn read(&self, register: &'static Register, text: &str) -> Result<Row, StoreError> {
        let (slots, cells) = self.cells(text)?;
        let mut row = Row::blank(register.fields.len());
        let filled = &mut *row;
        for (slot, cell) in slots.iter().zip(&cells[1..]) {
            if let Some((position, field)) = slot {
                filled[*position] = Value::from_json(field.kind, cell);
            }
        }
        Ok(row)
    }

    /// The text of a row without its personal values; `None` where it has none. Values of fields
    /// that are no longer declared go too: whether they were personal is not known any more.
    pub(crate) fn without_personal(&self, text: &str) -> Result<Option<String>, StoreError> {
        let (slots, mut cells) = self.cells(text)?;
        let mut erased = false;
        for (slot, cell) in slots.iter().zip(&mut cells[1..]) {
            if !cell.is_null() && slot.is_none_or(|(_, field)| field.privacy == Privacy::Personal) {
                *cell = Json::Null;
                erased = true;
            }
        }
        Ok(erased.then(|| Json::from(cells).to_string()))
    }

    /// The fields and the elements of a row's text; the first element is the shape.
    fn cells(&self, text: &str) -> Result<(&[Slot], Vec<Json>), StoreError> {
        let cells: Vec<Json> = serde_json::from_str(text).map_err(unreadable)?;
        let shape = cells.first().and_then(Json::as_i64).and_then(|id| self.slots.get(&id));
        // Without the row, which may hold what nobody may see: errors are logged.
        let slots = shape.ok_or_else(|| StoreError::Unreadable("row of an unknown shape".to_owned()))?;
        Ok((slots, cells))
    }
}

/// Puts a cell behind others, as [`Value::to_json`] has it but without a copy of it.
fn push(text: &mut Vec<u8>, cell: &Option<Value>) -> serde_json::Result<()> {
    text.push(b',');
    match cell {
        None => text.extend_from_slice(b"null"),
        Some(Value::Text(own)) => serde_json::to_writer(text, own.as_str())?,
        Some(Value::Number(number)) => serde_json::to_writer(text, number)?,
        Some(Value::Flag(flag)) => serde_json::to_writer(text, flag)?,
        Some(date @ Value::Date(_)) => serde_json::to_writer(text, &date.to_text())?,
    }
    Ok(())
}

/// The fields of a register as a shape keeps them.
fn fields(register: &Register) -> String {
    Json::from_iter(register.fields.iter().map(|field| field.key)).to_string()
}
