//! How much can an option make at most? What no plan reaches is cut off before the search.
//!
//! A limit, what can be sold and what can be bought are ceilings `Σ c(k)·x(k) + s(k)·Y(k) ≤ most` over the
//! options of a year. Where x(k) > 0, Y(k) = 1, so that with `u(j) ≥ x(j)` for all the others
//!
//! `x(k) ≤ (most − s(k) + Σ_{j≠k} max(0, −c(j))·u(j) + max(0, −s(j))) / c(k)`, for each c(k) > 0.
//!
//! From u = cap on, every such bound makes others smaller. Written with it, `x = u·Y − v` allows the same plans,
//! but a start in part no longer makes its part of a capacity that cannot be sold. The solver alone does not
//! see that, because activity is two columns.
//!
//! Symbols: as in [`formulate`](super::formulate). What is disposed of has no ceiling, so that neither has
//! the good. Soft limits are none. A conflict must not rest on ceilings that it gives up by name, nor a dual
//! be shared with them: only searches are tightened.

use super::check::Checked;
use super::formulate::Formulation;

/// So often are the bounds drawn from one another.
const ROUNDS: usize = 3;

/// `Σ c·x + s·Y ≤ most` in a year.
struct Ceiling {
    /// (option, c, s).
    terms: Vec<(usize, f64, f64)>,
    most: f64,
}

impl<'c> Formulation<'c> {
    /// Without the activity that no plan reaches.
    pub(super) fn tight(checked: &'c Checked<'c>) -> Formulation<'c> {
        let loose = Formulation::new(checked);
        let most = loose.years().map(|t| {
            let options = checked.model.options.iter().zip(loose.utmost(t));
            options.map(|(option, most)| most.max(option.least_load(checked.model) * option.capacity)).collect()
        });
        let most = most.collect();
        Formulation::within(checked, most)
    }

    /// u(k) of every option in a year; nothing where it cannot have started.
    fn utmost(&self, t: usize) -> Vec<f64> {
        let options = self.model().options.iter().zip(&self.started);
        let capacity = options.map(|(option, started)| if started[t].is_some() { option.capacity } else { 0.0 });
        let mut utmost: Vec<f64> = capacity.collect();
        let ceilings = self.ceilings(t);
        for _ in 0..ROUNDS {
            for ceiling in &ceilings {
                let relief = |&(j, c, s): &(usize, f64, f64)| (-c).max(0.0) * utmost[j] + (-s).max(0.0);
                let most = ceiling.most + ceiling.terms.iter().map(relief).sum::<f64>();
                for &(k, c, s) in ceiling.terms.iter().filter(|(_, c, _)| *c > 0.0) {
                    // What its own start relieves is in `most` already, what it takes is not.
                    utmost[k] = utmost[k].min(((most - s.max(0.0)) / c).max(0.0));
                }
            }
        }
        utmost
    }

    fn ceilings(&self, t: usize) -> Vec<Ceiling> {
        let (model, checked) = (self.model(), self.checked);
        let mut ceilings = Vec::new();
        for (r, limit) in model.limits.iter().enumerate().filter(|(_, limit)| limit.soft_charge.is_none()) {
            let of = |uses: &[(usize, f64, f64)]| uses.iter().find(|(limit, ..)| *limit == r).map(|u| (u.1, u.2));
            let options = checked.options.iter().enumerate();
            let terms = options.filter_map(|(k, option)| of(&option.uses).map(|(c, s)| (k, c, s)));
            let plants: f64 = self.relief(|plant| of(&checked.plants[plant].uses).map_or(0.0, |(c, _)| c));
            ceilings.push(Ceiling { terms: terms.collect(), most: limit.headroom[t] + plants });
        }
        for g in 0..model.goods.len() {
            let trade = &self.trade[g][t];
            // (direction, how much trade takes in that direction); what is made may also be disposed of.
            let sold = trade.dispose.is_none().then_some((1.0, trade.most_sold));
            let bought = (-1.0, self.program.columns[trade.buy].upper);
            for (sign, most) in sold.into_iter().chain([bought]).filter(|(_, most)| most.is_finite()) {
                let of = |flows: &[(usize, f64)]| flows.iter().find(|(good, _)| *good == g).map(|f| sign * f.1);
                let options = checked.options.iter().enumerate();
                let terms = options.filter_map(|(k, option)| of(&option.flows).map(|c| (k, c, 0.0)));
                let plants = self.relief(|plant| of(&checked.plants[plant].flows).unwrap_or(0.0));
                ceilings.push(Ceiling { terms: terms.collect(), most: most - sign * checked.today[g][t] + plants });
            }
        }
        ceilings
    }

    /// By how much plants can lower `Σ c·(output − base)` at most.
    fn relief(&self, c: impl Fn(usize) -> f64) -> f64 {
        let plants = self.model().plants.iter().enumerate();
        plants.map(|(p, plant)| (c(p) * (plant.base - plant.at_most)).max(c(p) * (plant.base - plant.at_least))).sum()
    }
}
