//! `yanlian analyse cascade`: a network of supplies in, each firm's ESRI out.

use super::{Noticed, read, read_of_one_year};
use crate::cli::finite;
use crate::{Failure, Outcome, terminal};
use clap::{Args, ValueEnum};
use indicatif::ProgressBar;
use std::path::PathBuf;
use yanlian_analysis::cascade::{CascadeError, Firm, Link, Network, Rule, Score, Shock, Terms, cascade, shutdowns};
use yanlian_intake::{PlainRow, PlainTable, in_one_unit};
use yanlian_model::spreadsheet::protect;
use yanlian_model::{Arg, Finding, Lang, Message, Severity};
use yanlian_present::i18n;

/// What `--help` says of the files.
const FILES: &str = "\
The smallest network, in the order of --edges and --firms; further columns may stand beside
these:

  supplier,customer,value        firm,industry,revenue,cost
  mine,smelter,10                mine,ore,10,
  smelter,forge,20               smelter,metal,40,25
                                 forge,parts,,

Codes of firms and industries are text: leading zeros stay. A blank revenue is the firm's sales
in the network, a blank cost its purchases there. A unit of money may stand in brackets behind
value, revenue and cost, `revenue (CNY million)`, of all of them or of none. Links of the same two firms are added up; one
of value 0 is passed over; a firm that supplies itself is counted as it stands; each with a
warning.

Without --scenario and --shock each firm stops by itself, a line each, in the order of the
firms; --scenario leaves it at some of them. --shock is one scenario of all its firms together,
named A+B in its one line:

  --scenario mine forge          two lines: the mine stops, the forge stops
  --shock mine=1 forge=0.5       one line: the mine stops and the forge loses half

Written:

  esri         the part of all revenue that is lost, each firm by the worse of both directions
  esri_down    what is lost for want of inputs alone
  esri_up      what is lost for want of orders alone
  iterations   steps until rest, the last one with them

Only results of the same eps compare: without given revenues 0.01 stops far from the fixed point.

The numbers are those of GLcascade 0.9.3.1 where neither revenue nor cost is given. Where a cost is,
it scales here only inputs that are not essential, there all; where a revenue is, firms stand in for
each other here by revenue, there by sales in the network.";

/// What is asked.
#[derive(Debug, Args)]
#[command(after_long_help = FILES)]
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
    #[arg(long, value_name = "E", default_value_t = Terms::default().epsilon(), value_parser = finite)]
    eps: f64,
    /// Whether other firms of an industry stand in for those that have fallen.
    #[arg(long, value_enum, default_value_t = Switch::On)]
    substitution: Switch,
    /// Only the stops of these firms, each by itself.
    #[arg(long, value_name = "FIRM", num_args = 1.., conflicts_with = "shock")]
    scenario: Vec<String>,
    /// One scenario: these firms together, each of which loses a part of its output, 0 to 1 or a percentage.
    #[arg(long, value_name = "FIRM=PART", num_args = 1.., value_parser = part)]
    shock: Vec<(String, f64)>,
    /// File to write; standard output if not given.
    #[arg(short, long)]
    output: Option<PathBuf>,
}

/// On or off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Switch {
    On,
    Off,
}

fn part(text: &str) -> Result<(String, f64), String> {
    let (firm, part) = text.rsplit_once('=').ok_or("FIRM=PART is wanted")?;
    let share = match part.strip_suffix(['%', '\u{ff05}']) {
        Some(percent) => finite(percent)? / 100.0,
        None => finite(part)?,
    };
    Ok((firm.to_owned(), share))
}

/// What may stand in the column `class`.
const CLASSES: [f64; 3] = [0.0, 1.0, 2.0];

/// Runs the method.
pub(super) fn run(arguments: &Arguments, lang: Lang) -> Outcome {
    let terms = Terms::new(arguments.eps, arguments.substitution == Switch::On).map_err(wrong)?;
    let (network, firms) = network(arguments, lang)?;
    let scores = match arguments.shock.is_empty() {
        true => stopped(&network, &arguments.scenario, &terms)?,
        false => vec![shocked(&network, &arguments.shock, &terms)?],
    };
    terminal::list(unconverged(&network, &scores, &firms).as_slice(), lang);
    eprintln!("{}", i18n::text(lang, "cascade-terms", &[("eps", Arg::from(arguments.eps.to_string()))]));
    let mut lines = vec!["firm,esri,esri_down,esri_up,iterations".to_owned()];
    lines.extend(scores.iter().map(|(firm, score)| line(firm, score)));
    lines.push(String::new());
    crate::commands::write(arguments.output.as_deref(), lines.join("\n").as_bytes())
}

/// The stop of each of these firms by itself; of all where none is named.
fn stopped(network: &Network, named: &[String], terms: &Terms) -> Result<Vec<(String, Score)>, Failure> {
    let firms = wanted(network, named)?;
    let bar = ProgressBar::new(firms.len() as u64);
    let scores = shutdowns(network, &firms, terms, &|done| bar.inc(done as u64));
    bar.finish_and_clear();
    Ok(firms.iter().map(|firm| network.keys()[*firm].clone()).zip(scores).collect())
}

/// What follows when these firms lose their parts together.
fn shocked(network: &Network, parts: &[(String, f64)], terms: &Terms) -> Result<(String, Score), Failure> {
    let parts: Vec<(&str, f64)> = parts.iter().map(|(firm, part)| (firm.as_str(), *part)).collect();
    let shock = Shock::new(network, &parts).map_err(wrong)?;
    let names: Vec<&str> = parts.iter().map(|(firm, _)| *firm).collect();
    Ok((names.join("+"), cascade(network, &shock, terms).score))
}

/// That scenarios were left before they came to rest, at the line of the first one's firm.
fn unconverged(network: &Network, scores: &[(String, Score)], firms: &PlainTable) -> Option<Finding> {
    let mut open = scores.iter().filter(|(_, score)| !score.converged);
    let (firm, score) = open.next()?;
    let message = Message::new("cascade-unconverged")
        .with("count", 1 + open.count())
        .with("firm", firm)
        .with("steps", score.iterations as usize);
    let row = network.position(firm).unwrap_or(usize::MAX);
    Some(firms.finding(Severity::Warning, row, "firm", message))
}

fn line(firm: &str, score: &Score) -> String {
    let firm = protect(firm);
    let quoted = match firm.contains([',', '"', '\n']) {
        true => format!("\"{}\"", firm.replace('"', "\"\"")),
        false => firm.into_owned(),
    };
    format!("{quoted},{},{},{},{}", score.esri, score.esri_down, score.esri_up, score.iterations)
}

/// The positions of the firms that are named; all where none is.
fn wanted(network: &Network, named: &[String]) -> Result<Vec<usize>, Failure> {
    if named.is_empty() {
        return Ok((0..network.keys().len()).collect());
    }
    let position = |firm: &String| network.position(firm).ok_or_else(|| wrong(CascadeError::Firm(firm.clone())));
    named.iter().map(position).collect()
}

/// What is asked and cannot be.
fn wrong(error: CascadeError) -> Failure {
    Failure::Usage(match error {
        CascadeError::Epsilon(eps) => Message::new("cli-epsilon").with("eps", eps),
        CascadeError::Firm(firm) => Message::new("cascade-firm-unknown").with("firm", firm),
        CascadeError::Twice(firm) => Message::new("cli-firm-twice").with("firm", firm),
        CascadeError::Part { firm, psi } => Message::new("cli-part").with("firm", firm).with("part", psi),
        CascadeError::Weights => Message::new("cascade-nothing"),
    })
}

/// The network, and the table of its firms; what is wrong in any of them is listed by its line.
fn network(arguments: &Arguments, lang: Lang) -> Result<(Network, PlainTable), Failure> {
    let firms = read(&arguments.firms, &["firm", "industry"], &["revenue", "cost"], lang);
    let links = read_of_one_year(&arguments.edges, &["supplier", "customer", "value"], &[], lang);
    let columns = ["supplier_industry", "customer_industry", "class"];
    let rules = arguments.essentiality.as_ref().map(|path| read(path, &columns, &[], lang)).transpose();
    // Only now, so that all three are told of.
    let (firms, links, rules) = (firms?, links?, rules?);
    let mut noticed = Noticed::in_files([&firms, &links].into_iter().chain(&rules));
    noticed.findings.extend(firms.names(&[at(&firms, "firm"), at(&firms, "industry")]));
    noticed.findings.extend(firms.several_units(&[]));
    noticed.findings.extend(firms.perhaps_meant(&["revenue", "cost"]));
    // All of it is compared, so it is brought to one unit.
    let amounts = ["revenue", "cost"].map(|column| firms.column(column));
    let columns: Vec<(&PlainTable, usize)> = std::iter::once((&links, at(&links, "value")))
        .chain(amounts.into_iter().flatten().map(|column| (&firms, column)))
        .collect();
    let multiples = in_one_unit(&columns).unwrap_or_else(|faults| {
        noticed.findings.extend(faults);
        vec![1.0; columns.len()]
    });
    let (links_multiple, mut rest) = (multiples[0], multiples[1..].iter());
    let amounts = amounts.map(|column| column.and_then(|column| Some((column, *rest.next()?))));
    let firm_rows = firm_rows(&firms, amounts, &mut noticed);
    let link_rows = link_rows(&links, links_multiple, &mut noticed);
    let rule_rows = rules.as_ref().map(|rules| rule_rows(rules, &mut noticed)).unwrap_or_default();
    let table = |name: &str| match (name, &rules) {
        ("firms", _) => &firms,
        ("essentiality", Some(rules)) => rules,
        _ => &links,
    };
    let network = noticed.judge(Network::new(&firm_rows, &link_rows, &rule_rows), table, lang)?;
    Ok((network, firms))
}

/// The position of a column that [`read`] has found to be there.
fn at(table: &PlainTable, column: &str) -> usize {
    table.column(column).unwrap_or_default()
}

/// A column of money, and by what its numbers are multiplied.
type Amounts = Option<(usize, f64)>;

fn firm_rows<'t>(table: &'t PlainTable, [revenue, cost]: [Amounts; 2], noticed: &mut Noticed) -> Vec<Firm<'t>> {
    let (key, industry) = (at(table, "firm"), at(table, "industry"));
    let mut amount = |row: &PlainRow<'_>, column: Amounts| {
        let (column, multiple) = column?;
        let amount = row.optional_number(column).transpose()?;
        Some(multiple * noticed.number(amount))
    };
    let firm = |row: PlainRow<'t>| Firm {
        key: row.text(key),
        industry: row.text(industry),
        revenue: amount(&row, revenue),
        cost: amount(&row, cost),
    };
    table.rows().map(firm).collect()
}

fn link_rows<'t>(table: &'t PlainTable, multiple: f64, noticed: &mut Noticed) -> Vec<Link<'t>> {
    let (supplier, customer, value) = (at(table, "supplier"), at(table, "customer"), at(table, "value"));
    let link = |row: PlainRow<'t>| Link {
        supplier: row.text(supplier),
        customer: row.text(customer),
        value: multiple * noticed.number(row.number(value)),
    };
    table.rows().map(link).collect()
}

fn rule_rows<'t>(table: &'t PlainTable, noticed: &mut Noticed) -> Vec<Rule<'t>> {
    let columns = ["supplier_industry", "customer_industry", "class"].map(|column| at(table, column));
    let mut class = |row: &PlainRow<'_>| match row.number(columns[2]) {
        Ok(class) if CLASSES.contains(&class) => class as u8,
        _ => {
            let message = Message::new("cascade-class").with("text", row.text(columns[2]));
            noticed.unread(*row.fault(columns[2], message));
            u8::MAX
        }
    };
    let rule = |row: PlainRow<'t>| Rule {
        supplier_industry: row.text(columns[0]),
        customer_industry: row.text(columns[1]),
        class: class(&row),
    };
    table.rows().map(rule).collect()
}
