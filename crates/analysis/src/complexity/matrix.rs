//! Who makes how much of what: the sparse table of regions and products, checked.

use super::lists::Lists;
use crate::InputFault;
use foldhash::fast::FixedState;
use hashbrown::HashMap;
use rayon::prelude::*;
use std::ops::RangeInclusive;
use yanlian_model::{Message, Severity};

/// Values whose products neither overflow nor vanish.
const RANGE: RangeInclusive<f64> = 1e-100..=1e100;

/// Cells that are not worth sharing among threads.
const FEW: usize = 4096;

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
    pub(super) rows: Lists<(u32, f64)>,
}

impl Matrix {
    /// Checks the cells and brings them in order. Cells that name a pair again are added up, with a
    /// warning each.
    ///
    /// # Errors
    /// All faults by position among the cells: a blank code, a value that is negative, not a finite number
    /// or beyond what can be computed with; or that there is no cell at all.
    pub fn new(cells: &[Cell]) -> Result<(Matrix, Vec<InputFault>), Vec<InputFault>> {
        // How the cells are shared out does not show: codes are put in order afterwards.
        let share = cells.len().div_ceil(2 * rayon::current_num_threads()).max(FEW);
        let parts = cells.par_chunks(share).enumerate().map(|(part, cells)| met(cells, part * share));
        let parts = parts.collect::<Option<Vec<_>>>().filter(|parts| !parts.is_empty());
        let Some(parts) = parts else { return Err(faults(cells)) };
        let (regions, products): (Vec<_>, Vec<_>) = parts.into_iter().unzip();
        let (regions, products) = rayon::join(|| Codes::of(regions), || Codes::of(products));
        let places = regions.of_cell.iter().flatten().zip(products.of_cell.iter().flatten()).zip(0_u32..);
        let places = places.map(|((region, product), at)| (*region as usize, (*product, at)));
        let mut repeated = Vec::new();
        let mut rows = Lists::with_capacity(regions.names.len(), cells.len());
        for row in Lists::sorted(regions.names.len(), places).iter_mut() {
            row.sort_unstable();
            let pairs = row.chunk_by(|one, other| one.0 == other.0);
            let sums = pairs.map(|pair| (pair[0].0, sum(pair, cells, &mut repeated)));
            rows.push(sums.filter(|(_, sum)| *sum > 0.0));
        }
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
        row.binary_search_by_key(&product, |(product, _)| *product as usize).map_or(0.0, |at| row[at].1)
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
        } else if !is_sound(cell.value) {
            add("value", Message::new("complexity-out-of-range"));
        }
    }
    faults
}

fn is_blank(code: &str) -> bool {
    code.trim().is_empty()
}

fn is_sound(value: f64) -> bool {
    value == 0.0 || RANGE.contains(&value)
}

/// The codes of one side of some cells, numbered as they are met.
#[derive(Default)]
struct Met<'c> {
    numbers: HashMap<&'c str, u32, FixedState>,
    /// Each code, and the cell that names it first.
    codes: Vec<(&'c str, usize)>,
    /// The number of each cell's code.
    of_cell: Vec<u32>,
    /// The code that followed each the last time.
    after: Vec<u32>,
}

impl<'c> Met<'c> {
    fn with_capacity(cells: usize) -> Met<'c> {
        Met { of_cell: Vec::with_capacity(cells), ..Met::default() }
    }

    fn number(&mut self, code: &'c str, cell: usize) -> u32 {
        let next = self.codes.len();
        let number = *self.numbers.entry(code).or_insert(next as u32);
        if number as usize == next {
            self.codes.push((code, cell));
        }
        number
    }

    fn add(&mut self, code: &'c str, cell: usize) {
        // Files are mostly in order: what followed a code before mostly follows it again.
        let last = self.of_cell.last().map(|last| *last as usize);
        let number = last.map(|last| self.after[last]).filter(|next| self.codes[*next as usize].0 == code);
        let number = number.unwrap_or_else(|| self.number(code, cell));
        self.after.resize(self.codes.len(), number);
        if let Some(last) = last {
            self.after[last] = number;
        }
        self.of_cell.push(number);
    }
}

/// Regions and products of the cells from `first` on; `None` where one of the cells has a fault.
fn met(cells: &[Cell], first: usize) -> Option<(Met<'_>, Met<'_>)> {
    let [mut regions, mut products] = [Met::with_capacity(cells.len()), Met::with_capacity(cells.len())];
    for (at, cell) in cells.iter().enumerate() {
        regions.add(&cell.region, first + at);
        products.add(&cell.product, first + at);
        if !is_sound(cell.value) {
            return None;
        }
    }
    let blank = regions.codes.iter().chain(&products.codes).any(|(code, _)| is_blank(code));
    (!blank).then_some((regions, products))
}

/// The codes of one side of the table.
struct Codes {
    /// Those that occur, in order.
    names: Vec<String>,
    /// The cell that names each of them first.
    first: Vec<usize>,
    /// The position among them of each cell's, part by part.
    of_cell: Vec<Vec<u32>>,
}

impl Codes {
    /// Of parts of the cells, one after the other.
    fn of(mut parts: Vec<Met<'_>>) -> Codes {
        let mut all = Met::default();
        let mut numbers: Vec<Vec<u32>> = Vec::new();
        for part in &parts {
            numbers.push(part.codes.iter().map(|(code, cell)| all.number(code, *cell)).collect());
        }
        let mut order: Vec<usize> = (0..all.codes.len()).collect();
        order.sort_by_key(|at| all.codes[*at].0);
        let mut place = vec![0; order.len()];
        order.iter().zip(0..).for_each(|(at, position)| place[*at] = position);
        for (part, numbers) in parts.iter_mut().zip(numbers) {
            part.of_cell.iter_mut().for_each(|at| *at = place[numbers[*at as usize] as usize]);
        }
        Codes {
            names: order.iter().map(|at| all.codes[*at].0.to_owned()).collect(),
            first: order.iter().map(|at| all.codes[*at].1).collect(),
            of_cell: parts.into_iter().map(|part| part.of_cell).collect(),
        }
    }
}

/// The sum of the cells (product, cell) of one pair; each after the first is named.
fn sum(pair: &[(u32, u32)], cells: &[Cell], repeated: &mut Vec<InputFault>) -> f64 {
    let at = |(_, at): &(u32, u32)| *at as usize;
    let mut sum = cells[at(&pair[0])].value;
    for at in pair[1..].iter().map(at) {
        let cell = &cells[at];
        sum += cell.value;
        let message = Message::new("complexity-repeated")
            .with("region", &cell.region)
            .with("product", &cell.product)
            .with("sum", sum);
        repeated.push(fault(Severity::Warning, Some(at), "value", message));
    }
    sum
}

/// A finding about the table `matrix`.
pub(super) fn fault(severity: Severity, row: Option<usize>, column: &'static str, message: Message) -> InputFault {
    InputFault { severity, table: "matrix", row, column, message }
}
