//! How a cell of any register is shown: from the register's declaration alone.

use crate::link::Link;
use crate::{View, format};
use askama::Template;
use askama::filters::HtmlSafe;
use chrono::{Months, NaiveDate};
use yanlian_model::{Choice, Field, Kind, PlanSubject, Privacy, Register, Row, Target, UnitRule, Value, mask, targets};

/// After so many years a record's data date is stale, as with prices.
const STALE_AFTER_YEARS: u32 = 3;

/// Whether figures of that date are shown as stale.
pub(super) fn is_stale(v: &View, as_of: NaiveDate) -> bool {
    as_of.checked_add_months(Months::new(12 * STALE_AFTER_YEARS)).is_some_and(|end| end < v.today)
}

/// A cell as it is read.
#[derive(Template)]
#[template(
    source = r#"{% if !mark.is_empty() %}<span class="{{ mark }}">{% endif %}{% for part in parts %}{% if !loop.first %}{{ separator }}{% endif %}{{ part }}{% endfor %}{% if !unit.is_empty() %} <span class="sub">{{ unit }}</span>{% endif %}{% if !mark.is_empty() %}</span>{% endif %}"#,
    ext = "html"
)]
pub(super) struct Cell {
    parts: Vec<Link>,
    separator: String,
    unit: String,
    mark: &'static str,
    /// How its column is set: `n` for numbers, `date` for what may not be broken, `text` for the rest.
    pub(super) class: &'static str,
}

impl HtmlSafe for Cell {}

impl Cell {
    fn text(text: String) -> Cell {
        Cell { parts: vec![Link::text(text)], separator: String::new(), unit: String::new(), mark: "", class: "" }
    }

    fn marked(mut self, mark: &'static str) -> Cell {
        self.mark = mark;
        self
    }

    /// Whether nothing stands in it.
    pub(super) fn is_blank(&self) -> bool {
        self.parts.iter().all(|part| part.text.is_empty())
    }

    /// The words in it, to search in.
    pub(super) fn words(&self) -> String {
        self.parts.iter().map(|part| part.text.as_str()).collect::<Vec<_>>().join(" ")
    }
}

/// The cell of `row` at a field's position; without its unit where the column's head has it.
pub(super) fn cell(v: &View, register: &Register, row: &Row, position: usize) -> Cell {
    let field = &register.fields[position];
    let mut cell = match mask(field, row.get(position).and_then(Option::as_ref)) {
        None => blank(v, field),
        Some(_) if field.privacy == Privacy::Secret => Cell::text(v.t("data-secret")).marked("detail"),
        Some(_) if field.privacy.is_hidden() => Cell::text(v.t("data-masked")).marked("detail"),
        Some(value) => filled(v, register, row, field, &value),
    };
    cell.class = match field.kind {
        Kind::Number => "n",
        Kind::Text | Kind::List => "text",
        Kind::Date | Kind::Period | Kind::Year | Kind::Flag | Kind::Choice(_) => "date",
    };
    cell
}

/// What stands where nothing is known. Texts may well be blank; figures and dates may not be silent.
fn blank(v: &View, field: &Field) -> Cell {
    match (field.key, field.kind) {
        ("source", _) => Cell::text(v.t("data-source-unknown")).marked("unverified"),
        (_, Kind::Text | Kind::List) => Cell::text(String::new()),
        _ => Cell::text(v.t("data-blank")).marked("detail"),
    }
}

fn filled(v: &View, register: &Register, row: &Row, field: &Field, value: &Value) -> Cell {
    match (field.kind, value) {
        (Kind::Choice(choices), Value::Text(key)) => Cell::text(choice(v, choices, key)),
        (_, Value::Flag(flag)) => Cell::text(v.t(if *flag { "data-yes" } else { "data-no" })),
        (_, Value::Date(date)) if field.key == "as_of" && is_stale(v, *date) => {
            Cell::text(v.t1("data-stale-date", "date", format::date(*date))).marked("unverified")
        }
        (_, Value::Date(date)) => Cell::text(format::date(*date)),
        (Kind::Year, Value::Number(year)) => Cell::text(format!("{year}")),
        (_, Value::Number(number)) => {
            let mut cell = Cell::text(format::number(*number));
            cell.unit = unit_in_cell(v, register, row, field);
            cell
        }
        (_, Value::Text(text)) => {
            let names: Vec<&str> = if field.kind == Kind::List { text.split(';').collect() } else { vec![text] };
            let parts = names.into_iter().map(|name| reference(v, register, row, field, name)).collect();
            Cell { parts, separator: v.t("list-separator"), ..Cell::text(String::new()) }
        }
    }
}

fn choice(v: &View, choices: &[Choice], key: &str) -> String {
    Choice::find(choices, key).map_or_else(|| key.to_owned(), |choice| v.label(&choice.label).to_owned())
}

/// A name that a field holds: a link where the field refers to a record.
fn reference(v: &View, register: &Register, row: &Row, field: &Field, name: &str) -> Link {
    match field.target {
        None => Link::text(name.to_owned()),
        Some(Target::Party) => v.party(name),
        Some(target) => match targets(register, target, row).first() {
            Some(register) => v.link(register, name),
            None => Link::text(name.to_owned()),
        },
    }
}

/// The unit that a column's head names: that of a field which is always kept in one unit.
pub(super) fn unit_in_head(v: &View, field: &Field) -> String {
    match field.unit {
        UnitRule::Fixed(unit) => v.unit(unit),
        _ => String::new(),
    }
}

/// The unit that differs from row to row, so that it stands beside the number.
fn unit_in_cell(v: &View, register: &Register, row: &Row, field: &Field) -> String {
    let text = |key: &str| match register.position(key).and_then(|i| row.get(i)?.as_ref()) {
        Some(Value::Text(text)) => text.as_str(),
        _ => "",
    };
    let main_product = |process: &str| v.zone.process(process).map_or("", |p| v.zone.unit(&p.main_product, true));
    let is_product = || matches!(text("direction"), "in" | "out");
    let rule = match field.unit {
        UnitRule::Subject => PlanSubject::from_key(text("subject")).map_or(UnitRule::None, PlanSubject::unit),
        rule => rule,
    };
    let unit = match rule {
        UnitRule::None | UnitRule::Fixed(_) | UnitRule::Subject => "",
        UnitRule::ProductIn(key) => v.zone.unit(text(key), true),
        UnitRule::IndicatorIn(key) => v.zone.unit(text(key), false),
        UnitRule::MainProductOfProcess(key) => main_product(text(key)),
        UnitRule::MainProductOfPlant(key) => v.zone.plant(text(key)).map_or("", |plant| main_product(&plant.process)),
        UnitRule::Column if text("unit").is_empty() => v.zone.unit(text("item"), is_product()),
        UnitRule::Column => text("unit"),
    };
    v.unit(unit)
}
