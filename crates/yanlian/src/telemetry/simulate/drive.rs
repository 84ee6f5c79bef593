//! Sends what simulated devices send, each over a connection of its own, and answers requests.
//!
//! A device waits for the answer to a packet before it sends the next, ten seconds, and sends it
//! again up to three times, as HJ 212 has it.

use super::{Device, Park, Program, Sent};
use crate::clock::Clock;
use crate::telemetry::china;
use chrono::NaiveDateTime;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval, sleep, timeout};
use yanlian_hj212::{Command, Framer, Packet, What, pieces};

/// How long a device waits for an answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often it sends a packet again that was not answered.
const AGAIN: usize = 3;
/// How long it waits before it connects again.
const PAUSE: Duration = Duration::from_secs(1);

/// The outcome of what was sent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Pieces that were sent, each counted once.
    pub(crate) sent: u64,
    /// Of these, packets that were answered.
    pub(crate) answered: u64,
}

/// Sends everything of a time as fast as it is answered, or so many packets a second of all devices.
pub(crate) async fn history(
    address: SocketAddr,
    park: Arc<Park>,
    (from, to): (NaiveDateTime, NaiveDateTime),
    program: Program,
    rate: Option<f64>,
) -> io::Result<Tally> {
    let mut devices = JoinSet::new();
    let pause = rate.map(|rate| Duration::from_secs_f64(park.devices().len() as f64 / rate));
    for place in 0..park.devices().len() {
        let park = Arc::clone(&park);
        devices.spawn(async move {
            let mut session = Session::open(address, park.devices()[place].clone(), Clock::System).await?;
            let mut tally = Tally::default();
            for sent in park.sent_by(place, from, to, program) {
                session.deliver(&sent, &mut tally).await?;
                if let Some(pause) = pause {
                    sleep(pause).await;
                }
            }
            io::Result::Ok(tally)
        });
    }
    let mut total = Tally::default();
    while let Some(device) = devices.join_next().await {
        let tally = device.map_err(io::Error::other)??;
        total = Tally { sent: total.sent + tally.sent, answered: total.answered + tally.answered };
    }
    Ok(total)
}

/// Sends what is due from now on, until it is dropped; connects again where a line breaks.
pub(crate) async fn live(address: SocketAddr, park: Arc<Park>, clock: Clock, program: Program) {
    let mut devices = JoinSet::new();
    for place in 0..park.devices().len() {
        let park = Arc::clone(&park);
        devices.spawn(async move {
            let mut last = china(clock.now());
            loop {
                // A broken line is no news to a device: it tries again.
                let _ = stay(address, &park, place, clock, program, &mut last).await;
                sleep(PAUSE).await;
            }
        });
    }
    devices.join_all().await;
}

/// Sends and answers over one connection, as long as it holds.
async fn stay(
    address: SocketAddr,
    park: &Park,
    place: usize,
    clock: Clock,
    program: Program,
    last: &mut NaiveDateTime,
) -> io::Result<()> {
    let mut session = Session::open(address, park.devices()[place].clone(), clock).await?;
    let mut tick = interval(Duration::from_secs(1));
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = tick.tick() => {
                let now = china(clock.now());
                for sent in park.sent_by(place, *last, now, program) {
                    session.deliver(&sent, &mut Tally::default()).await?;
                }
                *last = now;
            }
            read = session.stream.read(&mut session.buffer) => {
                session.take(read?).await?;
            }
        }
    }
}

/// A device and its connection.
struct Session {
    device: Device,
    clock: Clock,
    stream: TcpStream,
    framer: Framer,
    buffer: Vec<u8>,
}

impl Session {
    async fn open(address: SocketAddr, device: Device, clock: Clock) -> io::Result<Session> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Session { device, clock, stream, framer: Framer::new(), buffer: vec![0; 4096] })
    }

    /// Sends, and again until it is answered, where an answer is due.
    async fn deliver(&mut self, sent: &Sent, tally: &mut Tally) -> io::Result<()> {
        tally.sent += 1;
        let Some(qn) = qn(sent) else { return self.stream.write_all(&sent.bytes).await };
        for _ in 0..=AGAIN {
            self.stream.write_all(&sent.bytes).await?;
            if let Ok(answered) = timeout(PATIENCE, self.wait_for(&qn)).await {
                tally.answered += 1;
                return answered;
            }
        }
        Ok(())
    }

    async fn wait_for(&mut self, qn: &str) -> io::Result<()> {
        loop {
            let read = self.stream.read(&mut self.buffer).await?;
            if self.take(read).await?.iter().any(|answered| answered == qn) {
                return Ok(());
            }
        }
    }

    /// Takes what was read: answers requests, and gives the QN of answers.
    async fn take(&mut self, read: usize) -> io::Result<Vec<String>> {
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let (mut answered, mut said) = (Vec::new(), Vec::new());
        let mut chunk = &self.buffer[..read];
        while let Some(piece) = self.framer.next(&mut chunk) {
            let What::Frame(frame) = piece.what else { continue };
            let text = frame.text();
            let packet = Packet::parse(&text).0;
            match packet.command() {
                Some(Command::DataAnswer | Command::NoticeAnswer) => answered.extend(packet.qn.map(str::to_owned)),
                _ => said.extend(self.device.respond(&packet, china(self.clock.now()))),
            }
        }
        for bytes in said {
            self.stream.write_all(&bytes).await?;
        }
        Ok(answered)
    }
}

/// The QN of the answer that is due.
fn qn(sent: &Sent) -> Option<String> {
    let mut found = pieces(&sent.bytes).filter(|_| sent.answered);
    found.find_map(|piece| match piece.what {
        What::Frame(frame) => Packet::parse(&frame.text()).0.qn.map(str::to_owned),
        _ => None,
    })
}
