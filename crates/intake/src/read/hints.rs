//! What a line above a table says by the way, which nobody can be sure is meant of its numbers: how many yuan, another
//! currency, or that the year was not over or not yet begun. It is asked about.

use yanlian_model::{Kind, Message, Register};

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
const PART_OF_YEAR: [&str; 19] = [
    "上半年",
    "下半年",
    "季度",
    "累计",
    "计划",
    "预计",
    "预算",
    "预测",
    "快报",
    "设计",
    "月报",
    "旬报",
    "first half",
    "half-year",
    "quarter",
    "cumulative",
    "planned",
    "forecast",
    "budget",
];

/// What is summed since a beginning, and no month's own.
const SINCE: [&str; 4] = ["累计", "自开工", "开工以来", "cumulative"];
/// What is a rate or a share of figures, and none of them.
const OTHER_MEASURES: [&str; 8] = ["同比", "环比", "增速", "增幅", "增长率", "比重", "月均", "日均"];
/// What says of a price whether the tax is in it.
const TAX: [&str; 4] = ["含税", "税前", "税后", "tax"];

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

/// What a line above or below a table may change of its numbers in this register: part of a year where it keeps what a
/// year was, sums since the beginning where it keeps months, another measure of them, the tax in a price.
pub(super) fn of_register(register: &Register, of_years: bool, text: &str) -> Option<Message> {
    let has_numbers = register.fields.iter().any(|field| field.kind == Kind::Number);
    let of_months = register.key_fields().any(|(_, field)| field.kind == Kind::Period);
    let with_tax = register.fields.iter().any(|field| field.key == "tax_included");
    let said = |id, words: Option<String>| words.map(|words| Message::new(id).with("words", words));
    let first = |words: &[&str]| words.iter().find(|own| text.contains(**own)).map(|own| (*own).to_owned());
    let part = || said("import-part-of-year", of_part_of_year(text).filter(|_| of_years));
    let sum = || said("import-not-of-month", first(&SINCE).filter(|_| of_months));
    let other = || said("import-other-measure", first(&OTHER_MEASURES).filter(|_| has_numbers));
    let tax = || said("import-tax-mentioned", first(&TAX).filter(|_| with_tax));
    other().or_else(part).or_else(sum).or_else(tax)
}

/// The words by which a text speaks of part of a year, or of what is only meant.
pub(super) fn of_part_of_year(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    let word = PART_OF_YEAR.iter().find(|own| lower.contains(**own)).map(|own| (*own).to_owned());
    word.or_else(|| months(text)).or_else(|| up_to_month(text))
}

/// A month up to which, or of which, a table is: `截至9月底`, `9月份生产月报`. December ends the year; a day is a date.
fn up_to_month(text: &str) -> Option<String> {
    let (before, behind) = text.split_once('月')?;
    let digits = before.len() - before.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let month = &before[before.len() - digits..];
    let is_month = month.parse().is_ok_and(|month: u32| (1..12).contains(&month));
    let is_date = behind.trim_start().starts_with(|c: char| c.is_ascii_digit());
    (is_month && !is_date).then(|| format!("{month}月"))
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
