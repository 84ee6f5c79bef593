//! Cells to values: what the text or the number of one field says, before references are looked up.

use super::codes::{self, is_code, is_name};
use super::day_cell::{self, DayCell};
use super::doubts;
use super::misread;
use super::quantity::{self, Given, Quantity, QuantityFault};
use super::readings;
use super::sheet::Raw;
use super::tax;
use super::text;
use super::values::{no_value, unit_symbol};
use super::workbook::days::DateParts;
use super::workbook::section::{self, Section};
use crate::draft::Mark;
use crate::shown;
use chrono::NaiveDateTime;
use std::sync::Arc;
use yanlian_model::spreadsheet::{CLEAR, unprotect};
use yanlian_model::units::Dimension;
use yanlian_model::{Field, Form, Kind, MASK, Message, Privacy, Register, Span, UnitRule, Value, form, units};

/// What a cell says.
pub(crate) enum Parsed {
    Blank,
    Value(Value),
    /// A number in a unit that its cell or its header names.
    In(f64, Given),
    /// A number whose unit stands above the whole table, if one of these is of its kind at all.
    Perhaps(f64, Arc<[Given]>),
    Mark(Mark),
}

/// Reads the cells of one field.
#[derive(Debug, Clone)]
pub(crate) struct Reader {
    field: &'static Field,
    span: Option<Span>,
    /// The field that says whether the tax is in its numbers.
    tax: Option<usize>,
    /// The field that says in what unit of readings its numbers are.
    reading: Option<usize>,
    /// What the header says of a field beside its numbers.
    headed: Option<(usize, Value)>,
    /// The unit that the header gives.
    unit: Option<Given>,
    /// The units that stand above the table, where only the row tells which of them is meant.
    above: Option<Arc<[Given]>>,
    /// Cells are parted by semicolons, so that a comma may be that of decimals.
    pub(crate) semicolons: bool,
}

/// Longest text of a cell: what a spreadsheet can hold, less the mark that an export puts before it.
const LONGEST_TEXT: usize = 32_000;

/// Longest key, name or reference.
const LONGEST_NAME: usize = 300;

/// A number of a spreadsheet has fifteen digits; a longer code has lost its end.
const EXACT: f64 = 1e15;

impl Reader {
    pub(crate) fn new(register: &'static Register, field: usize) -> Reader {
        let field = &register.fields[field];
        let tax = register.position("tax_included").filter(|_| field.per != UnitRule::None);
        let reading = register.position("unit").filter(|_| field.of_reading);
        let span = register.span(field);
        Reader { field, span, tax, reading, headed: None, unit: None, above: None, semicolons: false }
    }

    /// The same reader for numbers in a unit that the header gives, or in one of those that stand above the table.
    pub(crate) fn in_units(self, unit: Option<Given>, above: Option<Arc<[Given]>>) -> Reader {
        Reader { unit, above, ..self }
    }

    /// The unit that a header's text means for this field: with “a year” or “a day” where its number is that of one.
    pub(crate) fn named(&self, name: &str) -> Option<Given> {
        quantity::measure(name, self.span)
    }

    /// The unit that the header gives.
    pub(crate) fn unit(&self) -> Option<Given> {
        self.unit
    }

    /// Whether the field holds codes of the register's own records.
    pub(crate) fn is_of_codes(&self) -> bool {
        is_code(self.field) && self.field.is_key && self.field.target.is_none() && self.field.naming.is_none()
    }

    /// Whether numbers can be given in a unit, as far as the field alone tells.
    pub(crate) fn takes(&self, given: Given) -> bool {
        match self.field.unit {
            _ if self.field.kind != Kind::Number => false,
            _ if given.per.is_some() && self.field.per == UnitRule::None => false,
            UnitRule::None => false,
            UnitRule::Fixed(own) => {
                let is_water = self.field.of_water && given.unit.dimension == Dimension::Mass;
                let is_own = |own: units::Measure| own.unit.dimension == given.unit.dimension;
                !given.carbon && (is_water || units::parse(own).is_ok_and(is_own))
            }
            _ => true,
        }
    }

    /// Whether its numbers are amounts of something.
    pub(crate) fn is_of_amounts(&self) -> bool {
        self.field.kind == Kind::Number && self.field.unit != UnitRule::None
    }

    /// Whether a unit is one in which its numbers could be and are not.
    pub(crate) fn is_another(&self, given: Given) -> bool {
        let own = || match self.field.unit {
            UnitRule::Fixed(own) if given.per.is_none() => units::parse(own).ok().map(Given::from),
            _ => None,
        };
        // The unit of a row's product is not known here: that of which there are many is none.
        self.takes(given) && self.unit.or_else(own).map_or(given.multiple != 1.0, |unit| unit != given)
    }

    /// Whether its numbers are shares of a hundred.
    pub(crate) fn is_of_percent(&self) -> bool {
        let is_percent = |given: Given| given.unit.symbol == "%" && given.multiple == 1.0 && given.per.is_none();
        self.unit.map_or(self.field.unit == UnitRule::Fixed("%"), is_percent)
    }

    /// Whether the unit of its numbers may stand above the table: no header names one, nor does a column.
    pub(crate) fn is_open(&self) -> bool {
        self.is_of_amounts() && self.field.unit != UnitRule::Column && self.unit.is_none()
    }

    /// Whether its numbers are all of one unit, whatever the row.
    pub(crate) fn is_of_one_unit(&self) -> bool {
        matches!(self.field.unit, UnitRule::Fixed(_))
    }

    /// The units that header and table name.
    fn units(&self) -> &[Given] {
        self.unit.as_ref().map_or(self.above.as_deref().unwrap_or_default(), std::slice::from_ref)
    }

    /// Reads one cell of a file.
    pub(crate) fn cell(&self, raw: &Raw) -> Result<Parsed, Message> {
        match raw {
            Raw::Text(text) if text.eq_ignore_ascii_case(CLEAR) => Ok(Parsed::Mark(Mark::Clear)),
            Raw::Text(text) => self.text(unprotect(text)),
            Raw::Number(number, format) => self.number(*number, format.as_ref().map(|format| format.of(*number))),
            Raw::Date(at, parts) => self.date(*at, *parts),
            Raw::Flag(flag) if self.field.kind == Kind::Flag => Ok(Parsed::Value(Value::Flag(*flag))),
            Raw::Time(_) if self.field.kind == Kind::Number => {
                Err(Message::new("import-not-a-number").with("value", raw.shown().into_owned()))
            }
            Raw::Time(_) | Raw::Flag(_) => self.text(&raw.shown()),
            Raw::NoDay(days) => Err(Message::new("import-no-day").with("value", days.to_string())),
            Raw::Error(error) => Err(Message::new("import-error-cell").with("value", shown(error))),
            Raw::Uncalculated => Err(Message::new("import-uncalculated")),
        }
    }

    /// Reads a text, as it stands in a form or in a cell.
    pub(crate) fn text(&self, text: &str) -> Result<Parsed, Message> {
        let field = self.field;
        let is_prose = field.kind == Kind::Text && !is_name(field);
        let visible = text::visible(text, is_prose);
        let text = visible.trim();
        if text.is_empty() {
            return Ok(Parsed::Blank);
        }
        if text == MASK && field.privacy.is_hidden() {
            return Ok(Parsed::Mark(Mark::Withheld));
        }
        self.check(text)?;
        if field.form == Some(Form::Minute)
            && let Some(minute) = form::minute_as_written(text)
        {
            return Ok(Parsed::Value(Value::Text(minute.format("%Y-%m-%dT%H:%M").to_string().into())));
        }
        match field.kind {
            Kind::Number if self.semicolons && text::may_be_decimal_comma(text) => {
                Err(Message::new("import-comma-of-decimals").with("value", shown(text)))
            }
            Kind::Number => match quantity::read(self.bare(text), self.span) {
                Ok(quantity) => self.measured(quantity, text),
                Err(QuantityFault::NotANumber) => Err(Message::new("import-not-a-number").with("value", shown(text))),
                Err(QuantityFault::UnknownUnit(unit)) => {
                    Err(Message::new("import-unknown-unit").with("unit", shown(unit)))
                }
            },
            Kind::Text if field.key == "unit" => unit_symbol(field, text),
            Kind::Period if codes::is_first_or_tenth(text) => {
                Err(Message::new("import-first-or-tenth").with("value", text).with("year", &text[..4]))
            }
            Kind::Flag if field.key == "tax_included" && tax::said(text).is_some() => {
                Ok(tax::said(text).map_or(Parsed::Blank, |included| Parsed::Value(Value::Flag(included))))
            }
            kind => match Value::parse(kind, text) {
                // A list of nothing but separators.
                Ok(Value::Text(list)) if list.is_empty() => Ok(Parsed::Blank),
                Ok(value) => Ok(Parsed::Value(value)),
                Err(fault) => Err(no_value(field, fault, text)),
            },
        }
    }

    /// What a cell and its header say of fields beside the number: of the tax, of the unit of readings.
    pub(crate) fn beside(&self, raw: &Raw) -> impl Iterator<Item = (usize, Value)> + use<> {
        let is_asked = self.tax.is_some() || self.reading.is_some();
        let (headed, own) = match raw {
            _ if !is_asked => (None, None),
            Raw::Text(text) if text.eq_ignore_ascii_case(CLEAR) => (None, None),
            Raw::Text(text) => (self.headed.clone(), self.told(text)),
            _ => (self.headed.clone(), None),
        };
        headed.into_iter().chain(own)
    }

    /// What a text says of a field beside its number.
    pub(crate) fn told(&self, text: &str) -> Option<(usize, Value)> {
        let text = unprotect(text).trim();
        let tax = || Some((self.tax?, Value::Flag(tax::apart(text).1?)));
        let unit = || Some((self.reading?, Value::Text(readings::apart(text).1?.choice().key.into())));
        tax().or_else(unit)
    }

    /// The same reader under a header that says in its brackets what it can of a field beside; `None` where it cannot.
    pub(crate) fn headed(&self, inner: &str) -> Option<Reader> {
        let tax = || Some((self.tax?, Value::Flag(tax::apart(inner).1?)));
        let unit = || Some((self.reading?, Value::Text(readings::unit(inner)?.choice().key.into())));
        Some(Reader { headed: Some(tax().or_else(unit)?), ..self.clone() })
    }

    /// A number without what it says of a field beside it, or of what its field counts.
    fn bare<'t>(&self, text: &'t str) -> &'t str {
        let price = if self.tax.is_some() { tax::apart(text).0 } else { text };
        let price = if self.reading.is_some() { readings::apart(price).0 } else { price };
        self.without_own_word(price)
    }

    /// A number without what its field counts by its name: `3年` of 年数, `3 years`, `5分` of a rating.
    pub(crate) fn without_own_word<'t>(&self, text: &'t str) -> &'t str {
        const OF_RATINGS: &[&str] = &["分", "星", "points", "stars"];
        let Field { unit: UnitRule::None, label, key, .. } = self.field else { return text };
        let words = [label.zh.strip_suffix('数'), Some(label.en)].into_iter().flatten();
        let of_ratings = if *key == "rating" { OF_RATINGS } else { &[] };
        let word = words.chain(of_ratings.iter().copied()).find(|word| quantity::ends(text, word));
        word.map_or(text, |word| text[..text.len() - word.len()].trim_end())
    }

    /// What a person should know of a text that is kept.
    pub(crate) fn remark(&self, text: &str) -> Option<Message> {
        doubts::of(self.field, text)
    }

    /// That a text is none that can be kept as it is.
    fn check(&self, text: &str) -> Result<(), Message> {
        let field = self.field;
        let control = |c: char| c.is_control() && (field.is_key || !matches!(c, '\n' | '\r' | '\t'));
        let longest = if is_name(field) && field.kind != Kind::List { LONGEST_NAME } else { LONGEST_TEXT };
        if text.len() > longest && text.chars().count() > longest {
            return Err(Message::new("import-long-text").with("most", longest));
        }
        if text.chars().any(control) {
            return Err(Message::new("import-control-character"));
        }
        if text::is_error(text) {
            return Err(Message::new("import-error-cell").with("value", shown(text)));
        }
        if let Some(meant) = misread::meant(text) {
            return Err(Message::new("import-misread-text").with("value", shown(text)).with("meant", shown(&meant)));
        }
        if text::is_damaged(text) || is_name(field) && text::is_questioned(text) {
            return Err(Message::new("import-lost-character").with("value", shown(text)));
        }
        if (is_code(field) || field.privacy.is_hidden()) && codes::is_scientific(text) {
            let shown = if field.privacy == Privacy::Secret { MASK.to_owned() } else { shown(text) };
            return Err(Message::new("import-exponent-in-code").with("value", shown));
        }
        if is_code(field) && field.naming.is_none() && codes::is_day_of_spreadsheet(text) {
            return Err(Message::new("import-date-in-code").with("value", shown(text)));
        }
        Ok(())
    }

    /// Reads a number as its cell shows it.
    fn number(&self, number: f64, section: Option<&Section>) -> Result<Parsed, Message> {
        let shortest = number.to_string();
        if !number.is_finite() {
            return Err(Message::new("import-not-a-number").with("value", shortest));
        }
        if section.is_some_and(|section| section.hides(number)) {
            return Err(Message::new("import-number-not-shown").with("value", shortest));
        }
        // A code is read as its cell shows it.
        let is_text = matches!(self.field.kind, Kind::Text | Kind::List);
        if !is_text && section.is_some_and(|section| section.alters(number)) {
            return Err(Message::new("import-number-altered").with("value", shortest));
        }
        match self.field.kind {
            Kind::Number => self.quantity(number, section),
            Kind::Text | Kind::List if number.abs() >= EXACT => {
                Err(Message::new("import-long-number").with("value", shortest))
            }
            Kind::Text | Kind::List => {
                let code = section.and_then(|section| section.code(number));
                let text = code
                    .or_else(|| section::percent(number, section))
                    .or_else(|| section::with_decimals(number, section));
                if text.is_none() && is_code(self.field) && number.fract() != 0.0 {
                    return Err(Message::new("import-fraction-in-code").with("value", shortest));
                }
                self.text(&text.unwrap_or(shortest))
            }
            Kind::Period => self.text(&section::with_decimals(number, section).unwrap_or(shortest)),
            _ => self.text(&shortest),
        }
    }

    /// A number with what its format shows around it.
    fn quantity(&self, number: f64, section: Option<&Section>) -> Result<Parsed, Message> {
        let number = number + 0.0;
        let pure = Quantity::pure(number);
        let Some(section) = section else { return self.measured(pure, "") };
        let words = section.words();
        let words = self.without_own_word(&words);
        let shown_number = quantity::rounded(number * section.factor());
        if section.is_percent() {
            let unit = quantity::measure("%", None);
            return self.measured(Quantity { unit, ..Quantity::pure(shown_number) }, &format!("{shown_number}%"));
        }
        if words.is_empty() {
            return self.scaled(number, shown_number, section.factor());
        }
        let is_named = words.contains(|c: char| c.is_alphanumeric() || "¥\u{ffe5}$€£%‰'".contains(c));
        let unknown = || match is_named {
            true => Message::new("import-unknown-unit").with("unit", shown(words)),
            false => Message::new("import-not-a-number").with("value", shown(words)),
        };
        let quantity = quantity::named(shown_number, words, self.span).ok_or_else(unknown)?;
        self.measured(quantity, &format!("{shown_number} {words}"))
    }

    /// A number whose format shows no unit. Where header or table name 万元 and the format shows ten-thousandths, the
    /// cell shows what is named and holds yuan; where the two differ, or neither names a unit of that scale, nobody
    /// knows which was meant.
    fn scaled(&self, number: f64, shown_number: f64, factor: f64) -> Result<Parsed, Message> {
        match self.units() {
            [unit] if factor != 1.0 && (unit.multiple * factor - 1.0).abs() < 1e-9 => {
                Ok(Parsed::In(shown_number, *unit))
            }
            _ if factor != 1.0 => {
                Err(Message::new("import-scaled-number").with("held", number).with("shown", shown_number))
            }
            _ => self.measured(Quantity::pure(number), ""),
        }
    }

    /// A number with the unit that its cell names, else the header's, else those above the table.
    fn measured(&self, quantity: Quantity, text: &str) -> Result<Parsed, Message> {
        let Quantity { number, unit, counted } = quantity;
        if counted && self.units().iter().any(|unit| unit.multiple != 1.0) {
            return Err(Message::new("import-counted-twice").with("value", shown(text)));
        }
        match (unit.or(self.unit), &self.above) {
            (Some(_), _) if self.field.unit == UnitRule::None => {
                Err(Message::new("import-no-unit-here").with("value", shown(text)))
            }
            (Some(unit), _) if unit.per.is_some() && self.field.per == UnitRule::None => {
                Err(Message::new("import-per-unit").with("value", shown(text)))
            }
            (Some(unit), _) => Ok(Parsed::In(number, unit)),
            (None, Some(above)) => Ok(Parsed::Perhaps(number, above.clone())),
            (None, None) => Ok(Parsed::Value(Value::Number(number))),
        }
    }

    /// Reads a day as its cell shows it.
    fn date(&self, at: NaiveDateTime, parts: DateParts) -> Result<Parsed, Message> {
        match day_cell::shown(self.field, at, parts)? {
            DayCell::Day(date) => Ok(Parsed::Value(Value::Date(date))),
            DayCell::Text(text) => self.text(&text),
        }
    }
}
