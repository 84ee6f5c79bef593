//! Discharge: every outlet on one screen, and behind each verdict the readings, rules and packets.

mod chart;
mod commands;
mod day;
mod devices;
mod exceedances;
mod export;
mod glance;
mod now;
mod outlet;
mod outlets;
mod permits;
mod replaced;
mod rules;
mod scope;
mod transmission;
mod words;

pub use commands::{CommandShown, CommandStep, command_tasks};
pub use day::{DayContext, PacketShown, discharge_day};
pub use devices::{DeviceShown, DevicesContext, UnregisteredShown, discharge_device, discharge_devices};
pub use exceedances::discharge_exceedances;
pub(crate) use exceedances::{done, limit_of, over};
pub use export::{days_csv, discharge_values, outlet_values};
pub(super) use glance::{Glance, measured};
pub use outlet::{OutletContext, discharge_outlet};
pub use outlets::discharge;
pub(super) use outlets::said;
pub use permits::discharge_permits;
pub(crate) use permits::forecast;
pub(super) use permits::runs_out;
pub use scope::{OutletQuery, Scope, scope, unfit};
pub use transmission::discharge_transmission;
pub(super) use words::open_exceedances;
pub(crate) use words::{before_said, day_value, handling_badge, owner};

use super::list::Tab;
use crate::View;
use crate::address::encode_id;
use crate::grid::Grid;
use crate::link::Link;
use askama::Template;
use chrono::{NaiveDate, NaiveDateTime};
use yanlian_analysis::discharge::DischargeAssessment;
use yanlian_model::Reading;

/// A reading with the packet that brought it.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    /// The reading.
    pub reading: Reading,
    /// The number of the packet.
    pub packet: i64,
}

/// What the pages of discharge are made from, beside the view.
#[derive(Debug, Clone, Copy)]
pub struct DischargeContext<'a> {
    /// The assessment of the day.
    pub assessment: &'a DischargeAssessment,
    /// The newest readings of each monitor, factor and period.
    pub latest: &'a [Seen],
    /// The time, in China.
    pub now: NaiveDateTime,
}

/// A page of tables.
#[derive(Template)]
#[template(path = "discharge/tables.html")]
struct Tables<'v> {
    v: &'v View<'v>,
    title: String,
    rail: &'static str,
    help: &'static str,
    tabs: Vec<Tab>,
    links: Vec<Link>,
    lead: String,
    notes: Vec<String>,
    grids: Vec<Grid>,
}

const TABS: &[(&str, &str)] = &[
    ("/discharge", "discharge-tab-outlets"),
    ("/discharge/exceedances", "discharge-tab-exceedances"),
    ("/discharge/permits", "discharge-tab-permits"),
    ("/discharge/transmission", "discharge-tab-transmission"),
    ("/discharge/devices", "discharge-tab-devices"),
];

/// The pages of discharge, and where the reader stands.
fn tabs(v: &View, current: &str) -> Vec<Tab> {
    TABS.iter().map(|(path, text)| Tab { href: v.href(path), text: v.t(text), current: *path == current }).collect()
}

/// The path of the evidence for a day.
pub(crate) fn day_path(outlet: &str, factor: &str, day: NaiveDate) -> String {
    format!("/discharge/outlets/{}/{}/{day}", encode_id(outlet), encode_id(factor))
}

/// The page of discharge where nothing can be judged, and why: rules are missing.
pub fn discharge_unready(v: &View, why: &str) -> askama::Result<String> {
    let page = Tables {
        v,
        title: v.t("discharge-title"),
        rail: "zone",
        help: "discharge-help",
        tabs: tabs(v, ""),
        links: vec![Link::to(v.href("/data"), v.t("nav-data"))],
        lead: v.t("discharge-unready-lead"),
        notes: vec![v.t1("discharge-unready", "why", why)],
        grids: Vec::new(),
    };
    page.render()
}
