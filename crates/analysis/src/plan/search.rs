//! Which options should be taken, and when? The best plan under all that is hard.

use super::answer::{Plan, Start};
use super::check::Checked;
use super::control::{Control, PlanError, Progress, Watch};
use super::formulate::Formulation;
use super::model::{Model, Objective};
use super::program::{Program, Sum};
use super::solver::{Answer, Outcome, Step, run};
use std::time::Instant;

/// When ties are broken, the objective may give way by this share of itself.
const TIE: f64 = 1e-9;
/// A first plan is looked for to half the gap that will do, but not to less than this.
const FIRST_GAP: f64 = 1e-4;
/// The share of the time that the first plan may take.
const FIRST_SHARE: f64 = 0.25;

/// The best plan.
///
/// Where several choices are equally good, the one that the solver meets first is taken, which is the same
/// in every run; among equally good ways to run it, the one with the most value added.
///
/// # Errors
/// [`PlanError::Faulty`], [`PlanError::Infeasible`], [`PlanError::Stopped`] or [`PlanError::Solver`].
pub fn solve(model: &Model, control: &Control) -> Result<Plan, PlanError> {
    find(model, &[], control, 1, 1)
}

/// The best plan, looked for from `seed` on, as the `solve`th of `solves` solves of a question.
pub(super) fn find(
    model: &Model,
    seed: &[Start],
    control: &Control,
    solve: usize,
    solves: usize,
) -> Result<Plan, PlanError> {
    let begun = Instant::now();
    let checked = Checked::new(model).map_err(PlanError::Faulty)?;
    let mut formulation = Formulation::tight(&checked);
    let own_rows = formulation.program.rows.len();
    let relaxed = formulation.strengthen()?;
    formulation.program.add_idle();
    let step = Step { solve, solves, sign: model.objective.sign() };
    let seed = (!seed.is_empty()).then(|| formulation.seed(seed));
    let start = match (seed, relaxed) {
        (Some(seed), _) if formulation.program.allows(&seed) => Some(seed),
        (_, Some(relaxed)) => first(&formulation.program, &relaxed, control, step)?,
        _ => None,
    };
    let left = control.seconds.map(|seconds| seconds - begun.elapsed().as_secs_f64());
    match run(&formulation.program, start.as_deref(), &Control { seconds: left, ..*control }, step)? {
        Outcome::Infeasible => Err(PlanError::Infeasible),
        Outcome::Stopped => Err(PlanError::Stopped),
        Outcome::Solved(answer) => {
            // How to run it does not need what only helped the search.
            formulation.program.rows.truncate(own_rows);
            let values = operate(&formulation, &answer, control, step)?;
            Ok(formulation.plan(&values, &answer, control))
        }
    }
}

/// A good plan soon: the best of those that agree with the relaxation where it is nearly whole.
fn first(program: &Program, relaxed: &[f64], control: &Control, step: Step) -> Result<Option<Vec<f64>>, PlanError> {
    // What bounds some of the plans does not bound the answer.
    let watch =
        control.watch.map(|watch| move |progress: &Progress| watch(&Progress { bound: None, gap: None, ..*progress }));
    let control = Control {
        watch: watch.as_ref().map(|watch| watch as &Watch),
        seconds: control.seconds.map(|seconds| seconds * FIRST_SHARE),
        relative_gap: (control.relative_gap / 2.0).max(FIRST_GAP),
        ..*control
    };
    Ok(match run(&program.narrowed(relaxed), None, &control, step)? {
        Outcome::Solved(answer) => Some(answer.values),
        Outcome::Infeasible | Outcome::Stopped => None,
    })
}

/// The best way to run what the search chose to start: binaries exactly 0 or 1, and ties between ways
/// decided by value added.
fn operate(formulation: &Formulation, found: &Answer, control: &Control, step: Step) -> Result<Vec<f64>, PlanError> {
    let fixed = formulation.program.fixed(&found.values);
    let unhurried = Control { seconds: None, nodes: None, watch: None, ..*control };
    let Outcome::Solved(best) = run(&fixed, None, &unhurried, step)? else {
        // Rounding a binary by the tolerance broke a row; what the search found holds within it.
        return Ok(found.values.clone());
    };
    if formulation.model().objective == Objective::ValueAdded {
        return Ok(best.values);
    }
    let tied = tied(formulation, fixed, &best.values);
    match run(&tied, None, &unhurried, step)? {
        Outcome::Solved(valuable) => Ok(valuable.values),
        _ => Ok(best.values),
    }
}

/// The same program held at what `values` reach, with value added as its objective.
fn tied(formulation: &Formulation, mut program: Program, values: &[f64]) -> Program {
    let objective = std::mem::take(&mut program.objective);
    let reached = objective.at(values);
    program.row(&objective, reached - TIE * reached.abs(), f64::INFINITY, 0.0);
    let mut value = Sum::default();
    value.add(&formulation.discounted(Objective::ValueAdded), 1.0);
    value.add(&formulation.charges(), -1.0);
    program.maximise(&value);
    program
}
