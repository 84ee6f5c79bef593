//! Keys and codes, and what copies and spreadsheets do to them.

use super::text::{is_digits, is_invisible, is_private};
use unicode_normalization::UnicodeNormalization;
use yanlian_model::{Field, Form, Kind, Naming};

/// The zeros of other scripts, behind each of which its nine other figures stand.
const ZEROS: [u32; 36] = [
    0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6, 0xe50, 0xed0, 0xf20,
    0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40, 0x1c50, 0xa620, 0xa8d0,
    0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0x104a0,
];

/// Our figure for one of another script.
fn digit(c: char) -> Option<char> {
    let place = |zero: &u32| u32::from(c).checked_sub(*zero).filter(|place| *place < 10);
    let figure = || ZEROS.iter().find_map(place).and_then(|place| char::from_digit(place, 10));
    if c < '\u{660}' { None } else { figure() }
}

/// Letters of other scripts that look as Latin ones do, and those.
const TWINS: [(&str, &str); 6] = [
    ("АВЕЗІЈКМНОРЅТУХ", "ABE3IJKMHOPSTYX"),
    ("асеіјорѕух", "aceijopsyx"),
    ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX"),
    ("ο", "o"),
    ("ꓐꓑꓓꓔꓖꓗꓙꓚꓜꓝꓟꓠꓡꓢꓣꓦꓧꓪꓫꓬꓮꓰꓲꓳꓴ", "BPDTGKJCZFMNLSRVHWXYAEIOU"),
    ("ᎪᎬᎫᏦᎷᏢᎡᎢᏃᎳᎠᎻᏀᏚᏙᏴᏟᏞ", "AEJKMPRTZWDHGSVBCL"),
];

/// A key as it would be without what a copy or a spreadsheet does to it: widths, spaces, dashes and what looks like
/// one, invisible characters, letters and figures of another script, numerals that are letters (Ⅰ), and the `.0` of a number that was a code.
pub(crate) fn plain_key(key: &str) -> String {
    let twin = |c: char| {
        let place = |(theirs, ours): &(&str, &str)| ours.chars().nth(theirs.chars().position(|their| their == c)?);
        TWINS.iter().find_map(place)
    };
    let written = |c| match c {
        '\u{2010}'..='\u{2015}' | '\u{2043}' | '\u{2212}' | '\u{23af}' | '\u{2500}' | '\u{2501}' | 'ー' | '一' => '-',
        '\u{370}'..='\u{6ff}' | '\u{13a0}'..='\u{13ff}' | '\u{a4d0}'..='\u{a4ff}' => {
            twin(c).or_else(|| digit(c)).unwrap_or(c)
        }
        _ => digit(c).unwrap_or(c),
    };
    let is_shown = |c: &char| !(c.is_whitespace() || is_invisible(*c) || is_private(*c));
    let plain: String = key.nfkc().filter(is_shown).map(written).collect();
    match plain.split_once('.') {
        Some((digits, zeros)) if is_digits(digits) && !zeros.is_empty() && zeros.bytes().all(|c| c == b'0') => {
            digits.to_owned()
        }
        _ => plain,
    }
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

/// Whether a text is a day as spreadsheets write one that they have made of a code: `3月1日`, `1-Mar`, `2025/3/1`.
pub(crate) fn is_day_of_spreadsheet(text: &str) -> bool {
    let number = |part: &str, most: usize| is_digits(part) && part.len() <= most;
    let year = |part: &str| is_digits(part) && matches!(part.len(), 2 | 4);
    let chinese = |text: &str| {
        let (year, rest) = text.split_once('年').unwrap_or(("2025", text));
        let (month, day) = rest.split_once('月')?;
        let is_day = day.strip_suffix('日').map_or(day.is_empty() && text.contains('年'), |day| number(day, 2));
        Some(number(year, 4) && number(month, 2) && is_day)
    };
    let slashed = !text.contains('-') && text.contains('/');
    chinese(text).unwrap_or_else(|| {
        let mut parts = text.split(['-', '/']);
        match (parts.next(), parts.next(), parts.next(), parts.next()) {
            (Some(first), Some(second), None, None) if !slashed => {
                is_month(first) && year(second) || number(first, 2) && is_month(second)
            }
            (Some(day), Some(month), Some(last), None) if is_month(month) => number(day, 2) && year(last),
            (Some(first), Some(month), Some(last), None) if slashed => {
                let is_last = number(first, 2) && last.len() == 4 && year(last);
                number(month, 2) && (is_last || year(first) && number(last, 2))
            }
            _ => false,
        }
    })
}

/// Whether a number may be a day of 2000 to 2050 as spreadsheets count them.
pub(crate) fn may_be_day(code: &str) -> bool {
    code.len() == 5 && is_digits(code) && ("36526"..="55153").contains(&code)
}

/// Whether a text is the short English name of a month, as spreadsheets write it.
fn is_month(text: &str) -> bool {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    MONTHS.contains(&text)
}

/// Whether a text is a day as `2025-03-01`, which a code may be as well.
pub(crate) fn is_iso_day(text: &str) -> bool {
    let digits = |part: Option<&str>| part.is_some_and(is_digits);
    text.len() == 10
        && text.as_bytes()[4] == b'-'
        && text.as_bytes()[7] == b'-'
        && [text.get(..4), text.get(5..7), text.get(8..)].into_iter().all(digits)
        && &text[5..7] <= "12"
}

/// Whether a month is written so that it may be January or October: `2025.1`.
pub(crate) fn is_first_or_tenth(text: &str) -> bool {
    text.len() == 6 && text.ends_with(".1") && text.as_bytes()[..4].iter().all(u8::is_ascii_digit)
}

/// Whether a field holds keys or codes, whose every character counts.
pub(crate) fn is_code(field: &Field) -> bool {
    let of_key = field.is_key || field.target.is_some() || field.form == Some(Form::Uscc);
    field.kind == Kind::Text && (of_key || field.key.ends_with("code") || field.key == "gbt4754")
}

/// Whether a field holds what records are called or known by.
pub(crate) fn is_name(field: &Field) -> bool {
    field.is_key || field.target.is_some() || field.naming.is_some_and(Naming::is_name) || is_code(field)
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn days_that_were_codes_are_known() {
        for day in
            ["3月1日", "2025年3月1日", "2025年3月", "1-Mar", "Mar-25", "1-Mar-25", "2025/3/1", "3/1/2025", "25/3/1"]
        {
            assert!(is_day_of_spreadsheet(day), "{day}");
        }
        for code in
            ["3-1", "XM-2025-001", "2025-03-01", "1-Mars", "3/1", "P/3/1", "月光", "三月一日", "A-Mar", "12/345/6"]
        {
            assert!(!is_day_of_spreadsheet(code), "{code}");
        }
        assert!(is_iso_day("2025-03-01") && !is_iso_day("2025-03-1") && !is_iso_day("2025-31-01"));
    }

    #[test]
    fn letters_that_look_alike_are_one() {
        assert_eq!((plain_key("ЕХ-1").as_str(), plain_key("Железо").as_str()), ("EX-1", "Жeлeзo"));
        assert_eq!((plain_key("ꓑ-\u{661}").as_str(), plain_key("P\u{e000}-1").as_str()), ("P-1", "P-1"));
    }
}
