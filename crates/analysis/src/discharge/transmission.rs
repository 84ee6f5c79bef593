//! How reliably does a monitor send, and how much of it is evidence?
//!
//! ```text
//! E = R/N · V/M
//! ```
//!
//! | Symbol | Meaning | Unit |
//! |---|---|---|
//! | E | effective transmission rate | 1 |
//! | R | hour (day) values received | 1 |
//! | N | hour (day) values due: every hour (day) since the monitor was installed | 1 |
//! | V | valid hours (days), after review | 1 |
//! | M | hours (days) whose values could be valid: N less those without flow | 1 |
//!
//! Source: transmission rate times validity rate, hourly and daily, read in a stored source. That
//! hours without flow are not due to be valid is our reading, so that a firm is not marked down for
//! discharging nothing.
//!
//! Limits: a rate over nothing due is unknown. Of several monitors the earliest installed counts.

use super::ReadingSet;
use super::day::DayState;
use super::hour::HourState;
use super::means::day_mean;
use super::reading::hours_of;
use super::validity::{Reviewed, hours};
use chrono::{NaiveDate, NaiveTime};
use serde::Serialize;
use yanlian_model::ReadingPeriod;

/// Which values are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TransmissionBy {
    /// Hour values.
    Hour,
    /// Day values.
    Day,
}

/// How reliably one factor of an outlet is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Transmission {
    /// Values due.
    pub due: usize,
    /// Values received.
    pub received: usize,
    /// Values due that could be valid.
    pub due_valid: usize,
    /// Valid values.
    pub valid: usize,
}

impl Transmission {
    /// Received over due, 0 to 1.
    pub fn transmission_rate(&self) -> Option<f64> {
        (self.due > 0).then(|| self.received as f64 / self.due as f64)
    }

    /// Valid over due, 0 to 1.
    pub fn validity_rate(&self) -> Option<f64> {
        (self.due_valid > 0).then(|| self.valid as f64 / self.due_valid as f64)
    }

    /// The product of both.
    pub fn effective_rate(&self) -> Option<f64> {
        Some(self.transmission_rate()? * self.validity_rate()?)
    }
}

/// The transmission of an outlet's factor over the set's days, by hours or by days.
pub fn transmission(set: &ReadingSet, outlet: &str, factor: &str, by: TransmissionBy) -> Transmission {
    let monitors = set.registers.monitors.iter().filter(|monitor| monitor.outlet == outlet);
    let installed: Option<NaiveDate> = monitors.filter_map(|monitor| monitor.installed).min();
    let days = set.days().filter(|day| installed.is_none_or(|installed| *day >= installed));
    days.fold(Transmission::default(), |sum, day| {
        let more = match by {
            TransmissionBy::Hour => of_hours(set, outlet, factor, day),
            TransmissionBy::Day => of_day(set, outlet, factor, day),
        };
        Transmission {
            due: sum.due + more.due,
            received: sum.received + more.received,
            due_valid: sum.due_valid + more.due_valid,
            valid: sum.valid + more.valid,
        }
    })
}

fn of_hours(set: &ReadingSet, outlet: &str, factor: &str, day: NaiveDate) -> Transmission {
    let series = set.series(outlet, factor);
    let received = |start| series.is_some_and(|series| series.at(ReadingPeriod::Hour, start).is_some());
    let hours = hours(set, outlet, factor, day, Reviewed::After);
    Transmission {
        due: hours.len(),
        received: hours_of(day).filter(|start| received(*start)).count(),
        due_valid: hours.iter().filter(|hour| hour.state != HourState::NoFlow).count(),
        valid: hours.iter().filter(|hour| hour.state == HourState::Valid).count(),
    }
}

fn of_day(set: &ReadingSet, outlet: &str, factor: &str, day: NaiveDate) -> Transmission {
    let start = day.and_time(NaiveTime::MIN);
    let received = set.series(outlet, factor).is_some_and(|series| series.at(ReadingPeriod::Day, start).is_some());
    let state = day_mean(set, outlet, factor, day, Reviewed::After).state;
    Transmission {
        due: 1,
        received: usize::from(received),
        due_valid: usize::from(state != DayState::NoDischarge),
        valid: usize::from(state == DayState::Valid),
    }
}
