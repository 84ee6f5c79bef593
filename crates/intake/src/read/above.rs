//! Units that stand once for a whole table, above it: `单位：万元`.

use super::quantity;
use super::sheet::{Line, Raw};
use unicode_normalization::UnicodeNormalization;
use yanlian_model::units::Measure;

/// What the rows above a table say of its units.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Above {
    /// The row that says it.
    pub(crate) row: u32,
    /// The units as they are written.
    pub(crate) written: String,
    pub(crate) units: Vec<Measure>,
    /// What is written in place of a unit and is none.
    pub(crate) unknown: Option<String>,
}

/// Looks for units in a row above the header, or in a remark.
pub(crate) fn units(line: &Line) -> Option<Above> {
    let texts = line.cells.iter().filter_map(|(_, raw)| match raw {
        Raw::Text(text) => Some(text.as_str()),
        _ => None,
    });
    // Word and unit may stand in cells of their own.
    let whole = texts.collect::<Vec<_>>().join(GAP);
    said(&whole, line.cells.len() == 1).map(|above| Above { row: line.number, ..above })
}

/// What parts the texts of a row.
const GAP: &str = "  ";

/// The units that a text names for a whole table; `alone` in its row it may be a title.
fn said(text: &str, alone: bool) -> Option<Above> {
    let plain: String = text.nfkc().collect();
    announced(&plain).or_else(|| {
        // A unit by itself, or in brackets at the end of a title.
        let inner = plain.trim().strip_suffix(')').and_then(|title| title.rsplit_once('(')).map(|(_, inner)| inner);
        let unit = inner.unwrap_or(&plain).trim();
        let measure = quantity::measure(unit, true).filter(|_| alone && !unit.is_empty())?;
        Some(Above { written: unit.to_owned(), units: vec![measure], ..Above::default() })
    })
}

/// What follows `单位：` or `unit:`, in the first place where it is of figures and not an office.
fn announced(plain: &str) -> Option<Above> {
    let lower = plain.to_ascii_lowercase();
    let words = ["单位", "units", "unit"];
    words.iter().flat_map(|word| lower.match_indices(word)).find_map(|(at, word)| {
        let is_of_figures = is_of_figures(&plain[..at]);
        after_word(&plain[at + word.len()..]).filter(|_| is_of_figures)
    })
}

/// Whether the word for a unit means one: 计量单位, while 填报单位 and 建设单位 are offices.
fn is_of_figures(before: &str) -> bool {
    let figures = ["计量", "金额", "货币", "数量", "产量", "投资", "数值"];
    figures.iter().any(|word| before.ends_with(word)) || !before.chars().next_back().is_some_and(char::is_alphabetic)
}

/// The units behind the word and its colon.
fn after_word(behind: &str) -> Option<Above> {
    let behind = behind.trim_start();
    let said = behind.strip_prefix("均为").or_else(|| behind.strip_prefix([':', '为', '(']))?;
    let said = said.trim_start_matches([':', ' ']).split([')', ';', '。', '\n']).next()?.split(GAP).next()?.trim();
    // The comma of 10,000 parts nothing.
    let commas = if said.contains(",000") { &['、', '和', '或'][..] } else { &['、', '和', '或', ','] };
    let mut above = Above { written: said.to_owned(), ..Above::default() };
    for part in said.split(commas).map(str::trim).filter(|part| !part.is_empty()) {
        match quantity::measure(part, true) {
            Some(measure) => above.units.push(measure),
            None => above.unknown = above.unknown.or(Some(part.to_owned())),
        }
    }
    let is_said = !said.is_empty() && above.unknown.as_ref().is_none_or(|unknown| !is_office(unknown));
    is_said.then_some(above)
}

/// Whether what stands in place of a unit is the name of an office.
fn is_office(name: &str) -> bool {
    const LONGEST: usize = 12;
    const WORDS: [&str; 10] = ["公司", "局", "委", "会", "厂", "院", "办", "部", "中心", "园"];
    name.chars().count() > LONGEST || WORDS.iter().any(|word| name.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_of_a_table_are_found_and_offices_are_not() {
        for (text, symbols) in [
            ("单位：万元", vec![(1e4, "CNY")]),
            ("（单位：万元、吨）", vec![(1e4, "CNY"), (1.0, "t")]),
            ("金额单位：人民币万元", vec![(1e4, "CNY")]),
            ("2025年投资表（万元）", vec![(1e4, "CNY")]),
            ("计量单位: 万吨/年", vec![(1e4, "t")]),
            ("Unit: million CNY", vec![(1e6, "CNY")]),
            ("Unit: 10,000 CNY", vec![(1e4, "CNY")]),
            ("# 单位：kg", vec![(1.0, "kg")]),
            ("填报单位：示例县工信局    单位：万元", vec![(1e4, "CNY")]),
            ("单位：  万元", vec![(1e4, "CNY")]),
            ("单位：亩  2025年", vec![(1.0, "mu")]),
        ] {
            let units: Vec<_> = said(text, true).unwrap().units.iter().map(|m| (m.multiple, m.unit.symbol)).collect();
            assert_eq!(units, symbols, "{text}");
        }
        assert_eq!(said("单位：万美元", false).unwrap().unknown.as_deref(), Some("万美元"));
        for text in
            ["填报单位：示例钛业有限公司", "单位：示例县工信局", "2025年重点项目表", "责任单位：万元", "单位名称"]
        {
            assert_eq!(said(text, true), None, "{text}");
        }
    }
}
