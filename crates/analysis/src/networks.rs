//! How the zone's products hang together: among those of other regions, and among each other.
//!
//! Both answers are those of the whole zone, whichever chain is looked at: an advantage is a share of
//! all that the zone makes, and what a product moves upstream does not end at a chain.
//!
//! Source and limits: those of [`complexity`](crate::complexity) and [`io`](crate::io), on the registers.

use crate::complexity::{ProductSpace, Proximities, product_space, proximities};
use crate::io::{ZoneIo, zone_io};
use crate::{Diagnosis, Question, Zone, diagnose};

/// The zone among other regions, and its own input-output table.
#[derive(Debug, Clone, PartialEq)]
pub struct Networks {
    /// The product space; `None` where no reference is registered.
    pub space: Option<ProductSpace>,
    /// The table; `None` where nothing priced is made, or it has no inverse.
    pub io: Option<ZoneIo>,
}

impl Networks {
    /// For the year of a diagnosis. That of all chains is made where it is of one.
    pub fn of(zone: &Zone, diagnosis: &Diagnosis) -> Networks {
        let of_all = |whole: &Diagnosis| Networks { space: product_space(zone, whole), io: zone_io(zone, whole) };
        of_all_chains(zone, diagnosis, of_all)
    }

    /// φ of every two products of the product space; too many to be kept, and worked out when asked.
    pub fn proximities(zone: &Zone, diagnosis: &Diagnosis) -> Option<Proximities> {
        of_all_chains(zone, diagnosis, |whole| proximities(zone, whole))
    }
}

/// What `make` makes of the diagnosis of all chains.
fn of_all_chains<T>(zone: &Zone, diagnosis: &Diagnosis, make: impl FnOnce(&Diagnosis) -> T) -> T {
    match diagnosis.question.chain {
        None => make(diagnosis),
        Some(_) => make(&diagnose(zone, &Question { chain: None, ..diagnosis.question.clone() })),
    }
}
