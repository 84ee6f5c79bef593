//! The server that monitors talk to: what they send is kept, answered, ingested, and told to whoever watches.
//!
//! ```text
//! socket ─► connection ─► journal (durable) ─► answer
//!                             └► pump: readings ingested ─► watchers
//! ```

mod commands;
mod connection;
pub(crate) mod demonstration;
mod devices;
mod journal;
mod limits;
mod listen;
mod metrics;
mod pump;
mod retention;
pub mod simulate;
#[cfg(test)]
mod tests;

pub(crate) use commands::Request;
pub(crate) use devices::Health;
pub(crate) use limits::Limits;
pub(crate) use listen::Listener;
pub(crate) use pump::follow as follow_readings;
pub(crate) use retention::{keep, run as purge_daily};

use crate::clock::Clock;
pub(crate) use crate::clock::china;
use anyhow::Context;
use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use commands::Commands;
use devices::{Derived, Devices};
use metrics::Counts;
use std::collections::{BTreeMap, BTreeSet};
use std::mem::take;
use std::net::IpAddr;
use std::sync::atomic::AtomicI64;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{broadcast, watch};
use yanlian_hj212::{Dialect, Packet};
use yanlian_model::{Hj212Dialect, Reading, ReadingPeriod};
use yanlian_store::telemetry::{CommandId, CommandState, KeptPacket, KeptReading, UnregisteredDevice};
use yanlian_store::{Address, Readings, StoreError};
use yanlian_workbench::Workbench;

/// How many readings a watcher may lag behind; beyond it is told that it missed some.
const WATCHED: usize = 1024;
/// How many unregistered devices are noted: whoever invents names shall not fill the disk.
const UNREGISTERED: usize = 1000;
/// Of an unregistered device's MN, how many characters are noted.
const MN: usize = 64;
/// How soon an unregistered device is noted again: whoever knocks without end shall not keep the disk busy, on
/// which the others wait.
const NOTED_AGAIN: TimeDelta = TimeDelta::minutes(1);
/// How far back a device's packets are known when it calls: what was not answered is sent again within minutes.
const RECALLED: TimeDelta = TimeDelta::minutes(10);

/// The server that monitors talk to.
pub(crate) struct TelemetryServer {
    /// Packets, readings and commands.
    pub(crate) store: Readings,
    /// The time by which packets are received.
    pub(crate) clock: Clock,
    /// What this program is called where only one may do something.
    program: String,
    /// The last packet whose readings were told here.
    through: AtomicI64,
    /// Whoever holds it ingests.
    ingesting: tokio::sync::Mutex<()>,
    /// When the program was started.
    since: DateTime<Utc>,
    devices: Devices,
    commands: Commands,
    counts: Counts,
    workbench: Arc<Workbench>,
    live: broadcast::Sender<Live>,
    news: watch::Sender<()>,
    changed: Changed,
    /// By MN, when an unregistered device was last noted and how many packets it sent since.
    unregistered: Mutex<BTreeMap<String, (DateTime<Utc>, u64)>>,
}

/// A reading that was ingested just now.
#[derive(Debug, Clone)]
pub(crate) struct Live {
    /// The monitor's MN.
    pub(crate) monitor: Arc<str>,
    /// The factor's code.
    pub(crate) factor: Arc<str>,
    /// Where the period begins, in China's local time.
    pub(crate) start: NaiveDateTime,
}

/// The days of monitors whose evidence changed since somebody last asked.
type Changed = Mutex<BTreeSet<(Arc<str>, NaiveDate)>>;

impl TelemetryServer {
    /// The server whose packets are kept at an address; what was kept and not ingested, is ingested.
    pub(crate) async fn open(
        address: &Address,
        workbench: Arc<Workbench>,
        clock: Clock,
    ) -> anyhow::Result<Arc<TelemetryServer>> {
        let store = address.open_telemetry().await;
        let store = store.with_context(|| format!("cannot open the readings of {address}"))?;
        let telemetry = TelemetryServer {
            program: format!("{}-{}", std::process::id(), clock.now().timestamp_micros()),
            through: AtomicI64::new(store.ingested_through().await?.0),
            ingesting: tokio::sync::Mutex::default(),
            store,
            clock,
            since: clock.now(),
            devices: Devices::default(),
            commands: Commands::default(),
            counts: Counts::default(),
            workbench,
            live: broadcast::channel(WATCHED).0,
            news: watch::Sender::new(()),
            changed: Changed::default(),
            unregistered: Mutex::default(),
        };
        telemetry.read_registers().await;
        pump::catch_up(&telemetry).await?;
        Ok(Arc::new(telemetry))
    }

    /// The readings that are ingested from now on.
    pub(crate) fn watch(&self) -> broadcast::Receiver<Live> {
        self.live.subscribe()
    }

    /// Tells whenever something else than a reading came: what a monitor said to a command, an unregistered device.
    pub(crate) fn news(&self) -> watch::Receiver<()> {
        self.news.subscribe()
    }

    /// Keeps how far a command has come.
    async fn advance(&self, id: CommandId, state: CommandState, note: Option<&str>) -> Result<(), StoreError> {
        let kept = self.store.advance(id, state, self.clock.now(), note).await;
        self.news.send_replace(());
        kept
    }

    /// Whether readings came that judgement rests on; instants are for looking at.
    pub(crate) fn has_changed(&self) -> bool {
        !self.changed.lock().unwrap_or_else(PoisonError::into_inner).is_empty()
    }

    /// The days of monitors whose readings changed since this was last asked.
    pub(crate) fn take_changed(&self) -> BTreeSet<(Arc<str>, NaiveDate)> {
        take(&mut *self.changed.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Notes what was ingested, and tells who watches.
    fn tell(&self, readings: Vec<KeptReading>) {
        let mut changed = self.changed.lock().unwrap_or_else(PoisonError::into_inner);
        for KeptReading { reading: Reading { monitor, factor, period, start, .. }, .. } in readings {
            if period != ReadingPeriod::RealTime {
                changed.insert((Arc::clone(&monitor), start.date()));
            }
            // Nobody may be watching.
            let _ = self.live.send(Live { monitor, factor, start });
        }
    }

    /// Notes what was derived from a kept packet. What was kept earlier and waited is not heard since the start.
    fn notice(&self, kept: &KeptPacket, derived: Derived) {
        if kept.packet.received >= self.since {
            self.devices.derived(&kept.packet, derived);
        }
    }

    /// How each monitor is that was heard since the program was started, by MN.
    pub(crate) fn health(&self) -> Vec<Health> {
        self.devices.health()
    }

    /// Lets go of what is kept, after what is under way.
    pub(crate) async fn close(&self) {
        self.store.close().await;
    }

    /// Takes the monitors as they are registered now.
    async fn read_registers(&self) {
        match self.workbench.snapshot().await {
            Ok(snapshot) => self.devices.register(snapshot.revision, &snapshot.zone.registers),
            Err(error) => eprintln!("yanlian: the registers could not be read: {error}"),
        }
    }

    /// Looks up what a device sent lately, to whichever program.
    async fn recall(&self, mn: &Arc<str>) {
        let now = self.clock.now();
        match self.store.packets(mn, now - RECALLED, now + RECALLED, devices::RECENT).await {
            Ok(kept) => self.devices.recall(mn, &kept),
            Err(error) => eprintln!("yanlian: what {mn} sent lately could not be read: {error}"),
        }
    }

    /// Notes a packet of a monitor that is not registered, so that it can be.
    async fn note_stranger(&self, packet: &Packet<'_>, from: IpAddr, bytes: &[u8]) {
        let mn: String = packet.mn.unwrap_or_default().chars().take(MN).collect();
        let now = self.clock.now();
        let packets = {
            let mut known = self.unregistered.lock().unwrap_or_else(PoisonError::into_inner);
            if mn.is_empty() || (known.len() >= UNREGISTERED && !known.contains_key(&mn)) {
                return;
            }
            let (noted, since) = known.entry(mn.clone()).or_insert((DateTime::<Utc>::MIN_UTC, 0));
            *since += 1;
            if now - *noted < NOTED_AGAIN {
                return;
            }
            *noted = now;
            take(since)
        };
        let device = UnregisteredDevice {
            mn,
            st: packet.st.map(str::to_owned),
            address: from.to_string(),
            first: now,
            last: now,
            packets,
            sample: bytes.to_vec(),
        };
        if let Err(error) = self.store.note_unregistered(&[device]).await {
            eprintln!("yanlian: an unregistered device could not be noted: {error}");
        }
        self.news.send_replace(());
    }
}

/// The edition that a monitor speaks; that of 2017 where nobody says.
fn dialect(registered: Option<Hj212Dialect>) -> Dialect {
    match registered {
        Some(Hj212Dialect::Of2005) => Dialect::Y2005,
        Some(Hj212Dialect::Of2017) | None => Dialect::Y2017,
        Some(Hj212Dialect::Of2025) => Dialect::Y2025,
    }
}
