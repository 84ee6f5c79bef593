//! One enterprise: the visit's four questions answered on one page.

mod process;
mod projects;
mod service;
mod trade;

pub(crate) use process::{PEERS, intensity_badge, intensity_rank};

use super::enterprises::is_stale;
use crate::View;
use crate::grid::{Cell, Grid, Origin};
use crate::link::Link;
use askama::Template;
use chrono::NaiveDate;
use std::collections::BTreeSet;
use yanlian_model::registers::Enterprise;
use yanlian_model::{Choice, Field, Key, Kind, Message, Provenance, Record, Value, mask};

#[derive(Template)]
#[template(path = "enterprise.html")]
struct Profile<'v> {
    v: &'v View<'v>,
    title: String,
    rail: &'static str,
    help: &'static str,
    links: Vec<Link>,
    lead: Vec<String>,
    facts: Vec<(String, Cell)>,
    questions: Vec<Question>,
    sources: Vec<String>,
    fresh: String,
}

/// One of the four questions: what it asks, the sentence that answers, what the answer rests on.
pub(super) struct Question {
    title: String,
    answer: Vec<String>,
    parts: Vec<Part>,
}

/// A part of an answer.
pub(super) struct Part {
    title: String,
    notes: Vec<String>,
    grids: Vec<Grid>,
}

impl Part {
    /// A part that is a table.
    pub(super) fn table(v: &View, title: &str, grid: Grid) -> Part {
        let title = v.t(title);
        let grids = vec![grid.below(&title)];
        Part { title, notes: Vec::new(), grids }
    }

    /// With a sentence before the table.
    pub(super) fn note(mut self, note: String) -> Part {
        self.notes.push(note);
        self
    }
}

/// The profile of an enterprise; `None` where there is none of that code.
pub fn enterprise(v: &View, uscc: &str) -> askama::Result<Option<String>> {
    let Some(enterprise) = v.zone.enterprise(uscc) else { return Ok(None) };
    let provenances = provenances(v, enterprise);
    let sources: BTreeSet<String> = provenances.iter().filter_map(|p| p.source.clone()).collect();
    let page = Profile {
        v,
        title: v.name("enterprises", uscc),
        rail: "enterprises",
        help: "enterprise-help",
        links: vec![
            Link::to(v.href("/enterprises"), v.t("list-open-enterprises")),
            Link::to(v.id_href("shutdowns", uscc), v.t("stop-open")),
            Link::to(v.record_href("enterprises", &Key::from_parts(&[uscc])), v.t("enterprise-record")),
            Link::to(v.id_href("api/enterprises", uscc), v.t("opportunities-json")),
        ],
        lead: lead(v, enterprise),
        facts: facts(v, enterprise),
        questions: vec![
            projects::question(v, uscc),
            trade::question(v, uscc),
            process::question(v, uscc),
            service::question(v, uscc),
        ],
        fresh: fresh(v, &provenances),
        sources: sources.into_iter().collect(),
    };
    page.render().map(Some)
}

fn lead(v: &View, enterprise: &Enterprise) -> Vec<String> {
    let plants: Vec<_> = v.zone.plants_of(&enterprise.uscc).collect();
    let products: BTreeSet<String> = plants
        .iter()
        .filter_map(|plant| v.zone.process(&plant.process))
        .map(|process| v.name("products", &process.main_product))
        .collect();
    let value = annual(v, &enterprise.uscc, "output-value");
    let name = v.name("enterprises", &enterprise.uscc);
    if plants.is_empty() {
        return vec![v.t1("enterprise-lead-no-plant", "name", name)];
    }
    let products = products.into_iter().collect::<Vec<_>>().join(&v.t("reasoning-names-separator"));
    let message = Message::new("enterprise-lead").with("name", name).with("products", products);
    let message = message.with("plants", plants.len()).with("year", v.year().to_string());
    let value = value.map_or_else(|| v.t("figure-unknown"), |value| crate::format::money(value, v.lang()));
    vec![v.say(&message.with("value", value))]
}

/// A yearly figure of the enterprise in the reporting year.
pub(super) fn annual(v: &View, uscc: &str, indicator: &str) -> Option<f64> {
    v.zone.annuals(uscc).iter().find(|a| a.year == v.year() && a.indicator == indicator)?.value
}

/// The enterprise's own record; personal fields are masked.
fn facts(v: &View, enterprise: &Enterprise) -> Vec<(String, Cell)> {
    let row = enterprise.to_row();
    let own = |key: &str| !matches!(key, "name" | "name_en" | "source" | "as_of" | "note");
    let fields = Enterprise::REGISTER.fields.iter().zip(&row).filter(|(field, _)| own(field.key));
    let mut facts: Vec<(String, Cell)> = fields
        .map(|(field, value)| {
            let shown = mask(field, value.as_ref()).map(|value| field_text(v, field, &value));
            let text = match shown {
                Some(text) if field.privacy.is_hidden() => format!("{text} {}", v.t("enterprise-masked")),
                Some(text) => text,
                None => v.t("figure-unknown"),
            };
            (v.label(&field.label).to_owned(), text.into())
        })
        .collect();
    facts.push((v.t("grid-source"), Origin::of(v, enterprise, &enterprise.provenance).into()));
    facts
}

/// A value as people read it: a choice by its label.
fn field_text(v: &View, field: &Field, value: &Value) -> String {
    match (field.kind, value) {
        (Kind::Choice(choices), Value::Text(key)) => {
            Choice::find(choices, key).map_or_else(|| key.to_string(), |choice| v.label(&choice.label).to_owned())
        }
        (_, value) => value.to_text(),
    }
}

/// Where every record about the enterprise comes from.
fn provenances<'v>(v: &View<'v>, enterprise: &'v Enterprise) -> Vec<&'v Provenance> {
    let zone = v.zone;
    let uscc = enterprise.uscc.as_str();
    let plants: Vec<_> = zone.plants_of(uscc).collect();
    let mut all = vec![&enterprise.provenance];
    all.extend(plants.iter().map(|plant| &plant.provenance));
    all.extend(plants.iter().flat_map(|plant| zone.outputs(&plant.id)).map(|r| &r.provenance));
    all.extend(plants.iter().flat_map(|plant| zone.measures(&plant.id, v.year())).map(|r| &r.provenance));
    all.extend(zone.annuals(uscc).iter().map(|r| &r.provenance));
    all.extend(zone.supplies_of(uscc).map(|r| &r.provenance));
    all.extend(zone.difficulties_of(uscc).map(|r| &r.provenance));
    all.extend(zone.hazards_of(uscc).map(|r| &r.provenance));
    all.extend(zone.projects_of(uscc).map(|r| &r.provenance));
    all
}

/// How fresh the records are, and how many say nothing of their source.
fn fresh(v: &View, provenances: &[&Provenance]) -> String {
    let newest: Option<NaiveDate> = provenances.iter().filter_map(|provenance| provenance.as_of).max();
    let unsourced = provenances.iter().filter(|provenance| provenance.source.is_none()).count();
    let undated = provenances.iter().filter(|provenance| provenance.as_of.is_none()).count();
    let id = if newest.is_none_or(|newest| is_stale(v, newest)) { "enterprise-stale" } else { "enterprise-fresh" };
    let message = Message::new(id)
        .with("records", provenances.len())
        .with("newest", newest.map_or_else(|| v.t("figure-unknown"), crate::format::date))
        .with("unsourced", unsourced)
        .with("undated", undated);
    v.say(&message)
}
