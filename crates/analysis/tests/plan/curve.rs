//! The trade-off curve: every point is the best under its bound, and the two objectives pull apart along it.

use super::*;

fn check(model: &Model, other: Objective) -> usize {
    let curve = trade_off(model, other, 12, &Control::default()).unwrap();
    assert!(curve.len() == 1 || curve.len() == 12);
    for pair in curve.windows(2) {
        let near = |value: f64| 3e-6 * value.abs();
        let (one, next) = (reached(&pair[0].plan), reached(&pair[1].plan));
        assert!(next <= one + near(one), "stricter is not better");
    }
    for point in &curve {
        assert!(point.plan.proven && point.plan.gap <= 1e-6);
        let mut bounded = model.clone();
        if let Some(bound) = point.other_bound {
            let (at_least, at_most) = if other.sign() > 0.0 { (Some(bound), None) } else { (None, Some(bound)) };
            let off = 1e-6 * bound.abs();
            assert!(at_least.is_none_or(|floor| point.other_value >= floor - off));
            assert!(at_most.is_none_or(|cap| point.other_value <= cap + off));
            bounded.bounds.push(Bound { objective: other, at_least, at_most });
        }
        let best = reference::best(&bounded).unwrap().0;
        assert_close(reached(&point.plan), best, 2e-6, "a point of the curve");
    }
    curve.len()
}

#[test]
fn every_point_is_the_best_under_its_bound() {
    let mut points = 0;
    for seed in 900..906 {
        let mut model = small(seed, 4, 2);
        if solved(&model).is_none() {
            continue;
        }
        model.objective = Objective::ValueAdded;
        for other in [Objective::Jobs, Objective::Co2, Objective::LocalSourcing] {
            points += check(&model, other);
        }
    }
    assert!(points > 60, "only {points} points: nothing conflicts");
}
