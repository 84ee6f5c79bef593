//! Words of tables that are no data: of sums, of numbers of rows, of notes.

use super::codes::is_digits;
use super::text::folded;
use unicode_normalization::UnicodeNormalization;

/// How a text says that its row adds up others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Total {
    /// By a word that is no name of anything: 合计, subtotal.
    Word,
    /// By a word that something may be called as well: 总量, total.
    Perhaps,
    /// With what is added up before it: 全县合计.
    Of,
}

/// Whether a text says that its row adds up others; brackets, signs and figures around the word do not count.
pub(crate) fn total(text: &str) -> Option<Total> {
    const WORDS: [&str; 13] =
        ["合计", "总计", "小计", "共计", "累计", "总和", "汇总", "合计数", "总计数", "小计数", "合計", "總計", "小計"];
    const SURE: [&str; 7] = ["totals", "subtotal", "subtotals", "grandtotal", "intotal", "overalltotal", "∑"];
    const PERHAPS: [&str; 26] = [
        "total",
        "sum",
        "average",
        "mean",
        "all",
        "ofwhich",
        "overall",
        "σ",
        "总数",
        "总量",
        "总额",
        "全部",
        "全区",
        "全县",
        "全市",
        "全园",
        "全园区",
        "平均",
        "平均值",
        "平均数",
        "均值",
        "其中",
        "總數",
        "總量",
        "總額",
        "匯總",
    ];
    const LONGEST: usize = 60;
    // Nearly every cell of a file is asked, so that what cannot be a total is put aside first.
    let may_be = |c: char| {
        matches!(c, '计' | '計' | '和' | '总' | '總' | '全' | '均' | '其' | '\u{3a3}' | '\u{3c3}' | '∑')
            || matches!(c, '\u{ff21}'..='\u{ff5a}')
    };
    let begins = |word: &[u8]| {
        matches!(word[0] | 0x20, b't' | b's' | b'a' | b'm' | b'w')
            && [&b"tot"[..], b"sum", b"ave", b"mea", b"all", b"whi"].iter().any(|b| word.eq_ignore_ascii_case(b))
    };
    let may_be = if text.is_ascii() { text.as_bytes().windows(3).any(begins) } else { text.contains(may_be) };
    if text.len() > LONGEST || !may_be {
        return None;
    }
    let folded = folded(text);
    // `sum-1` is a code.
    if folded.is_ascii() && folded.contains(|c: char| c.is_ascii_digit()) && !folded.contains(':') {
        return None;
    }
    let said: String = folded.chars().filter(|c| !matches!(c, '-' | ':' | '=')).collect();
    let is_sign = |c: char| !c.is_alphabetic() && c != '∑';
    let word = said.trim_start_matches(is_sign).split(['(', '[', '【', '〔', '{']).next().unwrap_or_default();
    let word = word.trim_end_matches(is_sign);
    if WORDS.contains(&word) || SURE.contains(&word) {
        return Some(Total::Word);
    }
    if PERHAPS.contains(&word) {
        return Some(Total::Perhaps);
    }
    WORDS.iter().any(|total| word.ends_with(total)).then_some(Total::Of)
}

/// The label with which a foot note begins: 注, 制表人, Note; the note may be numbered.
pub(crate) fn is_foot_note(text: &str) -> bool {
    const LABELS: [&str; 24] = [
        "注",
        "附注",
        "备注",
        "说明",
        "填表说明",
        "资料来源",
        "数据来源",
        "来源",
        "填表人",
        "制表人",
        "制表",
        "填报人",
        "审核人",
        "审核",
        "负责人",
        "单位负责人",
        "联系人",
        "填表日期",
        "填报日期",
        "制表日期",
        "note",
        "notes",
        "source",
        "remarks",
    ];
    let Some((label, _)) = text.split_once([':', '\u{ff1a}']) else { return false };
    let label = label.nfkc().collect::<String>().to_lowercase();
    let label: String = label.chars().filter(|c| !c.is_whitespace() && !c.is_ascii_digit()).collect();
    LABELS.contains(&label.as_str())
}

/// Whether a header says that its column only numbers the rows, whatever stands in it.
pub(crate) fn is_running_number(header: &str) -> bool {
    matches!(
        folded(header).trim_end_matches('.'),
        "序号" | "序" | "顺序号" | "行号" | "项次" | "序號" | "s/n" | "serialno" | "serialnumber"
    )
}

/// Whether a header may be that of a column which only numbers the rows.
pub(crate) fn may_be_running_number(header: &str) -> bool {
    let folded = folded(header);
    let name = folded.trim_end_matches(['.', ':']);
    let numbered = name.strip_prefix("unnamed:").is_some_and(is_digits);
    numbered
        || matches!(
            name,
            "" | "no"
                | "nr"
                | "#"
                | "编号"
                | "編號"
                | "号"
                | "index"
                | "id"
                | "number"
                | "row"
                | "rank"
                | "sn"
                | "item"
        )
}

/// The number that a cell counts with: `3`, `3.`, `(3)`.
pub(crate) fn counting_number(text: &str) -> Option<f64> {
    let folded = folded(text);
    folded.trim_matches(['(', ')', '.', '、', ',']).parse().ok()
}

/// Whether a cell numbers its row in any way: `3`, `1.2.1`, `(三)`, `十二、`.
pub(crate) fn is_ordinal(text: &str) -> bool {
    let is_part = |c: char| c.is_ascii_digit() || "〇零一二三四五六七八九十百().、,".contains(c);
    counting_number(text).is_some() || folded(text).chars().all(is_part)
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
        ] {
            assert_eq!(super::total(total), Some(Total::Word), "{total}");
        }
        for total in ["钛产业小计", "全县合计", "全县合计数", "一、合计"] {
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
        ] {
            assert_eq!(super::total(total), Some(Total::Perhaps), "{total}");
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
        ] {
            assert_eq!(super::total(name), None, "{name}");
        }
    }

    #[test]
    fn foot_notes_are_known() {
        for note in ["注：投资含土地", "注1：数据为初步", "Note: preliminary", "制表人：张三", "资料来源：统计局"]
        {
            assert!(is_foot_note(note), "{note}");
        }
        assert!(!is_foot_note("注塑厂") && !is_foot_note("P-1") && !is_foot_note("noted: x"));
    }

    #[test]
    fn columns_that_count_are_known() {
        assert!(["3", "3.", "(三)", "十二、", "1.2.1", ""].iter().all(|text| is_ordinal(text)));
        assert!(["abc", "2024-1", "A1", "P-1"].iter().all(|text| !is_ordinal(text)));
        assert!(is_running_number("序\n号") && is_running_number("序号*") && !is_running_number("编号"));
        for header in ["No.", "№", "Unnamed: 0", "编号", "#", ""] {
            assert!(may_be_running_number(header), "{header}");
        }
        assert_eq!(counting_number("\u{ff08}3\u{ff09}"), Some(3.0));
    }
}
