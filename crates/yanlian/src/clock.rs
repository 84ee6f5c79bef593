//! The only place that asks what time it is.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

/// Tells the time; the demonstration has a time of its own.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Clock {
    /// The system's clock.
    System,
    /// Always this day.
    Still(NaiveDate),
    /// The system's clock, set ahead by so much, while today stays this day.
    Set(TimeDelta, NaiveDate),
}

impl Clock {
    /// A clock that shows `time` now and runs on, while today stays `day`.
    pub(crate) fn running_from(time: DateTime<Utc>, day: NaiveDate) -> Clock {
        Clock::Set(time - Clock::System.now(), day)
    }

    /// Now.
    #[allow(clippy::disallowed_methods, reason = "this is where the clock is asked")]
    pub(crate) fn now(self) -> DateTime<Utc> {
        match self {
            Clock::System => Utc::now(),
            Clock::Still(day) => day.and_time(chrono::NaiveTime::MIN).and_utc(),
            Clock::Set(ahead, _) => Utc::now() + ahead,
        }
    }

    /// Today, by the calendar of the machine.
    #[allow(clippy::disallowed_methods, reason = "this is where the clock is asked")]
    pub(crate) fn today(self) -> NaiveDate {
        match self {
            Clock::System => chrono::Local::now().date_naive(),
            Clock::Still(day) | Clock::Set(_, day) => day,
        }
    }
}
