//! Words of tables that are no data: of sums, of numbers of rows, of notes.

use super::codes::is_digits;
use super::text::folded;

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

/// Words of sums, also with what is added up before them.
const SUMS: [&str; 15] = [
    "合计",
    "总计",
    "小计",
    "共计",
    "累计",
    "总和",
    "汇总",
    "合计数",
    "总计数",
    "小计数",
    "汇总数",
    "累计数",
    "合計",
    "總計",
    "小計",
];

/// Words of sums that are none with something before them: 设计 is no sum.
const SURE: [&str; 10] =
    ["计", "計", "totals", "subtotal", "subtotals", "grandtotal", "intotal", "overalltotal", "sumtotal", "∑"];

/// Words of sums, means and wholes, and of what is derived, that something may be called as well.
const PERHAPS: &[&str] = &[
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
    "平均",
    "平均值",
    "平均数",
    "均值",
    "其中",
    "總數",
    "總量",
    "總額",
    "匯總",
    "全区",
    "全县",
    "全市",
    "全省",
    "全国",
    "全州",
    "全镇",
    "全乡",
    "全旗",
    "全球",
    "全世界",
    "世界",
    "全园",
    "全园区",
    "全厂",
    "全公司",
    "全行业",
    "全縣",
    "全國",
    "全區",
    "world",
    "worldwide",
    "nationwide",
    "最大值",
    "最小值",
    "最大",
    "最小",
    "最高值",
    "最低值",
    "中位数",
    "标准差",
    "上年",
    "上年数",
    "去年",
    "去年数",
    "上期",
    "上期数",
    "同期",
    "同期数",
    "增幅",
    "增速",
    "增长率",
    "增长",
    "增减",
    "增减率",
    "增减额",
    "比重",
    "占比",
    "完成率",
    "完成进度",
    "max",
    "min",
    "maximum",
    "minimum",
    "median",
    "yoy",
    "y/y",
    "yearonyear",
    "lastyear",
    "previousyear",
    "prioryear",
    "growthrate",
];

/// Words for the whole of what a table counts, before [`KINDS`]: 所有产品, all regions.
const ALL: [&str; 6] = ["所有", "全部", "全体", "各类", "all", "every"];

/// What tables count.
const KINDS: [&str; 33] = [
    "产品",
    "商品",
    "品种",
    "品类",
    "地区",
    "区域",
    "国家",
    "省份",
    "省市",
    "城市",
    "县区",
    "县市",
    "园区",
    "行业",
    "产业",
    "部门",
    "企业",
    "公司",
    "厂商",
    "项目",
    "products",
    "goods",
    "commodities",
    "regions",
    "countries",
    "provinces",
    "cities",
    "areas",
    "industries",
    "sectors",
    "firms",
    "companies",
    "projects",
];

/// How what is derived from the year before begins: 同比增长, 比上年增减.
const DERIVED: [&str; 9] = ["同比", "环比", "上年同期", "去年同期", "上年同月", "比上年", "较上年", "比去年", "较去年"];

/// What of something is meant where its total is: a firm is called otherwise.
const COUNTED: [&str; 23] = [
    "of",
    "for",
    "demand",
    "supply",
    "supplies",
    "output",
    "production",
    "use",
    "usage",
    "users",
    "consumption",
    "capacity",
    "value",
    "amount",
    "quantity",
    "number",
    "investment",
    "sales",
    "sum",
    "cost",
    "above",
    "regions",
    "products",
];

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
    if ends(&SUMS) || ends(&["占比", "比重"]) {
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
    const FIRST: [&[u8]; 14] = [
        b"max", b"min", b"med", b"yoy", b"y/y", b"yea", b"wor", b"nat", b"las", b"pre", b"pri", b"gro", b"inc", b"eve",
    ];
    let begins = |word: &[u8]| {
        matches!(word[0] | 0x20, b't' | b's' | b'a' | b'm' | b'w')
            && ANYWHERE.iter().any(|begin| word.eq_ignore_ascii_case(begin))
    };
    let bytes = text.as_bytes();
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
}

/// Whether a text of several words is a total: `Total demand`, `total of the above`, `All users total`.
fn total_of(text: &str) -> Option<Total> {
    let mut words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let is_total = |word: &str| ["total", "totals", "subtotal"].iter().any(|total| word.eq_ignore_ascii_case(total));
    let (first, second) = (words.next()?, words.next()?);
    let is_counted = COUNTED.iter().any(|counted| second.eq_ignore_ascii_case(counted));
    if (is_total(first) || first.eq_ignore_ascii_case("sum")) && is_counted {
        return Some(Total::Perhaps);
    }
    is_total(words.next_back().unwrap_or(second)).then_some(Total::Of)
}

/// Whether a header says that its column only numbers the rows, whatever stands in it.
pub(crate) fn is_running_number(header: &str) -> bool {
    matches!(
        folded(header).trim_end_matches('.'),
        "序号" | "序" | "顺序号" | "行号" | "项次" | "行次" | "序號" | "s/n" | "serialno" | "serialnumber"
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
            "计",
            "汇总数",
        ] {
            assert_eq!(super::total(total), Some(Total::Word), "{total}");
        }
        for total in ["钛产业小计", "全县合计", "全县合计数", "一、合计", "All users total", "市政占比"]
        {
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
            "比亚迪",
            "长期资产",
        ] {
            assert_eq!(super::total(name), None, "{name}");
        }
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
