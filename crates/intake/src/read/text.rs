//! Texts apart from how they are written: invisible characters, widths, characters that were lost.

use super::codes::is_digits;
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;

/// Characters without any ink: they come along when text is copied, and nobody sees them.
pub(crate) fn is_invisible(c: char) -> bool {
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

/// Whether characters of a name were written as question marks: `????有限公司`.
pub(crate) fn is_questioned(text: &str) -> bool {
    text.contains("??")
}

/// Whether one character of a name may have been written as a question mark: `示例?业`.
pub(crate) fn is_questionable(text: &str) -> bool {
    !text.is_ascii() && text.contains('?')
}

/// Whether the comma of a number may be that of decimals as well as that of thousands: `1,500`.
pub(crate) fn may_be_decimal_comma(text: &str) -> bool {
    let plain: String = text.nfkc().collect();
    let number = plain.trim_start_matches(|c: char| !c.is_ascii_digit());
    let end = number.find(|c: char| !(c.is_ascii_digit() || matches!(c, ',' | '.'))).unwrap_or(number.len());
    number[..end].split_once(',').is_some_and(|(_, behind)| behind.len() == 3 && is_digits(behind))
}

/// The name of a file without what a copy adds to it: `plants (1)`, `plants - 副本`.
pub(crate) fn without_copy_mark(name: &str) -> &str {
    const MARKS: [&str; 6] = ["- 副本", "-副本", "副本", "- Copy", "- copy", "_copy"];
    let mut name = name.trim();
    loop {
        let number = || {
            let inner = name.strip_suffix([')', '\u{ff09}'])?;
            let (before, digits) = inner.rsplit_once(['(', '\u{ff08}'])?;
            is_digits(digits).then_some(before)
        };
        let mark = || MARKS.iter().find_map(|mark| name.strip_suffix(mark));
        match number().or_else(mark).map(str::trim_end).filter(|shorter| !shorter.is_empty()) {
            Some(shorter) => name = shorter,
            None => return name,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_known() {
        assert!(is_error("#N/A") && is_error("####") && !is_error("# note") && !is_error("#"));
    }

    #[test]
    fn commas_that_may_be_of_decimals_are_known() {
        for text in ["1,500", "1,500 m3", "-12,345", "12,345万吨", "¥1,500"] {
            assert!(may_be_decimal_comma(text), "{text}");
        }
        for text in ["1500", "1,234,567", "1,234.5", "1,5", "1.5"] {
            assert!(!may_be_decimal_comma(text), "{text}");
        }
    }

    #[test]
    fn a_copy_is_known_by_its_name() {
        for name in ["plants (1)", "plants（2）", "plants - 副本", "plants - Copy (3)", "plants"] {
            assert_eq!(without_copy_mark(name), "plants");
        }
        assert_eq!((without_copy_mark("(1)"), without_copy_mark("plants (new)")), ("(1)", "plants (new)"));
    }
}
