//! What a register is: its name, its fields, their rules; and the macro that declares one.

mod access;
mod declare;
mod field;
mod record;
mod rows;

pub use access::{Access, FirmAction, Firms, Privacy, Role};
pub(crate) use declare::register;
pub use field::{Choice, Field, Kind, Naming, Span, Target, UnitRule};
pub use record::{Provenance, Record, Records, TextFault};
pub use rows::Rows;

use crate::{Bilingual, Key, Lang, Row, Value};
use std::borrow::Cow;

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

impl Group {
    /// What it is called.
    pub const fn label(self) -> Bilingual {
        match self {
            Group::Chain => Bilingual::new("产业链：产品、工艺与物料流", "Chain: products, processes and flows"),
            Group::Enterprises => Bilingual::new("企业、装置与供销", "Enterprises, plants and supplies"),
            Group::Zone => Bilingual::new("园区：上限、目标与隐患", "Zone: limits, targets and hazards"),
            Group::Projects => Bilingual::new("项目", "Projects"),
            Group::Candidates => Bilingual::new("招商库", "Directory"),
            Group::Service => Bilingual::new("服务：诉求、承诺与调研", "Service: difficulties, promises and visits"),
        }
    }
}

/// What the answers over the zone owe to a register.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bearing {
    /// They may rest on it.
    Some,
    /// They do not rest on it, so that a write to it leaves them as they are; those on discharge do.
    Discharge,
    /// None rests on it.
    None,
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
    /// Its place among the registers that people search: less comes first.
    pub search_rank: u8,
    /// The folder of the pages that show more of a record than its fields.
    pub page: Option<&'static str>,
    /// Whether two records that are called the same are probably one.
    pub names_tell_apart: bool,
    /// Whether people say the key before the title.
    pub key_before_title: bool,
    /// The fields that lead to the enterprises whose the record is: each holds an enterprise's key, or
    /// refers to a record that belongs to one.
    pub belongs: &'static [&'static str],
    /// Who keeps it up, and what firms have to do with it.
    pub access: Access,
    /// What the answers over the zone owe to it.
    pub bearing: Bearing,
    /// Whether the briefing says how old its records are.
    pub briefed: bool,
}

impl Register {
    /// Registers with a lower rank are those that people mostly look for.
    pub const OFTEN: u8 = 10;

    /// A register with these fields, and no rules yet.
    pub const fn new(
        group: Group,
        name: &'static str,
        label: Bilingual,
        about: Bilingual,
        fields: &'static [Field],
    ) -> Register {
        Register {
            name,
            label,
            about,
            group,
            fields,
            search_rank: u8::MAX,
            page: None,
            names_tell_apart: false,
            key_before_title: false,
            belongs: &[],
            access: Access::CLOSED,
            bearing: Bearing::Some,
            briefed: false,
        }
    }

    /// Comes at this place among the registers that are searched.
    pub const fn rank(mut self, rank: u8) -> Register {
        self.search_rank = rank;
        self
    }

    /// Has pages of its own, in this folder, each at its record's id.
    pub const fn page(mut self, folder: &'static str) -> Register {
        self.page = Some(folder);
        self
    }

    /// Two of its records that are called the same are probably one.
    pub const fn told_apart_by_name(mut self) -> Register {
        self.names_tell_apart = true;
        self
    }

    /// Its records are called by key and title.
    pub const fn called_by_key(mut self) -> Register {
        self.key_before_title = true;
        self
    }

    /// Its records belong to the enterprises that these fields lead to.
    pub const fn belongs(mut self, fields: &'static [&'static str]) -> Register {
        self.belongs = fields;
        self
    }

    /// Is written by these.
    pub const fn kept_by(mut self, keepers: &'static [Role]) -> Register {
        self.access.keepers = keepers;
        self
    }

    /// Is seen by firms that far, who may do this.
    pub const fn firms(mut self, firms: Firms, actions: &'static [FirmAction]) -> Register {
        self.access.firms = firms;
        self.access.firm_actions = actions;
        self
    }

    /// The briefing says how old its records are.
    pub const fn briefed(mut self) -> Register {
        self.briefed = true;
        self
    }

    /// Is owed this by the answers over the zone.
    pub const fn bears(mut self, bearing: Bearing) -> Register {
        self.bearing = bearing;
        self
    }

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

    /// The time of which a field's number is what one brings: the field says so, or the records are those of years.
    pub fn span(&self, field: &Field) -> Option<Span> {
        let of_years = || self.key_fields().any(|(_, key)| key.kind == Kind::Year).then_some(Span::Year);
        field.span.or_else(of_years)
    }

    /// Whether `sheet` names this register: its name, or its label in either language.
    pub fn is_named(&self, sheet: &str) -> bool {
        [self.name, self.label.zh, self.label.en].iter().any(|name| name.eq_ignore_ascii_case(sheet.trim()))
    }

    /// The record's key; `None` while a key field is blank.
    pub fn key_of(&self, row: &Row) -> Option<Key> {
        let parts: Option<Vec<Cow<str>>> =
            self.key_fields().map(|(i, _)| row.get(i)?.as_ref().map(Value::text)).collect();
        parts.map(|parts| Key::from_parts(&parts))
    }

    /// Every name and alias of a record, by which others may refer to it.
    pub fn names_of<'r>(&self, row: &'r Row) -> impl Iterator<Item = &'r str> + use<'r> {
        let fields: &'static [Field] = self.fields;
        let named = fields.iter().zip(row).filter(|(field, _)| field.naming.is_some_and(Naming::is_name));
        let texts = named.filter_map(|(field, cell)| match cell {
            Some(Value::Text(text)) => Some((field.kind, text.as_str())),
            _ => None,
        });
        texts.flat_map(|(kind, text)| text.split(move |c| kind == Kind::List && c == ';'))
    }

    /// What people call a record: its name in `lang`, else its text, else its key.
    pub fn title_of(&self, row: &Row, lang: Lang) -> String {
        let cell = |field: &Field| row.get(self.position(field.key)?).cloned().flatten();
        let key = || self.key_of(row).map(|key| key.to_string()).unwrap_or_default();
        self.title(lang, cell, key)
    }

    /// The title of a record with these cells and this key.
    pub(crate) fn title(&self, lang: Lang, cell: impl Fn(&Field) -> Option<Value>, key: impl Fn() -> String) -> String {
        let order: &[Naming] = match lang {
            Lang::Zh => &[Naming::Name, Naming::Text],
            Lang::En => &[Naming::English, Naming::Name, Naming::Text],
        };
        let called = |naming: &Naming| self.fields.iter().find(|field| field.naming == Some(*naming)).and_then(&cell);
        match order.iter().find_map(called) {
            Some(title) if self.key_before_title => format!("{} {}", key(), title.to_text()),
            Some(title) => title.to_text(),
            None => key(),
        }
    }
}
