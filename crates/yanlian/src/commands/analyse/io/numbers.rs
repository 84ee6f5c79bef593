//! Numbers of a table's cells.

use yanlian_intake::PlainRow;
use yanlian_model::Finding;

/// The number in a cell; NaN and a fault where there is none.
pub(super) fn number(row: &PlainRow<'_>, column: usize, faults: &mut Vec<Finding>) -> f64 {
    row.number(column).unwrap_or_else(|fault| {
        faults.push(*fault);
        f64::NAN
    })
}
