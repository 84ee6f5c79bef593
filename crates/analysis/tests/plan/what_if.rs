//! Worth, marginal values and the cost of forcing, against the reference.

use super::*;

fn raised(model: &Model, of: &Scarce, by: f64) -> Model {
    let mut model = model.clone();
    match of {
        Scarce::Budget => model.budget_cny.iter_mut().flatten().for_each(|budget| *budget += by),
        Scarce::Limit(id) => {
            let limit = model.limits.iter_mut().find(|limit| limit.id == *id).unwrap();
            limit.headroom.iter_mut().for_each(|headroom| *headroom += by);
        }
    }
    model
}

#[test]
fn worth_is_what_an_independent_solve_gains() {
    let (mut gained, mut in_proportion) = (0, 0);
    for seed in 700..730 {
        let mut model = small(seed, 5, 2);
        for limit in model.limits.iter_mut().step_by(2) {
            limit.step = Some(0.2 * limit.headroom[0]);
        }
        let Some(plan) = solved(&model) else { continue };
        let before = reference::best(&model).unwrap().0;
        for worth in worth(&model, &plan, &Control::default()).unwrap() {
            let step = worth.step.unwrap();
            let gain = reference::best(&raised(&model, &worth.of, step)).unwrap().0 - before;
            let off = (worth.gain.unwrap() - gain).abs();
            assert!(
                off <= 2e-6 * before.abs().max(10.0),
                "seed {seed}, {:?}: {:?} against {gain}",
                worth.of,
                worth.gain
            );
            if let Some(per_unit) = worth.gain_per_unit {
                assert_eq!(per_unit, worth.gain.unwrap() / step);
                in_proportion += usize::from(gain > 1e-4 * before.abs());
            }
            assert!(worth.proven);
            gained += usize::from(gain > 1e-4 * before.abs());
        }
    }
    assert!(gained > 8, "only {gained} limits were worth something");
    assert!(in_proportion > 2, "only {in_proportion} of them in proportion");
}

#[test]
fn what_lets_a_whole_option_in_is_not_scaled_up() {
    // Two options of 10 mu each; 20 less a little are left, so that one is taken.
    let model: Model = serde_json::from_str(
        r#"{"years": [2027], "objective": "value_added", "terms": {"margin": 0, "capital_rate": 0, "life_years": 10},
            "goods": [{"id": "metal", "price_cny": 1000, "tradable": true, "made": [0], "needed": [0], "final_demand": [0]}],
            "limits": [{"id": "land", "headroom": [19.9999999]}, {"id": "power", "headroom": [0]}],
            "options": [
                {"id": "a", "capacity": 50, "capex_cny": 0, "flows": [{"good": "metal", "per_unit": 1}],
                 "uses": [{"limit": "land", "per_unit": 0, "on_start": 10}]},
                {"id": "b", "capacity": 44, "capex_cny": 0, "flows": [{"good": "metal", "per_unit": 1}],
                 "uses": [{"limit": "land", "per_unit": 0, "on_start": 10}]},
                {"id": "c", "capacity": 1, "capex_cny": 0, "flows": [{"good": "metal", "per_unit": 1}],
                 "uses": [{"limit": "power", "per_unit": 4}]}]}"#,
    )
    .unwrap();
    let plan = solved(&model).unwrap();
    assert_eq!(plan.starts.iter().map(|start| start.option.as_str()).collect::<Vec<_>>(), ["a"]);
    let worth = worth(&model, &plan, &Control::default()).unwrap();
    let (land, power) = (&worth[0], &worth[1]);
    assert_eq!((land.step, land.gain_per_unit), (Some(1.0), None));
    assert!((land.gain.unwrap() - 44_000.0).abs() < 0.1, "{land:?}");
    // What is used up has a worth too, though c comes in no smaller than at its least load.
    assert_eq!(power.step, Some(1.0));
}

#[test]
fn marginal_values_are_finite_differences_of_the_fixed_program() {
    let (mut compared, mut above_zero) = (0, 0);
    for seed in 720..760 {
        let mut model = small(seed, 6, 2);
        let Some(plan) = solved(&model) else { continue };
        for (limit, balance) in model.limits.iter_mut().zip(&plan.limits).skip(2) {
            let tighter = balance.used.iter().map(|used| if *used > 0.0 { 0.95 * used } else { 1.0 });
            limit.headroom = tighter.collect();
        }
        let Some(plan) = solved(&model) else { continue };
        let pattern: Vec<Option<usize>> = model.options.iter().map(|option| start_of(&model, &plan, option)).collect();
        let here = reference::operated(&model, &pattern).unwrap();
        for (limit, worth) in model.limits.iter().zip(worth(&model, &plan, &Control::default()).unwrap()) {
            let stock = limit.id == "r0" || limit.id == "r1";
            assert_eq!(worth.marginal_in_operation.is_none(), stock, "flow limits have one, stocks have none");
            let Some(marginal) = worth.marginal_in_operation else { continue };
            for (t, marginal) in marginal.iter().enumerate() {
                let step = 1e-4 * limit.headroom[t];
                let moved = |by: f64| {
                    let mut model = model.clone();
                    model.limits.iter_mut().find(|other| other.id == limit.id).unwrap().headroom[t] += by;
                    reference::operated(&model, &pattern)
                };
                let (Some(more), Some(less)) = (moved(step), moved(-step)) else { continue };
                let (up, down) = ((more - here) / step, (here - less) / step);
                // Where the two differ the program is degenerate and has no one derivative.
                if (up - down).abs() <= 1e-5 * up.abs().max(1.0) {
                    let off = (marginal - up).abs();
                    let noise = 1e-6 * here.abs() / step;
                    assert!(off <= 1e-3 * up.abs() + noise, "seed {seed}, {}: {marginal} against {up}", limit.id);
                    compared += 1;
                    above_zero += usize::from(up > 2.0 * noise);
                }
            }
        }
    }
    assert!(compared > 60 && above_zero > 20, "{compared} compared, {above_zero} above nothing");
}

fn start_of(model: &Model, plan: &Plan, option: &PlanOption) -> Option<usize> {
    let start = plan.starts.iter().find(|start| start.option == option.id)?;
    model.years.iter().position(|year| *year == start.year)
}

#[test]
fn forcing_costs_what_an_independent_solve_loses() {
    let (mut costs, mut conflicts) = (0, 0);
    for seed in 760..785 {
        let model = small(seed, 5, 2);
        let Some(plan) = solved(&model) else { continue };
        let before = reference::best(&model).unwrap().0;
        for forced in forced(&model, &plan, &Control::default()).unwrap() {
            let mut with = model.clone();
            with.options.iter_mut().find(|option| option.id == forced.option).unwrap().decision = Decision::Must;
            match reference::best(&with) {
                Some((value, _)) => {
                    let cost = forced.cost.unwrap();
                    assert!((cost - (before - value)).abs() <= 2e-6 * before.abs().max(10.0), "seed {seed}");
                    assert!(forced.proven && forced.conflict.is_empty() && forced.start.is_some());
                    costs += 1;
                }
                None => {
                    assert!(forced.cost.is_none() && !forced.conflict.is_empty(), "seed {seed}: {forced:?}");
                    conflicts += 1;
                }
            }
        }
    }
    assert!(costs > 20 && conflicts > 2, "{costs} costs, {conflicts} conflicts");
}

#[test]
fn a_foreign_plan_is_refused() {
    let model = small(1, 5, 2);
    let mut plan = solved(&model).unwrap();
    plan.starts.push(Start { option: "nobody".to_owned(), year: 2027 });
    assert_eq!(worth(&model, &plan, &Control::default()), Err(PlanError::Foreign("nobody".to_owned())));
    assert_eq!(forced(&model, &plan, &Control::default()), Err(PlanError::Foreign("nobody".to_owned())));
}
