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
use pulp::Arch;
use rayon::prelude::*;

/// Products that are worked on side by side: few enough for what a stripe takes to stay in the cache.
const WIDTH: usize = 8;

type Lanes = [f64; WIDTH];

/// φ, in stripes of [`WIDTH`] products: `stripes[p / WIDTH][q][p % WIDTH]`.
pub(super) struct Proximity {
    stripes: Vec<Vec<Lanes>>,
    /// Σ_q φ(p,q) of each product.
    sums: Vec<f64>,
}

impl Proximity {
    pub(super) fn new(presence: &Presence) -> Proximity {
        let products = presence.columns.len();
        let stripes = (0..products.div_ceil(WIDTH)).into_par_iter();
        let stripes: Vec<Vec<Lanes>> = stripes.map(|stripe| proximity(presence, stripe * WIDTH)).collect();
        let mut sums: Vec<f64> = stripes.iter().flat_map(|stripe| total(stripe)).collect();
        sums.truncate(products);
        Proximity { stripes, sums }
    }

    pub(super) fn get(&self, product: usize, other: usize) -> f64 {
        self.stripes[product / WIDTH][other][product % WIDTH]
    }
}

/// φ of the products from `first` on with every product.
fn proximity(presence: &Presence, first: usize) -> Vec<Lanes> {
    let beside = first..presence.columns.len().min(first + WIDTH);
    let mut ones = vec![[0.0; WIDTH]; presence.rows.len()];
    for (lane, column) in presence.columns[beside.clone()].iter().enumerate() {
        column.iter().for_each(|region| ones[*region as usize][lane] = 1.0);
    }
    let mut proximity = gather(&presence.columns, &ones, [0.0; WIDTH]);
    for (lanes, column) in proximity.iter_mut().zip(&presence.columns) {
        for (lane, product) in beside.clone().enumerate() {
            lanes[lane] /= column.len().max(presence.columns[product].len()) as f64;
        }
    }
    proximity
}

/// For each list `start` and the lanes at its places, added up in the widest registers that the
/// processor has. No product is fused into a sum, so every processor gives the same bits.
fn gather(lists: &[Vec<u32>], lanes: &[Lanes], start: Lanes) -> Vec<Lanes> {
    Arch::new().dispatch(|| lists.iter().map(|places| sum(places, lanes, start)).collect())
}

#[inline(always)]
fn sum(places: &[u32], lanes: &[Lanes], start: Lanes) -> Lanes {
    let mut sum = start;
    let pairs = places.chunks_exact(2);
    let rest = pairs.remainder();
    for pair in pairs {
        let (left, right) = (&lanes[pair[0] as usize], &lanes[pair[1] as usize]);
        for lane in 0..WIDTH {
            sum[lane] += left[lane] + right[lane];
        }
    }
    for place in rest {
        let last = &lanes[*place as usize];
        for lane in 0..WIDTH {
            sum[lane] += last[lane];
        }
    }
    sum
}

/// The sum of each lane.
fn total(stripe: &[Lanes]) -> Lanes {
    let mut total = [0.0; WIDTH];
    for lanes in stripe {
        total.iter_mut().zip(lanes).for_each(|(total, lane)| *total += lane);
    }
    total
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
        let stripes = (0..proximity.stripes.len()).into_par_iter();
        let (density, gain) = stripes.map(|stripe| nearness(presence, proximity, &weights, stripe)).unzip();
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

/// Density and gain of one stripe of products for every region. The gain is what all products would
/// give less what those give that the region has.
fn nearness(presence: &Presence, proximity: &Proximity, weights: &[f64], stripe: usize) -> (Vec<Lanes>, Vec<Lanes>) {
    let near = &proximity.stripes[stripe];
    let mut density = gather(&presence.rows, near, [0.0; WIDTH]);
    let sums = &proximity.sums[stripe * WIDTH..proximity.sums.len().min((stripe + 1) * WIDTH)];
    for lanes in &mut density {
        lanes.iter_mut().zip(sums).for_each(|(lane, sum)| *lane /= sum);
    }
    let taken: Vec<Lanes> = near.iter().zip(weights).map(|(lanes, weight)| lanes.map(|lane| -weight * lane)).collect();
    let mut all = [0.0; WIDTH];
    for lanes in &taken {
        all.iter_mut().zip(lanes).for_each(|(all, lane)| *all -= lane);
    }
    (density, gather(&presence.rows, &taken, all))
}
