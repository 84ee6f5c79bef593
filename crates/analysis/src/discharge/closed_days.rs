//! Which days need not be judged again?
//!
//! No formula of its own: a day's verdict hangs on the readings of that day and on some registers. As
//! long as these stay, what was judged once is kept without its hours, and an assessment of the year needs
//! the readings of its window only.
//!
//! Source: none.
//!
//! Limits: who has new readings of a closed day must reopen it.

use super::day::DayVerdict;
use super::review::review;
use chrono::{Days, NaiveDate};
use std::collections::{BTreeMap, BTreeSet};
use yanlian_model::registers::ReviewPeriod;
use yanlian_model::{Finding, Registers, Rows};

/// How many days are closed at once, at most: their readings are in memory together.
const AT_ONCE: u64 = 31;

/// The verdicts of a day, by factor.
pub(super) type Day = BTreeMap<String, DayVerdict>;

/// Days that were judged, of outlets.
#[derive(Debug, Default)]
pub struct ClosedDays {
    /// The registers by which was judged; the others are empty.
    basis: Registers,
    reviews: Rows<ReviewPeriod>,
    pub(super) outlets: BTreeMap<String, BTreeMap<NaiveDate, Day>>,
    /// What was noticed about the readings.
    pub(super) findings: Vec<Finding>,
}

impl ClosedDays {
    /// Reopens the days that these registers judge otherwise than those before.
    pub fn suit(&mut self, registers: &Registers) {
        let basis = basis(registers);
        if self.basis != basis {
            *self = ClosedDays { basis, reviews: registers.review_periods.clone(), ..ClosedDays::default() };
            return;
        }
        let before = std::mem::replace(&mut self.reviews, registers.review_periods.clone());
        let gone = before.iter().filter(|row| !registers.review_periods.has(row));
        let new = registers.review_periods.iter().filter(|row| !before.has(row));
        for review in gone.chain(new).filter_map(review) {
            let last = review.to.date();
            for day in review.from.date().iter_days().take_while(|day| *day <= last) {
                self.reopen(&review.outlet, day);
            }
        }
    }

    /// Lets go of a day of an outlet, to be judged again.
    pub fn reopen(&mut self, outlet: &str, day: NaiveDate) {
        if let Some(days) = self.outlets.get_mut(outlet) {
            days.remove(&day);
        }
    }

    /// The days of an outlet before `end` that are not closed, from `from` on: the first and the
    /// last of each run, none longer than a month.
    pub fn open(&self, outlet: &str, from: NaiveDate, end: NaiveDate) -> Vec<(NaiveDate, NaiveDate)> {
        let closed = self.outlets.get(outlet);
        let mut runs: Vec<(NaiveDate, NaiveDate)> = Vec::new();
        for day in from.iter_days().take_while(|day| *day < end) {
            if closed.is_some_and(|days| days.contains_key(&day)) {
                continue;
            }
            match runs.last_mut() {
                Some((first, last)) if *last + Days::new(1) == day && *first + Days::new(AT_ONCE) > day => *last = day,
                _ => runs.push((day, day)),
            }
        }
        runs
    }

    pub(super) fn verdict(&self, outlet: &str, factor: &str, day: NaiveDate) -> Option<&DayVerdict> {
        self.outlets.get(outlet)?.get(&day)?.get(factor)
    }

    /// The factors that were judged at an outlet.
    pub(super) fn factors_of(&self, outlet: &str) -> BTreeSet<&str> {
        let days = self.outlets.get(outlet).into_iter().flat_map(BTreeMap::values);
        days.flat_map(|day| day.keys().map(String::as_str)).collect()
    }
}

/// The registers on which verdicts rest, reviews aside.
fn basis(registers: &Registers) -> Registers {
    Registers {
        discharge_limits: registers.discharge_limits.clone(),
        discharge_rules: registers.discharge_rules.clone(),
        factors: registers.factors.clone(),
        monitor_factors: registers.monitor_factors.clone(),
        monitors: registers.monitors.clone(),
        outlet_limits: registers.outlet_limits.clone(),
        outlets: registers.outlets.clone(),
        ..Registers::default()
    }
}
