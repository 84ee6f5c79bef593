//! No plan breaks what is hard, computed from the plan's starts and activities alone.

use super::*;
use std::collections::BTreeMap;

/// By how much of itself a hard limit may be off.
const OFF: f64 = 1e-6;

/// Panics where the plan breaks something, or reports something else than it does.
pub(crate) fn keeps(model: &Model, plan: &Plan, what: &str) {
    let start: BTreeMap<&str, i32> = plan.starts.iter().map(|start| (&*start.option, start.year)).collect();
    let activity: BTreeMap<&str, &[f64]> = plan.activities.iter().map(|a| (&*a.id, &*a.per_year)).collect();
    starts(model, &start, what);
    loads(model, &start, &activity, what);
    balances(model, plan, &activity, what);
    limits(model, plan, &start, &activity, what);
    for bound in &model.bounds {
        let total = plan.total(bound.objective);
        assert!(bound.at_least.is_none_or(|floor| total >= floor - OFF * floor.abs()), "{what}: floor");
        assert!(bound.at_most.is_none_or(|cap| total <= cap + OFF * cap.abs()), "{what}: cap");
    }
}

fn starts(model: &Model, start: &BTreeMap<&str, i32>, what: &str) {
    for option in &model.options {
        let year = start.get(&*option.id);
        match option.decision {
            Decision::Must => assert!(year.is_some(), "{what}: must"),
            Decision::Not => assert!(year.is_none(), "{what}: not"),
            Decision::May => {}
        }
        let Some(year) = year else { continue };
        assert!(option.earliest.is_none_or(|e| e <= *year) && option.latest.is_none_or(|l| *year <= l), "{what}");
    }
    for pair in &model.needs {
        if let Some(year) = start.get(&*pair.option) {
            assert!(start.get(&*pair.needs).is_some_and(|needed| needed <= year), "{what}: needs");
        }
    }
    for pair in &model.excludes {
        assert!(!start.contains_key(&*pair.one) || !start.contains_key(&*pair.other), "{what}: excludes");
    }
    for (t, budget) in model.budget_cny.iter().flatten().enumerate() {
        let here = model.options.iter().filter(|option| start.get(&*option.id) == Some(&model.years[t]));
        let spent: f64 = here.map(|option| option.public_cost_cny).sum();
        assert!(spent <= budget * (1.0 + OFF), "{what}: budget");
    }
}

fn loads(model: &Model, start: &BTreeMap<&str, i32>, activity: &BTreeMap<&str, &[f64]>, what: &str) {
    for option in &model.options {
        let Some(first) = start.get(&*option.id) else {
            assert!(!activity.contains_key(&*option.id));
            continue;
        };
        let least = option.min_load.unwrap_or(model.terms.min_load) * option.capacity;
        for (year, made) in model.years.iter().zip(activity[&*option.id]) {
            let off = OFF * option.capacity;
            match year < first {
                true => assert_eq!(*made, 0.0, "{what}: before the start"),
                false => assert!((least - off..=option.capacity + off).contains(made), "{what}: load of {}", option.id),
            }
        }
    }
    for plant in &model.plants {
        for made in activity[&*plant.id] {
            let off = OFF * plant.at_most;
            assert!((plant.at_least - off..=plant.at_most + off).contains(made), "{what}: output of {}", plant.id);
        }
    }
}

fn balances(model: &Model, plan: &Plan, activity: &BTreeMap<&str, &[f64]>, what: &str) {
    let movers =
        model.options.iter().map(|o| (&*o.id, &o.flows)).chain(model.plants.iter().map(|p| (&*p.id, &p.flows)));
    let movers: Vec<_> = movers.collect();
    for (good, balance) in model.goods.iter().zip(&plan.goods) {
        for t in 0..model.years.len() {
            let of = |flows: &[Flow]| flows.iter().filter(|f| f.good == good.id).map(|f| f.per_unit).sum::<f64>();
            let moved = movers.iter().map(|(id, flows)| of(flows) * activity.get(id).map_or(0.0, |made| made[t]));
            let moved: f64 = moved.sum();
            let left = good.made[t] + moved + balance.bought[t]
                - good.needed[t]
                - good.final_demand[t]
                - balance.sold[t]
                - balance.disposed[t];
            let size = balance.made[t] + balance.needed[t] + balance.bought[t];
            assert!(left.abs() <= OFF * size.max(1.0), "{what}: {} is out of balance by {left}", good.id);
            let net = balance.made[t] - balance.needed[t] - (good.made[t] - good.needed[t]);
            assert_close(net, moved, 1e-6, "net of a good");
            assert!(balance.bought[t].min(balance.sold[t]) <= OFF * size.max(1.0), "{what}: bought and sold at once");
            if let Some(cap) = &good.sales_cap {
                assert!(balance.sold[t] <= cap[t] * (1.0 + OFF) + OFF, "{what}: sales cap");
            }
        }
    }
}

fn limits(model: &Model, plan: &Plan, start: &BTreeMap<&str, i32>, activity: &BTreeMap<&str, &[f64]>, what: &str) {
    for (limit, balance) in model.limits.iter().zip(&plan.limits) {
        for (t, year) in model.years.iter().enumerate() {
            let mut used = 0.0;
            for option in model.options.iter().filter(|o| start.get(&*o.id).is_some_and(|first| first <= year)) {
                for at in option.uses.iter().filter(|at| at.limit == limit.id) {
                    used += at.per_unit * activity[&*option.id][t] + at.on_start;
                }
            }
            for plant in &model.plants {
                for at in plant.uses.iter().filter(|at| at.limit == limit.id) {
                    used += at.per_unit * (activity[&*plant.id][t] - plant.base);
                }
            }
            for (good, moved) in model.goods.iter().zip(&plan.goods) {
                for disposal in good.disposal.iter().filter(|d| d.limit.as_deref() == Some(&limit.id)) {
                    used += disposal.counts * moved.disposed[t];
                }
            }
            assert_close(balance.used[t], used, 1e-6, "use of a limit");
            let over = used - limit.headroom[t];
            match limit.soft_charge {
                None => assert!(over <= OFF * limit.headroom[t].abs(), "{what}: {} broken by {over}", limit.id),
                Some(_) => assert_close(balance.broken_by[t], over.max(0.0), 1e-6, "a broken soft limit"),
            }
        }
    }
}
