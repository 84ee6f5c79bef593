//! Leading enterprises: whose plants make most?
//!
//! Output value of an enterprise = Σ `made_i · π_i` over the products i of its plants, CNY a year; by-products
//! included, what a plant uses itself taken off, as in `balance`. π as in `price`, without tax. The largest
//! lower bound first. Source: activity analysis (Koopmans 1951), as `balance`. Limits: not the gross output value of
//! statistics; a product without a price leaves the value without an upper bound.

use crate::Diagnosis;
use std::collections::{BTreeMap, BTreeSet};
use yanlian_model::{Figure, Missing, MissingKind};

/// An enterprise by what its plants make.
#[derive(Debug, Clone, PartialEq)]
pub struct LeadingEnterprise<'a> {
    /// Its code.
    pub enterprise: &'a str,
    /// What its plants make, CNY a year.
    pub value_cny: Figure,
    /// The products, in the balance's order.
    pub products: Vec<&'a str>,
    /// The plants.
    pub plants: BTreeSet<&'a str>,
}

/// The enterprises that make anything in the question's chain, the largest value first, equals by code.
pub fn leading_enterprises(diagnosis: &Diagnosis) -> Vec<LeadingEnterprise<'_>> {
    let mut leading: BTreeMap<&str, LeadingEnterprise> = BTreeMap::new();
    for balance in &diagnosis.balance {
        let missing = || Missing::new(MissingKind::Price, "products", &balance.product);
        let price = Figure::known_or(balance.price.as_ref().map(|price| price.cny), missing);
        for share in &balance.makers {
            let Some(enterprise) = share.enterprise.as_deref() else { continue };
            let own = leading.entry(enterprise).or_insert_with(|| LeadingEnterprise {
                enterprise,
                value_cny: Figure::default(),
                products: Vec::new(),
                plants: BTreeSet::new(),
            });
            own.value_cny += &(&share.quantity * &price);
            own.plants.insert(&share.plant);
            if own.products.last() != Some(&balance.product.as_str()) {
                own.products.push(&balance.product);
            }
        }
    }
    let mut leading: Vec<LeadingEnterprise> = leading.into_values().collect();
    leading.sort_by(|a, b| b.value_cny.low().total_cmp(&a.value_cny.low()));
    leading
}
