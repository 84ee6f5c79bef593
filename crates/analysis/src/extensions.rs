//! Extensions (延链): which process could use what the zone now sells outside raw?
//!
//! For every process p whose main feedstock m is, or could be, exported (X(m) > 0) and whose main
//! product is made here less than X(m) allows:
//!
//! - feedstock m: the input marked `main`, else the only input, else the input of the largest value
//!   `|a(p,g)|·π(g)`; where a price is missing for that, it must be set
//! - reachable scale `X(m) / −a(p,m)`, units of main product a year; below the smallest viable scale
//!   it is *not viable alone*, never raised to it
//! - value added per unit `Σ_g a(p,g)·π(g)` over priced products, the others named; uplift a year =
//!   value added × reachable scale
//! - local input share: value of inputs that are made here over the value of all inputs; an input
//!   without a price leaves it open
//! - loops closed: by-products of p that a local plant takes in
//!
//! A by-product that no local plant needs and of which no sale is registered is *unused*; while its
//! makers' supplies are not declared complete it may be sold all the same, and must be asked.
//! Rank: uplift × local input share × viability `min(1, reachable / smallest viable scale)`, by the
//! lower bound; what has none (as where no smallest viable scale is known) follows, by key. The two
//! shares keep what is merely finished here, or too small to stand, from coming before what roots in
//! the zone. First comes what the country's market is known to take, then that of which it is not known, then what
//! is more than the country uses; of each, what surely adds no value comes last. What makes a utility comes after
//! all others, and what is bound to its site is left out; see `siting`. Source: activity analysis; value added at registered prices; the rank is our convention.
//! Limits: the surplus of m is what is left today; two extensions may want the same feedstock.

use crate::balance::Balance;
use crate::gaps::{Candidate, Parts, candidates, pipeline, rank, viability};
use crate::limits::{LimitUse, Take, takes};
use crate::rounding::at_least;
use crate::siting::{MarketFit, NationalUse, is_bound};
use crate::{Question, Recipe, Zone};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use yanlian_model::registers::Process;
use yanlian_model::{Direction, Figure, Finding, Message, Missing, MissingKind, Place, Severity};

/// A process that would work up a surplus.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Extension {
    /// The process.
    pub process: String,
    /// What it would make.
    pub main_product: String,
    /// The unit of what it would make.
    pub unit: String,
    /// Its main feedstock, now exported.
    pub feedstock: String,
    /// The unit of the feedstock.
    pub feedstock_unit: String,
    /// X(m): what is exported of the feedstock, a year.
    pub available: Figure,
    /// −a(p,m): feedstock per unit of main product.
    pub feedstock_per_unit: Figure,
    /// X(m) / −a(p,m): units of main product a year.
    pub reachable: Figure,
    /// How much of the main product is made here already, a year.
    pub already_made: Figure,
    /// The smallest viable scale of the process.
    pub smallest_viable_scale: Option<f64>,
    /// min(1, reachable / smallest viable scale), 0 to 1.
    pub viability: Figure,
    /// Whether the reachable scale carries a plant; `None` where unknown figures leave it open.
    pub viable_alone: Option<bool>,
    /// Σ a·π over priced products, CNY per unit of main product.
    pub value_added_per_unit: Figure,
    /// Products of the recipe without a price; they are not in the value added.
    pub unpriced: Vec<String>,
    /// Value added × reachable scale, CNY a year.
    pub uplift_cny: Figure,
    /// Value of inputs made here over the value of all priced inputs, 0 to 1.
    pub local_input_share: Option<Figure>,
    /// Uplift × local input share × viability, CNY a year; ranks by its lower bound.
    pub score: Figure,
    /// What it would make is a utility.
    pub utility: bool,
    /// What the country uses of the main product, where that is registered.
    pub national_use: Option<NationalUse>,
    /// Whether the country uses as much as its typical scale, or what is surely within reach, would make.
    pub market: MarketFit,
    /// By-products that plants here take in.
    pub loops: Vec<Loop>,
    /// What a plant of the reachable scale would take of each limit.
    pub takes: Vec<Take>,
    /// Outside companies that make the main product.
    pub candidates: Vec<Candidate>,
    /// Projects on their way that use this process.
    pub projects: Vec<String>,
}

/// A by-product that closes a loop.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Loop {
    /// The by-product.
    pub by_product: String,
    /// The plants here that take it in.
    pub plants: Vec<String>,
}

/// A by-product that nobody here takes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct UnusedByproduct {
    /// The product.
    pub product: String,
    /// Its unit.
    pub unit: String,
    /// What comes out a year.
    pub made: Figure,
    /// The plants that make it.
    pub plants: Vec<String>,
    /// Its makers' supplies are declared complete, so that it is known to go nowhere.
    pub certain: bool,
    /// Processes of the library that would take it.
    pub takers: Vec<String>,
}

type Balances = BTreeMap<String, Balance>;

/// Every extension, the one worth most first.
pub(crate) fn extensions(
    zone: &Zone,
    question: &Question,
    balances: &Balances,
    limits: &[LimitUse],
    findings: &mut Vec<Finding>,
) -> Vec<Extension> {
    let processes = zone.registers.processes.iter().filter(|process| !is_bound(process));
    let in_chain = processes.filter(|p| question.chain.is_none() || p.chain == question.chain);
    let mut steps: Vec<Extension> = in_chain
        .filter_map(|process| {
            let recipe = Recipe::of_process(zone, process);
            let feedstock = feedstock(zone, question, &recipe, balances, findings)?;
            step(zone, question, &recipe, feedstock, balances, limits)
        })
        .collect();
    steps.sort_by(|a, b| {
        let group = |step: &Extension| (step.utility, step.market, step.uplift_cny.high() <= 0.0);
        let by_score = || rank(&a.score, &b.score).then_with(|| a.process.cmp(&b.process));
        group(a).cmp(&group(b)).then_with(by_score)
    });
    steps
}

/// The main feedstock of a recipe; a finding where a price is missing to tell.
fn feedstock<'a>(
    zone: &Zone,
    question: &Question,
    recipe: &Recipe<'a>,
    balances: &Balances,
    findings: &mut Vec<Finding>,
) -> Option<&'a str> {
    let inputs: Vec<_> = recipe.lines.iter().filter(|line| line.direction == Direction::In).collect();
    if let Some(line) = inputs.iter().find(|line| line.main) {
        return Some(line.item);
    }
    if let [only] = inputs.as_slice() {
        return Some(only.item);
    }
    let value = |item: &str| Some(zone.price(item, question)?.cny * -recipe.net(item).value()?);
    let values: Option<Vec<(f64, &str)>> = inputs.iter().map(|line| Some((value(line.item)?, line.item))).collect();
    let net_exports = |item: &str| balances.get(item).is_some_and(|balance| balance.net_exports.maybe_over(0.0));
    if values.is_none() && inputs.iter().any(|line| net_exports(line.item)) {
        let place = Place::record("processes", &recipe.process.id);
        let mut finding = Finding::new(Severity::Note, place, Message::new("finding-feedstock-unset"));
        finding.missing = vec![Missing::new(MissingKind::Feedstock, "processes", &recipe.process.id)];
        findings.push(finding);
    }
    values?.into_iter().max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1))).map(|(_, item)| item)
}

fn step(
    zone: &Zone,
    question: &Question,
    recipe: &Recipe,
    feedstock: &str,
    balances: &Balances,
    limits: &[LimitUse],
) -> Option<Extension> {
    let process = recipe.process;
    let available = balances.get(feedstock).map(|balance| balance.net_exports.clone())?;
    let per_unit = -&recipe.net(feedstock);
    let reachable = available.ratio(&per_unit).filter(|_| available.maybe_over(0.0) && per_unit.low() >= 0.0)?;
    let already_made = balances.get(&process.main_product).map_or(Figure::ZERO, |balance| balance.made.clone());
    if already_made.low() >= reachable.high() {
        return None;
    }
    let worth = Worth::of(zone, question, recipe, balances);
    let viability = viability(process, &reachable);
    let uplift_cny = &worth.added * &reachable;
    let share = worth.local_share.clone().unwrap_or_default();
    let national_use = zone.national_use(&process.main_product, question);
    let most = process.typical_scale.unwrap_or(0.0).max(reachable.low());
    Some(Extension {
        process: process.id.clone(),
        main_product: process.main_product.clone(),
        unit: zone.unit(&process.main_product, true).to_owned(),
        feedstock: feedstock.to_owned(),
        feedstock_unit: zone.unit(feedstock, true).to_owned(),
        smallest_viable_scale: process.smallest_viable_scale,
        viable_alone: viable(&reachable, process.smallest_viable_scale),
        score: &(&uplift_cny * &share) * &viability,
        uplift_cny,
        viability,
        value_added_per_unit: worth.added,
        unpriced: worth.unpriced,
        utility: zone.is_utility(&process.main_product),
        market: MarketFit::of(most, national_use),
        national_use,
        local_input_share: worth.local_share,
        loops: loops(recipe, balances),
        takes: takes(zone, &Recipe::to_build(zone, process), &reachable, limits),
        candidates: candidates(zone, &process.main_product),
        projects: pipeline(zone, |other| other.id == process.id),
        available,
        feedstock_per_unit: per_unit,
        reachable,
        already_made,
    })
}

fn viable(reachable: &Figure, smallest: Option<f64>) -> Option<bool> {
    let smallest = smallest?;
    if at_least(reachable.low(), smallest) {
        Some(true)
    } else if !at_least(reachable.high(), smallest) {
        Some(false)
    } else {
        None
    }
}

/// What a unit of a process's main product is worth beyond its inputs.
struct Worth {
    added: Figure,
    unpriced: Vec<String>,
    local_share: Option<Figure>,
}

impl Worth {
    fn of(zone: &Zone, question: &Question, recipe: &Recipe, balances: &Balances) -> Worth {
        let mut worth = Worth { added: Figure::ZERO, unpriced: Vec::new(), local_share: None };
        let mut inputs = Parts::default();
        for product in recipe.products() {
            let price = zone.price(product, question);
            let net = recipe.net(product);
            match &price {
                Some(price) => worth.added += &net.times(price.cny),
                None => worth.unpriced.push(product.to_owned()),
            }
            let input = zone.value(product, &(-&net).positive_part(), price.as_ref());
            match balances.get(product).map(|balance| &balance.made) {
                Some(made) if made.surely_over(0.0) => inputs.inside += &input,
                Some(made) if made.maybe_over(0.0) => {
                    inputs.unsaid.extend(made.missing().iter().cloned());
                    inputs.either += &input;
                }
                _ => inputs.outside += &input,
            }
        }
        worth.local_share = inputs.share();
        worth
    }
}

/// By-products of the recipe that local plants take in.
fn loops(recipe: &Recipe, balances: &Balances) -> Vec<Loop> {
    let by_products = recipe.products().into_iter().skip(1).filter(|product| recipe.net(product).maybe_over(0.0));
    let closed = by_products.filter_map(|product| {
        let buyers = balances.get(product)?.buyers.iter().filter(|buyer| buyer.enterprise.is_some());
        let plants: Vec<String> = buyers.map(|buyer| buyer.plant.clone()).collect();
        (!plants.is_empty()).then(|| Loop { by_product: product.to_owned(), plants })
    });
    closed.collect()
}

/// By-products that come out here and that no plant here needs.
pub(crate) fn unused<'b>(
    zone: &Zone,
    question: &Question,
    balances: impl Iterator<Item = &'b Balance>,
) -> Vec<UnusedByproduct> {
    let declared = zone.registers.supplies_complete.iter().filter(|row| row.year == question.year);
    let complete: BTreeSet<&str> = declared.map(|row| row.enterprise.as_str()).collect();
    let idle = balances.filter(|balance| {
        let sold = &balance.registered_out + &balance.local_trade;
        let only_by_product = !balance.makers.is_empty() && balance.makers.iter().all(|maker| maker.by_product);
        only_by_product && balance.made.maybe_over(0.0) && !balance.needed.maybe_over(0.0) && !sold.surely_over(0.0)
    });
    let unused = idle.map(|balance| UnusedByproduct {
        product: balance.product.clone(),
        unit: balance.unit.clone(),
        made: balance.made.clone(),
        plants: balance.makers.iter().map(|maker| maker.plant.clone()).collect(),
        certain: Balance::enterprises(&balance.makers).iter().all(|enterprise| complete.contains(enterprise)),
        takers: takers(zone, &balance.product),
    });
    unused.collect()
}

/// Processes of the library that take a product in, net.
fn takers(zone: &Zone, product: &str) -> Vec<String> {
    let takes = |process: &&Process| {
        let flows = zone.flows(&process.id);
        flows.iter().any(|flow| flow.item == product && flow.direction == Direction::In)
            && Recipe::of_process(zone, process).net(product).low() < 0.0
    };
    zone.registers.processes.iter().filter(takes).map(|process| process.id.clone()).collect()
}
