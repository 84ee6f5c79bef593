//! What is kept of a reading, and readings of one outlet and factor in order.
//!
//! Readings are kept in mg/L (gas: mg/m³), pH, °C; flow as the volume of its period:
//! `D = Cou`, or `D = Q·T/1000` where the monitor sends no Cou.
//!
//! | Symbol | Meaning | Unit |
//! |---|---|---|
//! | D | volume of the period | m³ |
//! | Cou | volume that the monitor counted | m³ |
//! | Q | mean flow of the period | L/s |
//! | T | length of the period | s |
//!
//! Source: HJ 212-2017 annex D, read in a stored source.
//!
//! Limits: instant values are for looking at and no evidence, so they are not kept here. Of what a monitor
//! said of one time the later counts: it corrects what it sent. Of two monitors that differ, the larger
//! value is kept. A finding says so of either.

use chrono::{DurationRound, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use std::collections::BTreeMap;
use yanlian_model::{Reading, ReadingPeriod, ReadingUnit};

/// Flags whose values are no evidence: fault, stopped, maintenance, calibration, no communication.
pub(crate) const INVALID_FLAGS: [char; 5] = ['D', 'F', 'M', 'C', 'B'];

/// What is kept of a reading: its value in the base unit, for flow the volume of the period in m³.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Sample {
    pub(crate) value: Option<f64>,
    pub(crate) flag: char,
}

impl Sample {
    /// The sample of a reading that is given in `unit`.
    pub(crate) fn of(reading: &Reading, unit: ReadingUnit) -> Sample {
        let mean = reading.avg.map(|value| in_base(value, unit));
        let value = match quantity(unit) {
            Quantity::Flow => {
                let seconds = reading.period.length().num_seconds() as f64;
                reading.cou.or(mean.map(|flow| flow * seconds / 1000.0))
            }
            _ => mean,
        };
        Sample { value: value.filter(|value| value.is_finite()), flag: reading.flag }
    }

    /// Whether it says anything: a value, or why there is none.
    fn speaks(&self) -> bool {
        self.value.is_some() || INVALID_FLAGS.contains(&self.flag)
    }

    /// Which of two monitors' samples of one time is kept.
    fn prevails_over(&self, other: &Sample) -> bool {
        let rank = |sample: &Sample| sample.value.unwrap_or(f64::NEG_INFINITY);
        rank(self).total_cmp(&rank(other)).then(self.flag.cmp(&other.flag)).is_gt()
    }
}

/// The samples of one outlet and factor, by period and beginning.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Series(BTreeMap<(ReadingPeriod, NaiveDateTime), Sample>);

impl Series {
    /// Takes what a monitor says of a time, in place of what it said before; false where that was
    /// something else.
    pub(crate) fn take(&mut self, period: ReadingPeriod, start: NaiveDateTime, sample: Sample) -> bool {
        let start = start.duration_trunc(period.length()).unwrap_or(start);
        let kept = self.0.entry((period, start)).or_insert(sample);
        let same = *kept == sample;
        if sample.speaks() {
            *kept = sample;
        }
        same
    }

    /// Takes in what another monitor says; false where of some time it says something else.
    pub(crate) fn merge(&mut self, other: Series) -> bool {
        let mut same = true;
        for (time, sample) in other.0 {
            let kept = self.0.entry(time).or_insert(sample);
            same &= *kept == sample;
            if sample.prevails_over(kept) {
                *kept = sample;
            }
        }
        same
    }

    /// The sample of the period that begins at `start`.
    pub(crate) fn at(&self, period: ReadingPeriod, start: NaiveDateTime) -> Option<&Sample> {
        self.0.get(&(period, start))
    }

    /// The ten-minute samples of the hour that begins at `start`, in order.
    pub(crate) fn ten_minutes_of(&self, start: NaiveDateTime) -> impl Iterator<Item = (NaiveDateTime, &Sample)> {
        let ten = ReadingPeriod::TenMinute;
        self.0.range((ten, start)..(ten, start + TimeDelta::hours(1))).map(|((_, start), sample)| (*start, sample))
    }
}

/// The hours of a day, by their beginnings.
pub(crate) fn hours_of(day: NaiveDate) -> impl Iterator<Item = NaiveDateTime> {
    (0..24).map(move |hour| day.and_time(NaiveTime::MIN) + TimeDelta::hours(hour))
}

/// What a unit measures; readings and limits of one quantity convert into each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Quantity {
    /// Base unit mg/L.
    Concentration,
    /// Base unit mg/m³.
    GasConcentration,
    /// Base unit L/s.
    Flow,
    /// pH.
    Acidity,
    /// Base unit °C.
    Temperature,
    /// Base unit %.
    Share,
}

pub(crate) fn quantity(unit: ReadingUnit) -> Quantity {
    match unit {
        ReadingUnit::MgL | ReadingUnit::UgL | ReadingUnit::GL => Quantity::Concentration,
        ReadingUnit::MgM3 => Quantity::GasConcentration,
        ReadingUnit::LS | ReadingUnit::M3H | ReadingUnit::M3S => Quantity::Flow,
        ReadingUnit::PH => Quantity::Acidity,
        ReadingUnit::Celsius => Quantity::Temperature,
        ReadingUnit::Percent => Quantity::Share,
    }
}

/// A value in the base unit of its quantity.
pub(crate) fn in_base(value: f64, unit: ReadingUnit) -> f64 {
    match unit {
        ReadingUnit::UgL => value / 1000.0,
        ReadingUnit::GL | ReadingUnit::M3S => value * 1000.0,
        ReadingUnit::M3H => value / 3.6,
        ReadingUnit::MgL | ReadingUnit::MgM3 | ReadingUnit::LS => value,
        ReadingUnit::PH | ReadingUnit::Celsius | ReadingUnit::Percent => value,
    }
}
