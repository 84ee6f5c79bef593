//! The registers of the example and the readings of its page.

use crate::page::{bounds, table_of};
use crate::park::{sheet_in, tables_of};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use yanlian_analysis::discharge::ReadingSet;
use yanlian_model::{Reading, ReadingPeriod};
use yanlian_model::{Registers, Tables, registers};

pub(crate) const PAGE: &str = include_str!("../../../../../docs/discharge-example.md");

pub(crate) fn tables() -> Tables {
    let sheets = registers::ALL.iter().map(|register| {
        let mut rows = sheet_in("tests/discharge_example", register);
        if register.name.starts_with("discharge_") || register.name == "factors" {
            rows.extend(sheet_in("../../chains/common", register));
        }
        (register.name, rows)
    });
    tables_of(sheets.collect())
}

pub(crate) fn park() -> Registers {
    Registers::from_tables(&tables())
}

pub(crate) fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 3, day).unwrap()
}

pub(crate) fn date(cell: &str) -> NaiveDate {
    NaiveDate::parse_from_str(cell, "%Y-%m-%d").unwrap()
}

pub(crate) fn number(cell: &str) -> f64 {
    bounds(cell).unwrap().0
}

/// A reading of a mean.
pub(crate) fn reading(
    outlet: &str,
    factor: &str,
    period: ReadingPeriod,
    start: NaiveDateTime,
    value: f64,
    flag: char,
) -> Reading {
    let monitor = format!("MN-{outlet}").into();
    let avg = Some(value);
    Reading { monitor, factor: factor.into(), start, period, avg, min: None, max: None, rtd: None, cou: None, flag }
}

/// The hours of a day that begin at `hours`, all with the same value.
pub(crate) fn hourly(
    outlet: &str,
    factor: &str,
    day: NaiveDate,
    hours: std::ops::RangeInclusive<i64>,
    value: f64,
) -> Vec<Reading> {
    let start = |hour| day.and_time(NaiveTime::MIN) + TimeDelta::hours(hour);
    hours.map(|hour| reading(outlet, factor, ReadingPeriod::Hour, start(hour), value, 'N')).collect()
}

/// Every reading of the page.
pub(crate) fn readings() -> Vec<Reading> {
    let mut readings = Vec::new();
    for outlet in ["A-1", "B-1", "W-in", "W-out"] {
        for row in table_of(PAGE, &format!("Sent by {outlet}"), 0) {
            let [factor, on, hours, value, flag] = row[..] else { panic!("{row:?}") };
            let (first, last) = hours.split_once('–').unwrap();
            let hours = first.parse().unwrap()..=last.parse().unwrap();
            let flag = flag.chars().next().unwrap();
            let of_row = hourly(outlet, factor, date(on), hours, number(value));
            readings.extend(of_row.into_iter().map(|reading| Reading { flag, ..reading }));
        }
    }
    for row in table_of(PAGE, "Sent by B-1", 1) {
        let start = day(1).and_time(NaiveTime::parse_from_str(row[0], "%H:%M").unwrap());
        let flag = row[2].chars().next().unwrap();
        readings.push(reading("B-1", "w01018", ReadingPeriod::TenMinute, start, number(row[1]), flag));
    }
    for row in table_of(PAGE, "Sent by A-1", 1) {
        let start = date(row[0]).and_time(NaiveTime::MIN);
        readings.push(reading("A-1", "w01018", ReadingPeriod::Day, start, number(row[1]), 'N'));
    }
    readings
}

pub(crate) fn set<'r>(registers: &'r Registers, readings: &[Reading]) -> ReadingSet<'r> {
    ReadingSet::new(registers, readings, day(1), day(3)).unwrap()
}
