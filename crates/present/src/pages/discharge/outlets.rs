//! Every outlet on one screen, and the treatment works.

use super::now::{Spark, last_heard, newest};
use super::words::{limit_in_unit, moment, no_limit, open_exceedances, reading, standing_badge, unverified_note};
use super::{DischargeContext, tabs};
use crate::grid::{Cell, Grid, Head, amount};
use crate::link::Link;
use crate::pages::list::Tab;
use crate::parts::{Badge, Fig};
use crate::{View, format};
use askama::Template;
use chrono::TimeDelta;
use yanlian_analysis::discharge::{DischargeAssessment, FLOW, FactorAssessment, OutletAssessment, Standing, WorksDay};
use yanlian_model::Message;
use yanlian_model::registers::Outlet;

/// How long an outlet may say nothing before its card says so, in minutes.
const QUIET: i64 = 90;

#[derive(Template)]
#[template(path = "discharge/outlets.html")]
struct Page<'v> {
    v: &'v View<'v>,
    title: String,
    rail: &'static str,
    help: &'static str,
    tabs: Vec<Tab>,
    lead: String,
    note: Option<String>,
    cards: Vec<Card>,
    works: Vec<Works>,
}

/// One outlet.
struct Card {
    id: String,
    badge: Badge,
    outlet: Link,
    owner: Link,
    kind: String,
    lines: Vec<FactorLine>,
    /// The way to its exceedances that nobody has closed, where there are any.
    open: Option<Link>,
    flow: String,
    heard: String,
    quiet: bool,
}

/// One factor of an outlet.
struct FactorLine {
    factor: Link,
    value: String,
    flag: String,
    over: bool,
    limit: String,
    unverified: bool,
    spark: Option<Spark>,
    badge: Badge,
}

struct Works {
    id: String,
    name: Link,
    badge: Badge,
    load: Option<Fig>,
    bar: Option<f64>,
    facts: Vec<(String, Fig)>,
    dischargers: Grid,
}

/// The page of all outlets.
pub fn discharge(v: &View, context: &DischargeContext) -> askama::Result<String> {
    let mut outlets: Vec<&OutletAssessment> = context.assessment.outlets.iter().collect();
    outlets.sort_by_key(|outlet| outlet.standing);
    let page = Page {
        v,
        title: v.t("discharge-title"),
        rail: "zone",
        help: "discharge-help",
        tabs: tabs(v, "/discharge"),
        lead: said(v, context.assessment),
        note: unverified_note(v, context.assessment),
        cards: outlets.into_iter().map(|outlet| card(v, context, outlet)).collect(),
        works: context.assessment.works.iter().map(|works| works_block(v, works)).collect(),
    };
    page.render()
}

/// How the outlets stand, in a sentence.
pub(in crate::pages) fn said(v: &View, assessment: &DischargeAssessment) -> String {
    if assessment.outlets.is_empty() {
        return v.t("discharge-lead-empty");
    }
    let standing = |standing| assessment.outlets.iter().filter(|outlet| outlet.standing == standing).count();
    let message = Message::new("discharge-lead")
        .with("outlets", assessment.outlets.len())
        .with("day", format::date(assessment.through))
        .with("over", standing(Standing::Exceedance))
        .with("warned", standing(Standing::EarlyWarning))
        .with("dark", standing(Standing::NoEvidence))
        .with("open", open_exceedances(assessment).count());
    v.say(&message)
}

fn card(v: &View, context: &DischargeContext, outlet: &OutletAssessment) -> Card {
    let heard = last_heard(v, context, &outlet.outlet);
    let registered = v.zone.find::<Outlet>(&outlet.outlet);
    let flow = newest(v, context, &outlet.outlet, FLOW, None);
    Card {
        id: outlet.outlet.clone(),
        badge: standing_badge(v, outlet.standing),
        outlet: v.link("outlets", &outlet.outlet),
        owner: super::words::owner(v, &outlet.outlet),
        kind: registered.map(|row| v.label(&row.kind.choice().label).to_owned()).unwrap_or_default(),
        lines: outlet.factors.iter().map(|factor| line(v, context, outlet, factor)).collect(),
        open: open(v, context.assessment, &outlet.outlet),
        flow: reading(v, flow.map(|flow| flow.value)),
        heard: heard.map_or_else(|| v.t("discharge-never-heard"), moment),
        quiet: heard.is_none_or(|heard| context.now - heard > TimeDelta::minutes(QUIET)),
    }
}

fn open(v: &View, assessment: &DischargeAssessment, outlet: &str) -> Option<Link> {
    let count = open_exceedances(assessment).filter(|exceedance| exceedance.verdict.mean.outlet == outlet).count();
    let text = v.t1("discharge-open-here", "count", count);
    (count > 0).then(|| Link::to(v.href("/discharge/exceedances"), text))
}

fn line(v: &View, context: &DischargeContext, outlet: &OutletAssessment, factor: &FactorAssessment) -> FactorLine {
    let limit = factor.limit.as_ref();
    let now = newest(v, context, &outlet.outlet, &factor.factor, limit.ok());
    let page = format!("/discharge/outlets/{}?factor={}", crate::address::encode_id(&outlet.outlet), factor.factor);
    FactorLine {
        factor: Link::to(v.href(&page), v.name("factors", &factor.factor)),
        over: now.as_ref().is_some_and(|now| now.over),
        value: reading(v, now.as_ref().map(|now| now.value)),
        flag: now.map(|now| now.flag).unwrap_or_default(),
        limit: match limit {
            Ok(limit) => limit_in_unit(v, &factor.factor, limit),
            Err(why) => no_limit(v, *why),
        },
        unverified: limit.is_ok_and(|limit| !limit.verified),
        spark: Spark::new(v, context, factor),
        badge: standing_badge(v, factor.standing),
    }
}

fn works_block(v: &View, works: &WorksDay) -> Works {
    let load = works.load.as_ref();
    let (shape, word) = match load {
        Some(load) if load.surely_over(1.0) => ("fault", "discharge-works-over"),
        Some(load) if load.maybe_over(1.0) => ("undetermined", "discharge-state-undetermined"),
        Some(_) => ("balanced", "discharge-works-within"),
        None => ("unknown", "discharge-works-no-design"),
    };
    let facts = [
        ("discharge-works-inflow", &works.inflow_m3, "formula-works-inflow"),
        ("discharge-works-outflow", &works.outflow_m3, "formula-works-outflow"),
        ("discharge-works-rest", &works.rest_m3, "formula-works-rest"),
    ];
    Works {
        id: works.outlet.clone(),
        name: v.link("outlets", &works.outlet),
        badge: Badge::saying(v, shape, word),
        load: load.map(|load| v.fig(load, format::SHARE, "formula-works-load")),
        bar: load.map(|load| (load.low().clamp(0.0, 1.0) * 120.0).round()),
        facts: facts.into_iter().map(|(id, figure, formula)| (v.t(id), v.fig(figure, "m3", formula))).collect(),
        dischargers: dischargers(v, works),
    }
}

fn dischargers(v: &View, works: &WorksDay) -> Grid {
    let heads = [
        Head::Text("discharge-col-outlet"),
        Head::Text("discharge-col-enterprise"),
        Head::In("discharge-col-volume", "m3"),
        Head::Number("discharge-col-share"),
        Head::Text("discharge-col-brings"),
    ];
    let rows = works.dischargers.iter().map(|discharger| {
        let brings = discharger
            .masses_kg
            .iter()
            .map(|(factor, mass)| Cell::Text(format!("{} {}", v.name("factors", factor), v.short(mass, "kg"))));
        let share = discharger.share.as_ref();
        vec![
            v.link("outlets", &discharger.outlet).into(),
            v.link("enterprises", &discharger.enterprise).into(),
            amount(v, &discharger.volume_m3, "m3", "formula-works-volume").into(),
            match share {
                Some(share) => amount(v, share, format::SHARE, "formula-works-share").into(),
                None => v.t("discharge-nothing").into(),
            },
            Cell::All(brings.collect()),
        ]
    });
    let caption = v.t1("discharge-works-dischargers", "day", format::date(works.day));
    Grid::new(v, caption, "discharge-works-nobody", &heads, rows.collect())
}
