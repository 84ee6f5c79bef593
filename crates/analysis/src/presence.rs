//! Which inputs of the plants that are here does nobody here make?
//!
//! The first answer where nothing but presence is known: no outputs, no capacities, no quantities. A
//! product is *absent* where some plant's recipe takes it in and no plant's recipe gives it. Absent
//! products are ranked by the number of enterprises that need them, then by key. Source: set
//! difference on the product graph. Limits: it weighs nothing; a product that is made in traces counts
//! as made. Once outputs are registered, [`diagnose`](crate::diagnose) answers with quantities.

use crate::Zone;
use serde::Serialize;
use std::cmp::Reverse;

/// A product that plants here take in and none gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Absent<'z> {
    /// The product.
    pub product: &'z str,
    /// The enterprises that need it, by code.
    pub buyers: Vec<&'z str>,
}

/// Every absent product, the one that most enterprises need first.
pub fn absent(zone: &Zone) -> Vec<Absent<'_>> {
    let mut made = vec![false; zone.registers.products.len()];
    let mut needed: Vec<(u32, u32)> = Vec::new();
    for position in 0..zone.registers.plants.len() {
        let (taken, given) = zone.graph().of_plant(position);
        given.iter().for_each(|product| made[*product as usize] = true);
        needed.extend(taken.iter().map(|product| (*product, position as u32)));
    }
    needed.retain(|(product, _)| !made[*product as usize]);
    // Positions follow the keys, so that sorting by them sorts by key.
    needed.sort_unstable();
    let groups = needed.chunk_by(|a, b| a.0 == b.0);
    let mut absent: Vec<Absent> = groups.map(|group| need(zone, group)).collect();
    absent.sort_by_key(|row| Reverse(row.buyers.len()));
    absent
}

/// One product, by position, with the plants that take it in.
fn need<'z>(zone: &'z Zone, group: &[(u32, u32)]) -> Absent<'z> {
    let plants = group.iter().map(|(_, plant)| &zone.registers.plants[*plant as usize]);
    let mut buyers: Vec<&str> = plants.map(|plant| plant.enterprise.as_str()).collect();
    buyers.sort_unstable();
    buyers.dedup();
    Absent { product: &zone.registers.products[group[0].0 as usize].id, buyers }
}
