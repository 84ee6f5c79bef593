//! `yanlian readings`: what monitors sent, for other programs; and what is old, purged.

use super::open_telemetry;
use crate::cli::{DataFolder, parse_day, parse_time};
use crate::clock::Clock;
use crate::readings::Stretch;
use crate::telemetry::keep;
use crate::{Failure, Outcome};
use anyhow::Context;
use chrono::{NaiveDate, NaiveDateTime};
use clap::{Args, Subcommand, ValueEnum};
use std::path::{Path, PathBuf};
use yanlian_model::{Arg, Lang, Message, ReadingPeriod, Registers};
use yanlian_present::pages::Seen;
use yanlian_present::{READINGS_HEAD, i18n, readings_csv, readings_parquet};
use yanlian_store::Readings;
use yanlian_store::telemetry::Keep;

/// What to do with readings.
#[derive(Debug, Subcommand)]
pub(crate) enum Task {
    /// Write readings to a folder, a file a day: `day=2026-03-01/part-0.parquet`.
    ///
    /// Values are as they were sent, in the unit of their row; times are China's local time. Files of
    /// days that have no readings are not written, and others in the folder are left as they are.
    Export(Export),
    /// Forget packets and readings that are older than the register of discharge rules says.
    ///
    /// What has no rule in force is kept for ever. `yanlian serve` does the same once a day.
    Purge(Purge),
}

/// Which readings to write, and where.
#[derive(Debug, Args)]
pub(crate) struct Export {
    /// Readings that begin at this time or later; from the first if not given.
    #[arg(long, value_name = "TIME", value_parser = parse_time)]
    from: Option<NaiveDateTime>,
    /// And before this time; to the last if not given.
    #[arg(long, value_name = "TIME", value_parser = parse_time)]
    to: Option<NaiveDateTime>,
    /// Only those of this outlet.
    #[arg(long, value_name = "ID")]
    outlet: Option<String>,
    /// Only those of this period.
    #[arg(long, value_enum)]
    period: Option<Period>,
    /// Folder to write to.
    #[arg(short, long)]
    output: PathBuf,
    /// How files are written.
    #[arg(long, value_enum, default_value_t = Format::Parquet)]
    format: Format,
    #[command(flatten)]
    place: DataFolder,
}

/// What is purged.
#[derive(Debug, Args)]
pub(crate) struct Purge {
    /// The day by which rules are in force and ages are counted; today if not given.
    #[arg(long, value_name = "DATE", value_parser = parse_day)]
    today: Option<NaiveDate>,
    #[command(flatten)]
    place: DataFolder,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Parquet,
    Csv,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Period {
    RealTime,
    TenMinute,
    Hour,
    Day,
}

impl From<Period> for ReadingPeriod {
    fn from(period: Period) -> ReadingPeriod {
        match period {
            Period::RealTime => ReadingPeriod::RealTime,
            Period::TenMinute => ReadingPeriod::TenMinute,
            Period::Hour => ReadingPeriod::Hour,
            Period::Day => ReadingPeriod::Day,
        }
    }
}

/// Runs the task.
pub(super) async fn run(task: Task, lang: Lang) -> Outcome {
    match task {
        Task::Export(export) => self::export(export, lang).await,
        Task::Purge(purge) => self::purge(purge, lang).await,
    }
}

async fn export(asked: Export, lang: Lang) -> Outcome {
    let snapshot = crate::commands::open(&asked.place.address()).await?.snapshot().await?;
    let registers = &snapshot.zone.registers;
    let store = open_telemetry(&asked.place.address()).await?;
    let monitors = monitors(&store, registers, asked.outlet.as_deref()).await?;
    let mut stretch = Stretch {
        monitors,
        periods: asked.period.map_or(ReadingPeriod::ALL.to_vec(), |period| vec![period.into()]),
        from: asked.from.unwrap_or(NaiveDateTime::MIN),
        to: asked.to.unwrap_or(NaiveDateTime::MAX),
        days: 1,
    };
    let (mut count, mut files) = (0, 0);
    while let Some((day, readings)) = stretch.next(&store).await? {
        write(&asked.output, day, asked.format, registers, &readings)?;
        count += readings.len();
        files += 1;
    }
    store.close().await;
    let args = [("readings", Arg::from(count)), ("files", Arg::from(files))];
    eprintln!("{}", i18n::text(lang, "cli-readings-exported", &args));
    Ok(())
}

/// The monitors that sent readings, all or those of an outlet, by MN.
async fn monitors(store: &Readings, registers: &Registers, outlet: Option<&str>) -> Result<Vec<String>, Failure> {
    if let Some(outlet) = outlet.filter(|outlet| !registers.outlets.iter().any(|row| row.id == *outlet)) {
        return Err(Failure::Usage(Message::new("cli-no-outlet").with("outlet", outlet)));
    }
    let at_outlet = |mn: &str| {
        outlet.is_none_or(|outlet| registers.monitors.iter().any(|row| row.mn == *mn && row.outlet == outlet))
    };
    let sent = store.monitors().await?;
    Ok(sent.into_iter().filter(|mn| at_outlet(mn)).collect())
}

fn write(
    folder: &Path,
    day: NaiveDate,
    format: Format,
    registers: &Registers,
    readings: &[Seen],
) -> anyhow::Result<()> {
    let (name, bytes) = match format {
        Format::Parquet => ("part-0.parquet", readings_parquet(registers, readings)?),
        Format::Csv => ("part-0.csv", format!("{READINGS_HEAD}{}", readings_csv(registers, readings)?).into_bytes()),
    };
    let folder = folder.join(format!("day={day}"));
    let file = folder.join(name);
    std::fs::create_dir_all(&folder)
        .and_then(|()| std::fs::write(&file, bytes))
        .with_context(|| format!("cannot write {}", file.display()))
}

async fn purge(asked: Purge, lang: Lang) -> Outcome {
    let snapshot = crate::commands::open(&asked.place.address()).await?.snapshot().await?;
    let today = asked.today.unwrap_or_else(|| Clock::System.today());
    let keep = keep(&snapshot.zone.registers.discharge_rules, today);
    if keep == Keep::default() {
        eprintln!("{}", i18n::text(lang, "cli-readings-kept-for-ever", &[]));
        return Ok(());
    }
    let store = open_telemetry(&asked.place.address()).await?;
    let purged = store.purge(&keep).await?;
    store.close().await;
    let args = [("packets", Arg::from(purged.packets as f64)), ("readings", Arg::from(purged.readings as f64))];
    eprintln!("{}", i18n::text(lang, "cli-readings-forgotten", &args));
    Ok(())
}
