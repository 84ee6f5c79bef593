//! How is the solver kept from looking for cuts where ours leave it nothing to find?
//!
//! HiGHS looks for cuts in rounds before it branches. Beside the rows of [`relax`](super::relax) they hardly lower
//! the bound and make no tree smaller, but take a third of the time, and there is no switch for them. They are left
//! out, though, where a tenth of the whole numbers turn out to be nothing after the first relaxation. So a ring of
//! binaries that come to nothing stands beside the program:
//!
//! `max Σ gain(i)·e(i) − price·d(i)`, `e(i) + e(i+1) ≤ d(i) + d(i+1)`, the last followed by the first.
//!
//! The rows together say `Σ e ≤ Σ d`, so that with `gain < price` none of them is worth taking, and what is best
//! without the ring is best with it: it has no column in common with the program. The price is more than the
//! relaxation can be above the best plan, so that reduced costs show that d is nothing, and then that e is; the gain
//! and the second row of each column keep presolve from finding that before. Where the price is too low or too
//! high for that, the cuts are looked for: only time is lost.
//!
//! Symbols: gain, price in the solver's units, in which the dearest column costs [`DEAREST`]. Source: what HiGHS
//! 1.15 does, `HighsMipSolverData::evaluateRootNode`.

use super::program::{DEAREST, Program, Sum};

/// The price of a d.
const PRICE: f64 = 2.0 * DEAREST;
/// The gain of the first e; no other has twice as much, and no two the same, or they would be taken for one.
const GAIN: f64 = 1.0;
/// So many binaries of the program ask for one pair of the ring, ...
const TO_A_PAIR: usize = 17;
/// ... and so many pairs are there besides, for what rounding and presolve take away.
const PAIRS: usize = 3;

impl Program {
    /// Adds the ring, where there is something to search. The columns and rows that are there keep their places,
    /// and what they can reach.
    pub(super) fn add_idle(&mut self) {
        let binaries = self.columns.iter().filter(|column| column.integer).count();
        if binaries == 0 {
            return;
        }
        let pairs = binaries / TO_A_PAIR + PAIRS;
        let ring: Vec<Sum> = (0..pairs).map(|at| self.idle_pair(GAIN * (1.0 + at as f64 / pairs as f64))).collect();
        for (one, next) in ring.iter().zip(ring.iter().cycle().skip(1)) {
            let mut row = one.clone();
            row.add(next, 1.0);
            self.row(&row, f64::NEG_INFINITY, 0.0, 1.0);
        }
    }

    /// Columns of a pair: e − d.
    fn idle_pair(&mut self, gain: f64) -> Sum {
        let (e, d) = (self.binary(), self.binary());
        self.objective.terms.extend([(e, gain * self.objective_unit), (d, -PRICE * self.objective_unit)]);
        Sum { terms: vec![(e, 1.0), (d, -1.0)], constant: 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ring_comes_to_nothing() {
        let mut program = Program::default();
        for _ in 0..TO_A_PAIR {
            program.binary();
        }
        let own = program.columns.len();
        program.maximise(&Sum { terms: vec![(0, 5.0)], constant: 0.0 });
        program.add_idle();
        let ring = program.columns.len() - own;
        assert_eq!(ring, 2 * (1 + PAIRS));
        let apart = |(column, _): &(usize, f64)| *column >= own;
        assert!(program.rows.iter().all(|row| row.terms.iter().all(apart)), "a row has a column of the program");
        let mut loosened = 0;
        for choice in 1..1_usize << ring {
            let mut values = vec![0.0; own];
            values.extend((0..ring).map(|at| (choice >> at & 1) as f64));
            let at = |terms: &[(usize, f64)]| Sum { terms: terms.to_vec(), constant: 0.0 }.at(&values);
            if program.rows.iter().all(|row| at(&row.terms) <= row.upper) {
                assert!(program.objective.at(&values) < 0.0, "{values:?} is worth something");
                loosened += 1;
            }
        }
        assert!(loosened > ring, "the rows let hardly anything be, and presolve sees that");
    }
}
