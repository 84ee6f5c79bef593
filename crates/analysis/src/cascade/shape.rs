//! One direction of the network, laid out for running through all of it again and again.
//!
//! A firm's shape is how many links its slots have. Firms lie in the order of their shapes and a firm's
//! slots in the order of their lengths: loops over them then end as they ended the time before, which the
//! processor foresees. The worst slot is the same in any order, and a slot's links keep theirs.

use super::flow::{Flows, range, small};

/// Firms by place.
#[derive(Debug)]
pub(super) struct Shaped {
    /// The place of each firm.
    pub(super) place_of_firm: Vec<u32>,
    /// Slots of each place, links of each slot: the first one of each, and the end.
    pub(super) of_place: Vec<u32>,
    pub(super) of_slot: Vec<u32>,
    /// The place of the source, and the share, of each link.
    pub(super) links: Vec<(u32, f64)>,
}

impl Shaped {
    /// `firm` gives the firm of a source.
    pub(super) fn new(flows: &Flows, firm: impl Fn(u32) -> u32) -> Shaped {
        let length = |slot: &usize| range(&flows.of_slot, *slot).len();
        // Empty slots lose nothing.
        let mut slots: Vec<Vec<usize>> = (0..flows.firms())
            .map(|firm| range(&flows.of_firm, firm).filter(|slot| length(slot) > 0).collect())
            .collect();
        slots.iter_mut().for_each(|slots| slots.sort_by_key(length));
        let mut order: Vec<usize> = (0..slots.len()).collect();
        order.sort_by_cached_key(|firm| (slots[*firm].len(), slots[*firm].iter().map(length).collect::<Vec<_>>()));
        let mut place_of_firm = vec![0; order.len()];
        order.iter().zip(0..).for_each(|(firm, place)| place_of_firm[*firm] = place);
        let (mut of_place, mut of_slot) = (vec![0], vec![0]);
        let mut links = Vec::with_capacity(flows.links.len());
        for slots in order.iter().map(|firm| &slots[*firm]) {
            for slot in slots {
                let own = flows.links[range(&flows.of_slot, *slot)].iter();
                links.extend(own.map(|(source, share)| (place_of_firm[firm(*source) as usize], *share)));
                of_slot.push(small(links.len()));
            }
            of_place.push(small(of_slot.len() - 1));
        }
        Shaped { place_of_firm, of_place, of_slot, links }
    }
}
