//! What a plan is asked about: options, goods, limits, years and terms, as plain data.
//!
//! Every list "per year" has one entry for each of [`Model::years`]. Money is CNY without tax. The
//! unit of a good, of an option's activity and of a limit is the caller's; coefficients convert
//! between them. Everything refers to everything else by id; ids are unique within their list, and
//! options and plants share one name space.

use serde::{Deserialize, Serialize};
use yanlian_model::PlanObjective;

/// One question: which options to take, and when.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Model {
    /// The years that are planned, ascending. The first is the one that all is discounted to.
    pub years: Vec<i32>,
    /// Margins, rates and lives.
    #[serde(default)]
    pub terms: Terms,
    /// What is made as large as possible (or, for burdens, as small as possible).
    pub objective: Objective,
    /// Floors and caps on the discounted totals of other objectives.
    #[serde(default)]
    pub bounds: Vec<Bound>,
    /// What is made, needed, bought, sold or disposed of.
    pub goods: Vec<Good>,
    /// What may not be used beyond its headroom.
    #[serde(default)]
    pub limits: Vec<Limit>,
    /// Public money for starts, CNY per year; what is not spent in a year is gone. `None`: no such limit.
    #[serde(default)]
    pub budget_cny: Option<Vec<f64>>,
    /// Existing plants whose output the plan may change. All others are in [`Good::made`] and [`Good::needed`].
    #[serde(default)]
    pub plants: Vec<Plant>,
    /// What may be started.
    pub options: Vec<PlanOption>,
    /// Options that need another in the same year or earlier.
    #[serde(default)]
    pub needs: Vec<Needs>,
    /// Pairs of options that cannot both be taken.
    #[serde(default)]
    pub excludes: Vec<Excludes>,
}

impl Model {
    /// What is made and needed of a good in a year of the plan while nothing changes, units: plants of the
    /// model at their base, final demand among the needs.
    pub fn today(&self, good: &Good, year: usize) -> (f64, f64) {
        let of_plant = |plant: &Plant| {
            let flows = plant.flows.iter().filter(|flow| flow.good == good.id);
            flows.map(|flow| flow.per_unit).sum::<f64>() * plant.base
        };
        let net: Vec<f64> = self.plants.iter().map(of_plant).collect();
        let made: f64 = net.iter().map(|net| net.max(0.0)).sum();
        let needed: f64 = net.iter().map(|net| (-net).max(0.0)).sum();
        (good.made[year] + made, good.needed[year] + good.final_demand[year] + needed)
    }
}

/// Margins, rates and lives; the defaults are the method's.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Terms {
    /// m: bought at price × (1 + m), sold at price × (1 − m). Local trade saves it.
    pub margin: f64,
    /// The least share of its capacity at which a started option runs, 0 to 1.
    pub min_load: f64,
    /// Discount rate a year.
    pub discount: f64,
    /// Years over which capital is paid back.
    pub life_years: f64,
    /// Interest on capital a year.
    pub capital_rate: f64,
}

impl Default for Terms {
    fn default() -> Terms {
        Terms { margin: 0.05, min_load: 0.4, discount: 0.05, life_years: 15.0, capital_rate: 0.06 }
    }
}

impl Terms {
    /// What a year of one unit of capital costs: `i / (1 − (1 + i)^−n)`, or `1 / n` without interest.
    pub fn annuity(&self) -> f64 {
        match self.capital_rate == 0.0 {
            true => 1.0 / self.life_years,
            false => self.capital_rate / (1.0 - (1.0 + self.capital_rate).powf(-self.life_years)),
        }
    }

    /// What something in `year` is worth in `first`: `(1 + rate)^(first − year)`.
    pub fn discount_factor(&self, first: i32, year: i32) -> f64 {
        (1.0 + self.discount).powi(first - year)
    }
}

/// What a plan is judged by. Totals are discounted sums over the planned years.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Objective {
    /// CNY: sales at π(1−m), less purchases at π(1+m), disposal and the capital charge of what was started.
    ValueAdded,
    /// Tax, CNY.
    Tax,
    /// Jobs, person-years.
    Jobs,
    /// Local needs met by local makers, CNY at π: `Σ π·(needed + final demand − bought)`.
    LocalSourcing,
    /// CO2, t; the less the better.
    Co2,
    /// Chemical oxygen demand, t; the less the better.
    Cod,
    /// Water, m³; the less the better.
    Water,
    /// Energy, tce; the less the better.
    Energy,
}

impl Objective {
    /// All of them, in the order in which they are reported.
    pub const ALL: [Objective; 8] = [
        Objective::ValueAdded,
        Objective::Tax,
        Objective::Jobs,
        Objective::LocalSourcing,
        Objective::Co2,
        Objective::Cod,
        Objective::Water,
        Objective::Energy,
    ];

    /// Its name in JSON, in registers and in translations.
    pub fn key(self) -> &'static str {
        self.word().choice().key
    }

    /// The word of the registers for it.
    pub fn word(self) -> PlanObjective {
        PlanObjective::ALL[self as usize]
    }

    /// +1 where more is better, −1 where less is.
    pub fn sign(self) -> f64 {
        match self {
            Objective::ValueAdded | Objective::Tax | Objective::Jobs | Objective::LocalSourcing => 1.0,
            Objective::Co2 | Objective::Cod | Objective::Water | Objective::Energy => -1.0,
        }
    }
}

impl From<PlanObjective> for Objective {
    fn from(word: PlanObjective) -> Objective {
        Objective::ALL[word as usize]
    }
}

/// A floor or a cap on a discounted total.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Bound {
    /// Of which objective.
    pub objective: Objective,
    /// Not less than this, in the objective's unit.
    #[serde(default)]
    pub at_least: Option<f64>,
    /// Not more than this, in the objective's unit.
    #[serde(default)]
    pub at_most: Option<f64>,
}

/// A product, with what plants outside the plan's reach make and need of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Good {
    /// The product.
    pub id: String,
    /// π, CNY per unit without tax. Without it the product cannot be bought or sold beyond today's balance.
    #[serde(default)]
    pub price_cny: Option<f64>,
    /// Whether it can cross the border at all (steam cannot).
    pub tradable: bool,
    /// Made a year by plants that stay as they are, units per year of the plan.
    pub made: Vec<f64>,
    /// Needed a year by plants that stay as they are, units per year of the plan.
    pub needed: Vec<f64>,
    /// Local final demand, units per year of the plan.
    pub final_demand: Vec<f64>,
    /// The most that can be sold, units per year of the plan. `None`: no such limit.
    #[serde(default)]
    pub sales_cap: Option<Vec<f64>>,
    /// How it can be got rid of. `None`: it cannot.
    #[serde(default)]
    pub disposal: Option<Disposal>,
}

/// How a good is got rid of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Disposal {
    /// CNY per unit.
    pub cost_cny: f64,
    /// The limit against which it counts, if any.
    #[serde(default)]
    pub limit: Option<String>,
    /// How much of that limit a unit uses.
    #[serde(default = "one")]
    pub counts: f64,
}

fn one() -> f64 {
    1.0
}

/// Something that may not be used beyond its headroom: a pollutant, water, energy, land.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Limit {
    /// The indicator that is limited.
    pub id: String,
    /// cap − used today, units per year of the plan.
    pub headroom: Vec<f64>,
    /// `None`: hard. Else what a unit beyond the headroom costs a year, in the unit of the objective
    /// that is maximised (0: only shown as broken).
    #[serde(default)]
    pub soft_charge: Option<f64>,
    /// By how much [`worth`](crate::plan::worth) raises it, units in every year; without it 1 % of the
    /// largest headroom, but a unit at least.
    #[serde(default)]
    pub step: Option<f64>,
}

/// What goes in and out per unit of activity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Flow {
    /// The product.
    pub good: String,
    /// Units of it per unit of activity: positive made, negative needed. The main product's +1 is written out.
    pub per_unit: f64,
}

/// What a limit loses to an option.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Use {
    /// The limit.
    pub limit: String,
    /// Units of it per unit of activity, each year (flows: water, pollutants).
    #[serde(default)]
    pub per_unit: f64,
    /// Units of it from the start on, whatever the activity (stocks: land).
    #[serde(default)]
    pub on_start: f64,
}

/// What an option adds to an objective's total, beside what follows from its flows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Effect {
    /// Which objective, in its unit.
    pub objective: Objective,
    /// Per unit of activity.
    #[serde(default)]
    pub per_unit: f64,
    /// Per year from the start on, whatever the activity.
    #[serde(default)]
    pub per_year: f64,
    /// Once, in the year of the start.
    #[serde(default)]
    pub on_start: f64,
}

/// Whether an option has to be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// It has to be started within the plan.
    Must,
    /// The plan decides.
    #[default]
    May,
    /// It is not to be started.
    Not,
}

/// Something that may be started: a project, or a library process at a typical scale.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlanOption {
    /// Its id.
    pub id: String,
    /// The most that it can make of its main product, units a year.
    pub capacity: f64,
    /// Its own least load where it differs from the terms', 0 to 1.
    #[serde(default)]
    pub min_load: Option<f64>,
    /// The first year in which it can run. `None`: the plan's first.
    #[serde(default)]
    pub earliest: Option<i32>,
    /// The last year in which it can start. `None`: the plan's last.
    #[serde(default)]
    pub latest: Option<i32>,
    /// Whether it has to be taken.
    #[serde(default)]
    pub decision: Decision,
    /// What goes in and out per unit of activity.
    pub flows: Vec<Flow>,
    /// What the limits lose to it.
    #[serde(default)]
    pub uses: Vec<Use>,
    /// Capital, CNY; charged as an annuity in every year from the start on.
    #[serde(default)]
    pub capex_cny: f64,
    /// Public money in the year of the start, CNY.
    #[serde(default)]
    pub public_cost_cny: f64,
    /// Tax, jobs, emissions.
    #[serde(default)]
    pub effects: Vec<Effect>,
}

/// An existing plant whose output the plan may change. Its flows count in full in the balance; against
/// limits and in effects only the change from the base counts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Plant {
    /// Its id.
    pub id: String,
    /// Output in the base year, units a year.
    pub base: f64,
    /// The least output, units a year.
    pub at_least: f64,
    /// The most output, units a year.
    pub at_most: f64,
    /// What goes in and out per unit of output.
    pub flows: Vec<Flow>,
    /// What the limits lose to it; `on_start` has no meaning here and must be 0.
    #[serde(default)]
    pub uses: Vec<Use>,
    /// Tax, jobs, emissions; only `per_unit` has a meaning here.
    #[serde(default)]
    pub effects: Vec<Effect>,
}

/// One option can only run where another has been started.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Needs {
    /// The option that needs.
    pub option: String,
    /// The option that is needed, in the same year or earlier.
    pub needs: String,
}

/// Two options cannot both be taken.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Excludes {
    /// The one.
    pub one: String,
    /// The other.
    pub other: String,
}

/// The positions in `model.years` of the first and last year in which an option can start.
pub(super) fn window(model: &Model, option: &PlanOption) -> Option<(usize, usize)> {
    let open = |year: i32| option.earliest.is_none_or(|e| e <= year) && option.latest.is_none_or(|l| year <= l);
    let first = model.years.iter().position(|&year| open(year))?;
    let last = model.years.iter().rposition(|&year| open(year))?;
    Some((first, last))
}
