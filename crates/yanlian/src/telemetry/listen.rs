//! Listens for monitors, and stops without losing what was read.

use super::journal::Journal;
use super::limits::Limits;
use super::{TelemetryServer, commands, connection, pump};
use std::collections::HashMap;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::runtime::Handle;
use tokio::sync::{Notify, watch};
use tokio::task::{Id, JoinHandle, JoinSet, spawn_blocking};

/// How long it waits when the system has no more sockets.
const PAUSE: Duration = Duration::from_millis(100);

/// A listener at work.
pub(crate) struct Listener {
    /// Where it listens.
    pub(crate) address: SocketAddr,
    stop: watch::Sender<bool>,
    work: JoinHandle<()>,
}

impl Listener {
    /// Listens at an address.
    ///
    /// # Errors
    /// Where the address cannot be listened at.
    pub(crate) async fn start(
        telemetry: Arc<TelemetryServer>,
        address: SocketAddr,
        limits: Limits,
    ) -> io::Result<Listener> {
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        let (stop, stopped) = watch::channel(false);
        let work = tokio::spawn(work(telemetry, listener, limits, stopped));
        Ok(Listener { address, stop, work })
    }

    /// Takes no more, and returns once what was read is kept, answered and ingested.
    pub(crate) async fn stop(self) {
        // The work may have ended by itself.
        let _ = self.stop.send(true);
        let _ = self.work.await;
    }
}

async fn work(telemetry: Arc<TelemetryServer>, listener: TcpListener, limits: Limits, stop: watch::Receiver<bool>) {
    let written = Arc::new(Notify::new());
    let (journal, writing) = Journal::new(Arc::clone(&telemetry), Arc::clone(&written));
    let writing = tokio::spawn(writing);
    let (all_written, rest) = watch::channel(false);
    // On a thread of its own: every row that it reads or writes would wait behind all connections.
    let (pump, runtime) = (pump::run(Arc::clone(&telemetry), written, rest), Handle::current());
    let pumping = spawn_blocking(move || runtime.block_on(pump));
    let commanding = tokio::spawn(commands::run(Arc::clone(&telemetry), limits.command, stop.clone()));
    accept(&telemetry, listener, journal, limits, stop).await;
    // The last connection has let go of the journal, so that it ends; then the pump may.
    let _ = (commanding.await, writing.await);
    let _ = all_written.send(true);
    let _ = pumping.await;
}

async fn accept(
    telemetry: &Arc<TelemetryServer>,
    listener: TcpListener,
    journal: Journal,
    limits: Limits,
    mut stop: watch::Receiver<bool>,
) {
    let mut connections = JoinSet::new();
    let mut from: HashMap<Id, IpAddr> = HashMap::new();
    loop {
        telemetry.counts.open.store(connections.len() as u64, Ordering::Relaxed);
        tokio::select! {
            _ = stop.changed() => break,
            Some(ended) = connections.join_next_with_id() => {
                from.remove(&ended.map_or_else(|panicked| panicked.id(), |(id, ())| id));
            }
            accepted = listener.accept() => {
                let Ok((stream, address)) = accepted else {
                    tokio::time::sleep(PAUSE).await;
                    continue;
                };
                let ip = address.ip();
                let of_this = from.values().filter(|other| **other == ip).count();
                if connections.len() >= limits.connections || of_this >= limits.of_an_address {
                    telemetry.counts.turned_away.fetch_add(1, Ordering::Relaxed);
                    continue;
                }
                telemetry.counts.connections.fetch_add(1, Ordering::Relaxed);
                let (telemetry, journal, stop) = (Arc::clone(telemetry), journal.clone(), stop.clone());
                let serving = connections.spawn(connection::serve(telemetry, journal, limits, (stream, address), stop));
                from.insert(serving.id(), ip);
            }
        }
    }
    drop(listener);
    connections.join_all().await;
}
