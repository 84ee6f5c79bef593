//! Whether a price says of itself that the tax is in it: `48元/吨（含税）`, `不含税 48`.

use super::brackets;

/// What says so, the longest first.
const WORDS: [(&str, bool); 13] = [
    ("不含增值税", false),
    ("不含税价", false),
    ("不含税", false),
    ("未税", false),
    ("含增值税", true),
    ("含税价", true),
    ("含税", true),
    ("tax included", true),
    ("incl. tax", true),
    ("with tax", true),
    ("tax excluded", false),
    ("excl. tax", false),
    ("without tax", false),
];

/// What a text says of the tax that says nothing else.
pub(crate) fn said(text: &str) -> Option<bool> {
    let (price, said) = apart(text);
    said.filter(|_| price.is_empty())
}

/// A price without what it says of the tax, and what that is.
pub(crate) fn apart(text: &str) -> (&str, Option<bool>) {
    let is = |text: &str, word: &str| text.eq_ignore_ascii_case(word);
    if let Some((price, said)) = brackets::last(text)
        && let Some((_, included)) = WORDS.iter().find(|(word, _)| is(said.trim(), word))
    {
        return (price.trim(), Some(*included));
    }
    let sign = |c: char| c.is_whitespace() || ",\u{ff0c}:\u{ff1a}".contains(c);
    let found = WORDS.iter().find_map(|(word, included)| {
        let before = || text.get(..word.len()).filter(|begin| is(begin, word)).map(|_| &text[word.len()..]);
        let behind = || {
            let at = text.len().checked_sub(word.len())?;
            text.get(at..).filter(|end| is(end, word)).map(|_| &text[..at])
        };
        Some((before().or_else(behind)?.trim_matches(sign), Some(*included)))
    });
    found.unwrap_or((text, None))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tax_of_a_price_is_told_apart() {
        for (text, price, included) in [
            ("48元/吨（含税）", "48元/吨", Some(true)),
            ("48 (不含税)", "48", Some(false)),
            ("含税价：48元", "48元", Some(true)),
            ("48元/吨，不含税", "48元/吨", Some(false)),
            ("48 CNY/t, Tax included", "48 CNY/t", Some(true)),
            ("48元/吨（含13%税）", "48元/吨（含13%税）", None),
            ("300万元（人民币）", "300万元（人民币）", None),
            ("48", "48", None),
        ] {
            assert_eq!(apart(text), (price, included), "{text}");
        }
    }
}
