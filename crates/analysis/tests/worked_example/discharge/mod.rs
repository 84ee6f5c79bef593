//! The outlets of `docs/discharge-example.md`.

mod corners;
mod outlets;
mod properties;
mod tax;
mod totals;
mod worked;
