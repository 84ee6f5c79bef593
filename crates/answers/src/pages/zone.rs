//! The zone: what its limits leave, where it is dangerous, and whether it keeps to its targets.

use crate::grid::{Cell, Grid, Head, amount};
use crate::pages::discharge::{Glance, measured};
use crate::pages::lines::{Lines, Station};
use crate::paging::{self, Pager};
use crate::parts::{Badge, Fig, Link};
use crate::{View, format};
use askama::Template;
use chrono::{Datelike, NaiveDate};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use yanlian_analysis::{DueState, LimitUse, PlantTake, PlantUse, TakeBasis, Tally, hazard_state, plant_uses};
use yanlian_model::registers::{Hazard, Target};
use yanlian_model::{Better, Figure, HazardGrade, Message, Period};

/// A limit of which more than this share is used leaves little.
const TIGHT: f64 = 0.9;

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

/// How much of a limit is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Room {
    /// More than the cap.
    Exceeded,
    /// Little is left.
    Tight,
    /// Unknown figures leave it open.
    Open,
    /// There is room.
    Free,
}

struct LimitLine {
    resource: Link,
    badge: Badge,
    room: Room,
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

/// How a period's target stands, the most pressing first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Standing {
    Behind,
    Unknown,
    Coming,
    Met,
}

impl Standing {
    /// The state by which it is shown.
    fn state(self) -> &'static str {
        match self {
            Standing::Behind => "late",
            Standing::Unknown => "unknown",
            Standing::Coming => "coming",
            Standing::Met => "done",
        }
    }
}

/// The zone page.
pub fn zone(v: &View) -> askama::Result<String> {
    let mut limits: Vec<LimitLine> = v.diagnosis.limits.iter().map(|limit| limit_line(v, limit)).collect();
    limits.sort_by_key(|limit| limit.room);
    let targets = targets(v);
    let (hazards, hazards_pager) = hazards(v);
    let page = Page {
        v,
        title: v.t("zone-title"),
        rail: "zone",
        help: "zone-help",
        lead: lead(v, &limits, &targets),
        discharge: Glance::of(v),
        limits,
        plants: plants(v),
        hazards,
        hazards_pager,
        hazards_said: hazards_said(v),
        targets_said: targets_said(v, &targets),
        targets: targets.into_iter().map(|(_, block)| block).collect(),
    };
    page.render()
}

fn lead(v: &View, limits: &[LimitLine], targets: &[(Standing, TargetBlock)]) -> String {
    let registers = v.registers();
    if limits.is_empty() && targets.is_empty() && registers.hazards.is_empty() {
        return v.t("zone-lead-empty");
    }
    let standing = |room: Room| limits.iter().filter(|limit| limit.room == room).count();
    let open_major =
        registers.hazards.iter().filter(|hazard| is_major(hazard) && hazard_state(hazard, v.today) != DueState::Done);
    let message = Message::new("zone-lead")
        .with("limits", limits.len())
        .with("exceeded", standing(Room::Exceeded))
        .with("tight", standing(Room::Tight))
        .with("major", open_major.count())
        .with("targets", targets.len())
        .with("behind", targets.iter().filter(|(standing, _)| *standing == Standing::Behind).count())
        .with("year", v.year().to_string());
    v.say(&message)
}

fn limit_line(v: &View, limit: &LimitUse) -> LimitLine {
    let share = limit.cap.and_then(|cap| limit.used.ratio(&Figure::exact(cap)));
    let length = |share: f64| (share.clamp(0.0, 1.0) * 120.0).round();
    let room = room(limit, share.as_ref());
    LimitLine {
        resource: v.link("indicators", &limit.resource),
        badge: room_badge(v, room),
        room,
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

fn room(limit: &LimitUse, share: Option<&Figure>) -> Room {
    let Some(cap) = limit.cap else { return Room::Open };
    match share {
        _ if limit.used.surely_over(cap) => Room::Exceeded,
        Some(share) if share.surely_over(TIGHT) => Room::Tight,
        Some(share) if share.maybe_over(TIGHT) => Room::Open,
        Some(_) => Room::Free,
        // A cap of nothing, and nothing used.
        None => Room::Tight,
    }
}

/// The badge of a limit: exceeded, little left, open, or room.
fn room_badge(v: &View, room: Room) -> Badge {
    match room {
        Room::Exceeded => Badge::saying(v, "fault", "zone-exceeded"),
        Room::Tight => Badge::saying(v, "warning", "zone-tight"),
        Room::Open => Badge::of(v, "undetermined"),
        Room::Free => Badge::saying(v, "balanced", "zone-free"),
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

/// Every indicator with targets, by how its target for the reporting year stands.
fn targets(v: &View) -> Vec<(Standing, TargetBlock)> {
    let mut paths: BTreeMap<&str, Vec<&Target>> = BTreeMap::new();
    for target in &v.registers().targets {
        paths.entry(&target.indicator).or_default().push(target);
    }
    let mut blocks: Vec<_> = paths.into_iter().map(|(indicator, path)| target_block(v, indicator, path)).collect();
    blocks.sort_by_key(|(standing, _)| *standing);
    blocks
}

fn target_block(v: &View, indicator: &str, mut path: Vec<&Target>) -> (Standing, TargetBlock) {
    path.sort_by(|a, b| a.period.cmp(&b.period));
    let years: Vec<&&Target> = path.iter().filter(|target| target.period.month().is_none()).collect();
    let now = years.iter().find(|target| target.period.year() == Some(v.year()));
    let better = v.zone.indicator(indicator).and_then(|indicator| indicator.better);
    let unit = v.zone.unit(indicator, false);
    let standing = now.map_or(Standing::Unknown, |target| standing(v.today, target, better));
    let stations: Vec<Station> = years
        .iter()
        .map(|target| Station { label: target.period.0.clone(), planned: target.target, actual: target.actual })
        .collect();
    let amount = |value: Option<f64>| value.map_or_else(|| v.t("figure-unknown"), |value| v.quantity(value, unit));
    let said = Message::new("zone-target-said")
        .with("year", v.year().to_string())
        .with("target", amount(now.and_then(|target| target.target)))
        .with("actual", amount(now.and_then(|target| target.actual)));
    let block = TargetBlock {
        indicator: v.link("indicators", indicator),
        badge: Badge::of(v, standing.state()),
        said: v.say(&said),
        owner: path.iter().rev().find_map(|target| target.owner.clone()).unwrap_or_default(),
        chart: (stations.len() > 1).then(|| {
            let label = v.t1("zone-target-chart", "indicator", v.name("indicators", indicator));
            Lines::new(v, label, &stations, unit)
        }),
        unit: v.unit(unit),
        periods: path.iter().map(|target| period_line(v, target, better)).collect(),
    };
    (standing, block)
}

fn period_line(v: &View, target: &Target, better: Option<Better>) -> PeriodLine {
    let number = |value: Option<f64>| value.map_or_else(|| v.t("figure-unknown"), format::number);
    PeriodLine {
        period: target.period.0.clone(),
        target: number(target.target),
        actual: number(target.actual),
        achieved: achieved(target, better).map_or_else(String::new, format::percent),
        badge: Badge::of(v, standing(v.today, target, better).state()),
    }
}

/// actual / target, or target / actual where less is better: 1 and more is met.
fn achieved(target: &Target, better: Option<Better>) -> Option<f64> {
    let (planned, actual) = target.target.zip(target.actual)?;
    let (part, whole) = match better? {
        Better::Higher => (actual, planned),
        Better::Lower => (planned, actual),
    };
    (whole > 0.0).then(|| part / whole)
}

fn standing(today: NaiveDate, target: &Target, better: Option<Better>) -> Standing {
    let met = target.target.zip(target.actual).zip(better).map(|((planned, actual), better)| match better {
        Better::Higher => actual >= planned,
        Better::Lower => actual <= planned,
    });
    match met {
        // A year's figure before the year is over is what came so far.
        Some(false) if better == Some(Better::Higher) && !is_over(today, &target.period) => Standing::Coming,
        Some(true) if better == Some(Better::Lower) && !is_over(today, &target.period) => Standing::Coming,
        Some(true) => Standing::Met,
        Some(false) => Standing::Behind,
        None if is_over(today, &target.period) => Standing::Unknown,
        None => Standing::Coming,
    }
}

/// Whether a period has ended.
fn is_over(today: NaiveDate, period: &Period) -> bool {
    let today = (today.year(), today.month());
    match (period.year(), period.month()) {
        (Some(year), Some(month)) => (year, month) < today,
        (Some(year), None) => year < today.0,
        _ => false,
    }
}

fn targets_said(v: &View, targets: &[(Standing, TargetBlock)]) -> String {
    let count = |standing: Standing| targets.iter().filter(|(other, _)| *other == standing).count();
    let message = Message::new("zone-targets-said")
        .with("year", v.year().to_string())
        .with("all", targets.len())
        .with("met", count(Standing::Met))
        .with("behind", count(Standing::Behind))
        .with("coming", count(Standing::Coming))
        .with("unknown", count(Standing::Unknown));
    v.say(&message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use yanlian_model::Provenance;

    #[test]
    fn a_target_is_judged_once_its_period_is_over() {
        let today = NaiveDate::from_ymd_opt(2026, 3, 20).unwrap();
        let judged = |period: &str, actual: Option<f64>, better: Better| {
            let target = Target {
                indicator: "cod".to_owned(),
                period: Period(period.to_owned()),
                target: Some(100.0),
                actual,
                owner: None,
                provenance: Provenance::default(),
            };
            standing(today, &target, Some(better))
        };
        assert_eq!(judged("2025", Some(99.0), Better::Higher), Standing::Behind);
        assert_eq!(judged("2025", Some(99.0), Better::Lower), Standing::Met);
        assert_eq!(judged("2025", None, Better::Lower), Standing::Unknown);
        // More can still come this year: too little so far is not behind, little enough so far is not met.
        assert_eq!(judged("2026", Some(30.0), Better::Higher), Standing::Coming);
        assert_eq!(judged("2026", Some(30.0), Better::Lower), Standing::Coming);
        assert_eq!(judged("2026", Some(101.0), Better::Lower), Standing::Behind);
        assert_eq!(judged("2026", Some(101.0), Better::Higher), Standing::Met);
        assert_eq!(judged("2026-02", Some(99.0), Better::Higher), Standing::Behind);
        assert_eq!(judged("2026-03", None, Better::Higher), Standing::Coming);
    }

    #[test]
    fn a_limit_of_which_only_a_lower_bound_is_used_is_left_open() {
        let limit = |used: Figure| LimitUse {
            resource: "cod".to_owned(),
            unit: "kg".to_owned(),
            cap: Some(100.0),
            measured: None,
            derived: false,
            left: None,
            used,
        };
        let judged = |used: Figure| {
            let limit = limit(used);
            room(&limit, limit.used.ratio(&Figure::exact(100.0)).as_ref())
        };
        let at_least = |low: f64| Figure::between(low, f64::INFINITY, std::collections::BTreeSet::new());
        assert_eq!(judged(Figure::exact(101.0)), Room::Exceeded);
        assert_eq!(judged(at_least(101.0)), Room::Exceeded);
        assert_eq!(judged(at_least(95.0)), Room::Tight);
        assert_eq!(judged(at_least(10.0)), Room::Open);
        assert_eq!(judged(Figure::exact(90.0)), Room::Free);
    }
}
