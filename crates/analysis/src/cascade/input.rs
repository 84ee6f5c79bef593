//! What a cascade is computed from.

/// A firm of the network.
#[derive(Debug, Clone, Copy)]
pub struct Firm<'a> {
    /// Its key, not blank.
    pub key: &'a str,
    /// Its industry, not blank. [`Network::from_supplies`](super::Network::from_supplies) does not look at it.
    pub industry: &'a str,
    /// What it earns in a year, in the unit of the links' values; its sales in the network if not given.
    pub revenue: Option<f64>,
    /// What it spends on inputs in a year, in the same unit; its purchases in the network if not given.
    pub cost: Option<f64>,
}

/// What one firm sells to another in a year.
#[derive(Debug, Clone, Copy)]
pub struct Link<'a> {
    /// The firm that sells.
    pub supplier: &'a str,
    /// The firm that buys.
    pub customer: &'a str,
    /// For how much, not negative; any unit, the same everywhere. Of 0 the link is passed over.
    pub value: f64,
}

/// How much a customer depends on what it is supplied with: E.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// 0: without it the customer goes on as before.
    Negligible,
    /// 1: without it the customer makes less, by its share of all inputs.
    NonEssential,
    /// 2: without it the customer makes nothing.
    Essential,
}

/// A link that says by itself which suppliers can stand in for each other, and how much depends on it.
#[derive(Debug, Clone, Copy)]
pub struct Supply<'a> {
    /// Who sells to whom, for how much.
    pub link: Link<'a>,
    /// What is supplied: suppliers of the same group can stand in for each other.
    pub group: &'a str,
    /// How much the customer depends on it.
    pub class: Class,
}

/// How much the firms of an industry depend on what another industry supplies.
#[derive(Debug, Clone, Copy)]
pub struct Rule<'a> {
    /// The industry that supplies.
    pub supplier_industry: &'a str,
    /// The industry that is supplied.
    pub customer_industry: &'a str,
    /// 0, 1 or 2, as in [`Class`].
    pub class: u8,
}
