//! The outlets of `docs/discharge-example.md`.

mod assessment;
mod contradictions;
mod corners;
mod gas;
mod outlets;
mod properties;
mod tax;
mod totals;
mod worked;
