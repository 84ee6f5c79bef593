//! 强链: on what the chain depends, and what works badly.

use super::{Columns, links, unknown};
use crate::View;
use crate::grid::{Cell, Head, Number, money};
use crate::link::Link;
use yanlian_analysis::{HIGH_UTILISATION, LOW_UTILISATION, Vulnerability, Weakness};
use yanlian_model::Figure;

pub(crate) fn vulnerabilities<'v>(v: &'v View<'v>) -> Columns<'v, &'v Vulnerability> {
    Columns::new(v)
        .with("enterprise", Head::Text("grid-enterprise"), |point: &&Vulnerability| {
            v.link("enterprises", &point.enterprise).into()
        })
        .with("weakness", Head::Text("lists-weakness"), |point| v.t(weakness(point)).into())
        .with("concerns", Head::Text("grid-what"), |point| concerns(v, point))
        .with("measured", Head::Number("lists-measured"), |point| measured(v, point, |measured| measured.value))
        .with("threshold", Head::Number("lists-threshold"), |point| measured(v, point, |measured| measured.threshold))
        .with("at-stake", Head::Money("lists-at-stake"), |point| match at_stake(point) {
            Some(figure) => money(v, figure, "formula-vulnerabilities-stake").into(),
            None => String::new().into(),
        })
        .with("dependents", Head::Text("lists-dependents"), |point| match &point.weakness {
            Weakness::SingleSupplier { buyers, .. } => links(v, "enterprises", buyers),
            Weakness::Spreads { reaches, .. } => v.t1("stops-reaches", "count", *reaches).into(),
            _ => String::new().into(),
        })
        .with("dependent-count", Head::Number("brief-dependents"), |point| match &point.weakness {
            Weakness::SingleSupplier { buyers, .. } => buyers.len().into(),
            _ => String::new().into(),
        })
        .with("count", Head::Number("grid-figure"), |point| match &point.weakness {
            Weakness::OverdueDifficulties { difficulties: ids } | Weakness::MajorHazards { hazards: ids } => {
                ids.len().into()
            }
            _ => String::new().into(),
        })
        .with("unknown", Head::Text("lists-unknown"), |point| unknown(v, at_stake(point)))
}

fn weakness(point: &Vulnerability) -> &'static str {
    match point.weakness {
        Weakness::SingleSupplier { .. } => "opportunities-vulnerabilities-single-supplier",
        Weakness::Spreads { .. } => "opportunities-vulnerabilities-spreads",
        Weakness::WorseThanAccess { .. } => "opportunities-vulnerabilities-worse-than-access",
        Weakness::LowUtilisation { .. } => "opportunities-vulnerabilities-low-utilisation",
        Weakness::HighUtilisation { .. } => "opportunities-vulnerabilities-high-utilisation",
        Weakness::OverdueDifficulties { .. } => "opportunities-vulnerabilities-overdue-difficulties",
        Weakness::MajorHazards { .. } => "opportunities-vulnerabilities-major-hazards",
    }
}

/// What is weak: a product, a plant and what is measured of it, the records that are open.
fn concerns(v: &View, point: &Vulnerability) -> Cell {
    match &point.weakness {
        Weakness::SingleSupplier { product, .. } => v.link("products", product).into(),
        Weakness::Spreads { .. } => Link::to(v.id_href("shutdowns", &point.enterprise), v.t("stop-open")).into(),
        Weakness::WorseThanAccess { plant, item, .. } => {
            vec![Cell::Link(v.link("plants", plant)), v.item(item).into()].into()
        }
        Weakness::LowUtilisation { plant, .. } | Weakness::HighUtilisation { plant, .. } => {
            v.link("plants", plant).into()
        }
        Weakness::OverdueDifficulties { difficulties } => links(v, "difficulties", difficulties),
        Weakness::MajorHazards { hazards } => links(v, "hazards", hazards),
    }
}

/// What is measured, and the threshold by which it is judged.
struct Measured<'p> {
    value: f64,
    threshold: f64,
    unit: &'p str,
}

fn measured(v: &View, point: &Vulnerability, wanted: impl Fn(&Measured) -> f64) -> Cell {
    let share = |value: f64, threshold: f64| Measured { value, threshold, unit: crate::format::SHARE };
    let found = match &point.weakness {
        Weakness::WorseThanAccess { measured, level2, unit, .. } => {
            Measured { value: *measured, threshold: *level2, unit }
        }
        Weakness::Spreads { esri, own_share, .. } => share(*esri, *own_share),
        Weakness::LowUtilisation { utilisation, .. } => share(*utilisation, LOW_UTILISATION),
        Weakness::HighUtilisation { utilisation, .. } => share(*utilisation, HIGH_UTILISATION),
        _ => return String::new().into(),
    };
    let value = wanted(&found);
    let text = match found.unit {
        crate::format::SHARE => crate::format::percent(value),
        unit => crate::format::exact(value, unit, v.lang()),
    };
    Number { formula: "lists-measured.formula", ..Number::reads(text, value, found.unit) }.into()
}

fn at_stake(point: &Vulnerability) -> Option<&Figure> {
    match &point.weakness {
        Weakness::SingleSupplier { at_stake_cny, .. } => Some(at_stake_cny),
        _ => None,
    }
}
