//! Texts of workbooks, whose pieces may each be set in their own way: struck through, above or below the line.
//! Source: ECMA-376-1:2016, 18.4.4 to 18.4.14.

use super::{Unreadable, attribute};
use crate::read::brackets;
use crate::shown;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use yanlian_model::Message;

/// A text as a person reads it: without what is struck through, and without the marks of foot notes.
#[derive(Debug, Default)]
pub(crate) struct Rich {
    pub(crate) text: String,
    /// How much of it, from its beginning, is set as its cell is.
    pub(crate) as_cell: usize,
    /// What is to be said of that which was left out.
    pub(crate) notes: Vec<Message>,
    /// Where its last piece stands.
    level: Level,
}

/// A piece of a text that is set in one way.
#[derive(Debug, Default)]
struct Run {
    text: String,
    /// It says itself how it is set.
    is_own: bool,
    struck: bool,
    level: Level,
}

/// Where a piece of a text stands.
#[derive(Debug, Default, Clone, Copy, PartialEq)]
enum Level {
    #[default]
    OnLine,
    Above,
    Below,
}

impl Run {
    /// Takes what an element says of the run.
    fn set(&mut self, element: &BytesStart) -> Result<(), Unreadable> {
        let value = |name| attribute(element, name);
        match element.local_name().as_ref() {
            "rPr" => self.is_own = true,
            "strike" => self.struck = is_on(value("val")?),
            "vertAlign" => {
                self.level = match value("val")?.as_deref() {
                    Some("superscript") => Level::Above,
                    Some("subscript") => Level::Below,
                    _ => Level::OnLine,
                }
            }
            _ => {}
        }
        Ok(())
    }
}

impl Rich {
    fn push(&mut self, run: Run) {
        let text = unescaped(run.text);
        let is_set_as_cell = !run.is_own && self.as_cell == self.text.len();
        let continues = run.level == self.level;
        self.level = run.level;
        match run.level {
            _ if run.struck => self.notes.extend(struck_out(&text)),
            Level::Above | Level::Below if !continues && is_mark(&self.text, &text, run.level) => {
                self.notes.push(Message::new("import-raised-mark").with("value", shown(text.trim())));
            }
            // Digits above a number are a power, or nobody knows what: none of its own digits.
            Level::Above if !continues && self.text.ends_with(|c: char| c.is_ascii_digit()) => {
                self.text.extend(text.chars().map(raised));
            }
            _ => self.text.push_str(&text),
        }
        if is_set_as_cell {
            self.as_cell = self.text.len();
        }
    }
}

/// Whether an element's value says yes, as it does by default.
pub(crate) fn is_on(value: Option<String>) -> bool {
    value.is_none_or(|value| value != "0" && value != "false")
}

/// What to say of a text that is struck through, unless it is blank.
pub(crate) fn struck_out(text: &str) -> Option<Message> {
    let text = text.trim();
    (!text.is_empty()).then(|| Message::new("import-struck-text").with("value", shown(text)))
}

/// Whether what stands above or below the line is the mark of a foot note: behind a number or a word, and neither the
/// power of a unit (m³, 米³), nor part of a formula (Ca(OH)₂), nor perhaps a power of ten.
fn is_mark(before: &str, text: &str, level: Level) -> bool {
    let before = before.trim_end();
    let bracketed = text.trim();
    let inner = bracketed.trim_matches(brackets::is_one);
    let is_sign = |c: char| "*＊※†‡§注".contains(c) || ('①'..='⑳').contains(&c);
    let is_number = |text: &str| (1..=2).contains(&text.len()) && text.bytes().all(|c| c.is_ascii_digit());
    let is_digit = |text: &str| text.len() == 1 && is_number(text);
    let is_note = !inner.is_empty() && inner.trim_matches(is_sign).is_empty()
        || is_number(inner.trim_start_matches(is_sign)) && inner.len() < bracketed.len()
        || inner.split([',', '，', '、']).all(|one| is_digit(one.trim_start_matches(is_sign)))
        || matches!(inner, "a" | "b" | "c");
    let is_behind = match before.chars().next_back() {
        Some(c) if c.is_ascii_digit() => !may_be_ten(before),
        Some('米' | '里' | '尺') | None => false,
        Some(c) => level == Level::Above && (c.is_alphabetic() && c > '\u{2e80}' || ")）]】%％”》".contains(c)),
    };
    is_note && is_behind
}

/// Whether a text ends with the ten of a power: `10`, `5×10`.
fn may_be_ten(text: &str) -> bool {
    let before = text.strip_suffix("10");
    before.is_some_and(|before| before.is_empty() || before.ends_with(['×', 'x', 'X', '*', '·', '^', ' ', '-', '+']))
}

/// A digit or sign as it is written above the line.
fn raised(c: char) -> char {
    const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    match c {
        '-' | '\u{2212}' => '⁻',
        c => c.to_digit(10).map_or(c, |digit| RAISED[digit as usize]),
    }
}

/// The text of the element that the reader is in, up to its end.
pub(crate) fn rich_text(xml: &mut Reader<&[u8]>) -> Result<String, Unreadable> {
    rich(xml).map(|rich| rich.text)
}

/// The same with what is to be said of it; without that of readings (`rPh`).
pub(crate) fn rich(xml: &mut Reader<&[u8]>) -> Result<Rich, Unreadable> {
    let (mut rich, mut run) = (Rich::default(), Run::default());
    let (mut depth, mut phonetic) = (0usize, None);
    loop {
        match xml.read_event().map_err(|_| Unreadable)? {
            Event::Start(element) => {
                depth += 1;
                run.set(&element)?;
                if phonetic.is_none() && element.local_name().as_ref() == "rPh" {
                    phonetic = Some(depth);
                }
            }
            Event::Empty(element) => run.set(&element)?,
            Event::End(_) if depth == 0 => {
                rich.push(run);
                return Ok(rich);
            }
            Event::End(element) => {
                phonetic = phonetic.filter(|within| *within != depth);
                depth -= 1;
                if element.local_name().as_ref() == "r" {
                    rich.push(std::mem::take(&mut run));
                }
            }
            Event::Text(part) if phonetic.is_none() => run.text.push_str(&part.xml10_content()),
            Event::CData(part) if phonetic.is_none() => run.text.push_str(&part.xml10_content()),
            Event::GeneralRef(entity) if phonetic.is_none() => {
                run.text.push(character(&entity).ok_or(Unreadable)?);
            }
            Event::Eof => return Err(Unreadable),
            _ => {}
        }
    }
}

/// The character that an entity stands for.
fn character(entity: &quick_xml::events::BytesRef) -> Option<char> {
    match entity.resolve_char_ref() {
        Ok(Some(c)) => Some(c),
        Ok(None) => quick_xml::escape::resolve_predefined_entity(&entity.xml10_content())?.chars().next(),
        Err(_) => None,
    }
}

/// Text with the characters that spreadsheets write as `_x000D_`.
fn unescaped(text: String) -> String {
    if !text.contains("_x") {
        return text;
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find("_x") {
        plain.push_str(&rest[..at]);
        let code = rest.get(at + 2..at + 6).filter(|_| rest.as_bytes()[at..].get(6) == Some(&b'_'));
        let code = code.filter(|code| code.bytes().all(|digit| digit.is_ascii_hexdigit()));
        match code.and_then(|code| char::from_u32(u32::from_str_radix(code, 16).ok()?)) {
            Some(c) => {
                plain.push(c);
                rest = &rest[at + 7..];
            }
            None => {
                plain.push_str("_x");
                rest = &rest[at + 2..];
            }
        }
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::unescaped;

    #[test]
    fn escaped_characters_come_back() {
        for (written, read) in
            [("a_x000A_b", "a\nb"), ("_x005F_x0041_", "_x0041_"), ("_x", "_x"), ("_xzzzz_", "_xzzzz_")]
        {
            assert_eq!(unescaped(written.to_owned()), read);
        }
    }
}
