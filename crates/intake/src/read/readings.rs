//! Units of readings, mg/L and the like, which stand in a column of their own and may stand behind the number as well.

use super::quantity::simplified;
use yanlian_model::{Choice, ReadingUnit};

/// The unit that a text is the name of: `mg/L`, `毫克／升`, `μg/l`, `mg/m³`, `℃`.
pub(crate) fn unit(text: &str) -> Option<ReadingUnit> {
    let plain = simplified(text).replace('μ', "u").replace(' ', "");
    let is = |name: &str| simplified(name).replace('μ', "u").replace(' ', "").eq_ignore_ascii_case(&plain);
    let named = |unit: &&ReadingUnit| {
        let Choice { key, label, .. } = unit.choice();
        [key, label.zh, label.en].into_iter().any(is)
    };
    ReadingUnit::ALL.iter().find(named).copied()
}

/// A number without the unit behind it, and that.
pub(crate) fn apart(text: &str) -> (&str, Option<ReadingUnit>) {
    let is_of_number = |c: char| c.is_numeric() || matches!(c, '.' | ',' | '\u{ff0e}' | '\u{ff0c}');
    let Some(end) = text.rfind(is_of_number) else { return (text, None) };
    let whole = |at: usize| Some((text[..at].trim_end(), unit(text[at..].trim())?));
    // The m3 of mg/m3 ends in a figure.
    let begins = text.char_indices().map(|(at, _)| at).filter(|at| *at > 0 && *at <= end + 3);
    begins
        .filter(|at| text[..*at].ends_with(|c: char| is_of_number(c) || c.is_whitespace()))
        .find_map(whole)
        .map_or((text, None), |(number, unit)| (number, Some(unit)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_of_readings_stand_behind_numbers() {
        for (text, number, key) in [
            ("80mg/L", "80", Some("mg/L")),
            ("80 毫克/升", "80", Some("mg/L")),
            ("0.5 \u{b5}g/l", "0.5", Some("ug/L")),
            ("35mg/m\u{b3}", "35", Some("mg/m3")),
            ("35 mg/m3", "35", Some("mg/m3")),
            ("1,200 m3/h", "1,200", Some("m3/h")),
            ("20℃", "20", Some("degC")),
            ("80", "80", None),
            ("80 mg", "80 mg", None),
            ("80 apples", "80 apples", None),
            ("", "", None),
        ] {
            let (left, unit) = apart(text);
            assert_eq!((left, unit.map(|unit| unit.choice().key)), (number, key), "{text}");
        }
    }
}
