//! The methods of Yanlian: pure functions from registers to answers and findings.
//!
//! Each method is one file that opens with the question it answers, its formula, its symbols with
//! units, its source and its limits. No method does input or output, knows the clock, or fills an
//! unknown figure with a number: figures are intervals ([`yanlian_model::Figure`]), and every
//! interval says what is missing.
//!
//! ```
//! use chrono::NaiveDate;
//! use yanlian_analysis::{Question, Zone, diagnose};
//! use yanlian_model::Registers;
//!
//! let registers = Registers::default();
//! let zone = Zone::new(registers);
//! let question = Question::new(2025, NaiveDate::from_ymd_opt(2026, 3, 20).unwrap());
//! assert!(diagnose(&zone, &question).balance.is_empty());
//! ```

mod balance;
pub mod cascade;
pub mod complexity;
mod diagnosis;
pub mod discharge;
mod extend;
mod index;
mod input_fault;
pub mod io;
mod layers;
mod limits;
mod matching;
mod networks;
pub mod plan;
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
mod stops;
mod strengthen;
mod supplement;
mod zone;

pub use balance::{Balance, Share, State};
pub use diagnosis::{Diagnosis, diagnose};
pub use extend::{Loop, NextStep, UnusedByproduct};
pub use input_fault::InputFault;
pub use layers::{Arc, Layered, layer};
pub use limits::{LimitUse, Take};
pub use matching::{Match, Pair, PairStatus};
pub use networks::Networks;
pub use presence::{Absent, absent};
pub use price::PriceUsed;
pub use process_profile::{Judged, Level, PlantProfile, plant_profile};
pub use projects::{ProjectState, ProjectStatus, ProjectSummary, project_status, project_summary};
pub use question::{Question, default_year, years};
pub use recipe::{Line, Recipe};
pub use service::{
    DueState, ServiceSummary, Tally, difficulty_state, directive_state, hazard_state, promise_state, service_summary,
};
pub use stops::{Alternative, FirmSpread, Passed, Stop, StopHit, Stops, Want, firms_by_spread, stop_of};
pub use strengthen::{WeakPoint, Weakness};
pub use supplement::{Candidate, Gap, Way};
pub use zone::Zone;
