//! The numbers of Figure 1 of Diem et al. 2022; see `tests/data/esri11`.

use crate::cascade::{Firm, Link, Network, Rule, Terms, rank};
use csv::StringRecord;

fn rows(name: &str) -> Vec<StringRecord> {
    let path = format!("{}/tests/data/esri11/{name}.csv", env!("CARGO_MANIFEST_DIR"));
    csv::Reader::from_path(path).unwrap().into_records().map(Result::unwrap).collect()
}

fn network(case: &str) -> Network {
    let (firms, edges, rules) = (rows("firms"), rows("edges"), rows(&format!("essentiality_{case}")));
    let firms: Vec<Firm<'_>> = firms.iter().map(firm_of).collect();
    let links: Vec<Link<'_>> = edges.iter().map(link_of).collect();
    let rules: Vec<Rule<'_>> = rules.iter().map(rule_of).collect();
    Network::new(&firms, &links, &rules).unwrap().0
}

fn firm_of(row: &StringRecord) -> Firm<'_> {
    Firm { key: &row[0], industry: &row[1], revenue: None, cost: None }
}

fn link_of(row: &StringRecord) -> Link<'_> {
    Link { supplier: &row[0], customer: &row[1], value: row[2].parse().unwrap() }
}

fn rule_of(row: &StringRecord) -> Rule<'_> {
    Rule { supplier_industry: &row[0], customer_industry: &row[1], class: row[2].parse().unwrap() }
}

#[test]
fn eleven_firms_give_the_published_numbers() {
    for case in ["lin", "leo", "gl"] {
        let network = network(case);
        for (name, substitution) in [("nosub", false), ("sub", true)] {
            for (suffix, epsilon) in [("", 1e-2), ("_eps1e-10", 1e-10)] {
                let expected = rows(&format!("expected_{case}_{name}{suffix}"));
                let scores = rank(&network, &Terms::new(epsilon, substitution).unwrap());
                assert_eq!((expected.len(), scores.len()), (11, 11));
                for ((row, score), key) in expected.iter().zip(&scores).zip(network.keys()) {
                    let place = format!("{case} {name} {epsilon} {key}");
                    assert_eq!((&row[0], &row[4]), (key.as_str(), score.iterations.to_string().as_str()), "{place}");
                    for (column, found) in [(1, score.esri), (2, score.esri_down), (3, score.esri_up)] {
                        let wanted: f64 = row[column].parse().unwrap();
                        assert!((found - wanted).abs() <= 1e-12, "{place}: {found} for {wanted}");
                    }
                }
            }
        }
    }
}
