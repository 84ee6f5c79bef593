//! Which products pull others and which support them: a point a product, by its two linkages.

use crate::View;
use crate::scale::{Scale, tenth};
use askama::Template;
use askama::filters::HtmlSafe;
use yanlian_analysis::io::{Sector, ZoneIo, ZoneSector};
use yanlian_model::Message;

/// The drawing's size and the room for its axes.
const WIDTH: f64 = 900.0;
const HEIGHT: f64 = 420.0;
const LEFT: f64 = 60.0;
const RIGHT: f64 = 880.0;
const TOP: f64 = 24.0;
const BOTTOM: f64 = 370.0;
/// The radius of the product with the largest output.
const LARGEST: f64 = 16.0;
const SMALLEST: f64 = 3.0;
/// How wide a letter of a name is, about; an ideograph takes two.
const LETTER: f64 = 6.2;
/// How high a name is.
const LINE: f64 = 14.0;

/// The drawing.
#[derive(Template)]
#[template(path = "related/linkages.html")]
pub(super) struct Linkages {
    label: String,
    across: String,
    up: String,
    ticks_across: Vec<(f64, String)>,
    ticks_up: Vec<(f64, String)>,
    /// Where both linkages are those of the mean product.
    mean: (f64, f64),
    /// What stands in the corner where both are larger.
    key: String,
    points: Vec<Point>,
    names: Vec<(f64, f64, String)>,
}

impl HtmlSafe for Linkages {}

struct Point {
    x: f64,
    y: f64,
    radius: f64,
    href: String,
    said: String,
    key: bool,
}

impl Linkages {
    /// The drawing; `None` where there is nothing to compare.
    pub(super) fn new(v: &View, io: &ZoneIo) -> Option<Linkages> {
        let rows: Vec<(&ZoneSector, &Sector)> = io.rows().collect();
        let most = rows.iter().map(|(_, sector)| sector.output).fold(0.0, f64::max);
        if rows.len() < 2 || most <= 0.0 {
            return None;
        }
        let axis = |of: fn(&Sector) -> f64| {
            Scale::over(rows.iter().map(|(_, sector)| doublings(of(sector))).chain([0.0]), 5.0)
        };
        let (across, up) = (axis(|sector| sector.backward_rasmussen), axis(|sector| sector.forward_rasmussen));
        let x = |value: f64| tenth(LEFT + across.part(doublings(value)) * (RIGHT - LEFT));
        let y = |value: f64| tenth(BOTTOM - up.part(doublings(value)) * (BOTTOM - TOP));
        let point = |(own, sector): &(&ZoneSector, &Sector)| {
            let (backward, forward) = (sector.backward_rasmussen, sector.forward_rasmussen);
            let said = Message::new("io-point")
                .with("product", v.name("products", &own.product))
                .with("backward", two(backward))
                .with("forward", two(forward))
                .with("output", v.quantity(sector.output, "CNY"));
            Point {
                x: x(backward),
                y: y(forward),
                radius: tenth((sector.output / most).max(0.0).sqrt() * (LARGEST - SMALLEST) + SMALLEST),
                href: v.link("products", &own.product).href,
                said: v.say(&said),
                key: backward > 1.0 && forward > 1.0,
            }
        };
        // The largest first, so that the small ones lie on top and the large ones are named first.
        let mut largest = rows.clone();
        largest.sort_by(|a, b| b.1.output.total_cmp(&a.1.output));
        let points: Vec<Point> = largest.iter().map(point).collect();
        let names = largest.iter().zip(&points).map(|((own, _), point)| (v.name("products", &own.product), point));
        let message = Message::new("io-linkages-said")
            .with("count", points.len())
            .with("key", points.iter().filter(|point| point.key).count());
        let ticks = |scale: Scale, place: &dyn Fn(f64) -> f64| {
            scale.ticks().map(f64::exp2).map(|tick| (place(tick), two(tick))).collect()
        };
        Some(Linkages {
            label: v.say(&message),
            across: v.t("io-backward"),
            up: v.t("io-forward"),
            ticks_across: ticks(across, &x),
            ticks_up: ticks(up, &y),
            mean: (x(1.0), y(1.0)),
            key: v.t("io-key-products"),
            names: placed(names),
            points,
        })
    }
}

/// A linkage is a ratio to the mean: half and double are equally far from it.
fn doublings(ratio: f64) -> f64 {
    ratio.max(f64::MIN_POSITIVE).log2()
}

/// Names beside their points, as far as there is room for them.
fn placed<'p>(names: impl Iterator<Item = (String, &'p Point)>) -> Vec<(f64, f64, String)> {
    let mut taken: Vec<(f64, f64, f64)> = Vec::new();
    let mut placed = Vec::new();
    for (name, point) in names {
        let width = name.chars().map(|c| if c >= '\u{2e80}' { 2.0 } else { 1.0 }).sum::<f64>() * LETTER;
        let (x, y) = (point.x + point.radius + 4.0, point.y + 4.0);
        let free = taken.iter().all(|(from, to, at)| x > *to || x + width < *from || (y - at).abs() > LINE);
        if free && x + width < WIDTH {
            taken.push((x, x + width, y));
            placed.push((tenth(x), tenth(y), name));
        }
    }
    placed
}

fn two(value: f64) -> String {
    format!("{value:.2}")
}
