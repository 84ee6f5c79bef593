//! The pages, one file each: a struct with what the template shows, made from the [`View`].

mod brief;
mod candidates;
mod chain;
mod data;
pub(crate) mod discharge;
mod enterprise;
mod enterprises;
mod extension;
mod gap;
mod lines;
mod list;
mod matching;
mod opportunities;
mod plan;
mod process;
mod processes;
mod products;
mod projects;
mod reasoning;
mod refusal;
mod related;
mod service;
mod shutdown;
mod shutdowns;
mod sides;
mod today;
mod zone;

pub use brief::{WorkedOut, brief, brief_file};
pub(crate) use candidates::Fits;
pub use candidates::{CandidatesQuery, candidate, candidates};
pub use chain::{ChainQuery, PlannedChain, chain, chain_guide, chain_guides, plan_chain};
pub use data::{
    Contested, DataContext, EntryCounts, EntryHead, FormFault, HistoryLine, ImportOutcome, ImportResult, Input,
    InputKind, PastEntry, RegisterQuery, ReturnedForm, SearchHit, data, import_result, record, register, returned_form,
    search, undo_result,
};
pub use discharge::{
    CommandShown, CommandStep, DayContext, DeviceShown, DevicesContext, DischargeContext, OutletContext, OutletQuery,
    PacketShown, Scope, Seen, UnregisteredShown, command_tasks, days_csv, discharge, discharge_day, discharge_device,
    discharge_devices, discharge_exceedances, discharge_outlet, discharge_permits, discharge_transmission,
    discharge_unready, discharge_values, outlet_values, scope, unfit,
};
pub use enterprise::enterprise;
pub(crate) use enterprise::{PEERS, intensity_badge, intensity_rank};
pub use enterprises::{EnterprisesQuery, enterprises};
pub use extension::extension;
pub use gap::gap;
pub use matching::matching;
pub(crate) use matching::{buyer as pair_buyer, status as pair_status};
pub use opportunities::{OpportunitiesQuery, opportunities};
pub use plan::{PlanContext, PlanProgress, PlanRun, plan};
pub(crate) use plan::{Words, lead_of as plan_lead, objective_unit, scenario_name, worth_said};
pub use process::process;
pub use processes::{ProcessesQuery, processes};
pub use products::{ProductsQuery, product, products};
pub use projects::{ProjectsQuery, project, projects};
pub(crate) use reasoning::carries;
pub use refusal::{Refusal, refusal, unfit_parameter};
pub(crate) use related::{found, io_json, space_json};
pub use related::{io, product_space};
pub use service::{ServiceQuery, service};
pub use shutdown::shutdown;
pub use shutdowns::{ShutdownsQuery, shutdowns};
pub use today::today;
pub(crate) use zone::headroom_badge;
pub use zone::zone;

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
