//! What is each limit worth, and what would it cost to take an option that the plan does not take?
//!
//! - worth of a limit: the gain of the re-solved model when the limit is raised by a step in every year.
//!   Per unit of the step only where the same options start in the same years: options come whole, so that
//!   what lets another one in by 0.2 mu does not let five in by 1 mu. Beside it, for flow limits, the derivative while what is started stays as it is: the dual of the linear
//!   program with Y fixed, called *marginal in operation*. Land and budget have none: with Y fixed nothing
//!   depends on them.
//! - cost of forcing: the loss of the re-solved model with the option as a must, and what then binds; where
//!   there is no such plan, what cannot hold together with it.
//!
//! Worth: units of the objective per unit of the limit; cost: units of the objective. Source: re-solving;
//! the dual as in any text on linear programming. Limits: a worth is that of this step and may differ for
//! another.

use super::answer::{Forced, Plan, Scarce, Start, Worth};
use super::check::Checked;
use super::conflict::infeasible;
use super::control::{Control, PlanError};
use super::formulate::Formulation;
use super::model::{Decision, Model, window};
use super::search::find;
use super::solver::{Outcome, Step, run};

/// The share of the largest headroom by which a limit without a stated step is raised, but by a unit at least.
const STEP: f64 = 0.01;

/// What a little more of each limit, and of the budget, would bring.
///
/// # Errors
/// As [`solve`](super::solve), and [`PlanError::Foreign`].
pub fn worth(model: &Model, plan: &Plan, control: &Control) -> Result<Vec<Worth>, PlanError> {
    let duals = duals(model, plan, control)?;
    let scarce = scarce(model);
    let solves = scarce.len();
    let worth = scarce.into_iter().enumerate().map(|(at, of)| {
        let step = step(model, &of);
        let raised =
            step.map(|step| find(&raised(model, &of, step), &plan.starts, control, at + 1, solves)).transpose()?;
        // A looser model cannot be worse: a stopped search may say so all the same.
        let gain = raised.as_ref().map(|raised| (raised.reached() - plan.reached()).max(0.0));
        let same_starts = raised.as_ref().is_some_and(|raised| raised.starts == plan.starts);
        let in_proportion = gain.zip(step).filter(|(gain, _)| same_starts || *gain == 0.0);
        Ok(Worth {
            step,
            gain,
            gain_per_unit: in_proportion.map(|(gain, step)| gain / step),
            proven: plan.proven && raised.is_none_or(|raised| raised.proven),
            marginal_in_operation: duals.get(at).cloned().flatten(),
            of,
        })
    });
    worth.collect()
}

fn scarce(model: &Model) -> Vec<Scarce> {
    let limits = model.limits.iter().map(|limit| Scarce::Limit(limit.id.clone()));
    limits.chain(model.budget_cny.is_some().then_some(Scarce::Budget)).collect()
}

fn step(model: &Model, of: &Scarce) -> Option<f64> {
    let largest = |values: &[f64]| values.iter().copied().fold(0.0, f64::max);
    match of {
        Scarce::Budget => {
            let largest = model.budget_cny.as_deref().map_or(0.0, largest);
            (largest > 0.0).then_some(STEP * largest)
        }
        Scarce::Limit(id) => {
            let limit = model.limits.iter().find(|limit| limit.id == *id)?;
            limit.step.or(Some((STEP * largest(&limit.headroom)).max(1.0)))
        }
    }
}

fn raised(model: &Model, of: &Scarce, step: f64) -> Model {
    let mut raised = model.clone();
    let values = match of {
        Scarce::Budget => raised.budget_cny.iter_mut().flatten().collect::<Vec<_>>(),
        Scarce::Limit(id) => {
            let limits = raised.limits.iter_mut().filter(|limit| limit.id == *id);
            limits.flat_map(|limit| &mut limit.headroom).collect()
        }
    };
    for value in values {
        *value += step;
    }
    raised
}

/// For each flow limit, the derivative of what is reached by its headroom in each year, with the plan's starts.
fn duals(model: &Model, plan: &Plan, control: &Control) -> Result<Vec<Option<Vec<f64>>>, PlanError> {
    belongs(model, plan)?;
    let checked = Checked::new(model).map_err(PlanError::Faulty)?;
    let formulation = Formulation::new(&checked);
    let fixed = formulation.program.fixed(&formulation.seed(&plan.starts));
    let step = Step { solve: 1, solves: 1, sign: 1.0 };
    let unhurried = Control { seconds: None, nodes: None, watch: None, ..*control };
    let Outcome::Solved(answer) = run(&fixed, None, &unhurried, step)? else {
        return Err(PlanError::Infeasible);
    };
    let of = |r: usize| {
        let years = formulation.limit_rows[r].iter();
        // A looser limit cannot harm; less than nothing is rounding.
        checked.flows_against(r).then(|| years.map(|&row| answer.duals[row].max(0.0)).collect())
    };
    Ok((0..model.limits.len()).map(of).collect())
}

/// Whether every start of `plan` is one that `model` allows.
fn belongs(model: &Model, plan: &Plan) -> Result<(), PlanError> {
    let allowed = |start: &Start| {
        let option = model.options.iter().find(|option| option.id == start.option)?;
        let (first, last) = window(model, option)?;
        model.years[first..=last].contains(&start.year).then_some(())
    };
    match plan.starts.iter().find(|start| allowed(start).is_none()) {
        Some(start) => Err(PlanError::Foreign(start.option.clone())),
        None => Ok(()),
    }
}

/// What it would cost to take each option that the plan does not take; options that could not be
/// considered are not asked about.
///
/// # Errors
/// As [`solve`](super::solve), and [`PlanError::Foreign`].
pub fn forced(model: &Model, plan: &Plan, control: &Control) -> Result<Vec<Forced>, PlanError> {
    belongs(model, plan)?;
    let checked = Checked::new(model).map_err(PlanError::Faulty)?;
    let taken = |id: &str| plan.starts.iter().any(|start| start.option == id);
    let open: Vec<usize> =
        (0..model.options.len()).filter(|&k| checked.considered(k) && !taken(&model.options[k].id)).collect();
    let solves = open.len();
    open.iter().enumerate().map(|(at, &k)| force(model, plan, k, control, at + 1, solves)).collect()
}

fn force(
    model: &Model,
    plan: &Plan,
    k: usize,
    control: &Control,
    solve: usize,
    solves: usize,
) -> Result<Forced, PlanError> {
    let option = model.options[k].id.clone();
    let mut with = model.clone();
    with.options[k].decision = Decision::Must;
    match find(&with, &plan.starts, control, solve, solves) {
        Ok(forced) => {
            let cost = plan.reached() - forced.reached();
            let proven = plan.proven && forced.proven;
            Ok(Forced {
                // Of two proven plans the one with less freedom is not better; less than nothing is tolerance.
                cost: Some(if proven { cost.max(0.0) } else { cost }),
                proven,
                start: forced.starts.iter().find(|start| start.option == option).map(|start| start.year),
                binding: forced.binding(&with),
                conflict: Vec::new(),
                option,
            })
        }
        Err(PlanError::Infeasible) => {
            let conflict = infeasible(&with, control)?;
            let members = conflict.map_or_else(Vec::new, |conflict| conflict.members);
            Ok(Forced { option, cost: None, proven: true, start: None, binding: Vec::new(), conflict: members })
        }
        Err(PlanError::Stopped) => {
            Ok(Forced { option, cost: None, proven: false, start: None, binding: Vec::new(), conflict: Vec::new() })
        }
        Err(other) => Err(other),
    }
}
