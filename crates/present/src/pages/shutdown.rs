//! One stop: what stops when this firm stops, step by step, and who could stand in.

mod drawing;

use super::shutdowns::terms;
use crate::format;
use crate::grid::{Cell, Grid, Head, amount};
use crate::link::Link;
use crate::parts::Badge;
use crate::{Fig, View};
use askama::Template;
use drawing::Drawing;
use yanlian_analysis::{Alternative, Passed, Shutdown, ShutdownHit, Shutdowns, Want};
use yanlian_model::{Figure, Message};

/// How many candidates of a product are named.
const CANDIDATES: usize = 4;
/// How many of the firms that lose first are named in the sentence.
const FIRST: usize = 3;

#[derive(Template)]
#[template(path = "shutdown.html")]
struct Page<'v> {
    v: &'v View<'v>,
    title: String,
    rail: &'static str,
    help: &'static str,
    links: Vec<Link>,
    lead: String,
    terms: String,
    found: Option<Found>,
}

/// What is shown of a firm that is of the network.
struct Found {
    figures: Vec<(String, Fig)>,
    drawing: Option<Drawing>,
    table: Grid,
    alternatives: Grid,
}

/// What stops when the enterprise of that code stops; `None` where there is none.
pub fn shutdown(v: &View, shutdowns: &Shutdowns, uscc: &str) -> askama::Result<Option<String>> {
    if v.zone.enterprise(uscc).is_none() {
        return Ok(None);
    }
    let shutdown = shutdowns.shutdown_of(v.zone, uscc);
    let name = v.name("enterprises", uscc);
    let page = Page {
        v,
        title: v.t1("stop-title", "name", name.as_str()),
        rail: "enterprises",
        help: "stop-help",
        links: vec![
            Link::to(v.id_href("enterprises", uscc), v.t("stop-open-enterprise")),
            Link::to(v.href("/shutdowns"), v.t("stops-title")),
            Link::to(v.id_href("api/shutdowns", uscc), v.t("opportunities-json")),
        ],
        lead: match &shutdown {
            Some(shutdown) => lead(v, &name, shutdown),
            None => v.t1("stop-lead-absent", "name", name),
        },
        terms: terms(v, shutdowns),
        found: shutdown.as_ref().map(|shutdown| Found {
            figures: figures(v, shutdown),
            drawing: Drawing::new(v, shutdown),
            table: table(v, shutdown),
            alternatives: alternatives(v, &shutdown.alternatives),
        }),
    };
    page.render().map(Some)
}

fn lead(v: &View, name: &str, shutdown: &Shutdown) -> String {
    let reached: Vec<&ShutdownHit> = shutdown.reached().collect();
    let first: Vec<String> = reached.iter().take(FIRST).map(|hit| v.name("enterprises", &hit.enterprise)).collect();
    let message = Message::new(if reached.is_empty() { "stop-lead-none" } else { "stop-lead" })
        .with("name", name)
        .with("reaches", reached.len())
        .with("first", first.join(&v.t("reasoning-names-separator")))
        .with("more", reached.len().saturating_sub(FIRST))
        .with("lost", format::percent(shutdown.spread.esri))
        .with("own", format::percent(shutdown.spread.own_share));
    v.say(&message)
}

fn figures(v: &View, shutdown: &Shutdown) -> Vec<(String, Fig)> {
    let spread = &shutdown.spread;
    let figures = [
        ("stops-lost", spread.esri, "formula-stop-esri"),
        ("stops-own", spread.own_share, "formula-stop-own"),
        ("stops-beyond", spread.beyond(), "formula-stop-beyond"),
        ("stops-down", spread.down, "formula-stop-down"),
        ("stops-up", spread.up, "formula-stop-up"),
    ];
    figures
        .map(|(id, value, formula)| (v.t(id), amount(v, &Figure::exact(value), format::SHARE, formula)))
        .into_iter()
        .collect()
}

/// What a firm wants, as a state.
fn want(v: &View, want: Want) -> Badge {
    match want {
        Want::Stops => Badge::saying(v, "stalled", "stop-want-stops"),
        Want::Inputs => Badge::saying(v, "short", "stop-want-inputs"),
        Want::Orders => Badge::saying(v, "surplus", "stop-want-orders"),
    }
}

/// The part of a firm's output that is left.
fn left(share: f64) -> String {
    format::percent((share * 1000.0).round() / 1000.0)
}

/// The links through which a firm first lost.
fn came<'s>(shutdown: &'s Shutdown, hit: &ShutdownHit) -> impl Iterator<Item = &'s Passed> {
    let firm = hit.enterprise.clone();
    shutdown.passed.iter().filter(move |passed| passed.to() == firm)
}

/// The same as the drawing, for all whom the stop reaches.
fn table(v: &View, shutdown: &Shutdown) -> Grid {
    let heads = [
        Head::Text("stop-firm"),
        Head::Number("stop-step"),
        Head::Text("stop-why"),
        Head::Number("stop-left"),
        Head::Number("stop-left-down"),
        Head::Number("stop-left-up"),
        Head::Text("stop-through"),
    ];
    let stopped = shutdown.hits.iter().filter(|hit| hit.want == Want::Stops);
    let rows = stopped.chain(shutdown.reached()).map(|hit| {
        let through = came(shutdown, hit).map(|passed| {
            let message = Message::new(if passed.link.estimated { "stop-passed-estimated" } else { "stop-passed" })
                .with("product", v.name("products", &passed.link.product))
                .with("firm", v.name("enterprises", passed.from()));
            Link::text(v.say(&message))
        });
        vec![
            v.link("enterprises", &hit.enterprise).into(),
            hit.step.to_string().into(),
            want(v, hit.want).into(),
            left(hit.left).into(),
            left(hit.left_down).into(),
            left(hit.left_up).into(),
            Cell::links(through, v.t(if hit.step == 0 { "stop-itself" } else { "list-none" })),
        ]
    });
    let title = v.t("stop-table");
    Grid::new(v, title.clone(), "stop-nobody", &heads, rows.collect()).below(&title)
}

fn alternatives(v: &View, alternatives: &[Alternative]) -> Grid {
    let heads = [
        Head::Text("grid-product"),
        Head::Text("grid-state"),
        Head::Text("stop-customers"),
        Head::Text("stop-makers"),
        Head::Text("grid-candidate"),
    ];
    let rows = alternatives.iter().map(|alternative| {
        let firms =
            |firms: &[String]| Cell::links(firms.iter().map(|firm| v.link("enterprises", firm)), v.t("list-none"));
        let state = match (alternative.makers.is_empty(), alternative.candidates.is_empty()) {
            (false, _) => Badge::saying(v, "balanced", "stop-others"),
            (true, false) => Badge::saying(v, "short", "stop-outside"),
            (true, true) => Badge::saying(v, "missing", "stop-nobody-else"),
        };
        let named = alternative.candidates.iter().take(CANDIDATES);
        let rest = alternative.candidates.len().saturating_sub(CANDIDATES);
        let rest = (rest > 0).then(|| {
            let look = v.href(&format!("/candidates?product={}", crate::percent(&alternative.product)));
            Link::to(look, v.t1("stop-more-candidates", "count", rest))
        });
        vec![
            v.link("products", &alternative.product).into(),
            state.into(),
            firms(&alternative.customers),
            firms(&alternative.makers),
            Cell::links(named.map(|candidate| v.link("directory", &candidate.company)).chain(rest), v.t("list-none")),
        ]
    });
    let title = v.t("stop-alternatives");
    Grid::new(v, title.clone(), "stop-no-product", &heads, rows.collect()).below(&title)
}
