//! Numbers as people write them in cells: with a unit, with 万 or 亿.

use unicode_normalization::UnicodeNormalization;
use yanlian_model::units::{self, Measure, UnitError};
use yanlian_model::{Kind, Value};

/// A number, and the unit in which it was given if the cell names one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Quantity {
    pub(crate) number: f64,
    pub(crate) unit: Option<Measure>,
}

/// Why a text is no quantity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum QuantityFault<'a> {
    NotANumber,
    UnknownUnit(&'a str),
}

/// Reads `5000`, `5,000 kg`, `1.2万吨`, `3.5万`; where the number is a year's also `1.2万吨/年`.
pub(crate) fn read(text: &str, per_year: bool) -> Result<Quantity, QuantityFault<'_>> {
    let (number, name) = text.split_at(end_of_number(text));
    let Ok(Value::Number(number)) = Value::parse(Kind::Number, number.trim()) else {
        return Err(QuantityFault::NotANumber);
    };
    named(number, name.trim(), per_year).ok_or(QuantityFault::UnknownUnit(name.trim()))
}

/// A number with the name of its unit, or of how many; `None` where that is no unit.
pub(crate) fn named(number: f64, name: &str, per_year: bool) -> Option<Quantity> {
    let pure = |number| Some(Quantity { number, unit: None });
    match name {
        "" => pure(number),
        "万" => pure(rounded(number * 1e4)),
        "亿" => pure(rounded(number * 1e8)),
        name => measure(name, per_year).map(|unit| Quantity { number, unit: Some(unit) }),
    }
}

/// Where the number ends and the unit begins.
fn end_of_number(text: &str) -> usize {
    let mut chars = text.char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        let after = chars.peek().map(|(_, next)| *next);
        let exponent = matches!(c, 'e' | 'E') && after.is_some_and(|c| c.is_ascii_digit() || c == '-' || c == '+');
        // The digits, signs and spaces of full width are half_width + 0xfee0.
        let full_width = matches!(c, '\u{ff10}'..='\u{ff19}' | '\u{ff0b}'..='\u{ff0e}' | '\u{3000}');
        if !(c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '+' | ' ') || full_width || exponent) {
            return i;
        }
    }
    text.len()
}

/// A unit by any of its names, also with 万, 亿, thousand, million or billion before it, and of any width.
/// Where the number is a year's, “a year” may stand behind it.
pub(crate) fn measure(name: &str, per_year: bool) -> Option<Measure> {
    const MULTIPLES: [(&str, f64); 4] = [("thousand ", 1e3), ("million ", 1e6), ("billion ", 1e9), ("10,000 ", 1e4)];
    // The tonne a year of plants' name plates.
    const TONNES: &str = "tpa";
    let plain: String = name.nfkc().collect();
    let plain = plain.trim();
    let begins = |word: &str| plain.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    let (multiple, rest) = match MULTIPLES.iter().find(|(word, _)| begins(word)) {
        Some((word, multiple)) => (*multiple, &plain[word.len()..]),
        None => (1.0, plain),
    };
    let rest = rest.strip_prefix("人民币").filter(|rest| !rest.is_empty()).unwrap_or(rest);
    let rest = match per_year {
        true if rest.eq_ignore_ascii_case(TONNES) => "t",
        true => without_year(rest),
        false => rest,
    };
    let inner = units::parse(rest).ok()?;
    Some(Measure { multiple: multiple * inner.multiple, ..inner })
}

/// The name of a unit without “a year” behind it.
fn without_year(name: &str) -> &str {
    const YEARS: [&str; 12] =
        ["/年", "/a", "/y", "/yr", "/year", "每年", " per year", " a year", "·a-1", " p.a.", "/annum", " per annum"];
    let ends = |year: &&str| {
        let at = name.len().checked_sub(year.len())?;
        name.get(at..).filter(|end| end.eq_ignore_ascii_case(year)).and(name.get(..at))
    };
    YEARS.iter().find_map(|year| ends(&year)).map_or(name, str::trim_end)
}

/// The number in the unit `to`.
pub(crate) fn convert(number: f64, from: Measure, to: &str) -> Result<f64, UnitError> {
    units::convert(number * from.multiple, from.unit.symbol, to).map(rounded)
}

/// To 15 significant digits: 1.1万 is 11000, not 11000.000000000002.
pub(crate) fn rounded(number: f64) -> f64 {
    format!("{number:.14e}").parse().unwrap_or(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_may_carry_its_unit() {
        let in_tonnes = |text| {
            let quantity = read(text, false).unwrap();
            convert(quantity.number, quantity.unit.unwrap(), "t")
        };
        assert_eq!(in_tonnes("5000 kg"), Ok(5.0));
        assert_eq!(in_tonnes("1.1万吨"), Ok(11_000.0));
        assert_eq!(in_tonnes("-2 thousand t"), Ok(-2000.0));
        assert_eq!(read("3.5万", false), Ok(Quantity { number: 35_000.0, unit: None }));
        assert_eq!(read("1.5e3", false), Ok(Quantity { number: 1500.0, unit: None }));
        assert_eq!(read("\u{ff11}\u{ff12}", false), Ok(Quantity { number: 12.0, unit: None }));
        assert_eq!(read("5 apples", false), Err(QuantityFault::UnknownUnit("apples")));
        assert_eq!(read("about 5 t", false), Err(QuantityFault::NotANumber));
        assert_eq!(read("2025-01-01", false), Err(QuantityFault::NotANumber));
        assert_eq!(in_tonnes("1200KG"), Ok(1.2));
        assert_eq!(in_tonnes("3 \u{338f}"), Ok(0.003));
    }

    #[test]
    fn a_year_may_stand_behind_what_a_year_brings() {
        for name in ["万吨/年", "万t/a", "万吨\u{ff0f}年", "万 t/yr", "万吨每年", "10,000 t per year"] {
            let unit = measure(name, true).unwrap();
            assert_eq!((unit.multiple, unit.unit.symbol), (1e4, "t"), "{name}");
            assert_eq!(measure(name, false), None, "{name}");
        }
        for other in ["t/d", "万吨/月", "元/吨", "/年"] {
            assert_eq!(measure(other, true), None, "{other}");
        }
    }
}
