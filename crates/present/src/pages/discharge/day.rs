//! A day of a factor, opened: the verdict, the readings and rules that it rests on, the packets that
//! brought them, and what an officer may do about it.

use super::chart::{Chart, Point, Series};
use super::exceedances::handling;
use super::outlet::mass_cell;
use super::replaced::{replaced_note, replaced_said};
use super::rules::rules;
use super::words::{
    before_said, day_value_in_unit, factor_in_unit, handling_badge, hour_said, limit_in_unit, moment, outcome_badge,
    over_said, owner, reading, reading_in_unit,
};
use super::{DischargeContext, Seen, day_path, tabs};
use crate::grid::{Cell, Grid, Head};
use crate::link::Link;
use crate::pages::list::Tab;
use crate::parts::Badge;
use crate::{View, format};
use askama::Template;
use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use std::collections::BTreeSet;
use yanlian_analysis::discharge::{
    DayVerdict, Exceedance, FLOW, HourState, HourValue, LimitUsed, MeanBasis, NoLimit, Outcome, ReadingSet,
    day_verdict, limit_of_day,
};
use yanlian_model::registers::ReviewPeriod;
use yanlian_model::{Arg, Message, Place, Reading, ReadingPeriod};

/// A packet as it came.
#[derive(Debug, Clone, PartialEq)]
pub struct PacketShown {
    /// Its number.
    pub id: i64,
    /// When it came, in China's time.
    pub received: NaiveDateTime,
    /// Its text.
    pub text: String,
}

/// What the page is made from.
#[derive(Debug, Clone, Copy)]
pub struct DayContext<'a> {
    /// The assessment and the newest readings.
    pub discharge: DischargeContext<'a>,
    /// The outlet.
    pub outlet: &'a str,
    /// The factor's code.
    pub factor: &'a str,
    /// The day.
    pub day: NaiveDate,
    /// The outlet's readings of that day: hours, ten minutes, days.
    pub readings: &'a [Seen],
    /// The packets that brought them.
    pub packets: &'a [PacketShown],
}

#[derive(Template)]
#[template(path = "discharge/day.html")]
struct Page<'v> {
    v: &'v View<'v>,
    title: String,
    rail: &'static str,
    help: &'static str,
    tabs: Vec<Tab>,
    links: Vec<Link>,
    badge: Badge,
    lead: String,
    before: Option<String>,
    notes: Vec<String>,
    facts: Vec<(String, Cell)>,
    chart: Option<Chart>,
    rules: Grid,
    hours: Grid,
    reviews: Grid,
    packets: &'v [PacketShown],
    outlet: &'v str,
    factor: &'v str,
    factor_name: String,
    day: NaiveDate,
    next_day: NaiveDate,
    handling: Option<Handling>,
    back: String,
}

/// The form of what was done, as it is filled in so far.
struct Handling {
    badge: Badge,
    assigned: String,
    due: String,
    cause: String,
    measure: String,
    closed: String,
}

/// The page of a day; `None` where outlet or factor are not registered or no rules are in force.
pub fn discharge_day(v: &View, of: &DayContext) -> askama::Result<Option<String>> {
    let readings: Vec<Reading> = of.readings.iter().map(|seen| seen.reading.clone()).collect();
    let Ok(set) = ReadingSet::new(v.registers(), &readings, of.day, of.day) else { return Ok(None) };
    if set.outlet(of.outlet).is_none() || set.factor(of.factor).is_none() || of.factor == FLOW {
        return Ok(None);
    }
    let verdict = day_verdict(&set, of.outlet, of.factor, of.day);
    let limit = limit_of_day(v.registers(), of.outlet, of.factor, of.day);
    let running = of.day >= of.discharge.assessment.today;
    let turned = verdict.before.outcome != verdict.outcome;
    let back = day_path(of.outlet, of.factor, of.day);
    let place = format!("/discharge/outlets/{}?factor={}", crate::address::encode_id(of.outlet), of.factor);
    let page = Page {
        v,
        title: title(v, of),
        rail: "zone",
        help: "discharge-day-help",
        tabs: tabs(v, "/discharge"),
        links: vec![
            Link::to(v.href(&place), v.name("outlets", of.outlet)),
            Link::to(v.href("/discharge/exceedances"), v.t("discharge-tab-exceedances")),
        ],
        badge: if running {
            Badge::saying(v, "coming", "discharge-running")
        } else {
            outcome_badge(v, verdict.outcome)
        },
        lead: lead(v, &verdict, running),
        before: turned.then(|| before_said(v, &verdict)),
        notes: notes(v, of, &set, &verdict),
        facts: facts(v, of, &verdict, &limit),
        chart: chart(v, of, &verdict),
        rules: rules(v, (of.outlet, of.day), &set, &limit),
        hours: hours(v, of, &verdict),
        reviews: reviews(v, of),
        packets: of.packets,
        outlet: of.outlet,
        factor: of.factor,
        factor_name: v.name("factors", of.factor),
        day: of.day,
        next_day: of.day + Days::new(1),
        handling: handling_of(v, of),
        back,
    };
    page.render().map(Some)
}

fn title(v: &View, of: &DayContext) -> String {
    let message = Message::new("discharge-day-title")
        .with("outlet", v.name("outlets", of.outlet))
        .with("factor", v.name("factors", of.factor))
        .with("day", format::date(of.day));
    v.say(&message)
}

fn lead(v: &View, verdict: &DayVerdict, running: bool) -> String {
    let id = match verdict.outcome {
        _ if running => "discharge-day-lead-running",
        Outcome::Exceedance if verdict.by_hours => "discharge-day-lead-hours-exceedance",
        Outcome::Within if verdict.by_hours => "discharge-day-lead-hours-within",
        Outcome::Exceedance => "discharge-day-lead-exceedance",
        Outcome::Within => "discharge-day-lead-within",
        Outcome::Undetermined => "discharge-day-lead-undetermined",
        Outcome::NoDischarge => "discharge-day-lead-no-discharge",
        Outcome::NoEvidence => "discharge-day-lead-no-evidence",
        Outcome::NotJudged(_) => "discharge-day-lead-not-judged",
    };
    let over = verdict.over.map_or_else(|| v.t("discharge-nothing"), |over| over_said(v, over.abs()));
    let limit = |limit: &LimitUsed| limit_in_unit(v, &verdict.mean.factor, limit);
    let message = Message::new(id)
        .with("factor", v.name("factors", &verdict.mean.factor))
        .with("mean", day_value_in_unit(v, verdict))
        .with("limit", verdict.limit.as_ref().map_or_else(|| v.t("discharge-nothing"), limit))
        .with("over", over)
        .with("valid", verdict.mean.valid)
        .with("due", verdict.mean.due)
        .with("hours", verdict.hours_over.len());
    v.say(&message)
}

/// What is noticed of the day's readings that is not in the verdict.
const NOTICED: [&str; 4] =
    ["discharge-off-period-readings", "discharge-volume-contradicts", "discharge-odd-readings", "discharge-over-range"];

fn notes(v: &View, of: &DayContext, set: &ReadingSet, verdict: &DayVerdict) -> Vec<String> {
    let outlet = Place::record("outlets", of.outlet);
    let noticed =
        set.findings.iter().filter(|finding| NOTICED.contains(&finding.message.id) && finding.place == outlet);
    // Of this factor, and of the flow by which it is weighted; called by their names.
    let noticed = noticed.filter_map(|finding| {
        let is_of = |factor: &&str| finding.message.args.contains(&("factor", Arg::from(*factor)));
        let factor = [of.factor, FLOW].into_iter().find(is_of)?;
        Some(v.t1(finding.message.id, "factor", v.name("factors", factor)))
    });
    let open = verdict.limit.as_ref().is_some_and(|limit| !limit.verified);
    let differs = verdict.mean.contradicted_by.map(|sent| {
        let sent = reading_in_unit(v, &verdict.mean.factor, sent);
        v.t1("discharge-day-value-note", "sent", sent)
    });
    let replaced = replaced_note(v, of.readings.iter().filter(|seen| *seen.reading.factor == *of.factor));
    open.then(|| v.t("discharge-unverified-note")).into_iter().chain(differs).chain(replaced).chain(noticed).collect()
}

fn facts(v: &View, of: &DayContext, verdict: &DayVerdict, limit: &Result<LimitUsed, NoLimit>) -> Vec<(String, Cell)> {
    let mean = &verdict.mean;
    let basis = mean.basis.map(|basis| match basis {
        MeanBasis::FlowWeighted => v.t("discharge-basis-flow"),
        MeanBasis::FlowFilled => v.t("discharge-basis-flow-filled"),
        MeanBasis::Arithmetic => v.t("discharge-basis-arithmetic"),
    });
    // Of pH no mean is shown.
    let is_range = verdict.limit.as_ref().is_some_and(|limit| limit.low.is_some());
    let assessed = of.discharge.assessment.outlet(of.outlet);
    let factor = assessed.and_then(|outlet| outlet.factors.iter().find(|factor| factor.factor == of.factor));
    let mass = factor.and_then(|factor| factor.masses.iter().find(|mass| mass.day == of.day));
    let facts = [
        ("discharge-col-enterprise", Some(owner(v, of.outlet).into())),
        (
            if is_range { "discharge-col-range" } else { "discharge-col-mean" },
            Some(day_value_in_unit(v, verdict).into()),
        ),
        ("discharge-col-basis", basis.filter(|_| !is_range).map(Cell::Text)),
        ("discharge-col-limit", Some(super::words::limit_cell(v, of.factor, limit))),
        ("discharge-col-hours-valid", Some(format!("{} / {}", mean.valid, mean.due).into())),
        ("discharge-water-temperature", verdict.water_temperature.map(|t| format!("{} °C", format::short(t)).into())),
        ("discharge-volume-of-day", Some(v.fig(&mean.volume_m3, "m3", "formula-day-volume").into())),
        ("discharge-mass-of-day", mass.map(|mass| mass_cell(v, mass, true))),
    ];
    facts.into_iter().filter_map(|(id, cell)| Some((v.t(id), cell?))).collect()
}

fn chart(v: &View, of: &DayContext, verdict: &DayVerdict) -> Option<Chart> {
    let over = |hour: &HourValue| verdict.hours_over.iter().any(|over| over.start == hour.start);
    let past = |hour: &&HourValue| hour.start < of.discharge.now;
    let point = |hour: &HourValue| Point {
        at: hour.start,
        value: hour.value,
        why: if hour.state == HourState::Valid { String::new() } else { hour_said(v, &hour.state) },
        over: over(hour),
    };
    let limit = verdict.limit.as_ref();
    let lines =
        [(limit.and_then(|l| l.low), "discharge-limit-low"), (limit.and_then(|l| l.high), "discharge-limit-high")];
    let lines = lines.into_iter().filter_map(|(at, word)| Some((at?, v.t1(word, "limit", format::number(at?)))));
    let series = Series {
        title: factor_in_unit(v, of.factor),
        points: verdict.mean.hours.iter().filter(past).map(point).collect(),
        step: TimeDelta::hours(1),
        limits: lines.collect(),
        span: (of.day.and_time(NaiveTime::MIN), (of.day + Days::new(1)).and_time(NaiveTime::MIN)),
    };
    Chart::new(v, &series)
}

/// The hours of the day, each with the packets that brought it.
fn hours(v: &View, of: &DayContext, verdict: &DayVerdict) -> Grid {
    let heads = [
        Head::Text("discharge-col-hour"),
        Head::Number("discharge-col-value"),
        Head::In("discharge-col-volume", "m3"),
        Head::Text("grid-state"),
        Head::Number("discharge-col-tens"),
        Head::Text("discharge-col-packets-of"),
    ];
    let shown: BTreeSet<i64> = of.packets.iter().map(|packet| packet.id).collect();
    let rows = verdict.mean.hours.iter().filter(|hour| hour.start < of.discharge.now).map(|hour| {
        let end = hour.start + TimeDelta::hours(1);
        let own = of.readings.iter().filter(|seen| {
            let reading = &seen.reading;
            *reading.factor == *of.factor && hour.start <= reading.start && reading.start < end
        });
        let of_period = |period| own.clone().filter(move |seen| seen.reading.period == period);
        let tens: BTreeSet<NaiveDateTime> =
            of_period(ReadingPeriod::TenMinute).map(|seen| seen.reading.start).collect();
        // The hour's own packet; those of its ten minutes where it came without.
        let mut packets: BTreeSet<i64> = of_period(ReadingPeriod::Hour).map(|seen| seen.packet).collect();
        if packets.is_empty() {
            packets = of_period(ReadingPeriod::TenMinute).map(|seen| seen.packet).collect();
        }
        let link = |id: i64| match shown.contains(&id) {
            true => Link::to(format!("#packet-{id}"), format!("#{id}")),
            false => Link::text(format!("#{id}")),
        };
        let over = verdict.hours_over.iter().any(|over| over.start == hour.start);
        let state = match (&hour.state, over) {
            (HourState::Valid, true) => Cell::Badge(Badge::saying(v, "warning", "discharge-hour-over")),
            (state, _) => Cell::Text(hour_said(v, state)),
        };
        let replaced = replaced_said(v, of_period(ReadingPeriod::Hour)).map(Cell::Text);
        vec![
            hour.start.format("%H:%M").to_string().into(),
            reading(v, hour.value).into(),
            reading(v, hour.volume_m3).into(),
            Cell::All([state].into_iter().chain(replaced).collect()),
            if tens.is_empty() { v.t("discharge-nothing") } else { tens.len().to_string() }.into(),
            Cell::links(packets.into_iter().map(link), v.t("discharge-nothing")),
        ]
    });
    let caption = v.t1("discharge-hours", "factor", factor_in_unit(v, of.factor));
    Grid::new(v, caption, "discharge-no-readings", &heads, rows.collect())
}

/// The reviews that touch the day.
fn reviews(v: &View, of: &DayContext) -> Grid {
    let heads = [
        Head::Text("discharge-col-number"),
        Head::Text("discharge-col-from-to"),
        Head::Text("discharge-col-factor"),
        Head::Text("discharge-col-reason"),
        Head::Text("discharge-col-evidence"),
        Head::Text("discharge-col-by"),
    ];
    let touches = |row: &&ReviewPeriod| {
        let day = of.day.to_string();
        let factor_meant = row.factor.as_deref().is_none_or(|own| own == of.factor);
        let next = (of.day + Days::new(1)).to_string();
        // Times are written so that their order is that of their text.
        row.outlet == of.outlet && factor_meant && row.from.as_str() < next.as_str() && row.to.as_str() > day.as_str()
    };
    let rows = v.registers().review_periods.iter().filter(touches).map(|row| {
        let by = [row.by.clone(), row.at.clone()].into_iter().flatten().map(Cell::Text);
        vec![
            v.link("review_periods", &row.id).into(),
            format!("{} – {}", row.from.replace('T', " "), row.to.replace('T', " ")).into(),
            row.factor.as_ref().map_or_else(|| v.t("discharge-all-factors"), |code| v.name("factors", code)).into(),
            row.reason.clone().into(),
            row.evidence.clone().unwrap_or_default().into(),
            Cell::All(by.collect()),
        ]
    });
    Grid::new(v, v.t("discharge-reviews"), "discharge-no-review", &heads, rows.collect())
}

/// The form of what was done, where the day is or was an exceedance.
fn handling_of(v: &View, of: &DayContext) -> Option<Handling> {
    let about = |e: &&Exceedance| {
        let mean = &e.verdict.mean;
        mean.outlet == of.outlet && mean.factor == of.factor && mean.day == of.day
    };
    let exceedance = of.discharge.assessment.exceedances.iter().find(about)?;
    let row = handling(v, exceedance);
    let text = |text: Option<&String>| text.cloned().unwrap_or_default();
    let date = |date: Option<NaiveDate>| date.map(format::date).unwrap_or_default();
    Some(Handling {
        badge: handling_badge(v, exceedance.state),
        assigned: text(row.and_then(|row| row.assigned.as_ref())),
        due: date(row.and_then(|row| row.due)),
        cause: text(row.and_then(|row| row.cause.as_ref())),
        measure: text(row.and_then(|row| row.measure.as_ref())),
        closed: date(row.and_then(|row| row.closed)),
    })
}

impl Page<'_> {
    fn received(&self, packet: &&PacketShown) -> String {
        moment(packet.received)
    }
}
