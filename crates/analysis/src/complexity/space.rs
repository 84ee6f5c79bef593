//! How near is a product to what a region already does well?
//!
//! ```text
//! proximity    φ(p,q) = Σ_c M_cp·M_cq / max(k_p, k_q)
//! density      d(c,p) = Σ_q M_cq·φ(p,q) / Σ_q φ(p,q)                       q = p included
//! outlook      COI_c  = Σ_p (1 − M_cp)·d(c,p)·PCI_p
//! gain         COG_cp = (1 − M_cp)·Σ_q (1 − M_cq)·φ(q,p)·PCI_q / Σ_r φ(q,r)
//! ```
//!
//! All without unit, PCI before standardisation. Source: Hidalgo, Klinger, Barabási, Hausmann, *The
//! Product Space Conditions the Development of Nations*, Science 317 (2007); Hausmann, Hidalgo et al.,
//! *The Atlas of Economic Complexity* (2014); with φ(p,p) = 1 in both sums as py-ecomplexity has it.
//! Limits: memory is products² × 8 bytes for φ and regions × products × 8 bytes for each of d and COG.

use super::presence::Presence;
use rayon::prelude::*;

/// Products that are worked on side by side.
const WIDTH: usize = 32;

type Lanes = [f64; WIDTH];

/// φ, in stripes of [`WIDTH`] products: `stripes[p / WIDTH][q][p % WIDTH]`.
pub(super) struct Proximity {
    stripes: Vec<Vec<Lanes>>,
    /// Σ_q φ(p,q) of each product.
    sums: Vec<f64>,
}

impl Proximity {
    pub(super) fn new(presence: &Presence) -> Proximity {
        let bits = Bits::new(presence);
        let products = presence.columns.len();
        let stripes: Vec<Vec<Lanes>> = (0..products.div_ceil(WIDTH))
            .into_par_iter()
            .map(|stripe| {
                let beside = stripe * WIDTH..products.min((stripe + 1) * WIDTH);
                let lanes = |other| {
                    let mut lanes = [0.0; WIDTH];
                    lanes
                        .iter_mut()
                        .zip(beside.clone())
                        .for_each(|(lane, product)| *lane = bits.proximity(product, other));
                    lanes
                };
                (0..products).map(lanes).collect()
            })
            .collect();
        let sum = |product: usize| stripes[product / WIDTH].iter().map(|lanes| lanes[product % WIDTH]).sum();
        let sums = (0..products).map(sum).collect();
        Proximity { stripes, sums }
    }

    pub(super) fn get(&self, product: usize, other: usize) -> f64 {
        self.stripes[product / WIDTH][other][product % WIDTH]
    }
}

/// The columns of M as bits.
struct Bits {
    words: usize,
    columns: Vec<u64>,
    ubiquity: Vec<u32>,
}

impl Bits {
    fn new(presence: &Presence) -> Bits {
        let words = presence.rows.len().div_ceil(64);
        let mut columns = vec![0_u64; words * presence.columns.len()];
        for (product, regions) in presence.columns.iter().enumerate() {
            for region in regions {
                columns[product * words + *region as usize / 64] |= 1 << (region % 64);
            }
        }
        Bits { words, columns, ubiquity: presence.columns.iter().map(|regions| regions.len() as u32).collect() }
    }

    fn column(&self, product: usize) -> &[u64] {
        &self.columns[product * self.words..(product + 1) * self.words]
    }

    fn proximity(&self, product: usize, other: usize) -> f64 {
        let both: u32 =
            self.column(product).iter().zip(self.column(other)).map(|(left, right)| (left & right).count_ones()).sum();
        f64::from(both) / f64::from(self.ubiquity[product].max(self.ubiquity[other]))
    }
}

/// Density and gain of every pair, in stripes: `stripes[p / WIDTH][c][p % WIDTH]`.
pub(super) struct Nearness {
    density: Vec<Vec<Lanes>>,
    gain: Vec<Vec<Lanes>>,
}

impl Nearness {
    /// `pci` before standardisation; where there is none, gains are without meaning.
    pub(super) fn new(presence: &Presence, proximity: &Proximity, pci: &[f64]) -> Nearness {
        let weights: Vec<f64> = pci.iter().zip(&proximity.sums).map(|(pci, sum)| pci / sum).collect();
        let (density, gain) = (0..proximity.stripes.len())
            .into_par_iter()
            .map(|stripe| nearness(presence, proximity, &weights, stripe))
            .unzip();
        Nearness { density, gain }
    }

    pub(super) fn density(&self, region: usize, product: usize) -> f64 {
        self.density[product / WIDTH][region][product % WIDTH]
    }

    /// The gain of a product that the region lacks.
    pub(super) fn gain(&self, region: usize, product: usize) -> f64 {
        self.gain[product / WIDTH][region][product % WIDTH]
    }

    /// COI before standardisation.
    pub(super) fn outlook(&self, region: usize, row: &[u32], pci: &[f64]) -> f64 {
        let mut strong = row.iter().peekable();
        let mut sum = 0.0;
        for (product, pci) in pci.iter().enumerate() {
            match strong.next_if(|strong| **strong as usize == product) {
                Some(_) => {}
                None => sum += self.density(region, product) * pci,
            }
        }
        sum
    }
}

/// Density and gain of one stripe of products for every region.
fn nearness(presence: &Presence, proximity: &Proximity, weights: &[f64], stripe: usize) -> (Vec<Lanes>, Vec<Lanes>) {
    let near = &proximity.stripes[stripe];
    let mut all = [0.0; WIDTH];
    for (lanes, weight) in near.iter().zip(weights) {
        (0..WIDTH).for_each(|lane| all[lane] += weight * lanes[lane]);
    }
    let sum = |lane: usize| proximity.sums.get(stripe * WIDTH + lane).copied().unwrap_or(1.0);
    let sums: Lanes = std::array::from_fn(sum);
    let of_region = |row: &Vec<u32>| {
        let (mut density, mut gain) = ([0.0; WIDTH], all);
        for product in row.iter().map(|product| *product as usize) {
            let (lanes, weight) = (&near[product], weights[product]);
            for lane in 0..WIDTH {
                density[lane] += lanes[lane];
                gain[lane] -= weight * lanes[lane];
            }
        }
        (0..WIDTH).for_each(|lane| density[lane] /= sums[lane]);
        (density, gain)
    };
    presence.rows.iter().map(of_region).unzip()
}
