//! What each command does.

pub(crate) mod analyse;
mod answer;
pub(crate) mod hj212;
pub(crate) mod import;
pub(crate) mod plan;

use crate::cli::{Arguments, Command};
use crate::clock::Clock;
use crate::kept::Shelf;
use crate::telemetry::Line;
use crate::{Failure, Outcome, library, place, web};
use anyhow::Context;
use axum::Router;
use chrono::{NaiveDate, NaiveTime};
use std::io::Write;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use yanlian_answers::workbook;

/// The day of the demonstration.
const DEMONSTRATION_DAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 3, 20).expect("a day of the calendar");
/// When the demonstration begins, in UTC: half past nine in China.
const DEMONSTRATION_TIME: NaiveTime = NaiveTime::from_hms_opt(1, 30, 0).expect("a time of the day");

/// Runs a command.
pub(crate) async fn run(arguments: Arguments) -> Outcome {
    match arguments.command {
        Command::Demo { listen } => demo(listen).await,
        Command::Serve { place, listen } => {
            let listen = loopback(listen)?;
            let shelf = Arc::new(Shelf::new(place::open(&place.data).await?).await?);
            let line = Arc::new(Line::new(Clock::System));
            web::serve(web::router(shelf, line, false), listen).await
        }
        Command::Template { output, language } => write(output.as_deref(), &workbook::template(language.lang)?),
        Command::Import { files, dry_run, undo, library, place, language } => {
            let store = place::open(&place.data).await?;
            match (undo, library) {
                (Some(id), _) => import::undo(&store, id, language.lang).await,
                (None, Some(chain)) => {
                    let known = library::chains().join(", ");
                    let files =
                        library::files(&chain).ok_or(Failure::Usage(format!("no chain {chain}: all, {known}")))?;
                    import::import(&store, files, dry_run, language.lang).await
                }
                (None, None) => import::import(&store, import::collect(&files)?, dry_run, language.lang).await,
            }
        }
        Command::Export { output, with_personal, place, language } => {
            let kept = Shelf::new(place::open(&place.data).await?).await?.kept().await?;
            answer::export(&kept, &output, with_personal, language.lang)
        }
        Command::Diagnose { terms, presence_only, format, output, place, language } => {
            let kept = Shelf::new(place::open(&place.data).await?).await?.kept().await?;
            if presence_only {
                return answer::presence(&kept, format, output.as_deref(), language.lang);
            }
            answer::diagnose(&kept, &terms, format, output.as_deref(), language.lang)
        }
        Command::Lists { output, terms, place, language } => {
            let kept = Shelf::new(place::open(&place.data).await?).await?.kept().await?;
            answer::lists(&kept, &terms, &output, language.lang)
        }
        Command::Plan { arguments, terms, place, language } => {
            let kept = Shelf::new(place::open(&place.data).await?).await?.kept().await?;
            plan::run(&kept, &arguments, &terms, language.lang)
        }
        Command::Hj212 { task } => hj212::run(task).await,
        Command::Analyse { method } => analyse::run(&method),
        Command::Brief { output, terms, scenario, place, language } => {
            let kept = Shelf::new(place::open(&place.data).await?).await?.kept().await?;
            answer::brief(&kept, &terms, scenario.as_deref(), &output, language.lang)
        }
    }
}

/// Serves the demonstration park from a temporary folder that goes with the program.
async fn demo(listen: SocketAddr) -> Outcome {
    let listen = loopback(listen)?;
    let folder = tempfile::tempdir().context("no temporary folder")?;
    web::serve(demonstration(folder.path()).await?, listen).await
}

/// The demonstration park in a folder, as a service that answers requests.
pub(crate) async fn demonstration(folder: &Path) -> Result<Router, Failure> {
    let store = place::open(folder).await?;
    let clock = Clock::running_from(DEMONSTRATION_DAY.and_time(DEMONSTRATION_TIME).and_utc(), DEMONSTRATION_DAY);
    import::demonstration(&store, clock).await?;
    Ok(web::router(Arc::new(Shelf::new(store).await?), Arc::new(Line::new(clock)), true))
}

/// Until there are accounts, nobody beyond this machine is let in.
fn loopback(listen: SocketAddr) -> Result<SocketAddr, Failure> {
    match listen.ip().is_loopback() {
        true => Ok(listen),
        false => Err(Failure::Usage(format!(
            "{listen} is reachable from other machines; until there are accounts only loopback addresses are served, such as 127.0.0.1:8420"
        ))),
    }
}

/// Writes bytes to a file, or to standard output.
pub(crate) fn write(output: Option<&Path>, bytes: &[u8]) -> Outcome {
    match output {
        Some(path) => std::fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))?,
        None => std::io::stdout().lock().write_all(bytes).context("cannot write to standard output")?,
    }
    Ok(())
}
