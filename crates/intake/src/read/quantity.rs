//! Numbers as people write them in cells: with a unit, with 万 or 亿.

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

/// Reads `5000`, `5,000 kg`, `1.2万吨`, `3.5万`.
pub(crate) fn read(text: &str) -> Result<Quantity, QuantityFault<'_>> {
    let (number, name) = text.split_at(end_of_number(text));
    let Ok(Value::Number(number)) = Value::parse(Kind::Number, number.trim()) else {
        return Err(QuantityFault::NotANumber);
    };
    let pure = |number| Ok(Quantity { number, unit: None });
    match name.trim() {
        "" => pure(number),
        "万" => pure(rounded(number * 1e4)),
        "亿" => pure(rounded(number * 1e8)),
        name => match measure(name) {
            Some(unit) => Ok(Quantity { number, unit: Some(unit) }),
            None => Err(QuantityFault::UnknownUnit(name)),
        },
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

/// A unit by any of its names, also with 万, 亿, thousand, million or billion before it.
pub(crate) fn measure(name: &str) -> Option<Measure> {
    const MULTIPLES: [(&str, f64); 3] = [("thousand ", 1e3), ("million ", 1e6), ("billion ", 1e9)];
    let name = name.trim();
    let begins = |word: &str| name.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    let (multiple, rest) = match MULTIPLES.iter().find(|(word, _)| begins(word)) {
        Some((word, multiple)) => (*multiple, &name[word.len()..]),
        None => (1.0, name),
    };
    let inner = units::parse(rest).ok()?;
    Some(Measure { multiple: multiple * inner.multiple, ..inner })
}

/// The number in the unit `to`.
pub(crate) fn convert(number: f64, from: Measure, to: &str) -> Result<f64, UnitError> {
    units::convert(number * from.multiple, from.unit.symbol, to).map(rounded)
}

/// To 15 significant digits: 1.1万 is 11000, not 11000.000000000002.
fn rounded(number: f64) -> f64 {
    format!("{number:.14e}").parse().unwrap_or(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_may_carry_its_unit() {
        let in_tonnes = |text| {
            let quantity = read(text).unwrap();
            convert(quantity.number, quantity.unit.unwrap(), "t")
        };
        assert_eq!(in_tonnes("5000 kg"), Ok(5.0));
        assert_eq!(in_tonnes("1.1万吨"), Ok(11_000.0));
        assert_eq!(in_tonnes("-2 thousand t"), Ok(-2000.0));
        assert_eq!(read("3.5万"), Ok(Quantity { number: 35_000.0, unit: None }));
        assert_eq!(read("1.5e3"), Ok(Quantity { number: 1500.0, unit: None }));
        assert_eq!(read("\u{ff11}\u{ff12}"), Ok(Quantity { number: 12.0, unit: None }));
        assert_eq!(read("5 apples"), Err(QuantityFault::UnknownUnit("apples")));
        assert_eq!(read("about 5 t"), Err(QuantityFault::NotANumber));
        assert_eq!(read("2025-01-01"), Err(QuantityFault::NotANumber));
    }
}
