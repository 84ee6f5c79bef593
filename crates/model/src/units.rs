//! Units of measure: reading their names, converting between those of one dimension.

use std::fmt;

/// What a unit measures. Units convert within a dimension only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dimension {
    /// Base unit g.
    Mass,
    /// Liquids and solids by volume; base unit L.
    Volume,
    /// Gas at normal conditions; base unit Nm3.
    GasVolume,
    /// Base unit kJ. Coal equivalents by 29,307.6 kJ/kgce (GB/T 2589-2020), electricity by its heat value.
    Energy,
    /// Base unit W.
    Power,
    /// Base unit CNY.
    Money,
    /// Base unit m2.
    Area,
    /// Base unit m.
    Length,
    /// Base unit h.
    Time,
    /// Base unit one piece.
    Count,
    /// Base unit one set.
    Sets,
    /// Base unit one post for a year.
    PersonYears,
    /// Base unit one person.
    People,
    /// Base unit 1; a percentage is a hundredth.
    Ratio,
}

/// One unit: its symbol, its names, its size in the dimension's base unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Unit {
    /// The symbol as kept in the registers.
    pub symbol: &'static str,
    /// The Chinese name.
    pub zh: &'static str,
    /// Other spellings that are understood.
    aliases: &'static [&'static str],
    /// What it measures.
    pub dimension: Dimension,
    /// Its size in the dimension's base unit, as numerator and denominator so that factors stay exact.
    size: (f64, f64),
}

const fn unit(
    symbol: &'static str,
    zh: &'static str,
    aliases: &'static [&'static str],
    dimension: Dimension,
    size: (f64, f64),
) -> Unit {
    Unit { symbol, zh, aliases, dimension, size }
}

/// Every unit that the registers know.
pub const UNITS: &[Unit] = &[
    unit("t", "吨", &["ton", "tons", "tonne", "tonnes", "公吨", "MT"], Dimension::Mass, (1e6, 1.0)),
    unit("kg", "千克", &["公斤"], Dimension::Mass, (1e3, 1.0)),
    unit("g", "克", &[], Dimension::Mass, (1.0, 1.0)),
    unit("m3", "立方米", &["m³", "方", "立方"], Dimension::Volume, (1e3, 1.0)),
    unit("L", "升", &["l"], Dimension::Volume, (1.0, 1.0)),
    unit("Nm3", "标准立方米", &["Nm³", "标方"], Dimension::GasVolume, (1.0, 1.0)),
    unit("kWh", "千瓦时", &["度", "kw·h", "千瓦·时", "千瓦小时", "千瓦·小时", "度电"], Dimension::Energy, (3.6e3, 1.0)),
    unit("MWh", "兆瓦时", &["MW·h", "兆瓦·时", "兆瓦小时", "兆瓦·小时"], Dimension::Energy, (3.6e6, 1.0)),
    unit("GJ", "吉焦", &[], Dimension::Energy, (1e6, 1.0)),
    unit("MJ", "兆焦", &[], Dimension::Energy, (1e3, 1.0)),
    unit(
        "tce",
        "吨标准煤",
        &["吨标煤", "吨标准煤当量", "吨标煤当量", "吨煤当量", "吨(标准煤)", "吨(标煤)"],
        Dimension::Energy,
        (29_307_600.0, 1.0),
    ),
    unit(
        "kgce",
        "千克标准煤",
        &["公斤标煤", "公斤标准煤", "千克标煤", "千克标准煤当量", "千克(标准煤)"],
        Dimension::Energy,
        (29_307.6, 1.0),
    ),
    unit("kW", "千瓦", &[], Dimension::Power, (1e3, 1.0)),
    unit("MW", "兆瓦", &[], Dimension::Power, (1e6, 1.0)),
    unit("CNY", "元", &["RMB", "¥", "\u{ffe5}", "人民币元", "人民币", "元整", "yuan"], Dimension::Money, (1.0, 1.0)),
    unit("mu", "亩", &[], Dimension::Area, (2000.0, 3.0)),
    unit("m2", "平方米", &["m²", "㎡", "平米", "平方"], Dimension::Area, (1.0, 1.0)),
    unit("ha", "公顷", &[], Dimension::Area, (1e4, 1.0)),
    unit("km2", "平方公里", &["km²", "平方千米"], Dimension::Area, (1e6, 1.0)),
    unit("m", "米", &[], Dimension::Length, (1.0, 1.0)),
    unit("km", "公里", &["千米"], Dimension::Length, (1e3, 1.0)),
    unit("h", "小时", &[], Dimension::Time, (1.0, 1.0)),
    unit("piece", "件", &["只", "个", "pieces", "pcs"], Dimension::Count, (1.0, 1.0)),
    unit("set", "套", &["台", "sets"], Dimension::Sets, (1.0, 1.0)),
    unit("person", "人", &["名", "persons", "people"], Dimension::People, (1.0, 1.0)),
    unit("person-year", "人·年", &["人年", "person-years"], Dimension::PersonYears, (1.0, 1.0)),
    unit("%", "百分比", &["%"], Dimension::Ratio, (1.0, 100.0)),
    unit("1", "无量纲", &["ratio"], Dimension::Ratio, (1.0, 1.0)),
];

/// Two units that measure different things, or a name that is no unit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnitError {
    /// The name is no unit that the registers know.
    #[error("{0} is no known unit")]
    Unknown(String),
    /// The units have different dimensions.
    #[error("{from} cannot be converted to {to}")]
    Dimensions {
        /// The unit of the value.
        from: String,
        /// The unit wanted.
        to: String,
    },
}

/// A unit with a Chinese multiplier, such as 万吨 or 亿元.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measure {
    /// How many of the unit.
    pub multiple: f64,
    /// The unit.
    pub unit: &'static Unit,
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.symbol)
    }
}

/// Chinese words for how many of a unit, the longer before what they begin with.
const MULTIPLES: [(&str, f64); 8] =
    [("百万", 1e6), ("千万", 1e7), ("十万", 1e5), ("百亿", 1e10), ("千", 1e3), ("百", 1e2), ("万", 1e4), ("亿", 1e8)];

/// Multiples that have names of their own: how many of which unit. `Mt` is none of them, for some write it for MT.
const SCALED: [(&str, f64, &str); 7] = [
    ("‰", 0.1, "%"),
    ("kt", 1e3, "t"),
    ("KT", 1e3, "t"),
    ("GWh", 1e3, "MWh"),
    ("GW", 1e3, "MW"),
    ("TJ", 1e3, "GJ"),
    ("ktce", 1e3, "tce"),
];

/// Reads the name of a unit: symbol, Chinese name or alias, also with 万, 亿 and the like before it.
pub fn parse(name: &str) -> Result<Measure, UnitError> {
    let name = name.trim();
    let whole = find(name).map(|unit| Measure { multiple: 1.0, unit });
    let multiple = || {
        let split = |(word, multiple): &(&str, f64)| Some((*multiple, name.strip_prefix(word)?.trim_start()));
        MULTIPLES.iter().filter_map(split).find_map(|(multiple, rest)| Some(Measure { multiple, unit: find(rest)? }))
    };
    let scaled = || {
        let (_, multiple, symbol) = SCALED.iter().find(|(scaled, _, _)| *scaled == name)?;
        Some(Measure { multiple: *multiple, unit: find(symbol)? })
    };
    whole.or_else(scaled).or_else(multiple).ok_or_else(|| UnitError::Unknown(name.to_owned()))
}

/// A unit by its symbol, name or alias. The case counts only where it tells units apart: KG can but be kg and
/// Tonnes tonnes, while mW is no MW, and G may be a gram or a thousand million of something.
fn find(name: &str) -> Option<&'static Unit> {
    const TOLD_BY_CASE: [&str; 5] = ["MW", "MJ", "GJ", "g", "m"];
    let exact = UNITS.iter().find(|u| u.symbol == name || u.zh == name || u.aliases.contains(&name));
    let exact = exact.or_else(|| {
        let mut alike = UNITS.iter().filter(|u| u.symbol.eq_ignore_ascii_case(name));
        alike.next().filter(|unit| alike.next().is_none() && !TOLD_BY_CASE.contains(&unit.symbol))
    });
    exact.or_else(|| {
        let is_word = |alias: &&&str| alias.len() > 2 && alias.eq_ignore_ascii_case(name);
        UNITS.iter().find(|u| u.aliases.iter().any(|alias| is_word(&alias)))
    })
}

/// Converts a value between two units of one dimension.
///
/// ```
/// use yanlian_model::units::convert;
/// assert_eq!(convert(500.0, "kg", "t"), Ok(0.5));
/// assert_eq!(convert(1.2, "万元", "CNY"), Ok(12_000.0));
/// assert!(convert(1.0, "t", "m3").is_err());
/// ```
pub fn convert(value: f64, from: &str, to: &str) -> Result<f64, UnitError> {
    if from == to {
        return Ok(value);
    }
    let (source, target) = (parse(from)?, parse(to)?);
    if source.unit.dimension != target.unit.dimension {
        return Err(UnitError::Dimensions { from: from.to_owned(), to: to.to_owned() });
    }
    let numerator = source.multiple * source.unit.size.0 * target.unit.size.1;
    let denominator = target.multiple * target.unit.size.0 * source.unit.size.1;
    Ok(value * numerator / denominator)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_as_people_write_them() {
        for (name, multiple, symbol) in [
            ("KG", 1.0, "kg"),
            ("T", 1.0, "t"),
            ("kw", 1.0, "kW"),
            ("KWH", 1.0, "kWh"),
            ("NM3", 1.0, "Nm3"),
            ("万 吨", 1e4, "t"),
            ("千元", 1e3, "CNY"),
            ("百万元", 1e6, "CNY"),
            ("千万元", 1e7, "CNY"),
            ("千瓦", 1.0, "kW"),
            ("千克", 1.0, "kg"),
            ("千克标准煤", 1.0, "kgce"),
            ("万千瓦时", 1e4, "kWh"),
            ("万千瓦·时", 1e4, "kWh"),
            ("万千瓦小时", 1e4, "kWh"),
            ("万度电", 1e4, "kWh"),
            ("亿千瓦小时", 1e8, "kWh"),
            ("万吨标准煤当量", 1e4, "tce"),
            ("吨(标准煤)", 1.0, "tce"),
            ("kt", 1e3, "t"),
            ("公吨", 1.0, "t"),
            ("MT", 1.0, "t"),
            ("Tons", 1.0, "t"),
            ("rmb", 1.0, "CNY"),
            ("万方", 1e4, "m3"),
            ("万立方", 1e4, "m3"),
            ("平米", 1.0, "m2"),
            ("名", 1.0, "person"),
            ("‰", 0.1, "%"),
        ] {
            let measure = parse(name).unwrap();
            assert_eq!((measure.multiple, measure.unit.symbol), (multiple, symbol), "{name}");
        }
        for unclear in ["mw", "mj", "Gj", "G", "M", "万", "斤", "Mt", ""] {
            assert!(parse(unclear).is_err(), "{unclear}");
        }
    }
}
