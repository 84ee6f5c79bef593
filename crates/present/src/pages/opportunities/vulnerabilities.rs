//! What is weak, a table for each kind of weakness.

use super::{OpportunitiesQuery, sorted, states};
use crate::View;
use crate::grid::{Cell, Grid, Head};
use crate::pages::list::{contains, product_matches};
use crate::parts::Link;
use yanlian_analysis::{Vulnerability, Weakness};
use yanlian_model::{Figure, Message};

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
    let heads: &[Head] =
        &[Head::Text("grid-enterprise"), Head::Text("grid-what"), Head::Number("grid-figure"), Head::Text("grid-whom")];
    let kinds =
        states("vulnerabilities").iter().skip(1).filter(|(kind, _)| query.state.is_empty() || query.state == *kind);
    let grids: Vec<Grid> = kinds
        .filter_map(|(kind, id)| {
            let of_kind = points.iter().filter(|point| weakness_kind(&point.weakness) == *kind);
            let of_kind: Vec<&Vulnerability> = of_kind.copied().collect();
            // Only a single supplier, and a stop that spreads, have somebody whom they touch.
            let columns = row(v, of_kind.first()?).len();
            let texts = (v.t(id), "opportunities-nothing");
            Some(Grid::paged(v, kind, texts, &heads[..columns], &of_kind, |point| row(v, point)))
        })
        .collect();
    match grids.is_empty() {
        true => vec![Grid::new(v, v.t("opportunities-vulnerabilities"), "opportunities-nothing", heads, Vec::new())],
        false => grids,
    }
}

fn row(v: &View, point: &Vulnerability) -> Vec<Cell> {
    let enterprise = v.link("enterprises", &point.enterprise).into();
    match &point.weakness {
        Weakness::SingleSupplier { product, buyers, at_stake_cny } => vec![
            enterprise,
            v.link("products", product).into(),
            v.fig(at_stake_cny, "CNY", "formula-vulnerabilities-stake").into(),
            Cell::links(buyers.iter().map(|buyer| v.link("enterprises", buyer)), v.t("list-none")),
        ],
        Weakness::Spreads { esri, reaches, .. } => vec![
            enterprise,
            Link::to(v.id_href("shutdowns", &point.enterprise), v.t("stop-open")).into(),
            v.fig(&Figure::exact(*esri), "share", "formula-stop-esri").into(),
            v.t1("stops-reaches", "count", *reaches).into(),
        ],
        Weakness::WorseThanAccess { plant, item, measured, level2, unit, .. } => {
            let text = Message::new("opportunities-vulnerabilities-measured")
                .with("measured", crate::format::exact(*measured, unit, v.lang()))
                .with("level", crate::format::exact(*level2, unit, v.lang()));
            let what = vec![Cell::Link(v.link("plants", plant)), v.item(item).into()];
            vec![enterprise, what.into(), v.say(&text).into()]
        }
        Weakness::LowUtilisation { plant, utilisation } | Weakness::HighUtilisation { plant, utilisation } => {
            let share = v.fig(&Figure::exact(*utilisation), "share", "formula-vulnerabilities-utilisation");
            vec![enterprise, v.link("plants", plant).into(), share.into()]
        }
        Weakness::OverdueDifficulties { difficulties: ids } => {
            vec![enterprise, records(v, "difficulties", ids), ids.len().to_string().into()]
        }
        Weakness::MajorHazards { hazards: ids } => {
            vec![enterprise, records(v, "hazards", ids), ids.len().to_string().into()]
        }
    }
}

/// Links to the records of `ids`.
fn records(v: &View, register: &str, ids: &[String]) -> Cell {
    Cell::links(ids.iter().map(|id| v.link(register, id)), v.t("list-none"))
}
