//! Plan: which options should be taken, and when, so that no hard limit is broken?
//!
//! An activity-analysis model, solved to a proven optimum by HiGHS.
//!
//! - options k: start at most once, in a year t not before their earliest; `Y(k,t) ∈ {0,1}` says that k
//!   has started by t, and is monotone in t. Activity x(k,t): `lo·cap(k)·Y(k,t) ≤ x(k,t) ≤ cap(k)·Y(k,t)`.
//! - goods g: `made + Σ a(k,g)·x(k,t) + buy − sell − dispose = needed + final demand`, all ≥ 0. Bought at
//!   π(1+m), sold at π(1−m): local trade saves m. A good without a price, or that does not travel, can
//!   be bought and sold only as far as today's balance already does, at no value.
//! - limits r: `Σ e(k,r)·x(k,t) + Σ land(k,r)·Y(k,t) + disposal ≤ headroom(r,t)`. Hard unless the user says otherwise.
//! - needs `Y(k,t) ≤ Y(j,t)`; excludes `Y(k,T) + Y(j,T) ≤ 1`; public budget
//!   `Σ cost(k)·(Y(k,t) − Y(k,t−1)) ≤ budget(t)`.
//! - objective: one of [`Objective`], discounted to the first year, the others under floors or caps.
//!   Value added = `Σ sell·π(1−m) − buy·π(1+m) − disposal − capex·annuity·Y`.
//!
//! Symbols: a units of good per unit of activity; e units of limit per unit of activity; cap units a year;
//! π CNY per unit; lo, m shares. Source: activity analysis after Koopmans (1951), with fixed charges;
//! ε-constraint method after Haimes, Lasdon and Wismer (1971); deletion filter after Chinneck and
//! Dravnieks (1991); mixed-integer rounding after Marchand and Wolsey (2001).
//!
//! Limits: a capital charge is counted in each planned year only, from the start on; prices do not move;
//! activity is free between its bounds in every year.
//!
//! The data ([`model`], [`answer`]) are always there; solving needs the feature `plan`. A model may be written in
//! JSON; what is left out has its default:
//!
//! ```
//! use yanlian_analysis::plan::Model;
//!
//! // A smelter of 100 t needs 2 t of ore and 3 m³ of water for each of metal; the water carries 80 t.
//! let model: Model = serde_json::from_str(r#"{
//!     "years": [2027], "objective": "value_added", "terms": {"margin": 0.1, "capital_rate": 0, "life_years": 10},
//!     "goods": [
//!         {"id": "ore", "price_cny": 100, "tradable": true, "made": [0], "needed": [0], "final_demand": [0]},
//!         {"id": "metal", "price_cny": 1000, "tradable": true, "made": [0], "needed": [0], "final_demand": [0]}],
//!     "limits": [{"id": "water", "headroom": [240]}],
//!     "options": [{
//!         "id": "smelter", "capacity": 100, "capex_cny": 100000,
//!         "flows": [{"good": "metal", "per_unit": 1}, {"good": "ore", "per_unit": -2}],
//!         "uses": [{"limit": "water", "per_unit": 3}]}]
//! }"#).unwrap();
//! # #[cfg(feature = "plan")]
//! # {
//! use yanlian_analysis::plan::{Control, solve, worth};
//!
//! let plan = solve(&model, &Control::default()).unwrap();
//! assert!(plan.proven && plan.starts[0].option == "smelter");
//! // 900 for the metal, 220 for its ore; a tenth of the capital a year.
//! assert!((plan.value - (80.0 * 680.0 - 10_000.0)).abs() < 1e-6);
//! // One more m³ of water carries a third of a tonne.
//! let worth = worth(&model, &plan, &Control::default()).unwrap();
//! assert!((worth[0].gain_per_unit.unwrap() - 680.0 / 3.0).abs() < 1e-6);
//! # }
//! ```

mod after;
pub mod answer;
mod baseline;
pub mod model;
mod pose;

pub use after::after;
pub use answer::*;
pub use baseline::baseline;
pub use model::*;
pub use pose::{Posed, Subject, pose, registered_cap, usual_stance};

#[cfg(feature = "plan")]
mod check;
#[cfg(feature = "plan")]
mod conflict;
#[cfg(feature = "plan")]
mod control;
#[cfg(feature = "plan")]
mod extract;
#[cfg(feature = "plan")]
mod faults;
#[cfg(feature = "plan")]
mod formulate;
#[cfg(feature = "plan")]
mod idle;
#[cfg(feature = "plan")]
mod inequality;
#[cfg(feature = "plan")]
mod program;
#[cfg(feature = "plan")]
mod relax;
#[cfg(feature = "plan")]
mod search;
#[cfg(feature = "plan")]
mod solver;
#[cfg(feature = "plan")]
mod study;
#[cfg(feature = "plan")]
mod tighten;
#[cfg(feature = "plan")]
mod totals;
#[cfg(feature = "plan")]
mod trade_off;
#[cfg(feature = "plan")]
mod what_if;

#[cfg(feature = "plan")]
pub use {
    conflict::infeasible,
    control::{Control, Fault, PlanError, Progress, Watch},
    search::solve,
    study::study,
    trade_off::trade_off,
    what_if::{forced, worth},
};
