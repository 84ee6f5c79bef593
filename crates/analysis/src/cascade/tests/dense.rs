//! The formula written out: every firm, every industry, every step; nothing is left out or kept.

use crate::cascade::{Class, Score};

/// A network as tables over firms and groups.
#[derive(Debug)]
pub(super) struct Dense {
    /// `value[i][j]` is what i sells to j.
    pub(super) value: Vec<Vec<f64>>,
    /// p(i).
    pub(super) industry: Vec<usize>,
    /// E by the industries of supplier and customer.
    pub(super) class: Vec<Vec<Class>>,
    pub(super) revenue: Vec<Option<f64>>,
    pub(super) cost: Vec<Option<f64>>,
}

impl Dense {
    pub(super) fn score(&self, psi: &[f64], epsilon: f64, substitution: bool) -> Score {
        let firms = psi.len();
        let column = |j: usize| (0..firms).map(|i| self.value[i][j]).sum::<f64>();
        let r: Vec<f64> = (0..firms).map(|i| self.revenue[i].unwrap_or(self.value[i].iter().sum())).collect();
        let c: Vec<f64> = (0..firms).map(|j| self.cost[j].unwrap_or(column(j))).collect();
        let start: Vec<f64> = psi.iter().map(|psi| 1.0 - psi).collect();
        let (mut down, mut up) = (start.clone(), start.clone());
        let mut iterations = 0;
        loop {
            let sigma = self.sigma(&r, &down, substitution);
            let next_down: Vec<f64> =
                (0..firms).map(|j| self.down(j, &c, &sigma, &down).min(start[j]).max(0.0)).collect();
            let lost = |i: usize| (0..firms).map(|j| self.value[i][j] * (1.0 - up[j])).sum::<f64>();
            let next_up: Vec<f64> = (0..firms)
                .map(|i| if r[i] > 0.0 { 1.0 - lost(i) / r[i] } else { 1.0 }.min(start[i]).max(0.0))
                .collect();
            let falls = down.iter().zip(&next_down).chain(up.iter().zip(&next_up)).map(|(old, new)| old - new);
            let largest = falls.fold(f64::NEG_INFINITY, f64::max);
            (down, up) = (next_down, next_up);
            iterations += 1;
            if largest <= epsilon {
                break;
            }
        }
        let total: f64 = r.iter().sum();
        let index = |h: &dyn Fn(usize) -> f64| (0..firms).map(|i| r[i] * (1.0 - h(i))).sum::<f64>() / total;
        Score {
            esri: index(&|i| down[i].min(up[i])),
            esri_down: index(&|i| down[i]),
            esri_up: index(&|i| up[i]),
            iterations,
            converged: true,
        }
    }

    fn sigma(&self, r: &[f64], h: &[f64], substitution: bool) -> Vec<f64> {
        let left = |i: usize| {
            let market = (0..r.len()).filter(|m| self.industry[*m] == self.industry[i]);
            let left: f64 = market.map(|m| h[m] * r[m]).sum();
            if left <= 1e-10 { 1.0 } else { left }
        };
        (0..r.len()).map(|i| if substitution { (r[i] / left(i)).min(1.0) } else { 1.0 }).collect()
    }

    /// What j's inputs allow: the least of its essential industries and of all that is not essential.
    fn down(&self, j: usize, c: &[f64], sigma: &[f64], h: &[f64]) -> f64 {
        let mut plain = 0.0;
        let mut allowed: f64 = 1.0;
        for k in 0..self.class.len() {
            let suppliers = || (0..h.len()).filter(|i| self.industry[*i] == k && self.value[*i][j] > 0.0);
            let lost: f64 = suppliers().map(|i| self.value[i][j] * sigma[i] * (1.0 - h[i])).sum();
            match self.class[k][self.industry[j]] {
                Class::Essential if suppliers().next().is_some() => {
                    allowed = allowed.min(1.0 - lost / suppliers().map(|i| self.value[i][j]).sum::<f64>());
                }
                Class::NonEssential if lost > 0.0 => plain += lost / c[j],
                _ => (),
            }
        }
        allowed.min(1.0 - plain)
    }
}
