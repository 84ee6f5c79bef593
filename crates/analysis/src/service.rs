//! What do enterprises ask for, what were they promised, and was it kept?
//!
//! A record with a due date is *done* once its closing date is set, *overdue* once the due date has
//! passed without it, *open* otherwise. Figures: share kept of what was due, median days to first
//! response and to solution, mean rating. A figure without any record behind it is unknown (`None`).
//!
//! `share kept = kept on time / due`; days are calendar days. Source: plain counting of ours. Limits: who
//! closed a record in the register is believed; how hard a difficulty was does not count.

use chrono::NaiveDate;
use serde::Serialize;
use yanlian_model::registers::{Difficulty, Directive, Hazard, Promise};
use yanlian_model::{HazardGrade, Registers};

/// Where something with a due date stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum DueState {
    /// Past its due date and not done.
    Overdue,
    /// Not done, not past due.
    Open,
    /// Done.
    Done,
}

fn due_state(done: Option<NaiveDate>, due: Option<NaiveDate>, today: NaiveDate) -> DueState {
    match (done, due) {
        (Some(done), _) if done <= today => DueState::Done,
        (_, Some(due)) if due < today => DueState::Overdue,
        _ => DueState::Open,
    }
}

/// Where a difficulty stands; an outcome closes it even where its date was not entered.
pub fn difficulty_state(difficulty: &Difficulty, today: NaiveDate) -> DueState {
    match difficulty.outcome {
        Some(_) if difficulty.solved.is_none() => DueState::Done,
        _ => due_state(difficulty.solved, difficulty.promised, today),
    }
}

/// Where a promise stands.
pub fn promise_state(promise: &Promise, today: NaiveDate) -> DueState {
    due_state(promise.kept, promise.due, today)
}

/// Where a hazard's rectification stands.
pub fn hazard_state(hazard: &Hazard, today: NaiveDate) -> DueState {
    due_state(hazard.closed, hazard.deadline, today)
}

/// Where a directive stands.
pub fn directive_state(directive: &Directive, today: NaiveDate) -> DueState {
    due_state(directive.done, directive.due, today)
}

/// How many stand where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Tally {
    /// Past due and not done.
    pub overdue: usize,
    /// Not done, not past due.
    pub open: usize,
    /// Done.
    pub done: usize,
}

impl Tally {
    /// Counts states.
    pub fn of(states: impl Iterator<Item = DueState>) -> Tally {
        let mut tally = Tally::default();
        for state in states {
            match state {
                DueState::Overdue => tally.overdue += 1,
                DueState::Open => tally.open += 1,
                DueState::Done => tally.done += 1,
            }
        }
        tally
    }

    /// All of them.
    pub fn total(&self) -> usize {
        self.overdue + self.open + self.done
    }
}

/// The zone's service in figures.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ServiceSummary {
    /// Difficulties.
    pub difficulties: Tally,
    /// Promises.
    pub promises: Tally,
    /// Directives.
    pub directives: Tally,
    /// Hazards.
    pub hazards: Tally,
    /// Major hazards that are not closed.
    pub major_hazards: usize,
    /// Promises kept by their due date over promises due, 0 to 1.
    pub kept_in_time: Option<f64>,
    /// Median days from raised to first response.
    pub response_days: Option<f64>,
    /// Median days from raised to solved.
    pub solution_days: Option<f64>,
    /// Mean of the enterprises' ratings, 1 to 5.
    pub rating: Option<f64>,
}

/// The zone's service on a day.
pub fn service_summary(registers: &Registers, today: NaiveDate) -> ServiceSummary {
    let days = |from: Option<NaiveDate>, to: Option<NaiveDate>| Some((to? - from?).num_days() as f64);
    let difficulties = &registers.difficulties;
    let due: Vec<&Promise> = registers.promises.iter().filter(|p| p.due.is_some_and(|due| due <= today)).collect();
    let kept = due.iter().filter(|p| p.kept.zip(p.due).is_some_and(|(kept, due)| kept <= due)).count();
    let ratings: Vec<f64> = difficulties.iter().filter_map(|d| d.rating).collect();
    let major_open =
        |hazard: &&Hazard| hazard.grade == Some(HazardGrade::Major) && hazard_state(hazard, today) != DueState::Done;
    ServiceSummary {
        difficulties: Tally::of(difficulties.iter().map(|d| difficulty_state(d, today))),
        promises: Tally::of(registers.promises.iter().map(|p| promise_state(p, today))),
        directives: Tally::of(registers.directives.iter().map(|d| directive_state(d, today))),
        hazards: Tally::of(registers.hazards.iter().map(|h| hazard_state(h, today))),
        major_hazards: registers.hazards.iter().filter(major_open).count(),
        kept_in_time: (!due.is_empty()).then(|| kept as f64 / due.len() as f64),
        response_days: median(difficulties.iter().filter_map(|d| days(d.raised, d.first_response))),
        solution_days: median(difficulties.iter().filter_map(|d| days(d.raised, d.solved))),
        rating: (!ratings.is_empty()).then(|| ratings.iter().sum::<f64>() / ratings.len() as f64),
    }
}

fn median(values: impl Iterator<Item = f64>) -> Option<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => None,
        n if n % 2 == 1 => Some(values[middle]),
        _ => Some((values[middle - 1] + values[middle]) / 2.0),
    }
}
