//! What a text must look like, where its kind alone does not say.

use crate::calendar::YEARS;
use crate::number::half_width;
use crate::uscc;
use crate::value::parse_date;
use chrono::{Datelike, NaiveDateTime, TimeDelta};
use ipnet::IpNet;
use std::net::IpAddr;

/// What a text must look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A unified social credit code (GB 32100).
    Uscc,
    /// Internet addresses or ranges of them, `;` between.
    Addresses,
    /// A minute of local time, `YYYY-MM-DDTHH:MM`.
    Minute,
    /// A month, and no whole year.
    Month,
    /// A key of 16 bytes, as 32 hexadecimal digits.
    Key,
}

impl Form {
    /// The first part of a text that does not look so; `None` where all is well.
    ///
    /// ```
    /// use yanlian_model::Form;
    /// assert_eq!(Form::Addresses.misfit("10.0.0.0/8;10.1"), Some("10.1"));
    /// ```
    pub fn misfit(self, text: &str) -> Option<&str> {
        match self {
            Form::Uscc => (!uscc::is_valid(text)).then_some(text),
            Form::Addresses => text.split(';').find(|part| addresses(part).is_none()),
            Form::Minute => minute(text).is_none().then_some(text),
            Form::Month => (!text.contains('-')).then_some(text),
            Form::Key => key(text).is_none().then_some(text),
        }
    }
}

/// The addresses that are written as one, or as a range with the length of its prefix behind `/`.
pub fn addresses(text: &str) -> Option<IpNet> {
    let text = text.trim();
    text.parse().ok().or_else(|| text.parse::<IpAddr>().ok().map(IpNet::from))
}

/// The minute that is written `YYYY-MM-DDTHH:MM`, in a year of [`YEARS`].
pub fn minute(text: &str) -> Option<NaiveDateTime> {
    let minute = NaiveDateTime::parse_from_str(text.trim(), "%Y-%m-%dT%H:%M").ok()?;
    YEARS.contains(&minute.year()).then_some(minute)
}

/// The minute that people write: `2025/3/2 8:00`, `2025年3月2日8时30分`, `2025-03-02 下午2:00`. A day alone is its
/// beginning, and its 24:00 that of the next day; seconds are left out. `None` where it is no local time.
///
/// ```
/// use yanlian_model::form;
/// assert_eq!(form::minute_as_written("2025/3/2 8:00"), form::minute("2025-03-02T08:00"));
/// ```
pub fn minute_as_written(text: &str) -> Option<NaiveDateTime> {
    let (minute, _) = moment(text)?;
    Some(minute)
}

/// Whether a time is written to the second, and not at the full minute.
pub fn has_seconds(text: &str) -> bool {
    moment(text).is_some_and(|(_, seconds)| seconds > 0)
}

/// The minute that people write, and the seconds behind it.
fn moment(text: &str) -> Option<(NaiveDateTime, u32)> {
    if let Some(moment) = in_digits(&half_width(text)) {
        return Some(moment);
    }
    let mut spaced = String::new();
    for c in half_width(text).chars() {
        match c {
            'T' if spaced.ends_with(|before: char| before.is_ascii_digit()) => spaced.push(' '),
            '日' | '号' => spaced.extend([c, ' ']),
            c => spaced.push(c),
        }
    }
    let (mut day, mut time) = (Vec::new(), Vec::new());
    for word in spaced.split_whitespace() {
        let begins = word.contains([':', '时', '点']) || HALVES.iter().any(|(half, _)| word.starts_with(half));
        if begins || !time.is_empty() { time.push(word) } else { day.push(word) }
    }
    let day = parse_date(&day.join(" "))?.and_hms_opt(0, 0, 0)?;
    let (minutes, seconds) = if time.is_empty() { (0, 0) } else { minutes_of_day(&time.concat().to_uppercase())? };
    let at = day.checked_add_signed(TimeDelta::minutes(minutes))?;
    YEARS.contains(&at.year()).then_some((at, seconds))
}

/// `202611300800` and `20261130080000`, as devices write times.
fn in_digits(text: &str) -> Option<(NaiveDateTime, u32)> {
    let text = text.trim();
    if !matches!(text.len(), 12 | 14) || !text.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let (minute, seconds) = text.split_at(12);
    let at = NaiveDateTime::parse_from_str(minute, "%Y%m%d%H%M").ok().filter(|at| YEARS.contains(&at.year()))?;
    let seconds = if seconds.is_empty() { 0 } else { seconds.parse().ok().filter(|seconds| *seconds < 60)? };
    Some((at, seconds))
}

/// Words for the halves of a day, and whether it is the second.
const HALVES: [(&str, bool); 6] =
    [("上午", false), ("下午", true), ("中午", true), ("晚上", true), ("AM", false), ("PM", true)];

/// The minutes since midnight of `8:00`, `08:00:00`, `8时30分`, `下午2:00`, `2:00PM`, and the seconds behind them.
fn minutes_of_day(text: &str) -> Option<(i64, u32)> {
    let half = HALVES
        .iter()
        .find_map(|(word, second)| Some((text.replacen(word, "", 1), *second)).filter(|(left, _)| left != text));
    let (clock, second) = half.map_or((text.to_owned(), None), |(clock, second)| (clock, Some(second)));
    let clock = clock.trim_end_matches("+08:00").replace(['时', '点', '分'], ":").replace('秒', "");
    let mut parts = clock.trim_end_matches(':').split(':');
    let mut next = |fallback| parts.next().map_or(Some(fallback), |part| part.parse::<f64>().ok());
    let (hour, minute, seconds) = (next(f64::NAN)?, next(0.0)?, next(0.0)?);
    let hour = match second {
        Some(_) if !(1.0..=12.0).contains(&hour) => return None,
        Some(second) => hour % 12.0 + if second { 12.0 } else { 0.0 },
        None => hour,
    };
    let minutes = hour * 60.0 + minute;
    let is_whole = hour.fract() == 0.0 && minute.fract() == 0.0;
    let is_clock = is_whole && (0.0..60.0).contains(&minute) && (0.0..60.0).contains(&seconds);
    let is_of_day = (0.0..=1440.0).contains(&(minutes + seconds / 60.0));
    (is_clock && is_of_day && parts.next().is_none()).then_some((minutes as i64, seconds as u32))
}

/// The bytes that are written as 32 hexadecimal digits.
pub fn key(text: &str) -> Option<[u8; 16]> {
    let digits = text.trim();
    let right = digits.len() == 32 && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    right.then(|| u128::from_str_radix(digits, 16).ok().map(u128::to_be_bytes))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_is_a_range_of_one() {
        let contains =
            |range: &str, address: &str| addresses(range).unwrap().contains(&address.parse::<IpAddr>().unwrap());
        assert!(contains("10.1.2.3", "10.1.2.3") && !contains("10.1.2.3", "10.1.2.4"));
        assert!(contains("10.1.0.0/16", "10.1.2.4") && !contains("10.1.0.0/16", "10.2.0.1"));
        assert!(contains("fd00::/8", "fd12::1") && !contains("fd00::/8", "10.1.2.3"));
    }

    #[test]
    fn minutes_are_read_as_people_write_them() {
        for text in [
            "2025-03-02T14:00",
            "2025/3/2 14:00",
            "2025-03-02 14:00:00",
            "2025年3月2日14时",
            "2025年3月2日 14点00分",
            "2025-03-02 下午2:00",
            "2025-03-02 2:00 PM",
            "2 March 2025 14:00",
            "2025-03-02T14:00+08:00",
            "20250302140000",
            "202503021400",
            "2025-03-02 14:00:30",
            "20250302140030",
            "2025年3月2日14时0分30秒",
            "\u{ff12}\u{ff10}\u{ff12}\u{ff15}/3/2 14\u{ff1a}00",
        ] {
            assert_eq!(minute_as_written(text), minute("2025-03-02T14:00"), "{text}");
        }
        assert!(has_seconds("2025-03-02 14:00:30") && !has_seconds("2025-03-02 14:00:00"));
        assert_eq!(minute_as_written("2025-03-02"), minute("2025-03-02T00:00"));
        assert_eq!(minute_as_written("2025-03-02 24:00"), minute("2025-03-03T00:00"));
        assert_eq!(minute_as_written("2025-03-02 12:00 AM"), minute("2025-03-02T00:00"));
        for refused in [
            "14:00",
            "2025-03-02 25:00",
            "2025-03-02 14:60",
            "2025-03-02 9h",
            "2025-03-02 24:00:30",
            "20250302140060",
            "2025030214",
        ] {
            assert_eq!(minute_as_written(refused), None, "{refused}");
        }
        for refused in ["2025-03-02T08:00Z", "03/02/2025 8:00", "2025-03-02 14:00 PM", "soon", "2025-3"] {
            assert_eq!(minute_as_written(refused), None, "{refused}");
        }
    }

    #[test]
    fn what_is_mistyped_is_named() {
        for (form, text, misfit) in [
            (Form::Addresses, "10.1.2.3;10.1.0.0/16", None),
            (Form::Addresses, "10.1.2.3;10.1.2", Some("10.1.2")),
            (Form::Addresses, "10.1.2.0/33", Some("10.1.2.0/33")),
            (Form::Minute, "2026-03-02T08:00", None),
            (Form::Minute, "2026-03-02 08:00", Some("2026-03-02 08:00")),
            (Form::Minute, "+262142-03-02T08:00", Some("+262142-03-02T08:00")),
            (Form::Key, "0123456789ABCDEFfedcba9876543210", None),
            (Form::Key, "+123456789ABCDEFfedcba9876543210", Some("+123456789ABCDEFfedcba9876543210")),
            (Form::Uscc, "91350100M000100Y43", None),
            (Form::Uscc, "91350100M000100Y44", Some("91350100M000100Y44")),
        ] {
            assert_eq!(form.misfit(text), misfit, "{form:?} {text}");
        }
    }
}
