//! Who is strong in what: RCA, the matrix M of ones, and what is left out of it by name.

use super::Options;
use super::lists::Lists;
use super::matrix::{Matrix, fault};
use crate::InputFault;
use rayon::prelude::*;
use yanlian_model::{Message, Severity};

/// RCA of the regions that are compared.
pub(super) struct Advantage {
    /// Sum of each region's values.
    pub(super) region_totals: Vec<f64>,
    /// Sum of each product's values over the regions that are compared.
    pub(super) product_totals: Vec<f64>,
    /// Whether the region is compared: its total is above 0 and not under the floor.
    pub(super) compared: Vec<bool>,
    /// For each region that is compared the products with RCA ≥ 1, in order.
    pub(super) strong: Lists<u32>,
    /// Sum of all values that are compared.
    total: f64,
}

impl Advantage {
    pub(super) fn new(matrix: &Matrix, options: &Options, findings: &mut Vec<InputFault>) -> Advantage {
        let sum = |row: &[(u32, f64)]| row.iter().map(|(_, value)| value).sum::<f64>();
        let region_totals: Vec<f64> = matrix.rows.iter().map(sum).collect();
        let compared: Vec<bool> = region_totals
            .iter()
            .enumerate()
            .map(|(at, total)| match under_floor(matrix, at, *total, options) {
                Some(finding) => {
                    findings.push(finding);
                    false
                }
                None => true,
            })
            .collect();
        let mut product_totals = vec![0.0; matrix.products.len()];
        for (row, _) in matrix.rows.iter().zip(&compared).filter(|(_, compared)| **compared) {
            row.iter().for_each(|(product, value)| product_totals[*product as usize] += value);
        }
        for (at, product) in matrix.products.iter().enumerate().filter(|(at, _)| product_totals[*at] == 0.0) {
            let message = Message::new("complexity-product-zero").with("product", product);
            findings.push(fault(Severity::Warning, Some(matrix.first_of_product[at]), "product", message));
        }
        let total = product_totals.iter().sum();
        let strong = Lists::with_capacity(0, 0);
        let mut advantage = Advantage { region_totals, product_totals, compared, strong, total };
        let regions = (0..matrix.rows.len()).into_par_iter();
        let strong: Vec<Vec<u32>> = regions.map(|region| advantage.strong_products(matrix, region)).collect();
        advantage.strong = Lists::with_capacity(strong.len(), strong.iter().map(Vec::len).sum());
        strong.into_iter().for_each(|products| advantage.strong.push(products));
        advantage
    }

    fn strong_products(&self, matrix: &Matrix, region: usize) -> Vec<u32> {
        let rca = |(product, value): &(u32, f64)| self.rca(region, *product as usize, *value);
        let strong = matrix.rows[region].iter().filter(|cell| rca(cell).is_some_and(|rca| rca >= 1.0));
        strong.map(|(product, _)| *product).collect()
    }

    /// RCA of a pair; `None` where region or product has no total to compare with.
    pub(super) fn rca(&self, region: usize, product: usize, value: f64) -> Option<f64> {
        let there = self.compared[region] && self.product_totals[product] > 0.0;
        // Multiplied crosswise: a share equal to the whole's gives 1 exactly, which a quotient of
        // quotients may miss by a rounding.
        there.then(|| (value * self.total) / (self.region_totals[region] * self.product_totals[product]))
    }
}

/// Why a region is not compared.
fn under_floor(matrix: &Matrix, at: usize, total: f64, options: &Options) -> Option<InputFault> {
    let (region, first) = (&matrix.regions[at], Some(matrix.first_of_region[at]));
    if total == 0.0 {
        let message = Message::new("complexity-region-zero").with("region", region);
        return Some(fault(Severity::Warning, first, "region", message));
    }
    let floor = options.min_total.filter(|floor| total < *floor)?;
    let message =
        Message::new("complexity-floor-total").with("region", region).with("total", total).with("floor", floor);
    Some(fault(Severity::Note, first, "region", message))
}

/// M without empty rows and columns, by positions among the regions and products that stay.
pub(super) struct Presence {
    /// The regions that stay, by their positions in the matrix.
    pub(super) regions: Vec<usize>,
    /// The products that stay, likewise.
    pub(super) products: Vec<usize>,
    /// For each region that stays its products, in order.
    pub(super) rows: Lists<u32>,
    /// For each product that stays its regions, in order.
    pub(super) columns: Lists<u32>,
}

impl Presence {
    pub(super) fn new(
        matrix: &Matrix,
        advantage: &Advantage,
        options: &Options,
        findings: &mut Vec<InputFault>,
    ) -> Presence {
        let mut regions = Vec::new();
        for at in (0..matrix.regions.len()).filter(|at| advantage.compared[*at]) {
            match weak(matrix, at, advantage.strong[at].len(), options) {
                None => regions.push(at),
                Some(finding) => findings.push(finding),
            }
        }
        let mut ubiquity = vec![0_usize; matrix.products.len()];
        for region in &regions {
            advantage.strong[*region].iter().for_each(|product| ubiquity[*product as usize] += 1);
        }
        let mut products = Vec::new();
        let mut place = vec![0_u32; matrix.products.len()];
        for (at, product) in matrix.products.iter().enumerate() {
            if ubiquity[at] > 0 {
                place[at] = products.len() as u32;
                products.push(at);
            } else if advantage.product_totals[at] > 0.0 {
                let message = Message::new("complexity-product-weak").with("product", product);
                findings.push(fault(Severity::Warning, Some(matrix.first_of_product[at]), "product", message));
            }
        }
        let mut rows = Lists::with_capacity(regions.len(), ubiquity.iter().sum());
        regions.iter().for_each(|at| rows.push(advantage.strong[*at].iter().map(|product| place[*product as usize])));
        let ones = (0_u32..)
            .zip(rows.iter())
            .flat_map(|(region, row)| row.iter().map(move |product| (*product as usize, region)));
        let columns = Lists::sorted(products.len(), ones);
        Presence { regions, products, rows, columns }
    }

    /// The parts of M that share neither a region nor a product: for each region the number of its part,
    /// counted from 0 in the order of regions; and how many parts there are.
    pub(super) fn parts(&self) -> (Vec<usize>, usize) {
        const NONE: usize = usize::MAX;
        let mut part = vec![NONE; self.rows.len()];
        let mut seen = vec![false; self.columns.len()];
        let mut parts = 0;
        for start in 0..self.rows.len() {
            if part[start] != NONE {
                continue;
            }
            part[start] = parts;
            let mut open = vec![start];
            while let Some(region) = open.pop() {
                for product in self.rows[region].iter().map(|product| *product as usize) {
                    if std::mem::replace(&mut seen[product], true) {
                        continue;
                    }
                    for neighbour in self.columns[product].iter().map(|region| *region as usize) {
                        if part[neighbour] == NONE {
                            part[neighbour] = parts;
                            open.push(neighbour);
                        }
                    }
                }
            }
            parts += 1;
        }
        (part, parts)
    }
}

/// Why a region that is compared does not stay in M.
fn weak(matrix: &Matrix, at: usize, diversity: usize, options: &Options) -> Option<InputFault> {
    let (region, first) = (&matrix.regions[at], Some(matrix.first_of_region[at]));
    if diversity == 0 {
        let message = Message::new("complexity-region-weak").with("region", region);
        return Some(fault(Severity::Warning, first, "region", message));
    }
    let floor = options.min_diversity.filter(|floor| diversity < *floor)?;
    let message = Message::new("complexity-floor-diversity")
        .with("region", region)
        .with("diversity", diversity)
        .with("floor", floor);
    Some(fault(Severity::Note, first, "region", message))
}
