//! `yanlian analyse cascade`: a network of supplies in, each firm's ESRI out.

use super::{located, read, refuse};
use crate::cli::Language;
use crate::{Failure, Outcome, terminal};
use clap::{Args, ValueEnum};
use indicatif::ProgressBar;
use std::path::PathBuf;
use yanlian_analysis::cascade::{Firm, Link, Network, Rule, Score, Shock, Terms, cascade, stops};
use yanlian_answers::i18n;
use yanlian_intake::PlainTable;
use yanlian_model::{Arg, Finding, Lang};

/// Which firms' stop would spread, one line a firm: firm, esri, esri_down, esri_up, iterations.
///
/// Faults are listed by line and nothing is answered. ε is part of the result and told on standard
/// error: without given revenues the default of 0.01 stops far from the fixed point.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// CSV file: supplier, customer, value.
    #[arg(long, value_name = "FILE")]
    edges: PathBuf,
    /// CSV file: firm, industry, and where known revenue and cost.
    #[arg(long, value_name = "FILE")]
    firms: PathBuf,
    /// CSV file: supplier_industry, customer_industry, class (2 essential, 1 non-essential, 0 ignored);
    /// a pair that is not listed, and every pair without the file, is class 1.
    #[arg(long, value_name = "FILE")]
    essentiality: Option<PathBuf>,
    /// A scenario has come to rest when no firm's state falls by more than this in a step.
    #[arg(long, value_name = "E", default_value_t = Terms::default().epsilon())]
    eps: f64,
    /// Whether other firms of an industry stand in for those that have fallen.
    #[arg(long, value_enum, default_value_t = Switch::On)]
    substitution: Switch,
    /// Only the stops of these firms; all, one after another, if not given.
    #[arg(long, value_name = "FIRM", num_args = 1.., conflicts_with = "shock")]
    scenario: Vec<String>,
    /// One scenario in which each of these firms loses a part of its output, 0 to 1.
    #[arg(long, value_name = "FIRM=PART", num_args = 1.., value_parser = part)]
    shock: Vec<(String, f64)>,
    /// File to write; standard output if not given.
    #[arg(short, long)]
    output: Option<PathBuf>,
    #[command(flatten)]
    language: Language,
}

/// On or off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Switch {
    On,
    Off,
}

fn part(text: &str) -> Result<(String, f64), String> {
    let (firm, part) = text.rsplit_once('=').ok_or("FIRM=PART is wanted")?;
    Ok((firm.to_owned(), part.parse().map_err(|_| format!("{part} is no number"))?))
}

/// Runs the method.
pub(super) fn run(arguments: &Arguments) -> Outcome {
    let lang = arguments.language.lang;
    let wrong = |error: &dyn std::fmt::Display| Failure::Usage(error.to_string());
    let terms = Terms::new(arguments.eps, arguments.substitution == Switch::On).map_err(|error| wrong(&error))?;
    let network = network(arguments, lang)?;
    let mut lines = vec!["firm,esri,esri_down,esri_up,iterations".to_owned()];
    if arguments.shock.is_empty() {
        let firms = wanted(&network, &arguments.scenario)?;
        let bar = ProgressBar::new(firms.len() as u64);
        let scores = stops(&network, &firms, &terms, &|done| bar.inc(done as u64));
        bar.finish_and_clear();
        lines.extend(firms.iter().zip(&scores).map(|(firm, score)| line(&network.keys()[*firm], score)));
    } else {
        let parts: Vec<(&str, f64)> = arguments.shock.iter().map(|(firm, part)| (firm.as_str(), *part)).collect();
        let shock = Shock::new(&network, &parts).map_err(|error| wrong(&error))?;
        let names: Vec<&str> = parts.iter().map(|(firm, _)| *firm).collect();
        lines.push(line(&names.join("+"), &cascade(&network, &shock, &terms).score));
    }
    eprintln!("{}", i18n::text(lang, "cascade-terms", &[("eps", Arg::from(arguments.eps.to_string()))]));
    lines.push(String::new());
    crate::commands::write(arguments.output.as_deref(), lines.join("\n").as_bytes())
}

fn line(firm: &str, score: &Score) -> String {
    let quoted = match firm.contains([',', '"', '\n']) {
        true => format!("\"{}\"", firm.replace('"', "\"\"")),
        false => firm.to_owned(),
    };
    format!("{quoted},{},{},{},{}", score.esri, score.esri_down, score.esri_up, score.iterations)
}

/// The positions of the firms that are named; all where none is.
fn wanted(network: &Network, named: &[String]) -> Result<Vec<usize>, Failure> {
    if named.is_empty() {
        return Ok((0..network.keys().len()).collect());
    }
    let position =
        |firm: &String| network.position(firm).ok_or_else(|| Failure::Usage(format!("there is no firm {firm}")));
    named.iter().map(position).collect()
}

/// Reads the tables; what is wrong in any of them is listed by its line.
fn network(arguments: &Arguments, lang: Lang) -> Result<Network, Failure> {
    let firms = read(&arguments.firms, &["firm", "industry"], lang)?;
    let links = read(&arguments.edges, &["supplier", "customer", "value"], lang)?;
    let columns = ["supplier_industry", "customer_industry", "class"];
    let rules = arguments.essentiality.as_ref().map(|path| read(path, &columns, lang)).transpose()?;
    let mut faults = Vec::new();
    let firm_rows = firm_rows(&firms, &mut faults);
    let link_rows = link_rows(&links, &mut faults);
    let rule_rows = rules.as_ref().map(|rules| rule_rows(rules, &mut faults)).unwrap_or_default();
    if !faults.is_empty() {
        return Err(refuse(&faults, lang));
    }
    let table = |name: &str| match (name, &rules) {
        ("firms", _) => &firms,
        ("essentiality", Some(rules)) => rules,
        _ => &links,
    };
    let (network, noticed) =
        Network::new(&firm_rows, &link_rows, &rule_rows).map_err(|faults| refuse(&located(&faults, table), lang))?;
    terminal::list(&located(&noticed, table), lang);
    Ok(network)
}

/// What is read, or the fault that is kept for the list.
fn or_fault<T>(read: Result<T, Box<Finding>>, faults: &mut Vec<Finding>) -> Option<T> {
    read.map_err(|fault| faults.push(*fault)).ok()
}

/// The position of a column that [`read`] has found to be there.
fn at(table: &PlainTable, column: &str) -> usize {
    table.column(column).unwrap_or_default()
}

fn firm_rows<'t>(table: &'t PlainTable, faults: &mut Vec<Finding>) -> Vec<Firm<'t>> {
    let (key, industry) = (at(table, "firm"), at(table, "industry"));
    let rows = table.rows().filter_map(|row| {
        let mut amount = |column: &str| match table.column(column) {
            Some(column) => or_fault(row.optional_number(column), faults),
            None => Some(None),
        };
        let (revenue, cost) = (amount("revenue")?, amount("cost")?);
        Some(Firm { key: row.text(key), industry: row.text(industry), revenue, cost })
    });
    rows.collect()
}

fn link_rows<'t>(table: &'t PlainTable, faults: &mut Vec<Finding>) -> Vec<Link<'t>> {
    let (supplier, customer, value) = (at(table, "supplier"), at(table, "customer"), at(table, "value"));
    let rows = table.rows().filter_map(|row| {
        let value = or_fault(row.number(value), faults)?;
        Some(Link { supplier: row.text(supplier), customer: row.text(customer), value })
    });
    rows.collect()
}

fn rule_rows<'t>(table: &'t PlainTable, faults: &mut Vec<Finding>) -> Vec<Rule<'t>> {
    let columns = ["supplier_industry", "customer_industry", "class"].map(|column| at(table, column));
    let rows = table.rows().filter_map(|row| {
        let class = or_fault(row.number(columns[2]), faults)?;
        // What is no class of the method is left to it to refuse.
        let class = if class.fract() == 0.0 && (0.0..=255.0).contains(&class) { class as u8 } else { u8::MAX };
        Some(Rule { supplier_industry: row.text(columns[0]), customer_industry: row.text(columns[1]), class })
    });
    rows.collect()
}
