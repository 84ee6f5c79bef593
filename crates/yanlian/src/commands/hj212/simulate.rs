//! `yanlian hj212 simulate`: monitors that are not there.

use crate::cli::DatabaseAddress;
use crate::cli::parse_time;
use crate::clock::Clock;
use crate::telemetry::china;
use crate::telemetry::simulate::{Device, Fault, Park, Program, drive};
use crate::{Failure, Outcome};
use anyhow::Context;
use chrono::{Days, NaiveDate, NaiveDateTime};
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use std::io::{BufWriter, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use yanlian_hj212::Dialect;
use yanlian_model::{Arg, Lang, Message};
use yanlian_present::i18n;
use yanlian_store::Address;

/// Faults of devices that send from now on are drawn for so many days ahead.
const AHEAD: Days = Days::new(30);

/// What to simulate, and where it goes.
#[derive(Debug, Args)]
pub(crate) struct Simulate {
    /// Address of a listener to send to.
    #[arg(long, required_unless_present = "output")]
    to: Option<SocketAddr>,
    /// File to write instead; needs `--from` and `--to-time`.
    #[arg(short, long, conflicts_with = "to", requires = "from")]
    output: Option<PathBuf>,
    /// How many devices to invent.
    #[arg(long, default_value_t = 3, conflicts_with_all = ["data", "database"])]
    devices: usize,
    /// The edition of HJ 212 that invented devices speak.
    #[arg(long, default_value = "2017", value_parser = editions(), conflicts_with_all = ["data", "database"])]
    edition: Dialect,
    /// Folder of registers whose monitors to simulate, instead of invented ones.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// The same in a database: postgres://USER@HOST:PORT/DATABASE or sqlite:FOLDER.
    #[arg(long, value_name = "URL", value_parser = DatabaseAddress, conflicts_with = "data")]
    database: Option<Address>,
    /// Where all chance comes from.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Send what is due after this time, in China's local time: 2026-03-01 or 2026-03-01T08:30.
    #[arg(long, value_name = "TIME", value_parser = parse_time, requires = "to_time")]
    from: Option<NaiveDateTime>,
    /// Up to this time.
    #[arg(long, value_name = "TIME", value_parser = parse_time, requires = "from")]
    to_time: Option<NaiveDateTime>,
    /// Seconds between real-time packets; 0 for none.
    #[arg(long, value_name = "SECONDS", default_value_t = 30)]
    every: u32,
    /// A fault and how often, such as `resend` or `bad-crc=0.1`: bad-crc, split, silence, clock,
    /// exceedance, resend, half-frame, garbage.
    #[arg(long, value_name = "FAULT[=RATE]")]
    fault: Vec<Fault>,
    /// Packets a second of all devices together; as fast as they are answered if not given.
    #[arg(long, value_parser = parse_rate)]
    rate: Option<f64>,
}

/// Simulates.
pub(super) async fn run(asked: Simulate, lang: Lang) -> Outcome {
    let now = china(Clock::System.now());
    let (from, to) = asked.from.zip(asked.to_time).unwrap_or((now, now + AHEAD));
    let place = asked.database.or_else(|| asked.data.map(Address::folder));
    let devices = match place {
        Some(place) => registered(&place, from.date(), asked.seed).await?,
        None => {
            let device = |number| Device::invented(number, asked.seed).speaking(asked.edition);
            (1..=asked.devices).map(device).collect()
        }
    };
    let park = Arc::new(Park::new(devices, asked.seed, asked.fault, from, to));
    let program = Program { real_time: Some(asked.every).filter(|every| *every > 0), ten_minutes: true };
    let Some(address) = asked.to else {
        return write(&park, from, to, program, asked.output.as_deref());
    };
    if asked.from.is_none() {
        drive::live(address, park, Clock::System, program).await;
        return Ok(());
    }
    let sent = drive::history(address, park, (from, to), program, asked.rate).await;
    let tally = sent.with_context(|| format!("cannot send to {address}"))?;
    let counts = [("sent", Arg::from(tally.sent as usize)), ("answered", Arg::from(tally.answered as usize))];
    eprintln!("{}", i18n::text(lang, "hj212-simulated", &counts));
    Ok(())
}

/// The monitors of the registers at an address.
async fn registered(place: &Address, day: NaiveDate, seed: u64) -> Result<Vec<Device>, Failure> {
    let snapshot = crate::commands::open(place).await?.snapshot().await?;
    let registers = &snapshot.zone.registers;
    let monitors = registers.monitors.iter();
    let devices: Vec<_> = monitors.filter_map(|monitor| Device::registered(registers, monitor, day, seed)).collect();
    match devices.is_empty() {
        true => Err(Failure::Usage(Message::new("cli-no-monitors").with("address", place.to_string()))),
        false => Ok(devices),
    }
}

fn write(park: &Park, from: NaiveDateTime, to: NaiveDateTime, program: Program, output: Option<&Path>) -> Outcome {
    let path = output.context("neither an address nor a file")?;
    let file = std::fs::File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
    let mut file = BufWriter::new(file);
    for sent in park.sent(from, to, program) {
        file.write_all(&sent.bytes)?;
    }
    Ok(file.flush()?)
}

fn editions() -> impl TypedValueParser<Value = Dialect> {
    PossibleValuesParser::new(["2005", "2017", "2025"]).map(|edition| match edition.as_str() {
        "2005" => Dialect::Y2005,
        "2025" => Dialect::Y2025,
        _ => Dialect::Y2017,
    })
}

fn parse_rate(text: &str) -> Result<f64, String> {
    text.parse().ok().filter(|rate: &f64| rate.is_finite() && *rate > 0.0).ok_or("more than 0".to_owned())
}
