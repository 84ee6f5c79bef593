//! What each objective counts, as sums over the columns: the one definition by which plans are sought,
//! bounded and reported.

use super::formulate::Formulation;
use super::model::{Effect, Objective};
use super::program::Sum;

impl Formulation<'_> {
    /// What an objective counts in a year, undiscounted.
    pub(super) fn total(&self, objective: Objective, t: usize) -> Sum {
        let mut sum = self.effects(objective, t);
        match objective {
            Objective::ValueAdded => self.add_value(&mut sum, t),
            Objective::LocalSourcing => self.add_local(&mut sum, t),
            _ => {}
        }
        sum
    }

    fn effects(&self, objective: Objective, t: usize) -> Sum {
        let mut sum = Sum::default();
        for (k, option) in self.model().options.iter().enumerate() {
            for effect in on(objective, &option.effects) {
                sum.add(&self.activity(k, t), effect.per_unit);
                sum.term(self.started[k][t], effect.per_year);
                sum.add(&self.starts(k, t), effect.on_start);
            }
        }
        for (p, plant) in self.model().plants.iter().enumerate() {
            for effect in on(objective, &plant.effects) {
                sum.add(&self.output(p, t), effect.per_unit);
                sum.constant -= effect.per_unit * plant.base;
            }
        }
        sum
    }

    fn add_value(&self, sum: &mut Sum, t: usize) {
        let terms = &self.model().terms;
        for (g, good) in self.model().goods.iter().enumerate() {
            let trade = &self.trade[g][t];
            // What is traded of a closed good has no value that is known.
            let price = if good.closed() { 0.0 } else { good.price_cny.unwrap_or(0.0) };
            sum.add(&self.sold(g, t), price * (1.0 - terms.margin));
            sum.term(Some(trade.buy), -price * (1.0 + terms.margin));
            sum.term(trade.dispose, -good.disposal.as_ref().map_or(0.0, |disposal| disposal.cost_cny));
        }
        for (k, option) in self.model().options.iter().enumerate() {
            sum.term(self.started[k][t], -option.capex_cny * terms.annuity());
        }
    }

    fn add_local(&self, sum: &mut Sum, t: usize) {
        for (g, good) in self.model().goods.iter().enumerate() {
            let Some(price) = good.price_cny else { continue };
            sum.add(&self.moved(g, t, -1.0), price);
            sum.constant += price * (good.needed[t] + good.final_demand[t]);
            sum.term(Some(self.trade[g][t].buy), -price);
        }
    }

    /// An objective's total, discounted to the first year.
    pub(super) fn discounted(&self, objective: Objective) -> Sum {
        let mut sum = Sum::default();
        for t in self.years() {
            sum.add(&self.total(objective, t), self.discount(t));
        }
        sum
    }

    fn discount(&self, t: usize) -> f64 {
        let years = &self.model().years;
        self.model().terms.discount_factor(years[0], years[t])
    }

    /// What broken soft limits are charged, discounted.
    pub(super) fn charges(&self) -> Sum {
        let mut sum = Sum::default();
        for (limit, excesses) in self.model().limits.iter().zip(&self.excess) {
            for t in self.years() {
                sum.term(excesses[t], limit.soft_charge.unwrap_or(0.0) * self.discount(t));
            }
        }
        sum
    }
}

fn on(objective: Objective, effects: &[Effect]) -> impl Iterator<Item = &Effect> {
    effects.iter().filter(move |effect| effect.objective == objective)
}
