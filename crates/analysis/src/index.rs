//! Finding records by a text of theirs, without copying it.

use foldhash::fast::FixedState;
use hashbrown::HashTable;
use std::collections::HashMap;
use std::hash::BuildHasher;
use std::ops::Range;
use yanlian_model::Rows;

/// Hashes keys the same way in every run.
const HASHER: FixedState = FixedState::with_seed(0);

/// Where the records begin and end that share the text with which their keys begin.
pub(crate) struct Index<R> {
    records: Rows<R>,
    text: fn(&R) -> &str,
    runs: HashTable<Range<u32>>,
}

impl<R> Index<R> {
    /// The records by `text`, which is the first field of their keys.
    pub(crate) fn new(records: &Rows<R>, text: fn(&R) -> &str) -> Index<R> {
        let mut runs = HashTable::new();
        let mut start = 0;
        for run in records.chunk_by(|a, b| text(a) == text(b)) {
            let end = start + run.len() as u32;
            let rehash = |run: &Range<u32>| HASHER.hash_one(text(&records[run.start as usize]));
            runs.insert_unique(HASHER.hash_one(text(&run[0])), start..end, rehash);
            start = end;
        }
        Index { records: records.clone(), text, runs }
    }

    fn run(&self, wanted: &str) -> Option<&Range<u32>> {
        let is_it = |run: &Range<u32>| (self.text)(&self.records[run.start as usize]) == wanted;
        self.runs.find(HASHER.hash_one(wanted), is_it)
    }

    /// The records of that text; empty where there are none.
    pub(crate) fn all(&self, wanted: &str) -> &[R] {
        self.run(wanted).map_or(&[], |run| &self.records[run.start as usize..run.end as usize])
    }

    /// The position of the first record of that text.
    pub(crate) fn position(&self, wanted: &str) -> Option<u32> {
        self.run(wanted).map(|run| run.start)
    }

    /// The record of that text, where it is the whole key.
    pub(crate) fn one(&self, wanted: &str) -> Option<&R> {
        self.all(wanted).first()
    }
}

/// Which records share a text, wherever they stand; within a group they stand in their own order.
pub(crate) struct Groups<R> {
    records: Rows<R>,
    positions: HashMap<String, Vec<u32>>,
}

impl<R> Groups<R> {
    /// Groups `records` by each text that `texts` gives of a record.
    pub(crate) fn new<'r, T>(records: &'r Rows<R>, texts: impl Fn(&'r R) -> T) -> Groups<R>
    where
        T: IntoIterator<Item = &'r str>,
    {
        let mut positions: HashMap<String, Vec<u32>> = HashMap::new();
        for (position, record) in (0u32..).zip(records) {
            for text in texts(record) {
                match positions.get_mut(text) {
                    Some(group) if group.last() == Some(&position) => (),
                    Some(group) => group.push(position),
                    None => {
                        positions.insert(text.to_owned(), vec![position]);
                    }
                }
            }
        }
        Groups { records: records.clone(), positions }
    }

    /// The records of a group; none where there is no such group.
    pub(crate) fn of<'g>(&'g self, text: &str) -> impl Iterator<Item = &'g R> + use<'g, R> {
        let positions = self.positions.get(text).into_iter().flatten();
        positions.map(|position| &self.records[*position as usize])
    }

    /// Whether there is such a group.
    pub(crate) fn has(&self, text: &str) -> bool {
        self.positions.contains_key(text)
    }
}

#[cfg(test)]
mod tests {
    use super::{Groups, Index};
    use yanlian_model::registers::Flow;
    use yanlian_model::{Record, Rows};

    fn flows() -> Rows<Flow> {
        let flow = |(process, item)| {
            Flow::from_texts(&[("process", process), ("item", item), ("direction", "in")]).expect("a flow")
        };
        [("b", "y"), ("a", "z"), ("b", "x"), ("c", "a")].into_iter().map(flow).collect()
    }

    #[test]
    fn groups_keep_the_order_of_records_and_may_overlap() {
        let flows = flows();
        let groups = Groups::new(&flows, |flow| [flow.process.as_str(), flow.item.as_str()]);
        let of = |text| groups.of(text).map(|flow| format!("{}{}", flow.process, flow.item)).collect::<Vec<_>>();
        assert_eq!(of("a"), ["az", "ca"]);
        assert_eq!(of("b"), ["bx", "by"]);
        assert!(of("d").is_empty() && !groups.has("d"));
    }

    #[test]
    fn finds_every_run_and_nothing_else() {
        let index = Index::new(&flows(), |flow| &flow.process);
        let items = |process| index.all(process).iter().map(|flow| flow.item.as_str()).collect::<Vec<_>>();
        assert_eq!((items("a"), items("b"), items("c")), (vec!["z"], vec!["x", "y"], vec!["a"]));
        assert_eq!((index.position("b"), index.one("b").map(|flow| flow.item.as_str())), (Some(1), Some("x")));
        assert!(index.one("d").is_none());
    }
}
