//! `yanlian analyse`: the methods on plain CSV files, CSV out; no registers needed.

mod cascade;
mod complexity;
mod csv_file;
mod io;

use super::import::source;
use crate::{Failure, Outcome, terminal};
use clap::Subcommand;
use std::path::Path;
use yanlian_analysis::InputFault;
use yanlian_intake::PlainTable;
use yanlian_model::{Finding, Lang, Severity};

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
pub(super) fn run(method: &Method) -> Outcome {
    match method {
        Method::Cascade(arguments) => cascade::run(arguments),
        Method::Complexity(arguments) => complexity::run(arguments),
        Method::Io(arguments) => io::run(arguments),
    }
}

/// Reads a table that must have these columns; faults are listed.
fn read(path: &Path, required: &[&str], lang: Lang) -> Result<PlainTable, Failure> {
    PlainTable::read(&source(path)?, required).map_err(|faults| refuse(&faults, lang))
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
