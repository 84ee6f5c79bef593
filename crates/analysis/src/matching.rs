//! Matches (产销对接): who here makes what somebody else here buys elsewhere?
//!
//! Potential of product g: `max(0, min(S,D) − L)`, units a year. Pairs: each maker's output less its
//! registered local sales, each buyer's need less its registered local purchases; the largest
//! residuals are paired first, ties by key. What one enterprise both makes and needs it uses itself
//! first. Residuals that are sure are paired before those that unknown figures merely allow; a pair's
//! quantity is therefore an interval. Where neither side's supplies are declared complete, the two may
//! trade without being registered: *to be asked*, not *not trading*; so with final consumers always,
//! whom supplies do not name.
//!
//! S: made, D: needed, L: traded locally, in units of g a year, as in `balance`. Source: plain arithmetic
//! of ours. Limits: a product is one quality; price, contracts and distance are not looked at; another
//! pairing of the same residuals may be as good.

use crate::balance::{Balance, Share};
use crate::{Question, Zone};
use serde::Serialize;
use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use yanlian_model::{Figure, Missing, MissingKind};

/// What is known of the trade between the two of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PairStatus {
    /// One side's supplies are all registered and the other is not among them.
    NotTrading,
    /// They may trade without being registered.
    ToBeAsked,
    /// They trade, and could trade more.
    CouldTradeMore,
}

/// A maker and a buyer of one product.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pair {
    /// The maker's code.
    pub maker: String,
    /// The buyer's code; `None` where final demand buys.
    pub buyer: Option<String>,
    /// The final consumer, where no enterprise buys.
    pub consumer: Option<String>,
    /// Units a year that they could trade.
    pub quantity: Figure,
    /// CNY a year at the registered price.
    pub value_cny: Figure,
    /// What is known of their trade.
    pub status: PairStatus,
}

/// A product that local makers could sell to local buyers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Match {
    /// The product.
    pub product: String,
    /// Its unit.
    pub unit: String,
    /// max(0, min(S,D) − L), units a year.
    pub potential: Figure,
    /// The part of min(S,D) that enterprises make for themselves.
    pub own_use: Figure,
    /// Value of the pairs, CNY a year; ranks by its lower bound.
    pub value_cny: Figure,
    /// The pairs, largest first.
    pub pairs: Vec<Pair>,
}

/// Every match, the one worth most first.
pub(crate) fn matches<'b>(zone: &Zone, question: &Question, balances: impl Iterator<Item = &'b Balance>) -> Vec<Match> {
    let registered = Registered::of(zone, question);
    let possible = balances.filter(|balance| balance.made.min(&balance.needed).maybe_over(0.0));
    let mut matches: Vec<Match> = possible.filter_map(|balance| matched(zone, balance, &registered)).collect();
    matches.sort_by(|a, b| crate::gaps::rank(&a.value_cny, &b.value_cny).then_with(|| a.product.cmp(&b.product)));
    matches
}

/// An enterprise, or a final consumer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Party<'a> {
    Enterprise(&'a str),
    Consumer(&'a str),
}

fn matched(zone: &Zone, balance: &Balance, registered: &Registered) -> Option<Match> {
    let product = balance.product.as_str();
    let makes = by_party(&balance.makers);
    let needs = by_party(&balance.buyers);
    let own = |party: &Party| match (makes.get(party), needs.get(party)) {
        (Some(make), Some(need)) => make.min(need),
        _ => Figure::ZERO,
    };
    let sells = |party: &Party| registered.sold.get(&(party.key(), product)).cloned().unwrap_or_default();
    let buys = |party: &Party| registered.bought.get(&(party.key(), product)).cloned().unwrap_or_default();
    let residual =
        |(party, total): (&Party<'_>, &Figure), traded: Figure| (&(total - &own(party)) - &traded).positive_part();
    let makers = makes.iter().map(|side| (*side.0, residual(side, sells(side.0)))).collect();
    let buyers = needs.iter().map(|side| (*side.0, residual(side, buys(side.0)))).collect();
    let pairs: Vec<Pair> = pairs(&makers, &buyers)
        .into_iter()
        .map(|((maker, buyer), quantity)| Pair {
            maker: maker.key().to_owned(),
            buyer: buyer.enterprise().map(str::to_owned),
            consumer: buyer.enterprise().is_none().then(|| buyer.key().to_owned()),
            value_cny: zone.value(product, &quantity, balance.price.as_ref()),
            status: registered.status(maker, buyer, product),
            quantity,
        })
        .collect();
    (!pairs.is_empty()).then(|| Match {
        product: product.to_owned(),
        unit: balance.unit.clone(),
        potential: (&balance.made.min(&balance.needed) - &balance.local_trade).positive_part(),
        own_use: makes.keys().map(own).sum(),
        value_cny: pairs.iter().map(|pair| pair.value_cny.clone()).sum(),
        pairs,
    })
}

impl<'a> Party<'a> {
    fn key(self) -> &'a str {
        match self {
            Party::Enterprise(key) | Party::Consumer(key) => key,
        }
    }

    fn enterprise(self) -> Option<&'a str> {
        match self {
            Party::Enterprise(key) => Some(key),
            Party::Consumer(_) => None,
        }
    }
}

/// What each party makes or needs in all its plants.
fn by_party(shares: &[Share]) -> BTreeMap<Party<'_>, Figure> {
    let mut totals: BTreeMap<Party, Figure> = BTreeMap::new();
    for share in shares {
        let party = match &share.enterprise {
            Some(enterprise) => Party::Enterprise(enterprise),
            None => Party::Consumer(&share.plant),
        };
        *totals.entry(party).or_default() += &share.quantity;
    }
    totals
}

/// What each party of one side could still sell, or would still buy.
type Residuals<'a> = BTreeMap<Party<'a>, Figure>;

/// Quantities between a maker and a buyer.
type Paired<'a> = BTreeMap<(Party<'a>, Party<'a>), f64>;

/// Pairs what is surely left on both sides, then what unknown figures allow beyond it.
fn pairs<'a>(makers: &Residuals<'a>, buyers: &Residuals<'a>) -> Vec<((Party<'a>, Party<'a>), Figure)> {
    let left = |side: &Residuals<'a>, bound: fn(&Figure) -> f64, used: &HashMap<Party<'a>, f64>| -> Open<'a> {
        let amount = |party: &Party<'a>, figure: &Figure| bound(figure) - used.get(party).copied().unwrap_or(0.0);
        side.iter().map(|(party, figure)| (Reverse(Amount(amount(party, figure))), *party)).collect()
    };
    let none = HashMap::new();
    let sure = greedy(left(makers, Figure::low, &none), left(buyers, Figure::low, &none));
    let used = used(&sure);
    let possible = greedy(left(makers, Figure::high, &used), left(buyers, Figure::high, &used));
    let keys: BTreeSet<_> = sure.keys().chain(possible.keys()).copied().collect();
    let quantity = |key: (Party<'a>, Party<'a>)| {
        let low = sure.get(&key).copied().unwrap_or(0.0);
        let missing = makers[&key.0].missing().union(buyers[&key.1].missing()).cloned().collect();
        Figure::between(low, low + possible.get(&key).copied().unwrap_or(0.0), missing)
    };
    let mut pairs: Vec<_> = keys.into_iter().map(|key| (key, quantity(key))).collect();
    pairs.sort_by(|a, b| b.1.low().total_cmp(&a.1.low()).then_with(|| a.0.cmp(&b.0)));
    pairs
}

/// How much of each party is in pairs, on either side.
fn used<'a>(paired: &Paired<'a>) -> HashMap<Party<'a>, f64> {
    let mut used = HashMap::new();
    for ((maker, buyer), quantity) in paired {
        *used.entry(*maker).or_insert(0.0) += quantity;
        *used.entry(*buyer).or_insert(0.0) += quantity;
    }
    used
}

/// An amount, to be put in order.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Amount(f64);

impl Eq for Amount {}

impl PartialOrd for Amount {
    fn partial_cmp(&self, other: &Amount) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Amount {
    fn cmp(&self, other: &Amount) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

/// What parties have left, the largest first; ties by key.
type Open<'a> = BTreeSet<(Reverse<Amount>, Party<'a>)>;

/// Pairs the largest maker with the largest buyer, takes the smaller amount off both, and goes on
/// until one side has nothing left; nobody is paired with itself.
fn greedy<'a>(mut makers: Open<'a>, mut buyers: Open<'a>) -> Paired<'a> {
    let amounts = makers.iter().chain(&buyers).map(|(amount, _)| amount.0.0).filter(|amount| amount.is_finite());
    // Rounding leaves crumbs that are no trade.
    let crumb = 1e-9 * amounts.fold(0.0, f64::max);
    for side in [&mut makers, &mut buyers] {
        side.retain(|(amount, _)| amount.0.0 > crumb);
    }
    let mut paired = Paired::new();
    loop {
        let buyer_for = |maker: &(_, Party<'a>)| buyers.iter().find(|buyer| buyer.1 != maker.1).copied();
        let couple = makers.iter().find_map(|maker| Some((*maker, buyer_for(maker)?)));
        let Some((maker, buyer)) = couple else { return paired };
        let quantity = maker.0.0.0.min(buyer.0.0.0);
        *paired.entry((maker.1, buyer.1)).or_insert(0.0) += quantity;
        for (side, one) in [(&mut makers, maker), (&mut buyers, buyer)] {
            side.remove(&one);
            let amount = one.0.0.0;
            let left = if amount.is_infinite() && quantity.is_infinite() { 0.0 } else { amount - quantity };
            if left > crumb {
                side.insert((Reverse(Amount(left)), one.1));
            }
        }
    }
}

/// What the supplies of the year say of local trade.
struct Registered<'a> {
    sold: HashMap<(&'a str, &'a str), Figure>,
    bought: HashMap<(&'a str, &'a str), Figure>,
    pairs: HashSet<(&'a str, &'a str, &'a str)>,
    complete: HashSet<&'a str>,
}

impl<'a> Registered<'a> {
    fn of(zone: &'a Zone, question: &Question) -> Registered<'a> {
        let declared = zone.registers.supplies_complete.iter().filter(|row| row.year == question.year);
        let mut registered = Registered {
            sold: HashMap::new(),
            bought: HashMap::new(),
            pairs: HashSet::new(),
            complete: declared.map(|row| row.enterprise.as_str()).collect(),
        };
        let is_local = |party: &str| zone.enterprise(party).is_some();
        for supply in zone.registers.supplies.iter().filter(|supply| supply.year == question.year) {
            let (supplier, customer) = (supply.supplier.as_str(), supply.customer.as_str());
            if supplier == customer || !is_local(supplier) || !is_local(customer) {
                continue;
            }
            let quantity = Figure::known_or(supply.quantity, || Missing::of(MissingKind::Supply, supply));
            *registered.sold.entry((supplier, &supply.product)).or_default() += &quantity;
            *registered.bought.entry((customer, &supply.product)).or_default() += &quantity;
            registered.pairs.insert((supplier, customer, &supply.product));
        }
        registered
    }

    fn status(&self, maker: Party, buyer: Party, product: &str) -> PairStatus {
        let complete = |party: Party| party.enterprise().is_some_and(|enterprise| self.complete.contains(enterprise));
        if self.pairs.contains(&(maker.key(), buyer.key(), product)) {
            PairStatus::CouldTradeMore
        } else if buyer.enterprise().is_some() && (complete(maker) || complete(buyer)) {
            PairStatus::NotTrading
        } else {
            PairStatus::ToBeAsked
        }
    }
}
