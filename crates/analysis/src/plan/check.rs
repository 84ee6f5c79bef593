//! Does a model hold together, and which of its options cannot be considered at all?
//!
//! A good is *closed* where it has no price or does not travel: it can be bought and sold only as far as
//! today's balance does already. An option is left out where a closed good that it needs (or makes) could
//! not be had (or placed) in any year even if everybody else did their utmost:
//! `lo·cap·|a| > today's surplus (or gap) + Σ others' cap·|a|`. Options that must be taken are never left
//! out: with them the model has no plan, and the conflict names the good.
//!
//! lo: least load, a share; cap: units of activity a year; a: units of the good per unit of activity.
//! Source: bounds of the balance by plain arithmetic of ours. Limits: necessary, not sufficient; what
//! passes may still be in no plan.

use super::answer::{LeftOut, Obstacle};
use super::control::Fault;
use super::model::{Decision, Flow, Good, Model, PlanOption, Use, window};
use std::collections::BTreeMap;
use yanlian_model::{Finding, Message, Place, Severity};

/// A model whose references are positions in its lists, and whose flows are net.
pub(super) struct Checked<'m> {
    pub model: &'m Model,
    /// Per option, then per plant.
    pub options: Vec<Resolved>,
    pub plants: Vec<Resolved>,
    /// Pairs (option, needed option).
    pub needs: Vec<(usize, usize)>,
    pub excludes: Vec<(usize, usize)>,
    /// Per good: made − needed − final demand today, per year; plants of the model at their base.
    pub today: Vec<Vec<f64>>,
    /// Per good: the limit that its disposal counts against.
    pub disposal_limit: Vec<Option<usize>>,
    pub left_out: Vec<LeftOut>,
    pub findings: Vec<Finding>,
}

/// What an option or a plant does, by position.
pub(super) struct Resolved {
    /// (good, net units per unit of activity), by good.
    pub flows: Vec<(usize, f64)>,
    /// (limit, per unit, on start), by limit.
    pub uses: Vec<(usize, f64, f64)>,
}

impl Good {
    /// Whether it can be bought and sold only as far as today's balance does.
    pub(super) fn closed(&self) -> bool {
        self.price_cny.is_none() || !self.tradable
    }
}

impl PlanOption {
    pub(super) fn least_load(&self, model: &Model) -> f64 {
        self.min_load.unwrap_or(model.terms.min_load)
    }
}

impl<'m> Checked<'m> {
    /// The model with its references resolved, or all its faults.
    pub(super) fn new(model: &'m Model) -> Result<Checked<'m>, Vec<Fault>> {
        let mut faults = super::faults::faults(model);
        let goods = positions(model.goods.iter().map(|good| good.id.as_str()), &mut faults);
        let limits = positions(model.limits.iter().map(|limit| limit.id.as_str()), &mut faults);
        let activities = model.options.iter().map(|option| option.id.as_str());
        let activities = activities.chain(model.plants.iter().map(|plant| plant.id.as_str()));
        let activities = positions(activities, &mut faults);

        let mut resolve = |id: &str, flows: &[Flow], uses: &[Use]| Resolved {
            flows: netted(flows, |good| find(&goods, id, good, &mut faults)),
            uses: summed(uses, |limit| find(&limits, id, limit, &mut faults)),
        };
        let options = model.options.iter().map(|o| resolve(&o.id, &o.flows, &o.uses)).collect::<Vec<_>>();
        let plants = model.plants.iter().map(|p| resolve(&p.id, &p.flows, &p.uses)).collect::<Vec<_>>();
        let mut option = |at: &str, id: &str| {
            let found = find(&activities, at, id, &mut faults)?;
            (found < model.options.len()).then_some(found)
        };
        let needs = model.needs.iter().filter_map(|n| Some((option("needs", &n.option)?, option("needs", &n.needs)?)));
        let needs = needs.collect();
        let excludes = model.excludes.iter();
        let excludes = excludes.filter_map(|e| Some((option("excludes", &e.one)?, option("excludes", &e.other)?)));
        let excludes = excludes.collect();
        let disposal_limit = model.goods.iter().map(|good| {
            let limit = good.disposal.as_ref()?.limit.as_deref()?;
            find(&limits, &good.id, limit, &mut faults)
        });
        let disposal_limit = disposal_limit.collect();
        if !faults.is_empty() {
            return Err(faults);
        }
        let today = today(model, &plants);
        let mut checked = Checked {
            model,
            options,
            plants,
            needs,
            excludes,
            today,
            disposal_limit,
            left_out: Vec::new(),
            findings: Vec::new(),
        };
        checked.leave_out();
        checked.findings = checked.noticed();
        Ok(checked)
    }

    /// Whether option `k` is considered.
    pub(super) fn considered(&self, k: usize) -> bool {
        let id = &self.model.options[k].id;
        self.left_out.iter().all(|out| out.option != *id)
    }

    /// Whether limit `r` is used by activity or disposal, and not only by starts.
    pub(super) fn flows_against(&self, r: usize) -> bool {
        let used =
            |resolved: &Resolved| resolved.uses.iter().any(|&(limit, per_unit, _)| limit == r && per_unit != 0.0);
        self.options.iter().chain(&self.plants).any(used) || self.disposal_limit.contains(&Some(r))
    }

    /// Leaves out what cannot be considered, until nothing changes.
    fn leave_out(&mut self) {
        loop {
            let out = (0..self.options.len()).filter(|&k| self.considered(k));
            let out: Vec<LeftOut> = out.filter_map(|k| self.obstacle(k)).collect();
            if out.is_empty() {
                break;
            }
            self.left_out.extend(out);
        }
    }

    fn obstacle(&self, k: usize) -> Option<LeftOut> {
        let option = &self.model.options[k];
        let out = |obstacle, on: Option<&str>, price_missing| {
            Some(LeftOut { option: option.id.clone(), obstacle, on: on.map(str::to_owned), price_missing })
        };
        if option.decision == Decision::Not || window(self.model, option).is_none() {
            return out(Obstacle::RuledOut, None, false);
        }
        if option.decision == Decision::Must {
            return None;
        }
        let needed = self.needs.iter().filter(|(by, _)| *by == k).map(|&(_, needed)| needed);
        if let Some(needed) = needed.into_iter().find(|&needed| !self.considered(needed)) {
            return out(Obstacle::NeedIsOut, Some(&self.model.options[needed].id), false);
        }
        let least = option.least_load(self.model) * option.capacity;
        for &(g, a) in &self.options[k].flows {
            let good = &self.model.goods[g];
            if !good.closed() || (a > 0.0 && good.disposal.is_some()) {
                continue;
            }
            // Rounding in the data must not leave out what just fits.
            if least * a.abs() > self.utmost(k, g, -a.signum()) * (1.0 + 1e-9) {
                let obstacle = if a < 0.0 { Obstacle::CannotBuy } else { Obstacle::CannotPlace };
                return out(obstacle, Some(&good.id), good.price_cny.is_none());
            }
        }
        None
    }

    /// The most of good `g` that all but option `k` could make (`sign` +1) or take (−1), in the best year.
    fn utmost(&self, k: usize, g: usize, sign: f64) -> f64 {
        let of = |flows: &[(usize, f64)]| {
            let here = flows.iter().filter(|(good, _)| *good == g);
            here.map(|(_, a)| (sign * a).max(0.0)).sum::<f64>()
        };
        let others = (0..self.options.len()).filter(|&other| other != k && self.considered(other));
        let others: f64 = others.map(|other| of(&self.options[other].flows) * self.model.options[other].capacity).sum();
        let plants = self.plants.iter().zip(&self.model.plants);
        let plants: f64 = plants
            .map(|(flows, plant)| {
                let a: f64 = flows.flows.iter().filter(|(good, _)| *good == g).map(|(_, a)| sign * a).sum();
                (a * (plant.at_most - plant.base)).max(a * (plant.at_least - plant.base))
            })
            .sum();
        let today = self.today[g].iter().map(|today| (sign * today).max(0.0)).fold(0.0, f64::max);
        today + others + plants
    }

    fn noticed(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        for (g, good) in self.model.goods.iter().enumerate() {
            let used = self.options.iter().chain(&self.plants).any(|r| r.flows.iter().any(|(good, _)| *good == g));
            if used && good.price_cny.is_none() {
                let message = Message::new("plan-price-missing").with("good", &good.id);
                findings.push(warning("products", &good.id, message));
            }
        }
        for out in self.left_out.iter().filter(|out| out.price_missing) {
            let good = out.on.as_deref().unwrap_or_default();
            let message = match out.obstacle {
                Obstacle::CannotBuy => Message::new("plan-input-without-price"),
                _ => Message::new("plan-output-without-price"),
            };
            findings.push(warning("products", good, message.with("option", &out.option).with("good", good)));
        }
        for limit in &self.model.limits {
            for (year, headroom) in self.model.years.iter().zip(&limit.headroom) {
                if *headroom < 0.0 {
                    let message = Message::new("plan-limit-exceeded").with("limit", &limit.id);
                    let message = message.with("year", year.to_string()).with("by", -headroom);
                    findings.push(warning("indicators", &limit.id, message));
                }
            }
        }
        findings
    }
}

fn warning(register: &'static str, key: &str, message: Message) -> Finding {
    Finding::new(Severity::Warning, Place::record(register, key), message)
}

fn positions<'a>(ids: impl Iterator<Item = &'a str>, faults: &mut Vec<Fault>) -> BTreeMap<&'a str, usize> {
    let mut positions = BTreeMap::new();
    for (at, id) in ids.enumerate() {
        if positions.insert(id, at).is_some() {
            faults.push(Fault::Twice(id.to_owned()));
        }
    }
    positions
}

fn find(positions: &BTreeMap<&str, usize>, at: &str, to: &str, faults: &mut Vec<Fault>) -> Option<usize> {
    let found = positions.get(to).copied();
    if found.is_none() {
        faults.push(Fault::Unknown { at: at.to_owned(), to: to.to_owned() });
    }
    found
}

fn netted(flows: &[Flow], mut find: impl FnMut(&str) -> Option<usize>) -> Vec<(usize, f64)> {
    let mut net = BTreeMap::new();
    for flow in flows {
        if let Some(good) = find(&flow.good) {
            *net.entry(good).or_insert(0.0) += flow.per_unit;
        }
    }
    net.into_iter().filter(|(_, a)| *a != 0.0).collect()
}

fn summed(uses: &[Use], mut find: impl FnMut(&str) -> Option<usize>) -> Vec<(usize, f64, f64)> {
    let mut sums = BTreeMap::new();
    for used in uses {
        if let Some(limit) = find(&used.limit) {
            let sum = sums.entry(limit).or_insert((0.0, 0.0));
            *sum = (sum.0 + used.per_unit, sum.1 + used.on_start);
        }
    }
    sums.into_iter().map(|(limit, (per_unit, on_start))| (limit, per_unit, on_start)).collect()
}

fn today(model: &Model, plants: &[Resolved]) -> Vec<Vec<f64>> {
    let mut today: Vec<Vec<f64>> = Vec::new();
    for (g, good) in model.goods.iter().enumerate() {
        let of = |resolved: &Resolved| resolved.flows.iter().filter(|f| f.0 == g).map(|f| f.1).sum::<f64>();
        let plants: f64 = plants.iter().zip(&model.plants).map(|(flows, plant)| of(flows) * plant.base).sum();
        let years = 0..model.years.len();
        today.push(years.map(|t| good.made[t] - good.needed[t] - good.final_demand[t] + plants).collect());
    }
    today
}
