//! The map as a file of its own: an A3 sheet, landscape, with title, day and legend.

use super::{ChainMap, Drawing, Medium, Standing, route};
use crate::View;
use askama::Template;
use std::collections::BTreeSet;
use yanlian_analysis::State;
use yanlian_model::Message;

/// A3 landscape in the drawing's units, 1/96 inch.
const SHEET: (f64, f64) = (1587.0, 1123.0);
/// Edge of the sheet.
const EDGE: f64 = 38.0;
/// Room for the title above, and for the legend below.
const HEAD: f64 = 70.0;
const FOOT: f64 = 64.0;
/// A small map is not blown up beyond this.
const LARGEST: f64 = 1.35;

#[derive(Template)]
#[template(path = "chain/sheet.svg")]
struct Sheet<'a> {
    v: &'a View<'a>,
    drawing: Drawing<'a>,
    title: String,
    sub: String,
    /// Scale and place of the map on the sheet.
    scale: f64,
    left: f64,
    standings: Vec<(f64, Standing, String)>,
    states: Vec<(f64, State, String)>,
    widths: String,
}

/// The map of the chain that is looked at, on an A3 sheet for a file or for print.
pub fn svg_file(v: &View) -> askama::Result<String> {
    let map = ChainMap::of(v, &BTreeSet::from([Standing::Absent]));
    let (width, height) = (SHEET.0 - 2.0 * EDGE, SHEET.1 - 2.0 * EDGE - HEAD - FOOT);
    let scale = (width / map.width).min(height / map.height.max(1.0)).min(LARGEST);
    let chain = if v.chain().is_empty() { v.t("all-chains") } else { v.name("chains", v.chain()) };
    let drawn = Standing::ALL.into_iter().filter(|standing| *standing != Standing::Absent);
    let states = [State::Missing, State::Short, State::Balanced, State::Surplus, State::Undetermined];
    let sheet = Sheet {
        v,
        drawing: Drawing::new(v, &map, Medium::Paper),
        title: v.t1("chain-sheet-title", "chain", chain),
        sub: v.say(&Message::new("chain-sheet-sub").with("year", v.year().to_string()).with("day", v.day())),
        scale: (scale * 1000.0).floor() / 1000.0,
        left: (EDGE + (width - map.width * scale) / 2.0).round(),
        standings: drawn
            .enumerate()
            .map(|(i, standing)| (i as f64 * 185.0, standing, v.t(&format!("chain-standing-{}", standing.name()))))
            .collect(),
        states: states
            .into_iter()
            .enumerate()
            .map(|(i, state)| (i as f64 * 185.0, state, v.t(super::graph::state_word(state))))
            .collect(),
        widths: widths(v, map.widest_cny),
    };
    sheet.render()
}

/// What the widest line is worth, in words.
fn widths(v: &View, widest: f64) -> String {
    v.t1("chain-widths", "value", v.quantity(widest, "CNY"))
}

impl Sheet<'_> {
    fn ink(&self, part: &str) -> String {
        self.drawing.ink(part)
    }

    fn widest(&self) -> f64 {
        route::width(1.0, 1.0)
    }
}
