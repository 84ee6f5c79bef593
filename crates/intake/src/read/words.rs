//! Words of rows that are no records of their own: sums, parts of them, what is derived.

use super::text::folded;
use super::total_words::{ALL, COUNTED, DERIVED, KINDS, PERHAPS, SUMS, SURE};

/// How a text says that its row adds up others, is a part of one of them or is derived from them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Total {
    /// By a word that is no name of anything: 合计, subtotal.
    Word,
    /// By a word that something may be called as well: 总量, total, 增幅.
    Perhaps,
    /// With what is added up before it: 全县合计.
    Of,
    /// By saying that it is a part of another row: 其中：道路.
    Part,
}

/// Whether a text says that its row adds up others, is one's part or is derived; brackets, signs and figures around
/// the word do not count.
pub(crate) fn total(text: &str) -> Option<Total> {
    const LONGEST: usize = 60;
    if text.len() > LONGEST || !may_be_total(text) {
        return None;
    }
    let folded = folded(text);
    // `sum-1` is a code.
    if folded.is_ascii() && folded.contains(|c: char| c.is_ascii_digit()) && !folded.contains(':') {
        return None;
    }
    if is_part(&folded, text) {
        return Some(Total::Part);
    }
    let said: String = folded.chars().filter(|c| !matches!(c, '-' | ':' | '=')).collect();
    let is_sign = |c: char| !c.is_alphabetic() && c != '∑';
    let word = said.trim_start_matches(is_sign).split(['(', '[', '【', '〔', '{']).next().unwrap_or_default();
    let word = word.trim_end_matches(is_sign);
    if SUMS.contains(&word) || SURE.contains(&word) {
        return Some(Total::Word);
    }
    let is_all = || ALL.iter().any(|all| word.strip_prefix(all).is_some_and(|kind| KINDS.contains(&kind)));
    if PERHAPS.contains(&word) || is_all() || DERIVED.iter().any(|begin| word.starts_with(begin)) {
        return Some(Total::Perhaps);
    }
    let ends = |totals: &[&str]| totals.iter().any(|total| word.ends_with(total));
    if ends(&SUMS) || ends(&["占比", "比重", "完成率", "完成进度", "增长率", "增速", "增幅"]) {
        return Some(Total::Of);
    }
    total_of(text)
}

/// Whether a text may say so at all. Nearly every cell of a file is asked, so that what cannot be a total is put aside
/// by a look at its characters.
fn may_be_total(text: &str) -> bool {
    let is_telling = |c: char| match c {
        '计' | '計' | '和' | '总' | '總' | '全' | '均' | '其' | '\u{3a3}' | '\u{3c3}' | '∑' => true,
        '比' | '幅' | '速' | '率' | '减' | '期' | '年' | '最' | '差' | '位' | '世' | '长' | '括' | '度' | '所'
        | '各' => true,
        _ => matches!(c, '\u{ff21}'..='\u{ff5a}'),
    };
    if !text.is_ascii() {
        return text.contains(is_telling);
    }
    const ANYWHERE: [&[u8]; 6] = [b"tot", b"sum", b"ave", b"mea", b"all", b"whi"];
    const FIRST: [&[u8]; 21] = [
        b"max", b"min", b"med", b"yoy", b"y/y", b"yea", b"wor", b"nat", b"las", b"pre", b"pri", b"gro", b"inc", b"eve",
        b"the", b"cha", b"per", b"pct", b"ann", b"net", b"com",
    ];
    let begins = |word: &[u8]| {
        matches!(word[0] | 0x20, b't' | b's' | b'a' | b'm' | b'w')
            && ANYWHERE.iter().any(|begin| word.eq_ignore_ascii_case(begin))
    };
    let bytes = text.trim_start_matches(|c: char| !c.is_ascii_alphabetic()).as_bytes();
    let first = bytes.get(..3).is_some_and(|first| FIRST.iter().any(|begin| first.eq_ignore_ascii_case(begin)));
    first || bytes.windows(3).any(begins)
}

/// Whether a text says of which whole its row is a part, by a word with something behind it: 其中：道路.
fn is_part(folded: &str, text: &str) -> bool {
    let begin = folded.trim_start_matches(|c: char| !c.is_alphanumeric());
    let behind = |word: &str| begin.strip_prefix(word).filter(|rest| rest.contains(char::is_alphanumeric));
    let is_parted = |rest: &str| rest.starts_with(|c: char| !c.is_alphanumeric());
    // 其中某厂 is a name; 其中 某厂 is none.
    let is_spaced = || text.split_once("其中").is_some_and(|(_, rest)| rest.starts_with(char::is_whitespace));
    behind("其中").is_some_and(|rest| is_parted(rest) || is_spaced())
        || ["其中包括", "其中含"].iter().any(|word| behind(word).is_some())
        || ["包括", "including", "incl", "thereof"].iter().any(|w| behind(w).is_some_and(|rest| rest.contains(':')))
        || behind("ofwhich").is_some()
        || is_part_by_words(text)
}

/// Whether a text of several words says so: `thereof roads`, `incl. roads`, `including roads`; though `Including Ltd` is
/// a name.
fn is_part_by_words(text: &str) -> bool {
    let mut words = text.trim_start_matches(|c: char| !c.is_alphanumeric()).split_whitespace();
    let (Some(first), Some(second)) = (words.next(), words.next()) else { return false };
    let is_small = |word: &str| word.starts_with(|c: char| c.is_lowercase() || c.is_numeric());
    let is = |word: &str| first.trim_end_matches(['.', ',']).eq_ignore_ascii_case(word);
    is("thereof") || is("incl") || is("including") && (is_small(first) || is_small(second))
}

/// Whether a text of several words is a total: `Total demand`, `total of the above`, `All users total`.
fn total_of(text: &str) -> Option<Total> {
    let mut words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let is = |word: &str, words: &[&str]| words.iter().any(|own| word.eq_ignore_ascii_case(own));
    let is_total = |word: &str| is(word, &["total", "totals", "subtotal"]);
    let (first, second) = (words.next()?, words.next()?);
    let is_change = is(first, &["change"]) && is(second, &["in", "from", "on", "over", "of", "against", "vs"]);
    if is_change || (is_total(first) || is(first, &["sum"])) && is(second, &COUNTED) {
        return Some(Total::Perhaps);
    }
    is_total(words.next_back().unwrap_or(second)).then_some(Total::Of)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_are_known_by_their_word() {
        for total in [
            "合计",
            "合 计",
            "总计：",
            "小计(3家)",
            "Grand total",
            "Sub-total",
            "汇总",
            "合计数",
            "(合计)",
            "【合计】",
            "合计:20",
            "**合计**",
            "∑",
            "Totals (t)",
            "计",
            "汇总数",
        ] {
            assert_eq!(super::total(total), Some(Total::Word), "{total}");
        }
        for total in [
            "钛产业小计",
            "全县合计",
            "全县合计数",
            "一、合计",
            "All users total",
            "市政占比",
            "投资完成率",
            "市政增速（%）",
        ] {
            assert_eq!(super::total(total), Some(Total::Of), "{total}");
        }
        for total in [
            "Total",
            "TOTAL:",
            "Sum",
            "总数",
            "总量",
            "总额",
            "全部",
            "全区",
            "Σ",
            "平均",
            "其中：",
            "of which:",
            "All",
            "Total demand",
            "total of the above",
            "全省",
            "World",
            "同比(%)",
            "完成率(%)",
            "完成进度",
            "比上年±%",
            "所有产品",
            "All regions",
            "Change",
            "% change",
            "Change (%)",
            "YoY change",
            "Change in demand",
            "上年同期",
            "增幅",
            "最大值",
            "Max",
        ] {
            assert_eq!(super::total(total), Some(Total::Perhaps), "{total}");
        }
        for part in [
            "其中：道路",
            "其中:桥梁",
            "\u{3000}其中：管网",
            "其中 道路",
            "（其中：出口）",
            "of which roads",
            "Of which: roads",
            "thereof roads",
            "incl. roads",
            "(incl. roads)",
            "including roads",
            "Including: Roads",
        ] {
            assert_eq!(super::total(part), Some(Total::Part), "{part}");
        }
        for name in [
            "合计量检测公司",
            "设计院",
            "Total Energies",
            "Summit",
            "计划内",
            "总和平社区",
            "sum-1",
            "全部件厂",
            "总量控制",
            "Allied",
            "均质材料",
            "其中某厂",
            "Meanwhile",
            "其中小企业局",
            "统计",
            "全省通快递",
            "World Steel",
            "所有者集团",
            "各类产品研究所",
            "Max Planck",
            "Total Gas & Power",
            "Including Ltd",
            "Inclusive Works",
            "Change Works",
            "Exchange",
            "Theresa",
            "比亚迪",
            "长期资产",
        ] {
            assert_eq!(super::total(name), None, "{name}");
        }
    }
}
