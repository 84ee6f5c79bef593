//! Transmission: how reliably each outlet sends, and how much of it is evidence.

use super::words::owner;
use super::{DischargeContext, Tables, tabs};
use crate::grid::{Grid, Head};
use crate::link::Link;
use crate::parts::Badge;
use crate::{View, format};
use askama::Template;
use yanlian_analysis::discharge::{OutletAssessment, Transmission};
use yanlian_model::{Finding, Message};

/// An effective rate under this is marked; nobody is judged by it here.
const MARKED_UNDER: f64 = 0.9;

/// The page of transmission.
pub fn discharge_transmission(v: &View, context: &DischargeContext) -> askama::Result<String> {
    let assessment = context.assessment;
    let factors = assessment.outlets.iter().flat_map(|outlet| &outlet.factors);
    let weak = factors.clone().filter(|factor| is_weak(&factor.by_hour)).count();
    let message = Message::new("discharge-transmission-lead")
        .with("from", format::date(assessment.window_from))
        .with("through", format::date(assessment.through))
        .with("factors", factors.count())
        .with("weak", weak)
        .with("under", format::percent(MARKED_UNDER));
    let page = Tables {
        v,
        title: v.t("discharge-transmission-title"),
        rail: "zone",
        help: "discharge-transmission-help",
        tabs: tabs(v, "/discharge/transmission"),
        links: vec![Link::to(v.href("/data/monitors"), v.t("discharge-open-register"))],
        lead: v.say(&message),
        notes: vec![v.t("discharge-transmission-note")],
        grids: vec![rates(v, &assessment.outlets), findings(v, &assessment.findings)],
    };
    page.render()
}

fn is_weak(rate: &Transmission) -> bool {
    rate.effective_rate().is_some_and(|rate| rate < MARKED_UNDER)
}

fn rates(v: &View, outlets: &[OutletAssessment]) -> Grid {
    let heads = [
        Head::Text("discharge-col-outlet"),
        Head::Text("discharge-col-enterprise"),
        Head::Text("discharge-col-factor"),
        Head::Text("grid-state"),
        Head::Number("discharge-col-effective"),
        Head::Number("discharge-col-received"),
        Head::Number("discharge-col-valid"),
        Head::Number("discharge-col-days"),
    ];
    let rate = |part: Option<f64>| part.map_or_else(|| v.t("figure-unknown"), format::percent);
    let mut lines: Vec<_> =
        outlets.iter().flat_map(|outlet| outlet.factors.iter().map(move |factor| (outlet, factor))).collect();
    let order = |rate: &Transmission| rate.effective_rate().unwrap_or(2.0);
    lines.sort_by(|a, b| order(&a.1.by_hour).total_cmp(&order(&b.1.by_hour)));
    let rows = lines.into_iter().map(|(outlet, factor)| {
        let (hours, days) = (&factor.by_hour, &factor.by_day);
        let badge = match hours.effective_rate() {
            None => Badge::of(v, "unknown"),
            Some(_) if is_weak(hours) => Badge::saying(v, "short", "discharge-rate-weak"),
            Some(_) => Badge::saying(v, "balanced", "discharge-rate-good"),
        };
        let page = format!("/discharge/outlets/{}?factor={}", crate::address::encode_id(&outlet.outlet), factor.factor);
        vec![
            v.link("outlets", &outlet.outlet).into(),
            owner(v, &outlet.outlet).into(),
            Link::to(v.href(&page), v.name("factors", &factor.factor)).into(),
            badge.into(),
            rate(hours.effective_rate()).into(),
            format!("{} / {}", hours.received, hours.due).into(),
            format!("{} / {}", hours.valid, hours.due_valid).into(),
            rate(days.effective_rate()).into(),
        ]
    });
    Grid::new(v, v.t("discharge-transmission-table"), "discharge-no-factor", &heads, rows.collect())
}

/// What was noticed of readings, reviews and handling, each with how to fix it.
fn findings(v: &View, findings: &[Finding]) -> Grid {
    let heads = [Head::Text("stops-record"), Head::Text("stops-what"), Head::Text("stops-remedy")];
    let rows = findings.iter().map(|finding| {
        vec![v.place(&finding.place).into(), v.say(&finding.message).into(), v.remedy(&finding.message).into()]
    });
    Grid::new(v, v.t("stops-findings"), "discharge-no-finding", &heads, rows.collect())
}
