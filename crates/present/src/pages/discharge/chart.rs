//! A drawing of values over time: the line, its limits, and bands where they are no evidence.

use crate::scale::Scale;
use crate::{View, format};
use askama::Template;
use askama::filters::HtmlSafe;
use chrono::{NaiveDateTime, TimeDelta, Timelike};

/// The template draws 980 by 210, with room for the ticks.
const LEFT: f64 = 56.0;
const RIGHT: f64 = 948.0;
const TOP: f64 = 22.0;
const BOTTOM: f64 = 182.0;
/// The most ticks along the time.
const TICKS: i64 = 9;
/// A band narrower than this has no room for its word.
const WORD: f64 = 40.0;

/// One value.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Point {
    pub(super) at: NaiveDateTime,
    pub(super) value: Option<f64>,
    /// Why it is no evidence; empty where it is.
    pub(super) why: String,
    pub(super) over: bool,
}

/// What is drawn.
pub(super) struct Series {
    /// The factor with its unit.
    pub(super) title: String,
    pub(super) points: Vec<Point>,
    /// How long a value stands for; zero for an instant.
    pub(super) step: TimeDelta,
    /// Limits with their words.
    pub(super) limits: Vec<(f64, String)>,
    /// The time that is looked at: from, up to.
    pub(super) span: (NaiveDateTime, NaiveDateTime),
}

struct Band {
    x: String,
    width: String,
    word: String,
    said: String,
}

struct Mark {
    x: String,
    y: String,
    said: String,
    over: bool,
}

/// The drawing.
#[derive(Template)]
#[template(path = "discharge/chart.html")]
pub(super) struct Chart {
    title: String,
    label: String,
    line: String,
    bands: Vec<Band>,
    marks: Vec<Mark>,
    limits: Vec<(String, String)>,
    across: Vec<(String, String)>,
    up: Vec<(String, String)>,
}

impl HtmlSafe for Chart {}

impl Chart {
    /// Draws a series; `None` where it has no value.
    pub(super) fn new(v: &View, series: &Series) -> Option<Chart> {
        let scale = Place::of(series)?;
        let valid = series.points.iter().filter(|point| point.why.is_empty() && point.value.is_some()).count();
        let over = series.points.iter().filter(|point| point.over).count();
        let message = yanlian_model::Message::new("discharge-chart-said")
            .with("title", series.title.as_str())
            .with("from", super::words::moment(series.span.0))
            .with("to", super::words::moment(series.span.1))
            .with("valid", valid)
            .with("over", over);
        Some(Chart {
            title: series.title.clone(),
            label: v.say(&message),
            line: scale.line(series),
            bands: scale.bands(series),
            marks: scale.marks(series),
            limits: series.limits.iter().map(|(at, word)| (scale.y(*at), word.clone())).collect(),
            across: scale.across(),
            up: scale.up(),
        })
    }
}

/// Where a time and a value are on the drawing.
struct Place {
    from: NaiveDateTime,
    minutes: f64,
    values: Scale,
}

impl Place {
    fn of(series: &Series) -> Option<Place> {
        let values = series.points.iter().filter_map(|point| point.value);
        let values = values.clone().next().map(|_| values)?.chain(series.limits.iter().map(|(limit, _)| *limit));
        let (low, high) = values.fold((f64::MAX, f64::MIN), |(low, high), value| (low.min(value), high.max(value)));
        // From nothing, unless the values lie in a narrow band far from it, as pH does.
        let low = if low > high / 3.0 && series.limits.len() > 1 { low } else { low.min(0.0) };
        let minutes = (series.span.1 - series.span.0).num_minutes().max(1) as f64;
        Some(Place { from: series.span.0, minutes, values: Scale::of(low, high, 4.0) })
    }

    fn x_at(&self, at: NaiveDateTime) -> f64 {
        let minutes = (at - self.from).num_seconds() as f64 / 60.0;
        LEFT + (minutes / self.minutes).clamp(0.0, 1.0) * (RIGHT - LEFT)
    }

    fn x(&self, at: NaiveDateTime) -> String {
        format!("{:.1}", self.x_at(at))
    }

    fn y(&self, value: f64) -> String {
        format!("{:.1}", BOTTOM - self.values.part(value) * (BOTTOM - TOP))
    }

    /// The line through what is evidence; it breaks where something is not.
    fn line(&self, series: &Series) -> String {
        let mut path = String::new();
        let mut pen = 'M';
        let mut last: Option<NaiveDateTime> = None;
        for point in &series.points {
            let gap = last.is_some_and(|last| !series.step.is_zero() && point.at - last > series.step);
            match point.value.filter(|_| point.why.is_empty()) {
                Some(value) => {
                    let pen = if gap { 'M' } else { pen };
                    path.push_str(&format!("{pen}{} {}", self.x(point.at), self.y(value)));
                }
                None => {
                    pen = 'M';
                    continue;
                }
            }
            (pen, last) = ('L', Some(point.at));
        }
        path
    }

    /// One band for each run of points that are no evidence for one reason.
    fn bands(&self, series: &Series) -> Vec<Band> {
        let runs = series.points.chunk_by(|a, b| a.why == b.why).filter(|run| !run[0].why.is_empty());
        let band = |run: &[Point]| {
            let length = if series.step.is_zero() { TimeDelta::minutes(1) } else { series.step };
            let (from, to) = (self.x_at(run[0].at), self.x_at(run[run.len() - 1].at + length));
            let width = (to - from).max(2.0);
            let word = if width > WORD { run[0].why.clone() } else { String::new() };
            let said = format!(
                "{} – {} {}",
                super::words::moment(run[0].at),
                (run[run.len() - 1].at + length).format("%m-%d %H:%M"),
                run[0].why
            );
            Band { x: format!("{from:.1}"), width: format!("{width:.1}"), word, said }
        };
        runs.map(band).collect()
    }

    /// Points that are over a limit, and values that are no evidence.
    fn marks(&self, series: &Series) -> Vec<Mark> {
        let marked = series.points.iter().filter(|point| point.over || !point.why.is_empty());
        let mark = |point: &Point| {
            let value = point.value?;
            let said = format!("{} {} {}", super::words::moment(point.at), super::words::read(value), point.why);
            let said = said.trim_end().to_owned();
            Some(Mark { x: self.x(point.at), y: self.y(value), said, over: point.over })
        };
        marked.filter_map(mark).collect()
    }

    fn across(&self) -> Vec<(String, String)> {
        let hours = (self.minutes / 60.0).ceil() as i64;
        let steps = [1, 2, 3, 6, 12, 24, 48, 72, 120, 240, 480, 720, 1440, 2880];
        let step = steps.into_iter().find(|step| hours / step <= TICKS).unwrap_or(8760);
        let whole = self.from.date().and_hms_opt(self.from.hour(), 0, 0).unwrap_or(self.from);
        let ticks = (0..=hours).map(|hour| whole + TimeDelta::hours(hour)).filter(|at| *at >= self.from);
        let ticks =
            ticks.filter(|at| (*at - self.from.date().and_time(chrono::NaiveTime::MIN)).num_hours() % step == 0);
        let word =
            |at: NaiveDateTime| if step < 24 && at.hour() != 0 { at.format("%H:%M") } else { at.format("%m-%d") };
        ticks.map(|at| (self.x(at), word(at).to_string())).collect()
    }

    fn up(&self) -> Vec<(String, String)> {
        self.values.ticks().map(|tick| (self.y(tick), format::short(tick))).collect()
    }
}
