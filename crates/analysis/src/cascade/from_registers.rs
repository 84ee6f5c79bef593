//! Which supplies bind the firms of this zone to each other, as a network for cascades?
//!
//! - firms: local enterprises that have a plant, or a supply in the reporting year
//! - links: supplies of the year between two of them; value: as registered, else quantity · π, π the
//!   price without tax; a supply with neither is left out, and a finding says so
//! - group: the product supplied; class: essential where the product is essential to a plant of the
//!   customer, as its recipe has it, else not essential
//! - r(i): the annual figure *revenue*; where it is not given, or less than what the firm sells
//!   according to the supplies, the latter, outside customers included
//! - c(j): what the firm buys according to the supplies, outside suppliers included
//!
//! Where no supply of a product is registered in the year although firms here make it and others
//! need it, links are estimated in proportion, and marked:
//!
//! ```text
//! W(i,j) = min(S,D)·π · made(i)/S · need(j)/D
//! ```
//!
//! S = Σ made, D = Σ need + final demand, units a year, after each firm has used its own first, by
//! their lower bounds: what is surely made and needed. A firm that declared its supplies of the year
//! complete has none that are not registered, and gets no estimated link.
//!
//! Source: the method is that of [`super`]; the estimate is the even spread of a pooled market, made
//! for want of anything better. Limits: supplies that nobody registered beside registered ones of the
//! same product are not guessed; a firm's own supplies to itself are no link; whether an input is
//! essential is the recipe's word, and what it does not say counts as not essential.

use super::{Class, Firm, Link, Network, Supply};
use crate::balance::{Balance, Share};
use crate::{Question, Zone};
use serde::{Serialize, Serializer};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use yanlian_model::registers;
use yanlian_model::{Figure, Finding, Message, Place, Ref, Severity, party_outside};

/// The annual figure that is a firm's revenue, CNY.
const REVENUE: &str = "revenue";

/// A supply from one local firm to another in the reporting year.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ZoneLink {
    /// The firm that sells.
    pub supplier: String,
    /// The firm that buys.
    pub customer: String,
    /// What is supplied.
    pub product: String,
    /// For how much, CNY a year, above zero.
    pub value_cny: f64,
    /// How much the customer depends on it.
    #[serde(serialize_with = "class_name")]
    pub class: Class,
    /// Not registered, but estimated from what is made and needed.
    pub estimated: bool,
}

impl ZoneLink {
    fn supply(&self) -> Supply<'_> {
        let link = Link { supplier: &self.supplier, customer: &self.customer, value: self.value_cny };
        Supply { link, group: &self.product, class: self.class }
    }
}

fn class_name<S: Serializer>(class: &Class, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(match class {
        Class::Essential => "essential",
        Class::NonEssential => "non_essential",
        Class::Negligible => "negligible",
    })
}

/// The firms of the zone and the supplies between them, ready for cascades.
#[derive(Debug, Clone)]
pub struct ZoneNetwork {
    /// The network; `None` where no firm has any revenue or supply, so that nothing can be weighed.
    /// Its firms stand in the order of their codes.
    pub network: Option<Network>,
    /// Its links: registered ones first, each group in the order of its keys.
    pub links: Vec<ZoneLink>,
    /// What was noticed while it was made.
    pub findings: Vec<Finding>,
    /// Who here makes each product, by product.
    pub(crate) makers: BTreeMap<String, BTreeSet<String>>,
}

impl ZoneNetwork {
    /// The network of the question's year, of all chains; `balances` are those of all products.
    pub fn new<'a>(zone: &'a Zone, question: &'a Question, balances: impl Iterator<Item = &'a Balance>) -> ZoneNetwork {
        let balances: Vec<&Balance> = balances.collect();
        let mut draft = Draft::new(zone, question, &balances);
        draft.register();
        draft.estimate(&balances);
        let network = draft.network();
        let made = |balance: &&Balance| {
            let makers = balance.makers.iter().filter(|maker| maker.quantity.maybe_over(0.0));
            let makers: BTreeSet<String> = makers.filter_map(|maker| maker.enterprise.clone()).collect();
            (!makers.is_empty()).then(|| (balance.product.clone(), makers))
        };
        let makers = balances.iter().filter_map(made).collect();
        ZoneNetwork { network, links: draft.links, findings: draft.findings, makers }
    }
}

/// The network in the making.
struct Draft<'a> {
    zone: &'a Zone,
    question: &'a Question,
    /// Customers with the products that are essential to a plant of theirs.
    essential: HashSet<(&'a str, &'a str)>,
    links: Vec<ZoneLink>,
    /// What each firm sells and buys in all, CNY a year.
    sold: BTreeMap<&'a str, f64>,
    bought: BTreeMap<&'a str, f64>,
    findings: Vec<Finding>,
}

impl<'a> Draft<'a> {
    fn new(zone: &'a Zone, question: &'a Question, balances: &[&'a Balance]) -> Draft<'a> {
        let buyers = balances.iter().flat_map(|balance| balance.buyers.iter().map(|buyer| (&balance.product, buyer)));
        let essential = buyers
            .filter(|(_, buyer)| buyer.essential == Some(true))
            .filter_map(|(product, buyer)| Some((buyer.enterprise.as_deref()?, product.as_str())));
        Draft {
            zone,
            question,
            essential: essential.collect(),
            links: Vec::new(),
            sold: BTreeMap::new(),
            bought: BTreeMap::new(),
            findings: Vec::new(),
        }
    }

    fn supplies(&self) -> impl Iterator<Item = &'a registers::Supply> + use<'a> {
        let year = self.question.year;
        self.zone.registers.supplies.iter().filter(move |supply| supply.year == year)
    }

    fn is_local(&self, party: &str) -> bool {
        party_outside(party).is_none() && self.zone.enterprise(party).is_some()
    }

    /// The supplies of the year, as far as they have a value.
    fn register(&mut self) {
        for supply in self.supplies() {
            let ends = (self.is_local(&supply.supplier), self.is_local(&supply.customer));
            if ends == (false, false) || supply.supplier == supply.customer {
                continue;
            }
            let price = || self.zone.price(&supply.product, self.question).map(|price| price.cny);
            let value = supply.value_cny.or_else(|| Some(supply.quantity? * price()?));
            match value {
                Some(value) if value > 0.0 => self.add(supply, ends, value),
                // Nothing was supplied: no link, and nothing to fix.
                _ if supply.quantity == Some(0.0) => (),
                _ => self.findings.push(unvalued(supply)),
            }
        }
    }

    fn add(&mut self, supply: &'a registers::Supply, ends: (bool, bool), value: f64) {
        if ends.0 {
            *self.sold.entry(&supply.supplier).or_default() += value;
        }
        if ends.1 {
            *self.bought.entry(&supply.customer).or_default() += value;
        }
        if ends == (true, true) {
            self.link(&supply.supplier, &supply.customer, &supply.product, value, false);
        }
    }

    fn link(&mut self, supplier: &str, customer: &str, product: &str, value_cny: f64, estimated: bool) {
        let class = if self.essential.contains(&(customer, product)) { Class::Essential } else { Class::NonEssential };
        let [supplier, customer, product] = [supplier, customer, product].map(str::to_owned);
        self.links.push(ZoneLink { supplier, customer, product, value_cny, class, estimated });
    }

    /// Links of the products of which no supply is registered.
    fn estimate(&mut self, balances: &[&'a Balance]) {
        let registered: HashSet<&str> = self.supplies().map(|supply| supply.product.as_str()).collect();
        let declared = &self.zone.registers.supplies_complete;
        let complete = declared.iter().filter(|row| row.year == self.question.year);
        let complete: HashSet<&str> = complete.map(|row| row.enterprise.as_str()).collect();
        for balance in balances.iter().filter(|balance| !registered.contains(balance.product.as_str())) {
            self.estimate_product(balance, &complete);
        }
    }

    fn estimate_product(&mut self, balance: &'a Balance, complete: &HashSet<&str>) {
        let [makers, buyers] = after_own_use(balance);
        let open = |side: &BTreeMap<&'a str, Figure>| -> Vec<&'a str> {
            let open = side.iter().filter(|(firm, total)| total.maybe_over(0.0) && !complete.contains(*firm));
            open.map(|(firm, _)| *firm).collect()
        };
        let (sellers, customers) = (open(&makers), open(&buyers));
        if sellers.is_empty() || customers.is_empty() {
            return;
        }
        let made: Figure = makers.values().cloned().sum();
        let needed = &buyers.values().cloned().sum::<Figure>() + &balance.final_demand;
        let traded = made.min(&needed);
        let price = balance.price.as_ref().map(|price| price.cny);
        let (Some(price), true) = (price, traded.surely_over(0.0)) else {
            return self.findings.push(not_estimated(balance, &traded));
        };
        let before = self.links.len();
        for seller in &sellers {
            for customer in &customers {
                let shares = makers[seller].low() / made.low() * (buyers[customer].low() / needed.low());
                let value = traded.low() * price * shares;
                if value > 0.0 {
                    *self.sold.entry(seller).or_default() += value;
                    *self.bought.entry(customer).or_default() += value;
                    self.link(seller, customer, &balance.product, value, true);
                }
            }
        }
        if self.links.len() > before {
            let message = Message::new("finding-stop-estimated").with("count", self.links.len() - before);
            self.findings.push(about_product(Severity::Note, balance, message));
        }
    }

    /// The firms with what they earn and spend, bound by the links.
    fn network(&mut self) -> Option<Network> {
        let plants = self.zone.registers.plants.iter().map(|plant| plant.enterprise.as_str());
        let firms = plants.filter(|firm| self.is_local(firm));
        let firms: BTreeSet<&str> = firms.chain(self.sold.keys().copied()).chain(self.bought.keys().copied()).collect();
        let annuals = self.zone.registers.annuals.iter();
        let of_year = annuals.filter(|row| row.year == self.question.year && row.indicator == REVENUE);
        let given: BTreeMap<&str, f64> =
            of_year.filter_map(|row| Some((row.enterprise.as_str(), row.value?))).collect();
        let firm = |key: &'a str| {
            let sold = self.sold.get(key).copied().unwrap_or_default();
            let earned = given.get(key).copied();
            self.findings.extend(revenue_finding(key, earned, sold));
            let revenue = Some(earned.unwrap_or_default().max(sold));
            // Which suppliers stand in for each other is the links' word: the product, not the industry.
            Firm { key, industry: "", revenue, cost: self.bought.get(key).copied() }
        };
        let firms: Vec<Firm> = firms.into_iter().map(firm).collect();
        let supplies: Vec<Supply> = self.links.iter().map(ZoneLink::supply).collect();
        Network::from_supplies(&firms, &supplies).ok().map(|(network, _)| network)
    }
}

/// What each firm makes and needs of a product after it has used its own first.
fn after_own_use(balance: &Balance) -> [BTreeMap<&str, Figure>; 2] {
    let [made, needed] = [&balance.makers, &balance.buyers].map(|shares| by_firm(shares));
    let [mut sells, mut buys] = [made.clone(), needed.clone()];
    for (firm, made) in &made {
        let Some(needed) = needed.get(firm) else { continue };
        sells.insert(firm, (made - needed).positive_part());
        buys.insert(firm, (needed - made).positive_part());
    }
    [sells, buys]
}

fn by_firm(shares: &[Share]) -> BTreeMap<&str, Figure> {
    let mut totals: BTreeMap<&str, Figure> = BTreeMap::new();
    for share in shares {
        if let Some(firm) = share.enterprise.as_deref() {
            *totals.entry(firm).or_default() += &share.quantity;
        }
    }
    totals
}

fn unvalued(supply: &registers::Supply) -> Finding {
    let message = Message::new("finding-stop-unvalued")
        .with("supplier", &supply.supplier)
        .with("customer", &supply.customer)
        .with("product", &supply.product);
    Finding::new(Severity::Warning, Place::Record(Ref::of(supply)), message)
}

fn about_product(severity: Severity, balance: &Balance, message: Message) -> Finding {
    Finding::new(severity, Place::record("products", &balance.product), message)
}

/// Firms here could trade a product, but what it is worth, or how much of it there is, is not known.
fn not_estimated(balance: &Balance, traded: &Figure) -> Finding {
    let id = match balance.price {
        None => "finding-stop-unpriced",
        Some(_) => "finding-stop-unknown",
    };
    let mut finding = about_product(Severity::Note, balance, Message::new(id));
    finding.missing = traded.missing().iter().cloned().collect();
    finding
}

/// Where a firm's revenue is not given, or cannot be true beside its registered sales.
fn revenue_finding(firm: &str, given: Option<f64>, sold: f64) -> Option<Finding> {
    let (severity, message) = match given {
        None => (Severity::Note, Message::new("finding-stop-revenue-unknown")),
        // A sum of the same figures may differ in its last digits.
        Some(given) if given < sold * (1.0 - 1e-9) => {
            (Severity::Warning, Message::new("finding-stop-revenue-low").with("given", given))
        }
        Some(_) => return None,
    };
    let place = Place::record("enterprises", firm);
    Some(Finding::new(severity, place, message.with("sold", sold)))
}
