//! What a plan answers with: plain data, with the proof beside every number.

use super::model::Objective;
use serde::{Deserialize, Serialize};
use yanlian_model::Finding;

/// A plan: what to start and when, and what follows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// What was maximised (burdens: minimised).
    pub objective: Objective,
    /// The plan's discounted total of that objective, in its unit.
    pub value: f64,
    /// What broken soft limits were charged, discounted, in the same unit; the search weighed `value`
    /// less this (burdens: plus this).
    pub soft_charge: f64,
    /// No plan does better than this, charges counted.
    pub bound: f64,
    /// |bound − (value less charges)| over |value less charges|.
    pub gap: f64,
    /// Whether the search came to its end and the plan reaches its bound, within the tolerance that was asked
    /// for; otherwise the search was stopped, or the solver handed over less than it had proven.
    pub proven: bool,
    /// The options taken, by year, then in the model's order.
    pub starts: Vec<Start>,
    /// What every option that was taken and every plant of the model makes.
    pub activities: Vec<Activity>,
    /// The balance of every good.
    pub goods: Vec<GoodBalance>,
    /// The use of every limit.
    pub limits: Vec<LimitBalance>,
    /// Public money, where there is a budget.
    pub budget: Option<BudgetBalance>,
    /// Every objective's total.
    pub totals: Vec<Total>,
    /// Options that could not be considered, and why.
    pub left_out: Vec<LeftOut>,
    /// What was noticed in the model. Not read back from JSON, see [`Study::read_back`].
    #[serde(skip_deserializing)]
    pub findings: Vec<Finding>,
    /// How the solver came to it.
    pub record: SolverRecord,
}

/// An option that is taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Start {
    /// The option.
    pub option: String,
    /// The first year in which it runs.
    pub year: i32,
}

/// What an option or plant makes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Activity {
    /// The option or plant.
    pub id: String,
    /// Units of its main product, per year of the plan.
    pub per_year: Vec<f64>,
}

/// The balance of a good after the plan: `made + bought = needed + final demand + sold + disposed`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GoodBalance {
    /// The good.
    pub good: String,
    /// Made, units per year of the plan; plants outside the plan's reach included.
    pub made: Vec<f64>,
    /// Needed by plants and options, units per year of the plan.
    pub needed: Vec<f64>,
    /// Local final demand, units per year of the plan.
    pub final_demand: Vec<f64>,
    /// Bought outside, units per year of the plan.
    pub bought: Vec<f64>,
    /// Sold outside, units per year of the plan.
    pub sold: Vec<f64>,
    /// Disposed of, units per year of the plan.
    pub disposed: Vec<f64>,
}

/// The use of a limit after the plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LimitBalance {
    /// The limit.
    pub limit: String,
    /// Use beyond today's, units per year of the plan.
    pub used: Vec<f64>,
    /// cap − used today, units per year of the plan.
    pub headroom: Vec<f64>,
    /// Use beyond the headroom of a soft limit, units per year of the plan; 0 where it holds.
    pub broken_by: Vec<f64>,
    /// Whether nothing is left, per year of the plan.
    pub binds: Vec<bool>,
}

/// The use of public money.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BudgetBalance {
    /// Spent on starts, CNY per year of the plan.
    pub spent_cny: Vec<f64>,
    /// The budget, CNY per year of the plan.
    pub budget_cny: Vec<f64>,
    /// Whether nothing is left, per year of the plan.
    pub binds: Vec<bool>,
}

/// The total of one objective.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Total {
    /// Which.
    pub objective: Objective,
    /// The discounted sum, in its unit.
    pub discounted: f64,
    /// Undiscounted, per year of the plan.
    pub per_year: Vec<f64>,
}

/// Why an option could not be considered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Obstacle {
    /// It needs a good that cannot be bought and that nobody here could make enough of.
    CannotBuy,
    /// It makes a good that cannot be sold or disposed of and that nobody here could take enough of.
    CannotPlace,
    /// It needs another option that is left out or not to be started.
    NeedIsOut,
    /// The user ruled it out, or it cannot start within the plan's years.
    RuledOut,
}

/// An option that could not be considered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// The option.
    pub option: String,
    /// Why.
    pub obstacle: Obstacle,
    /// The good (or option, for [`Obstacle::NeedIsOut`]) that it fails on.
    pub on: Option<String>,
    /// Whether that good has no price (as opposed to not being tradable).
    pub price_missing: bool,
}

/// How the solver came to its answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SolverRecord {
    /// Name and version.
    pub solver: String,
    /// The seed of its pseudo-random choices.
    pub seed: i32,
    /// Threads used.
    pub threads: i32,
    /// The relative gap that was asked for.
    pub relative_gap: f64,
    /// By how much a scaled row may be off.
    pub feasibility_tolerance: f64,
    /// Nodes of the search tree.
    pub nodes: i64,
    /// Its log, without times, so that equal searches have equal logs.
    pub log: String,
}

/// What a little more of a limit would bring.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Worth {
    /// Which limit.
    pub of: Scarce,
    /// By how much it was raised in every year, in its unit; `None` of a budget of nothing.
    pub step: Option<f64>,
    /// How much better the re-solved plan is (discounted total, charges counted), never negative.
    pub gain: Option<f64>,
    /// `gain / step`: what one unit more in every year is worth; `None` where the step lets another choice
    /// of options in, which come whole.
    pub gain_per_unit: Option<f64>,
    /// Whether both plans that the gain rests on are proven.
    pub proven: bool,
    /// Flow limits only: the derivative of the total by the headroom of each year while what is started,
    /// and when, stays as in the plan.
    pub marginal_in_operation: Option<Vec<f64>>,
}

/// Something scarce that can be given more of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scarce {
    /// A limit, by id.
    Limit(String),
    /// The public budget.
    Budget,
}

/// What it would cost to take an option that the plan does not take.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Forced {
    /// The option.
    pub option: String,
    /// How much worse the best plan with it is (discounted total, charges counted); `None` where there is no such plan.
    pub cost: Option<f64>,
    /// Whether both plans that the cost rests on are proven.
    pub proven: bool,
    /// Where it would start.
    pub start: Option<i32>,
    /// What binds in that plan.
    pub binding: Vec<Member>,
    /// Without any such plan: what cannot hold together with it.
    pub conflict: Vec<Member>,
}

/// Something that a plan has to respect and that can be given up by name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Member {
    /// A limit in a year.
    Limit {
        /// The limit.
        limit: String,
        /// The year.
        year: i32,
    },
    /// The public budget of a year.
    Budget {
        /// The year.
        year: i32,
    },
    /// The floor under an objective's total.
    Floor {
        /// The objective.
        objective: Objective,
    },
    /// The cap on an objective's total.
    Cap {
        /// The objective.
        objective: Objective,
    },
    /// An option that has to be taken.
    Must {
        /// The option.
        option: String,
    },
    /// An option that needs another.
    Needs {
        /// The option that needs.
        option: String,
        /// The option that is needed.
        needs: String,
    },
    /// Two options that cannot both be taken.
    Excludes {
        /// The one.
        one: String,
        /// The other.
        other: String,
    },
    /// The most that can be sold of a good in a year.
    SalesCap {
        /// The good.
        good: String,
        /// The year.
        year: i32,
    },
    /// A good cannot be bought, sold or disposed of as the balance would need: it has no price or does not travel.
    NoTrade {
        /// The good.
        good: String,
    },
}

/// A set that cannot hold together, each member of which is needed for that.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Conflict {
    /// The members.
    pub members: Vec<Member>,
    /// Whether every member was shown to be needed; otherwise the search was stopped and some may not be.
    pub irreducible: bool,
}

/// One point of a trade-off curve.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TradeOffPoint {
    /// The floor (burdens: the cap) that was put on the other objective; `None` at the end where it is free.
    pub other_bound: Option<f64>,
    /// The other objective's total of this plan.
    pub other_value: f64,
    /// The best plan under that bound, with its proven gap.
    pub plan: Plan,
}

/// Everything that an officer asks of one question, as far as it is answered.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Study {
    /// The best plan; `None` before there is one, or where there is none.
    pub plan: Option<Plan>,
    /// What cannot hold together, where there is no plan.
    pub conflict: Option<Conflict>,
    /// What a little more of each limit would bring.
    pub worth: Vec<Worth>,
    /// What it would cost to take each option that the plan does not take.
    pub forced: Vec<Forced>,
    /// The objective against which the plan's own is traded off.
    pub other: Option<Objective>,
    /// The plans between the best for the one and the best for the other.
    pub trade_off: Vec<TradeOffPoint>,
}
