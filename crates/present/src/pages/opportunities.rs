//! Opportunities: what is missing, what could come next, who could trade, what is weak, what lies unused.

mod vulnerabilities;

use super::list::{List, Select, Tab, contains, product_matches, tab};
use super::{matching, reasoning, related};
use crate::View;
use crate::grid::{Cell, Grid, Head, amount, money, quantity};
use crate::parts::{Badge, Link, short};
use askama::Template;
use serde::Deserialize;
use std::cmp::Ordering;
use yanlian_analysis::{Balance, Extension, Gap, GapKind, MarketFit, Match, Pair, PairStatus, UnusedByproduct};
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
    let mut heads = vec![
        Head::Text("grid-product"),
        Head::Text("grid-state"),
        Head::Number("gap-quantity"),
        Head::Money("grid-value"),
        Head::Number("grid-essential-share"),
        Head::Number("grid-viability"),
        Head::Money("grid-score"),
        Head::Number("grid-buyers"),
        Head::Number("grid-candidates"),
    ];
    heads.extend(related::heads(v));
    heads.push(Head::Text("grid-projects"));
    let rows = gaps.into_iter().map(|gap| {
        let mut row: Vec<Cell> = vec![
            Link::to(v.id_href("gaps", &gap.product), v.name("products", &gap.product)).into(),
            gap_state(v, gap),
            quantity(v, &gap.quantity, &gap.unit, "formula-gap-quantity").into(),
            money(v, &gap.value_cny, "formula-gap-value").into(),
            amount(v, &gap.essential_share, "share", "formula-gap-essential").into(),
            amount(v, &gap.viability, "share", "formula-gap-viability").into(),
            money(v, &gap.score, "formula-gap-score").into(),
            Balance::enterprises(&gap.buyers).len().to_string().into(),
            gap.candidates.len().to_string().into(),
        ];
        row.extend(related::cells(v, &gap.product));
        row.push(project_links(v, &gap.projects));
        row
    });
    let caption = v.t(if utility { "opportunities-utilities" } else { "opportunities-gaps" });
    Some(Grid::new(v, caption, "opportunities-nothing", &heads, rows.collect()))
}

/// How making stands to need, and that a mineral cannot be made here.
fn gap_state(v: &View, gap: &Gap) -> Cell {
    let mineral = (gap.kind == GapKind::Mineral).then(|| v.t("opportunities-mineral").into());
    Cell::All([Badge::of(v, gap.state).into()].into_iter().chain(mineral).collect())
}

fn state_name(state: impl serde::Serialize) -> Option<String> {
    serde_json::to_value(state).ok()?.as_str().map(str::to_owned)
}

fn project_links(v: &View, projects: &[String]) -> Cell {
    Cell::links(projects.iter().map(|project| v.link("projects", project)), v.t("list-none"))
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
    let mut heads = vec![
        Head::Text("grid-process"),
        Head::Text("grid-feedstock"),
        Head::Number("grid-reachable"),
        Head::Text("grid-carries"),
        Head::Number("grid-added"),
        Head::Money("grid-uplift"),
        Head::Number("grid-local-share"),
        Head::Money("grid-score"),
        Head::Text("grid-loops"),
    ];
    heads.extend(related::heads(v));
    let caption = v.t(if utility { "opportunities-utility-steps" } else { "opportunities-extensions" });
    let rows = steps.into_iter().map(|step| step_row(v, step)).collect();
    Some(Grid::new(v, caption, "opportunities-nothing", &heads, rows))
}

fn step_row(v: &View, step: &Extension) -> Vec<Cell> {
    let local: Cell = match &step.local_input_share {
        Some(share) => amount(v, share, "share", "formula-step-local").into(),
        None => v.t("step-no-priced-input").into(),
    };
    let per_unit = format!("{}/{}", short(v, &step.value_added_per_unit, "CNY"), v.unit(&step.unit));
    let mut added = v.fig(&step.value_added_per_unit, "CNY", "formula-step-added");
    added.text = per_unit;
    let smallest = step.smallest_viable_scale.map_or_else(|| v.t("figure-unknown"), |s| v.quantity(s, &step.unit));
    let carried =
        [reasoning::carries(v, step.viable_alone).into(), v.t1("opportunities-smallest", "smallest", smallest).into()];
    let market = match step.market {
        MarketFit::Within => None,
        MarketFit::Unknown => Some(Badge::saying(v, "undetermined", "opportunities-market-unknown")),
        MarketFit::Beyond => Some(Badge::saying(v, "warning", "opportunities-beyond-market")),
    };
    let available = v.fig(&step.available, &step.feedstock_unit, "formula-step-available");
    let mut row: Vec<Cell> = vec![
        Link::to(v.id_href("extensions", &step.process), v.name("processes", &step.process)).into(),
        vec![Cell::Link(v.link("products", &step.feedstock)), available.into()].into(),
        quantity(v, &step.reachable, &step.unit, "formula-step-reachable").into(),
        Cell::All(carried.into_iter().chain(market.map(Cell::Badge)).collect()),
        added.into(),
        money(v, &step.uplift_cny, "formula-uplift").into(),
        local,
        money(v, &step.score, "formula-step-score").into(),
        Cell::links(step.loops.iter().map(|closed| v.link("products", &closed.by_product)), v.t("list-none")),
    ];
    row.extend(related::cells(v, &step.main_product));
    row
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
    let row = |(matched, pair): &(&Match, &Pair)| {
        vec![
            Link::to(v.id_href("matches", &matched.product), v.name("products", &matched.product)).into(),
            v.link("enterprises", &pair.maker).into(),
            matching::buyer(v, pair).into(),
            v.fig(&pair.quantity, &matched.unit, "formula-match-pair").into(),
            money(v, &pair.value_cny, "formula-match-value").into(),
            matching::status(v, pair.status).into(),
        ]
    };
    let heads = [
        Head::Text("grid-product"),
        Head::Text("grid-maker"),
        Head::Text("grid-buyer"),
        Head::Number("grid-quantity"),
        Head::Money("grid-value"),
        Head::Text("grid-pair-status"),
    ];
    Grid::paged(v, "page", (v.t("opportunities-matches"), "opportunities-nothing"), &heads, &pairs, row)
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
    let mut found: Vec<&UnusedByproduct> = v.diagnosis.unused_byproducts.iter().filter(wanted).collect();
    if query.sort == "name" {
        found.sort_by_cached_key(|unused| v.name("products", &unused.product));
    } else {
        found.sort_by(|a, b| b.made.low().partial_cmp(&a.made.low()).unwrap_or(Ordering::Equal));
    }
    let rows = found.into_iter().map(|unused| {
        let plants = unused.plants.iter().filter_map(|plant| v.zone.plant(plant));
        let mut firms: Vec<&str> = plants.map(|plant| plant.enterprise.as_str()).collect();
        firms.sort_unstable();
        firms.dedup();
        let badge = match unused.certain {
            true => Badge::saying(v, "missing", "opportunities-byproduct-certain"),
            false => Badge::saying(v, "undetermined", "opportunities-byproduct-ask"),
        };
        vec![
            v.link("products", &unused.product).into(),
            v.fig(&unused.made, &unused.unit, "formula-match-made").into(),
            badge.into(),
            Cell::links(firms.into_iter().map(|firm| v.link("enterprises", firm)), v.t("list-none")),
            Cell::links(
                unused.takers.iter().map(|process| v.link("processes", process)),
                v.t("opportunities-byproduct-no-taker"),
            ),
        ]
    });
    let heads = [
        Head::Text("grid-by-product"),
        Head::Number("grid-made"),
        Head::Text("grid-state"),
        Head::Text("grid-makers"),
        Head::Text("grid-takers"),
    ];
    Grid::new(v, v.t("opportunities-byproducts"), "opportunities-nothing", &heads, rows.collect())
}
