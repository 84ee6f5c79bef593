//! By which words a record is found, and how well they fit.
//!
//! Names, texts and queries are all brought to one normal form: their tokens in lower case and half
//! width, each with a space before it. A Chinese character is a token; so is a run of other letters
//! and digits. In that form a query finds a text if it stands in it, and only whole tokens and
//! beginnings of tokens can match.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;
use yanlian_model::{Field, Kind, Naming, Register, Row, Value, registers};

/// Every register, those that people mostly look for first.
static REGISTERS: LazyLock<Vec<&'static Register>> = LazyLock::new(|| {
    let mut all = registers::ALL.to_vec();
    all.sort_by_key(|register| register.search_rank);
    all
});

static PLACES: LazyLock<HashMap<&'static str, usize>> =
    LazyLock::new(|| REGISTERS.iter().enumerate().map(|(place, register)| (register.name, place)).collect());

/// Fields of words that nobody looks for.
const NOT_SEARCHED: [&str; 2] = ["unit", "source"];

/// To be raised where [`normal`] gives another form, so that stores make their index anew.
const NORMAL_FORM: &str = "1";

/// The registers that are searched, in the order of their places.
pub(crate) fn registers() -> impl Iterator<Item = &'static str> {
    REGISTERS.iter().map(|register| register.name)
}

/// The number of places that [`place`] gives.
pub(crate) fn places() -> usize {
    REGISTERS.len()
}

/// The place of a register among those that are searched; `None` where there is no such register.
pub(crate) fn place(register: &str) -> Option<usize> {
    PLACES.get(register).copied()
}

/// What an index is made for: changes where a release searches other fields or other normal forms.
pub(crate) fn definition() -> String {
    let line = |register: &Register| {
        let fields = register.fields.iter().filter(|field| is_searched(field)).map(|field| field.key);
        [register.name].into_iter().chain(fields).collect::<Vec<_>>().join(" ")
    };
    let lines = REGISTERS.iter().map(|register| line(register));
    [NORMAL_FORM.to_owned()].into_iter().chain(lines).collect::<Vec<_>>().join("\n")
}

fn is_searched(field: &Field) -> bool {
    matches!(field.kind, Kind::Text | Kind::List)
        && !field.privacy.is_hidden()
        && field.target.is_none()
        && !NOT_SEARCHED.contains(&field.key)
}

/// One text by which a record is found.
pub(crate) struct Words<'a> {
    /// As written.
    pub(crate) text: &'a str,
    /// In normal form.
    pub(crate) normal: String,
    /// Whether it is a name or a key, not other text.
    pub(crate) is_name: bool,
}

/// The texts by which a record is found, in the order of its fields.
pub(crate) fn of_row<'a>(register: &'static Register, row: &'a Row) -> impl Iterator<Item = Words<'a>> {
    let cells = register.fields.iter().zip(row).filter(|(field, _)| is_searched(field));
    cells.flat_map(|(field, cell)| {
        let text = if let Some(Value::Text(text)) = cell { text.as_str() } else { "" };
        let separator = |c: char| field.kind == Kind::List && c == ';';
        let is_name = field.is_key || field.naming.is_some_and(Naming::is_name);
        text.split(separator).map(move |text| Words { text, normal: normal(text), is_name })
    })
}

/// What is kept of a record to find it by.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Document {
    /// Its names and codes in normal form.
    pub(crate) names: BTreeSet<String>,
    /// All its texts in normal form.
    pub(crate) words: String,
}

impl Document {
    /// Whether the record has no words of its own, as one that only says how much of what: it is found by
    /// way of the records that it refers to, and no index need keep it.
    pub(crate) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }
}

/// What is kept of a record with this row.
pub(crate) fn document(register: &'static Register, row: &Row) -> Document {
    let mut document = Document { names: BTreeSet::new(), words: String::new() };
    for text in of_row(register, row).filter(|text| !text.normal.is_empty()) {
        document.words.push_str(&text.normal);
        if text.is_name {
            document.names.insert(text.normal);
        }
    }
    document
}

/// The normal form of a text: its tokens in lower case and half width, each with a space before it; empty
/// where it has none. A Chinese character is a token.
pub fn normal(text: &str) -> String {
    let mut normal = String::with_capacity(text.len() * 4 / 3 + 1);
    let mut in_token = false;
    for c in text.chars() {
        let c = half_width(c);
        let stands_alone = is_ideograph(c);
        if !stands_alone && !c.is_alphanumeric() {
            in_token = false;
            continue;
        }
        if stands_alone || !in_token {
            normal.push(' ');
        }
        normal.extend(c.to_lowercase());
        in_token = !stands_alone;
    }
    normal
}

fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

/// Whether a character is written without spaces around: Chinese, and kana and hangul with it.
fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// What somebody looks for.
pub(crate) struct Query {
    /// The whole of it in normal form.
    pub(crate) whole: String,
    /// Its words, each in normal form; all must match.
    pub(crate) words: Vec<String>,
}

impl Query {
    /// Reads what was typed; `None` where there is nothing to look for.
    pub(crate) fn parse(typed: &str) -> Option<Query> {
        let words: Vec<String> = typed.split_whitespace().map(normal).filter(|word| !word.is_empty()).collect();
        (!words.is_empty()).then(|| Query { whole: words.concat(), words })
    }
}

/// Whether the last token of a word is whole, as a Chinese character is, or the beginning of one.
pub(crate) fn ends_whole(word: &str) -> bool {
    word.chars().next_back().is_some_and(is_ideograph)
}

/// How well a text fits a query; less is better.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Name,
    NamePrefix,
    InName,
    InText,
    /// It has some of the words, other texts of the record the rest.
    Partly(Reverse<usize>),
}

/// What comes first among the records found, before the key decides: the fit, the registers that
/// people mostly look for, the shorter text, the register. Less is better.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Rank(Fit, bool, usize, usize);

/// How a record ranks, and the text of it that fits best; `None` where a word is in none of its texts.
///
/// Every record found has all the words, so that a word's rarity weighs the same for each: what
/// tells them apart is where the words stand and how much else stands there.
pub(crate) fn rank<'a>(register: &'static Register, row: &'a Row, query: &Query) -> Option<(Rank, &'a str)> {
    let texts: Vec<Words> = of_row(register, row).collect();
    let stands_in = |word: &String, text: &Words| text.normal.contains(word.as_str());
    if !query.words.iter().all(|word| texts.iter().any(|text| stands_in(word, text))) {
        return None;
    }
    let fit = |text: &Words| {
        let found = query.words.iter().filter(|word| stands_in(word, text)).count();
        match text.is_name {
            _ if found < query.words.len() => Fit::Partly(Reverse(found)),
            true if text.normal == query.whole => Fit::Name,
            true if text.normal.starts_with(&query.whole) => Fit::NamePrefix,
            true => Fit::InName,
            false => Fit::InText,
        }
    };
    let (fit, length, text) = texts.iter().map(|text| (fit(text), text.normal.len(), text.text)).min()?;
    let place = place(register.name)?;
    Some((Rank(fit, register.search_rank >= Register::OFTEN, length, place), text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normal_form_has_one_token_a_character_and_a_run() {
        assert_eq!(normal("海绵钛TC4(5000吨)"), " 海 绵 钛 tc4 5000 吨");
        assert_eq!(normal("Hongyuan Co., Ltd."), " hongyuan co ltd");
        assert_eq!(normal("８１０８．２０"), " 8108 20");
        assert_eq!(normal("\"(-*"), "");
    }

    #[test]
    fn hidden_fields_references_and_units_are_not_searched() {
        let definition = definition();
        let searched = |register: &str| definition.lines().find(|line| line.starts_with(register)).unwrap();
        assert_eq!(searched("enterprises"), "enterprises uscc name name_en gbt4754 address note");
        assert_eq!(searched("products"), "products id name_zh name_en aliases applications hs_code gbt4754 note");
        assert_eq!(searched("visits"), "visits id leader summary note");
        assert_eq!(searched("monitors"), "monitors mn st allowed_addresses note");
        assert_eq!(definition.lines().count(), 1 + registers::ALL.len(), "every register is searched");
    }
}
