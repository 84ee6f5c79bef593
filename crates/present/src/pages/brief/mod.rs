//! The briefing: the four questions, the chain, the zone, and what is unknown, to read and to print.
//!
//! One document model for both forms: the page of the server, and a file that stands by itself.

mod chain;
mod discharge;
mod paper;
mod plan;
mod zone;

use crate::{View, map};
use askama::Template;
use paper::Section;
use yanlian_analysis::plan::{Posed, Study};
use yanlian_model::Message;

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

/// The plan of the briefing.
#[derive(Debug, Clone, Copy)]
pub enum WorkedOut<'a> {
    /// There is none.
    None,
    /// It is still being worked out, and stands on its own page.
    Coming,
    /// What is known of it.
    Known(&'a Posed, &'a Study),
}

/// The briefing as a page.
pub fn brief(v: &View, plan: WorkedOut) -> askama::Result<String> {
    render(v, plan, None)
}

/// The briefing as a file of its own: style and chain map within, no links.
pub fn brief_file(v: &View, plan: WorkedOut) -> askama::Result<String> {
    render(v, plan, Some(Alone { style: STYLE, map: drawing(&map::svg_file(v)?).to_owned() }))
}

fn render(v: &View, plan: WorkedOut, alone: Option<Alone>) -> askama::Result<String> {
    let chain = if v.chain().is_empty() { v.t("all-chains") } else { v.name("chains", v.chain()) };
    let mut sections = vec![
        zone::projects(v),
        chain::upstream_and_downstream(v),
        chain::advantages(v),
        zone::service(v),
        zone::limits_and_targets(v),
    ];
    sections.extend(discharge::section(v));
    sections.extend(match plan {
        WorkedOut::None => None,
        WorkedOut::Coming => Some(plan::coming(v)),
        WorkedOut::Known(posed, study) => Some(plan::section(v, posed, study)),
    });
    sections.push(zone::freshness(v));
    number(v, &mut sections);
    Brief { v, title: v.t("brief-title"), chain, sections, alone }.render()
}

/// Numbers sections and their parts in the order in which they stand; what is beyond the numerals has none.
fn number(v: &View, sections: &mut [Section]) {
    let numerals = v.t("brief-numerals");
    for (section, numeral) in sections.iter_mut().zip(numerals.split(' ')) {
        section.heading = numbered(v, "brief-section", numeral, numeral, &section.heading);
        for (part, own) in section.parts.iter_mut().zip(numerals.split(' ')) {
            part.heading = numbered(v, "brief-part", numeral, own, &part.heading);
        }
    }
}

fn numbered(v: &View, id: &'static str, section: &str, number: &str, heading: &str) -> String {
    v.say(&Message::new(id).with("section", section).with("number", number).with("heading", heading))
}

/// The element of an SVG file, without the prologue that only a file may have.
fn drawing(svg: &str) -> &str {
    &svg[svg.find("<svg").unwrap_or_default()..]
}
