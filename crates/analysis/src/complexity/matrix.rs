//! Who makes how much of what: the sparse table of regions and products, checked.

use crate::InputFault;
use foldhash::fast::FixedState;
use hashbrown::HashMap;
use std::ops::RangeInclusive;
use yanlian_model::{Message, Severity};

/// Values whose products neither overflow nor vanish.
const RANGE: RangeInclusive<f64> = 1e-100..=1e100;

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
    /// The cell that names each region first, and each product.
    pub(super) first_of_region: Vec<usize>,
    pub(super) first_of_product: Vec<usize>,
    /// For each region the products with a value above 0, in the order of products.
    pub(super) rows: Vec<Vec<(usize, f64)>>,
}

impl Matrix {
    /// Checks the cells and brings them in order. Cells that name a pair again are added up, with a
    /// warning each.
    ///
    /// # Errors
    /// All faults by position among the cells: a blank code, a value that is negative, not a finite number
    /// or beyond what can be reckoned with; or that there is no cell at all.
    pub fn new(cells: &[Cell]) -> Result<(Matrix, Vec<InputFault>), Vec<InputFault>> {
        let faults = faults(cells);
        if !faults.is_empty() {
            return Err(faults);
        }
        let (regions, products) = rayon::join(
            || Codes::of(cells.iter().map(|cell| cell.region.as_str())),
            || Codes::of(cells.iter().map(|cell| cell.product.as_str())),
        );
        let mut rows: Vec<Vec<(usize, usize)>> = vec![Vec::new(); regions.names.len()];
        for (at, (region, product)) in regions.of_cell.into_iter().zip(products.of_cell).enumerate() {
            rows[region].push((product, at));
        }
        let mut repeated = Vec::new();
        let rows = rows.into_iter().map(|row| summed(row, cells, &mut repeated)).collect();
        repeated.sort_by_key(|fault| fault.row);
        let matrix = Matrix {
            regions: regions.names,
            products: products.names,
            first_of_region: regions.first,
            first_of_product: products.first,
            rows,
        };
        Ok((matrix, repeated))
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
            if is_blank(code) {
                add(column, Message::new("complexity-blank-code"));
            }
        }
        if !cell.value.is_finite() {
            add("value", Message::new("complexity-not-finite"));
        } else if cell.value < 0.0 {
            add("value", Message::new("complexity-negative").with("value", cell.value));
        } else if cell.value != 0.0 && !RANGE.contains(&cell.value) {
            add("value", Message::new("complexity-out-of-range"));
        }
    }
    faults
}

/// Whether a code is nothing but white space; most show by their first character that they are not.
fn is_blank(code: &str) -> bool {
    !code.as_bytes().first().is_some_and(u8::is_ascii_graphic) && code.trim().is_empty()
}

/// The codes of one side of the table.
struct Codes {
    /// Those that occur, in order.
    names: Vec<String>,
    /// The cell that names each of them first.
    first: Vec<usize>,
    /// The position among them of each cell's.
    of_cell: Vec<usize>,
}

impl Codes {
    fn of<'a>(given: impl Iterator<Item = &'a str>) -> Codes {
        let mut seen: HashMap<&str, usize, FixedState> = HashMap::default();
        let mut met: Vec<(&str, usize)> = Vec::new();
        let mut last = 0;
        let mut of_cell: Vec<usize> = Vec::with_capacity(given.size_hint().0);
        for (cell, code) in given.enumerate() {
            // Files are mostly sorted by region, so the same code comes many times on end.
            if met.get(last).is_none_or(|(name, _)| *name != code) {
                last = *seen.entry(code).or_insert(met.len());
                if last == met.len() {
                    met.push((code, cell));
                }
            }
            of_cell.push(last);
        }
        let mut order: Vec<usize> = (0..met.len()).collect();
        order.sort_by_key(|at| met[*at].0);
        let mut place = vec![0; met.len()];
        order.iter().enumerate().for_each(|(position, at)| place[*at] = position);
        of_cell.iter_mut().for_each(|at| *at = place[*at]);
        let sorted = order.iter().map(|at| met[*at]);
        Codes {
            names: sorted.clone().map(|(name, _)| name.to_owned()).collect(),
            first: sorted.map(|(_, cell)| cell).collect(),
            of_cell,
        }
    }
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
