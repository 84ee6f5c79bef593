//! Which monitors are registered, and how is each?

use chrono::{DateTime, Utc};
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

/// How a monitor is, since the program was started.
#[derive(Debug, Clone, Default)]
pub(crate) struct Health {
    /// Its MN.
    pub(crate) mn: Arc<str>,
    /// How many connections it has now.
    pub(crate) connections: usize,
    /// Where it last sent from.
    pub(crate) address: Option<IpAddr>,
    /// When its last packet came.
    pub(crate) last_packet: Option<DateTime<Utc>>,
    /// Packets that were kept.
    pub(crate) packets: u64,
    /// New readings that were laid in.
    pub(crate) readings: u64,
    /// Packets that were known already.
    pub(crate) duplicates: u64,
    /// Packets that were refused: a wrong password, a wrong address.
    pub(crate) refused: u64,
    /// Packets with a wrong check sum.
    pub(crate) bad_crc: u64,
    /// Other pieces that are no packets: a wrong length, cut short, noise.
    pub(crate) misframed: u64,
    /// What was odd about its packets, by the name of the oddity, and how often.
    pub(crate) oddities: BTreeMap<&'static str, u64>,
    /// How far its clock is ahead of ours, in milliseconds: the median of its last packets.
    pub(crate) drift_ms: Option<i64>,
    /// Commands that it never answered.
    pub(crate) unanswered: u64,
}

/// The monitors that were heard, by MN.
#[derive(Debug, Default)]
pub(crate) struct Devices {
    heard: Mutex<BTreeMap<Arc<str>, Health>>,
}

impl Devices {
    /// How each monitor is that was heard, by MN.
    pub(crate) fn health(&self) -> Vec<Health> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner).values().cloned().collect()
    }
}
