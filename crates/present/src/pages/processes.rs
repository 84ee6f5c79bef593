//! The list of processes: which the library has, which are here, how well their recipes are checked.

use crate::View;
use crate::link::Link;
use crate::map::output;
use crate::paging::{self, Pager};
use crate::parts::Fig;
use askama::Template;
use serde::Deserialize;
use yanlian_model::registers::{Flow, Plant, Process};
use yanlian_model::{Message, name_key};

/// Which processes the reader asks for.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
pub struct ProcessesQuery {
    /// A part of a name or the id.
    pub q: Option<String>,
    /// `yes`: only those with plants here; `no`: only those without.
    pub here: Option<String>,
}

#[derive(Template)]
#[template(path = "chain/processes.html")]
struct Processes<'v> {
    v: &'v View<'v>,
    title: String,
    rail: &'static str,
    help: &'static str,
    lead: String,
    q: String,
    here: String,
    filters: Vec<(String, String, usize, bool)>,
    rows: Vec<Row>,
    pager: Option<Pager>,
}

struct Row {
    process: Link,
    chain: String,
    stage: &'static str,
    product: Link,
    plants: usize,
    output: Option<Fig>,
    verified: String,
}

/// The page `/processes`.
pub fn processes(v: &View, query: &ProcessesQuery) -> askama::Result<String> {
    let (q, here) = (query.q.clone().unwrap_or_default(), query.here.clone().unwrap_or_default());
    v.expect("here", &here, ["yes", "no"]);
    let wanted = name_key(&q);
    let named = |process: &Process| {
        let names = [Some(&process.id), Some(&process.name_zh), process.name_en.as_ref()];
        wanted.is_empty() || names.into_iter().flatten().any(|name| name_key(name).contains(&wanted))
    };
    let in_chain = |process: &&Process| v.chain().is_empty() || process.chain.as_deref() == Some(v.chain());
    let found: Vec<&Process> = v.registers().processes.iter().filter(in_chain).filter(|p| named(p)).collect();
    let present = |process: &Process| plants(v, &process.id).next().is_some();
    let with_plants = found.iter().filter(|process| present(process)).count();
    let filter = |value: &str, word: &str, count: usize| {
        let href = v.href(&format!("/processes?q={}&here={value}", crate::address::percent(&q)));
        (href, v.t(word), count, here == value)
    };
    let filters = vec![
        filter("", "filter-all", found.len()),
        filter("yes", "processes-here", with_plants),
        filter("no", "processes-not-here", found.len() - with_plants),
    ];
    let wanted = |process: &Process| match here.as_str() {
        "yes" => present(process),
        "no" => !present(process),
        _ => true,
    };
    let wanted: Vec<&Process> = found.iter().copied().filter(|process| wanted(process)).collect();
    let (range, pager) = paging::page(v, "page", wanted.len());
    let flows: Vec<&Flow> = found.iter().flat_map(|process| v.zone.flows(&process.id)).collect();
    let lead = Message::new("processes-lead")
        .with("all", found.len())
        .with("here", with_plants)
        .with("flows", flows.len())
        .with("verified", flows.iter().filter(|flow| flow.verified == Some(true)).count());
    let page = Processes {
        v,
        title: v.t("processes-title"),
        rail: "chain",
        help: "processes-help",
        lead: v.say(&lead),
        filters,
        rows: wanted[range].iter().map(|process| row(v, process)).collect(),
        pager,
        q,
        here,
    };
    page.render()
}

/// The plants of a process.
pub(super) fn plants<'v>(v: &View<'v>, process: &str) -> impl Iterator<Item = &'v Plant> {
    v.zone.plants_running(process)
}

fn row(v: &View, process: &Process) -> Row {
    let flows = v.zone.flows(&process.id);
    let verified = flows.iter().filter(|flow| flow.verified == Some(true)).count();
    let plants = plants(v, &process.id).count();
    let unit = v.zone.unit(&process.main_product, true);
    Row {
        process: v.link("processes", &process.id),
        chain: process.chain.as_ref().map(|chain| v.name("chains", chain)).unwrap_or_default(),
        stage: process.stage.map_or("", |stage| v.label(&stage.choice().label)),
        product: v.link("products", &process.main_product),
        output: (plants > 0).then(|| v.fig(&output(v, &process.id), unit, "formula-process-output")),
        plants,
        verified: v.say(&Message::new("process-verified-share").with("verified", verified).with("all", flows.len())),
    }
}
