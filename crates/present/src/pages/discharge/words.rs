//! The words of discharge: states, limits, values, the same on every page.

use crate::grid::Cell;
use crate::link::Link;
use crate::parts::Badge;
use crate::{View, format};
use chrono::NaiveDateTime;
use yanlian_analysis::discharge::{
    Cause, DayVerdict, DischargeAssessment, Exceedance, FLOW, HandlingState, HourState, LimitUsed, NoLimit, Outcome,
    Standing,
};
use yanlian_model::reading::UNCLEAR;
use yanlian_model::registers::{Factor, Outlet};
use yanlian_model::{LimitPeriod, Message, ReadingUnit};

/// The badge of how something stands.
pub(super) fn standing_badge(v: &View, standing: Standing) -> Badge {
    let (shape, word) = match standing {
        Standing::Exceedance => ("fault", "discharge-state-exceedance"),
        Standing::EarlyWarning => ("warning", "discharge-state-warning"),
        Standing::Undetermined => ("undetermined", "discharge-state-undetermined"),
        Standing::NoEvidence => ("short", "discharge-state-no-evidence"),
        Standing::Within => ("balanced", "discharge-state-within"),
        Standing::NoDischarge => ("idle", "discharge-state-no-discharge"),
        Standing::NotJudged => ("unknown", "discharge-state-not-judged"),
    };
    Badge::saying(v, shape, word)
}

/// The badge of a day's outcome.
pub(super) fn outcome_badge(v: &View, outcome: Outcome) -> Badge {
    standing_badge(
        v,
        match outcome {
            Outcome::Exceedance => Standing::Exceedance,
            Outcome::Undetermined => Standing::Undetermined,
            Outcome::NoEvidence => Standing::NoEvidence,
            Outcome::Within => Standing::Within,
            Outcome::NoDischarge => Standing::NoDischarge,
            Outcome::NotJudged(_) => Standing::NotJudged,
        },
    )
}

/// A day's outcome; where a review changed it, what it was before stands beside.
pub(super) fn outcome_cell(v: &View, verdict: &DayVerdict) -> Cell {
    let now = Cell::Badge(outcome_badge(v, verdict.outcome));
    match verdict.before.outcome == verdict.outcome {
        true => now,
        false => vec![now, Cell::Text(before_said(v, verdict))].into(),
    }
}

/// What a day was said to be before the review.
pub(crate) fn before_said(v: &View, verdict: &DayVerdict) -> String {
    let message = Message::new("discharge-before-review")
        .with("outcome", outcome_badge(v, verdict.before.outcome).word)
        .with("mean", mean(v, verdict.before.mean))
        .with("valid", verdict.before.valid);
    v.say(&message)
}

/// The badge of where the handling of an exceedance stands.
pub(crate) fn handling_badge(v: &View, state: HandlingState) -> Badge {
    let (shape, word) = match state {
        HandlingState::Overdue => ("overdue", "discharge-handling-overdue"),
        HandlingState::Unassigned => ("fault", "discharge-handling-unassigned"),
        HandlingState::Assigned => ("open", "discharge-handling-assigned"),
        HandlingState::Closed => ("done", "discharge-handling-closed"),
        HandlingState::Withdrawn => ("dropped", "discharge-handling-withdrawn"),
    };
    Badge::saying(v, shape, word)
}

/// The exceedances that need a person.
pub(crate) fn open_exceedances(assessment: &DischargeAssessment) -> impl Iterator<Item = &Exceedance> {
    assessment.exceedances.iter().filter(|e| !matches!(e.state, HandlingState::Closed | HandlingState::Withdrawn))
}

/// Why no limit holds.
pub(super) fn no_limit(v: &View, why: NoLimit) -> String {
    v.t(match why {
        NoLimit::NotRegistered => "discharge-limit-not-registered",
        NoLimit::AtWorkshop => "discharge-limit-at-workshop",
        NoLimit::AtOutlet => "discharge-limit-at-outlet",
        NoLimit::NoStandard => "discharge-limit-no-standard",
        NoLimit::NotInStandard => "discharge-limit-not-in-standard",
        NoLimit::AsMeasured => "discharge-limit-as-measured",
    })
}

/// A limit: `≤ 50`, `6 – 9`, `≤ 5 (≤ 8 in cold water)`; one on hours says so.
pub(super) fn limit_said(v: &View, limit: &LimitUsed) -> String {
    let said = bounds_said(v, limit);
    match limit.period {
        LimitPeriod::Daily => said,
        LimitPeriod::Hourly => v.t1("discharge-limit-of-hours", "limit", said),
    }
}

fn bounds_said(v: &View, limit: &LimitUsed) -> String {
    match (limit.low, limit.high, limit.cold_high) {
        (Some(low), Some(high), _) => format!("{} – {}", format::number(low), format::number(high)),
        (Some(low), None, _) => format!("≥ {}", format::number(low)),
        (None, Some(high), Some(cold)) => {
            let message = Message::new("discharge-limit-cold");
            v.say(&message.with("high", format::number(high)).with("cold", format::number(cold)))
        }
        (None, Some(high), None) => format!("≤ {}", format::number(high)),
        (None, None, _) => v.t("figure-unknown"),
    }
}

/// A factor's limit that holds, marked where it was not verified; or why none does.
pub(super) fn limit_cell(v: &View, factor: &str, limit: &Result<LimitUsed, NoLimit>) -> Cell {
    match limit {
        Err(why) => no_limit(v, *why).into(),
        Ok(limit) if limit.verified => limit_in_unit(v, factor, limit).into(),
        Ok(limit) => vec![Cell::Text(limit_in_unit(v, factor, limit)), Cell::Badge(unverified(v))].into(),
    }
}

/// The mark of a limit that was not checked against the text of its standard.
pub(super) fn unverified(v: &View) -> Badge {
    Badge::saying(v, "warning", "discharge-unverified")
}

/// The page's note where anything on it rests on such a limit.
pub(super) fn unverified_note(v: &View, assessment: &DischargeAssessment) -> Option<String> {
    assessment.rests_on_unverified().then(|| v.t("discharge-unverified-note"))
}

/// A known mean with three digits, of which none before the point is rounded away; else a dash.
fn mean(v: &View, mean: Option<f64>) -> String {
    mean.map_or_else(|| v.t("discharge-nothing"), |mean| format::whole(mean, 3))
}

/// A reading as it was sent, or as it follows from others: five digits tell it apart; a dash where there is none.
pub(super) fn reading(v: &View, reading: Option<f64>) -> String {
    reading.map_or_else(|| v.t("discharge-nothing"), read)
}

/// The same of one that there is.
pub(super) fn read(reading: f64) -> String {
    format::whole(reading, 5)
}

/// The same with its unit, as a sentence has it.
pub(super) fn reading_in_unit(v: &View, factor: &str, reading: f64) -> String {
    format!("{} {}", read(reading), unit(v, factor)).trim_end().to_owned()
}

/// The least part of a limit that is said in digits.
pub(super) const LEAST_OVER: f64 = 1e-4;

/// By how much of a limit a value is over it: a hair's breadth is not said in digits that nobody measures.
pub(super) fn over_said(v: &View, over: f64) -> String {
    match over > 0.0 && over < LEAST_OVER {
        true => v.t1("discharge-over-hardly", "least", format::percent(LEAST_OVER)),
        false => format::percent(over),
    }
}

/// What a day's values came to: their mean, of pH the least and the greatest valid hour.
pub(crate) fn day_value(v: &View, verdict: &DayVerdict) -> String {
    let mean = &verdict.mean;
    let is_ph = v.registers().factors.iter().any(|row| row.code == mean.factor && row.unit == ReadingUnit::PH);
    // Of a day that was judged long ago only the hours over a limit are known.
    let over = || verdict.hours_over.iter().map(|hour| hour.value);
    let hours = || mean.hours.iter().filter_map(|hour| hour.valid_value()).chain(over());
    match (hours().min_by(f64::total_cmp), hours().max_by(f64::total_cmp)) {
        (Some(least), Some(greatest)) if is_ph && least < greatest => {
            format!("{} – {}", read(least), read(greatest))
        }
        _ => self::mean(v, mean.mean),
    }
}

/// The same with its unit, as a sentence has it.
pub(super) fn day_value_in_unit(v: &View, verdict: &DayVerdict) -> String {
    format!("{} {}", day_value(v, verdict), unit(v, &verdict.mean.factor)).trim_end().to_owned()
}

/// A limit with its unit.
pub(super) fn limit_in_unit(v: &View, factor: &str, limit: &LimitUsed) -> String {
    format!("{} {}", limit_said(v, limit), unit(v, factor)).trim_end().to_owned()
}

/// The unit in which a factor is judged: mg/L, pH, °C; L/s of flow.
pub(super) fn unit(v: &View, factor: &str) -> &'static str {
    let registered = v.zone.find::<Factor>(factor).map(|row| row.unit);
    match registered {
        Some(ReadingUnit::PH) => "",
        Some(ReadingUnit::Celsius) => "°C",
        Some(ReadingUnit::Percent) => "%",
        Some(ReadingUnit::MgM3) => "mg/m³",
        Some(ReadingUnit::LS | ReadingUnit::M3H | ReadingUnit::M3S) => "L/s",
        Some(ReadingUnit::MgL | ReadingUnit::UgL | ReadingUnit::GL) => "mg/L",
        None => "",
    }
}

/// A factor with its unit, as the head of a chart or a table.
pub(super) fn factor_in_unit(v: &View, factor: &str) -> String {
    let (name, unit) = (v.name("factors", factor), if factor == FLOW { "L/s" } else { unit(v, factor) });
    if unit.is_empty() { name } else { format!("{name} · {unit}") }
}

/// A time of day with its date.
pub(super) fn moment(time: NaiveDateTime) -> String {
    time.format("%Y-%m-%d %H:%M").to_string()
}

/// The enterprise of an outlet, as a link.
pub(crate) fn owner(v: &View, outlet: &str) -> Link {
    match v.zone.find::<Outlet>(outlet) {
        Some(row) => v.link("enterprises", &row.enterprise),
        None => Link::text(v.t("discharge-nothing")),
    }
}

/// Whether an hour is evidence, and if not, why.
pub(super) fn hour_said(v: &View, state: &HourState) -> String {
    match state {
        HourState::Valid => v.t("discharge-hour-valid"),
        HourState::NoFlow => v.t("discharge-hour-no-flow"),
        HourState::Missing => v.t("discharge-hour-missing"),
        HourState::Invalid(Cause::Flag(flag)) => flag_said(v, *flag),
        HourState::Invalid(Cause::NoValue) => v.t("discharge-hour-no-value"),
        HourState::Invalid(Cause::Negative) => v.t("discharge-hour-negative"),
        HourState::Invalid(Cause::FewTenMinutes { valid, due }) => {
            v.say(&Message::new("discharge-hour-few").with("valid", *valid).with("due", format::short(*due)))
        }
        HourState::Invalid(Cause::Review(id)) => v.t1("discharge-hour-review", "id", id.as_str()),
    }
}

/// A flag in words.
pub(super) fn flag_said(v: &View, flag: char) -> String {
    let word = match flag {
        'N' => "discharge-flag-n",
        'F' => "discharge-flag-f",
        'M' => "discharge-flag-m",
        'S' => "discharge-flag-s",
        'D' => "discharge-flag-d",
        'C' => "discharge-flag-c",
        'T' => "discharge-flag-t",
        'B' => "discharge-flag-b",
        UNCLEAR => "discharge-flag-unclear",
        _ => "discharge-flag-other",
    };
    v.t1(word, "flag", flag.to_string())
}
