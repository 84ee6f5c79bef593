//! What the zone's limits leave, and how its targets stand.

use super::Columns;
use crate::View;
use crate::grid::{Cell, Head, amount, known, quantity};
use crate::pages::headroom_badge;
use crate::parts::Badge;
use yanlian_analysis::{LimitUse, achieved, target_state};
use yanlian_model::registers::Target;

pub(crate) fn limits<'v>(v: &'v View<'v>) -> Columns<'v, &'v LimitUse> {
    Columns::new(v)
        .with("resource", Head::Text("zone-resource"), |limit: &&LimitUse| v.item(&limit.resource).into())
        .with("state", Head::Text("grid-state"), |limit| headroom_badge(v, limit.headroom()).into())
        .with("cap", Head::Number("zone-cap"), |limit| known(v, limit.cap, &limit.unit))
        .with("used", Head::Number("zone-used"), |limit| {
            let formula = if limit.derived { "formula-limit-derived" } else { "formula-limit-used" };
            quantity(v, &limit.used, &limit.unit, formula).into()
        })
        .with("left", Head::Number("zone-left"), |limit| match &limit.left {
            Some(left) => quantity(v, left, &limit.unit, "formula-limit-left").into(),
            None => v.t("figure-unknown").into(),
        })
        .with("share", Head::Number("zone-share"), |limit| match limit.share() {
            Some(share) => amount(v, &share, crate::format::SHARE, "formula-limit-used").into(),
            None => v.t("figure-unknown").into(),
        })
}

pub(crate) fn targets<'v>(v: &'v View<'v>) -> Columns<'v, &'v Target> {
    let better = |target: &Target| v.zone.indicator(&target.indicator).and_then(|indicator| indicator.better);
    let reached =
        |target: &Target, value: Option<f64>| -> Cell { known(v, value, v.zone.unit(&target.indicator, false)) };
    Columns::new(v)
        .with("indicator", Head::Text("grid-indicator"), |target: &&Target| v.item(&target.indicator).into())
        .with("period", Head::Short("brief-period"), |target| target.period.0.clone().into())
        .with("target", Head::Number("brief-target"), move |target| reached(target, target.target))
        .with("actual", Head::Number("brief-reached"), move |target| reached(target, target.actual))
        .with("achieved", Head::Number("zone-achieved"), move |target| match achieved(target, better(target)) {
            Some(share) => crate::grid::Number::share(share).into(),
            None => String::new().into(),
        })
        .with("state", Head::Text("grid-state"), move |target| {
            Badge::of(v, target_state(target, better(target), v.today)).into()
        })
}
