//! The survey of the day, made once for the registers and readings that it rests on.

use crate::telemetry::Line;
use chrono::{Days, NaiveDate, NaiveTime};
use std::collections::VecDeque;
use std::sync::{Arc, LazyLock};
use tokio::sync::{Mutex, watch};
use yanlian_analysis::discharge::{Book, BookFault, Settled, Survey, begin};
use yanlian_model::registers::Monitor;
use yanlian_model::{Bearing, Reading, ReadingPeriod, registers};
use yanlian_store::Readings;
use yanlian_store::telemetry::KeptReading;
use yanlian_workbench::{Snapshot, at_length};

/// How many whole days are judged one by one.
const WINDOW: u64 = 30;

/// The registers on which a survey rests: a write to others leaves it as it is.
pub(crate) static SURVEYED: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let discharge = registers::ALL.iter().filter(|register| register.bearing == Bearing::Discharge);
    discharge.map(|register| register.name).collect()
});

/// A survey, or why nothing can be judged.
pub(crate) type Surveyed = Result<Arc<Survey>, BookFault>;

/// How many surveys are held: that of the registers that pages show, and that of those that are shown next.
const HELD: usize = 2;

/// The surveys that were made last.
#[derive(Default)]
pub(crate) struct Surveys {
    /// The last one in front.
    made: Mutex<VecDeque<Made>>,
    /// Days before the window; whoever holds it surveys.
    settled: Mutex<Settled>,
    /// Counts the surveys, for pages that wait for the next.
    count: watch::Sender<u64>,
}

struct Made {
    /// The last revision that wrote to a register on which it rests.
    written: i64,
    today: NaiveDate,
    survey: Surveyed,
}

impl Made {
    /// Whether it is of these registers and of today.
    fn is_of(&self, snapshot: &Snapshot, today: NaiveDate) -> bool {
        (self.written, self.today) == (snapshot.last_written(&SURVEYED), today)
    }
}

impl Surveys {
    /// Tells whenever a survey was made.
    pub(crate) fn watch(&self) -> watch::Receiver<u64> {
        self.count.subscribe()
    }

    /// The survey of these registers and of everything that was laid in.
    async fn now(&self, line: &Line, snapshot: &Arc<Snapshot>) -> anyhow::Result<Surveyed> {
        // Whoever else asks meanwhile waits for the same survey.
        let mut settled = self.settled.lock().await;
        let today = line.clock.today();
        if let Some(survey) = self.find(snapshot, today).await.filter(|_| !line.has_changed()) {
            return Ok(survey);
        }
        // Of what fails nothing stays: the changes that are taken now would be forgotten with it.
        let mut days = std::mem::take(&mut *settled);
        let changed = line.take_changed();
        for (mn, day) in &changed {
            for monitor in snapshot.zone.registers.monitors.iter().filter(|monitor| *monitor.mn == **mn) {
                days.reopen(&monitor.outlet, *day);
            }
        }
        let surveyed = survey(&line.kept, snapshot, days, today).await;
        let mut made = self.made.lock().await;
        if !changed.is_empty() || surveyed.is_err() {
            made.clear();
        }
        let (survey, days) = surveyed?;
        *settled = days;
        made.push_front(Made { written: snapshot.last_written(&SURVEYED), today, survey: survey.clone() });
        made.truncate(HELD);
        self.count.send_modify(|count| *count += 1);
        Ok(survey)
    }

    /// The survey that is at hand for these registers, though readings came since; what came is
    /// surveyed meanwhile, and watchers are told. Waits only where there is none.
    pub(crate) async fn at_hand(
        self: &Arc<Self>,
        line: &Arc<Line>,
        snapshot: &Arc<Snapshot>,
    ) -> anyhow::Result<Surveyed> {
        let made = self.find(snapshot, line.clock.today()).await;
        let Some(survey) = made else { return self.now(line, snapshot).await };
        // Of one that is under way watchers will be told.
        if line.has_changed() && self.settled.try_lock().is_ok() {
            let (own, line, snapshot) = (Arc::clone(self), Arc::clone(line), Arc::clone(snapshot));
            tokio::spawn(async move {
                if let Err(error) = own.now(&line, &snapshot).await {
                    eprintln!("yanlian: {error:#}");
                }
            });
        }
        Ok(survey)
    }

    async fn find(&self, snapshot: &Snapshot, today: NaiveDate) -> Option<Surveyed> {
        let made = self.made.lock().await;
        made.iter().find(|made| made.is_of(snapshot, today)).map(|made| made.survey.clone())
    }
}

/// The survey of a day, of these registers and of what `store` keeps. Days before the window are
/// taken from `settled`, and settled where they are not; it comes back for the next survey.
pub(crate) async fn survey(
    store: &Readings,
    snapshot: &Arc<Snapshot>,
    mut settled: Settled,
    today: NaiveDate,
) -> anyhow::Result<(Surveyed, Settled)> {
    let registers = &snapshot.zone.registers;
    let window = today - Days::new(WINDOW);
    settled.suit(registers);
    for outlet in &registers.outlets {
        for (from, to) in settled.open(&outlet.id, begin(today, WINDOW), window) {
            let own: Vec<&Monitor> = registers.monitors.iter().filter(|row| row.outlet == outlet.id).collect();
            let readings = readings(store, &own, from, to).await?;
            let (own, outlet) = (Arc::clone(snapshot), outlet.id.clone());
            let settling = at_length(move || {
                let book = Book::new(&own.zone.registers, &readings, from, to)?;
                settled.settle(&book, &outlet);
                Ok(settled)
            });
            settled = match settling.await? {
                Ok(settled) => settled,
                Err(fault) => return Ok((Err(fault), Settled::default())),
            };
        }
    }
    let all: Vec<&Monitor> = registers.monitors.iter().collect();
    let (readings, own) = (readings(store, &all, window, today).await?, Arc::clone(snapshot));
    let surveying = at_length(move || {
        let survey = Survey::new(&own.zone.registers, &readings, &settled, today, WINDOW);
        (survey.map(Arc::new), settled)
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
