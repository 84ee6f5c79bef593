//! How far can the figures of a chain be trusted?
//!
//! Rows of its recipes are counted: verified in a source or by a reaction, beside a second independent source, by
//! what they rest on; what contradicts itself (`claims`) is not counted. A second figure that is twice the row's or
//! half of it lies apart. An input by reaction without a lower bound under it is a least amount: what pure substances
//! take at a yield of 100 %. Source: the rows' own columns. Limits: verified says that a number was read or follows,
//! not that it is good or recent.

use super::claims::{is_told_twice, is_verified};
use crate::Zone;
use serde::Serialize;
use std::collections::BTreeMap;
use yanlian_model::registers::Flow;
use yanlian_model::{Basis, Direction};

/// Times by which a second source lies apart.
const APART: f64 = 2.0;

/// How many rows of a chain rest on what.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Standing {
    /// The chain; empty for processes without one.
    pub chain: String,
    /// Its processes.
    pub processes: usize,
    /// Rows of its recipes.
    pub rows: usize,
    /// Rows that are verified.
    pub verified: usize,
    /// Rows that have a second source.
    pub twice: usize,
    /// Rows whose second source is twice as much, half as much, or further away.
    pub apart: usize,
    /// Rows by basis; those without one are in none.
    pub by_basis: BTreeMap<Basis, usize>,
    /// Processes without a verified row.
    pub unverified: Vec<String>,
}

impl Standing {
    /// Of all chains together.
    pub fn sum<'s>(chains: impl IntoIterator<Item = &'s Standing>) -> Standing {
        let mut all = Standing::default();
        for chain in chains {
            all.processes += chain.processes;
            all.rows += chain.rows;
            all.verified += chain.verified;
            all.twice += chain.twice;
            all.apart += chain.apart;
            for (basis, rows) in &chain.by_basis {
                *all.by_basis.entry(*basis).or_default() += rows;
            }
            all.unverified.extend(chain.unverified.iter().cloned());
        }
        all
    }

    /// The part of the rows that is verified, 0 to 1; `None` without rows.
    pub fn verified_share(&self) -> Option<f64> {
        (self.rows > 0).then(|| self.verified as f64 / self.rows as f64)
    }

    /// The part of the rows that has a second source, 0 to 1; `None` without rows.
    pub fn twice_share(&self) -> Option<f64> {
        (self.rows > 0).then(|| self.twice as f64 / self.rows as f64)
    }
}

/// The standing of every chain, in the order of their ids.
pub fn standing(zone: &Zone) -> Vec<Standing> {
    let mut chains: BTreeMap<&str, Standing> = BTreeMap::new();
    for process in &zone.registers.processes {
        let chain = process.chain.as_deref().unwrap_or_default();
        let of = chains.entry(chain).or_insert_with(|| Standing { chain: chain.to_owned(), ..Standing::default() });
        let flows = zone.flows(&process.id);
        let verified = flows.iter().filter(|flow| is_verified(flow)).count();
        of.processes += 1;
        of.rows += flows.len();
        of.verified += verified;
        of.twice += flows.iter().filter(|flow| is_told_twice(flow)).count();
        of.apart += flows.iter().filter(|flow| lies_apart(flow)).count();
        for basis in flows.iter().filter_map(|flow| flow.basis) {
            *of.by_basis.entry(basis).or_default() += 1;
        }
        if verified == 0 {
            of.unverified.push(process.id.clone());
        }
    }
    chains.into_values().collect()
}

/// How many times the row's figure its second source has; `None` without one, or where the row has nothing.
pub fn second_ratio(flow: &Flow) -> Option<f64> {
    let (own, second) = flow.quantity.zip(flow.second_quantity)?;
    (own > 0.0).then(|| second / own)
}

/// Whether the second source of a row is twice as much, half as much, or further away.
pub fn lies_apart(flow: &Flow) -> bool {
    second_ratio(flow).is_some_and(|ratio| is_away(ratio, APART))
}

/// Whether a ratio is `times` or more, either way.
pub(super) fn is_away(ratio: f64, times: f64) -> bool {
    ratio >= times || ratio * times <= 1.0
}

/// Whether a row is what the reaction takes at a yield of 100 %, so that practice takes more.
pub fn is_least_amount(flow: &Flow) -> bool {
    let lower = flow.low.zip(flow.quantity).is_some_and(|(low, typical)| low < typical);
    flow.direction == Direction::In && flow.basis == Some(Basis::Stoichiometric) && !lower
}

#[cfg(test)]
mod tests {
    use super::*;
    use yanlian_model::Record;

    fn flow(texts: &[(&'static str, &'static str)]) -> Flow {
        let own = [("process", "p"), ("item", "i"), ("direction", "in"), ("quantity", "2")];
        Flow::from_texts(&[&own[..], texts].concat()).unwrap()
    }

    #[test]
    fn a_second_source_twice_away_lies_apart() {
        let second = |quantity| flow(&[("second_quantity", quantity), ("second_source", "a book")]);
        assert_eq!(second_ratio(&second("3")), Some(1.5));
        assert_eq!(
            [second("3.9"), second("4"), second("1"), second("1.1")].map(|f| lies_apart(&f)),
            [false, true, true, false]
        );
        assert!(!lies_apart(&flow(&[])));
    }

    #[test]
    fn an_input_by_reaction_is_a_least_amount_unless_less_is_usual() {
        assert!(is_least_amount(&flow(&[("basis", "stoichiometric"), ("low", "2"), ("high", "3")])));
        assert!(is_least_amount(&flow(&[("basis", "stoichiometric")])));
        assert!(!is_least_amount(&flow(&[("basis", "stoichiometric"), ("low", "1.8")])));
        assert!(!is_least_amount(&flow(&[("basis", "published")])));
    }
}
