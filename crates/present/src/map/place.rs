//! Where nodes stand: columns by layer, rows with few crossings and short lines.
//!
//! Layers are those of [`yanlian_analysis::layer`] over the main feedstocks: they carry a chain from
//! ore to end product. A process that works up by-products stands after the one that gives most,
//! so that a loop does not collapse into one column; auxiliary inputs do not decide a column. Whatever
//! then runs to the left is a back-flow. A link that passes columns gets a place of its own in each of them, so that no line
//! runs through a box.

use super::{ChainMap, Link};
use std::collections::{BTreeMap, BTreeSet};
use yanlian_analysis::{Arc, layer};
use yanlian_model::ChainStage;

/// Width of a process's box.
pub(super) const BOX: f64 = 142.0;
/// Width of the room between columns, where lines turn and names stand.
pub(super) const GUTTER: f64 = 104.0;
/// Room at the left and right edge.
pub(super) const MARGIN: f64 = 26.0;
/// Height of one port, where a line leaves or reaches a box.
pub(super) const PORT: f64 = 15.0;
/// Height of a band's name.
const HEAD: f64 = 34.0;
/// Height of one lane of back-flows below a band.
pub(super) const LANE: f64 = 15.0;
/// Room between boxes, and around a passing line.
const GAP: f64 = 16.0;
const PASS: f64 = 8.0;
/// Sweeps over the columns, for the order and for the heights.
const SWEEPS: usize = 16;

/// Sets the layer, place and size of every node; gives each link's heights in the columns it passes.
pub(super) fn place(map: &mut ChainMap) -> Vec<Vec<f64>> {
    sizes(map);
    let mut passes = vec![Vec::new(); map.links.len()];
    let mut top = 0.0;
    for band in 0..map.bands.len() {
        let members: Vec<usize> = (0..map.nodes.len()).filter(|node| map.nodes[*node].band == band).collect();
        map.bands[band].y = top;
        if members.is_empty() {
            continue;
        }
        columns(map, &members);
        let mut grid = Grid::new(map, &members);
        grid.order();
        grid.settle();
        let height = grid.write(map, top + HEAD, &mut passes);
        let lanes = lanes(map, band);
        map.bands[band].height = HEAD + height + LANE * lanes as f64 + GAP;
        top += map.bands[band].height + GAP;
    }
    let last = map.nodes.iter().map(|node| node.layer).max().unwrap_or(0);
    let leaves_last = map.links.iter().any(|link| map.nodes[link.from].layer == last);
    map.width = column(last) + BOX + if leaves_last { GUTTER } else { MARGIN };
    map.height = top;
    passes
}

/// Left edge of a column.
pub(super) fn column(layer: usize) -> f64 {
    MARGIN + layer as f64 * (BOX + GUTTER)
}

/// The back-flows that run below a band, each product of a node once.
fn lanes(map: &ChainMap, band: usize) -> usize {
    let back = map.links.iter().filter(|link| link.back && lane_band(map, link.from, link.to) == band);
    back.map(|link| (link.from, link.product.as_str())).collect::<BTreeSet<_>>().len()
}

/// The band below which a back-flow runs: the upper one of its ends.
pub(super) fn lane_band(map: &ChainMap, from: usize, to: usize) -> usize {
    map.nodes[from].band.min(map.nodes[to].band)
}

fn sizes(map: &mut ChainMap) {
    let mut ports: Vec<[BTreeSet<&str>; 2]> = vec![Default::default(); map.nodes.len()];
    for link in &map.links {
        ports[link.from][1].insert(&link.product);
        ports[link.to][0].insert(&link.product);
    }
    let most: Vec<usize> = ports.iter().map(|sides| sides[0].len().max(sides[1].len())).collect();
    for (node, ports) in map.nodes.iter_mut().zip(most) {
        let words = 12.0 + 15.0 * node.title.len() as f64 + 14.0 * node.notes.len() as f64;
        node.width = BOX;
        node.height = words.max(PORT * ports as f64 + 4.0);
    }
}

/// The column of each member of a band, and which of its links run back.
fn columns(map: &mut ChainMap, members: &[usize]) {
    let position: BTreeMap<usize, usize> = members.iter().enumerate().map(|(i, node)| (*node, i)).collect();
    let arc = |link: &Link| -> Option<Arc> { Some((*position.get(&link.from)?, *position.get(&link.to)?)) };
    let feeding = |by_product: bool| map.links.iter().filter(move |link| link.main && link.by_product == by_product);
    let mut ahead: Vec<Arc> = feeding(false).filter_map(arc).collect();
    let by_products: Vec<(Arc, f64)> =
        feeding(true).filter_map(|link| Some((arc(link)?, link.quantity.low()))).collect();
    ahead.extend(largest_sources(&by_products, &ahead, members.len()));
    let mut layers = layer(members.len(), &ahead).layer;
    let all: Vec<Arc> = map.links.iter().filter_map(arc).collect();
    near_their_users(&mut layers, &ahead, &all);
    by_stage(map, members, &mut layers, &all);
    for link in &mut map.links {
        if let Some((from, to)) = arc(link) {
            link.back = layers[from] >= layers[to];
        }
    }
    for (node, layer) in members.iter().zip(layers) {
        map.nodes[*node].layer = layer;
    }
}

/// For each process that only by-products feed, the arc from the one that gives most without
/// standing further down the same chain.
fn largest_sources(by_products: &[(Arc, f64)], trunk: &[Arc], nodes: usize) -> Vec<Arc> {
    let fed: BTreeSet<usize> = trunk.iter().map(|(_, to)| *to).collect();
    let together: Vec<Arc> = trunk.iter().copied().chain(by_products.iter().map(|(arc, _)| *arc)).collect();
    let in_loop = &layer(nodes, &together).in_loop[trunk.len()..];
    let mut largest: BTreeMap<usize, (usize, f64)> = BTreeMap::new();
    for (((from, to), quantity), in_loop) in by_products.iter().zip(in_loop) {
        if *in_loop || fed.contains(to) {
            continue;
        }
        let source = largest.entry(*to).or_insert((*from, *quantity));
        if *quantity > source.1 {
            *source = (*from, *quantity);
        }
    }
    largest.into_iter().map(|(to, (from, _))| (from, to)).collect()
}

/// What nothing on the map joins stands where its stage does.
fn by_stage(map: &ChainMap, members: &[usize], layers: &mut [usize], all: &[Arc]) {
    let joined: BTreeSet<usize> = all.iter().flat_map(|(from, to)| [*from, *to]).collect();
    let last = layers.iter().copied().max().unwrap_or(0);
    for (i, node) in members.iter().enumerate().filter(|(i, _)| !joined.contains(i)) {
        layers[i] = match map.nodes[*node].stage {
            Some(ChainStage::Downstream) => last.saturating_sub(1),
            Some(ChainStage::Midstream) => last / 2,
            _ => 0,
        };
    }
}

/// Moves what no main feedstock flows into next to the first that uses what it gives.
fn near_their_users(layers: &mut [usize], feeding: &[Arc], all: &[Arc]) {
    let fed: BTreeSet<usize> = feeding.iter().map(|(_, to)| *to).collect();
    let mut first_user: BTreeMap<usize, usize> = BTreeMap::new();
    for (from, to) in all.iter().filter(|(from, to)| !fed.contains(from) && from != to && fed.contains(to)) {
        let user = first_user.entry(*from).or_insert(layers[*to]);
        *user = (*user).min(layers[*to]);
    }
    for (node, user) in first_user {
        layers[node] = user.saturating_sub(1);
    }
}

/// A place in a column: a node's, or that of a line that passes.
struct Slot {
    node: Option<usize>,
    height: f64,
    left: Vec<usize>,
    right: Vec<usize>,
    centre: f64,
}

/// The columns of one band.
struct Grid {
    slots: Vec<Slot>,
    columns: Vec<Vec<usize>>,
    /// The slots that each link passes, from left to right.
    passes: Vec<(usize, Vec<usize>)>,
}

impl Grid {
    fn new(map: &ChainMap, members: &[usize]) -> Grid {
        let depth = members.iter().map(|node| map.nodes[*node].layer).max().unwrap_or(0) + 1;
        let mut grid = Grid { slots: Vec::new(), columns: vec![Vec::new(); depth], passes: Vec::new() };
        let mut slot_of: BTreeMap<usize, usize> = BTreeMap::new();
        for node in members {
            slot_of.insert(*node, grid.slots.len());
            grid.add(Some(*node), map.nodes[*node].height + GAP, map.nodes[*node].layer);
        }
        // Lines of one product from one node share their way.
        let mut shared: BTreeMap<(usize, &str, usize), usize> = BTreeMap::new();
        for (i, link) in map.links.iter().enumerate().filter(|(_, link)| !link.back) {
            let (Some(from), Some(to)) = (slot_of.get(&link.from), slot_of.get(&link.to)) else { continue };
            let (mut last, mut way) = (*from, Vec::new());
            for layer in map.nodes[link.from].layer + 1..map.nodes[link.to].layer {
                let next =
                    *shared.entry((link.from, &link.product, layer)).or_insert_with(|| grid.add(None, PASS, layer));
                grid.join(last, next);
                way.push(next);
                last = next;
            }
            grid.join(last, *to);
            grid.passes.push((i, way));
        }
        grid
    }

    fn add(&mut self, node: Option<usize>, height: f64, layer: usize) -> usize {
        self.slots.push(Slot { node, height, left: Vec::new(), right: Vec::new(), centre: 0.0 });
        self.columns[layer].push(self.slots.len() - 1);
        self.slots.len() - 1
    }

    fn join(&mut self, from: usize, to: usize) {
        if !self.slots[from].right.contains(&to) {
            self.slots[from].right.push(to);
            self.slots[to].left.push(from);
        }
    }

    /// Orders each column by the mean height of its neighbours; keeps the order with fewest crossings.
    fn order(&mut self) {
        self.stack();
        let mut best = (self.crossings(), self.columns.clone());
        for sweep in 0..SWEEPS {
            for column in sweep_order(sweep, self.columns.len()) {
                let mut order = self.columns[column].clone();
                let wish = |slot: &usize| self.wish(*slot, sweep).unwrap_or(self.slots[*slot].centre);
                order.sort_by(|a, b| wish(a).total_cmp(&wish(b)));
                self.columns[column] = order;
                self.stack_column(column);
            }
            let crossings = self.crossings();
            if crossings < best.0 {
                best = (crossings, self.columns.clone());
            }
        }
        self.columns = best.1;
        self.stack();
    }

    /// Where the neighbours on the side that was swept before would have a slot.
    fn wish(&self, slot: usize, sweep: usize) -> Option<f64> {
        let slot = &self.slots[slot];
        let sides = if sweep.is_multiple_of(2) { [&slot.left, &slot.right] } else { [&slot.right, &slot.left] };
        let side = sides.into_iter().find(|side| !side.is_empty())?;
        Some(side.iter().map(|other| self.slots[*other].centre).sum::<f64>() / side.len() as f64)
    }

    /// The wishes of a column; what has no neighbours keeps to the slot above it, else below.
    fn wishes(&self, slots: &[usize], sweep: usize) -> Vec<f64> {
        let own: Vec<Option<f64>> = slots.iter().map(|slot| self.wish(*slot, sweep)).collect();
        let mut near = own.iter().flatten().next().copied().unwrap_or(0.0);
        own.into_iter()
            .map(|wish| {
                near = wish.unwrap_or(near);
                near
            })
            .collect()
    }

    fn stack(&mut self) {
        (0..self.columns.len()).for_each(|column| self.stack_column(column));
    }

    /// Centres a column's slots around the middle, without room between them.
    fn stack_column(&mut self, column: usize) {
        let total: f64 = self.columns[column].iter().map(|slot| self.slots[*slot].height).sum();
        let mut y = -total / 2.0;
        for slot in &self.columns[column] {
            let slot = &mut self.slots[*slot];
            slot.centre = y + slot.height / 2.0;
            y += slot.height;
        }
    }

    /// Pairs of lines that cross between neighbouring columns.
    fn crossings(&self) -> usize {
        let mut count = 0;
        for column in &self.columns {
            let lines: Vec<(f64, f64)> = column
                .iter()
                .flat_map(|from| self.slots[*from].right.iter().map(|to| (*from, *to)))
                .map(|(from, to)| (self.slots[from].centre, self.slots[to].centre))
                .collect();
            for (i, a) in lines.iter().enumerate() {
                count += lines[i + 1..].iter().filter(|b| (a.0 - b.0) * (a.1 - b.1) < 0.0).count();
            }
        }
        count
    }

    /// Moves slots towards their neighbours without changing the order or letting them overlap.
    fn settle(&mut self) {
        for sweep in 0..SWEEPS {
            for column in sweep_order(sweep, self.columns.len()) {
                let slots = self.columns[column].clone();
                let wishes = self.wishes(&slots, sweep);
                let heights: Vec<f64> = slots.iter().map(|slot| self.slots[*slot].height).collect();
                for (slot, centre) in slots.iter().zip(apart(&wishes, &heights)) {
                    self.slots[*slot].centre = centre;
                }
            }
        }
    }

    /// Writes the places into the map, the highest at `top`; gives the height of all.
    fn write(&self, map: &mut ChainMap, top: f64, passes: &mut [Vec<f64>]) -> f64 {
        let upper = self.slots.iter().map(|slot| slot.centre - slot.height / 2.0).fold(f64::INFINITY, f64::min);
        let lower = self.slots.iter().map(|slot| slot.centre + slot.height / 2.0).fold(f64::NEG_INFINITY, f64::max);
        let y = |centre: f64| (centre - upper + top).round();
        for slot in &self.slots {
            let Some(node) = slot.node else { continue };
            let node = &mut map.nodes[node];
            node.x = column(node.layer);
            node.y = y(slot.centre) - (node.height / 2.0).round();
        }
        for (link, way) in &self.passes {
            passes[*link] = way.iter().map(|slot| y(self.slots[*slot].centre)).collect();
        }
        lower - upper
    }
}

/// Columns from left to right, and back in every other sweep.
fn sweep_order(sweep: usize, columns: usize) -> Vec<usize> {
    if sweep.is_multiple_of(2) { (0..columns).collect() } else { (0..columns).rev().collect() }
}

/// Centres nearest to `wishes` (least squares) that keep the order and do not overlap: what must
/// stand close together forms a block at its mean wish.
fn apart(wishes: &[f64], heights: &[f64]) -> Vec<f64> {
    let mut offset = Vec::with_capacity(heights.len());
    let mut y = 0.0;
    for (i, height) in heights.iter().enumerate() {
        y += if i == 0 { 0.0 } else { (heights[i - 1] + height) / 2.0 };
        offset.push(y);
    }
    let mut blocks: Vec<(f64, usize)> = Vec::new();
    for (wish, offset) in wishes.iter().zip(&offset) {
        let mut block = (wish - offset, 1);
        while let Some(upper) = blocks.pop_if(|upper| upper.0 > block.0) {
            let members = upper.1 + block.1;
            block = ((upper.0 * upper.1 as f64 + block.0 * block.1 as f64) / members as f64, members);
        }
        blocks.push(block);
    }
    let starts = blocks.iter().flat_map(|(mean, members)| std::iter::repeat_n(*mean, *members));
    starts.zip(offset).map(|(start, offset)| start + offset).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_keep_their_order_and_their_room() {
        assert_eq!(apart(&[0.0, 100.0], &[10.0, 10.0]), [0.0, 100.0]);
        assert_eq!(apart(&[5.0, 5.0], &[10.0, 10.0]), [0.0, 10.0]);
        assert_eq!(apart(&[20.0, 0.0], &[10.0, 10.0]), [5.0, 15.0]);
    }

    #[test]
    fn a_recycler_stands_after_its_largest_source() {
        let sources = [((2, 3), 1.0), ((1, 3), 5.0), ((0, 1), 9.0)];
        assert_eq!(largest_sources(&sources, &[(0, 1), (1, 2)], 4), [(1, 3)]);
    }

    #[test]
    fn a_source_stands_beside_its_first_user() {
        let mut layers = vec![0, 1, 2, 0];
        let arcs = [(0, 1), (1, 2), (3, 2)];
        near_their_users(&mut layers, &arcs[..2], &arcs);
        assert_eq!(layers, [0, 1, 2, 1]);
    }
}
