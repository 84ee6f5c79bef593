//! Candidates: which outside companies make what is missing here, and why to invite one.

use super::list::{List, Select, contains, product_matches};
use super::reasoning::{Reasoning, Step, carries};
use crate::View;
use crate::grid::{Cell, Grid, Head, Origin, known, money, yuan};
use crate::link::Link;
use crate::parts::{Badge, short};
use askama::Template;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use yanlian_analysis::{Extension, Gap};
use yanlian_model::registers::{Company, CompanyProduct};
use yanlian_model::{Figure, Message};

/// Which candidates to list.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct CandidatesQuery {
    /// Part of a name, or of what it makes.
    pub q: String,
    /// The id of a product that it makes.
    pub product: String,
    /// Its region.
    pub region: String,
    /// `all`, or only those that make something missing here (where blank).
    pub show: String,
}

/// What each company makes, and could do here.
pub(crate) struct Fits<'v> {
    offers: BTreeMap<&'v str, Vec<&'v CompanyProduct>>,
    gaps: BTreeMap<&'v str, Vec<&'v Gap>>,
    steps: BTreeMap<&'v str, Vec<&'v Extension>>,
}

impl<'v> Fits<'v> {
    /// Groups offers, gaps and extensions by company.
    pub(crate) fn of(v: &View<'v>) -> Fits<'v> {
        let mut fits = Fits { offers: BTreeMap::new(), gaps: BTreeMap::new(), steps: BTreeMap::new() };
        for offer in &v.registers().directory_products {
            fits.offers.entry(&offer.company).or_default().push(offer);
        }
        for offers in fits.offers.values_mut() {
            let share = |offer: &CompanyProduct| offer.share.unwrap_or(f64::NEG_INFINITY);
            offers.sort_by(|a, b| share(b).total_cmp(&share(a)).then_with(|| a.product.cmp(&b.product)));
        }
        for gap in &v.diagnosis.gaps {
            for company in gap.candidates.iter().map(|candidate| candidate.company.as_str()).collect::<BTreeSet<_>>() {
                fits.gaps.entry(company).or_default().push(gap);
            }
        }
        for step in &v.diagnosis.extensions {
            for company in step.candidates.iter().map(|candidate| candidate.company.as_str()).collect::<BTreeSet<_>>() {
                fits.steps.entry(company).or_default().push(step);
            }
        }
        fits
    }

    /// What a company makes, its main business first.
    pub(crate) fn offers(&self, company: &str) -> &[&'v CompanyProduct] {
        self.offers.get(company).map_or(&[], Vec::as_slice)
    }

    /// Gaps that a company could fill.
    pub(crate) fn gaps(&self, company: &str) -> &[&'v Gap] {
        self.gaps.get(company).map_or(&[], Vec::as_slice)
    }

    /// Extensions whose main product it makes.
    pub(crate) fn steps(&self, company: &str) -> &[&'v Extension] {
        self.steps.get(company).map_or(&[], Vec::as_slice)
    }

    /// What the gaps that a company could fill are worth, CNY a year.
    pub(crate) fn value(&self, company: &str) -> Figure {
        self.gaps(company).iter().map(|gap| gap.value_cny.clone()).sum()
    }
}

/// The directory as a list of candidates.
pub fn candidates(v: &View, query: &CandidatesQuery) -> askama::Result<String> {
    let fits = Fits::of(v);
    let useful = |company: &&Company| !fits.gaps(&company.code).is_empty() || !fits.steps(&company.code).is_empty();
    let companies = v.registers().directory.iter();
    let mut found: Vec<&Company> = companies.filter(|c| wanted(v, query, c, fits.offers(&c.code))).collect();
    if query.show != "all" {
        found.retain(useful);
    }
    let worth: BTreeMap<&str, f64> = found.iter().map(|c| (c.code.as_str(), fits.value(&c.code).low())).collect();
    found.sort_by(|a, b| worth[b.code.as_str()].total_cmp(&worth[a.code.as_str()]));
    let useful = v.registers().directory.iter().filter(useful).count();
    let page = List {
        v,
        title: v.t("candidates-title"),
        rail: "opportunities",
        help: "candidates-help",
        links: vec![Link::to(v.href("/opportunities"), v.t("opportunities-back"))],
        lead: lead(v, useful),
        tabs_label: String::new(),
        tabs: Vec::new(),
        hidden: Vec::new(),
        q: query.q.clone(),
        look_for: v.t("candidates-look-for"),
        selects: selects(v, query),
        notes: vec![v.t1("candidates-found", "count", found.len())],
        grids: vec![grid(v, &fits, &found)],
    };
    page.render()
}

fn lead(v: &View, useful: usize) -> String {
    let with_candidates = v.diagnosis.gaps.iter().filter(|gap| !gap.candidates.is_empty()).count();
    let message = Message::new("candidates-lead")
        .with("all", v.registers().directory.len())
        .with("useful", useful)
        .with("gaps", v.diagnosis.gaps.len())
        .with("covered", with_candidates);
    v.say(&message)
}

fn wanted(v: &View, query: &CandidatesQuery, company: &Company, offers: &[&CompanyProduct]) -> bool {
    let named = contains(&query.q, [company.name.as_str(), &company.code])
        || offers.iter().any(|offer| product_matches(v, &query.q, &offer.product));
    let makes = query.product.is_empty() || offers.iter().any(|offer| offer.product == query.product);
    named && makes && (query.region.is_empty() || company.region.as_deref() == Some(query.region.as_str()))
}

fn selects(v: &View, query: &CandidatesQuery) -> Vec<Select> {
    let products: BTreeSet<&str> = v.registers().directory_products.iter().map(|o| o.product.as_str()).collect();
    let mut products: Vec<(String, String)> =
        products.into_iter().map(|product| (product.to_owned(), v.name("products", product))).collect();
    products.sort_by(|a, b| a.1.cmp(&b.1));
    let regions: BTreeSet<&String> = v.registers().directory.iter().filter_map(|c| c.region.as_ref()).collect();
    let regions = regions.into_iter().map(|region| (region.clone(), region.clone()));
    let all = |id: &str| [(String::new(), v.t(id))];
    let shown = [("", "candidates-show-useful"), ("all", "candidates-show-all")];
    vec![
        Select::new(v, "product", "grid-product", &query.product, all("list-all-products").into_iter().chain(products)),
        Select::new(v, "region", "grid-region", &query.region, all("list-all-regions").into_iter().chain(regions)),
        Select::of_messages(v, "show", "list-filter-state", &query.show, &shown),
    ]
}

fn or_unknown(v: &View, text: Option<&String>) -> Cell {
    Cell::Text(text.cloned().unwrap_or_else(|| v.t("figure-unknown")))
}

fn gap_link(v: &View, gap: &Gap) -> Link {
    Link::to(v.id_href("gaps", &gap.product), v.name("products", &gap.product))
}

fn step_link(v: &View, step: &Extension) -> Link {
    Link::to(v.id_href("extensions", &step.process), v.name("processes", &step.process))
}

fn grid(v: &View, fits: &Fits, companies: &[&Company]) -> Grid {
    let heads = [
        Head::Text("grid-candidate"),
        Head::Text("grid-region"),
        Head::Text("grid-status"),
        Head::Text("grid-makes"),
        Head::Text("grid-fills"),
        Head::Money("grid-gap-value"),
        Head::Text("grid-would-extend"),
        Head::Text("grid-source"),
    ];
    let row = |company: &&Company| {
        let code = company.code.as_str();
        let makes = fits.offers(code).iter().map(|offer| v.link("products", &offer.product));
        vec![
            v.link("directory", code).into(),
            or_unknown(v, company.region.as_ref()),
            or_unknown(v, company.status.as_ref()),
            Cell::links(makes, v.t("figure-unknown")),
            Cell::links(fits.gaps(code).iter().map(|gap| gap_link(v, gap)), v.t("list-none")),
            money(v, &fits.value(code), "formula-candidate-value").into(),
            Cell::links(fits.steps(code).iter().map(|step| step_link(v, step)), v.t("list-none")),
            Origin::of(v, *company, &company.provenance).into(),
        ]
    };
    Grid::paged(v, "page", (v.t("candidates-caption"), "candidates-nothing"), &heads, companies, row)
}

/// The page of one candidate; `None` where the directory does not have it.
pub fn candidate(v: &View, code: &str) -> askama::Result<Option<String>> {
    let Some(company) = v.zone.company(code) else { return Ok(None) };
    let fits = Fits::of(v);
    let page = Reasoning {
        v,
        title: company.name.clone(),
        rail: "opportunities",
        help: "candidate-help",
        links: vec![Link::to(v.href("/candidates"), v.t("list-open-candidates"))],
        lead: why(v, company, &fits),
        facts: vec![
            (v.t("grid-code"), company.code.clone().into()),
            (v.t("grid-region"), or_unknown(v, company.region.as_ref())),
            (v.t("grid-status"), or_unknown(v, company.status.as_ref())),
            (v.t("grid-source"), Origin::of(v, company, &company.provenance).into()),
        ],
        steps: vec![makes(v, &fits, code), fills(v, &fits, code), extends(v, &fits, code), trade(v, code)],
        unknown: None,
    };
    page.render().map(Some)
}

/// Why, or whether, to invite it.
fn why(v: &View, company: &Company, fits: &Fits) -> Vec<String> {
    let separator = v.t("reasoning-names-separator");
    let names = |names: Vec<String>| names.join(&separator);
    let mut sentences = Vec::new();
    let gaps = fits.gaps(&company.code);
    if !gaps.is_empty() {
        let message = Message::new("candidate-why-gaps")
            .with("company", &company.name)
            .with("products", names(gaps.iter().map(|gap| v.name("products", &gap.product)).collect()))
            .with("value", short(v, &fits.value(&company.code), "CNY"));
        sentences.push(v.say(&message));
    }
    let steps = fits.steps(&company.code);
    if !steps.is_empty() {
        let processes = names(steps.iter().map(|step| v.name("processes", &step.process)).collect());
        let feedstocks: BTreeSet<String> = steps.iter().map(|step| v.name("products", &step.feedstock)).collect();
        let message = Message::new("candidate-why-steps")
            .with("processes", processes)
            .with("feedstocks", names(feedstocks.into_iter().collect()));
        sentences.push(v.say(&message));
    }
    if sentences.is_empty() {
        sentences.push(v.t1("candidate-why-not", "company", &company.name));
    } else if v.registers().supplies.iter().any(|s| s.supplier == company.code) {
        sentences.push(v.t("candidate-why-trades"));
    }
    sentences
}

fn makes(v: &View, fits: &Fits, code: &str) -> Step {
    let rows = fits.offers(code).iter().map(|offer| {
        let state = v.diagnosis.balance_of(&offer.product);
        let badge = state.map_or_else(|| Cell::Text(v.t("candidate-not-used")), |b| Badge::of(v, b.state).into());
        vec![
            v.link("products", &offer.product).into(),
            offer.share.map_or_else(|| v.t("figure-unknown"), crate::format::percent).into(),
            badge,
            Origin::of(v, *offer, &offer.provenance).into(),
        ]
    });
    let heads = [
        Head::Text("grid-product"),
        Head::Number("grid-share"),
        Head::Text("grid-state-here"),
        Head::Text("grid-source"),
    ];
    Step::new(v, "candidate-step-makes").grid(Grid::new(
        v,
        v.t("candidate-step-makes"),
        "candidate-makes-none",
        &heads,
        rows.collect(),
    ))
}

fn fills(v: &View, fits: &Fits, code: &str) -> Step {
    let rows = fits.gaps(code).iter().map(|gap| {
        vec![
            gap_link(v, gap).into(),
            Badge::of(v, gap.state).into(),
            v.fig(&gap.quantity, &gap.unit, "formula-gap-quantity").into(),
            money(v, &gap.value_cny, "formula-gap-value").into(),
            v.fig(&gap.viability, "share", "formula-gap-viability").into(),
            gap.candidates.len().into(),
        ]
    });
    let heads = [
        Head::Text("grid-product"),
        Head::Text("grid-state"),
        Head::Number("gap-quantity"),
        Head::Money("grid-value"),
        Head::Number("grid-viability"),
        Head::Number("grid-candidates"),
    ];
    let caption = v.t("candidate-step-fills");
    Step::new(v, "candidate-step-fills").grid(Grid::new(v, caption, "candidate-fills-none", &heads, rows.collect()))
}

fn extends(v: &View, fits: &Fits, code: &str) -> Step {
    let rows = fits.steps(code).iter().map(|step| {
        vec![
            step_link(v, step).into(),
            v.link("products", &step.feedstock).into(),
            v.fig(&step.reachable, &step.unit, "formula-step-reachable").into(),
            carries(v, step.viable_alone).into(),
            money(v, &step.uplift_cny, "formula-uplift").into(),
        ]
    });
    let heads = [
        Head::Text("grid-process"),
        Head::Text("grid-feedstock"),
        Head::Number("grid-reachable"),
        Head::Text("grid-carries"),
        Head::Money("grid-uplift"),
    ];
    let caption = v.t("candidate-step-extends");
    Step::new(v, "candidate-step-extends").grid(Grid::new(v, caption, "candidate-extends-none", &heads, rows.collect()))
}

/// What it has sold to and bought from the zone, all years registered.
fn trade(v: &View, code: &str) -> Step {
    let supplies = v.registers().supplies.iter().filter(|s| s.supplier == code || s.customer == code);
    let mut supplies: Vec<_> = supplies.collect();
    supplies.sort_by_key(|supply| std::cmp::Reverse(supply.year));
    let rows = supplies.into_iter().map(|supply| {
        let unit = v.zone.unit(&supply.product, true);
        vec![
            supply.year.to_string().into(),
            v.party(&supply.supplier).into(),
            v.party(&supply.customer).into(),
            v.link("products", &supply.product).into(),
            known(v, supply.quantity, unit),
            yuan(v, supply.value_cny),
            Origin::of(v, supply, &supply.provenance).into(),
        ]
    });
    let heads = [
        Head::Text("grid-year"),
        Head::Text("grid-maker"),
        Head::Text("grid-buyer"),
        Head::Text("grid-product"),
        Head::Number("grid-quantity"),
        Head::Money("grid-value"),
        Head::Text("grid-source"),
    ];
    let caption = v.t("candidate-step-trade");
    Step::new(v, "candidate-step-trade").grid(Grid::new(v, caption, "candidate-trade-none", &heads, rows.collect()))
}
