//! Writes packets durably, all that wait in one go.
//!
//! A connection hands over what it read and waits; its answers go out when it is woken. While one
//! write is under way the next packets gather, so that one sync to disk serves many devices. A packet that a
//! device sent again over another line while the first waited here is kept once.

use super::TelemetryServer;
use super::devices::Print;
use std::collections::HashSet;
use std::mem::take;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use tokio::sync::{Notify, mpsc, oneshot};
use yanlian_store::telemetry::RawPacket;

/// The most batches that wait; a connection with another one waits to hand it over.
const WAITING: usize = 1024;

/// A packet that was not there when it came, the device that sent it, and what it is known by.
pub(super) struct Fresh {
    pub(super) mn: Arc<str>,
    pub(super) print: Print,
    pub(super) packet: RawPacket,
}

/// Packets that a connection read, and how it is woken.
pub(super) struct Batch {
    packets: Vec<Fresh>,
    durable: oneshot::Sender<()>,
}

/// Where connections hand over what they read.
#[derive(Clone)]
pub(super) struct Journal(mpsc::Sender<Batch>);

impl Journal {
    /// A journal, and the task that writes it until the last connection has let go of it.
    pub(super) fn new(
        telemetry: Arc<TelemetryServer>,
        written: Arc<Notify>,
    ) -> (Journal, impl Future<Output = ()> + Send) {
        let (sender, receiver) = mpsc::channel(WAITING);
        (Journal(sender), write(telemetry, receiver, written))
    }

    /// Keeps packets; true once they are durable, false where that failed.
    pub(super) async fn keep(&self, packets: Vec<Fresh>) -> bool {
        let (durable, woken) = oneshot::channel();
        self.0.send(Batch { packets, durable }).await.is_ok() && woken.await.is_ok()
    }
}

async fn write(telemetry: Arc<TelemetryServer>, mut batches: mpsc::Receiver<Batch>, written: Arc<Notify>) {
    let mut waiting = Vec::new();
    while batches.recv_many(&mut waiting, WAITING).await > 0 {
        let fresh = waiting.iter_mut().flat_map(|batch| take(&mut batch.packets));
        let mut met = HashSet::new();
        let (prints, packets): (Vec<_>, Vec<RawPacket>) = fresh
            .map(|Fresh { mn, print, packet }| ((mn, print), packet))
            .filter(|((mn, print), _)| !telemetry.devices.is_known(mn, *print) && met.insert((Arc::clone(mn), *print)))
            .unzip();
        match telemetry.store.keep(&packets).await {
            Ok(_) => {
                telemetry.counts.commits.fetch_add(1, Ordering::Relaxed);
                telemetry.counts.packets.fetch_add(packets.len() as u64, Ordering::Relaxed);
                telemetry.devices.know(&prints);
                for batch in waiting.drain(..) {
                    // A connection that is gone needs no waking.
                    let _ = batch.durable.send(());
                }
                written.notify_one();
            }
            Err(error) => {
                eprintln!("yanlian: packets could not be kept: {error}");
                waiting.clear();
            }
        }
    }
}
