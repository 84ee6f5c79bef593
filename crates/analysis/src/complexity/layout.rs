//! Where to draw products so that related ones stand together?
//!
//! ```text
//! every two push each other away by k²/d; every link pulls by φ·d²/k; all are drawn a little to the middle
//! k = √(1/n): the room of one product;  d: distance
//! ```
//!
//! A fixed number of steps from a circle in the order of the spanning tree, each step at most as long
//! as the temperature, which sinks to nothing; then stretched to fill the unit square. Same input, same
//! places.
//!
//! Source: Fruchterman, Reingold, *Graph Drawing by Force-directed Placement*, Software: Practice and
//! Experience 21 (1991). Limits: a place has no meaning by itself, only nearness has; the result is a
//! good one, not the best.

use super::backbone::Tie;
use serde::Serialize;

/// Steps: more change nothing that the eye sees.
const STEPS: usize = 400;
/// The first and longest step, of a square of side 1.
const WARM: f64 = 0.12;
/// How strongly all are drawn to the middle.
const MIDDLE: f64 = 0.9;

/// A place in the unit square, rounded so that it is written shortly.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Spot {
    /// From the left, 0 to 1.
    pub x: f64,
    /// From the top, 0 to 1.
    pub y: f64,
}

/// The places of `count` products.
pub(super) fn layout(count: usize, ties: &[Tie]) -> Vec<Spot> {
    let mut spots = circle(count, ties);
    let room = (1.0 / count.max(1) as f64).sqrt();
    for step in 0..STEPS {
        let longest = WARM * (1.0 - step as f64 / STEPS as f64);
        let forces = forces(&spots, ties, room);
        for (spot, (x, y)) in spots.iter_mut().zip(forces) {
            let length = x.hypot(y).max(f64::MIN_POSITIVE);
            let part = length.min(longest) / length;
            spot.x += x * part;
            spot.y += y * part;
        }
    }
    filled(spots)
}

/// All on a circle, neighbours of the tree near each other.
fn circle(count: usize, ties: &[Tie]) -> Vec<Spot> {
    let mut near = vec![Vec::new(); count];
    for tie in ties.iter().filter(|tie| tie.tree) {
        near[tie.from].push(tie.to);
        near[tie.to].push(tie.from);
    }
    let mut spots = vec![Spot::default(); count];
    let (mut seen, mut placed) = (vec![false; count], 0);
    for start in 0..count {
        let mut waiting = vec![start];
        while let Some(node) = waiting.pop() {
            if std::mem::replace(&mut seen[node], true) {
                continue;
            }
            let angle = std::f64::consts::TAU * placed as f64 / count as f64;
            spots[node] = Spot { x: 0.5 + 0.5 * angle.cos(), y: 0.5 + 0.5 * angle.sin() };
            placed += 1;
            waiting.extend(near[node].iter().rev());
        }
    }
    spots
}

fn forces(spots: &[Spot], ties: &[Tie], room: f64) -> Vec<(f64, f64)> {
    let mut forces: Vec<(f64, f64)> =
        spots.iter().map(|spot| ((0.5 - spot.x) * MIDDLE * room, (0.5 - spot.y) * MIDDLE * room)).collect();
    for one in 0..spots.len() {
        for other in one + 1..spots.len() {
            let (x, y) = (spots[one].x - spots[other].x, spots[one].y - spots[other].y);
            let away = room * room / (x * x + y * y).max(room * room * 1e-6);
            add(&mut forces, one, other, (x * away, y * away));
        }
    }
    for tie in ties {
        let (from, to) = (spots[tie.from], spots[tie.to]);
        let (x, y) = (to.x - from.x, to.y - from.y);
        let pull = tie.proximity * x.hypot(y) / room;
        add(&mut forces, tie.from, tie.to, (x * pull, y * pull));
    }
    forces
}

/// A force on one, and against it on the other.
fn add(forces: &mut [(f64, f64)], one: usize, other: usize, (x, y): (f64, f64)) {
    forces[one] = (forces[one].0 + x, forces[one].1 + y);
    forces[other] = (forces[other].0 - x, forces[other].1 - y);
}

/// Stretched so that the outermost touch the sides of the unit square.
fn filled(spots: Vec<Spot>) -> Vec<Spot> {
    let stretch = |of: fn(&Spot) -> f64| {
        let low = spots.iter().map(of).fold(f64::INFINITY, f64::min);
        let high = spots.iter().map(of).fold(f64::NEG_INFINITY, f64::max);
        move |value: f64| if high > low { ((value - low) / (high - low) * 1e4).round() / 1e4 } else { 0.5 }
    };
    let (across, down) = (stretch(|spot| spot.x), stretch(|spot| spot.y));
    spots.iter().map(|spot| Spot { x: across(spot.x), y: down(spot.y) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn related_products_stand_together() {
        let tie = |from, to, proximity| Tie { from, to, proximity, tree: true };
        let ties = [tie(0, 1, 0.9), tie(1, 2, 0.9), tie(2, 3, 0.1), tie(3, 4, 0.9), tie(4, 5, 0.9)];
        let spots = layout(6, &ties);
        let far = |a: usize, b: usize| (spots[a].x - spots[b].x).hypot(spots[a].y - spots[b].y);
        assert!(far(0, 1) < far(0, 4) && far(3, 4) < far(1, 4) && far(2, 3) > far(1, 2), "{spots:?}");
        assert_eq!(spots, layout(6, &ties));
    }
}
