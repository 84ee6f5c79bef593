//! 招商对象: outside companies that make what is missing or what an extension would make, a row a company and product.

use super::{Columns, links};
use crate::View;
use crate::grid::{Head, Number, Origin};
use yanlian_analysis::Invitation;
use yanlian_model::registers::Company;

pub(crate) fn candidates<'v>(v: &'v View<'v>) -> Columns<'v, Invitation<'v>> {
    let company = |one: &Invitation| -> Option<&'v Company> { v.zone.company(&one.candidate.company) };
    Columns::new(v)
        .with("company", Head::Text("lists-company"), |one: &Invitation| {
            v.link("directory", &one.candidate.company).into()
        })
        .with("region", Head::Short("lists-region"), move |one| {
            company(one).and_then(|company| company.region.clone()).unwrap_or_default().into()
        })
        .with("status", Head::Short("lists-company-status"), move |one| {
            company(one).and_then(|company| company.status.clone()).unwrap_or_default().into()
        })
        .with("product", Head::Text("lists-makes"), |one| v.link("products", &one.candidate.product).into())
        .with("share", Head::Number("lists-share"), |one| match one.candidate.share {
            Some(share) => Number { formula: "lists-share.formula", ..Number::share(share) }.into(),
            None => v.t("figure-unknown").into(),
        })
        .with("gaps", Head::Text("lists-fills"), |one| links(v, "products", &one.gaps))
        .with("extensions", Head::Text("lists-takes-up"), |one| links(v, "processes", &one.extensions))
        .with("source", Head::Text("grid-source"), move |one| match company(one) {
            Some(company) => Origin::of(v, company, &company.provenance).into(),
            None => v.t("grid-origin-unknown").into(),
        })
}
