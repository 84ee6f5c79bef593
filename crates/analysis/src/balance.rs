//! What does the zone make, what does it need, and what must cross its border?
//!
//! - made `S(g) = Σ_k max(a(p(k),g),0)·x(k)`, in units of g a year
//! - needed `D(g) = Σ_k max(−a(p(k),g),0)·x(k)` + registered local final demand
//! - net imports `I(g) = max(0, D−S)`, net exports `X(g) = max(0, S−D)`
//! - self-supply `min(1, S/D)` where D > 0
//! - local trade `L(g)`: registered supplies with both ends local. Where not all supplies of the
//!   makers, or of the buyers, are declared complete, what is registered is a lower bound.
//!
//! x(k): output of plant k in the reporting year (see `running`). A product that goes in and
//! comes out of one process counts net; gross flows are shown beside it.
//!
//! Source: material balance of activity analysis (Koopmans 1951), one period. Limits: no stocks; a
//! product is one quality; recipes stand in for what was not measured.

use crate::price::PriceUsed;
use crate::rounding::{ROUNDING, at_least};
use crate::running::Running;
use crate::{Question, Zone};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use yanlian_model::{Direction, Figure, Finding, Message, Missing, MissingKind, Place, Severity, party_outside};

/// How local making stands to local need.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Nobody local makes what is needed: S = 0 < D.
    Missing,
    /// Local makers cannot cover the need: 0 < S < D.
    Short,
    /// Local makers cover the need exactly: S = D > 0.
    Balanced,
    /// More is made than is needed here: S > D.
    Surplus,
    /// Neither made nor needed by any plant: S = D = 0; it is only traded.
    Idle,
    /// Unknown figures leave more than one of these possible.
    Undetermined,
}

/// One plant's part, or one final consumer's, in what is made or needed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Share {
    /// The enterprise; `None` for final demand.
    pub enterprise: Option<String>,
    /// The plant; for final demand, who consumes.
    pub plant: String,
    /// Units of the product a year, net.
    pub quantity: Figure,
    /// As it goes in or comes out before netting, where that differs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gross: Option<Figure>,
    /// Whether the plant makes it as a by-product.
    pub by_product: bool,
    /// Whether the input is essential to the process; `None` where not said.
    pub essential: Option<bool>,
    /// Whether a measurement of the plant replaced the recipe's figure.
    pub measured: bool,
}

/// The balance of one product in the reporting year.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Balance {
    /// The product.
    pub product: String,
    /// Its unit; all quantities here are in it, a year.
    pub unit: String,
    /// How making stands to need.
    pub state: State,
    /// Where `state` is undetermined: the states that unknown figures leave possible.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub possible: Vec<State>,
    /// S.
    pub made: Figure,
    /// D, final demand included.
    pub needed: Figure,
    /// The part of D that no process consumes.
    pub final_demand: Figure,
    /// I, net.
    pub net_imports: Figure,
    /// X, net.
    pub net_exports: Figure,
    /// min(1, S/D); `None` where nothing is needed.
    pub self_supply: Option<Figure>,
    /// L: registered supplies with both ends local.
    pub local_trade: Figure,
    /// Registered supplies from outside the zone; a lower bound of the gross flow.
    pub registered_in: Figure,
    /// Registered supplies to outside the zone; a lower bound of the gross flow.
    pub registered_out: Figure,
    /// The price that values rest on.
    pub price: Option<PriceUsed>,
    /// Who makes it.
    pub makers: Vec<Share>,
    /// Who needs it.
    pub buyers: Vec<Share>,
    /// What the plants of each process make of it, as `makers` has it.
    #[serde(skip)]
    pub made_by: BTreeMap<String, Figure>,
    /// What the plants of each process need of it, as `buyers` has it.
    #[serde(skip)]
    pub needed_by: BTreeMap<String, Figure>,
}

impl Balance {
    /// The enterprises on one side, each once, in order.
    pub fn enterprises(shares: &[Share]) -> BTreeSet<&str> {
        shares.iter().filter_map(|share| share.enterprise.as_deref()).collect()
    }
}

/// Makers and buyers of every product, by product.
#[derive(Default)]
struct Sides {
    makers: Vec<Share>,
    buyers: Vec<Share>,
    made_by: BTreeMap<String, Figure>,
    needed_by: BTreeMap<String, Figure>,
    final_demand: Figure,
}

/// The balance of every product that is made, needed or traded, by product id.
pub(crate) fn balance(
    zone: &Zone,
    question: &Question,
    running: &[Running],
    findings: &mut Vec<Finding>,
) -> BTreeMap<String, Balance> {
    let mut sides: BTreeMap<&str, Sides> = BTreeMap::new();
    for running in running {
        for product in running.recipe.products() {
            let (made, needed) = shares(running, product);
            let side = sides.entry(product).or_default();
            let process = &running.plant.process;
            if let Some(made) = made {
                add(&mut side.made_by, process, &made.quantity);
                side.makers.push(made);
            }
            if let Some(needed) = needed {
                add(&mut side.needed_by, process, &needed.quantity);
                side.buyers.push(needed);
            }
        }
    }
    for demand in zone.registers.final_demand.iter().filter(|demand| demand.year == question.year) {
        let missing = || Missing::of(MissingKind::Demand, demand);
        let quantity = Figure::known_or(demand.quantity, missing);
        let side = sides.entry(&demand.product).or_default();
        side.final_demand += &quantity;
        side.buyers.push(Share {
            enterprise: None,
            plant: demand.who.clone(),
            quantity,
            gross: None,
            by_product: false,
            essential: Some(false),
            measured: false,
        });
    }
    let trade = Trade::registered(zone, question);
    for product in trade.products() {
        sides.entry(product).or_default();
    }
    sides
        .into_iter()
        .map(|(product, side)| (product.to_owned(), judge(zone, question, product, side, &trade, findings)))
        .collect()
}

/// Adds what one plant makes or needs to that of its process.
fn add(totals: &mut BTreeMap<String, Figure>, process: &str, quantity: &Figure) {
    match totals.get_mut(process) {
        Some(total) => *total += quantity,
        None => drop(totals.insert(process.to_owned(), quantity.clone())),
    }
}

/// What a plant makes and needs of a product: at most one of the two is surely something.
fn shares(running: &Running, product: &str) -> (Option<Share>, Option<Share>) {
    let Running { plant, recipe, output } = running;
    let net = recipe.net(product);
    let share = |per_unit: Figure, direction: Direction| {
        let quantity = &per_unit * output;
        let gross = &recipe.gross(product, direction) * output;
        let lines = recipe.lines.iter().filter(|line| line.item == product);
        (per_unit.high() > 0.0).then(|| Share {
            enterprise: Some(plant.enterprise.clone()),
            plant: plant.id.clone(),
            gross: (gross != quantity).then_some(gross),
            quantity,
            by_product: direction == Direction::Out && product != recipe.process.main_product,
            essential: recipe.input(product).and_then(|line| line.essential),
            measured: lines.clone().any(|line| line.measured),
        })
    };
    (share(net.positive_part(), Direction::Out), share((-&net).positive_part(), Direction::In))
}

fn judge(
    zone: &Zone,
    question: &Question,
    product: &str,
    side: Sides,
    trade: &Trade,
    findings: &mut Vec<Finding>,
) -> Balance {
    let made: Figure = side.makers.iter().map(|share| share.quantity.clone()).sum();
    let needed: Figure = side.buyers.iter().map(|share| share.quantity.clone()).sum();
    let surplus = without_rounding(&(&made - &needed), &made, &needed);
    let (state, possible) = state(&made, &needed, &surplus);
    let open = trade.open(product, question.year, &side);
    let balance = Balance {
        product: product.to_owned(),
        unit: zone.unit(product, true).to_owned(),
        state,
        possible,
        net_imports: (-&surplus).positive_part(),
        net_exports: surplus.positive_part(),
        self_supply: made.ratio(&needed).map(|ratio| ratio.min(&Figure::exact(1.0))),
        local_trade: trade.local(product, &open, &made.min(&needed)),
        registered_in: trade.across(product, Border::In),
        registered_out: trade.across(product, Border::Out),
        price: zone.price(product, question),
        made,
        needed,
        final_demand: side.final_demand,
        makers: side.makers,
        buyers: side.buyers,
        made_by: side.made_by,
        needed_by: side.needed_by,
    };
    findings.extend(contradiction(&balance, &open));
    balance
}

/// A difference that is only rounding counts as none.
fn without_rounding(difference: &Figure, a: &Figure, b: &Figure) -> Figure {
    let snap = |bound: f64, scale: f64| if scale.is_finite() && bound.abs() <= ROUNDING * scale { 0.0 } else { bound };
    let low = snap(difference.low(), a.low().max(b.high()));
    let high = snap(difference.high(), a.high().max(b.low()));
    difference.bounded(low, high.max(low))
}

/// The state, and where unknown figures leave several open, all of those.
fn state(made: &Figure, needed: &Figure, surplus: &Figure) -> (State, Vec<State>) {
    let mut possible = Vec::new();
    if made.low() <= 0.0 && needed.high() > 0.0 {
        possible.push(State::Missing);
    }
    if made.high() > 0.0 && surplus.low() < 0.0 {
        possible.push(State::Short);
    }
    if surplus.low() <= 0.0 && surplus.high() >= 0.0 && made.high() > 0.0 && needed.high() > 0.0 {
        possible.push(State::Balanced);
    }
    if surplus.high() > 0.0 {
        possible.push(State::Surplus);
    }
    if made.low() <= 0.0 && needed.low() <= 0.0 {
        possible.push(State::Idle);
    }
    match possible.as_slice() {
        [only] => (*only, Vec::new()),
        _ => (State::Undetermined, possible),
    }
}

/// Registered trade that cannot be true together with the balance; the plainest reason is told.
///
/// What is registered is a lower bound of what is traded. Local and outside purchases together cannot
/// be more than is needed, nor sales more than is made. The net flow across the border binds only
/// where the other direction is fully registered: the makers', or the buyers', supplies are complete.
fn contradiction(balance: &Balance, open: &OpenSides) -> Option<Finding> {
    let (local, inward, outward) = (&balance.local_trade, &balance.registered_in, &balance.registered_out);
    let both = balance.made.min(&balance.needed);
    let net_in = open.makers.is_empty().then(|| (inward.low() - outward.high(), &balance.net_imports));
    let net_out = open.buyers.is_empty().then(|| (outward.low() - inward.high(), &balance.net_exports));
    let tests = [
        Some(("finding-local-trade-exceeds", local.low(), &both)),
        net_in.map(|(registered, bound)| ("finding-trade-in-exceeds", registered, bound)),
        net_out.map(|(registered, bound)| ("finding-trade-out-exceeds", registered, bound)),
        Some(("finding-bought-exceeds", local.low() + inward.low(), &balance.needed)),
        Some(("finding-sold-exceeds", local.low() + outward.low(), &balance.made)),
    ];
    let broken = tests.into_iter().flatten().find(|(_, registered, bound)| !at_least(bound.high(), *registered));
    broken.map(|(id, registered, bound)| {
        let place = Place::record("products", &balance.product);
        let message =
            Message::new(id).with("registered", registered).with("bound", bound.high()).with("unit", &balance.unit);
        let mut finding = Finding::new(Severity::Warning, place, message);
        finding.missing = bound.missing().iter().cloned().collect();
        finding
    })
}

/// Which way goods cross the zone's border.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Border {
    In,
    Out,
}

/// The registered supplies of the year, by product.
struct Trade<'a> {
    local: HashMap<&'a str, Figure>,
    across: HashMap<(&'a str, Border), Figure>,
    complete: HashSet<&'a str>,
}

impl<'a> Trade<'a> {
    fn registered(zone: &'a Zone, question: &Question) -> Trade<'a> {
        let declared = zone.registers.supplies_complete.iter().filter(|row| row.year == question.year);
        let complete = declared.map(|row| row.enterprise.as_str()).collect();
        let mut trade = Trade { local: HashMap::new(), across: HashMap::new(), complete };
        let is_local = |party: &str| party_outside(party).is_none() && zone.enterprise(party).is_some();
        for supply in zone.registers.supplies.iter().filter(|supply| supply.year == question.year) {
            let quantity = Figure::known_or(supply.quantity, || Missing::of(MissingKind::Supply, supply));
            let product = supply.product.as_str();
            let total = match (is_local(&supply.supplier), is_local(&supply.customer)) {
                (true, true) => trade.local.entry(product).or_insert(Figure::ZERO),
                (false, true) => trade.across.entry((product, Border::In)).or_insert(Figure::ZERO),
                (true, false) => trade.across.entry((product, Border::Out)).or_insert(Figure::ZERO),
                (false, false) => continue,
            };
            *total += &quantity;
        }
        trade
    }

    fn products(&self) -> BTreeSet<&'a str> {
        self.local.keys().copied().chain(self.across.keys().map(|(product, _)| *product)).collect()
    }

    fn across(&self, product: &str, border: Border) -> Figure {
        self.across.get(&(product, border)).cloned().unwrap_or(Figure::ZERO)
    }

    /// Who of each side may have traded more than is registered.
    fn open(&self, product: &str, year: i32, side: &Sides) -> OpenSides {
        let missing = |enterprise: &str| Missing::new(MissingKind::SupplyCompleteness, "enterprises", enterprise);
        let open = |shares: &[Share]| -> BTreeSet<Missing> {
            let enterprises = Balance::enterprises(shares).into_iter();
            enterprises.filter(|enterprise| !self.complete.contains(enterprise)).map(missing).collect()
        };
        let mut buyers = open(&side.buyers);
        // What final consumers buy is in no register of supplies.
        let consumers = side.buyers.iter().filter(|buyer| buyer.enterprise.is_none() && buyer.quantity.maybe_over(0.0));
        let year = year.to_string();
        let demand = |buyer: &Share| [product, &year, &buyer.plant].map(str::to_owned);
        buyers.extend(
            consumers.map(|buyer| Missing::new(MissingKind::SupplyCompleteness, "final_demand", demand(buyer))),
        );
        OpenSides { makers: open(&side.makers), buyers }
    }

    /// L: what is registered where one whole side is declared complete, else at least that.
    fn local(&self, product: &str, open: &OpenSides, most: &Figure) -> Figure {
        let registered = self.local.get(product).cloned().unwrap_or_default();
        if open.makers.is_empty() || open.buyers.is_empty() {
            return registered;
        }
        let missing = registered.missing().iter().chain(&open.makers).chain(&open.buyers).cloned().collect();
        Figure::between(registered.low(), registered.high().max(most.high()), missing)
    }
}

/// The makers and the buyers of a product whose supplies are not declared complete.
struct OpenSides {
    makers: BTreeSet<Missing>,
    buyers: BTreeSet<Missing>,
}
