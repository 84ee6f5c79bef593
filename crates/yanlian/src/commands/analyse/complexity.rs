//! `yanlian analyse complexity`: one table in, regions, products and pairs out.

use super::csv_file::CsvFile;
use super::{Noticed, judge, located, read_of_one_year, refuse};
use crate::cli::finite;
use crate::{Failure, Outcome};
use clap::{Args, ValueEnum};
use std::path::{Path, PathBuf};
use yanlian_analysis::complexity::{Cell, Complexity, Convention, Matrix, Options, complexity};
use yanlian_intake::{PlainRow, PlainTable};
use yanlian_model::{Lang, Message, Severity};

/// What `--help` says of the files.
const FILES: &str = "\
The table has a line for each region and product. Codes are text: leading zeros stay, and nan is
a code. A pair without a line is 0; lines that name a pair again are added up, with a warning.
Totals (合计, World …) as a region or product are faults, and so are codes that differ only in
capitals, widths or spaces, and a column of units in which the rows differ.

Written to DIR, in the order of codes, with blanks for what was left out or is not unique
(findings say which):

  regions.csv    region, total, diversity, eci, fitness
                 coi        complexity outlook, standardised by its own mean and deviation
                 coi_sum    the same before that, from a PCI of Euclidean length 1
  products.csv   product, total, ubiquity, pci, fitness
  pairs.csv      region, product, value, rca, m (1 where rca is at least 1), density, cog; all pairs
  proximity.csv  with --proximity: product, other, proximity";

/// What is asked.
#[derive(Debug, Args)]
#[command(after_long_help = FILES)]
pub(crate) struct Arguments {
    /// CSV file: region (or country), product, value.
    #[arg(long, value_name = "FILE")]
    matrix: PathBuf,
    /// How ECI and PCI are standardised.
    #[arg(long, value_enum, default_value_t = Way::Atlas)]
    convention: Way,
    /// Updates of fitness; the "20 iterations" of R economiccomplexity count the start and are 19.
    #[arg(long, value_name = "N", default_value_t = Options::default().iterations)]
    iterations: usize,
    /// Leave regions with fewer products of RCA ≥ 1 out of all that follows RCA.
    #[arg(long, value_name = "N")]
    min_diversity: Option<usize>,
    /// Leave regions with a smaller sum of values out from the start.
    #[arg(long, value_name = "X", value_parser = finite)]
    min_total: Option<f64>,
    /// Also write proximity.csv: product, other, proximity; each two products with a proximity above 0 once.
    #[arg(long)]
    proximity: bool,
    /// Folder to write to.
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
}

/// The convention, by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Way {
    /// ECI by its own mean and deviation, PCI by ECI's, as py-ecomplexity does.
    Atlas,
    /// Each by its own mean and sample deviation, as R economiccomplexity does.
    Standardised,
}

/// Runs the method.
pub(super) fn run(arguments: &Arguments, lang: Lang) -> Outcome {
    let table = read_of_one_year(&arguments.matrix, &["product", "value"], &["region", "country"], lang)?;
    let matrix = matrix(&table, lang)?;
    let options = Options {
        convention: match arguments.convention {
            Way::Atlas => Convention::Atlas,
            Way::Standardised => Convention::Standardised,
        },
        iterations: arguments.iterations,
        min_diversity: arguments.min_diversity,
        min_total: arguments.min_total,
    };
    let answer = complexity(&matrix, &options);
    judge(&located(&answer.findings, |_| &table), lang)?;
    write(&arguments.output, &matrix, &answer)?;
    if arguments.proximity {
        write_proximity(&arguments.output, &answer)?;
    }
    Ok(())
}

/// The checked table; what was noticed is listed.
fn matrix(table: &PlainTable, lang: Lang) -> Result<Matrix, Failure> {
    let column = |name| table.column(name);
    let (Some(region), Some(product), Some(value)) =
        (column("region").or(column("country")), column("product"), column("value"))
    else {
        let message = Message::new("complexity-no-region").with("header", table.header().join(", "));
        return Err(refuse(&[table.finding(Severity::Fault, usize::MAX, "", message)], lang));
    };
    let mut noticed = Noticed::in_files([table]);
    noticed.findings.extend(table.names(&[region, product]));
    let cell = |row: PlainRow<'_>| Cell {
        region: row.text(region).to_owned(),
        product: row.text(product).to_owned(),
        value: noticed.number(row.number(value)),
    };
    let cells: Vec<Cell> = table.rows().map(cell).collect();
    noticed.judge(Matrix::new(&cells), |_| table, lang)
}

fn write(folder: &Path, matrix: &Matrix, answer: &Complexity) -> Outcome {
    let mut file =
        CsvFile::new(folder, "regions", &["region", "total", "diversity", "eci", "fitness", "coi", "coi_sum"])?;
    for region in &answer.regions {
        file.text(&region.code)?.number(Some(region.total))?.count(region.diversity)?;
        file.number(region.eci)?.number(region.fitness)?.number(region.coi)?.number(region.coi_sum)?.end()?;
    }
    file.finish()?;
    let mut file = CsvFile::new(folder, "products", &["product", "total", "ubiquity", "pci", "fitness"])?;
    for product in &answer.products {
        file.text(&product.code)?.number(Some(product.total))?.count(product.ubiquity)?;
        file.number(product.pci)?.number(product.fitness)?.end()?;
    }
    file.finish()?;
    let mut file = CsvFile::new(folder, "pairs", &["region", "product", "value", "rca", "m", "density", "cog"])?;
    for (at, region) in matrix.regions().iter().enumerate() {
        for (beside, product) in matrix.products().iter().enumerate() {
            let pair = answer.pair(at, beside);
            file.text(region)?.text(product)?.number(Some(pair.value))?.number(pair.rca)?;
            file.count(pair.strong.map(usize::from))?.number(pair.density)?.number(pair.cog)?.end()?;
        }
    }
    file.finish()
}

fn write_proximity(folder: &Path, answer: &Complexity) -> Outcome {
    let mut file = CsvFile::new(folder, "proximity", &["product", "other", "proximity"])?;
    for (at, product) in answer.products.iter().enumerate() {
        for (beside, other) in answer.products.iter().enumerate().skip(at + 1) {
            if let Some(proximity) = answer.proximity(at, beside).filter(|proximity| *proximity > 0.0) {
                file.text(&product.code)?.text(&other.code)?.number(Some(proximity))?.end()?;
            }
        }
    }
    file.finish()
}
