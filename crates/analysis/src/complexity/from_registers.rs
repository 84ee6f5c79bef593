//! In what is the zone strong among other regions, and which products that it lacks are near and complex?
//!
//! ```text
//! x_cp   of a reference region: its value of product p in its latest year up to the reporting year
//!        of the zone itself:    S_p·π_p, the known part of what is made times the price
//! near       density d_p ≥ the median density of what the zone is not strong in
//! complex    PCI_p ≥ ECI of the zone, which is the mean PCI of what it is strong in
//! ```
//!
//! x in CNY a year; S and π as in the balance; the rest has no unit and is explained in the folder's
//! first file. The zone is one of the regions that are compared, so its own output is part of every
//! total. Conventions are the default ones; no floors.
//!
//! Source: Hausmann, Hidalgo et al., *The Atlas of Economic Complexity* (2014). The median and the
//! zone's own ECI as bounds of "near" and "complex" are ours.
//!
//! Limits: the reference is what somebody loaded: a product that no region has was perhaps only not
//! looked for. Products without a price, and outputs that are not known, do not count on the zone's
//! side. Values of different years stand side by side where a region's latest year is older.

use super::backbone::{Tie, backbone};
use super::layout::{Spot, layout};
use super::{Cell, Complexity, Matrix, Options, complexity};
use crate::{Diagnosis, InputFault, Zone};
use serde::Serialize;
use std::collections::BTreeMap;
use yanlian_model::registers::RegionProduct;
use yanlian_model::{Finding, Message, Place, Ref, Severity};

/// The zone's code among the regions; no name of a region has a control character.
pub const OWN: &str = "\u{1}";

/// The product space with the zone in it. Without any reference there is none.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ProductSpace {
    /// The reporting year.
    pub year: i32,
    /// The regions in the order of their names, the zone among them where it makes anything priced.
    pub regions: Vec<SpaceRegion>,
    /// The products in the order of their ids.
    pub products: Vec<SpaceProduct>,
    /// The links that are drawn: a spanning tree of the strongest, and all strong ones beside it.
    pub ties: Vec<Tie>,
    /// The median density of what the zone is not strong in.
    pub median_density: Option<f64>,
    /// What is left out, not known or not unique.
    pub findings: Vec<Finding>,
}

/// A region.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SpaceRegion {
    /// Its name, or [`OWN`].
    pub name: String,
    /// The year of its values.
    pub year: i32,
    /// Sum of its values, CNY a year.
    pub total_cny: f64,
    /// Number of products with RCA ≥ 1.
    pub diversity: Option<usize>,
    /// Economic complexity index.
    pub eci: Option<f64>,
}

/// A product as the zone stands to it; `None` where the figure is not unique or the product left out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SpaceProduct {
    /// Its id.
    pub product: String,
    /// Its value in all regions, CNY a year.
    pub total_cny: f64,
    /// Its value in the zone, known part, CNY a year.
    pub own_cny: f64,
    /// Number of regions with RCA ≥ 1.
    pub ubiquity: Option<usize>,
    /// Product complexity index.
    pub pci: Option<f64>,
    /// The zone's revealed comparative advantage.
    pub rca: Option<f64>,
    /// Whether RCA ≥ 1.
    pub strong: Option<bool>,
    /// How near it is to what the zone is strong in: 0 to 1.
    pub density: Option<f64>,
    /// What it would add to the zone's outlook; 0 where the zone is strong in it.
    pub cog: Option<f64>,
    /// Whether the zone lacks strength in it and it is both near and complex.
    pub within_reach: Option<bool>,
    /// Where to draw it.
    pub spot: Spot,
}

impl ProductSpace {
    /// The product of that id, if it is in any region.
    pub fn product(&self, id: &str) -> Option<&SpaceProduct> {
        self.products.binary_search_by(|product| product.product.as_str().cmp(id)).ok().map(|at| &self.products[at])
    }

    /// The zone among the regions.
    pub fn own(&self) -> Option<&SpaceRegion> {
        self.regions.iter().find(|region| region.name == OWN)
    }
}

/// What each region makes, by product, and the year of its values.
struct Reference {
    matrix: Result<Matrix, Vec<InputFault>>,
    years: BTreeMap<String, i32>,
}

/// The reference regions and the zone; `None` where no reference is registered.
fn reference(zone: &Zone, diagnosis: &Diagnosis, findings: &mut Vec<Finding>) -> Option<Reference> {
    let year = diagnosis.question.year;
    let latest = latest(&zone.registers.region_products, year, findings);
    let mut cells: Vec<Cell> =
        latest.iter().filter_map(|row| Some(cell(&row.region, &row.product, row.value_cny?))).collect();
    if cells.is_empty() {
        return None;
    }
    cells.extend(own_cells(diagnosis, findings));
    let own = (OWN.to_owned(), year);
    let years = latest.iter().map(|row| (row.region.clone(), row.year)).chain([own]).collect();
    Some(Reference { matrix: Matrix::new(&cells).map(|(matrix, _)| matrix), years })
}

/// φ of every two products, 0 to 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Proximities {
    /// The ids of the products.
    pub products: Vec<String>,
    /// A row and a column a product, symmetric; a product that was left out lacks values.
    pub rows: Vec<Vec<Option<f64>>>,
}

/// How near every two products are. `diagnosis` is that of all chains; `None` where no reference is registered or it
/// cannot be compared.
pub fn proximities(zone: &Zone, diagnosis: &Diagnosis) -> Option<Proximities> {
    let matrix = reference(zone, diagnosis, &mut Vec::new())?.matrix.ok()?;
    let answer = complexity(&matrix, &Options::default());
    let products = || 0..answer.products.len();
    let rows = products().map(|one| products().map(|other| answer.proximity(one, other)).collect()).collect();
    Some(Proximities { products: answer.products.iter().map(|product| product.code.clone()).collect(), rows })
}

/// The product space of the reference regions and the zone. `diagnosis` is that of all chains.
pub fn product_space(zone: &Zone, diagnosis: &Diagnosis) -> Option<ProductSpace> {
    let year = diagnosis.question.year;
    let mut findings = Vec::new();
    let Reference { matrix, years } = reference(zone, diagnosis, &mut findings)?;
    let matrix = match matrix {
        Ok(matrix) => matrix,
        Err(faults) => return Some(refused(year, faults)),
    };
    let answer = complexity(&matrix, &Options::default());
    findings.extend(answer.findings.iter().cloned().map(finding));
    let region = |region: &super::Region| SpaceRegion {
        name: region.code.clone(),
        year: years[region.code.as_str()],
        total_cny: region.total,
        diversity: region.diversity,
        eci: region.eci,
    };
    let regions = answer.regions.iter().map(region).collect();
    let near = |one: usize, other: usize| answer.proximity(one, other).unwrap_or(0.0);
    let ties = backbone(answer.products.len(), near);
    let products = products(&matrix, &answer, &layout(answer.products.len(), &ties));
    let mut space = ProductSpace { year, regions, products, ties, median_density: None, findings };
    space.judge_reach();
    Some(space)
}

/// The rows of each region's latest year up to `year`; what has no value is named.
fn latest<'r>(rows: &'r [RegionProduct], year: i32, findings: &mut Vec<Finding>) -> Vec<&'r RegionProduct> {
    let mut last: BTreeMap<&str, i32> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.year <= year) {
        let known = last.entry(&row.region).or_insert(row.year);
        *known = row.year.max(*known);
    }
    let mut latest: Vec<&RegionProduct> =
        rows.iter().filter(|row| last.get(row.region.as_str()) == Some(&row.year)).collect();
    latest.sort_by(|a, b| (&a.region, &a.product).cmp(&(&b.region, &b.product)));
    for row in latest.iter().filter(|row| row.value_cny.is_none()) {
        let message = Message::new("related-no-value").with("region", &row.region).with("product", &row.product);
        findings.push(Finding::new(Severity::Note, Place::Record(Ref::of(*row)), message));
    }
    latest
}

/// What the zone makes, by known part and price; what has no price or no known end is named.
fn own_cells(diagnosis: &Diagnosis, findings: &mut Vec<Finding>) -> Vec<Cell> {
    let mut cells = Vec::new();
    for balance in diagnosis.balance.iter().filter(|balance| balance.made.maybe_over(0.0)) {
        let mut note = |id| {
            let place = Place::record("products", &balance.product);
            let mut finding = Finding::new(Severity::Note, place, Message::new(id).with("product", &balance.product));
            finding.missing = balance.made.missing().iter().cloned().collect();
            findings.push(finding);
        };
        if balance.made.value().is_none() {
            note("related-known-part");
        }
        match &balance.price {
            None => note("related-unpriced"),
            Some(price) if price.cny * balance.made.low() > 0.0 => {
                cells.push(cell(OWN, &balance.product, price.cny * balance.made.low()));
            }
            Some(_) => (),
        }
    }
    cells
}

fn cell(region: &str, product: &str, value: f64) -> Cell {
    Cell { region: region.to_owned(), product: product.to_owned(), value }
}

/// A finding of the method, about the register that the matrix came from.
fn finding(fault: InputFault) -> Finding {
    Finding::new(fault.severity, Place::Register("region_products"), fault.message)
}

/// No comparison, and why.
fn refused(year: i32, faults: Vec<InputFault>) -> ProductSpace {
    let findings = faults.into_iter().map(finding).collect();
    ProductSpace { year, regions: vec![], products: vec![], ties: vec![], median_density: None, findings }
}

fn products(matrix: &Matrix, answer: &Complexity, spots: &[Spot]) -> Vec<SpaceProduct> {
    let own = matrix.regions().iter().position(|region| region == OWN);
    let product = |(at, (product, spot)): (usize, (&super::Product, &Spot))| {
        let pair = own.map(|own| answer.pair(own, at));
        SpaceProduct {
            product: product.code.clone(),
            total_cny: product.total,
            own_cny: pair.map_or(0.0, |pair| pair.value),
            ubiquity: product.ubiquity,
            pci: product.pci,
            rca: pair.and_then(|pair| pair.rca),
            strong: pair.and_then(|pair| pair.strong),
            density: pair.and_then(|pair| pair.density),
            cog: pair.and_then(|pair| pair.cog),
            within_reach: None,
            spot: *spot,
        }
    };
    answer.products.iter().zip(spots).enumerate().map(product).collect()
}

impl ProductSpace {
    /// Which products are near and complex, by the median density and the zone's own ECI.
    fn judge_reach(&mut self) {
        let lacked = self.products.iter().filter(|product| product.strong == Some(false));
        let mut densities: Vec<f64> = lacked.filter_map(|product| product.density).collect();
        densities.sort_by(f64::total_cmp);
        self.median_density = median(&densities);
        let eci = self.own().and_then(|own| own.eci);
        for product in &mut self.products {
            let near = product.density.zip(self.median_density).map(|(density, median)| density >= median);
            let complex = product.pci.zip(eci).map(|(pci, eci)| pci >= eci);
            product.within_reach = match (product.strong, near.zip(complex)) {
                (Some(true), _) => Some(false),
                (_, known) => known.map(|(near, complex)| near && complex),
            };
        }
    }
}

/// The middle of sorted values, or the mean of the two in the middle.
fn median(sorted: &[f64]) -> Option<f64> {
    let middle = sorted.len() / 2;
    match sorted.len() {
        0 => None,
        odd if odd % 2 == 1 => Some(sorted[middle]),
        _ => Some((sorted[middle - 1] + sorted[middle]) / 2.0),
    }
}
