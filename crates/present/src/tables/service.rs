//! Difficulties, promises, directives and hazards: what was asked, whose it is, by when, and what came of it.

use super::Columns;
use crate::View;
use crate::grid::{Cell, Head, Number, Origin};
use crate::link::Link;
use crate::parts::Badge;
use chrono::NaiveDate;
use yanlian_analysis::{difficulty_state, directive_state, hazard_state, promise_state};
use yanlian_model::HazardGrade;
use yanlian_model::registers::{Difficulty, Directive, Hazard, Promise};

pub(crate) fn difficulties<'v>(v: &'v View<'v>) -> Columns<'v, &'v Difficulty> {
    Columns::new(v)
        .with("difficulty", Head::Text("grid-difficulty"), |r: &&Difficulty| v.link("difficulties", &r.id).into())
        .with("enterprise", Head::Text("grid-enterprise"), |r| v.link("enterprises", &r.enterprise).into())
        .with("text", Head::Text("brief-text"), |r| Link::to(v.link("difficulties", &r.id).href, r.text.clone()).into())
        .with("state", Head::Text("grid-state"), |r| Badge::of(v, difficulty_state(r, v.today)).into())
        .with("category", Head::Text("grid-category"), |r| {
            let category = r.category.map(|category| v.label(&category.choice().label).to_owned());
            category.unwrap_or_else(|| v.t("figure-unknown")).into()
        })
        .with("owner", Head::Text("grid-owner"), |r| owner(v, r.owner.as_ref()))
        .with("raised", Head::Short("grid-raised"), |r| day(v, r.raised))
        .with("promised", Head::Short("grid-promised"), |r| day_or_open(v, r.promised))
        .with("solved", Head::Short("grid-solved"), |r| day_or_open(v, r.solved))
        .with("days", Head::Number("grid-days"), |r| days(v, r.raised, r.solved))
        .with("rating", Head::Number("grid-rating"), |r| match r.rating {
            Some(rating) => Number::computed(rating, "").into(),
            None => v.t("enterprise-not-yet").into(),
        })
        .with("source", Head::Text("grid-source"), |r| Origin::of(v, *r, &r.provenance).into())
}

pub(crate) fn promises<'v>(v: &'v View<'v>) -> Columns<'v, &'v Promise> {
    Columns::new(v)
        .with("promise", Head::Text("grid-promise"), |r: &&Promise| v.link("promises", &r.id).into())
        .with("text", Head::Text("brief-text"), |r| Link::to(v.link("promises", &r.id).href, r.text.clone()).into())
        .with("enterprise", Head::Text("grid-enterprise"), |r| {
            r.enterprise.as_ref().map_or_else(|| String::new().into(), |code| v.link("enterprises", code).into())
        })
        .with("state", Head::Text("grid-state"), |r| Badge::of(v, promise_state(r, v.today)).into())
        .with("office", Head::Text("grid-office"), |r| owner(v, r.office.as_ref()))
        .with("made", Head::Short("grid-made-on"), |r| day(v, r.made))
        .with("due", Head::Short("grid-due"), |r| day(v, r.due))
        .with("kept", Head::Short("grid-kept"), |r| day_or_open(v, r.kept))
        .with("source", Head::Text("grid-source"), |r| Origin::of(v, *r, &r.provenance).into())
}

pub(crate) fn directives<'v>(v: &'v View<'v>) -> Columns<'v, &'v Directive> {
    Columns::new(v)
        .with("text", Head::Text("brief-text"), |r: &&Directive| {
            Link::to(v.link("directives", &r.id).href, r.text.clone()).into()
        })
        .with("state", Head::Text("grid-state"), |r| Badge::of(v, directive_state(r, v.today)).into())
        .with("owner", Head::Text("grid-owner"), |r| owner(v, r.owner.as_ref()))
        .with("due", Head::Short("grid-due"), |r| day(v, r.due))
}

pub(crate) fn hazards<'v>(v: &'v View<'v>) -> Columns<'v, &'v Hazard> {
    Columns::new(v)
        .with("hazard", Head::Text("grid-hazard"), |r: &&Hazard| v.link("hazards", &r.id).into())
        .with("state", Head::Text("grid-state"), |r| Badge::of(v, hazard_state(r, v.today)).into())
        .with("grade", Head::Text("grid-grade"), |r| match r.grade {
            Some(HazardGrade::Major) => Badge::saying(v, "fault", "enterprises-major").into(),
            Some(grade) => v.label(&grade.choice().label).to_owned().into(),
            None => v.t("figure-unknown").into(),
        })
        .with("place", Head::Text("grid-where-found"), |r| {
            r.place.clone().unwrap_or_else(|| v.t("figure-unknown")).into()
        })
        .with("found", Head::Short("grid-found"), |r| day(v, r.found))
        .with("deadline", Head::Short("grid-deadline"), |r| day(v, r.deadline))
        .with("closed", Head::Short("grid-closed"), |r| day_or_open(v, r.closed))
        .with("source", Head::Text("grid-source"), |r| Origin::of(v, *r, &r.provenance).into())
}

fn owner(v: &View, owner: Option<&String>) -> Cell {
    owner.cloned().unwrap_or_else(|| v.t("enterprise-owner-none")).into()
}

/// A day, or the word for unknown.
fn day(v: &View, day: Option<NaiveDate>) -> Cell {
    day.map_or_else(|| v.t("figure-unknown").into(), Cell::Date)
}

/// A day, or that it has not come yet.
fn day_or_open(v: &View, day: Option<NaiveDate>) -> Cell {
    day.map_or_else(|| v.t("enterprise-not-yet").into(), Cell::Date)
}

/// Days from one date to another, or to today where there is none.
fn days(v: &View, from: Option<NaiveDate>, to: Option<NaiveDate>) -> Cell {
    match from {
        Some(from) => Number::computed((to.unwrap_or(v.today) - from).num_days() as f64, "").into(),
        None => v.t("figure-unknown").into(),
    }
}
