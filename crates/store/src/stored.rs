//! Values in the form in which every database keeps them.

use crate::StoreError;
use crate::telemetry::PacketId;
use chrono::{DateTime, NaiveDateTime, Utc};
use std::time::Duration;
use yanlian_model::ReadingPeriod;

/// What is kept is not what a store writes.
pub(crate) fn unreadable(error: impl std::fmt::Display) -> StoreError {
    StoreError::Unreadable(error.to_string())
}

/// That readings of packets behind `after` follow on those through `laid`, which are ingested.
pub(crate) fn follows(PacketId(after): PacketId, laid: i64) -> Result<(), StoreError> {
    match laid < after {
        true => Err(StoreError::SetBack { after, found: laid }),
        false => Ok(()),
    }
}

/// A limit as SQL takes it.
pub(crate) fn rows(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

/// A span of time as it is kept.
pub(crate) fn microseconds(span: Duration) -> i64 {
    i64::try_from(span.as_micros()).unwrap_or(i64::MAX)
}

/// A time that was kept in microseconds.
pub(crate) fn time_of(microseconds: i64) -> Result<DateTime<Utc>, StoreError> {
    DateTime::from_timestamp_micros(microseconds).ok_or_else(|| unreadable(format!("no time: {microseconds} µs")))
}

/// A local time as it is kept: in seconds.
pub(crate) fn seconds(time: NaiveDateTime) -> i64 {
    time.and_utc().timestamp()
}

/// The local time that was kept as `seconds`.
pub(crate) fn local_time_of(seconds: i64) -> Option<NaiveDateTime> {
    Some(DateTime::from_timestamp(seconds, 0)?.naive_utc())
}

/// A period as it is kept: its place among all.
pub(crate) fn period_number(period: ReadingPeriod) -> i16 {
    period as i16
}

/// The period that was kept as `number`.
pub(crate) fn period_of(number: i16) -> Result<ReadingPeriod, StoreError> {
    let period = usize::try_from(number).ok().and_then(|number| ReadingPeriod::ALL.get(number));
    period.copied().ok_or_else(|| unreadable(format!("period {number}")))
}
