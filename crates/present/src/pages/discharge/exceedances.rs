//! Exceedances: which days were over a limit, who has them, and what came of it.

use super::words::{
    LEAST_OVER, limit_said, open_exceedances, outcome_badge, over_said, owner, read, unverified, unverified_note,
};
use super::{DischargeContext, Tables, day_path, tabs};
use crate::grid::{Cell, Grid, Head};
use crate::link::Link;
use crate::{View, format, tables};
use askama::Template;
use chrono::NaiveDateTime;
use yanlian_analysis::discharge::{DayVerdict, Exceedance, HandlingState};
use yanlian_model::Message;
use yanlian_model::registers::ExceedanceHandling;

/// How many hours are named one by one.
const NAMED: usize = 6;

/// The page of exceedances.
pub fn discharge_exceedances(v: &View, context: &DischargeContext) -> askama::Result<String> {
    let assessment = context.assessment;
    let count = |state| assessment.exceedances.iter().filter(|e| e.state == state).count();
    let message = Message::new("discharge-exceedances-lead")
        .with("from", format::date(assessment.from))
        .with("all", assessment.exceedances.len())
        .with("open", open_exceedances(assessment).count())
        .with("overdue", count(HandlingState::Overdue))
        .with("closed", count(HandlingState::Closed))
        .with("withdrawn", count(HandlingState::Withdrawn));
    let page = Tables {
        v,
        title: v.t("discharge-exceedances-title"),
        rail: "zone",
        help: "discharge-exceedances-help",
        tabs: tabs(v, "/discharge/exceedances"),
        links: vec![Link::to(v.href("/data/exceedance_handling"), v.t("discharge-open-register"))],
        lead: v.say(&message),
        notes: unverified_note(v, assessment).into_iter().collect(),
        grids: vec![exceedances(v, &assessment.exceedances), warnings(v, context)],
    };
    page.render()
}

/// What the page has room for.
const COLUMNS: &[&str] = &["day", "handling", "outlet", "enterprise", "factor", "mean", "limit", "over", "done"];

fn exceedances(v: &View, exceedances: &[Exceedance]) -> Grid {
    let texts = (v.t("discharge-exceedances-table"), "discharge-no-exceedance");
    tables::exceedances(v).paged("page", texts, COLUMNS, &exceedances.iter().collect::<Vec<_>>())
}

/// The limit of a day, marked where it was not verified.
pub(crate) fn limit_of(v: &View, verdict: &DayVerdict) -> Cell {
    match &verdict.limit {
        Some(limit) if limit.verified => limit_said(v, limit).into(),
        Some(limit) => vec![Cell::Text(limit_said(v, limit)), Cell::Badge(unverified(v))].into(),
        None => v.t("discharge-nothing").into(),
    }
}

/// How far over, in per cent of the limit.
pub(crate) fn over(v: &View, verdict: &DayVerdict) -> String {
    verdict.over.map_or_else(
        || v.t("discharge-nothing"),
        |over| format!("{}{}", if over >= LEAST_OVER { "+" } else { "" }, over_said(v, over)),
    )
}

/// The record of what was done, if there is one.
pub(super) fn handling<'v>(v: &'v View, exceedance: &Exceedance) -> Option<&'v ExceedanceHandling> {
    let id = exceedance.handling.as_deref()?;
    v.zone.find::<ExceedanceHandling>(id)
}

/// What was done about an exceedance, and the way to go on with it.
pub(crate) fn done(v: &View, exceedance: &Exceedance) -> Cell {
    let mean = &exceedance.verdict.mean;
    let form = format!("{}#handled", v.href(&day_path(&mean.outlet, &mean.factor, mean.day)));
    let Some(row) = handling(v, exceedance) else { return Link::to(form, v.t("discharge-go-assign")).into() };
    let said = [
        row.assigned.as_ref().map(|who| v.t1("discharge-assigned-to", "who", who.as_str())),
        row.due.map(|due| v.t1("discharge-due-on", "day", format::date(due))),
        row.cause.as_ref().map(|cause| v.t1("discharge-cause-is", "text", cause.as_str())),
        row.measure.as_ref().map(|measure| v.t1("discharge-measure-is", "text", measure.as_str())),
        row.closed.map(|closed| v.t1("discharge-closed-on", "day", format::date(closed))),
    ];
    let open = !matches!(exceedance.state, HandlingState::Closed | HandlingState::Withdrawn);
    let go_on = open.then(|| Cell::Link(Link::to(form, v.t("discharge-go-handle"))));
    Cell::All(said.into_iter().flatten().map(Cell::Text).chain(go_on).collect())
}

/// Hours of the last whole day and of today that are over the limit on days.
fn warnings(v: &View, context: &DischargeContext) -> Grid {
    let heads = [
        Head::Short("discharge-col-day"),
        Head::Text("discharge-col-outlet"),
        Head::Text("discharge-col-enterprise"),
        Head::Text("discharge-col-factor"),
        Head::Text("discharge-col-hours-over"),
        Head::Number("discharge-col-limit"),
        Head::Text("discharge-col-outcome"),
    ];
    let factors = context.assessment.outlets.iter().flat_map(|outlet| &outlet.factors);
    let verdicts = factors.flat_map(|factor| [Some(&factor.running), factor.last()]).flatten();
    let mut warned: Vec<&DayVerdict> = verdicts.filter(|verdict| !verdict.hours_over.is_empty()).collect();
    warned.sort_by_key(|verdict| std::cmp::Reverse(verdict.mean.day));
    let rows = warned.into_iter().map(|verdict| {
        let mean = &verdict.mean;
        let running = mean.day > context.assessment.through;
        vec![
            Link::to(v.href(&day_path(&mean.outlet, &mean.factor, mean.day)), format::date(mean.day)).into(),
            v.link("outlets", &mean.outlet).into(),
            owner(v, &mean.outlet).into(),
            v.name("factors", &mean.factor).into(),
            hours_over(v, verdict).into(),
            limit_of(v, verdict),
            match running {
                true => v.t("discharge-running").into(),
                false => outcome_badge(v, verdict.outcome).into(),
            },
        ]
    });
    Grid::new(v, v.t("discharge-warnings-table"), "discharge-no-warning", &heads, rows.collect())
}

/// The hours over a limit, one by one; of many their number and the worst.
fn hours_over(v: &View, verdict: &DayVerdict) -> String {
    let said = |start: NaiveDateTime, value: f64| format!("{} {}", start.format("%H:00"), read(value));
    let hours = &verdict.hours_over;
    let worst = hours.iter().max_by(|a, b| a.value.total_cmp(&b.value));
    match worst {
        Some(worst) if hours.len() > NAMED => {
            let message = Message::new("discharge-hours-many").with("hours", hours.len());
            v.say(&message.with("worst", said(worst.start, worst.value)))
        }
        _ => {
            let each: Vec<String> = hours.iter().map(|hour| said(hour.start, hour.value)).collect();
            each.join(&v.t("list-separator"))
        }
    }
}
