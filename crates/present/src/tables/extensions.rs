//! 延链: processes that would work up a surplus.

use super::{Columns, links, over_limits, unknown, with_place};
use crate::View;
use crate::grid::{Cell, Head, amount, known, money, quantity};
use crate::link::Link;
use crate::pages::carries;
use crate::parts::{Badge, Fig, short};
use yanlian_analysis::{Extension, MarketFit};

pub(crate) fn extensions<'v>(v: &'v View<'v>) -> Columns<'v, &'v Extension> {
    let columns = Columns::new(v)
        .with("process", Head::Text("grid-process"), |step: &&Extension| {
            Link::to(v.id_href("extensions", &step.process), v.name("processes", &step.process)).into()
        })
        .with("product", Head::Text("lists-main-product"), |step| v.link("products", &step.main_product).into())
        .with("feedstock", Head::Text("grid-feedstock"), |step| {
            let available = v.fig(&step.available, &step.feedstock_unit, "formula-step-available");
            vec![v.link("products", &step.feedstock).into(), available.into()].into()
        })
        .with("reachable", Head::Number("grid-reachable"), |step| {
            quantity(v, &step.reachable, &step.unit, "formula-step-reachable").into()
        })
        .with("smallest", Head::Number("lists-viable-scale"), |step| known(v, step.smallest_viable_scale, &step.unit))
        .with("viable", Head::Text("grid-carries"), |step| carries(v, step.viable_alone).into())
        .with("carries", Head::Text("grid-carries"), |step| carried(v, step))
        .with("national-use", Head::Number("lists-national-use"), |step| {
            known(v, step.national_use.as_ref().map(|national| national.consumption), &step.unit)
        })
        .with("added", Head::Number("grid-added"), |step| added(v, step).into())
        .with("uplift", Head::Money("grid-uplift"), |step| money(v, &step.uplift_cny, "formula-uplift").into())
        .with("local", Head::Number("grid-local-share"), |step| match &step.local_input_share {
            Some(share) => amount(v, share, "share", "formula-step-local").into(),
            None => v.t("step-no-priced-input").into(),
        })
        .with("score", Head::Money("grid-score"), |step| money(v, &step.score, "formula-step-score").into())
        .with("over-limits", Head::Text("lists-over-limits"), |step| over_limits(v, &step.takes))
        .with("loops", Head::Text("grid-loops"), |step| {
            links(v, "products", step.loops.iter().map(|closed| &closed.by_product))
        })
        .with("projects", Head::Text("grid-projects"), |step| links(v, "projects", &step.projects))
        .with("candidates", Head::Number("grid-candidates"), |step| step.candidates.len().into())
        .with("unpriced", Head::Text("lists-unpriced"), |step| links(v, "products", &step.unpriced))
        .with("unknown", Head::Text("lists-unknown"), |step| {
            unknown(v, [&step.available, &step.reachable, &step.uplift_cny, &step.score])
        });
    with_place(columns, |step| &step.main_product)
}

/// The value that a unit of the main product adds.
fn added(v: &View, step: &Extension) -> Fig {
    let mut added = v.fig(&step.value_added_per_unit, "CNY", "formula-step-added");
    added.text = format!("{}/{}", short(v, &step.value_added_per_unit, "CNY"), v.unit(&step.unit));
    added
}

/// Whether it stands alone, from which scale, and whether the market takes so much.
fn carried(v: &View, step: &Extension) -> Cell {
    let smallest = step.smallest_viable_scale.map_or_else(|| v.t("figure-unknown"), |s| v.quantity(s, &step.unit));
    let market = match step.market {
        MarketFit::Within => None,
        MarketFit::Unknown => Some(Badge::saying(v, "undetermined", "opportunities-market-unknown")),
        MarketFit::Beyond => Some(Badge::saying(v, "warning", "opportunities-beyond-market")),
    };
    let own = [carries(v, step.viable_alone).into(), v.t1("opportunities-smallest", "smallest", smallest).into()];
    Cell::All(own.into_iter().chain(market.map(Cell::Badge)).collect())
}
