//! A chain for a newcomer: how it works, what it takes, gives and emits, and how far its figures can be trusted.

use crate::grid::{Cell, Grid, Head, Number};
use crate::link::Link;
use crate::map::{ChainMap, Drawing, Medium};
use crate::pages::process::unit_of;
use crate::parts::Badge;
use crate::{View, format, prose};
use askama::Template;
use std::cmp::Ordering;
use yanlian_analysis::GapKind;
use yanlian_analysis::library::{
    ChainProfile, Emitted, Given, Standing, Taken, lies_apart, profile, second_ratio, standing,
};
use yanlian_model::registers::{Flow, Process};
use yanlian_model::{Basis, ChainStage, Lang, Message};

/// How many raw materials and end products the first sentence names.
const NAMED: usize = 3;
/// How many processes a cell names.
const SHORT_LIST: usize = 3;
/// Width of the bar of what the rows rest on, and its height.
const BAR: f64 = 600.0;
const BAR_HEIGHT: f64 = 18.0;

#[derive(Template)]
#[template(path = "chain/guide.html")]
struct Guide<'v> {
    v: &'v View<'v>,
    title: String,
    rail: &'static str,
    help: &'static str,
    chain: &'v str,
    lead: String,
    map: ChainMap,
    text: Option<String>,
    trust: String,
    bar: Vec<Part>,
    unverified: Vec<Link>,
    takes: [Grid; 2],
    emits: Grid,
    apart: Grid,
}

/// Rows that rest on one basis, as a part of the bar.
struct Part {
    basis: &'static str,
    word: &'static str,
    rows: usize,
    x: f64,
    width: f64,
}

#[derive(Template)]
#[template(path = "chain/guides.html")]
struct Guides<'v> {
    v: &'v View<'v>,
    title: String,
    rail: &'static str,
    help: &'static str,
    lead: String,
    grid: Grid,
}

/// The page `/chains`: every chain of the library, with how far it can be trusted.
pub fn chain_guides(v: &View) -> askama::Result<String> {
    let standings = standing(v.zone);
    let all = Standing::sum(&standings);
    let lead = Message::new("guides-lead").with("chains", v.registers().chains.len());
    let heads = [
        Head::Text("look-chain-head"),
        Head::Number("guides-processes"),
        Head::Number("guides-here"),
        Head::Number("guides-rows"),
        Head::Number("guides-verified"),
        Head::Number("guides-twice"),
        Head::Number("guides-apart"),
    ];
    let rows = standings.iter().filter(|of| !of.chain.is_empty()).map(|of| {
        let share = |part: Option<f64>| part.map_or_else(|| v.t("figure-unknown"), format::percent);
        vec![
            v.link("chains", &of.chain).into(),
            of.processes.to_string().into(),
            here(v, &of.chain).to_string().into(),
            format::number(of.rows as f64).into(),
            share(of.verified_share()).into(),
            share(of.twice_share()).into(),
            of.apart.to_string().into(),
        ]
    });
    let grid = Grid::new(v, v.t("guides-title"), "chain-lead-empty", &heads, rows.collect()).stacked();
    let lead = v.say(&counted(lead, &all));
    Guides { v, title: v.t("guides-title"), rail: "chain", help: "guide-help", lead, grid }.render()
}

/// The page `/chains/{id}`; `None` where there is no such chain.
pub fn chain_guide(v: &View, id: &str) -> askama::Result<Option<String>> {
    let Some(chain) = v.registers().chains.iter().find(|chain| chain.id == id) else { return Ok(None) };
    let profile = profile(v.zone, id);
    let standings = standing(v.zone).into_iter();
    let standing = standings.into_iter().find(|of| of.chain == id).unwrap_or_default();
    let page = Guide {
        v,
        title: v.name("chains", id),
        rail: "chain",
        help: "guide-help",
        chain: &chain.id,
        lead: lead(v, id, &profile, &standing),
        map: ChainMap::recipes(v, id),
        text: prose::of_chain(v, id),
        trust: v.say(&counted(Message::new("guide-trust"), &standing)),
        bar: bar(v, &standing),
        unverified: standing.unverified.iter().map(|process| v.link("processes", process)).collect(),
        takes: [taken(v, &profile), given(v, &profile)],
        emits: emitted(v, &profile),
        apart: apart(v, id),
    };
    page.render().map(Some)
}

/// The counts of a standing, as the sentences name them.
fn counted(message: Message, standing: &Standing) -> Message {
    let percent = |part: Option<f64>| part.map_or_else(String::new, format::percent);
    message
        .with("processes", standing.processes)
        .with("rows", standing.rows)
        .with("verified", percent(standing.verified_share()))
        .with("twice", percent(standing.twice_share()))
        .with("apart", standing.apart)
}

fn processes<'v>(v: &View<'v>, chain: &'v str) -> impl Iterator<Item = &'v Process> {
    v.registers().processes.iter().filter(move |process| process.chain.as_deref() == Some(chain))
}

/// How many processes of a chain run here.
fn here(v: &View, chain: &str) -> usize {
    processes(v, chain).filter(|process| v.zone.plants_running(&process.id).next().is_some()).count()
}

fn lead(v: &View, chain: &str, profile: &ChainProfile, standing: &Standing) -> String {
    if standing.processes == 0 {
        return v.t("chain-lead-empty");
    }
    let names = |products: Vec<&str>| {
        let named: Vec<String> = products.into_iter().take(NAMED).map(|product| v.name("products", product)).collect();
        named.join(&v.t("chain-and"))
    };
    let feedstocks = profile.taken.iter().filter(|one| one.feedstock).map(|one| one.product.as_str());
    let mut ends: Vec<&Given> = profile.given.iter().collect();
    ends.sort_by(|a, b| {
        let by_value = || national_value(v, &b.product).total_cmp(&national_value(v, &a.product));
        is_last(v, b).cmp(&is_last(v, a)).then_with(by_value)
    });
    let message = Message::new("guide-lead")
        .with("raw", names(feedstocks.collect()))
        .with("ends", names(ends.into_iter().map(|end| end.product.as_str()).collect()))
        .with("given", profile.given.len())
        .with("here", here(v, chain));
    v.say(&counted(message, standing))
}

/// Whether a process at the end of its chain makes it.
fn is_last(v: &View, end: &Given) -> bool {
    let stage = |process: &String| v.zone.process(process)?.stage;
    end.makers.iter().any(|process| stage(process) == Some(ChainStage::Downstream))
}

/// What the country uses of a product in a year at the latest price, CNY; 0 where either is not registered.
fn national_value(v: &View, product: &str) -> f64 {
    let uses = v.zone.markets(product).iter().rev().find_map(|market| market.consumption);
    let price = v.zone.price(product, &v.diagnosis.question).map(|price| price.cny);
    uses.zip(price).map_or(0.0, |(uses, price)| uses * price)
}

/// What the rows rest on, the checked ones first.
fn bar(v: &View, standing: &Standing) -> Vec<Part> {
    let mut x = 0.0;
    let parts = Basis::ALL.iter().filter_map(|basis| {
        let rows = *standing.by_basis.get(basis)?;
        let width = BAR * rows as f64 / standing.rows.max(1) as f64;
        let choice = basis.choice();
        let part = Part { basis: choice.key, word: v.label(&choice.label), rows, x, width };
        x += width;
        Some(part)
    });
    parts.collect()
}

/// The first few processes, and how many more.
fn named(v: &View, processes: &[String]) -> Cell {
    let links = processes.iter().take(SHORT_LIST).map(|process| Cell::Link(v.link("processes", process)));
    let more = processes.len().saturating_sub(SHORT_LIST);
    let rest = (more > 0).then(|| Cell::Text(v.t1("guide-more", "count", more)));
    Cell::All(links.chain(rest).collect())
}

fn taken(v: &View, profile: &ChainProfile) -> Grid {
    let heads = [Head::Text("product"), Head::Text("guide-from"), Head::Text("guide-takers")];
    let row = |one: &Taken| {
        let badge = match one.kind {
            GapKind::Mineral => Some(Badge::saying(v, "warning", "guide-deposit")),
            _ if one.makers.is_empty() => Some(Badge::saying(v, "undetermined", "guide-no-maker")),
            _ => None,
        };
        let mut from: Vec<Cell> = badge.map(Cell::Badge).into_iter().collect();
        let mut chains: Vec<&str> =
            one.makers.iter().filter_map(|maker| v.zone.process(maker)?.chain.as_deref()).collect();
        chains.sort_unstable();
        chains.dedup();
        from.extend(chains.into_iter().map(|chain| Cell::Link(v.link("chains", chain))));
        let feedstock = one.feedstock.then(|| Cell::Text(v.t("use-feedstock")));
        let product = [Cell::Link(v.link("products", &one.product))].into_iter().chain(feedstock);
        vec![Cell::All(product.collect()), Cell::All(from), named(v, &one.takers)]
    };
    Grid::paged(v, "taken", (v.t("guide-taken"), "guide-taken-none"), &heads, &profile.taken, row).stacked()
}

fn given(v: &View, profile: &ChainProfile) -> Grid {
    let heads = [Head::Text("product"), Head::Text("product-applications"), Head::Text("guide-makers")];
    let row = |one: &Given| {
        // End uses are registered in the language of the registers.
        let uses = v.zone.product(&one.product).map(|product| product.applications.as_slice()).unwrap_or_default();
        let uses = if v.lang() == Lang::Zh { uses.join("、") } else { uses.join("; ") };
        vec![v.link("products", &one.product).into(), uses.into(), named(v, &one.makers)]
    };
    Grid::paged(v, "given", (v.t("guide-given"), "guide-given-none"), &heads, &profile.given, row).stacked()
}

fn emitted(v: &View, profile: &ChainProfile) -> Grid {
    let heads = [Head::Text("grid-item"), Head::Number("guides-processes"), Head::Text("guide-most")];
    let rows = profile.emitted.iter().map(|one: &Emitted| {
        let unit = v.unit(v.zone.unit(&one.indicator, false));
        let most =
            one.per_tonne.iter().filter(|(_, amount)| *amount > 0.0).take(SHORT_LIST).map(|(process, amount)| {
                let Link { href, text } = v.link("processes", process);
                Cell::Link(Link::to(href, format!("{text} · {} {unit}", format::short(*amount))))
            });
        vec![v.item(&one.indicator).into(), one.processes.to_string().into(), Cell::All(most.collect())]
    });
    Grid::new(v, v.t("guide-emitted"), "guide-emitted-none", &heads, rows.collect()).stacked()
}

/// The rows whose second source is far from the first, the furthest first.
fn apart(v: &View, chain: &str) -> Grid {
    let flows = processes(v, chain).flat_map(|process| v.zone.flows(&process.id));
    let mut flows: Vec<(&Flow, f64)> =
        flows.filter(|flow| lies_apart(flow)).filter_map(|flow| Some((flow, second_ratio(flow)?))).collect();
    let away = |ratio: f64| if ratio > 0.0 { ratio.max(1.0 / ratio) } else { f64::INFINITY };
    let furthest = |a: &(&Flow, f64), b: &(&Flow, f64)| -> Ordering { away(b.1).total_cmp(&away(a.1)) };
    flows.sort_by(furthest);
    let heads = [
        Head::Text("process"),
        Head::Text("grid-item"),
        Head::Number("flow-typical"),
        Head::Number("guide-second"),
        Head::Number("guide-ratio"),
        Head::Text("unit"),
    ];
    let number = |value: Option<f64>| -> Cell { value.map_or_else(|| v.t("figure-unknown"), format::number).into() };
    let rows = flows.into_iter().map(|(flow, ratio)| {
        vec![
            v.link("processes", &flow.process).into(),
            v.item(&flow.item).into(),
            number(flow.quantity),
            number(flow.second_quantity),
            Number::short(ratio).into(),
            v.unit(unit_of(v, flow)).into(),
        ]
    });
    Grid::new(v, v.t("guide-apart"), "guide-apart-none", &heads, rows.collect()).stacked()
}

impl Guide<'_> {
    fn drawing(&self) -> Drawing<'_> {
        Drawing::new(self.v, &self.map, Medium::Screen)
    }
}
