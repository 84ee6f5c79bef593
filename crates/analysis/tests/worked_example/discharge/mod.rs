//! The outlets of `docs/discharge-example.md`.

mod contradictions;
mod corners;
mod gas;
mod outlets;
mod properties;
mod survey;
mod tax;
mod totals;
mod worked;
