//! Which scenarios should run side by side?
//!
//! Lanes step together until the last has come to rest, so those of like length belong together. How
//! long a stop will take is guessed from its strongest path: the largest part of it that arrives after
//! one link, two, three and so on, as long as that exceeds ε. The guess orders the work and nothing
//! else; no number depends on it.
//!
//! Source: ours. Limits: many weak paths together may take longer than the strongest.

use super::Terms;
use super::network::Network;

/// After so many links all are taken for equally long.
const FARTHEST: u32 = 16;

/// The firms' places in the list, those first whose stops are likely to come to rest soon.
pub(super) fn by_length(network: &Network, firms: &[usize], terms: &Terms) -> Vec<usize> {
    let lengths = lengths(network, terms);
    let mut places: Vec<usize> = (0..firms.len()).collect();
    places.sort_by_key(|place| lengths[firms[*place]]);
    places
}

/// The number of links after which no more than ε of a firm's stop arrives along one path.
fn lengths(network: &Network, terms: &Terms) -> Vec<u32> {
    let firms = network.keys().len();
    let sellers = &network.sellers;
    let part = sellers.alone();
    let mut lengths = vec![0; firms];
    let [mut down, mut up] = [vec![1.0; firms], vec![1.0; firms]];
    for links in 1..=FARTHEST {
        let through = network.down.strongest(&down);
        let sold = |firm| sellers.of(firm).map(|seller| part[seller] * through[seller]).fold(0.0, f64::max);
        down = (0..firms).map(sold).collect();
        up = network.up.strongest(&up);
        for firm in (0..firms).filter(|firm| down[*firm].max(up[*firm]) > terms.epsilon) {
            lengths[firm] = links;
        }
    }
    lengths
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cascade::{Firm, Link};

    #[test]
    fn a_stop_that_ends_soon_comes_before_one_that_goes_on() {
        let keys = ["mine", "smelter", "forge", "canteen", "farm"];
        let firms = keys.map(|key| Firm { key, industry: key, revenue: Some(100.0), cost: Some(100.0) });
        let link = |supplier, customer, value| Link { supplier, customer, value };
        let links = [link("mine", "smelter", 90.0), link("smelter", "forge", 90.0), link("farm", "canteen", 0.5)];
        let (network, _) = Network::new(&firms, &links, &[]).unwrap();
        let terms = Terms::default();
        assert_eq!(
            lengths(&network, &terms),
            [2, 1, 2, 0, 0],
            "two links from either end of the chain, one from its middle"
        );
        assert_eq!(by_length(&network, &[0, 4, 1], &terms), [1, 2, 0]);
    }
}
