//! The model as a mixed 0/1 program.
//!
//! What makes it tight: the binaries are the cumulative `Y(k,t)`, so that a capital charge, land and
//! activity all hang on one column a year and starts are differences; activity is counted from the most that
//! an option can make (`x = u·Y − v`, `0 ≤ v ≤ (u − lo·cap)·Y`, u = cap or less), so that every limit is a
//! knapsack over binaries from the start and v, because what is started mostly runs full, mostly nothing;
//! years after the last one in which an option can start share its column. What is sold has no column: it is
//! what the balance leaves, `made + Σ a·x + buy − dispose − needed − final demand`, and a row says that it is
//! neither less than nothing nor more than can be sold.

use super::answer::{Member, Start};
use super::check::{Checked, Resolved};
use super::model::{Decision, Model, window};
use super::program::{Program, Sum};
use std::ops::Range;

/// The program of a model, and where everything of the model is in it.
pub(super) struct Formulation<'c> {
    pub checked: &'c Checked<'c>,
    pub program: Program,
    /// Y(k,t) by option and year; `None` where it cannot have started.
    pub started: Vec<Vec<Option<usize>>>,
    /// u(k,t) by year and option.
    most: Vec<Vec<f64>>,
    /// v(k,t) by option and year.
    pub unused: Vec<Vec<Option<usize>>>,
    /// Output by plant and year.
    plants: Vec<Vec<usize>>,
    pub trade: Vec<Vec<Trade>>,
    /// What a soft limit is broken by, by limit and year.
    pub excess: Vec<Vec<Option<usize>>>,
    /// The row of each limit by year.
    pub limit_rows: Vec<Vec<usize>>,
    /// What can be given up by name.
    pub handles: Vec<(Member, Handle)>,
}

/// How a good's balance closes in a year.
pub(super) struct Trade {
    /// The column of what is bought.
    pub buy: usize,
    /// The most that can be sold.
    pub most_sold: f64,
    /// The column of what is disposed of.
    pub dispose: Option<usize>,
}

/// What has to be loosened to give something up.
#[derive(Debug, Clone)]
pub(super) enum Handle {
    RowUpper(usize),
    RowLower(usize),
    ColumnLower(usize),
    ColumnUpper(usize),
}

impl<'c> Formulation<'c> {
    pub(super) fn new(checked: &'c Checked<'c>) -> Formulation<'c> {
        let capacity = checked.model.options.iter().map(|option| option.capacity).collect();
        Formulation::within(checked, vec![capacity; checked.model.years.len()])
    }

    /// Where no option makes more than `most`, by year and option; its least load is not above that.
    pub(super) fn within(checked: &'c Checked<'c>, most: Vec<Vec<f64>>) -> Formulation<'c> {
        let mut formulation = Formulation {
            checked,
            program: Program::default(),
            started: Vec::new(),
            most,
            unused: Vec::new(),
            plants: Vec::new(),
            trade: Vec::new(),
            excess: Vec::new(),
            limit_rows: Vec::new(),
            handles: Vec::new(),
        };
        formulation.option_columns();
        formulation.plant_columns();
        formulation.trade_columns();
        formulation.balance_rows();
        formulation.limit_rows();
        formulation.budget_rows();
        formulation.logic_rows();
        formulation.bound_rows();
        let objective = formulation.objective();
        formulation.program.maximise(&objective);
        formulation
    }

    pub(super) fn model(&self) -> &'c Model {
        self.checked.model
    }

    pub(super) fn years(&self) -> Range<usize> {
        0..self.model().years.len()
    }

    fn option_columns(&mut self) {
        for (k, option) in self.model().options.iter().enumerate() {
            let none = || vec![None; self.years().len()];
            let (mut started, mut unused) = (none(), none());
            let window = window(self.model(), option).filter(|_| self.checked.considered(k));
            if let Some((first, last)) = window {
                for t in first..self.years().len() {
                    started[t] = if t <= last { Some(self.program.binary()) } else { started[last] };
                    let room = self.most[t][k] - option.least_load(self.model()) * option.capacity;
                    if room > 0.0 {
                        unused[t] = Some(self.program.column(0.0, room, option.capacity));
                        let mut row = Sum::default();
                        row.term(unused[t], 1.0);
                        row.term(started[t], -room);
                        self.program.row(&row, f64::NEG_INFINITY, 0.0, option.capacity);
                    }
                    if t > first && t <= last {
                        let mut row = Sum::default();
                        row.term(started[t], 1.0);
                        row.term(started[t - 1], -1.0);
                        self.program.row(&row, 0.0, f64::INFINITY, 1.0);
                    }
                }
                if let (Decision::Must, Some(column)) = (option.decision, started[last]) {
                    self.program.columns[column].lower = 1.0;
                    let member = Member::Must { option: option.id.clone() };
                    self.handles.push((member, Handle::ColumnLower(column)));
                }
            }
            self.started.push(started);
            self.unused.push(unused);
        }
    }

    fn plant_columns(&mut self) {
        for plant in &self.model().plants {
            let unit = if plant.at_most > 0.0 { plant.at_most } else { 1.0 };
            let columns = self.years().map(|_| self.program.column(plant.at_least, plant.at_most, unit));
            self.plants.push(columns.collect());
        }
    }

    fn trade_columns(&mut self) {
        for (g, good) in self.model().goods.iter().enumerate() {
            let unit = self.natural_unit(g);
            let mut columns = Vec::new();
            for t in self.years() {
                let today = self.checked.today[g][t];
                let cap = good.sales_cap.as_ref().map_or(f64::INFINITY, |cap| cap[t]);
                let (most_bought, most_sold) = match good.closed() {
                    true => ((-today).max(0.0), today.max(0.0).min(cap)),
                    false => (f64::INFINITY, cap),
                };
                columns.push(Trade {
                    buy: self.program.column(0.0, most_bought, unit),
                    most_sold,
                    dispose: good.disposal.as_ref().map(|_| self.program.column(0.0, f64::INFINITY, unit)),
                });
            }
            self.trade.push(columns);
        }
    }

    /// The largest quantity of a good that one of its makers or takers moves a year.
    pub(super) fn natural_unit(&self, g: usize) -> f64 {
        let of = |resolved: &Resolved, scale: f64| {
            let here = resolved.flows.iter().filter(|(good, _)| *good == g);
            here.map(|(_, a)| (a * scale).abs()).fold(0.0, f64::max)
        };
        let options = self.checked.options.iter().zip(&self.model().options).map(|(r, option)| of(r, option.capacity));
        let plants = self.checked.plants.iter().zip(&self.model().plants).map(|(r, plant)| of(r, plant.at_most));
        let largest = options.chain(plants).fold(0.0, f64::max);
        let today = self.checked.today[g].iter().fold(0.0_f64, |largest, today| largest.max(today.abs()));
        [largest, today].into_iter().find(|unit| *unit > 0.0).unwrap_or(1.0)
    }

    /// x(k,t) of an option: `u·Y − v`.
    pub(super) fn activity(&self, k: usize, t: usize) -> Sum {
        let mut sum = Sum::default();
        sum.term(self.started[k][t], self.most[t][k]);
        sum.term(self.unused[k][t], -1.0);
        sum
    }

    /// The output of a plant.
    pub(super) fn output(&self, p: usize, t: usize) -> Sum {
        Sum { terms: vec![(self.plants[p][t], 1.0)], constant: 0.0 }
    }

    /// What options and plants of the model make (`sign` +1) or need (−1) of a good.
    pub(super) fn moved(&self, g: usize, t: usize, sign: f64) -> Sum {
        let mut sum = Sum::default();
        for (k, option) in self.checked.options.iter().enumerate() {
            for &(_, a) in option.flows.iter().filter(|(good, _)| *good == g) {
                sum.add(&self.activity(k, t), (sign * a).max(0.0));
            }
        }
        for (p, plant) in self.checked.plants.iter().enumerate() {
            for &(_, a) in plant.flows.iter().filter(|(good, _)| *good == g) {
                sum.add(&self.output(p, t), (sign * a).max(0.0));
            }
        }
        sum
    }

    /// What is sold of a good in a year: what its balance leaves.
    pub(super) fn sold(&self, g: usize, t: usize) -> Sum {
        let (good, trade) = (&self.model().goods[g], &self.trade[g][t]);
        let mut sum = self.moved(g, t, 1.0);
        sum.add(&self.moved(g, t, -1.0), -1.0);
        sum.term(Some(trade.buy), 1.0);
        sum.term(trade.dispose, -1.0);
        sum.constant += good.made[t] - good.needed[t] - good.final_demand[t];
        sum
    }

    fn balance_rows(&mut self) {
        for (g, good) in self.model().goods.iter().enumerate() {
            for t in self.years() {
                let trade = &self.trade[g][t];
                let (buy, most_sold) = (trade.buy, trade.most_sold);
                let row = self.program.row(&self.sold(g, t), 0.0, most_sold, self.natural_unit(g));
                if good.closed() {
                    let member = || Member::NoTrade { good: good.id.clone() };
                    self.handles.push((member(), Handle::ColumnUpper(buy)));
                    self.handles.push((member(), Handle::RowUpper(row)));
                } else if most_sold.is_finite() {
                    let member = Member::SalesCap { good: good.id.clone(), year: self.model().years[t] };
                    self.handles.push((member, Handle::RowUpper(row)));
                }
            }
        }
    }

    /// What a limit loses in a year beyond today.
    pub(super) fn used(&self, r: usize, t: usize) -> Sum {
        let mut sum = Sum::default();
        for (k, option) in self.checked.options.iter().enumerate() {
            for &(_, per_unit, on_start) in option.uses.iter().filter(|(limit, ..)| *limit == r) {
                sum.add(&self.activity(k, t), per_unit);
                sum.term(self.started[k][t], on_start);
            }
        }
        for (p, plant) in self.checked.plants.iter().enumerate() {
            for &(_, per_unit, _) in plant.uses.iter().filter(|(limit, ..)| *limit == r) {
                sum.add(&self.output(p, t), per_unit);
                sum.constant -= per_unit * self.model().plants[p].base;
            }
        }
        for (g, good) in self.model().goods.iter().enumerate() {
            if let (Some(disposal), true) = (&good.disposal, self.checked.disposal_limit[g] == Some(r)) {
                sum.term(self.trade[g][t].dispose, disposal.counts);
            }
        }
        sum
    }

    fn limit_rows(&mut self) {
        for (r, limit) in self.model().limits.iter().enumerate() {
            let (mut rows, mut excesses) = (Vec::new(), Vec::new());
            for t in self.years() {
                let mut sum = self.used(r, t);
                let unit = limit.headroom[t].abs();
                let excess = limit
                    .soft_charge
                    .map(|_| self.program.column(0.0, f64::INFINITY, if unit > 0.0 { unit } else { 1.0 }));
                sum.term(excess, -1.0);
                let row = self.program.row(&sum, f64::NEG_INFINITY, limit.headroom[t], unit);
                if excess.is_none() {
                    let member = Member::Limit { limit: limit.id.clone(), year: self.model().years[t] };
                    self.handles.push((member, Handle::RowUpper(row)));
                }
                rows.push(row);
                excesses.push(excess);
            }
            self.limit_rows.push(rows);
            self.excess.push(excesses);
        }
    }

    /// Y(k,t) − Y(k,t−1): whether an option starts in a year.
    pub(super) fn starts(&self, k: usize, t: usize) -> Sum {
        let mut sum = Sum::default();
        sum.term(self.started[k][t], 1.0);
        sum.term(t.checked_sub(1).and_then(|before| self.started[k][before]), -1.0);
        sum
    }

    /// Public money spent in a year.
    pub(super) fn spent(&self, t: usize) -> Sum {
        let mut sum = Sum::default();
        for (k, option) in self.model().options.iter().enumerate() {
            sum.add(&self.starts(k, t), option.public_cost_cny);
        }
        sum
    }

    fn budget_rows(&mut self) {
        let Some(budget) = &self.model().budget_cny else { return };
        for t in self.years() {
            let row = self.program.row(&self.spent(t), f64::NEG_INFINITY, budget[t], budget[t]);
            self.handles.push((Member::Budget { year: self.model().years[t] }, Handle::RowUpper(row)));
        }
    }

    fn logic_rows(&mut self) {
        for (at, &(k, needed)) in self.checked.needs.iter().enumerate() {
            let pair = &self.model().needs[at];
            for t in self.years() {
                let mut sum = Sum::default();
                sum.term(self.started[k][t], 1.0);
                sum.term(self.started[needed][t], -1.0);
                let row = self.program.row(&sum, f64::NEG_INFINITY, 0.0, 1.0);
                let member = Member::Needs { option: pair.option.clone(), needs: pair.needs.clone() };
                self.handles.push((member, Handle::RowUpper(row)));
            }
        }
        for (at, &(one, other)) in self.checked.excludes.iter().enumerate() {
            let (pair, last) = (&self.model().excludes[at], self.years().len() - 1);
            let mut sum = Sum::default();
            sum.term(self.started[one][last], 1.0);
            sum.term(self.started[other][last], 1.0);
            let row = self.program.row(&sum, f64::NEG_INFINITY, 1.0, 1.0);
            let member = Member::Excludes { one: pair.one.clone(), other: pair.other.clone() };
            self.handles.push((member, Handle::RowUpper(row)));
        }
    }

    fn bound_rows(&mut self) {
        for bound in &self.model().bounds {
            let (sum, objective) = (self.discounted(bound.objective), bound.objective);
            if let Some(floor) = bound.at_least {
                let row = self.program.row(&sum, floor, f64::INFINITY, 0.0);
                self.handles.push((Member::Floor { objective }, Handle::RowLower(row)));
            }
            if let Some(cap) = bound.at_most {
                let row = self.program.row(&sum, f64::NEG_INFINITY, cap, 0.0);
                self.handles.push((Member::Cap { objective }, Handle::RowUpper(row)));
            }
        }
    }

    /// What the search makes as large as possible.
    fn objective(&self) -> Sum {
        let mut sum = Sum::default();
        sum.add(&self.discounted(self.model().objective), self.model().objective.sign());
        sum.add(&self.charges(), -1.0);
        sum
    }

    /// The column values of a choice of starts; what is not a start is left to the solver.
    pub(super) fn seed(&self, starts: &[Start]) -> Vec<f64> {
        let mut values = vec![0.0; self.program.columns.len()];
        for start in starts {
            let option = self.model().options.iter().position(|option| option.id == start.option);
            let Some(k) = option else { continue };
            for t in self.years().filter(|&t| self.model().years[t] >= start.year) {
                if let Some(column) = self.started[k][t] {
                    values[column] = 1.0;
                }
            }
        }
        values
    }
}
