//! How fresh are the records of a register, and does each say where it comes from?
//!
//! ```text
//! n(d) = records whose figures hold for the day d
//! s    = records without a source
//! ```
//!
//! Both are counts of records. No formula of its own. Source: the provenance of each record. Limits: a record
//! without a day counts nowhere in n.

use chrono::NaiveDate;
use std::collections::BTreeMap;
use yanlian_model::{Register, Table, Value};

/// How fresh the records of a register are.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Freshness {
    /// How many records hold for each day.
    pub days: BTreeMap<NaiveDate, usize>,
    /// How many do not say where they come from.
    pub without_source: usize,
}

impl Freshness {
    /// That of the records of `table`.
    pub fn of(register: &Register, table: &Table) -> Freshness {
        let (day, source) = (register.position("as_of"), register.position("source"));
        let mut fresh = Freshness::default();
        for row in table.values() {
            let cell = |at: Option<usize>| row.get(at?)?.as_ref();
            fresh.without_source += usize::from(cell(source).is_none());
            if let Some(Value::Date(day)) = cell(day) {
                *fresh.days.entry(*day).or_default() += 1;
            }
        }
        fresh
    }

    /// The last day for which a record holds.
    pub fn latest(&self) -> Option<NaiveDate> {
        self.days.last_key_value().map(|(day, _)| *day)
    }

    /// The first day for which a record holds.
    pub fn oldest(&self) -> Option<NaiveDate> {
        self.days.first_key_value().map(|(day, _)| *day)
    }

    /// How many records hold for days of that kind.
    pub fn count(&self, fits: impl Fn(NaiveDate) -> bool) -> usize {
        self.days.iter().filter(|(day, _)| fits(**day)).map(|(_, records)| records).sum()
    }
}
