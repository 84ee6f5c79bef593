//! Masses that say that they are of carbon dioxide.

use super::quantity::ends;

/// The mass of carbon dioxide, without the words for that: `吨CO2`, `tCO2e`, `t CO2-eq`, `吨二氧化碳当量`.
pub(crate) fn mass(plain: &str) -> Option<&str> {
    const EQUIVALENT: [&str; 6] = ["-eq", "eq", "-e", "e", "当量", "equivalent"];
    const WORDS: [&str; 3] = ["CO2", "二氧化碳", "carbon dioxide"];
    let without = |text: &str, word: &str| ends(text, word).then(|| text.len() - word.len());
    let whole = plain.strip_suffix(')').and_then(|inner| inner.split_once('('));
    let of = whole.map_or(plain, |(_, of)| of);
    let short = EQUIVALENT.iter().find_map(|word| without(of, word)).map_or(of, |end| of[..end].trim_end());
    match whole {
        Some((mass, _)) => (WORDS.iter().any(|word| word.eq_ignore_ascii_case(short))).then(|| mass.trim()),
        None => WORDS.iter().find_map(|word| without(short, word)).map(|end| plain[..end].trim_end_matches([' ', '-'])),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masses_of_carbon_dioxide_are_known() {
        for (text, left) in [
            ("万吨CO2", "万吨"),
            ("tCO2e", "t"),
            ("t CO2-eq", "t"),
            ("吨二氧化碳当量", "吨"),
            ("吨(CO2)", "吨"),
            ("t-CO2", "t"),
        ] {
            assert_eq!(mass(text), Some(left), "{text}");
        }
        for text in ["吨", "吨标准煤当量", "t(SO2)", "吨(标准煤)"] {
            assert_eq!(mass(text), None, "{text}");
        }
    }
}
