//! What a line above a table says by the way, which nobody can be sure is meant of its numbers: how many yuan, another
//! currency, or that the year was not over or not yet begun. It is asked about.

/// How money is counted, and other currencies; longer words first.
const MONEY: [&str; 22] = [
    "万美元",
    "亿美元",
    "美元",
    "欧元",
    "日元",
    "港元",
    "港币",
    "英镑",
    "卢布",
    "韩元",
    "亿元",
    "千万元",
    "百万元",
    "万元",
    "千元",
    "usd",
    "eur",
    "jpy",
    "hkd",
    "million",
    "billion",
    "thousand",
];
/// The same, for short.
const MONEY_WORDS: [&str; 6] = ["mn", "bn", "100m", "10k", "mln", "tn"];
/// What is not what a whole year was.
const PART_OF_YEAR: [&str; 16] = [
    "上半年",
    "下半年",
    "季度",
    "累计",
    "计划",
    "预计",
    "预算",
    "预测",
    "快报",
    "first half",
    "half-year",
    "quarter",
    "cumulative",
    "planned",
    "forecast",
    "budget",
];

/// The word by which a text speaks of money in another unit than yuan.
pub(super) fn of_money(text: &str) -> Option<&'static str> {
    let lower = text.to_lowercase();
    let is_hint = |own: &&&str| lower.match_indices(**own).any(|(at, _)| stands_alone(&lower, at, own));
    MONEY.iter().chain(&MONEY_WORDS).find(is_hint).copied()
}

/// Whether a word names how the table counts: no figure has it behind its number, no office or person is called by it.
fn stands_alone(text: &str, at: usize, word: &str) -> bool {
    let (before, behind) = (text[..at].trim_end(), &text[at + word.len()..]);
    let number = |c: char| c.is_ascii_digit() || ",.".contains(c);
    let counted = before.strip_suffix(number).map(|_| before.trim_end_matches(number).trim_end());
    let is_figure = counted.is_some_and(|before| !before.ends_with(" in") && !before.ends_with("(in"));
    let label = before.strip_suffix([':', '\u{ff1a}']);
    let is_name = label.is_some_and(|label| !label.contains(['币', '幣']));
    let ends = match word.is_ascii() {
        true => {
            let begins = text[..at].chars().last().is_none_or(|c| !c.is_alphanumeric() && !"¥￥$".contains(c));
            begins && behind.trim_start_matches('s').chars().next().is_none_or(|c| !c.is_alphanumeric())
        }
        false => behind.chars().next().is_none_or(|c| !c.is_alphanumeric() || "计口为单".contains(c)),
    };
    ends && !is_figure && !is_name
}

/// The words by which a text speaks of part of a year, or of what is only meant.
pub(super) fn of_part_of_year(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    let word = PART_OF_YEAR.iter().find(|own| lower.contains(**own)).map(|own| (*own).to_owned());
    word.or_else(|| months(text))
}

/// Whether a remark beside figures names their unit or a part of a year, and little else: `单位万元`, `1-6月`.
pub(crate) fn is_remark_on_figures(text: &str) -> bool {
    const FEW: usize = 12;
    let text = text.trim();
    let is_short = text.chars().count() <= FEW;
    let unit = text.strip_prefix("单位").or_else(|| text.strip_prefix("unit")).unwrap_or(text);
    let unit = unit.trim_start_matches([':', '\u{ff1a}', ' ', '为']);
    is_short && (of_money(unit) == Some(unit) || of_part_of_year(text).is_some())
}

/// A run of months: `1—9月`, `1至6月份`.
fn months(text: &str) -> Option<String> {
    let before = text.split_once('月')?.0;
    let is_sign = |c: char| "-\u{2013}\u{2014}\u{2212}~\u{ff5e}\u{301c}至到".contains(c);
    let last = before.trim_end_matches(|c: char| c.is_ascii_digit());
    let rest = last.trim_end_matches(is_sign);
    let first = rest.trim_end_matches(['月', '份']).trim_end_matches(|c: char| c.is_ascii_digit());
    let is_run = last.len() < before.len() && rest.len() < last.len() && first.len() < rest.len();
    is_run.then(|| format!("{}月", &before[first.len()..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_remark_may_change_what_figures_are() {
        for text in ["单位万元", "单位：亿元", "万元", "1-6月", "上半年数"] {
            assert!(is_remark_on_figures(text), "{text}");
        }
        for text in ["企业自报，已核对", "计划变更，见批复的全部文件说明文字", "单位地址已变更", "2025年年报"]
        {
            assert!(!is_remark_on_figures(text), "{text}");
        }
    }

    #[test]
    fn what_may_be_meant_is_found_and_dates_are_not() {
        for (text, word) in [
            ("注：投资按亿元", Some("亿元")),
            ("币种：美元", Some("美元")),
            ("All figures in RMB mn unless stated", Some("mn")),
            ("CNY in 100 millions", Some("million")),
            ("yuan (100m)", Some("100m")),
            ("园区项目一览表", None),
            ("column mnemonic", None),
            ("总投资 ¥10k", None),
            ("总投资 RMB 5 million", None),
            ("金额：1000万元", None),
            ("负责人：万元方", None),
            ("填报单位：万元", None),
            ("亿元企业名单", None),
            ("亿元口径", Some("亿元")),
        ] {
            assert_eq!(of_money(text), word, "{text}");
        }
        for (text, words) in [
            ("2026年1—9月产量表", Some("1—9月")),
            ("2026年1-6月主要指标", Some("1-6月")),
            ("2026年上半年", Some("上半年")),
            ("2026年计划产量", Some("计划")),
            ("填报日期：2026年3月20日", None),
            ("2025年产量表", None),
        ] {
            assert_eq!(of_part_of_year(text).as_deref(), words, "{text}");
        }
    }
}
