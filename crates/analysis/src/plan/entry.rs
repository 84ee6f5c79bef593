//! The questions that a model can be asked.

use super::answer::{Conflict, Forced, Plan, TradeOffPoint, Worth};
use super::control::{Control, PlanError};
use super::model::{Model, Objective};

/// The best plan.
///
/// # Errors
/// [`PlanError::Faulty`], [`PlanError::Infeasible`], [`PlanError::Stopped`] or [`PlanError::Solver`].
pub fn solve(_model: &Model, _control: &Control) -> Result<Plan, PlanError> {
    Err(PlanError::Stopped)
}

/// What a little more of each limit, and of the budget, would bring.
///
/// # Errors
/// As [`solve`], and [`PlanError::Foreign`].
pub fn worth(_model: &Model, _plan: &Plan, _control: &Control) -> Result<Vec<Worth>, PlanError> {
    Err(PlanError::Stopped)
}

/// What it would cost to take each option that the plan does not take.
///
/// # Errors
/// As [`solve`], and [`PlanError::Foreign`].
pub fn forced(_model: &Model, _plan: &Plan, _control: &Control) -> Result<Vec<Forced>, PlanError> {
    Err(PlanError::Stopped)
}

/// The best plans between the best one and the one best for `other`: at least 12 points where the two
/// conflict, one where they do not; from the best plan to the best for `other`.
///
/// # Errors
/// As [`solve`].
pub fn trade_off(
    _model: &Model,
    _other: Objective,
    _points: usize,
    _control: &Control,
) -> Result<Vec<TradeOffPoint>, PlanError> {
    Err(PlanError::Stopped)
}

/// What cannot hold together, where no plan exists; `None` where one does.
///
/// # Errors
/// [`PlanError::Faulty`] or [`PlanError::Solver`].
pub fn infeasible(_model: &Model, _control: &Control) -> Result<Option<Conflict>, PlanError> {
    Err(PlanError::Stopped)
}
