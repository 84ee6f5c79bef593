//! Numbers, money, quantities and dates as people read them.
//!
//! In text: three significant digits with 万 and 亿 in Chinese, thousand and million in English.
//! In cards and tables: seven significant digits at most, thousands separated. All digits are in files only.

use yanlian_model::{Lang, units};

/// The most significant digits that a page shows.
const DIGITS: i32 = 7;
/// The most decimals.
const DECIMALS: i32 = 15;

/// A number with at most seven significant digits: thousands separated, no trailing zeros. A bound that
/// there is not is a dash; who has bounds says which one is missing.
pub fn number(value: f64) -> String {
    if !value.is_finite() {
        return "–".to_owned();
    }
    let (rounded, decimals) = rounded(value, DIGITS);
    let text = format!("{:.*}", decimals, rounded.abs());
    let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
    let mut text = String::new();
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    let decimals = decimals.trim_end_matches('0');
    if !decimals.is_empty() {
        text.push('.');
        text.push_str(decimals);
    }
    if value < 0.0 && text != "0" { format!("−{text}") } else { text }
}

/// A finite number with so many significant digits, and how many of its decimals they reach.
fn rounded(value: f64, digits: i32) -> (f64, usize) {
    if value == 0.0 {
        return (0.0, 0);
    }
    let decimals = (digits - 1 - value.abs().log10().floor() as i32).min(DECIMALS);
    // Division by the inverse keeps 0.1 from becoming 0.1000…01 where the step is under one.
    let rounded = if decimals >= 0 {
        let inverse = 10f64.powi(decimals);
        (value * inverse).round() / inverse
    } else {
        let step = 10f64.powi(-decimals);
        (value / step).round() * step
    };
    (rounded, decimals.max(0) as usize)
}

/// A number with three significant digits, thousands separated.
pub fn short(value: f64) -> String {
    number(if value.is_finite() { rounded(value, 3).0 } else { value })
}

/// A number with so many significant digits, and all of those before the point as far as seven: 9,999 stays so.
pub fn whole(value: f64, digits: i32) -> String {
    if value == 0.0 || !value.is_finite() {
        return number(value);
    }
    number(rounded(value, digits.max(value.abs().log10().floor() as i32 + 1)).0)
}

/// How a large number is cut down: the divisor and its word.
fn scale(value: f64, lang: Lang) -> (f64, &'static str) {
    match (lang, value.abs()) {
        (_, v) if !v.is_finite() => (1.0, ""),
        (Lang::Zh, v) if v >= 1e8 => (1e8, "亿"),
        (Lang::Zh, v) if v >= 1e4 => (1e4, "万"),
        (Lang::En, v) if v >= 1e9 => (1e9, "billion"),
        (Lang::En, v) if v >= 1e6 => (1e6, "million"),
        (Lang::En, v) if v >= 1e4 => (1e3, "thousand"),
        _ => (1.0, ""),
    }
}

/// The name of a unit as people read it: 吨 in Chinese, t in English.
pub fn unit(symbol: &str, lang: Lang) -> String {
    match (lang, units::parse(symbol)) {
        (Lang::Zh, Ok(measure)) if !matches!(symbol, "1" | "%") => measure.unit.zh.to_owned(),
        (_, _) if symbol == "1" => String::new(),
        _ => symbol.to_owned(),
    }
}

/// A quantity with at most seven digits: `12,345.6 t`; a share as a percentage.
pub fn exact(value: f64, symbol: &str, lang: Lang) -> String {
    match symbol {
        _ if !value.is_finite() => number(value),
        SHARE => format!("{}%", number(value * 100.0)),
        symbol => format!("{} {}", number(value), unit(symbol, lang)).trim_end().to_owned(),
    }
}

/// The pseudo-unit of a part of a whole, 0 to 1, which is shown as a percentage.
pub const SHARE: &str = "share";

/// A quantity in text: `1.23 万吨`, `12.3 thousand t`.
pub fn quantity(value: f64, symbol: &str, lang: Lang) -> String {
    if symbol == SHARE {
        return percent(value);
    }
    if symbol == "CNY" {
        return money(value, lang);
    }
    if symbol == "%" {
        return format!("{}%", short(value));
    }
    let (divisor, word) = scale(value, lang);
    let unit = unit(symbol, lang);
    match lang {
        Lang::Zh => format!("{} {word}{unit}", short(value / divisor)).trim_end().to_owned(),
        Lang::En => [short(value / divisor), word.to_owned(), unit]
            .into_iter()
            .filter(|p| !p.is_empty())
            .collect::<Vec<_>>()
            .join(" "),
    }
}

/// The unit in which people read amounts about as large as `value`, and how many of `symbol` it has.
pub fn large_unit(value: f64, symbol: &str, lang: Lang) -> (f64, String) {
    let (divisor, word) = scale(value, lang);
    let unit = unit(symbol, lang);
    match lang {
        Lang::Zh => (divisor, format!("{word}{unit}")),
        Lang::En => (divisor, format!("{word} {unit}").trim().to_owned()),
    }
}

/// An amount of yuan in text: `2.12 亿元`, `¥212 million`.
pub fn money(value: f64, lang: Lang) -> String {
    let (divisor, word) = scale(value, lang);
    match lang {
        Lang::Zh => format!("{} {word}元", short(value / divisor)),
        Lang::En => {
            let sign = if value < 0.0 { "−" } else { "" };
            format!("{sign}¥{} {word}", short(value.abs() / divisor)).trim_end().to_owned()
        }
    }
}

/// A share as a percentage with three significant digits.
pub fn percent(share: f64) -> String {
    let percent = short(share * 100.0);
    if share.is_finite() { format!("{percent}%") } else { percent }
}

/// A date as ISO 8601, which both languages read.
pub fn date(date: chrono::NaiveDate) -> String {
    date.format("%Y-%m-%d").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_cut_to_what_people_read() {
        assert_eq!(number(1234567.5), "1,234,568");
        assert_eq!(number(-0.0), "0");
        assert_eq!(number(12_157.954_12), "12,157.95");
        assert_eq!(number(-1_234_567_890.4), "−1,234,568,000");
        assert_eq!(number(0.1 + 0.2), "0.3");
        assert_eq!(number(9_999_999.6), "10,000,000");
        assert_eq!(number(0.000_001_234_567_89), "0.000001234568");
        assert_eq!(number(65.0 / 72.0), "0.9027778");
        assert_eq!((number(f64::NAN), number(f64::NEG_INFINITY)), ("–".to_owned(), "–".to_owned()));
        assert_eq!(short(0.0), "0");
        assert_eq!(short(0.12345), "0.123");
        assert_eq!(short(98765.0), "98,800");
        assert_eq!(
            (whole(9999.0, 3), whole(9998.6, 3), whole(36.214, 3)),
            ("9,999".into(), "9,999".into(), "36.2".into())
        );
        assert_eq!((whole(98.333_333, 5), whole(-0.0, 5)), ("98.333".into(), "0".into()));
        assert_eq!(money(212_300_000.0, Lang::Zh), "2.12 亿元");
        assert_eq!(money(212_300_000.0, Lang::En), "¥212 million");
        assert_eq!(money(-500.0, Lang::En), "−¥500");
        assert_eq!(quantity(12_345.0, "t", Lang::Zh), "1.23 万吨");
        assert_eq!(quantity(12_345.0, "t", Lang::En), "12.3 thousand t");
        assert_eq!(quantity(950.0, "kWh", Lang::En), "950 kWh");
        assert_eq!(percent(0.4567), "45.7%");
    }
}
