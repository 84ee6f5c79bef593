//! What is asked: the reporting year, the chain, the day on which it is asked.

use crate::discharge::Measured;
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::BTreeSet;
use yanlian_model::Registers;

/// The terms of a diagnosis.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Question {
    /// The reporting year: outputs, supplies and demands of this year count.
    pub year: i32,
    /// The day on which it is asked; deadlines are judged by it.
    pub today: NaiveDate,
    /// Only what touches this chain's processes; `None` for all chains.
    pub chain: Option<String>,
    /// Whether a plant's latest earlier output may stand in for a missing one, marked stale.
    pub accept_stale: bool,
    /// What monitors measured of the zone's limits; it counts where no use is registered.
    pub measured: Vec<Measured>,
}

impl Question {
    /// All chains in `year`, missing outputs left unknown.
    pub fn new(year: i32, today: NaiveDate) -> Question {
        Question { year, today, chain: None, accept_stale: false, measured: Vec::new() }
    }

    /// What monitors measured of a limited indicator in a year.
    pub fn measured_in(&self, resource: &str, year: i32) -> Option<&Measured> {
        self.measured.iter().find(|measured| measured.resource == resource && measured.year == year)
    }

    /// The last day of the reporting year.
    pub fn year_end(&self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.year, 12, 31).unwrap_or(NaiveDate::MAX)
    }
}

/// The years that have any output, earliest first.
pub fn years(registers: &Registers) -> Vec<i32> {
    let years: BTreeSet<i32> = registers.plant_outputs.iter().map(|row| row.year).collect();
    years.into_iter().collect()
}

/// The reporting year where none is asked for: the latest with any known output.
pub fn default_year(registers: &Registers) -> Option<i32> {
    registers.plant_outputs.iter().filter(|row| row.output.is_some()).map(|row| row.year).max()
}
