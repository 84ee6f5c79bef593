//! Gaps (补链): which inputs must be imported, what are they worth, and could they be made here?
//!
//! For every product g whose net imports I(g) is, or could be, more than nothing:
//!
//! - value `I·π`, CNY a year, π the price without tax
//! - essential share: the part of D that is essential to the process which needs it
//! - viability `min(1, I / smallest viable scale)` of each library process whose **main product** is g;
//!   a demand of 50 t cannot carry a plant of 5,000 t
//! - what a plant for I (not under the smallest viable scale) would take of the zone's limits
//! - candidates of the directory that make g, or a product that shares a name or alias with it
//! - projects on their way that would make g
//!
//! Rank: `I·π × essential share × viability`, by the lower bound; what has none follows, by key. Utilities come
//! after all others, and what is made only on its deposit cannot be made here; see `siting`.
//! I, D: units of g a year, π: CNY per unit; shares and viability without unit. Source: material balance; the
//! rank is our convention. Limits: by-product makers count as makers but are not offered; the value is at
//! today's price.

use crate::balance::{Balance, Share, State};
use crate::limits::{LimitUse, Take, takes};
use crate::price::PriceUsed;
use crate::rounding::at_least;
use crate::siting::GapKind;
use crate::{Recipe, Zone};
use serde::Serialize;
use std::collections::BTreeSet;
use yanlian_model::registers::Process;
use yanlian_model::{Direction, Figure, Missing, MissingKind, ProjectStage};

/// An input that is, or may be, imported.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Gap {
    /// The product.
    pub product: String,
    /// Its unit.
    pub unit: String,
    /// Whether it could be made here, is a mineral, or a utility.
    pub kind: GapKind,
    /// Missing, short, or undetermined.
    pub state: State,
    /// I: units a year.
    pub quantity: Figure,
    /// min(1, S/D).
    pub self_supply: Option<Figure>,
    /// The price that the value rests on.
    pub price: Option<PriceUsed>,
    /// I·π, CNY a year.
    pub value_cny: Figure,
    /// The part of D that is essential, 0 to 1.
    pub essential_share: Figure,
    /// The best viability among the ways to make it, 0 to 1.
    pub viability: Figure,
    /// I·π × essential share × viability, CNY a year; ranks by its lower bound.
    pub score: Figure,
    /// Who needs it.
    pub buyers: Vec<Share>,
    /// Library processes whose main product it is and that could be built here.
    pub ways: Vec<Way>,
    /// Outside companies that make it.
    pub candidates: Vec<Candidate>,
    /// Projects on their way that would make it.
    pub projects: Vec<String>,
}

/// A process that would make what is missing.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Way {
    /// The process.
    pub process: String,
    /// Its smallest viable scale, units of the product a year.
    pub smallest_viable_scale: Option<f64>,
    /// min(1, I / smallest viable scale).
    pub viability: Figure,
    /// The gap is surely too small to carry a plant.
    pub too_small: bool,
    /// The scale for which `takes` is computed: I, but not under the smallest viable scale.
    pub scale: Figure,
    /// What a plant of that scale would take of each limit.
    pub takes: Vec<Take>,
}

/// An outside company that makes a product.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Candidate {
    /// Its code in the directory.
    pub company: String,
    /// The product in the directory: the one asked for, or one that shares a name with it.
    pub product: String,
    /// The product's share of its sales, as the directory has it.
    pub share: Option<f64>,
}

/// Every gap, the one worth most first.
pub(crate) fn gaps<'b>(zone: &Zone, balances: impl Iterator<Item = &'b Balance>, limits: &[LimitUse]) -> Vec<Gap> {
    let open = balances.filter(|balance| balance.net_imports.maybe_over(0.0));
    let mut gaps: Vec<Gap> = open.map(|balance| gap(zone, balance, limits)).collect();
    let is_utility = |gap: &Gap| gap.kind == GapKind::Utility;
    gaps.sort_by(|a, b| {
        let by_score = || rank(&a.score, &b.score).then_with(|| a.product.cmp(&b.product));
        is_utility(a).cmp(&is_utility(b)).then_with(by_score)
    });
    gaps
}

/// Larger lower bounds first; those without any are equal, so that their keys decide.
pub(crate) fn rank(a: &Figure, b: &Figure) -> std::cmp::Ordering {
    b.low().max(0.0).total_cmp(&a.low().max(0.0))
}

fn gap(zone: &Zone, balance: &Balance, limits: &[LimitUse]) -> Gap {
    let product = balance.product.as_str();
    let quantity = &balance.net_imports;
    let value_cny = zone.value(product, quantity, balance.price.as_ref());
    let essential_share = essential_share(zone, balance);
    let kind = zone.gap_kind(product);
    let processes = zone.processes_to_invite(product);
    let ways: Vec<Way> = processes.iter().map(|process| way(zone, process, quantity, limits)).collect();
    let viability = match (ways.is_empty(), kind) {
        (true, GapKind::Mineral) => Figure::ZERO,
        (true, _) => Figure::unknown_up_to(1.0, Missing::new(MissingKind::Maker, "products", product)),
        (false, _) => ways.iter().fold(Figure::ZERO, |best, way| best.max(&way.viability)),
    };
    let score = &(&value_cny * &essential_share) * &viability;
    Gap {
        product: product.to_owned(),
        unit: balance.unit.clone(),
        kind,
        state: balance.state,
        quantity: quantity.clone(),
        self_supply: balance.self_supply.clone(),
        price: balance.price.clone(),
        value_cny,
        essential_share,
        viability,
        score,
        buyers: balance.buyers.clone(),
        ways,
        candidates: candidates(zone, product),
        projects: pipeline(zone, |process| process.main_product == product),
    }
}

/// The part of D that is essential to the process which needs it.
fn essential_share(zone: &Zone, balance: &Balance) -> Figure {
    let mut parts = Parts::default();
    for buyer in &balance.buyers {
        match buyer.essential {
            Some(true) => parts.inside += &buyer.quantity,
            Some(false) => parts.outside += &buyer.quantity,
            None => {
                parts.either += &buyer.quantity;
                let process = zone.plant(&buyer.plant).map_or("", |plant| &plant.process);
                let flow = [process, balance.product.as_str(), Direction::In.choice().key];
                parts.unsaid.insert(Missing::new(MissingKind::Essential, "flows", flow));
            }
        }
    }
    parts.share().unwrap_or(Figure::ZERO)
}

/// A whole in three parts that do not hang together: what belongs to the share, what does not, and
/// what may do either.
#[derive(Default)]
pub(crate) struct Parts {
    pub(crate) inside: Figure,
    pub(crate) outside: Figure,
    pub(crate) either: Figure,
    /// Why it is not known where the last belongs.
    pub(crate) unsaid: BTreeSet<Missing>,
}

impl Parts {
    /// inside / whole, 0 to 1, with sharp bounds; `None` where the whole is surely nothing.
    pub(crate) fn share(&self) -> Option<Figure> {
        let share = |inside: f64, outside: f64| match (inside, outside) {
            (_, outside) if outside.is_infinite() => 0.0,
            (inside, _) if inside.is_infinite() => 1.0,
            (0.0, 0.0) => 0.0,
            (inside, outside) => inside / (inside + outside),
        };
        let (most_inside, most_outside) =
            (self.inside.high() + self.either.high(), self.outside.high() + self.either.high());
        if most_inside + self.outside.high() <= 0.0 {
            return None;
        }
        let low = share(self.inside.low(), most_outside);
        let high = share(most_inside, self.outside.low());
        let figures = [&self.inside, &self.outside, &self.either];
        let missing = figures.into_iter().flat_map(Figure::missing).chain(&self.unsaid).cloned().collect();
        Some(Figure::between(low, high.max(low), missing))
    }
}

fn way(zone: &Zone, process: &Process, quantity: &Figure, limits: &[LimitUse]) -> Way {
    let scale = process.smallest_viable_scale;
    let viability = viability(process, quantity);
    let built = quantity.max(&Figure::exact(scale.unwrap_or(0.0)));
    let recipe = zone.process(&process.id).map(|process| Recipe::to_build(zone, process));
    Way {
        process: process.id.clone(),
        smallest_viable_scale: scale,
        too_small: !at_least(viability.high(), 1.0),
        viability,
        takes: recipe.map(|recipe| takes(zone, &recipe, &built, limits)).unwrap_or_default(),
        scale: built,
    }
}

/// min(1, quantity / smallest viable scale): how far a yearly quantity carries a plant of the process.
pub(crate) fn viability(process: &Process, quantity: &Figure) -> Figure {
    match process.smallest_viable_scale {
        Some(smallest) if smallest > 0.0 => {
            let part = |bound: f64| if at_least(bound, smallest) { 1.0 } else { bound / smallest };
            quantity.bounded(part(quantity.low()), part(quantity.high()))
        }
        Some(_) => Figure::exact(1.0),
        None => Figure::unknown_up_to(1.0, Missing::new(MissingKind::ViableScale, "processes", &process.id)),
    }
}

/// Outside companies that make `product`, the most specialised first; none where it is made only on its deposit.
pub(crate) fn candidates(zone: &Zone, product: &str) -> Vec<Candidate> {
    if zone.gap_kind(product) == GapKind::Mineral {
        return Vec::new();
    }
    let offers = zone.offers(product).into_iter();
    let mut candidates: Vec<Candidate> = offers
        .map(|offer| Candidate { company: offer.company.clone(), product: offer.product.clone(), share: offer.share })
        .collect();
    let share = |candidate: &Candidate| candidate.share.unwrap_or(f64::NEG_INFINITY);
    candidates.sort_by(|a, b| {
        share(b).total_cmp(&share(a)).then_with(|| (&a.company, &a.product).cmp(&(&b.company, &b.product)))
    });
    candidates
}

/// Projects on their way whose process satisfies `wanted`: neither dropped nor already in production.
pub(crate) fn pipeline(zone: &Zone, wanted: impl Fn(&Process) -> bool) -> Vec<String> {
    let coming = |stage: ProjectStage| !matches!(stage, ProjectStage::Dropped | ProjectStage::Production);
    let projects = zone.registers.projects.iter().filter(|project| coming(project.stage));
    let matching =
        projects.filter(|project| project.process.as_deref().and_then(|id| zone.process(id)).is_some_and(&wanted));
    matching.map(|project| project.id.clone()).collect()
}
