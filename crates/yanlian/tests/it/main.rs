//! The program as a whole, in one binary: how it is put together, its library, its commands, its pages.

mod commands;
mod library;
mod pages;
mod tidy;
