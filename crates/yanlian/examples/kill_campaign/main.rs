//! Kills `yanlian serve` again and again while monitors send, and checks that nothing that was
//! answered is lost or there twice.
//!
//! ```sh
//! cargo build -p yanlian && cargo run -p yanlian --example kill_campaign -- --kills 200
//! ```

mod campaign;

use anyhow::Context;
use clap::Parser;
use std::path::{Path, PathBuf};
use yanlian_store::Address;

/// How long and by which seed.
#[derive(Debug, Parser)]
struct Arguments {
    /// How often to kill.
    #[arg(long, default_value_t = 200)]
    kills: usize,
    /// Monitors, each with a connection of its own.
    #[arg(long, default_value_t = 4)]
    monitors: usize,
    /// What the moments are drawn from.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The database, empty; files in a temporary folder if not given.
    #[arg(long, value_name = "URL")]
    database: Option<Address>,
    /// The program to kill; the one beside this example if not given.
    #[arg(long)]
    program: Option<PathBuf>,
}

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let beside = std::env::current_exe()?.parent().and_then(Path::parent).context("no folder")?.join("yanlian");
    let program = arguments.program.unwrap_or(beside);
    let folder = tempfile::tempdir()?;
    let database = arguments.database.unwrap_or_else(|| Address::folder(folder.path()));
    let seen = campaign::run(&program, &database, arguments.kills, arguments.monitors, arguments.seed)?;
    println!(
        "{} kills: {} packets answered, {} kept with those sent again, {} readings, each once",
        seen.kills, seen.answered, seen.packets, seen.readings
    );
    Ok(())
}
