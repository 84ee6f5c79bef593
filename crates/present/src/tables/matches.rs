//! 产销对接: makers and buyers here who could trade, a row a pair.

use super::{Columns, unknown};
use crate::View;
use crate::grid::{Head, money};
use crate::link::Link;
use crate::pages::{pair_buyer, pair_status};
use yanlian_analysis::{Match, Pair};

/// The pairs of all matches, in the diagnosis's order.
pub(crate) fn pairs<'v>(v: &'v View) -> impl Iterator<Item = (&'v Match, &'v Pair)> + Clone {
    v.diagnosis.matches.iter().flat_map(|matched| matched.pairs.iter().map(move |pair| (matched, pair)))
}

pub(crate) fn matches<'v>(v: &'v View<'v>) -> Columns<'v, (&'v Match, &'v Pair)> {
    Columns::new(v)
        .with("product", Head::Text("grid-product"), |(matched, _): &(&Match, &Pair)| {
            Link::to(v.id_href("matches", &matched.product), v.name("products", &matched.product)).into()
        })
        .with("maker", Head::Text("grid-maker"), |(_, pair)| v.link("enterprises", &pair.maker).into())
        .with("buyer", Head::Text("grid-buyer"), |(_, pair)| pair_buyer(v, pair).into())
        .with("quantity", Head::Number("grid-quantity"), |(matched, pair)| {
            v.fig(&pair.quantity, &matched.unit, "formula-match-pair").into()
        })
        .with("value", Head::Money("grid-value"), |(_, pair)| money(v, &pair.value_cny, "formula-match-value").into())
        .with("status", Head::Text("grid-pair-status"), |(_, pair)| pair_status(v, pair.status).into())
        .with("unknown", Head::Text("lists-unknown"), |(_, pair)| unknown(v, [&pair.quantity, &pair.value_cny]))
}
