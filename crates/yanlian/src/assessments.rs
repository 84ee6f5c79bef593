//! The assessment of the day, made once for the registers and readings that it rests on.

use crate::telemetry::TelemetryServer;
use chrono::{Days, NaiveDate, NaiveTime};
use std::collections::VecDeque;
use std::sync::{Arc, LazyLock};
use tokio::sync::{Mutex, watch};
use yanlian_analysis::discharge::{ClosedDays, DischargeAssessment, ReadingSet, ReadingSetFault, begin};
use yanlian_model::registers::Monitor;
use yanlian_model::{Bearing, Reading, ReadingPeriod, registers};
use yanlian_store::Readings;
use yanlian_store::telemetry::KeptReading;
use yanlian_workbench::{Snapshot, at_length};

/// How many whole days are judged one by one.
const WINDOW: u64 = 30;

/// The registers on which an assessment rests: a write to others leaves it as it is.
pub(crate) static ASSESSED: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let discharge = registers::ALL.iter().filter(|register| register.bearing == Bearing::Discharge);
    discharge.map(|register| register.name).collect()
});

/// An assessment, or why nothing can be judged.
pub(crate) type Assessed = Result<Arc<DischargeAssessment>, ReadingSetFault>;

/// How many assessments are held: that of the registers that pages show, and that of those that are shown next.
const HELD: usize = 2;

/// The assessments that were made last.
#[derive(Default)]
pub(crate) struct Assessments {
    /// The last one in front.
    made: Mutex<VecDeque<Made>>,
    /// Days before the window; whoever holds it assesses.
    closed: Mutex<ClosedDays>,
    /// Counts the assessments, for pages that wait for the next.
    count: watch::Sender<u64>,
}

struct Made {
    /// The last revision that wrote to a register on which it rests.
    written: i64,
    today: NaiveDate,
    assessment: Assessed,
}

impl Made {
    /// Whether it is of these registers and of today.
    fn is_of(&self, snapshot: &Snapshot, today: NaiveDate) -> bool {
        (self.written, self.today) == (snapshot.last_written(&ASSESSED), today)
    }
}

impl Assessments {
    /// Tells whenever an assessment was made.
    pub(crate) fn watch(&self) -> watch::Receiver<u64> {
        self.count.subscribe()
    }

    /// The assessment of these registers and of everything that was ingested.
    async fn now(&self, telemetry: &TelemetryServer, snapshot: &Arc<Snapshot>) -> anyhow::Result<Assessed> {
        // Whoever else asks meanwhile waits for the same assessment.
        let mut closed = self.closed.lock().await;
        let today = telemetry.clock.today();
        if let Some(assessment) = self.find(snapshot, today).await.filter(|_| !telemetry.has_changed()) {
            return Ok(assessment);
        }
        // Of what fails nothing stays: the changes that are taken now would be forgotten with it.
        let mut days = std::mem::take(&mut *closed);
        let changed = telemetry.take_changed();
        for (mn, day) in &changed {
            for monitor in snapshot.zone.registers.monitors.iter().filter(|monitor| *monitor.mn == **mn) {
                days.reopen(&monitor.outlet, *day);
            }
        }
        let assessed = assess(&telemetry.store, snapshot, days, today).await;
        let mut made = self.made.lock().await;
        if !changed.is_empty() || assessed.is_err() {
            made.clear();
        }
        let (assessment, days) = assessed?;
        *closed = days;
        made.push_front(Made { written: snapshot.last_written(&ASSESSED), today, assessment: assessment.clone() });
        made.truncate(HELD);
        self.count.send_modify(|count| *count += 1);
        Ok(assessment)
    }

    /// The assessment that is at hand for these registers, though readings came since; what came is
    /// assessed meanwhile, and watchers are told. Waits only where there is none.
    pub(crate) async fn at_hand(
        self: &Arc<Self>,
        telemetry: &Arc<TelemetryServer>,
        snapshot: &Arc<Snapshot>,
    ) -> anyhow::Result<Assessed> {
        let made = self.find(snapshot, telemetry.clock.today()).await;
        let Some(assessment) = made else { return self.now(telemetry, snapshot).await };
        // Of one that is under way watchers will be told.
        if telemetry.has_changed() && self.closed.try_lock().is_ok() {
            let (own, telemetry, snapshot) = (Arc::clone(self), Arc::clone(telemetry), Arc::clone(snapshot));
            tokio::spawn(async move {
                if let Err(error) = own.now(&telemetry, &snapshot).await {
                    eprintln!("yanlian: {error:#}");
                }
            });
        }
        Ok(assessment)
    }

    async fn find(&self, snapshot: &Snapshot, today: NaiveDate) -> Option<Assessed> {
        let made = self.made.lock().await;
        made.iter().find(|made| made.is_of(snapshot, today)).map(|made| made.assessment.clone())
    }
}

/// The assessment of a day, of these registers and of what `store` keeps. Days before the window are
/// taken from `closed`, and closed where they are not; it comes back for the next assessment.
pub(crate) async fn assess(
    store: &Readings,
    snapshot: &Arc<Snapshot>,
    mut closed: ClosedDays,
    today: NaiveDate,
) -> anyhow::Result<(Assessed, ClosedDays)> {
    let registers = &snapshot.zone.registers;
    let window = today - Days::new(WINDOW);
    closed.suit(registers);
    for outlet in &registers.outlets {
        for (from, to) in closed.open(&outlet.id, begin(today, WINDOW), window) {
            let own: Vec<&Monitor> = registers.monitors.iter().filter(|row| row.outlet == outlet.id).collect();
            let readings = readings(store, &own, from, to).await?;
            let (own, outlet) = (Arc::clone(snapshot), outlet.id.clone());
            let closing = at_length(move || {
                let set = ReadingSet::new(&own.zone.registers, &readings, from, to)?;
                closed.close(&set, &outlet);
                Ok(closed)
            });
            closed = match closing.await? {
                Ok(closed) => closed,
                Err(fault) => return Ok((Err(fault), ClosedDays::default())),
            };
        }
    }
    let all: Vec<&Monitor> = registers.monitors.iter().collect();
    let (readings, own) = (readings(store, &all, window, today).await?, Arc::clone(snapshot));
    let surveying = at_length(move || {
        let assessment = DischargeAssessment::new(&own.zone.registers, &readings, &closed, today, WINDOW);
        (assessment.map(Arc::new), closed)
    });
    Ok(surveying.await?)
}

/// Every reading of monitors that judgement rests on, of the days `from` to `to`.
async fn readings(
    store: &Readings,
    monitors: &[&Monitor],
    from: NaiveDate,
    to: NaiveDate,
) -> anyhow::Result<Vec<Reading>> {
    let (from, end) = (from.and_time(NaiveTime::MIN), (to + Days::new(1)).and_time(NaiveTime::MIN));
    let mut readings = Vec::new();
    for monitor in monitors {
        for period in [ReadingPeriod::TenMinute, ReadingPeriod::Hour, ReadingPeriod::Day] {
            let range = store.range(&monitor.mn, None, period, from, end).await?;
            readings.extend(range.into_iter().filter(is_evidence).map(|kept| kept.reading));
        }
    }
    Ok(readings)
}

/// Whether days may be judged by it: it is of something measured, and not ahead of its time.
pub(crate) fn is_evidence(kept: &KeptReading) -> bool {
    !kept.ahead && is_measured(&kept.reading)
}

/// Whether it is of something measured: how long equipment ran is no factor.
pub(crate) fn is_measured(reading: &Reading) -> bool {
    !reading.factor.starts_with("SB")
}
