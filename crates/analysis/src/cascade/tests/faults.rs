//! What is wrong with the input is said by place, and there is no answer where it forbids one.

use crate::InputFault;
use crate::cascade::{CascadeError, Class, Firm, Link, Network, Rule, Shock, Supply, Terms};
use yanlian_model::Severity;

fn firm<'a>(key: &'a str, industry: &'a str) -> Firm<'a> {
    Firm { key, industry, revenue: None, cost: None }
}

fn link<'a>(supplier: &'a str, customer: &'a str, value: f64) -> Link<'a> {
    Link { supplier, customer, value }
}

fn rule<'a>(supplier_industry: &'a str, customer_industry: &'a str, class: u8) -> Rule<'a> {
    Rule { supplier_industry, customer_industry, class }
}

type Place = (&'static str, Option<usize>, &'static str, &'static str);

fn places(findings: &[InputFault], severity: Severity) -> Vec<Place> {
    let of = findings.iter().filter(|finding| finding.severity == severity);
    of.map(|finding| (finding.table, finding.row, finding.column, finding.message.id)).collect()
}

const FIRMS: [(&str, &str); 3] = [("a", "x"), ("b", "y"), ("c", "y")];

fn found(links: &[Link<'_>], rules: &[Rule<'_>]) -> Result<Vec<InputFault>, Vec<InputFault>> {
    let firms = FIRMS.map(|(key, industry)| firm(key, industry));
    Network::new(&firms, links, rules).map(|(_, findings)| findings)
}

#[test]
fn links_are_faulted_by_row_and_column() {
    let bad = [1e-40, -1.0, f64::NAN, f64::INFINITY, 1e40].map(|value| link("a", "b", value));
    let mut expected: Vec<Place> = (0..5).map(|row| ("links", Some(row), "value", "cascade-value")).collect();
    assert_eq!(places(&found(&bad, &[]).unwrap_err(), Severity::Fault), expected);
    expected =
        vec![("links", Some(0), "supplier", "cascade-blank"), ("links", Some(1), "customer", "cascade-firm-unknown")];
    let strangers = [link("", "b", 1.0), link("a", "z", 0.0)];
    assert_eq!(places(&found(&strangers, &[]).unwrap_err(), Severity::Fault), expected);
}

#[test]
fn a_link_that_carries_nothing_is_passed_over_and_said() {
    let findings = found(&[link("a", "b", 1.0), link("b", "c", 0.0)], &[]).unwrap();
    assert_eq!(places(&findings, Severity::Warning), [("links", Some(1), "value", "cascade-value-zero")]);
    assert!(places(&findings, Severity::Note).contains(&("firms", Some(2), "", "cascade-alone")));
}

#[test]
fn repeated_links_are_added_up_and_said() {
    let findings = found(&[link("a", "b", 1.0), link("a", "c", 1.0), link("a", "b", 2.0)], &[]).unwrap();
    assert_eq!(places(&findings, Severity::Warning), [("links", Some(2), "", "cascade-link-twice")]);
    let firms = FIRMS.map(|(key, industry)| firm(key, industry));
    let (network, _) = Network::new(&firms, &[link("a", "b", 1.0), link("a", "b", 2.0)], &[]).unwrap();
    assert_eq!(network.weights(), [3.0, 0.0, 0.0]);
}

#[test]
fn a_firm_that_supplies_itself_is_warned_of() {
    let findings = found(&[link("a", "b", 1.0), link("b", "b", 1.0)], &[]).unwrap();
    assert_eq!(places(&findings, Severity::Warning), [("links", Some(1), "", "cascade-self")]);
}

#[test]
fn firms_are_faulted_by_row_and_column() {
    let firms = [
        firm(" ", "x"),
        firm("a", ""),
        firm("b", "x"),
        firm("b", "x"),
        Firm { revenue: Some(-1.0), cost: Some(f64::NAN), ..firm("c", "x") },
    ];
    let expected: [Place; 5] = [
        ("firms", Some(0), "firm", "cascade-blank"),
        ("firms", Some(1), "industry", "cascade-blank"),
        ("firms", Some(3), "firm", "cascade-firm-twice"),
        ("firms", Some(4), "revenue", "cascade-amount"),
        ("firms", Some(4), "cost", "cascade-amount"),
    ];
    assert_eq!(places(&Network::new(&firms, &[], &[]).unwrap_err(), Severity::Fault), expected);
}

#[test]
fn revenue_and_cost_are_held_against_the_links() {
    let firms = |revenue, cost| {
        [
            Firm { revenue: Some(revenue), ..firm("a", "x") },
            Firm { cost: Some(cost), revenue: Some(7.0), ..firm("b", "y") },
            firm("c", "y"),
        ]
    };
    let links = [link("a", "b", 3.0)];
    let (_, findings) = Network::new(&firms(2.0, 1.0), &links, &[]).unwrap();
    let expected: [Place; 3] = [
        ("firms", None, "", "cascade-revenue-some"),
        ("firms", Some(0), "revenue", "cascade-revenue-low"),
        ("firms", Some(1), "cost", "cascade-cost-low"),
    ];
    assert_eq!(places(&findings, Severity::Warning), expected);
    let findings = Network::new(&firms(0.0, 0.0), &links, &[]).unwrap_err();
    assert_eq!(places(&findings, Severity::Fault), expected[1..]);
}

#[test]
fn what_is_missing_as_a_whole_is_noted() {
    let findings = found(&[link("a", "b", 1.0)], &[]).unwrap();
    let expected: [Place; 3] = [
        ("firms", None, "", "cascade-revenue-none"),
        ("firms", Some(1), "", "cascade-weightless"),
        ("firms", Some(2), "", "cascade-alone"),
    ];
    assert_eq!(places(&findings, Severity::Note), expected);
    let faults = found(&[], &[]).unwrap_err();
    assert_eq!(places(&faults, Severity::Fault), [("firms", None, "", "cascade-nothing")]);
    let faults = Network::new(&[], &[], &[]).unwrap_err();
    assert_eq!(places(&faults, Severity::Fault), [("firms", None, "", "cascade-nothing")]);
}

#[test]
fn essentiality_is_faulted_by_row_and_column() {
    let links = [link("a", "b", 1.0), link("b", "a", 1.0)];
    let rules = [rule("x", "y", 2), rule("x", "y", 2), rule("y", "y", 3), rule("", "y", 1), rule("z", "y", 1)];
    let findings = found(&links, &rules).unwrap_err();
    let expected: [Place; 3] = [
        ("essentiality", Some(1), "", "cascade-rule-twice"),
        ("essentiality", Some(2), "class", "cascade-class"),
        ("essentiality", Some(3), "supplier_industry", "cascade-blank"),
    ];
    assert_eq!(places(&findings, Severity::Fault), expected);
    let stranger = ("essentiality", Some(4), "supplier_industry", "cascade-industry-unknown");
    assert_eq!(places(&findings, Severity::Warning), [stranger]);
    // The pair y, x is not listed.
    let findings = found(&links, &rules[..1]).unwrap();
    assert_eq!(places(&findings, Severity::Note)[0], ("essentiality", None, "", "cascade-unlisted"));
}

#[test]
fn a_group_is_named() {
    let supply = Supply { link: link("a", "b", 1.0), group: " ", class: Class::Essential };
    let faults = Network::from_supplies(&[firm("a", ""), firm("b", "")], &[supply]).unwrap_err();
    assert_eq!(places(&faults, Severity::Fault), [("links", Some(0), "group", "cascade-blank")]);
}

#[test]
fn shocks_and_terms_that_cannot_be_are_refused() {
    let firms = FIRMS.map(|(key, industry)| firm(key, industry));
    let (network, _) = Network::new(&firms, &[link("a", "b", 1.0)], &[]).unwrap();
    let refused = |parts: &[(&str, f64)]| Shock::new(&network, parts).unwrap_err();
    assert_eq!(refused(&[("z", 1.0)]), CascadeError::Firm("z".to_owned()));
    assert_eq!(refused(&[("a", 1.0), ("a", 0.5)]), CascadeError::Twice("a".to_owned()));
    for psi in [-0.1, 1.1, f64::NAN] {
        assert!(matches!(refused(&[("a", psi)]), CascadeError::Part { .. }));
    }
    for epsilon in [-1e-2, f64::NAN, f64::INFINITY] {
        assert!(matches!(Terms::new(epsilon, true), Err(CascadeError::Epsilon(_))));
    }
}
