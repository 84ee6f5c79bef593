//! The spread of a stop, drawn step by step: a column a step, a box a firm, a line a supply.

use super::{came, left, want};
use crate::View;
use crate::map::words::fit;
use askama::Template;
use askama::filters::HtmlSafe;
use std::collections::{BTreeMap, BTreeSet};
use yanlian_analysis::{Passed, Shutdown, ShutdownHit, Want};
use yanlian_model::Message;

/// Sizes of boxes and of the room between them.
const BOX: f64 = 208.0;
const TALL: f64 = 74.0;
const ACROSS: f64 = 96.0;
const BETWEEN: f64 = 12.0;
const HEAD: f64 = 30.0;
/// The inner margin of a box, and its length of bar.
const PAD: f64 = 10.0;
const BAR: f64 = 118.0;
/// Size of a name's letters.
const LETTER: f64 = 13.0;
/// How many firms a column shows; the table has them all.
const MOST: usize = 10;

/// The drawing. Where the loss goes with the goods, the line does; where orders are lost, it is against them.
#[derive(Template)]
#[template(path = "shutdown-drawing.html")]
pub(super) struct Drawing {
    label: String,
    width: f64,
    height: f64,
    columns: Vec<(f64, String)>,
    boxes: Vec<Firm>,
    lines: Vec<Line>,
    /// Where more firms are than are drawn: x, y, and how many.
    more: Vec<(f64, f64, String)>,
}

impl HtmlSafe for Drawing {}

/// A firm.
struct Firm {
    x: f64,
    y: f64,
    href: String,
    name: String,
    /// Name, want and what is left, for readers who do not see.
    said: String,
    kind: &'static str,
    icon: &'static str,
    why: String,
    left: String,
    bar: f64,
}

/// A supply through which the loss came.
struct Line {
    path: String,
    kind: &'static str,
    estimated: bool,
    said: String,
}

impl Drawing {
    /// The drawing; nothing where the stop reaches nobody.
    pub(super) fn new(v: &View, shutdown: &Shutdown) -> Option<Drawing> {
        let stopped = shutdown.hits.iter().filter(|hit| hit.want == Want::Stops);
        let mut steps: BTreeMap<u32, Vec<&ShutdownHit>> = BTreeMap::new();
        stopped.chain(shutdown.reached()).for_each(|hit| steps.entry(hit.step).or_default().push(hit));
        if steps.len() < 2 {
            return None;
        }
        let tallest = steps.values().map(|firms| firms.len().min(MOST)).max()?;
        let overflow = steps.values().any(|firms| firms.len() > MOST);
        let height = HEAD + tallest as f64 * (TALL + BETWEEN) + if overflow { 24.0 } else { 0.0 };
        let (mut columns, mut boxes, mut more) = (Vec::new(), Vec::new(), Vec::new());
        let mut places: BTreeMap<&str, (f64, f64)> = BTreeMap::new();
        for (at, (step, firms)) in steps.iter().enumerate() {
            let x = at as f64 * (BOX + ACROSS);
            let own = firms.len().min(MOST) as f64 * (TALL + BETWEEN);
            let top = HEAD + (tallest as f64 * (TALL + BETWEEN) - own) / 2.0;
            columns.push((
                x,
                v.t1(if *step == 0 { "stop-column-first" } else { "stop-column" }, "step", step.to_string()),
            ));
            for (row, hit) in firms.iter().take(MOST).enumerate() {
                let y = top + row as f64 * (TALL + BETWEEN);
                places.insert(&hit.enterprise, (x, y));
                boxes.push(firm(v, shutdown, hit, x, y));
            }
            if firms.len() > MOST {
                more.push((x, top + own + 12.0, v.t1("stop-more-firms", "count", firms.len() - MOST)));
            }
        }
        let lines = shutdown.passed.iter().filter_map(|passed| line(v, passed, &places));
        Some(Drawing {
            label: v.t("stop-drawing"),
            width: steps.len() as f64 * (BOX + ACROSS) - ACROSS + 2.0,
            height,
            columns,
            boxes,
            lines: lines.collect(),
            more,
        })
    }
}

fn firm(v: &View, shutdown: &Shutdown, hit: &ShutdownHit, x: f64, y: f64) -> Firm {
    let name = v.name("enterprises", &hit.enterprise);
    let badge = want(v, hit.want);
    let products: BTreeSet<String> =
        came(shutdown, hit).map(|passed| v.name("products", &passed.link.product)).collect();
    let products = products.into_iter().collect::<Vec<_>>().join(&v.t("reasoning-names-separator"));
    let why = match products.is_empty() {
        true => badge.word.clone(),
        false => v.say(&Message::new("stop-why-products").with("why", badge.word.as_str()).with("products", products)),
    };
    let said =
        Message::new("stop-box").with("name", name.as_str()).with("why", why.as_str()).with("left", left(hit.left));
    let room = (BOX - 2.0 * PAD) / LETTER;
    Firm {
        x,
        y,
        href: v.id_href("shutdowns", &hit.enterprise),
        said: v.say(&said),
        name: fit(&name, room),
        kind: badge.kind,
        icon: badge.icon,
        why: fit(&why, (BOX - 2.0 * PAD - 20.0) / 12.0),
        left: v.t1("stop-left-short", "left", left(hit.left)),
        bar: (hit.left * BAR).clamp(0.0, BAR).round(),
    }
}

/// A line from the firm that loses to the one that loses through it, where both are drawn.
fn line(v: &View, passed: &Passed, places: &BTreeMap<&str, (f64, f64)>) -> Option<Line> {
    let ((x1, y1), (x2, y2)) = (places.get(passed.from())?, places.get(passed.to())?);
    let (x1, y1, x2, y2) = (x1 + BOX, y1 + TALL / 2.0, x2 - 7.0, y2 + TALL / 2.0);
    let half = (x2 - x1) / 2.0;
    let message = Message::new(if passed.link.estimated { "stop-line-estimated" } else { "stop-line" })
        .with("product", v.name("products", &passed.link.product))
        .with("supplier", v.name("enterprises", &passed.link.supplier))
        .with("customer", v.name("enterprises", &passed.link.customer))
        .with("value", crate::format::money(passed.link.value_cny, v.lang()));
    Some(Line {
        path: format!("M{x1} {y1}C{} {y1} {} {y2} {x2} {y2}", x1 + half, x2 - half),
        kind: if passed.want == Want::Orders { "orders" } else { "inputs" },
        estimated: passed.link.estimated,
        said: v.say(&message),
    })
}
