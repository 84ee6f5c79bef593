//! Does what is said to be all intermediate use or input add up the sectors' entries, and do these and value added make
//! output?

use super::layout::{Frame, inputs};
use super::roles::{Role, key, role};
use yanlian_analysis::io::Rows;
use yanlian_model::{Finding, Message, Severity};

/// A sum that misses its parts by less than this share of it does so by rounding in binary.
const ROUNDING: f64 = 1e-9;

impl Frame<'_> {
    /// A warning for each row and column of intermediate sums that does not fit its parts, at the cell that misses
    /// them most. Of a row imports and taxes just before it may be parts as well.
    pub(super) fn check_intermediate(&self, flows: &Rows) -> Vec<Finding> {
        let columns = self.beyond().filter(|(_, role)| *role == Role::Intermediate).map(|(at, _)| at);
        let across: Vec<f64> = flows.iter().map(|row| row.iter().sum()).collect();
        let of_column = |column: usize| {
            let (at, sum, total) = self.worst(&self.rows, &[column], std::slice::from_ref(&across))?;
            Some(self.misfit(self.rows[at], column, sum, total, &self.file.header()[column]))
        };
        let of_row = |row: usize| {
            let (at, sum, total) = self.worst(&[row], &self.columns, &self.sums_down_to(row, flows))?;
            Some(self.misfit(row, self.columns[at], sum, total, self.label(row)))
        };
        let rows = (0..self.body.len()).filter(|at| role(&key(self.label(*at))) == Role::Intermediate);
        columns.filter_map(of_column).chain(rows.filter_map(of_row)).collect()
    }

    /// Where output stands both in a row and in a column, that they agree.
    pub(super) fn compare_outputs(&self, row: usize, faults: &mut Vec<Finding>, findings: &mut Vec<Finding>) {
        let Some((column, _)) = self.beyond().find(|(_, role)| *role == Role::Output) else { return };
        let (across, down) = (self.across(row, faults), self.down(column, faults));
        for ((at, across), down) in self.rows.iter().zip(across).zip(down) {
            if (across - down).abs() > ROUNDING * across.abs() {
                let message = Message::new("io-outputs-differ").with("row", across).with("column", down);
                findings.push(self.file.finding(Severity::Warning, *at, &self.file.header()[column], message));
            }
        }
    }

    /// A warning where intermediate inputs and value added do not make output, at the sector that they miss most.
    /// Imports and taxes between the two may belong to the inputs.
    pub(super) fn check_value_added(&self, flows: &Rows, output: &[f64]) -> Option<Finding> {
        let is_added = |at: &usize| !self.rows.contains(at) && role(&key(self.label(*at))) == Role::ValueAdded;
        let row = (0..self.body.len()).find(is_added)?;
        let added = self.columns.iter().map(|column| self.body[row].number(*column).ok());
        let added: Vec<f64> = added.collect::<Option<_>>()?;
        let with_added = |inputs: Vec<f64>| inputs.iter().zip(&added).map(|(inputs, added)| inputs + added).collect();
        let sums: Vec<Vec<f64>> = self.sums_down_to(row, flows).into_iter().map(with_added).collect();
        let digits = self.columns.iter().map(|column| decimals(self.body[row].text(*column))).max()?;
        let (at, sum, output) = self.worst_of(output, digits, &sums)?;
        let message = Message::new("io-does-not-close")
            .with("name", self.label(row))
            .with("sum", sum)
            .with("output", output)
            .with("difference", output - sum);
        Some(self.file.finding(Severity::Warning, row, &self.file.header()[self.columns[at]], message))
    }

    /// What a row may add up: the sectors' entries, and with them the rows just before it.
    fn sums_down_to(&self, row: usize, flows: &Rows) -> Vec<Vec<f64>> {
        let is_part = |at: &usize| !self.rows.contains(at) && role(&key(self.label(*at))) != Role::Intermediate;
        let mut sums = vec![inputs(flows)];
        for at in (0..row).rev().filter(is_part) {
            let numbers = self.columns.iter().map(|column| self.body[at].number(*column).ok());
            let Some(numbers) = numbers.collect::<Option<Vec<f64>>>() else { continue };
            let so_far = &sums[sums.len() - 1];
            sums.push(so_far.iter().zip(numbers).map(|(sum, number)| sum + number).collect());
        }
        sums
    }

    /// Where the numbers in some cells of a row or a column miss most what of several sums is nearest to them, as
    /// position, sum and number; `None` where they fit, or cannot be read.
    fn worst(&self, rows: &[usize], columns: &[usize], sums: &[Vec<f64>]) -> Option<(usize, f64, f64)> {
        let cells = || rows.iter().flat_map(|row| columns.iter().map(|column| (*row, *column)));
        let totals: Vec<f64> =
            cells().map(|(row, column)| self.body[row].number(column).ok()).collect::<Option<_>>()?;
        let digits = cells().map(|(row, column)| decimals(self.body[row].text(column))).max()?;
        self.worst_of(&totals, digits, sums)
    }

    /// The same for numbers that are given with so many digits behind the point.
    fn worst_of(&self, totals: &[f64], digits: usize, sums: &[Vec<f64>]) -> Option<(usize, f64, f64)> {
        // As many parts as there are sectors, each rounded to the digits that are given.
        let parts = self.columns.len() as f64;
        let digits = digits.min(self.decimals());
        let allowed = |total: f64| (parts + 1.0) / 2.0 * 0.1_f64.powi(digits as i32) + ROUNDING * total.abs();
        let miss = |sums: &[f64]| sums.iter().zip(totals).map(|(sum, total)| (sum - total).abs()).sum::<f64>();
        let nearest = sums.iter().min_by(|one, other| miss(one).total_cmp(&miss(other)))?;
        let over = |at: &usize| (nearest[*at] - totals[*at]).abs() - allowed(totals[*at]);
        let at = (0..totals.len()).max_by(|one, other| over(one).total_cmp(&over(other)))?;
        (over(&at) > 0.0).then(|| (at, nearest[at], totals[at]))
    }

    /// The digits behind the point that the sectors' entries have at most.
    fn decimals(&self) -> usize {
        let cells = self.rows.iter().flat_map(|row| self.columns.iter().map(|at| self.body[*row].text(*at)));
        cells.map(decimals).max().unwrap_or_default()
    }

    fn misfit(&self, row: usize, column: usize, sum: f64, total: f64, name: &str) -> Finding {
        let message = Message::new("io-intermediate-differs")
            .with("name", name)
            .with("sum", sum)
            .with("total", total)
            .with("difference", total - sum);
        self.file.finding(Severity::Warning, row, &self.file.header()[column], message)
    }
}

/// How many digits stand behind the point of a number.
fn decimals(text: &str) -> usize {
    text.split_once('.').map_or(0, |(_, behind)| behind.len())
}
