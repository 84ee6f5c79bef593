//! Texts beside the records of a table: who made it, its pages, notes on it, titles of its sections.

use super::codes::is_day_of_spreadsheet;
use super::text::folded;
use super::text::is_digits;
use unicode_normalization::UnicodeNormalization;

/// A cell of a row that is no record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Aside {
    /// It says all itself: `制表人：张三`, `第1页`.
    Whole,
    /// What it announces may stand in the next cell: `制表人：`.
    Label,
}

/// What stands before a colon in the lines of notes and signatures.
const LABELS: &[&str] = &[
    "注",
    "附注",
    "备注",
    "说明",
    "附",
    "附件",
    "附表",
    "填表说明",
    "编制说明",
    "填报说明",
    "资料来源",
    "数据来源",
    "来源",
    "口径",
    "统计口径",
    "数据口径",
    "数据截止",
    "数据截至",
    "截止",
    "截至",
    "制表",
    "填表",
    "填报",
    "编制",
    "审核",
    "复核",
    "核对",
    "校对",
    "批准",
    "审批",
    "签发",
    "经办",
    "主管",
    "会计",
    "盖章",
    "签字",
    "签名",
    "签章",
    "公章",
    "电话",
    "手机",
    "传真",
    "邮箱",
    "电子邮箱",
    "联系方式",
    "制表单位",
    "填报单位",
    "填表单位",
    "编制单位",
    "报送单位",
    "上报单位",
    "统计单位",
    "主管单位",
    "审核单位",
    "制表部门",
    "填报部门",
    "编制部门",
    "打印",
    "导出",
    "注释",
    "註",
    "note",
    "notes",
    "source",
    "sources",
    "remark",
    "remarks",
    "comment",
    "comments",
    "preparedby",
    "approvedby",
    "checkedby",
    "reviewedby",
    "compiledby",
    "signedby",
    "printedby",
    "printedon",
    "printed",
    "exportedon",
    "exported",
    "signature",
    "signed",
    "date",
    "tel",
    "telephone",
    "phone",
    "fax",
    "email",
    "contact",
    "stamp",
    "dataasof",
    "asof",
    "page",
];

/// How such labels end: 统计负责人, 打印时间.
const ENDS: [&str; 7] = ["负责人", "人", "员", "日期", "时间", "电话", "领导"];

/// What begins a line of signatures without a colon.
const BEGINNINGS: [&str; 8] = [
    "prepared by ",
    "approved by ",
    "checked by ",
    "reviewed by ",
    "compiled by ",
    "printed on ",
    "printed by ",
    "data as of ",
];

/// Lines of pages and of their ends.
const PAGES: [&str; 15] = [
    "续表",
    "续上表",
    "接上表",
    "接上页",
    "承前页",
    "承上页",
    "转下页",
    "接下页",
    "过次页",
    "以下空白",
    "此行以下空白",
    "本页以下空白",
    "以下无内容",
    "以下无正文",
    "表完",
];

/// How a text that stands alone in its row says that it is about the others.
const ON_OTHERS: [&str; 13] =
    ["以上", "以下", "上述", "上表", "本表", "此表", "表中", "该表", "截至", "截止", "数据截", "统计口径", "数据来源"];

/// Whether a cell belongs to a line of notes, signatures or pages.
pub(crate) fn aside(text: &str) -> Option<Aside> {
    if let Some((label, said)) = text.split_once([':', '\u{ff1a}'])
        && is_label(label)
    {
        return Some(if said.trim().is_empty() { Aside::Label } else { Aside::Whole });
    }
    (is_page(text) || is_begun(text)).then_some(Aside::Whole)
}

fn is_label(label: &str) -> bool {
    const LONGEST: usize = 60;
    if label.len() > LONGEST {
        return false;
    }
    let mut depth = 0usize;
    let plain = label.nfkc().flat_map(char::to_lowercase).filter(|c| {
        depth += usize::from(matches!(c, '(' | '['));
        let is_said = depth == 0 && !c.is_whitespace() && !c.is_ascii_digit();
        depth = depth.saturating_sub(usize::from(matches!(c, ')' | ']')));
        is_said
    });
    let plain: String = plain.collect();
    // The label of a note in brackets: `（注：…）`.
    let plain = if plain.is_empty() { folded(label.trim_start_matches(['(', '\u{ff08}', '['])) } else { plain };
    LABELS.contains(&plain.as_str()) || ENDS.iter().any(|end| plain.ends_with(end))
}

/// Whether a text numbers a page or ends one: `第1页 共2页`, `Page 1 of 2`, `—— 以下空白 ——`.
fn is_page(text: &str) -> bool {
    const LONGEST: usize = 60;
    let may_be = |c: char| matches!(c, '页' | '頁' | '续' | '空' | '无' | '表');
    let is_english = text.get(..4).is_some_and(|begin| begin.eq_ignore_ascii_case("page"));
    if text.len() > LONGEST || !(is_english || !text.is_ascii() && text.contains(may_be)) {
        return false;
    }
    let folded = folded(text);
    let plain = folded.trim_matches(|c: char| !c.is_alphanumeric());
    let numbered = |rest: &str| rest.split("of").all(is_digits);
    let of_page = |c: char| c.is_numeric() || "第共页頁/,一二三四五六七八九十".contains(c) || !c.is_alphanumeric();
    PAGES.contains(&plain)
        || plain.strip_prefix("page").is_some_and(|rest| numbered(&rest.replace('/', "of")))
        || plain.contains(['页', '頁']) && plain.chars().all(of_page)
}

fn is_begun(text: &str) -> bool {
    let is = |begin: &&str| text.get(..begin.len()).is_some_and(|first| first.eq_ignore_ascii_case(begin));
    text.is_ascii() && BEGINNINGS.iter().any(is)
}

/// Whether a text that stands alone in its row is a note on the table, or the title of a section: by a sign or a number
/// before it, by brackets around it, by what it begins with.
pub(crate) fn is_note_or_title(text: &str) -> bool {
    const SIGNS: [char; 12] = ['※', '*', '＊', '★', '☆', '▲', '△', '●', '◆', '§', '†', '‡'];
    let is_circled = |c| matches!(c, '①'..='⒇');
    let words = text.chars().filter(|c| c.is_alphabetic()).count();
    let is_sentence = words >= 2 && (!text.is_ascii() || text.contains(' '));
    let folded = folded(text);
    let is_in_brackets = folded.starts_with(['(', '[', '【']) && folded.ends_with([')', ']', '】']) && words >= 2;
    let bare = folded.trim_matches(['(', ')']);
    LABELS.contains(&bare)
        || is_sentence
            && (text.starts_with(SIGNS) || text.starts_with(is_circled) || is_numbered(&folded) || is_in_brackets)
        || ON_OTHERS.iter().any(|begin| bare.starts_with(begin))
        || bare.contains('年') && is_day_of_spreadsheet(bare)
}

/// Whether a text begins with the number of a section or a note: `一、`, `（二）`, `3.`, `①`, `第一部分`.
fn is_numbered(folded: &str) -> bool {
    let is_number = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    let rest = folded.trim_start_matches(['(', '第']).trim_start_matches(is_number);
    let marks = ["、", ")", ".", "部分", "类", "篇", "章"];
    rest.len() < folded.len() && marks.iter().any(|mark| rest.strip_prefix(mark).is_some_and(|title| !title.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_notes_signatures_and_pages_are_known() {
        for line in [
            "注：投资含土地",
            "注1：数据为初步",
            "Note: preliminary",
            "制表人：张三",
            "资料来源：统计局",
            "制表单位：县工信局",
            "单位负责人：张 统计负责人：李",
            "联系电话：000-123",
            "打印时间：2025-11-30 10:00",
            "(注：含税)",
            "数据截止：10月",
            "第1页 共2页",
            "第 1 页，共 2 页",
            "共2页",
            "Page 1 of 2",
            "Page 1/2",
            "（续上表）",
            "—— 以下空白 ——",
            "Prepared by: Li",
            "Prepared by Li",
            "附：说明",
        ] {
            assert_eq!(aside(line), Some(Aside::Whole), "{line}");
        }
        for label in ["负责人（签字）：", "填 表 人：", "审核："] {
            assert_eq!(aside(label), Some(Aside::Label), "{label}");
        }
        for name in [
            "注塑厂",
            "P-1",
            "noted: x",
            "单位：万元",
            "外部:某厂",
            "续建项目",
            "网页公司",
            "Pages",
            "Page One",
            "其他",
        ] {
            assert_eq!(aside(name), None, "{name}");
        }
    }

    #[test]
    fn texts_that_stand_alone_are_known() {
        for text in [
            "一、新建项目",
            "（二）续建",
            "1.总投资含土地",
            "第一部分 省内",
            "※为估算",
            "①不含税",
            "*按环评批复",
            "（以上数据为初步统计）",
            "以上数据截至10月",
            "备注",
            "2025年11月30日",
        ] {
            assert!(is_note_or_title(text), "{text}");
        }
        for text in ["P-1", "XM-2025-001", "1.2", "（二）", "示例公司", "*1", "9.1", "A1.5-x"] {
            assert!(!is_note_or_title(text), "{text}");
        }
    }
}
