//! In which order do processes stand from ore to end product?
//!
//! A directed graph of n nodes is layered by longest path after its loops (strongly connected
//! components) are contracted; the members of a loop share a layer, and arcs inside it are marked.
//! Within a layer nodes are ordered to cross few arcs by repeated barycentre sweeps. Everything is
//! deterministic: ties keep the order of the input.
//!
//! Source: Sugiyama, Tagawa, Toda, *Methods for visual understanding of hierarchical system
//! structures*, IEEE Trans. SMC 11 (1981); components by Tarjan (1972). Limits: crossings are few,
//! not fewest.

/// An arc between nodes, by their positions in the input.
pub type Arc = (usize, usize);

/// Sweeps after which the order hardly changes any more.
const SWEEPS: usize = 24;

/// A layered graph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layered {
    /// The layer of each node, 0 at the left.
    pub layer: Vec<usize>,
    /// The nodes of each layer, from top to bottom.
    pub order: Vec<Vec<usize>>,
    /// For each arc of the input, whether it runs inside a loop.
    pub in_loop: Vec<bool>,
}

impl Layered {
    /// The number of layers: the depth of the chain with each loop counted once.
    pub fn depth(&self) -> usize {
        self.order.len()
    }
}

/// Layers `nodes` nodes joined by `arcs`; arcs to nodes that do not exist are an error of the caller.
pub fn layer(nodes: usize, arcs: &[Arc]) -> Layered {
    let component = components(nodes, arcs);
    let layer = longest_path(nodes, arcs, &component);
    let in_loop = arcs.iter().map(|(from, to)| component[*from] == component[*to]).collect();
    let depth = layer.iter().max().map_or(0, |deepest| deepest + 1);
    let mut order = vec![Vec::new(); depth];
    for (node, layer) in layer.iter().enumerate() {
        order[*layer].push(node);
    }
    reduce_crossings(&mut order, nodes, arcs);
    Layered { layer, order, in_loop }
}

/// The strongly connected component of each node, numbered so that arcs run from higher to lower.
fn components(nodes: usize, arcs: &[Arc]) -> Vec<usize> {
    let mut next: Vec<Vec<usize>> = vec![Vec::new(); nodes];
    for (from, to) in arcs {
        next[*from].push(*to);
    }
    let mut state = Tarjan {
        next,
        index: vec![None; nodes],
        low: vec![0; nodes],
        stack: Vec::new(),
        component: vec![None; nodes],
        found: 0,
        visited: 0,
    };
    for node in 0..nodes {
        if state.index[node].is_none() {
            state.visit(node);
        }
    }
    state.component.into_iter().map(|component| component.unwrap_or(0)).collect()
}

struct Tarjan {
    next: Vec<Vec<usize>>,
    index: Vec<Option<usize>>,
    low: Vec<usize>,
    stack: Vec<usize>,
    component: Vec<Option<usize>>,
    found: usize,
    visited: usize,
}

impl Tarjan {
    /// Depth-first from `root` with an explicit stack, so that a long chain cannot exhaust the thread's.
    fn visit(&mut self, root: usize) {
        let mut path = vec![(root, 0)];
        self.enter(root);
        while let Some((node, arc)) = path.last_mut() {
            let node = *node;
            match self.next[node].get(*arc).copied() {
                Some(to) => {
                    *arc += 1;
                    if self.index[to].is_none() {
                        self.enter(to);
                        path.push((to, 0));
                    } else if self.component[to].is_none() {
                        self.low[node] = self.low[node].min(self.index[to].unwrap_or(0));
                    }
                }
                None => {
                    path.pop();
                    self.leave(node, path.last().map(|(parent, _)| *parent));
                }
            }
        }
    }

    fn enter(&mut self, node: usize) {
        self.index[node] = Some(self.visited);
        self.low[node] = self.visited;
        self.visited += 1;
        self.stack.push(node);
    }

    fn leave(&mut self, node: usize, parent: Option<usize>) {
        if self.index[node] == Some(self.low[node]) {
            while let Some(member) = self.stack.pop() {
                self.component[member] = Some(self.found);
                if member == node {
                    break;
                }
            }
            self.found += 1;
        }
        if let Some(parent) = parent {
            self.low[parent] = self.low[parent].min(self.low[node]);
        }
    }
}

/// The longest path to each node's component. Components are numbered against the arcs, so that
/// going through them from the highest number meets every source before its targets.
fn longest_path(nodes: usize, arcs: &[Arc], component: &[usize]) -> Vec<usize> {
    let count = component.iter().max().map_or(0, |last| last + 1);
    let mut leaving: Vec<Vec<usize>> = vec![Vec::new(); count];
    for (from, to) in arcs.iter().filter(|(from, to)| component[*from] != component[*to]) {
        leaving[component[*from]].push(component[*to]);
    }
    let mut depth = vec![0; count];
    for from in (0..count).rev() {
        for to in &leaving[from] {
            depth[*to] = depth[*to].max(depth[from] + 1);
        }
    }
    (0..nodes).map(|node| depth[component[node]]).collect()
}

/// Moves each node to the mean height of its neighbours, layer by layer, right and left in turn;
/// keeps the order with the fewest crossings that was met.
fn reduce_crossings(order: &mut Vec<Vec<usize>>, nodes: usize, arcs: &[Arc]) {
    let mut neighbours: Vec<Vec<usize>> = vec![Vec::new(); nodes];
    for (from, to) in arcs {
        neighbours[*from].push(*to);
        neighbours[*to].push(*from);
    }
    let mut best = (crossings(order, nodes, arcs), order.clone());
    for sweep in 0..SWEEPS {
        let layers: Vec<usize> =
            if sweep % 2 == 0 { (0..order.len()).collect() } else { (0..order.len()).rev().collect() };
        for layer in layers {
            let height = heights(order, nodes);
            let centre = |node: &usize| {
                let others = &neighbours[*node];
                match others.len() {
                    0 => height[*node],
                    n => others.iter().map(|other| height[*other]).sum::<f64>() / n as f64,
                }
            };
            order[layer].sort_by(|a, b| centre(a).total_cmp(&centre(b)));
        }
        let now = crossings(order, nodes, arcs);
        if now < best.0 {
            best = (now, order.clone());
        }
    }
    *order = best.1;
}

/// The height of each node in its layer, 0 to 1.
fn heights(order: &[Vec<usize>], nodes: usize) -> Vec<f64> {
    let mut height = vec![0.0; nodes];
    for layer in order {
        for (place, node) in layer.iter().enumerate() {
            height[*node] = (place as f64 + 0.5) / layer.len() as f64;
        }
    }
    height
}

/// Pairs of arcs that cross when drawn as straight lines between the heights of their ends.
fn crossings(order: &[Vec<usize>], nodes: usize, arcs: &[Arc]) -> usize {
    let height = heights(order, nodes);
    let mut count = 0;
    for (i, a) in arcs.iter().enumerate() {
        for b in &arcs[i + 1..] {
            if (height[a.0] - height[b.0]) * (height[a.1] - height[b.1]) < 0.0 {
                count += 1;
            }
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_loop_shares_a_layer_and_counts_once() {
        // ore → reduction ⇄ electrolysis, reduction → ingot
        let layered = layer(4, &[(0, 1), (1, 2), (2, 1), (1, 3)]);
        assert_eq!(layered.layer, [0, 1, 1, 2]);
        assert_eq!(layered.in_loop, [false, true, true, false]);
        assert_eq!(layered.depth(), 3);
    }

    #[test]
    fn the_longest_path_decides() {
        assert_eq!(layer(3, &[(0, 2), (0, 1), (1, 2)]).layer, [0, 1, 2]);
        assert_eq!(layer(0, &[]).depth(), 0);
    }

    #[test]
    fn crossings_go_where_they_can() {
        let layered = layer(4, &[(0, 3), (1, 2)]);
        assert_eq!(crossings(&layered.order, 4, &[(0, 3), (1, 2)]), 0);
    }
}
