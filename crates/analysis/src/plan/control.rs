//! How a search is bounded and watched, and how it can fail.

use std::ops::ControlFlow;
use yanlian_model::Message;

/// Who watches a search.
pub type Watch<'a> = dyn Fn(&Progress) -> ControlFlow<()> + 'a;

/// Bounds of a search, and who watches it.
#[derive(Clone, Copy)]
pub struct Control<'a> {
    /// Seconds for each solve; an answer that was stopped by time may differ from run to run.
    pub seconds: Option<f64>,
    /// Nodes of the search tree for each solve; such a stop is the same in every run.
    pub nodes: Option<i32>,
    /// A plan is proven when its relative gap is not above this.
    pub relative_gap: f64,
    /// Called now and then; `Break` stops the search, and the best plan so far is answered.
    pub watch: Option<&'a Watch<'a>>,
}

impl Default for Control<'_> {
    fn default() -> Self {
        Control { seconds: None, nodes: None, relative_gap: 1e-6, watch: None }
    }
}

/// Where a search stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Progress {
    /// Which solve of the question this is, from 1.
    pub solve: usize,
    /// How many solves the question takes, as far as is known.
    pub solves: usize,
    /// The best value so far, in the unit of the objective; `None` before there is a plan.
    pub best: Option<f64>,
    /// No plan does better than this; `None` before it is known.
    pub bound: Option<f64>,
    /// The relative gap between the two.
    pub gap: Option<f64>,
    /// Nodes of the search tree so far.
    pub nodes: i64,
    /// Seconds so far, by the solver's own watch.
    pub seconds: f64,
}

/// Why there is no plan.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum PlanError {
    /// The model contradicts itself; every fault is listed.
    #[error("the model has faults: {}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Faulty(Vec<Fault>),
    /// No plan respects all that is hard; [`infeasible`](super::infeasible) says what cannot hold together.
    #[error("no plan respects all hard limits and musts")]
    Infeasible,
    /// The search was stopped before there was any plan.
    #[error("stopped before a plan was found")]
    Stopped,
    /// The plan that was handed in is not one of this model.
    #[error("the plan does not belong to the model: {0} is not an option of it, or not in that year")]
    Foreign(String),
    /// The solver failed.
    #[error("the solver failed: {0}")]
    Solver(String),
}

impl PlanError {
    /// What to tell a person: a message for each fault.
    pub fn messages(&self) -> Vec<Message> {
        match self {
            PlanError::Faulty(faults) => faults.iter().map(Fault::message).collect(),
            PlanError::Infeasible => vec![Message::new("plan-infeasible")],
            PlanError::Stopped => vec![Message::new("plan-stopped-early")],
            PlanError::Foreign(option) => vec![Message::new("plan-foreign").with("id", option)],
            PlanError::Solver(why) => vec![Message::new("plan-solver-failed").with("why", why)],
        }
    }
}

/// A fault of a model.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The years are not ascending, or there are none.
    #[error("years must ascend and not be empty")]
    Years,
    /// An id occurs twice in a list.
    #[error("{0} occurs twice")]
    Twice(String),
    /// Something refers to an id that does not exist.
    #[error("{at} refers to {to}, which does not exist")]
    Unknown {
        /// Where.
        at: String,
        /// To what.
        to: String,
    },
    /// A list per year has not one entry for each year.
    #[error("{0} has not one entry for each year")]
    Length(String),
    /// A number is not finite or outside its range.
    #[error("{0} is not finite or outside its range")]
    Range(String),
}

impl Fault {
    /// What to tell a person.
    pub fn message(&self) -> Message {
        match self {
            Fault::Years => Message::new("plan-fault-years"),
            Fault::Twice(id) => Message::new("plan-fault-twice").with("id", id),
            Fault::Unknown { at, to } => Message::new("plan-fault-unknown").with("at", at).with("to", to),
            Fault::Length(list) => Message::new("plan-fault-length").with("list", list),
            Fault::Range(number) => Message::new("plan-fault-range").with("number", number),
        }
    }
}
