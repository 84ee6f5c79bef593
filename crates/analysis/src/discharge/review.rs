//! A time in which an officer declared readings invalid.

use chrono::NaiveDateTime;
use yanlian_model::form::minute;
use yanlian_model::registers::ReviewPeriod;

/// A time in which an officer declared readings invalid.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Review {
    pub(crate) id: String,
    pub(super) outlet: String,
    factor: Option<String>,
    pub(super) from: NaiveDateTime,
    pub(super) to: NaiveDateTime,
}

impl Review {
    /// Whether it is about that outlet.
    pub(crate) fn is_of(&self, outlet: &str) -> bool {
        self.outlet == outlet
    }

    /// Whether it is about that outlet and factor, and about some of the time from `start` to `end`.
    pub(crate) fn covers(&self, outlet: &str, factor: &str, start: NaiveDateTime, end: NaiveDateTime) -> bool {
        let factor_meant = self.factor.as_deref().is_none_or(|own| own == factor);
        self.outlet == outlet && factor_meant && self.from < end && start < self.to
    }
}

/// The period, where both times are written as they should be and in order.
pub(super) fn review(period: &ReviewPeriod) -> Option<Review> {
    let (from, to) = (minute(&period.from)?, minute(&period.to)?);
    (from < to).then(|| Review {
        id: period.id.clone(),
        outlet: period.outlet.clone(),
        factor: period.factor.clone(),
        from,
        to,
    })
}
