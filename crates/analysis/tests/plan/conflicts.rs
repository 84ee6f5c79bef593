//! What cannot hold together cannot, and can as soon as any one member is given up.

use super::*;

/// The model with everything given up that is not in `kept`.
fn only(model: &Model, kept: &[Member]) -> Model {
    const PLENTY: f64 = 1e11;
    let mut model = model.clone();
    let years = model.years.clone();
    for limit in &mut model.limits {
        for (year, headroom) in years.iter().zip(&mut limit.headroom) {
            if !kept.contains(&Member::Limit { limit: limit.id.clone(), year: *year }) {
                *headroom = PLENTY;
            }
        }
    }
    for (year, budget) in years.iter().zip(model.budget_cny.iter_mut().flatten()) {
        if !kept.contains(&Member::Budget { year: *year }) {
            *budget = 1e15;
        }
    }
    for bound in &mut model.bounds {
        let objective = bound.objective;
        bound.at_least = bound.at_least.filter(|_| kept.contains(&Member::Floor { objective }));
        bound.at_most = bound.at_most.filter(|_| kept.contains(&Member::Cap { objective }));
    }
    for option in &mut model.options {
        let must = Member::Must { option: option.id.clone() };
        if option.decision == Decision::Must && !kept.contains(&must) {
            option.decision = Decision::May;
        }
    }
    model.needs.retain(|pair| kept.contains(&Member::Needs { option: pair.option.clone(), needs: pair.needs.clone() }));
    model.excludes.retain(|pair| kept.contains(&Member::Excludes { one: pair.one.clone(), other: pair.other.clone() }));
    for good in &mut model.goods {
        let closed = good.price_cny.is_none() || !good.tradable;
        if closed && !kept.contains(&Member::NoTrade { good: good.id.clone() }) {
            (good.price_cny, good.tradable, good.sales_cap) = (Some(0.0), true, None);
        } else if !closed {
            for (year, cap) in years.iter().zip(good.sales_cap.iter_mut().flatten()) {
                if !kept.contains(&Member::SalesCap { good: good.id.clone(), year: *year }) {
                    *cap = PLENTY;
                }
            }
        }
    }
    model
}

#[test]
fn conflicts_are_irreducible() {
    let (mut conflicts, mut sizes) = (0, Vec::new());
    for seed in 800..860 {
        let mut model = small(seed, 6, 2);
        let mut dice = Dice::new(seed);
        for option in &mut model.options {
            if option.decision == Decision::May && dice.chance(0.6) {
                option.decision = Decision::Must;
            }
        }
        let conflict = infeasible(&model, &Control::default()).unwrap();
        assert_eq!(conflict.is_none(), solved(&model).is_some(), "seed {seed}");
        let Some(conflict) = conflict else { continue };
        assert!(conflict.irreducible);
        assert!(!reference::possible(&only(&model, &conflict.members)), "seed {seed}: {:?} can hold", conflict.members);
        for at in 0..conflict.members.len() {
            let mut rest = conflict.members.clone();
            let member = rest.remove(at);
            assert!(reference::possible(&only(&model, &rest)), "seed {seed}: {member:?} is not needed");
        }
        conflicts += 1;
        sizes.push(conflict.members.len());
    }
    assert!(conflicts >= 15 && sizes.iter().any(|size| *size > 2), "{conflicts} conflicts of {sizes:?}");
}
