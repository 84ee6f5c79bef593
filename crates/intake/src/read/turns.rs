//! Turns of phrase that announce units: `单位：万元`, `投资：万元，用地：亩`, `以万元计`, `投资额均为万元`, `in thousands`.

use super::likeness::looks_like_unit;
use super::phrase::{Said, list, unit};
use super::quantity::Given;
use yanlian_model::units::Dimension;

/// What a clause announces; `behind` is the next one.
pub(crate) fn read(clause: &str, behind: &str) -> Option<Said> {
    by_pairs(clause)
        .or_else(|| by_word(clause, behind))
        .or_else(|| by_counting(clause))
        .or_else(|| by_verb(clause))
        .or_else(|| by_colon(clause))
        .or_else(|| by_preposition(clause))
}

/// What stands behind a word for units, or for a figure; `behind` is the next clause.
fn by_word(clause: &str, behind: &str) -> Option<Said> {
    const OF_UNITS: [&str; 3] = ["单位", "units", "unit"];
    const OF_FIGURES: [&str; 8] = ["金额", "数量", "产值", "面积", "人民币", "amounts", "figures", "currency"];
    let lower = clause.to_ascii_lowercase();
    let words = OF_UNITS.iter().map(|word| (word, true)).chain(OF_FIGURES.iter().map(|word| (word, false)));
    words.flat_map(|(word, is_of_units)| lower.match_indices(word).map(move |found| (found, is_of_units))).find_map(
        |((at, word), is_of_units)| {
            let before = is_of_units.then(|| &clause[..at]);
            after_word(before, clause[at + word.len()..].trim_start(), behind)
        },
    )
}

/// The same for what stands `before` the word, where that is one for units.
fn after_word(before: Option<&str>, rest: &str, behind: &str) -> Option<Said> {
    const OF_OFFICES: [&str; 2] = ["填报", "责任"];
    let rest = rest.strip_prefix("均").unwrap_or(rest);
    // `in units of RMB 10,000`.
    let parted = rest.strip_prefix([':', '=', '为', '是']).or_else(|| rest.strip_prefix("of "));
    // A dash may part the word from the name of an office as well.
    let sign = parted.or_else(|| rest.strip_prefix(['-', '—', '–', '/', '|', '~', '·']));
    // Word and unit may stand in cells of their own, or the unit in brackets.
    let text = match sign.unwrap_or(rest).trim_start_matches([':', '=', '-', '—', '–', ' ']) {
        "" => behind,
        text => text,
    };
    let said = |sure: bool| {
        let said = list(text, sure)?;
        let of_brackets = unit(behind).filter(|_| said.units.is_empty()).map(|unit| Said::one(behind, unit));
        of_brackets.or(Some(said))
    };
    let is_of_units = |said: &Said| !said.units.is_empty() || said.unknown.as_deref().is_some_and(looks_like_unit);
    match before {
        None => parted.and_then(|_| said(false)),
        Some(before) if is_of_figures(before) => said(parted.is_some()),
        // Whatever is measured may stand before the word, 资金单位, as well as what an office does, 建设单位.
        Some(before) if OF_OFFICES.iter().any(|word| before.ends_with(word)) => None,
        Some(_) if sign.is_some() || unit(text).is_some_and(|unit| is_certain(&unit)) => said(true).filter(is_of_units),
        Some(_) => None,
    }
}

/// Whether a word for units can only mean those of figures: 计量单位, while 填报单位 and 建设单位 are offices.
fn is_of_figures(before: &str) -> bool {
    let figures = [
        "计量", "金额", "货币", "数量", "产量", "产能", "投资", "产值", "面积", "数值", "数据", "计价", "用地", "土地",
        "用工", "人数", "能耗", "重量", "体积", "价格", "单价", "税收", "收入",
    ];
    figures.iter().any(|word| before.ends_with(word)) || !before.chars().next_back().is_some_and(char::is_alphabetic)
}

/// `以万元计`, `按万元为单位`.
fn by_counting(clause: &str) -> Option<Said> {
    const ENDS: [&str; 11] = ["为单位", "作单位", "计", "统计", "核算", "列示", "表示", "填报", "填列", "为准", "反映"];
    clause.match_indices(['以', '按']).find_map(|(at, word)| {
        let behind = &clause[at + word.len()..];
        let end = ENDS.iter().filter_map(|end| behind.find(end)).min()?;
        list(behind[..end].trim(), false)
    })
}

/// `投资额均为万元`.
fn by_verb(clause: &str) -> Option<Said> {
    const VERBS: [&str; 5] = ["为", "是", "均用", "均按", "采用"];
    VERBS.iter().find_map(|verb| list(clause.rsplit_once(verb)?.1.trim_matches([':', ' ']), false))
}

/// `投资：万元，用地：亩`: of several things, each with its unit.
fn by_pairs(clause: &str) -> Option<Said> {
    let pairs: Vec<(&str, &str)> =
        clause.split([',', '、', ' ']).filter_map(|pair| pair.split_once([':', '='])).collect();
    let is_announced = |(before, _): &(&str, &str)| before.ends_with("单位") || before.to_lowercase().ends_with("unit");
    if pairs.len() < 2 || pairs.iter().any(is_announced) {
        return None;
    }
    let found = pairs.iter().map(|(_, behind)| unit(behind.trim()).map(|unit| Said::one(behind.trim(), unit)));
    let found: Vec<Option<Said>> = found.collect();
    let is_certain = |said: &Said| said.units.iter().any(|named| is_certain(&named.unit));
    if !(found.iter().flatten().any(is_certain) || found.iter().all(Option::is_some)) {
        return None;
    }
    let mut all = Said::default();
    for ((_, behind), found) in pairs.iter().zip(found) {
        let unknown = || looks_like_unit(behind).then(|| Said::unknown(behind));
        all.add(found.or_else(unknown).unwrap_or_default());
    }
    Some(all)
}

/// Whether a unit can hardly be anything else: money, or many of one.
fn is_certain(found: &Given) -> bool {
    found.multiple != 1.0 || found.unit.dimension == Dimension::Money
}

/// `币种：人民币万元`; whatever is counted so stands before the sign, unless it is an office. With figures it may be
/// the sum of something as well: `Investment: RMB 100 million`.
fn by_colon(clause: &str) -> Option<Said> {
    let (before, behind) = clause.rsplit_once([':', '='])?;
    let behind = behind.trim();
    let found = unit(behind).filter(is_certain).filter(|_| !before.trim_end().ends_with("单位"))?;
    let is_figure = behind.contains(|c: char| c.is_ascii_digit());
    Some(if is_figure { Said::unknown(behind) } else { Said::one(behind, found) })
}

/// `Amounts in thousand CNY`, `in thousands`, `RMB in millions`.
fn by_preposition(clause: &str) -> Option<Said> {
    let lower = clause.to_ascii_lowercase();
    let at = if lower.starts_with("in ") { 0 } else { lower.find(" in ")? + 1 };
    let (before, amount) = (clause[..at].trim(), clause[at + "in ".len()..].trim());
    let amount = amount.trim_end_matches('.');
    if !before.is_empty()
        && let Some(found) = unit(&format!("{before} {}", amount.trim_end_matches('s')))
    {
        return Some(Said::one(clause, found));
    }
    list(amount, false)
}
