//! The chain library: whether it holds together, with a site's own recipes laid over it.

use super::import::{collect, inside, is_table};
use crate::clock::Clock;
use crate::library::{Checked, Found};
use crate::{Failure, Outcome, library, terminal};
use clap::Subcommand;
use std::path::PathBuf;
use yanlian_analysis::Zone;
use yanlian_analysis::library::Standing;
use yanlian_model::{Arg, Lang, Place, Ref, Severity};
use yanlian_present::{format, i18n};

/// What is asked of the library.
#[derive(Debug, Subcommand)]
pub(crate) enum Task {
    /// Check mass, elements, reactions, energy, units, sizes, prices, names and sources of every recipe.
    ///
    /// Findings are listed by file and row on standard error, how far each chain can be trusted on standard
    /// output. Recipes of your own are laid over those of the program, which stay as they are; a row that cannot be
    /// read is listed and left out. Ends with 0 without faults, with 1 where there are any.
    Check {
        /// Register files of your own (products, processes, flows, treatments …), or folders of them.
        files: Vec<PathBuf>,
    },
}

/// Runs a task.
pub(crate) fn run(task: Task, lang: Lang) -> Outcome {
    let Task::Check { files } = task;
    let over = match files.is_empty() {
        true => Vec::new(),
        false => collect(&with_folders(files)?, lang)?.by_path()?,
    };
    let checked = library::check(&over, Clock::System.today());
    checked.findings.iter().for_each(|found| tell(found, &checked.zone, lang));
    println!("{}", terminal::table(&standing(&checked, lang)));
    let faults = checked.faults().count();
    let warnings = checked.findings.iter().filter(|found| found.finding.severity == Severity::Warning).count();
    let counts = [("faults", Arg::from(faults)), ("warnings", Arg::from(warnings))];
    eprintln!("{}", i18n::text(lang, "cli-library-checked", &counts));
    if faults > 0 { Err(Failure::Input) } else { Ok(()) }
}

/// Where, of what, what is wrong, how to put it right.
fn tell(Found { finding, of }: &Found, zone: &Zone, lang: Lang) {
    let place = match &finding.place {
        Place::Cell { file, sheet, row: Some(row), column } => {
            let column = column.as_ref().map_or_else(String::new, |column| format!(":{column}"));
            let sheet = sheet.as_ref().map_or_else(String::new, |sheet| format!(":{sheet}"));
            format!("{file}{sheet}:{row}{column}")
        }
        place => terminal::place(place),
    };
    // What the import refused is not in the zone: a figure there would be the shipped one.
    let refused = finding.message.id.starts_with("import-");
    let subject = of.as_ref().map_or_else(String::new, |of| format!("{}: ", subject(of, zone, !refused, lang)));
    let sentence = i18n::sentence(lang, &finding.message);
    eprintln!("{place} [{}] {subject}{sentence}", terminal::severity(finding.severity, lang));
    eprintln!("    → {}", i18n::remedy(lang, &finding.message));
}

/// A record as people call it: the process of a row with its id, the item, the figure with its unit.
fn subject(of: &Ref, zone: &Zone, with_figure: bool, lang: Lang) -> String {
    let name = |register: &str, id: &str| zone.title(register, id, lang);
    let with_id = |register: &str, id: &str| match name(register, id) {
        Some(name) if name != id => format!("{name} ({id})"),
        _ => id.to_owned(),
    };
    let parts: Vec<&str> = of.key.parts().collect();
    match (of.register, parts.as_slice()) {
        ("flows", [process, item, direction]) => {
            let mut flows = zone.flows(process).iter();
            let flow = flows.find(|flow| flow.item == *item && flow.direction.choice().key == *direction);
            let is_product = matches!(*direction, "in" | "out");
            let item_name = name(if is_product { "products" } else { "indicators" }, item);
            let word = flow.map(|flow| flow.direction.choice().label.of(lang));
            let unit = flow.and_then(|flow| flow.unit.as_deref()).unwrap_or_else(|| zone.unit(item, is_product));
            let figure = flow
                .filter(|_| with_figure)
                .and_then(|flow| flow.quantity)
                .map(|quantity| format::exact(quantity, unit, lang));
            let item = item_name.unwrap_or_else(|| (*item).to_owned());
            let told = [Some(with_id("processes", process)), Some(item), word.map(str::to_owned), figure];
            told.into_iter().flatten().collect::<Vec<_>>().join(" · ")
        }
        ("treatments", [process, item, treatment]) => {
            let item = name("indicators", item).unwrap_or_else(|| (*item).to_owned());
            format!("{} · {item} · {treatment}", with_id("processes", process))
        }
        ("prices" | "markets", [product, date]) => format!("{} · {date}", with_id("products", product)),
        (register, [id]) => with_id(register, id),
        (_, parts) => parts.join(" · "),
    }
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
fn standing(checked: &Checked, lang: Lang) -> Vec<Vec<String>> {
    let chains = &checked.standing;
    let heads = ["chain", "processes", "rows", "verified", "verified-share", "twice", "twice-share"];
    let head = heads.map(|head| i18n::text(lang, &format!("cli-library-{head}"), &[])).to_vec();
    let all = Standing { chain: i18n::text(lang, "cli-library-all", &[]), ..Standing::sum(chains) };
    let share = |part: Option<f64>| part.map_or_else(String::new, |part| format!("{:.1}%", 100.0 * part));
    let row = |of: &Standing| {
        let chain = (lang == Lang::Zh).then(|| checked.zone.title("chains", &of.chain, lang)).flatten();
        vec![
            chain.unwrap_or_else(|| of.chain.clone()),
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
