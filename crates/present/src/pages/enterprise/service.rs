//! What difficulties need to be solved, what was promised, and which hazards are open?

use super::{Part, Question};
use crate::grid::Grid;
use crate::{View, tables};
use chrono::NaiveDate;
use yanlian_analysis::{DueState, Tally, difficulty_state, hazard_state, promise_state};
use yanlian_model::Message;
use yanlian_model::registers::{Difficulty, Hazard, Promise};

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

/// What the page has room for.
const DIFFICULTIES: &[&str] =
    &["difficulty", "state", "category", "owner", "raised", "promised", "solved", "days", "rating", "source"];
const PROMISES: &[&str] = &["promise", "state", "office", "made", "due", "kept", "source"];
const HAZARDS: &[&str] = &["hazard", "state", "grade", "place", "found", "deadline", "closed", "source"];

fn difficulty_grid(v: &View, difficulties: Vec<&Difficulty>) -> Grid {
    let sorted = by_state(difficulties, |r| difficulty_state(r, v.today), |r| r.promised);
    tables::difficulties(v).table(v.t("enterprise-difficulties"), "enterprise-no-difficulty", DIFFICULTIES, sorted)
}

fn promise_grid(v: &View, promises: Vec<&Promise>) -> Grid {
    let sorted = by_state(promises, |r| promise_state(r, v.today), |r| r.due);
    tables::promises(v).table(v.t("enterprise-promises"), "enterprise-no-promise", PROMISES, sorted)
}

fn hazard_grid(v: &View, hazards: Vec<&Hazard>) -> Grid {
    let sorted = by_state(hazards, |r| hazard_state(r, v.today), |r| r.deadline);
    tables::hazards(v).table(v.t("enterprise-hazards"), "enterprise-no-hazard", HAZARDS, sorted)
}
