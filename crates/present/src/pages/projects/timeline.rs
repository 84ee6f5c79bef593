//! The milestones of a project on a line of time, drawn on the server.

use crate::View;
use crate::scale::tenth;
use askama::Template;
use askama::filters::HtmlSafe;
use chrono::{Datelike, NaiveDate};
use yanlian_model::registers::Milestone;

const WIDTH: f64 = 860.0;
const NAMES: f64 = 180.0;
const ROW: f64 = 26.0;
const HEAD: f64 = 28.0;

/// The drawing: a row a milestone; planned is a diamond, reached a disc, forecast a dashed ring.
#[derive(Template)]
#[template(path = "projects/timeline.html")]
pub(super) struct Timeline {
    label: String,
    height: f64,
    today: f64,
    ticks: Vec<(f64, String)>,
    rows: Vec<Row>,
}

impl HtmlSafe for Timeline {}

struct Row {
    name: String,
    y: f64,
    planned: Option<f64>,
    actual: Option<f64>,
    forecast: Option<f64>,
    /// From the planned date to the one that came of it, is expected of it, or has come without it;
    /// `late` where that is later.
    slip: Option<(f64, f64)>,
    late: bool,
}

impl Timeline {
    /// Draws the milestones in the order given; nothing where none has a date.
    pub(super) fn new(v: &View, milestones: &[&Milestone]) -> Option<Timeline> {
        let dates = || milestones.iter().flat_map(|m| [m.planned, m.forecast, m.actual]).flatten();
        let (first, last) = (dates().chain([v.today]).min()?, dates().max()?.max(v.today));
        let days = ((last - first).num_days() as f64).max(1.0);
        let x = |date: NaiveDate| {
            let along = (date - first).num_days() as f64 / days;
            tenth(NAMES + 16.0 + (WIDTH - NAMES - 40.0) * along)
        };
        let row = |(i, m): (usize, &&Milestone)| {
            let due = m.planned.filter(|planned| *planned <= v.today);
            let came = m.actual.or(m.forecast).or(due.map(|_| v.today));
            let slip = m.planned.zip(came).filter(|(planned, came)| planned != came);
            Row {
                name: m.name.clone(),
                y: HEAD + ROW * (i as f64 + 0.5),
                planned: m.planned.map(x),
                actual: m.actual.map(x),
                forecast: m.forecast.filter(|_| m.actual.is_none()).map(x),
                slip: slip.map(|(planned, came)| (x(planned), x(came))),
                late: slip.is_some_and(|(planned, came)| came > planned),
            }
        };
        dates().next()?;
        Some(Timeline {
            label: v.t("project-timeline"),
            height: HEAD + ROW * milestones.len() as f64 + 8.0,
            today: x(v.today),
            ticks: ticks(first, last).into_iter().map(|(date, text)| (x(date), text)).collect(),
            rows: milestones.iter().enumerate().map(row).collect(),
        })
    }
}

/// The beginnings of years; of half years where the time is short.
fn ticks(first: NaiveDate, last: NaiveDate) -> Vec<(NaiveDate, String)> {
    let months: &[u32] = if last.year() - first.year() > 2 { &[1] } else { &[1, 4, 7, 10] };
    let starts = (first.year()..=last.year()).flat_map(|year| months.iter().map(move |month| (year, *month)));
    let starts = starts.filter_map(|(year, month)| NaiveDate::from_ymd_opt(year, month, 1));
    starts.filter(|date| (first..=last).contains(date)).map(|date| (date, date.format("%Y-%m").to_string())).collect()
}
