//! The registers of the example park, from `tests/example/*.csv`.

use chrono::NaiveDate;
use proptest::test_runner::{Config as ProptestConfig, RngSeed};
use std::collections::BTreeMap;
use yanlian_analysis::{Diagnosis, Question, Zone, diagnose};
use yanlian_model::{Key, Register, Registers, Row, Tables, Value, registers};

/// The rows of each register in the order of its file.
pub(crate) type Sheets = BTreeMap<&'static str, Vec<Row>>;

pub(crate) fn sheets() -> Sheets {
    registers::ALL.iter().map(|register| (register.name, sheet(register))).collect()
}

fn sheet(register: &'static Register) -> Vec<Row> {
    sheet_in("tests/example", register)
}

/// The rows of a register's file in a folder; none where there is no such file.
pub(crate) fn sheet_in(folder: &str, register: &'static Register) -> Vec<Row> {
    let path = format!("{}/{folder}/{}.csv", env!("CARGO_MANIFEST_DIR"), register.name);
    let Ok(mut reader) = csv::Reader::from_path(path) else { return Vec::new() };
    let header = reader.headers().unwrap().clone();
    let places: Vec<usize> = header.iter().map(|key| register.position(key).expect(key)).collect();
    let row = |record: csv::StringRecord| {
        let mut row = Row::blank(register.fields.len());
        for (place, text) in places.iter().zip(&record).filter(|(_, text)| !text.is_empty()) {
            row[*place] = Some(Value::parse(register.fields[*place].kind, text).expect(text));
        }
        row
    };
    reader.records().map(|record| row(record.unwrap())).collect()
}

pub(crate) fn tables_of(sheets: Sheets) -> Tables {
    let keyed = |(name, rows): (&'static str, Vec<Row>)| {
        let register = registers::by_name(name).unwrap();
        (name, rows.into_iter().map(|row| (register.key_of(&row).unwrap(), row)).collect())
    };
    sheets.into_iter().map(keyed).collect()
}

pub(crate) fn tables() -> Tables {
    tables_of(sheets())
}

/// Overwrites one cell; a record that is not there yet is made from its key.
pub(crate) fn set(tables: &mut Tables, register: &'static str, key: &[&str], field: &str, value: Option<Value>) {
    let declared = registers::by_name(register).unwrap();
    let row = tables.entry(register).entry(Key::from_parts(key)).or_insert_with(|| {
        let mut parts = key.iter();
        let cell = |field: &yanlian_model::Field| {
            field.is_key.then(|| Value::parse(field.kind, parts.next().unwrap()).unwrap())
        };
        declared.fields.iter().map(cell).collect()
    });
    row[declared.position(field).unwrap()] = value;
}

pub(crate) fn set_number(tables: &mut Tables, register: &'static str, key: &[&str], field: &str, number: f64) {
    set(tables, register, key, field, Some(Value::Number(number)));
}

pub(crate) fn question() -> Question {
    Question::new(2025, NaiveDate::from_ymd_opt(2026, 3, 20).unwrap())
}

pub(crate) fn diagnosed(tables: &Tables) -> Diagnosis {
    asked(tables, &question())
}

pub(crate) fn asked(tables: &Tables, question: &Question) -> Diagnosis {
    diagnose(&zone_of(tables), question)
}

pub(crate) fn zone_of(tables: &Tables) -> Zone {
    Zone::new(Registers::from_tables(tables))
}

/// Few cases, the same in every run.
pub(crate) fn cases() -> ProptestConfig {
    ProptestConfig { cases: 64, rng_seed: RngSeed::Fixed(2025), failure_persistence: None, ..ProptestConfig::default() }
}
