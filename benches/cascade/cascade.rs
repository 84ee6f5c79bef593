//! How long the cascades of a network take. `benches/cascade/run.py` calls it beside the peer.
//!
//! `cascade DIR [SCENARIOS] [SAMPLE]` reads edges.csv, firms.csv and essentiality.csv of DIR and prints
//! `network` with the seconds of checking and building it; `sub` and `nosub` with the seconds by the clock
//! and of the processors for the stop of each firm (or of the first ones), and the mean number of steps;
//! their `sample` with the sums of ESRI and of steps over the first few; and `memory`, the most that was
//! held, in MB.

use csv::StringRecord;
use std::path::Path;
use std::time::Instant;
use yanlian_analysis::cascade::{Firm, Link, Network, Rule, Score, Terms, shutdowns};

type Error = Box<dyn std::error::Error>;

fn main() -> Result<(), Error> {
    // `cargo test --benches` calls without a folder: then there is nothing to measure.
    let mut arguments = std::env::args().skip(1).filter(|argument| !argument.starts_with('-'));
    let Some(folder) = arguments.next() else { return Ok(()) };
    let mut number = || arguments.next().map_or(Ok(usize::MAX), |number| number.parse());
    let (scenarios, sample) = (number()?, number()?);
    let table = |name| rows(&Path::new(&folder).join(name));
    let (firms, edges, rules) = (table("firms.csv")?, table("edges.csv")?, table("essentiality.csv")?);
    let start = Instant::now();
    let network = network(&firms, &edges, &rules)?;
    println!("network,{:.3}", start.elapsed().as_secs_f64());
    let asked: Vec<usize> = (0..network.keys().len().min(scenarios)).collect();
    for (name, substitution) in [("sub", true), ("nosub", false)] {
        let terms = Terms::new(Terms::default().epsilon(), substitution)?;
        let (start, before) = (Instant::now(), processor_seconds()?);
        let scores = shutdowns(&network, &asked, &terms, &|_| ());
        let (clock, processors) = (start.elapsed().as_secs_f64(), processor_seconds()? - before);
        println!("{name},{clock:.3},{processors:.3},{:.3}", f64::from(steps(&scores)) / asked.len() as f64);
        let sample = &scores[..sample.min(scores.len())];
        println!("{name} sample,{},{}", sample.iter().map(|score| score.esri).sum::<f64>(), steps(sample));
    }
    println!("memory,{}", memory()?);
    Ok(())
}

fn steps(scores: &[Score]) -> u32 {
    scores.iter().map(|score| score.iterations).sum()
}

fn rows(path: &Path) -> Result<Vec<StringRecord>, Error> {
    Ok(csv::Reader::from_path(path)?.into_records().collect::<Result<_, _>>()?)
}

fn each<'r, T>(rows: &'r [StringRecord], read: fn(&'r StringRecord) -> Result<T, Error>) -> Result<Vec<T>, Error> {
    rows.iter().map(read).collect()
}

fn amount(row: &StringRecord, at: usize) -> Result<Option<f64>, Error> {
    Ok(row.get(at).map(str::parse).transpose()?)
}

fn network(firms: &[StringRecord], edges: &[StringRecord], rules: &[StringRecord]) -> Result<Network, Error> {
    let firms = each(firms, |row| {
        Ok(Firm { key: &row[0], industry: &row[1], revenue: amount(row, 2)?, cost: amount(row, 3)? })
    })?;
    let links = each(edges, |row| Ok(Link { supplier: &row[0], customer: &row[1], value: row[2].parse()? }))?;
    let rules =
        each(rules, |row| Ok(Rule { supplier_industry: &row[0], customer_industry: &row[1], class: row[2].parse()? }))?;
    let (network, _) = Network::new(&firms, &links, &rules).map_err(|faults| format!("{faults:?}"))?;
    Ok(network)
}

/// The most memory that this process held, in MB.
fn memory() -> Result<u64, Error> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).ok_or("no VmHWM")?;
    Ok(line.trim().trim_end_matches("kB").trim().parse::<u64>()? / 1024)
}

/// The processor time of all threads so far: ticks of a hundredth of a second, the 14th and 15th field.
fn processor_seconds() -> Result<f64, Error> {
    let status = std::fs::read_to_string("/proc/self/stat")?;
    let fields = status.rsplit(") ").next().ok_or("no fields")?.split(' ').skip(11).take(2);
    let ticks: Vec<f64> = fields.map(str::parse).collect::<Result<_, _>>()?;
    Ok(ticks.iter().sum::<f64>() / 100.0)
}
