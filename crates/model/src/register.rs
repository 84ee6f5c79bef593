//! What a register is: its name, its fields, their rules; and the macro that declares one.

use crate::{Bilingual, Form, Key, Lang, Row};

/// A value that a field may take, with its word in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// The value as kept and as written in CSV.
    pub key: &'static str,
    /// The word that people read.
    pub label: Bilingual,
}

impl Choice {
    /// The choice that `text` names by key or by either label, whatever the case.
    pub fn find<'a>(choices: &'a [Choice], text: &str) -> Option<&'a Choice> {
        let same = |word: &str| word.eq_ignore_ascii_case(text.trim());
        choices.iter().find(|c| same(c.key) || same(c.label.zh) || same(c.label.en))
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
    /// A pure number, or no number at all.
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
    /// The unit stands in the row's own `unit` column and must convert to the item's unit.
    Column,
}

/// Who may see a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Privacy {
    /// Everybody who may see the record.
    Open,
    /// Personal data: masked by role, erasable.
    Personal,
}

/// The room of the interface in which a register is kept up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Products, processes, recipes: the chain library.
    Chain,
    /// Enterprises, plants and what they trade.
    Enterprises,
    /// Limits and targets of the zone, hazards.
    Zone,
    /// Investment from lead to production.
    Projects,
    /// Outside companies to invite.
    Candidates,
    /// Difficulties, promises, visits.
    Service,
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
    /// The smallest number allowed.
    pub min: Option<f64>,
    /// The largest number allowed.
    pub max: Option<f64>,
    /// Whether its number is what one year brings.
    pub per_year: bool,
    /// What its text must look like.
    pub form: Option<Form>,
    /// Who may see it.
    pub privacy: Privacy,
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
            min: None,
            max: None,
            per_year: false,
            form: None,
            privacy: Privacy::Open,
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

    /// Is what one year brings, so that a unit with “a year” behind it says nothing more.
    pub const fn per_year(mut self) -> Field {
        self.per_year = true;
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

/// One register: a table with a key, declared once.
#[derive(Debug, Clone, Copy)]
pub struct Register {
    /// The CSV file's stem, the table's name in URLs and JSON.
    pub name: &'static str,
    /// The workbook sheet's name and the page's title.
    pub label: Bilingual,
    /// What one record is, in a sentence.
    pub about: Bilingual,
    /// Where it is kept up.
    pub group: Group,
    /// Its fields, in the order of columns; `source`, `as_of` and `note` last.
    pub fields: &'static [Field],
}

impl Register {
    /// The position of a field by its key.
    pub fn position(&self, key: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.key == key)
    }

    /// A field by its key.
    pub fn field(&self, key: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.key == key)
    }

    /// The fields that make up the key, with their positions.
    pub fn key_fields(&self) -> impl Iterator<Item = (usize, &'static Field)> {
        self.fields.iter().enumerate().filter(|(_, field)| field.is_key)
    }

    /// Whether a field's number is what one year brings: it says so, or the records are those of years.
    pub fn is_per_year(&self, field: &Field) -> bool {
        field.per_year || self.key_fields().any(|(_, key)| key.kind == Kind::Year)
    }

    /// Whether `sheet` names this register: its name, or its label in either language.
    pub fn is_named(&self, sheet: &str) -> bool {
        [self.name, self.label.zh, self.label.en].iter().any(|name| name.eq_ignore_ascii_case(sheet.trim()))
    }

    /// The record's key; `None` while a key field is blank.
    pub fn key_of(&self, row: &Row) -> Option<Key> {
        let parts: Option<Vec<String>> =
            self.key_fields().map(|(i, _)| row.get(i)?.as_ref().map(crate::Value::to_text)).collect();
        parts.map(|parts| Key::from_parts(&parts))
    }

    /// What people call a record: its name in `lang`, else its text, else its key.
    pub fn title_of(&self, row: &Row, lang: Lang) -> String {
        let names: &[&str] = match lang {
            Lang::Zh => &["name_zh", "name", "text"],
            Lang::En => &["name_en", "name", "name_zh", "text"],
        };
        let name = names.iter().find_map(|key| row.get(self.position(key)?)?.as_ref());
        match name {
            Some(value) => value.to_text(),
            None => self.key_of(row).map(|key| key.to_string()).unwrap_or_default(),
        }
    }
}

/// Where a record comes from.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Provenance {
    /// Document, person or system; `None` is shown as *source unknown*.
    pub source: Option<String>,
    /// The date for which the figures hold.
    pub as_of: Option<chrono::NaiveDate>,
    /// Anything else.
    pub note: Option<String>,
}

/// A typed record of a register.
pub trait Record: Sized {
    /// The register's declaration.
    const REGISTER: &'static Register;
    /// The record from a row that passed the register's rules; `None` where a required cell is blank.
    fn from_row(row: &Row) -> Option<Self>;
    /// The row of this record.
    fn to_row(&self) -> Row;

    /// The record from texts by the keys of its fields, each read as a cell of a file is; fields that are
    /// not named are blank.
    ///
    /// # Errors
    /// There is no such field, a text is no value of its field, or a required field is blank.
    ///
    /// ```
    /// use yanlian_model::{Record, TextFault, registers::Plant};
    ///
    /// let cells = [("id", "P-1"), ("enterprise", "A"), ("process", "smelting"), ("capacity", "12,000")];
    /// assert_eq!(Plant::from_texts(&cells).unwrap().capacity, Some(12_000.0));
    /// assert_eq!(Plant::from_texts(&cells[..2]), Err(TextFault::Blank("process")));
    /// ```
    fn from_texts(cells: &[(&str, &str)]) -> Result<Self, TextFault> {
        let fields = Self::REGISTER.fields;
        let mut row: Row = vec![None; fields.len()];
        for (key, text) in cells {
            let at = Self::REGISTER.position(key).ok_or_else(|| TextFault::Field((*key).to_owned()))?;
            if !text.trim().is_empty() {
                let value = crate::Value::parse(fields[at].kind, text.trim());
                row[at] = Some(value.map_err(|fault| TextFault::Text { field: fields[at].key, fault })?);
            }
        }
        let blank = || fields.iter().zip(&row).find(|(field, cell)| field.required && cell.is_none());
        Self::from_row(&row).ok_or_else(|| TextFault::Blank(blank().map_or("", |(field, _)| field.key)))
    }
}

/// Why texts are no record.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TextFault {
    /// The register has no field of this key.
    #[error("there is no field {0}")]
    Field(String),
    /// The text is no value of the field.
    #[error("the text of {field} is not what the field holds: {fault:?}")]
    Text {
        /// The field's key.
        field: &'static str,
        /// What the text is not.
        fault: crate::CellFault,
    },
    /// A required field is blank.
    #[error("{0} is blank")]
    Blank(&'static str),
}

/// Declares a register: the record's struct and its [`Register`] description in one.
///
/// Each line is `field: Type, "标签", "Label" (rules)`; the rules are methods of [`Field`].
/// The provenance fields are added to every register.
macro_rules! register {
    (
        $(#[$meta:meta])*
        $group:ident $record:ident $name:literal, $zh:literal, $en:literal, ($about_zh:literal, $about_en:literal) {
            $( $field:ident : $ty:ty, $label_zh:literal, $label_en:literal $( ( $($rule:tt)* ) )? ; )*
        }
    ) => {
        $(#[$meta])*
        #[doc = ""]
        #[doc = concat!("Register `", $name, "` (", $zh, "): ", $about_en)]
        #[derive(Debug, Clone, PartialEq)]
        pub struct $record {
            $(
                #[doc = concat!($label_en, " (", $label_zh, ").")]
                pub $field: $ty,
            )*
            /// Where the record comes from.
            pub provenance: $crate::Provenance,
        }

        impl $crate::Record for $record {
            const REGISTER: &'static $crate::Register = &$crate::Register {
                name: $name,
                label: $crate::Bilingual::new($zh, $en),
                about: $crate::Bilingual::new($about_zh, $about_en),
                group: $crate::Group::$group,
                fields: &[
                    $( $crate::Field::new($label_zh, $label_en) $( . $($rule)* )? .typed::<$ty>(stringify!($field)), )*
                    $crate::Field::new("来源", "Source")
                        .hint("文件、人员或系统；空白显示为“来源不明”", "document, person or system; blank is shown as source unknown")
                        .typed::<Option<String>>("source"),
                    $crate::Field::new("数据日期", "As of")
                        .hint("该数字所反映的日期", "the date for which the figures hold")
                        .typed::<Option<chrono::NaiveDate>>("as_of"),
                    $crate::Field::new("备注", "Note").typed::<Option<String>>("note"),
                ],
            };

            fn from_row(row: &$crate::Row) -> Option<Self> {
                let mut cells = row.iter();
                let mut next = || cells.next().and_then(Option::as_ref);
                Some($record {
                    $( $field: $crate::Cell::from_value(next())?, )*
                    provenance: $crate::Provenance {
                        source: $crate::Cell::from_value(next())?,
                        as_of: $crate::Cell::from_value(next())?,
                        note: $crate::Cell::from_value(next())?,
                    },
                })
            }

            fn to_row(&self) -> $crate::Row {
                vec![
                    $( $crate::Cell::to_value(&self.$field), )*
                    $crate::Cell::to_value(&self.provenance.source),
                    $crate::Cell::to_value(&self.provenance.as_of),
                    $crate::Cell::to_value(&self.provenance.note),
                ]
            }
        }
    };
}
pub(crate) use register;
