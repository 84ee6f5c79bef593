//! What leaves the outlets of the park, and may it?
//!
//! Readings of monitors become hours, hours become days, days are judged against limits and add up
//! to what permits allow and taxes cost:
//!
//! ```text
//! readings → hours (validity) → days (means) → verdicts (limits)
//!                                            → masses (substitution) → totals, tax, works
//! ```
//!
//! A [`ReadingSet`] holds the readings of a time with the registers by which they are judged; each method
//! takes it and asks one question. Rules and limits are rows of registers with their dates and
//! sources, never constants here. Every method leaves unknown what is unknown: a mass of which hours
//! are missing is *at least* what was measured.
//!
//! ```
//! use chrono::{NaiveDate, NaiveTime, TimeDelta};
//! use yanlian_analysis::discharge::{ReadingSet, Outcome, day_verdict};
//! use yanlian_model::registers::{DischargeLimit, DischargeRule, Factor, Monitor, MonitorFactor, Outlet};
//! use yanlian_model::{Reading, ReadingPeriod, Record, Registers};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! // The rules come with the project: name, first and last day, value.
//! let rules = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../chains/common/discharge_rules.csv"));
//! let rule = |line: &str| {
//!     let cells: Vec<&str> = line.split(',').collect();
//!     DischargeRule::from_texts(&[("rule", cells[0]), ("from", cells[1]), ("value", cells[3])])
//! };
//! let limit = [
//!     ("standard", "S"), ("factor", "w01018"), ("way", "direct"), ("period", "daily"), ("from", "2012-01-01"),
//!     ("value", "60"), ("unit", "mg/L"),
//! ];
//! let outlet = [("id", "W-1"), ("enterprise", "A"), ("name", "总排口"), ("kind", "direct"), ("standard", "S")];
//! let registers = Registers {
//!     discharge_rules: rules.lines().skip(1).map(rule).collect::<Result<_, _>>()?,
//!     discharge_limits: vec![DischargeLimit::from_texts(&limit)?].into(),
//!     factors: vec![Factor::from_texts(&[("code", "w01018"), ("name_zh", "化学需氧量"), ("unit", "mg/L")])?].into(),
//!     outlets: vec![Outlet::from_texts(&outlet)?].into(),
//!     monitors: vec![Monitor::from_texts(&[("mn", "M-1"), ("outlet", "W-1")])?].into(),
//!     monitor_factors: vec![MonitorFactor::from_texts(&[("monitor", "M-1"), ("factor", "w01018")])?].into(),
//!     ..Registers::default()
//! };
//! // 24 hours of 66 mg/L.
//! let day = NaiveDate::from_ymd_opt(2026, 3, 1).ok_or("no such day")?;
//! let reading = |hour| Reading {
//!     monitor: "M-1".into(),
//!     factor: "w01018".into(),
//!     start: day.and_time(NaiveTime::MIN) + TimeDelta::hours(hour),
//!     period: ReadingPeriod::Hour,
//!     avg: Some(66.0), min: None, max: None, rtd: None, cou: None,
//!     flag: 'N',
//! };
//! let readings: Vec<Reading> = (0..24).map(reading).collect();
//! let set = ReadingSet::new(&registers, &readings, day, day)?;
//! let verdict = day_verdict(&set, "W-1", "w01018", day);
//! assert_eq!(verdict.outcome, Outcome::Exceedance);
//! // 10 % over; the mass is not known, since nobody measured the flow.
//! assert!((verdict.over.ok_or("no limit")? - 0.1).abs() < 1e-12);
//! assert_eq!(verdict.mean.volume_m3.value(), None);
//! # Ok(())
//! # }
//! ```
//!
//! Each file names its formula, symbols, units, source and limits. All of them: only water and gas at
//! registered outlets; what leaves the park otherwise is not known here.

mod assessment;
mod average;
mod closed_days;
mod closing;
mod day;
mod hour;
mod limits;
mod means;
mod measured;
mod oxygen;
mod reading;
mod reading_set;
mod review;
mod rules;
mod substitution;
mod tax;
mod totals;
mod transmission;
mod validity;
mod verdict;
mod works;

pub use assessment::{
    DischargeAssessment, Exceedance, FactorAssessment, HandlingState, OutletAssessment, Standing, begin,
    leaves_the_park,
};
pub use average::MeanBasis;
pub use closed_days::ClosedDays;
pub use day::{Before, DayMean, DayState, DayVerdict, HourOver, Outcome};
pub use hour::{Cause, HourState, HourValue};
pub use limits::{LimitUsed, NoLimit, PermitValue, StandardValue, limit_of_day, limit_on};
pub use means::day_mean;
pub use measured::{MEASURED, Measured, WASTEWATER};
pub use reading_set::{ReadingSet, ReadingSetFault, in_base_unit};
pub use rules::{MissingRules, Rules, kept_days};
pub use substitution::{DayMass, MassBasis, day_masses, substituted};
pub use tax::{TaxEstimate, TaxLine, tax_estimate};
pub use totals::{Forecast, PermitUse, YearVolume, permit_use, year_volume};
pub use transmission::{Transmission, TransmissionBy, transmission};
pub use validity::{Reviewed, hours};
pub use verdict::{day_verdict, verdict_findings};
pub use works::{Discharger, WorksDay, works_day};

/// The code of flow (HJ 212-2017).
pub const FLOW: &str = "w00000";
/// The code of water temperature.
pub const WATER_TEMPERATURE: &str = "w01010";
