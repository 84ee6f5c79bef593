//! Leading enterprises, by what their plants make.

use super::{Columns, links, unknown};
use crate::View;
use crate::grid::{Cell, Head, money};
use yanlian_analysis::LeadingEnterprise;
use yanlian_model::Choice;

pub(crate) fn leading<'v>(v: &'v View<'v>) -> Columns<'v, LeadingEnterprise<'v>> {
    let word = |choice: Option<&'static Choice>| -> Cell {
        choice.map_or_else(|| v.t("figure-unknown"), |choice| v.label(&choice.label).to_owned()).into()
    };
    Columns::new(v)
        .with("enterprise", Head::Text("grid-enterprise"), |one: &LeadingEnterprise| {
            v.link("enterprises", one.enterprise).into()
        })
        .with("scale", Head::Short("lists-scale"), move |one| {
            word(v.zone.enterprise(one.enterprise).and_then(|own| own.scale).map(|scale| scale.choice()))
        })
        .with("status", Head::Short("lists-status"), move |one| {
            word(v.zone.enterprise(one.enterprise).and_then(|own| own.status).map(|status| status.choice()))
        })
        .with("value", Head::Money("lists-output-value"), |one| {
            money(v, &one.value_cny, "lists-output-value.formula").into()
        })
        .with("plants", Head::Number("lists-plants"), |one| one.plants.len().into())
        .with("products", Head::Text("lists-products"), |one| links(v, "products", &one.products))
        .with("leads", Head::Text("lists-leads"), |one| {
            let chains = v.registers().chains.iter();
            let led = chains.filter(|chain| chain.lead_enterprise.as_deref() == Some(one.enterprise));
            links(v, "chains", led.map(|chain| &chain.id))
        })
        .with("unknown", Head::Text("lists-unknown"), |one| unknown(v, [&one.value_cny]))
}
