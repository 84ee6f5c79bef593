//! Which links of the product space are drawn?
//!
//! A maximum spanning tree of proximity φ, so that every product hangs on what it is most related
//! to, and all further pairs with φ ≥ 0.55. Pairs with φ = 0 are never linked, so there may be several
//! trees. Of equal links that of the earlier products comes first.
//!
//! Source: Hidalgo, Klinger, Barabási, Hausmann, *The Product Space Conditions the Development of
//! Nations*, Science 317 (2007); the tree by Kruskal's method. Limits: what is not drawn may still be
//! related.

use serde::Serialize;

/// From here on a link beside the tree is drawn.
const STRONG: f64 = 0.55;

/// A link of two products, by position.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Tie {
    /// The earlier product.
    pub from: usize,
    /// The later product.
    pub to: usize,
    /// φ, above 0 and at most 1.
    pub proximity: f64,
    /// Whether it belongs to the spanning tree.
    pub tree: bool,
}

/// The links among `count` products, the strongest first.
pub(super) fn backbone(count: usize, proximity: impl Fn(usize, usize) -> f64) -> Vec<Tie> {
    let pairs = (0..count).flat_map(|from| (from + 1..count).map(move |to| (from, to)));
    let ties = pairs.map(|(from, to)| Tie { from, to, proximity: proximity(from, to), tree: false });
    let mut ties: Vec<Tie> = ties.filter(|tie| tie.proximity > 0.0).collect();
    // A stable sort: equal links keep the order of their products.
    ties.sort_by(|a, b| b.proximity.total_cmp(&a.proximity));
    let mut parent: Vec<usize> = (0..count).collect();
    for tie in &mut ties {
        let (from, to) = (root(&mut parent, tie.from), root(&mut parent, tie.to));
        tie.tree = from != to;
        parent[to] = from;
    }
    ties.retain(|tie| tie.tree || tie.proximity >= STRONG);
    ties
}

/// The head of a node's tree; the way there is made shorter.
fn root(parent: &mut [usize], mut node: usize) -> usize {
    while parent[node] != node {
        parent[node] = parent[parent[node]];
        node = parent[node];
    }
    node
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_of_the_strongest_and_the_strong_beside_it() {
        let near = [[0.0, 0.9, 0.6, 0.0], [0.9, 0.0, 0.7, 0.2], [0.6, 0.7, 0.0, 0.1], [0.0, 0.2, 0.1, 0.0]];
        let ties = backbone(5, |a, b| if a < 4 && b < 4 { near[a][b] } else { 0.0 });
        let drawn: Vec<_> = ties.iter().map(|tie| (tie.from, tie.to, tie.tree)).collect();
        assert_eq!(drawn, [(0, 1, true), (1, 2, true), (0, 2, false), (1, 3, true)]);
    }
}
