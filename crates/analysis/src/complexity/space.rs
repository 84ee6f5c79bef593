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
//! Limits: memory is products² × 4 bytes for φ and regions × products × 8 bytes for each of d and COG.
//!
//! Products are worked on side by side in the widest registers that the processor has. No product is
//! fused into a sum, so every processor gives the same bits.

use super::presence::Presence;
use pulp::{Arch, NullaryFnOnce};
use rayon::prelude::*;

/// Products whose common regions are counted side by side, each in a byte.
const BESIDE: usize = 32;
/// Products whose φ is added up side by side: few enough for it to stay in the cache.
const WIDTH: usize = 8;

type Lanes = [f64; WIDTH];

/// φ, as what it is made of.
pub(super) struct Proximity {
    /// Σ_c M_cp·M_cq: `together[p / BESIDE][q][p % BESIDE]`. With a sign, for processors turn several of
    /// these into `f64` at once, but not of those without.
    together: Vec<Vec<[i32; BESIDE]>>,
    /// k of each product; 1 where the last stripe has none.
    ubiquity: Vec<f64>,
    /// Σ_q φ(p,q) of each product; likewise.
    sums: Vec<f64>,
}

impl Proximity {
    pub(super) fn new(presence: &Presence) -> Proximity {
        let products = presence.columns.len();
        let mut ubiquity: Vec<f64> = presence.columns.iter().map(|column| column.len() as f64).collect();
        ubiquity.resize(products.next_multiple_of(WIDTH), 1.0);
        let firsts = (0..products).into_par_iter().step_by(BESIDE);
        let together = firsts.map(|first| Arch::new().dispatch(Together { presence, first })).collect();
        let mut proximity = Proximity { together, ubiquity, sums: Vec::new() };
        proximity.sums = proximity.stripes().flat_map_iter(|first| total(&proximity.near(first))).collect();
        proximity.sums[products..].fill(1.0);
        proximity
    }

    pub(super) fn get(&self, product: usize, other: usize) -> f64 {
        let together = self.together[product / BESIDE][other][product % BESIDE];
        f64::from(together) / self.ubiquity[product].max(self.ubiquity[other])
    }

    /// The first product of each stripe of [`WIDTH`].
    fn stripes(&self) -> impl IndexedParallelIterator<Item = usize> {
        (0..self.ubiquity.len()).into_par_iter().step_by(WIDTH)
    }

    /// φ of the products from `first` on with every product; 0 where there is none.
    fn near(&self, first: usize) -> Vec<Lanes> {
        Arch::new().dispatch(Near { proximity: self, first })
    }
}

/// Counts in how many regions the products from `first` on are together with every product.
struct Together<'p> {
    presence: &'p Presence,
    first: usize,
}

// What is called in the widest registers is a type of its own: a closure would be called, not made part of
// the function for those registers.
impl NullaryFnOnce for Together<'_> {
    type Output = Vec<[i32; BESIDE]>;

    #[inline(always)]
    fn call(self) -> Self::Output {
        let columns = &self.presence.columns;
        let mut ones = vec![[0; BESIDE]; self.presence.rows.len()];
        for (lane, product) in (self.first..columns.len().min(self.first + BESIDE)).enumerate() {
            columns[product].iter().for_each(|region| ones[*region as usize][lane] = 1);
        }
        let mut together = vec![[0; BESIDE]; columns.len()];
        for (counts, regions) in together.iter_mut().zip(columns.iter()) {
            // No more at once than a byte can count.
            for regions in regions.chunks(u8::MAX as usize) {
                let mut bytes = [0_u8; BESIDE];
                for region in regions {
                    let ones = &ones[*region as usize];
                    for lane in 0..BESIDE {
                        bytes[lane] += ones[lane];
                    }
                }
                for lane in 0..BESIDE {
                    counts[lane] += i32::from(bytes[lane]);
                }
            }
        }
        together
    }
}

/// Divides what was counted: φ of the products from `first` on with every product.
struct Near<'p> {
    proximity: &'p Proximity,
    first: usize,
}

impl NullaryFnOnce for Near<'_> {
    type Output = Vec<Lanes>;

    #[inline(always)]
    fn call(self) -> Vec<Lanes> {
        let Proximity { together, ubiquity, .. } = self.proximity;
        let together = &together[self.first / BESIDE];
        let own: Lanes = part(ubiquity, self.first);
        let mut near = vec![[0.0; WIDTH]; together.len()];
        for ((near, together), ubiquity) in near.iter_mut().zip(together).zip(ubiquity) {
            let together: [i32; WIDTH] = part(together, self.first % BESIDE);
            for lane in 0..WIDTH {
                let most = if own[lane] > *ubiquity { own[lane] } else { *ubiquity };
                near[lane] = f64::from(together[lane]) / most;
            }
        }
        near
    }
}

/// The numbers of a stripe, with zeros beyond the end.
#[inline(always)]
fn part<T: Copy + Default>(numbers: &[T], first: usize) -> [T; WIDTH] {
    match numbers[first..].first_chunk() {
        Some(part) => *part,
        None => std::array::from_fn(|lane| numbers.get(first + lane).copied().unwrap_or_default()),
    }
}

/// The sum of each lane.
fn total(lanes: &[Lanes]) -> Lanes {
    let mut total = [0.0; WIDTH];
    for lanes in lanes {
        total.iter_mut().zip(lanes).for_each(|(total, lane)| *total += lane);
    }
    total
}

/// Density and gain of every pair, in stripes: `density[p / WIDTH][c][p % WIDTH]`.
pub(super) struct Nearness {
    density: Vec<Vec<Lanes>>,
    gain: Vec<Vec<Lanes>>,
    /// COI of each region before standardisation.
    pub(super) outlook: Vec<f64>,
}

impl Nearness {
    /// `pci` before standardisation; where there is none, outlook and gains are without meaning.
    pub(super) fn new(presence: &Presence, proximity: &Proximity, pci: &[f64]) -> Nearness {
        let weights: Vec<f64> = pci.iter().zip(&proximity.sums).map(|(pci, sum)| pci / sum).collect();
        let stripe = |first| Arch::new().dispatch(Reach { presence, proximity, pci, weights: &weights, first });
        let stripes: Vec<Stripe> = proximity.stripes().map(stripe).collect();
        let mut nearness = Nearness { density: Vec::new(), gain: Vec::new(), outlook: vec![0.0; presence.rows.len()] };
        for stripe in stripes {
            nearness.density.push(stripe.density);
            nearness.gain.push(stripe.gain);
            nearness.outlook.iter_mut().zip(stripe.outlook).for_each(|(sum, part)| *sum += part);
        }
        nearness
    }

    pub(super) fn density(&self, region: usize, product: usize) -> f64 {
        self.density[product / WIDTH][region][product % WIDTH]
    }

    /// The gain of a product that the region lacks.
    pub(super) fn gain(&self, region: usize, product: usize) -> f64 {
        self.gain[product / WIDTH][region][product % WIDTH]
    }
}

/// Of one stripe of products and every region: density, gain, and their part of the outlook.
struct Stripe {
    density: Vec<Lanes>,
    gain: Vec<Lanes>,
    outlook: Vec<f64>,
}

/// Works out the stripe of the products from `first` on.
struct Reach<'p> {
    presence: &'p Presence,
    proximity: &'p Proximity,
    pci: &'p [f64],
    /// PCI_q / Σ_r φ(q,r) of each product.
    weights: &'p [f64],
    first: usize,
}

impl NullaryFnOnce for Reach<'_> {
    type Output = Stripe;

    #[inline(always)]
    fn call(self) -> Stripe {
        let Presence { rows, columns, .. } = self.presence;
        let near = Near { proximity: self.proximity, first: self.first }.call();
        let sums: Lanes = part(&self.proximity.sums, self.first);
        let mut lacked = vec![part(self.pci, self.first); rows.len()];
        for (lane, product) in (self.first..columns.len().min(self.first + WIDTH)).enumerate() {
            columns[product].iter().for_each(|region| lacked[*region as usize][lane] = 0.0);
        }
        let mut all = [0.0; WIDTH];
        for (near, weight) in near.iter().zip(self.weights) {
            for lane in 0..WIDTH {
                all[lane] += weight * near[lane];
            }
        }
        let none = vec![[0.0; WIDTH]; rows.len()];
        let mut stripe = Stripe { density: none.clone(), gain: none, outlook: vec![0.0; rows.len()] };
        for (region, products) in rows.iter().enumerate() {
            let (density, gain) = (&mut stripe.density[region], &mut stripe.gain[region]);
            (*density, *gain) = gather(products, &near, self.weights, all);
            let mut outlook = [0.0; WIDTH];
            for lane in 0..WIDTH {
                density[lane] /= sums[lane];
                outlook[lane] = density[lane] * lacked[region][lane];
            }
            stripe.outlook[region] = outlook.iter().sum();
        }
        stripe
    }
}

/// Σ φ over the products of a region; and what all products would give less what those give.
#[inline(always)]
fn gather(products: &[u32], near: &[Lanes], weights: &[f64], all: Lanes) -> (Lanes, Lanes) {
    let (mut sum, mut gain) = ([0.0; WIDTH], all);
    let pairs = products.chunks_exact(2);
    let rest = pairs.remainder();
    for pair in pairs {
        let [one, other] = [pair[0] as usize, pair[1] as usize];
        let (weight, other_weight) = (weights[one], weights[other]);
        let (one, other) = (&near[one], &near[other]);
        for lane in 0..WIDTH {
            sum[lane] += one[lane] + other[lane];
            gain[lane] -= weight * one[lane] + other_weight * other[lane];
        }
    }
    for product in rest {
        let (near, weight) = (&near[*product as usize], weights[*product as usize]);
        for lane in 0..WIDTH {
            sum[lane] += near[lane];
            gain[lane] -= weight * near[lane];
        }
    }
    (sum, gain)
}
