//! A monitor's reading: a factor's value for an instant or a period, with its flag.

use chrono::{Days, Months, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use serde::Serialize;
use std::ops::RangeInclusive;
use std::sync::Arc;

/// The time that a reading stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ReadingPeriod {
    /// An instant (HJ 212 command 2011).
    RealTime,
    /// Ten minutes (2051).
    TenMinute,
    /// An hour (2061).
    Hour,
    /// A day (2031).
    Day,
}

/// How many seconds may lie between real-time packets (HJ 212—2017, fields of commands: `RtdInterval`).
pub const REAL_TIME_SECONDS: RangeInclusive<u32> = 30..=3600;

/// How many minutes minute data may cover (the same: `MinInterval`).
pub const MINUTES_COVERED: [u32; 11] = [1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30];

/// How many years back a monitor may be asked for what it measured.
pub const HISTORY_YEARS: u32 = 10;

/// Of how many days it may be asked at once.
pub const HISTORY_DAYS: i64 = 366;

/// The times between which a monitor may be asked for what it measured: to the end of the day.
pub fn history(now: NaiveDateTime) -> RangeInclusive<NaiveDateTime> {
    let midnight = |day: NaiveDate| day.and_time(NaiveTime::MIN);
    let earliest = now.date().checked_sub_months(Months::new(12 * HISTORY_YEARS)).unwrap_or_default();
    midnight(earliest)..=midnight(now.date() + Days::new(1))
}

impl ReadingPeriod {
    /// Every period, from short to long.
    pub const ALL: [ReadingPeriod; 4] =
        [ReadingPeriod::RealTime, ReadingPeriod::TenMinute, ReadingPeriod::Hour, ReadingPeriod::Day];

    /// Its length; zero of an instant.
    pub fn length(self) -> TimeDelta {
        match self {
            ReadingPeriod::RealTime => TimeDelta::zero(),
            ReadingPeriod::TenMinute => TimeDelta::minutes(10),
            ReadingPeriod::Hour => TimeDelta::hours(1),
            ReadingPeriod::Day => TimeDelta::days(1),
        }
    }
}

/// The flag of a reading that contradicts itself; no monitor's own.
pub const UNCLEAR: char = '!';

/// One reading, as a monitor sent it: values in the unit that the registers give the monitor's factor.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reading {
    /// The monitor's MN.
    pub monitor: Arc<str>,
    /// The factor's code (HJ 212-2017).
    pub factor: Arc<str>,
    /// Where the period begins; of an instant, when it was.
    pub start: NaiveDateTime,
    /// The time that it stands for.
    pub period: ReadingPeriod,
    /// The mean of the period.
    pub avg: Option<f64>,
    /// The smallest value of the period.
    pub min: Option<f64>,
    /// The largest value of the period.
    pub max: Option<f64>,
    /// The instant value.
    pub rtd: Option<f64>,
    /// What was counted over the period: m³ for flow. Masses counted by a monitor are not used.
    pub cou: Option<f64>,
    /// The flag of HJ 212: N normal, F stopped, M maintenance, S set by hand, D fault,
    /// C calibration, T over range, B no communication; or [`UNCLEAR`].
    pub flag: char,
}
