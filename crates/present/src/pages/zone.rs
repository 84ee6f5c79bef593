//! The zone: what its limits leave, where it is dangerous, and whether it keeps to its targets.

use crate::grid::{Cell, Grid, Head, amount};
use crate::link::Link;
use crate::pages::discharge::{Glance, measured};
use crate::pages::lines::{Lines, Station};
use crate::paging::{self, Pager};
use crate::parts::{Badge, Fig};
use crate::{View, format};
use askama::Template;
use chrono::NaiveDate;
use std::cmp::Reverse;
use yanlian_analysis::{
    DueState, Headroom, LimitUse, PlantTake, PlantUse, TakeBasis, Tally, TargetPath, TargetState, achieved,
    hazard_state, plant_uses, target_paths, target_state,
};
use yanlian_model::registers::{Hazard, Target};
use yanlian_model::{Better, HazardGrade, Message};

#[derive(Template)]
#[template(path = "zone.html")]
struct Page<'v> {
    v: &'v View<'v>,
    title: String,
    rail: &'static str,
    help: &'static str,
    lead: String,
    discharge: Option<Glance>,
    limits: Vec<LimitLine>,
    plants: Grid,
    hazards: Vec<HazardLine>,
    hazards_pager: Option<Pager>,
    hazards_said: String,
    targets: Vec<TargetBlock>,
    targets_said: String,
}

struct LimitLine {
    resource: Link,
    badge: Badge,
    headroom: Headroom,
    unit: String,
    cap: String,
    used: Fig,
    derived: bool,
    /// What readings say of it.
    measured: Option<String>,
    left: Option<Fig>,
    share: String,
    /// The used part of a bar of 120: surely, and at most.
    bar: Option<(f64, f64)>,
}

struct HazardLine {
    badge: Badge,
    grade: String,
    major: bool,
    enterprise: Link,
    record: Link,
    place: String,
    found: String,
    deadline: String,
    closed: String,
    late: String,
}

/// One indicator's path.
struct TargetBlock {
    indicator: Link,
    badge: Badge,
    said: String,
    owner: String,
    chart: Option<Lines>,
    unit: String,
    periods: Vec<PeriodLine>,
}

struct PeriodLine {
    period: String,
    target: String,
    actual: String,
    achieved: String,
    badge: Badge,
}

/// The zone page.
pub fn zone(v: &View) -> askama::Result<String> {
    let mut limits: Vec<LimitLine> = v.diagnosis.limits.iter().map(|limit| limit_line(v, limit)).collect();
    limits.sort_by_key(|limit| limit.headroom);
    let paths = target_paths(v.zone, v.year(), v.today);
    let (hazards, hazards_pager) = hazards(v);
    let page = Page {
        v,
        title: v.t("zone-title"),
        rail: "zone",
        help: "zone-help",
        lead: lead(v, &limits, &paths),
        discharge: Glance::of(v),
        limits,
        plants: plants(v),
        hazards,
        hazards_pager,
        hazards_said: hazards_said(v),
        targets_said: targets_said(v, &paths),
        targets: paths.iter().map(|path| target_block(v, path)).collect(),
    };
    page.render()
}

fn lead(v: &View, limits: &[LimitLine], paths: &[TargetPath]) -> String {
    let registers = v.registers();
    if limits.is_empty() && paths.is_empty() && registers.hazards.is_empty() {
        return v.t("zone-lead-empty");
    }
    let standing = |headroom: Headroom| limits.iter().filter(|limit| limit.headroom == headroom).count();
    let open_major =
        registers.hazards.iter().filter(|hazard| is_major(hazard) && hazard_state(hazard, v.today) != DueState::Done);
    let message = Message::new("zone-lead")
        .with("limits", limits.len())
        .with("exceeded", standing(Headroom::Exceeded))
        .with("tight", standing(Headroom::Tight))
        .with("major", open_major.count())
        .with("targets", paths.len())
        .with("behind", paths.iter().filter(|path| path.state == TargetState::Behind).count())
        .with("year", v.year().to_string());
    v.say(&message)
}

fn limit_line(v: &View, limit: &LimitUse) -> LimitLine {
    let share = limit.share();
    let length = |share: f64| (share.clamp(0.0, 1.0) * 120.0).round();
    let headroom = limit.headroom();
    LimitLine {
        resource: v.link("indicators", &limit.resource),
        badge: headroom_badge(v, headroom),
        headroom,
        unit: v.unit(&limit.unit),
        cap: limit.cap.map_or_else(|| v.t("figure-unknown"), format::number),
        used: amount(
            v,
            &limit.used,
            &limit.unit,
            if limit.derived { "formula-limit-derived" } else { "formula-limit-used" },
        ),
        derived: limit.derived,
        measured: measured(v, &limit.resource).map(|said| match limit.measured {
            Some(_) => format!("{said}{}", v.t("zone-measured-counts")),
            None => said,
        }),
        left: limit.left.as_ref().map(|left| amount(v, left, &limit.unit, "formula-limit-left")),
        share: share.as_ref().map_or_else(|| v.t("figure-unknown"), |share| v.short(share, format::SHARE)),
        bar: share.map(|share| (length(share.low()), length(share.high()))),
    }
}

/// What each plant takes of the limits that outlets measure, and by what that is known.
fn plants(v: &View) -> Grid {
    let uses = plant_uses(v.zone, &v.diagnosis.question, v.discharge);
    let takes_any = |own: &&PlantUse| own.takes.iter().any(|take| take.amount.high() > 0.0);
    let resources: Vec<_> =
        uses.first().map(|own| own.takes.iter().map(|take| take.resource).collect()).unwrap_or_default();
    let names: Vec<(String, &str)> =
        resources.into_iter().map(|id| (format!("zone-plant-{id}"), v.zone.unit(id, false))).collect();
    let heads: Vec<Head> = [Head::Text("zone-plant"), Head::Text("zone-plant-firm")]
        .into_iter()
        .chain(names.iter().map(|(name, unit)| Head::In(name, unit)))
        .collect();
    let row = |own: &PlantUse| {
        let takes = own.takes.iter().map(|take| take_cell(v, take));
        let firm = v.link("enterprises", &own.enterprise);
        [v.link("plants", &own.plant).into(), firm.into()].into_iter().chain(takes).collect()
    };
    let uses: Vec<&PlantUse> = uses.iter().filter(takes_any).collect();
    let title = v.t("zone-plants");
    Grid::paged(v, "plants", (title.clone(), "zone-no-plant"), &heads, &uses, |own| row(own)).below(&title)
}

fn take_cell(v: &View, take: &PlantTake) -> Cell {
    let (formula, word) = match take.basis {
        TakeBasis::Readings => ("formula-plant-readings", "zone-by-readings"),
        TakeBasis::SharedReadings => ("formula-plant-shared", "zone-by-shared-readings"),
        TakeBasis::Recipe => ("formula-plant-recipe", "zone-by-recipe"),
    };
    let figure = amount(v, &take.amount, v.zone.unit(take.resource, false), formula);
    Cell::All(vec![Cell::Fig(figure), Cell::Text(v.t(word))])
}

/// The badge of a limit: exceeded, little left, open, or room.
pub(crate) fn headroom_badge(v: &View, headroom: Headroom) -> Badge {
    match headroom {
        Headroom::Exceeded => Badge::saying(v, "fault", "zone-exceeded"),
        Headroom::Tight => Badge::saying(v, "warning", "zone-tight"),
        Headroom::Open => Badge::of(v, "undetermined"),
        Headroom::Free => Badge::saying(v, "balanced", "zone-free"),
    }
}

fn is_major(hazard: &Hazard) -> bool {
    hazard.grade == Some(HazardGrade::Major)
}

/// The hazards: overdue before open before closed, major ones first among each.
fn hazards(v: &View) -> (Vec<HazardLine>, Option<Pager>) {
    let mut all: Vec<(DueState, &Hazard)> =
        v.registers().hazards.iter().map(|h| (hazard_state(h, v.today), h)).collect();
    all.sort_by_key(|(state, h)| {
        let closed = (*state == DueState::Done).then_some(Reverse(h.closed));
        (*state, !is_major(h), closed, h.deadline)
    });
    let day = |date: Option<NaiveDate>| date.map_or_else(|| v.t("figure-unknown"), format::date);
    let line = |(state, h): &(DueState, &Hazard)| HazardLine {
        badge: Badge::of(v, *state),
        grade: h.grade.map_or_else(|| v.t("figure-unknown"), |grade| v.label(&grade.choice().label).to_owned()),
        major: is_major(h),
        enterprise: v.link("enterprises", &h.enterprise),
        record: Link::to(v.link("hazards", &h.id).href, h.text.clone().unwrap_or_else(|| h.id.clone())),
        place: h.place.clone().unwrap_or_default(),
        found: day(h.found),
        deadline: day(h.deadline),
        closed: h.closed.map(format::date).unwrap_or_default(),
        late: match h.deadline {
            Some(deadline) if *state == DueState::Overdue => {
                v.t1("zone-days-late", "days", (v.today - deadline).num_days() as usize)
            }
            _ => String::new(),
        },
    };
    let (range, pager) = paging::page(v, "hazards", all.len());
    (all[range].iter().map(line).collect(), pager)
}

fn hazards_said(v: &View) -> String {
    let hazards = &v.registers().hazards;
    let tally = Tally::of(hazards.iter().map(|hazard| hazard_state(hazard, v.today)));
    let message = Message::new("zone-hazards-said")
        .with("all", tally.total())
        .with("done", tally.done)
        .with("open", tally.open)
        .with("overdue", tally.overdue);
    v.say(&message)
}

/// An indicator's path: how it stands, its chart, its periods.
fn target_block(v: &View, path: &TargetPath) -> TargetBlock {
    let unit = v.zone.unit(path.indicator, false);
    let years = path.targets.iter().filter(|target| target.period.month().is_none());
    let stations: Vec<Station> = years
        .map(|target| Station { label: target.period.0.clone(), planned: target.target, actual: target.actual })
        .collect();
    let amount = |value: Option<f64>| value.map_or_else(|| v.t("figure-unknown"), |value| v.quantity(value, unit));
    let said = Message::new("zone-target-said")
        .with("year", v.year().to_string())
        .with("target", amount(path.of_year.and_then(|target| target.target)))
        .with("actual", amount(path.of_year.and_then(|target| target.actual)));
    TargetBlock {
        indicator: v.link("indicators", path.indicator),
        badge: Badge::of(v, path.state),
        said: v.say(&said),
        owner: path.targets.iter().rev().find_map(|target| target.owner.clone()).unwrap_or_default(),
        chart: (stations.len() > 1).then(|| {
            let label = v.t1("zone-target-chart", "indicator", v.name("indicators", path.indicator));
            Lines::new(v, label, &stations, unit)
        }),
        unit: v.unit(unit),
        periods: path.targets.iter().map(|target| period_line(v, target, path.better)).collect(),
    }
}

fn period_line(v: &View, target: &Target, better: Option<Better>) -> PeriodLine {
    let number = |value: Option<f64>| value.map_or_else(|| v.t("figure-unknown"), format::number);
    PeriodLine {
        period: target.period.0.clone(),
        target: number(target.target),
        actual: number(target.actual),
        achieved: achieved(target, better).map_or_else(String::new, format::percent),
        badge: Badge::of(v, target_state(target, better, v.today)),
    }
}

/// How the targets of the year stand, in a sentence.
pub(super) fn targets_said(v: &View, paths: &[TargetPath]) -> String {
    let count = |state: TargetState| paths.iter().filter(|path| path.state == state).count();
    let message = Message::new("zone-targets-said")
        .with("year", v.year().to_string())
        .with("all", paths.len())
        .with("met", count(TargetState::Met))
        .with("behind", count(TargetState::Behind))
        .with("coming", count(TargetState::Coming))
        .with("unknown", count(TargetState::Unknown));
    v.say(&message)
}
