//! The briefing: the four questions, the chain, the zone, and what is unknown, to read and to print.
//!
//! One document model for both forms: the page of the server, and a file that stands by itself.

mod chain;
mod paper;
mod zone;

use crate::{View, map};
use askama::Template;
use paper::Section;

#[derive(Template)]
#[template(path = "brief.html")]
struct Brief<'v> {
    v: &'v View<'v>,
    title: String,
    chain: String,
    sections: Vec<Section>,
    /// Style sheet and map of a file that stands by itself; the page links to both.
    alone: Option<Alone>,
}

struct Alone {
    style: &'static str,
    map: String,
}

/// The style sheet of the briefing, for a file that stands by itself.
const STYLE: &str = include_str!("../../../../../assets/static/brief.css");

/// The briefing as a page.
pub fn brief(v: &View) -> askama::Result<String> {
    render(v, None)
}

/// The briefing as a file of its own: style and chain map within, no links.
pub fn brief_file(v: &View) -> askama::Result<String> {
    render(v, Some(Alone { style: STYLE, map: drawing(&map::svg_file(v)?).to_owned() }))
}

fn render(v: &View, alone: Option<Alone>) -> askama::Result<String> {
    let chain = if v.chain().is_empty() { v.t("all-chains") } else { v.name("chains", v.chain()) };
    let sections = vec![
        zone::projects(v),
        chain::upstream_and_downstream(v),
        chain::advantages(v),
        zone::service(v),
        zone::limits_and_targets(v),
        zone::freshness(v),
    ];
    Brief { v, title: v.t("brief-title"), chain, sections, alone }.render()
}

/// The element of an SVG file, without the prologue that only a file may have.
fn drawing(svg: &str) -> &str {
    &svg[svg.find("<svg").unwrap_or_default()..]
}
