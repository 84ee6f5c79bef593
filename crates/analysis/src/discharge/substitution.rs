//! What mass counts for a day whose readings are missing?
//!
//! ```text
//! counted(d) = ΣG                       where every hour is known
//!            = C̄·ΣD / 1000              where the day is valid and its volume known
//!            = max(ΣG, max counted(e))  otherwise, over valid days e with k ≤ e < d
//!            ≥ ΣG                       where there is no such day or no passed check
//! ```
//!
//! | Symbol | Meaning | Unit |
//! |---|---|---|
//! | G, D, C̄ | hourly mass, hourly volume, the day's mean | kg, m³, mg/L |
//! | k | the day of the last passed check of the monitor's factor on or before d | |
//!
//! Source: HJ 356-2019, from memory: to be checked against its text.
//!
//! Limits: only masses are substituted, never concentrations, so a substituted day is no evidence of
//! an exceedance. A check outside the set's days counts; valid days outside them are not seen. What
//! was measured stays beside what is counted.

use super::day::DayMean;
use super::means::day_mean;
use super::{ReadingSet, Reviewed};
use chrono::NaiveDate;
use serde::Serialize;
use yanlian_model::Figure;

/// What the mass of a day rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MassBasis {
    /// Every hour of flow is known.
    Measured,
    /// The day's mean over its valid hours, times its volume.
    ByMean,
    /// The largest effective mass since the last passed check.
    Substituted {
        /// The day that it was taken from.
        from: NaiveDate,
        /// The day of the check.
        since: NaiveDate,
    },
    /// Nothing could stand in: a lower bound.
    Open,
}

/// The mass of one day.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DayMass {
    /// The day.
    pub day: NaiveDate,
    /// By the hours alone, kg.
    pub measured_kg: Figure,
    /// What counts towards totals and tax, kg.
    pub counted_kg: Figure,
    /// What it rests on.
    pub basis: MassBasis,
}

/// The masses of every day of the set; empty for a factor without mass.
pub fn day_masses(set: &ReadingSet, outlet: &str, factor: &str) -> Vec<DayMass> {
    let days: Vec<DayMean> = set.days().map(|day| day_mean(set, outlet, factor, day, Reviewed::After)).collect();
    substituted(&days, &passed_checks(set, outlet, factor))
}

/// The days of the passed checks of the outlet's monitors for the factor, in order.
fn passed_checks(set: &ReadingSet, outlet: &str, factor: &str) -> Vec<NaiveDate> {
    let of_outlet = |mn: &str| set.registers.monitors.iter().any(|m| m.mn == mn && m.outlet == outlet);
    let checks = set.registers.monitor_checks.iter().filter(|check| check.passed && check.factor == factor);
    let mut days: Vec<NaiveDate> = checks.filter(|check| of_outlet(&check.monitor)).map(|check| check.day).collect();
    days.sort();
    days
}

/// The masses of consecutive days of one outlet and factor, with substitution; `passed` are the days
/// of passed checks in order.
pub fn substituted(days: &[DayMean], passed: &[NaiveDate]) -> Vec<DayMass> {
    let mut effective: Vec<(NaiveDate, f64)> = Vec::new();
    let mut masses = Vec::new();
    for day in days {
        let Some(measured) = &day.mass_kg else { continue };
        let known = match measured.value() {
            Some(mass) => Some((mass, MassBasis::Measured)),
            None => day.mass_by_mean_kg().map(|mass| (mass, MassBasis::ByMean)),
        };
        effective.extend(known.map(|(mass, _)| (day.day, mass)));
        let stand_in = || {
            let since = *passed.iter().rfind(|check| **check <= day.day)?;
            let window = effective.iter().filter(|(effective, _)| *effective >= since);
            // Of equals the first, so that the answer names one day.
            let (from, mass) = window.rev().max_by(|a, b| a.1.total_cmp(&b.1))?;
            Some((mass.max(measured.low()), MassBasis::Substituted { from: *from, since }))
        };
        let (counted_kg, basis) = match known.or_else(stand_in) {
            Some((mass, basis)) => (Figure::exact(mass), basis),
            None => (measured.clone(), MassBasis::Open),
        };
        masses.push(DayMass { day: day.day, measured_kg: measured.clone(), counted_kg, basis });
    }
    masses
}
