//! Vulnerabilities (强链): on what do local chains hang, and what works badly?
//!
//! - a product that is needed here and made by one local enterprise only; at stake: the need that it
//!   covers, `min(S,D)·π`, CNY a year
//! - the five firms whose stop takes most from others (see [`Shutdowns`](crate::Shutdowns)): ESRI less their own
//!   part of all revenue; computed beside the diagnosis, and told with it
//! - a plant whose measured intensity is worse than level 2 of its benchmark
//! - a plant whose utilisation (output / capacity) is under 50 % or over 95 %
//! - an enterprise with difficulties past their promised date, or with open major hazards
//!
//! S, D, π as in `balance` and `price`; shares and utilisation without unit. Each with its reason and figure.
//! Source: the reasons are our convention; levels of benchmarks as the library names them. Limits: a
//! benchmark is judged only where the library has one for the process.

use crate::balance::Balance;
use crate::process_profile::{Level, plant_profile};
use crate::service::{DueState, difficulty_state, hazard_state};
use crate::{Question, Zone};
use serde::Serialize;
use std::collections::BTreeMap;
use yanlian_model::{Direction, Figure, HazardGrade};

/// Utilisation below this is low.
pub const LOW_UTILISATION: f64 = 0.50;
/// Utilisation above this leaves no room.
pub const HIGH_UTILISATION: f64 = 0.95;

/// Something on which a chain hangs, or that works badly.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Vulnerability {
    /// The enterprise that it is about.
    pub enterprise: String,
    /// What is weak.
    pub weakness: Weakness,
}

/// What is weak, with its figures.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Weakness {
    /// The only local maker of what others here need.
    SingleSupplier {
        /// The product.
        product: String,
        /// The enterprises here that need it.
        buyers: Vec<String>,
        /// min(S,D)·π, CNY a year.
        at_stake_cny: Figure,
    },
    /// Its stop takes much from others.
    Spreads {
        /// ESRI: the part of all firms' revenue that is lost when it stops, 0 to 1.
        esri: f64,
        /// Its own part of all revenue; what others lose is the rest.
        own_share: f64,
        /// How many others lose more than 1 % of their output.
        reaches: usize,
        /// ε, on which the figures rest.
        epsilon: f64,
    },
    /// A measured intensity worse than level 2 of the benchmark.
    WorseThanAccess {
        /// The plant.
        plant: String,
        /// What is measured.
        item: String,
        /// Which way it flows.
        direction: Direction,
        /// As measured, in `unit` per unit of main product.
        measured: f64,
        /// Level 2, in the same unit.
        level2: f64,
        /// The unit.
        unit: String,
    },
    /// Output under half of capacity.
    LowUtilisation {
        /// The plant.
        plant: String,
        /// Output over capacity.
        utilisation: f64,
    },
    /// Output over 95 % of capacity.
    HighUtilisation {
        /// The plant.
        plant: String,
        /// Output over capacity.
        utilisation: f64,
    },
    /// Difficulties past their promised date.
    OverdueDifficulties {
        /// Their ids.
        difficulties: Vec<String>,
    },
    /// Major hazards not closed.
    MajorHazards {
        /// Their ids.
        hazards: Vec<String>,
    },
}

/// Every vulnerability: first by kind, within a kind the most at stake first, then by key.
pub(crate) fn vulnerabilities(zone: &Zone, question: &Question, balances: &[&Balance]) -> Vec<Vulnerability> {
    let mut points = single_suppliers(balances);
    points.extend(plants(zone, question));
    points.extend(overdue(zone, question));
    points.extend(hazards(zone, question));
    points
}

fn single_suppliers(balances: &[&Balance]) -> Vec<Vulnerability> {
    let mut points = Vec::new();
    for balance in balances {
        let makers: Vec<_> = balance.makers.iter().filter(|maker| maker.quantity.maybe_over(0.0)).cloned().collect();
        let makers = Balance::enterprises(&makers).into_iter().map(str::to_owned).collect::<Vec<_>>();
        let [maker] = makers.as_slice() else { continue };
        let mut buyers = Balance::enterprises(&balance.buyers);
        buyers.remove(maker.as_str());
        if buyers.is_empty() {
            continue;
        }
        let covered = balance.made.min(&balance.needed);
        let price = Figure::known_or(balance.price.as_ref().map(|price| price.cny), || {
            yanlian_model::Missing::new(yanlian_model::MissingKind::Price, "products", &balance.product)
        });
        points.push((
            balance.product.clone(),
            maker.clone(),
            buyers.into_iter().map(str::to_owned).collect::<Vec<_>>(),
            &covered * &price,
        ));
    }
    points.sort_by(|a, b| crate::gaps::rank(&a.3, &b.3).then_with(|| a.0.cmp(&b.0)));
    let weak = points.into_iter().map(|(product, enterprise, buyers, at_stake_cny)| Vulnerability {
        enterprise,
        weakness: Weakness::SingleSupplier { product, buyers, at_stake_cny },
    });
    weak.collect()
}

fn plants(zone: &Zone, question: &Question) -> Vec<Vulnerability> {
    let in_chain = |process: &str| {
        question.chain.is_none() || zone.process(process).is_some_and(|process| process.chain == question.chain)
    };
    let (mut worse, mut used) = (Vec::new(), Vec::new());
    for plant in zone.registers.plants.iter().filter(|plant| in_chain(&plant.process)) {
        let point = |weakness| Vulnerability { enterprise: plant.enterprise.clone(), weakness };
        for judged in plant_profile(zone, plant, question.year).judged {
            if let (Some(Level::WorseThanAccess | Level::OverLimit), Some(level2)) = (judged.level, judged.level2) {
                worse.push(point(Weakness::WorseThanAccess {
                    plant: plant.id.clone(),
                    item: judged.item,
                    direction: judged.direction,
                    measured: judged.value,
                    level2,
                    unit: judged.unit,
                }));
            }
        }
        let output = zone.output(&plant.id, question.year);
        let Some(utilisation) = output.zip(plant.capacity.filter(|c| *c > 0.0)).map(|(o, c)| o / c) else { continue };
        if utilisation < LOW_UTILISATION {
            used.push(point(Weakness::LowUtilisation { plant: plant.id.clone(), utilisation }));
        } else if utilisation > HIGH_UTILISATION {
            used.push(point(Weakness::HighUtilisation { plant: plant.id.clone(), utilisation }));
        }
    }
    worse.into_iter().chain(used).collect()
}

/// Whether an enterprise belongs to the question: it has a plant in the chain, or no chain is asked for.
pub(crate) fn concerned(zone: &Zone, question: &Question, enterprise: &str) -> bool {
    question.chain.is_none()
        || zone
            .plants_of(enterprise)
            .any(|plant| zone.process(&plant.process).is_some_and(|process| process.chain == question.chain))
}

fn overdue(zone: &Zone, question: &Question) -> Vec<Vulnerability> {
    let difficulties = zone.registers.difficulties.iter();
    let overdue = difficulties.filter(|d| difficulty_state(d, question.today) == DueState::Overdue);
    by_enterprise(zone, question, overdue.map(|d| (d.enterprise.as_str(), d.id.as_str())))
        .map(|(enterprise, difficulties)| Vulnerability {
            enterprise,
            weakness: Weakness::OverdueDifficulties { difficulties },
        })
        .collect()
}

fn hazards(zone: &Zone, question: &Question) -> Vec<Vulnerability> {
    let open = zone.registers.hazards.iter().filter(|hazard| {
        hazard.grade == Some(HazardGrade::Major) && hazard_state(hazard, question.today) != DueState::Done
    });
    by_enterprise(zone, question, open.map(|hazard| (hazard.enterprise.as_str(), hazard.id.as_str())))
        .map(|(enterprise, hazards)| Vulnerability { enterprise, weakness: Weakness::MajorHazards { hazards } })
        .collect()
}

/// Ids grouped by the enterprises that the question concerns.
fn by_enterprise<'a>(
    zone: &Zone,
    question: &Question,
    records: impl Iterator<Item = (&'a str, &'a str)>,
) -> impl Iterator<Item = (String, Vec<String>)> {
    let mut groups: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (enterprise, id) in records.filter(|(enterprise, _)| concerned(zone, question, enterprise)) {
        groups.entry(enterprise.to_owned()).or_default().push(id.to_owned());
    }
    groups.into_iter()
}
