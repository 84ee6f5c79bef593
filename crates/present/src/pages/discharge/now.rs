//! What a factor shows at this moment, and how it went over the last day.

use super::words::flag_said;
use super::{DischargeContext, Seen};
use crate::View;
use askama::Template;
use askama::filters::HtmlSafe;
use chrono::{NaiveDateTime, TimeDelta};
use yanlian_analysis::discharge::{DayVerdict, FactorAssessment, LimitUsed, in_base_unit};
use yanlian_model::ReadingPeriod;

const WIDTH: f64 = 96.0;
const HEIGHT: f64 = 24.0;

/// The newest value of a factor.
pub(super) struct Now {
    /// mg/L, pH or L/s.
    pub(super) value: f64,
    /// The monitor's flag in words; empty for a normal one.
    pub(super) flag: String,
    pub(super) over: bool,
}

/// The newest value that an outlet sent of a factor, whatever its period.
pub(super) fn newest(
    v: &View,
    context: &DischargeContext,
    outlet: &str,
    factor: &str,
    limit: Option<&LimitUsed>,
) -> Option<Now> {
    let of_outlet = |seen: &&Seen| *seen.reading.factor == *factor && is_of(v, seen, outlet);
    let sent = context.latest.iter().filter(of_outlet).filter(|seen| seen.reading.period != ReadingPeriod::Day);
    let newest = sent.max_by_key(|seen| (seen.reading.start + seen.reading.period.length(), seen.reading.start))?;
    let reading = &newest.reading;
    let value = in_base_unit(v.registers(), reading, reading.rtd.or(reading.avg)?)?;
    let above = |limit: &LimitUsed| limit.high.is_some_and(|high| value > high);
    let below = |limit: &LimitUsed| limit.low.is_some_and(|low| value < low);
    let flag = if reading.flag == 'N' { String::new() } else { flag_said(v, reading.flag) };
    let over = flag.is_empty() && limit.is_some_and(|limit| above(limit) || below(limit));
    Some(Now { value, flag, over })
}

/// Whether a reading came from a monitor of that outlet.
pub(super) fn is_of(v: &View, seen: &Seen, outlet: &str) -> bool {
    v.registers().monitors.iter().any(|monitor| *monitor.mn == *seen.reading.monitor && monitor.outlet == outlet)
}

/// When an outlet last sent anything.
pub(super) fn last_heard(v: &View, context: &DischargeContext, outlet: &str) -> Option<NaiveDateTime> {
    let own = context.latest.iter().filter(|seen| is_of(v, seen, outlet));
    own.map(|seen| seen.reading.start + seen.reading.period.length()).max()
}

/// A small drawing of the last 24 hours, with the limit.
#[derive(Template)]
#[template(
    ext = "html",
    source = r#"<svg class="spark" width="96" height="24" viewBox="0 0 96 24" role="img" aria-label="{{ label }}">{% for y in limits %}<path class="limit" d="M0 {{ y }}H96"/>{% endfor %}<path class="line" d="{{ path }}"/></svg>"#
)]
pub(super) struct Spark {
    label: String,
    path: String,
    limits: Vec<String>,
}

impl HtmlSafe for Spark {}

impl Spark {
    /// The valid hours of the 24 before now; `None` without any.
    pub(super) fn new(v: &View, context: &DischargeContext, factor: &FactorAssessment) -> Option<Spark> {
        let from = context.now - TimeDelta::hours(24);
        let verdicts = factor.last().into_iter().chain([&factor.running]);
        let hours = verdicts.flat_map(|verdict: &DayVerdict| &verdict.mean.hours);
        let hours: Vec<_> = hours.filter(|hour| hour.start > from && hour.start <= context.now).collect();
        let valid: Vec<f64> = hours.iter().filter_map(|hour| hour.valid_value()).collect();
        let limit = factor.limit.as_ref().ok();
        let lines: Vec<f64> = limit.into_iter().flat_map(|limit| [limit.low, limit.high]).flatten().collect();
        let most = valid.iter().chain(&lines).copied().fold(f64::MIN, f64::max);
        // Of a range the band is of interest, not the way from nothing.
        let least = match limit.and_then(|limit| limit.low) {
            Some(_) => valid.iter().chain(&lines).copied().fold(f64::MAX, f64::min),
            None => 0.0,
        };
        if valid.is_empty() || most <= least {
            return None;
        }
        let y = |value: f64| format!("{:.1}", HEIGHT - 2.0 - (value - least) / (most - least) * (HEIGHT - 4.0));
        let x = |start: NaiveDateTime| (start - from).num_minutes() as f64 / 1440.0 * WIDTH;
        let mut path = String::new();
        let mut pen = 'M';
        for hour in &hours {
            match hour.valid_value() {
                Some(value) => path.push_str(&format!("{pen}{:.1} {}", x(hour.start), y(value))),
                None => pen = 'M',
            }
            if hour.valid_value().is_some() {
                pen = 'L';
            }
        }
        let label = v.t1("discharge-spark", "factor", v.name("factors", &factor.factor));
        Some(Spark { label, path, limits: lines.into_iter().map(y).collect() })
    }
}
