//! Stops: whose stop would spread through the zone.

use super::list::{List, Select, contains};
use crate::View;
use crate::format;
use crate::grid::{Cell, Grid, Head, amount};
use crate::link::Link;
use crate::parts::Badge;
use askama::Template;
use serde::Deserialize;
use yanlian_analysis::{FirmSpread, Shutdowns};
use yanlian_model::{Figure, Finding, Message, Severity};

/// Which firms to list, and how.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct ShutdownsQuery {
    /// Part of a name.
    pub q: String,
    /// `esri` (where blank), `beyond`, `reaches` or `name`.
    pub sort: String,
}

/// The orders, each with its message.
const SORTS: &[(&str, &str)] = &[
    ("", "stops-sort-esri"),
    ("beyond", "stops-sort-beyond"),
    ("reaches", "stops-sort-reaches"),
    ("name", "list-sort-name"),
];

/// The ranking of the firms by what their stop takes.
pub fn shutdowns(v: &View, shutdowns: &Shutdowns, query: &ShutdownsQuery) -> askama::Result<String> {
    let ranking = shutdowns.of_question(v.zone, &v.diagnosis.question);
    let name = |firm: &FirmSpread| v.name("enterprises", &firm.enterprise);
    let wanted = |firm: &&FirmSpread| contains(&query.q, [name(firm).as_str(), &firm.enterprise]);
    let mut shown: Vec<&FirmSpread> = ranking.iter().copied().filter(wanted).collect();
    match query.sort.as_str() {
        "beyond" => shown.sort_by(|a, b| b.beyond().total_cmp(&a.beyond())),
        "reaches" => shown.sort_by_key(|firm| std::cmp::Reverse(firm.reaches)),
        "name" => shown.sort_by_cached_key(|firm| name(firm)),
        _ => (),
    }
    let page = List {
        v,
        title: v.t("stops-title"),
        rail: "enterprises",
        help: "stops-help",
        links: vec![
            Link::to(v.href("/enterprises"), v.t("list-open-enterprises")),
            Link::to(v.href("/opportunities?kind=vulnerabilities&state=spreads"), v.t("stops-open-weak")),
            Link::to(v.href("/api/shutdowns"), v.t("opportunities-json")),
        ],
        lead: lead(v, &ranking),
        tabs_label: String::new(),
        tabs: Vec::new(),
        hidden: Vec::new(),
        q: query.q.clone(),
        look_for: v.t("enterprises-look-for"),
        selects: vec![Select::of_messages(v, "sort", "list-filter-sort", &query.sort, SORTS)],
        notes: vec![terms(v, shutdowns)],
        grids: vec![ranking_grid(v, &shown), findings(v, &shutdowns.zone.findings)],
    };
    page.render()
}

fn lead(v: &View, ranking: &[&FirmSpread]) -> String {
    let worst = ranking.iter().max_by(|a, b| {
        // The first of equals, as the ranking has it.
        a.beyond().total_cmp(&b.beyond()).then(std::cmp::Ordering::Greater)
    });
    let Some(worst) = worst.filter(|worst| worst.reaches > 0) else {
        return v.t(if ranking.is_empty() { "stops-lead-empty" } else { "stops-lead-none" });
    };
    let message = Message::new("stops-lead")
        .with("name", v.name("enterprises", &worst.enterprise))
        .with("reaches", worst.reaches)
        .with("lost", format::percent(worst.esri))
        .with("beyond", format::percent(worst.beyond()))
        .with("spreading", ranking.iter().filter(|firm| firm.reaches > 0).count())
        .with("firms", ranking.len());
    v.say(&message)
}

/// On which terms and from what it is computed.
pub(super) fn terms(v: &View, shutdowns: &Shutdowns) -> String {
    let estimated = shutdowns.estimated();
    let message = Message::new("stops-terms")
        .with("year", v.year().to_string())
        .with("firms", shutdowns.ranking.len())
        .with("links", shutdowns.zone.links.len())
        .with("estimated", estimated)
        .with("epsilon", shutdowns.terms.epsilon().to_string())
        .with("substitution", v.t(if shutdowns.terms.substitution() { "stops-with" } else { "stops-without" }));
    v.say(&message)
}

fn ranking_grid(v: &View, shown: &[&FirmSpread]) -> Grid {
    let heads = [
        Head::Text("stops-firm"),
        Head::Number("stops-lost"),
        Head::Number("stops-own"),
        Head::Number("stops-beyond"),
        Head::Number("stops-down"),
        Head::Number("stops-up"),
        Head::Number("stops-reached"),
        Head::Number("stops-iterations"),
    ];
    let share = |value: f64, formula: &str| Cell::Fig(amount(v, &Figure::exact(value), format::SHARE, formula));
    let row = |firm: &&FirmSpread| {
        let name = v.name("enterprises", &firm.enterprise);
        let converged = match firm.converged {
            true => firm.iterations.to_string().into(),
            false => Badge::saying(v, "warning", "stops-unconverged").into(),
        };
        vec![
            Link::to(v.id_href("shutdowns", &firm.enterprise), name).into(),
            share(firm.esri, "formula-stop-esri"),
            share(firm.own_share, "formula-stop-own"),
            share(firm.beyond(), "formula-stop-beyond"),
            share(firm.down, "formula-stop-down"),
            share(firm.up, "formula-stop-up"),
            firm.reaches.to_string().into(),
            converged,
        ]
    };
    Grid::paged(v, "page", (v.t("stops-ranking"), "stops-nothing"), &heads, shown, row)
}

/// What was noticed of the supplies, each with how to fix it.
fn findings(v: &View, findings: &[Finding]) -> Grid {
    let heads = [Head::Text("stops-record"), Head::Text("stops-what"), Head::Text("stops-remedy")];
    let mut findings: Vec<&Finding> = findings.iter().collect();
    findings.sort_by_key(|finding| finding.severity);
    let row = |finding: &&Finding| {
        let badge = match finding.severity {
            Severity::Note => Badge::of(v, "note"),
            _ => Badge::of(v, "warning"),
        };
        let what = vec![Cell::Badge(badge), Cell::Text(v.say(&finding.message))];
        vec![v.place(&finding.place).into(), what.into(), v.remedy(&finding.message).into()]
    };
    Grid::paged(v, "findings", (v.t("stops-findings"), "stops-no-finding"), &heads, &findings, row)
}
