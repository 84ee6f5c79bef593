//! The whole study of one question: the plan, what its limits are worth, what was not taken, the trade-off.

use super::answer::Study;
use super::check::Checked;
use super::control::{Control, Fault, PlanError};
use super::model::{Model, Objective};
use super::{conflict::infeasible, search::solve, trade_off::curve_from, what_if::forced, what_if::worth};

/// Points of the trade-off curve.
const POINTS: usize = 12;

/// Answers part after part; `publish` sees the study whenever it has grown. A search that is stopped
/// leaves what was found until then.
///
/// # Errors
/// As [`solve`](super::solve), but for a question without any plan, whose conflict is part of the answer.
pub fn study(model: &Model, other: Objective, control: &Control, publish: &dyn Fn(&Study)) -> Result<Study, PlanError> {
    let mut study = Study { other: Some(other), ..Study::default() };
    let plan = match solve(model, control) {
        Ok(plan) => plan,
        Err(PlanError::Infeasible) => {
            study.conflict = infeasible(model, control)?;
            publish(&study);
            return Ok(study);
        }
        Err(error) => return Err(error),
    };
    study.plan = Some(plan.clone());
    publish(&study);
    study.worth = unless_stopped(worth(model, &plan, control))?;
    publish(&study);
    study.forced = unless_stopped(forced(model, &plan, control))?;
    publish(&study);
    study.trade_off = unless_stopped(curve_from(model, plan, other, POINTS, control))?;
    publish(&study);
    Ok(study)
}

impl Study {
    /// A study of `model` that was kept as JSON and read from it: sentences are not read but made anew.
    ///
    /// # Errors
    /// The faults of the model.
    pub fn read_back(mut self, model: &Model) -> Result<Study, Vec<Fault>> {
        let findings = Checked::new(model)?.findings;
        let curve = self.trade_off.iter_mut().map(|point| &mut point.plan);
        self.plan.iter_mut().chain(curve).for_each(|plan| plan.findings.clone_from(&findings));
        Ok(self)
    }
}

fn unless_stopped<T>(part: Result<Vec<T>, PlanError>) -> Result<Vec<T>, PlanError> {
    match part {
        Err(PlanError::Stopped) => Ok(Vec::new()),
        part => part,
    }
}
