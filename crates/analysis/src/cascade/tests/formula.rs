//! The sparse cascade gives what the formula gives, whatever the network, its order and the threads.

use super::dense::Dense;
use crate::cascade::{Class, Firm, Link, Network, Rule, Score, Shock, Supply, Terms, cascade, rank, shutdowns};
use proptest::prelude::*;

const INDUSTRIES: usize = 4;
const CLASSES: [Class; 3] = [Class::Negligible, Class::NonEssential, Class::Essential];

impl Dense {
    fn keys(&self) -> Vec<String> {
        (0..self.industry.len()).map(|firm| format!("f{firm}")).collect()
    }

    /// The same network, its rows in another order where `backwards`.
    fn sparse(&self, backwards: bool) -> Network {
        let (keys, names) = (self.keys(), ["a", "b", "c", "d"]);
        let firm = |i: usize| Firm {
            key: &keys[i],
            industry: names[self.industry[i]],
            revenue: self.revenue[i],
            cost: self.cost[i],
        };
        let mut firms: Vec<Firm<'_>> = (0..keys.len()).map(firm).collect();
        let pairs = (0..keys.len()).flat_map(|i| (0..keys.len()).map(move |j| (i, j)));
        let sold = pairs.filter(|(i, j)| self.value[*i][*j] > 0.0);
        let link = |(i, j): (usize, usize)| Link { supplier: &keys[i], customer: &keys[j], value: self.value[i][j] };
        let mut links: Vec<Link<'_>> = sold.map(link).collect();
        let pairs = (0..INDUSTRIES).flat_map(|k| (0..INDUSTRIES).map(move |l| (k, l)));
        let rule = |(k, l): (usize, usize)| Rule {
            supplier_industry: names[k],
            customer_industry: names[l],
            class: self.class[k][l] as u8,
        };
        let rules: Vec<Rule<'_>> = pairs.map(rule).collect();
        if backwards {
            firms.reverse();
            links.reverse();
        }
        Network::new(&firms, &links, &rules).unwrap().0
    }
}

/// Networks of up to fourteen firms. Revenue and cost are given to some; a few are less than what the
/// links say, which makes weights sum to more than one. Some firms are their own suppliers.
fn dense() -> impl Strategy<Value = Dense> {
    let amount = || prop::option::of(0.7..3.0);
    (2..14usize).prop_flat_map(move |firms| {
        let value = prop_oneof![3 => Just(0.0), 1 => 0.1..10.0, 1 => Just(2.0)];
        (
            prop::collection::vec(prop::collection::vec(value, firms), firms),
            prop::collection::vec(0..INDUSTRIES, firms),
            prop::collection::vec(prop::collection::vec(prop::sample::select(&CLASSES[..]), INDUSTRIES), INDUSTRIES),
            prop::collection::vec((amount(), amount()), firms),
        )
            .prop_filter_map("somebody sells", |(value, industry, class, given)| {
                let firms = value.len();
                let bought = |j: usize| (0..firms).map(|i| value[i][j]).sum::<f64>();
                let times =
                    |factor: Option<f64>, sum: f64| factor.map(|factor| if sum > 0.0 { factor * sum } else { factor });
                let revenue = (0..firms).map(|i| times(given[i].0, value[i].iter().sum())).collect();
                let cost = (0..firms).map(|j| times(given[j].1, bought(j))).collect();
                let sells = value.iter().flatten().any(|value| *value > 0.0);
                sells.then_some(Dense { value, industry, class, revenue, cost })
            })
    })
}

fn same(found: &Score, wanted: &Score) -> Result<(), TestCaseError> {
    prop_assert_eq!(found.iterations, wanted.iterations);
    for (found, wanted) in
        [(found.esri, wanted.esri), (found.esri_down, wanted.esri_down), (found.esri_up, wanted.esri_up)]
    {
        prop_assert!((found - wanted).abs() <= 1e-12, "{} for {}", found, wanted);
    }
    Ok(())
}

fn bits(score: &Score) -> ([u64; 3], u32) {
    ([score.esri, score.esri_down, score.esri_up].map(f64::to_bits), score.iterations)
}

proptest! {
    #[test]
    fn stops_are_those_of_the_formula(dense in dense(), epsilon in prop::sample::select(&[1e-2, 1e-3, 1e-6][..]), substitution: bool) {
        let terms = Terms::new(epsilon, substitution).unwrap();
        for (firm, score) in rank(&dense.sparse(false), &terms).iter().enumerate() {
            let psi: Vec<f64> = (0..dense.industry.len()).map(|i| f64::from(i == firm)).collect();
            same(score, &dense.score(&psi, epsilon, substitution))?;
        }
    }

    #[test]
    fn any_shock_is_that_of_the_formula(
        dense in dense(),
        psi in prop::collection::vec(prop_oneof![2 => Just(0.0), 1 => 0.0..1.0, 1 => Just(1.0)], 14),
        substitution: bool,
    ) {
        let network = dense.sparse(false);
        let keys = dense.keys();
        let parts: Vec<(&str, f64)> = keys.iter().map(String::as_str).zip(psi.iter().copied()).collect();
        let shock = Shock::new(&network, &parts).unwrap();
        let spread = cascade(&network, &shock, &Terms::new(1e-4, substitution).unwrap());
        same(&spread.score, &dense.score(&psi[..keys.len()], 1e-4, substitution))?;
        // The hits alone make up the index.
        let lost = |hit: &crate::cascade::Hit| network.weights()[hit.firm] * (1.0 - hit.health_down.min(hit.health_up));
        let sum: f64 = spread.hits.iter().map(lost).sum();
        prop_assert!((sum / network.weights().iter().sum::<f64>() - spread.score.esri).abs() <= 1e-12);
        let shocked = spread.hits.iter().filter(|hit| hit.fell_down == Some(0) && hit.fell_up == Some(0)).count();
        prop_assert_eq!(shocked, psi[..keys.len()].iter().filter(|psi| **psi > 0.0).count());
    }

    #[test]
    fn neither_order_nor_company_nor_threads_show(dense in dense(), substitution: bool) {
        let terms = Terms::new(1e-3, substitution).unwrap();
        let network = dense.sparse(false);
        let scores = rank(&network, &terms);
        for (score, again) in scores.iter().zip(rank(&dense.sparse(true), &terms).iter().rev()) {
            same(score, again)?;
        }
        let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
        let three = rayon::ThreadPoolBuilder::new().num_threads(3).build().unwrap();
        for pool in [one, three] {
            let again = pool.install(|| rank(&network, &terms));
            prop_assert!(scores.iter().map(bits).eq(again.iter().map(bits)));
        }
        // A scenario is the same bit for bit whatever runs beside it.
        for (firm, score) in scores.iter().enumerate() {
            let alone = shutdowns(&network, &[firm], &terms, &|_| ());
            prop_assert_eq!(bits(&alone[0]), bits(score));
            let shock = Shock::new(&network, &[(&network.keys()[firm], 1.0)]).unwrap();
            prop_assert_eq!(bits(&cascade(&network, &shock, &terms).score), bits(score));
        }
    }

    #[test]
    fn supplies_of_industries_are_the_plain_network(dense in dense(), substitution: bool) {
        // A firm without sales is in no market of supplies, but its revenue is in its industry's.
        prop_assume!(dense.value.iter().all(|row| row.iter().sum::<f64>() > 0.0));
        let keys = dense.keys();
        let firms: Vec<Firm<'_>> = (0..keys.len())
            .map(|i| Firm { key: &keys[i], industry: "", revenue: dense.revenue[i], cost: dense.cost[i] })
            .collect();
        let mut supplies = Vec::new();
        for (i, row) in dense.value.iter().enumerate() {
            for (j, value) in row.iter().enumerate().filter(|(_, value)| **value > 0.0) {
                supplies.push(Supply {
                    link: Link { supplier: &keys[i], customer: &keys[j], value: *value },
                    group: ["a", "b", "c", "d"][dense.industry[i]],
                    class: dense.class[dense.industry[i]][dense.industry[j]],
                });
            }
        }
        let (network, _) = Network::from_supplies(&firms, &supplies).unwrap();
        let terms = Terms::new(1e-3, substitution).unwrap();
        for (score, plain) in rank(&network, &terms).iter().zip(rank(&dense.sparse(false), &terms)) {
            same(score, &plain)?;
        }
    }
}

#[test]
fn groups_are_told_apart_where_one_firm_supplies_two() {
    // b makes nothing without bolts; half of its bolts and all of its paint come from a, which has the
    // market of paint for itself.
    let firm = |key| Firm { key, industry: "", revenue: None, cost: None };
    let supply =
        |supplier, customer, group, class| Supply { link: Link { supplier, customer, value: 1.0 }, group, class };
    let firms = [firm("a"), firm("b"), firm("c"), firm("d")];
    let supplies = [
        supply("a", "b", "bolts", Class::Essential),
        supply("c", "b", "bolts", Class::Essential),
        supply("a", "b", "paint", Class::NonEssential),
        supply("b", "d", "doors", Class::Negligible),
    ];
    let (network, _) = Network::from_supplies(&firms, &supplies).unwrap();
    let shock = Shock::new(&network, &[("a", 0.5)]).unwrap();
    let health = |substitution| {
        let spread = cascade(&network, &shock, &Terms::new(1e-2, substitution).unwrap());
        spread.hits.iter().find(|hit| hit.firm == 1).unwrap().health_down
    };
    // Without substitution: bolts 1 − 0.5·0.5 = 0.75, paint 1 − 0.5/3 = 0.83.
    assert!((health(false) - 0.75).abs() < 1e-15);
    // All stops together give what each gives alone, though a is two sellers.
    let terms = Terms::new(1e-2, false).unwrap();
    for (firm, score) in rank(&network, &terms).iter().enumerate() {
        let stop = Shock::new(&network, &[(&network.keys()[firm], 1.0)]).unwrap();
        assert_eq!(bits(&cascade(&network, &stop, &terms).score), bits(score));
    }
    // With it: σ of a in bolts is 1/(0.5 + 1), so bolts 1 − 0.25/1.5 = 0.83; in paint 1, so 0.83 as well.
    assert!((health(true) - (1.0 - 0.5 / 3.0)).abs() < 1e-15);
}

#[test]
fn weights_other_than_revenue_count() {
    let firm = |key| Firm { key, industry: "x", revenue: Some(10.0), cost: None };
    let links = [Link { supplier: "a", customer: "b", value: 1.0 }];
    let (network, _) = Network::new(&[firm("a"), firm("b"), firm("c")], &links, &[]).unwrap();
    let network = network.with_weights(vec![1.0, 2.0, 5.0]).unwrap();
    // b buys only from a: without substitution it stops with it.
    let score = rank(&network, &Terms::new(1e-2, false).unwrap())[0];
    assert_eq!((score.esri, score.esri_down, score.esri_up), (0.375, 0.375, 0.125));
    for bad in [vec![1.0, 2.0], vec![0.0; 3], vec![1.0, -1.0, 1.0], vec![f64::NAN; 3]] {
        assert!(network.clone().with_weights(bad).is_err());
    }
}

#[test]
fn a_circle_that_never_rests_is_left_and_said() {
    // Revenues far below 1: when a market is gone altogether its denominator becomes 1 and σ 0.01, so that
    // b, which buys from a only, is back at 0.99 in the next step, and gone again in the one after it.
    // d and e do the same one step later, and something falls in every step.
    let firm = |key, industry, revenue| Firm { key, industry, revenue: Some(revenue), cost: None };
    let link = |supplier, customer| Link { supplier, customer, value: 0.01 };
    let firms =
        [firm("a", "x", 0.01), firm("b", "x", 0.01), firm("c", "z", 10.0), firm("d", "y", 0.01), firm("e", "y", 0.01)];
    let (network, _) = Network::new(&firms, &[link("a", "b"), link("c", "d"), link("d", "e")], &[]).unwrap();
    let shock = Shock::new(&network, &[("a", 1.0), ("c", 1.0)]).unwrap();
    let score = cascade(&network, &shock, &Terms::default()).score;
    assert_eq!((score.converged, score.iterations), (false, 100_000));
}
