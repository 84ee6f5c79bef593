//! The only place that asks what time it is; days are those of China's calendar, whatever zone the
//! machine has.

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};

/// China's local time, by which monitors send and offices work.
pub(crate) fn china(at: DateTime<Utc>) -> NaiveDateTime {
    at.naive_utc() + TimeDelta::hours(8)
}

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

    /// Today, by China's calendar.
    pub(crate) fn today(self) -> NaiveDate {
        match self {
            Clock::System => china(self.now()).date(),
            Clock::Still(day) | Clock::Set(_, day) => day,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_china() {
        let at = |text: &str| china(text.parse().unwrap());
        assert_eq!(at("2026-11-29T15:59:59Z").to_string(), "2026-11-29 23:59:59");
        assert_eq!(at("2026-11-29T16:00:00Z").date().to_string(), "2026-11-30");
        assert_eq!(Clock::System.today(), china(Clock::System.now()).date());
    }
}
