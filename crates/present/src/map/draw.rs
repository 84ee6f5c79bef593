//! The one drawing of the map. On the page its parts have classes, so that they follow the theme; on
//! paper they have attributes, so that the file stands alone.

use super::{ChainMap, Link, Node, Standing};
use crate::View;
use askama::Template;
use askama::filters::HtmlSafe;
use yanlian_analysis::State;

/// Where the drawing is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Medium {
    /// On the page: classes and links.
    Screen,
    /// In a file of its own, or printed: colours as attributes.
    Paper,
}

/// The map, drawn for a medium: a group of SVG elements.
#[derive(Template)]
#[template(path = "chain/map.svg")]
pub struct Drawing<'a> {
    v: &'a View<'a>,
    map: &'a ChainMap,
    medium: Medium,
}

impl HtmlSafe for Drawing<'_> {}

impl<'a> Drawing<'a> {
    /// Draws `map` for `medium`.
    pub fn new(v: &'a View<'a>, map: &'a ChainMap, medium: Medium) -> Drawing<'a> {
        Drawing { v, map, medium }
    }

    /// The look of a part: its class, or what the class says as attributes.
    pub(super) fn ink(&self, part: &str) -> String {
        match self.medium {
            Medium::Screen => format!(r#"class="map-{part}""#),
            Medium::Paper => paper(part).to_owned(),
        }
    }

    /// The look of a part that shows a state.
    pub(super) fn state_ink(&self, part: &str, state: &State) -> String {
        self.ink(&format!("{part}-{}", look_of(state)))
    }

    /// The beginning of what a node or link leads to; a plain group on paper. The `<title>` that
    /// follows is its accessible name: an `aria-label` would have to repeat the wrapped words.
    fn open(&self, kind: &str, id: &str, classes: &str) -> String {
        if self.medium == Medium::Paper {
            return "<g>".to_owned();
        }
        let folder = if kind == "process" { "processes" } else { "products" };
        let href = self.v.id_href(folder, id);
        let (href, id) = (escape(&href), escape(id));
        format!(r#"<a href="{href}" data-select="{kind}:{id}" class="{classes}">"#)
    }

    fn close(&self) -> &'static str {
        if self.medium == Medium::Paper { "</g>" } else { "</a>" }
    }

    fn open_node(&self, node: &Node) -> String {
        let kind = if node.standing.is_process() { "process" } else { "product" };
        self.open(kind, &node.id, &format!("map-node e-{}", node.standing.name()))
    }

    fn open_link(&self, link: &Link) -> String {
        let [from, to] = [link.from, link.to].map(|node| self.map.nodes[node].standing.name());
        let planned = if link.planned { " map-planned" } else { "" };
        let classes = format!("map-link{planned} e-{from} e-{to} s-{}", look_of(&link.state));
        self.open("product", &link.product, &classes)
    }

    fn line(&self, link: &Link) -> String {
        let look = match (link.planned, self.map.stateless) {
            (true, _) => "planned",
            (false, true) => "feedstock",
            (false, false) => look_of(&link.state),
        };
        self.ink(&format!("line-{look}"))
    }

    fn dash(&self, link: &Link) -> &'static str {
        if link.planned {
            "1.5 4"
        } else if self.map.stateless {
            "none"
        } else {
            state_dash(&link.state)
        }
    }

    fn edge(&self, node: &Node) -> &'static str {
        standing_dash(&node.standing)
    }

    fn corner(&self, node: &Node) -> f64 {
        if node.standing.is_process() { 5.0 } else { (node.height / 2.0).min(16.0) }
    }

    fn on_screen(&self) -> bool {
        self.medium == Medium::Screen
    }

    fn drawn_bands(&self) -> impl Iterator<Item = &super::Band> {
        self.map.bands.iter().filter(|band| band.height > 0.0)
    }
}

/// The look of a state: what is made and needed nowhere looks like what is balanced.
pub(crate) fn look_of(state: &State) -> &'static str {
    match state {
        State::Missing => "missing",
        State::Short => "short",
        State::Balanced | State::Idle => "balanced",
        State::Surplus => "surplus",
        State::Undetermined => "undetermined",
    }
}

/// The dashes of a link: so that states differ without colour.
pub(crate) fn state_dash(state: &State) -> &'static str {
    match state {
        State::Missing => "7 4",
        State::Short => "13 3 3 3",
        State::Undetermined => "4 3",
        State::Surplus => "22 3",
        State::Balanced | State::Idle => "none",
    }
}

/// The dashes of a node's edge.
pub(crate) fn standing_dash(standing: &Standing) -> &'static str {
    match standing {
        Standing::Hole => "7 4",
        Standing::Coming => "10 3 2 3",
        Standing::Reach => "2 3",
        _ => "none",
    }
}

/// The shape of a state, 10 by 10 around its middle.
pub(crate) fn shape(state: &State) -> &'static str {
    match state {
        State::Missing => "M-3.5 0A3.5 3.5 0 0 1-1-3.4M1-3.4A3.5 3.5 0 0 1 3.5 0M3.5 1.2A3.5 3.5 0 0 1-3 2",
        State::Short => "M0-4A4 4 0 0 0 0 4Z",
        State::Balanced | State::Idle => "M-4 0A4 4 0 1 0 4 0A4 4 0 1 0-4 0Z",
        State::Surplus => "M-3.5-4H4V3.5Z",
        State::Undetermined => "M0-4.5L4 0L0 4.5L-4 0Z",
    }
}

/// Escapes text for an attribute.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

/// What the style sheet says of a part, in the light palette.
fn paper(part: &str) -> &'static str {
    match part {
        "head" => r##"fill="#1c2733" font-size="16" font-weight="600""##,
        "rule" => r##"stroke="#d5dbe2" stroke-width="1""##,
        "title" => r##"fill="#1c2733" font-size="12.5" font-weight="600""##,
        "note" => r##"fill="#4d5b6a" font-size="11""##,
        "tag" => r##"fill="#1c2733" font-size="10.5" stroke="#ffffff" stroke-width="3" paint-order="stroke""##,
        "box-present" => r##"fill="#ffffff" stroke="#1c2733" stroke-width="1.6""##,
        "box-hole" => r##"fill="#fbeae9" stroke="#b3261e" stroke-width="1.8""##,
        "box-coming" => r##"fill="#f0eaf8" stroke="#6a3fa0" stroke-width="1.6""##,
        "box-reach" => r##"fill="#e6eff9" stroke="#1b57a3" stroke-width="1.6""##,
        "box-absent" => r##"fill="#ffffff" stroke="#d5dbe2" stroke-width="1""##,
        "box-inflow" | "box-outflow" => r##"fill="#f4f6f8" stroke="#56626f" stroke-width="1""##,
        "line-missing" => r##"stroke="#b3261e" fill="none""##,
        "line-short" | "line-undetermined" => r##"stroke="#9a5200" fill="none""##,
        "line-balanced" => r##"stroke="#1d6b3e" fill="none""##,
        "line-surplus" => r##"stroke="#1b57a3" fill="none""##,
        "line-feedstock" => r##"stroke="#4d5b6a" fill="none""##,
        "line-planned" => r##"stroke="#56626f" fill="none""##,
        "shape-missing" => r##"fill="none" stroke="#b3261e" stroke-width="1.5""##,
        "shape-short" | "shape-undetermined" => r##"fill="#9a5200" stroke="none""##,
        "shape-balanced" => r##"fill="#1d6b3e" stroke="none""##,
        "shape-surplus" => r##"fill="#1b57a3" stroke="none""##,
        _ => "",
    }
}
