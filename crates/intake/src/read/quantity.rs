//! Numbers as people write them in cells: with a unit, with 万 or 亿; and the names of units.

use super::carbon;
use super::money::{CURRENCY, OF_MONEY, money, of_yuan};
use unicode_normalization::UnicodeNormalization;
use yanlian_model::units::{self, Measure, Unit, UnitError};
use yanlian_model::{Span, number};

/// A unit as people give it: how many of which, and of what one each: `万元/吨`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Given {
    pub(crate) multiple: f64,
    pub(crate) unit: &'static Unit,
    pub(crate) per: Option<&'static Unit>,
    /// It says that it counts carbon dioxide, and is meant for nothing else: `万吨CO2`.
    pub(crate) carbon: bool,
}

impl From<Measure> for Given {
    fn from(Measure { multiple, unit }: Measure) -> Given {
        Given { multiple, unit, per: None, carbon: false }
    }
}

/// A number, and the unit in which it was given if the cell names one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Quantity {
    pub(crate) number: f64,
    pub(crate) unit: Option<Given>,
    /// It was written with 万 or 亿 and no unit: `5亿`.
    pub(crate) counted: bool,
}

impl Quantity {
    pub(crate) fn pure(number: f64) -> Quantity {
        Quantity { number, unit: None, counted: false }
    }
}

/// Why a text is no quantity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum QuantityFault<'a> {
    NotANumber,
    UnknownUnit(&'a str),
}

/// Reads `5000`, `5,000 kg`, `1.2万吨`, `3.5万`, `￥300万`; where the number is a year's also `1.2万吨/年`, a day's `500 m3/d`.
pub(crate) fn read(text: &str, span: Option<Span>) -> Result<Quantity, QuantityFault<'_>> {
    let unsigned = text.strip_prefix(['-', '\u{2212}', '\u{ff0d}']).map(str::trim_start);
    // The sign may stand before the currency: `-¥320`.
    if let Some(unsigned) = unsigned.filter(|unsigned| CURRENCY.iter().any(|currency| begins(unsigned, currency))) {
        return match read(unsigned, span)? {
            quantity if quantity.number < 0.0 => Err(QuantityFault::NotANumber),
            quantity => Ok(Quantity { number: -quantity.number, ..quantity }),
        };
    }
    let currency = CURRENCY.iter().find(|currency| begins(text, currency));
    let amount = currency.map_or(text, |currency| text[currency.len()..].trim_start());
    let (number, name) = amount.split_at(end_of_number(amount));
    let name = name.trim();
    let number = number::read(number).ok_or(QuantityFault::NotANumber)?;
    // Beside the currency a word may say how many of it: `RMB 320 million`.
    let of_currency =
        || currency.and(of_yuan(name)).map(|unit| Quantity { unit: Some(unit), ..Quantity::pure(number) });
    let quantity = named(number, name, span).or_else(of_currency).ok_or_else(|| misread(name))?;
    match (currency.and_then(|currency| measure(currency, None)), quantity.unit) {
        (None, _) => Ok(quantity),
        (money, None) => Ok(Quantity { unit: money, counted: false, ..quantity }),
        (Some(money), Some(unit)) if unit.unit.dimension == money.unit.dimension => Ok(quantity),
        _ => Err(QuantityFault::UnknownUnit(name)),
    }
}

/// What is wrong with what stands behind a number: where that goes on with digits, there is no one number.
fn misread(name: &str) -> QuantityFault<'_> {
    let is_sign = |c: char| !c.is_alphanumeric() && !matches!(c, '%' | '‰' | '°' | '$');
    match name
        .trim_start_matches(is_sign)
        .trim_start_matches(['至', '到', '～'])
        .starts_with(|c: char| c.is_ascii_digit())
    {
        true => QuantityFault::NotANumber,
        false => QuantityFault::UnknownUnit(name),
    }
}

/// A number with the name of its unit, or of how many; `None` where that is no unit.
pub(crate) fn named(number: f64, name: &str, span: Option<Span>) -> Option<Quantity> {
    let counted = |multiple| Some(Quantity { number: rounded(number * multiple), unit: None, counted: true });
    match name {
        "" => Some(Quantity::pure(number)),
        name => match how_many(name) {
            Some(multiple) => counted(multiple),
            None => measure(name, span).map(|unit| Quantity { unit: Some(unit), ..Quantity::pure(number) }),
        },
    }
}

/// What 万, 百万 or 亿 mean by themselves.
pub(crate) fn how_many(name: &str) -> Option<f64> {
    let plain = simplified(name);
    let is_count = |c: char| matches!(c, '十' | '百' | '千' | '万' | '亿');
    let yuan = || units::parse(&format!("{plain}元")).ok();
    (!plain.is_empty() && plain.chars().all(is_count)).then(yuan)?.map(|measure| measure.multiple)
}

/// The text with the characters of units in their simplified form and in plain widths.
pub(crate) fn simplified(text: &str) -> String {
    let simple = |c: char| match c {
        '單' => '单',
        '萬' => '万',
        '億' => '亿',
        '噸' => '吨',
        '畝' => '亩',
        '幣' => '币',
        '額' => '额',
        '數' => '数',
        '產' => '产',
        '計' => '计',
        '為' => '为',
        '個' => '个',
        '臺' | '檯' => '台',
        '頃' => '顷',
        '時' => '时',
        '標' => '标',
        '準' => '准',
        '積' => '积',
        '資' => '资',
        '圓' | '圆' => '元',
        '\u{2018}' | '\u{2019}' | '\u{2032}' => '\'',
        '\u{2022}' | '\u{22c5}' | '\u{2219}' | '\u{30fb}' => '·',
        other => other,
    };
    text.nfkc().map(simple).collect()
}

/// Where the number ends and the unit begins.
fn end_of_number(text: &str) -> usize {
    let mut chars = text.char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        let after = chars.peek().map(|(_, next)| *next);
        let exponent = matches!(c, 'e' | 'E') && after.is_some_and(|c| c.is_ascii_digit() || c == '-' || c == '+');
        // The digits, signs and spaces of full width are half_width + 0xfee0.
        let full_width = matches!(c, '\u{ff10}'..='\u{ff19}' | '\u{ff0b}'..='\u{ff0e}' | '\u{3000}');
        let is_sign = matches!(c, '.' | ',' | '-' | '+' | ' ' | '\u{2212}' | '\u{fe63}');
        if !(c.is_ascii_digit() || is_sign || full_width || exponent) {
            return i;
        }
    }
    text.len()
}

/// A unit by any of its names, of any width: with 万, 亿, thousand, million or billion before it, with the currency
/// before or behind, `/吨` behind it. Where the number is that of a year or a day, “a year” or “a day” may stand behind it.
pub(crate) fn measure(name: &str, span: Option<Span>) -> Option<Given> {
    let plain = simplified(name).replace(" /", "/").replace("/ ", "/");
    let plain = plain.trim();
    let bare = without_span(plain, span);
    let carbon = || Some(Given { carbon: true, ..one(carbon::mass(bare)?, span)?.into() });
    one(bare, span).map(Given::from).or_else(carbon).or_else(|| {
        let slashed = plain.replace(" per ", "/").replace('每', "/");
        let (of, per) = slashed.rsplit_once('/')?;
        let (of, per) = (one(of.trim(), None)?, one(per.trim(), None)?);
        Some(Given { multiple: of.multiple / per.multiple, per: Some(per.unit), ..of.into() })
    })
}

/// A unit that stands alone.
fn one(plain: &str, span: Option<Span>) -> Option<Measure> {
    // The tonne a year of plants' name plates.
    const TONNES: &str = "tpa";
    if span == Some(Span::Year) && plain.eq_ignore_ascii_case(TONNES) {
        return units::parse("t").ok();
    }
    counted(plain).or_else(|| money(plain))
}

/// Words for how many of a unit stand behind them.
pub(crate) const MULTIPLES: [(&str, f64); 39] = [
    ("100 millions of", 1e8),
    ("100 millions", 1e8),
    ("100 million", 1e8),
    ("10 thousands of", 1e4),
    ("10 thousands", 1e4),
    ("10 thousand", 1e4),
    ("ten thousands of", 1e4),
    ("tens of thousands of", 1e4),
    ("ten thousands", 1e4),
    ("tens of thousands", 1e4),
    ("ten thousand", 1e4),
    ("hundred thousands of", 1e5),
    ("hundreds of thousands of", 1e5),
    ("hundred thousands", 1e5),
    ("hundred thousand", 1e5),
    ("ten millions of", 1e7),
    ("tens of millions of", 1e7),
    ("ten millions", 1e7),
    ("ten million", 1e7),
    ("hundred millions of", 1e8),
    ("hundreds of millions of", 1e8),
    ("hundred millions", 1e8),
    ("hundred million", 1e8),
    ("thousands of", 1e3),
    ("millions of", 1e6),
    ("billions of", 1e9),
    ("thousands", 1e3),
    ("millions", 1e6),
    ("billions", 1e9),
    ("thousand", 1e3),
    ("million", 1e6),
    ("billion", 1e9),
    ("10,000", 1e4),
    ("10^4", 1e4),
    ("'000", 1e3),
    ("mln", 1e6),
    ("mn", 1e6),
    ("bln", 1e9),
    ("bn", 1e9),
];

/// Whether a text is a word for how many, and no unit.
pub(crate) fn is_multiple(text: &str) -> bool {
    let is_word = |(word, _): &(&str, f64)| word.eq_ignore_ascii_case(text);
    MULTIPLES.iter().chain(&OF_MONEY).any(is_word) || how_many(text).is_some()
}

/// A unit with how many of it before it.
fn counted(plain: &str) -> Option<Measure> {
    let behind = |word: &str| plain[word.len()..].starts_with(' ').then(|| plain[word.len()..].trim_start());
    let found = MULTIPLES.iter().find_map(|(word, m)| Some((*m, begins(plain, word).then(|| behind(word))??)));
    let (multiple, rest) = found.unwrap_or((1.0, plain));
    let inner = units::parse(rest).ok()?;
    Some(Measure { multiple: multiple * inner.multiple, ..inner })
}

/// Whether a text begins with a word, whatever its case.
pub(crate) fn begins(text: &str, word: &str) -> bool {
    text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
}

/// Whether a text ends with a word, whatever its case.
pub(crate) fn ends(text: &str, word: &str) -> bool {
    let at = text.len().checked_sub(word.len());
    at.and_then(|at| text.get(at..)).is_some_and(|end| end.eq_ignore_ascii_case(word))
}

/// The name of a unit without “a year” or “a day” behind it, where the number is that of one.
fn without_span(name: &str, span: Option<Span>) -> &str {
    const YEARS: [&str; 12] =
        ["/年", "/a", "/y", "/yr", "/year", "每年", " per year", " a year", "·a-1", " p.a.", "/annum", " per annum"];
    const DAYS: [&str; 9] = ["/日", "/天", "/d", "/day", "每日", "每天", " per day", " a day", "·d-1"];
    let words: &[&str] = match span {
        Some(Span::Year) => &YEARS,
        Some(Span::Day) => &DAYS,
        None => &[],
    };
    let word = words.iter().find(|word| ends(name, word));
    word.map_or(name, |word| name[..name.len() - word.len()].trim_end())
}

/// The number in the unit `to`, per one of `each` where it was given per one of something.
pub(crate) fn convert(number: f64, from: Given, to: &str, each: Option<&str>) -> Result<f64, UnitError> {
    let number = units::convert(number * from.multiple, from.unit.symbol, to)?;
    let each = from.per.map_or(Ok(1.0), |per| units::convert(1.0, each.unwrap_or_default(), per.symbol))?;
    Ok(rounded(number * each))
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
        let in_unit = |text, unit| {
            let quantity = read(text, None).unwrap();
            convert(quantity.number, quantity.unit.unwrap(), unit, None)
        };
        let in_tonnes = |text| in_unit(text, "t");
        assert_eq!(in_tonnes("5000 kg"), Ok(5.0));
        assert_eq!(in_tonnes("1.1万吨"), Ok(11_000.0));
        assert_eq!(in_tonnes("-2 thousand t"), Ok(-2000.0));
        assert_eq!(in_tonnes("\u{2212}2万吨"), Ok(-20_000.0));
        for money in ["-¥320", "\u{2212}RMB 320", "¥-320"] {
            assert_eq!(in_unit(money, "CNY"), Ok(-320.0), "{money}");
        }
        assert_eq!(in_tonnes("5 kt"), Ok(5000.0));
        for money in [
            "￥300万",
            "¥3,000,000",
            "RMB 300万",
            "人民币300万元",
            "300万元人民币",
            "300万元（人民币）",
            "300万元整",
            "RMB 3 million",
            "CNY 3mn",
            "¥3,000k",
        ] {
            assert_eq!(in_unit(money, "CNY"), Ok(3e6), "{money}");
        }
        assert_eq!(read("3.5万", None), Ok(Quantity { counted: true, ..Quantity::pure(35_000.0) }));
        assert_eq!(read("1.5e3", None), Ok(Quantity::pure(1500.0)));
        assert_eq!(read("\u{ff11}\u{ff12}", None), Ok(Quantity::pure(12.0)));
        assert_eq!(read("5 apples", None), Err(QuantityFault::UnknownUnit("apples")));
        for text in ["about 5 t", "2025-01-01", "$300", "¥", "RMB", "--¥3", "-¥-3", "5\u{2212}8"] {
            assert_eq!(read(text, None), Err(QuantityFault::NotANumber), "{text}");
        }
        assert_eq!(read("¥5 t", None), Err(QuantityFault::UnknownUnit("t")));
        assert_eq!(in_tonnes("1200KG"), Ok(1.2));
        assert_eq!(in_tonnes("3 \u{338f}"), Ok(0.003));
        for carbon in ["5.2万吨CO2", "52000 tCO2e", "52 kt CO\u{2082}-eq", "5.2万吨二氧化碳当量", "5.2万吨（CO2）"]
        {
            assert_eq!(in_tonnes(carbon), Ok(52_000.0), "{carbon}");
            assert!(read(carbon, None).unwrap().unit.unwrap().carbon, "{carbon}");
        }
    }

    #[test]
    fn the_currency_may_stand_before_how_many_of_it() {
        for (name, multiple) in [
            ("RMB million", 1e6),
            ("CNY 10,000", 1e4),
            ("RMB'000", 1e3),
            ("人民币万元", 1e4),
            ("万元人民币", 1e4),
            ("元（人民币）", 1.0),
            ("million RMB", 1e6),
            ("thousands of yuan", 1e3),
            ("人民币亿元", 1e8),
        ] {
            let given = measure(name, None).unwrap();
            assert_eq!((given.multiple, given.unit.symbol), (multiple, "CNY"), "{name}");
        }
        for other in ["人民币吨", "RMB t", "t(RMB)", "万美元", "million"] {
            assert_eq!(measure(other, None), None, "{other}");
        }
    }

    #[test]
    fn what_is_given_per_one_of_something_is_converted_to_one_of_another() {
        let price = measure("万元/吨", None).unwrap();
        assert_eq!(convert(4.8, price, "CNY", Some("t")), Ok(48_000.0));
        assert_eq!(convert(4.8, price, "CNY", Some("kg")), Ok(48.0));
        assert!(convert(4.8, price, "CNY", Some("Nm3")).is_err() && convert(4.8, price, "CNY", None).is_err());
        assert_eq!(measure("元每千克", None), measure("CNY per kg", None));
    }

    #[test]
    fn a_year_may_stand_behind_what_a_year_brings() {
        for name in ["万吨/年", "万t/a", "万吨\u{ff0f}年", "万 t/yr", "万吨每年", "万吨 / 年", "10,000 t per year"]
        {
            let given = measure(name, Some(Span::Year)).unwrap();
            assert_eq!((given.multiple, given.unit.symbol, given.per), (1e4, "t", None), "{name}");
            assert_eq!(measure(name, None), None, "{name}");
        }
        for name in ["m3/d", "立方米/日", "m\u{b3}每天", "m3 per day"] {
            let given = measure(name, Some(Span::Day)).unwrap();
            assert_eq!((given.multiple, given.unit.symbol, given.per), (1.0, "m3", None), "{name}");
            assert_eq!(measure(name, Some(Span::Year)), None, "{name}");
        }
        for other in ["t/d", "万吨/月", "/年"] {
            assert_eq!(measure(other, Some(Span::Year)), None, "{other}");
        }
    }
}
