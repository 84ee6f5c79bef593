//! Plans under way: each is solved once, on a thread of its own, watched and stopped from outside.

use crate::kept::Kept;
use std::collections::HashMap;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{Notify, Semaphore};
use yanlian_analysis::plan::{self, Bound, Control, Objective, PlanError, Posed, Study};
use yanlian_analysis::{Diagnosis, Question};
use yanlian_answers::pages::PlanProgress;

/// What is asked: the scenario, the objective to trade off against, a bound on it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Asked {
    /// The scenario's id; empty for the registers alone.
    pub(crate) scenario: String,
    /// The objective to trade off against.
    pub(crate) other: Objective,
    /// A bound on it, as a point of the curve has it.
    pub(crate) bound: Option<f64>,
}

/// How far a run is.
#[derive(Clone)]
pub(crate) enum Outcome {
    Running,
    Done,
    Stopped,
    Failed(String),
}

/// What is known so far.
#[derive(Clone)]
pub(crate) struct Known {
    pub(crate) study: Study,
    pub(crate) progress: PlanProgress,
    pub(crate) outcome: Outcome,
}

/// One question being answered.
pub(crate) struct Run {
    pub(crate) posed: Posed,
    known: Mutex<Known>,
    stop: AtomicBool,
    ended: Notify,
}

impl Run {
    /// What is known now.
    pub(crate) fn known(&self) -> Known {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Asks the solver to end with the best so far.
    pub(crate) fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// Waits until it has ended, but not longer than `patience`.
    pub(crate) async fn wait(&self, patience: Duration) {
        let ended = self.ended.notified();
        if matches!(self.known().outcome, Outcome::Running) {
            let _ = tokio::time::timeout(patience, ended).await;
        }
    }

    fn change(&self, change: impl FnOnce(&mut Known)) {
        change(&mut self.known.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// Solves; what is found is known as soon as it is found.
    fn solve(&self, other: Objective) {
        let watch = |at: &plan::Progress| {
            let progress = PlanProgress {
                solve: at.solve,
                solves: at.solves,
                best: at.best,
                bound: at.bound,
                gap: at.gap,
                nodes: at.nodes,
            };
            self.change(|known| known.progress = progress);
            if self.stop.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        let control = Control { watch: Some(&watch), ..Control::default() };
        let publish = |study: &Study| self.change(|known| known.study = study.clone());
        let outcome = match plan::study(&self.posed.model, other, &control, &publish) {
            _ if self.stop.load(Ordering::Relaxed) => Outcome::Stopped,
            Ok(_) => Outcome::Done,
            Err(PlanError::Stopped) => Outcome::Stopped,
            Err(error) => Outcome::Failed(error.to_string()),
        };
        self.change(|known| known.outcome = outcome);
        self.ended.notify_waiters();
    }
}

/// Every run of the registers as they stand.
pub(crate) struct Plans {
    runs: Mutex<HashMap<String, Arc<Run>>>,
    revision: Mutex<i64>,
    /// One plan is solved at a time.
    turn: Arc<Semaphore>,
}

impl Default for Plans {
    fn default() -> Plans {
        Plans { runs: Mutex::default(), revision: Mutex::new(-1), turn: Arc::new(Semaphore::new(1)) }
    }
}

/// Poses what is asked of the registers; `None` for a scenario that is not registered.
pub(crate) fn pose(kept: &Kept, diagnosis: &Diagnosis, asked: &Asked) -> Option<Posed> {
    let scenarios = &kept.zone.registers.scenarios;
    let scenario = scenarios.iter().find(|scenario| scenario.id == asked.scenario);
    if scenario.is_none() && !asked.scenario.is_empty() {
        return None;
    }
    let mut posed = plan::pose(&kept.zone, diagnosis, scenario);
    if let Some(bound) = asked.bound {
        let more_is_better = asked.other.sign() > 0.0;
        posed.model.bounds.push(Bound {
            objective: asked.other,
            at_least: more_is_better.then_some(bound),
            at_most: (!more_is_better).then_some(bound),
        });
    }
    Some(posed)
}

impl Plans {
    /// The run that answers, started where there is none; `None` for a scenario that is not registered.
    pub(crate) fn run(&self, kept: &Kept, question: &Question, asked: &Asked) -> Option<Arc<Run>> {
        self.forget_what_has_passed(kept.revision);
        let key = format!("{asked:?} {question:?}");
        let mut runs = self.runs.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(run) = runs.get(&key) {
            return Some(Arc::clone(run));
        }
        let posed = pose(kept, &kept.diagnosis(question), asked)?;
        let known = Known { study: Study::default(), progress: PlanProgress::default(), outcome: Outcome::Running };
        let run = Arc::new(Run { posed, known: Mutex::new(known), stop: AtomicBool::new(false), ended: Notify::new() });
        runs.insert(key, Arc::clone(&run));
        let (turn, solved, other) = (Arc::clone(&self.turn), Arc::clone(&run), asked.other);
        tokio::spawn(async move {
            let _turn = turn.acquire_owned().await;
            let _ = tokio::task::spawn_blocking(move || solved.solve(other)).await;
        });
        Some(run)
    }

    /// Forgets a run, so that it is solved again.
    pub(crate) fn forget(&self, question: &Question, asked: &Asked) {
        let key = format!("{asked:?} {question:?}");
        self.runs.lock().unwrap_or_else(PoisonError::into_inner).remove(&key);
    }

    /// Runs of registers that have changed since are stopped and forgotten.
    fn forget_what_has_passed(&self, revision: i64) {
        let mut current = self.revision.lock().unwrap_or_else(PoisonError::into_inner);
        if *current != revision {
            *current = revision;
            let passed = std::mem::take(&mut *self.runs.lock().unwrap_or_else(PoisonError::into_inner));
            passed.values().for_each(|run| run.stop());
        }
    }
}
