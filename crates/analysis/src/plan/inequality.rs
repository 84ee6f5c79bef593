//! Which inequality holds for every whole choice, but not at a point of the relaxation?
//!
//! Mixed-integer rounding of one row `Σ a·y + Σ v·w ≤ b`, y binary, w continuous. Each w is written from where
//! the point is nearest: its lower bound plus s, its upper bound less s, or `ceiling·y` less s where that binary
//! lets it be; s ≥ 0 that takes from b is left out, so that `Σ a·y − Σ c·s ≤ b` with c > 0. With some of the y
//! complemented and everything divided by δ,
//!
//! `Σ G(a/δ)·y − Σ c·s/(δ·(1−f)) ≤ ⌊b/δ⌋`, `G(d) = ⌊d⌋ + max(0, frac(d) − f)/(1−f)`, `f = frac(b/δ)`.
//!
//! A maker that is started in part, because not all that it makes can be sold or carried, breaks such an
//! inequality: it says that the whole start is needed for the last of it.
//!
//! δ is the |a| of a y that is in part, then a half, a quarter, an eighth of the best so far; then such y are
//! complemented one after the other, all as far as it makes more of the violation, which is measured per length
//! in the solver's units. Source: Marchand and Wolsey (2001), without aggregation of rows.

use super::program::{Program, Sum, WHOLE};

/// Fractions nearer to 0 or 1 than this make inequalities of coefficients too far apart.
const FRACTION: std::ops::Range<f64> = 0.01..0.999;
/// What is broken by less, per length, is not worth a row.
const VIOLATION: f64 = 1e-4;

/// What a continuous column may be at most: a binary column and how much of this column it lets be.
pub(super) type Ceiling = (usize, f64);

/// The inequality `sum ≤ most` that `values` break most, of those that follow from `Σ terms ≤ most`.
pub(super) fn rounded(
    program: &Program,
    terms: &[(usize, f64)],
    most: f64,
    ceilings: &[Option<Ceiling>],
    values: &[f64],
) -> Option<(Sum, f64)> {
    let set = Set::new(program, terms, most, ceilings, values)?;
    let whole = |at: usize| !(WHOLE..1.0 - WHOLE).contains(&set.binaries[at].value);
    let mut in_part: Vec<usize> = (0..set.binaries.len()).filter(|&at| !whole(at)).collect();
    // A whole choice breaks nothing.
    if in_part.is_empty() {
        return None;
    }
    let complemented = set.binaries.iter().map(|binary| binary.value > 0.5).collect();
    let mut best = Trial { delta: 1.0, complemented, violation: 0.0 };
    for &at in &in_part {
        best.improve(&set, set.binaries[at].a.abs(), None);
    }
    for halved in [2.0, 4.0, 8.0] {
        best.improve(&set, best.delta / halved, None);
    }
    let from_half = |at: usize| (set.binaries[at].value - 0.5).abs();
    in_part.sort_by(|&a, &b| from_half(a).total_cmp(&from_half(b)));
    for at in in_part {
        best.improve(&set, best.delta, Some(at));
    }
    (best.violation > VIOLATION).then(|| set.inequality(&best))
}

/// `Σ a·y − Σ c·s ≤ most`.
struct Set {
    binaries: Vec<Binary>,
    /// (c, s as a sum of the program's columns).
    slacks: Vec<(f64, Sum)>,
    most: f64,
    /// `Σ c·s` at the point.
    slack: f64,
    /// `Σ c²`, in the solver's units.
    length: f64,
}

struct Binary {
    column: usize,
    a: f64,
    value: f64,
}

impl Binary {
    /// The coefficient and the value of the binary, or of what it lacks of one.
    fn side(&self, complemented: bool) -> (f64, f64) {
        if complemented { (-self.a, 1.0 - self.value) } else { (self.a, self.value) }
    }
}

impl Set {
    /// `None` where a column has no bound to start from.
    fn new(
        program: &Program,
        terms: &[(usize, f64)],
        most: f64,
        ceilings: &[Option<Ceiling>],
        values: &[f64],
    ) -> Option<Set> {
        let mut whole = Sum::default();
        let mut set = Set { binaries: Vec::new(), slacks: Vec::new(), most, slack: 0.0, length: 0.0 };
        for &(w, v) in terms {
            if program.columns[w].integer {
                whole.term(Some(w), v);
                continue;
            }
            let (bound, sign) = nearest(program, w, ceilings[w], values)?;
            whole.add(&bound, v);
            // w = bound + sign·s
            if v * sign < 0.0 {
                let mut s = Sum { terms: vec![(w, sign)], constant: 0.0 };
                s.add(&bound, -sign);
                set.slack += v.abs() * s.at(values);
                set.length += (v * program.columns[w].unit).powi(2);
                set.slacks.push((v.abs(), s));
            }
        }
        set.most -= whole.constant;
        let binary = |(column, a): (usize, f64)| Binary { column, a, value: values[column] };
        set.binaries = whole.merged().into_iter().map(binary).collect();
        Some(set)
    }

    fn inequality(&self, trial: &Trial) -> (Sum, f64) {
        let Some((fraction, floor)) = trial.split(self) else { unreachable!("the trial has been measured") };
        let mut sum = Sum::default();
        for (binary, &complemented) in self.binaries.iter().zip(&trial.complemented) {
            let g = rounded_down(binary.side(complemented).0 / trial.delta, fraction);
            if complemented {
                sum.constant += g;
                sum.term(Some(binary.column), -g);
            } else {
                sum.term(Some(binary.column), g);
            }
        }
        for (c, s) in &self.slacks {
            sum.add(s, -c / (trial.delta * (1.0 - fraction)));
        }
        (sum, floor)
    }
}

/// The bound that the point is nearest to, and +1 where the column is above it, −1 where below.
fn nearest(program: &Program, w: usize, ceiling: Option<Ceiling>, values: &[f64]) -> Option<(Sum, f64)> {
    let column = &program.columns[w];
    let fixed = |constant: f64| Sum { terms: Vec::new(), constant };
    let above = match ceiling {
        Some((y, most)) => Some(Sum { terms: vec![(y, most)], constant: 0.0 }),
        None => column.upper.is_finite().then(|| fixed(column.upper)),
    };
    let below = column.lower.is_finite().then(|| fixed(column.lower));
    match (below, above) {
        (Some(below), Some(above)) if above.at(values) - values[w] < values[w] - below.constant => Some((above, -1.0)),
        (Some(below), _) => Some((below, 1.0)),
        (None, Some(above)) => Some((above, -1.0)),
        (None, None) => None,
    }
}

/// G(d).
fn rounded_down(d: f64, fraction: f64) -> f64 {
    d.floor() + (d - d.floor() - fraction).max(0.0) / (1.0 - fraction)
}

/// One choice of δ and of complemented binaries, and how much what follows from it is broken.
struct Trial {
    delta: f64,
    complemented: Vec<bool>,
    violation: f64,
}

impl Trial {
    /// Takes another δ, and the other side of a binary, where that is broken by more.
    fn improve(&mut self, set: &Set, delta: f64, turned: Option<usize>) {
        let before = std::mem::replace(&mut self.delta, delta);
        if let Some(at) = turned {
            self.complemented[at] ^= true;
        }
        match self.measure(set) {
            Some(violation) if violation > self.violation => self.violation = violation,
            _ => {
                self.delta = before;
                if let Some(at) = turned {
                    self.complemented[at] ^= true;
                }
            }
        }
    }

    /// f and ⌊b/δ⌋; `None` where f is too near to 0 or 1.
    fn split(&self, set: &Set) -> Option<(f64, f64)> {
        let complemented = set.binaries.iter().zip(&self.complemented).filter(|(_, complemented)| **complemented);
        let most = (set.most - complemented.map(|(binary, _)| binary.a).sum::<f64>()) / self.delta;
        let fraction = most - most.floor();
        FRACTION.contains(&fraction).then_some((fraction, most.floor()))
    }

    fn measure(&self, set: &Set) -> Option<f64> {
        let (fraction, floor) = self.split(set)?;
        let share = 1.0 / (self.delta * (1.0 - fraction));
        let (mut broken, mut length) = (-floor - set.slack * share, set.length * share * share);
        for (binary, &complemented) in set.binaries.iter().zip(&self.complemented) {
            let (a, value) = binary.side(complemented);
            let g = rounded_down(a / self.delta, fraction);
            broken += g * value;
            length += g * g;
        }
        (length > 0.0).then(|| broken / length.sqrt())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const BINARIES: usize = 4;
    const CONTINUOUS: usize = 3;

    /// Columns 0 to 3 are binary; 4 is under the ceiling of 0, 5 has two bounds, 6 only a lower one.
    fn program(room: f64, upper: f64) -> (Program, Vec<Option<Ceiling>>) {
        let mut program = Program::default();
        for _ in 0..BINARIES {
            program.binary();
        }
        program.column(0.0, room, 1.0);
        program.column(0.5, upper, 1.0);
        program.column(0.0, f64::INFINITY, 1.0);
        let mut ceilings = vec![None; BINARIES + CONTINUOUS];
        ceilings[BINARIES] = Some((0, room));
        (program, ceilings)
    }

    fn at(terms: &[(usize, f64)], values: &[f64]) -> f64 {
        Sum { terms: terms.to_vec(), constant: 0.0 }.at(values)
    }

    /// The corners of what may be for a whole choice: all continuous columns at bounds, or all but one, which
    /// is as large or as small as the row lets it be.
    fn corners(whole: &[f64], terms: &[(usize, f64)], most: f64, room: f64, upper: f64) -> Vec<Vec<f64>> {
        let bounds = [[0.0, room * whole[0]], [0.5, upper], [0.0, 50.0]];
        let mut corners = Vec::new();
        for pattern in 0..1_usize << CONTINUOUS {
            let mut values = whole.to_vec();
            values.extend(bounds.iter().enumerate().map(|(w, bound)| bound[pattern >> w & 1]));
            for (column, [lower, upper]) in (BINARIES..).zip(bounds) {
                let a = terms[column].1;
                let mut other = values.clone();
                other[column] += (most - at(terms, &values)) / a;
                let inside = (lower..=upper).contains(&other[column]);
                corners.extend((a != 0.0 && inside).then_some(other));
            }
            corners.extend((at(terms, &values) <= most).then_some(values));
        }
        corners
    }

    proptest! {
        #[test]
        fn every_whole_choice_keeps_it_and_the_point_breaks_it(
            coefficients in prop::collection::vec(-9.0..9.0, BINARIES + CONTINUOUS),
            most in -5.0..15.0,
            room in 0.5..4.0,
            upper in 1.0..3.0,
            parts in prop::collection::vec(0.0..1.0, BINARIES + CONTINUOUS),
        ) {
            let (program, ceilings) = program(room, upper);
            let terms: Vec<(usize, f64)> = coefficients.into_iter().enumerate().collect();
            let mut point = parts.clone();
            point[BINARIES] = parts[BINARIES] * room * parts[0];
            point[BINARIES + 1] = 0.5 + parts[BINARIES + 1] * (upper - 0.5);
            point[BINARIES + 2] = parts[BINARIES + 2] * 3.0;
            let Some((sum, bound)) = rounded(&program, &terms, most, &ceilings, &point) else { return Ok(()) };
            prop_assert!(sum.at(&point) > bound, "the point keeps it");
            for choice in 0..1_usize << BINARIES {
                let whole: Vec<f64> = (0..BINARIES).map(|y| (choice >> y & 1) as f64).collect();
                for corner in corners(&whole, &terms, most, room, upper) {
                    prop_assert!(sum.at(&corner) <= bound + 1e-7, "{corner:?} breaks it");
                }
            }
        }
    }
}
