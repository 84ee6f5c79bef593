//! What would the totals be if nothing were started?
//!
//! A plan's totals hold what the plants that stay as they are trade anyway: `Σ sell·π(1−m) − buy·π(1+m)`
//! of today's balance, and the local needs that are met today. What a plan brings is its total less
//! this. Burdens and jobs count only what changes, so that theirs is nothing.
//!
//! π: price without tax, CNY per unit; m: margin, a share; sell and buy: units a year, as in [`super`].
//! Source: plain arithmetic of ours. Limits: plants whose output the plan may change count as they run
//! today.

use super::model::{Good, Model, Objective};

/// The discounted total of an objective without any option, in its unit.
pub fn baseline(model: &Model, objective: Objective) -> f64 {
    let of_good = |good: &Good, year: usize| {
        let price = good.price_cny.unwrap_or(0.0);
        let (made, needed) = model.today(good, year);
        match objective {
            Objective::ValueAdded => {
                let (sold, bought) = ((made - needed).max(0.0), (needed - made).max(0.0));
                price * (sold * (1.0 - model.terms.margin) - bought * (1.0 + model.terms.margin))
            }
            Objective::LocalSourcing => price * made.min(needed),
            _ => 0.0,
        }
    };
    let first = model.years.first().copied().unwrap_or_default();
    let of_year = |(at, year): (usize, &i32)| {
        let total: f64 = model.goods.iter().filter(|good| good.tradable).map(|good| of_good(good, at)).sum();
        total * model.terms.discount_factor(first, *year)
    };
    model.years.iter().enumerate().map(of_year).sum()
}
