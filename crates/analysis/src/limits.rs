//! How much of each limit is used, and would a new plant fit into what is left?
//!
//! used(r): as registered; where blank, what monitors measured of the year at its present rate, and
//! `Σ_k e(p(k),r)·x(k)` over the plants of enterprises that none measures, which is a lower bound
//! because not every use is in a recipe. left(r) = cap(r) − used(r). A plant of scale s takes
//! `e(p,r)·s`; land counts by `land_mu_per_unit` where the recipe has no row for it.
//!
//! used, left, cap: in the limit's unit, a year; s and x(k): units of the main product a year; e: units of the
//! limit per unit of the main product, as in `recipe`. Source: plain arithmetic of ours over registers and
//! recipes. Limits: a year as a whole, no peaks; nothing is said about whether an approval is valid.

use crate::discharge::Measured;
use crate::rounding::at_least;
use crate::running::Running;
use crate::{Question, Recipe, Zone};
use serde::Serialize;
use std::collections::BTreeSet;
use yanlian_model::registers::Limit;
use yanlian_model::{Figure, Missing, MissingKind, units};

/// A limit of which more than this share is used leaves little; ours.
const TIGHT: f64 = 0.9;

/// The indicator by which land is limited.
pub(crate) const LAND: &str = "land";

/// The state of one limit in the reporting year.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LimitUse {
    /// The indicator that is limited.
    pub resource: String,
    /// Its unit.
    pub unit: String,
    /// The cap; `None` where not known.
    pub cap: Option<f64>,
    /// What is used; a lower bound where derived.
    pub used: Figure,
    /// Whether `used` is derived from the plants because none is registered.
    pub derived: bool,
    /// What of `used` was measured at outlets; `None` where readings have no part in it.
    pub measured: Option<Figure>,
    /// Cap less used; negative where the cap is exceeded. `None` without a cap.
    pub left: Option<Figure>,
}

/// How much of a limit is left, the most pressing first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Headroom {
    /// More than the cap is used.
    Exceeded,
    /// More than nine tenths are used.
    Tight,
    /// Unknown figures leave it open.
    Open,
    /// There is room.
    Free,
}

impl LimitUse {
    /// used / cap; `None` without a cap, and where both are nothing.
    pub fn share(&self) -> Option<Figure> {
        self.used.ratio(&Figure::exact(self.cap?))
    }

    /// How much is left.
    pub fn headroom(&self) -> Headroom {
        let Some(cap) = self.cap else { return Headroom::Open };
        match self.share() {
            _ if self.used.surely_over(cap) => Headroom::Exceeded,
            Some(share) if share.surely_over(TIGHT) => Headroom::Tight,
            Some(share) if share.maybe_over(TIGHT) => Headroom::Open,
            Some(_) => Headroom::Free,
            // A cap of nothing, and nothing used.
            None => Headroom::Tight,
        }
    }
}

/// What a plant would take of a limited resource, beside what is left of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Take {
    /// The indicator that is limited.
    pub resource: String,
    /// Its unit.
    pub unit: String,
    /// What the plant would take a year.
    pub takes: Figure,
    /// What is left; `None` without a cap.
    pub left: Option<Figure>,
    /// Whether it fits; `None` where unknown figures leave it open.
    pub fits: Option<bool>,
}

/// Every limit of the reporting year.
pub(crate) fn limits(zone: &Zone, question: &Question, running: &[Running]) -> Vec<LimitUse> {
    let of_year = zone.registers.limits.iter().filter(|limit| limit.year == question.year);
    of_year.map(|limit| limit_use(zone, question, running, limit)).collect()
}

fn limit_use(zone: &Zone, question: &Question, running: &[Running], limit: &Limit) -> LimitUse {
    let measured = question.measured_in(&limit.resource, limit.year).filter(|_| limit.used.is_none());
    let used = match limit.used {
        Some(used) => Figure::exact(used),
        None => {
            let missing = Missing::of(MissingKind::Limit, limit);
            let known = derived_use(zone, running, &limit.resource, measured);
            let reasons = known.missing().iter().cloned().chain([missing]).collect::<BTreeSet<_>>();
            Figure::between(known.low(), f64::INFINITY, reasons)
        }
    };
    LimitUse {
        resource: limit.resource.clone(),
        unit: zone.unit(&limit.resource, false).to_owned(),
        cap: limit.cap,
        derived: limit.used.is_none(),
        measured: measured.map(|measured| of_outlets(zone, measured)),
        left: limit.cap.map(|cap| &Figure::exact(cap) - &used),
        used,
    }
}

/// The use of a year that nobody registered: by monitors where they measure, by recipes elsewhere.
pub(crate) fn derived_use(zone: &Zone, running: &[Running], resource: &str, measured: Option<&Measured>) -> Figure {
    let by_recipe = |running: &&Running| measured.is_none_or(|of| !of.enterprises.contains(&running.plant.enterprise));
    let uses = running.iter().filter(by_recipe).map(|Running { plant, recipe, output }| {
        // Land is taken by what is built, not by what is made.
        match (resource, recipe.process.land_mu_per_unit, plant.capacity) {
            (LAND, Some(per_unit), Some(capacity)) => Figure::exact(per_unit * capacity),
            _ => &recipe.resource(zone, resource) * output,
        }
    });
    let by_recipes: Figure = uses.sum();
    measured.map_or(by_recipes.clone(), |measured| &of_outlets(zone, measured) + &by_recipes)
}

/// What a year comes to at the present rate, in the indicator's unit.
pub(crate) fn of_outlets(zone: &Zone, measured: &Measured) -> Figure {
    let factor = units::convert(1.0, measured.unit, zone.unit(&measured.resource, false)).unwrap_or(1.0);
    measured.per_year.times(factor)
}

/// What a plant of `scale` would take of every limit.
pub(crate) fn takes(zone: &Zone, recipe: &Recipe, scale: &Figure, limits: &[LimitUse]) -> Vec<Take> {
    let takes = limits.iter().map(|limit| {
        let per_unit = match (limit.resource.as_str(), recipe.process.land_mu_per_unit) {
            (LAND, Some(per_unit)) => Figure::exact(per_unit),
            _ => recipe.resource(zone, &limit.resource),
        };
        let takes = &per_unit * scale;
        let fits = limit.left.as_ref().and_then(|left| {
            let spare = left - &takes;
            let exceeds = |spare: f64, takes: f64| !at_least(spare + takes, takes);
            if !exceeds(spare.low(), takes.high()) {
                Some(true)
            } else if exceeds(spare.high(), takes.low()) {
                Some(false)
            } else {
                None
            }
        });
        Take { resource: limit.resource.clone(), unit: limit.unit.clone(), takes, left: limit.left.clone(), fits }
    });
    takes.filter(|take| take.takes.high() > 0.0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_of_which_only_a_lower_bound_is_used_is_left_open() {
        let left = |used: Figure| {
            let (resource, unit) = ("cod".to_owned(), "kg".to_owned());
            LimitUse { resource, unit, cap: Some(100.0), measured: None, derived: false, left: None, used }.headroom()
        };
        let at_least = |low: f64| Figure::between(low, f64::INFINITY, BTreeSet::new());
        assert_eq!(left(Figure::exact(101.0)), Headroom::Exceeded);
        assert_eq!(left(at_least(101.0)), Headroom::Exceeded);
        assert_eq!(left(at_least(95.0)), Headroom::Tight);
        assert_eq!(left(at_least(10.0)), Headroom::Open);
        assert_eq!(left(Figure::exact(90.0)), Headroom::Free);
    }
}
