//! What leaves the outlets of the park, and may it?
//!
//! Readings of monitors become hours, hours become days, days are judged against limits and add up
//! to what permits allow and taxes cost:
//!
//! ```text
//! readings → hours (validity) → days (means) → verdicts (limits)
//!                                            → masses (substitution) → totals, tax, works
//! ```
//!
//! A [`Book`] holds the readings of a time with the registers by which they are judged; each method
//! takes it and asks one question. Rules and limits are rows of registers with their dates and
//! sources, never constants here. Every method leaves unknown what is unknown: a mass of which hours
//! are missing is *at least* what was measured.

mod book;
mod limits;
mod means;
mod measured;
mod reading;
mod rules;
mod settled;
mod substitution;
mod survey;
mod tax;
mod totals;
mod transmission;
mod validity;
mod verdict;
mod works;

pub use book::{Book, BookFault, in_base_unit};
pub use limits::{LimitUsed, NoLimit, PermitValue, StandardValue, limit_on};
pub use means::{DayMean, DayState, MeanBasis, day_mean};
pub use measured::{MEASURED, Measured};
pub use rules::{MissingRules, Rules, kept_days};
pub use settled::Settled;
pub use substitution::{DayMass, MassBasis, day_masses, substituted};
pub use survey::{Exceedance, FactorSurvey, HandlingState, OutletSurvey, Standing, Survey, begin, leaves_the_park};
pub use tax::{TaxEstimate, TaxLine, tax_estimate};
pub use totals::{Forecast, PermitUse, permit_use};
pub use transmission::{Transmission, TransmissionBy, transmission};
pub use validity::{Cause, HourState, HourValue, Reviewed, hours};
pub use verdict::{Before, DayVerdict, HourOver, Outcome, day_verdict, verdict_findings};
pub use works::{Discharger, WorksDay, works_day};

/// The code of flow (HJ 212-2017).
pub const FLOW: &str = "w00000";
/// The code of water temperature.
pub const WATER_TEMPERATURE: &str = "w01010";
