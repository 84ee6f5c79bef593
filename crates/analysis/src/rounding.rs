//! Where sums of decimal figures meet a bound exactly, binary rounding must not decide.

/// Differences smaller than this part of the quantities are rounding.
pub(crate) const ROUNDING: f64 = 1e-9;

/// Whether `value` is at least `bound`, but for rounding.
pub(crate) fn at_least(value: f64, bound: f64) -> bool {
    value >= bound - ROUNDING * bound.abs()
}
