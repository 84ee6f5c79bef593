//! Names of what a plain table is about, regions, products, firms: which cannot be those of one thing each.

use super::PlainTable;
use crate::read::codes::{self, plain_key};
use crate::read::words::{self, Total};
use crate::shown;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use yanlian_model::{Finding, Message};

impl PlainTable {
    /// A fault for each name in these columns that cannot be that of one thing: one that says that its row adds up
    /// others (合计, World), for counted beside its parts it would be one more of them; a code that a spreadsheet has
    /// made a number or a day of; one that another name of its column is but for capitals, widths and spaces.
    pub fn names(&self, columns: &[usize]) -> Vec<Finding> {
        let mut met = BTreeSet::new();
        let mut written = BTreeMap::new();
        let mut found = Vec::new();
        for row in self.rows() {
            for &column in columns {
                let text = row.text(column);
                if text.is_empty() || !met.insert((column, text)) {
                    continue;
                }
                let other = match written.entry((column, plain_key(text).to_lowercase())) {
                    Entry::Vacant(place) => *place.insert(text),
                    Entry::Occupied(place) => *place.get(),
                };
                let alike = || Message::new("plain-name-alike").with("text", shown(text)).with("other", shown(other));
                let wrong = no_name(text).or_else(|| (other != text).then(alike));
                found.extend(wrong.map(|message| *row.fault(column, message)));
            }
        }
        found
    }
}

/// Why a text is the name of no one thing.
fn no_name(text: &str) -> Option<Message> {
    let id = match text {
        _ if is_sum(text) => return Some(Message::new("plain-sum-row").with("text", shown(text))),
        _ if codes::is_scientific(text) => "import-exponent-in-code",
        _ if codes::is_day_of_spreadsheet(text) => "import-date-in-code",
        _ => return None,
    };
    Some(Message::new(id).with("value", shown(text)))
}

fn is_sum(text: &str) -> bool {
    // A few letters may as well be a code: MAX, all.
    const CODE: usize = 4;
    match words::total(text) {
        Some(Total::Perhaps) => !(text.is_ascii() && text.len() <= CODE),
        Some(_) => true,
        None => text.eq_ignore_ascii_case("global"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{at, read};

    #[test]
    fn names_that_are_those_of_no_one_thing_are_faults_and_characters_without_ink_belong_to_no_name() {
        let table =
            read("supplier,customer,value\n合计,x,1\na,World,2\na\u{200b},全国,3\na,合计,1\n合计,y,1\nall,Total Energies,1\nMIN,max,1\nmean,yoy,1\n")
                .unwrap();
        let found: Vec<_> = table.names(&[0, 1]);
        let expected = [(2, "supplier"), (3, "customer"), (4, "customer"), (5, "customer")];
        let expected = expected.map(|(row, column)| (Some(row), Some(column), "plain-sum-row"));
        assert_eq!(found.iter().map(at).collect::<Vec<_>>(), expected);
        assert_eq!(table.rows().nth(2).unwrap().text(0), "a");
        for (one, other, id) in [
            ("x", "8.1E+05", "import-exponent-in-code"),
            ("x", "3月1日", "import-date-in-code"),
            ("x", "所有产品", "plain-sum-row"),
            ("x", "All products", "plain-sum-row"),
            ("a", "A", "plain-name-alike"),
            ("西 区", "西区", "plain-name-alike"),
            ("P-1", "\u{ff30}-1", "plain-name-alike"),
            ("2415", "2415.0", "plain-name-alike"),
        ] {
            let table = read(&format!("supplier,customer,value\n{one},z,1\n{other},z,2\n{one},z,3\n")).unwrap();
            let found = table.names(&[0, 1]);
            assert_eq!(found.iter().map(at).collect::<Vec<_>>(), [(Some(3), Some("supplier"), id)], "{other}");
        }
        let table = read("supplier,customer,value\n0011,11,1\n1E5,nan,2\n所有者集团,A1,2\na-1,Allied,1\n").unwrap();
        assert_eq!(table.names(&[0, 1]), []);
    }
}
