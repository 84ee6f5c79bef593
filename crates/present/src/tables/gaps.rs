//! 补链: inputs that are, or may be, imported.

use super::{Columns, links, over_limits, unknown, with_place};
use crate::View;
use crate::grid::{Cell, Head, Number, amount, money, quantity};
use crate::link::Link;
use crate::parts::Badge;
use yanlian_analysis::{Balance, Gap, GapKind};

pub(crate) fn gaps<'v>(v: &'v View<'v>) -> Columns<'v, &'v Gap> {
    let columns = Columns::new(v)
        .with("product", Head::Text("grid-product"), |gap: &&Gap| {
            Link::to(v.id_href("gaps", &gap.product), v.name("products", &gap.product)).into()
        })
        .with("kind", Head::Short("lists-kind"), |gap| v.t(kind(gap.kind)).into())
        .with("state", Head::Text("grid-state"), |gap| state(v, gap))
        .with("quantity", Head::Number("gap-quantity"), |gap| {
            quantity(v, &gap.quantity, &gap.unit, "formula-gap-quantity").into()
        })
        .with("price", Head::Number("lists-price"), |gap| match &gap.price {
            Some(price) => Number::computed(price.cny, "lists-price.formula").into(),
            None => v.t("figure-unknown").into(),
        })
        .with("price-date", Head::Short("lists-price-date"), |gap| {
            gap.price.as_ref().map_or_else(|| v.t("figure-unknown").into(), |price| price.date.into())
        })
        .with("value", Head::Money("grid-value"), |gap| money(v, &gap.value_cny, "formula-gap-value").into())
        .with("self-supply", Head::Number("lists-self-supply"), |gap| match &gap.self_supply {
            Some(share) => amount(v, share, "share", "lists-self-supply.formula").into(),
            None => v.t("figure-unknown").into(),
        })
        .with("essential", Head::Number("grid-essential-share"), |gap| {
            amount(v, &gap.essential_share, "share", "formula-gap-essential").into()
        })
        .with("viability", Head::Number("grid-viability"), |gap| {
            amount(v, &gap.viability, "share", "formula-gap-viability").into()
        })
        .with("score", Head::Money("grid-score"), |gap| money(v, &gap.score, "formula-gap-score").into())
        .with("buyer-count", Head::Number("grid-buyers"), |gap| Balance::enterprises(&gap.buyers).len().into())
        .with("buyers", Head::Text("lists-buyers"), |gap| links(v, "enterprises", Balance::enterprises(&gap.buyers)))
        .with("ways", Head::Text("lists-ways"), |gap| links(v, "processes", gap.ways.iter().map(|way| &way.process)))
        .with("over-limits", Head::Text("lists-over-limits"), |gap| {
            over_limits(v, gap.ways.iter().flat_map(|way| &way.takes))
        })
        .with("projects", Head::Text("grid-projects"), |gap| links(v, "projects", &gap.projects))
        .with("candidates", Head::Number("grid-candidates"), |gap| gap.candidates.len().into())
        .with("unknown", Head::Text("lists-unknown"), |gap| {
            unknown(v, [&gap.quantity, &gap.value_cny, &gap.essential_share, &gap.viability])
        });
    with_place(columns, |gap| &gap.product)
}

fn kind(kind: GapKind) -> &'static str {
    match kind {
        GapKind::Product => "lists-kind-product",
        GapKind::Mineral => "lists-kind-mineral",
        GapKind::Utility => "lists-kind-utility",
    }
}

/// How making stands to need, and that a mineral cannot be made here.
fn state(v: &View, gap: &Gap) -> Cell {
    let mineral = (gap.kind == GapKind::Mineral).then(|| v.t("opportunities-mineral").into());
    Cell::All([Badge::of(v, gap.state).into()].into_iter().chain(mineral).collect())
}
