//! Texts apart from how they are written: invisible characters, widths, characters that were lost.

use super::encoding::is_han;
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;

/// Characters without any ink: they come along when text is copied, and nobody sees them. Those that Unicode lets
/// programs ignore (Default_Ignorable_Code_Point), blanks that count as signs, and places that are no character.
pub(crate) fn is_invisible(c: char) -> bool {
    // Nearly all that is asked about is plain.
    c >= '\u{ad}' && is_inkless(c)
}

fn is_inkless(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}'
        | '\u{fdd0}'..='\u{fdef}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffc}'
        | '\u{16fe4}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d159}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
        || u32::from(c) & 0xfffe == 0xfffe
}

/// Characters that mean what some program has agreed with itself: elsewhere they are mostly without ink.
pub(crate) fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{fffff}' | '\u{100000}'..='\u{10ffff}')
}

/// The text without invisible characters. Those that join or choose the look of letters and emoji stay where `prose`
/// is read.
pub(crate) fn visible(text: &str, prose: bool) -> Cow<'_, str> {
    let is_joiner = |c| matches!(c, '\u{200c}' | '\u{200d}' | '\u{180b}'..='\u{180f}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}');
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

/// A name in plain widths, without what has no ink and without the spaces that only set the characters of a Chinese
/// word apart: `农　业` is 农业, while `final demand` stays.
pub fn plain_name(text: &str) -> String {
    let chars: Vec<char> = text.nfkc().filter(|c| !is_invisible(*c)).collect();
    let is_chinese = |c: Option<&char>| c.is_some_and(|c| is_han(*c));
    let parts = |at: usize| {
        let (before, behind) = (&chars[..at], &chars[at..]);
        let is_ink = |c: &&char| !c.is_whitespace();
        is_chinese(before.iter().rev().find(is_ink)) && is_chinese(behind.iter().find(is_ink))
    };
    let is_kept = |(at, c): &(usize, &char)| !(c.is_whitespace() && parts(*at));
    chars.iter().enumerate().filter(is_kept).map(|(_, c)| *c).collect()
}

/// Whether a cell shows an error in place of a value, in the words of any language: `#N/A`, `#VALEUR!`, `#名称?`,
/// `Err:502`, `####`.
pub(crate) fn is_error(text: &str) -> bool {
    const WORDS: [&str; 4] = ["N/A", "GETTING_DATA", "N/D", "NV"];
    let is_number = |text: &str| text.len() == 3 && is_digits(text);
    let Some(word) = text.strip_prefix('#') else {
        return ["Err:", "错误:", "错误："].iter().any(|error| text.strip_prefix(error).is_some_and(is_number));
    };
    let is_capital = |c: char| c.is_alphanumeric() && !c.is_lowercase() || matches!(c, '/' | '_' | '¡' | '¿');
    let name = word.strip_suffix(['!', '?']).filter(|name| !name.is_empty());
    WORDS.iter().any(|error| error.eq_ignore_ascii_case(word))
        || name.is_some_and(|name| name.chars().all(is_capital))
        || word.len() > 1 && word.bytes().all(|c| c == b'#')
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

/// The name of a file without what a copy or an office adds to it: `plants (1)`, `plants - 副本`, `装置清单`, `plants_2025`,
/// `装置20251120`, `2025年装置`, `2025年5月装置`, `装置（终稿）`, `装置1`, `plants v2`.
pub(crate) fn without_copy_mark(name: &str) -> &str {
    const MARKS: [&str; 12] =
        ["- 副本", "-副本", "副本", "- Copy", "- copy", "_copy", "登记表", "明细表", "一览表", "清单", "台账", "表"];
    const DRAFTS: [&str; 6] = ["终稿", "定稿", "初稿", "修改稿", "最新", "上报版"];
    let name = name.trim();
    let behind_year = name.get(..4).filter(|year| is_digits(year)).and_then(|_| name[4..].strip_prefix('年'));
    let behind_month = |rest: &'_ str| -> Option<usize> {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let month = rest[digits..].strip_prefix('月').filter(|_| (1..=2).contains(&digits))?;
        Some(rest.len() - month.strip_prefix('份').unwrap_or(month).len())
    };
    let behind_year = behind_year.map(|rest| &rest[behind_month(rest).unwrap_or_default()..]);
    let mut name = behind_year.map(str::trim_start).filter(|rest| !rest.is_empty()).unwrap_or(name);
    loop {
        let number = || {
            let inner = name.strip_suffix([')', '\u{ff09}'])?;
            let (before, digits) = inner.rsplit_once(['(', '\u{ff08}'])?;
            (is_digits(digits) || DRAFTS.contains(&digits)).then_some(before)
        };
        let count = || {
            let before = name.trim_end_matches(|c: char| c.is_ascii_digit());
            let is_parted = before.ends_with(|c: char| !c.is_ascii());
            (is_parted && (1..=2).contains(&(name.len() - before.len()))).then_some(before)
        };
        let mark = || MARKS.iter().find_map(|mark| name.strip_suffix(mark));
        let year = || {
            let (before, digits) = name.strip_suffix('年').unwrap_or(name).rsplit_once(['_', '-', ' '])?;
            (digits.len() == 4 && is_digits(digits)).then_some(before)
        };
        let day = || {
            let (before, digits) = name.split_at_checked(name.len().checked_sub(8)?)?;
            (digits.starts_with("20") && is_digits(digits)).then_some(before.trim_end_matches(['_', '-', ' ']))
        };
        let version = || {
            let (before, digits) = name.rsplit_once(['v', 'V'])?;
            let is_parted = before.ends_with(|c: char| !c.is_ascii_alphanumeric());
            (is_parted && digits.len() <= 2 && is_digits(digits)).then_some(before.trim_end_matches(['_', '-', ' ']))
        };
        match number()
            .or_else(mark)
            .or_else(year)
            .or_else(day)
            .or_else(version)
            .or_else(count)
            .map(str::trim_end)
            .filter(|shorter| !shorter.is_empty())
        {
            Some(shorter) => name = shorter,
            None => return name,
        }
    }
}

/// Whether a text is digits and nothing else.
pub(crate) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|digit| digit.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_known() {
        for error in ["#N/A", "####", "#DIV/0!", "#SPILL!", "#VALEUR!", "#¡VALOR!", "#ССЫЛКА!", "#名称?", "Err:502"]
        {
            assert!(is_error(error), "{error}");
        }
        for text in ["# note", "#", "#1", "#2炉", "#待定", "# 何时?", "Error", "Err:x", "#!"] {
            assert!(!is_error(text), "{text}");
        }
    }

    #[test]
    fn what_has_no_ink_is_known() {
        let inkless =
            "\u{ad}\u{34f}\u{61c}\u{17b4}\u{180b}\u{200b}\u{2800}\u{fe0f}\u{fffe}\u{fdd0}\u{1d173}\u{1ffff}\u{e0100}";
        assert_eq!(visible(&format!("P{inkless}-1"), false), "P-1");
        assert_eq!(visible("❤\u{fe0f} 葛\u{e0100}\u{200b}", true), "❤\u{fe0f} 葛\u{e0100}");
        assert!(!"氿\u{301}é㎡ \u{3000}〇".chars().any(is_invisible));
    }

    #[test]
    fn the_characters_of_a_word_may_stand_apart() {
        for (text, plain) in [
            ("农\u{3000}业", "农业"),
            ("总 产 出", "总产出"),
            ("final  demand", "final  demand"),
            ("A 产业 1", "A 产业 1"),
            ("\u{ff21}\u{ff08}一\u{ff09}\u{200b}", "A(一)"),
        ] {
            assert_eq!(plain_name(text), plain, "{text}");
        }
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
        for name in [
            "plants (1)",
            "plants（2）",
            "plants - 副本",
            "plants - Copy (3)",
            "plants",
            "plants表",
            "plants_2025",
            "plants 2025年",
            "2025年plants",
            "2025年 plants清单",
            "plants20251120",
            "plants_20251120 (1)",
            "plants v2",
            "plants_V12",
        ] {
            assert_eq!(without_copy_mark(name), "plants");
        }
        for name in ["2026年5月装置", "装置（终稿）", "装置1", "装置(2)"] {
            assert_eq!(without_copy_mark(name), "装置", "{name}");
        }
        assert_eq!((without_copy_mark("2025年"), without_copy_mark("20251120")), ("2025年", "20251120"));
        assert_eq!(without_copy_mark("项目v2"), "项目");
        assert_eq!((without_copy_mark("(1)"), without_copy_mark("plants (new)")), ("(1)", "plants (new)"));
    }
}
