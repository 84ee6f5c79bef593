//! The typed records of one register.

use crate::Record;
use std::ops::{Deref, DerefMut};
use std::slice::{Iter, IterMut};
use std::sync::Arc;

/// The records of one register, in the order of their keys.
///
/// They are shared by whoever holds them, and copied where one of them is changed.
#[derive(Debug, PartialEq)]
pub struct Rows<R>(Arc<Vec<R>>);

impl<R> Rows<R> {
    /// Whether these are those, not only the like of them: true of what was copied and not changed since.
    pub fn is(&self, other: &Rows<R>) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// The records, which stand in the order of their keys already.
    pub(crate) fn in_order(records: impl Iterator<Item = R>) -> Rows<R> {
        let mut records: Vec<R> = records.collect();
        records.shrink_to_fit();
        Rows(Arc::new(records))
    }
}

impl<R: Record + Clone> Rows<R> {
    /// Puts a record in its place, or in that of the record of its key.
    pub fn put(&mut self, record: R) {
        let key = record.key();
        let records = Arc::make_mut(&mut self.0);
        match records.binary_search_by(|other| other.cmp_key(key.as_stored())) {
            Ok(at) => records[at] = record,
            Err(at) => records.insert(at, record),
        }
    }

    /// Lets go of the records that do not fit.
    pub fn retain(&mut self, fits: impl Fn(&R) -> bool) {
        if !self.iter().all(&fits) {
            Arc::make_mut(&mut self.0).retain(fits);
        }
    }
}

impl<R: Record + PartialEq> Rows<R> {
    /// Whether this record is among them, as it is.
    pub fn has(&self, record: &R) -> bool {
        let key = record.key();
        let found = self.0.binary_search_by(|other| other.cmp_key(key.as_stored()));
        found.is_ok_and(|at| self.0[at] == *record)
    }
}

impl<R> Clone for Rows<R> {
    fn clone(&self) -> Rows<R> {
        Rows(Arc::clone(&self.0))
    }
}

impl<R> Default for Rows<R> {
    fn default() -> Rows<R> {
        Rows(Arc::default())
    }
}

impl<R> Deref for Rows<R> {
    type Target = [R];

    fn deref(&self) -> &[R] {
        &self.0
    }
}

/// The records to be changed where they stand, hence not in their keys.
impl<R: Clone> DerefMut for Rows<R> {
    fn deref_mut(&mut self) -> &mut [R] {
        let records: &mut Vec<R> = Arc::make_mut(&mut self.0);
        records
    }
}

/// In whatever order they come.
impl<R: Record> From<Vec<R>> for Rows<R> {
    fn from(mut records: Vec<R>) -> Rows<R> {
        records.sort_by_cached_key(Record::key);
        Rows(Arc::new(records))
    }
}

/// In whatever order they come.
impl<R: Record> FromIterator<R> for Rows<R> {
    fn from_iter<I: IntoIterator<Item = R>>(records: I) -> Rows<R> {
        records.into_iter().collect::<Vec<_>>().into()
    }
}

impl<'r, R> IntoIterator for &'r Rows<R> {
    type Item = &'r R;
    type IntoIter = Iter<'r, R>;

    fn into_iter(self) -> Iter<'r, R> {
        self.iter()
    }
}

impl<'r, R: Clone> IntoIterator for &'r mut Rows<R> {
    type Item = &'r mut R;
    type IntoIter = IterMut<'r, R>;

    fn into_iter(self) -> IterMut<'r, R> {
        self.iter_mut()
    }
}

#[cfg(test)]
mod tests {
    use crate::registers::Price;
    use crate::{Record, Registers, Rows, Value};

    fn price(product: &str, date: &str, cny: &str) -> Price {
        Price::from_texts(&[("product", product), ("date", date), ("price_cny", cny)]).expect("a price")
    }

    fn told(rows: &Rows<Price>) -> Vec<String> {
        rows.iter().map(|row| format!("{} {} {}", row.product, row.date, row.price_cny.unwrap_or_default())).collect()
    }

    #[test]
    fn records_stand_in_the_order_of_their_keys_however_they_come() {
        let mut rows: Rows<Price> =
            ["b", "a-1", "a", "a1"].iter().map(|product| price(product, "2025-12-31", "1")).collect();
        rows.put(price("a", "2025-06-30", "2"));
        rows.put(price("a1", "2025-12-31", "3"));
        let in_order = ["a 2025-06-30 2", "a 2025-12-31 1", "a-1 2025-12-31 1", "a1 2025-12-31 3", "b 2025-12-31 1"];
        assert_eq!(told(&rows), in_order);
        let keys: Vec<_> = rows.iter().map(Record::key).collect();
        assert!(keys.is_sorted(), "{keys:?}");
        let registers = Registers { prices: rows.clone(), ..Registers::default() };
        assert_eq!(registers.to_tables()["prices"].keys().cloned().collect::<Vec<_>>(), keys, "as tables have them");
        let records = registers.of("prices").expect("the register");
        assert!(keys.iter().enumerate().all(|(at, key)| records.position(key.as_stored()) == Some(at)));
        assert_eq!(records.position("a"), None);
    }

    #[test]
    fn what_is_changed_leaves_the_copies_as_they_were() {
        let one = Rows::from(vec![price("a", "2025-12-31", "1"), price("b", "2025-12-31", "2")]);
        let mut other = one.clone();
        assert!(other.is(&one));
        other.retain(|_| true);
        assert!(other.is(&one), "nothing was changed");
        other[0].provenance.note = Some("changed".to_owned());
        assert!(!other.is(&one) && one[0].provenance.note.is_none());
        let tables = Registers { prices: one, ..Registers::default() }.to_tables();
        let mut written = tables.clone();
        let row = written.entry("prices").values_mut().next().expect("a row");
        row[0] = Some(Value::Text("c".into()));
        assert_ne!(written, tables);
    }
}
