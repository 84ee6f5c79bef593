//! How lines run: from a port at the right of one box to a port at the left of another.

use super::place::{BOX, GUTTER, LANE, PORT, column, lane_band};
use super::{ChainMap, Link, Tag, words};
use crate::View;
use crate::scale::tenth;
use std::collections::BTreeMap;

/// The widest and the narrowest line.
const WIDEST: f64 = 9.0;
const NARROWEST: f64 = 1.2;
/// The line of a main feedstock where no line has a value.
const FEEDSTOCK: f64 = 2.4;
/// Room for a product's name in the gutter, in units of the font's size.
const TAG_ROOM: f64 = 8.4;
/// The rounding of a back-flow's corners.
const CORNER: f64 = 7.0;

/// Where one product leaves or reaches a node.
type Port<'m> = (usize, &'m str);

/// Draws every link, given its heights in the columns that it passes, and names each port.
pub(super) fn route(v: &View, map: &mut ChainMap, passes: Vec<Vec<f64>>) {
    map.widest_cny = map.links.iter().filter_map(|link| link.cny).fold(0.0, f64::max);
    let widest = map.widest_cny;
    for link in &mut map.links {
        link.width = if link.main && map.stateless { FEEDSTOCK } else { width(link.cny.unwrap_or(0.0), widest) };
    }
    let leaving = ports(map, &passes, true);
    let reaching = ports(map, &passes, false);
    let lanes = lanes(map);
    let paths: Vec<String> = map
        .links
        .iter()
        .zip(&passes)
        .map(|(link, passes)| {
            let start = leaving[&(link.from, link.product.as_str())];
            let end = reaching[&(link.to, link.product.as_str())];
            match lanes.get(&(link.from, link.product.as_str())).filter(|_| link.back) {
                Some((lane, turn)) => around(map, link, start, end, *lane, *turn),
                None => ahead(map, link, start, end, passes),
            }
        })
        .collect();
    let tags = tags(v, map, &leaving);
    for (link, path) in map.links.iter_mut().zip(paths) {
        link.path = path;
    }
    map.tags = tags;
}

/// Widths go by the square root of value; a link without a value has the narrowest.
pub(super) fn width(cny: f64, widest: f64) -> f64 {
    let part = if widest > 0.0 { (cny / widest).sqrt() } else { 0.0 };
    tenth(NARROWEST + (WIDEST - NARROWEST) * part)
}

/// The height of every port, in the order of the far ends so that lines do not cross at the box.
fn ports<'m>(map: &'m ChainMap, passes: &[Vec<f64>], leaving: bool) -> BTreeMap<Port<'m>, f64> {
    let middle = |node: usize| map.nodes[node].y + map.nodes[node].height / 2.0;
    let mut far: BTreeMap<usize, BTreeMap<&str, (f64, f64)>> = BTreeMap::new();
    for (link, passes) in map.links.iter().zip(passes) {
        let (node, other) = if leaving { (link.from, link.to) } else { (link.to, link.from) };
        let next = if leaving { passes.first() } else { passes.last() };
        let height = match link.back {
            // Back-flows run below everything, so they leave and arrive lowest.
            true => f64::from(u16::MAX),
            false => next.copied().unwrap_or_else(|| middle(other)),
        };
        let sum = far.entry(node).or_default().entry(&link.product).or_default();
        *sum = (sum.0 + height, sum.1 + 1.0);
    }
    let mut ports = BTreeMap::new();
    for (node, products) in far {
        let mut order: Vec<(&str, f64)> = products.into_iter().map(|(product, (sum, n))| (product, sum / n)).collect();
        order.sort_by(|a, b| a.1.total_cmp(&b.1));
        let first = middle(node) - PORT * (order.len() - 1) as f64 / 2.0;
        for (i, (product, _)) in order.into_iter().enumerate() {
            ports.insert((node, product), first + PORT * i as f64);
        }
    }
    ports
}

/// A line to the right, straight through the columns that it passes.
fn ahead(map: &ChainMap, link: &Link, start: f64, end: f64, passes: &[f64]) -> String {
    let mut layer = map.nodes[link.from].layer;
    let mut path = format!("M{} {start}", column(layer) + BOX);
    let mut y = start;
    for next in passes.iter().copied().chain([end]) {
        let (from, to) = (column(layer) + BOX, column(layer + 1));
        let middle = from + GUTTER / 2.0;
        path.push_str(&format!("C{middle} {y} {middle} {next} {to} {next}"));
        layer += 1;
        y = next;
        if layer < map.nodes[link.to].layer {
            path.push_str(&format!("H{}", column(layer) + BOX));
        }
    }
    path
}

/// For each product that runs back from a node: the height of its lane and where in the gutter it turns.
fn lanes(map: &ChainMap) -> BTreeMap<Port<'_>, (f64, f64)> {
    let mut lanes: BTreeMap<Port, (f64, f64)> = BTreeMap::new();
    let mut used = vec![0usize; map.bands.len()];
    for link in map.links.iter().filter(|link| link.back) {
        let band = lane_band(map, link.from, link.to);
        lanes.entry((link.from, &link.product)).or_insert_with(|| {
            used[band] += 1;
            let bottom = map.bands[band].y + map.bands[band].height;
            (bottom - LANE * used[band] as f64, 10.0 + 5.0 * (used[band] % 5) as f64)
        });
    }
    lanes
}

/// A line out to the right, along a lane below the band, and up or down to the left side of its end.
fn around(map: &ChainMap, link: &Link, start: f64, end: f64, lane: f64, turn: f64) -> String {
    let r = CORNER;
    let right = column(map.nodes[link.from].layer) + BOX;
    let left = column(map.nodes[link.to].layer);
    let (out, back) = (right + turn, left - turn);
    // Which way the lane is from the start, and the end from the lane: down, or up.
    let (down, on) = ((lane - start).signum() * r, (end - lane).signum() * r);
    // Along the lane: to the left, or to the right where the end stands further right.
    let along = (back - out).signum() * r;
    format!(
        "M{right} {start}H{}Q{out} {start} {out} {}V{}Q{out} {lane} {} {lane}H{}Q{back} {lane} {back} {}V{}Q{back} {end} {} {end}H{left}",
        out - r,
        start + down,
        lane - down,
        out + along,
        back - along,
        lane + on,
        end - on,
        back + r,
    )
}

/// One name a port, above the line where it leaves.
fn tags(v: &View, map: &ChainMap, leaving: &BTreeMap<Port, f64>) -> Vec<Tag> {
    let mut tags = Vec::new();
    let mut named = std::collections::BTreeSet::new();
    for link in &map.links {
        // An end marker carries the name itself.
        if !map.nodes[link.from].standing.is_process() || !named.insert((link.from, link.product.as_str())) {
            continue;
        }
        tags.push(Tag {
            product: link.product.clone(),
            state: link.state,
            node: link.from,
            text: words::fit(&v.name("products", &link.product), TAG_ROOM),
            x: column(map.nodes[link.from].layer) + BOX + 5.0,
            y: leaving[&(link.from, link.product.as_str())] - 3.0,
        });
    }
    tags
}
