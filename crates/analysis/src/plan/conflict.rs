//! Where there is no plan: what cannot hold together?
//!
//! Deletion filter: give up one member after the other; where there is still no plan without it, it stays
//! given up, else it is needed for the conflict. What remains cannot hold together, and every member of
//! it is needed for that. Trade, caps and logic are given up first, so that limits and musts are named
//! where there is a choice. Source: Chinneck and Dravnieks (1991).
//!
//! Limits: one of possibly many conflicts; each member costs a solve, and where time runs out what is left
//! is said to be not irreducible.

use super::answer::{Conflict, Member, Obstacle};
use super::check::Checked;
use super::control::{Control, PlanError};
use super::formulate::{Formulation, Handle};
use super::model::Model;
use super::program::{Program, Sum};
use super::solver::{Outcome, Step, run};

/// What cannot hold together, where no plan exists; `None` where one does.
///
/// # Errors
/// [`PlanError::Faulty`] or [`PlanError::Solver`], and [`PlanError::Stopped`] where the search was stopped
/// before it was known whether there is a plan.
pub fn infeasible(model: &Model, control: &Control) -> Result<Option<Conflict>, PlanError> {
    let mut checked = Checked::new(model).map_err(PlanError::Faulty)?;
    // An option that is out because a good cannot be traded is back once that is given up.
    checked.left_out.retain(|out| out.obstacle == Obstacle::RuledOut);
    let formulation = Formulation::new(&checked);
    let mut program = formulation.program.clone();
    program.maximise(&Sum::default());
    let mut members: Vec<&Member> = formulation.handles.iter().map(|(member, _)| member).collect();
    members.sort();
    members.dedup();
    let solves = members.len() + 1;
    let step = |solve| Step { solve, solves, sign: 1.0 };
    match run(&program, None, control, step(1))? {
        Outcome::Solved(_) => return Ok(None),
        Outcome::Stopped => return Err(PlanError::Stopped),
        Outcome::Infeasible => {}
    }
    let (mut needed, mut irreducible) = (Vec::new(), true);
    for (at, member) in members.iter().rev().enumerate() {
        let mut without = program.clone();
        let handles = formulation.handles.iter().filter(|(of, _)| of == *member);
        handles.for_each(|(_, handle)| loosen(&mut without, handle));
        match run(&without, None, control, step(at + 2))? {
            Outcome::Infeasible => program = without,
            outcome => {
                irreducible &= matches!(outcome, Outcome::Solved(_));
                needed.push((*member).clone());
            }
        }
    }
    needed.reverse();
    Ok(Some(Conflict { members: needed, irreducible }))
}

fn loosen(program: &mut Program, handle: &Handle) {
    match handle {
        Handle::RowUpper(row) => program.rows[*row].upper = f64::INFINITY,
        Handle::RowLower(row) => program.rows[*row].lower = f64::NEG_INFINITY,
        Handle::ColumnLower(column) => program.columns[*column].lower = 0.0,
        Handle::ColumnUpper(column) => program.columns[*column].upper = f64::INFINITY,
    }
}
