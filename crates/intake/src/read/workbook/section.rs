//! One section of a number format: its pieces, and how a number looks through them.

use super::days::{DateParts, minutes};
use super::format::Condition;
use crate::read::quantity::rounded;

/// What one section shows.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Section {
    pieces: Vec<Piece>,
    /// Digits behind the decimal point; `None` where the format leaves them open.
    decimals: Option<usize>,
    /// Commas behind the last digit: each divides by a thousand.
    thousands: i32,
    percent: bool,
    /// An exponent or a fraction, whose digits are no plain number's.
    special: bool,
    /// It shows nothing at all, as each of `;;;`.
    pub(crate) hides: bool,
    /// It shows a zero where there is no other digit.
    shows_zero: bool,
    /// It shows numbers, or a text, as they are.
    general: bool,
    /// It is red, as negative numbers are that are shown without their sign.
    red: bool,
    /// It is that of negative numbers alone, which it shows without a sign of its own.
    pub(crate) unsigned: bool,
    /// The parts of a date that are shown.
    pub(crate) date: DateParts,
}

/// A piece of a section before the decimal point, or the text behind the number.
#[derive(Debug, Clone, PartialEq)]
enum Piece {
    /// A digit; whether a zero is shown in its place.
    Digit(bool),
    Literal(char),
}
impl Section {
    /// What stands around the number: a unit, a currency; without brackets and signs.
    pub(crate) fn words(&self) -> String {
        let literals = self.pieces.iter().filter_map(|piece| match piece {
            Piece::Literal(c) => Some(*c),
            Piece::Digit(_) => None,
        });
        let words: String = literals.collect();
        let words = words.trim_matches(|c: char| c.is_whitespace() || "()+-\u{2212}\u{ff08}\u{ff09}.,:".contains(c));
        words.to_owned()
    }

    /// Whether it shows numbers as they are.
    pub(crate) fn is_plain(&self) -> bool {
        Section { general: false, ..self.clone() } == Section::default()
    }

    /// Whether the cell shows nothing of a number, or no digit of it, as `#` of a zero. A dash or a word that stands
    /// for nothing says so.
    pub(crate) fn hides(&self, number: f64) -> bool {
        let has_digits = self.decimals.is_some() && !self.special;
        let shown = (number * self.factor()).abs() * 10f64.powi(self.decimals.unwrap_or(0) as i32);
        let is_word = self.decimals.is_none() && !self.general && !self.pieces.is_empty() && number != 0.0;
        self.hides || is_word || has_digits && !self.shows_zero && shown < 0.5
    }

    /// Whether the cell shows another number than it holds: a minus that the number lacks, none where it has one, or
    /// signs among its digits.
    pub(crate) fn alters(&self, number: f64) -> bool {
        let is_other_sign = match number {
            0.0 => false,
            ..0.0 if self.unsigned => !(self.shows_minus() || self.red),
            _ => self.shows_minus(),
        };
        is_other_sign || self.parts_digits()
    }

    /// Whether a minus, or the brackets that stand for one, are written around the digits.
    fn shows_minus(&self) -> bool {
        const SIGNS: &str = "-\u{2212}\u{ff0d}";
        let is_digit = |piece: &Piece| matches!(piece, Piece::Digit(_));
        let literals = |pieces: &[Piece]| -> String {
            pieces.iter().filter_map(|piece| if let Piece::Literal(c) = piece { Some(*c) } else { None }).collect()
        };
        let first = self.pieces.iter().position(is_digit).unwrap_or(self.pieces.len());
        let last = self.pieces.iter().rposition(is_digit).unwrap_or(first);
        let (before, behind) = (literals(&self.pieces[..first]), literals(self.pieces.get(last + 1..).unwrap_or(&[])));
        let is_sign = |text: &str| text.contains(|c| SIGNS.contains(c)) && !text.contains(char::is_alphanumeric);
        let opens = before.contains(['(', '\u{ff08}']) && !before.contains([')', '\u{ff09}']);
        let closes = behind.contains([')', '\u{ff09}']) && !behind.contains(['(', '\u{ff08}']);
        is_sign(&before) || is_sign(&behind) || opens && closes
    }

    /// Whether anything but spaces, a point and the commas of thousands is written between the digits.
    fn parts_digits(&self) -> bool {
        let digits = |pieces: &[Piece]| pieces.iter().filter(|piece| matches!(piece, Piece::Digit(_))).count();
        let parts = |(at, piece): (usize, &Piece)| {
            let (before, behind) = (digits(&self.pieces[..at]), digits(&self.pieces[at..]));
            let is_usual = |c: char| c.is_whitespace() || c == '.' || c == ',' && behind % 3 == 0;
            matches!(piece, Piece::Literal(c) if before > 0 && behind > 0 && !is_usual(*c))
        };
        self.pieces.iter().enumerate().any(parts)
    }

    /// Whether the cell shows a share of a hundred.
    pub(crate) fn is_percent(&self) -> bool {
        self.percent
    }

    /// By what the number is multiplied before it is shown.
    pub(crate) fn factor(&self) -> f64 {
        // `0!.0,"万"` shows thousands with a point that is written in, before the last digit.
        let point = self.pieces.iter().position(|piece| *piece == Piece::Literal('.'));
        let behind =
            point.map_or(0, |point| self.pieces[point..].iter().filter(|p| matches!(p, Piece::Digit(_))).count());
        10f64.powi(-3 * self.thousands - behind as i32) * if self.percent { 100.0 } else { 1.0 }
    }

    /// The digits behind the decimal point that are always shown.
    pub(crate) fn decimals(&self) -> Option<usize> {
        self.decimals.filter(|_| !self.special)
    }

    /// A code as the cell shows it: with its leading zeros and with what stands around and between its
    /// digits. `None` where the format is no code's, or the number is not whole.
    pub(crate) fn code(&self, number: f64) -> Option<String> {
        let digits: Vec<bool> =
            self.pieces.iter().filter_map(|p| if let Piece::Digit(zero) = p { Some(*zero) } else { None }).collect();
        let zeros = digits.iter().filter(|zero| **zero).count();
        let has_words = self.pieces.iter().any(|piece| matches!(piece, Piece::Literal(c) if !c.is_whitespace()));
        let is_code = self.decimals.unwrap_or(0) == 0 && !self.special && !self.percent && self.thousands == 0;
        if !is_code || number.fract() != 0.0 || number.abs() >= 1e15 || !(zeros > 1 || has_words && zeros > 0) {
            return None;
        }
        let text = format!("{:0width$}", number.abs(), width = zeros);
        let mut shown = String::new();
        let mut left = digits.len();
        for piece in &self.pieces {
            match piece {
                Piece::Literal(c) => shown.push(*c),
                Piece::Digit(_) => {
                    // The first place takes all the digits that the others do not.
                    let from = if left == digits.len() { 0 } else { text.len().saturating_sub(left) };
                    left -= 1;
                    shown.push_str(&text[from..text.len().saturating_sub(left).max(from)]);
                }
            }
        }
        let sign = if number < 0.0 { "-" } else { "" };
        Some(format!("{sign}{}", shown.trim()))
    }
}
/// Reads one section, and when it applies.
pub(crate) fn section(code: &str) -> (Option<Condition>, Section) {
    let mut condition = None;
    let mut section = Section::default();
    let mut behind = false;
    let mut rest = code;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        rest = after;
        match c {
            '"' => {
                let (literal, more) = after.split_once('"').unwrap_or((after, ""));
                section.pieces.extend(literal.chars().map(Piece::Literal));
                rest = more;
            }
            '\\' | '!' | '_' | '*' => {
                let next = after.chars().next();
                section.pieces.extend(next.filter(|_| matches!(c, '\\' | '!')).map(Piece::Literal));
                rest = &after[next.map_or(0, char::len_utf8)..];
            }
            '[' => {
                let (inner, more) = after.split_once(']').unwrap_or((after, ""));
                bracket(inner, &mut section, &mut condition);
                rest = more;
            }
            '0' | '#' | '?' if behind => {
                section.decimals = Some(section.decimals.unwrap_or(0) + 1);
                section.shows_zero |= c == '0';
            }
            '0' | '#' | '?' => {
                // Commas before a digit group thousands.
                section.thousands = 0;
                section.decimals = section.decimals.or(Some(0));
                section.pieces.push(Piece::Digit(c == '0'));
                section.shows_zero |= c == '0';
            }
            '.' => behind = true,
            ',' => section.thousands += 1,
            '%' => section.percent = true,
            'E' | 'e' if after.starts_with(['+', '-']) => {
                section.special = true;
                rest = after.trim_start_matches(['+', '-', '0', '#', '?']);
            }
            '/' if section.decimals.is_some() => {
                section.special = true;
                rest = after.trim_start_matches(['0', '#', '?']);
            }
            _ => rest = word(c, after, &mut section),
        }
    }
    // Letters of dates beside digits are words: `0 h`. The digits of a second stand behind a point.
    let has_digits = section.pieces.iter().any(|piece| matches!(piece, Piece::Digit(_)));
    match section.date.any() && !has_digits {
        true => section = Section { date: section.date, ..Section::default() },
        false => section.date = DateParts::default(),
    }
    (condition, section)
}

/// A colour, a condition, a currency or a length of time.
fn bracket(inner: &str, section: &mut Section, condition: &mut Option<Condition>) {
    if let Some(currency) = inner.strip_prefix('$') {
        let symbol = currency.split('-').next().unwrap_or_default();
        section.pieces.extend(symbol.chars().map(Piece::Literal));
    } else if !inner.is_empty() && inner.chars().all(|c| matches!(c, 'h' | 'H' | 'm' | 'M' | 's' | 'S')) {
        section.date = DateParts { time: true, elapsed: true, ..section.date };
    } else if matches!(inner, "红色" | "红") || inner.eq_ignore_ascii_case("red") {
        section.red = true;
    } else {
        *condition = condition.or_else(|| Condition::parse(inner));
    }
}

/// A part of a date, the word for a plain number, or a literal; what is left behind it.
fn word<'c>(c: char, after: &'c str, section: &mut Section) -> &'c str {
    const GENERAL: [&str; 2] = ["/通用格式", "eneral"];
    let general = |word: &&str| after.get(..word.len()).is_some_and(|rest| rest.eq_ignore_ascii_case(word));
    if let Some(word) = GENERAL.iter().find(|word| matches!(c, 'G' | 'g') && general(word)) {
        section.general = true;
        return &after[word.len()..];
    }
    let date = &mut section.date;
    match c {
        'y' | 'Y' | 'e' => date.year = true,
        'd' | 'D' => date.day = true,
        'h' | 'H' | 's' | 'S' => date.time = true,
        // An m behind an hour or before a second is a minute.
        'm' | 'M' if date.time || minutes(after) => date.time = true,
        'm' | 'M' => date.month = true,
        'A' | 'a' if after.starts_with("M/PM") || after.starts_with("m/pm") || after.starts_with("/P") => {
            date.time = true;
            return after.trim_start_matches(['M', 'm', '/', 'P', 'p']);
        }
        '@' => {
            section.general = true;
            return after;
        }
        _ => {}
    }
    section.pieces.push(Piece::Literal(c));
    after
}
/// A share as the cell shows it, in a text: `50%`.
pub(crate) fn percent(number: f64, section: Option<&Section>) -> Option<String> {
    let decimals = section.filter(|section| section.is_percent())?.decimals()?.min(15);
    Some(format!("{:.decimals$}%", rounded(number * 100.0)))
}

/// A broken number with the decimals that its cell shows, where they lose no digit: the month 2025.1 of a
/// cell that shows 2025.10.
pub(crate) fn with_decimals(number: f64, section: Option<&Section>) -> Option<String> {
    let decimals = section?.decimals().filter(|decimals| (1..=15).contains(decimals))?;
    let text = format!("{number:.decimals$}");
    (number.fract() != 0.0 && text.parse() == Ok(number)).then_some(text)
}
