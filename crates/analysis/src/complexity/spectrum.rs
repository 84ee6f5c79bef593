//! The second singular vectors of D_c^-½ M D_p^-½, from which ECI and PCI follow.
//!
//! The matrix M̃ of the definition is not symmetric, but D_c^½ M̃ D_c^-½ = S Sᵀ with
//! S = D_c^-½ M D_p^-½ is, with the same eigenvalues; so is Sᵀ S on the side of products. The smaller
//! side is taken. The first eigenvector is known, √k with eigenvalue 1, and is kept out of the way;
//! Lanczos' method with full reorthogonalisation finds the second to a residual of 1e-13 from products
//! with the sparse M, and then the third eigenvalue, which says whether the second stands alone.
//!
//! Source: Golub, Van Loan, *Matrix Computations* (2013), 10.1; the symmetric form: Mealy, Farmer,
//! Teytelboym, *Interpreting economic complexity*, Science Advances 5 (2019).
//!
//! k: diversities (ubiquities); λ: without unit. Limits: a second eigenvalue that is nearly double gives a
//! vector with few digits; who calls compares λ₂ with λ₃.

use super::lists::Lists;
use super::presence::Presence;
use nalgebra::DMatrix;

/// Residual ‖S Sᵀv − λv‖ at which the second eigenvector is taken.
const RESIDUAL: f64 = 1e-13;
/// Likewise for the third eigenvalue, whose error is the residual at most.
const THIRD_RESIDUAL: f64 = 1e-9;
/// Where the two searches begin. From the same vector the second search would begin with nothing of what
/// the first one left of a double eigenvalue, and never find it again.
const SEEDS: [u64; 2] = [1, 2];
/// Steps between two looks at convergence.
const STRIDE: usize = 8;

/// The second eigenvalue, its vector on the smaller side, and the third eigenvalue.
pub(super) struct Second {
    /// Second-largest eigenvalue λ₂ of M̃.
    pub(super) eigenvalue: f64,
    /// The next, λ₃; `None` where the matrix has only two.
    pub(super) next: Option<f64>,
    /// The right eigenvector of M̃ for regions, of any length and sign.
    pub(super) regions: Vec<f64>,
    /// The right eigenvector for products, of Euclidean length 1, with the same sign.
    pub(super) products: Vec<f64>,
}

/// The second eigenvector; `None` where there are fewer than two regions or products.
pub(super) fn second(presence: &Presence) -> Option<Second> {
    let (rows, columns) = (&presence.rows, &presence.columns);
    let by_region = rows.len() <= columns.len();
    let (near, far) = if by_region { (rows, columns) } else { (columns, rows) };
    if near.len() < 2 {
        return None;
    }
    let near_scale = inverse_roots(near);
    let far_count: Vec<f64> = far.iter().map(|places| places.len() as f64).collect();
    // S Sᵀ v = D^-½ M (D_far^-1 (Mᵀ (D^-½ v)))
    let apply = |vector: &[f64]| {
        let scaled: Vec<f64> = vector.iter().zip(&near_scale).map(|(value, scale)| value * scale).collect();
        let across = far.gather(&scaled, |at, sum| sum / far_count[at]);
        near.gather(&across, |at, sum| sum * near_scale[at])
    };
    let ones: f64 = near.iter().map(|places| places.len() as f64).sum();
    let first: Vec<f64> = near.iter().map(|places| (places.len() as f64 / ones).sqrt()).collect();
    let (eigenvalue, vector) = leading(apply, std::slice::from_ref(&first), start(near.len(), SEEDS[0]), RESIDUAL)?;
    let next = leading(apply, &[first, vector.clone()], start(near.len(), SEEDS[1]), THIRD_RESIDUAL);
    let next = next.map(|(value, _)| value);

    let means = |places: &Lists<u32>, values: &[f64]| places.gather(values, |at, sum| sum / places[at].len() as f64);
    let unscaled: Vec<f64> = vector.iter().zip(&near_scale).map(|(value, scale)| value * scale).collect();
    let mut products = if by_region { means(columns, &unscaled) } else { unscaled };
    let length = dot(&products, &products).sqrt();
    products.iter_mut().for_each(|value| *value /= length);
    Some(Second { eigenvalue, next, regions: means(rows, &products), products })
}

fn inverse_roots(places: &Lists<u32>) -> Vec<f64> {
    places.iter().map(|places| 1.0 / (places.len() as f64).sqrt()).collect()
}

/// The largest eigenvalue and its vector of a symmetric operator on what is orthogonal to `known`, by a
/// search that begins with `vector`; `None` where nothing is orthogonal.
fn leading(
    apply: impl Fn(&[f64]) -> Vec<f64>,
    known: &[Vec<f64>],
    mut vector: Vec<f64>,
    residual: f64,
) -> Option<(f64, Vec<f64>)> {
    let dimension = known[0].len() - known.len();
    let mut basis: Vec<Vec<f64>> = Vec::new();
    let (mut diagonal, mut beside) = (Vec::new(), Vec::new());
    while basis.len() < dimension {
        // Twice is enough (Parlett and Kahan).
        (0..2).for_each(|_| known.iter().chain(&basis).for_each(|other| remove(&mut vector, other)));
        let length = dot(&vector, &vector).sqrt();
        if !basis.is_empty() {
            if length <= residual || basis.len().is_multiple_of(STRIDE) {
                let (value, weights) = largest(&diagonal, &beside);
                if length * weights[weights.len() - 1].abs() <= residual {
                    return Some((value, combine(&basis, &weights)));
                }
            }
            beside.push(length);
        }
        vector.iter_mut().for_each(|value| *value /= length);
        let image = apply(&vector);
        diagonal.push(dot(&image, &vector));
        basis.push(std::mem::replace(&mut vector, image));
    }
    let (value, weights) = (!basis.is_empty()).then(|| largest(&diagonal, &beside))?;
    Some((value, combine(&basis, &weights)))
}

/// A vector without any pattern, the same every time: SplitMix64 (Steele, Lea, Flood 2014). A sequence
/// with a rule, such as the multiples of a number, may have nothing of the eigenvector of a matrix with one.
fn start(length: usize, seed: u64) -> Vec<f64> {
    let number = |at: u64| {
        let mut bits = (at + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(seed << 32);
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((bits ^ (bits >> 31)) >> 11) as f64 / (1_u64 << 53) as f64 - 0.5
    };
    (0..length as u64).map(number).collect()
}

/// The largest eigenvalue and its vector of the tridiagonal matrix of Lanczos' coefficients.
fn largest(diagonal: &[f64], beside: &[f64]) -> (f64, Vec<f64>) {
    let size = diagonal.len();
    let matrix = DMatrix::from_fn(size, size, |row, column| match row.abs_diff(column) {
        0 => diagonal[row],
        1 => beside[row.min(column)],
        _ => 0.0,
    });
    let eigen = matrix.symmetric_eigen();
    let (at, value) = eigen.eigenvalues.argmax();
    (value, eigen.eigenvectors.column(at).iter().copied().collect())
}

fn combine(basis: &[Vec<f64>], weights: &[f64]) -> Vec<f64> {
    let mut sum = vec![0.0; basis[0].len()];
    for (vector, weight) in basis.iter().zip(weights) {
        sum.iter_mut().zip(vector).for_each(|(sum, value)| *sum += weight * value);
    }
    sum
}

fn remove(vector: &mut [f64], direction: &[f64]) {
    let share = dot(vector, direction);
    vector.iter_mut().zip(direction).for_each(|(value, along)| *value -= share * along);
}

/// The inner product, in eight sums side by side.
fn dot(left: &[f64], right: &[f64]) -> f64 {
    let mut sums = [0.0; 8];
    let (lefts, rights) = (left.chunks_exact(8), right.chunks_exact(8));
    let tail: f64 = lefts.remainder().iter().zip(rights.remainder()).map(|(left, right)| left * right).sum();
    for (left, right) in lefts.zip(rights) {
        for at in 0..8 {
            sums[at] += left[at] * right[at];
        }
    }
    sums.iter().sum::<f64>() + tail
}
