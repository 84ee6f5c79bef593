//! Is every answered reading kept, exactly once, whenever the program is killed?
//!
//! `yanlian serve --hj212` is started on a database of its own; simulated monitors send over a
//! connection each, some packets ahead of the answers, and the program is killed with SIGKILL after
//! a number of answers drawn from a seed: sometimes before the first. Then it is started again, and
//! each monitor goes on with what was not answered, as real ones do. In the end the database is read.

use anyhow::{Context, Result, bail, ensure};
use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use std::collections::{BTreeMap, HashSet, VecDeque};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Sender, channel};
use std::thread;
use yanlian::simulate::{Device, Park, Program, Sent};
use yanlian_hj212::{Framer, Packet, What, pieces};
use yanlian_model::{Reading, ReadingPeriod};
use yanlian_store::Address;

/// How many packets a monitor sends ahead of the answers.
const AHEAD: usize = 8;
/// The most answers between two starts.
const MOST_ANSWERS: u64 = 400;
/// What monitors send: every half minute, and for each ten minutes, hour and day.
const PROGRAM: Program = Program { real_time: Some(30), ten_minutes: true };

/// What a campaign saw.
#[derive(Debug)]
pub(crate) struct Seen {
    /// How often the program was killed.
    pub(crate) kills: usize,
    /// Packets that were answered.
    pub(crate) answered: usize,
    /// Packets that are kept, with those that were sent again.
    pub(crate) packets: usize,
    /// Readings that are kept.
    pub(crate) readings: usize,
}

/// Kills the program so often, and checks what is left.
pub(crate) fn run(program: &Path, database: &Address, kills: usize, monitors: usize, seed: u64) -> Result<Seen> {
    let folder = tempfile::tempdir()?;
    let devices: Vec<Device> = (1..=monitors).map(|number| Device::invented(number, seed)).collect();
    register(program, database, folder.path(), &devices)?;
    let park = Park::new(devices.clone(), seed, Vec::new(), begin(), begin());
    let mut lines: Vec<Monitor<_>> = (0..monitors)
        .map(|place| Monitor::new(park.sent_by(place, begin(), begin() + TimeDelta::days(3650), PROGRAM)))
        .collect();
    for kill in 0..kills {
        let drawn = draw(seed, kill as u64);
        // One in five is killed as soon as it listens.
        let answers = if drawn.is_multiple_of(5) { 0 } else { drawn / 5 % MOST_ANSWERS };
        round(program, database, &mut lines, answers).with_context(|| format!("kill {kill}"))?;
    }
    // Once more, so that what was kept last is ingested before it listens.
    round(program, database, &mut lines, 0)?;
    let runtime = tokio::runtime::Runtime::new()?;
    let (packets, readings) = runtime.block_on(check(database, &devices, &lines))?;
    Ok(Seen { kills, answered: lines.iter().map(|line| line.answered.len()).sum(), packets, readings })
}

/// A simulated monitor: what it has still to send, and what was answered.
struct Monitor<I> {
    packets: I,
    pending: VecDeque<Sent>,
    answered: Vec<Sent>,
}

impl<I: Iterator<Item = Sent>> Monitor<I> {
    fn new(packets: I) -> Self {
        Monitor { packets, pending: VecDeque::new(), answered: Vec::new() }
    }

    /// Sends until the connection is lost, and tells of every answer.
    fn send(&mut self, address: &str, answered: &Sender<()>) -> std::io::Result<()> {
        let mut stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        let (mut framer, mut buffer, mut sent) = (Framer::new(), [0; 4096], 0);
        loop {
            while sent < AHEAD {
                if sent == self.pending.len() {
                    self.pending.extend(self.packets.next());
                }
                stream.write_all(&self.pending[sent].bytes)?;
                sent += 1;
            }
            let read = stream.read(&mut buffer)?;
            if read == 0 {
                return Ok(());
            }
            let mut chunk = &buffer[..read];
            while let Some(piece) = framer.next(&mut chunk) {
                let What::Frame(frame) = piece.what else { continue };
                let text = frame.text();
                let qn = Packet::parse(&text).0.qn;
                if let Some(place) = self.pending.iter().position(|sent| qn == qn_of(&sent.bytes)) {
                    self.answered.extend(self.pending.remove(place));
                    sent -= 1;
                    // Whoever counts may have heard enough.
                    let _ = answered.send(());
                }
            }
        }
    }
}

fn qn_of(bytes: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(bytes).ok()?;
    text.split_once("QN=")?.1.split(';').next()
}

/// Starts the program, lets the monitors send until so many answers came, and kills it.
fn round(
    program: &Path,
    database: &Address,
    lines: &mut [Monitor<impl Iterator<Item = Sent> + Send>],
    answers: u64,
) -> Result<()> {
    let (mut child, address) = start(program, database)?;
    let heard = thread::scope(|scope| {
        let (sender, receiver) = channel();
        for line in lines {
            let (sender, address) = (sender.clone(), &address);
            // A connection that is lost is what this is about.
            scope.spawn(move || line.send(address, &sender).ok());
        }
        drop(sender);
        let heard = (0..answers).try_for_each(|_| receiver.recv());
        let killed = child.kill().and_then(|()| child.wait());
        heard.context("the program let go of the connections by itself").and(killed.context("it cannot be killed"))
    })?;
    ensure!(!heard.success(), "it ended by itself");
    Ok(())
}

/// Starts the program; gives where it listens for monitors.
fn start(program: &Path, database: &Address) -> Result<(Child, String)> {
    let mut command = Command::new(program);
    command.args(["serve", "--listen", "127.0.0.1:0", "--hj212", "127.0.0.1:0", "--database", &database.to_string()]);
    let mut child = command.stderr(Stdio::piped()).spawn()?;
    let mut lines = BufReader::new(child.stderr.take().context("it has a standard error")?).lines();
    let line = lines.next().context("it says nothing")??;
    let address = line.split("tcp://").nth(1).with_context(|| line.clone())?.to_owned();
    // Whatever else it says is passed on.
    thread::spawn(move || {
        lines.map_while(Result::ok).filter(|l| !l.contains("http://")).for_each(|l| eprintln!("{l}"))
    });
    Ok((child, address))
}

/// Reads the database: every answered packet is there, and each of its readings once; nothing is there
/// that was not sent.
async fn check<I>(database: &Address, devices: &[Device], lines: &[Monitor<I>]) -> Result<(usize, usize)> {
    let store = database.open_telemetry().await?;
    ensure!(store.waiting(1).await?.is_empty(), "a packet waits after a start");
    let (mut packets, mut readings) = (0, 0);
    for (device, line) in devices.iter().zip(lines) {
        let kept = store.packets(&device.mn, DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC, usize::MAX).await?;
        packets += kept.len();
        let kept: HashSet<Vec<u8>> = kept.into_iter().map(|kept| kept.packet.bytes).collect();
        if let Some(lost) = line.answered.iter().find(|sent| !kept.contains(&*sent.bytes)) {
            bail!("answered and not kept: {}", String::from_utf8_lossy(&lost.bytes));
        }
        let mut found: BTreeMap<_, Vec<Reading>> = BTreeMap::new();
        for period in ReadingPeriod::ALL {
            for kept in store.range(&device.mn, None, period, begin() - TimeDelta::days(2), NaiveDateTime::MAX).await? {
                readings += 1;
                found.entry(key(&kept.reading)).or_default().push(kept.reading);
            }
        }
        for reading in line.answered.iter().flat_map(|sent| said(&sent.bytes)) {
            let kept = found.remove(&key(&reading)).unwrap_or_default();
            ensure!(kept == [reading.clone()], "said {reading:?}, kept {kept:?}");
        }
        // What is left was kept, and killed before it could be answered.
        let unanswered: Vec<Reading> = line.pending.iter().flat_map(|sent| said(&sent.bytes)).collect();
        for reading in found.into_values().flatten() {
            ensure!(unanswered.contains(&reading), "never sent: {reading:?}");
        }
    }
    store.close().await;
    Ok((packets, readings))
}

fn key(reading: &Reading) -> (ReadingPeriod, String, NaiveDateTime) {
    (reading.period, reading.factor.to_string(), reading.start)
}

/// The readings of a packet.
fn said(bytes: &[u8]) -> Vec<Reading> {
    let frames = pieces(bytes).filter_map(|piece| match piece.what {
        What::Frame(frame) => Some(yanlian_intake::telemetry::readings(&Packet::parse(&frame.text()).0).0),
        _ => None,
    });
    frames.flatten().collect()
}

/// Registers the devices, as monitors of one outlet.
fn register(program: &Path, database: &Address, folder: &Path, devices: &[Device]) -> Result<()> {
    let files = folder.join("registers");
    std::fs::create_dir(&files)?;
    let monitors: String = devices.iter().map(|device| format!("{},DW001,{}\n", device.mn, device.password)).collect();
    for (name, text) in [
        ("enterprises.csv", "uscc,name\n91000000MA0000007C,示例钛业有限公司\n".to_owned()),
        ("outlets.csv", "id,enterprise,name,kind\nDW001,91000000MA0000007C,总排口,direct\n".to_owned()),
        ("monitors.csv", format!("mn,outlet,password\n{monitors}")),
    ] {
        std::fs::write(files.join(name), text)?;
    }
    let mut importing = Command::new(program);
    let imported = importing.arg("import").arg(&files).args(["--database", &database.to_string()]).output()?;
    ensure!(imported.status.success(), "{}", String::from_utf8_lossy(&imported.stderr));
    Ok(())
}

fn begin() -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2026, 3, 1).expect("a day of the calendar").into()
}

/// A number drawn from a seed (SplitMix64).
fn draw(seed: u64, number: u64) -> u64 {
    let mut mixed = (seed ^ number.wrapping_mul(0x9e37_79b9_7f4a_7c15)).wrapping_add(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}
