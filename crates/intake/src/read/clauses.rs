//! The clauses of a text above a table, in plain signs: `单 位 ： 万 元` is `单位:万元`.

use super::likeness::may_be_multiple;
use super::phrase::{is_currency, unit};
use super::quantity::{self, Given};
use yanlian_model::units::Dimension;

/// What parts the texts of a row.
pub(crate) const GAP: &str = "  ";

/// The text in plain widths and signs, without the spaces that part the characters of a word; that the currency is
/// the yuan says nothing more, and a multiple in brackets belongs to what stands before them.
pub(crate) fn plain(text: &str) -> String {
    let simple = quantity::simplified(text).replace(['\u{2236}', '\u{a789}', '\u{fe55}', '\u{2d0}'], ":");
    opened(&joined(&simple.replace("(人民币)", "").replace("(RMB)", "")))
}

/// `单 位:万 元` without its spaces: those between characters that stand alone, unless each is a unit by itself.
fn joined(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let is_word = |c: Option<&char>| c.is_some_and(|c| c.is_alphanumeric());
    let is_single = |at: usize| {
        let is_han = chars.get(at).is_some_and(|c| c.is_alphabetic() && !c.is_ascii());
        is_han && !is_word(at.checked_sub(1).and_then(|at| chars.get(at))) && !is_word(chars.get(at + 1))
    };
    let is_unit = |c: char| unit(c.encode_utf8(&mut [0; 4])).is_some();
    let mut plain = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        plain.push(chars[at]);
        let next = at + 1 + chars[at + 1..].iter().take_while(|c| c.is_whitespace()).count();
        let is_parted = next > at + 1 && is_single(at) && is_single(next);
        at = if is_parted && !(is_unit(chars[at]) && is_unit(chars[next])) { next } else { at + 1 };
    }
    plain
}

/// `RMB (mn)`, `元(万)` and `人民币(万元)` without the brackets around how many.
fn opened(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, (inner, behind))) = rest.split_once('(').and_then(|(b, r)| Some((b, r.split_once(')')?))) {
        plain.push_str(before);
        let word = plain.trim_end().rsplit([' ', ':', '=', '(', ',']).next().unwrap_or_default();
        let is_money = |given: Given| given.unit.dimension == Dimension::Money;
        let is_how_many = |of: Given| match of.unit.dimension {
            Dimension::Money => may_be_multiple(inner) || is_currency(word) && unit(inner.trim()).is_some_and(is_money),
            _ => quantity::is_multiple(inner.trim()),
        };
        match unit(word).is_some_and(is_how_many) {
            true => plain = format!("{} {}", plain.trim_end(), inner.trim()),
            false => plain.extend(["(", inner, ")"]),
        }
        rest = behind;
    }
    plain + rest
}

/// The parts of a text, none of which is blank.
pub(crate) fn clauses(plain: &str) -> Vec<&str> {
    const ENDS: &str = "()[]【】〔〕{}《》〈〉「」“”\";。\n";
    let parts = plain.split(|c| ENDS.contains(c)).flat_map(|part| part.split(GAP)).flat_map(by_announcement);
    let plain = |part| without_reservation(part).trim().trim_end_matches(['.', ',']).trim_end();
    parts.map(plain).filter(|part| !part.is_empty()).collect()
}

/// A text without the words that what says otherwise is excepted: `万元,另有说明除外`.
fn without_reservation(text: &str) -> &str {
    const ENGLISH: [&str; 4] = ["unless otherwise ", "unless stated ", "except where ", "except as otherwise "];
    let lower = text.to_ascii_lowercase();
    if let Some(at) = ENGLISH.iter().find_map(|words| lower.find(words)).filter(|at| *at > 0) {
        return text[..at].trim_end_matches([' ', ',']);
    }
    match text.rsplit_once(',') {
        Some((before, last)) if is_reservation(last.trim()) => before,
        _ => text,
    }
}

/// `另有说明除外`, `除特别注明者外`, though not `用地除外`, which says what is.
fn is_reservation(text: &str) -> bool {
    const SPECIAL: [&str; 6] = ["另有", "另行", "另", "特别", "特殊", "单独"];
    const SAID: [&str; 7] = ["说明", "注明", "标注", "标明", "备注", "规定", "注"];
    const EXCEPTED: [&str; 4] = ["外", "除外", "以外", "之外"];
    let after = |text: &str, words: &[&str]| words.iter().find_map(|word| text.strip_prefix(word).map(str::to_owned));
    let inner = text.trim_start_matches("除非").trim_start_matches('除');
    let end = after(inner, &SPECIAL).and_then(|rest| after(&rest, &SAID));
    end.is_some_and(|end| {
        let end = end.trim_start_matches(['者', '的', '处']);
        EXCEPTED.contains(&end) || end.is_empty() && text.starts_with('除')
    })
}

/// The parts of a text that announce units one after another: `投资单位：万元 用地单位：公顷`.
fn by_announcement(mut text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let next = |text: &str| {
        let words =
            text.match_indices("单位").filter(|(at, word)| text[at + word.len()..].trim_start().starts_with(':'));
        words.filter_map(|(at, _)| text[..at].rfind([' ', ',', '、'])).find(|sign| !text[..*sign].trim().is_empty())
    };
    while let Some(sign) = next(text) {
        parts.push(&text[..sign]);
        text = text[sign..].trim_start_matches([' ', ',', '、']);
    }
    parts.push(text);
    parts
}
