//! One outlet: its values over time, its days, its permits.

use super::chart::{Chart, Point, Series};
use super::now::is_of;
use super::permits::permit_lines;
use super::scope::{PERIODS, Scope};
use super::words::{
    day_value, day_value_in_unit, factor_in_unit, flag_said, hour_said, limit_cell, limit_in_unit, limit_said,
    no_limit, outcome_cell, reading, standing_badge, unverified_note,
};
use super::{DischargeContext, Seen, day_path, tabs};
use crate::address::encode_id;
use crate::grid::{Cell, Grid, Head, amount};
use crate::link::Link;
use crate::pages::list::{Select, Tab, tab};
use crate::parts::Badge;
use crate::{View, format};
use askama::Template;
use chrono::{Days, NaiveDate, NaiveTime, TimeDelta};
use yanlian_analysis::discharge::{
    DayMass, DayVerdict, DischargeAssessment, FLOW, FactorAssessment, HourState, MassBasis, OutletAssessment,
    ReadingSet, Reviewed, day_verdict, hours, in_base_unit, limit_on,
};
use yanlian_model::registers::Outlet;
use yanlian_model::{Key, LimitPeriod, Message, Reading, ReadingPeriod};

/// The spans to choose from, in days.
const SPANS: &[u64] = &[1, 3, 7, 30];

/// What the page is made from.
#[derive(Debug, Clone, Copy)]
pub struct OutletContext<'a> {
    /// The assessment and the newest readings.
    pub discharge: DischargeContext<'a>,
    /// The outlet's readings of the days that are looked at: hours, ten minutes, days, and instants
    /// where those are drawn.
    pub readings: &'a [Seen],
}

#[derive(Template)]
#[template(path = "discharge/outlet.html")]
struct Page<'v> {
    v: &'v View<'v>,
    title: String,
    rail: &'static str,
    help: &'static str,
    tabs: Vec<Tab>,
    links: Vec<Link>,
    outlet: String,
    badge: Badge,
    lead: String,
    notes: Vec<String>,
    facts: Vec<(String, Cell)>,
    factors: Vec<Tab>,
    periods: Vec<Tab>,
    spans: Vec<Tab>,
    compare: Select,
    scope: &'v Scope,
    period: &'static str,
    charts: Vec<Chart>,
    days: Grid,
    values: Grid,
    permits: Grid,
}

/// The page of an outlet; `None` where there is none.
pub fn discharge_outlet(v: &View, outlet: &OutletContext, scope: &Scope) -> askama::Result<Option<String>> {
    let assessment = outlet.discharge.assessment;
    let Some(assessed) = assessment.outlet(&scope.outlet) else { return Ok(None) };
    let readings: Vec<Reading> = outlet.readings.iter().map(|seen| seen.reading.clone()).collect();
    // Days without rules in force are shown without a verdict.
    let set = ReadingSet::new(v.registers(), &readings, scope.from, scope.to).ok();
    let drawn = [Some(&scope.factor), scope.with.as_ref()].into_iter().flatten();
    let series: Vec<Series> = drawn.map(|code| series(v, outlet, set.as_ref(), scope, code)).collect();
    let current = assessed.factors.iter().find(|factor| factor.factor == scope.factor);
    let permits: Vec<_> = assessment.permits.iter().filter(|permit| permit.outlets.contains(&scope.outlet)).collect();
    let period = PERIODS.iter().find(|(_, period, _)| *period == scope.period).unwrap_or(&PERIODS[0]).0;
    let page = Page {
        v,
        title: v.name("outlets", &scope.outlet),
        rail: "zone",
        help: "discharge-outlet-help",
        tabs: tabs(v, "/discharge"),
        links: links(v, scope, period),
        outlet: scope.outlet.clone(),
        badge: standing_badge(v, assessed.standing),
        lead: lead(v, assessment, assessed),
        notes: unverified_note(v, assessment).into_iter().chain(drawn_note(v, scope)).collect(),
        facts: facts(v, assessed, current),
        factors: factor_tabs(v, assessed, scope, period),
        periods: period_tabs(v, scope),
        spans: span_tabs(v, assessment, scope, period),
        compare: compare(v, assessed, scope),
        scope,
        period,
        values: values(v, &series),
        charts: series.iter().filter_map(|series| Chart::new(v, series)).collect(),
        days: days(v, set.as_ref(), current, scope),
        permits: permit_lines(v, &permits),
    };
    page.render().map(Some)
}

fn lead(v: &View, assessment: &DischargeAssessment, outlet: &OutletAssessment) -> String {
    let Some(worst) = outlet.worst() else {
        return v.t("discharge-no-factor");
    };
    let verdict = worst.last();
    let message = Message::new("discharge-outlet-lead")
        .with("day", format::date(assessment.through))
        .with("factor", v.name("factors", &worst.factor))
        .with("state", standing_badge(v, worst.standing).word)
        .with("mean", verdict.map_or_else(|| v.t("discharge-nothing"), |verdict| day_value_in_unit(v, verdict)))
        .with(
            "limit",
            match &worst.limit {
                Ok(limit) => limit_in_unit(v, &worst.factor, limit),
                Err(why) => no_limit(v, *why),
            },
        )
        .with("hours", worst.running.hours_over.len());
    v.say(&message)
}

/// That fewer days are drawn than were asked for.
fn drawn_note(v: &View, scope: &Scope) -> Option<String> {
    let note = || v.t1("discharge-drawn-from", "from", format::date(scope.from));
    (scope.asked_from < scope.from).then(note)
}

fn links(v: &View, scope: &Scope, period: &str) -> Vec<Link> {
    let id = encode_id(&scope.outlet);
    let file = |kind: &str| {
        format!("/discharge/outlets/{id}/readings.{kind}?period={period}&from={}&to={}", scope.asked_from, scope.to)
    };
    vec![
        Link::to(file("csv"), v.t("discharge-readings-csv")),
        Link::to(file("parquet"), v.t("discharge-readings-parquet")),
        Link::to(v.id_href("api/discharge", &scope.outlet), v.t("opportunities-json")),
        Link::to(v.record_href("outlets", &Key::from_parts(&[&scope.outlet])), v.t("discharge-open-record")),
    ]
}

fn facts(v: &View, outlet: &OutletAssessment, factor: Option<&FactorAssessment>) -> Vec<(String, Cell)> {
    let Some(row) = v.zone.find::<Outlet>(&outlet.outlet) else { return Vec::new() };
    let facts = [
        ("discharge-col-enterprise", Some(v.link("enterprises", &row.enterprise).into())),
        ("discharge-col-kind", Some(v.label(&row.kind.choice().label).to_owned().into())),
        ("discharge-col-to", row.discharges_to.as_ref().map(|to| v.link("outlets", to).into())),
        ("discharge-col-water", row.receiving_water.clone().map(Cell::Text)),
        ("discharge-col-standard", row.standard.as_ref().map(|id| v.link("discharge_standards", id).into())),
        ("discharge-col-limit", factor.map(|factor| limit_cell(v, &factor.factor, &factor.limit))),
    ];
    facts.into_iter().filter_map(|(id, cell)| Some((v.t(id), cell?))).collect()
}

/// The address of the same page with something changed.
fn address(scope: &Scope) -> String {
    format!("/discharge/outlets/{}", encode_id(&scope.outlet))
}

fn factor_tabs(v: &View, outlet: &OutletAssessment, scope: &Scope, period: &str) -> Vec<Tab> {
    let codes = outlet.factors.iter().map(|factor| factor.factor.as_str()).chain([FLOW]);
    let (from, to) = (scope.from.to_string(), scope.to.to_string());
    codes
        .map(|code| {
            let parameters = [("factor", code), ("period", period), ("from", &from), ("to", &to)];
            tab(v, &address(scope), &parameters, v.name("factors", code), code == scope.factor)
        })
        .collect()
}

fn period_tabs(v: &View, scope: &Scope) -> Vec<Tab> {
    let with = scope.with.as_deref().unwrap_or_default();
    let to = scope.to.to_string();
    PERIODS
        .iter()
        .map(|(word, period, most)| {
            let from = scope.from.max(scope.to - Days::new(most - 1)).to_string();
            let parameters =
                [("factor", scope.factor.as_str()), ("with", with), ("period", word), ("from", &from), ("to", &to)];
            tab(
                v,
                &address(scope),
                &parameters,
                v.t(&format!("discharge-period-{}", word.replace('_', "-"))),
                *period == scope.period,
            )
        })
        .collect()
}

/// Spans up to the last day looked at, and the span before and after it.
fn span_tabs(v: &View, assessment: &DischargeAssessment, scope: &Scope, period: &str) -> Vec<Tab> {
    let with = scope.with.as_deref().unwrap_or_default();
    let most = PERIODS.iter().find(|(_, own, _)| *own == scope.period).map_or(1, |(.., most)| *most);
    let length = (scope.to - scope.from).num_days().unsigned_abs() + 1;
    let link = |text: String, from: NaiveDate, to: NaiveDate, current| {
        let (from, to) = (from.to_string(), to.to_string());
        let parameters =
            [("factor", scope.factor.as_str()), ("with", with), ("period", period), ("from", &from), ("to", &to)];
        tab(v, &address(scope), &parameters, text, current)
    };
    let before = scope.from - Days::new(1);
    let after = (scope.to + Days::new(length)).min(assessment.today);
    let spans = SPANS.iter().filter(|days| **days <= most).map(|days| {
        let text = v.t1("discharge-span", "days", *days as usize);
        link(text, scope.to - Days::new(days - 1), scope.to, *days == length)
    });
    let back = link(v.t("discharge-earlier"), scope.from - Days::new(length), before, false);
    let on = (scope.to < assessment.today)
        .then(|| link(v.t("discharge-later"), after - Days::new(length - 1), after, false));
    [back].into_iter().chain(spans).chain(on).collect()
}

fn compare(v: &View, outlet: &OutletAssessment, scope: &Scope) -> Select {
    let codes = outlet.factors.iter().map(|factor| factor.factor.as_str()).chain([FLOW]);
    let others = codes.filter(|code| *code != scope.factor).map(|code| (code.to_owned(), v.name("factors", code)));
    let none = [(String::new(), v.t("discharge-compare-none"))];
    let chosen = scope.with.as_deref().unwrap_or_default();
    Select::new(v, "with", "discharge-compare", chosen, none.into_iter().chain(others))
}

/// What is drawn of a factor.
fn series(v: &View, outlet: &OutletContext, set: Option<&ReadingSet>, scope: &Scope, code: &str) -> Series {
    let midnight = |day: NaiveDate| day.and_time(NaiveTime::MIN);
    let period = match scope.period {
        ReadingPeriod::Day => LimitPeriod::Daily,
        // Hours are held against the limit on days where there is none on hours.
        _ => LimitPeriod::Hourly,
    };
    let registers = v.registers();
    let daily = limit_on(registers, &scope.outlet, code, scope.to, LimitPeriod::Daily).ok();
    let limit = limit_on(registers, &scope.outlet, code, scope.to, period).ok().or(daily);
    let over = |value: f64| {
        let above = limit.as_ref().and_then(|l| l.high).is_some_and(|high| value > high);
        above || limit.as_ref().and_then(|l| l.low).is_some_and(|low| value < low)
    };
    let points = match (scope.period, set) {
        (ReadingPeriod::Hour, Some(set)) => hour_points(v, outlet, set, scope, code, over),
        (ReadingPeriod::Day, Some(set)) if code != FLOW => day_points(v, outlet, set, scope, code, over),
        _ => raw_points(v, outlet, scope, code, over),
    };
    let lines =
        limit.iter().flat_map(|limit| [(limit.low, "discharge-limit-low"), (limit.high, "discharge-limit-high")]);
    let lines = lines.filter_map(|(at, word)| Some((at?, v.t1(word, "limit", format::number(at?)))));
    let end = midnight(scope.to + Days::new(1));
    Series {
        title: factor_in_unit(v, code),
        step: scope.period.length(),
        limits: lines.collect(),
        span: (midnight(scope.from), end),
        points,
    }
}

/// Hours as they are judged, up to now; flow in L/s.
fn hour_points(
    v: &View,
    outlet: &OutletContext,
    set: &ReadingSet,
    scope: &Scope,
    code: &str,
    over: impl Fn(f64) -> bool,
) -> Vec<Point> {
    let of_day = set.days().flat_map(|day| hours(set, &scope.outlet, code, day, Reviewed::After));
    of_day
        .filter(|hour| hour.start + TimeDelta::hours(1) <= outlet.discharge.now)
        .map(|hour| {
            let value = if code == FLOW { hour.value.map(|volume| volume / 3.6) } else { hour.value };
            let valid = hour.state == HourState::Valid;
            Point {
                at: hour.start,
                over: valid && value.is_some_and(&over),
                value,
                why: if valid { String::new() } else { hour_said(v, &hour.state) },
            }
        })
        .collect()
}

fn day_points(
    v: &View,
    outlet: &OutletContext,
    set: &ReadingSet,
    scope: &Scope,
    code: &str,
    over: impl Fn(f64) -> bool,
) -> Vec<Point> {
    let days = set.days().filter(|day| *day < outlet.discharge.assessment.today);
    days.map(|day| {
        let verdict = day_verdict(set, &scope.outlet, code, day);
        let valid = verdict.mean.state == yanlian_analysis::discharge::DayState::Valid;
        let why = if valid { String::new() } else { super::words::outcome_badge(v, verdict.outcome).word };
        let value = verdict.mean.mean;
        Point { at: day.and_time(NaiveTime::MIN), over: valid && value.is_some_and(&over), value, why }
    })
    .collect()
}

/// Readings as they were sent.
fn raw_points(v: &View, outlet: &OutletContext, scope: &Scope, code: &str, over: impl Fn(f64) -> bool) -> Vec<Point> {
    let wanted = |seen: &&Seen| {
        seen.reading.period == scope.period && *seen.reading.factor == *code && is_of(v, seen, &scope.outlet)
    };
    let point = |seen: &Seen| {
        let reading = &seen.reading;
        let value = reading.rtd.or(reading.avg).and_then(|value| in_base_unit(v.registers(), reading, value));
        let normal = reading.flag == 'N';
        let why = if normal { String::new() } else { flag_said(v, reading.flag) };
        Point { at: reading.start, over: normal && value.is_some_and(&over), value, why }
    };
    let mut points: Vec<Point> = outlet.readings.iter().filter(wanted).map(point).collect();
    points.sort_by_key(|point| point.at);
    points
}

/// The drawn values as a table, latest first.
fn values(v: &View, series: &[Series]) -> Grid {
    let heads: Vec<Head> = [Head::Short("discharge-col-time")]
        .into_iter()
        .chain(series.iter().map(|series| Head::Year(&series.title)))
        .collect();
    let mut times: Vec<_> = series.iter().flat_map(|series| series.points.iter().map(|point| point.at)).collect();
    times.sort_unstable_by(|a, b| b.cmp(a));
    times.dedup();
    let cell = |series: &Series, at| {
        let point = series.points.iter().find(|point| point.at == at);
        let said = point.map(|point| format!("{} {}", reading(v, point.value), point.why).trim_end().to_owned());
        Cell::Text(said.unwrap_or_else(|| v.t("discharge-nothing")))
    };
    let row = |at| {
        let time = Cell::Text(super::words::moment(at));
        [time].into_iter().chain(series.iter().map(|series| cell(series, at))).collect()
    };
    // A table is for reading: the newest that a person looks through; the file has them all.
    let rows = times.into_iter().take(200).map(row).collect();
    Grid::new(v, v.t("discharge-values"), "discharge-no-readings", &heads, rows)
}

/// The days that are looked at, latest first, each with its verdict.
fn days(v: &View, set: Option<&ReadingSet>, factor: Option<&FactorAssessment>, scope: &Scope) -> Grid {
    let heads = [
        Head::Short("discharge-col-day"),
        Head::Text("discharge-col-outcome"),
        Head::Number("discharge-col-mean"),
        Head::Number("discharge-col-limit"),
        Head::Number("discharge-col-hours-valid"),
        Head::Number("discharge-col-hours-over"),
        Head::In("discharge-col-volume", "m3"),
        Head::In("discharge-col-mass", "kg"),
    ];
    let known = set.filter(|_| factor.is_some());
    let mut verdicts: Vec<DayVerdict> = known
        .map(|set| set.days().map(|day| day_verdict(set, &scope.outlet, &scope.factor, day)).collect())
        .unwrap_or_default();
    verdicts.reverse();
    let rows = verdicts.iter().map(|verdict| day_row(v, verdict, factor)).collect();
    let caption = v.t1("discharge-days", "factor", factor_in_unit(v, &scope.factor));
    Grid::new(v, caption, "discharge-no-days", &heads, rows)
}

fn day_row(v: &View, verdict: &DayVerdict, factor: Option<&FactorAssessment>) -> Vec<Cell> {
    let mean = &verdict.mean;
    let running = factor.is_some_and(|factor| factor.running.mean.day == mean.day);
    let mass = factor.and_then(|factor| factor.masses.iter().find(|mass| mass.day == mean.day));
    vec![
        Link::to(v.href(&day_path(&mean.outlet, &mean.factor, mean.day)), format::date(mean.day)).into(),
        if running { v.t("discharge-running").into() } else { outcome_cell(v, verdict) },
        day_value(v, verdict).into(),
        match &verdict.limit {
            Some(limit) => limit_said(v, limit).into(),
            None => v.t("discharge-nothing").into(),
        },
        format!("{} / {}", mean.valid, mean.due).into(),
        verdict.hours_over.len().into(),
        amount(v, &mean.volume_m3, "m3", "formula-day-volume").into(),
        match mass {
            Some(mass) => mass_cell(v, mass, false),
            None => v.t("discharge-nothing").into(),
        },
    ]
}

/// What counts as a day's mass, and what that rests on; with its unit where no head names it.
pub(super) fn mass_cell(v: &View, mass: &DayMass, unit: bool) -> Cell {
    let fig = if unit { View::fig } else { amount };
    let counted = Cell::Fig(fig(v, &mass.counted_kg, "kg", "formula-day-mass"));
    match mass.basis {
        MassBasis::Measured | MassBasis::ByMean => counted,
        MassBasis::Open => vec![counted, Cell::Text(v.t("discharge-mass-open"))].into(),
        MassBasis::Substituted { from, .. } => {
            vec![counted, Cell::Text(v.t1("discharge-mass-substituted", "day", format::date(from)))].into()
        }
    }
}
