//! How near can the relaxation be brought to the best plan before the search begins?
//!
//! In rounds: the program without whole numbers is solved, every row says which inequality of whole choices the
//! point breaks ([`inequality`](super::inequality)), and these become rows. What binds in the end stays for the
//! search.

use super::control::PlanError;
use super::formulate::Formulation;
use super::inequality::{Ceiling, rounded};
use super::program::Row;
use super::solver::Relaxation;

/// So many rounds at most.
const ROUNDS: usize = 12;
/// A round that lowers the bound by a smaller share is the last.
const PROGRESS: f64 = 1e-5;

impl Formulation<'_> {
    /// Adds rows that every plan keeps. Answers the values of the relaxation with them; `None` where there are none.
    pub(super) fn strengthen(&mut self) -> Result<Option<Vec<f64>>, PlanError> {
        let own = self.program.rows.len();
        let (sides, ceilings) = (self.sides(), self.activity_ceilings());
        let mut relaxation = Relaxation::new(&self.program)?;
        let (mut rounds, mut bound) = (0..ROUNDS, f64::INFINITY);
        loop {
            let Some((solved, relaxed)) = relaxation.solve(&self.program)? else { return Ok(None) };
            relaxation = solved;
            let before = self.program.rows.len();
            if rounds.next().is_some() && bound - relaxed.reached > PROGRESS * relaxed.reached.abs() {
                for (terms, most) in &sides {
                    if let Some((sum, most)) = rounded(&self.program, terms, *most, &ceilings, &relaxed.values) {
                        self.program.row(&sum, f64::NEG_INFINITY, most, 0.0);
                    }
                }
            }
            if self.program.rows.len() == before {
                let mut place = 0..;
                let stays = |at: usize| at < own || relaxed.binds[at];
                self.program.rows.retain(|_| place.next().is_some_and(stays));
                return Ok(Some(relaxed.values));
            }
            for row in &self.program.rows[before..] {
                relaxation.add(&self.program, row)?;
            }
            bound = relaxed.reached;
        }
    }

    /// Every row as `Σ terms ≤ most`, from above and from below where it is bounded.
    fn sides(&self) -> Vec<(Vec<(usize, f64)>, f64)> {
        let upper = |row: &Row| (row.terms.clone(), row.upper);
        let lower = |row: &Row| (row.terms.iter().map(|&(column, value)| (column, -value)).collect(), -row.lower);
        let sides = self.program.rows.iter().flat_map(|row| [upper(row), lower(row)]);
        sides.filter(|(_, most): &(Vec<_>, f64)| most.is_finite()).collect()
    }

    /// For each column of what is not made, the start that lets it be, and how much of it.
    fn activity_ceilings(&self) -> Vec<Option<Ceiling>> {
        let mut ceilings = vec![None; self.program.columns.len()];
        for (started, unused) in self.started.iter().flatten().zip(self.unused.iter().flatten()) {
            if let (Some(started), Some(unused)) = (started, unused) {
                ceilings[*unused] = Some((*started, self.program.columns[*unused].upper));
            }
        }
        ceilings
    }
}
