//! One connection: read, check, keep, answer.
//!
//! ```text
//! reading ─► framed ─► admitted? ─► known? ─► kept (durable) ─► answered ─► reading
//!    │                    └ no: closed after what came before is answered
//!    └ silent, half a packet, too much rubbish, told to stop: closed
//! ```

use super::devices::{Denied, Monitor, Noted};
use super::journal::{Fresh, Journal};
use super::limits::Limits;
use super::{TelemetryServer, commands};
use std::collections::BTreeMap;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, sleep_until, timeout};
use yanlian_hj212::{Command, Framer, Packet, Piece, Refusal, What};
use yanlian_store::telemetry::RawPacket;

/// How much is read at a time, in bytes.
const CHUNK: usize = 16 * 1024;
/// Commands that wait to go down.
const DOWN: usize = 16;

/// Why a connection ends.
enum End {
    /// There is no more to say.
    Closed,
    /// The line failed.
    Failed,
}

impl From<io::Error> for End {
    fn from(_: io::Error) -> End {
        End::Failed
    }
}

/// A connection and what it has been told so far.
pub(super) struct Connection {
    pub(super) telemetry: Arc<TelemetryServer>,
    pub(super) journal: Journal,
    pub(super) limits: Limits,
    pub(super) from: SocketAddr,
    stream: TcpStream,
    /// Pieces in a row that are no packets.
    rubbish: usize,
    /// When reading may go on without being faster than allowed.
    pace: Instant,
    wire: mpsc::Sender<Vec<u8>>,
    /// The devices that spoke over it, the last one's place kept beside them.
    spoke: BTreeMap<Arc<str>, Arc<Monitor>>,
    last: Option<Arc<str>>,
}

/// What a chunk brought.
#[derive(Default)]
struct Gathered {
    packets: Vec<RawPacket>,
    noted: Vec<Noted>,
    replies: Vec<commands::Heard>,
    /// Devices that asked to be told the time.
    ask_time: Vec<Arc<str>>,
    answers: Vec<u8>,
    /// Whether the connection ends behind it.
    ends: bool,
}

/// Serves a connection until it ends.
pub(super) async fn serve(
    telemetry: Arc<TelemetryServer>,
    journal: Journal,
    limits: Limits,
    (stream, from): (TcpStream, SocketAddr),
    stop: watch::Receiver<bool>,
) {
    let (wire, down) = mpsc::channel(DOWN);
    // An answer goes out at once; where that cannot be set it goes out a little later.
    let _ = stream.set_nodelay(true);
    let mut connection = Connection {
        telemetry,
        journal,
        limits,
        from,
        stream,
        rubbish: 0,
        pace: Instant::now(),
        wire,
        spoke: BTreeMap::new(),
        last: None,
    };
    // How it ended is no news: a device that was not answered sends again.
    let _ = connection.talk(down, stop).await;
    for mn in connection.spoke.keys() {
        connection.telemetry.devices.disconnect(mn, &connection.wire);
    }
}

impl Connection {
    async fn talk(&mut self, mut down: mpsc::Receiver<Vec<u8>>, mut stop: watch::Receiver<bool>) -> Result<(), End> {
        let mut framer = Framer::new();
        let mut buffer = vec![0; CHUNK];
        let mut half_since: Option<Instant> = None;
        while !*stop.borrow() {
            let patience = match half_since {
                None => self.limits.idle,
                Some(since) => {
                    let left = (since + self.limits.half).saturating_duration_since(Instant::now());
                    self.limits.silence.min(left)
                }
            };
            sleep_until(self.pace).await;
            tokio::select! {
                _ = stop.changed() => break,
                Some(bytes) = down.recv() => self.write(&bytes).await?,
                read = timeout(patience, self.stream.read(&mut buffer)) => match read {
                    Ok(read) => {
                        let read = read?;
                        self.take(&mut framer, &buffer[..read], read == 0).await?;
                        self.spend(read);
                    }
                    Err(_) if half_since.is_none() => return Err(End::Closed),
                    Err(_) => self.fell_silent(&mut framer).await?,
                },
            }
            half_since = (framer.held() > 0).then(|| half_since.unwrap_or_else(Instant::now));
            if half_since.is_some_and(|since| since.elapsed() >= self.limits.half) {
                self.take(&mut framer, &[], true).await?;
            }
        }
        Ok(())
    }

    /// The line fell silent: what is held may be a whole packet that only lacks its line's end.
    async fn fell_silent(&mut self, framer: &mut Framer) -> Result<(), End> {
        let mut ended = framer.clone();
        let whole = ended.finish().is_some_and(|piece| matches!(piece.what, What::Frame(_)));
        if !whole {
            return Ok(());
        }
        let gathered = {
            let mut gathered = Gathered::default();
            while let Some(piece) = framer.finish() {
                self.piece(piece, &mut gathered).await;
            }
            gathered
        };
        self.flush(gathered).await
    }

    /// Takes a chunk: keeps its packets, answers them. The last chunk ends the connection.
    async fn take(&mut self, framer: &mut Framer, mut chunk: &[u8], last: bool) -> Result<(), End> {
        let mut gathered = Gathered::default();
        while let Some(piece) = framer.next(&mut chunk).filter(|_| !gathered.ends) {
            self.piece(piece, &mut gathered).await;
        }
        while last
            && !gathered.ends
            && let Some(piece) = framer.finish()
        {
            self.piece(piece, &mut gathered).await;
        }
        gathered.ends |= last;
        self.flush(gathered).await
    }

    /// Checks one piece and puts it with the others.
    async fn piece(&mut self, piece: Piece<'_>, gathered: &mut Gathered) {
        let What::Frame(frame) = piece.what else {
            self.rubbish += 1;
            gathered.ends |= self.rubbish > self.limits.rubbish;
            let bad_crc = matches!(piece.what, What::Refused(Refusal::CrcWrong { .. }));
            self.telemetry.counts.misframed.fetch_add(1, Ordering::Relaxed);
            if let Some(mn) = &self.last {
                self.telemetry.devices.misframed(mn, bad_crc);
            }
            return;
        };
        self.rubbish = 0;
        let text = frame.text();
        let (packet, odd) = Packet::parse(&text);
        let Ok(monitor) = self.admit(&packet, piece.bytes).await else {
            self.telemetry.counts.denied.fetch_add(1, Ordering::Relaxed);
            gathered.ends = true;
            return;
        };
        self.speaks(&monitor).await;
        let answer = packet.answer(monitor.dialect).and_then(|answer| answer.encode().ok());
        gathered.answers.extend(answer.into_iter().flatten());
        let print = self.telemetry.devices.print(frame.segment);
        let gathers = gathered.noted.iter().any(|noted| noted.print == print);
        if self.telemetry.devices.is_known(&monitor.mn, print) || gathers {
            self.telemetry.counts.duplicates.fetch_add(1, Ordering::Relaxed);
            return;
        }
        let received = self.telemetry.clock.now();
        match packet.command() {
            Some(Command::AskTime) => gathered.ask_time.push(Arc::clone(&monitor.mn)),
            _ => gathered.replies.extend(commands::heard(&packet)),
        }
        gathered.packets.push(RawPacket { mn: monitor.mn.to_string(), received, bytes: piece.bytes.to_vec() });
        let oddities = odd | frame.oddities | text.oddities | packet.inspect(monitor.dialect);
        gathered.noted.push(Noted { monitor, print, oddities });
    }

    /// The monitor that a packet is of; registers may have changed since the last one.
    async fn admit(&self, packet: &Packet<'_>, bytes: &[u8]) -> Result<Arc<Monitor>, Denied> {
        let admitted = self.telemetry.devices.admit(packet, self.from.ip());
        if admitted.as_ref().err() != Some(&Denied::Unregistered) {
            return admitted;
        }
        self.telemetry.read_registers().await;
        let admitted = self.telemetry.devices.admit(packet, self.from.ip());
        if admitted.as_ref().err() == Some(&Denied::Unregistered) {
            self.telemetry.note_stranger(packet, self.from.ip(), bytes).await;
        }
        admitted
    }

    /// Notes whose line this is. What the device sends again may have been kept by another program, or before
    /// this one was started.
    async fn speaks(&mut self, monitor: &Arc<Monitor>) {
        if self.last.as_ref() == Some(&monitor.mn) {
            return;
        }
        self.last = Some(Arc::clone(&monitor.mn));
        if self.spoke.insert(Arc::clone(&monitor.mn), Arc::clone(monitor)).is_none() {
            self.telemetry.devices.connect(&monitor.mn, &self.wire);
            self.telemetry.recall(&monitor.mn).await;
        }
    }

    /// Keeps what was gathered, then answers it.
    async fn flush(&mut self, gathered: Gathered) -> Result<(), End> {
        if !gathered.packets.is_empty() {
            let fresh = gathered.noted.iter().zip(gathered.packets).map(|(noted, packet)| Fresh {
                mn: Arc::clone(&noted.monitor.mn),
                print: noted.print,
                packet,
            });
            if !self.journal.keep(fresh.collect()).await {
                return Err(End::Failed);
            }
            self.telemetry.devices.remember(&gathered.noted, self.from.ip(), self.telemetry.clock.now());
        }
        self.write(&gathered.answers).await?;
        for reply in gathered.replies {
            self.telemetry.commands.take(&self.telemetry, reply).await;
        }
        for mn in gathered.ask_time {
            commands::tell_time(&self.telemetry, &mn).await;
        }
        if gathered.ends { Err(End::Closed) } else { Ok(()) }
    }

    /// Writes, unless the other side does not read.
    async fn write(&mut self, bytes: &[u8]) -> Result<(), End> {
        if !bytes.is_empty() {
            let written = timeout(self.limits.half, self.stream.write_all(bytes)).await;
            written.map_err(|_| End::Failed)??;
        }
        Ok(())
    }

    /// A second's worth of bytes may come at once; after that reading waits.
    fn spend(&mut self, read: usize) {
        let worth = Duration::from_secs_f64(read as f64 / self.limits.bytes_a_second);
        let now = Instant::now();
        self.pace = (self.pace + worth).max(now - Duration::from_secs(1) + worth);
    }
}
