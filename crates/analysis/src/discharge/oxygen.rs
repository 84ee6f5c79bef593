//! What is a concentration in exhaust gas at the reference oxygen?
//!
//! ```text
//! c = C · (21 − R) / (21 − O)
//! ```
//!
//! | Symbol | Meaning | Unit |
//! |---|---|---|
//! | c | converted concentration, of the factor `CODE-Zs` | mg/m³ |
//! | C | concentration as measured, of the factor `CODE` | mg/m³ |
//! | R | reference oxygen, of the register of outlets | % |
//! | O | oxygen measured in the same hour | % |
//!
//! Source: the conversion by oxygen that standards of boilers, furnaces and kilns share, from memory.
//!
//! Limits: what a device converted itself goes before it. Standards that convert by the excess of air or
//! by the dryness of gas are not served; where oxygen is not known, nor is the converted value.

use super::hour::{Cause, HourState};

/// The code of oxygen in exhaust gas (HJ 212-2017, from memory).
pub(super) const OXYGEN: &str = "a19001";
/// Oxygen in air, %.
const AIR: f64 = 21.0;
/// What ends the code of a converted factor.
const CONVERTED: &str = "-Zs";

/// The factor of which a code is the converted one.
pub(super) fn as_measured(factor: &str) -> Option<&str> {
    factor.strip_suffix(CONVERTED)
}

/// The code of a converted factor.
pub(super) fn converted(factor: &str) -> String {
    format!("{factor}{CONVERTED}")
}

/// A value and its state, converted; what is known of oxygen is given like a value.
pub(super) fn convert(
    (value, state): (Option<f64>, HourState),
    (oxygen, oxygen_state): (Option<f64>, HourState),
    reference: f64,
) -> (Option<f64>, HourState) {
    match (state, oxygen_state) {
        (HourState::Valid, HourState::Valid) => {}
        (HourState::Valid, state) | (state, _) => return (None, state),
    }
    let share = oxygen.filter(|oxygen| *oxygen < AIR).map(|oxygen| (AIR - reference) / (AIR - oxygen));
    match value.zip(share) {
        Some((value, share)) => (Some(value * share), HourState::Valid),
        None => (None, HourState::Invalid(Cause::NoValue)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_the_oxygen_of_air_doubles_nothing_at_its_own_reference() {
        let valid = |value| (Some(value), HourState::Valid);
        // 30 · (21 − 9) / (21 − 15) = 60.
        assert_eq!(convert(valid(30.0), valid(15.0), 9.0), valid(60.0));
        assert_eq!(convert(valid(30.0), valid(9.0), 9.0), valid(30.0));
        assert_eq!(convert(valid(30.0), valid(21.0), 9.0), (None, HourState::Invalid(Cause::NoValue)));
        assert_eq!(convert(valid(30.0), (None, HourState::Missing), 9.0), (None, HourState::Missing));
        let faulty = HourState::Invalid(Cause::Flag('D'));
        assert_eq!(convert((Some(30.0), faulty.clone()), valid(15.0), 9.0), (None, faulty));
    }
}
