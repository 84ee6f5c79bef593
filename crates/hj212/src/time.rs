//! When was it? Times as packets write them.
//!
//! All are China's local time, eight hours before UTC, without a zone: `yyyyMMddHHmmss` in contents,
//! with milliseconds in QN; some devices put milliseconds since 1970 into QN, 13 digits. In a content
//! 13 digits are a time that lost one, and so no time.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, TimeDelta, Timelike};

/// How a time is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// 14 digits, `yyyyMMddHHmmss`.
    Seconds,
    /// 17 digits, `yyyyMMddHHmmsszzz`.
    Milliseconds,
    /// 13 digits, milliseconds since 1970-01-01T00:00:00 UTC.
    Epoch,
}

/// Reads a time of a content and how it is written; none where it is no time that there was or will be.
///
/// ```
/// use yanlian_hj212::time::{Form, parse};
///
/// let (time, form) = parse("20160801085857223").unwrap();
/// assert_eq!((time.to_string().as_str(), form), ("2016-08-01 08:58:57.223", Form::Milliseconds));
/// assert_eq!(parse("20160231000000"), None);
/// assert_eq!(parse("2016080108585"), None);
/// ```
pub fn parse(text: &str) -> Option<(NaiveDateTime, Form)> {
    let digits = text.as_bytes();
    let form = match digits.len() {
        14 => Form::Seconds,
        17 => Form::Milliseconds,
        _ => return None,
    };
    if !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let number = |from: usize, to: usize| digits[from..to].iter().fold(0, |n, d| n * 10 + u32::from(d - b'0'));
    let date = NaiveDate::from_ymd_opt(number(0, 4).cast_signed(), number(4, 6), number(6, 8))?;
    let time = date.and_hms_milli_opt(number(8, 10), number(10, 12), number(12, 14), number(14, digits.len()))?;
    Some((time, form))
}

/// Reads the time of a QN, which some devices write as milliseconds since 1970; else as [`parse`].
///
/// ```
/// use yanlian_hj212::time::parse_qn;
///
/// assert_eq!(parse_qn("1617936069734").unwrap().0.to_string(), "2021-04-09 10:41:09.734");
/// ```
pub fn parse_qn(text: &str) -> Option<(NaiveDateTime, Form)> {
    if text.len() != 13 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return parse(text);
    }
    let utc = DateTime::from_timestamp_millis(text.parse().ok()?)?.naive_utc();
    Some((utc + TimeDelta::hours(8), Form::Epoch))
}

/// Writes a time with 14 digits, as in DataTime.
pub fn seconds(time: NaiveDateTime) -> String {
    let (date, clock) = (time.date(), time.time());
    format!(
        "{:04}{:02}{:02}{:02}{:02}{:02}",
        date.year(),
        date.month(),
        date.day(),
        clock.hour(),
        clock.minute(),
        clock.second()
    )
}

/// Writes a time with 17 digits, as in QN.
pub fn milliseconds(time: NaiveDateTime) -> String {
    format!("{}{:03}", seconds(time), time.and_utc().timestamp_subsec_millis().min(999))
}
