//! A number as people write it: `1700`, `1,700`, `-1.5e3`, in either width.
//!
//! A comma parts thousands and nothing else: each stands before exactly three digits of the whole part, and then
//! there is no exponent. `1,5`, `1.234,56` and `1,2e3` are no numbers: nobody can know which is meant.

/// The finite number that a text is; not `inf`, `nan` or an empty text. How large it may be is for a register to say.
pub fn read(text: &str) -> Option<f64> {
    // As nearly all are written.
    if text.bytes().all(|c| c.is_ascii_digit() || matches!(c, b'.' | b'-')) {
        return finite(text);
    }
    let plain = half_width(text);
    let plain = plain.trim();
    if plain.contains(',') {
        return finite(&without_thousands(plain)?);
    }
    let is_of_number = |c: u8| c.is_ascii_digit() || matches!(c, b'.' | b'-' | b'+' | b'e' | b'E');
    if plain.bytes().all(is_of_number) { finite(plain) } else { None }
}

/// The number without its commas, where each parts thousands.
fn without_thousands(number: &str) -> Option<String> {
    let unsigned = number.strip_prefix(['-', '+']).unwrap_or(number);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let mut groups = whole.split(',');
    let are_digits = |text: &str| text.bytes().all(|c| c.is_ascii_digit());
    let is_first = |first: &str| (1..=3).contains(&first.len()) && !first.starts_with('0') && are_digits(first);
    let is_parted = groups.next().is_some_and(is_first) && groups.all(|group| group.len() == 3 && are_digits(group));
    (is_parted && are_digits(fraction)).then(|| number.replace(',', ""))
}

/// No number is minus nothing.
fn finite(text: &str) -> Option<f64> {
    text.parse().ok().filter(|number: &f64| number.is_finite()).map(|number| number + 0.0)
}

/// Full-width digits and signs, and the minus of mathematics, as their ASCII forms.
pub(crate) fn half_width(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            '\u{3000}' => ' ',
            '\u{2212}' | '\u{fe63}' => '-',
            _ => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_type_them() {
        for (text, number) in [
            ("1700", 1700.0),
            (" 12 ", 12.0),
            (".5", 0.5),
            ("5.", 5.0),
            ("1,700", 1700.0),
            ("12,000", 12_000.0),
            ("+1,234", 1234.0),
            ("1,234.", 1234.0),
            ("-1,234,567.8", -1_234_567.8),
            ("1.5e3", 1500.0),
            ("1E+05", 100_000.0),
            ("\u{ff11}\u{ff0c}\u{ff12}\u{ff13}\u{ff14}", 1234.0),
            ("1\u{ff0c}234", 1234.0),
            ("\u{2212}320", -320.0),
        ] {
            assert_eq!(read(text), Some(number), "{text}");
        }
        assert!(read("-0").is_some_and(|zero| zero.is_sign_positive()));
        let out_of_place = [
            "1,5",
            "12,34",
            "12,34,567",
            "1,2345",
            "1234,567",
            "1,,000",
            "1,234,",
            ",500",
            "0,500",
            "00,123",
            "-,500",
            "1.200,5",
            "1.234,56",
            "1,000.000,5",
        ];
        let with_exponent = ["1,2e3", "1,e05", "1e0,002", "1,700e,3", "1,234.5e3", "1,234e3"];
        let no_numbers = ["", " ", "inf", "nan", "NaN", "1e999", "--5", "-+1,000", "1 234", "1.2.3", "twelve", "一千"];
        for refused in out_of_place.into_iter().chain(with_exponent).chain(no_numbers) {
            assert_eq!(read(refused), None, "{refused}");
        }
    }

    #[test]
    fn a_comma_is_read_where_it_parts_thousands_and_nowhere_else() {
        for number in (1_000..1_000_000_000).step_by(9_876_543) {
            let mut text = number.to_string();
            for at in (1..text.len()).rev().filter(|at| (text.len() - at).is_multiple_of(3)).collect::<Vec<_>>() {
                text.insert(at, ',');
            }
            assert_eq!(read(&text), Some(f64::from(number)), "{text}");
            for (at, _) in text.match_indices(',') {
                let digits = format!("{}{}", &text[..at], &text[at + 1..]);
                for place in [at - 1, at + 1] {
                    let moved = format!("{},{}", &digits[..place], &digits[place..]);
                    assert_eq!(read(&moved), None, "{moved}");
                }
            }
        }
    }
}
