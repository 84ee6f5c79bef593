//! What packets told of one time, put together where they complete each other.

use super::said::Said;
use super::{KeptReading, PacketId};
use crate::StoreError;
use crate::stored::unreadable;
use chrono::NaiveDateTime;
use std::sync::Arc;
use yanlian_model::{Reading, ReadingPeriod};

/// Monitor, factor and period.
pub(crate) type Series = (Arc<str>, Arc<str>, ReadingPeriod);

/// What was said of a time, and by which packets.
pub(crate) struct Told {
    pub(crate) said: Said,
    /// The first packet that said some of it.
    pub(crate) first: i64,
    /// The last packet that said its mean or instant value.
    pub(crate) last: i64,
    /// Whether its time lay after it was received.
    pub(crate) ahead: bool,
}

impl Told {
    /// Takes in what else was said of the same time, where the two do not contradict each other.
    fn complete(&mut self, other: &Told) -> bool {
        let (own, others) = (self.said.has_value(), other.said.has_value());
        if !self.said.complete(&other.said) {
            return false;
        }
        self.first = self.first.min(other.first);
        // What one packet said in time was measured.
        self.ahead &= other.ahead;
        self.last = match (own, others) {
            (true, false) => self.last,
            (false, true) => other.last,
            _ => self.last.max(other.last),
        };
        true
    }
}

/// Makes readings of the rows of one series, which come by time.
pub(crate) struct Telling<'a> {
    series: Series,
    readings: &'a mut Vec<KeptReading>,
    time: Option<NaiveDateTime>,
    of_time: Vec<Told>,
}

impl<'a> Telling<'a> {
    /// Readings of a series go to the end of `readings`.
    pub(crate) fn new(series: Series, readings: &'a mut Vec<KeptReading>) -> Telling<'a> {
        Telling { series, readings, time: None, of_time: Vec::new() }
    }

    /// A row of the series is not what a store writes.
    pub(crate) fn unreadable(&self) -> StoreError {
        unreadable(format!("readings of {} of {}", self.series.1, self.series.0))
    }

    /// Takes the next row.
    pub(crate) fn take(&mut self, start: NaiveDateTime, told: Told) {
        if self.time != Some(start) {
            self.give();
            self.time = Some(start);
        }
        if !self.of_time.iter_mut().any(|other| other.complete(&told)) {
            self.of_time.push(told);
        }
    }

    /// Adds the readings of one time, the one that was said last at the end.
    pub(crate) fn give(&mut self) {
        let Some(start) = self.time else { return };
        self.of_time.sort_by_key(|told| told.last);
        let (monitor, factor, period) = &self.series;
        self.readings.extend(self.of_time.drain(..).map(|Told { said, first, ahead, .. }| {
            let Said { numbers: [avg, min, max, rtd, cou], flag } = said;
            let (monitor, factor) = (monitor.clone(), factor.clone());
            let reading = Reading { monitor, factor, start, period: *period, avg, min, max, rtd, cou, flag };
            KeptReading { reading, packet: PacketId(first), ahead }
        }));
    }
}
