//! What do the park's outlets take of the zone's limits in a year, by what monitors measured?
//!
//! per_year(r) = 365 · Σ_o rate(o, factor(r)) over the outlets whose water leaves the park, where
//! rate is the mean mass a day of the last days (see `totals`). An enterprise counts as measured where a
//! monitor of any of its outlets measures the factor: what it sends to the treatment works is in the works'
//! outlet. Everybody else is left to the recipes of their plants.
//!
//! | Symbol | Meaning | Unit |
//! |---|---|---|
//! | rate | mean mass of a day | kg/day |
//! | per_year | mass of a year at that rate | kg |
//!
//! Source: project convention on the masses of HJ 212-2017 annex D.
//!
//! Limits: a rate of winter days stands for the whole year. Water taken in is not measured at outlets.

use super::{Survey, leaves_the_park};
use chrono::{Datelike, NaiveDate};
use serde::Serialize;
use std::collections::BTreeSet;
use yanlian_model::{Figure, Registers};

/// The limited resources that outlets measure, with their factors.
pub const MEASURED: [(&str, &str); 2] = [("cod", "w01018"), ("nh3-n", "w21003")];
const DAYS: f64 = 365.0;

/// What monitors measured of a limited resource.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Measured {
    /// The limited indicator.
    pub resource: String,
    /// The year of the readings.
    pub year: i32,
    /// The last day that they cover.
    pub through: NaiveDate,
    /// How many outlets lead it out of the park.
    pub outlets: usize,
    /// The mass that leaves the park in the year so far, kg.
    pub used_kg: Figure,
    /// The mass of a whole year at the present rate, kg.
    pub per_year_kg: Figure,
    /// The enterprises for whom this stands in place of their recipes.
    pub enterprises: BTreeSet<String>,
}

impl Survey {
    /// What monitors measured of the zone's limits; nothing of those that they do not measure.
    pub fn measured(&self, registers: &Registers) -> Vec<Measured> {
        MEASURED.into_iter().filter_map(|(resource, factor)| self.of_resource(registers, resource, factor)).collect()
    }

    fn of_resource(&self, registers: &Registers, resource: &str, factor: &str) -> Option<Measured> {
        let year_of = |outlet: &str| {
            let factors = self.outlet(outlet).map_or(&[][..], |surveyed| &surveyed.factors);
            factors.iter().find(|own| own.factor == factor)?.year.as_ref()
        };
        let leaving = registers.outlets.iter().filter(|outlet| leaves_the_park(outlet));
        let years: Vec<_> = leaving.filter_map(|outlet| year_of(&outlet.id)).collect();
        let by_monitor = registers.outlets.iter().filter(|outlet| year_of(&outlet.id).is_some());
        (!years.is_empty()).then(|| Measured {
            resource: resource.to_owned(),
            year: self.through.year(),
            through: self.through,
            outlets: years.len(),
            used_kg: years.iter().map(|year| year.used_kg.clone()).sum(),
            per_year_kg: years.iter().map(|year| year.rate_kg_day.times(DAYS)).sum(),
            enterprises: by_monitor.map(|outlet| outlet.enterprise.clone()).collect(),
        })
    }
}
