//! What a text must look like, where its kind alone does not say.

use crate::calendar::YEARS;
use crate::uscc;
use chrono::{Datelike, NaiveDateTime};
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
