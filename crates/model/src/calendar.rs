//! Which days and years can be meant?
//!
//! Whoever types an address or an option can write any day that the calendar has, up to the year
//! 262142. Days of no park's past or future are taken for none, so that computing with days never
//! leaves the calendar.

use chrono::{Datelike, NaiveDate};
use std::ops::RangeInclusive;

/// The years in which a park has records or plans.
pub const YEARS: RangeInclusive<i32> = 1900..=2199;

/// The day that is written `YYYY-MM-DD`, where it lies in [`YEARS`].
///
/// ```
/// use yanlian_model::calendar::day;
/// assert_eq!(day("2026-03-01").unwrap().to_string(), "2026-03-01");
/// assert_eq!((day("+262142-12-31"), day("0026-03-01"), day("2026-02-30")), (None, None, None));
/// ```
pub fn day(text: &str) -> Option<NaiveDate> {
    text.trim().parse::<NaiveDate>().ok().filter(|day| YEARS.contains(&day.year()))
}

/// The year that is written in digits, where it lies in [`YEARS`].
pub fn year(text: &str) -> Option<i32> {
    text.trim().parse().ok().filter(|year| YEARS.contains(year))
}
