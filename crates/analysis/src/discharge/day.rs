//! A day of a factor at an outlet: what it came to, and what is said of it.

use super::average::MeanBasis;
use super::hour::HourValue;
use super::limits::{LimitUsed, NoLimit};
use chrono::{NaiveDate, NaiveDateTime};
use serde::Serialize;
use yanlian_model::Figure;

/// Whether a day is evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DayState {
    /// Enough hours are valid.
    Valid,
    /// Nothing was discharged in any hour.
    NoDischarge,
    /// Too few hours are valid.
    Invalid,
    /// Nothing was received.
    Missing,
}

/// One day of one factor at one outlet.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DayMean {
    /// The outlet.
    pub outlet: String,
    /// The factor.
    pub factor: String,
    /// The day.
    pub day: NaiveDate,
    /// Its hours, on which everything else rests; empty of a day that was closed.
    pub hours: Vec<HourValue>,
    /// Hours due: all but those without flow.
    pub due: usize,
    /// Valid hours.
    pub valid: usize,
    /// Whether the day is evidence.
    pub state: DayState,
    /// The mean over the valid hours, mg/L or pH; also of an invalid day. `None` without any. Of pH it is
    /// for looking at only.
    pub mean: Option<f64>,
    /// How the mean was taken.
    pub basis: Option<MeanBasis>,
    /// The day value that the monitor sent, where it contradicts the hours of a valid day.
    pub contradicted_by: Option<f64>,
    /// The volume, m³.
    pub volume_m3: Figure,
    /// The mass by the hours, kg; `None` for what has no mass.
    pub mass_kg: Option<Figure>,
}

impl DayMean {
    /// The mass of a valid day by its mean, kg: `C̄·ΣD/1000`. `None` where the day is not valid or a
    /// volume is not known.
    pub fn mass_by_mean_kg(&self) -> Option<f64> {
        self.mass_kg.as_ref()?;
        match self.state {
            DayState::NoDischarge => Some(0.0),
            DayState::Valid => Some(self.mean? * self.volume_m3.value()? / 1000.0),
            DayState::Invalid | DayState::Missing => None,
        }
    }
}

/// What is said of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Within the limit.
    Within,
    /// Over the limit.
    Exceedance,
    /// Over the limit in warm water, not over that in cold, and the temperature is not known.
    Undetermined,
    /// Nothing was discharged.
    NoDischarge,
    /// The readings are no evidence.
    NoEvidence,
    /// No limit holds.
    NotJudged(NoLimit),
}

/// An hour over a limit.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HourOver {
    /// When the hour begins.
    pub start: NaiveDateTime,
    /// Its value, mg/L or pH.
    pub value: f64,
    /// Whether the day is judged by hours or the limit is one on hours, so that this is an exceedance; else
    /// an early warning.
    pub exceedance: bool,
}

/// What was said before the officers' review.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Before {
    /// The outcome.
    pub outcome: Outcome,
    /// The mean, mg/L or pH.
    pub mean: Option<f64>,
    /// Valid hours.
    pub valid: usize,
}

/// The verdict on one day of one factor at one outlet, with what it rests on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DayVerdict {
    /// The outcome, after review.
    pub outcome: Outcome,
    /// Whether it is judged by its hours: pH, and where a limit holds on hours only.
    pub by_hours: bool,
    /// The limit by which it is judged: on daily means, or on hours where none holds on days.
    pub limit: Option<LimitUsed>,
    /// The limit on hours, where there is one.
    pub hourly_limit: Option<LimitUsed>,
    /// The day's mean water temperature, °C, where a limit hangs on it.
    pub water_temperature: Option<f64>,
    /// How far the mean is over the upper limit, as a part of it: 0.2 is 20 % over. Negative below;
    /// `None` for pH, whose limits are no amounts.
    pub over: Option<f64>,
    /// The hours over a limit, in order.
    pub hours_over: Vec<HourOver>,
    /// The day: its hours, mean, volume and mass.
    pub mean: DayMean,
    /// What was said before review.
    pub before: Before,
}
