//! What is weak, a table for each kind of weakness.

use super::{OpportunitiesQuery, sorted, states};
use crate::grid::Grid;
use crate::pages::list::{contains, product_matches};
use crate::{View, tables};
use yanlian_analysis::{Vulnerability, Weakness};

/// What is weak, as its name in JSON and in [`states`].
fn weakness_kind(weakness: &Weakness) -> &'static str {
    match weakness {
        Weakness::SingleSupplier { .. } => "single_supplier",
        Weakness::Spreads { .. } => "spreads",
        Weakness::WorseThanAccess { .. } => "worse_than_access",
        Weakness::LowUtilisation { .. } => "low_utilisation",
        Weakness::HighUtilisation { .. } => "high_utilisation",
        Weakness::OverdueDifficulties { .. } => "overdue_difficulties",
        Weakness::MajorHazards { .. } => "major_hazards",
    }
}

/// The vulnerabilities, a table for each kind.
pub(super) fn grids(v: &View, query: &OpportunitiesQuery) -> Vec<Grid> {
    let name = |point: &Vulnerability| v.name("enterprises", &point.enterprise);
    let wanted = |point: &&Vulnerability| {
        let product = match &point.weakness {
            Weakness::SingleSupplier { product, .. } => product_matches(v, &query.q, product),
            _ => false,
        };
        product || contains(&query.q, [name(point).as_str()])
    };
    let value = |point: &Vulnerability| match &point.weakness {
        Weakness::SingleSupplier { at_stake_cny, .. } => at_stake_cny.low(),
        _ => f64::NEG_INFINITY,
    };
    let found: Vec<&Vulnerability> = v.diagnosis.vulnerabilities.iter().filter(wanted).collect();
    let points = sorted(&query.sort, found, value, name);
    let columns = tables::vulnerabilities(v);
    let kinds =
        states("vulnerabilities").iter().skip(1).filter(|(kind, _)| query.state.is_empty() || query.state == *kind);
    let grids: Vec<Grid> = kinds
        .filter_map(|(kind, id)| {
            let of_kind = points.iter().filter(|point| weakness_kind(&point.weakness) == *kind);
            let of_kind: Vec<&Vulnerability> = of_kind.copied().collect();
            let shown = shown(&of_kind.first()?.weakness);
            Some(columns.paged(kind, (v.t(id), "opportunities-nothing"), shown, &of_kind))
        })
        .collect();
    match grids.is_empty() {
        true => vec![columns.table(v.t("opportunities-vulnerabilities"), "opportunities-nothing", &["enterprise"], [])],
        false => grids,
    }
}

/// What a kind of weakness has to show.
fn shown(weakness: &Weakness) -> &'static [&'static str] {
    match weakness {
        Weakness::SingleSupplier { .. } => &["enterprise", "concerns", "at-stake", "dependents"],
        Weakness::Spreads { .. } => &["enterprise", "concerns", "measured", "dependents"],
        Weakness::WorseThanAccess { .. } => &["enterprise", "concerns", "measured", "threshold"],
        Weakness::LowUtilisation { .. } | Weakness::HighUtilisation { .. } => {
            &["enterprise", "concerns", "measured", "threshold"]
        }
        Weakness::OverdueDifficulties { .. } | Weakness::MajorHazards { .. } => &["enterprise", "concerns", "count"],
    }
}
