//! What is a day's mean concentration, volume and mass?
//!
//! ```text
//! G = C·D / 1000          an hour's mass
//! C̄ = ΣC·D / ΣD           a day's mean of water, over its valid hours: weighted by flow
//! C̄ = ΣC / n              of pH and temperature, and where most hours' volumes are not known
//! ```
//!
//! Where a few volumes are not known, each stands as the straight line between its neighbours' has it, so
//! that no concentration drops out of the mean: hiding one flow must not hide an hour.
//!
//! | Symbol | Meaning | Unit |
//! |---|---|---|
//! | C | an hour's concentration | mg/L |
//! | D | an hour's volume | m³ |
//! | G | an hour's mass | kg |
//! | n | valid hours | 1 |
//!
//! A day is valid where `n ≥ h·N/24` for water, `n ≥ h` for gas; N is the hours of the day less
//! those without flow, h the rule `water_day_hours` or `gas_day_hours`.
//!
//! Source: HJ 212-2017 annex D for the means, 20 hours of gas; read in a stored source. Of water three
//! quarters of the hours, 18 of 24: HJ 356-2019, from memory. How lost volumes are filled in is ours.
//!
//! Limits: days are computed from hours; the day values that a monitor sends are no evidence, and one that
//! is over a twentieth away from both the weighted and the plain mean brings a finding. A day's mass is exact only where every hour of flow has a valid concentration and a volume;
//! otherwise it is *at least* what those hours give. Nothing is said about the mass of gas.

use super::average::{MeanBasis, weighted_mean};
use super::day::{DayMean, DayState};
use super::hour::{HourState, HourValue};
use super::limits::is_gas;
use super::validity::{Reviewed, hours};
use super::{FLOW, ReadingSet};
use chrono::{NaiveDate, NaiveTime};
use yanlian_model::{Figure, Missing, MissingKind, ReadingPeriod, RuleKind};

/// By how much of the mean a monitor's day value may differ from it.
const DAY_VALUE_TOLERANCE: f64 = 0.05;

/// The mean, volume and mass of a day. The factor is not flow: flow is what weighs the others.
pub fn day_mean(set: &ReadingSet, outlet: &str, factor: &str, day: NaiveDate, reviewed: Reviewed) -> DayMean {
    if let Some(verdict) = set.closed(outlet, factor, day).filter(|_| reviewed == Reviewed::After) {
        return verdict.mean.clone();
    }
    let hours = hours(set, outlet, factor, day, reviewed);
    let dry = hours.iter().filter(|hour| hour.state == HourState::NoFlow).count();
    let valid = hours.iter().filter(|hour| hour.valid_value().is_some()).count();
    let (gas, due) = (is_gas(set.registers, outlet), hours.len() - dry);
    let needed = match gas {
        true => set.rules.value(RuleKind::GasDayHours, day),
        false => set.rules.value(RuleKind::WaterDayHours, day) * due as f64 / 24.0,
    };
    let state = match () {
        () if due == 0 => DayState::NoDischarge,
        () if valid as f64 >= needed - 1e-9 && valid > 0 => DayState::Valid,
        () if hours.iter().all(|hour| matches!(hour.state, HourState::Missing | HourState::NoFlow)) => {
            DayState::Missing
        }
        () => DayState::Invalid,
    };
    let points: Vec<_> = hours.iter().map(|hour| (hour.valid_value(), hour.volume_m3)).collect();
    let mean = weighted_mean(&points, set.weighs(factor));
    let plain = weighted_mean(&points, false);
    let contradicted_by = day_value(set, outlet, factor, day).filter(|sent| {
        let agrees = |mean: &(f64, MeanBasis)| (sent - mean.0).abs() <= DAY_VALUE_TOLERANCE * mean.0.abs();
        let same_means = mean.iter().chain(&plain).any(agrees);
        state == DayState::Valid && !set.judged_by_hours(factor) && !same_means
    });
    let missing = |factor: &str| no_readings(outlet, factor, day);
    DayMean {
        outlet: outlet.to_owned(),
        factor: factor.to_owned(),
        day,
        due,
        valid,
        state,
        mean: mean.map(|(mean, _)| mean),
        basis: mean.map(|(_, basis)| basis),
        contradicted_by,
        volume_m3: sum(hours.iter().map(|hour| hour.volume_m3), || missing(FLOW)),
        mass_kg: set.has_mass(factor).then(|| sum(hours.iter().map(hour_mass), || missing(factor))),
        hours,
    }
}

/// That an outlet's readings of a day are missing.
pub(super) fn no_readings(outlet: &str, factor: &str, day: NaiveDate) -> Missing {
    Missing::new(MissingKind::Reading, "outlets", outlet).part(&format!("{factor} {day}"))
}

/// The volume that an outlet discharged on a day, m³.
pub(super) fn day_volume(set: &ReadingSet, outlet: &str, day: NaiveDate) -> Figure {
    let missing = || no_readings(outlet, FLOW, day);
    sum(hours(set, outlet, FLOW, day, Reviewed::After).iter().map(|hour| hour.volume_m3), missing)
}

/// kg; `None` where the concentration or the volume is not known.
fn hour_mass(hour: &HourValue) -> Option<f64> {
    match hour.state {
        HourState::NoFlow => Some(0.0),
        _ => Some(hour.valid_value()? * hour.volume_m3? / 1000.0),
    }
}

/// The sum of what is known; at least that where something is not.
fn sum(values: impl Iterator<Item = Option<f64>>, missing: impl FnOnce() -> Missing) -> Figure {
    let (known, unknown) = values.fold((0.0, 0), |(known, unknown), value| match value {
        Some(value) => (known + value, unknown),
        None => (known, unknown + 1),
    });
    match unknown {
        0 => Figure::exact(known),
        _ => &Figure::exact(known) + &Figure::unknown(missing()),
    }
}

/// The valid day value that the monitor sent.
fn day_value(set: &ReadingSet, outlet: &str, factor: &str, day: NaiveDate) -> Option<f64> {
    let sample = set.series(outlet, factor)?.at(ReadingPeriod::Day, day.and_time(NaiveTime::MIN))?;
    sample.value.filter(|_| sample.may_count())
}
