//! What texts say apart from how they are written: invisible characters, widths, running numbers, totals.

use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;

/// Characters without any ink: they come along when text is copied, and nobody sees them.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
        | '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// The text without invisible characters. Those that join letters and emoji stay where `prose` is read.
pub(crate) fn visible(text: &str, prose: bool) -> Cow<'_, str> {
    let is_joiner = |c| matches!(c, '\u{200c}' | '\u{200d}');
    let is_left_out = |c| is_invisible(c) && !(prose && is_joiner(c));
    match !text.is_ascii() && text.contains(is_left_out) {
        true => text.replace(is_left_out, "").into(),
        false => text.into(),
    }
}

/// What a text says when width, case, spaces and invisible characters do not count: as headers are compared.
pub(crate) fn folded(text: &str) -> String {
    let skipped = |c: &char| !(c.is_whitespace() || is_invisible(*c) || matches!(c, '_' | '*'));
    text.nfkc().filter(skipped).flat_map(char::to_lowercase).collect()
}

/// A key as it would be without what a copy or a spreadsheet does to it: widths, spaces, dashes, invisible
/// characters, and the `.0` of a number that was a code.
pub(crate) fn plain_key(key: &str) -> String {
    let written = |c| match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        _ => c,
    };
    let plain: String = key.nfkc().filter(|c| !(c.is_whitespace() || is_invisible(*c))).map(written).collect();
    match plain.split_once('.') {
        Some((digits, zeros)) if is_digits(digits) && !zeros.is_empty() && zeros.bytes().all(|c| c == b'0') => {
            digits.to_owned()
        }
        _ => plain,
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|digit| digit.is_ascii_digit())
}

/// Whether a spreadsheet has written a code as a number with an exponent: `9.13301E+17`.
pub(crate) fn is_scientific(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once(['e', 'E']) else { return false };
    let digits = exponent.trim_start_matches(['+', '-']);
    let mantissa = mantissa.trim_start_matches('-');
    let broken = mantissa.contains(['.', ',']) || exponent.len() != digits.len();
    broken && is_digits(digits) && is_digits(&mantissa.replacen(['.', ','], "", 1))
}

/// Whether a code may have lost its last digits to a spreadsheet, which keeps fifteen.
pub(crate) fn is_rounded(text: &str) -> bool {
    is_digits(text) && text.len() > 15 && text[15..].bytes().all(|digit| digit == b'0')
}

/// Whether a cell shows an error in place of a value.
pub(crate) fn is_error(text: &str) -> bool {
    const ERRORS: [&str; 18] = [
        "N/A",
        "DIV/0!",
        "REF!",
        "VALUE!",
        "NAME?",
        "NUM!",
        "NULL!",
        "SPILL!",
        "CALC!",
        "FIELD!",
        "BLOCKED!",
        "CONNECT!",
        "BUSY!",
        "UNKNOWN!",
        "GETTING_DATA",
        "PYTHON!",
        "EXTERNAL!",
        "TIMEOUT!",
    ];
    let Some(word) = text.strip_prefix('#') else { return false };
    ERRORS.iter().any(|error| error.eq_ignore_ascii_case(word)) || word.len() > 1 && word.bytes().all(|c| c == b'#')
}

/// Whether characters were lost when the text was written: nothing can bring them back.
pub(crate) fn is_damaged(text: &str) -> bool {
    !text.is_ascii() && (text.contains('\u{fffd}') || text.contains("锟斤拷"))
}

/// How a text says that its row adds up others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Total {
    /// By the word alone: 合计, total.
    Word,
    /// With what is added up before it: 全县合计.
    Of,
}

/// Whether a text says that its row adds up others.
pub(crate) fn total(text: &str) -> Option<Total> {
    const WORDS: [&str; 9] = ["合计", "总计", "小计", "共计", "累计", "总和", "合計", "總計", "小計"];
    const ENGLISH: [&str; 8] =
        ["total", "totals", "subtotal", "subtotals", "grandtotal", "intotal", "sum", "overalltotal"];
    const LONGEST: usize = 60;
    // Nearly every cell of a file is asked, so that what cannot be a total is put aside first.
    let begins = |word: &[u8]| word.eq_ignore_ascii_case(b"tot") || word.eq_ignore_ascii_case(b"sum");
    let may_be = match text.is_ascii() {
        true => text.as_bytes().windows(3).any(begins),
        false => text.contains(['计', '計', '和', '\u{ff4f}']),
    };
    if text.len() > LONGEST || !may_be {
        return None;
    }
    let folded = folded(text);
    let said: String = folded.chars().filter(|c| !matches!(c, '-' | ':' | '=')).collect();
    let word = said.split(['(', '[', '【', '〔', '{']).next().unwrap_or_default();
    if WORDS.contains(&word) || ENGLISH.contains(&word) {
        return Some(Total::Word);
    }
    WORDS.iter().any(|total| word.ends_with(total)).then_some(Total::Of)
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
            "钛产业小计",
            "全县合计",
            "Total",
            "TOTAL:",
            "Grand total",
            "Sub-total",
            "Sum",
        ] {
            assert!(super::total(total).is_some(), "{total}");
        }
        for name in ["合计量检测公司", "设计院", "Total Energies", "Summit", "计划内", "总和平社区", "sum-1"]
        {
            assert_eq!(super::total(name), None, "{name}");
        }
    }

    #[test]
    fn codes_that_were_numbers_are_known() {
        for code in ["9.13301E+17", "9.13301e17", "1E+05", "9,13E+17", "-1.5E-3"] {
            assert!(is_scientific(code), "{code}");
        }
        for code in ["1E5", "P-1E+5", "E+17", "5e", "ABE+1", "91350100M000100Y43"] {
            assert!(!is_scientific(code), "{code}");
        }
        assert!(is_rounded("913301000000000000") && !is_rounded("913301000000000001") && !is_rounded("1000000"));
        assert_eq!(plain_key("\u{ff30}\u{2011}1\u{200b} "), "P-1");
        assert_eq!((plain_key("2415.0").as_str(), plain_key("8108.20").as_str()), ("2415", "8108.20"));
    }

    #[test]
    fn columns_that_count_are_known() {
        assert!(is_running_number("序\n号") && is_running_number("序号*") && !is_running_number("编号"));
        for header in ["No.", "№", "Unnamed: 0", "编号", "#", ""] {
            assert!(may_be_running_number(header), "{header}");
        }
        assert_eq!(counting_number("\u{ff08}3\u{ff09}"), Some(3.0));
        assert!(is_error("#N/A") && is_error("####") && !is_error("# note") && !is_error("#"));
    }
}
