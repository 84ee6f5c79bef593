//! Permits: how much is used, how fast, and when it will be used up; the tax of the month.

use super::words::{owner, unverified_note};
use super::{DischargeContext, Tables, tabs};
use crate::grid::{Cell, Grid, Head, amount};
use crate::link::Link;
use crate::parts::Badge;
use crate::{View, format, tables};
use askama::Template;
use yanlian_analysis::discharge::{Forecast, PermitUse, TaxEstimate};
use yanlian_model::Message;

/// The page of permits.
pub fn discharge_permits(v: &View, context: &DischargeContext) -> askama::Result<String> {
    let assessment = context.assessment;
    let soon = assessment.permits.iter().filter(|permit| runs_out(permit)).count();
    let message = Message::new("discharge-permits-lead")
        .with("permits", assessment.permits.len())
        .with("soon", soon)
        .with("through", format::date(assessment.through));
    let notes = [Some(v.t("discharge-permits-note")), Some(v.t("discharge-tax-note")), unverified_note(v, assessment)];
    let page = Tables {
        v,
        title: v.t("discharge-permits-title"),
        rail: "zone",
        help: "discharge-permits-help",
        tabs: tabs(v, "/discharge/permits"),
        links: vec![Link::to(v.href("/data/permits"), v.t("discharge-open-register"))],
        lead: v.say(&message),
        notes: notes.into_iter().flatten().collect(),
        grids: vec![permit_lines(v, &assessment.permits.iter().collect::<Vec<_>>()), taxes(v, context)],
    };
    page.render()
}

/// Whether it is used up within the year, surely or maybe.
pub(in crate::pages) fn runs_out(permit: &PermitUse) -> bool {
    match permit.forecast {
        Forecast::UsedUp(_) => true,
        // Unknown days of the year make the earliest day tomorrow; what is known decides.
        Forecast::Between { latest, .. } => latest.is_some(),
        Forecast::NoTotal => false,
    }
}

/// What the page has room for.
const COLUMNS: &[&str] = &["permit", "outlet", "enterprise", "factor", "used", "allowed", "part", "rate", "forecast"];

/// How far permits are used.
pub(super) fn permit_lines(v: &View, permits: &[&PermitUse]) -> Grid {
    let title = v.t("discharge-permits-table");
    tables::permits(v).table(title, "discharge-no-permits", COLUMNS, permits.iter().copied())
}

/// When a permit is used up, in words.
fn forecast_said(v: &View, permit: &PermitUse) -> String {
    match permit.forecast {
        Forecast::UsedUp(day) => v.t1("discharge-used-up-on", "day", format::date(day)),
        Forecast::Between { latest: Some(latest), .. } => v.t1("discharge-by-latest", "day", format::date(latest)),
        Forecast::Between { earliest: None, latest: None } => v.t("discharge-lasts"),
        Forecast::Between { .. } => v.t("discharge-lasts-if"),
        Forecast::NoTotal => v.t("discharge-no-total"),
    }
}

/// When a permit is used up: a word, a shape, a colour, a day.
pub(crate) fn forecast(v: &View, permit: &PermitUse) -> Cell {
    let (shape, word) = match permit.forecast {
        Forecast::UsedUp(_) => ("fault", "discharge-used-up"),
        Forecast::Between { latest: Some(_), .. } => ("late", "discharge-runs-out"),
        Forecast::Between { earliest: None, latest: None } => ("balanced", "discharge-lasts"),
        Forecast::Between { .. } => ("undetermined", "discharge-state-undetermined"),
        Forecast::NoTotal => ("unknown", "discharge-no-total"),
    };
    let badge = Badge::saying(v, shape, word);
    let said = forecast_said(v, permit);
    // Where the badge says it all, once is enough.
    if said == badge.word { badge.into() } else { vec![Cell::Badge(badge), Cell::Text(said)].into() }
}

fn taxes(v: &View, context: &DischargeContext) -> Grid {
    let heads = [
        Head::Text("discharge-col-outlet"),
        Head::Text("discharge-col-enterprise"),
        Head::Text("discharge-col-counts"),
        Head::In("discharge-col-tax-rate", "CNY"),
        Head::In("discharge-col-tax", "CNY"),
    ];
    let estimates = context.assessment.outlets.iter().filter_map(|outlet| outlet.tax.as_ref());
    let rows = estimates.clone().map(|estimate: &TaxEstimate| {
        let counts = estimate.lines.iter().filter(|line| line.counts).map(|line| {
            let message = Message::new("discharge-tax-line")
                .with("factor", v.name("factors", &line.factor))
                .with("equivalents", v.short(&line.equivalents, ""))
                .with("pays", v.short(&line.pays, format::SHARE));
            Cell::Text(v.say(&message))
        });
        vec![
            v.link("outlets", &estimate.outlet).into(),
            owner(v, &estimate.outlet).into(),
            Cell::All(counts.collect()),
            amount(v, &estimate.rate_cny, "CNY", "formula-tax-rate").into(),
            amount(v, &estimate.tax_cny, "CNY", "formula-tax").into(),
        ]
    });
    let rows: Vec<Vec<Cell>> = rows.collect();
    let month = estimates.clone().next().map(|estimate| estimate.from.format("%Y-%m").to_string());
    let caption = v.t1("discharge-tax-table", "month", month.unwrap_or_default());
    Grid::new(v, caption, "discharge-no-tax", &heads, rows)
}
