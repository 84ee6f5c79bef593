//! Amounts of money: the currency, before or behind how many of it.

use super::quantity::{Given, MULTIPLES, begins, ends, how_many, measure, rounded, simplified};
use yanlian_model::number;
use yanlian_model::units::{self, Dimension, Measure};

/// How the currency is written before an amount.
pub(crate) const CURRENCY: [&str; 5] = ["人民币", "RMB", "CNY", "¥", "\u{ffe5}"];

/// Letters that mean how many where a currency in Latin letters stands beside them; elsewhere an m is a metre.
pub(crate) const OF_MONEY: [(&str, f64); 10] = [
    ("'000s", 1e3),
    ("000's", 1e3),
    ("k", 1e3),
    ("000s", 1e3),
    ("000", 1e3),
    ("m", 1e6),
    ("mm", 1e6),
    ("mil", 1e6),
    ("mio", 1e6),
    ("b", 1e9),
];

/// An amount of money, with the currency before or behind how many of it: `RMB million`, `万元人民币`, `CNY mn`.
pub(crate) fn money(plain: &str) -> Option<Measure> {
    const NAMES: [&str; 11] =
        ["人民币", "RMB", "CNY", "¥", "\u{ffe5}", "(人民币)", "(RMB)", "(CNY)", "元整", "元", "yuan"];
    let mut amount = plain;
    let shorter = |amount: &str| {
        let before = || NAMES.iter().find(|name| begins(amount, name)).map(|name| name.len()..amount.len());
        let behind = || NAMES.iter().find(|name| ends(amount, name)).map(|name| 0..amount.len() - name.len());
        before().or_else(behind)
    };
    while let Some(left) = shorter(amount) {
        amount = amount[left].trim();
    }
    let letters: &[(&str, f64)] = if plain.contains(['元', '币']) { &[] } else { &OF_MONEY };
    let multiple = MULTIPLES.iter().chain(letters).find(|(word, _)| word.eq_ignore_ascii_case(amount));
    let multiple = multiple.map(|(_, multiple)| *multiple).or_else(|| how_many(amount));
    let multiple = if amount.is_empty() { Some(1.0) } else { multiple }?;
    let yuan = units::parse("CNY").ok()?;
    (amount.len() < plain.len()).then_some(Measure { multiple, ..yuan })
}

/// A unit behind a power of ten, which the text may begin with, also behind the currency: `0.1 billion CNY`, `¥10k`.
pub(crate) fn numbered(text: &str) -> Option<Given> {
    let plain = simplified(text);
    let currency = CURRENCY.iter().find(|currency| begins(&plain, currency));
    let amount = plain[currency.map_or(0, |currency| currency.len())..].trim();
    let end = amount.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ','))).unwrap_or(amount.len());
    let number = number::read(&amount[..end]).filter(|number| *number > 0.0)?;
    let unit = match currency {
        Some(_) => Given::from(money(&format!("{} CNY", &amount[end..]))?),
        None => measure(&amount[end..], None)?,
    };
    let is_power = rounded(10f64.powf(number.log10().round())) == number;
    let multiple = rounded(number * unit.multiple);
    (is_power && multiple >= 1e3).then_some(Given { multiple, ..unit })
}

/// Whether a text is an amount of money, or only how many of it.
pub(crate) fn is_amount(text: &str) -> bool {
    let is_money = |given: Given| given.unit.dimension == Dimension::Money && given.per.is_none();
    measure(text, None).is_some_and(is_money) || of_yuan(text).is_some()
}

/// A number of yuan: what a header means that says only how many, where nothing but money can be meant.
pub(crate) fn of_yuan(how_many: &str) -> Option<Given> {
    money(&format!("{} CNY", simplified(how_many).trim())).map(Given::from)
}
