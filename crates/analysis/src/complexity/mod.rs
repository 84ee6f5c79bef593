//! Which regions can do much that few can, which products ask for it, and what is near at hand?
//!
//! ```text
//! RCA_cp = (x_cp / Σ_p x_cp) / (Σ_c x_cp / Σ_cp x_cp)         M_cp = 1 where RCA_cp ≥ 1, else 0
//! diversity k_c = Σ_p M_cp                                    ubiquity k_p = Σ_c M_cp
//! M̃_cc' = Σ_p M_cp·M_c'p / (k_c·k_p)                          ECI: its eigenvector of the second-largest
//!                                                             eigenvalue; PCI likewise for products
//! ```
//!
//! x_cp: value of product p in region c, any one unit; everything that follows has no unit. ECI has
//! the sign with which it rises with diversity. Eigenvectors have no scale of their own, so ECI and
//! PCI are standardised, by one of two [`Convention`]s. Fitness is in `fitness.rs`, proximity, density,
//! outlook (COI) and gain (COG) in `space.rs`, the eigenvectors in `spectrum.rs`; the registers as such a
//! table are in `from_registers.rs`.
//!
//! Source: Balassa, *Trade Liberalisation and "Revealed" Comparative Advantage* (1965); Hidalgo,
//! Hausmann, *The building blocks of economic complexity*, PNAS 106 (2009); Hausmann, Hidalgo et al.,
//! *The Atlas of Economic Complexity* (2014). Conventions: py-ecomplexity 0.5.3 (Growth Lab) and R
//! economiccomplexity (Vargas).
//!
//! Limits: RCA is a share, so tiny sellers distort it; [`Options`] has floors, off unless asked for.
//! Regions and products without any RCA ≥ 1, or under a floor, are left out of everything that follows
//! M and named in the findings: they have no ECI, which is not an ECI of 0. Where M falls apart, or the
//! second eigenvalue is not single, ECI, PCI, COI and COG are not unique and not given.
//!
//! ```
//! use yanlian_analysis::complexity::{Cell, Matrix, Options, complexity};
//!
//! let cell = |region: &str, product: &str, value| Cell { region: region.into(), product: product.into(), value };
//! let cells = [
//!     cell("north", "steel", 30.0), cell("north", "pumps", 40.0), cell("north", "chips", 30.0),
//!     cell("south", "steel", 50.0), cell("south", "pumps", 50.0),
//!     cell("west", "steel", 90.0),
//! ];
//! let (matrix, warnings) = Matrix::new(&cells).unwrap();
//! assert!(warnings.is_empty());
//! let answer = complexity(&matrix, &Options::default());
//! assert_eq!(answer.regions.iter().map(|region| region.diversity).collect::<Vec<_>>(), [Some(2), Some(1), Some(1)]);
//! ```

mod backbone;
mod fitness;
mod from_registers;
mod layout;
mod lists;
mod matrix;
mod presence;
mod space;
mod spectrum;

use crate::InputFault;
pub use backbone::Tie;
pub use from_registers::{OWN, ProductSpace, Proximities, SpaceProduct, SpaceRegion, product_space, proximities};
pub use layout::Spot;
use matrix::fault;
pub use matrix::{Cell, Matrix};
use presence::{Advantage, Presence};
use space::{Nearness, Proximity};
use yanlian_model::{Message, Severity};

/// Eigenvalues nearer to each other than this count as one: a little more or less of anything would turn
/// their vectors into others.
const SAME_EIGENVALUE: f64 = 1e-8;
/// A correlation with diversity nearer to 0 than this gives no sign.
const NO_CORRELATION: f64 = 1e-9;

/// How ECI and PCI are standardised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Convention {
    /// As py-ecomplexity: ECI by its own mean and deviation, PCI by **ECI's**, deviations over n; so
    /// ECI is the mean of the PCI of what a region is strong in.
    #[default]
    Atlas,
    /// As R economiccomplexity: each by its own mean and deviation, deviations over n − 1.
    Standardised,
}

/// What may be chosen.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// How ECI and PCI are standardised.
    pub convention: Convention,
    /// Updates of fitness. 19 by default: the "20 iterations" of R economiccomplexity count the start.
    pub iterations: usize,
    /// Regions strong in fewer products are left out of what follows M.
    pub min_diversity: Option<usize>,
    /// Regions with a smaller total are left out altogether, as if they were not in the table.
    pub min_total: Option<f64>,
}

impl Default for Options {
    fn default() -> Options {
        Options { convention: Convention::Atlas, iterations: 19, min_diversity: None, min_total: None }
    }
}

/// A region's results; `None` where it was left out or the figure is not unique.
#[derive(Debug, Clone, PartialEq)]
pub struct Region {
    /// Its code.
    pub code: String,
    /// Sum of its values.
    pub total: f64,
    /// Number of products with RCA ≥ 1; `None` where it has no RCA.
    pub diversity: Option<usize>,
    /// Economic complexity index, standardised.
    pub eci: Option<f64>,
    /// Fitness; its mean over regions is 1.
    pub fitness: Option<f64>,
    /// Complexity outlook, standardised by its own mean and deviation.
    pub coi: Option<f64>,
    /// Complexity outlook before that: the sum of density × PCI over what it lacks, with PCI as
    /// eigenvector of length 1.
    pub coi_sum: Option<f64>,
}

/// A product's results; `None` where it was left out or the figure is not unique.
#[derive(Debug, Clone, PartialEq)]
pub struct Product {
    /// Its code.
    pub code: String,
    /// Sum of its values over the regions that are compared.
    pub total: f64,
    /// Number of regions with RCA ≥ 1 that were not left out; `None` where it has no RCA.
    pub ubiquity: Option<usize>,
    /// Product complexity index, standardised.
    pub pci: Option<f64>,
    /// Complexity by the fitness method; its mean over products is 1.
    pub fitness: Option<f64>,
}

/// A pair of region and product.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair {
    /// The value, in the table's unit.
    pub value: f64,
    /// Revealed comparative advantage.
    pub rca: Option<f64>,
    /// Whether RCA ≥ 1.
    pub strong: Option<bool>,
    /// How near the product is to what the region is strong in: 0 to 1.
    pub density: Option<f64>,
    /// What the product would add to the region's outlook, in units of ECI's deviation; 0 where it is
    /// strong in it already.
    pub cog: Option<f64>,
}

/// The answer, with what was noticed.
pub struct Complexity<'m> {
    /// The regions, in the matrix's order.
    pub regions: Vec<Region>,
    /// The products, in the matrix's order.
    pub products: Vec<Product>,
    /// The second-largest eigenvalue; `None` where there are fewer than two regions or products.
    pub second_eigenvalue: Option<f64>,
    /// What was left out or is not unique, and why.
    pub findings: Vec<InputFault>,
    matrix: &'m Matrix,
    advantage: Advantage,
    /// Positions in M by those in the matrix.
    place_of_region: Vec<Option<usize>>,
    place_of_product: Vec<Option<usize>>,
    proximity: Proximity,
    nearness: Nearness,
    /// ECI's deviation before standardisation, where ECI is unique.
    deviation: Option<f64>,
}

impl Complexity<'_> {
    /// A pair, by the positions of region and product in the matrix.
    pub fn pair(&self, region: usize, product: usize) -> Pair {
        let value = self.matrix.value(region, product);
        let rca = self.advantage.rca(region, product, value);
        let strong = rca.map(|rca| rca >= 1.0);
        let place = self.place_of_region[region].zip(self.place_of_product[product]);
        let gain = |(region, product), deviation: f64| match strong {
            Some(true) => 0.0,
            _ => self.nearness.gain(region, product) / deviation,
        };
        Pair {
            value,
            rca,
            strong,
            density: place.map(|(region, product)| self.nearness.density(region, product)),
            cog: place.zip(self.deviation).map(|(place, deviation)| gain(place, deviation)),
        }
    }

    /// Proximity of two products by their positions in the matrix; `None` where one was left out.
    pub fn proximity(&self, product: usize, other: usize) -> Option<f64> {
        let (product, other) = self.place_of_product[product].zip(self.place_of_product[other])?;
        Some(self.proximity.get(product, other))
    }
}

/// Everything that the table says about regions, products and their relatedness.
pub fn complexity<'m>(matrix: &'m Matrix, options: &Options) -> Complexity<'m> {
    let mut findings = Vec::new();
    let advantage = Advantage::new(matrix, options, &mut findings);
    let presence = Presence::new(matrix, &advantage, options, &mut findings);
    let (indices, (fitness, proximity)) = rayon::join(
        || Indices::new(matrix, &presence, &mut findings),
        || rayon::join(|| fitness::fitness(&presence, options.iterations), || Proximity::new(&presence)),
    );
    let no_pci = vec![0.0; presence.products.len()];
    let pci = indices.raw.as_ref().map_or(&no_pci, |raw| &raw.products);
    let nearness = Nearness::new(&presence, &proximity, pci);
    let mut answer = Complexity {
        regions: bare_regions(matrix, &advantage),
        products: bare_products(matrix, &advantage, &presence),
        second_eigenvalue: indices.second_eigenvalue,
        place_of_region: places(matrix.regions.len(), &presence.regions),
        place_of_product: places(matrix.products.len(), &presence.products),
        deviation: None,
        matrix,
        advantage,
        proximity,
        nearness,
        findings,
    };
    answer.add_fitness(&presence, fitness, options.iterations);
    if let Some(raw) = indices.raw {
        answer.add_indices(&presence, &raw, options.convention);
    }
    answer
}

impl Complexity<'_> {
    fn add_fitness(&mut self, presence: &Presence, (regions, products): (Vec<f64>, Vec<f64>), iterations: usize) {
        let gone = regions.iter().chain(&products).filter(|fitness| !(fitness.is_finite() && **fitness > 0.0)).count();
        if gone > 0 {
            let message =
                Message::new("complexity-fitness-vanished").with("count", gone).with("iterations", iterations);
            self.findings.push(fault(Severity::Warning, None, "", message));
        }
        for (region, fitness) in presence.regions.iter().zip(regions) {
            self.regions[*region].fitness = Some(fitness);
        }
        for (product, fitness) in presence.products.iter().zip(products) {
            self.products[*product].fitness = Some(fitness);
        }
    }

    fn add_indices(&mut self, presence: &Presence, raw: &Raw, convention: Convention) {
        let lost = match convention {
            Convention::Atlas => 0.0,
            Convention::Standardised => 1.0,
        };
        let eci = Spread::of(&raw.regions, lost);
        let pci = match convention {
            Convention::Atlas => eci,
            Convention::Standardised => Spread::of(&raw.products, lost),
        };
        let outlook = &self.nearness.outlook;
        let coi = Spread::of(outlook, lost);
        for (at, region) in presence.regions.iter().enumerate() {
            let region = &mut self.regions[*region];
            region.eci = Some(eci.standardise(raw.regions[at]));
            region.coi = Some(coi.standardise(outlook[at])).filter(|coi| coi.is_finite());
            region.coi_sum = Some(outlook[at]);
        }
        for (product, value) in presence.products.iter().zip(&raw.products) {
            self.products[*product].pci = Some(pci.standardise(*value));
        }
        self.deviation = Some(eci.deviation);
    }
}

fn bare_regions(matrix: &Matrix, advantage: &Advantage) -> Vec<Region> {
    let region = |(at, code): (usize, &String)| Region {
        code: code.clone(),
        total: advantage.region_totals[at],
        diversity: advantage.compared[at].then(|| advantage.strong[at].len()),
        eci: None,
        fitness: None,
        coi: None,
        coi_sum: None,
    };
    matrix.regions.iter().enumerate().map(region).collect()
}

fn bare_products(matrix: &Matrix, advantage: &Advantage, presence: &Presence) -> Vec<Product> {
    let mut ubiquity: Vec<Option<usize>> =
        advantage.product_totals.iter().map(|total| (*total > 0.0).then_some(0)).collect();
    for (product, column) in presence.products.iter().zip(presence.columns.iter()) {
        ubiquity[*product] = Some(column.len());
    }
    let totals = advantage.product_totals.iter();
    let product = |((code, ubiquity), total): ((&String, Option<usize>), &f64)| Product {
        code: code.clone(),
        total: *total,
        ubiquity,
        pci: None,
        fitness: None,
    };
    matrix.products.iter().zip(ubiquity).zip(totals).map(product).collect()
}

fn places(count: usize, kept: &[usize]) -> Vec<Option<usize>> {
    let mut places = vec![None; count];
    kept.iter().enumerate().for_each(|(place, at)| places[*at] = Some(place));
    places
}

/// ECI and PCI before standardisation: eigenvectors with their sign, PCI of length 1.
struct Raw {
    regions: Vec<f64>,
    products: Vec<f64>,
}

struct Indices {
    second_eigenvalue: Option<f64>,
    raw: Option<Raw>,
}

impl Indices {
    fn new(matrix: &Matrix, presence: &Presence, findings: &mut Vec<InputFault>) -> Indices {
        let mut warn = |message| findings.push(fault(Severity::Warning, None, "", message));
        let (part, parts) = presence.parts();
        if parts > 1 {
            warn(fallen_apart(matrix, presence, &part, parts));
            return Indices { second_eigenvalue: Some(1.0), raw: None };
        }
        let Some(second) = spectrum::second(presence) else {
            warn(Message::new("complexity-too-small"));
            return Indices { second_eigenvalue: None, raw: None };
        };
        let second_eigenvalue = Some(second.eigenvalue);
        let next = second.next.unwrap_or(f64::NEG_INFINITY);
        if second.eigenvalue <= SAME_EIGENVALUE || second.eigenvalue - next <= SAME_EIGENVALUE {
            warn(Message::new("complexity-not-unique").with("second", second.eigenvalue).with("third", next.max(0.0)));
            return Indices { second_eigenvalue, raw: None };
        }
        let diversity: Vec<f64> = presence.rows.iter().map(|row| row.len() as f64).collect();
        let correlation = correlation(&diversity, &second.regions);
        let leading = second.regions.iter().copied().find(|value| value.abs() > NO_CORRELATION).unwrap_or(1.0);
        let sign = if correlation.abs() > NO_CORRELATION {
            correlation.signum()
        } else {
            warn(Message::new("complexity-sign-open").with("region", &matrix.regions[presence.regions[0]]));
            leading.signum()
        };
        let signed = |values: Vec<f64>| values.into_iter().map(|value| value * sign).collect();
        Indices {
            second_eigenvalue,
            raw: Some(Raw { regions: signed(second.regions), products: signed(second.products) }),
        }
    }
}

/// That M falls apart, with the regions of its smallest part.
fn fallen_apart(matrix: &Matrix, presence: &Presence, part: &[usize], parts: usize) -> Message {
    let mut sizes = vec![0_usize; parts];
    part.iter().for_each(|part| sizes[*part] += 1);
    let smallest = (0..parts).min_by_key(|part| sizes[*part]).unwrap_or_default();
    let members = presence.regions.iter().zip(part).filter(|(_, part)| **part == smallest);
    let names: Vec<&str> = members.map(|(region, _)| matrix.regions[*region].as_str()).collect();
    Message::new("complexity-apart").with("parts", parts).with("regions", names.join(", "))
}

/// Mean and deviation.
#[derive(Clone, Copy)]
struct Spread {
    mean: f64,
    deviation: f64,
}

impl Spread {
    /// Of `values`, with the squares shared among n − `lost`.
    fn of(values: &[f64], lost: f64) -> Spread {
        let count = values.len() as f64;
        let mean = values.iter().sum::<f64>() / count;
        let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
        Spread { mean, deviation: (squares / (count - lost)).sqrt() }
    }

    fn standardise(self, value: f64) -> f64 {
        (value - self.mean) / self.deviation
    }
}

/// Pearson's correlation; 0 where one of the two does not vary.
fn correlation(left: &[f64], right: &[f64]) -> f64 {
    let (lefts, rights) = (Spread::of(left, 0.0), Spread::of(right, 0.0));
    let scale = lefts.deviation * rights.deviation;
    let products: f64 = left.iter().zip(right).map(|(a, b)| (a - lefts.mean) * (b - rights.mean)).sum();
    if scale > 0.0 { products / left.len() as f64 / scale } else { 0.0 }
}
