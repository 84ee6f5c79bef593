//! Who makes how much of what: the sparse table of regions and products, checked.

use crate::InputFault;
use std::collections::HashMap;
use yanlian_model::{Message, Severity};

/// What a region makes or sells of a product.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// Code of the region: text as it stands, also `nan` or `001`.
    pub region: String,
    /// Code of the product, likewise.
    pub product: String,
    /// The value, in any one unit for the whole table; not negative.
    pub value: f64,
}

/// Regions × products, with the codes in the order of their characters. A pair that no cell names is 0.
#[derive(Debug, Clone, PartialEq)]
pub struct Matrix {
    pub(super) regions: Vec<String>,
    pub(super) products: Vec<String>,
    /// For each region the products with a value above 0, in the order of products.
    pub(super) rows: Vec<Vec<(usize, f64)>>,
}

impl Matrix {
    /// Checks the cells and brings them in order. Cells that name a pair again are added up, with a
    /// warning each.
    ///
    /// # Errors
    /// All faults by position among the cells: a blank code, a value that is negative or not a
    /// finite number; or that there is no cell at all.
    pub fn new(cells: &[Cell]) -> Result<(Matrix, Vec<InputFault>), Vec<InputFault>> {
        let faults = faults(cells);
        if !faults.is_empty() {
            return Err(faults);
        }
        let (regions, of_region) = codes(cells.iter().map(|cell| cell.region.as_str()));
        let (products, of_product) = codes(cells.iter().map(|cell| cell.product.as_str()));
        let mut rows: Vec<Vec<(usize, usize)>> = vec![Vec::new(); regions.len()];
        for (at, (region, product)) in of_region.into_iter().zip(of_product).enumerate() {
            rows[region].push((product, at));
        }
        let mut repeated = Vec::new();
        let rows = rows.into_iter().map(|row| summed(row, cells, &mut repeated)).collect();
        repeated.sort_by_key(|fault| fault.row);
        Ok((Matrix { regions, products, rows }, repeated))
    }

    /// The codes of the regions, in the order of their characters.
    pub fn regions(&self) -> &[String] {
        &self.regions
    }

    /// The codes of the products, in the order of their characters.
    pub fn products(&self) -> &[String] {
        &self.products
    }

    /// The value of a pair, by the positions of region and product.
    pub fn value(&self, region: usize, product: usize) -> f64 {
        let row = &self.rows[region];
        row.binary_search_by_key(&product, |(product, _)| *product).map_or(0.0, |at| row[at].1)
    }
}

fn faults(cells: &[Cell]) -> Vec<InputFault> {
    if cells.is_empty() {
        return vec![fault(Severity::Fault, None, "", Message::new("complexity-empty"))];
    }
    let mut faults = Vec::new();
    for (row, cell) in cells.iter().enumerate() {
        let mut add = |column, message| faults.push(fault(Severity::Fault, Some(row), column, message));
        for (column, code) in [("region", &cell.region), ("product", &cell.product)] {
            if code.trim().is_empty() {
                add(column, Message::new("complexity-blank-code"));
            }
        }
        if !cell.value.is_finite() {
            add("value", Message::new("complexity-not-finite"));
        } else if cell.value < 0.0 {
            add("value", Message::new("complexity-negative").with("value", cell.value));
        }
    }
    faults
}

/// The codes that occur, in order, and the position among them of each that was given.
fn codes<'a>(given: impl Iterator<Item = &'a str>) -> (Vec<String>, Vec<usize>) {
    let mut first_seen: HashMap<&str, usize> = HashMap::new();
    let mut names: Vec<&str> = Vec::new();
    let mut last = 0;
    let seen: Vec<usize> = given
        .map(|code| {
            // Files are mostly sorted by region, so the same code comes many times on end.
            if names.get(last) != Some(&code) {
                last = *first_seen.entry(code).or_insert(names.len());
                if last == names.len() {
                    names.push(code);
                }
            }
            last
        })
        .collect();
    let mut order: Vec<usize> = (0..names.len()).collect();
    order.sort_by_key(|at| names[*at]);
    let mut place = vec![0; names.len()];
    for (position, at) in order.iter().enumerate() {
        place[*at] = position;
    }
    (order.iter().map(|at| names[*at].to_owned()).collect(), seen.into_iter().map(|at| place[at]).collect())
}

/// A region's row from (product, cell): products in order, each once, zeros left away.
fn summed(mut row: Vec<(usize, usize)>, cells: &[Cell], repeated: &mut Vec<InputFault>) -> Vec<(usize, f64)> {
    row.sort_unstable();
    let mut sums: Vec<(usize, f64)> = Vec::with_capacity(row.len());
    for (product, at) in row {
        let cell = &cells[at];
        match sums.last_mut().filter(|(last, _)| *last == product) {
            None => sums.push((product, cell.value)),
            Some((_, sum)) => {
                *sum += cell.value;
                let message = Message::new("complexity-repeated")
                    .with("region", &cell.region)
                    .with("product", &cell.product)
                    .with("sum", *sum);
                repeated.push(fault(Severity::Warning, Some(at), "value", message));
            }
        }
    }
    sums.retain(|(_, value)| *value > 0.0);
    sums
}

/// A finding about the table `matrix`.
pub(super) fn fault(severity: Severity, row: Option<usize>, column: &'static str, message: Message) -> InputFault {
    InputFault { severity, table: "matrix", row, column, message }
}
