//! Closes days: judges them once, and keeps the verdicts without their hours.

use super::closed_days::{ClosedDays, Day};
use super::day::DayVerdict;
use super::reading_set::ReadingSet;
use super::verdict::day_verdict;
use chrono::NaiveDate;
use rayon::prelude::*;

impl ClosedDays {
    /// Judges every day of a set for an outlet. The set holds all that monitors of the outlet sent,
    /// and is laid beside the registers that were suited to last.
    pub fn close(&mut self, set: &ReadingSet, outlet: &str) {
        let factors = set.factors_of(outlet);
        let days: Vec<NaiveDate> = set.days().collect();
        let judged = days.into_par_iter().map(|day| {
            let verdict = |factor: &&str| ((*factor).to_owned(), without_hours(day_verdict(set, outlet, factor, day)));
            (day, factors.iter().map(verdict).collect::<Day>())
        });
        let judged: Vec<(NaiveDate, Day)> = judged.collect();
        self.outlets.entry(outlet.to_owned()).or_default().extend(judged);
        for finding in &set.findings {
            if !self.findings.contains(finding) {
                self.findings.push(finding.clone());
            }
        }
    }
}

/// The verdict alone: 24 hours are most of what it weighs.
fn without_hours(mut verdict: DayVerdict) -> DayVerdict {
    verdict.mean.hours = Vec::new();
    verdict
}
