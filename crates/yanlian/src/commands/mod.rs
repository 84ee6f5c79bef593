//! What each command does.

pub(crate) mod analyse;
mod answer;
mod context;
pub(crate) mod hj212;
pub(crate) mod import;
pub(crate) mod library;
mod moving;
pub(crate) mod plan;
pub(crate) mod readings;

use self::context::CommandContext;
use crate::cli::{Arguments, Command};
use crate::clock::Clock;
use crate::telemetry::simulate::Park;
use crate::telemetry::{Limits, Listener, TelemetryServer, china, demonstration, follow_readings, purge_daily};
use crate::{Failure, Outcome, library as chain_library, web};
use anyhow::Context;
use axum::Router;
use chrono::{NaiveDate, NaiveTime};
use std::io::Write;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;
use yanlian_model::Message;
use yanlian_present::workbook;
use yanlian_store::{Address, Readings, StoreError};
use yanlian_workbench::Workbench;

/// How long it waits after the database failed.
const PAUSE: Duration = Duration::from_secs(1);
/// The day of the demonstration.
const DEMONSTRATION_DAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 3, 20).expect("a day of the calendar");
/// Of how many days before it the demonstration has readings: since the year began.
const DEMONSTRATION_HISTORY: u64 = 78;
/// When the demonstration begins, in UTC: half past nine in China.
const DEMONSTRATION_TIME: NaiveTime = NaiveTime::from_hms_opt(1, 30, 0).expect("a time of the day");

/// Runs a command.
pub(crate) async fn run(Arguments { lang, command }: Arguments) -> Outcome {
    match command {
        Command::Demo { listen, hj212 } => demo(listen, hj212).await,
        Command::Serve { place, listen, hj212, hj212_open } => {
            let listen = loopback(listen)?;
            let hj212 = hj212.map(|address| if hj212_open { Ok(address) } else { loopback(address) }).transpose()?;
            serve(&place.address(), listen, hj212).await
        }
        Command::Template { output } => write(output.as_deref(), &workbook::template(lang)?),
        Command::Import { files, dry_run, undo, library, place } => {
            let workbench = open(&place.address()).await?;
            match (undo, library) {
                (Some(id), _) => import::undo(&workbench, id, lang).await,
                (None, Some(chain)) => {
                    let files = chain_library::files(&chain).ok_or_else(|| {
                        let known = chain_library::chains().join(", ");
                        Failure::Usage(Message::new("cli-no-library").with("chain", &chain).with("known", known))
                    })?;
                    let about = import::names(files.iter().map(|file| file.name.as_str()));
                    import::import(&workbench, Arc::new(files), about, dry_run, lang).await
                }
                (None, None) => {
                    let files = import::collect(&files, lang)?;
                    let about = files.names();
                    import::import(&workbench, Arc::new(files), about, dry_run, lang).await
                }
            }
        }
        Command::Export { output, with_personal, place } => {
            let snapshot = open(&place.address()).await?.snapshot().await?;
            answer::export(&snapshot, &output, with_personal, lang)
        }
        Command::Move { from, to } => moving::run(&from, &to, lang).await,
        Command::Diagnose { terms, presence_only, format, output, place } => {
            let context = CommandContext::open(&place, &terms, lang).await?;
            match presence_only {
                true => answer::presence(&context, format, output.as_deref()).await,
                false => answer::diagnose(&context, format, output.as_deref()).await,
            }
        }
        Command::Lists { output, terms, place } => {
            answer::lists(&CommandContext::open(&place, &terms, lang).await?, &output).await
        }
        Command::Plan { arguments, terms, place } => {
            plan::run(&CommandContext::open(&place, &terms, lang).await?, &arguments).await
        }
        Command::Hj212 { task } => hj212::run(task, lang).await,
        Command::Readings { task } => readings::run(task, lang).await,
        Command::Library { task } => library::run(task, lang),
        Command::Analyse { method } => analyse::run(&method, lang),
        Command::Brief { output, terms, scenario, place } => {
            answer::brief(&CommandContext::open(&place, &terms, lang).await?, scenario.as_deref(), &output).await
        }
    }
}

/// Serves the registers of a folder, and listens to its monitors where an address is given.
async fn serve(address: &Address, listen: SocketAddr, hj212: Option<SocketAddr>) -> Outcome {
    let _alone = address.serve().await?;
    let workbench = open(address).await?;
    let telemetry = TelemetryServer::open(address, Arc::clone(&workbench), Clock::System).await?;
    let listener = match hj212 {
        Some(address) => Some(hear(&telemetry, address).await?),
        None => None,
    };
    let monitors = listener.as_ref().map(|listener| listener.address);
    let mut beside = JoinSet::new();
    beside.spawn(purge_daily(Arc::clone(&telemetry)));
    beside.spawn(follow_registers(Arc::clone(&workbench)));
    if listener.is_none() {
        beside.spawn(follow_readings(Arc::clone(&telemetry)));
    }
    let served = web::serve(web::router(workbench, Arc::clone(&telemetry), monitors, false), listen, monitors).await;
    beside.shutdown().await;
    if let Some(listener) = listener {
        listener.stop().await;
    }
    telemetry.close().await;
    served
}

/// Reads what other programs write to the registers, as long as it is let.
async fn follow_registers(workbench: Arc<Workbench>) {
    loop {
        let Err(error) = workbench.follow().await;
        eprintln!("yanlian: what other programs write is not heard: {error}");
        tokio::time::sleep(PAUSE).await;
    }
}

async fn hear(telemetry: &Arc<TelemetryServer>, address: SocketAddr) -> anyhow::Result<Listener> {
    let listener = Listener::start(Arc::clone(telemetry), address, Limits::default()).await;
    listener.with_context(|| format!("cannot listen on {address}"))
}

/// Serves the demonstration park from a temporary folder that goes with the program.
async fn demo(listen: SocketAddr, hj212: SocketAddr) -> Outcome {
    let (listen, hj212) = (loopback(listen)?, loopback(hj212)?);
    let folder = tempfile::tempdir().context("no temporary folder")?;
    let (workbench, telemetry, park) = furnish(&Address::folder(folder.path()), DEMONSTRATION_HISTORY).await?;
    let listener = hear(&telemetry, hj212).await?;
    let sending = tokio::spawn(demonstration::live(Arc::clone(&telemetry), park, listener.address));
    let router = web::router(workbench, Arc::clone(&telemetry), Some(listener.address), true);
    let served = web::serve(router, listen, Some(listener.address)).await;
    sending.abort();
    listener.stop().await;
    telemetry.close().await;
    served
}

/// The demonstration park in a new store, with so many days of readings, as a service that answers requests.
pub(crate) async fn demonstration(address: &Address, history: u64) -> Result<Router, Failure> {
    let (workbench, telemetry, _) = furnish(address, history).await?;
    Ok(web::router(workbench, telemetry, None, true))
}

async fn furnish(
    address: &Address,
    history: u64,
) -> Result<(Arc<Workbench>, Arc<TelemetryServer>, Arc<Park>), Failure> {
    let workbench = open(address).await?;
    let clock = Clock::running_from(DEMONSTRATION_DAY.and_time(DEMONSTRATION_TIME).and_utc(), DEMONSTRATION_DAY);
    import::demonstration(&workbench, clock).await?;
    let telemetry = TelemetryServer::open(address, Arc::clone(&workbench), clock).await?;
    let park = Arc::new(demonstration::park(&workbench.snapshot().await?.zone.registers, china(clock.now())));
    demonstration::ingest_history(&telemetry, &park, history).await?;
    Ok((workbench, telemetry, park))
}

/// The registers at an address.
async fn open(address: &Address) -> Result<Arc<Workbench>, Failure> {
    Workbench::open(address).await.map_err(|error| cannot_open(address, error))
}

/// What monitors sent, at an address.
async fn open_telemetry(address: &Address) -> Result<Readings, Failure> {
    address.open_telemetry().await.map_err(|error| cannot_open(address, error))
}

fn cannot_open(address: &Address, error: StoreError) -> Failure {
    match error {
        StoreError::Unfinished(source) => unfinished(address, source),
        error => anyhow::Error::from(error).context(format!("cannot open {address}")).into(),
    }
}

/// A database into which not all is moved yet.
fn unfinished(address: &Address, source: String) -> Failure {
    let message = Message::new("cli-move-unfinished").with("address", address.to_string());
    Failure::Usage(message.with("source", source))
}

/// Until there are accounts, nobody beyond this machine is let in.
fn loopback(listen: SocketAddr) -> Result<SocketAddr, Failure> {
    match listen.ip().is_loopback() {
        true => Ok(listen),
        false => Err(Failure::Usage(Message::new("cli-loopback").with("address", listen.to_string()))),
    }
}

/// What there is to choose from, in words of the registers.
fn listed(known: &[&str]) -> String {
    if known.is_empty() { "–".to_owned() } else { known.join(", ") }
}

/// Writes bytes to a file, or to standard output.
pub(crate) fn write(output: Option<&Path>, bytes: &[u8]) -> Outcome {
    match output {
        Some(path) => std::fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))?,
        None => std::io::stdout().lock().write_all(bytes).context("cannot write to standard output")?,
    }
    Ok(())
}
