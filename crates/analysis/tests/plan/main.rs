//! Plans against brute force: every pattern of starts, each run by another linear solver.

#![allow(clippy::unwrap_used, reason = "a test stops where something is not as it should be")]

#[path = "../../../../benches/plan/generate.rs"]
mod generate;

mod by_hand;
mod conflicts;
mod curve;
mod optimum;
mod reference;
mod rules;
mod what_if;

use generate::{Dice, Shape, instance};
use yanlian_analysis::plan::*;

/// A small model of a seed; every few seeds another objective, floors, caps, a must, a ruled-out option.
fn small(seed: u64, options: usize, years: usize) -> Model {
    let shape = Shape { options, limits: 4, years, plants: (seed % 3) as usize, odd: true };
    let mut model = instance(seed, &shape);
    let mut dice = Dice::new(seed);
    if dice.chance(0.2) {
        model.options[dice.below(options)].decision = Decision::Must;
    }
    if dice.chance(0.2) {
        model.options[dice.below(options)].decision = Decision::Not;
    }
    if dice.chance(0.2) {
        let all: f64 = model.options.iter().map(|option| option.effects[2].per_unit * option.capacity).sum();
        model.bounds.push(Bound { objective: Objective::Co2, at_least: None, at_most: Some(all * 0.5) });
    }
    if dice.chance(0.2) {
        let all: f64 = model.options.iter().map(|option| option.effects[1].per_year).sum();
        model.bounds.push(Bound { objective: Objective::Jobs, at_least: Some(all * 0.3), at_most: None });
    }
    if dice.chance(0.3) {
        let other = [Objective::Tax, Objective::Jobs, Objective::LocalSourcing, Objective::Co2];
        model.objective = other[dice.below(other.len())];
    }
    model
}

fn solved(model: &Model) -> Option<Plan> {
    match solve(model, &Control::default()) {
        Ok(plan) => Some(plan),
        Err(PlanError::Infeasible) => None,
        Err(error) => panic!("{error}"),
    }
}

/// What the search weighs: the objective, burdens negative, less charges.
fn reached(plan: &Plan) -> f64 {
    plan.objective.sign() * plan.value - plan.soft_charge
}

#[track_caller]
fn assert_close(ours: f64, theirs: f64, relative: f64, what: &str) {
    // What is a million times smaller than the models' money is nothing.
    let off = (ours - theirs).abs() / theirs.abs().max(10.0);
    assert!(off <= relative, "{what}: {ours} against {theirs}, off by {off:e}");
}
