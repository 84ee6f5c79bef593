//! The chain library: whether it holds together, with a site's own recipes laid over it.

use super::import::{collect, faults, inside, is_table};
use crate::{Failure, Outcome, library, terminal};
use anyhow::Context;
use clap::Subcommand;
use std::path::PathBuf;
use yanlian_analysis::library::Standing;
use yanlian_answers::i18n;
use yanlian_model::{Arg, Lang};
use yanlian_workbench::Files;

/// What is asked of the library.
#[derive(Debug, Subcommand)]
pub(crate) enum Task {
    /// Check mass, elements, reactions, energy, units, names and sources of every recipe.
    ///
    /// Findings are listed by file and row on standard error, how far each chain can be trusted on standard
    /// output. Recipes of your own are laid over those of the program, which stay as they are.
    Check {
        /// Register files of your own (products, processes, flows, treatments …), or folders of them.
        files: Vec<PathBuf>,
    },
}

/// Runs a task.
pub(crate) fn run(task: Task, lang: Lang) -> Outcome {
    let Task::Check { files } = task;
    let checked = match files.is_empty() {
        true => library::check(&[]),
        false => library::check(&collect(&with_folders(files)?, lang)?.bring().context("cannot read the recipes")?),
    };
    terminal::list(&checked.findings, lang);
    let faults = faults(&checked.findings);
    if !checked.standing.is_empty() {
        println!("{}", terminal::table(&standing(&checked.standing, lang)));
    }
    let warnings = checked.findings.len() - faults;
    let counts = [("faults", Arg::from(faults)), ("warnings", Arg::from(warnings))];
    eprintln!("{}", i18n::text(lang, "cli-library-checked", &counts));
    if faults > 0 { Err(Failure::Input) } else { Ok(()) }
}

/// In place of a folder that holds a folder a chain: those within, and the tables beside them.
fn with_folders(paths: Vec<PathBuf>) -> Result<Vec<PathBuf>, Failure> {
    let mut all = Vec::new();
    for path in paths {
        let held = if path.is_dir() { inside(&path)? } else { Vec::new() };
        match held.iter().any(|path| path.is_dir()) {
            true => all.extend(held.into_iter().filter(|path| path.is_dir() || is_table(path))),
            false => all.push(path),
        }
    }
    Ok(all)
}

/// A row a chain, and one for all.
fn standing(chains: &[Standing], lang: Lang) -> Vec<Vec<String>> {
    let heads = ["chain", "processes", "rows", "verified", "verified-share", "twice", "twice-share"];
    let head = heads.map(|head| i18n::text(lang, &format!("cli-library-{head}"), &[])).to_vec();
    let all = Standing { chain: i18n::text(lang, "cli-library-all", &[]), ..Standing::sum(chains) };
    let share = |part: Option<f64>| part.map_or_else(String::new, |part| format!("{:.1}%", 100.0 * part));
    let row = |of: &Standing| {
        vec![
            of.chain.clone(),
            of.processes.to_string(),
            of.rows.to_string(),
            of.verified.to_string(),
            share(of.verified_share()),
            of.twice.to_string(),
            share(of.twice_share()),
        ]
    };
    [head].into_iter().chain(chains.iter().chain([&all]).map(row)).collect()
}
