//! Readings of a time, some days at a time: however long the time is, little of it is in memory.

use chrono::{Days, NaiveDate, NaiveDateTime};
use yanlian_model::ReadingPeriod;
use yanlian_present::pages::Seen;
use yanlian_store::telemetry::KeptReading;
use yanlian_store::{Readings, StoreError};

/// Which readings are still to be given.
pub(crate) struct Stretch {
    /// Of which monitors.
    pub(crate) monitors: Vec<String>,
    /// Of which periods.
    pub(crate) periods: Vec<ReadingPeriod>,
    /// From when on.
    pub(crate) from: NaiveDateTime,
    /// Before when.
    pub(crate) to: NaiveDateTime,
    /// How many days are given at once.
    pub(crate) days: u64,
}

impl Stretch {
    /// The readings of the next days that have any, and the first of these days; by monitor, period,
    /// factor and time. Days without readings cost nothing, however many they are.
    pub(crate) async fn next(&mut self, store: &Readings) -> Result<Option<(NaiveDate, Vec<Seen>)>, StoreError> {
        while let Some(first) = store.first_from(self.from).await?.filter(|first| *first < self.to) {
            let day = first.date();
            let end = day.checked_add_days(Days::new(self.days)).map_or(self.to, |end| self.to.min(end.into()));
            self.from = end;
            let mut readings = Vec::new();
            for monitor in &self.monitors {
                for period in &self.periods {
                    readings.extend(store.range(monitor, None, *period, first, end).await?.into_iter().map(seen));
                }
            }
            if !readings.is_empty() {
                return Ok(Some((day, readings)));
            }
        }
        Ok(None)
    }
}

/// A reading as pages and files take it.
pub(crate) fn seen(kept: KeptReading) -> Seen {
    Seen { packet: kept.packet.0, reading: kept.reading }
}
