//! The only place that asks what time it is.

use chrono::{DateTime, NaiveDate, Utc};

/// Tells the time; the demonstration stands still on its day.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Clock {
    /// The system's clock.
    System,
    /// Always this day.
    Still(NaiveDate),
}

impl Clock {
    /// Now.
    #[allow(clippy::disallowed_methods, reason = "this is where the clock is asked")]
    pub(crate) fn now(self) -> DateTime<Utc> {
        match self {
            Clock::System => Utc::now(),
            Clock::Still(day) => day.and_time(chrono::NaiveTime::MIN).and_utc(),
        }
    }

    /// Today, by the calendar of the machine.
    #[allow(clippy::disallowed_methods, reason = "this is where the clock is asked")]
    pub(crate) fn today(self) -> NaiveDate {
        match self {
            Clock::System => chrono::Local::now().date_naive(),
            Clock::Still(day) => day,
        }
    }
}
