//! The program: command line and web server. Only wiring; the only crate that knows the clock,
//! sockets and all the others.
//!
//! It is a library with a thin `main`, so that its tests and benchmarks can call what it wires.

mod actor;
mod assessments;
mod cli;
mod clock;
mod commands;
pub mod library;
mod plans;
mod readings;
mod scenario;
mod sent;
mod telemetry;
mod terminal;
mod web;

pub use telemetry::simulate;

use std::process::ExitCode;
use yanlian_model::{Lang, Message};
use yanlian_present::i18n;
use yanlian_store::StoreError;

/// Why a command did not do its work; each has an exit code of its own.
#[derive(Debug)]
enum Failure {
    /// The input has faults; they were listed.
    Input,
    /// Something is used in a way that cannot work.
    Usage(Message),
    /// The system failed.
    System(anyhow::Error),
}

impl<E: Into<anyhow::Error>> From<E> for Failure {
    fn from(error: E) -> Failure {
        Failure::System(error.into())
    }
}

type Outcome = Result<(), Failure>;

/// The demonstration park in a new store, as a service that answers requests: what `yanlian demo`
/// serves, for tests, with so many days of readings.
pub async fn demonstration(address: &yanlian_store::Address, history: u64) -> anyhow::Result<axum::Router> {
    match commands::demonstration(address, history).await {
        Ok(router) => Ok(router),
        Err(Failure::System(error)) => Err(error),
        Err(failure) => Err(anyhow::anyhow!("{failure:?}")),
    }
}

/// Runs the program with the arguments of its process.
pub fn main() -> ExitCode {
    let arguments = match cli::arguments() {
        Ok(arguments) => arguments,
        Err(code) => return code,
    };
    let lang = arguments.lang;
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return report(Failure::from(error), lang),
    };
    match runtime.block_on(commands::run(arguments)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => report(failure, lang),
    }
}

/// The message that says what can be done where a database failed.
fn remedy(error: &anyhow::Error) -> Option<&'static str> {
    Some(match error.chain().find_map(|cause| cause.downcast_ref::<StoreError>())? {
        StoreError::Unavailable(_) => "store-unavailable",
        StoreError::Busy(_) => "store-busy",
        StoreError::Unsure(_) => "store-unsure",
        StoreError::Setting { .. } => "store-setting",
        StoreError::NoEntry(_) => "store-no-entry",
        StoreError::Rights(_) => "store-rights",
        StoreError::Newer(_) => "store-newer",
        StoreError::Foreign(_) => "store-foreign",
        StoreError::Served(_) => "store-served",
        _ => return None,
    })
}

fn report(failure: Failure, lang: Lang) -> ExitCode {
    match failure {
        Failure::Input => ExitCode::from(1),
        Failure::Usage(message) => {
            eprintln!("yanlian: {}", i18n::sentence(lang, &message));
            ExitCode::from(2)
        }
        Failure::System(error) => {
            eprintln!("yanlian: {error:#}");
            if let Some(remedy) = remedy(&error) {
                eprintln!("    → {}", i18n::text(lang, remedy, &[]));
            }
            ExitCode::from(3)
        }
    }
}
