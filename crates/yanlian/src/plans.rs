//! Plans under way: each is solved once, on a thread of its own, watched and stopped from outside.
//!
//! What was found is kept in the store beside its question, solver's log and all: the same question
//! is not solved again, also after a restart.

use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{Semaphore, watch};
use tokio::task::{JoinError, spawn_blocking};
use yanlian_analysis::plan::{self, Bound, Control, Model, Objective, PlanError, Posed, Study};
use yanlian_analysis::{Diagnosis, Question};
use yanlian_model::{Bearing, Message, registers};
use yanlian_present::pages::PlanProgress;
use yanlian_workbench::{Snapshot, Workbench};

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
    /// Why there is no plan.
    Failed(Vec<Message>),
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
    /// Whether no answer was kept, so that it is solved.
    solved: AtomicBool,
    /// Whether a page has shown it.
    shown: AtomicBool,
    /// Tells whenever more is known.
    more: watch::Sender<()>,
}

impl Run {
    /// What is known now.
    pub(crate) fn known(&self) -> Known {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner).clone();
        known.progress.stopping = self.stop.load(Ordering::Relaxed);
        known
    }

    /// Asks the solver to end with the best so far.
    pub(crate) fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
        self.more.send_replace(());
    }

    /// Whether the solver has more to say.
    pub(crate) fn is_running(&self) -> bool {
        matches!(self.known.lock().unwrap_or_else(PoisonError::into_inner).outcome, Outcome::Running)
    }

    /// Tells whenever more is known.
    pub(crate) fn watch(&self) -> watch::Receiver<()> {
        self.more.subscribe()
    }

    /// Waits until it has ended, but not longer than `patience`.
    pub(crate) async fn wait(&self, patience: Duration) {
        let mut more = self.watch();
        let _ = tokio::time::timeout(patience, more.wait_for(|()| !self.is_running())).await;
    }

    /// Waits for the answer that was kept, if one was.
    pub(crate) async fn wait_for_kept(&self) {
        let mut more = self.watch();
        let known = |(): &()| !self.is_running() || self.solved.load(Ordering::Relaxed);
        // It lives as long as the run.
        let _ = more.wait_for(known).await;
    }

    /// The same as [`Run::wait`] for a page, which waits at first sight only: who comes back wants to see how far it is.
    pub(crate) async fn wait_once(&self, patience: Duration) {
        if !self.shown.swap(true, Ordering::Relaxed) {
            self.wait(patience).await;
        }
    }

    fn change(&self, change: impl FnOnce(&mut Known)) {
        change(&mut self.known.lock().unwrap_or_else(PoisonError::into_inner));
        self.more.send_replace(());
    }

    /// Takes the answer from the store, or solves when it is its turn and keeps what was found.
    async fn answer(self: Arc<Run>, workbench: Arc<Workbench>, turn: Arc<Semaphore>, other: Objective) {
        let name = name(&self.posed.model, other);
        let outcome = match self.kept(&workbench, &name).await {
            Some(study) => {
                self.change(|known| known.study = study);
                Outcome::Done
            }
            None => {
                self.solved.store(true, Ordering::Relaxed);
                self.more.send_replace(());
                let _turn = turn.acquire_owned().await;
                let solving = Arc::clone(&self);
                let solved = spawn_blocking(move || solving.solve(other)).await;
                let failed = |error: JoinError| PlanError::Solver(error.to_string()).messages();
                let outcome = solved.unwrap_or_else(|error| Outcome::Failed(failed(error)));
                if let (Outcome::Done, Ok(answer)) = (&outcome, serde_json::to_string(&self.known().study)) {
                    // Where it cannot be kept it is solved again some day; it is answered all the same.
                    let _ = workbench.keep_answer(&name, &answer).await;
                }
                outcome
            }
        };
        self.change(|known| known.outcome = outcome);
    }

    /// The study that is kept; none where there is none, or none that this release can read.
    async fn kept(&self, workbench: &Workbench, name: &str) -> Option<Study> {
        let answer = workbench.answer(name).await.ok()??;
        let study: Study = serde_json::from_str(&answer).ok()?;
        study.read_back(&self.posed.model).ok()
    }

    /// Solves; what is found is known as soon as it is found.
    fn solve(&self, other: Objective) -> Outcome {
        let watch = |at: &plan::Progress| {
            let progress = PlanProgress {
                solve: at.solve,
                solves: at.solves,
                best: at.best,
                bound: at.bound,
                gap: at.gap,
                nodes: at.nodes,
                stopping: false,
            };
            self.change(|known| known.progress = progress);
            if self.stop.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        let control = Control { watch: Some(&watch), ..Control::default() };
        let publish = |study: &Study| self.change(|known| known.study = study.clone());
        match plan::study(&self.posed.model, other, &control, &publish) {
            _ if self.stop.load(Ordering::Relaxed) => Outcome::Stopped,
            Ok(_) => Outcome::Done,
            Err(PlanError::Stopped) => Outcome::Stopped,
            Err(error) => Outcome::Failed(error.messages()),
        }
    }
}

/// The registers on which plans rest: what is measured at outlets is part of the question.
static RESTS_ON: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let rested_on = registers::ALL.iter().filter(|register| register.bearing != Bearing::Discharge);
    rested_on.map(|register| register.name).collect()
});

/// Every run of the registers as they stand.
pub(crate) struct Plans {
    workbench: Arc<Workbench>,
    runs: Mutex<HashMap<String, Arc<Run>>>,
    /// When what they rest on was last written to.
    written: Mutex<i64>,
    /// One plan is solved at a time.
    turn: Arc<Semaphore>,
}

/// Poses what is asked of the registers; `None` for a scenario that is not registered.
pub(crate) fn pose(snapshot: &Snapshot, diagnosis: &Diagnosis, asked: &Asked) -> Option<Posed> {
    let scenarios = &snapshot.zone.registers.scenarios;
    let scenario = scenarios.iter().find(|scenario| scenario.id == asked.scenario);
    if scenario.is_none() && !asked.scenario.is_empty() {
        return None;
    }
    let mut posed = plan::pose(&snapshot.zone, diagnosis, scenario);
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

/// Counts the changes of what a study says of the same question: answers that were kept before do not count.
const METHOD: u32 = 2;

/// The name of a question in the store: what decides the answer, and the release that answers.
fn name(model: &Model, other: Objective) -> String {
    let question = (env!("CARGO_PKG_VERSION"), METHOD, other, model);
    let question = serde_json::to_vec(&question).expect("a model is plain data");
    let digest = Sha256::digest(question).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    format!("plan {digest}")
}

impl Plans {
    /// No runs yet; what they find is kept in the workbench's store.
    pub(crate) fn new(workbench: Arc<Workbench>) -> Plans {
        Plans { workbench, runs: Mutex::default(), written: Mutex::new(-1), turn: Arc::new(Semaphore::new(1)) }
    }

    /// The run that answers, begun where there is none; `None` for a scenario that is not registered.
    ///
    /// # Errors
    /// A method panicked.
    pub(crate) async fn run(
        &self,
        snapshot: &Arc<Snapshot>,
        question: &Question,
        asked: &Asked,
    ) -> Result<Option<Arc<Run>>, JoinError> {
        self.forget_what_has_passed(snapshot.last_written(&RESTS_ON));
        let key = format!("{asked:?} {question:?}");
        if let Some(run) = self.runs.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Ok(Some(Arc::clone(run)));
        }
        let diagnosis = snapshot.diagnosis(question).await?;
        let (own, scenario) = (Arc::clone(snapshot), asked.clone());
        let Some(posed) = spawn_blocking(move || pose(&own, &diagnosis, &scenario)).await? else { return Ok(None) };
        let mut runs = self.runs.lock().unwrap_or_else(PoisonError::into_inner);
        // Somebody may have been quicker.
        if let Some(run) = runs.get(&key) {
            return Ok(Some(Arc::clone(run)));
        }
        let known = Known { study: Study::default(), progress: PlanProgress::default(), outcome: Outcome::Running };
        let run = Arc::new(Run {
            posed,
            known: Mutex::new(known),
            stop: AtomicBool::new(false),
            solved: AtomicBool::new(false),
            shown: AtomicBool::new(false),
            more: watch::Sender::new(()),
        });
        runs.insert(key, Arc::clone(&run));
        let (workbench, turn) = (Arc::clone(&self.workbench), Arc::clone(&self.turn));
        tokio::spawn(Arc::clone(&run).answer(workbench, turn, asked.other));
        Ok(Some(run))
    }

    /// Forgets a run that was stopped or failed, so that it is solved again.
    pub(crate) fn forget(&self, question: &Question, asked: &Asked) {
        let key = format!("{asked:?} {question:?}");
        self.runs.lock().unwrap_or_else(PoisonError::into_inner).remove(&key);
    }

    /// Runs of registers that have changed since are stopped and forgotten.
    fn forget_what_has_passed(&self, written: i64) {
        let mut current = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        if *current != written {
            *current = written;
            let passed = std::mem::take(&mut *self.runs.lock().unwrap_or_else(PoisonError::into_inner));
            passed.values().for_each(|run| run.stop());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Clock;
    use yanlian_analysis::plan::Conflict;
    use yanlian_store::Address;

    #[tokio::test]
    async fn what_was_found_is_kept_and_not_looked_for_again() {
        let folder = tempfile::tempdir().unwrap();
        let workbench = Workbench::open(&Address::folder(folder.path())).await.unwrap();
        let snapshot = workbench.snapshot().await.unwrap();
        let question = snapshot.question(Clock::System.today(), None, None);
        let asked = Asked { scenario: String::new(), other: Objective::Cod, bound: None };
        let answered = async || {
            let run = Plans::new(Arc::clone(&workbench)).run(&snapshot, &question, &asked).await.unwrap().unwrap();
            run.wait(Duration::from_secs(600)).await;
            let known = run.known();
            assert!(matches!(known.outcome, Outcome::Done));
            (name(&run.posed.model, asked.other), known.study)
        };
        let (name, solved) = answered().await;
        assert!(solved.plan.is_some(), "where there is nothing to take, to take nothing is a plan");
        assert_eq!(answered().await, (name.clone(), solved));

        // What only the store can say shows that it was asked.
        let marked = Study { conflict: Some(Conflict { members: vec![], irreducible: true }), ..Study::default() };
        workbench.keep_answer(&name, &serde_json::to_string(&marked).unwrap()).await.unwrap();
        assert_eq!(answered().await, (name.clone(), marked));

        // What an older release wrote and nobody can read is looked for again.
        workbench.keep_answer(&name, "{}").await.unwrap();
        assert!(answered().await.1.plan.is_some());
    }
}
