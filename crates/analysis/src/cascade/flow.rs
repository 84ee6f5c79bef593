//! Losses on their way through the network in one direction, summed exactly.
//!
//! A *source* (a supplier downstream, a customer upstream) that has lost a part sends it on through
//! its pipes; a *slot* of the firm at the other end adds up what arrives. Sums are whole numbers of
//! *counts*, 2⁻⁶⁰ each: adding them is exact, so a slot can be told what changed alone, in any order,
//! as often as need be, and still holds what a sum from scratch would give. Rounding a term to counts
//! moves it by less than 10⁻¹⁸.

/// Counts that make a whole.
const WHOLE: f64 = (1u64 << 60) as f64;

/// A share of a whole as counts. The share may be up to 8 of them.
pub(super) fn counts(share: f64) -> i64 {
    rounded(share * WHOLE)
}

/// Counts as a share.
pub(super) fn share(counts: i64) -> f64 {
    counts as f64 / WHOLE
}

/// Rounds a number that is not negative.
fn rounded(number: f64) -> i64 {
    (number + 0.5) as i64
}

/// The position of a firm, link or slot, small.
pub(super) fn small(position: usize) -> u32 {
    u32::try_from(position).expect("four thousand million firms or links do not fit in memory")
}

/// Where one source's loss goes.
#[derive(Debug, Clone, Copy)]
struct Pipe {
    slot: u32,
    firm: u32,
    /// What the slot loses when the source loses all, in counts of the firm.
    weight: f64,
}

/// A link before it is a pipe: from a source to a slot of a firm, with the slot's share that it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Flow {
    pub(super) source: u32,
    pub(super) slot: u32,
    pub(super) share: f64,
}

/// One direction of the network.
#[derive(Debug, Clone)]
pub(super) struct Flows {
    pipes: Vec<Pipe>,
    /// The first pipe of each source, and the end.
    of_source: Vec<u32>,
    /// The first slot of each firm, and the end.
    of_firm: Vec<u32>,
    /// What one count of a firm's slots is worth: 1/`WHOLE`, more where shares sum to more than one.
    worth: Vec<f64>,
}

impl Flows {
    /// `flows` ordered by source; `of_firm` as in the result.
    pub(super) fn new(flows: &[Flow], sources: usize, of_firm: Vec<u32>) -> Flows {
        let firms = of_firm.len() - 1;
        let mut firm_of = vec![0; *of_firm.last().unwrap_or(&0) as usize];
        for firm in 0..firms {
            firm_of[of_firm[firm] as usize..of_firm[firm + 1] as usize].fill(small(firm));
        }
        let mut totals = vec![0.0; firm_of.len()];
        for flow in flows {
            totals[flow.slot as usize] += flow.share;
        }
        let mut worth = vec![1.0 / WHOLE; firms];
        for (total, firm) in totals.iter().zip(&firm_of) {
            let roomy = f64::max(*total, 1.0).log2().ceil().exp2() / WHOLE;
            worth[*firm as usize] = worth[*firm as usize].max(roomy);
        }
        let pipe = |flow: &Flow| {
            let firm = firm_of[flow.slot as usize];
            Pipe { slot: flow.slot, firm, weight: flow.share / worth[firm as usize] }
        };
        let mut of_source = vec![0; sources + 1];
        for flow in flows {
            of_source[flow.source as usize + 1] += 1;
        }
        for source in 0..sources {
            of_source[source + 1] += of_source[source];
        }
        Flows { pipes: flows.iter().map(pipe).collect(), of_source, of_firm, worth }
    }

    fn firms(&self) -> usize {
        self.worth.len()
    }

    fn pipes(&self, source: usize) -> &[Pipe] {
        &self.pipes[self.of_source[source] as usize..self.of_source[source + 1] as usize]
    }

    fn slots(&self, firm: usize) -> std::ops::Range<usize> {
        self.of_firm[firm] as usize..self.of_firm[firm + 1] as usize
    }
}

/// The step of a firm that has not fallen.
const NEVER: u32 = u32::MAX;

/// How the firms stand in one direction, in one scenario after the other.
#[derive(Debug)]
pub(super) struct Side<'n> {
    flows: &'n Flows,
    /// h, by firm: 1 is all of its output.
    health: Vec<f64>,
    /// 1 − ψ, by firm.
    cap: Vec<f64>,
    /// The step in which a firm first fell; 0 is the shock.
    fell: Vec<u32>,
    /// Whether a firm waits to be settled, and whether anything reached it in this scenario.
    waits: Vec<bool>,
    reached: Vec<bool>,
    /// What each slot has lost, in counts of its firm.
    lost: Vec<i64>,
    /// The loss that each source last sent.
    sent: Vec<f64>,
    waiting: Vec<u32>,
    touched: Vec<u32>,
    /// The firms that have fallen, in the order in which they first fell.
    pub(super) fallen: Vec<u32>,
    /// The firms whose health the last step changed.
    pub(super) changed: Vec<u32>,
}

impl<'n> Side<'n> {
    pub(super) fn new(flows: &'n Flows) -> Side<'n> {
        let firms = flows.firms();
        Side {
            flows,
            health: vec![1.0; firms],
            cap: vec![1.0; firms],
            fell: vec![NEVER; firms],
            waits: vec![false; firms],
            reached: vec![false; firms],
            lost: vec![0; *flows.of_firm.last().unwrap_or(&0) as usize],
            sent: vec![0.0; flows.of_source.len() - 1],
            waiting: Vec::new(),
            touched: Vec::new(),
            fallen: Vec::new(),
            changed: Vec::new(),
        }
    }

    pub(super) fn health(&self, firm: u32) -> f64 {
        self.health[firm as usize]
    }

    /// The step in which a firm first fell, if it has.
    pub(super) fn fell(&self, firm: u32) -> Option<u32> {
        Some(self.fell[firm as usize]).filter(|step| *step != NEVER)
    }

    /// Lets the shock fall on a firm, which keeps at most `cap`.
    pub(super) fn shock(&mut self, firm: u32, cap: f64) {
        self.cap[firm as usize] = cap;
        self.touch(firm);
        self.fall(firm, cap, 0);
    }

    /// Tells the firms at the ends of a source's pipes that it now loses this share.
    pub(super) fn send(&mut self, source: u32, loss: f64) {
        let before = std::mem::replace(&mut self.sent[source as usize], loss);
        if before == loss {
            return;
        }
        for pipe in self.flows.pipes(source as usize) {
            let change = rounded(pipe.weight * loss) - rounded(pipe.weight * before);
            self.lost[pipe.slot as usize] += change;
            if !self.waits[pipe.firm as usize] {
                self.waits[pipe.firm as usize] = true;
                self.waiting.push(pipe.firm);
            }
        }
    }

    /// Lets each source of the firms that changed send what the firm now loses.
    pub(super) fn send_changed(&mut self, sources: impl Fn(u32) -> std::ops::Range<usize>) {
        let changed = std::mem::take(&mut self.changed);
        for firm in &changed {
            let loss = 1.0 - self.health(*firm);
            sources(*firm).for_each(|source| self.send(source as u32, loss));
        }
        self.changed = changed;
    }

    /// Gives each firm that something reached its new health, from its worst slot; the largest decrease.
    pub(super) fn settle(&mut self, step: u32) -> f64 {
        self.changed.clear();
        let mut largest: f64 = 0.0;
        let mut waiting = std::mem::take(&mut self.waiting);
        for firm in waiting.drain(..) {
            self.waits[firm as usize] = false;
            self.touch(firm);
            let slots = &self.lost[self.flows.slots(firm as usize)];
            let lost = slots.iter().copied().max().unwrap_or(0) as f64 * self.flows.worth[firm as usize];
            let health = (1.0 - lost).min(self.cap[firm as usize]).max(0.0);
            let before = self.health[firm as usize];
            if health != before {
                largest = largest.max(before - health);
                self.fall(firm, health, step);
            }
        }
        self.waiting = waiting;
        largest
    }

    fn fall(&mut self, firm: u32, health: f64, step: u32) {
        self.health[firm as usize] = health;
        self.changed.push(firm);
        if self.fell[firm as usize] == NEVER {
            self.fell[firm as usize] = step;
            self.fallen.push(firm);
        }
    }

    fn touch(&mut self, firm: u32) {
        if !self.reached[firm as usize] {
            self.reached[firm as usize] = true;
            self.touched.push(firm);
        }
    }

    /// Makes everything whole again; `sources` gives the sources that a firm is.
    pub(super) fn reset(&mut self, sources: impl Fn(u32) -> std::ops::Range<usize>) {
        for firm in self.touched.drain(..) {
            let at = firm as usize;
            (self.health[at], self.cap[at], self.fell[at]) = (1.0, 1.0, NEVER);
            (self.waits[at], self.reached[at]) = (false, false);
            self.lost[self.flows.slots(at)].fill(0);
        }
        for firm in self.fallen.drain(..) {
            self.sent[sources(firm)].fill(0.0);
        }
        self.changed.clear();
    }
}
