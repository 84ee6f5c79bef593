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
//! Where a monitor sends both and `|Cou − Q·T/1000|` is over a fifth of the larger, and more than the rounding
//! of either explains, nobody can say what was discharged (litres, a running total, m³/h told as L/s): the
//! volume has the mark `!`, is no evidence, and a finding says so. The fifth is ours.
//!
//! What no water and no chimney can have is no evidence either (mark `!`, with a finding): what devices send in the
//! place of a value, 9999 and more nines; more than a kilogram in a litre, a pH over 14, a share over 100 %. These
//! bounds are ours. A value with the mark T, or over the upper end of the monitor's registered range, counts as it is,
//! so that no exceedance is hidden; a finding says that the monitor does not measure so high.
//!
//! Source: HJ 212-2017 annex D, read in a stored source.
//!
//! A period's reading belongs to the period in which its time lies, but one that does not begin where a
//! period begins never stands in for one that does, not even where that one has no value or the mark `!`, nor
//! where another monitor sent it; a finding says that there are such.
//!
//! Limits: instant values are for looking at and no evidence, so they are not kept here. Of what a monitor
//! said of one time the later counts: it corrects what it sent. Of two monitors that differ, the larger
//! value is kept. A finding says so of either. Of two times off the beginning of a period the later is kept.

use chrono::{DurationRound, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use std::collections::BTreeMap;
use yanlian_model::reading::UNCLEAR;
use yanlian_model::{Reading, ReadingPeriod, ReadingUnit};

/// Flags whose values are evidence: normal, over range, set by hand. What the standard calls otherwise is none, nor
/// is what it does not know.
const EVIDENCE_FLAGS: [char; 3] = ['N', 'T', 'S'];

/// Whether a flag lets a value be evidence.
pub(crate) fn is_evidence_flag(flag: char) -> bool {
    EVIDENCE_FLAGS.contains(&flag)
}
/// By which share of the larger a counted volume may differ from that by the mean flow.
const COUNT_TOLERANCE: f64 = 0.2;

/// What is kept of a reading: its value in the base unit, for flow the volume of the period in m³.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Sample {
    pub(crate) value: Option<f64>,
    pub(crate) flag: char,
    /// Why the mark is ours, where it is.
    pub(crate) doubt: Option<Doubt>,
    /// How long after the beginning of its period its time is, in milliseconds.
    after_ms: u32,
}

/// Why a reading that its monitor takes for good is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Doubt {
    /// The counted volume is another than the mean flow gives.
    Volume,
    /// Nothing can have such a value.
    Odd,
}

/// The mark of a value over the measuring range: the true one was higher.
pub(crate) const OVER_RANGE: char = 'T';

impl Sample {
    /// The sample of a reading that is given in `unit`.
    pub(crate) fn of(reading: &Reading, unit: ReadingUnit) -> Sample {
        let value = match quantity(unit) {
            Quantity::Flow => reading.cou.or(reading.avg.map(|flow| volume(reading.period, flow, unit))),
            _ => reading.avg.map(|value| in_base(value, unit)),
        };
        // What is no evidence anyway has its own reason.
        let counts = is_evidence_flag(reading.flag);
        let doubt = match reading {
            _ if !counts => None,
            reading if is_odd(reading, unit) => Some(Doubt::Odd),
            reading => volume_contradicts(reading, unit).then_some(Doubt::Volume),
        };
        let flag = if doubt.is_some() { UNCLEAR } else { reading.flag };
        let after = reading.start - period_of(reading.period, reading.start);
        let after_ms = after.num_milliseconds() as u32;
        Sample { value: value.filter(|value| value.is_finite()), flag, doubt, after_ms }
    }

    /// Whether its mark lets it be evidence.
    pub(crate) fn may_count(&self) -> bool {
        is_evidence_flag(self.flag)
    }

    /// Whether its time is where a period begins.
    pub(crate) fn on_time(&self) -> bool {
        self.after_ms == 0
    }

    /// Whether it says anything: a value, or why there is none. What contradicts itself takes nothing back.
    fn speaks(&self) -> bool {
        self.flag != UNCLEAR && (self.value.is_some() || !self.may_count())
    }

    /// Whether it says the same as another one of its period; of two times each may say its own.
    fn agrees_with(&self, other: &Sample) -> bool {
        self.after_ms != other.after_ms || (self.value, self.flag) == (other.value, other.flag)
    }

    /// Whether what a monitor says later replaces what it said before.
    fn replaces(&self, kept: &Sample) -> bool {
        let rank = |sample: &Sample| (sample.on_time(), sample.speaks(), sample.after_ms);
        match self.after_ms == kept.after_ms {
            true => self.speaks(),
            false => rank(self) > rank(kept),
        }
    }

    /// Which of two monitors' samples of one period is kept.
    fn prevails_over(&self, other: &Sample) -> bool {
        let clear = |sample: &Sample| sample.value.filter(|_| sample.flag != UNCLEAR);
        let rank = |sample: &Sample| clear(sample).unwrap_or(f64::NEG_INFINITY);
        let by_value = || rank(self).total_cmp(&rank(other)).then(self.flag.cmp(&other.flag));
        self.on_time().cmp(&other.on_time()).then_with(by_value).is_gt()
    }
}

/// The volume of a period at a mean flow, m³.
fn volume(period: ReadingPeriod, flow: f64, unit: ReadingUnit) -> f64 {
    in_base(flow, unit) * period.length().num_seconds() as f64 / 1000.0
}

/// Whether a reading has a value that nothing can have.
fn is_odd(reading: &Reading, unit: ReadingUnit) -> bool {
    let counted = reading.cou.filter(|_| quantity(unit) == Quantity::Flow);
    let is_beyond = |mean: f64| highest(quantity(unit)).is_some_and(|highest| in_base(mean, unit) > highest);
    // What is no number at all is told as that.
    let mean = reading.avg.filter(|mean| mean.is_finite());
    mean.into_iter().chain(counted).any(is_filler) || mean.is_some_and(is_beyond)
}

/// Whether a number is one that devices send in the place of a value: four nines or more, and nothing else.
fn is_filler(number: f64) -> bool {
    const LEAST: usize = 4;
    let text = number.abs().to_string();
    let (whole, behind) = text.split_once('.').unwrap_or((&text, ""));
    whole.len() >= LEAST && whole.bytes().chain(behind.bytes()).all(|digit| digit == b'9')
}

/// The highest value that a quantity can have at all, in its base unit.
fn highest(quantity: Quantity) -> Option<f64> {
    match quantity {
        // A kilogram in a litre, and in a cubic metre.
        Quantity::Concentration | Quantity::GasConcentration => Some(1e6),
        Quantity::Acidity => Some(14.0),
        Quantity::Share => Some(100.0),
        Quantity::Flow | Quantity::Temperature => None,
    }
}

/// Whether a reading counts another volume than its mean flow gives.
fn volume_contradicts(reading: &Reading, unit: ReadingUnit) -> bool {
    let Some((counted, flow)) = reading.cou.zip(reading.avg).filter(|_| quantity(unit) == Quantity::Flow) else {
        return false;
    };
    let by_flow = volume(reading.period, flow, unit);
    let beyond = (counted - by_flow).abs() - COUNT_TOLERANCE * counted.abs().max(by_flow.abs());
    beyond > 0.0 && beyond > volume(reading.period, rounding(flow), unit) + rounding(counted)
}

/// Half of one in the last decimal place of a number, as it is written shortest.
fn rounding(number: f64) -> f64 {
    let text = number.to_string();
    0.5 * 0.1_f64.powi(text.split_once('.').map_or(0, |(_, behind)| behind.len() as i32))
}

/// Where the period begins in which a time lies.
fn period_of(period: ReadingPeriod, start: NaiveDateTime) -> NaiveDateTime {
    start.duration_trunc(period.length()).unwrap_or(start)
}

/// The samples of one outlet and factor, by period and beginning.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Series(BTreeMap<(ReadingPeriod, NaiveDateTime), Sample>);

impl Series {
    /// Takes what a monitor says of a time, in place of what it said before; false where that was
    /// something else.
    pub(crate) fn take(&mut self, period: ReadingPeriod, start: NaiveDateTime, sample: Sample) -> bool {
        let kept = self.0.entry((period, period_of(period, start))).or_insert(sample);
        let agrees = sample.agrees_with(kept) || sample.flag == UNCLEAR;
        if sample.replaces(kept) {
            *kept = sample;
        }
        agrees
    }

    /// Takes in what another monitor says; false where of some time it says something else.
    pub(crate) fn merge(&mut self, other: Series) -> bool {
        let mut agrees = true;
        for (time, sample) in other.0 {
            let kept = self.0.entry(time).or_insert(sample);
            agrees &= sample.agrees_with(kept);
            if sample.prevails_over(kept) {
                *kept = sample;
            }
        }
        agrees
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
