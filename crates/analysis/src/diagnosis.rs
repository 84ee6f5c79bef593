//! The diagnosis of the zone, or of one chain: balance, gaps, extensions, matches, vulnerabilities.
//!
//! The arithmetic is always that of the whole zone, since another chain may need or make the same
//! product; a chain narrows what is shown: products that its processes take or give, its processes,
//! the enterprises that have plants in it.
//!
//! Source: none of its own; each method names its source. Limits: one reporting year, one day on which it is
//! asked; what a chain's view leaves out is still in the arithmetic.

use crate::balance::{self, Balance};
use crate::extensions::{self, Extension, UnusedByproduct};
use crate::gaps::{self, Gap};
use crate::limits::{self, LimitUse};
use crate::matching::{self, Match};
use crate::vulnerabilities::{self, Vulnerability};
use crate::{Question, Recipe, Zone, running};
use serde::Serialize;
use std::collections::BTreeSet;
use yanlian_model::{Finding, Place};

/// The answer to "which links are missing, weak or within reach?".
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Diagnosis {
    /// What was asked.
    pub question: Question,
    /// The balance of every product, by id.
    pub balance: Vec<Balance>,
    /// 补链: inputs that are, or may be, imported; the one worth most first.
    pub gaps: Vec<Gap>,
    /// 延链: processes that would work up a surplus; the one worth most first.
    pub extensions: Vec<Extension>,
    /// By-products that nobody here takes.
    pub unused_byproducts: Vec<UnusedByproduct>,
    /// 产销对接: makers and buyers here that could trade.
    pub matches: Vec<Match>,
    /// 强链: on what the chain hangs, and what works badly.
    pub vulnerabilities: Vec<Vulnerability>,
    /// The zone's limits, whichever chain is asked for.
    pub limits: Vec<LimitUse>,
    /// What the methods noticed in the records.
    pub findings: Vec<Finding>,
}

impl Diagnosis {
    /// The balance of one product.
    pub fn balance_of(&self, product: &str) -> Option<&Balance> {
        self.balance.binary_search_by(|balance| balance.product.as_str().cmp(product)).ok().map(|i| &self.balance[i])
    }
}

/// Diagnoses the zone.
pub fn diagnose(zone: &Zone, question: &Question) -> Diagnosis {
    let mut findings = Vec::new();
    let running = running::running(zone, question, &mut findings);
    let balances = balance::balance(zone, question, &running, &mut findings);
    let limits = limits::limits(zone, question, &running);
    let shown = products_of_chain(zone, question);
    let shows = |product: &str| shown.as_ref().is_none_or(|shown| shown.contains(product));
    let within = || balances.values().filter(|balance| shows(&balance.product));
    let extensions = extensions::extensions(zone, question, &balances, &limits, &mut findings);
    let vulnerabilities = vulnerabilities::vulnerabilities(zone, question, &within().collect::<Vec<_>>());
    let gaps = gaps::gaps(zone, within(), &limits);
    let unused_byproducts = extensions::unused(zone, question, within());
    let matches = matching::matches(zone, question, within());
    findings.retain(|finding| match &finding.place {
        Place::Record(of) if of.register == "products" => shows(of.key.as_stored()),
        _ => true,
    });
    findings.dedup();
    Diagnosis {
        question: question.clone(),
        gaps,
        extensions,
        unused_byproducts,
        matches,
        vulnerabilities,
        limits,
        findings,
        balance: balances.into_values().filter(|balance| shows(&balance.product)).collect(),
    }
}

/// The products that the asked-for chain takes or gives; `None` where all chains are asked for.
fn products_of_chain<'a>(zone: &'a Zone, question: &Question) -> Option<BTreeSet<&'a str>> {
    let chain = question.chain.as_ref()?;
    let processes = zone.registers.processes.iter().filter(|process| process.chain.as_ref() == Some(chain));
    Some(processes.flat_map(|process| Recipe::of_process(zone, process).products()).collect())
}
