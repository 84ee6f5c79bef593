//! Which monitors are registered, which packets are theirs, and how is each?

use super::{china, dialect};
use chrono::{DateTime, Utc};
use ipnet::IpNet;
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::hash::{BuildHasher, RandomState};
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use tokio::sync::mpsc;
use yanlian_hj212::seal::Key;
use yanlian_hj212::{Dialect, Oddities, Packet, Piece, What, pieces};
use yanlian_model::{Registers, form};
use yanlian_store::telemetry::{KeptPacket, RawPacket};

/// How many durable packets of a device are known again when they come twice.
pub(super) const RECENT: usize = 256;
/// Of how many packets the clock's drift is the median.
const DRIFTS: usize = 21;

/// How a monitor is, since the program was started.
#[derive(Debug, Clone, Default)]
pub(crate) struct Health {
    /// Its MN.
    pub(crate) mn: Arc<str>,
    /// How many connections it has now.
    pub(crate) connections: usize,
    /// Where it last sent from.
    pub(crate) address: Option<IpAddr>,
    /// When its last packet came, to this program or another.
    pub(crate) last_packet: Option<DateTime<Utc>>,
    /// Whether that came to another program on the same database.
    pub(crate) elsewhere: bool,
    /// Packets that were kept.
    pub(crate) packets: u64,
    /// Readings that were found in them.
    pub(crate) readings: u64,
    /// Packets that were known already.
    pub(crate) duplicates: u64,
    /// Packets that were refused: a wrong password, a wrong address.
    pub(crate) refused: u64,
    /// Packets with a wrong check sum.
    pub(crate) bad_crc: u64,
    /// Other pieces that are no packets: a wrong length, cut short, noise.
    pub(crate) misframed: u64,
    /// What was odd about its packets, by the name of the oddity or the finding, and how often.
    pub(crate) oddities: BTreeMap<&'static str, u64>,
    /// How far its clock is ahead of ours, in milliseconds: the median of its last packets.
    pub(crate) drift_ms: Option<i64>,
    /// Commands that it never answered.
    pub(crate) unanswered: u64,
}

/// A registered monitor, as far as its packets are checked by it.
#[derive(Debug)]
pub(super) struct Monitor {
    pub(super) mn: Arc<str>,
    pub(super) dialect: Dialect,
    pub(super) password: Option<String>,
    pub(super) st: String,
    /// By which it encrypts, where it does.
    pub(super) key: Option<Key>,
    /// Where it may send from; anywhere where there are none. One that cannot be read lets nobody in.
    allowed: Vec<Option<IpNet>>,
}

/// Why a packet is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Denied {
    /// No monitor of this MN is registered.
    Unregistered,
    /// The password is wrong, or it came from another address than allowed.
    NotItself,
}

/// What a packet is known by when it comes again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Print(u64);

/// What is noted of a packet once it is durable.
pub(super) struct Noted {
    pub(super) monitor: Arc<Monitor>,
    pub(super) print: Print,
    pub(super) oddities: Oddities,
}

/// What was derived from a kept packet.
#[derive(Debug, Default)]
pub(super) struct Derived {
    /// So many readings.
    pub(super) readings: usize,
    /// What was noticed.
    pub(super) findings: Vec<&'static str>,
    /// How far the device's clock was ahead, in milliseconds.
    pub(super) drift: Option<i64>,
}

/// What is known of one device.
#[derive(Debug, Default)]
struct Heard {
    health: Health,
    recent: VecDeque<Print>,
    drifts: VecDeque<i64>,
    /// The way down to it, the newest connection last.
    wires: Vec<mpsc::Sender<Vec<u8>>>,
}

/// The monitors that are registered, by MN, at a revision of the registers.
#[derive(Debug, Default)]
struct Registered {
    revision: Option<i64>,
    monitors: HashMap<Arc<str>, Arc<Monitor>>,
}

/// The monitors of the registers, and those that were heard.
#[derive(Debug, Default)]
pub(crate) struct Devices {
    registered: RwLock<Registered>,
    heard: Mutex<HashMap<Arc<str>, Heard>>,
    prints: RandomState,
}

impl Devices {
    /// How each monitor is that was heard, by MN.
    pub(crate) fn health(&self) -> Vec<Health> {
        let of_device = |heard: &Heard| Health { drift_ms: median(&heard.drifts), ..heard.health.clone() };
        let mut health: Vec<Health> = self.lock().values().map(of_device).collect();
        health.sort_by(|a, b| a.mn.cmp(&b.mn));
        health
    }

    /// Takes the monitors of the registers at this revision, unless it has them.
    pub(super) fn register(&self, revision: i64, registers: &Registers) {
        if self.registered.read().unwrap_or_else(PoisonError::into_inner).revision == Some(revision) {
            return;
        }
        let monitors = registers.monitors.iter().map(|row| {
            let mn: Arc<str> = row.mn.as_str().into();
            let monitor = Monitor {
                mn: Arc::clone(&mn),
                dialect: dialect(row.dialect),
                password: row.password.clone(),
                st: row.st.clone().unwrap_or_else(|| "32".to_owned()),
                key: row.sm4_key.as_deref().and_then(form::key).map(Key::new),
                allowed: row.allowed_addresses.iter().map(|range| form::addresses(range)).collect(),
            };
            (mn, Arc::new(monitor))
        });
        let registered = Registered { revision: Some(revision), monitors: monitors.collect() };
        *self.registered.write().unwrap_or_else(PoisonError::into_inner) = registered;
    }

    /// The registered monitor of this MN.
    pub(super) fn monitor(&self, mn: &str) -> Option<Arc<Monitor>> {
        self.registered.read().unwrap_or_else(PoisonError::into_inner).monitors.get(mn).cloned()
    }

    /// The monitor that a packet from this address is of.
    pub(super) fn admit(&self, packet: &Packet, from: IpAddr) -> Result<Arc<Monitor>, Denied> {
        let monitor = packet.mn.and_then(|mn| self.monitor(mn)).ok_or(Denied::Unregistered)?;
        let right_password = monitor.password.as_deref().is_none_or(|password| packet.pw == Some(password));
        let from = from.to_canonical();
        let right_address =
            monitor.allowed.is_empty() || monitor.allowed.iter().flatten().any(|range| range.contains(&from));
        if right_password && right_address {
            return Ok(monitor);
        }
        self.note(&monitor.mn, |heard| heard.health.refused += 1);
        Err(Denied::NotItself)
    }

    /// What a packet is known by when it comes again.
    pub(super) fn print(&self, segment: &[u8]) -> Print {
        Print(self.prints.hash_one(segment))
    }

    /// Whether this packet of the device is durable already; counted where it is.
    pub(super) fn is_known(&self, mn: &Arc<str>, print: Print) -> bool {
        self.note(mn, |heard| {
            let known = heard.recent.contains(&print);
            heard.health.duplicates += u64::from(known);
            known
        })
    }

    /// Takes packets of a device that are kept already: those that come again are known.
    pub(super) fn recall(&self, mn: &Arc<str>, kept: &[KeptPacket]) {
        let frame = |piece: Piece| match piece.what {
            What::Frame(frame) => Some(self.print(frame.segment)),
            _ => None,
        };
        let prints: Vec<Print> = kept.iter().filter_map(|kept| pieces(&kept.packet.bytes).find_map(frame)).collect();
        self.note(mn, |heard| {
            for print in prints {
                if !heard.recent.contains(&print) {
                    push(&mut heard.recent, print, RECENT);
                }
            }
        });
    }

    /// Packets that are durable now: those that come again are known.
    pub(super) fn know(&self, packets: &[(Arc<str>, Print)]) {
        for (mn, print) in packets {
            self.note(mn, |heard| push(&mut heard.recent, *print, RECENT));
        }
    }

    /// Notes what came from `from` and is durable now.
    pub(super) fn remember(&self, noted: &[Noted], from: IpAddr, at: DateTime<Utc>) {
        for packet in noted {
            self.note(&packet.monitor.mn, |heard| {
                heard.health.packets += 1;
                (heard.health.last_packet, heard.health.elsewhere) = (Some(at), false);
                heard.health.address = Some(from);
                for oddity in packet.oddities.iter() {
                    *heard.health.oddities.entry(oddity.name()).or_default() += 1;
                }
            });
        }
    }

    /// Notes what was derived from a kept packet, whichever program it came to.
    pub(super) fn derived(&self, kept: &RawPacket, derived: Derived) {
        let Some(monitor) = self.monitor(&kept.mn) else { return };
        self.note(&monitor.mn, |heard| {
            if heard.health.last_packet < Some(kept.received) {
                (heard.health.last_packet, heard.health.elsewhere) = (Some(kept.received), true);
            }
            if let Some(drift) = derived.drift {
                push(&mut heard.drifts, drift, DRIFTS);
            }
            heard.health.readings += derived.readings as u64;
            for finding in derived.findings {
                *heard.health.oddities.entry(finding).or_default() += 1;
            }
        });
    }

    /// Notes a piece that is no packet, on a line over which the device spoke before.
    pub(super) fn misframed(&self, mn: &Arc<str>, bad_crc: bool) {
        self.note(mn, |heard| match bad_crc {
            true => heard.health.bad_crc += 1,
            false => heard.health.misframed += 1,
        });
    }

    /// Notes a command that was never answered.
    pub(super) fn unanswered(&self, mn: &str) {
        if let Some(monitor) = self.monitor(mn) {
            self.note(&monitor.mn, |heard| heard.health.unanswered += 1);
        }
    }

    /// Notes a connection over which the device speaks, the way down to it.
    pub(super) fn connect(&self, mn: &Arc<str>, wire: &mpsc::Sender<Vec<u8>>) {
        self.note(mn, |heard| {
            heard.wires.push(wire.clone());
            heard.health.connections = heard.wires.len();
        });
    }

    /// Notes that a connection is no more.
    pub(super) fn disconnect(&self, mn: &Arc<str>, wire: &mpsc::Sender<Vec<u8>>) {
        self.note(mn, |heard| {
            heard.wires.retain(|other| !other.same_channel(wire));
            heard.health.connections = heard.wires.len();
        });
    }

    /// Whether the device has a line to this program.
    pub(super) fn is_connected(&self, mn: &str) -> bool {
        self.lock().get(mn).is_some_and(|heard| !heard.wires.is_empty())
    }

    /// Sends down to a device; false where it is not connected or takes nothing.
    pub(super) fn send_down(&self, mn: &str, bytes: &[u8]) -> bool {
        let heard = self.lock();
        let wire = heard.get(mn).and_then(|heard| heard.wires.last());
        wire.is_some_and(|wire| wire.try_send(bytes.to_vec()).is_ok())
    }

    fn note<T>(&self, mn: &Arc<str>, note: impl FnOnce(&mut Heard) -> T) -> T {
        let mut heard = self.lock();
        let heard = heard.entry(Arc::clone(mn)).or_insert_with(|| Heard {
            health: Health { mn: Arc::clone(mn), ..Health::default() },
            ..Heard::default()
        });
        note(heard)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Arc<str>, Heard>> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The middle of what was measured; none of nothing.
fn median(window: &VecDeque<i64>) -> Option<i64> {
    let mut sorted: Vec<i64> = window.iter().copied().collect();
    sorted.sort_unstable();
    sorted.get(sorted.len() / 2).copied()
}

fn push<T>(window: &mut VecDeque<T>, item: T, length: usize) {
    if window.len() == length {
        window.pop_front();
    }
    window.push_back(item);
}

/// How far a device's clock is ahead of ours by what a packet says, in milliseconds. A packet that is
/// sent again, or of history, keeps the time of its first sending only where its QN does.
pub(super) fn drift(packet: &Packet, received: DateTime<Utc>) -> Option<i64> {
    let instant = || packet.content.time("DataTime").filter(|_| packet.cn == Some("2011"));
    let said = packet.qn_time().or_else(instant).filter(|_| packet.rf.is_none())?;
    Some((said - china(received)).num_milliseconds())
}
