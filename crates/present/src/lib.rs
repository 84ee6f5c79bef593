//! What people and programs get: pages, JSON, lists, the brief; templates and translations.
//!
//! Everything here is a pure function of the registers, the diagnosis and the [`View`] (language,
//! year, chain, day). Pages are askama templates in `templates/`, one struct and one file of
//! [`pages`] each; sentences are Fluent messages in `locales/`, never in code.

mod address;
mod balance_csv;
mod bars;
mod bounds;
mod files;
mod flat;
mod flat_table;
pub mod format;
mod grid;
pub mod i18n;
mod icons;
pub mod json;
mod laid_out;
mod link;
pub mod map;
pub mod pages;
mod paging;
mod parts;
mod prose;
mod readings;
mod scale;
mod settings;
mod tables;
mod terminal;
mod text;
mod view;
pub mod workbook;

pub use address::{decode_id, decode_key, encode_key, percent};
pub use balance_csv::balance_csv;
pub use files::FileKind;
pub use link::Link;
pub use parts::{Badge, Fig};
pub use readings::{READINGS_HEAD, ReadingsParquet, readings_csv, readings_parquet};
pub use settings::{FormStamp, Settings, Theme};
pub use terminal::{diagnosis_tables, plan_csv, plan_tables};
pub use text::TextTable;
pub use view::View;
