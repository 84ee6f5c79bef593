//! `yanlian analyse`: the methods on plain CSV files, CSV out; no registers needed.

mod cascade;
mod complexity;
mod csv_file;
mod io;
mod years;

use super::import::source;
use crate::{Failure, Outcome, terminal};
use clap::Subcommand;
use std::collections::BTreeSet;
use std::path::Path;
use yanlian_analysis::InputFault;
use yanlian_intake::PlainTable;
use yanlian_model::{Finding, Lang, Place, Severity};

/// The methods that stand by themselves.
#[derive(Debug, Subcommand)]
pub(crate) enum Method {
    /// Cascade: which firms' stop would spread through a network of supplies (ESRI).
    Cascade(cascade::Arguments),
    /// Complexity and relatedness of regions and products: RCA, ECI and PCI, fitness, density.
    Complexity(complexity::Arguments),
    /// Input-output: Leontief and Ghosh inverses, multipliers, linkages, extraction, upstreamness.
    Io(io::Arguments),
}

/// Runs a method.
pub(super) fn run(method: &Method, lang: Lang) -> Outcome {
    match method {
        Method::Cascade(arguments) => cascade::run(arguments, lang),
        Method::Complexity(arguments) => complexity::run(arguments, lang),
        Method::Io(arguments) => io::run(arguments, lang),
    }
}

/// Reads a table that must have some columns and may have others; faults are listed.
fn read(path: &Path, required: &[&str], optional: &[&str], lang: Lang) -> Result<PlainTable, Failure> {
    let table = PlainTable::read(&source(path)?, required, optional).map_err(|faults| refuse(&faults, lang))?;
    terminal::list(&table.passed_over(), lang);
    Ok(table)
}

/// Reads a table whose rows would be added up: one that names several years or units is refused, since no method
/// here knows either, and all of them together are of none.
fn read_of_one_year(path: &Path, required: &[&str], optional: &[&str], lang: Lang) -> Result<PlainTable, Failure> {
    let table = read(path, required, optional, lang)?;
    let known: Vec<&str> = required.iter().chain(optional).copied().collect();
    let apart = years::several(&table, &known).into_iter().chain(table.several_units(&known));
    judge(&apart.collect::<Vec<_>>(), lang)?;
    Ok(table)
}

/// What is noticed in files before a method answers: listed all at once, so that all can be fixed at once.
#[derive(Default)]
struct Noticed {
    findings: Vec<Finding>,
    /// The cells that cannot be read.
    unread: BTreeSet<Place>,
}

impl Noticed {
    /// Begins with what is wrong with the files' rows.
    fn in_files<'t>(files: impl IntoIterator<Item = &'t PlainTable>) -> Noticed {
        Noticed { findings: files.into_iter().flat_map(PlainTable::overlong).collect(), ..Noticed::default() }
    }

    /// A cell that cannot be read.
    fn unread(&mut self, fault: Finding) {
        self.unread.insert(fault.place.clone());
        self.findings.push(fault);
    }

    /// The number, or one that no method takes in place of what cannot be read.
    fn number(&mut self, read: Result<f64, Box<Finding>>) -> f64 {
        read.unwrap_or_else(|fault| {
            self.unread(*fault);
            f64::NAN
        })
    }

    /// What a method made of the rows, where nothing forbids it. Everything is listed by file and line, but
    /// what the method says of cells that cannot be read: of those it knows less than is noticed already.
    fn judge<'t, T>(
        mut self,
        made: Result<(T, Vec<InputFault>), Vec<InputFault>>,
        table: impl Fn(&str) -> &'t PlainTable,
        lang: Lang,
    ) -> Result<T, Failure> {
        let (made, found) = match made {
            Ok((made, found)) => (Some(made), found),
            Err(faults) => (None, faults),
        };
        let found = located(&found, table);
        self.findings.extend(found.into_iter().filter(|finding| !self.unread.contains(&finding.place)));
        self.findings.sort_by(|one, other| one.place.cmp(&other.place));
        judge(&self.findings, lang)?;
        made.ok_or(Failure::Input)
    }
}

/// Lists findings on standard error; an error where one is a fault.
fn judge(findings: &[Finding], lang: Lang) -> Outcome {
    terminal::list(findings, lang);
    match findings.iter().any(|finding| finding.severity == Severity::Fault) {
        true => Err(Failure::Input),
        false => Ok(()),
    }
}

fn refuse(faults: &[Finding], lang: Lang) -> Failure {
    terminal::list(faults, lang);
    Failure::Input
}

/// The findings at their lines, where `table` gives the file that a method's table came from.
fn located<'t>(faults: &[InputFault], table: impl Fn(&str) -> &'t PlainTable) -> Vec<Finding> {
    let finding = |fault: &InputFault| {
        let row = fault.row.unwrap_or(usize::MAX);
        table(fault.table).finding(fault.severity, row, fault.column, fault.message.clone())
    };
    faults.iter().map(finding).collect()
}
