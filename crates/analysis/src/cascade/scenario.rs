//! Scenarios in one room: the steps, the stop and the index.

use super::flow::Side;
use super::lanes::Lanes;
use super::marks::Marks;
use super::network::{Network, Sellers};
use super::{Hit, Score, Shock, Spread, Terms};
use pulp::{Arch, NullaryFnOnce};

/// A denominator of σ up to which it is replaced by 1, in the unit of the links' values.
const NO_MARKET: f64 = 1e-10;

/// Steps after which a scenario that does not come to rest is left; see [`Score::converged`].
pub(super) const MOST_STEPS: u32 = 100_000;

/// The room in which scenarios are worked out, as many at once as it has lanes; whole again after them.
#[derive(Debug)]
pub(super) struct Room<'n, const LANES: usize> {
    network: &'n Network,
    terms: Terms,
    down: Side<'n, LANES>,
    up: Side<'n, LANES>,
    /// The markets in which a seller's health has changed.
    markets: Marks,
}

/// The end of a lane's scenario.
#[derive(Debug, Clone, Copy, Default)]
struct End {
    iterations: u32,
    converged: bool,
}

impl<'n, const LANES: usize> Room<'n, LANES> {
    pub(super) fn new(network: &'n Network, terms: &Terms) -> Room<'n, LANES> {
        Room {
            network,
            terms: *terms,
            down: Side::new(&network.down),
            up: Side::new(&network.up),
            markets: Marks::none(network.sellers.markets()),
        }
    }

    /// The indices of as many shocks as there are lanes, or fewer.
    pub(super) fn scores(&mut self, shocks: &[Shock]) -> Vec<Score> {
        let ends = self.run(shocks, |_, _| ());
        let scores = self.indices(&ends);
        self.reset();
        scores[..shocks.len()].to_vec()
    }

    /// Steps until no health falls by more than ε; `watch` sees every step, and the shock as step 0.
    fn run(&mut self, shocks: &[Shock], mut watch: impl FnMut(u32, &Self)) -> [End; LANES] {
        let mut runs = [false; LANES];
        let mut ends = [End::default(); LANES];
        for (lane, shock) in shocks.iter().enumerate() {
            runs[lane] = true;
            for (firm, psi) in shock.parts() {
                self.down.shock(lane, *firm, *psi);
                self.up.shock(lane, *firm, *psi);
            }
        }
        watch(0, self);
        for step in 1..=MOST_STEPS {
            let largest = Arch::new().dispatch(Step { room: self, runs: &runs });
            watch(step, self);
            for lane in 0..LANES {
                if runs[lane] {
                    ends[lane] = End { iterations: step, converged: largest.0[lane] <= self.terms.epsilon };
                    runs[lane] = !ends[lane].converged;
                }
            }
            if !runs.contains(&true) {
                break;
            }
        }
        ends
    }

    /// All firms at once, from the health that the step before left; the largest decrease.
    #[inline(always)]
    fn step(&mut self, runs: &[bool; LANES]) -> Lanes<LANES> {
        match self.terms.substitution {
            true => self.send_through_markets(),
            false => send(&mut self.down, |firm| self.network.sellers.of(firm)),
        }
        send(&mut self.up, |firm| firm..firm + 1);
        let (down, up) = (self.down.advance(runs), self.up.advance(runs));
        down.max(&up)
    }

    /// What sellers lose and nobody stands in for: σ·(1 − h).
    #[inline(always)]
    fn send_through_markets(&mut self) {
        let sellers = &self.network.sellers;
        for firm in self.down.changed.iter() {
            sellers.of(firm).for_each(|seller| self.markets.mark(sellers.market[seller] as usize));
        }
        for market in self.markets.iter() {
            let left = left(sellers, market, &self.down);
            for seller in sellers.in_market(market) {
                let firm = sellers.firm[*seller as usize] as usize;
                if !self.down.reached.has(firm) {
                    continue;
                }
                let (health, size) = (self.down.health[firm], sellers.size[*seller as usize]);
                let loss = Lanes::each(|lane| (size / left.0[lane]).min(1.0) * (1.0 - health.0[lane]));
                self.down.send(*seller as usize, loss);
            }
        }
        self.markets.clear();
    }

    /// The indices of the lanes: the parts that are lost of the total weight.
    fn indices(&self, ends: &[End; LANES]) -> [Score; LANES] {
        let weights = self.network.weights();
        let [mut both, mut down, mut up] = [Lanes::<LANES>::ZERO; 3];
        for firm in self.reached().iter() {
            let [lost_down, lost_up] = [&self.down, &self.up].map(|side| side.health[firm].rest());
            both.add(weights[firm], &lost_down.max(&lost_up));
            down.add(weights[firm], &lost_down);
            up.add(weights[firm], &lost_up);
        }
        let total = self.network.total_weight;
        std::array::from_fn(|lane| Score {
            esri: both.0[lane] / total,
            esri_down: down.0[lane] / total,
            esri_up: up.0[lane] / total,
            iterations: ends[lane].iterations,
            converged: ends[lane].converged,
        })
    }

    fn reached(&self) -> Marks {
        let mut reached = self.down.reached.clone();
        reached.join(&self.up.reached);
        reached
    }

    fn reset(&mut self) {
        self.down.reset(|firm| self.network.sellers.of(firm));
        self.up.reset(|firm| firm..firm + 1);
    }
}

/// A step in the widest registers that the processor has, with the same bits in all: no product is fused
/// into a sum.
struct Step<'s, 'n, const LANES: usize> {
    room: &'s mut Room<'n, LANES>,
    runs: &'s [bool; LANES],
}

impl<const LANES: usize> NullaryFnOnce for Step<'_, '_, LANES> {
    type Output = Lanes<LANES>;

    #[inline(always)]
    fn call(self) -> Lanes<LANES> {
        self.room.step(self.runs)
    }
}

impl Room<'_, 1> {
    /// The indices of a shock, and whom it reaches.
    pub(super) fn spread(&mut self, shock: &Shock) -> Spread {
        let firms = self.network.keys().len();
        let mut fell = [vec![None; firms], vec![None; firms]];
        let ends = self.run(std::slice::from_ref(shock), |step, room| {
            for (side, fell) in [&room.down, &room.up].into_iter().zip(&mut fell) {
                side.changed.iter().for_each(|firm| fell[firm] = fell[firm].or(Some(step)));
            }
        });
        let [score] = self.indices(&ends);
        let [fell_down, fell_up] = fell;
        let hit = |firm: usize| Hit {
            firm,
            health_down: self.down.health[firm].0[0],
            health_up: self.up.health[firm].0[0],
            fell_down: fell_down[firm],
            fell_up: fell_up[firm],
        };
        let hits =
            self.reached().iter().map(hit).filter(|hit| hit.fell_down.is_some() || hit.fell_up.is_some()).collect();
        self.reset();
        Spread { score, hits }
    }
}

/// Lets the sources of the firms that changed send what the firms now lose.
#[inline(always)]
fn send<const LANES: usize>(side: &mut Side<'_, LANES>, sources: impl Fn(usize) -> std::ops::Range<usize>) {
    let changed = std::mem::replace(&mut side.changed, Marks::none(0));
    for firm in changed.iter() {
        let loss = side.health[firm].rest();
        sources(firm).for_each(|source| side.send(source, loss));
    }
    side.changed = changed;
}

/// σ's denominator, Σ h·r of a market.
#[inline(always)]
fn left<const LANES: usize>(sellers: &Sellers, market: usize, down: &Side<'_, LANES>) -> Lanes<LANES> {
    let mut left = Lanes::ZERO;
    for seller in sellers.in_market(market) {
        let firm = sellers.firm[*seller as usize] as usize;
        // Most are whole: to ask costs less than to fetch their health.
        let health = if down.reached.has(firm) { &down.health[firm] } else { &Lanes::ONE };
        left.add(sellers.size[*seller as usize], health);
    }
    Lanes(left.0.map(|left| if left <= NO_MARKET { 1.0 } else { left }))
}
