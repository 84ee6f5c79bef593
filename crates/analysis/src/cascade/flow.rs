//! Losses on their way through the network in one direction, in several scenarios at once.
//!
//! A *source* (a seller downstream, a customer upstream) sends on the part that it loses; a *slot* of
//! the firm at the other end adds up what its sources send, each by its share of the slot. In each
//! step only the firms are worked out of whose sources one has changed, and these from scratch and
//! in a fixed order: what a firm has lost is the same number however it came about.
//!
//! Scenarios run in lanes, side by side through the same links: fetching a link costs more than
//! computing with it. No lane sees another.

use super::lanes::Lanes;
use super::marks::Marks;
use std::ops::Range;

/// One in so many sources is few.
const FEW: usize = 4;

/// The position of a firm, link or slot, small.
pub(super) fn small(position: usize) -> u32 {
    u32::try_from(position).expect("four thousand million firms or links do not fit in memory")
}

/// A link before it has its place: the part of a slot that hangs on a source.
#[derive(Debug, Clone, Copy)]
pub(super) struct Flow {
    pub(super) source: u32,
    pub(super) slot: u32,
    pub(super) share: f64,
}

/// One direction of the network.
#[derive(Debug, Clone)]
pub(super) struct Flows {
    /// Slots of each firm, links of each slot, links of each source: the first one of each, and the end.
    pub(super) of_firm: Vec<u32>,
    pub(super) of_slot: Vec<u32>,
    of_source: Vec<u32>,
    /// Source and share of each link, by slot.
    pub(super) links: Vec<(u32, f64)>,
    /// The firm that each link leads to, by source.
    ends: Vec<u32>,
}

impl Flows {
    /// `flows` in the order in which slots add them up; `of_firm` as in the result.
    pub(super) fn new(flows: &[Flow], sources: usize, of_firm: Vec<u32>) -> Flows {
        let slots = *of_firm.last().unwrap_or(&0) as usize;
        let (of_slot, by_slot) = sorted(slots, flows, |flow| flow.slot);
        let (of_source, by_source) = sorted(sources, flows, |flow| flow.source);
        let firm = |flow: &Flow| small(of_firm.partition_point(|first| *first <= flow.slot) - 1);
        Flows {
            links: by_slot.iter().map(|flow| (flow.source, flow.share)).collect(),
            ends: by_source.iter().map(firm).collect(),
            of_firm,
            of_slot,
            of_source,
        }
    }

    pub(super) fn firms(&self) -> usize {
        self.of_firm.len() - 1
    }

    fn sources(&self) -> usize {
        self.of_source.len() - 1
    }

    /// The largest part of a source's loss that comes through one link to a firm, times what is said
    /// of that firm, by source.
    pub(super) fn strongest(&self, of_firm: &[f64]) -> Vec<f64> {
        let mut strongest = vec![0.0_f64; self.sources()];
        for (firm, value) in of_firm.iter().enumerate() {
            let slots = range(&self.of_firm, firm);
            let links = self.of_slot[slots.start] as usize..self.of_slot[slots.end] as usize;
            for (source, share) in &self.links[links] {
                let through = &mut strongest[*source as usize];
                *through = through.max(share * value);
            }
        }
        strongest
    }
}

/// The part of a list that `firsts` gives to one owner.
pub(super) fn range(firsts: &[u32], owner: usize) -> Range<usize> {
    firsts[owner] as usize..firsts[owner + 1] as usize
}

/// Items by owner, otherwise in their order, and the first of each owner.
pub(super) fn sorted<T: Copy>(owners: usize, items: &[T], owner: impl Fn(&T) -> u32) -> (Vec<u32>, Vec<T>) {
    let mut by_owner = items.to_vec();
    by_owner.sort_by_key(&owner);
    let mut firsts = vec![0; owners + 1];
    by_owner.iter().for_each(|item| firsts[owner(item) as usize + 1] += 1);
    (0..owners).for_each(|at| firsts[at + 1] += firsts[at]);
    (firsts, by_owner)
}

/// How the firms stand in one direction, in each lane's scenario.
#[derive(Debug)]
pub(super) struct Side<'n, const LANES: usize> {
    flows: &'n Flows,
    /// h of each firm: 1 is all of its output.
    pub(super) health: Vec<Lanes<LANES>>,
    /// 1 − ψ of each firm.
    cap: Vec<Lanes<LANES>>,
    /// What each source loses, as the firms at its ends last heard, and which of them lose anything.
    sent: Vec<Lanes<LANES>>,
    losing: Marks,
    /// The firms that have something to work out, and those whose health ever changed.
    waiting: Marks,
    pub(super) reached: Marks,
    /// The firms whose health the last step changed.
    pub(super) changed: Marks,
}

impl<'n, const LANES: usize> Side<'n, LANES> {
    pub(super) fn new(flows: &'n Flows) -> Side<'n, LANES> {
        let firms = flows.firms();
        Side {
            flows,
            health: vec![Lanes::ONE; firms],
            cap: vec![Lanes::ONE; firms],
            sent: vec![Lanes::ZERO; flows.sources()],
            losing: Marks::none(flows.sources()),
            waiting: Marks::none(firms),
            reached: Marks::none(firms),
            changed: Marks::none(firms),
        }
    }

    /// Takes the part ψ from a firm, in one lane.
    pub(super) fn shock(&mut self, lane: usize, firm: usize, psi: f64) {
        self.cap[firm].0[lane] = 1.0 - psi;
        self.health[firm].0[lane] = 1.0 - psi;
        self.changed.mark(firm);
        self.reached.mark(firm);
    }

    /// A source now loses this part: the firms at its ends will hear of it.
    #[inline(always)]
    pub(super) fn send(&mut self, source: usize, loss: Lanes<LANES>) {
        if self.sent[source] != loss {
            self.sent[source] = loss;
            self.losing.mark(source);
            self.flows.ends[range(&self.flows.of_source, source)]
                .iter()
                .for_each(|firm| self.waiting.mark(*firm as usize));
        }
    }

    /// Gives the firms that wait their new health, in the lanes that still run; the largest decrease.
    #[inline(always)]
    pub(super) fn advance(&mut self, runs: &[bool; LANES]) -> Lanes<LANES> {
        let mut largest = Lanes::ZERO;
        self.changed.clear();
        // While few lose anything, to ask each costs less than to fetch what it loses.
        let few = self.losing.count() < self.sent.len() / FEW;
        for firm in self.waiting.iter() {
            let (before, cap) = (self.health[firm], &self.cap[firm]);
            let lost = if few { self.lost::<true>(firm) } else { self.lost::<false>(firm) };
            let after = Lanes::each(|lane| match runs[lane] {
                true => (1.0 - lost.0[lane]).min(cap.0[lane]).max(0.0),
                false => before.0[lane],
            });
            if after != before {
                largest = largest.max(&Lanes::each(|lane| before.0[lane] - after.0[lane]));
                self.health[firm] = after;
                self.changed.mark(firm);
            }
        }
        self.reached.join(&self.changed);
        self.waiting.clear();
        largest
    }

    /// What a firm loses in its worst slot when its sources lose what they send. Those that lose
    /// nothing add nothing: whether they are asked first does not show.
    #[inline(always)]
    fn lost<const ASK: bool>(&self, firm: usize) -> Lanes<LANES> {
        let flows = self.flows;
        let mut worst = Lanes::ZERO;
        for slot in range(&flows.of_firm, firm) {
            let mut sum = Lanes::ZERO;
            for (source, share) in &flows.links[range(&flows.of_slot, slot)] {
                if !ASK || self.losing.has(*source as usize) {
                    sum.add(*share, &self.sent[*source as usize]);
                }
            }
            worst = worst.max(&sum);
        }
        worst
    }

    /// Makes everything whole again; `sources` gives the sources that a firm is.
    pub(super) fn reset(&mut self, sources: impl Fn(usize) -> Range<usize>) {
        for firm in self.reached.iter() {
            self.health[firm] = Lanes::ONE;
            self.cap[firm] = Lanes::ONE;
            self.sent[sources(firm)].fill(Lanes::ZERO);
        }
        self.losing.clear();
        self.reached.clear();
        self.changed.clear();
    }
}
