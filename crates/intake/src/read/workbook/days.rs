//! The days that spreadsheets count, and what they show of them.

use chrono::{NaiveDateTime, TimeDelta};

/// Which parts of a date or time a format shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct DateParts {
    pub(crate) year: bool,
    pub(crate) month: bool,
    pub(crate) day: bool,
    pub(crate) time: bool,
    /// A length of time rather than a time of day.
    pub(crate) elapsed: bool,
}

impl DateParts {
    pub(crate) fn any(self) -> bool {
        self.year || self.month || self.day || self.time
    }
}

/// The day and time that a number of days stands for; `None` where no such day can be meant.
pub(crate) fn moment(days: f64, since_1904: bool) -> Option<NaiveDateTime> {
    // To 9999, and not of the first year: a formula makes 0 of a blank cell, a small number is hardly ever a day, and
    // the calendar of 1900 has a 29 February that was none.
    if !(367.0..2_958_466.0).contains(&days) {
        return None;
    }
    let (year, month, day) = if since_1904 { (1904, 1, 1) } else { (1899, 12, 30) };
    let first = chrono::NaiveDate::from_ymd_opt(year, month, day)?.and_hms_opt(0, 0, 0)?;
    // The last second of a day is rounded within it.
    let seconds = (days.fract() * 86_400.0).round().min(86_399.0);
    first.checked_add_signed(TimeDelta::days(days.trunc() as i64) + TimeDelta::seconds(seconds as i64))
}

/// Whether what follows an m of a date's format are seconds, so that it is a minute's.
pub(crate) fn minutes(after: &str) -> bool {
    after.trim_start_matches(['m', 'M']).trim_start_matches([':', ' ']).starts_with(['s', 'S'])
}

#[cfg(test)]
mod tests {
    use super::moment;

    #[test]
    fn days_are_counted_from_either_beginning() {
        let day = |days, since_1904| moment(days, since_1904).map(|at| at.to_string());
        assert_eq!(day(45962.0, false).as_deref(), Some("2025-11-01 00:00:00"));
        assert_eq!(day(45962.5, false).as_deref(), Some("2025-11-01 12:00:00"));
        assert_eq!(day(44500.0, true).as_deref(), Some("2025-11-01 00:00:00"));
        assert_eq!(day(45_717.999_999_999_99, false).as_deref(), Some("2025-03-01 23:59:59"));
        assert_eq!(day(367.0, false).as_deref(), Some("1901-01-01 00:00:00"));
        for (days, since_1904) in [(3e6, false), (0.0, false), (0.0, true), (1.0, false), (60.0, false), (-1.0, false)]
        {
            assert_eq!(day(days, since_1904), None, "{days}");
        }
    }
}
