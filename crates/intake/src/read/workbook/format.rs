//! Number formats of spreadsheets: what a cell shows besides its number.
//!
//! A number says one thing in the file and another on the screen: `0.475` shows `47.50%`, `1` shows
//! `000001`, `1.2` shows `1.2万吨`. What a person read and meant is what the cell shows.
//! Source: ECMA-376-1:2016, 18.8.30 and 18.8.31.

use super::days::{DateParts, minutes};
use crate::read::quantity::rounded;

/// The sections of a number format, each for some of the numbers.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Format {
    sections: Vec<(Option<Condition>, Section)>,
}

/// When a section applies, where it says so itself.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Condition {
    less: bool,
    equal: bool,
    more: bool,
    than: f64,
}

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
    hides: bool,
    /// It shows a zero where there is no other digit.
    shows_zero: bool,
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

impl Format {
    /// Reads a format code; `None` where it shows numbers as they are.
    pub(crate) fn parse(code: &str) -> Option<Format> {
        let mut sections: Vec<_> = split(code).into_iter().map(|code| (code, section(code))).collect();
        if sections.len() > 1 {
            sections.iter_mut().for_each(|(code, (_, section))| section.hides = is_blank(code));
        }
        let sections: Vec<_> = sections.into_iter().map(|(_, section)| section).collect();
        let plain = |(_, section): &(_, Section)| *section == Section::default();
        (!sections.iter().all(plain)).then_some(Format { sections })
    }

    /// One of the formats that files name by number only.
    pub(crate) fn builtin(id: u32) -> Option<Format> {
        let code = match id {
            1 => "0",
            2 => "0.00",
            3 => "#,##0",
            4 => "#,##0.00",
            9 => "0%",
            10 => "0.00%",
            11 | 48 => "0.00E+00",
            12 | 13 => "# ?/?",
            14 | 15 | 30 | 31 => "yyyy-m-d",
            16 | 28 | 29 | 51 | 53 | 54 | 58 => "m-d",
            17 | 27 | 36 | 50 | 52 | 57 => "yyyy-m",
            18..=21 | 32..=35 | 45 | 47 | 55 | 56 => "h:mm:ss",
            22 => "yyyy-m-d h:mm",
            37 | 38 | 41 => "#,##0",
            39 | 40 | 43 => "#,##0.00",
            46 => "[h]:mm:ss",
            _ => return None,
        };
        Format::parse(code)
    }

    /// The section by which a number is shown.
    pub(crate) fn of(&self, number: f64) -> &Section {
        let has_conditions = self.sections.iter().any(|(condition, _)| condition.is_some());
        let place = match self.sections.len() {
            _ if has_conditions => {
                let holds = |(condition, _): &(Option<Condition>, _)| condition.is_none_or(|c| c.holds(number));
                self.sections.iter().position(holds).unwrap_or(0)
            }
            2.. if number < 0.0 => 1,
            3.. if number == 0.0 => 2,
            _ => 0,
        };
        &self.sections[place].1
    }
}

impl Condition {
    fn parse(text: &str) -> Option<Condition> {
        let operator = text.len() - text.trim_start_matches(['<', '>', '=']).len();
        let (operator, number) = text.split_at(operator);
        let (less, equal, more) = match operator {
            "<" => (true, false, false),
            "<=" => (true, true, false),
            "=" => (false, true, false),
            ">=" => (false, true, true),
            ">" => (false, false, true),
            "<>" => (true, false, true),
            _ => return None,
        };
        Some(Condition { less, equal, more, than: number.trim().parse().ok()? })
    }

    fn holds(self, number: f64) -> bool {
        number < self.than && self.less || number == self.than && self.equal || number > self.than && self.more
    }
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

    /// Whether the cell shows nothing of a number, or no digit of it, as `#` of a zero.
    pub(crate) fn hides(&self, number: f64) -> bool {
        let has_digits = self.decimals.is_some() && !self.special;
        let shown = (number * self.factor()).abs() * 10f64.powi(self.decimals.unwrap_or(0) as i32);
        self.hides || has_digits && !self.shows_zero && shown < 0.5
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

/// Whether a section shows nothing, but perhaps spaces: ``, `""`, `_-`.
fn is_blank(code: &str) -> bool {
    let mut chars = code.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' | ' ' => {}
            '_' | '*' => drop(chars.next()),
            _ => return false,
        }
    }
    true
}

/// The sections of a code; a `;` may stand in quotation marks or behind a backslash.
fn split(code: &str) -> Vec<&str> {
    let (mut sections, mut from, mut quoted, mut skip) = (Vec::new(), 0, false, false);
    for (i, c) in code.char_indices() {
        match c {
            _ if skip => skip = false,
            '"' => quoted = !quoted,
            _ if quoted => {}
            '\\' | '!' | '_' | '*' => skip = true,
            ';' => {
                sections.push(&code[from..i]);
                from = i + 1;
            }
            _ => {}
        }
    }
    sections.push(&code[from..]);
    sections
}

fn section(code: &str) -> (Option<Condition>, Section) {
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
    } else {
        *condition = condition.or_else(|| Condition::parse(inner));
    }
}

/// A part of a date, the word for a plain number, or a literal; what is left behind it.
fn word<'c>(c: char, after: &'c str, section: &mut Section) -> &'c str {
    let date = &mut section.date;
    match c {
        'G' | 'g' if after.starts_with("/通用格式") => return &after["/通用格式".len()..],
        'G' | 'g' if after.get(..6).is_some_and(|rest| rest.eq_ignore_ascii_case("eneral")) => return &after[6..],
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
        '@' => return after,
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

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(code: &str, number: f64) -> (String, f64) {
        let format = Format::parse(code).unwrap();
        let section = format.of(number);
        (section.words(), number * section.factor())
    }

    #[test]
    fn units_and_scales_are_read_off_the_format() {
        for (code, number, words, value) in [
            ("0.0\"万吨\"", 1.2, "万吨", 1.2),
            ("#,##0.00\\ \\t", 5.0, "t", 5.0),
            ("General\"吨\"", 5.0, "吨", 5.0),
            ("G/通用格式\"吨\"", 5.0, "吨", 5.0),
            ("[$¥-804]#,##0.00", 5.0, "¥", 5.0),
            ("_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ;_ ¥* \"-\"??_ ;_ @_ ", -5.0, "¥", -5.0),
            ("0.00_);(0.00)", -5.0, "", -5.0),
            ("0.0,\"千元\"", 12_000.0, "千元", 12.0),
            ("0!.0,\"万元\"", 12_000.0, "万元", 1.2),
            ("[>=10000]0.0\"万吨\";0\"吨\"", 5.0, "吨", 5.0),
            ("[Red]0\"吨\";[Blue]-0\"千克\"", -5.0, "千克", -5.0),
            ("#,##0.0", 1234.0, "", 1234.0),
            ("0.0 h", 5.0, "h", 5.0),
        ] {
            let (said, shown) = shown(code, number);
            assert_eq!(said, words, "{code}");
            assert!((shown - value).abs() < 1e-9, "{code}: {shown}");
        }
        assert!(Format::parse("0.00%").unwrap().of(0.5).is_percent());
        assert_eq!(Format::parse("General"), None);
        assert_eq!(Format::parse("@"), None);
    }

    #[test]
    fn codes_are_what_the_cell_shows() {
        for (code, number, text) in [
            ("000000", 1.0, Some("000001")),
            ("000000", 2415.0, Some("002415")),
            ("000", 12345.0, Some("12345")),
            ("\"P-\"000", 7.0, Some("P-007")),
            ("000-0000", 1234567.0, Some("123-4567")),
            ("0", 3239.0, None),
            ("0.00", 3239.0, None),
            ("#,##0", 3239.0, None),
            ("000", 1.5, None),
        ] {
            let format = Format::parse(code).unwrap();
            assert_eq!(format.of(number).code(number).as_deref(), text, "{code}");
        }
    }

    #[test]
    fn dates_are_known_by_their_letters() {
        let parts = |code: &str| Format::parse(code).unwrap().of(1.0).date;
        let date = DateParts { year: true, month: true, day: true, ..DateParts::default() };
        assert_eq!(parts("yyyy\"年\"m\"月\"d\"日\""), date);
        assert_eq!(parts("[$-804]yyyy/m/d;@"), date);
        assert_eq!(parts("yyyy-mm"), DateParts { day: false, ..date });
        assert_eq!(parts("yyyy-mm-dd hh:mm:ss"), DateParts { time: true, ..date });
        assert_eq!(parts("mm:ss"), DateParts { time: true, ..DateParts::default() });
        assert_eq!(parts("[h]:mm"), DateParts { time: true, elapsed: true, ..DateParts::default() });
        assert!(!parts("0\"day\"").any() && !parts("[Red]0.0").any());
    }
}
