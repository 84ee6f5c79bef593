//! Opportunities: what is missing, what could come next, who could trade, what is weak, what lies unused.

mod vulnerabilities;

use super::list::{List, Select, Tab, contains, product_matches, tab};
use crate::View;
use crate::grid::Grid;
use crate::link::Link;
use crate::parts::short;
use crate::tables;
use askama::Template;
use serde::Deserialize;
use yanlian_analysis::{Extension, Gap, GapKind, Match, Pair, PairStatus, UnusedByproduct};
use yanlian_model::{Figure, Message};

/// Which opportunities to list, and how.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct OpportunitiesQuery {
    /// `gaps` (where blank), `extensions`, `matches`, `vulnerabilities` or `byproducts`.
    pub kind: String,
    /// Part of a name.
    pub q: String,
    /// A state of the kind; blank for all.
    pub state: String,
    /// `rank` (where blank), `value` or `name`.
    pub sort: String,
}

/// The kinds, each with its message.
const KINDS: &[(&str, &str)] = &[
    ("gaps", "opportunities-gaps"),
    ("extensions", "opportunities-extensions"),
    ("matches", "opportunities-matches"),
    ("vulnerabilities", "opportunities-vulnerabilities"),
    ("byproducts", "opportunities-byproducts"),
];

/// The orders, each with its message.
const SORTS: &[(&str, &str)] = &[("", "list-sort-rank"), ("value", "list-sort-value"), ("name", "list-sort-name")];

/// What the page has room for of each answer.
const GAPS: &[&str] = &[
    "product",
    "state",
    "quantity",
    "value",
    "essential",
    "viability",
    "score",
    "buyer-count",
    "candidates",
    "density",
    "pci",
    "projects",
];
const EXTENSIONS: &[&str] =
    &["process", "feedstock", "reachable", "carries", "added", "uplift", "local", "score", "loops", "density", "pci"];
const MATCHES: &[&str] = &["product", "maker", "buyer", "quantity", "value", "status"];
const BYPRODUCTS: &[&str] = &["product", "made", "state", "makers", "takers"];

/// The states that a kind can be filtered by, each with its message.
fn states(kind: &str) -> &'static [(&'static str, &'static str)] {
    match kind {
        "extensions" => &[
            ("", "list-all-states"),
            ("yes", "reasoning-carries-yes"),
            ("no", "reasoning-carries-no"),
            ("unknown", "reasoning-carries-unknown"),
        ],
        "matches" => &[
            ("", "list-all-states"),
            ("not_trading", "match-pair-not-trading"),
            ("to_be_asked", "match-pair-to-be-asked"),
            ("could_trade_more", "match-pair-could-trade-more"),
        ],
        "vulnerabilities" => &[
            ("", "list-all-states"),
            ("single_supplier", "opportunities-vulnerabilities-single-supplier"),
            ("spreads", "opportunities-vulnerabilities-spreads"),
            ("worse_than_access", "opportunities-vulnerabilities-worse-than-access"),
            ("low_utilisation", "opportunities-vulnerabilities-low-utilisation"),
            ("high_utilisation", "opportunities-vulnerabilities-high-utilisation"),
            ("overdue_difficulties", "opportunities-vulnerabilities-overdue-difficulties"),
            ("major_hazards", "opportunities-vulnerabilities-major-hazards"),
        ],
        "byproducts" => &[
            ("", "list-all-states"),
            ("certain", "opportunities-byproduct-certain"),
            ("ask", "opportunities-byproduct-ask"),
        ],
        _ => &[
            ("", "list-all-states"),
            ("missing", "state-missing"),
            ("short", "state-short"),
            ("undetermined", "state-undetermined"),
        ],
    }
}

/// The list of opportunities.
pub fn opportunities(v: &View, query: &OpportunitiesQuery) -> askama::Result<String> {
    // The first edition called two of them otherwise.
    let wanted = match query.kind.as_str() {
        "steps" => "extensions",
        "weak" => "vulnerabilities",
        kind => kind,
    };
    v.expect("kind", wanted, KINDS.iter().map(|(kind, _)| *kind));
    let kind = KINDS.iter().map(|(kind, _)| *kind).find(|kind| *kind == wanted).unwrap_or("gaps");
    let grids = match kind {
        "extensions" => [false, true].into_iter().filter_map(|utility| steps(v, query, utility)).collect(),
        "matches" => vec![matches(v, query)],
        "vulnerabilities" => vulnerabilities::grids(v, query),
        "byproducts" => vec![byproducts(v, query)],
        _ => [false, true].into_iter().filter_map(|utility| gaps(v, query, utility)).collect(),
    };
    let page = List {
        v,
        title: v.t("opportunities-title"),
        rail: "opportunities",
        help: "opportunities-help",
        links: vec![
            Link::to(v.href("/plan"), v.t("plan-title")),
            Link::to(v.href("/candidates"), v.t("list-open-candidates")),
            Link::to(v.href("/shutdowns"), v.t("stops-title")),
            Link::to(v.href("/product-space"), v.t("space-title")),
            Link::to(v.href("/lists.xlsx"), v.t("opportunities-workbook")),
            Link::to(v.href("/api/diagnosis"), v.t("opportunities-json")),
        ],
        lead: lead(v),
        tabs_label: v.t("opportunities-kinds"),
        tabs: tabs(v, kind, &query.q),
        hidden: vec![("kind", kind.to_owned())],
        q: query.q.clone(),
        look_for: v.t("opportunities-look-for"),
        selects: vec![
            Select::of_messages(v, "state", "list-filter-state", &query.state, states(kind)),
            Select::of_messages(v, "sort", "list-filter-sort", &query.sort, SORTS),
        ],
        notes: vec![v.t(&format!("opportunities-about-{kind}"))],
        grids,
    };
    page.render()
}

fn lead(v: &View) -> String {
    let diagnosis = v.diagnosis;
    if v.registers().plants.is_empty() {
        return v.t("opportunities-lead-empty");
    }
    let sure: Vec<&Gap> = diagnosis.gaps.iter().filter(|gap| gap.quantity.surely_over(0.0)).collect();
    let value: Figure = sure.iter().map(|gap| gap.value_cny.clone()).sum();
    let uplift = diagnosis.extensions.first().map(|step| &step.uplift_cny);
    let message = Message::new("opportunities-lead")
        .with("gaps", sure.len())
        .with("value", short(v, &value, "CNY"))
        .with("carried", sure.iter().filter(|gap| gap.viability.low() >= 1.0).count())
        .with("steps", diagnosis.extensions.len())
        .with("viable", diagnosis.extensions.iter().filter(|step| step.viable_alone == Some(true)).count())
        .with("uplift", uplift.map_or_else(|| v.t("figure-unknown"), |uplift| short(v, uplift, "CNY")))
        .with("pairs", diagnosis.matches.iter().map(|matched| matched.pairs.len()).sum::<usize>())
        .with("weak", diagnosis.vulnerabilities.len());
    v.say(&message)
}

fn tabs(v: &View, current: &str, q: &str) -> Vec<Tab> {
    let diagnosis = v.diagnosis;
    let count = |kind: &str| match kind {
        "extensions" => diagnosis.extensions.len(),
        "matches" => diagnosis.matches.len(),
        "vulnerabilities" => diagnosis.vulnerabilities.len(),
        "byproducts" => diagnosis.unused_byproducts.len(),
        _ => diagnosis.gaps.len(),
    };
    let tab = |(kind, id): &(&str, &str)| {
        let text = Message::new("list-tab-count").with("name", v.t(id)).with("count", count(kind));
        tab(v, "/opportunities", &[("kind", kind), ("q", q)], v.say(&text), *kind == current)
    };
    KINDS.iter().map(tab).collect()
}

/// Puts what is listed in the order asked for; the rank's order is the diagnosis's own.
fn sorted<'v, T>(
    sort: &str,
    mut items: Vec<&'v T>,
    value: impl Fn(&T) -> f64,
    name: impl Fn(&T) -> String,
) -> Vec<&'v T> {
    match sort {
        "value" => items.sort_by(|a, b| value(b).total_cmp(&value(a))),
        "name" => items.sort_by_cached_key(|item| name(item)),
        _ => (),
    }
    items
}

/// The gaps that are utilities, or all others; no empty table of utilities.
fn gaps(v: &View, query: &OpportunitiesQuery, utility: bool) -> Option<Grid> {
    let wanted = |gap: &&Gap| {
        let of_kind = utility == (gap.kind == GapKind::Utility);
        let in_state = query.state.is_empty() || Some(query.state.as_str()) == state_name(gap.state).as_deref();
        of_kind && in_state && product_matches(v, &query.q, &gap.product)
    };
    let found: Vec<&Gap> = v.diagnosis.gaps.iter().filter(wanted).collect();
    if utility && found.is_empty() {
        return None;
    }
    let gaps = sorted(&query.sort, found, |gap| gap.value_cny.low(), |gap| v.name("products", &gap.product));
    let caption = v.t(if utility { "opportunities-utilities" } else { "opportunities-gaps" });
    Some(tables::gaps(v).table(caption, "opportunities-nothing", GAPS, gaps))
}

fn state_name(state: impl serde::Serialize) -> Option<String> {
    serde_json::to_value(state).ok()?.as_str().map(str::to_owned)
}

/// The extensions that make a utility, or all others; no empty table of utilities.
fn steps(v: &View, query: &OpportunitiesQuery, utility: bool) -> Option<Grid> {
    let state = |step: &Extension| match step.viable_alone {
        Some(true) => "yes",
        Some(false) => "no",
        None => "unknown",
    };
    let name = |step: &Extension| v.name("processes", &step.process);
    let wanted = |step: &&Extension| {
        let named = contains(&query.q, [name(step).as_str(), &step.process])
            || product_matches(v, &query.q, &step.feedstock)
            || product_matches(v, &query.q, &step.main_product);
        utility == step.utility && named && (query.state.is_empty() || query.state == state(step))
    };
    let found: Vec<&Extension> = v.diagnosis.extensions.iter().filter(wanted).collect();
    if utility && found.is_empty() {
        return None;
    }
    let steps = sorted(&query.sort, found, |step| step.uplift_cny.low(), name);
    let caption = v.t(if utility { "opportunities-utility-steps" } else { "opportunities-extensions" });
    Some(tables::extensions(v).table(caption, "opportunities-nothing", EXTENSIONS, steps))
}

fn matches(v: &View, query: &OpportunitiesQuery) -> Grid {
    let status = |status: PairStatus| state_name(status).unwrap_or_default();
    let pair_wanted = |wanted: PairStatus| query.state.is_empty() || status(wanted) == query.state;
    let wanted = |matched: &&Match| {
        let names: Vec<String> = matched.pairs.iter().map(|pair| v.name("enterprises", &pair.maker)).collect();
        let named =
            product_matches(v, &query.q, &matched.product) || contains(&query.q, names.iter().map(String::as_str));
        named && matched.pairs.iter().any(|pair| pair_wanted(pair.status))
    };
    let found = v.diagnosis.matches.iter().filter(wanted).collect();
    let matches = sorted(&query.sort, found, |m| m.value_cny.low(), |m| v.name("products", &m.product));
    let pairs = matches.into_iter().flat_map(|matched| matched.pairs.iter().map(move |pair| (matched, pair)));
    let pairs: Vec<(&Match, &Pair)> = pairs.filter(|(_, pair)| pair_wanted(pair.status)).collect();
    let texts = (v.t("opportunities-matches"), "opportunities-nothing");
    tables::matches(v).paged("page", texts, MATCHES, &pairs)
}

fn byproducts(v: &View, query: &OpportunitiesQuery) -> Grid {
    let wanted = |unused: &&UnusedByproduct| {
        let in_state = match query.state.as_str() {
            "certain" => unused.certain,
            "ask" => !unused.certain,
            _ => true,
        };
        in_state && product_matches(v, &query.q, &unused.product)
    };
    // Amounts in several units have no order: rank and value are the diagnosis's own.
    let mut found: Vec<&UnusedByproduct> = v.diagnosis.unused_byproducts.iter().filter(wanted).collect();
    if query.sort == "name" {
        found.sort_by_cached_key(|unused| v.name("products", &unused.product));
    }
    tables::byproducts(v).table(v.t("opportunities-byproducts"), "opportunities-nothing", BYPRODUCTS, found)
}
