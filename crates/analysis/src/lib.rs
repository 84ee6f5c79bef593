//! The methods of Yanlian: pure functions from registers to answers and findings.
//!
//! Each method is one file that opens with the question it answers, its formula, its symbols with
//! units, its source and its limits. No method does input or output, knows the clock, or fills an
//! unknown figure with a number: figures are intervals ([`yanlian_model::Figure`]), and every
//! interval says what is missing.
//!
//! Those of registers take a [`Zone`] and a [`Question`]. The example is a zone with one smelter that needs two
//! tonnes of ore for each of metal:
//!
//! ```
//! use chrono::NaiveDate;
//! use yanlian_analysis::{Question, Zone, diagnose};
//! use yanlian_model::registers::{Enterprise, Flow, Plant, PlantOutput, Process, Product};
//! use yanlian_model::{Record, Registers};
//!
//! # fn main() -> Result<(), yanlian_model::TextFault> {
//! let product = |id| Product::from_texts(&[("id", id), ("name_zh", id), ("unit", "t")]);
//! let smelting = [("id", "smelting"), ("name_zh", "冶炼"), ("main_product", "metal")];
//! let ore = [("process", "smelting"), ("item", "ore"), ("direction", "in"), ("quantity", "2")];
//! let plant = [("id", "P-1"), ("enterprise", "A"), ("process", "smelting"), ("capacity", "1000")];
//! let mut registers = Registers {
//!     products: vec![product("ore")?, product("metal")?].into(),
//!     processes: vec![Process::from_texts(&smelting)?].into(),
//!     flows: vec![Flow::from_texts(&ore)?].into(),
//!     enterprises: vec![Enterprise::from_texts(&[("uscc", "A"), ("name", "示例冶炼")])?].into(),
//!     plants: vec![Plant::from_texts(&plant)?].into(),
//!     ..Registers::default()
//! };
//! let question = Question::new(2025, NaiveDate::from_ymd_opt(2026, 3, 20).unwrap());
//! // What the smelter made in 2025 is not known: between nothing and 1,000 t.
//! let gap = &diagnose(&Zone::new(registers.clone()), &question).gaps[0];
//! assert_eq!((gap.product.as_str(), gap.quantity.low(), gap.quantity.high()), ("ore", 0.0, 2000.0));
//!
//! registers.plant_outputs.put(PlantOutput::from_texts(&[("plant", "P-1"), ("year", "2025"), ("output", "800")])?);
//! let gap = &diagnose(&Zone::new(registers), &question).gaps[0];
//! assert_eq!(gap.quantity.value(), Some(1600.0));
//! # Ok(())
//! # }
//! ```
//!
//! The others stand by themselves, each with an example: [`cascade`], [`complexity`], [`io`], [`discharge`], and
//! [`plan`], whose solver is built with the feature `plan`. What is wrong with their input is an [`InputFault`]
//! by table and row; the sentences to its messages are in `yanlian-present`.

mod balance;
pub mod cascade;
pub mod complexity;
mod diagnosis;
pub mod discharge;
mod extensions;
mod freshness;
mod gaps;
mod index;
mod input_fault;
mod invitations;
pub mod io;
mod layers;
mod leading;
pub mod library;
mod limits;
mod matching;
mod networks;
pub mod plan;
mod plant_use;
mod presence;
mod price;
mod process_profile;
mod product_graph;
mod projects;
mod question;
mod recipe;
mod rounding;
mod running;
mod service;
mod shutdowns;
mod siting;
mod targets;
mod treatment;
mod vulnerabilities;
mod zone;

pub use balance::{Balance, Share, State};
pub use diagnosis::{Diagnosis, diagnose};
pub use extensions::{Extension, Loop, UnusedByproduct};
pub use freshness::Freshness;
pub use gaps::{Candidate, Gap, Way};
pub use input_fault::InputFault;
pub use invitations::{Invitation, invitations};
pub use layers::{Arc, Layered, layer};
pub use leading::{LeadingEnterprise, leading_enterprises};
pub use limits::{Headroom, LimitUse, Take};
pub use matching::{Match, Pair, PairStatus};
pub use networks::Networks;
pub use plant_use::{PlantTake, PlantUse, TakeBasis, plant_uses};
pub use presence::{Absent, absent};
pub use price::PriceUsed;
pub use process_profile::{Judged, Level, PlantProfile, plant_profile};
pub use projects::{ProjectState, ProjectStatus, ProjectSummary, project_status, project_status_of, project_summary};
pub use question::{Question, default_year, years};
pub use recipe::{Line, Recipe};
pub use service::{
    DueState, ServiceSummary, Tally, difficulty_state, directive_state, hazard_state, promise_state, service_summary,
};
pub use shutdowns::{
    Alternative, FirmSpread, Passed, Shutdown, ShutdownHit, Shutdowns, Want, firms_by_spread, shutdown_of,
};
pub use siting::{GapKind, MarketFit, NationalUse};
pub use targets::{TargetPath, TargetState, achieved, target_paths, target_state};
pub use treatment::left_share;
pub use vulnerabilities::{HIGH_UTILISATION, LOW_UTILISATION, Vulnerability, Weakness};
pub use zone::Zone;
