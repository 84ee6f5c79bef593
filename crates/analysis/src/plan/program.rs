//! A mixed 0/1 program: columns, rows, and what is made as large as possible.
//!
//! Everything is written in natural units; [`Program::scaled`] brings it to magnitudes near one for the
//! solver, and its answer back.

/// By how much a scaled row or bound may be off.
pub(super) const TOLERANCE: f64 = 1e-9;

/// A linear expression: (column, coefficient) and a constant.
#[derive(Debug, Clone, Default)]
pub(super) struct Sum {
    pub terms: Vec<(usize, f64)>,
    pub constant: f64,
}

impl Sum {
    pub(super) fn add(&mut self, other: &Sum, factor: f64) {
        self.terms.extend(other.terms.iter().map(|&(column, value)| (column, value * factor)));
        self.constant += other.constant * factor;
    }

    pub(super) fn term(&mut self, column: Option<usize>, value: f64) {
        self.terms.extend(column.map(|column| (column, value)));
    }

    pub(super) fn at(&self, values: &[f64]) -> f64 {
        self.constant + self.terms.iter().map(|&(column, value)| value * values[column]).sum::<f64>()
    }

    /// What is reported of it: nothing where it is no more than what the solver leaves of the terms that
    /// cancel each other.
    pub(super) fn reported(&self, values: &[f64]) -> f64 {
        let terms = self.terms.iter().map(|&(column, value)| (value * values[column]).abs());
        let scale = self.constant.abs() + terms.sum::<f64>();
        let value = self.at(values);
        if value.abs() <= TOLERANCE * scale { 0.0 } else { value }
    }

    /// Each column once, by column, without zeros.
    pub(super) fn merged(&self) -> Vec<(usize, f64)> {
        let mut terms = self.terms.clone();
        terms.sort_by_key(|&(column, _)| column);
        let mut merged: Vec<(usize, f64)> = Vec::with_capacity(terms.len());
        for (column, value) in terms {
            match merged.last_mut() {
                Some(last) if last.0 == column => last.1 += value,
                _ => merged.push((column, value)),
            }
        }
        merged.retain(|&(_, value)| value != 0.0);
        merged
    }
}

/// A column: its bounds, and how much of it the solver shall see as one.
#[derive(Debug, Clone)]
pub(super) struct Column {
    pub lower: f64,
    pub upper: f64,
    pub integer: bool,
    pub unit: f64,
}

/// A row: `lower ≤ sum ≤ upper`, and how much of it the solver shall see as one.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub terms: Vec<(usize, f64)>,
    pub lower: f64,
    pub upper: f64,
    pub unit: f64,
}

/// Columns, rows and the sum that is made as large as possible.
#[derive(Debug, Clone, Default)]
pub(super) struct Program {
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
    pub objective: Sum,
    /// How much of the objective the solver shall see as one.
    pub objective_unit: f64,
}

/// A value this near to a whole number is one.
pub(super) const WHOLE: f64 = 1e-6;
/// A value this near to a whole number is one for a first plan.
const NEARLY_WHOLE: f64 = 0.05;
/// The solver sees the dearest column's cost as this: large against its absolute tolerances.
pub(super) const DEAREST: f64 = 1000.0;

impl Program {
    pub(super) fn column(&mut self, lower: f64, upper: f64, unit: f64) -> usize {
        self.columns.push(Column { lower, upper, integer: false, unit });
        self.columns.len() - 1
    }

    pub(super) fn binary(&mut self) -> usize {
        self.columns.push(Column { lower: 0.0, upper: 1.0, integer: true, unit: 1.0 });
        self.columns.len() - 1
    }

    /// Adds `lower ≤ sum ≤ upper`; the row's unit is `unit` where that is above zero, else its largest coefficient.
    pub(super) fn row(&mut self, sum: &Sum, lower: f64, upper: f64, unit: f64) -> usize {
        let terms = sum.merged();
        let largest = terms.iter().map(|&(column, value)| (value * self.columns[column].unit).abs());
        let largest = largest.fold(0.0, f64::max);
        let unit = [unit, largest].into_iter().find(|unit| *unit > 0.0).unwrap_or(1.0);
        self.rows.push(Row { terms, lower: lower - sum.constant, upper: upper - sum.constant, unit });
        self.rows.len() - 1
    }

    pub(super) fn maximise(&mut self, objective: &Sum) {
        let terms = objective.merged();
        let dearest = terms.iter().map(|&(column, value)| (value * self.columns[column].unit).abs());
        let dearest = dearest.fold(0.0, f64::max);
        self.objective = Sum { terms, constant: objective.constant };
        self.objective_unit = if dearest > 0.0 { dearest / DEAREST } else { 1.0 };
    }

    /// Whether every integer column may have its value in `values`.
    pub(super) fn allows(&self, values: &[f64]) -> bool {
        let mut integers = self.columns.iter().zip(values).filter(|(column, _)| column.integer);
        integers.all(|(column, value)| (column.lower..=column.upper).contains(value))
    }

    /// The same program without whole numbers.
    pub(super) fn relaxed(&self) -> Program {
        let mut program = self.clone();
        program.columns.iter_mut().for_each(|column| column.integer = false);
        program
    }

    /// The same program with those integer columns fixed that are nearly whole in `values`.
    pub(super) fn narrowed(&self, values: &[f64]) -> Program {
        let mut program = self.clone();
        let whole = |value: f64| (value - value.round()).abs() <= NEARLY_WHOLE;
        for (column, value) in program.columns.iter_mut().zip(values).filter(|(column, _)| column.integer) {
            if whole(*value) {
                (column.lower, column.upper) = (value.round(), value.round());
            }
        }
        program
    }

    /// The same program with every integer column fixed at `values`, rounded.
    pub(super) fn fixed(&self, values: &[f64]) -> Program {
        let mut program = self.clone();
        for (column, value) in program.columns.iter_mut().zip(values).filter(|(column, _)| column.integer) {
            let value = value.round();
            *column = Column { lower: value, upper: value, integer: false, unit: column.unit };
        }
        program
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cancels_but_for_rounding_is_reported_as_nothing() {
        let sum = |constant: f64, terms: &[f64]| {
            let terms = terms.iter().copied().enumerate().collect();
            Sum { terms, constant }.reported(&[1.0; 3])
        };
        assert_ne!(0.1 + 0.2 - 0.3, 0.0);
        assert_eq!(sum(0.0, &[0.1, 0.2, -0.3]), 0.0);
        assert_eq!(sum(30_000.0, &[-29_999.999_999_999_993]), 0.0);
        assert_eq!(sum(30_000.0, &[-29_999.99]), 30_000.0 - 29_999.99);
        assert_eq!(sum(0.0, &[7.28e-12]), 7.28e-12, "a small figure is one");
    }
}
