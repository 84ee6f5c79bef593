//! One scenario after the other in the same room: the steps, the stop and the index.

use super::flow::{Side, counts, share};
use super::market::Markets;
use super::network::Network;
use super::{Hit, Score, Shock, Spread, Terms};

/// Steps after which a scenario that does not come to rest is left; see [`Spread::settled`].
const MOST_STEPS: u32 = 100_000;

/// The room in which scenarios are worked out; whole again after each.
#[derive(Debug)]
pub(super) struct Room<'n> {
    network: &'n Network,
    terms: Terms,
    down: Side<'n>,
    up: Side<'n>,
    /// Where there is substitution.
    markets: Option<Markets<'n>>,
    total_weight: f64,
}

impl<'n> Room<'n> {
    pub(super) fn new(network: &'n Network, terms: &Terms) -> Room<'n> {
        Room {
            network,
            terms: *terms,
            down: Side::new(&network.down),
            up: Side::new(&network.up),
            markets: terms.substitution.then(|| Markets::new(&network.sellers)),
            total_weight: network.weights().iter().sum(),
        }
    }

    /// The indices of a shock.
    pub(super) fn score(&mut self, shock: &Shock) -> Score {
        let (iterations, settled) = self.run(shock);
        let score = self.index(iterations, settled);
        self.reset();
        score
    }

    /// The indices of a shock, and whom it reaches.
    pub(super) fn spread(&mut self, shock: &Shock) -> Spread {
        let (iterations, settled) = self.run(shock);
        let score = self.index(iterations, settled);
        let mut hits: Vec<Hit> = self.fallen().map(|firm| self.hit(firm)).collect();
        hits.sort_by_key(|hit| hit.firm);
        self.reset();
        Spread { score, hits }
    }

    /// Steps until no health falls by more than ε; their number, and whether that was reached.
    fn run(&mut self, shock: &Shock) -> (u32, bool) {
        for (firm, psi) in shock.parts() {
            self.down.shock(*firm, 1.0 - psi);
            self.up.shock(*firm, 1.0 - psi);
        }
        for step in 1..=MOST_STEPS {
            if self.step(step) <= self.terms.epsilon {
                return (step, true);
            }
        }
        (MOST_STEPS, false)
    }

    /// All firms at once, from the health that the step before left; the largest decrease.
    fn step(&mut self, step: u32) -> f64 {
        self.send_down(step);
        self.up.send_changed(|firm| firm as usize..firm as usize + 1);
        self.down.settle(step).max(self.up.settle(step))
    }

    fn send_down(&mut self, step: u32) {
        let sellers = &self.network.sellers;
        let Some(markets) = &mut self.markets else { return self.down.send_changed(|firm| sellers.of(firm)) };
        for firm in &self.down.changed {
            markets.note(*firm, self.down.health(*firm), self.down.fell(*firm) == Some(step - 1));
        }
        let down = &mut self.down;
        markets.look(|seller, firm, sigma| down.send(seller, sigma * (1.0 - down.health(firm))));
    }

    /// The firms that have fallen in either direction.
    fn fallen(&self) -> impl Iterator<Item = u32> {
        let only_up = self.up.fallen.iter().filter(|firm| self.down.fell(**firm).is_none());
        self.down.fallen.iter().chain(only_up).copied()
    }

    /// The indices: sums of what is lost of the total weight.
    fn index(&self, iterations: u32, settled: bool) -> Score {
        let weights = self.network.weights();
        let (mut both, mut down, mut up) = (0, 0, 0);
        for firm in self.fallen() {
            let weight = weights[firm as usize] / self.total_weight;
            let [lost_down, lost_up] = [self.down.health(firm), self.up.health(firm)].map(|health| 1.0 - health);
            both += counts(weight * lost_down.max(lost_up));
            down += counts(weight * lost_down);
            up += counts(weight * lost_up);
        }
        Score { esri: share(both), esri_down: share(down), esri_up: share(up), iterations, settled }
    }

    fn hit(&self, firm: u32) -> Hit {
        Hit {
            firm: firm as usize,
            health_down: self.down.health(firm),
            health_up: self.up.health(firm),
            fell_down: self.down.fell(firm),
            fell_up: self.up.fell(firm),
        }
    }

    fn reset(&mut self) {
        let sellers = &self.network.sellers;
        if let Some(markets) = &mut self.markets {
            self.down.fallen.iter().for_each(|firm| markets.restore(*firm));
        }
        self.down.reset(|firm| sellers.of(firm));
        self.up.reset(|firm| firm as usize..firm as usize + 1);
    }
}
