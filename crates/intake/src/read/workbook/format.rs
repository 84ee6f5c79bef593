//! Number formats of spreadsheets: what a cell shows besides its number.
//!
//! A number says one thing in the file and another on the screen: `0.475` shows `47.50%`, `1` shows
//! `000001`, `1.2` shows `1.2万吨`. What a person read and meant is what the cell shows.
//! Source: ECMA-376-1:2016, 18.8.30 and 18.8.31.

use super::section::{Section, section};

/// The sections of a number format, each for some of the numbers.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Format {
    sections: Vec<(Option<Condition>, Section)>,
}

/// When a section applies, where it says so itself.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Condition {
    less: bool,
    equal: bool,
    more: bool,
    than: f64,
}

impl Format {
    /// Reads a format code; `None` where it shows numbers as they are.
    pub(crate) fn parse(code: &str) -> Option<Format> {
        let mut sections: Vec<_> = split(code).into_iter().map(|code| (code, section(code))).collect();
        if sections.len() > 1 {
            sections.iter_mut().for_each(|(code, (_, section))| section.hides = is_blank(code));
        }
        let mut sections: Vec<(Option<Condition>, Section)> = sections.into_iter().map(|(_, read)| read).collect();
        if sections.iter().all(|(condition, _)| condition.is_none())
            && let Some((_, negative)) = sections.get_mut(1)
        {
            negative.unsigned = true;
        }
        (!sections.iter().all(|(_, section)| section.is_plain())).then_some(Format { sections })
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
    pub(crate) fn parse(text: &str) -> Option<Condition> {
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

#[cfg(test)]
mod tests {
    use super::super::days::DateParts;
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
    fn signs_that_the_number_lacks_are_seen() {
        let alters =
            |code: &str, number: f64| Format::parse(code).is_some_and(|format| format.of(number).alters(number));
        for (code, number) in [
            ("-0", 5.0),
            ("\"-\"0", 5.0),
            ("\"(\"0\")\"", 5.0),
            ("0-", 5.0),
            ("-0.0", -5.0),
            ("0;0", -5.0),
            ("General;General", -5.0),
            ("0\\,00", 150.0),
            ("0\"万\"0000", 12_345.0),
            ("000-0000", 1_234_567.0),
        ] {
            assert!(alters(code, number), "{code}");
        }
        for (code, number) in [
            ("0", -5.0),
            ("0;-0", -5.0),
            ("0;-0", 5.0),
            ("0.00_);(0.00)", -5.0),
            ("0.00_);(0.00)", 5.0),
            ("0;[Red]0", -5.0),
            ("_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ;_ ¥* \"-\"??_ ;_ @_ ", 0.0),
            ("[>=10000]0.0\"万吨\";0\"吨\"", -5.0),
            ("0\\,000", 12_345.0),
            ("# ##0", 12_345.0),
            ("0!.0,\"万元\"", 12_000.0),
            ("0.0\"(t)\"", 5.0),
            ("+0", 5.0),
        ] {
            assert!(!alters(code, number), "{code}");
        }
        let hides = |code: &str, number: f64| Format::parse(code).unwrap().of(number).hides(number);
        assert!(hides("\"-\"", 5.0) && hides("0;\"-\"", -5.0) && hides("\"合格\"", 1.0));
        assert!(!hides("\"-\"", 0.0) && !hides("General\"吨\"", 5.0) && !hides("@\"吨\"", 5.0));
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
