//! A figure is an interval, with a list of what is missing. Unknown is not zero.

use crate::{Key, Record, Ref};
use serde::{Serialize, Serializer, ser::SerializeMap};
use std::collections::BTreeSet;
use std::ops::{Add, AddAssign, Mul, Neg, Sub};
use std::sync::Arc;

/// What sort of figure is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MissingKind {
    /// The output of a plant in the reporting year.
    Output,
    /// The capacity of a plant, so that its output has no upper bound either.
    Capacity,
    /// A quantity in a recipe.
    Flow,
    /// The price of a product.
    Price,
    /// The quantity of a registered supply.
    Supply,
    /// Whether all supplies of an enterprise are registered.
    SupplyCompleteness,
    /// The quantity of a final demand.
    Demand,
    /// Whether an input is essential.
    Essential,
    /// The smallest viable scale of a process.
    ViableScale,
    /// A limit of the zone, or how much of it is used.
    Limit,
    /// No process of the library makes the product.
    Maker,
    /// Which input of a process is its main feedstock.
    Feedstock,
    /// A monitor's readings of a day, valid and complete.
    Reading,
    /// The limit on what an outlet discharges.
    DischargeLimit,
    /// What an equivalent of discharge is taxed.
    TaxRate,
    /// How a plant treats an emission.
    Treatment,
}

/// One thing that is missing: what, and of which record.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct Missing {
    /// What sort of figure.
    pub kind: MissingKind,
    /// The record that lacks it.
    #[serde(flatten)]
    pub of: Ref,
    /// Which part of the record, where it is not the whole: the factor and the day of an outlet's readings,
    /// the emission of a plant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part: Option<Arc<str>>,
}

impl Missing {
    /// The figure `kind` of the record of `register` with this key is missing.
    pub fn new(kind: MissingKind, register: &'static str, key: impl Into<Key>) -> Missing {
        Missing { kind, of: Ref::new(register, key), part: None }
    }

    /// The figure `kind` of a record is missing.
    pub fn of<R: Record>(kind: MissingKind, record: &R) -> Missing {
        Missing { kind, of: Ref::of(record), part: None }
    }

    /// The same of a part of the record.
    pub fn part(self, part: &str) -> Missing {
        Missing { part: Some(part.into()), ..self }
    }
}

/// Why a figure is not known better. Figures that follow from each other share it: some have thousands of reasons.
#[derive(Debug, Clone, PartialEq, Default)]
struct Reasons(Option<Arc<BTreeSet<Missing>>>);

impl Reasons {
    const NONE: Reasons = Reasons(None);

    fn of(missing: BTreeSet<Missing>) -> Reasons {
        Reasons((!missing.is_empty()).then(|| Arc::new(missing)))
    }

    fn set(&self) -> &BTreeSet<Missing> {
        static NOTHING: BTreeSet<Missing> = BTreeSet::new();
        self.0.as_deref().unwrap_or(&NOTHING)
    }

    /// Takes those of another figure too.
    fn unite(&mut self, other: &Reasons) {
        let Some(theirs) = &other.0 else { return };
        match &mut self.0 {
            Some(own) if Arc::ptr_eq(own, theirs) || theirs.is_subset(own) => {}
            Some(own) if !own.is_subset(theirs) => Arc::make_mut(own).extend(theirs.iter().cloned()),
            _ => self.0 = Some(Arc::clone(theirs)),
        }
    }

    fn insert(&mut self, missing: Missing) {
        Arc::make_mut(self.0.get_or_insert_default()).insert(missing);
    }
}

/// A number known to lie between two bounds, and what is missing to know it better.
///
/// A known value is a point: both bounds are equal and nothing is missing. An upper bound may be
/// infinite. Arithmetic works on the bounds and unites what is missing; a result that is a point
/// whatever the missing figures are does not list them.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    low: f64,
    high: f64,
    missing: Reasons,
}

impl Figure {
    /// Exactly nothing.
    pub const ZERO: Figure = Figure { low: 0.0, high: 0.0, missing: Reasons::NONE };

    /// A known value.
    pub fn exact(value: f64) -> Figure {
        Figure::between(value, value, BTreeSet::new())
    }

    /// A value between two bounds. Equal bounds forget what is missing.
    pub fn between(low: f64, high: f64, missing: BTreeSet<Missing>) -> Figure {
        Figure::because_of(low, high, Reasons::of(missing))
    }

    fn because_of(low: f64, high: f64, missing: Reasons) -> Figure {
        debug_assert!(low <= high, "bounds in order: {low} {high}");
        let missing = if low == high { Reasons::NONE } else { missing };
        Figure { low: low + 0.0, high: high + 0.0, missing }
    }

    /// A value between two other bounds, for the same reasons.
    pub fn bounded(&self, low: f64, high: f64) -> Figure {
        Figure::because_of(low, high, self.missing.clone())
    }

    /// A value from 0 up to `high`, because `missing` is not known.
    pub fn unknown_up_to(high: f64, missing: Missing) -> Figure {
        Figure::between(0.0, high.max(0.0), BTreeSet::from([missing]))
    }

    /// A value that is not negative, because `missing` is not known.
    pub fn unknown(missing: Missing) -> Figure {
        Figure::unknown_up_to(f64::INFINITY, missing)
    }

    /// A known value, or an unknown one because `missing` is not known.
    pub fn known_or(value: Option<f64>, missing: impl FnOnce() -> Missing) -> Figure {
        match value {
            Some(value) => Figure::exact(value),
            None => Figure::unknown(missing()),
        }
    }

    /// The lower bound: "at least".
    pub fn low(&self) -> f64 {
        self.low
    }

    /// The upper bound; infinite where there is none.
    pub fn high(&self) -> f64 {
        self.high
    }

    /// What is missing to know the value better.
    pub fn missing(&self) -> &BTreeSet<Missing> {
        self.missing.set()
    }

    /// The value, if it is known.
    pub fn value(&self) -> Option<f64> {
        (self.low == self.high).then_some(self.low)
    }

    /// Whether the value is more than `bound` whatever the missing figures are.
    pub fn surely_over(&self, bound: f64) -> bool {
        self.low > bound
    }

    /// Whether the value could be more than `bound`.
    pub fn maybe_over(&self, bound: f64) -> bool {
        self.high > bound
    }

    /// A value between two bounds that rests on both figures.
    fn of_both(&self, other: &Figure, low: f64, high: f64) -> Figure {
        let mut missing = self.missing.clone();
        if low != high {
            missing.unite(&other.missing);
        }
        Figure::because_of(low, high, missing)
    }

    /// The smaller of two figures.
    pub fn min(&self, other: &Figure) -> Figure {
        self.of_both(other, self.low.min(other.low), self.high.min(other.high))
    }

    /// The larger of two figures.
    pub fn max(&self, other: &Figure) -> Figure {
        self.of_both(other, self.low.max(other.low), self.high.max(other.high))
    }

    /// The figure where it is positive, else nothing.
    pub fn positive_part(&self) -> Figure {
        self.max(&Figure::ZERO)
    }

    /// `self / other` for figures that are not negative; `None` where the divisor is surely nothing.
    pub fn ratio(&self, other: &Figure) -> Option<Figure> {
        if other.high <= 0.0 {
            return None;
        }
        let low = if other.high.is_infinite() { 0.0 } else { self.low / other.high };
        let high = if self.high == 0.0 {
            0.0
        } else if other.low <= 0.0 {
            f64::INFINITY
        } else {
            self.high / other.low
        };
        Some(self.of_both(other, low, high))
    }

    /// The figure times a known factor of either sign.
    pub fn times(&self, factor: f64) -> Figure {
        self * &Figure::exact(factor)
    }

    /// The figure with one more reason for which it is not known better.
    pub fn because(mut self, missing: Missing) -> Figure {
        if self.low != self.high {
            self.missing.insert(missing);
        }
        self
    }
}

impl Default for Figure {
    fn default() -> Figure {
        Figure::ZERO
    }
}

impl Add for &Figure {
    type Output = Figure;
    fn add(self, other: &Figure) -> Figure {
        self.of_both(other, self.low + other.low, self.high + other.high)
    }
}

impl AddAssign<&Figure> for Figure {
    fn add_assign(&mut self, other: &Figure) {
        self.low += other.low;
        self.high += other.high;
        if self.low == self.high {
            self.missing = Reasons::NONE;
        } else {
            self.missing.unite(&other.missing);
        }
    }
}

impl Neg for &Figure {
    type Output = Figure;
    fn neg(self) -> Figure {
        self.bounded(-self.high, -self.low)
    }
}

impl Sub for &Figure {
    type Output = Figure;
    /// Bounds of the difference of two figures that do not hang together; ∞ − ∞ has no bounds.
    fn sub(self, other: &Figure) -> Figure {
        self + &-other
    }
}

impl Mul for &Figure {
    type Output = Figure;
    fn mul(self, other: &Figure) -> Figure {
        // Nothing times an unbounded figure is nothing.
        let product = |a: f64, b: f64| if a == 0.0 || b == 0.0 { 0.0 } else { a * b };
        let corners = [
            product(self.low, other.low),
            product(self.low, other.high),
            product(self.high, other.low),
            product(self.high, other.high),
        ];
        let low = corners.iter().copied().fold(f64::INFINITY, f64::min);
        let high = corners.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        self.of_both(other, low, high)
    }
}

impl std::iter::Sum for Figure {
    fn sum<I: Iterator<Item = Figure>>(figures: I) -> Figure {
        let mut total = Figure::ZERO;
        figures.for_each(|figure| total += &figure);
        total
    }
}

impl Serialize for Figure {
    /// `{"value", "low", "high", "missing"}`; `value` is null unless known, `high` null where unbounded.
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let bounded = |bound: f64| bound.is_finite().then_some(bound);
        let mut map = to.serialize_map(Some(4))?;
        map.serialize_entry("value", &self.value())?;
        map.serialize_entry("low", &bounded(self.low))?;
        map.serialize_entry("high", &bounded(self.high))?;
        map.serialize_entry("missing", self.missing())?;
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn output(plant: &str) -> Missing {
        Missing::new(MissingKind::Output, "plants", plant)
    }

    #[test]
    fn a_point_whatever_is_missing_lists_nothing() {
        let unknown = Figure::unknown_up_to(5.0, output("P-1"));
        assert_eq!(unknown.min(&Figure::ZERO), Figure::ZERO);
        assert_eq!(&unknown * &Figure::ZERO, Figure::ZERO);
        assert!((&Figure::exact(-9.0) + &unknown).positive_part().missing().is_empty());
    }

    #[test]
    fn bounds_and_reasons_travel_through_arithmetic() {
        let sum = &Figure::exact(10.0) + &Figure::unknown_up_to(5.0, output("P-1"));
        let difference = &sum - &Figure::unknown(output("P-2"));
        assert_eq!((difference.low(), difference.high()), (f64::NEG_INFINITY, 15.0));
        assert_eq!(difference.missing().len(), 2);
        assert_eq!(difference.positive_part().low(), 0.0);
    }

    #[test]
    fn a_ratio_to_nothing_is_no_figure() {
        assert_eq!(Figure::exact(1.0).ratio(&Figure::ZERO), None);
        let half = Figure::exact(1.0).ratio(&Figure::exact(2.0)).unwrap();
        assert_eq!(half.value(), Some(0.5));
        let open = Figure::exact(1.0).ratio(&Figure::unknown(output("P-1"))).unwrap();
        assert_eq!((open.low(), open.high()), (0.0, f64::INFINITY));
    }
}
