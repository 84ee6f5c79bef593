//! The trade-off curve: what more of one objective costs of the other. Each point opens to its plan.

use super::PlanRoom;
use super::results::{axis, under_bound};
use super::words::Words;
use crate::format;
use crate::grid::{Cell, Grid, Head};
use askama::Template;
use askama::filters::HtmlSafe;
use yanlian_analysis::plan::{Objective, TradeOffPoint};
use yanlian_model::Message;

/// The drawing's size and the room for its axes.
const WIDTH: f64 = 560.0;
const HEIGHT: f64 = 300.0;
const LEFT: f64 = 105.0;
const BOTTOM: f64 = 255.0;
const RIGHT: f64 = 540.0;
const TOP: f64 = 20.0;

/// The curve, with the same points as a table.
#[derive(Template)]
#[template(path = "plan/curve.html")]
pub(super) struct Curve {
    label: String,
    across: String,
    up: String,
    /// x, y, where it leads, what it says.
    points: Vec<(f64, f64, String, String)>,
    path: String,
    ticks_across: Vec<(f64, String)>,
    ticks_up: Vec<(f64, String)>,
    table: Grid,
}

impl HtmlSafe for Curve {}

/// Where a value stands between the least and the most of its kind.
fn place(value: f64, values: &[f64], from: f64, to: f64) -> f64 {
    let (low, high) =
        values.iter().fold((f64::MAX, f64::MIN), |(low, high), value| (low.min(*value), high.max(*value)));
    let part = if high > low { (value - low) / (high - low) } else { 0.5 };
    ((from + part * (to - from)) * 10.0).round() / 10.0
}

impl Curve {
    /// The curve, where the two objectives conflict; one point is no curve.
    pub(super) fn of(
        words: &Words,
        room: &PlanRoom,
        own: Objective,
        other: Objective,
        trade_off: &[TradeOffPoint],
    ) -> Option<Curve> {
        if trade_off.len() < 2 {
            return None;
        }
        let v = words.v;
        let xs: Vec<f64> = trade_off.iter().map(|point| point.other_value).collect();
        let ys: Vec<f64> = trade_off.iter().map(|point| point.plan.value).collect();
        let points = trade_off.iter().map(|point| {
            let said = Message::new("plan-point")
                .with("own", words.gain(own, point.plan.value))
                .with("other", words.gain(other, point.other_value))
                .with("taken", point.plan.starts.len())
                .with("gap", format::percent(point.plan.gap));
            let (x, y) = (place(point.other_value, &xs, LEFT, RIGHT), place(point.plan.value, &ys, BOTTOM, TOP));
            (x, y, under_bound(words, room, other, point.other_bound), v.say(&said))
        });
        let points: Vec<_> = points.collect();
        let path: Vec<String> = points.iter().map(|(x, y, ..)| format!("{x} {y}")).collect();
        let ends = |values: &[f64]| {
            let (low, high) = values.iter().fold((f64::MAX, f64::MIN), |(l, h), value| (l.min(*value), h.max(*value)));
            [low, high]
        };
        let tick = |value: f64, values: &[f64], from, to, objective| {
            (place(value, values, from, to), words.gain(objective, value))
        };
        let rows = trade_off.iter().zip(&points).map(|(point, (_, _, href, ..))| -> Vec<Cell> {
            vec![
                crate::parts::Link::to(href.clone(), words.gain(other, point.other_value)).into(),
                words.gain(own, point.plan.value).into(),
                point.plan.starts.len().to_string().into(),
                format::percent(point.plan.gap).into(),
            ]
        });
        let (own_axis, other_axis) = (axis(words, own), axis(words, other));
        let heads = [
            Head::Year(&other_axis),
            Head::Year(&own_axis),
            Head::Number("plan-col-taken"),
            Head::Number("plan-col-gap"),
        ];
        let table = Grid::new(v, v.t("plan-curve-table"), "plan-nothing", &heads, rows.collect());
        Some(Curve {
            label: v.say(
                &Message::new("plan-curve").with("own", words.objective(own)).with("other", words.objective(other)),
            ),
            ticks_across: ends(&xs).map(|value| tick(value, &xs, LEFT, RIGHT, other)).to_vec(),
            ticks_up: ends(&ys).map(|value| tick(value, &ys, BOTTOM, TOP, own)).to_vec(),
            across: other_axis,
            up: own_axis,
            path: format!("M{}", path.join("L")),
            points,
            table,
        })
    }
}
