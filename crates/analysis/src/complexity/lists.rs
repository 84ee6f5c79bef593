//! Lists of different lengths, one after the other in one piece of memory.

use rayon::prelude::*;
use std::ops::{Index, Range};

/// Lists from which on working on all of them is shared among threads.
const SHARED: usize = 2048;

/// Lists by position; see [`Lists::gather`] for lists of places.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Lists<T> {
    items: Vec<T>,
    /// Where each list begins, and the end.
    firsts: Vec<usize>,
}

impl<T> Lists<T> {
    /// No list; `lists` are expected, with `items` in all.
    pub(super) fn with_capacity(lists: usize, items: usize) -> Lists<T> {
        let mut firsts = Vec::with_capacity(lists + 1);
        firsts.push(0);
        Lists { items: Vec::with_capacity(items), firsts }
    }

    /// Adds a list.
    pub(super) fn push(&mut self, list: impl IntoIterator<Item = T>) {
        self.items.extend(list);
        self.firsts.push(self.items.len());
    }

    pub(super) fn len(&self) -> usize {
        self.firsts.len() - 1
    }

    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut [T]> {
        let mut rest = self.items.as_mut_slice();
        self.firsts.windows(2).map(move |ends| rest.split_off_mut(..ends[1] - ends[0]).unwrap_or_default())
    }

    fn range(&self, at: usize) -> Range<usize> {
        self.firsts[at]..self.firsts[at + 1]
    }

    pub(super) fn iter(&self) -> impl ExactSizeIterator<Item = &[T]> + Clone {
        (0..self.len()).map(|at| &self[at])
    }
}

impl<T> Index<usize> for Lists<T> {
    type Output = [T];

    fn index(&self, at: usize) -> &[T] {
        &self.items[self.range(at)]
    }
}

impl<T: Copy + Default> Lists<T> {
    /// What `(list, item)` gives, by list, otherwise in its order.
    pub(super) fn sorted(lists: usize, pairs: impl Iterator<Item = (usize, T)> + Clone) -> Lists<T> {
        let mut firsts = vec![0; lists + 1];
        pairs.clone().for_each(|(list, _)| firsts[list + 1] += 1);
        (0..lists).for_each(|at| firsts[at + 1] += firsts[at]);
        let mut items = vec![T::default(); firsts[lists]];
        let mut next = firsts.clone();
        for (list, item) in pairs {
            items[next[list]] = item;
            next[list] += 1;
        }
        Lists { items, firsts }
    }
}

impl Lists<u32> {
    /// For each list of places the sum of the values there, finished by `finish(list, sum)`.
    pub(super) fn gather(&self, values: &[f64], finish: impl Fn(usize, f64) -> f64 + Sync) -> Vec<f64> {
        let one = |at: usize| {
            // Four sums side by side: an order that is fixed, and faster than one after the other.
            let mut sums = [0.0; 4];
            let fours = self[at].chunks_exact(4);
            let rest = fours.remainder();
            for four in fours {
                for (sum, place) in sums.iter_mut().zip(four) {
                    *sum += values[*place as usize];
                }
            }
            let tail: f64 = rest.iter().map(|place| values[*place as usize]).sum();
            finish(at, (sums[0] + sums[1]) + (sums[2] + sums[3]) + tail)
        };
        match self.len() < SHARED {
            true => (0..self.len()).map(one).collect(),
            false => (0..self.len()).into_par_iter().with_min_len(64).map(one).collect(),
        }
    }
}
