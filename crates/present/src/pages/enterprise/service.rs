//! What difficulties need to be solved, what was promised, and which hazards are open?

use super::projects::date;
use super::{Part, Question};
use crate::View;
use crate::grid::{Cell, Grid, Head, Origin};
use crate::parts::Badge;
use chrono::NaiveDate;
use yanlian_analysis::{DueState, Tally, difficulty_state, hazard_state, promise_state};
use yanlian_model::registers::{Difficulty, Hazard, Promise};
use yanlian_model::{HazardGrade, Message};

pub(super) fn question(v: &View, uscc: &str) -> Question {
    let difficulties: Vec<&Difficulty> = v.zone.difficulties_of(uscc).collect();
    let promises: Vec<&Promise> = v.zone.promises_of(uscc).collect();
    let hazards: Vec<&Hazard> = v.zone.hazards_of(uscc).collect();
    Question {
        title: v.t("question-4"),
        answer: answer(v, &difficulties, &promises, &hazards),
        parts: vec![
            Part::table(v, "enterprise-difficulties", difficulty_grid(v, difficulties)),
            Part::table(v, "enterprise-promises", promise_grid(v, promises)),
            Part::table(v, "enterprise-hazards", hazard_grid(v, hazards)),
        ],
    }
}

fn answer(v: &View, difficulties: &[&Difficulty], promises: &[&Promise], hazards: &[&Hazard]) -> Vec<String> {
    let tallied = |id: &'static str, none: &'static str, tally: Tally| match tally.total() {
        0 => v.t(none),
        total => v.say(
            &Message::new(id)
                .with("total", total)
                .with("open", tally.open + tally.overdue)
                .with("overdue", tally.overdue)
                .with("done", tally.done),
        ),
    };
    let difficulty = Tally::of(difficulties.iter().map(|r| difficulty_state(r, v.today)));
    let promise = Tally::of(promises.iter().map(|r| promise_state(r, v.today)));
    let hazard = Tally::of(hazards.iter().map(|r| hazard_state(r, v.today)));
    vec![
        tallied("enterprise-difficulties-answer", "enterprise-no-difficulty", difficulty),
        tallied("enterprise-promises-answer", "enterprise-no-promise", promise),
        tallied("enterprise-hazards-answer", "enterprise-no-hazard", hazard),
    ]
}

/// Open ones first, the most overdue before all.
fn by_state<T>(mut records: Vec<&T>, state: impl Fn(&T) -> DueState, due: impl Fn(&T) -> Option<NaiveDate>) -> Vec<&T> {
    records.sort_by_key(|record| (state(record), due(record)));
    records
}

/// Days from one date to another, or to today where there is none.
fn days(v: &View, from: Option<NaiveDate>, to: Option<NaiveDate>) -> Cell {
    match from {
        Some(from) => (to.unwrap_or(v.today) - from).num_days().to_string().into(),
        None => v.t("figure-unknown").into(),
    }
}

/// A date, or that it has not come yet.
fn date_or_open(v: &View, day: Option<NaiveDate>) -> Cell {
    day.map_or_else(|| v.t("enterprise-not-yet"), crate::format::date).into()
}

fn difficulty_grid(v: &View, difficulties: Vec<&Difficulty>) -> Grid {
    let sorted = by_state(difficulties, |r| difficulty_state(r, v.today), |r| r.promised);
    let rows = sorted.into_iter().map(|r| {
        let category = r.category.map(|category| v.label(&category.choice().label).to_owned());
        vec![
            v.link("difficulties", &r.id).into(),
            Badge::of(v, difficulty_state(r, v.today)).into(),
            category.unwrap_or_else(|| v.t("figure-unknown")).into(),
            r.owner.clone().unwrap_or_else(|| v.t("enterprise-owner-none")).into(),
            date(v, r.raised),
            date_or_open(v, r.promised),
            date_or_open(v, r.solved),
            days(v, r.raised, r.solved),
            r.rating.map_or_else(|| v.t("enterprise-not-yet"), crate::format::number).into(),
            Origin::of(v, r, &r.provenance).into(),
        ]
    });
    let heads = [
        Head::Text("grid-difficulty"),
        Head::Text("grid-state"),
        Head::Text("grid-category"),
        Head::Text("grid-owner"),
        Head::Number("grid-raised"),
        Head::Number("grid-promised"),
        Head::Number("grid-solved"),
        Head::Number("grid-days"),
        Head::Number("grid-rating"),
        Head::Text("grid-source"),
    ];
    Grid::new(v, v.t("enterprise-difficulties"), "enterprise-no-difficulty", &heads, rows.collect())
}

fn promise_grid(v: &View, promises: Vec<&Promise>) -> Grid {
    let sorted = by_state(promises, |r| promise_state(r, v.today), |r| r.due);
    let rows = sorted.into_iter().map(|r| {
        vec![
            v.link("promises", &r.id).into(),
            Badge::of(v, promise_state(r, v.today)).into(),
            r.office.clone().unwrap_or_else(|| v.t("enterprise-owner-none")).into(),
            date(v, r.made),
            date(v, r.due),
            date_or_open(v, r.kept),
            Origin::of(v, r, &r.provenance).into(),
        ]
    });
    let heads = [
        Head::Text("grid-promise"),
        Head::Text("grid-state"),
        Head::Text("grid-office"),
        Head::Number("grid-made-on"),
        Head::Number("grid-due"),
        Head::Number("grid-kept"),
        Head::Text("grid-source"),
    ];
    Grid::new(v, v.t("enterprise-promises"), "enterprise-no-promise", &heads, rows.collect())
}

fn hazard_grid(v: &View, hazards: Vec<&Hazard>) -> Grid {
    let sorted = by_state(hazards, |r| hazard_state(r, v.today), |r| r.deadline);
    let rows = sorted.into_iter().map(|r| {
        let grade: Cell = match r.grade {
            Some(HazardGrade::Major) => Badge::saying(v, "fault", "enterprises-major").into(),
            Some(grade) => v.label(&grade.choice().label).to_owned().into(),
            None => v.t("figure-unknown").into(),
        };
        vec![
            v.link("hazards", &r.id).into(),
            Badge::of(v, hazard_state(r, v.today)).into(),
            grade,
            r.place.clone().unwrap_or_else(|| v.t("figure-unknown")).into(),
            date(v, r.found),
            date(v, r.deadline),
            date_or_open(v, r.closed),
            Origin::of(v, r, &r.provenance).into(),
        ]
    });
    let heads = [
        Head::Text("grid-hazard"),
        Head::Text("grid-state"),
        Head::Text("grid-grade"),
        Head::Text("grid-where-found"),
        Head::Number("grid-found"),
        Head::Number("grid-deadline"),
        Head::Number("grid-closed"),
        Head::Text("grid-source"),
    ];
    Grid::new(v, v.t("enterprise-hazards"), "enterprise-no-hazard", &heads, rows.collect())
}
