//! TO BE WRITTEN

use crate::Outcome;
use crate::cli::Language;
use clap::Args;

/// What is asked.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    language: Language,
}

/// Runs the method.
pub(super) fn run(_arguments: &Arguments) -> Outcome {
    Ok(())
}
