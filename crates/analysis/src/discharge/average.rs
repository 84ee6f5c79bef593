//! What is the mean of values of which some, and some of their volumes, are not known?
//!
//! `Σ c·V / Σ V` where at least half of the volumes are known, an unknown one on a straight line between its known
//! neighbours; else `Σ c / n`. c: concentrations; V: volumes, m³. Source: HJ 212's and the discharge rules' means as
//! `means` states them. Limits: what has no value is left out, whatever its volume.

use serde::Serialize;

/// How a mean was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MeanBasis {
    /// Weighted by flow.
    FlowWeighted,
    /// Weighted by flow, some of which was not known and filled in between its neighbours.
    FlowFilled,
    /// Every value counts alike.
    Arithmetic,
}

/// The mean of values, some of which are not known, with their volumes in order of time; weighted where
/// it may be and most volumes are known.
pub(super) fn weighted_mean(points: &[(Option<f64>, Option<f64>)], may_weigh: bool) -> Option<(f64, MeanBasis)> {
    let valid = || points.iter().enumerate().filter_map(|(at, (value, _))| Some((at, (*value)?)));
    let count = valid().count();
    let known = valid().filter(|(at, _)| points[*at].1.is_some()).count();
    if count == 0 {
        return None;
    }
    if may_weigh && 2 * known >= count {
        let weighed: Vec<(f64, f64)> = valid().map(|(at, value)| (value, volume_at(points, at))).collect();
        let volume: f64 = weighed.iter().map(|(_, volume)| volume).sum();
        if volume > 0.0 {
            let mass: f64 = weighed.iter().map(|(value, volume)| value * volume).sum();
            let basis = if known == count { MeanBasis::FlowWeighted } else { MeanBasis::FlowFilled };
            return Some((mass / volume, basis));
        }
    }
    Some((valid().map(|(_, value)| value).sum::<f64>() / count as f64, MeanBasis::Arithmetic))
}

/// The volume at a place, or the one that a straight line between its known neighbours has there;
/// nothing where there is none.
fn volume_at(points: &[(Option<f64>, Option<f64>)], at: usize) -> f64 {
    let known = |at: usize| Some((at as f64, points[at].1?));
    let before = (0..=at).rev().find_map(known);
    let after = (at..points.len()).find_map(known);
    match (before, after) {
        (Some((a, from)), Some((b, to))) if b > a => from + (to - from) * (at as f64 - a) / (b - a),
        (Some((_, volume)), _) | (None, Some((_, volume))) => volume,
        (None, None) => 0.0,
    }
}
