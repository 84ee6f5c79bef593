//! Remarks in the brackets of a header, which are no units: `总投资（含土地）`, `单价（元/吨，含税）`.

use super::likeness::looks_like_unit;
use super::money;
use super::phrase::is_currency;
use super::quantity;

/// Words that no unit has, by which a remark is known that leaves the number what it is.
const WORDS: [&str; 22] = [
    "含",
    "不含",
    "税",
    "包括",
    "实际",
    "选填",
    "必填",
    "可选",
    "如有",
    "请填",
    "填写",
    "均值",
    "小时值",
    "以内",
    "以上",
    "以下",
    "环评",
    "报告",
    "全年",
    "当年",
    "口径",
    "注",
];

/// The same in English, each as a word.
const ENGLISH: [&str; 18] = [
    "incl",
    "including",
    "includes",
    "excl",
    "excluding",
    "tax",
    "vat",
    "actual",
    "optional",
    "required",
    "if",
    "daily",
    "hourly",
    "mean",
    "as",
    "see",
    "approved",
    "reported",
];

/// What is meant before it is done, or only at times: the number of a project or a limit, but none of a year that
/// has been.
const MEANT: [&str; 22] = [
    "设计", "估算", "概算", "预计", "预算", "计划", "规划", "拟", "瞬时", "最大", "最小", "最高", "最低", "批复",
    "备案", "核准", "合同", "协议", "测算", "截至", "截止", "目标",
];
const MEANT_ENGLISH: [&str; 11] = [
    "estimated",
    "estimate",
    "planned",
    "design",
    "designed",
    "max",
    "maximum",
    "min",
    "minimum",
    "budget",
    "expected",
];

/// What makes it another number than the column's name says.
const OTHER: [&str; 11] = ["其中", "净", "毛", "累计", "本期", "上期", "新增", "扩建", "一期", "二期", "同期"];
const OTHER_ENGLISH: [&str; 4] = ["net", "gross", "cumulative", "additional"];

/// Whether one of the words stands in a text; in English each as a word.
fn says(text: &str, words: &[&str], english: &[&str]) -> bool {
    match text.is_ascii() {
        true => text
            .split(|c: char| !c.is_alphanumeric())
            .any(|word| english.iter().any(|own| own.eq_ignore_ascii_case(word))),
        false => words.iter().any(|word| text.contains(word)),
    }
}

/// Whether a text in a header's brackets says that the column is another figure than its name says; `of_years` where
/// the register keeps what a year was.
pub(crate) fn is_other_figure(text: &str, of_years: bool) -> bool {
    says(text, &OTHER, &OTHER_ENGLISH) || of_years && says(text, &MEANT, &MEANT_ENGLISH)
}

/// Whether a text in the brackets of a header is a remark; what may hold a unit is none.
fn is_one(text: &str, of_years: bool) -> bool {
    let is_said = says(text, &WORDS, &ENGLISH) || !of_years && says(text, &MEANT, &MEANT_ENGLISH);
    is_said && !is_other_figure(text, of_years) && !may_hold_unit(text)
}

/// Whether a unit, or how many of one, may be a part of a text: `含税万元`, `CNY 10k incl. VAT`.
fn may_hold_unit(text: &str) -> bool {
    const SIGNS: &str = "十百千万亿元吨亩币$¥￥%‰€£";
    let is_unit = |word: &str| quantity::measure(word, None).is_some() || quantity::is_multiple(word);
    let is_mixed = |word: &str| word.contains(|c: char| c.is_ascii_digit()) && word.contains(char::is_alphabetic);
    let mut words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let mut ends = text.char_indices().rev().skip(1).map(|(at, _)| &text[at..]);
    text.contains(|c| SIGNS.contains(c))
        || words.any(|word| is_unit(word) || is_mixed(word) || looks_like_unit(word))
        || ends.any(is_unit)
}

/// What is left of the text in a header's brackets without the remarks among its parts: `元/吨` of `元/吨，含税`;
/// `None` where nothing is left.
pub(crate) fn without(text: &str, of_years: bool) -> Option<&str> {
    let signs: &[char] = match text.is_ascii() {
        true => &[',', ';'],
        false => &[',', '\u{ff0c}', ';', '\u{ff1b}', '、', ' ', '\u{3000}'],
    };
    let parts = || text.split(signs).map(str::trim).filter(|part| !part.is_empty());
    // The currency says nothing beside an amount of it: `人民币，亿元`.
    let is_amount = |part: &str| money::is_amount(part) && !is_currency(part);
    let is_said = parts().any(is_amount);
    let is_one = |part: &str| is_one(part, of_years) || is_said && is_currency(part);
    let mut others = parts().filter(|part| !is_one(part));
    match (others.next(), others.next()) {
        (Some(one), None) if parts().any(is_one) => Some(one),
        (None, _) if parts().next().is_some() => None,
        _ => Some(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remarks_are_told_from_units() {
        for (text, left) in [
            ("万元", Some("万元")),
            ("含税", None),
            ("元/吨，含税", Some("元/吨")),
            ("不含税，元/吨", Some("元/吨")),
            ("含土地", None),
            ("日均值", None),
            ("万元、吨", Some("万元、吨")),
            ("incl. VAT", None),
            ("incl. VAT, CNY 10k", Some("CNY 10k")),
            ("CNY 10k incl. VAT", Some("CNY 10k incl. VAT")),
            ("含税万元", Some("含税万元")),
            ("计划公顷", Some("计划公顷")),
            ("含税 万元", Some("万元")),
            ("", Some("")),
            ("estimated", None),
            ("CNY 10,000", Some("CNY 10,000")),
            ("万美元", Some("万美元")),
            ("sq ft", Some("sq ft")),
            ("斤", Some("斤")),
            ("人民币，亿元", Some("亿元")),
            ("万元，人民币，含税", Some("万元")),
            ("RMB, 100 million", Some("100 million")),
            ("人民币", Some("人民币")),
            ("人民币，美元", Some("人民币，美元")),
        ] {
            assert_eq!(without(text, false), left, "{text}");
        }
    }

    #[test]
    fn what_is_another_figure_is_no_remark() {
        for text in ["其中：设备", "新增", "净", "本期", "上年同期", "net", "gross, 2025"] {
            assert!(is_other_figure(text, false) && without(text, false) == Some(text), "{text}");
        }
        for text in ["计划", "设计", "截至9月", "planned"] {
            assert_eq!(without(text, false), None, "{text}");
            assert!(is_other_figure(text, true) && without(text, true) == Some(text), "{text}");
        }
    }
}
