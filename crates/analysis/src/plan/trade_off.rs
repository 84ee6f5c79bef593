//! How much of one objective does more of another cost?
//!
//! ε-constraint method: the best plan under a floor (burdens: a cap) on the other objective, for evenly
//! spaced floors from what the best plan reaches anyway to the most that can be reached. The points are
//! solved from the strictest floor to the loosest, so that each plan is a start for the next. Source:
//! Haimes, Lasdon and Wismer (1971).
//!
//! Both objectives in their own units, discounted as in [`super`]. Limits: between two points nothing is
//! said; a curve of whole projects may jump there.

use super::answer::{Plan, Start, TradeOffPoint};
use super::control::{Control, PlanError};
use super::model::{Bound, Model, Objective};
use super::search::find;

/// A curve has at least so many points.
const FEWEST: usize = 12;
/// Two totals are one where they differ by less than this share.
const SAME: f64 = 1e-6;
/// By which share of the range the strictest floor stays below the most that can be reached, because
/// that is known only within the solver's gap.
const EASE: f64 = 1e-6;

/// The best plans between the best one and the one best for `other`: at least 12 points where the two
/// conflict, one where they do not; from the best plan to the best for `other`.
///
/// # Errors
/// As [`solve`](super::solve).
pub fn trade_off(
    model: &Model,
    other: Objective,
    points: usize,
    control: &Control,
) -> Result<Vec<TradeOffPoint>, PlanError> {
    curve_from(model, find(model, &[], control, 1, points.max(FEWEST) + 1)?, other, points, control)
}

/// The curve from the best plan, which is known, to the best for `other`.
pub(super) fn curve_from(
    model: &Model,
    best: Plan,
    other: Objective,
    points: usize,
    control: &Control,
) -> Result<Vec<TradeOffPoint>, PlanError> {
    let points = points.max(FEWEST);
    let solves = points + 1;
    let most = find(&Model { objective: other, ..model.clone() }, &best.starts, control, 2, solves)?;
    let (from, to) = (best.total(other), most.value);
    if (to - from).abs() <= SAME * from.abs().max(to.abs()) {
        return Ok(vec![TradeOffPoint { other_bound: None, other_value: from, plan: best }]);
    }
    let mut curve: Vec<TradeOffPoint> = Vec::new();
    let mut seed: Vec<Start> = most.starts;
    for at in (1..points).rev() {
        let share = (at as f64 / (points - 1) as f64).min(1.0 - EASE);
        let floor = from + (to - from) * share;
        let plan = find(&bounded(model, other, floor), &seed, control, 2 + points - at, solves)?;
        seed.clone_from(&plan.starts);
        curve.push(point(Some(floor), other, plan));
    }
    curve.push(point(None, other, best));
    curve.reverse();
    Ok(curve)
}

fn point(other_bound: Option<f64>, other: Objective, plan: Plan) -> TradeOffPoint {
    TradeOffPoint { other_bound, other_value: plan.total(other), plan }
}

fn bounded(model: &Model, other: Objective, floor: f64) -> Model {
    let mut model = model.clone();
    let (at_least, at_most) = if other.sign() > 0.0 { (Some(floor), None) } else { (None, Some(floor)) };
    model.bounds.push(Bound { objective: other, at_least, at_most });
    model
}
