//! Ingests the readings of packets that are kept, in order, and tells who watches.
//!
//! It follows the packets at its own pace: under load it lags, so that answers are not kept waiting by
//! it. What it has ingested is written down with the readings, so that after a crash it goes on where it
//! was, and nothing is ingested twice.
//!
//! Of several programs on one database each follows all packets, tells its own watchers, and ingests what
//! no other has: what is ingested once more changes nothing.

use super::devices::{Derived, drift};
use super::{TelemetryServer, china};
use chrono::TimeDelta;
use std::borrow::Cow;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::sync::{Notify, watch};
use tokio::time::{Instant, sleep, sleep_until};
use yanlian_hj212::{Packet, Text, What, pieces, seal};
use yanlian_intake::telemetry::readings;
use yanlian_model::Reading;
use yanlian_store::StoreError;
use yanlian_store::telemetry::{KeptPacket, KeptReading, PacketId, RawPacket};

/// How many packets are ingested at a time.
const AT_A_TIME: usize = 20_000;
/// How far apart lots begin: what comes meanwhile is ingested together, page by page.
const GATHER: Duration = Duration::from_millis(300);
/// How many times as long as a lot took it rests behind it: it takes a third of a core at most.
const REST: u32 = 2;
/// What is noticed of a packet whose content cannot be decrypted.
pub(super) const UNREAD: &str = "sealed-unread";
/// What is noticed of a packet whose readings are ahead of their time.
pub(super) const AHEAD: &str = "reading-ahead";
/// How far the clocks of monitors may be ahead. What is further ahead was not measured at its time.
const AHEAD_AT_MOST: TimeDelta = TimeDelta::hours(1);
/// How long it waits after the database failed.
const PAUSE: Duration = Duration::from_secs(1);

/// Ingests whatever is written, until it is told to stop and nothing is left.
pub(super) async fn run(telemetry: Arc<TelemetryServer>, written: Arc<Notify>, mut stop: watch::Receiver<bool>) {
    loop {
        // Whoever could still tell it to stop may be gone.
        let stopping = *stop.borrow() || stop.has_changed().is_err();
        let begun = Instant::now();
        match seen_and_ingested(&telemetry).await {
            Ok((_, Left::Nothing)) if stopping => return,
            Ok(_) if stopping => {}
            Ok((seen, left)) => {
                let next = (begun + GATHER).max(Instant::now() + begun.elapsed() * REST);
                tokio::select! { () = gather(&telemetry, seen, left, next, &written) => (), _ = stop.changed() => () }
            }
            Err(error) => {
                eprintln!("yanlian: readings could not be ingested: {error}");
                if stopping {
                    // They are kept, and ingested at the next start.
                    return;
                }
                sleep(PAUSE).await;
            }
        }
    }
}

/// Ingests readings as long as it is let, for a program that hears no monitors itself.
pub(crate) async fn follow(telemetry: Arc<TelemetryServer>) {
    let (_never, stop) = watch::channel(false);
    run(telemetry, Arc::default(), stop).await;
}

/// Ingests some, and gives what the sequence was before.
async fn seen_and_ingested(telemetry: &TelemetryServer) -> Result<(i64, Left), StoreError> {
    let seen = telemetry.store.sequence().await?;
    Ok((seen, ingest_some(telemetry).await?))
}

/// Waits until something was written here or ingested elsewhere, where nothing is left, and until it is time.
async fn gather(telemetry: &TelemetryServer, seen: i64, left: Left, next: Instant, written: &Notify) {
    if left == Left::Nothing {
        let elsewhere = async {
            if let Err(error) = telemetry.store.wait_past(seen).await {
                eprintln!("yanlian: what other programs ingest is not heard: {error}");
                sleep(PAUSE).await;
            }
        };
        tokio::select! { () = written.notified() => (), () = elsewhere => () }
    }
    sleep_until(next).await;
}

/// Ingests everything that is kept and waits.
pub(super) async fn catch_up(telemetry: &TelemetryServer) -> Result<(), StoreError> {
    while ingest_some(telemetry).await? == Left::Perhaps {}
    Ok(())
}

/// Whether packets still wait behind a lot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Left {
    Nothing,
    Perhaps,
}

/// Ingests some of what is kept and waits.
async fn ingest_some(telemetry: &TelemetryServer) -> Result<Left, StoreError> {
    let _laying_in = telemetry.ingesting.lock().await;
    // A crash of the database may have set back what is ingested, never the packets.
    let laid = telemetry.store.ingested_through().await?;
    let after = laid.min(PacketId(telemetry.through.load(Ordering::Relaxed)));
    let waiting = telemetry.store.after(after, AT_A_TIME).await?;
    ingest(telemetry, after, &waiting).await?;
    Ok(if waiting.len() < AT_A_TIME { Left::Nothing } else { Left::Perhaps })
}

/// Ingests packets that are kept: the first ones behind `after`, in their order.
pub(super) async fn ingest(
    telemetry: &TelemetryServer,
    after: PacketId,
    waiting: &[KeptPacket],
) -> Result<(), StoreError> {
    let Some(last) = waiting.last() else { return Ok(()) };
    let mut found = Vec::new();
    for kept in waiting {
        let latest = china(kept.packet.received) + AHEAD_AT_MOST;
        let of = |reading: Reading| KeptReading { ahead: reading.start > latest, reading, packet: kept.id };
        let own: Vec<KeptReading> = read(telemetry, kept).into_iter().map(of).collect();
        if own.iter().any(|reading| reading.ahead) {
            telemetry.notice(kept, Derived { findings: vec![AHEAD], ..Derived::default() });
        }
        found.extend(own);
    }
    let ingested = telemetry.store.ingest(&found, after, last.id).await?;
    telemetry.through.fetch_max(last.id.0, Ordering::Relaxed);
    telemetry.counts.ingested.fetch_add(waiting.len() as u64, Ordering::Relaxed);
    telemetry.counts.readings.fetch_add(ingested.new as u64, Ordering::Relaxed);
    telemetry.tell(found);
    Ok(())
}

/// The readings of a kept packet. What was noticed is counted; the packet itself stays as evidence.
fn read(telemetry: &TelemetryServer, kept: &KeptPacket) -> Vec<Reading> {
    let RawPacket { mn, bytes, .. } = &kept.packet;
    let frame = pieces(bytes).find_map(|piece| match piece.what {
        What::Frame(frame) => Some(frame),
        _ => None,
    });
    let Some(frame) = frame else { return Vec::new() };
    let key = || telemetry.devices.monitor(mn)?.key.clone();
    let segment = match frame.is_sealed() {
        false => Some(Cow::Borrowed(frame.segment)),
        true => key().and_then(|key| seal::open(&frame, &key).ok()).map(Cow::Owned),
    };
    let Some(segment) = segment else {
        telemetry.notice(kept, Derived { findings: vec![UNREAD], ..Derived::default() });
        return Vec::new();
    };
    let text = Text::decode(&segment);
    let packet = Packet::parse(&text).0;
    let (found, findings) = readings(&packet);
    let findings = findings.iter().map(|finding| finding.message.id).collect();
    let drift = drift(&packet, kept.packet.received);
    telemetry.notice(kept, Derived { readings: found.len(), findings, drift });
    found
}
