//! How loaded is a treatment works, and with whose water?
//!
//! ```text
//! load = V / K        V = Σ V over its inflows, or its outlet's where no inflow is registered
//! rest = V − Σ V(i)   what no registered outlet accounts for
//! ```
//!
//! | Symbol | Meaning | Unit |
//! |---|---|---|
//! | V | volume of the day that comes in | m³ |
//! | V(i) | volume that outlet i discharges into the works | m³ |
//! | K | design flow of the works | m³ a day |
//!
//! Source: plain arithmetic of ours over the registers: an outlet discharges into the works where its
//! `discharges_to` names the works' outlet or one of its inflows.
//!
//! Limits: where a discharger has no readings its share is unknown and the rest has no lower bound.
//! The rest may be negative where meters disagree; rain and town sewage are in it.

use super::ReadingSet;
use super::day::DayMean;
use super::means::{day_mean, day_volume};
use super::validity::Reviewed;
use chrono::NaiveDate;
use serde::Serialize;
use yanlian_model::registers::Outlet;
use yanlian_model::{Figure, OutletKind};

/// What an outlet discharges into a works on a day.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Discharger {
    /// The outlet.
    pub outlet: String,
    /// Its enterprise.
    pub enterprise: String,
    /// Volume, m³.
    pub volume_m3: Figure,
    /// Its part of what comes in; over 1 where the meters disagree. `None` where nothing comes in.
    pub share: Option<Figure>,
    /// What it brings of each factor that it measures and that has a mass: code and kg.
    pub masses_kg: Vec<(String, Figure)>,
}

/// A treatment works on a day.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WorksDay {
    /// The works' outlet.
    pub outlet: String,
    /// The day.
    pub day: NaiveDate,
    /// What comes in, m³.
    pub inflow_m3: Figure,
    /// What leaves, m³.
    pub outflow_m3: Figure,
    /// Design flow, m³ a day.
    pub design_m3: Option<f64>,
    /// Inflow over design flow; over 1 where overloaded. `None` without a design flow.
    pub load: Option<Figure>,
    /// The inflows' means of each factor that they measure.
    pub inflow_means: Vec<DayMean>,
    /// Who discharges into it, by volume from the most.
    pub dischargers: Vec<Discharger>,
    /// Inflow that no discharger accounts for, m³.
    pub rest_m3: Figure,
}

/// A works on a day, by the id of its outlet; `None` where that is no outlet of a works.
pub fn works_day(set: &ReadingSet, outlet: &str, day: NaiveDate) -> Option<WorksDay> {
    let works = set.outlet(outlet).filter(|outlet| outlet.kind == OutletKind::WorksOutlet)?;
    let into = |target: &str| {
        let target = target.to_owned();
        set.registers.outlets.iter().filter(move |other| other.discharges_to.as_ref() == Some(&target))
    };
    let inflows: Vec<&Outlet> = into(&works.id).filter(|other| other.kind == OutletKind::WorksInflow).collect();
    let outflow_m3 = day_volume(set, &works.id, day);
    let inflow_m3 = match inflows.is_empty() {
        true => outflow_m3.clone(),
        false => inflows.iter().map(|inflow| day_volume(set, &inflow.id, day)).sum(),
    };
    let directly = into(&works.id).filter(|other| other.kind != OutletKind::WorksInflow);
    let feeding = directly.chain(inflows.iter().flat_map(|inflow| into(&inflow.id)));
    let mut dischargers: Vec<Discharger> = feeding.map(|other| discharger(set, other, day, &inflow_m3)).collect();
    dischargers.sort_by(|a, b| b.volume_m3.low().total_cmp(&a.volume_m3.low()).then_with(|| a.outlet.cmp(&b.outlet)));
    let accounted: Figure = dischargers.iter().map(|discharger| discharger.volume_m3.clone()).sum();
    let means = |inflow: &&Outlet| {
        let factors = set.factors_of(&inflow.id).into_iter().map(str::to_owned).collect::<Vec<_>>();
        let id = inflow.id.clone();
        factors.into_iter().map(move |factor| day_mean(set, &id, &factor, day, Reviewed::After))
    };
    Some(WorksDay {
        outlet: works.id.clone(),
        day,
        design_m3: works.design_flow_m3_day,
        load: works.design_flow_m3_day.and_then(|design| inflow_m3.ratio(&Figure::exact(design))),
        inflow_means: inflows.iter().flat_map(means).collect(),
        rest_m3: &inflow_m3 - &accounted,
        inflow_m3,
        outflow_m3,
        dischargers,
    })
}

fn discharger(set: &ReadingSet, outlet: &Outlet, day: NaiveDate, inflow: &Figure) -> Discharger {
    let volume_m3 = day_volume(set, &outlet.id, day);
    let mass = |factor: &str| {
        let mean = day_mean(set, &outlet.id, factor, day, Reviewed::After);
        mean.mass_kg.map(|mass| (factor.to_owned(), mass))
    };
    Discharger {
        outlet: outlet.id.clone(),
        enterprise: outlet.enterprise.clone(),
        share: volume_m3.ratio(inflow),
        masses_kg: set.factors_of(&outlet.id).into_iter().filter_map(mass).collect(),
        volume_m3,
    }
}
