//! The network in the shape in which scenarios walk it.

use super::CascadeError;
use super::check::{self, Edge, Faults, Names};
use super::flow::{Flow, Flows, range, small, sorted};
use super::input::{Class, Firm, Link, Rule, Supply};
use crate::InputFault;
use std::collections::HashMap;
use std::ops::Range;
use yanlian_model::{Message, Severity};

/// A supply network, ready for scenarios.
#[derive(Debug, Clone)]
pub struct Network {
    keys: Vec<String>,
    positions: HashMap<String, u32>,
    /// w, by firm.
    weights: Vec<f64>,
    pub(super) total_weight: f64,
    pub(super) sellers: Sellers,
    /// From seller to customer.
    pub(super) down: Flows,
    /// From customer to supplier.
    pub(super) up: Flows,
}

/// Who sells in which market. A firm is a seller in each group that it supplies.
#[derive(Debug, Clone)]
pub(super) struct Sellers {
    /// The first seller of each firm, and the end.
    of_firm: Vec<u32>,
    pub(super) firm: Vec<u32>,
    pub(super) market: Vec<u32>,
    /// What it can sell there, in the unit of the links' values.
    pub(super) size: Vec<f64>,
    /// The sellers by market; the first of each market, and the end.
    by_market: Vec<u32>,
    of_market: Vec<u32>,
}

impl Sellers {
    /// `sellers` (firm, market and size) ordered by firm.
    fn new(sellers: &[(u32, u32, f64)], firms: usize) -> Sellers {
        let markets = sellers.iter().map(|(_, market, _)| *market as usize + 1).max().unwrap_or(0);
        let positions: Vec<u32> = (0..small(sellers.len())).collect();
        let (of_firm, _) = sorted(firms, sellers, |seller| seller.0);
        let (of_market, by_market) = sorted(markets, &positions, |seller| sellers[*seller as usize].1);
        Sellers {
            of_firm,
            firm: sellers.iter().map(|seller| seller.0).collect(),
            market: sellers.iter().map(|seller| seller.1).collect(),
            size: sellers.iter().map(|seller| seller.2).collect(),
            by_market,
            of_market,
        }
    }

    /// The sellers that a firm is.
    pub(super) fn of(&self, firm: usize) -> Range<usize> {
        range(&self.of_firm, firm)
    }

    /// σ of each seller when it alone has stopped: the part that nobody stands in for.
    pub(super) fn alone(&self) -> Vec<f64> {
        let mut alone = vec![1.0; self.size.len()];
        for market in 0..self.markets() {
            let sellers = self.in_market(market);
            let total: f64 = sellers.iter().map(|seller| self.size[*seller as usize]).sum();
            for seller in sellers {
                let size = self.size[*seller as usize];
                if size < total {
                    alone[*seller as usize] = (size / (total - size)).min(1.0);
                }
            }
        }
        alone
    }

    pub(super) fn markets(&self) -> usize {
        self.of_market.len() - 1
    }

    /// The sellers of a market.
    pub(super) fn in_market(&self, market: usize) -> &[u32] {
        &self.by_market[range(&self.of_market, market)]
    }
}

/// What is known of firms and links after they were checked.
struct Checked<'a> {
    firms: &'a [Firm<'a>],
    edges: Vec<Edge>,
    sales: Vec<f64>,
    revenue: Vec<f64>,
    cost: Vec<f64>,
}

impl Network {
    /// The network of firms that sell what their industry makes. `rules` say how much depends on
    /// which supply: a pair of industries that they do not list is non-essential.
    ///
    /// # Errors
    /// Everything that was noticed, where something forbids an answer; without that, it comes beside
    /// the network. The tables are named `firms`, `links` and `essentiality`.
    pub fn new(
        firms: &[Firm<'_>],
        links: &[Link<'_>],
        rules: &[Rule<'_>],
    ) -> Result<(Network, Vec<InputFault>), Vec<InputFault>> {
        let mut faults = Faults::default();
        let positions = check::positions(firms, &mut faults);
        let (industry, names) = check::industries(firms, &mut faults);
        let classes = check::classes(rules, &names, &mut faults);
        let mut unlisted = 0;
        let mut edges = Vec::with_capacity(links.len());
        for (row, link) in links.iter().enumerate() {
            let Some((supplier, customer)) = check::ends(row, link, &positions, &mut faults) else { continue };
            let group = industry[supplier as usize];
            let class = classes.get(&(group, industry[customer as usize])).copied();
            unlisted += usize::from(class.is_none());
            let class = class.unwrap_or(Class::NonEssential);
            edges.push(Edge { supplier, customer, group, class, value: link.value, row });
        }
        if unlisted > 0 && !rules.is_empty() {
            let message = Message::new("cascade-unlisted").with("count", unlisted);
            faults.add(Severity::Note, "essentiality", None, "", message);
        }
        assemble(firms, edges, faults, |checked| {
            let seller = |(firm, market): (usize, &u32)| (small(firm), *market, checked.revenue[firm]);
            industry.iter().enumerate().map(seller).collect()
        })
    }

    /// The network of links that say themselves what they supply and how much depends on it. Links of
    /// the same group at the same customer stand in for each other where they are essential, and
    /// each group is a market of those who supply it: a firm's revenue counts in it by the group's
    /// part of its sales.
    ///
    /// # Errors
    /// As for [`Network::new`]; a supply is a row of `links`, with the column `group`.
    pub fn from_supplies(
        firms: &[Firm<'_>],
        supplies: &[Supply<'_>],
    ) -> Result<(Network, Vec<InputFault>), Vec<InputFault>> {
        let mut faults = Faults::default();
        let positions = check::positions(firms, &mut faults);
        let mut groups = Names::default();
        let mut edges = Vec::with_capacity(supplies.len());
        for (row, Supply { link, group, class }) in supplies.iter().enumerate() {
            if group.trim().is_empty() {
                faults.add(Severity::Fault, "links", row, "group", Message::new("cascade-blank"));
            }
            let Some((supplier, customer)) = check::ends(row, link, &positions, &mut faults) else { continue };
            let group = groups.number(group);
            edges.push(Edge { supplier, customer, group, class: *class, value: link.value, row });
        }
        assemble(firms, edges, faults, |checked| {
            let sold = checked.edges.chunk_by(|one, other| (one.supplier, one.group) == (other.supplier, other.group));
            let seller = |edges: &[Edge]| {
                let supplier = edges[0].supplier as usize;
                let part = edges.iter().map(|edge| edge.value).sum::<f64>() / checked.sales[supplier];
                (edges[0].supplier, edges[0].group, checked.revenue[supplier] * part)
            };
            sold.map(seller).collect()
        })
    }

    /// The firms' keys, in the order of the input: where others say a firm's position, it is this.
    pub fn keys(&self) -> &[String] {
        &self.keys
    }

    /// The position of the firm of that key.
    pub fn position(&self, key: &str) -> Option<usize> {
        self.positions.get(key).map(|position| *position as usize)
    }

    /// w, by firm: revenue, if nothing else was given.
    pub fn weights(&self) -> &[f64] {
        &self.weights
    }

    /// The same network where each firm counts for `weights` instead of its revenue: its employment,
    /// say.
    ///
    /// # Errors
    /// There is not one for each firm, one is negative or no number, or all are zero.
    pub fn with_weights(self, weights: Vec<f64>) -> Result<Network, CascadeError> {
        let sound = weights.len() == self.keys.len() && weights.iter().all(|weight| (0.0..=1e30).contains(weight));
        let total_weight = weights.iter().sum();
        match sound && total_weight > 0.0 {
            true => Ok(Network { weights, total_weight, ..self }),
            false => Err(CascadeError::Weights),
        }
    }
}

/// The network, where nothing forbids it; `sellers` ordered by firm and group.
fn assemble(
    firms: &[Firm<'_>],
    edges: Vec<Edge>,
    mut faults: Faults,
    sellers: impl FnOnce(&Checked<'_>) -> Vec<(u32, u32, f64)>,
) -> Result<(Network, Vec<InputFault>), Vec<InputFault>> {
    if faults.forbid() {
        return Err(faults.list());
    }
    let edges = check::merged(edges, firms, &mut faults);
    let (mut sales, mut purchases) = (vec![0.0; firms.len()], vec![0.0; firms.len()]);
    for edge in &edges {
        sales[edge.supplier as usize] += edge.value;
        purchases[edge.customer as usize] += edge.value;
    }
    let [revenue, cost] = check::amounts(firms, &sales, &purchases, &mut faults);
    if faults.forbid() {
        return Err(faults.list());
    }
    let checked = Checked { firms, edges, sales, revenue, cost };
    let sellers = Sellers::new(&sellers(&checked), firms.len());
    Ok((checked.network(sellers), faults.list()))
}

impl Checked<'_> {
    fn network(self, sellers: Sellers) -> Network {
        let keys: Vec<String> = self.firms.iter().map(|firm| firm.key.to_owned()).collect();
        let positions = keys.iter().cloned().zip(0..).collect();
        let (down, up) = (self.downstream(&sellers), self.upstream());
        let total_weight = self.revenue.iter().sum();
        Network { keys, positions, weights: self.revenue, total_weight, sellers, down, up }
    }

    /// The links by customer, and there by group and supplier.
    fn by_customer(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.edges.len()).collect();
        order.sort_by_key(|at| (self.edges[*at].customer, self.edges[*at].group));
        order
    }

    /// Λd: a firm's first slot takes what is not essential, each further one an essential group.
    fn downstream(&self, sellers: &Sellers) -> Flows {
        let order = self.by_customer();
        let mut slot_of = vec![None; self.edges.len()];
        let mut totals: Vec<f64> = Vec::new();
        let mut of_firm = vec![0];
        let mut of_customer =
            order.chunk_by(|one, other| self.edges[*one].customer == self.edges[*other].customer).peekable();
        for firm in 0..self.firms.len() {
            let plain = totals.len();
            totals.push(self.cost[firm]);
            let own = of_customer.next_if(|own| self.edges[own[0]].customer as usize == firm).unwrap_or_default();
            for group in own.chunk_by(|one, other| self.edges[*one].group == self.edges[*other].group) {
                let essential = group.iter().map(|at| self.edges[*at]).filter(|edge| edge.class == Class::Essential);
                let total: f64 = essential.map(|edge| edge.value).sum();
                for at in group {
                    slot_of[*at] = match self.edges[*at].class {
                        Class::Negligible => None,
                        Class::NonEssential => Some(plain),
                        Class::Essential => Some(totals.len()),
                    };
                }
                if total > 0.0 {
                    totals.push(total);
                }
            }
            of_firm.push(small(totals.len()));
        }
        let mut seller = 0;
        let flow = |(edge, slot): (&Edge, &Option<usize>)| {
            while (sellers.firm[seller], sellers.market[seller]) != (edge.supplier, edge.group) {
                seller += 1;
            }
            slot.map(|slot| Flow { source: small(seller), slot: small(slot), share: edge.value / totals[slot] })
        };
        let flows: Vec<Flow> = self.edges.iter().zip(&slot_of).filter_map(flow).collect();
        Flows::new(&flows, sellers.firm.len(), of_firm)
    }

    /// Λu: a firm has one slot.
    fn upstream(&self) -> Flows {
        let flow = |at: usize| {
            let Edge { supplier, customer, value, .. } = self.edges[at];
            Flow { source: customer, slot: supplier, share: value / self.revenue[supplier as usize] }
        };
        let flows: Vec<Flow> = self.by_customer().into_iter().map(flow).collect();
        Flows::new(&flows, self.firms.len(), (0..=small(self.firms.len())).collect())
    }
}
