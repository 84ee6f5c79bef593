//! `yanlian analyse io`: one table in, inverses, multipliers, linkages and extraction out.

mod demand;
mod indicators;
mod layout;
mod numbers;
mod roles;
mod sums;

use super::csv_file::CsvFile;
use super::{judge, read, refuse};
use crate::{Failure, Outcome};
use clap::Args;
use layout::Layout;
use std::path::{Path, PathBuf};
use yanlian_analysis::InputFault;
use yanlian_analysis::io::{Io, Rows, Table, io};
use yanlian_intake::PlainTable;
use yanlian_model::{Finding, Lang, Message};

/// What `--help` says of the files.
const FILES: &str = "\
The table is read by its labels. Sectors are the columns, side by side, whose names are labels
of rows too; columns of codes may stand before them. The smallest table:

  sector,farms,works,final_demand
  farms,150,500,350
  works,200,100,1700

Columns beyond the sectors are final demand, but for totals (total_use, total, 合计 …), which
are checked. A column of imports (进口, 流入 …) is taken off; exports, imports and
inventory_change (出口, 存货 …) also give upstreamness_open. Output is the row or column named
output, output_bp, total_output, gross_output, total_outlays, x, 总产出, 总投入 …, or
--gross-output; else the sum of each row; where there is no final demand either, the sum of each
column and its value_added (增加值 …), which may stand in --value-added. Other rows with a
number for every sector are indicators: compensation, jobs, emissions; sums of rows (小计,
中间投入合计, 增加值合计 …) are none. Notes say how the table was read. A blank is not a zero.

The file of --value-added has a row an indicator, or a row a sector:

  indicator,farms,works        sector,jobs,pay
  jobs,30,40                   farms,30,300
  pay,300,600                  works,40,600

Written to DIR, in the order of the table; a sector without output and flows has blanks:

  sectors.csv       sector, output
                    output_multiplier             column sum of L
                    backward_direct               column sum of A (Chenery-Watanabe)
                    forward_direct                row sum of B (Chenery-Watanabe)
                    backward_rasmussen            column sum of L over the mean of all
                    forward_rasmussen             row sum of G over the mean of all
                    forward_rasmussen_leontief    row sum of L over the mean of all
                    forward_total                 row sum of G
                    extraction_loss               output lost everywhere without the sector
                    extraction_share              the same over all output
                    upstreamness                  row sum of G: nothing corrected
                    upstreamness_open             with trade and inventories (Antràs et al. 2012)
  multipliers.csv   indicator, sector, coefficient v, multiplier v·L, ratio (v·L)/v (type I)
  coefficients.csv  A, the inputs of the column's sector per unit of its output
  leontief.csv      L, the inverse of I - A
  allocation.csv    B, the shares of the row's sector's output
  ghosh.csv         G, the inverse of I - B
  extraction.csv    with --extract: output without all the sectors named, taken out together";

/// What is asked.
#[derive(Debug, Args)]
#[command(after_long_help = FILES)]
pub(crate) struct Arguments {
    /// CSV file of the table.
    #[arg(long, value_name = "FILE")]
    table: PathBuf,
    /// CSV file of further indicators: a row an indicator with the sectors as columns, or a row a sector.
    #[arg(long, value_name = "FILE")]
    value_added: Option<PathBuf>,
    /// Row or column of output, where it has an unusual name.
    #[arg(long, value_name = "NAME")]
    gross_output: Option<String>,
    /// Sectors to take out together; give it once with several names, or several times.
    #[arg(long, value_name = "SECTOR", num_args = 1..)]
    extract: Vec<String>,
    /// Folder to write to.
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
}

/// Runs the method.
pub(super) fn run(arguments: &Arguments, lang: Lang) -> Outcome {
    let file = read(&arguments.table, &[], &[], lang);
    let more = arguments.value_added.as_ref().map(|path| read(path, &[], &[], lang)).transpose();
    let (file, more) = (file?, more?);
    let layout = layout::read(&file, more.as_ref(), arguments.gross_output.as_deref());
    let Layout { table, rows, mut findings } = layout.map_err(|faults| refuse(&faults, lang))?;
    let at_rows = |faults: &[InputFault]| at_rows(&file, &rows, faults);
    let answer = io(&table);
    findings.extend(at_rows(answer.as_ref().map_or_else(|faults| faults, |answer| &answer.findings)));
    judge(&findings, lang)?;
    let Ok(answer) = answer else { return Err(Failure::Input) };
    let group = group(&arguments.extract, &table, &answer)?;
    write(&arguments.output, &table, &answer)?;
    if !group.is_empty() {
        write_extraction(&arguments.output, &table, &answer, &group)?;
    }
    Ok(())
}

/// Findings by sector at the sectors' lines in the file.
fn at_rows(file: &PlainTable, rows: &[usize], faults: &[InputFault]) -> Vec<Finding> {
    let row = |fault: &InputFault| fault.row.and_then(|sector| rows.get(sector).copied()).unwrap_or(usize::MAX);
    faults.iter().map(|fault| file.finding(fault.severity, row(fault), "", fault.message.clone())).collect()
}

/// The positions among the kept sectors of those named, each once.
fn group(names: &[String], table: &Table, answer: &Io) -> Result<Vec<usize>, Failure> {
    let find = |name: &String| answer.kept.iter().position(|at| roles::key(&table.sectors[*at]) == roles::key(name));
    let unknown = |name: &String| {
        Failure::Usage(Message::new("cli-no-sector").with("sector", name).with("known", table.sectors.join(", ")))
    };
    let mut group =
        names.iter().map(|name| find(name).ok_or_else(|| unknown(name))).collect::<Result<Vec<usize>, Failure>>()?;
    group.sort_unstable();
    group.dedup();
    Ok(group)
}

const SECTORS: [&str; 13] = [
    "sector",
    "output",
    "output_multiplier",
    "backward_direct",
    "forward_direct",
    "backward_rasmussen",
    "forward_rasmussen",
    "forward_rasmussen_leontief",
    "forward_total",
    "extraction_loss",
    "extraction_share",
    "upstreamness",
    "upstreamness_open",
];

fn write(folder: &Path, table: &Table, answer: &Io) -> Outcome {
    let place = |sector: usize| answer.kept.iter().position(|at| *at == sector);
    let total: f64 = table.output.iter().sum();
    let mut file = CsvFile::new(folder, "sectors", &SECTORS)?;
    for (at, name) in table.sectors.iter().enumerate() {
        let figures = place(at).map(|place| answer.sectors[place]);
        file.text(name)?.number(Some(table.output[at]))?;
        for figure in [
            figures.map(|sector| sector.output_multiplier),
            figures.map(|sector| sector.backward_direct),
            figures.map(|sector| sector.forward_direct),
            figures.map(|sector| sector.backward_rasmussen),
            figures.map(|sector| sector.forward_rasmussen),
            figures.map(|sector| sector.forward_rasmussen_leontief),
            figures.map(|sector| sector.forward_total),
            figures.map(|sector| sector.extraction_loss),
            figures.map(|sector| sector.extraction_loss / total),
            figures.map(|sector| sector.upstreamness),
            figures.and_then(|sector| sector.upstreamness_open),
        ] {
            file.number(figure)?;
        }
        file.end()?;
    }
    file.finish()?;
    let mut file = CsvFile::new(folder, "multipliers", &["indicator", "sector", "coefficient", "multiplier", "ratio"])?;
    for multipliers in &answer.multipliers {
        for (at, name) in table.sectors.iter().enumerate() {
            let figures = place(at).map(|place| multipliers.sectors[place]);
            file.text(&multipliers.indicator)?.text(name)?;
            file.number(figures.map(|sector| sector.coefficient))?.number(figures.map(|sector| sector.multiplier))?;
            file.number(figures.and_then(|sector| sector.ratio))?.end()?;
        }
    }
    file.finish()?;
    let matrices = [
        ("coefficients", &answer.coefficients),
        ("leontief", &answer.leontief),
        ("allocation", &answer.allocation),
        ("ghosh", &answer.ghosh),
    ];
    matrices.into_iter().try_for_each(|(name, matrix)| write_matrix(folder, name, matrix, table, answer))
}

/// A matrix among the sectors that are kept.
fn write_matrix(folder: &Path, name: &str, matrix: &Rows, table: &Table, answer: &Io) -> Outcome {
    let names = || answer.kept.iter().map(|at| table.sectors[*at].as_str());
    let header: Vec<&str> = std::iter::once("sector").chain(names()).collect();
    let mut file = CsvFile::new(folder, name, &header)?;
    for (name, row) in names().zip(matrix) {
        file.text(name)?;
        for entry in row {
            file.number(Some(*entry))?;
        }
        file.end()?;
    }
    file.finish()
}

fn write_extraction(folder: &Path, table: &Table, answer: &Io, group: &[usize]) -> Outcome {
    let header = ["sector", "extracted", "output", "output_without", "loss"];
    let mut file = CsvFile::new(folder, "extraction", &header)?;
    for (place, loss) in answer.extraction(group).into_iter().enumerate() {
        let (name, output) = (&table.sectors[answer.kept[place]], answer.sectors[place].output);
        let extracted = group.contains(&place);
        file.text(name)?.count(Some(usize::from(extracted)))?.number(Some(output))?;
        // What is taken out leaves exactly nothing, not the rest of a rounding.
        let without = if extracted { 0.0 } else { output - loss };
        file.number(Some(without))?.number(Some(output - without))?.end()?;
    }
    file.finish()
}
