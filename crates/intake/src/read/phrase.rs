//! What a text says of units: `单位：万元`, `数量单位：吨；金额单位：万元`, `均以万元计`, `in RMB million`, `万元`.
//!
//! One reader for the lines above a table, the cells over its columns and the brackets of a header. What looks like
//! a unit and is none that is known is said as well: to pass it over would be to take the numbers for something else.

use super::brackets;
use super::clauses::{clauses, plain};
use super::likeness::{is_office, looks_like_unit, may_be_multiple};
use super::money;
use super::quantity::{self, Given, measure};
use super::turns;
use yanlian_model::Span;
use yanlian_model::units::Dimension;

/// A unit as it is written.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Named {
    pub(crate) written: String,
    pub(crate) unit: Given,
}

/// What a text says of units.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Said {
    pub(crate) units: Vec<Named>,
    /// What is written in place of a unit and is none.
    pub(crate) unknown: Option<String>,
}

impl Said {
    pub(crate) fn one(written: &str, unit: Given) -> Said {
        Said { units: vec![Named { written: written.to_owned(), unit }], unknown: None }
    }

    pub(crate) fn unknown(written: &str) -> Said {
        Said { units: Vec::new(), unknown: Some(written.to_owned()) }
    }

    pub(crate) fn is_nothing(&self) -> bool {
        self.units.is_empty() && self.unknown.is_none()
    }

    pub(crate) fn add(&mut self, other: Said) {
        self.units.extend(other.units);
        self.unknown = self.unknown.take().or(other.unknown);
    }
}

/// What a text announces, by a word or a turn of phrase: `单位：万元`, `以万元计`, `in thousands`.
pub(crate) fn announced(text: &str) -> Said {
    let plain = plain(text);
    let clauses = clauses(&plain);
    let mut said = Said::default();
    for (i, clause) in clauses.iter().enumerate() {
        let behind = clauses.get(i + 1).copied().unwrap_or_default();
        said.add(turns::read(clause, behind).unwrap_or_default());
    }
    said
}

/// Whether a text names only the currency, which says nothing of how many.
pub(crate) fn is_currency(text: &str) -> bool {
    matches!(text.trim().to_lowercase().as_str(), "人民币" | "rmb" | "cny" | "renminbi" | "¥")
}

/// A unit that is a text by itself, or stands in brackets or behind a sign: `万元`, `投资（万元）`, `投资表/万元`.
pub(crate) fn bare(text: &str) -> Said {
    let plain = plain(text);
    let of_clause = |clause: &str| match unit(clause) {
        Some(found) => Some(Said::one(clause, found)),
        None => looks_like_unit(clause).then(|| Said::unknown(clause)),
    };
    let clauses = clauses(&plain);
    let whole = clauses.iter().filter_map(|clause| of_clause(clause)).reduce(|mut all, next| {
        all.add(next);
        all
    });
    let piece = || clauses.iter().rev().flat_map(|clause| clause.split([',', '、'])).find_map(|p| of_clause(p.trim()));
    whole.or_else(piece).or_else(|| by_sign(clauses.last()?)).unwrap_or_default()
}

/// What a text says that stands above a table with nothing beside it: `¥10k` may be a unit or a figure.
pub(crate) fn alone(text: &str) -> Said {
    let plain = plain(text);
    let is_either = |clause: &&str| unit(clause).is_none() && money::numbered(clause).is_some();
    match clauses(&plain).into_iter().find(is_either) {
        Some(either) => Said::unknown(either),
        None => bare(&plain),
    }
}

/// A unit at the end of a title, behind a sign or a space. Behind a space a piece of a name may look like one.
fn by_sign(title: &str) -> Option<Said> {
    const COUNTS: [&str; 8] = ["ten", "tens", "hundred", "hundreds", "dozen", "dozens", "few", "of"];
    const SIGNS: [char; 8] = ['/', '-', '—', '–', ',', '|', '·', ' '];
    title.char_indices().filter(|(_, c)| SIGNS.contains(c)).find_map(|(at, sign)| {
        let behind = title[at + sign.len_utf8()..].trim();
        let word = title[..at].rsplit(' ').next().unwrap_or_default();
        // The thousand RMB of a dozen thousand RMB are not the unit, and 100 million behind a word may be a sum.
        let may_be_sum = || behind.contains(|c: char| c.is_ascii_digit());
        let is_counted = sign == ' ' && (may_be_sum() || COUNTS.iter().any(|count| count.eq_ignore_ascii_case(word)));
        let is_figure = sign == ' ' && word.ends_with(|c: char| c.is_ascii_digit());
        let is_certain = |found: &Given| match sign {
            ' ' => found.multiple != 1.0,
            _ => found.multiple != 1.0 || behind.chars().count() > 1 || !behind.is_ascii(),
        };
        match unit(behind).filter(is_certain).filter(|_| !is_figure) {
            Some(_) if is_counted => Some(Said::unknown(title)),
            Some(found) => Some(Said::one(behind, found)),
            None => (sign != ' ' && looks_like_unit(behind)).then(|| Said::unknown(behind)),
        }
    })
}

/// Whether a text is a unit and nothing else, apart from brackets.
pub(crate) fn is_pure(text: &str) -> bool {
    clauses(&plain(text)).len() == 1
}

/// A unit that is a whole text by itself, apart from brackets.
pub(crate) fn pure(text: &str) -> Said {
    if is_pure(text) { bare(text) } else { Said::default() }
}

/// Whether a text heads a row of units, or stands in it where there is none: `单位`, `—`.
pub(crate) fn is_label(text: &str) -> bool {
    let plain = plain(text).to_lowercase();
    let label = plain.trim_matches(|c: char| "-—–/():*· ".contains(c));
    matches!(label, "" | "单位" | "计量单位" | "unit" | "units")
}

/// A text that is a unit or looks like one, without the brackets around it: `（万元）`, `万元（人民币）`.
pub(crate) fn in_brackets(text: &str) -> Option<&str> {
    let stray = |c: char| brackets::is_one(c) || c.is_whitespace();
    let whole = text.trim();
    let opened = brackets::last(whole).filter(|(before, _)| before.is_empty()).map(|(_, inner)| inner.trim());
    let readings = [Some(whole), opened, Some(text.trim_matches(stray))];
    readings.into_iter().flatten().find(|inner| in_header(inner).is_some() || looks_like_unit(&plain(inner)))
}

/// The one unit that a text in the brackets of a header names.
pub(crate) fn in_header(text: &str) -> Option<Given> {
    let text = plain(text);
    let mut said = announced(&text);
    if said.is_nothing() {
        return unit(text.trim()).or_else(|| money::numbered(text.trim()));
    }
    said.units.pop().filter(|_| said.units.is_empty() && said.unknown.is_none()).map(|named| named.unit)
}

/// The unit that a text is the name of, also with “a year” behind it.
pub(crate) fn unit(text: &str) -> Option<Given> {
    let is_number = text.bytes().all(|c| c.is_ascii_digit() || c == b'.');
    if is_number { None } else { measure(text, Some(Span::Year)) }
}

/// Several units with signs between; where it is `sure` that there are units, what is none is unknown.
pub(crate) fn list(text: &str, sure: bool) -> Option<Said> {
    // Behind a word for units, ten thousand yuan are one; behind others they are a figure.
    let number = || money::numbered(text).filter(|_| sure).map(|found| Said::one(text, found));
    let said = several(text).or_else(number).unwrap_or_else(|| parts(text, sure));
    match &said.unknown {
        Some(unknown) if looks_like_unit(unknown) => Some(said),
        Some(unknown) => (sure && !(said.units.is_empty() && is_office(unknown))).then_some(said),
        None => (!said.is_nothing()).then_some(said),
    }
}

/// The parts of a list, each a unit or unknown.
fn parts(text: &str, sure: bool) -> Said {
    // The comma of 10,000 parts nothing.
    let signs: &[char] = if text.contains(",000") { &['、', '和', '或'] } else { &['、', '和', '或', ','] };
    let mut said = Said::default();
    for part in text.split(signs).map(str::trim).filter(|part| !part.is_empty()) {
        // A date or a person may stand behind the unit, though not how many of it.
        let parted = || part.split_once(' ').filter(|(_, rest)| sure && !may_be_multiple(rest));
        let followed = || parted().and_then(|(first, _)| Some((first, unit(first)?)));
        let found = several(part).or_else(|| followed().map(|(first, unit)| Said::one(first, unit)));
        said.add(found.unwrap_or_else(|| Said::unknown(part)));
    }
    said
}

/// One unit, or several with `/` or a space between.
fn several(text: &str) -> Option<Said> {
    // Money is no part of which something is one: 吨/万元 are two units.
    let is_one = |given: &Given| given.per.is_none_or(|per| per.dimension != Dimension::Money);
    if let Some(found) = unit(text).filter(is_one) {
        return Some(Said::one(text, found));
    }
    let parted = |sign: char| {
        let named = |part: &str| Some(Named { written: part.to_owned(), unit: unit(part)? });
        let units: Option<Vec<Named>> = text.split(sign).map(|part| named(part.trim())).collect();
        Some(Said { units: units?, unknown: None })
    };
    // `元 m` is yuan and metres, or millions of yuan.
    let is_clear = !text.split(' ').any(quantity::is_multiple);
    parted('/').or_else(|| parted(' ').filter(|_| is_clear))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn symbols(said: &Said) -> Vec<(f64, &'static str)> {
        said.units.iter().map(|named| (named.unit.multiple, named.unit.unit.symbol)).collect()
    }

    #[test]
    fn units_of_a_table_are_found() {
        for (text, units) in [
            ("单位：万元", &[(1e4, "CNY")][..]),
            ("（单位：万元、吨）", &[(1e4, "CNY"), (1.0, "t")]),
            ("金额单位：人民币万元", &[(1e4, "CNY")]),
            ("单位：万元（人民币）", &[(1e4, "CNY")]),
            ("计量单位: 万吨/年", &[(1e4, "t")]),
            ("Unit: million CNY", &[(1e6, "CNY")]),
            ("Unit: 10,000 CNY", &[(1e4, "CNY")]),
            ("Unit: CNY 10,000", &[(1e4, "CNY")]),
            ("# 单位：kg", &[(1.0, "kg")]),
            ("填报单位：示例县工信局    单位：万元", &[(1e4, "CNY")]),
            ("编制单位：统计局 单位：万元", &[(1e4, "CNY")]),
            ("填表日期：2025-03-01   单位：万元", &[(1e4, "CNY")]),
            ("项目投资进度表——单位：万元", &[(1e4, "CNY")]),
            ("单位：  万元", &[(1e4, "CNY")]),
            ("单位  万元", &[(1e4, "CNY")]),
            ("单位：亩  2025年", &[(1.0, "mu")]),
            ("单位：万元 2025年", &[(1e4, "CNY")]),
            ("单位：公顷 万元", &[(1.0, "ha"), (1e4, "CNY")]),
            ("单位：吨/万元", &[(1.0, "t"), (1e4, "CNY")]),
            ("单位：吨，万元", &[(1.0, "t"), (1e4, "CNY")]),
            ("单位均为万元", &[(1e4, "CNY")]),
            ("金额：万元", &[(1e4, "CNY")]),
            ("（单位 万元）", &[(1e4, "CNY")]),
            ("项目表  单位 万元", &[(1e4, "CNY")]),
            ("数据单位：万元", &[(1e4, "CNY")]),
            ("数量单位：万吨；金额单位：亿元", &[(1e4, "t"), (1e8, "CNY")]),
            ("数量单位：万吨  金额单位：亿元", &[(1e4, "t"), (1e8, "CNY")]),
            ("以下金额均以万元计", &[(1e4, "CNY")]),
            ("金额以人民币万元为单位", &[(1e4, "CNY")]),
            ("投资单位：万元 用地单位：公顷", &[(1e4, "CNY"), (1.0, "ha")]),
            ("投资单位：万元，用地单位：公顷", &[(1e4, "CNY"), (1.0, "ha")]),
            ("Amounts in thousand CNY", &[(1e3, "CNY")]),
            ("All figures are in RMB million.", &[(1e6, "CNY")]),
            ("RMB in millions", &[(1e6, "CNY")]),
            ("单位：万元，另有说明除外", &[(1e4, "CNY")]),
            ("单位：万元，除另有注明外", &[(1e4, "CNY")]),
            ("除另有注明外，单位：万元", &[(1e4, "CNY")]),
            ("单位：万元、吨，特别注明的除外。", &[(1e4, "CNY"), (1.0, "t")]),
            ("单位：万元（除非另有说明）", &[(1e4, "CNY")]),
            ("Unit: million CNY, unless otherwise stated", &[(1e6, "CNY")]),
            ("Amounts in thousand CNY except where noted.", &[(1e3, "CNY")]),
            ("资金单位：万元", &[(1e4, "CNY")]),
            ("本表单位：万元", &[(1e4, "CNY")]),
            ("报表单位：万元", &[(1e4, "CNY")]),
            ("统计单位-亿元", &[(1e8, "CNY")]),
            ("投资额单位：万元", &[(1e4, "CNY")]),
            ("表中单位：万元、亩", &[(1e4, "CNY"), (1.0, "mu")]),
            ("资金单位：万元 2025年", &[(1e4, "CNY")]),
            ("资金单位万元", &[(1e4, "CNY")]),
            ("投资：万元，用地：亩", &[(1e4, "CNY"), (1.0, "mu")]),
            ("产值：亿元 产量：吨", &[(1e8, "CNY"), (1.0, "t")]),
            ("单位：人民币（万元）", &[(1e4, "CNY")]),
            ("单位：总投资（万元）", &[(1e4, "CNY")]),
            ("In RMB million unless stated otherwise", &[(1e6, "CNY")]),
            ("(in ten thousands of RMB)", &[(1e4, "CNY")]),
            ("In tens of thousands of RMB", &[(1e4, "CNY")]),
            ("Amounts in hundreds of millions of RMB", &[(1e8, "CNY")]),
        ] {
            let said = announced(text);
            assert_eq!((symbols(&said).as_slice(), &said.unknown), (units, &None), "{text}");
        }
        for (text, unit) in [
            ("万元", (1e4, "CNY")),
            ("（万元）", (1e4, "CNY")),
            ("2025年投资表（万元）", (1e4, "CNY")),
            ("RMB million", (1e6, "CNY")),
            ("CNY ten thousands", (1e4, "CNY")),
            ("hundred thousand RMB", (1e5, "CNY")),
        ] {
            assert_eq!(symbols(&bare(text)), [unit], "{text}");
        }
        assert_eq!(symbols(&bare("总投资（万元）、用地（亩）")), [(1e4, "CNY"), (1.0, "mu")]);
        assert!(is_pure("（万元）") && is_pure("万元") && !is_pure("投资（万元）"));
    }

    #[test]
    fn what_looks_like_a_unit_and_is_none_is_said() {
        for (text, unknown) in [
            ("单位：万美元", "万美元"),
            ("单位：万", "万"),
            ("单位：车", "车"),
            ("金额：千美元", "千美元"),
            ("Amounts in thousands", "thousands"),
            ("均以万美元计", "万美元"),
            ("单位：万美元，另有说明除外", "万美元"),
            ("资金单位：万美元", "万美元"),
        ] {
            assert_eq!(announced(text), Said::unknown(unknown), "{text}");
        }
        // Beside a unit that is known.
        for (text, unknown) in
            [("单位：0,1亿元", "0"), ("单位：万元，用地除外", "用地除外"), ("投资：万元，外资：万美元", "万美元")]
        {
            assert_eq!(announced(text).unknown.as_deref(), Some(unknown), "{text}");
        }
        for text in ["（万美元）", "USD million", "投资（万）", "dozen thousand RMB"] {
            assert!(bare(text).unknown.is_some(), "{text}");
        }
        for text in ["（CNY 10k）", "CNY 10k", "¥10k"] {
            assert!(alone(text).unknown.is_some() || alone(text).units[0].unit.multiple == 1e4, "{text}");
        }
    }

    #[test]
    fn offices_titles_and_figures_say_nothing_of_units() {
        for text in [
            "填报单位：示例钛业有限公司",
            "单位：示例县工信局",
            "单位：示例县",
            "2025年重点项目表",
            "责任单位：万元",
            "单位名称",
            "单位",
            "金额：3200",
            "数量：三项",
            "Projects in Hebei",
            "按项目计划排列",
            "以实际为准",
            "单位负责人：张三",
            "建设单位：示例钛业有限公司",
            "统计单位：示例镇 2025年",
            "主管单位：张三",
            "建设单位",
            "项目：甲，负责人：张三",
        ] {
            assert!(announced(text).is_nothing(), "{text}: {:?}", announced(text));
        }
        for text in ["重点项目表（修订稿）", "2025", "1", "附件（1）", "项目（2025年）", ""] {
            assert!(bare(text).is_nothing(), "{text}");
        }
    }

    #[test]
    fn a_header_names_one_unit() {
        for text in ["万元", "单位：万元", "单位:万元", "CNY million"] {
            assert_eq!(in_header(text).map(|given| given.unit.symbol), Some("CNY"), "{text}");
        }
        assert_eq!(in_header("万元/吨").and_then(|given| given.per).map(|unit| unit.symbol), Some("t"));
        for text in ["含税", "单位：吨、万元", "1", "万美元"] {
            assert_eq!(in_header(text), None, "{text}");
        }
    }
}
