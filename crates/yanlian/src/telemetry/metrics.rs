//! What the line has done, for a monitoring system to read: Prometheus' text format.

use super::{Health, TelemetryServer};
use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering};

/// What was counted since the program was started.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    /// Connections that are open.
    pub(super) open: AtomicU64,
    /// Connections that were taken.
    pub(super) connections: AtomicU64,
    /// Connections that were not, being too many.
    pub(super) turned_away: AtomicU64,
    /// Packets that were kept.
    pub(super) packets: AtomicU64,
    /// Writes that kept them.
    pub(super) commits: AtomicU64,
    /// Packets that were known.
    pub(super) duplicates: AtomicU64,
    /// Packets of unregistered devices, with a wrong password or from a wrong address.
    pub(super) denied: AtomicU64,
    /// Pieces that are no packets.
    pub(super) misframed: AtomicU64,
    /// Packets whose readings were ingested; those that were kept and are not among them wait.
    pub(super) ingested: AtomicU64,
    /// New readings that were ingested.
    pub(super) readings: AtomicU64,
}

impl TelemetryServer {
    /// What was counted, a metric a line with its description.
    pub(crate) fn metrics(&self) -> String {
        let counts = &self.counts;
        let health = self.health();
        let connected = health.iter().filter(|health| health.connections > 0).count() as u64;
        let bad_crc = health.iter().map(|health| health.bad_crc).sum();
        let unanswered = health.iter().map(|health| health.unanswered).sum();
        let read = |count: &AtomicU64| count.load(Ordering::Relaxed);
        let rows = [
            ("connections", "gauge", "Open connections.", read(&counts.open)),
            ("devices_connected", "gauge", "Registered monitors that are connected.", connected),
            ("connections_total", "counter", "Connections taken.", read(&counts.connections)),
            ("connections_turned_away_total", "counter", "Connections beyond the limits.", read(&counts.turned_away)),
            ("packets_kept_total", "counter", "Packets kept durably.", read(&counts.packets)),
            ("commits_total", "counter", "Durable writes that kept them.", read(&counts.commits)),
            ("packets_duplicate_total", "counter", "Packets known already.", read(&counts.duplicates)),
            ("packets_denied_total", "counter", "Packets of unregistered devices or impostors.", read(&counts.denied)),
            ("pieces_misframed_total", "counter", "Pieces that are no packets.", read(&counts.misframed)),
            ("packets_bad_crc_total", "counter", "Of these, wrong check sums of known monitors.", bad_crc),
            ("packets_ingested_total", "counter", "Packets whose readings were ingested.", read(&counts.ingested)),
            ("readings_total", "counter", "New readings ingested.", read(&counts.readings)),
            ("commands_unanswered_total", "counter", "Commands never answered.", unanswered),
        ];
        let mut text = String::new();
        for (name, kind, help, value) in rows {
            head(&mut text, name, kind, help);
            // Writing to a string does not fail.
            let _ = writeln!(text, "yanlian_hj212_{name} {value}");
        }
        of_devices(&mut text, &health);
        text
    }
}

/// A number of a monitor; none where it is not known.
type OfDevice = fn(&Health) -> Option<f64>;

/// Adds what each monitor that was heard has done.
fn of_devices(text: &mut String, health: &[Health]) {
    let rows: [(&str, &str, &str, OfDevice); 4] = [
        ("device_connections", "gauge", "Open connections.", |health| Some(health.connections as f64)),
        ("device_packets_total", "counter", "Packets kept durably.", |health| Some(health.packets as f64)),
        ("device_last_packet_seconds", "gauge", "When its last packet came, in seconds since 1970.", |health| {
            health.last_packet.map(|last| last.timestamp() as f64)
        }),
        ("device_clock_ahead_seconds", "gauge", "How far its clock is ahead.", |health| {
            health.drift_ms.map(|ms| ms as f64 / 1000.0)
        }),
    ];
    for (name, kind, help, value) in rows {
        head(text, name, kind, help);
        for own in health {
            let Some(value) = value(own) else { continue };
            let mn = own.mn.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
            let _ = writeln!(text, "yanlian_hj212_{name}{{mn=\"{mn}\"}} {value}");
        }
    }
}

fn head(text: &mut String, name: &str, kind: &str, help: &str) {
    let _ = writeln!(text, "# HELP yanlian_hj212_{name} {help}\n# TYPE yanlian_hj212_{name} {kind}");
}
