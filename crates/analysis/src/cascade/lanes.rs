//! A number of each of several scenarios that run side by side.

/// One number a lane, in half of a cache line: fetching them is most of the work.
#[derive(Debug, Clone, Copy, PartialEq)]
#[repr(align(32))]
pub(super) struct Lanes<const LANES: usize>(pub(super) [f64; LANES]);

impl<const LANES: usize> Lanes<LANES> {
    pub(super) const ZERO: Lanes<LANES> = Lanes([0.0; LANES]);
    pub(super) const ONE: Lanes<LANES> = Lanes([1.0; LANES]);

    /// Adds `factor` times the other.
    #[inline(always)]
    pub(super) fn add(&mut self, factor: f64, other: &Lanes<LANES>) {
        for lane in 0..LANES {
            self.0[lane] += factor * other.0[lane];
        }
    }

    /// The number of each lane that this function gives.
    #[inline(always)]
    pub(super) fn each(of: impl FnMut(usize) -> f64) -> Lanes<LANES> {
        Lanes(std::array::from_fn(of))
    }

    /// The larger of both, lane by lane; neither may be NaN.
    #[inline(always)]
    pub(super) fn max(&self, other: &Lanes<LANES>) -> Lanes<LANES> {
        Lanes::each(|lane| if self.0[lane] > other.0[lane] { self.0[lane] } else { other.0[lane] })
    }

    /// What each lacks of one.
    #[inline(always)]
    pub(super) fn rest(&self) -> Lanes<LANES> {
        Lanes(self.0.map(|number| 1.0 - number))
    }
}
