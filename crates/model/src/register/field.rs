//! One field of a register: what its cells hold, what they mean, who may see them.

use crate::{Bilingual, Form, Privacy};

/// A value that a field may take, with its word in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// The value as kept and as written in CSV.
    pub key: &'static str,
    /// The word that people read.
    pub label: Bilingual,
    /// Other words that people write for it and that mean nothing else.
    pub others: &'static [&'static str],
}

impl Choice {
    /// The choice that `text` names by key, by either label or by another word, whatever the case, also as done: 已签约.
    pub fn find<'a>(choices: &'a [Choice], text: &str) -> Option<&'a Choice> {
        let named = |text: &str| {
            let same = |word: &str| word.eq_ignore_ascii_case(text);
            choices
                .iter()
                .find(|c| same(c.key) || same(c.label.zh) || same(c.label.en) || c.others.iter().any(|w| same(w)))
        };
        let text = text.trim();
        named(text).or_else(|| named(text.strip_prefix('已')?))
    }
}

/// The kind of a field's cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Free text, keys and references.
    Text,
    /// Several texts, `;` between.
    List,
    /// A number.
    Number,
    /// A calendar year.
    Year,
    /// A date, YYYY-MM-DD.
    Date,
    /// A year or a month, YYYY or YYYY-MM.
    Period,
    /// Yes or no.
    Flag,
    /// One of a few words.
    Choice(&'static [Choice]),
}

/// What a field's text must name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// A record of the named register.
    Register(&'static str),
    /// A product where the row's `direction` is in or out, an indicator where it is use or emit.
    Item,
    /// An enterprise, a company of the directory, or `outside:NAME`.
    Party,
}

/// The unit in which a field's number is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnitRule {
    /// A pure number, or no number at all. A share is none: it is counted in 1 or in %.
    None,
    /// Always this unit.
    Fixed(&'static str),
    /// The unit of the product that the named field of the row refers to.
    ProductIn(&'static str),
    /// The unit of the indicator that the named field of the row refers to.
    IndicatorIn(&'static str),
    /// The unit of the main product of the process that the named field refers to.
    MainProductOfProcess(&'static str),
    /// As above, by way of the plant that the named field refers to.
    MainProductOfPlant(&'static str),
    /// The unit of what the row's `subject` and `item` name: an indicator, a product, or a plant's main product.
    Subject,
    /// The unit stands in the row's own `unit` column and must convert to the item's unit.
    Column,
}

/// The time of which a number says what it brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span {
    /// A day.
    Day,
    /// A year.
    Year,
}

/// How a field's text serves to call the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Naming {
    /// It is the record's name; the Chinese one, where there are two.
    Name,
    /// It is the record's English name.
    English,
    /// It holds other names.
    Aliases,
    /// People know the record by it, though it is no name.
    Text,
}

impl Naming {
    /// Whether it is a name by which other records may refer to the record.
    pub const fn is_name(self) -> bool {
        !matches!(self, Naming::Text)
    }
}

/// One field of a register, declared once.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// The CSV header and the name in JSON.
    pub key: &'static str,
    /// The workbook header and the name on pages.
    pub label: Bilingual,
    /// How to fill it in; empty where the label says it all.
    pub hint: Bilingual,
    /// What its cells hold.
    pub kind: Kind,
    /// Whether a record needs a value here.
    pub required: bool,
    /// Whether it is part of the record's key.
    pub is_key: bool,
    /// What its text must name.
    pub target: Option<Target>,
    /// The unit of its number.
    pub unit: UnitRule,
    /// The unit that the number is per one of, where it is: a price is one of a unit of the product.
    pub per: UnitRule,
    /// Its number is in the unit of readings that the row's field `unit` says.
    pub of_reading: bool,
    /// It counts water, of which a tonne is a cubic metre.
    pub of_water: bool,
    /// The smallest number allowed.
    pub min: Option<f64>,
    /// The largest number allowed.
    pub max: Option<f64>,
    /// Whether its number counts whole things.
    pub whole: bool,
    /// How many characters its text may have; `None` for what a cell can hold.
    pub longest: Option<usize>,
    /// The time of which its number is what one brings.
    pub span: Option<Span>,
    /// It says when something was, which is not in a year to come; of these fields, where any are named, at least
    /// one is known then. `None` where it may be to come.
    pub past: Option<&'static [&'static str]>,
    /// The field with the day before which this one cannot be meant.
    pub not_before: Option<&'static str>,
    /// What its text must look like.
    pub form: Option<Form>,
    /// Who may see it.
    pub privacy: Privacy,
    /// How it serves to call the record.
    pub naming: Option<Naming>,
    /// A value for the template's example row.
    pub example: &'static str,
}

impl Field {
    /// A field with a label in both languages and no rules yet.
    pub const fn new(zh: &'static str, en: &'static str) -> Field {
        Field {
            key: "",
            label: Bilingual::new(zh, en),
            hint: Bilingual::new("", ""),
            kind: Kind::Text,
            required: false,
            is_key: false,
            target: None,
            unit: UnitRule::None,
            per: UnitRule::None,
            of_reading: false,
            of_water: false,
            min: None,
            max: None,
            whole: false,
            longest: None,
            span: None,
            past: None,
            not_before: None,
            form: None,
            privacy: Privacy::Open,
            naming: None,
            example: "",
        }
    }

    /// Takes name, kind and need from the declared Rust type.
    pub const fn typed<T: crate::Cell>(mut self, key: &'static str) -> Field {
        self.key = key;
        self.kind = T::KIND;
        self.required = T::REQUIRED || self.is_key;
        self
    }

    /// Part of the record's key.
    pub const fn key(mut self) -> Field {
        self.is_key = true;
        self
    }

    /// How to fill it in.
    pub const fn hint(mut self, zh: &'static str, en: &'static str) -> Field {
        self.hint = Bilingual::new(zh, en);
        self
    }

    /// Names a record of `register`.
    pub const fn refers(mut self, register: &'static str) -> Field {
        self.target = Some(Target::Register(register));
        self
    }

    /// Names a product or an indicator, by the row's direction.
    pub const fn item(mut self) -> Field {
        self.target = Some(Target::Item);
        self
    }

    /// Names an end of a supply relation.
    pub const fn party(mut self) -> Field {
        self.target = Some(Target::Party);
        self
    }

    /// Is a number in a unit.
    pub const fn unit(mut self, unit: UnitRule) -> Field {
        self.unit = unit;
        self
    }

    /// Is a number per one of a unit, so that `/吨` may stand behind its own.
    pub const fn per(mut self, unit: UnitRule) -> Field {
        self.per = unit;
        self
    }

    /// Is in the unit of readings that the row's field `unit` says.
    pub const fn of_reading(mut self) -> Field {
        self.of_reading = true;
        self
    }

    /// Counts water, of which a tonne is a cubic metre.
    pub const fn of_water(mut self) -> Field {
        self.of_water = true;
        self
    }

    /// Is an amount of money, kept in yuan.
    pub const fn money(self) -> Field {
        self.unit(UnitRule::Fixed("CNY")).min(0.0)
    }

    /// May not be under `min`.
    pub const fn min(mut self, min: f64) -> Field {
        self.min = Some(min);
        self
    }

    /// May not be over `max`.
    pub const fn max(mut self, max: f64) -> Field {
        self.max = Some(max);
        self
    }

    /// Counts whole things.
    pub const fn whole(mut self) -> Field {
        self.whole = true;
        self
    }

    /// May not have more characters.
    pub const fn longest(mut self, characters: usize) -> Field {
        self.longest = Some(characters);
        self
    }

    /// Is what one year brings, so that a unit with “a year” behind it says nothing more.
    pub const fn per_year(mut self) -> Field {
        self.span = Some(Span::Year);
        self
    }

    /// Says when something was, where at least one of these fields is known, or in any case.
    pub const fn past(mut self, known: &'static [&'static str]) -> Field {
        self.past = Some(known);
        self
    }

    /// Is a day that comes after that of another field.
    pub const fn not_before(mut self, first: &'static str) -> Field {
        self.not_before = Some(first);
        self
    }

    /// Is what one day brings, so that a unit with “a day” behind it says nothing more.
    pub const fn per_day(mut self) -> Field {
        self.span = Some(Span::Day);
        self
    }

    /// Must look like this.
    pub const fn form(mut self, form: Form) -> Field {
        self.form = Some(form);
        self
    }

    /// Is personal data.
    pub const fn personal(mut self) -> Field {
        self.privacy = Privacy::Personal;
        self
    }

    /// Is a firm's own figure.
    pub const fn confidential(mut self) -> Field {
        self.privacy = Privacy::Confidential;
        self
    }

    /// Is a password or a key.
    pub const fn secret(mut self) -> Field {
        self.privacy = Privacy::Secret;
        self
    }

    /// Is the record's name; the Chinese one, where there are two.
    pub const fn name(self) -> Field {
        self.named(Naming::Name)
    }

    /// Is the record's English name.
    pub const fn name_en(self) -> Field {
        self.named(Naming::English)
    }

    /// Holds other names of the record.
    pub const fn aliases(self) -> Field {
        self.named(Naming::Aliases)
    }

    /// Is what people know the record by, though it is no name.
    pub const fn title(self) -> Field {
        self.named(Naming::Text)
    }

    const fn named(mut self, naming: Naming) -> Field {
        self.naming = Some(naming);
        self
    }

    /// The value of the template's example row.
    pub const fn example(mut self, example: &'static str) -> Field {
        self.example = example;
        self
    }

    /// Whether `header` names this field: its key, or its label in either language.
    pub fn is_named(&self, header: &str) -> bool {
        let header = header.trim().trim_end_matches('*').trim();
        [self.key, self.label.zh, self.label.en].iter().any(|name| name.eq_ignore_ascii_case(header))
    }
}
