//! Exceedances and what came of them; permits and how far they are used.

use super::Columns;
use crate::View;
use crate::format;
use crate::grid::{Cell, Head, Number, amount};
use crate::link::Link;
use crate::pages::discharge as words;
use yanlian_analysis::discharge::{Exceedance, PermitUse};
use yanlian_model::Figure;

pub(crate) fn exceedances<'v>(v: &'v View<'v>) -> Columns<'v, &'v Exceedance> {
    Columns::new(v)
        .with("day", Head::Short("discharge-col-day"), |exceedance: &&Exceedance| {
            let mean = &exceedance.verdict.mean;
            let page = v.href(&words::day_path(&mean.outlet, &mean.factor, mean.day));
            Link::to(page, format::date(mean.day)).into()
        })
        .with("handling", Head::Text("discharge-col-handling"), |exceedance| {
            let verdict = &exceedance.verdict;
            let changed = (verdict.before.outcome != verdict.outcome).then(|| words::before_said(v, verdict).into());
            let badge = Cell::Badge(words::handling_badge(v, exceedance.state));
            Cell::All([badge].into_iter().chain(changed).collect())
        })
        .with("outlet", Head::Text("discharge-col-outlet"), |exceedance| {
            v.link("outlets", &exceedance.verdict.mean.outlet).into()
        })
        .with("enterprise", Head::Text("discharge-col-enterprise"), |exceedance| {
            words::owner(v, &exceedance.verdict.mean.outlet).into()
        })
        .with("factor", Head::Text("discharge-col-factor"), |exceedance| {
            v.name("factors", &exceedance.verdict.mean.factor).into()
        })
        .with("mean", Head::Number("discharge-col-mean"), |exceedance| words::day_value(v, &exceedance.verdict).into())
        .with("limit", Head::Number("discharge-col-limit"), |exceedance| words::limit_of(v, &exceedance.verdict))
        .with("over", Head::Number("discharge-col-over"), |exceedance| words::over(v, &exceedance.verdict).into())
        .with("done", Head::Text("discharge-col-done"), |exceedance| words::done(v, exceedance))
}

pub(crate) fn permits<'v>(v: &'v View<'v>) -> Columns<'v, &'v PermitUse> {
    Columns::new(v)
        .with("permit", Head::Short("discharge-col-permit"), |permit: &&PermitUse| {
            v.link("permits", &permit.permit).into()
        })
        .with("outlet", Head::Text("discharge-col-outlet"), |permit| {
            let outlets = permit.outlets.iter().map(|outlet| v.link("outlets", outlet));
            Cell::links(outlets, v.t("discharge-nothing"))
        })
        .with("enterprise", Head::Text("discharge-col-enterprise"), |permit| {
            let outlet = permit.outlets.first();
            outlet.map_or_else(|| String::new().into(), |outlet| words::owner(v, outlet).into())
        })
        .with("factor", Head::Text("discharge-col-factor"), |permit| v.name("factors", &permit.factor).into())
        .with("used", Head::In("discharge-col-used", "kg"), |permit| {
            amount(v, &permit.used_kg, "kg", "formula-permit-used").into()
        })
        .with("allowed", Head::In("discharge-col-allowed", "kg"), |permit| match permit.total_kg {
            Some(total) => Number::reads(format::number(total), total, "kg").into(),
            None => v.t("figure-unknown").into(),
        })
        .with("part", Head::Number("discharge-col-part"), |permit| {
            match permit.total_kg.and_then(|total| permit.used_kg.ratio(&Figure::exact(total))) {
                Some(part) => amount(v, &part, format::SHARE, "formula-permit-part").into(),
                None => v.t("figure-unknown").into(),
            }
        })
        .with("rate", Head::In("discharge-col-rate", "kg"), |permit| {
            amount(v, &permit.rate_kg_day, "kg", "formula-permit-rate").into()
        })
        .with("forecast", Head::Text("discharge-col-forecast"), |permit| words::forecast(v, permit))
}
