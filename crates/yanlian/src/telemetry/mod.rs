//! The line to the monitors: what they send is kept, laid in, and told to whoever watches.

mod devices;
pub mod simulate;

pub(crate) use devices::{Devices, Health};

use crate::clock::Clock;
use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use std::sync::Arc;
use tokio::sync::broadcast;
use yanlian_hj212::Dialect;
use yanlian_model::{Hj212Dialect, ReadingPeriod};

/// How many readings a watcher may lag behind; beyond it is told that it missed some.
const WATCHED: usize = 1024;

/// The line to the monitors.
pub(crate) struct Line {
    /// The monitors that are registered, and how they are.
    pub(crate) devices: Devices,
    /// The time by which packets are received.
    pub(crate) clock: Clock,
    live: broadcast::Sender<Live>,
}

/// A reading that was laid in just now.
#[derive(Debug, Clone)]
pub(crate) struct Live {
    /// The monitor's MN.
    pub(crate) monitor: Arc<str>,
    /// The factor's code.
    pub(crate) factor: Arc<str>,
    /// The time that it stands for.
    pub(crate) period: ReadingPeriod,
    /// Where the period begins, in China's local time.
    pub(crate) start: NaiveDateTime,
}

impl Line {
    /// A line on which nothing has come yet.
    pub(crate) fn new(clock: Clock) -> Line {
        Line { devices: Devices::default(), clock, live: broadcast::channel(WATCHED).0 }
    }

    /// The readings that are laid in from now on.
    pub(crate) fn watch(&self) -> broadcast::Receiver<Live> {
        self.live.subscribe()
    }

    /// How each monitor is that was heard since the program was started, by MN.
    pub(crate) fn health(&self) -> Vec<Health> {
        self.devices.health()
    }
}

/// China's local time, which packets write.
pub(crate) fn china(at: DateTime<Utc>) -> NaiveDateTime {
    at.naive_utc() + TimeDelta::hours(8)
}

/// The edition that a monitor speaks; that of 2017 where nobody says.
fn dialect(registered: Option<Hj212Dialect>) -> Dialect {
    match registered {
        Some(Hj212Dialect::Of2005) => Dialect::Y2005,
        Some(Hj212Dialect::Of2017) | None => Dialect::Y2017,
        Some(Hj212Dialect::Of2025) => Dialect::Y2025,
    }
}
