//! Which hours of readings are evidence?
//!
//! An hour of a factor is
//!
//! - *without flow* where the hour's volume is known to be nothing: its values are none of water
//!   that was discharged;
//! - *invalid* where its flag is none of N, T, S (D, F, M, C, B say why, others are of no standard), what was sent
//!   of it contradicts itself or can be no value (`!`, see `reading`), its value is negative or no number, or too
//!   few of the due ten-minute values are valid: `n / N < s` for water, `60·n / N < m` for gas;
//! - *invalid by review* where an officer declared a time that touches it invalid;
//! - *missing* where nothing was received; *valid* otherwise.
//!
//! | Symbol | Meaning | Unit |
//! |---|---|---|
//! | n | valid ten-minute values of the hour | 1 |
//! | N | ten-minute values due an hour, by monitor and factor, else rule `ten_minutes_due` | 1 |
//! | s | rule `water_hour_share` | 1 |
//! | m | rule `gas_hour_minutes` | min |
//!
//! Source: HJ 212-2017 for flags, zero flow, negative values, calibration and quality control, 45
//! minutes for gas, read in a stored source. The share for water is assumed; HJ 356-2019 is to be
//! checked. The rules' rows say which are verified.
//!
//! Limits: where a monitor sends hours but no ten-minute values at all, how complete the hour is
//! cannot be checked and its flag alone decides. Where the hour itself was not received but enough
//! ten-minute values were, their mean stands for it, weighted by flow; of pH the one that is furthest from
//! the middle of its usual range, as acid does not make up for lye. Values of gas that the device did not
//! convert to the reference oxygen are converted here (see `oxygen`). Values over range
//! (T) and set by hand (S) count as they are. A review only takes evidence away.

use super::average::weighted_mean;
use super::hour::{Cause, HourState, HourValue};
use super::limits::is_gas;
use super::oxygen::{self, OXYGEN};
use super::reading::{Sample, Series, hours_of, is_evidence_flag};
use super::{FLOW, ReadingSet};
use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use serde::Serialize;
use yanlian_model::{ReadingPeriod, RuleKind};

/// The middle of 6 to 9, in which standards keep pH.
const MIDDLE_PH: f64 = 7.5;

/// Whether the officers' review periods count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reviewed {
    /// As the monitors alone have it.
    Before,
    /// With the review periods.
    After,
}

/// The 24 hours of a day, of one factor at one outlet.
pub fn hours(set: &ReadingSet, outlet: &str, factor: &str, day: NaiveDate, reviewed: Reviewed) -> Vec<HourValue> {
    let flow = Judge::new(set, outlet, FLOW, day, reviewed);
    let own = Judge::new(set, outlet, factor, day, reviewed);
    let gas = reference(set, outlet, factor).map(|reference| {
        let measured = oxygen::as_measured(factor).unwrap_or(factor);
        let [measured, oxygen] = [measured, OXYGEN].map(|factor| Judge::new(set, outlet, factor, day, reviewed));
        (measured, oxygen, reference)
    });
    let hour = |start| {
        let (volume, flow_state) = flow.hour(start, |_| None);
        let volume_m3 = volume.filter(|_| flow_state == HourState::Valid);
        let (value, state) = match factor {
            FLOW => (volume, flow_state),
            _ => match (own.hour(start, |ten| flow.ten_minute_volume(ten)), &gas) {
                ((_, HourState::Missing), Some((measured, oxygen, reference))) => {
                    oxygen::convert(measured.hour(start, |_| None), oxygen.hour(start, |_| None), *reference)
                }
                (own, _) => own,
            },
        };
        let dry = factor != FLOW && volume_m3 == Some(0.0);
        HourValue { start, value, volume_m3, state: if dry { HourState::NoFlow } else { state } }
    };
    hours_of(day).map(hour).collect()
}

/// The outlet's reference oxygen, where concentrations of this factor are converted to it here.
fn reference(set: &ReadingSet, outlet: &str, factor: &str) -> Option<f64> {
    oxygen::as_measured(factor)?;
    set.outlet(outlet)?.reference_oxygen
}

/// Judges the hours of one series on one day.
struct Judge<'b> {
    set: &'b ReadingSet<'b>,
    outlet: &'b str,
    factor: &'b str,
    series: Option<&'b Series>,
    reviewed: Reviewed,
    due: f64,
    needed: f64,
}

impl<'b> Judge<'b> {
    fn new(set: &'b ReadingSet, outlet: &'b str, factor: &'b str, day: NaiveDate, reviewed: Reviewed) -> Judge<'b> {
        let rule = |kind| set.rules.value(kind, day);
        let due = ten_minutes_due(set, outlet, factor).unwrap_or_else(|| rule(RuleKind::TenMinutesDue));
        let share = match is_gas(set.registers, outlet) {
            true => rule(RuleKind::GasHourMinutes) / 60.0,
            false => rule(RuleKind::WaterHourShare),
        };
        Judge { set, outlet, factor, series: set.series(outlet, factor), reviewed, due, needed: share * due }
    }

    /// The value of the hour and whether it is evidence, zero flow aside. `volume` gives the volume
    /// of ten minutes, by which a mean of ten-minute values is weighted.
    fn hour(&self, start: NaiveDateTime, volume: impl Fn(NaiveDateTime) -> Option<f64>) -> (Option<f64>, HourState) {
        let Some(series) = self.series else { return (None, HourState::Missing) };
        let (value, state) = self.received(series, start, volume);
        match self.review(start) {
            Some(id) if state != HourState::Missing => (value, HourState::Invalid(Cause::Review(id))),
            _ => (value, state),
        }
    }

    fn received(
        &self,
        series: &Series,
        start: NaiveDateTime,
        volume: impl Fn(NaiveDateTime) -> Option<f64>,
    ) -> (Option<f64>, HourState) {
        let hour = series.at(ReadingPeriod::Hour, start);
        let sent = series.ten_minutes_of(start).count();
        let valid = series.ten_minutes_of(start).filter(|(_, sample)| fault(sample).is_none());
        let valid: Vec<_> = valid.map(|(at, sample)| (sample.value, volume(at))).collect();
        let value = match hour {
            Some(sample) => sample.value,
            None => self.mean_of_ten_minutes(&valid),
        };
        let state = match hour.and_then(fault) {
            Some(cause) => HourState::Invalid(cause),
            None if sent == 0 && hour.is_none() => HourState::Missing,
            // The share is a decimal figure: rounding must not decide.
            None if sent > 0 && (valid.len() as f64) < self.needed - 1e-9 => {
                HourState::Invalid(Cause::FewTenMinutes { valid: valid.len(), due: self.due })
            }
            None => HourState::Valid,
        };
        (value, state)
    }

    /// The hour's value from its ten-minute values: their mean, of flow six times their mean volume.
    fn mean_of_ten_minutes(&self, valid: &[(Option<f64>, Option<f64>)]) -> Option<f64> {
        let values = || valid.iter().filter_map(|(value, _)| *value);
        if self.set.judged_by_hours(self.factor) {
            let away = |value: &f64| (value - MIDDLE_PH).abs();
            return values().max_by(|a, b| away(a).total_cmp(&away(b)));
        }
        if self.factor != FLOW {
            return weighted_mean(valid, self.set.weighs(self.factor)).map(|(mean, _)| mean);
        }
        (!valid.is_empty()).then(|| values().sum::<f64>() * 6.0 / valid.len() as f64)
    }

    fn ten_minute_volume(&self, start: NaiveDateTime) -> Option<f64> {
        let sample = self.series?.at(ReadingPeriod::TenMinute, start)?;
        sample.value.filter(|_| fault(sample).is_none() && self.review(start).is_none())
    }

    fn review(&self, start: NaiveDateTime) -> Option<String> {
        let end = start + TimeDelta::hours(1);
        let covers = |review: &&super::review::Review| review.covers(self.outlet, self.factor, start, end);
        let reviews = self.set.reviews.iter().filter(|_| self.reviewed == Reviewed::After);
        reviews.filter(covers).map(|review| review.id.clone()).min()
    }
}

/// Why a sample is no evidence; `None` where it is.
fn fault(sample: &Sample) -> Option<Cause> {
    match sample.value {
        _ if !is_evidence_flag(sample.flag) => Some(Cause::Flag(sample.flag)),
        Some(value) if value < 0.0 => Some(Cause::Negative),
        Some(_) => None,
        None => Some(Cause::NoValue),
    }
}

fn ten_minutes_due(set: &ReadingSet, outlet: &str, factor: &str) -> Option<f64> {
    let of_outlet = |mn: &str| set.registers.monitors.iter().any(|m| m.mn == mn && m.outlet == outlet);
    let mut rows = set.registers.monitor_factors.iter().filter(|row| row.factor == factor);
    rows.find(|row| row.ten_minutes_due.is_some() && of_outlet(&row.monitor))?.ten_minutes_due
}
