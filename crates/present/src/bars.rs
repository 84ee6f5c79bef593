//! A few bars, one a year: a drawing for the eye, and the same figures in words.

use askama::Template;
use askama::filters::HtmlSafe;

/// Bars of known and unknown values, the largest as high as the drawing.
#[derive(Template)]
#[template(path = "parts/bars.html")]
pub(crate) struct Bars {
    pub(crate) label: String,
    bars: Vec<Bar>,
    width: usize,
}

/// One bar; an unknown value is an outline as high as the drawing.
struct Bar {
    name: String,
    x: usize,
    y: usize,
    height: usize,
    known: bool,
}

impl HtmlSafe for Bars {}

/// The width of a bar with the space beside it.
const STEP: usize = 34;
/// The height of the highest bar.
const HEIGHT: f64 = 40.0;

impl Bars {
    /// Bars of values by name; `label` says the same in words.
    pub(crate) fn new(label: String, values: &[(String, Option<f64>)]) -> Bars {
        let most = values.iter().filter_map(|(_, value)| *value).fold(0.0, f64::max);
        let bars = values.iter().enumerate().map(|(i, (name, value))| {
            let part = value.map_or(1.0, |value| if most > 0.0 { value / most } else { 0.0 });
            let height = ((part * HEIGHT).round() as usize).max(1);
            Bar { name: name.clone(), x: i * STEP + 3, y: HEIGHT as usize + 2 - height, height, known: value.is_some() }
        });
        Bars { label, bars: bars.collect(), width: values.len() * STEP }
    }
}
