//! What a page looks at: the zone, the diagnosis, and the reader's settings.

use crate::address::{encode_id, encode_key, percent};
use crate::bounds::bounds;
use crate::laid_out::LaidOut;
use crate::link::Link;
use crate::settings::{FormStamp, Settings, Theme};
use crate::{format, i18n, icons};
use chrono::NaiveDate;
use std::cell::{Cell, RefCell};
use std::sync::{Arc, OnceLock};
use yanlian_analysis::discharge::DischargeAssessment;
use yanlian_analysis::{Diagnosis, Networks, Zone};
use yanlian_model::{
    Arg, Bilingual, Choice, Field, Figure, Key, Kind, Lang, Message, Missing, MissingKind, Place, Ref, Registers,
    Target, registers,
};

/// Everything that a page is made from. Templates call its methods.
pub struct View<'a> {
    /// How the reader wants to see it.
    pub settings: Settings,
    /// The registers with their look-ups.
    pub zone: &'a Zone,
    /// The diagnosis for the chain and year that the reader looks at.
    pub diagnosis: &'a Diagnosis,
    /// The day on which it is read.
    pub today: NaiveDate,
    /// How the products hang together, worked out where it is first asked for.
    networks: Arc<OnceLock<Networks>>,
    /// How discharge stands; `None` where it cannot be judged, or nobody asked.
    pub discharge: Option<&'a DischargeAssessment>,
    /// What the page's forms carry.
    pub stamp: FormStamp,
    /// How many cards the page has so far; each needs an id of its own.
    pub(crate) cards: Cell<usize>,
    /// The tables that the page has laid out so far.
    pub(crate) laid_out: LaidOut,
    /// The first parameter of the address that says what the page has no meaning for, with its value.
    pub(crate) unfit: RefCell<Option<(&'static str, String)>>,
}

impl<'a> View<'a> {
    /// What a reader with these settings sees on `today`.
    pub fn new(settings: Settings, zone: &'a Zone, diagnosis: &'a Diagnosis, today: NaiveDate) -> View<'a> {
        View {
            settings,
            zone,
            diagnosis,
            today,
            networks: Arc::default(),
            discharge: None,
            stamp: FormStamp::default(),
            cards: Cell::default(),
            laid_out: LaidOut::default(),
            unfit: RefCell::default(),
        }
    }

    /// The same for files: lists are not cut into pages, and what a page lays out is at hand as tables.
    pub fn whole(self) -> View<'a> {
        View { laid_out: LaidOut::whole(), ..self }
    }

    /// Takes note of a parameter of the address that is none of the `known`; a blank one says nothing.
    pub(crate) fn expect<'k>(&self, name: &'static str, value: &str, known: impl IntoIterator<Item = &'k str>) {
        if !value.is_empty() && known.into_iter().all(|known| known != value) {
            self.unfit.borrow_mut().get_or_insert_with(|| (name, value.to_owned()));
        }
    }

    /// The same, with networks that other views of this zone and year have, or will have, worked out.
    pub fn sharing(self, networks: Arc<OnceLock<Networks>>) -> View<'a> {
        View { networks, ..self }
    }

    /// How the products hang together, in the whole zone.
    pub fn networks(&self) -> &Networks {
        self.networks.get_or_init(|| Networks::of(self.zone, self.diagnosis))
    }

    /// The same with how discharge stands.
    pub fn with_discharge(self, assessment: Option<&'a DischargeAssessment>) -> View<'a> {
        View { discharge: assessment, ..self }
    }

    /// The same with what its forms carry.
    pub fn stamped(self, stamp: FormStamp) -> View<'a> {
        View { stamp, ..self }
    }

    /// The registers.
    pub fn registers(&self) -> &'a Registers {
        &self.zone.registers
    }

    /// The reader's language.
    pub fn lang(&self) -> Lang {
        self.settings.lang
    }

    /// The reporting year.
    pub fn year(&self) -> i32 {
        self.diagnosis.question.year
    }

    /// The chain that is looked at; empty for all.
    pub fn chain(&self) -> &str {
        self.diagnosis.question.chain.as_deref().unwrap_or_default()
    }

    /// The years to choose from, latest first; the one looked at is always among them.
    pub fn years(&self) -> Vec<i32> {
        let mut years = yanlian_analysis::years(self.registers());
        years.push(self.year());
        years.sort_unstable_by(|a, b| b.cmp(a));
        years.dedup();
        years
    }

    /// The page's path without its query.
    pub fn path_only(&self) -> &str {
        self.settings.path.split('?').next().unwrap_or_default()
    }

    /// The theme that the button changes to.
    pub fn next_theme(&self) -> &'static str {
        match self.settings.theme {
            Theme::Auto => Theme::Light.name(),
            Theme::Light => Theme::Dark.name(),
            Theme::Dark => Theme::Auto.name(),
        }
    }

    /// The icon of the theme that is on.
    pub fn theme_icon(&self) -> &'static str {
        self.icon(match self.settings.theme {
            Theme::Auto => "device-desktop",
            Theme::Light => "sun",
            Theme::Dark => "moon",
        })
    }

    /// The day on which the page is read.
    pub fn day(&self) -> String {
        format::date(self.today)
    }

    /// A text without arguments.
    pub fn t(&self, id: &str) -> String {
        i18n::text(self.lang(), id, &[])
    }

    /// A text with one argument.
    pub fn t1(&self, id: &str, name: &'static str, value: impl Into<Arg>) -> String {
        i18n::text(self.lang(), id, &[(name, value.into())])
    }

    /// A text with arguments.
    pub fn say(&self, message: &Message) -> String {
        i18n::sentence(self.lang(), message)
    }

    /// How to fix what a message tells of.
    pub fn remedy(&self, message: &Message) -> String {
        i18n::remedy(self.lang(), message)
    }

    /// The bounds of a register's field, as attributes of its input: `scenarios.years`.
    pub(crate) fn bounds(&self, field: &str) -> String {
        let declared = |(register, field)| registers::by_name(register)?.field(field).map(bounds);
        field.split_once('.').and_then(declared).unwrap_or_default()
    }

    /// A label in the reader's language.
    pub fn label(&self, label: &Bilingual) -> &'static str {
        label.of(self.lang())
    }

    /// An icon's SVG; decoration, so it is hidden from screen readers by the template's class.
    pub fn icon(&self, name: &str) -> &'static str {
        icons::icon(name)
    }

    /// A path with the chain and year that are looked at.
    pub fn href(&self, path: &str) -> String {
        let mut query = vec![format!("year={}", self.year())];
        if !self.chain().is_empty() {
            query.push(format!("chain={}", percent(self.chain())));
        }
        let mark = if path.contains('?') { '&' } else { '?' };
        format!("{path}{mark}{}", query.join("&"))
    }

    /// What people call a record, in the reader's language. One without a name is called by what its key
    /// names: the process, the product, the year.
    pub fn title(&self, of: &Ref) -> String {
        let Some(register) = registers::by_name(of.register) else { return of.key.to_string() };
        let mut parts = register.key_fields().zip(of.key.parts());
        if register.fields.iter().any(|field| field.naming.is_some()) || register.key_fields().count() == 1 {
            return self.name(of.register, of.key.as_stored());
        }
        let first = parts.next().map(|part| self.key_part(part)).unwrap_or_default();
        parts.fold(first, |title, part| format!("{title} · {}", self.key_part(part)))
    }

    /// A part of a key: what it refers to, or the word of a choice.
    fn key_part(&self, ((_, field), part): ((usize, &Field), &str)) -> String {
        match (field.target, field.kind) {
            (Some(Target::Register(register)), _) => self.name(register, part),
            (Some(Target::Item), _) => self.item(part).text,
            (Some(Target::Party), _) => self.party(part).text,
            (None, Kind::Choice(choices)) => {
                Choice::find(choices, part).map_or_else(|| part.to_owned(), |word| self.label(&word.label).to_owned())
            }
            (None, _) => part.to_owned(),
        }
    }

    /// A link to the place of a finding: its record, its register, or the name of its file.
    pub fn place(&self, place: &Place) -> Link {
        match (place.of(), place) {
            (Some(of), _) => self.link_to(&of),
            (None, Place::Cell { file, .. }) => Link::text(file.clone()),
            (None, Place::Record(Ref { register, .. }) | Place::Register(register) | Place::Field { register, .. }) => {
                let label = registers::by_name(register).map_or(*register, |register| self.label(&register.label));
                Link::to(self.href(&format!("/data/{register}")), label.to_owned())
            }
        }
    }

    /// What people call the record with this id.
    pub fn name(&self, register: &str, id: &str) -> String {
        self.zone.title(register, id, self.lang()).unwrap_or_else(|| id.to_owned())
    }

    /// A link to a record, called by its title: to the page of its own where it has one.
    pub fn link_to(&self, of: &Ref) -> Link {
        Link::to(self.page_href(of.register, &of.key), self.title(of))
    }

    /// A link to the record with this id.
    pub fn link(&self, register: &str, id: &str) -> Link {
        Link::to(self.page_href(register, &Key::from(id)), self.name(register, id))
    }

    /// The address of the page of its own that a record has, else of its record page.
    pub fn page_href(&self, register: &str, key: &Key) -> String {
        match registers::by_name(register).and_then(|register| register.page) {
            Some(folder) => self.id_href(folder, key.as_stored()),
            None => self.record_href(register, key),
        }
    }

    /// The address of what is shown of an id in this folder.
    pub fn id_href(&self, folder: &str, id: &str) -> String {
        self.href(&format!("/{folder}/{}", encode_id(id)))
    }

    /// The address of a record's page.
    pub fn record_href(&self, register: &str, key: &Key) -> String {
        self.href(&format!("/data/{register}/{}", encode_key(key)))
    }

    /// A link to an item of a recipe: a product, else the indicator's record.
    pub fn item(&self, item: &str) -> Link {
        match self.zone.product(item) {
            Some(_) => self.link("products", item),
            None => self.link("indicators", item),
        }
    }

    /// A link to a party of a supply; a name without a page where it is outside.
    pub fn party(&self, party: &str) -> Link {
        if let Some(name) = yanlian_model::party_outside(party) {
            return Link::text(name.to_owned());
        }
        match self.zone.enterprise(party) {
            Some(_) => self.link("enterprises", party),
            None => self.link("directory", party),
        }
    }

    /// What is missing, as people read it: "output of 2 plants; price of Ti sponge".
    pub fn missing(&self, figure: &Figure) -> String {
        // Some figures lack thousands: they are counted, and only what stands alone is named.
        let mut kinds: Vec<(&Missing, usize)> = Vec::new();
        for missing in figure.missing() {
            match kinds.last_mut() {
                Some((first, count)) if first.kind == missing.kind => *count += 1,
                _ => kinds.push((missing, 1)),
            }
        }
        let parts = kinds.into_iter().map(|(first, count)| {
            let which = match (count, &first.part) {
                (1, Some(part)) => format!("{} {part}", self.title(&first.of)),
                (1, None) => self.title(&first.of),
                (several, _) => self.t1("missing-count", "count", several),
            };
            self.t1(&format!("missing-{}", serde_name(first.kind)), "which", which)
        });
        parts.collect::<Vec<_>>().join(&self.t("list-separator"))
    }

    /// A quantity in text.
    pub fn quantity(&self, value: f64, unit: &str) -> String {
        format::quantity(value, unit, self.lang())
    }

    /// The name of a unit.
    pub fn unit(&self, symbol: &str) -> String {
        format::unit(symbol, self.lang())
    }
}

/// The name of a kind as in JSON, with `-` for Fluent.
fn serde_name(kind: MissingKind) -> String {
    let name = serde_json::to_value(kind).ok().and_then(|value| value.as_str().map(str::to_owned));
    name.unwrap_or_default().replace('_', "-")
}
