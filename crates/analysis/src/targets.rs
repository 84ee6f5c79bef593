//! Is a target met, behind, or not due yet?
//!
//! A target is met where actual ≥ target, or actual ≤ target where less is better; it is judged once its period
//! is over. Before that the actual is what came so far: too little of what should be more is not behind yet, and
//! little enough of what should be less is not met yet. Of an indicator the target of the reporting year counts.
//!
//! target, actual: in the indicator's unit. Source: plain arithmetic of ours over the register of targets.
//! Limits: nothing is said of an indicator of which it is not registered which way is better.

use crate::Zone;
use chrono::{Datelike, NaiveDate};
use serde::Serialize;
use std::collections::BTreeMap;
use yanlian_model::registers::Target;
use yanlian_model::{Better, Period};

/// How a target stands, the most pressing first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TargetState {
    /// Its period is over, or it cannot be met any more, and it is not reached.
    #[serde(rename = "late")]
    Behind,
    /// Its period is over, and one of the figures, or which way is better, is not known.
    Unknown,
    /// Its period is not over, and it may still go either way.
    Coming,
    /// It is reached.
    #[serde(rename = "done")]
    Met,
}

/// The targets of one indicator.
#[derive(Debug, Clone, PartialEq)]
pub struct TargetPath<'r> {
    /// The indicator.
    pub indicator: &'r str,
    /// Which way is better; `None` where not registered.
    pub better: Option<Better>,
    /// Its targets in the order of their periods.
    pub targets: Vec<&'r Target>,
    /// The target of the reporting year.
    pub of_year: Option<&'r Target>,
    /// How that one stands.
    pub state: TargetState,
}

/// Every indicator with targets, the most pressing first, then by key.
pub fn target_paths(zone: &Zone, year: i32, today: NaiveDate) -> Vec<TargetPath<'_>> {
    let mut by_indicator: BTreeMap<&str, Vec<&Target>> = BTreeMap::new();
    for target in &zone.registers.targets {
        by_indicator.entry(&target.indicator).or_default().push(target);
    }
    let paths = by_indicator.into_iter().map(|(indicator, targets)| target_path(zone, indicator, targets, year, today));
    let mut paths: Vec<TargetPath> = paths.collect();
    paths.sort_by_key(|path| path.state);
    paths
}

fn target_path<'r>(
    zone: &'r Zone,
    indicator: &'r str,
    mut targets: Vec<&'r Target>,
    year: i32,
    today: NaiveDate,
) -> TargetPath<'r> {
    targets.sort_by(|a, b| a.period.cmp(&b.period));
    let better = zone.indicator(indicator).and_then(|indicator| indicator.better);
    let is_of_year = |target: &&&Target| target.period.month().is_none() && target.period.year() == Some(year);
    let of_year = targets.iter().find(is_of_year).copied();
    let state = of_year.map_or(TargetState::Unknown, |target| target_state(target, better, today));
    TargetPath { indicator, better, targets, of_year, state }
}

/// How a target stands on a day.
pub fn target_state(target: &Target, better: Option<Better>, today: NaiveDate) -> TargetState {
    let met = target.target.zip(target.actual).zip(better).map(|((planned, actual), better)| match better {
        Better::Higher => actual >= planned,
        Better::Lower => actual <= planned,
    });
    match met {
        Some(false) if better == Some(Better::Higher) && !is_over(today, &target.period) => TargetState::Coming,
        Some(true) if better == Some(Better::Lower) && !is_over(today, &target.period) => TargetState::Coming,
        Some(true) => TargetState::Met,
        Some(false) => TargetState::Behind,
        None if is_over(today, &target.period) => TargetState::Unknown,
        None => TargetState::Coming,
    }
}

/// actual / target, or target / actual where less is better: 1 and more is met. `None` where it is not known.
pub fn achieved(target: &Target, better: Option<Better>) -> Option<f64> {
    let (planned, actual) = target.target.zip(target.actual)?;
    let (part, whole) = match better? {
        Better::Higher => (actual, planned),
        Better::Lower => (planned, actual),
    };
    (whole > 0.0).then(|| part / whole)
}

/// Whether a period has ended.
fn is_over(today: NaiveDate, period: &Period) -> bool {
    let today = (today.year(), today.month());
    match (period.year(), period.month()) {
        (Some(year), Some(month)) => (year, month) < today,
        (Some(year), None) => year < today.0,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use yanlian_model::Provenance;

    #[test]
    fn a_target_is_judged_once_its_period_is_over() {
        let today = NaiveDate::from_ymd_opt(2026, 3, 20).unwrap();
        let judged = |period: &str, actual: Option<f64>, better: Better| {
            let target = Target {
                indicator: "cod".to_owned(),
                period: Period(period.to_owned()),
                target: Some(100.0),
                actual,
                owner: None,
                provenance: Provenance::default(),
            };
            target_state(&target, Some(better), today)
        };
        assert_eq!(judged("2025", Some(99.0), Better::Higher), TargetState::Behind);
        assert_eq!(judged("2025", Some(99.0), Better::Lower), TargetState::Met);
        assert_eq!(judged("2025", None, Better::Lower), TargetState::Unknown);
        // More can still come this year: too little so far is not behind, little enough so far is not met.
        assert_eq!(judged("2026", Some(30.0), Better::Higher), TargetState::Coming);
        assert_eq!(judged("2026", Some(30.0), Better::Lower), TargetState::Coming);
        assert_eq!(judged("2026", Some(101.0), Better::Lower), TargetState::Behind);
        assert_eq!(judged("2026", Some(101.0), Better::Higher), TargetState::Met);
        assert_eq!(judged("2026-02", Some(99.0), Better::Higher), TargetState::Behind);
        assert_eq!(judged("2026-03", None, Better::Higher), TargetState::Coming);
    }
}
