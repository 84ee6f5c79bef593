//! The value of one cell, and how it is read from and written as text.

use crate::calendar::YEARS;
use crate::number::{self, half_width};
use crate::{Choice, Kind};
use chrono::{Datelike, NaiveDate};
use compact_str::CompactString;
use std::borrow::Cow;

/// A value that a register holds in one cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Text; also keys, references, choices, months and lists (joined with `;`). Nearly all are short, and
    /// short ones need no memory of their own.
    Text(CompactString),
    /// A number in the field's unit; also a year.
    Number(f64),
    /// A calendar date.
    Date(NaiveDate),
    /// Yes or no.
    Flag(bool),
}

/// Why a text is no value of a field's kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CellFault {
    /// Not a number.
    Number,
    /// Not a date (YYYY-MM-DD).
    Date,
    /// Not a year (1900 to 2200).
    Year,
    /// Neither a year nor a month (YYYY or YYYY-MM).
    Period,
    /// Neither yes nor no.
    Flag,
    /// None of the choices.
    Choice,
}

impl Value {
    /// Reads trimmed, non-empty text as a value of `kind`.
    ///
    /// Numbers are read by [`number::read`]; flags and choices may be given
    /// by key or by their label in either language; dates with `-`, `/`, `.` or 年月日.
    pub fn parse(kind: Kind, text: &str) -> Result<Value, CellFault> {
        match kind {
            Kind::Text => Ok(Value::Text(text.into())),
            Kind::List => Ok(Value::Text(normal_list(text).into())),
            Kind::Number => number::read(text).map(Value::Number).ok_or(CellFault::Number),
            Kind::Year => parse_year(text).map(|y| Value::Number(f64::from(y))).ok_or(CellFault::Year),
            Kind::Date => parse_date(text).map(Value::Date).ok_or(CellFault::Date),
            Kind::Period => parse_period(text).map(|period| Value::Text(period.into())).ok_or(CellFault::Period),
            Kind::Flag => parse_flag(text).map(Value::Flag).ok_or(CellFault::Flag),
            Kind::Choice(choices) => {
                Choice::find(choices, text).map(|choice| Value::Text(choice.key.into())).ok_or(CellFault::Choice)
            }
        }
    }

    /// The text from which [`Value::parse`] reads this value back.
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Value::Text(text) => text.as_str().into(),
            Value::Number(number) => number.to_string().into(),
            Value::Date(date) => date.format("%Y-%m-%d").to_string().into(),
            Value::Flag(true) => "yes".into(),
            Value::Flag(false) => "no".into(),
        }
    }

    /// The same, to keep.
    pub fn to_text(&self) -> String {
        self.text().into_owned()
    }

    /// The value as JSON; dates as `YYYY-MM-DD`.
    pub fn to_json(&self) -> serde_json::Value {
        match self {
            Value::Number(number) => serde_json::Value::from(*number),
            Value::Flag(flag) => serde_json::Value::from(*flag),
            Value::Text(_) | Value::Date(_) => serde_json::Value::from(self.to_text()),
        }
    }

    /// The year of a value that is a year, a day, or a period as `2025-11`.
    pub fn year(&self) -> Option<i32> {
        match self {
            Value::Number(year) => Some(*year as i32),
            Value::Date(day) => Some(day.year()),
            Value::Text(period) => period.get(..4)?.parse().ok(),
            Value::Flag(_) => None,
        }
    }

    /// Reads what [`Value::to_json`] wrote for a field of `kind`; `None` where it does not fit.
    pub fn from_json(kind: Kind, json: &serde_json::Value) -> Option<Value> {
        match (kind, json) {
            (Kind::Number | Kind::Year, serde_json::Value::Number(number)) => number.as_f64().map(Value::Number),
            (Kind::Flag, serde_json::Value::Bool(flag)) => Some(Value::Flag(*flag)),
            (Kind::Date, serde_json::Value::String(text)) => {
                NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().map(Value::Date)
            }
            (Kind::Text | Kind::List | Kind::Period | Kind::Choice(_), serde_json::Value::String(text)) => {
                Some(Value::Text(text.into()))
            }
            _ => None,
        }
    }
}

fn parse_year(text: &str) -> Option<i32> {
    if text.len() == 4 && text.bytes().all(|digit| digit.is_ascii_digit()) {
        return text.parse().ok().filter(|year| (1900..=2200).contains(year));
    }
    let plain = half_width(text);
    let plain = plain.trim().trim_end_matches("年度").trim_end_matches('年').trim();
    let year = arabic(plain).parse::<f64>().ok()?;
    (year.fract() == 0.0 && (1900.0..=2200.0).contains(&year)).then_some(year as i32)
}

/// A day in any of the ways that can mean but one: `2025-3-1`, `2025 年 3 月 1 日`, `20250301`,
/// `1 March 2025`, with or without a time behind it, in a year of [`YEARS`]. `01/03/2025` may be January or March.
pub(crate) fn parse_date(text: &str) -> Option<NaiveDate> {
    let day = iso_day(text).or_else(|| day_of(parts_of_date(&half_width(text))?));
    day.filter(|day| YEARS.contains(&day.year()))
}

/// `2025-03-01`, as nearly all days of files are written.
fn iso_day(text: &str) -> Option<NaiveDate> {
    let bytes: &[u8; 10] = text.as_bytes().try_into().ok()?;
    let digit = |at: usize| bytes[at].is_ascii_digit().then(|| u32::from(bytes[at] - b'0'));
    let two = |at: usize| Some(digit(at)? * 10 + digit(at + 1)?);
    let is_parted = bytes[4] == b'-' && bytes[7] == b'-';
    let year = is_parted.then(|| Some(two(0)? * 100 + two(2)?))??;
    NaiveDate::from_ymd_opt(year as i32, two(5)?, two(8)?)
}

fn day_of([first, second, third]: [String; 3]) -> Option<NaiveDate> {
    let number = |part: &str| arabic(part).parse::<u32>().ok();
    if first.chars().count() == 4 {
        let month = number(&second).or_else(|| month_by_name(&second))?;
        return NaiveDate::from_ymd_opt(number(&first)? as i32, month, number(&third)?);
    }
    let year = number(&third).filter(|_| third.len() == 4)? as i32;
    match (month_by_name(&first), month_by_name(&second), number(&first), number(&second)) {
        (Some(month), _, _, Some(day)) | (_, Some(month), Some(day), _) => NaiveDate::from_ymd_opt(year, month, day),
        (_, _, Some(day), Some(month)) if day > 12 => NaiveDate::from_ymd_opt(year, month, day),
        (_, _, Some(month), Some(day)) if day > 12 => NaiveDate::from_ymd_opt(year, month, day),
        _ => None,
    }
}

/// The three parts of a date, in their order; what stands behind them is a time.
fn parts_of_date(text: &str) -> Option<[String; 3]> {
    let text = text.trim();
    if text.len() == 8 && text.bytes().all(|digit| digit.is_ascii_digit()) {
        return Some([text[..4].to_owned(), text[4..6].to_owned(), text[6..].to_owned()]);
    }
    let mut parts = [String::new(), String::new(), String::new()];
    let mut at = 0;
    let mut parted = false;
    for (i, c) in text.char_indices() {
        match c {
            ' ' | 'T' | '日' | '号' if at == 2 && !parts[2].is_empty() => {
                let time = text[i..].trim_start_matches(['日', '号', ' ', 'T']);
                let is_time = time.is_empty() || time.starts_with(|c: char| c.is_ascii_digit()) && time.contains(':');
                return is_time.then_some(parts);
            }
            '-' | '/' | '.' | '年' | '月' | ',' | ' ' if !parts[at].is_empty() => parted = true,
            c if c.is_ascii_alphanumeric() || CHINESE_DIGITS.contains(c) => {
                at += usize::from(std::mem::take(&mut parted));
                parts.get_mut(at)?.push(c);
            }
            _ => return None,
        }
    }
    (at == 2 && !parted).then_some(parts)
}

/// The month of an English name, or of its first three letters.
fn month_by_name(text: &str) -> Option<u32> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let lower = text.to_ascii_lowercase();
    let named = |month: &&str| **month == lower || lower.len() >= 3 && lower.len() <= 4 && month.starts_with(&lower);
    MONTHS.iter().position(named).map(|month| month as u32 + 1)
}

const CHINESE_DIGITS: &str = "〇零一二三四五六七八九十";

/// The digits of a year, month or day that is written in Chinese: 二〇二五, 十二, 二十一.
fn arabic(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    let digit = |c: char| "〇一二三四五六七八九".chars().position(|digit| digit == if c == '零' { '〇' } else { c });
    match text.split_once('十') {
        Some((tens, ones)) => {
            let of = |text: &str, blank| match text.chars().next() {
                None => Some(blank),
                Some(c) => digit(c),
            };
            match (of(tens, 1), of(ones, 0)) {
                (Some(tens), Some(ones)) => (tens * 10 + ones).to_string(),
                _ => text.to_owned(),
            }
        }
        None => text.chars().map(|c| digit(c).map_or(c.to_string(), |digit| digit.to_string())).collect(),
    }
}

/// A year `YYYY`, or a month `YYYY-MM`, in that normal form.
fn parse_period(text: &str) -> Option<String> {
    if let Some(year) = parse_year(text) {
        return Some(year.to_string());
    }
    if let Some(date) = parse_date(text) {
        return Some(date.format("%Y-%m").to_string());
    }
    let plain = half_width(text);
    let plain = plain.trim();
    if plain.len() == 6 && plain.bytes().all(|digit| digit.is_ascii_digit()) {
        return month_of(&plain[..4], &plain[4..]);
    }
    let closed = if plain.contains('年') { plain.replace(' ', "") } else { plain.to_owned() };
    let plain = closed.trim_end_matches('份').trim_end_matches('月');
    let (first, second) = plain.split_once(['-', '/', '.', '年', ' '])?;
    month_of(first, second).or_else(|| month_of(second, first))
}

fn month_of(year: &str, month: &str) -> Option<String> {
    let month = month.trim();
    let named = || month_by_name(month);
    let month = arabic(month).parse().ok().filter(|month| (1..=12).contains(month)).or_else(named)?;
    Some(format!("{:04}-{month:02}", parse_year(year)?))
}

fn parse_flag(text: &str) -> Option<bool> {
    match half_width(text).to_ascii_lowercase().as_str() {
        "yes" | "y" | "true" | "1" | "是" | "有" | "合格" | "√" => Some(true),
        "no" | "n" | "false" | "0" | "否" | "无" | "×" | "不合格" => Some(false),
        _ => None,
    }
}

/// One `;` between entries, whichever separator was typed.
fn normal_list(text: &str) -> String {
    let entries: Vec<&str> =
        text.split([';', '\u{ff1b}', '、', '\n']).map(str::trim).filter(|e| !e.is_empty()).collect();
    entries.join(";")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_periods_in_their_usual_forms() {
        let day = NaiveDate::from_ymd_opt(2025, 3, 1);
        for text in [
            "2025-03-01",
            "2025/3/1",
            "2025年3月1日",
            "2025.3.1",
            "2025-03-01 00:00:00",
            "2025-03-01T08:30:00",
            "20250301",
            "2025 年 3 月 1 日",
            "2025年 3月1号",
            "2025 - 03 - 01",
            "\u{ff12}\u{ff10}\u{ff12}\u{ff15}年\u{ff13}月\u{ff11}日",
            "二〇二五年三月一日",
            "1 March 2025",
            "1-Mar-2025",
            "March 1, 2025",
        ] {
            assert_eq!(parse_date(text), day, "{text}");
        }
        assert_eq!(parse_date("31/12/2025"), NaiveDate::from_ymd_opt(2025, 12, 31));
        assert_eq!(parse_date("12/31/2025"), NaiveDate::from_ymd_opt(2025, 12, 31));
        for refused in [
            "25-3-1",
            "2025-3",
            "2025年3月",
            "2025-13-01",
            "20251301",
            "2025-3-1-2",
            "45962",
            "soon",
            "1 Foo 2025",
            "0025-03-01",
        ] {
            assert_eq!(parse_date(refused), None, "{refused}");
        }
        assert_eq!(parse_date("2025-02-30"), None);
        assert_eq!(parse_date("01/03/2025"), None);
        assert_eq!(parse_period("2025年3月"), Some("2025-03".to_owned()));
        assert_eq!(parse_period("2025"), Some("2025".to_owned()));
        for text in
            ["2025 年 3 月", "202503", "2025年03月份", "2025/3", "2025.03", "Mar 2025", "二〇二五年三月", "20250301"]
        {
            assert_eq!(parse_period(text), Some("2025-03".to_owned()), "{text}");
        }
        assert_eq!(parse_period("2025年度"), Some("2025".to_owned()));
        assert_eq!(parse_period("2025-13"), None);
    }
}
