//! σ: how well those who still sell in a market can stand in for a seller who has fallen.

use super::flow::{counts, share};
use super::network::Sellers;

/// A denominator of σ up to which it is replaced by 1, in the unit of the links' values.
const NOTHING: f64 = 1e-10;

/// What is left of the markets, in one scenario after the other.
#[derive(Debug)]
pub(super) struct Markets<'n> {
    sellers: &'n Sellers,
    /// Σ h·r of each market, in counts of its size; and each seller's part of it.
    left: Vec<i64>,
    parts: Vec<i64>,
    /// The sellers in each market that have fallen, in the order in which they fell.
    fallen: Vec<Vec<u32>>,
    /// The markets of which something changed since the last look.
    changed: Vec<u32>,
    has_changed: Vec<bool>,
}

impl<'n> Markets<'n> {
    pub(super) fn new(sellers: &'n Sellers) -> Markets<'n> {
        let markets = sellers.market_size.len();
        let mut all = Markets {
            sellers,
            left: vec![0; markets],
            parts: (0..sellers.firm.len()).map(|seller| part(sellers, seller, 1.0)).collect(),
            fallen: vec![Vec::new(); markets],
            changed: Vec::new(),
            has_changed: vec![false; markets],
        };
        for (part, market) in all.parts.iter().zip(&sellers.market) {
            all.left[*market as usize] += part;
        }
        all
    }

    /// A firm's health is now this; `first` where it was whole until now.
    pub(super) fn note(&mut self, firm: u32, health: f64, first: bool) {
        for seller in self.sellers.of(firm) {
            let market = self.sellers.market[seller] as usize;
            let now = part(self.sellers, seller, health);
            self.left[market] += now - self.parts[seller];
            self.parts[seller] = now;
            if first {
                self.fallen[market].push(seller as u32);
            }
            if !self.has_changed[market] {
                self.has_changed[market] = true;
                self.changed.push(market as u32);
            }
        }
    }

    /// Calls `each` with every fallen seller whose σ may have changed, its firm, and its σ.
    pub(super) fn look(&mut self, mut each: impl FnMut(u32, u32, f64)) {
        for market in self.changed.drain(..) {
            let market = market as usize;
            self.has_changed[market] = false;
            let left = share(self.left[market]) * self.sellers.market_size[market];
            let denominator = if left <= NOTHING { 1.0 } else { left };
            for seller in &self.fallen[market] {
                let sigma = (self.sellers.size[*seller as usize] / denominator).min(1.0);
                each(*seller, self.sellers.firm[*seller as usize], sigma);
            }
        }
    }

    /// Makes a firm whole again.
    pub(super) fn restore(&mut self, firm: u32) {
        for seller in self.sellers.of(firm) {
            let market = self.sellers.market[seller] as usize;
            let whole = part(self.sellers, seller, 1.0);
            self.left[market] += whole - self.parts[seller];
            self.parts[seller] = whole;
            self.fallen[market].clear();
        }
    }
}

/// What a seller of this health is of its market, in counts.
fn part(sellers: &Sellers, seller: usize, health: f64) -> i64 {
    let size = sellers.market_size[sellers.market[seller] as usize];
    // A market of nothing has no supplies: whoever is in it has neither revenue nor sales.
    if size > 0.0 { counts(sellers.size[seller] / size * health) } else { 0 }
}
