//! How fast are packets kept, readings ingested, and a month of one outlet read among a county's year?
//!
//! Packets of 566 bytes, kept a thousand at a time, each time on disk. Ten factors of every outlet,
//! ten-minute data, ingested as they come: all outlets of one time together. Then one outlet's March
//! is read. Run: `cargo bench -p yanlian-store -- [OUTLETS [DAYS]] [DATABASE]`, the database one of
//! PostgreSQL or, if not given, files in a temporary folder; 100 outlets and 365 days are 52.6 million
//! readings, about 2.5 GB in files, and take some minutes.

use chrono::{DateTime, Duration, NaiveDate, NaiveDateTime, Utc};
use std::sync::Arc;
use std::time::Instant;
use yanlian_model::{Reading, ReadingPeriod};
use yanlian_store::telemetry::{KeptReading, PacketId, RawPacket};
use yanlian_store::{Address, Readings, StoreError};

const FACTORS: [&str; 10] =
    ["w00000", "w01001", "w01012", "w01018", "w20115", "w20117", "w20120", "w21001", "w21003", "w21011"];
/// Packets that are ingested together.
const PACKETS: usize = 2000;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut numbers = std::env::args().filter_map(|arg| arg.parse::<u32>().ok());
    let (outlets, days) = (numbers.next().unwrap_or(100), numbers.next().unwrap_or(365));
    let folder = tempfile::tempdir()?;
    let database = std::env::args().find_map(|arg| arg.parse::<Address>().ok());
    let address = database.unwrap_or_else(|| Address::folder(folder.path()));
    let store = address.open_telemetry().await?;
    println!("{address}");
    // What an earlier run left in a database is only read.
    if store.ingested_through().await? == PacketId(0) {
        keep(&store).await?;
        ingest(&store, outlets as usize, days.into()).await?;
    }
    read(&store).await?;
    store.close().await;
    for file in std::fs::read_dir(folder.path())? {
        let file = file?;
        println!("{}: {} MB", file.file_name().display(), file.metadata()?.len() / 1_000_000);
    }
    Ok(())
}

/// Measures how fast packets are kept, by how many are written together.
async fn keep(store: &Readings) -> Result<(), StoreError> {
    for at_once in [1_usize, 100, 1000] {
        let (begin, mut count) = (Instant::now(), 0);
        while begin.elapsed().as_secs() < 3 {
            // Each another one.
            let bytes = |at: usize| format!("{:x<566}", count + at).into_bytes();
            let packet =
                |at: usize| RawPacket { mn: mn(at % 100), received: DateTime::<Utc>::UNIX_EPOCH, bytes: bytes(at) };
            store.keep(&(0..at_once).map(packet).collect::<Vec<_>>()).await?;
            count += at_once;
        }
        println!("{:.0} packets/s kept, {at_once} at a time", count as f64 / begin.elapsed().as_secs_f64());
    }
    Ok(())
}

/// Measures how fast readings are ingested, in the order of their times.
async fn ingest(store: &Readings, outlets: usize, days: i64) -> Result<(), StoreError> {
    let monitors: Vec<Arc<str>> = (0..outlets).map(|outlet| mn(outlet).into()).collect();
    let factors = FACTORS.map(Arc::<str>::from);
    let mut packets = (0..days * 144).flat_map(|ten| monitors.iter().map(move |monitor| (ten, monitor)));
    let (begin, mut id, mut count) = (Instant::now(), 0, 0);
    loop {
        let mut readings = Vec::with_capacity(PACKETS * FACTORS.len());
        for (ten, monitor) in packets.by_ref().take(PACKETS) {
            id += 1;
            let one = |(place, factor)| KeptReading {
                reading: reading(monitor, factor, place, ten),
                packet: PacketId(id),
                ahead: false,
            };
            readings.extend((0..).zip(&factors).map(one));
        }
        if readings.is_empty() {
            break;
        }
        count += store.ingest(&readings, PacketId(0), PacketId(id)).await?.new;
    }
    let seconds = begin.elapsed().as_secs_f64();
    println!("{count} readings ingested: {:.0} a second, {seconds:.0} s", count as f64 / seconds);
    Ok(())
}

/// Measures how long one outlet's March takes.
async fn read(store: &Readings) -> Result<(), StoreError> {
    let (from, to) = (midnight() + Duration::days(59), midnight() + Duration::days(90));
    let mut times = Vec::new();
    let mut count = 0;
    for _ in 0..20 {
        let begin = Instant::now();
        count = store.range(&mn(7), None, ReadingPeriod::TenMinute, from, to).await?.len();
        times.push(begin.elapsed().as_secs_f64() * 1e3);
    }
    let first = times[0];
    times.sort_by(f64::total_cmp);
    println!("one outlet's month, {count} readings: {first:.1} ms at first, then {:.1} ms (median of 20)", times[10]);
    let begin = Instant::now();
    let count = store.latest().await?.len();
    println!("the newest of each, {count} readings: {:.1} ms", begin.elapsed().as_secs_f64() * 1e3);
    Ok(())
}

fn mn(outlet: usize) -> String {
    format!("010000A8900016F0{outlet:08}")
}

fn midnight() -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2025, 1, 1).expect("a date").into()
}

/// A reading as monitors send them: mean, extremes, for flow the sum.
fn reading(monitor: &Arc<str>, factor: &Arc<str>, place: i64, ten: i64) -> Reading {
    let avg = ((ten * 7919 + place * 104_729) % 10_000) as f64 / 100.0;
    Reading {
        monitor: Arc::clone(monitor),
        factor: Arc::clone(factor),
        start: midnight() + Duration::minutes(10 * ten),
        period: ReadingPeriod::TenMinute,
        avg: Some(avg),
        min: Some(((avg - 1.25) * 100.0).round() / 100.0),
        max: Some(((avg + 1.5) * 100.0).round() / 100.0),
        rtd: None,
        cou: (place == 0).then_some(avg * 0.6),
        flag: 'N',
    }
}
