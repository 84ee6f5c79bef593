//! Was a limit exceeded on a day?
//!
//! ```text
//! C̄ > L                exceedance, of a valid day
//! C > L in an hour     early warning; of a limit on hours, and of pH also C < the lower limit: exceedance
//! ```
//!
//! Where only a limit on hours holds, and of pH, the day is judged by its hours: over the limit where one
//! valid hour is, whatever the mean; within where enough hours are valid and none is over.
//!
//! | Symbol | Meaning | Unit |
//! |---|---|---|
//! | C̄ | the day's mean | mg/L |
//! | C | a valid hour's value | mg/L, pH |
//! | L | the limit that holds; in cold water its own | mg/L, pH |
//!
//! Source: limits are daily means: GB 18918, read in a stored source; GB 8978, from memory; limits on gas
//! are hourly: from memory. Values validly marked invalid are no evidence: read in a stored source. That pH
//! is not averaged follows from its being a logarithm, and its limit a range to stay in.
//!
//! Limits: a day that is not valid is no evidence of anything, whatever its mean. Where a limit in
//! cold water exists and the day's water temperature is not known, a mean between the two limits is
//! left undetermined. Differences under a billionth are rounding, not exceedance. Every verdict holds
//! what it rests on: hours, mean, limit with its rows; and what it was before the officers' review.

use super::day::{Before, DayMean, DayState, DayVerdict, HourOver, Outcome};
use super::limits::{LimitUsed, NoLimit, limit_of_day, limit_on};
use super::means::day_mean;
use super::{ReadingSet, Reviewed, WATER_TEMPERATURE};
use crate::rounding::at_least;
use chrono::NaiveDate;
use yanlian_model::{Finding, LimitPeriod, Message, Place, RuleKind, Severity};

/// The verdict on a day.
pub fn day_verdict(set: &ReadingSet, outlet: &str, factor: &str, day: NaiveDate) -> DayVerdict {
    if let Some(closed) = set.closed(outlet, factor, day) {
        return closed.clone();
    }
    let limit = limit_of_day(set.registers, outlet, factor, day);
    let hourly_limit = limit_on(set.registers, outlet, factor, day, LimitPeriod::Hourly).ok();
    let depends = [limit.as_ref().ok(), hourly_limit.as_ref()].into_iter().flatten().any(|l| l.cold_high.is_some());
    let temperature = |reviewed| {
        let of_day = depends.then(|| day_mean(set, outlet, WATER_TEMPERATURE, day, reviewed));
        of_day.filter(|of_day| of_day.state == DayState::Valid).and_then(|of_day| of_day.mean)
    };
    let cold = |temperature: Option<f64>| temperature.map(|t| t <= set.rules.value(RuleKind::ColdWater, day));
    let mean = day_mean(set, outlet, factor, day, Reviewed::After);
    let before = match set.reviews.iter().any(|review| review.is_of(outlet)) {
        true => day_mean(set, outlet, factor, day, Reviewed::Before),
        false => mean.clone(),
    };
    let water_temperature = temperature(Reviewed::After);
    let of_hours = limit.as_ref().is_ok_and(|limit| limit.period == LimitPeriod::Hourly);
    let by_hours = of_hours || set.judged_by_hours(factor);
    let limits = Limits { by_hours, of_day: &limit, of_hours: hourly_limit.as_ref() };
    DayVerdict {
        outcome: limits.outcome(&mean, cold(water_temperature)),
        over: limit.as_ref().ok().filter(|_| !by_hours).and_then(|limit| over(&mean, limit, cold(water_temperature))),
        hours_over: limits.hours_over(&mean, cold(water_temperature)),
        before: Before {
            outcome: limits.outcome(&before, cold(temperature(Reviewed::Before))),
            mean: before.mean,
            valid: before.valid,
        },
        by_hours,
        water_temperature,
        limit: limit.ok(),
        hourly_limit,
        mean,
    }
}

/// The limits that hold on a day, and whether it is judged by its hours.
struct Limits<'a> {
    by_hours: bool,
    of_day: &'a Result<LimitUsed, NoLimit>,
    of_hours: Option<&'a LimitUsed>,
}

impl Limits<'_> {
    fn outcome(&self, mean: &DayMean, cold: Option<bool>) -> Outcome {
        let limit = match self.of_day {
            Err(why) => return Outcome::NotJudged(*why),
            Ok(limit) => limit,
        };
        if self.by_hours && self.hours_over(mean, cold).iter().any(|hour| hour.exceedance) {
            return Outcome::Exceedance;
        }
        match (mean.state, mean.mean) {
            (DayState::NoDischarge, _) => Outcome::NoDischarge,
            (DayState::Valid, Some(_)) if self.by_hours => Outcome::Within,
            (DayState::Valid, Some(value)) => judged(value, limit, cold),
            _ => Outcome::NoEvidence,
        }
    }

    /// The valid hours surely over the limit on hours, or over that by which the day is judged.
    fn hours_over(&self, mean: &DayMean, cold: Option<bool>) -> Vec<HourOver> {
        let over = |value: f64, limit: Option<&LimitUsed>| {
            limit.is_some_and(|limit| judged(value, limit, cold) == Outcome::Exceedance)
        };
        let judge = |hour: &super::HourValue| {
            let value = hour.valid_value()?;
            let (of_hours, of_day) = (over(value, self.of_hours), over(value, self.of_day.as_ref().ok()));
            let exceedance = of_hours || (self.by_hours && of_day);
            (of_hours || of_day).then_some(HourOver { start: hour.start, value, exceedance })
        };
        mean.hours.iter().filter_map(judge).collect()
    }
}

fn judged(value: f64, limit: &LimitUsed, cold: Option<bool>) -> Outcome {
    if limit.low.is_some_and(|low| !at_least(value, low)) {
        return Outcome::Exceedance;
    }
    match (limit.high, limit.cold_high, cold) {
        (Some(high), _, _) if at_least(high, value) => Outcome::Within,
        (Some(_), Some(cold_high), _) if !at_least(cold_high, value) => Outcome::Exceedance,
        (Some(_), Some(_), Some(true)) => Outcome::Within,
        (Some(_), Some(_), None) => Outcome::Undetermined,
        (Some(_), _, _) => Outcome::Exceedance,
        (None, _, _) => Outcome::Within,
    }
}

/// How far the mean is over the upper limit of an amount; over that of warm water where the temperature is not known.
fn over(mean: &DayMean, limit: &LimitUsed, cold: Option<bool>) -> Option<f64> {
    let high = limit.cold_high.filter(|_| cold == Some(true)).or(limit.high)?;
    limit.low.is_none().then_some(mean.mean? / high - 1.0)
}

/// What an officer should see of a verdict: the exceedance or the early warning, that it was turned by
/// a review, that its limit is not verified. Empty for a day within the limit.
pub fn verdict_findings(set: &ReadingSet, verdict: &DayVerdict) -> Vec<Finding> {
    let limit = verdict.limit.as_ref();
    let exceeded = verdict.outcome == Outcome::Exceedance;
    let hourly = verdict.hours_over.iter().any(|hour| hour.exceedance);
    let warned = !exceeded && !hourly && !verdict.hours_over.is_empty();
    // A limit on pH is a range: a value is outside it, not over it.
    let range = set.judged_by_hours(&verdict.mean.factor);
    let noticed = [
        (exceeded && !verdict.by_hours, Severity::Warning, "discharge-exceedance"),
        (hourly && range, Severity::Warning, "discharge-range-exceedance"),
        (hourly && !range, Severity::Warning, "discharge-hour-exceedance"),
        (warned, Severity::Warning, "discharge-early-warning"),
        (verdict.outcome == Outcome::Undetermined, Severity::Warning, "discharge-undetermined"),
        (verdict.outcome == Outcome::NoEvidence, Severity::Note, "discharge-no-evidence"),
        (verdict.before.outcome != verdict.outcome, Severity::Note, "discharge-turned-by-review"),
        (exceeded && limit.is_some_and(|limit| !limit.verified), Severity::Note, "discharge-limit-unverified"),
        (verdict.mean.contradicted_by.is_some(), Severity::Warning, "discharge-day-value-differs"),
    ];
    let noticed = noticed.into_iter().filter(|(noticed, ..)| *noticed);
    noticed.map(|(_, severity, id)| verdict_finding(set, verdict, severity, id)).collect()
}

fn verdict_finding(set: &ReadingSet, verdict: &DayVerdict, severity: Severity, id: &'static str) -> Finding {
    let DayMean { outlet, factor, day, mean, .. } = &verdict.mean;
    let known = set.factor(factor);
    let zh = known.map_or(factor.as_str(), |factor| &factor.name_zh);
    let en = known.and_then(|factor| factor.name_en.as_deref()).unwrap_or(zh);
    let limit = verdict.limit.as_ref();
    let numbers = [
        ("mean", *mean),
        ("limit", limit.and_then(|l| l.high)),
        ("low", limit.and_then(|l| l.low)),
        ("sent", verdict.mean.contradicted_by),
    ];
    let message = Message::new(id).with("day", day.to_string()).with("factor-zh", zh).with("factor-en", en);
    let message = message.with("hours", verdict.hours_over.len());
    let message = numbers.into_iter().fold(message, |message, (name, number)| match number {
        // Three digits, as sentences have them.
        Some(number) => message.with(name, (number, "")),
        None => message,
    });
    Finding::new(severity, Place::record("outlets", outlet), message)
}
