//! What do outlets take of the zone's limits in a year, by what monitors measured?
//!
//! ```text
//! zone(r) = 365 · Σ_o rate(o, r)    over the outlets whose water leaves the park
//! firm(f, r) = 365 · Σ_o rate(o, r) over the firm's own outlets, into the works too
//! ```
//!
//! where rate is the mean mass, for waste water the mean volume, of a day of the last days (see
//! `totals`). An enterprise counts as measured where a monitor of any of its outlets measures the
//! factor: what it sends to the treatment works is in the works' outlet. Everybody else is left to the
//! recipes of their plants.
//!
//! | Symbol | Meaning | Unit |
//! |---|---|---|
//! | rate | mean mass or volume of a day | kg/day, m³/day |
//! | zone, firm | mass or volume of a year at that rate | kg, m³ |
//!
//! Source: project convention on the masses of HJ 212-2017 annex D.
//!
//! Limits: a rate of winter days stands for the whole year. Water taken in is not measured at outlets,
//! only what is discharged. An outlet of a measured firm that does not measure the factor, or whose
//! monitors are silent, leaves its firm's figure and the zone's a lower bound.

use super::{DischargeAssessment, leaves_the_park};
use chrono::{Datelike, NaiveDate};
use serde::Serialize;
use std::collections::BTreeSet;
use yanlian_model::registers::Outlet;
use yanlian_model::{Figure, Missing, MissingKind, OutletKind, Registers};

/// The limited indicator of waste water, which outlets measure by its volume.
pub const WASTEWATER: &str = "wastewater";
/// The limited resources that outlets measure, with their factors and the unit of what is measured.
pub const MEASURED: [(&str, &str, &str); 3] =
    [("cod", "w01018", "kg"), ("nh3-n", "w21003", "kg"), (WASTEWATER, super::FLOW, "m3")];
const DAYS: f64 = 365.0;

/// What monitors measured of a limited resource.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Measured {
    /// The limited indicator.
    pub resource: String,
    /// In which unit it is measured: kg, m3.
    pub unit: &'static str,
    /// The year of the readings.
    pub year: i32,
    /// The last day that they cover.
    pub through: NaiveDate,
    /// How many outlets lead it out of the park.
    pub outlets: usize,
    /// What left the park in the year so far.
    pub used: Figure,
    /// What leaves it in a whole year at the present rate.
    pub per_year: Figure,
    /// The enterprises for whom this stands in place of their recipes.
    pub enterprises: BTreeSet<String>,
}

/// What an outlet discharged of a resource: in the year so far, and a day at the present rate.
struct Discharged<'s> {
    used: &'s Figure,
    rate: &'s Figure,
}

impl DischargeAssessment {
    /// What monitors measured of the zone's limits; nothing of those that they do not measure.
    pub fn measured(&self, registers: &Registers) -> Vec<Measured> {
        let of = |(resource, factor, unit)| self.of_resource(registers, resource, factor, unit);
        MEASURED.into_iter().filter_map(of).collect()
    }

    /// What an enterprise's own outlets discharge of a limited resource in a year at the present rate,
    /// in the unit of [`MEASURED`]; `None` where no monitor measures it.
    pub fn of_enterprise(&self, registers: &Registers, enterprise: &str, resource: &str) -> Option<Figure> {
        let (_, factor, _) = MEASURED.into_iter().find(|(own, ..)| *own == resource)?;
        let last = |outlet: &&Outlet| matches!(outlet.kind, OutletKind::Direct | OutletKind::Indirect);
        let own = registers.outlets.iter().filter(|outlet| outlet.enterprise == enterprise).filter(last);
        let rates: Vec<_> = own.map(|outlet| (outlet, self.discharged(&outlet.id, factor))).collect();
        let rate = |(outlet, found): &(&Outlet, Option<Discharged>)| match found {
            Some(discharged) => discharged.rate.times(DAYS),
            None => unmeasured(outlet, factor),
        };
        rates.iter().any(|(_, found)| found.is_some()).then(|| rates.iter().map(rate).sum())
    }

    fn of_resource(&self, registers: &Registers, resource: &str, factor: &str, unit: &'static str) -> Option<Measured> {
        let by_monitor = registers.outlets.iter().filter(|outlet| self.discharged(&outlet.id, factor).is_some());
        let enterprises: BTreeSet<String> = by_monitor.map(|outlet| outlet.enterprise.clone()).collect();
        let leaving = registers.outlets.iter().filter(|outlet| leaves_the_park(outlet));
        // Of other firms' outlets nothing need be known: their plants' recipes stand for them.
        let leaving = leaving.filter(|outlet| enterprises.contains(&outlet.enterprise));
        let years: Vec<_> = leaving.map(|outlet| (outlet, self.discharged(&outlet.id, factor))).collect();
        let measuring = years.iter().filter(|(_, year)| year.is_some()).count();
        let sum = |of: &dyn Fn(&Discharged) -> Figure| {
            let each = years.iter().map(|(outlet, year)| match year {
                Some(year) => of(year),
                None => unmeasured(outlet, factor),
            });
            each.sum::<Figure>()
        };
        (measuring > 0).then(|| Measured {
            resource: resource.to_owned(),
            unit,
            year: self.through.year(),
            through: self.through,
            outlets: measuring,
            used: sum(&|year| year.used.clone()),
            per_year: sum(&|year| year.rate.times(DAYS)),
            enterprises: enterprises.clone(),
        })
    }

    fn discharged(&self, outlet: &str, factor: &str) -> Option<Discharged<'_>> {
        let assessed = self.outlet(outlet)?;
        if factor == super::FLOW {
            return assessed.volume.as_ref().map(|year| Discharged { used: &year.used_m3, rate: &year.rate_m3_day });
        }
        let year = assessed.factors.iter().find(|own| own.factor == factor)?.year.as_ref()?;
        Some(Discharged { used: &year.used_kg, rate: &year.rate_kg_day })
    }
}

/// What an outlet discharges of a factor that it does not measure.
fn unmeasured(outlet: &Outlet, factor: &str) -> Figure {
    Figure::unknown(Missing::of(MissingKind::Reading, outlet).part(factor))
}
