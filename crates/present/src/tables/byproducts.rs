//! By-products that nobody here takes.

use super::{Columns, links, unknown};
use crate::View;
use crate::grid::{Cell, Head};
use crate::parts::Badge;
use std::collections::BTreeSet;
use yanlian_analysis::UnusedByproduct;

pub(crate) fn byproducts<'v>(v: &'v View<'v>) -> Columns<'v, &'v UnusedByproduct> {
    Columns::new(v)
        .with("product", Head::Text("grid-by-product"), |unused: &&UnusedByproduct| {
            v.link("products", &unused.product).into()
        })
        .with("made", Head::Number("grid-made"), |unused| {
            v.fig(&unused.made, &unused.unit, "formula-match-made").into()
        })
        .with("state", Head::Text("grid-state"), |unused| match unused.certain {
            true => Badge::saying(v, "missing", "opportunities-byproduct-certain").into(),
            false => Badge::saying(v, "undetermined", "opportunities-byproduct-ask").into(),
        })
        .with("makers", Head::Text("grid-makers"), |unused| links(v, "enterprises", makers(v, unused)))
        .with("takers", Head::Text("grid-takers"), |unused| {
            let takers = unused.takers.iter().map(|process| v.link("processes", process));
            Cell::links(takers, v.t("opportunities-byproduct-no-taker"))
        })
        .with("unknown", Head::Text("lists-unknown"), |unused| {
            let firms = || makers(v, unused).into_iter().map(|firm| v.name("enterprises", firm));
            let which = || firms().collect::<Vec<_>>().join(&v.t("list-separator"));
            let asked = (!unused.certain).then(|| v.t1("missing-supply-completeness", "which", which()).into());
            Cell::All(asked.into_iter().chain([unknown(v, [&unused.made])]).collect())
        })
}

/// The enterprises that make a by-product, each once.
fn makers<'v>(v: &'v View, unused: &UnusedByproduct) -> BTreeSet<&'v str> {
    unused.plants.iter().filter_map(|plant| v.zone.plant(plant)).map(|plant| plant.enterprise.as_str()).collect()
}
