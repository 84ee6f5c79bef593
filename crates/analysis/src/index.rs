//! Finding records by a text of theirs, without copying it.

use foldhash::fast::FixedState;
use hashbrown::HashTable;
use std::collections::HashMap;
use std::hash::BuildHasher;
use std::ops::Range;
use std::sync::OnceLock;
use yanlian_model::{Registers, registers};

/// Hashes keys the same way in every run.
const HASHER: FixedState = FixedState::with_seed(0);

/// Where the records with one key begin and end; the records stand in the order of their keys.
///
/// It keeps positions only: each look-up is given the records and the same way to their key.
pub(crate) struct Index {
    runs: HashTable<Range<u32>>,
}

impl Index {
    /// The runs of equal keys in `records`, which stand in the order of their keys.
    pub(crate) fn new<R>(records: &[R], key: impl Fn(&R) -> &str) -> Index {
        let mut runs = HashTable::with_capacity(records.len());
        let mut start = 0;
        for run in records.chunk_by(|a, b| key(a) == key(b)) {
            let end = start + run.len() as u32;
            let rehash = |run: &Range<u32>| HASHER.hash_one(key(&records[run.start as usize]));
            runs.insert_unique(HASHER.hash_one(key(&run[0])), start..end, rehash);
            start = end;
        }
        Index { runs }
    }

    fn run<R>(&self, records: &[R], wanted: &str, key: impl Fn(&R) -> &str) -> Option<&Range<u32>> {
        self.runs.find(HASHER.hash_one(wanted), |run| key(&records[run.start as usize]) == wanted)
    }

    /// The records whose key is `wanted`; empty where there are none.
    pub(crate) fn all<'r, R>(&self, records: &'r [R], wanted: &str, key: impl Fn(&R) -> &str) -> &'r [R] {
        self.run(records, wanted, key).map_or(&[], |run| &records[run.start as usize..run.end as usize])
    }

    /// The position of the first record whose key is `wanted`.
    pub(crate) fn position<R>(&self, records: &[R], wanted: &str, key: impl Fn(&R) -> &str) -> Option<u32> {
        self.run(records, wanted, key).map(|run| run.start)
    }

    /// The record whose key is `wanted`, where keys are unique.
    pub(crate) fn one<'r, R>(&self, records: &'r [R], wanted: &str, key: impl Fn(&R) -> &str) -> Option<&'r R> {
        self.all(records, wanted, key).first()
    }
}

/// Which records share a text, whatever their order.
///
/// It keeps positions only, as [`Index`] does; within a group records stand in their own order.
#[derive(Default)]
pub(crate) struct Groups {
    positions: HashMap<String, Vec<u32>>,
}

impl Groups {
    /// Groups `records` by each text that `texts` gives of a record.
    pub(crate) fn new<'r, R, T>(records: &'r [R], texts: impl Fn(&'r R) -> T) -> Groups
    where
        T: IntoIterator<Item = &'r str>,
    {
        let mut groups = Groups::default();
        for (position, record) in (0u32..).zip(records) {
            for text in texts(record) {
                match groups.positions.get_mut(text) {
                    Some(group) if group.last() == Some(&position) => (),
                    Some(group) => group.push(position),
                    None => {
                        groups.positions.insert(text.to_owned(), vec![position]);
                    }
                }
            }
        }
        groups
    }

    /// The records of a group; none where there is no such group.
    pub(crate) fn of<'r, R>(&self, records: &'r [R], text: &str) -> impl Iterator<Item = &'r R> + use<'r, '_, R> {
        let positions = self.positions.get(text).into_iter().flatten();
        positions.map(|position| &records[*position as usize])
    }

    /// Whether there is such a group.
    pub(crate) fn has(&self, text: &str) -> bool {
        self.positions.contains_key(text)
    }
}

/// Where the record of a key stands, in every register; a register is indexed when it is first asked about.
pub(crate) struct ByKey {
    /// In the order of [`registers::ALL`].
    positions: Vec<OnceLock<HashTable<u32>>>,
}

impl ByKey {
    /// Indexes of nothing yet.
    pub(crate) fn new() -> ByKey {
        ByKey { positions: registers::ALL.iter().map(|_| OnceLock::new()).collect() }
    }

    /// The position of the record of `register` whose key is kept as `key`.
    pub(crate) fn position(&self, all: &Registers, register: &str, key: &str) -> Option<usize> {
        let place = registers::ALL.iter().position(|declared| declared.name == register)?;
        let records = all.of(register)?;
        let hash = |at: &u32| HASHER.hash_one(records.key(*at as usize).as_stored());
        let positions = self.positions[place].get_or_init(|| {
            let mut positions = HashTable::with_capacity(records.count());
            for at in 0..records.count() as u32 {
                positions.insert_unique(hash(&at), at, hash);
            }
            positions
        });
        let is_wanted = |at: &u32| records.key(*at as usize).as_stored() == key;
        positions.find(HASHER.hash_one(key), is_wanted).map(|at| *at as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::{Groups, Index};

    #[test]
    fn groups_keep_the_order_of_records_and_may_overlap() {
        let records = [["a", "b"], ["c", "a"], ["b", "b"]];
        let groups = Groups::new(&records, |record| *record);
        let of = |text| groups.of(&records, text).map(|record| record.concat()).collect::<Vec<_>>();
        assert_eq!(of("a"), ["ab", "ca"]);
        assert_eq!(of("b"), ["ab", "bb"]);
        assert!(of("d").is_empty() && !groups.has("d"));
    }

    #[test]
    fn finds_every_run_and_nothing_else() {
        let records = [("a", 1), ("b", 2), ("b", 3), ("", 4)];
        let index = Index::new(&records, |record| record.0);
        assert_eq!(index.all(&records, "b", |record| record.0), [("b", 2), ("b", 3)]);
        assert_eq!(index.one(&records, "", |record| record.0), Some(&("", 4)));
        assert!(index.one(&records, "c", |record| record.0).is_none());
    }
}
