//! A small line chart drawn on the server: what was planned, dashed, and what came of it.

use crate::View;
use crate::scale::tenth;
use askama::Template;
use askama::filters::HtmlSafe;

const WIDTH: f64 = 320.0;
const HEIGHT: f64 = 120.0;
const LEFT: f64 = 12.0;
const RIGHT: f64 = 308.0;
const TOP: f64 = 22.0;
const BOTTOM: f64 = 96.0;
/// How many labels fit under the chart.
const LABELS: usize = 4;

/// One place on the axis: its label, what was planned, what came of it.
pub(crate) struct Station {
    /// The label under the axis.
    pub(crate) label: String,
    /// What was planned.
    pub(crate) planned: Option<f64>,
    /// What came of it.
    pub(crate) actual: Option<f64>,
}

/// Two lines over the same stations. Numbers that are unknown leave a gap.
#[derive(Template)]
#[template(path = "parts/lines.html")]
pub(crate) struct Lines {
    label: String,
    planned: Line,
    actual: Line,
    ticks: Vec<(f64, &'static str, String)>,
}

impl HtmlSafe for Lines {}

#[derive(Default)]
struct Line {
    path: String,
    points: Vec<(f64, f64)>,
    last: Option<Last>,
}

/// The last known value of a line, in words, and where it stands.
struct Last {
    x: f64,
    y: f64,
    anchor: &'static str,
    text: String,
}

impl Lines {
    /// Draws `stations`; `label` is read to who cannot see it, `unit` is that of the last values' words.
    pub(crate) fn new(v: &View, label: String, stations: &[Station], unit: &str) -> Lines {
        let values = || stations.iter().flat_map(|station| [station.planned, station.actual]).flatten();
        let (low, high) =
            values().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
        let x = |i: usize| match stations.len() {
            0 | 1 => (LEFT + RIGHT) / 2.0,
            n => LEFT + (RIGHT - LEFT) * i as f64 / (n - 1) as f64,
        };
        let y = |value: f64| {
            if high > low { BOTTOM - (BOTTOM - TOP) * (value - low) / (high - low) } else { (TOP + BOTTOM) / 2.0 }
        };
        let line = |of: fn(&Station) -> Option<f64>| {
            let mut line = Line::default();
            let mut pen_down = false;
            for (i, station) in stations.iter().enumerate() {
                let Some(value) = of(station) else {
                    pen_down = false;
                    continue;
                };
                let (x, y) = (x(i), y(value));
                line.path.push_str(&format!("{}{x:.1} {y:.1} ", if pen_down { "L" } else { "M" }));
                line.points.push((tenth(x), tenth(y)));
                line.last = Some(Last { x: tenth(x), y: tenth(y), anchor: anchor(x), text: v.quantity(value, unit) });
                pen_down = true;
            }
            line
        };
        let every = stations.len().div_ceil(LABELS).max(1);
        let tick = |(i, station): (usize, &Station)| (tenth(x(i)), anchor(x(i)), station.label.clone());
        Lines {
            label,
            planned: line(|station| station.planned),
            actual: line(|station| station.actual),
            ticks: stations.iter().enumerate().filter(|(i, _)| i % every == 0).map(tick).collect(),
        }
    }

    /// The last planned and the last actual value in words: above their points, but the lower of two
    /// at the same station below its own.
    fn last_words(&self) -> Vec<(&'static str, &Last, f64)> {
        let (planned, actual) = (self.planned.last.as_ref(), self.actual.last.as_ref());
        let word = |class: &'static str, one: Option<&'_ Last>, other: Option<&Last>| {
            let below = one.zip(other).is_some_and(|(one, other)| one.x == other.x && one.y > other.y);
            one.map(|one| (class, if below { one.y + 15.0 } else { one.y - 7.0 }))
        };
        let placed = [word("planned", planned, actual).zip(planned), word("actual", actual, planned).zip(actual)];
        placed.into_iter().flatten().map(|((class, y), last)| (class, last, y)).collect()
    }
}

/// Words at the edges of the chart run inwards.
fn anchor(x: f64) -> &'static str {
    match x {
        x if x < WIDTH * 0.2 => "start",
        x if x > WIDTH * 0.8 => "end",
        _ => "middle",
    }
}
