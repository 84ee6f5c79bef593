//! The park of `docs/worked-example.md`: its registers diagnosed, every number of that page
//! compared, and what must hold however the registers are written; and the same of the outlets of
//! `docs/discharge-example.md`.

#![allow(clippy::unwrap_used, reason = "a test stops where something is not as it should be")]

mod complexity;
mod corners;
mod discharge;
mod input_output;
mod networks;
mod order;
mod page;
mod park;
mod rescaling;
mod rules;
mod widening;
mod worked;
