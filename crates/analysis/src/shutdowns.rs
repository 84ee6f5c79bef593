//! Whose stop would spread through the zone, and what stops when one firm stops?
//!
//! Every firm of the zone's network ([`ZoneNetwork`]) stops by itself: ψ = 1, see [`crate::cascade`].
//!
//! - ESRI(i): the part of all firms' revenue that is lost, for want of inputs or of orders, itself included
//! - own share `r(i)/Σr`: what is lost even if nobody else notices
//! - beyond `ESRI(i) − r(i)/Σr`: what the others lose; a firm is a vulnerability of the zone by this
//! - reaches: the other firms that lose more than 1 % of their output
//!
//! Terms: with substitution, and ε = 1e-6. A small ε is right here because revenue is given: what is
//! sold outside the zone dampens every round, so that a cascade comes to rest; the method's usual 1e-2
//! would cut small firms off. The terms are part of the result.
//!
//! Source: Diem et al. (2022). Limits: how far, not how soon; no stocks; an outside supplier does not
//! stand in, though it may in fact: alternatives are listed beside, not computed.

use crate::cascade::{Hit, Network, Shock, Spread, Terms, ZoneLink, ZoneNetwork, cascade};
use crate::gaps::{Candidate, candidates};
use crate::vulnerabilities::concerned;
use crate::{Diagnosis, Question, Vulnerability, Weakness, Zone};
use rayon::prelude::*;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// ε where nothing else is asked for.
const EPSILON: f64 = 1e-6;
/// A firm is reached where it loses more than this part of its output.
const REACHED: f64 = 0.01;
/// How many firms are named as vulnerabilities.
const WEAKEST: usize = 5;

/// What the stop of one firm does to the zone.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FirmSpread {
    /// The firm that stops.
    pub enterprise: String,
    /// ESRI: the part of all revenue that is lost, 0 to 1.
    pub esri: f64,
    /// By what firms lose for want of inputs alone.
    pub down: f64,
    /// By what firms lose for want of orders alone.
    pub up: f64,
    /// The firm's own part of all revenue.
    pub own_share: f64,
    /// How many others lose more than 1 % of their output.
    pub reaches: usize,
    /// Steps until the cascade came to rest.
    pub iterations: u32,
    /// Whether it came to rest.
    pub converged: bool,
}

impl FirmSpread {
    /// The part of all revenue that others lose.
    pub fn beyond(&self) -> f64 {
        (self.esri - self.own_share).max(0.0)
    }
}

/// Why a firm loses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Want {
    /// It stops itself.
    Stops,
    /// For want of inputs: downstream.
    Inputs,
    /// For want of orders: upstream.
    Orders,
}

/// A firm that a stop reaches.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ShutdownHit {
    /// The firm.
    pub enterprise: String,
    /// The step in which it first loses; 0 is the stop.
    pub step: u32,
    /// Of what it has the less in the end.
    pub want: Want,
    /// The part of its output that is left, 0 to 1: the smaller of the next two.
    pub left: f64,
    /// The part that its inputs allow.
    pub left_down: f64,
    /// The part that is still ordered.
    pub left_up: f64,
}

/// A supply through which the loss first came to a firm.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Passed {
    /// The supply.
    pub link: ZoneLink,
    /// What its end wants: inputs (the loss goes with the goods) or orders (against them).
    pub want: Want,
}

impl Passed {
    /// The firm that loses through it.
    pub fn to(&self) -> &str {
        if self.want == Want::Orders { &self.link.supplier } else { &self.link.customer }
    }

    /// The firm from which the loss comes.
    pub fn from(&self) -> &str {
        if self.want == Want::Orders { &self.link.customer } else { &self.link.supplier }
    }
}

/// Who else could supply what a firm supplies.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Alternative {
    /// The product.
    pub product: String,
    /// Who here buys it of the firm.
    pub customers: Vec<String>,
    /// Other makers of the zone.
    pub makers: Vec<String>,
    /// Outside companies that make it.
    pub candidates: Vec<Candidate>,
}

/// What stops when one firm stops.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Shutdown {
    /// The indices.
    pub spread: FirmSpread,
    /// The firms that lose anything, itself first; by step, then the least left first, then by code.
    pub hits: Vec<ShutdownHit>,
    /// How the loss came from each step to the next.
    pub passed: Vec<Passed>,
    /// Who could stand in, by product that it makes or supplies.
    pub alternatives: Vec<Alternative>,
}

impl Shutdown {
    /// The other firms that lose more than 1 % of their output.
    pub fn reached(&self) -> impl Iterator<Item = &ShutdownHit> {
        self.hits.iter().filter(|hit| hit.want != Want::Stops && 1.0 - hit.left > REACHED)
    }
}

/// The stops of all firms of the zone in a year.
#[derive(Debug, Clone)]
pub struct Shutdowns {
    /// On which terms they are computed.
    pub terms: Terms,
    /// The network.
    pub zone: ZoneNetwork,
    /// The firms, the one whose stop takes most first, ties by code.
    pub ranking: Vec<FirmSpread>,
}

impl Shutdowns {
    /// The stops in the year of a diagnosis of all chains, on the usual terms.
    pub fn new(zone: &Zone, diagnosis: &Diagnosis) -> Shutdowns {
        let terms = Terms::new(EPSILON, true).expect("a number above zero");
        let network = ZoneNetwork::new(zone, &diagnosis.question, diagnosis.balance.iter());
        let ranking = firms_by_spread(&network, &terms);
        Shutdowns { terms, zone: network, ranking }
    }

    /// What stops when `enterprise` stops; `None` where it is not of the network.
    pub fn shutdown_of(&self, zone: &Zone, enterprise: &str) -> Option<Shutdown> {
        shutdown_of(zone, &self.zone, enterprise, &self.terms)
    }

    /// How many of the network's links are estimated.
    pub fn estimated(&self) -> usize {
        self.zone.links.iter().filter(|link| link.estimated).count()
    }

    /// The ranking of the firms that a question concerns: those with a plant in its chain.
    pub fn of_question(&self, zone: &Zone, question: &Question) -> Vec<&FirmSpread> {
        let concerned = |firm: &&FirmSpread| concerned(zone, question, &firm.enterprise);
        self.ranking.iter().filter(concerned).collect()
    }

    /// The firms whose stop takes most from others, among those that the question concerns.
    pub fn vulnerabilities(&self, zone: &Zone, question: &Question) -> Vec<Vulnerability> {
        let mut firms = self.of_question(zone, question);
        firms.retain(|firm| firm.reaches > 0 && firm.beyond() > 0.0);
        firms.sort_by(|a, b| b.beyond().total_cmp(&a.beyond()).then_with(|| a.enterprise.cmp(&b.enterprise)));
        let point = |firm: &FirmSpread| Vulnerability {
            enterprise: firm.enterprise.clone(),
            weakness: Weakness::Spreads {
                esri: firm.esri,
                own_share: firm.own_share,
                reaches: firm.reaches,
                epsilon: self.terms.epsilon(),
            },
        };
        firms.into_iter().take(WEAKEST).map(point).collect()
    }
}

/// The stop of every firm of the network, the one that takes most first, ties by code.
pub fn firms_by_spread(zone: &ZoneNetwork, terms: &Terms) -> Vec<FirmSpread> {
    let Some(network) = &zone.network else { return Vec::new() };
    let firms: Vec<usize> = (0..network.keys().len()).collect();
    let spread = |firm: &usize| summed(network, *firm, &stopped(network, *firm, terms));
    let mut ranking: Vec<FirmSpread> = firms.par_iter().map(spread).collect();
    ranking.sort_by(|a, b| b.esri.total_cmp(&a.esri).then_with(|| a.enterprise.cmp(&b.enterprise)));
    ranking
}

/// What stops when `enterprise` stops; `None` where it is not of the network.
pub fn shutdown_of(zone: &Zone, of: &ZoneNetwork, enterprise: &str, terms: &Terms) -> Option<Shutdown> {
    let network = of.network.as_ref()?;
    let firm = network.keys().iter().position(|key| key == enterprise)?;
    let spread = stopped(network, firm, terms);
    let mut hits: Vec<ShutdownHit> = spread.hits.iter().map(|hit| shutdown_hit(network, firm, hit)).collect();
    hits.sort_by(|a, b| {
        (a.step.cmp(&b.step)).then(a.left.total_cmp(&b.left)).then_with(|| a.enterprise.cmp(&b.enterprise))
    });
    Some(Shutdown {
        hits,
        passed: passed(network, &of.links, &spread.hits),
        alternatives: alternatives(zone, of, enterprise),
        spread: summed(network, firm, &spread),
    })
}

fn stopped(network: &Network, firm: usize, terms: &Terms) -> Spread {
    let shock = Shock::new(network, &[(&network.keys()[firm], 1.0)]).expect("the firm is the network's own");
    cascade(network, &shock, terms)
}

fn summed(network: &Network, firm: usize, spread: &Spread) -> FirmSpread {
    let total: f64 = network.weights().iter().sum();
    let others = spread.hits.iter().filter(|hit| hit.firm != firm);
    FirmSpread {
        enterprise: network.keys()[firm].clone(),
        esri: spread.score.esri,
        down: spread.score.esri_down,
        up: spread.score.esri_up,
        own_share: network.weights()[firm] / total,
        reaches: others.filter(|hit| 1.0 - left(hit) > REACHED).count(),
        iterations: spread.score.iterations,
        converged: spread.score.converged,
    }
}

fn left(hit: &Hit) -> f64 {
    hit.health_down.min(hit.health_up)
}

/// The step in which a firm first loses.
fn first_step(hit: &Hit) -> u32 {
    hit.fell_down.into_iter().chain(hit.fell_up).min().unwrap_or_default()
}

fn shutdown_hit(network: &Network, stopped: usize, hit: &Hit) -> ShutdownHit {
    let want = match () {
        _ if hit.firm == stopped => Want::Stops,
        _ if hit.health_down <= hit.health_up => Want::Inputs,
        _ => Want::Orders,
    };
    ShutdownHit {
        enterprise: network.keys()[hit.firm].clone(),
        step: first_step(hit),
        want,
        left: left(hit),
        left_down: hit.health_down,
        left_up: hit.health_up,
    }
}

/// The links through which each firm first lost anything, in the order of the network's links.
fn passed(network: &Network, links: &[ZoneLink], hits: &[Hit]) -> Vec<Passed> {
    let hits: BTreeMap<&str, &Hit> = hits.iter().map(|hit| (network.keys()[hit.firm].as_str(), hit)).collect();
    let comes_in = |link: &ZoneLink| -> Option<Passed> {
        let (supplier, customer) = (hits.get(link.supplier.as_str())?, hits.get(link.customer.as_str())?);
        let follows = |from: Option<u32>, to: Option<u32>, hit: &Hit| {
            to.is_some_and(|step| step == first_step(hit) && step > 0 && from.map(|from| from + 1) == Some(step))
        };
        let want = if follows(supplier.fell_down, customer.fell_down, customer) {
            Want::Inputs
        } else if follows(customer.fell_up, supplier.fell_up, supplier) {
            Want::Orders
        } else {
            return None;
        };
        Some(Passed { link: link.clone(), want })
    };
    links.iter().filter_map(comes_in).collect()
}

/// For each product that a firm makes, or supplies to others here: who else could.
fn alternatives(zone: &Zone, of: &ZoneNetwork, enterprise: &str) -> Vec<Alternative> {
    let made = of.makers.iter().filter(|(_, makers)| makers.contains(enterprise)).map(|(product, _)| product);
    let sales = || of.links.iter().filter(|link| link.supplier == enterprise);
    let products: BTreeSet<&String> = made.chain(sales().map(|link| &link.product)).collect();
    let alternative = |product: &String| {
        let makers = of.makers.get(product).into_iter().flatten();
        let customers = sales().filter(|link| link.product == *product).map(|link| link.customer.clone());
        Alternative {
            product: product.clone(),
            customers: customers.collect(),
            makers: makers.filter(|maker| *maker != enterprise).cloned().collect(),
            candidates: candidates(zone, product),
        }
    };
    products.into_iter().map(alternative).collect()
}
