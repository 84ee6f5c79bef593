//! The cascade against published scores, and what must hold of any network.

use std::path::Path;
use yanlian_analysis::cascade::{Firm, Link, Network, Rule, Score, Terms, rank};

/// The rows of a file below its header.
fn rows(name: &str) -> Vec<Vec<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/esri11").join(name);
    let mut reader = csv::Reader::from_path(&path).unwrap();
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

fn scores(case: &str, reversed: bool, terms: &Terms) -> Vec<(String, Score)> {
    let (firms, mut links, rules) = (rows("firms.csv"), rows("edges.csv"), rows(&format!("essentiality_{case}.csv")));
    if reversed {
        links.reverse();
    }
    let firms: Vec<Firm> =
        firms.iter().map(|row| Firm { key: &row[0], industry: &row[1], revenue: None, cost: None }).collect();
    let links: Vec<Link> =
        links.iter().map(|row| Link { supplier: &row[0], customer: &row[1], value: row[2].parse().unwrap() }).collect();
    let rules: Vec<Rule> = rules
        .iter()
        .map(|row| Rule { supplier_industry: &row[0], customer_industry: &row[1], class: row[2].parse().unwrap() })
        .collect();
    let (network, _) = Network::new(&firms, &links, &rules).unwrap();
    network.keys().iter().cloned().zip(rank(&network, terms)).collect()
}

#[test]
fn eleven_firms_score_as_published_programs_have_them() {
    for case in ["lin", "leo", "gl"] {
        for (substitution, word) in [(false, "nosub"), (true, "sub")] {
            for (epsilon, end) in [(1e-2, ""), (1e-10, "_eps1e-10")] {
                let terms = Terms::new(epsilon, substitution).unwrap();
                let scores = scores(case, false, &terms);
                let expected = rows(&format!("expected_{case}_{word}{end}.csv"));
                assert_eq!(scores.len(), expected.len());
                for ((firm, score), row) in scores.iter().zip(&expected) {
                    assert_eq!(*firm, row[0]);
                    let own = [score.esri, score.esri_down, score.esri_up];
                    for (own, theirs) in own.into_iter().zip(&row[1..4]) {
                        let theirs: f64 = theirs.parse().unwrap();
                        assert!((own - theirs).abs() <= 1e-12, "{case} {word} {epsilon} {firm}: {own} {theirs}");
                    }
                    assert_eq!(score.iterations.to_string(), row[4], "{case} {word} {epsilon} {firm}");
                }
            }
        }
    }
}

#[test]
fn the_order_of_links_does_not_matter() {
    let terms = Terms::new(1e-10, true).unwrap();
    for ((_, one), (_, other)) in scores("gl", false, &terms).iter().zip(scores("gl", true, &terms)) {
        assert!((one.esri - other.esri).abs() <= 1e-12 && one.iterations == other.iterations);
    }
}

#[test]
fn faults_are_told_by_row_and_give_no_network() {
    let firm = |key| Firm { key, industry: "i", revenue: None, cost: None };
    let link = |supplier, customer, value| Link { supplier, customer, value };
    let links = [link("a", "b", -1.0), link("a", "nobody", 1.0), link("a", "b", f64::NAN)];
    let faults = Network::new(&[firm("a"), firm("b"), firm("a"), firm("")], &links, &[]).map(|_| ()).unwrap_err();
    let told: Vec<_> = faults.iter().map(|fault| (fault.table, fault.row, fault.message.id)).collect();
    for expected in [
        ("links", Some(0), "cascade-value"),
        ("links", Some(1), "cascade-firm-unknown"),
        ("links", Some(2), "cascade-value"),
        ("firms", Some(2), "cascade-firm-twice"),
        ("firms", Some(3), "cascade-blank"),
    ] {
        assert!(told.contains(&expected), "{expected:?} is not in {told:?}");
    }
}
