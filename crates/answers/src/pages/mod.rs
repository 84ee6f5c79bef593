//! The pages, one file each: a struct with what the template shows, made from the [`View`].

mod today;

pub use today::today;

/// One entry of the left rail.
pub(crate) struct RailEntry {
    pub(crate) id: &'static str,
    pub(crate) path: &'static str,
    pub(crate) icon: &'static str,
    pub(crate) text: &'static str,
}

const fn entry(id: &'static str, path: &'static str, icon: &'static str, text: &'static str) -> RailEntry {
    RailEntry { id, path, icon, text }
}

/// The left rail: eight entries, the same on every page.
pub(crate) const RAIL: &[RailEntry] = &[
    entry("today", "/", "home", "nav-today"),
    entry("chain", "/chain", "link", "nav-chain"),
    entry("opportunities", "/opportunities", "bulb", "nav-opportunities"),
    entry("projects", "/projects", "timeline", "nav-projects"),
    entry("enterprises", "/enterprises", "building-factory-2", "nav-enterprises"),
    entry("service", "/service", "heart-handshake", "nav-service"),
    entry("zone", "/zone", "shield-check", "nav-zone"),
    entry("data", "/data", "database", "nav-data"),
];
