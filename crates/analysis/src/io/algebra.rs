//! The little linear algebra that tables need, on matrices by rows.

use super::{Rows, WORST_CONDITION};
use nalgebra::{DMatrix, DVector};

/// (I − M)⁻¹; `None` where it does not exist or has no digits to trust.
pub(super) fn inverse(matrix: &Rows) -> Option<Rows> {
    let size = matrix.len();
    let system = identity_minus(matrix);
    let inverse = system.clone().lu().try_inverse()?;
    let condition = norm(&system) * norm(&inverse);
    (condition <= WORST_CONDITION)
        .then(|| (0..size).map(|row| (0..size).map(|column| inverse[(row, column)]).collect()).collect())
}

/// (I − M)⁻¹·1; `None` where it does not exist.
pub(super) fn solve_for_ones(matrix: &Rows) -> Option<Vec<f64>> {
    inverse(matrix).map(|inverse| row_sums(&inverse))
}

/// M⁻¹·b, for a matrix that is known to have an inverse.
pub(super) fn solve(matrix: &Rows, right: &[f64]) -> Vec<f64> {
    let system = DMatrix::from_fn(right.len(), right.len(), |row, column| matrix[row][column]);
    let solved = system.lu().solve(&DVector::from_column_slice(right)).expect("the matrix has an inverse");
    solved.iter().copied().collect()
}

pub(super) fn row_sums(matrix: &Rows) -> Vec<f64> {
    matrix.iter().map(|row| row.iter().sum()).collect()
}

pub(super) fn column_sums(matrix: &Rows) -> Vec<f64> {
    let mut sums = vec![0.0; matrix.first().map_or(0, Vec::len)];
    for row in matrix {
        sums.iter_mut().zip(row).for_each(|(sum, entry)| *sum += entry);
    }
    sums
}

fn identity_minus(matrix: &Rows) -> DMatrix<f64> {
    let one = |row: usize, column: usize| f64::from(u8::from(row == column));
    DMatrix::from_fn(matrix.len(), matrix.len(), |row, column| one(row, column) - matrix[row][column])
}

/// The largest column sum of magnitudes; NaN where an entry is.
fn norm(matrix: &DMatrix<f64>) -> f64 {
    let column = |column: usize| (0..matrix.nrows()).map(|row| matrix[(row, column)].abs()).sum::<f64>();
    (0..matrix.ncols()).map(column).fold(0.0, |largest, sum| if sum > largest || sum.is_nan() { sum } else { largest })
}
