//! How fit is a region, and how demanding a product, if products that weak regions make count little?
//!
//! ```text
//! F'_c = Σ_p M_cp·Q_p        Q'_p = 1 / Σ_c (M_cp / F_c)        each divided by its mean
//! ```
//!
//! F: fitness of the region, Q: that of the product (its complexity), both without unit and with mean
//! 1; both start at 1 and both new values rest on the old ones. Source: Tacchella, Cristelli,
//! Caldarelli, Gabrielli, Pietronero, *A New Metrics for Countries' Fitness and Products' Complexity*,
//! Scientific Reports 2 (2012) 723. Limits: the fixed point is reached slowly, or is 0 for some, so
//! the number of updates belongs to the result.

use super::presence::Presence;

/// Fitness of regions and of products after `updates` updates, by the positions in M.
pub(super) fn fitness(presence: &Presence, updates: usize) -> (Vec<f64>, Vec<f64>) {
    let mut regions = vec![1.0; presence.rows.len()];
    let mut products = vec![1.0; presence.columns.len()];
    for _ in 0..updates {
        let inverse: Vec<f64> = regions.iter().map(|fitness| 1.0 / fitness).collect();
        let next = presence.columns.gather(&inverse, |_, sum| 1.0 / sum);
        regions = to_mean_one(presence.rows.gather(&products, |_, sum| sum));
        products = to_mean_one(next);
    }
    (regions, products)
}

fn to_mean_one(mut values: Vec<f64>) -> Vec<f64> {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    values.iter_mut().for_each(|value| *value /= mean);
    values
}
