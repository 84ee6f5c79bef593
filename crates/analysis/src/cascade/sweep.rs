//! Stops without substitution: they reach nearly everybody, so every firm is worked out in every step.
//!
//! Nothing is told or looked up: a step runs through all links as they lie in memory, for as many stops at
//! once as a cache line has numbers, and a stop that has come to rest leaves its lane to the next one. Firms
//! of the same shape lie together (`shape`), so that the processor guesses right where a slot ends. Slots
//! add up in the order of `flow`, where what loses nothing adds nothing: a stop gives the same bits either way.
//! Where stops reach few after all, this costs more than `flow` would, but never more than its steps times
//! all links.

use super::flow::range;
use super::network::Network;
use super::scenario::MOST_STEPS;
use super::shape::Shaped;
use super::{Score, Terms};
use pulp::{Arch, NullaryFnOnce};
use rayon::prelude::*;

/// Stops side by side.
const LANES: usize = 8;
/// Stops that a thread works out without a pause.
const MANY: usize = 256;

/// A number of each stop that is in a lane, in one cache line.
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
struct Line([f64; LANES]);

impl Line {
    const ZERO: Line = Line([0.0; LANES]);
    const ONE: Line = Line([1.0; LANES]);

    /// Makes the numbers at least those of the other.
    #[inline(always)]
    fn raise(&mut self, other: &Line) {
        for lane in 0..LANES {
            self.0[lane] = if other.0[lane] > self.0[lane] { other.0[lane] } else { self.0[lane] };
        }
    }
}

/// The stop of each of these firms by itself, without substitution; `done` is called with the number of
/// scenarios that were finished since.
pub(super) fn shutdowns(
    network: &Network,
    firms: &[usize],
    terms: &Terms,
    done: &(dyn Fn(usize) + Sync),
) -> Vec<Score> {
    let down = Shaped::new(&network.down, |seller| network.sellers.firm[seller as usize]);
    let up = Shaped::new(&network.up, |customer| customer);
    let work = |sweep: &mut Sweep<'_>, firms: &[usize]| sweep.scores(firms, done);
    let parts = firms.par_chunks(MANY).map_init(|| Sweep::new(network, &down, &up, terms), work);
    parts.collect::<Vec<_>>().concat()
}

/// The room in which stops are worked out; whole again after them.
#[derive(Debug)]
struct Sweep<'n> {
    network: &'n Network,
    terms: Terms,
    down: Half<'n>,
    up: Half<'n>,
    lanes: [Option<Shutdown>; LANES],
}

/// A stop in its lane.
#[derive(Debug, Clone, Copy)]
struct Shutdown {
    /// Its place in the list.
    place: usize,
    firm: usize,
    steps: u32,
}

impl<'n> Sweep<'n> {
    fn new(network: &'n Network, down: &'n Shaped, up: &'n Shaped, terms: &Terms) -> Sweep<'n> {
        let (down, up) = (Half::new(down), Half::new(up));
        Sweep { network, terms: *terms, down, up, lanes: [None; LANES] }
    }

    fn scores(&mut self, firms: &[usize], done: &(dyn Fn(usize) + Sync)) -> Vec<Score> {
        let mut scores = vec![Score::default(); firms.len()];
        let mut waiting = firms.iter().copied().enumerate();
        (0..LANES).for_each(|lane| self.begin(lane, waiting.next()));
        while self.lanes.iter().any(Option::is_some) {
            let largest = Arch::new().dispatch(Step(self));
            for lane in 0..LANES {
                let Some(stop) = &mut self.lanes[lane] else { continue };
                stop.steps += 1;
                let converged = largest.0[lane] <= self.terms.epsilon();
                if converged || stop.steps == MOST_STEPS {
                    let Shutdown { place, steps, .. } = *stop;
                    scores[place] = self.score(lane, steps, converged);
                    done(1);
                    self.begin(lane, waiting.next());
                }
            }
        }
        scores
    }

    /// Gives a lane in which all firms are whole to a stop.
    fn begin(&mut self, lane: usize, stop: Option<(usize, usize)>) {
        self.lanes[lane] = stop.map(|(place, firm)| Shutdown { place, firm, steps: 0 });
        self.hold();
    }

    /// Keeps down the firms that stop.
    fn hold(&mut self) {
        for (lane, stop) in self.lanes.iter().enumerate() {
            if let Some(stop) = stop {
                self.down.hold(stop.firm, lane);
                self.up.hold(stop.firm, lane);
            }
        }
    }

    /// All firms at once, from the health that the step before left; the largest decrease in each lane.
    #[inline(always)]
    fn step(&mut self) -> Line {
        let mut largest = Line::ZERO;
        self.down.step(&mut largest);
        self.up.step(&mut largest);
        self.hold();
        largest
    }

    /// The indices of a lane: the parts that are lost of the total weight. All firms are whole afterwards.
    fn score(&mut self, lane: usize, iterations: u32, converged: bool) -> Score {
        let [mut both, mut down, mut up] = [0.0; 3];
        for (firm, weight) in self.network.weights().iter().enumerate() {
            let (lost_down, lost_up) = (self.down.restore(firm, lane), self.up.restore(firm, lane));
            both += weight * lost_down.max(lost_up);
            down += weight * lost_down;
            up += weight * lost_up;
        }
        let total = self.network.total_weight;
        Score { esri: both / total, esri_down: down / total, esri_up: up / total, iterations, converged }
    }
}

/// A step in the widest registers that the processor has. No product is fused into a sum, so every
/// processor gives the same bits.
struct Step<'s, 'n>(&'s mut Sweep<'n>);

impl NullaryFnOnce for Step<'_, '_> {
    type Output = Line;

    // A closure would be called, not made part of the function for those registers.
    #[inline(always)]
    fn call(self) -> Line {
        self.0.step()
    }
}

/// How the firms stand in one direction, in each lane.
#[derive(Debug)]
struct Half<'n> {
    flows: &'n Shaped,
    /// h of each firm, by place, and of the step that is being worked out.
    health: Vec<Line>,
    next: Vec<Line>,
}

impl<'n> Half<'n> {
    fn new(flows: &'n Shaped) -> Half<'n> {
        let whole = vec![Line::ONE; flows.place_of_firm.len()];
        Half { flows, health: whole.clone(), next: whole }
    }

    fn hold(&mut self, firm: usize, lane: usize) {
        self.health[self.flows.place_of_firm[firm] as usize].0[lane] = 0.0;
    }

    /// Makes a firm whole; what it had lost.
    fn restore(&mut self, firm: usize, lane: usize) -> f64 {
        let place = self.flows.place_of_firm[firm] as usize;
        1.0 - std::mem::replace(&mut self.health[place].0[lane], 1.0)
    }

    #[inline(always)]
    fn step(&mut self, largest: &mut Line) {
        for (place, (before, next)) in self.health.iter().zip(&mut self.next).enumerate() {
            let mut worst = Line::ZERO;
            for slot in range(&self.flows.of_place, place) {
                let mut sum = Line::ZERO;
                for (source, share) in &self.flows.links[range(&self.flows.of_slot, slot)] {
                    let health = &self.health[*source as usize];
                    for lane in 0..LANES {
                        sum.0[lane] += share * (1.0 - health.0[lane]);
                    }
                }
                worst.raise(&sum);
            }
            *next = Line::ZERO;
            next.raise(&Line(worst.0.map(|lost| 1.0 - lost)));
            let mut decrease = *before;
            for lane in 0..LANES {
                decrease.0[lane] -= next.0[lane];
            }
            largest.raise(&decrease);
        }
        std::mem::swap(&mut self.health, &mut self.next);
    }
}
