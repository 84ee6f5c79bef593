//! An hour of a factor at an outlet: its value, and whether that is evidence.

use chrono::NaiveDateTime;
use serde::Serialize;

/// Why an hour is not valid.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// The monitor flagged it.
    Flag(char),
    /// There is no number.
    NoValue,
    /// The value is negative.
    Negative,
    /// Too few ten-minute values are valid.
    FewTenMinutes {
        /// How many are valid.
        valid: usize,
        /// How many are due.
        due: f64,
    },
    /// An officer declared it invalid: the id of the review period.
    Review(String),
}

/// Whether an hour is evidence.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum HourState {
    /// It is evidence.
    Valid,
    /// Nothing was discharged.
    NoFlow,
    /// It is none.
    Invalid(Cause),
    /// Nothing was received.
    Missing,
}

/// One hour of one factor at one outlet.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HourValue {
    /// When the hour begins.
    pub start: NaiveDateTime,
    /// The value in mg/L (gas: mg/m³), pH or °C; of flow the volume in m³. Also of an invalid hour,
    /// where there is one.
    pub value: Option<f64>,
    /// The volume discharged, m³; `None` where not known.
    pub volume_m3: Option<f64>,
    /// Whether it is evidence.
    pub state: HourState,
}

impl HourValue {
    /// The value, where it is evidence.
    pub fn valid_value(&self) -> Option<f64> {
        self.value.filter(|_| self.state == HourState::Valid)
    }
}
