//! The product space as a drawing: links, products in their shapes, and as many names as fit.

use super::Standing;
use crate::scale::tenth;
use crate::{View, format};
use yanlian_analysis::complexity::{ProductSpace, SpaceProduct};
use yanlian_model::Message;

/// The drawing's size; it is never shown smaller than is legible.
pub(super) const WIDTH: f64 = 1120.0;
pub(super) const HEIGHT: f64 = 680.0;
const MARGIN: f64 = 34.0;
/// The radius of a product of no value, and what the largest has more.
const SMALLEST: f64 = 4.0;
const MORE: f64 = 13.0;
/// Names are cut to so many letters' widths.
const LONGEST: f64 = 132.0;
const LINE: f64 = 14.0;

/// The drawing.
pub(super) struct Drawing {
    pub(super) links: Vec<Stroke>,
    pub(super) nodes: Vec<Node>,
    pub(super) names: Vec<Name>,
}

/// A link between two products.
pub(super) struct Stroke {
    pub(super) path: String,
    pub(super) tree: bool,
}

/// A product in its shape.
pub(super) struct Node {
    pub(super) href: String,
    pub(super) label: String,
    pub(super) standing: &'static str,
    pub(super) reach: bool,
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) shape: String,
}

/// A name beside its product.
pub(super) struct Name {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) text: String,
}

/// An area that something covers.
#[derive(Clone, Copy)]
struct Area {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
}

impl Area {
    fn meets(&self, other: &Area) -> bool {
        self.left < other.right && other.left < self.right && self.top < other.bottom && other.top < self.bottom
    }

    fn on_paper(&self) -> bool {
        self.left > 2.0 && self.top > 2.0 && self.right < WIDTH - 2.0 && self.bottom < HEIGHT - 2.0
    }
}

impl Drawing {
    pub(super) fn of(v: &View, space: &ProductSpace) -> Drawing {
        let largest = space.products.iter().map(|product| product.total_cny).fold(0.0, f64::max);
        let radius = |product: &SpaceProduct| SMALLEST + MORE * (product.total_cny / largest.max(1.0)).sqrt();
        let spots: Vec<(f64, f64)> = space.products.iter().map(place).collect();
        let links = space.ties.iter().map(|tie| {
            let ((x, y), (to_x, to_y)) = (spots[tie.from], spots[tie.to]);
            Stroke { path: format!("M{x} {y}L{to_x} {to_y}"), tree: tie.tree }
        });
        let node = |(product, (x, y)): (&SpaceProduct, &(f64, f64))| {
            let standing = Standing::of(v, product);
            Node {
                href: v.link("products", &product.product).href,
                label: label(v, product, standing),
                standing: standing.name(),
                reach: product.within_reach == Some(true),
                x: *x,
                y: *y,
                shape: standing.shape(tenth(radius(product))),
            }
        };
        let areas: Vec<Area> =
            space.products.iter().zip(&spots).map(|(product, spot)| around(*spot, radius(product))).collect();
        Drawing {
            links: links.collect(),
            nodes: space.products.iter().zip(&spots).map(node).collect(),
            names: names(v, space, &areas),
        }
    }
}

/// Where a product stands on the paper, to a tenth.
fn place(product: &SpaceProduct) -> (f64, f64) {
    let across = tenth(MARGIN + product.spot.x * (WIDTH - 2.0 * MARGIN));
    (across, tenth(MARGIN + product.spot.y * (HEIGHT - 2.0 * MARGIN)))
}

fn around((x, y): (f64, f64), r: f64) -> Area {
    Area { left: x - r, top: y - r, right: x + r, bottom: y + r }
}

/// What is said of a product where it is pointed at, and to who cannot see it.
fn label(v: &View, product: &SpaceProduct, standing: Standing) -> String {
    let message = Message::new("space-node")
        .with("product", v.name("products", &product.product))
        .with("state", v.t(&format!("space-{}", standing.name())))
        .with("total", format::money(product.total_cny, v.lang()))
        .with("pci", super::index(v, product.pci))
        .with("density", super::index(v, product.density));
    v.say(&message)
}

/// Names in the order of what matters to the zone, each where it covers nothing, or not at all.
fn names(v: &View, space: &ProductSpace, nodes: &[Area]) -> Vec<Name> {
    let mut order: Vec<usize> = (0..space.products.len()).collect();
    let rank = |at: &usize| {
        let product = &space.products[*at];
        let standing = Standing::of(v, product);
        (standing == Standing::Elsewhere, product.within_reach != Some(true), standing)
    };
    order.sort_by(|a, b| {
        let total = |at: &usize| space.products[*at].total_cny;
        rank(a).cmp(&rank(b)).then(total(b).total_cmp(&total(a)))
    });
    let mut taken: Vec<Area> = Vec::new();
    let mut names = Vec::new();
    for at in order {
        let text = cut(&v.name("products", &space.products[at].product));
        let free = |area: &Area| {
            let others = nodes.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, area)| area);
            area.on_paper() && !others.chain(&taken).any(|other| area.meets(other))
        };
        if let Some(area) = beside(&nodes[at], width(&text)).into_iter().find(free) {
            names.push(Name { x: tenth(area.left), y: tenth(area.bottom - 3.5), text });
            taken.push(area);
        }
    }
    names
}

/// Where a name may stand: to the right, to the left, below, above.
fn beside(node: &Area, width: f64) -> [Area; 4] {
    let (x, y) = ((node.left + node.right) / 2.0, (node.top + node.bottom) / 2.0);
    let at = |left: f64, top: f64| Area { left, top, right: left + width, bottom: top + LINE };
    [
        at(node.right + 3.0, y - LINE / 2.0),
        at(node.left - 3.0 - width, y - LINE / 2.0),
        at(x - width / 2.0, node.bottom + 1.0),
        at(x - width / 2.0, node.top - 1.0 - LINE),
    ]
}

/// About how wide a text is: Chinese characters are square.
fn width(text: &str) -> f64 {
    text.chars().map(|c| if c.is_ascii() { 6.2 } else { 11.5 }).sum()
}

fn cut(text: &str) -> String {
    let mut short = String::new();
    for c in text.chars() {
        if width(&short) > LONGEST {
            return format!("{}…", short.trim_end());
        }
        short.push(c);
    }
    short
}
