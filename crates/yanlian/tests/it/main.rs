//! The program as a whole, in one binary: how it is put together, its library, its commands, its pages.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "../../../store/tests/contract/databases.rs"]
mod databases;
#[macro_use]
mod stores;

mod addresses;
mod agree;
mod circles;
mod commands;
mod deciding;
mod declared;
mod kill;
mod library;
mod methods;
mod pages;
mod readings;
mod site;
mod telemetry;
mod tidy;
mod writers;
mod writing;
