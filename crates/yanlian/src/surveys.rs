//! The survey of the day, made once for the registers and readings that it rests on.

use crate::kept::Kept;
use crate::telemetry::Line;
use chrono::{NaiveDate, NaiveTime, TimeDelta};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::sync::{Mutex, broadcast::error::RecvError, watch};
use yanlian_analysis::discharge::{BookFault, Survey, begin};
use yanlian_model::{Reading, ReadingPeriod};
use yanlian_store::telemetry::{SqliteTelemetry, Telemetry};

/// How many whole days are judged one by one.
const WINDOW: u64 = 30;

/// A survey, or why nothing can be judged.
pub(crate) type Surveyed = Result<Arc<Survey>, BookFault>;

/// The survey that was made last.
#[derive(Default)]
pub(crate) struct Surveys {
    /// Grows with every reading that judgement rests on; instants are for looking at.
    evidence: AtomicU64,
    made: Mutex<Option<Made>>,
    /// Counts the surveys, for pages that wait for the next.
    count: watch::Sender<u64>,
}

#[derive(Clone)]
struct Made {
    revision: i64,
    evidence: u64,
    today: NaiveDate,
    survey: Surveyed,
}

impl Surveys {
    /// Watches what is laid in, as long as the line is there.
    pub(crate) fn watching(line: &Line) -> Arc<Surveys> {
        let surveys = Arc::new(Surveys::default());
        let (own, mut live) = (Arc::clone(&surveys), line.watch());
        tokio::spawn(async move {
            loop {
                match live.recv().await {
                    Ok(live) if live.period == ReadingPeriod::RealTime => (),
                    Ok(_) | Err(RecvError::Lagged(_)) => drop(own.evidence.fetch_add(1, Ordering::Relaxed)),
                    Err(RecvError::Closed) => return,
                }
            }
        });
        surveys
    }

    /// Tells whenever a survey was made.
    pub(crate) fn watch(&self) -> watch::Receiver<u64> {
        self.count.subscribe()
    }

    /// The survey of these registers and of everything that was laid in.
    async fn now(&self, line: &Line, kept: &Arc<Kept>) -> anyhow::Result<Surveyed> {
        // Whoever else asks meanwhile waits for the same survey.
        let mut made = self.made.lock().await;
        let (evidence, today) = (self.evidence.load(Ordering::Relaxed), line.clock.today());
        if let Some(made) = &*made
            && (made.revision, made.evidence, made.today) == (kept.revision, evidence, today)
        {
            return Ok(made.survey.clone());
        }
        let survey = survey(&line.kept, kept, today).await?;
        self.count.send_modify(|count| *count += 1);
        *made = Some(Made { revision: kept.revision, evidence, today, survey: survey.clone() });
        Ok(survey)
    }

    /// The survey that is at hand for these registers, though readings came since; what came is
    /// surveyed meanwhile, and watchers are told. Waits only where there is none.
    pub(crate) async fn at_hand(self: &Arc<Self>, line: &Arc<Line>, kept: &Arc<Kept>) -> anyhow::Result<Surveyed> {
        let made = self.made.try_lock().ok().and_then(|made| made.clone());
        let Some(made) = made.filter(|made| made.revision == kept.revision && made.today == line.clock.today()) else {
            return self.now(line, kept).await;
        };
        if made.evidence != self.evidence.load(Ordering::Relaxed) {
            let (own, line, kept) = (Arc::clone(self), Arc::clone(line), Arc::clone(kept));
            tokio::spawn(async move {
                if let Err(error) = own.now(&line, &kept).await {
                    eprintln!("yanlian: {error:#}");
                }
            });
        }
        Ok(made.survey)
    }
}

/// The survey of a day, of these registers and of what `store` keeps.
pub(crate) async fn survey(store: &SqliteTelemetry, kept: &Arc<Kept>, today: NaiveDate) -> anyhow::Result<Surveyed> {
    let (readings, kept) = (readings(store, kept, today).await?, Arc::clone(kept));
    let survey = tokio::task::spawn_blocking(move || Survey::new(&kept.zone.registers, &readings, today, WINDOW));
    Ok(survey.await?.map(Arc::new))
}

/// Every reading that a survey rests on.
async fn readings(store: &SqliteTelemetry, kept: &Kept, today: NaiveDate) -> anyhow::Result<Vec<Reading>> {
    let from = begin(today, WINDOW).and_time(NaiveTime::MIN);
    let to = today.and_time(NaiveTime::MIN) + TimeDelta::days(1);
    let mut readings = Vec::new();
    for monitor in &kept.zone.registers.monitors {
        for period in [ReadingPeriod::TenMinute, ReadingPeriod::Hour, ReadingPeriod::Day] {
            let range = store.range(&monitor.mn, None, period, from, to).await?;
            readings.extend(range.into_iter().map(|kept| kept.reading).filter(is_measured));
        }
    }
    Ok(readings)
}

/// Whether it is of something measured: how long equipment ran is no factor.
pub(crate) fn is_measured(reading: &Reading) -> bool {
    !reading.factor.starts_with("SB")
}
