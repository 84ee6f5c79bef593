//! How the zone's products hang together: among those of other regions, and among each other.
//!
//! Both answers are those of the whole zone, whichever chain is looked at: an advantage is a share of
//! all that the zone makes, and what a product moves upstream does not end at a chain.
//!
//! Source and limits: those of [`complexity`](crate::complexity) and [`io`](crate::io), on the registers.

use crate::complexity::{ProductSpace, product_space};
use crate::io::{ZoneIo, zone_io};
use crate::{Question, Zone, diagnose};

/// The zone among other regions, and its own input-output table.
#[derive(Debug, Clone, PartialEq)]
pub struct Networks {
    /// The product space; `None` where no reference is registered.
    pub space: Option<ProductSpace>,
    /// The table; `None` where nothing priced is made, or it has no inverse.
    pub io: Option<ZoneIo>,
}

impl Networks {
    /// For the year of `question`, all chains.
    pub fn of(zone: &Zone, question: &Question) -> Networks {
        let diagnosis = diagnose(zone, &Question { chain: None, ..question.clone() });
        Networks { space: product_space(zone, &diagnosis), io: zone_io(zone, &diagnosis) }
    }
}
