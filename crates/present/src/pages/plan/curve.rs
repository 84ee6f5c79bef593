//! The trade-off curve: what more of one objective costs of the other. Each point opens to its plan.

use super::words::{Words, unit};
use super::{PlanContext, href};
use crate::grid::Grid;
use crate::scale::{Scale, tenth};
use crate::{format, tables};
use askama::Template;
use askama::filters::HtmlSafe;
use yanlian_analysis::plan::{Objective, TradeOffPoint};
use yanlian_model::Message;

/// The drawing's size and the room for its axes.
const WIDTH: f64 = 560.0;
const HEIGHT: f64 = 300.0;
const LEFT: f64 = 105.0;
const BOTTOM: f64 = 255.0;
const RIGHT: f64 = 520.0;
const TOP: f64 = 20.0;

/// The curve, with the same points as a table.
#[derive(Template)]
#[template(path = "plan/curve.html")]
pub(super) struct Curve {
    label: String,
    across: String,
    up: String,
    points: Vec<Mark>,
    path: String,
    ticks_across: Vec<(f64, String)>,
    ticks_up: Vec<(f64, String)>,
    table: Grid,
}

impl HtmlSafe for Curve {}

/// A point: where it stands, where it leads, what it says, whether its plan is the one looked at.
struct Mark {
    x: f64,
    y: f64,
    href: String,
    said: String,
    current: bool,
}

impl Curve {
    /// The curve, where the two objectives conflict; one point is no curve.
    pub(super) fn of(
        words: &Words,
        context: &PlanContext,
        own: Objective,
        other: Objective,
        trade_off: &[TradeOffPoint],
    ) -> Option<Curve> {
        if trade_off.len() < 2 {
            return None;
        }
        let v = words.v;
        let beyond = |objective, value| words.beyond(objective, value);
        let across = Scale::over(trade_off.iter().map(|point| beyond(other, point.other_value)), 4.0);
        let up = Scale::over(trade_off.iter().map(|point| beyond(own, point.plan.value)), 4.0);
        let x = |gain: f64| tenth(LEFT + across.part(gain) * (RIGHT - LEFT));
        let y = |gain: f64| tenth(BOTTOM - up.part(gain) * (BOTTOM - TOP));
        let points = trade_off.iter().map(|point| {
            let said = Message::new("plan-point")
                .with("own", words.gain(own, point.plan.value))
                .with("other", words.gain(other, point.other_value))
                .with("taken", point.plan.starts.len())
                .with("gap", format::percent(point.plan.gap));
            let href = under_bound(words, context, other, point.other_bound);
            let (x, y) = (x(beyond(other, point.other_value)), y(beyond(own, point.plan.value)));
            Mark { x, y, href, said: v.say(&said), current: point.other_bound == context.bound }
        });
        let points: Vec<Mark> = points.collect();
        let path: Vec<String> = points.iter().map(|mark| format!("{} {}", mark.x, mark.y)).collect();
        let table = tables::plan::trade_off(words, own, Some(other), trade_off, |point| {
            under_bound(words, context, other, point.other_bound)
        });
        let (own_axis, other_axis) = (axis(words, own), axis(words, other));
        Some(Curve {
            label: v
                .say(&Message::new("plan-curve").with("own", words.measure(own)).with("other", words.measure(other))),
            ticks_across: across.ticks().map(|tick| (x(tick), words.total(other, tick))).collect(),
            ticks_up: up.ticks().map(|tick| (y(tick), words.total(own, tick))).collect(),
            across: other_axis,
            up: own_axis,
            path: format!("M{}", path.join("L")),
            points,
            table,
        })
    }
}

/// The address of a point of the curve: the same scenario under that bound.
fn under_bound(words: &Words, context: &PlanContext, other: Objective, bound: Option<f64>) -> String {
    let scenario = context.scenario.map_or("", |scenario| scenario.id.as_str());
    let bound = bound.map(|bound| bound.to_string()).unwrap_or_default();
    href(words.v, scenario, &[("other", other.key()), ("bound", &bound)])
}

/// The unit in which a curve's axis is written.
fn axis(words: &Words, objective: Objective) -> String {
    let name = words.measure(objective);
    words.v.say(&Message::new("grid-head").with("head", name).with("unit", words.v.unit(unit(objective))))
}
