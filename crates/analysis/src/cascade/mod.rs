//! Which firms' stop would spread through a network of supplies, and how far?
//!
//! A shock takes the part ψ(i) of each firm's output away (a firm that stops: ψ = 1). Those who buy
//! from it miss inputs, those who sell to it miss orders, and both pass it on. The two directions
//! run side by side; h is the part of its output that a firm still makes, 1 − ψ at the start:
//!
//! ```text
//! σ(i)    = min(1, r(i) / Σ_{m: p(m)=p(i)} h_d(m)·r(m))       (a denominator ≤ 1e-10 becomes 1)
//! s(j,k)  = Σ_{i: p(i)=k} σ(i)·Λd(i,j)·(1 − h_d(i))
//! h_d(j) ← max(0, min(1 − ψ(j), min over essential k of (1 − s(j,k)), 1 − Σ over non-essential k of s(j,k)))
//! h_u(i) ← max(0, min(1 − ψ(i), 1 − Σ_j Λu(i,j)·(1 − h_u(j))))
//! ESRI    = Σ w·(1 − min(h_d, h_u)) / Σ w
//! ```
//!
//! All firms step together from the values of the step before, until the largest decrease of any h in
//! either direction is at most ε; the last step is kept and counted.
//!
//! | symbol | meaning | unit |
//! |---|---|---|
//! | W(i,j) | sales of i to j in a year; several links of the same are added up | money |
//! | p(i) | what i supplies: its industry, or the link's group | |
//! | E(k,l) | class of what k supplies to l: 2 essential, 1 not essential, 0 negligible | |
//! | r(i) | revenue; where not given, Σ_j W(i,j) | money |
//! | c(j) | cost of inputs; where not given, Σ_i W(i,j), those of class 0 with it | money |
//! | Λd(i,j) | W(i,j) / Σ_{s: p(s)=p(i)} W(s,j) where E = 2; W(i,j)/c(j) where E = 1; 0 where E = 0 | 1 |
//! | Λu(i,j) | W(i,j)/r(i), whatever the class | 1 |
//! | σ(i) | how far nobody can stand in for i: 1 without substitution | 1 |
//! | w(i) | weight in the index; r(i) if nothing else is given | any |
//!
//! Source: Diem, Borsos, Reisch, Kertész, Thurner, *Quantifying firm-level economic systemic risk from
//! nation-wide supply networks*, Scientific Reports 12 (2022); the numbers of its Figure 1 as
//! GLcascade 0.9.3.1 gives them are among the tests.
//!
//! Limits. ε is a cut-off, not only an accuracy: a network without given revenues has no demand from
//! outside, and losses of orders run on for hundreds of steps if ε lets them; a result without its ε
//! says nothing. Losses that die away slowly may need more steps than are made ([`Score::converged`]): then a
//! larger ε or given revenues help, whatever the unit. A firm's sales to itself count like any other, as the formula has it: they make its
//! losses larger in both directions. A firm without sales and revenue weighs nothing. The 1e-10 of σ
//! is in the unit of the links' values, which should make a small firm's revenue more than 1: else a
//! market that is gone altogether may come back, and a scenario go round in circles. There are no stocks and
//! no days here: it is how far, not how soon.
//!
//! Differs from the authors' program GLcascade 0.9.3.1, which agrees with the formula above where neither is
//! given: (1) where a cost is given, it scales all of a customer's weights by purchases over cost, here
//! only those of what is not essential, since a firm that pays wages too is not less stopped by the want
//! of what it cannot do without; ESRI downwards then differs by up to 0.3. (2) Where a revenue is given, it
//! takes σ by sales in the network, here σ is by revenue, the firm's size in its market; up to 0.03. (3) It
//! makes as many steps as it takes, here 100,000 at most and a finding. (4) With a single industry it
//! takes no account of class 2, here classes hold as registered.
//!
//! ```
//! use yanlian_analysis::cascade::{Firm, Link, Network, Terms, cascade, rank, Shock};
//!
//! let firm = |key, industry, revenue| Firm { key, industry, revenue: Some(revenue), cost: None };
//! let firms = [firm("mine", "ore", 10.0), firm("smelter", "metal", 40.0), firm("forge", "parts", 50.0)];
//! let link = |supplier, customer, value| Link { supplier, customer, value };
//! let links = [link("mine", "smelter", 10.0), link("smelter", "forge", 20.0)];
//! let (network, _) = Network::new(&firms, &links, &[]).unwrap();
//!
//! // Each buys only from the one before it: when the mine stops, everything does.
//! let terms = Terms::default();
//! assert_eq!(rank(&network, &terms)[0].esri, 1.0);
//! // When the smelter loses half, so does the forge, and the mine loses half of its orders.
//! let shock = Shock::new(&network, &[("smelter", 0.5)]).unwrap();
//! assert_eq!(cascade(&network, &shock, &terms).score.esri, 0.5);
//! ```

mod check;
mod flow;
mod from_registers;
mod input;
mod lanes;
mod marks;
mod network;
mod order;
mod scenario;
mod shape;
mod sweep;

pub use from_registers::{ZoneLink, ZoneNetwork};
pub use input::{Class, Firm, Link, Rule, Supply};
pub use network::Network;

use rayon::prelude::*;
use scenario::Room;

/// Scenarios that run through the links together. More fetch fewer links each, until what they fetch
/// no longer stays in the processor's cache: with a hundred thousand firms that is so beyond four.
const LANES: usize = 4;

/// On which terms a cascade is computed; part of the result.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Terms {
    epsilon: f64,
    substitution: bool,
}

impl Default for Terms {
    /// ε = 0.01, with substitution.
    fn default() -> Terms {
        Terms { epsilon: 1e-2, substitution: true }
    }
}

impl Terms {
    /// ε is the decrease of h up to which a scenario has come to rest, at least 0; with
    /// `substitution`, others in a market stand in for those who have fallen: σ.
    ///
    /// # Errors
    /// ε is negative or no number.
    pub fn new(epsilon: f64, substitution: bool) -> Result<Terms, CascadeError> {
        match epsilon >= 0.0 && epsilon.is_finite() {
            true => Ok(Terms { epsilon, substitution }),
            false => Err(CascadeError::Epsilon(epsilon)),
        }
    }

    /// ε.
    pub fn epsilon(&self) -> f64 {
        self.epsilon
    }

    /// Whether there is substitution.
    pub fn substitution(&self) -> bool {
        self.substitution
    }
}

/// What a scenario starts with: ψ of each firm that is hit.
#[derive(Debug, Clone, PartialEq)]
pub struct Shock(Vec<(usize, f64)>);

impl Shock {
    /// Firms by key with ψ, the part of its output that the firm loses, 0 to 1.
    ///
    /// # Errors
    /// The network has no such firm, a firm is named twice, or ψ is not from 0 to 1.
    pub fn new(network: &Network, parts: &[(&str, f64)]) -> Result<Shock, CascadeError> {
        let mut shock: Vec<(usize, f64)> = Vec::new();
        for (key, psi) in parts {
            let position = network.position(key).ok_or_else(|| CascadeError::Firm((*key).to_owned()))?;
            if !(0.0..=1.0).contains(psi) {
                return Err(CascadeError::Part { firm: (*key).to_owned(), psi: *psi });
            }
            if shock.iter().any(|(firm, _)| *firm == position) {
                return Err(CascadeError::Twice((*key).to_owned()));
            }
            shock.push((position, *psi));
        }
        shock.retain(|(_, psi)| *psi > 0.0);
        Ok(Shock(shock))
    }

    fn shutdown(firm: usize) -> Shock {
        Shock(vec![(firm, 1.0)])
    }

    fn parts(&self) -> &[(usize, f64)] {
        &self.0
    }
}

/// The indices of a scenario: the part of the network's weight that is lost.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Score {
    /// ESRI: each firm by the worse of its two directions, 0 to 1.
    pub esri: f64,
    /// By what firms lose for want of inputs alone.
    pub esri_down: f64,
    /// By what firms lose for want of orders alone.
    pub esri_up: f64,
    /// Steps until the cascade came to rest, the last one with them.
    pub iterations: u32,
    /// Whether it came to rest; if not, the numbers are those of the last of 100,000 steps.
    pub converged: bool,
}

/// How far a shock spreads.
#[derive(Debug, Clone, PartialEq)]
pub struct Spread {
    /// The indices.
    pub score: Score,
    /// The firms that it reaches, by position.
    pub hits: Vec<Hit>,
}

/// A firm that a shock reaches.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// The firm's position.
    pub firm: usize,
    /// h_d: the part of its output that its inputs allow.
    pub health_down: f64,
    /// h_u: the part of its output that is still ordered.
    pub health_up: f64,
    /// The step in which h_d first fell below 1: 0 is the shock, `None` is never.
    pub fell_down: Option<u32>,
    /// The same of h_u.
    pub fell_up: Option<u32>,
}

/// What cannot be asked.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum CascadeError {
    /// ε is negative or no number.
    #[error("epsilon is {0}, not a number of 0 or more")]
    Epsilon(f64),
    /// The network has no firm of this key.
    #[error("there is no firm {0}")]
    Firm(String),
    /// A firm is shocked twice.
    #[error("firm {0} is named twice")]
    Twice(String),
    /// A firm cannot lose this part.
    #[error("firm {firm} would lose the part {psi}, not 0 to 1")]
    Part {
        /// The firm's key.
        firm: String,
        /// ψ.
        psi: f64,
    },
    /// The weights cannot be used.
    #[error("there must be one weight of 0 or more for each firm, not all 0")]
    Weights,
}

/// How far a shock spreads.
pub fn cascade(network: &Network, shock: &Shock, terms: &Terms) -> Spread {
    Room::new(network, terms).spread(shock)
}

/// The stop of each firm by itself, by position. Each is worked out by one thread in a fixed order: how
/// many threads there are does not show.
pub fn rank(network: &Network, terms: &Terms) -> Vec<Score> {
    let firms: Vec<usize> = (0..network.keys().len()).collect();
    shutdowns(network, &firms, terms, &|_| ())
}

/// The stop of each of these firms, given by position, by itself; `done` is called now and then with
/// the number of scenarios that were finished since.
pub fn shutdowns(network: &Network, firms: &[usize], terms: &Terms, done: &(dyn Fn(usize) + Sync)) -> Vec<Score> {
    if !terms.substitution {
        return sweep::shutdowns(network, firms, terms, done);
    }
    let work = |room: &mut Room<'_, LANES>, firms: &[usize]| {
        let shocks: Vec<Shock> = firms.iter().map(|firm| Shock::shutdown(*firm)).collect();
        let scores = room.scores(&shocks);
        done(firms.len());
        scores
    };
    let places = order::by_length(network, firms, terms);
    let ordered: Vec<usize> = places.iter().map(|place| firms[*place]).collect();
    let batches = ordered.par_chunks(LANES).map_init(|| Room::new(network, terms), work);
    let scores = batches.collect::<Vec<_>>().concat();
    let mut by_firm: Vec<(usize, Score)> = places.into_iter().zip(scores).collect();
    by_firm.sort_by_key(|(place, _)| *place);
    by_firm.into_iter().map(|(_, score)| score).collect()
}

#[cfg(test)]
mod tests;
