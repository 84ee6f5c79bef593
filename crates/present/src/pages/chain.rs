//! The chain: which processes stand here, which are missing, which are within reach.

mod guide;
mod panel;
mod planned;

use crate::address::percent;
use crate::link::Link;
use crate::map::{ChainMap, Drawing, Medium, Standing, main_input};
use crate::parts::{Badge, Fig};
use crate::{View, format};
use askama::Template;
pub use guide::{chain_guide, chain_guides};
use panel::{Panel, panel};
use planned::BeforeAfter;
pub use planned::{PlannedChain, plan_chain};
use serde::Deserialize;
use std::collections::BTreeSet;
use yanlian_analysis::State;
use yanlian_model::{Direction, Figure, Message};

/// What the reader of the chain map asks for.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
pub struct ChainQuery {
    /// What the side panel shows: `process:ID` or `product:ID`.
    pub select: Option<String>,
    /// What the map leaves out: names of standings and of product states joined by `.`; without it, `absent`.
    pub hide: Option<String>,
    /// The plan beside which the chain is drawn; `None` for the chain by itself.
    #[serde(skip)]
    pub plan: Option<PlannedChain>,
}

/// How many enterprises of a process are named beside it.
const MAKERS: usize = 10;

#[derive(Template)]
#[template(path = "chain/page.html")]
struct Chain<'v> {
    v: &'v View<'v>,
    title: String,
    rail: &'static str,
    help: &'static str,
    plan: Option<BeforeAfter>,
    svg: String,
    guide: Link,
    lead: String,
    sourcing: Option<Fig>,
    sourcing_open: String,
    legend: Vec<Switch>,
    states: Vec<Switch>,
    widths: String,
    map: ChainMap,
    hidden_states: String,
    panel: Option<Panel>,
    rows: Vec<Row>,
}

/// One entry of the legend: it shows or hides what it explains.
struct Switch {
    name: &'static str,
    word: String,
    on: bool,
    href: String,
    count: usize,
    /// The state whose line and shape it explains; `None` for a standing.
    state: Option<State>,
    standing: Option<Standing>,
}

/// A line of the table that says the same as the map.
struct Row {
    process: Link,
    word: String,
    product: Link,
    badge: Option<Badge>,
    makers: Vec<Link>,
    output: Option<Fig>,
    outside: Vec<Link>,
}

/// How many holes the first sentence names.
const NAMED: usize = 3;
/// The states that the legend switches.
const STATES: [(&str, State); 5] = [
    ("missing", State::Missing),
    ("short", State::Short),
    ("balanced", State::Balanced),
    ("surplus", State::Surplus),
    ("undetermined", State::Undetermined),
];

/// The page `/chain`.
pub fn chain(v: &View, query: &ChainQuery) -> askama::Result<String> {
    page(v, query, None)
}

fn page(v: &View, query: &ChainQuery, plan: Option<BeforeAfter>) -> askama::Result<String> {
    let hide: Vec<&str> =
        query.hide.as_deref().unwrap_or("absent").split('.').filter(|name| !name.is_empty()).collect();
    let hidden = Standing::ALL.into_iter().filter(|standing| hide.contains(&standing.name())).collect();
    let map = ChainMap::of(v, &hidden);
    let all = ChainMap::outline(v);
    let hidden_states: Vec<String> =
        STATES.iter().filter(|(name, _)| hide.contains(name)).map(|(name, _)| format!("hide-{name}")).collect();
    let name = if v.chain().is_empty() { v.t("all-chains") } else { v.name("chains", v.chain()) };
    let title = match &query.plan {
        Some(plan) => v.t1(if plan.today { "chain-before-plan" } else { "chain-after-plan" }, "chain", name),
        None => name,
    };
    let svg = match &query.plan {
        Some(plan) if !plan.today => v.href(&format!("/plan/chain.svg?{}", plan.query)),
        _ => v.href("/chain.svg"),
    };
    let page = Chain {
        v,
        title,
        rail: "chain",
        help: "chain-help",
        plan,
        svg,
        guide: guide_link(v),
        lead: lead(v, &all),
        sourcing: sourcing(v).map(|(share, _)| v.fig(&share, format::SHARE, "formula-sourcing")),
        sourcing_open: sourcing(v)
            .map(|(_, open)| open)
            .filter(|open| *open > 0)
            .map_or_else(String::new, |open| v.t1("chain-sourcing-open", "count", open)),
        legend: Standing::ALL.map(|standing| standing_switch(v, query, &hide, &all, standing)).into(),
        states: STATES.map(|(name, state)| state_switch(v, query, &hide, &all, name, state)).into(),
        widths: v.t1("chain-widths", "value", v.quantity(map.widest_cny, "CNY")),
        hidden_states: hidden_states.join(" "),
        panel: query.select.as_deref().and_then(|select| panel(v, query, select)),
        rows: rows(v, &map),
        map,
    };
    page.render()
}

/// The way to what explains the chain that is looked at, else to all chains.
fn guide_link(v: &View) -> Link {
    match v.chain() {
        "" => Link::to(v.href("/chains"), v.t("guides-title")),
        chain => Link::to(v.link("chains", chain).href, v.t("guide-open")),
    }
}

/// The page's address with another selection or filter.
fn address(v: &View, query: &ChainQuery, select: Option<&str>, hide: Option<&str>) -> String {
    let mut parts = Vec::new();
    if let Some(hide) = hide {
        parts.push(format!("hide={}", percent(hide)));
    }
    if let Some(select) = select {
        parts.push(format!("select={}", percent(select)));
    }
    let path = match &query.plan {
        None => "/chain",
        Some(plan) => {
            parts.push(plan.query.clone());
            parts.extend(plan.today.then(|| "today=yes".to_owned()));
            "/plan/chain"
        }
    };
    match parts.is_empty() {
        true => v.href(path),
        false => v.href(&format!("{path}?{}", parts.join("&"))),
    }
}

/// The address that switches one entry of the legend.
fn switched(v: &View, query: &ChainQuery, hide: &[&str], name: &str) -> String {
    let mut next: Vec<&str> = hide.iter().copied().filter(|hidden| *hidden != name).collect();
    if next.len() == hide.len() {
        next.push(name);
    }
    address(v, query, query.select.as_deref(), Some(&next.join(".")))
}

fn standing_switch(v: &View, query: &ChainQuery, hide: &[&str], all: &ChainMap, standing: Standing) -> Switch {
    Switch {
        name: standing.name(),
        word: v.t(&format!("chain-standing-{}", standing.name())),
        on: !hide.contains(&standing.name()),
        href: switched(v, query, hide, standing.name()),
        count: all.count(standing),
        state: None,
        standing: Some(standing),
    }
}

fn state_switch(
    v: &View,
    query: &ChainQuery,
    hide: &[&str],
    all: &ChainMap,
    name: &'static str,
    state: State,
) -> Switch {
    let products: BTreeSet<&str> =
        all.links.iter().filter(|link| link.state == state).map(|link| link.product.as_str()).collect();
    Switch {
        name,
        word: v.t(&format!("state-{name}")),
        on: !hide.contains(&name),
        href: switched(v, query, hide, name),
        count: products.len(),
        state: Some(state),
        standing: None,
    }
}

/// How many processes of the chain are here, what is missing, how deep the chain is.
fn lead(v: &View, all: &ChainMap) -> String {
    let processes: Vec<_> = all.nodes.iter().filter(|node| node.standing.is_process()).collect();
    if processes.is_empty() {
        return v.t("chain-lead-empty");
    }
    let holes: Vec<String> = v
        .diagnosis
        .gaps
        .iter()
        .filter_map(|gap| {
            let way = |node: &&&crate::map::Node| gap.ways.iter().any(|way| way.process == node.id);
            processes.iter().find(|node| node.standing == Standing::Hole && way(node))?;
            Some(v.name("products", &gap.product))
        })
        .collect();
    let named = holes.iter().take(NAMED).cloned().collect::<Vec<_>>().join(&v.t("chain-and"));
    let message = Message::new("chain-lead")
        .with("all", processes.len())
        .with("present", all.count(Standing::Present))
        .with("coming", all.count(Standing::Coming))
        .with("reach", all.count(Standing::Reach))
        .with("depth", depth(all));
    let missing = match holes.is_empty() {
        true => v.t("chain-no-holes"),
        false => {
            let id = if holes.len() > NAMED { "chain-holes-more" } else { "chain-holes" };
            v.say(&Message::new(id).with("holes", holes.len()).with("named", named))
        }
    };
    format!("{}{missing}", v.say(&message))
}

/// The longest run of processes that are here, each working up what the one before it makes.
fn depth(all: &ChainMap) -> usize {
    let here = |node: usize| all.nodes[node].standing == Standing::Present;
    let arcs: Vec<_> = all
        .links
        .iter()
        .filter(|link| link.main && !link.planned && here(link.from) && here(link.to))
        .map(|link| (link.from, link.to))
        .collect();
    yanlian_analysis::layer(all.nodes.len(), &arcs).depth()
}

/// The part of what is needed here, by value, that makers here could cover; and how many products are
/// left out because their price or need has no bound.
fn sourcing(v: &View) -> Option<(Figure, usize)> {
    let needed: Vec<_> = v.diagnosis.balance.iter().filter(|balance| balance.needed.maybe_over(0.0)).collect();
    let counted = needed.iter().filter(|balance| balance.needed.high().is_finite());
    let priced: Vec<_> = counted.filter_map(|balance| Some((balance, balance.price.as_ref()?.cny))).collect();
    let covered: Figure = priced.iter().map(|(b, price)| b.made.min(&b.needed).times(*price)).sum();
    let all: Figure = priced.iter().map(|(b, price)| b.needed.times(*price)).sum();
    let share = covered.ratio(&all)?.min(&Figure::exact(1.0));
    Some((share, needed.len() - priced.len()))
}

fn rows(v: &View, map: &ChainMap) -> Vec<Row> {
    let mut nodes: Vec<_> = map.nodes.iter().filter(|node| node.standing.is_process()).collect();
    nodes.sort_by_key(|node| (node.band, node.standing, node.layer));
    let rows = nodes.into_iter().filter_map(|node| {
        let process = v.zone.process(&node.id)?;
        let plants = v.zone.plants_running(&process.id);
        let makers: BTreeSet<&str> = plants.map(|plant| plant.enterprise.as_str()).collect();
        let unit = v.zone.unit(&process.main_product, true);
        let output = crate::map::output(v, &process.id);
        Some(Row {
            process: v.link("processes", &process.id),
            word: v.t(&format!("chain-standing-{}", node.standing.name())),
            product: v.link("products", &process.main_product),
            badge: node.state.map(|state| Badge::of(v, state)),
            output: (!makers.is_empty()).then(|| v.fig(&output, unit, "formula-process-output")),
            makers: some(v, makers.into_iter().map(|maker| v.link("enterprises", maker)), &process.id),
            outside: outside(v, &process.id),
        })
    });
    rows.collect()
}

/// The first of the enterprises of a process, and how many more its page has.
fn some(v: &View, makers: impl ExactSizeIterator<Item = Link>, process: &str) -> Vec<Link> {
    let more = makers.len().saturating_sub(MAKERS);
    let more = (more > 0).then(|| Link::to(v.id_href("processes", process), v.t1("list-more", "count", more)));
    makers.take(MAKERS).chain(more).collect()
}

/// The inputs of a process that are imported, at least in part; the main feedstock first.
fn outside(v: &View, process: &str) -> Vec<Link> {
    let inputs = v.zone.flows(process).iter().filter(|flow| flow.direction == Direction::In);
    let net_imports = |item: &str| {
        crate::map::is_goods(v, item) && v.diagnosis.balance_of(item).is_some_and(|b| b.net_imports.surely_over(0.0))
    };
    let mut items: Vec<&str> = inputs.map(|flow| flow.item.as_str()).filter(|item| net_imports(item)).collect();
    items.sort_by_key(|item| main_input(v.zone, process) != Some(item));
    items.into_iter().map(|item| v.link("products", item)).collect()
}

impl Chain<'_> {
    fn drawing(&self) -> Drawing<'_> {
        Drawing::new(self.v, &self.map, Medium::Screen)
    }

    fn corner(&self, switch: &Switch) -> u8 {
        if switch.standing.is_some_and(Standing::is_process) { 3 } else { 6 }
    }

    fn sample(&self, switch: &Switch) -> &'static str {
        match (switch.standing, switch.state) {
            (Some(standing), _) => crate::map::standing_dash(&standing),
            (_, Some(state)) => crate::map::state_dash(&state),
            _ => "none",
        }
    }
}
