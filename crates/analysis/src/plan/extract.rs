//! From the solver's columns to a plan that people can read.

use super::answer::{Activity, BudgetBalance, GoodBalance, LimitBalance, Member, Plan, SolverRecord, Start, Total};
use super::control::Control;
use super::formulate::Formulation;
use super::model::{Model, Objective};
use super::program::{Sum, TOLERANCE};
use super::solver::{ABSOLUTE_GAP, Answer, SEED, THREADS, version};

/// A limit binds where less than this share of it is left.
const BINDS: f64 = 1e-6;
/// By so much more than the gap that will do may a proven plan stay below its bound: the search's rows hold
/// within a tolerance, those of the plan more exactly.
const INEXACT: f64 = 1e-6;

impl Formulation<'_> {
    /// The plan of `values`, proven by `search`.
    pub(super) fn plan(&self, values: &[f64], search: &Answer, control: &Control) -> Plan {
        let model = self.checked.model;
        let sign = model.objective.sign();
        let value = self.discounted(model.objective).reported(values);
        let soft_charge = self.charges().at(values);
        let reached = sign * value - soft_charge;
        // What was reached bounds the bound: a fixed program is solved more exactly than the search was.
        let bound = search.bound.max(reached);
        let none = ABSOLUTE_GAP * self.program.objective_unit;
        let gap = if bound - reached <= none { 0.0 } else { (bound - reached) / reached.abs() };
        Plan {
            objective: model.objective,
            value,
            soft_charge,
            bound: sign * bound,
            gap,
            // A solver that calls its search done must also hand over a plan that reaches its bound.
            proven: search.optimal && gap <= control.relative_gap + INEXACT,
            starts: self.starts_at(values),
            activities: self.activities_at(values),
            goods: (0..model.goods.len()).map(|g| self.good_at(g, values)).collect(),
            limits: (0..model.limits.len()).map(|r| self.limit_at(r, values)).collect(),
            budget: self.budget_at(values),
            totals: Objective::ALL.iter().map(|&objective| self.total_at(objective, values)).collect(),
            left_out: self.checked.left_out.clone(),
            findings: self.checked.findings.clone(),
            record: SolverRecord {
                solver: version(),
                seed: SEED,
                threads: THREADS,
                relative_gap: control.relative_gap,
                feasibility_tolerance: TOLERANCE,
                nodes: search.nodes,
                log: search.log.clone(),
            },
        }
    }

    fn per_year(&self, values: &[f64], sum: impl Fn(usize) -> Sum) -> Vec<f64> {
        self.years().map(|t| sum(t).reported(values)).collect()
    }

    fn starts_at(&self, values: &[f64]) -> Vec<Start> {
        let (model, options) = (self.checked.model, 0..self.checked.options.len());
        let started = |t: usize| options.clone().filter(move |&k| self.starts(k, t).at(values) > 0.5);
        let starts = self.years().flat_map(|t| started(t).map(move |k| (k, t)));
        starts.map(|(k, t)| Start { option: model.options[k].id.clone(), year: model.years[t] }).collect()
    }

    fn activities_at(&self, values: &[f64]) -> Vec<Activity> {
        let model = self.checked.model;
        let last = self.years().len() - 1;
        let taken = (0..model.options.len()).filter(|&k| self.started[k][last].is_some_and(|y| values[y] > 0.5));
        let options = taken.map(|k| Activity {
            id: model.options[k].id.clone(),
            per_year: self.per_year(values, |t| self.activity(k, t)),
        });
        let plants = model.plants.iter().enumerate().map(|(p, plant)| Activity {
            id: plant.id.clone(),
            per_year: self.per_year(values, |t| self.output(p, t)),
        });
        options.chain(plants).collect()
    }

    fn good_at(&self, g: usize, values: &[f64]) -> GoodBalance {
        let good = &self.checked.model.goods[g];
        let moved = |sign: f64, fixed: &[f64]| {
            let moved = self.per_year(values, |t| self.moved(g, t, sign));
            moved.iter().zip(fixed).map(|(moved, fixed)| moved + fixed).collect()
        };
        let at = |column: Option<usize>| column.map_or(0.0, |column| values[column]);
        let trade = &self.trade[g];
        // What the balance leaves is nothing where it is within the tolerance of nothing.
        let nothing = TOLERANCE * self.natural_unit(g);
        let sold = self.per_year(values, |t| self.sold(g, t));
        GoodBalance {
            good: good.id.clone(),
            made: moved(1.0, &good.made),
            needed: moved(-1.0, &good.needed),
            final_demand: good.final_demand.clone(),
            bought: trade.iter().map(|trade| at(Some(trade.buy))).collect(),
            sold: sold.into_iter().map(|sold| if sold <= nothing { 0.0 } else { sold }).collect(),
            disposed: trade.iter().map(|trade| at(trade.dispose)).collect(),
        }
    }

    fn limit_at(&self, r: usize, values: &[f64]) -> LimitBalance {
        let limit = &self.checked.model.limits[r];
        let used = self.per_year(values, |t| self.used(r, t));
        let broken = self.years().map(|t| match limit.soft_charge {
            Some(_) => (used[t] - limit.headroom[t]).max(0.0),
            None => 0.0,
        });
        LimitBalance {
            limit: limit.id.clone(),
            broken_by: broken.collect(),
            binds: binds(&used, &limit.headroom),
            used,
            headroom: limit.headroom.clone(),
        }
    }

    fn budget_at(&self, values: &[f64]) -> Option<BudgetBalance> {
        let budget_cny = self.checked.model.budget_cny.clone()?;
        let spent_cny = self.per_year(values, |t| self.spent(t));
        Some(BudgetBalance { binds: binds(&spent_cny, &budget_cny), spent_cny, budget_cny })
    }

    fn total_at(&self, objective: Objective, values: &[f64]) -> Total {
        Total {
            objective,
            discounted: self.discounted(objective).reported(values),
            per_year: self.per_year(values, |t| self.total(objective, t)),
        }
    }
}

impl Plan {
    /// What the search weighs: the objective (burdens negative) less charges.
    pub(super) fn reached(&self) -> f64 {
        self.objective.sign() * self.value - self.soft_charge
    }

    /// What the plan leaves nothing of.
    pub(super) fn binding(&self, model: &Model) -> Vec<Member> {
        let mut binding = Vec::new();
        let years = |binds: &[bool]| -> Vec<i32> {
            model.years.iter().zip(binds).filter(|(_, binds)| **binds).map(|(year, _)| *year).collect()
        };
        for limit in &self.limits {
            let limited = |year| Member::Limit { limit: limit.limit.clone(), year };
            binding.extend(years(&limit.binds).into_iter().map(limited));
        }
        let budget = self.budget.iter().flat_map(|budget| years(&budget.binds));
        binding.extend(budget.map(|year| Member::Budget { year }));
        for (good, balance) in model.goods.iter().zip(&self.goods) {
            let Some(cap) = &good.sales_cap else { continue };
            let capped = |year| Member::SalesCap { good: good.id.clone(), year };
            binding.extend(years(&binds(&balance.sold, cap)).into_iter().map(capped));
        }
        for bound in &model.bounds {
            let objective = bound.objective;
            let total = self.total(objective);
            if bound.at_least.is_some_and(|floor| binds(&[-total], &[-floor])[0]) {
                binding.push(Member::Floor { objective });
            }
            if bound.at_most.is_some_and(|cap| binds(&[total], &[cap])[0]) {
                binding.push(Member::Cap { objective });
            }
        }
        binding
    }

    /// The discounted total of an objective.
    pub fn total(&self, objective: Objective) -> f64 {
        let total = self.totals.iter().find(|total| total.objective == objective);
        total.expect("every objective is reported").discounted
    }
}

fn binds(used: &[f64], most: &[f64]) -> Vec<bool> {
    used.iter().zip(most).map(|(used, most)| used >= &(most - BINDS * most.abs())).collect()
}

#[cfg(test)]
mod tests {
    use super::super::check::Checked;
    use super::super::model::{Good, Terms};
    use super::*;

    /// A good that is sold; there is nothing to choose.
    fn one_good() -> Model {
        let ore = Good {
            id: "ore".to_owned(),
            price_cny: Some(100.0),
            tradable: true,
            made: vec![10.0],
            needed: vec![0.0],
            final_demand: vec![0.0],
            sales_cap: None,
            disposal: None,
        };
        Model {
            years: vec![2027],
            terms: Terms::default(),
            objective: Objective::ValueAdded,
            bounds: Vec::new(),
            goods: vec![ore],
            limits: Vec::new(),
            budget_cny: None,
            plants: Vec::new(),
            options: Vec::new(),
            needs: Vec::new(),
            excludes: Vec::new(),
        }
    }

    #[test]
    fn a_plan_below_its_bound_is_not_proven_whatever_the_solver_says() {
        let model = one_good();
        let checked = Checked::new(&model).unwrap();
        let formulation = Formulation::new(&checked);
        let values = vec![0.0; formulation.program.columns.len()];
        let plan = |bound: f64| {
            let answer = Answer {
                values: values.clone(),
                duals: Vec::new(),
                bound,
                optimal: true,
                nodes: 1,
                log: String::new(),
            };
            formulation.plan(&values, &answer, &Control::default())
        };
        assert_eq!(plan(950.0).value, 950.0, "ten at 100, less the margin of a twentieth");
        assert!(plan(950.0).proven);
        assert!(!plan(951.0).proven);
    }
}
