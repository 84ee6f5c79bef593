//! Which inputs of the plants that are here does nobody here make?
//!
//! The first answer where nothing but presence is known: no outputs, no capacities, no quantities. A
//! product is *absent* where some plant's recipe takes it in and no plant's recipe gives it. Absent
//! products are ranked by the number of enterprises that need them, then by key. Source: set
//! difference on the product graph. Limits: it weighs nothing; a product that is made in traces counts
//! as made. Once outputs are registered, [`diagnose`](crate::diagnose) answers with quantities.

use crate::Zone;
use serde::Serialize;
use std::collections::{BTreeSet, HashMap, HashSet};
use yanlian_model::Direction;

/// A product that plants here take in and none gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Absent {
    /// The product.
    pub product: String,
    /// The enterprises that need it, by code.
    pub buyers: Vec<String>,
}

/// Every absent product, the one that most enterprises need first.
pub fn absent(zone: &Zone) -> Vec<Absent> {
    let mut made: HashSet<&str> = HashSet::new();
    let mut needed: HashMap<&str, BTreeSet<&str>> = HashMap::new();
    for plant in &zone.registers.plants {
        let Some(process) = zone.process(&plant.process) else { continue };
        made.insert(&process.main_product);
        for flow in zone.flows(&process.id) {
            match flow.direction {
                Direction::Out => {
                    made.insert(&flow.item);
                }
                Direction::In => {
                    needed.entry(&flow.item).or_default().insert(&plant.enterprise);
                }
                Direction::Use | Direction::Emit => (),
            }
        }
    }
    let missing = needed.into_iter().filter(|(product, _)| !made.contains(product));
    let mut absent: Vec<Absent> = missing
        .map(|(product, buyers)| Absent {
            product: product.to_owned(),
            buyers: buyers.into_iter().map(str::to_owned).collect(),
        })
        .collect();
    absent.sort_by(|a, b| b.buyers.len().cmp(&a.buyers.len()).then_with(|| a.product.cmp(&b.product)));
    absent
}
