//! How much of a permit is used, and when will it be used up at the present rate?
//!
//! ```text
//! U = Σ counted(d), 1 January … t        used
//! r = Σ counted(d), t−n+1 … t, over n    present rate
//! T = t + ⌈(P − U) / r⌉                  the day on which it is used up
//! ```
//!
//! | Symbol | Meaning | Unit |
//! |---|---|---|
//! | P | what the permit allows in the year | kg |
//! | U | used so far, over the permit's outlets | kg |
//! | counted(d) | the mass of a day, with substitution | kg |
//! | r | the present rate | kg a day |
//! | n | days that the rate is taken over; a parameter, fewer where the year is younger | |
//! | t | the set's last day | |
//!
//! Source: year-to-date mass against the permit; the forecast is plain arithmetic of ours.
//!
//! Limits: a permit for an enterprise counts its direct and indirect outlets and those of its works,
//! not workshops and inflows, whose water is counted there. Days of the year before the set begins
//! and days without readings are unknown, so that U is *at least* what is known. The forecast takes
//! the days to come for like the last n; a range is given where U or r is one.

use super::means::{day_mean, no_readings};
use super::substitution::{DayMass, day_masses};
use super::{FLOW, ReadingSet, Reviewed};
use crate::rounding::at_least;
use chrono::{Datelike, Days, NaiveDate};
use serde::Serialize;
use std::collections::BTreeMap;
use yanlian_model::registers::Permit;
use yanlian_model::{Figure, OutletKind};

/// When a permit is used up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Forecast {
    /// It surely is already: the first day on which what is known reached it.
    UsedUp(NaiveDate),
    /// At the present rate, between these days; `None` where not within the year.
    Between {
        /// The earliest; tomorrow where it may be used up already.
        earliest: Option<NaiveDate>,
        /// The latest.
        latest: Option<NaiveDate>,
    },
    /// The permit says no total.
    NoTotal,
}

/// How far a permit is used.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PermitUse {
    /// The permit.
    pub permit: String,
    /// The factor.
    pub factor: String,
    /// The outlets that count.
    pub outlets: Vec<String>,
    /// The year's days up to this one.
    pub through: NaiveDate,
    /// What is allowed, kg.
    pub total_kg: Option<f64>,
    /// What counts as used, kg.
    pub used_kg: Figure,
    /// What was measured, without substitution, kg.
    pub measured_kg: Figure,
    /// Total less used, kg; negative where exceeded.
    pub left_kg: Option<Figure>,
    /// Present rate, kg a day.
    pub rate_kg_day: Figure,
    /// When it is used up.
    pub forecast: Forecast,
}

/// How far a permit is used on the set's last day, with the rate over the last `rate_days` days
/// (at least one). `None` where the set's last day is not in the permit's year, or the permit names
/// neither outlet nor enterprise.
pub fn permit_use(set: &ReadingSet, permit: &Permit, rate_days: u64) -> Option<PermitUse> {
    let outlets = outlets_of(set, permit)?;
    let begin = NaiveDate::from_ymd_opt(permit.year, 1, 1).filter(|_| set.to.year() == permit.year)?;
    let days = year_to_date(set, &outlets, &permit.factor, begin);
    let sum = |masses: &mut dyn Iterator<Item = &Figure>| masses.cloned().sum::<Figure>();
    let used_kg = sum(&mut days.values().map(|(counted, _)| counted));
    let rate_days = rate_days.clamp(1, days.len() as u64);
    let last = set.to - Days::new(rate_days - 1);
    let rate_kg_day = sum(&mut days.range(last..).map(|(_, (counted, _))| counted)).times(1.0 / rate_days as f64);
    let left_kg = permit.total_kg.map(|total| &Figure::exact(total) - &used_kg);
    let forecast = match (permit.total_kg, &left_kg) {
        (Some(total), Some(left)) => match used_up(&days, total) {
            Some(day) => Forecast::UsedUp(day),
            None => Forecast::Between {
                earliest: reached(set.to, left.low(), rate_kg_day.high()),
                latest: reached(set.to, left.high(), rate_kg_day.low()),
            },
        },
        _ => Forecast::NoTotal,
    };
    Some(PermitUse {
        permit: permit.id.clone(),
        factor: permit.factor.clone(),
        outlets,
        through: set.to,
        total_kg: permit.total_kg,
        measured_kg: sum(&mut days.values().map(|(_, measured)| measured)),
        used_kg,
        left_kg,
        rate_kg_day,
        forecast,
    })
}

/// The water that an outlet discharged in a year.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct YearVolume {
    /// From 1 January to the set's last day, m³.
    pub used_m3: Figure,
    /// Present rate, m³ a day.
    pub rate_m3_day: Figure,
}

/// What an outlet discharged in the year of the set's last day, with the rate over the last
/// `rate_days` days (at least one). `None` where its monitors measure nothing but flow.
pub fn year_volume(set: &ReadingSet, outlet: &str, rate_days: u64) -> Option<YearVolume> {
    let factor = set.factors_of(outlet).first().copied()?;
    let begin = NaiveDate::from_ymd_opt(set.to.year(), 1, 1)?;
    // The volume of a day is the same beside each factor, and closed with it.
    let volume = |day: NaiveDate| match day < set.from {
        true => Figure::unknown(no_readings(outlet, FLOW, day)),
        false => day_mean(set, outlet, factor, day, Reviewed::After).volume_m3,
    };
    let days: Vec<Figure> = begin.iter_days().take_while(|day| *day <= set.to).map(volume).collect();
    let rate_days = (rate_days.max(1) as usize).min(days.len());
    let recent: Figure = days.iter().rev().take(rate_days).cloned().sum();
    Some(YearVolume { rate_m3_day: recent.times(1.0 / rate_days as f64), used_m3: days.into_iter().sum() })
}

fn outlets_of(set: &ReadingSet, permit: &Permit) -> Option<Vec<String>> {
    let last = |kind| matches!(kind, OutletKind::Direct | OutletKind::Indirect | OutletKind::WorksOutlet);
    match (&permit.outlet, &permit.enterprise) {
        (Some(outlet), _) => Some(vec![outlet.clone()]),
        (None, Some(enterprise)) => {
            let own = set.registers.outlets.iter().filter(|row| row.enterprise == *enterprise && last(row.kind));
            Some(own.map(|row| row.id.clone()).collect())
        }
        (None, None) => None,
    }
}

/// Counted and measured mass of every day from `begin` to the set's last, over the outlets.
fn year_to_date(
    set: &ReadingSet,
    outlets: &[String],
    factor: &str,
    begin: NaiveDate,
) -> BTreeMap<NaiveDate, (Figure, Figure)> {
    let mut days: BTreeMap<NaiveDate, (Figure, Figure)> =
        begin.iter_days().take_while(|day| *day <= set.to).map(|day| (day, Default::default())).collect();
    for outlet in outlets {
        let mut masses: BTreeMap<NaiveDate, DayMass> =
            day_masses(set, outlet, factor).into_iter().map(|mass| (mass.day, mass)).collect();
        for (day, (counted, measured)) in &mut days {
            match masses.remove(day) {
                Some(mass) => {
                    *counted += &mass.counted_kg;
                    *measured += &mass.measured_kg;
                }
                None => {
                    let unknown = Figure::unknown(no_readings(outlet, factor, *day));
                    *counted += &unknown;
                    *measured += &unknown;
                }
            }
        }
    }
    days
}

/// The first day on which what is known reached the total.
fn used_up(days: &BTreeMap<NaiveDate, (Figure, Figure)>, total: f64) -> Option<NaiveDate> {
    let mut used = 0.0;
    let mut reached = days.iter().filter_map(|(day, (counted, _))| {
        used += counted.low();
        at_least(used, total).then_some(*day)
    });
    reached.next()
}

/// The day on which `left` is used up at `rate` a day, where that is in the year of `today`.
fn reached(today: NaiveDate, left: f64, rate: f64) -> Option<NaiveDate> {
    let days = match left / rate {
        _ if left <= 0.0 || rate == f64::INFINITY => 1.0,
        days if days.is_finite() => (days - 1e-9).ceil().max(1.0),
        _ => return None,
    };
    let day = today.checked_add_days(Days::new(days.min(400.0) as u64))?;
    (day.year() == today.year()).then_some(day)
}
