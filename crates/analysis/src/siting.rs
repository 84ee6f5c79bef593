//! What can be invited, and what does the country's market bear?
//!
//! A process that is bound to its site (a mine, a brine, ore dressing) cannot be built here, whatever is missing;
//! its makers are no candidates. A utility (power, steam, gas, water) goes into every process, so that it says
//! nothing about a chain: it is told apart. A plant that makes more in a year than the country uses of its
//! product cannot sell it; what the country uses is not always known, and then whether it could sell is not either.
//!
//! Source: `bound_to_site` of processes, `utility` of products, the latest year of `markets` up to the reporting
//! year. Limits: a market is apparent consumption of one year; exports and growth are not in it.

use crate::{Question, Zone};
use serde::Serialize;
use yanlian_model::registers::Process;

/// What the country uses of a product in a year.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct NationalUse {
    /// The year of the figure.
    pub year: i32,
    /// Apparent consumption, units of the product a year.
    pub consumption: f64,
}

/// Whether the country's market takes what a plant would make.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MarketFit {
    /// It makes no more in a year than the country uses.
    Within,
    /// What the country uses is not registered.
    Unknown,
    /// It makes more in a year than the country uses.
    Beyond,
}

impl MarketFit {
    /// Holds a year's output against the national use, both in units of the product.
    pub(crate) fn of(output: f64, market: Option<NationalUse>) -> MarketFit {
        match market {
            None => MarketFit::Unknown,
            Some(market) if output > market.consumption => MarketFit::Beyond,
            Some(_) => MarketFit::Within,
        }
    }
}

/// What sort of input a gap is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum GapKind {
    /// A material or part that could be made here, as far as the library knows.
    Product,
    /// A raw mineral: every process that makes it is bound to its site.
    Mineral,
    /// A utility, such as power, steam, gas or water.
    Utility,
}

impl Zone {
    /// What sort of input a product is.
    pub(crate) fn gap_kind(&self, product: &str) -> GapKind {
        let makers = self.processes_making(product);
        if self.is_utility(product) {
            GapKind::Utility
        } else if !makers.is_empty() && makers.into_iter().all(is_bound) {
            GapKind::Mineral
        } else {
            GapKind::Product
        }
    }

    /// Whether a product is a utility.
    pub fn is_utility(&self, product: &str) -> bool {
        self.product(product).is_some_and(|product| product.utility == Some(true))
    }

    /// The processes that make a product and could be built here.
    pub(crate) fn processes_to_invite(&self, product: &str) -> Vec<&Process> {
        self.processes_making(product).into_iter().filter(|process| !is_bound(process)).collect()
    }

    /// What the country uses of a product, by the latest figure up to the question's year.
    pub(crate) fn national_use(&self, product: &str, question: &Question) -> Option<NationalUse> {
        let known = self.markets(product).iter().filter(|market| market.year <= question.year);
        known.rev().find_map(|market| Some(NationalUse { year: market.year, consumption: market.consumption? }))
    }
}

/// Whether a process sits on a deposit, so that it cannot be built elsewhere.
pub(crate) fn is_bound(process: &Process) -> bool {
    process.bound_to_site == Some(true)
}
