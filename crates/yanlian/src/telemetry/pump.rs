//! Lays in the readings of packets that are kept, in order, and tells who watches.
//!
//! It follows the packets at its own pace: under load it lags, so that answers are not kept waiting by
//! it. What it has laid in is written down with the readings, so that after a crash it goes on where it
//! was, and nothing is laid in twice.
//!
//! Of several programs on one database each follows all packets, tells its own watchers, and lays in what
//! no other has: what is laid in once more changes nothing.

use super::devices::{Derived, drift};
use super::{Line, china};
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

/// How many packets are laid in at a time.
const AT_A_TIME: usize = 20_000;
/// How far apart lots begin: what comes meanwhile is laid in together, page by page.
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

/// Lays in whatever is written, until it is told to stop and nothing is left.
pub(super) async fn run(line: Arc<Line>, written: Arc<Notify>, mut stop: watch::Receiver<bool>) {
    loop {
        // Whoever could still tell it to stop may be gone.
        let stopping = *stop.borrow() || stop.has_changed().is_err();
        let begun = Instant::now();
        match seen_and_laid_in(&line).await {
            Ok((_, Left::Nothing)) if stopping => return,
            Ok(_) if stopping => {}
            Ok((seen, left)) => {
                let next = (begun + GATHER).max(Instant::now() + begun.elapsed() * REST);
                tokio::select! { () = gather(&line, seen, left, next, &written) => (), _ = stop.changed() => () }
            }
            Err(error) => {
                eprintln!("yanlian: readings could not be laid in: {error}");
                if stopping {
                    // They are kept, and laid in at the next start.
                    return;
                }
                sleep(PAUSE).await;
            }
        }
    }
}

/// Lays in readings as long as it is let, for a program that hears no monitors itself.
pub(crate) async fn follow(line: Arc<Line>) {
    let (_never, stop) = watch::channel(false);
    run(line, Arc::default(), stop).await;
}

/// Lays in some, and gives what the sequence was before.
async fn seen_and_laid_in(line: &Line) -> Result<(i64, Left), StoreError> {
    let seen = line.kept.sequence().await?;
    Ok((seen, lay_in_some(line).await?))
}

/// Waits until something was written here or laid in elsewhere, where nothing is left, and until it is time.
async fn gather(line: &Line, seen: i64, left: Left, next: Instant, written: &Notify) {
    if left == Left::Nothing {
        let elsewhere = async {
            if let Err(error) = line.kept.wait_past(seen).await {
                eprintln!("yanlian: what other programs lay in is not heard: {error}");
                sleep(PAUSE).await;
            }
        };
        tokio::select! { () = written.notified() => (), () = elsewhere => () }
    }
    sleep_until(next).await;
}

/// Lays in everything that is kept and waits.
pub(super) async fn catch_up(line: &Line) -> Result<(), StoreError> {
    while lay_in_some(line).await? == Left::Perhaps {}
    Ok(())
}

/// Whether packets still wait behind a lot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Left {
    Nothing,
    Perhaps,
}

/// Lays in some of what is kept and waits.
async fn lay_in_some(line: &Line) -> Result<Left, StoreError> {
    let _laying_in = line.laying_in.lock().await;
    // A crash of the database may have set back what is laid in, never the packets.
    let laid = line.kept.laid_through().await?;
    let after = laid.min(PacketId(line.through.load(Ordering::Relaxed)));
    let waiting = line.kept.after(after, AT_A_TIME).await?;
    lay_in(line, after, &waiting).await?;
    Ok(if waiting.len() < AT_A_TIME { Left::Nothing } else { Left::Perhaps })
}

/// Lays in packets that are kept: the first ones behind `after`, in their order.
pub(super) async fn lay_in(line: &Line, after: PacketId, waiting: &[KeptPacket]) -> Result<(), StoreError> {
    let Some(last) = waiting.last() else { return Ok(()) };
    let mut found = Vec::new();
    for kept in waiting {
        let latest = china(kept.packet.received) + AHEAD_AT_MOST;
        let of = |reading: Reading| KeptReading { ahead: reading.start > latest, reading, packet: kept.id };
        let own: Vec<KeptReading> = read(line, kept).into_iter().map(of).collect();
        if own.iter().any(|reading| reading.ahead) {
            line.notice(kept, Derived { findings: vec![AHEAD], ..Derived::default() });
        }
        found.extend(own);
    }
    let laid_in = line.kept.lay_in(&found, after, last.id).await?;
    line.through.fetch_max(last.id.0, Ordering::Relaxed);
    line.counts.laid_in.fetch_add(waiting.len() as u64, Ordering::Relaxed);
    line.counts.readings.fetch_add(laid_in.new as u64, Ordering::Relaxed);
    line.tell(found);
    Ok(())
}

/// The readings of a kept packet. What was noticed is counted; the packet itself stays as evidence.
fn read(line: &Line, kept: &KeptPacket) -> Vec<Reading> {
    let RawPacket { mn, bytes, .. } = &kept.packet;
    let frame = pieces(bytes).find_map(|piece| match piece.what {
        What::Frame(frame) => Some(frame),
        _ => None,
    });
    let Some(frame) = frame else { return Vec::new() };
    let key = || line.devices.monitor(mn)?.key.clone();
    let segment = match frame.is_sealed() {
        false => Some(Cow::Borrowed(frame.segment)),
        true => key().and_then(|key| seal::open(&frame, &key).ok()).map(Cow::Owned),
    };
    let Some(segment) = segment else {
        line.notice(kept, Derived { findings: vec![UNREAD], ..Derived::default() });
        return Vec::new();
    };
    let text = Text::decode(&segment);
    let packet = Packet::parse(&text).0;
    let (found, findings) = readings(&packet);
    let findings = findings.iter().map(|finding| finding.message.id).collect();
    let drift = drift(&packet, kept.packet.received);
    line.notice(kept, Derived { readings: found.len(), findings, drift });
    found
}
