//! What does a unit of final demand set going through all sectors, and what would be lost without one?
//!
//! ```text
//! A = Z·x̂⁻¹       L = (I − A)⁻¹       input coefficients and Leontief's inverse
//! B = x̂⁻¹·Z       G = (I − B)⁻¹       output coefficients and Ghosh's inverse
//! output multiplier of j    Σ_i L_ij                     indicator v = row / x:  multiplier v·L,
//!                                                        type I ratio (v·L)_j / v_j
//! direct linkages           backward Σ_i A_ij            forward Σ_j B_ij      (Chenery–Watanabe)
//! total linkages            backward n·Σ_i L_ij / ΣL     forward n·Σ_j G_ij / ΣG     (Rasmussen)
//! extraction of k           Σx − Σx̄, x̄ without row, column and final demand of k
//! upstreamness              U = (I − Δ)⁻¹·1,  Δ_ij = Z_ij / (x_i − X_i + M_i − N_i)
//! ```
//!
//! Z_ij: sales of sector i to sector j; x: output; X, M, N: exports, imports and change of
//! inventories; all in the table's unit (money). Multipliers have the indicator's unit over the
//! table's; A, B, L, G, linkages and upstreamness have none. Two forward measures are in use, so both
//! are given by name: by Ghosh's inverse as above, and by row sums of Leontief's. Where nothing is
//! known of trade, Δ = B and upstreamness is the row sum of G.
//!
//! Source: Miller, Blair, *Input-Output Analysis* (2009), chapters 2, 6 and 12; Chenery, Watanabe
//! (1958); Rasmussen (1956); Dietzenbacher, van der Linden, Steenge, *The Regional Extraction
//! Method*, Economic Systems Research 5 (1993); Antràs, Chor, Fally, Hillberry, *Measuring the
//! Upstreamness of Production and Trade Flows*, AER Papers and Proceedings 102 (2012).
//!
//! Limits: prices and techniques stay as they are in the table, and capacity is no limit; type I
//! only, households are outside. A sector with neither output nor flows is left out by name. Memory
//! is four matrices of sectors² × 8 bytes.
//!
//! ```
//! use yanlian_analysis::io::{Table, io};
//!
//! // Miller and Blair's two sectors.
//! let table = Table {
//!     sectors: vec!["agriculture".into(), "manufacturing".into()],
//!     flows: vec![vec![150.0, 500.0], vec![200.0, 100.0]],
//!     output: vec![1000.0, 2000.0],
//!     ..Table::default()
//! };
//! let answer = io(&table).unwrap();
//! assert!((answer.leontief[0][0] - 1.254).abs() < 5e-4);
//! ```

mod algebra;
mod check;
mod from_registers;

use crate::InputFault;
use algebra::{column_sums, inverse, row_sums, solve_for_ones};
use check::fault;
pub use from_registers::{EFFECTS, Effect, Moved, ZoneIo, ZoneSector, zone_io};
use serde::Serialize;
use yanlian_model::{Message, Severity};

/// A matrix by rows.
pub type Rows = Vec<Vec<f64>>;

/// Inverses of matrices whose condition is worse than this have no digits left to trust.
const WORST_CONDITION: f64 = 1e12;
/// Entries of L that are negative only by rounding are not worth a finding.
const ROUNDING: f64 = 1e-12;

/// An input-output table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// The sectors' names.
    pub sectors: Vec<String>,
    /// Z: sales of the row's sector to the column's.
    pub flows: Rows,
    /// x: output of each sector, in the unit of the flows.
    pub output: Vec<f64>,
    /// Final demand for each sector's output, imports taken off; only compared with `output`.
    pub final_demand: Option<Vec<f64>>,
    /// Rows of anything that goes with output: value added, income, employment, emissions.
    pub indicators: Vec<Indicator>,
    /// Exports, imports and change of inventories, for upstreamness in an open economy.
    pub trade: Option<Trade>,
}

/// Something that goes with output.
#[derive(Debug, Clone, PartialEq)]
pub struct Indicator {
    /// Its name.
    pub name: String,
    /// Its amount in each sector, in its own unit.
    pub values: Vec<f64>,
}

/// What crosses the border or goes into store, by sector, in the table's unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Trade {
    /// X.
    pub exports: Vec<f64>,
    /// M, as positive numbers.
    pub imports: Vec<f64>,
    /// N.
    pub inventories: Vec<f64>,
}

/// The answer; everything by the position among the sectors that are [kept](Io::kept).
#[derive(Debug, Clone, PartialEq)]
pub struct Io {
    /// The positions in the table of the sectors that have output.
    pub kept: Vec<usize>,
    /// A.
    pub coefficients: Rows,
    /// L.
    pub leontief: Rows,
    /// B.
    pub allocation: Rows,
    /// G.
    pub ghosh: Rows,
    /// The sectors' figures.
    pub sectors: Vec<Sector>,
    /// The indicators' multipliers, in the order of the table.
    pub multipliers: Vec<Multipliers>,
    /// What looks wrong but does not stand in the way.
    pub findings: Vec<InputFault>,
}

/// A sector's figures.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Sector {
    /// x, in the table's unit.
    pub output: f64,
    /// Output of all sectors for one unit of final demand: column sum of L.
    pub output_multiplier: f64,
    /// Inputs from all sectors per unit of output: column sum of A.
    pub backward_direct: f64,
    /// Share of output that goes to sectors: row sum of B.
    pub forward_direct: f64,
    /// Column sum of L over the mean of all.
    pub backward_rasmussen: f64,
    /// Row sum of G over the mean of all.
    pub forward_rasmussen: f64,
    /// Row sum of L over the mean of all: Rasmussen's own forward measure.
    pub forward_rasmussen_leontief: f64,
    /// Row sum of G.
    pub forward_total: f64,
    /// Output lost everywhere, its own included, if the sector were gone; in the table's unit.
    pub extraction_loss: f64,
    /// Distance from final use with nothing corrected, at least 1: row sum of G.
    pub upstreamness: f64,
    /// The same with exports, imports and inventories taken as used like the rest; `None` where they
    /// are not given or leave nothing to divide by.
    pub upstreamness_open: Option<f64>,
}

/// An indicator's multipliers.
#[derive(Debug, Clone, PartialEq)]
pub struct Multipliers {
    /// The indicator's name.
    pub indicator: String,
    /// One for each sector that is kept.
    pub sectors: Vec<Multiplier>,
}

/// What goes with a sector's output, directly and through all its suppliers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Multiplier {
    /// v: per unit of output.
    pub coefficient: f64,
    /// v·L: per unit of final demand.
    pub multiplier: f64,
    /// The second over the first; `None` where the first is 0.
    pub ratio: Option<f64>,
}

/// Inverses, multipliers, linkages, extraction and upstreamness of a table.
///
/// # Errors
/// All faults by sector: rows that do not make a square, a number that is not finite, negative
/// output, flows of a sector without output; or that a matrix has no inverse.
pub fn io(table: &Table) -> Result<Io, Vec<InputFault>> {
    let mut findings = check::findings(table);
    if findings.iter().any(|finding| finding.severity == Severity::Fault) {
        return Err(findings);
    }
    let kept: Vec<usize> = (0..table.sectors.len()).filter(|at| table.output[*at] > 0.0).collect();
    let output: Vec<f64> = kept.iter().map(|at| table.output[*at]).collect();
    let flow = |row: usize, column: usize| table.flows[kept[row]][kept[column]];
    let coefficients = rows(kept.len(), |row, column| flow(row, column) / output[column]);
    let allocation = rows(kept.len(), |row, column| flow(row, column) / output[row]);
    let inverted = |matrix: &Rows, name: &str| {
        let singular = || vec![fault(Severity::Fault, None, Message::new("io-singular").with("matrix", name))];
        inverse(matrix).ok_or_else(singular)
    };
    let leontief = inverted(&coefficients, "I − A")?;
    let ghosh = inverted(&allocation, "I − B")?;
    if leontief.iter().flatten().any(|entry| *entry < -ROUNDING) {
        findings.push(fault(Severity::Warning, None, Message::new("io-not-productive")));
    }
    let open = table.trade.as_ref().and_then(|trade| open_upstreamness(table, trade, &kept, &mut findings));
    let multipliers = table.indicators.iter().map(|indicator| multipliers(indicator, &kept, &output, &leontief));
    let mut answer = Io {
        multipliers: multipliers.collect(),
        sectors: sectors(&output, &coefficients, &allocation, &leontief, &ghosh, open.as_deref()),
        kept,
        coefficients,
        leontief,
        allocation,
        ghosh,
        findings,
    };
    for at in 0..answer.kept.len() {
        answer.sectors[at].extraction_loss = answer.extraction(&[at]).iter().sum();
    }
    Ok(answer)
}

impl Io {
    /// Output that each sector loses if the sectors of `group` (positions among those kept, each once)
    /// were gone together: rows, columns and final demand.
    ///
    /// By the inverse of a partitioned matrix the loss is L_·K·(L_KK)⁻¹·x_K, so no other system is
    /// solved than that of the group.
    pub fn extraction(&self, group: &[usize]) -> Vec<f64> {
        let among = rows(group.len(), |row, column| self.leontief[group[row]][group[column]]);
        let own: Vec<f64> = group.iter().map(|at| self.sectors[*at].output).collect();
        let weights = algebra::solve(&among, &own);
        let lost = |row: &Vec<f64>| group.iter().zip(&weights).map(|(at, weight)| row[*at] * weight).sum();
        self.leontief.iter().map(lost).collect()
    }
}

fn rows(size: usize, entry: impl Fn(usize, usize) -> f64) -> Rows {
    (0..size).map(|row| (0..size).map(|column| entry(row, column)).collect()).collect()
}

fn sectors(
    output: &[f64],
    coefficients: &Rows,
    allocation: &Rows,
    leontief: &Rows,
    ghosh: &Rows,
    open: Option<&[f64]>,
) -> Vec<Sector> {
    let (backward, forward) = (column_sums(leontief), row_sums(ghosh));
    let (direct_backward, direct_forward) = (column_sums(coefficients), row_sums(allocation));
    let sensitivity = row_sums(leontief);
    let mean = |sums: &[f64]| sums.iter().sum::<f64>() / sums.len() as f64;
    let (mean_backward, mean_forward) = (mean(&backward), mean(&forward));
    let sector = |at: usize| Sector {
        output: output[at],
        output_multiplier: backward[at],
        backward_direct: direct_backward[at],
        forward_direct: direct_forward[at],
        backward_rasmussen: backward[at] / mean_backward,
        forward_rasmussen: forward[at] / mean_forward,
        forward_rasmussen_leontief: sensitivity[at] / mean_backward,
        forward_total: forward[at],
        extraction_loss: 0.0,
        upstreamness: forward[at],
        upstreamness_open: open.map(|open| open[at]),
    };
    (0..output.len()).map(sector).collect()
}

fn multipliers(indicator: &Indicator, kept: &[usize], output: &[f64], leontief: &Rows) -> Multipliers {
    let coefficients: Vec<f64> = kept.iter().zip(output).map(|(at, output)| indicator.values[*at] / output).collect();
    let weighted = |column: usize| coefficients.iter().zip(leontief).map(|(v, row)| v * row[column]).sum::<f64>();
    let multiplier = |(column, coefficient): (usize, &f64)| {
        let multiplier = weighted(column);
        let ratio = (*coefficient != 0.0).then(|| multiplier / coefficient);
        Multiplier { coefficient: *coefficient, multiplier, ratio }
    };
    let sectors = coefficients.iter().enumerate().map(multiplier).collect();
    Multipliers { indicator: indicator.name.clone(), sectors }
}

/// Upstreamness with trade and inventories; a finding and nothing where it cannot be had.
fn open_upstreamness(table: &Table, trade: &Trade, kept: &[usize], findings: &mut Vec<InputFault>) -> Option<Vec<f64>> {
    let used = |at: usize| table.output[at] - trade.exports[at] + trade.imports[at] - trade.inventories[at];
    let without: Vec<usize> = kept.iter().copied().filter(|at| used(*at) <= 0.0).collect();
    for at in &without {
        let message = Message::new("io-nothing-used").with("sector", &table.sectors[*at]).with("used", used(*at));
        findings.push(fault(Severity::Warning, Some(*at), message));
    }
    if !without.is_empty() {
        return None;
    }
    let shares = rows(kept.len(), |row, column| table.flows[kept[row]][kept[column]] / used(kept[row]));
    let upstreamness = solve_for_ones(&shares);
    if upstreamness.is_none() {
        findings.push(fault(Severity::Warning, None, Message::new("io-open-singular")));
    }
    upstreamness
}
