//! The best plan is the best of all patterns, and the same every time.

use super::*;

fn against_brute_force(seeds: std::ops::Range<u64>, options: usize, years: usize) {
    let (mut plans, mut none) = (0, 0);
    for seed in seeds {
        let model = small(seed, options, years);
        let what = format!("seed {seed} with {options} options in {years} years");
        match (solved(&model), reference::best(&model)) {
            (Some(plan), Some((best, _))) => {
                assert!(plan.proven && plan.gap <= 1e-6, "{what} is not proven: {} to {}", plan.value, plan.bound);
                assert_close(reached(&plan), best, 1e-6, &what);
                rules::keeps(&model, &plan, &what);
                plans += 1;
            }
            (None, None) => none += 1,
            (plan, best) => panic!("{what}: {} against {best:?}", plan.is_some()),
        }
    }
    assert!(plans > 4 * none, "{plans} models with a plan, {none} without: the generator has drifted");
}

#[test]
fn three_years_four_options() {
    against_brute_force(0..120, 4, 3);
}

#[test]
fn two_years_six_options() {
    against_brute_force(200..280, 6, 2);
}

#[test]
fn one_year_nine_options() {
    against_brute_force(400..440, 9, 1);
}

#[test]
fn one_year_fourteen_options() {
    against_brute_force(500..503, 14, 1);
}

#[test]
fn the_same_model_has_the_same_plan_and_log() {
    for seed in 600..606 {
        let model = small(seed, 10, 3);
        assert_eq!(solved(&model), solved(&model), "seed {seed}");
    }
}

/// Without the ring of idle binaries six of these eight have rounds of cuts.
#[test]
fn the_solver_is_kept_from_cutting() {
    for seed in 1..=8 {
        let model = instance(seed, &Shape { options: 24, limits: 12, years: 3, plants: 0, odd: false });
        let log = solved(&model).unwrap().record.log;
        assert!(log.contains("\n                    0 (separation)"), "seed {seed}: {log}");
    }
}

#[test]
fn a_stopped_search_says_so() {
    let shape = Shape { options: 60, limits: 12, years: 3, plants: 0, odd: false };
    let model = instance(3, &shape);
    let stopped = solve(&model, &Control { nodes: Some(1), ..Control::default() }).unwrap();
    assert!(!stopped.proven && stopped.gap > 1e-6 && stopped.bound > stopped.value);
    rules::keeps(&model, &stopped, "stopped");
    let proven = solved(&model).unwrap();
    assert!(stopped.value <= proven.value * (1.0 + 1e-9) && proven.value <= stopped.bound);
}

#[test]
fn who_watches_sees_the_bounds_close_and_can_stop() {
    use std::cell::RefCell;
    use std::ops::ControlFlow;
    let model = instance(4, &Shape { options: 40, limits: 12, years: 3, plants: 0, odd: false });
    let seen = RefCell::new(Vec::new());
    let watch = |progress: &Progress| {
        seen.borrow_mut().push(*progress);
        ControlFlow::Continue(())
    };
    let plan = solve(&model, &Control { watch: Some(&watch), ..Control::default() }).unwrap();
    let seen = seen.into_inner();
    let within = |value: f64, bound: f64| value <= bound * (1.0 + 1e-9);
    assert!(!seen.is_empty());
    assert!(seen.iter().filter_map(|p| p.bound).all(|bound| within(plan.value, bound * (1.0 + 2e-6))));
    assert!(seen.iter().filter_map(|p| p.best).all(|best| within(best, plan.value)));
    let stop = |_: &Progress| ControlFlow::Break(());
    match solve(&model, &Control { watch: Some(&stop), ..Control::default() }) {
        Ok(plan) => assert!(!plan.proven),
        Err(error) => assert_eq!(error, PlanError::Stopped),
    }
}
