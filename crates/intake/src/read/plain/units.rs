//! Whether the rows of a plain table are counted in several units: then they do not add up.

use super::PlainTable;
use crate::read::brackets;
use crate::read::likeness::is_office;
use crate::read::quantity::{self, Given};
use crate::read::text::folded;
use crate::shown;
use yanlian_model::{Finding, Message, Severity};

/// What a column of units is called.
const NAMES: [&str; 20] = [
    "unit",
    "units",
    "uom",
    "unitofmeasure",
    "currency",
    "currencyunit",
    "valueunit",
    "unitofvalue",
    "单位",
    "计量单位",
    "货币单位",
    "金额单位",
    "数量单位",
    "产值单位",
    "数值单位",
    "币种",
    "币别",
    "货币",
    "單位",
    "計量單位",
];

impl PlainTable {
    /// A fault at the first row that is in another unit than those above it, by a column that says so beside the
    /// `known` ones.
    pub fn several_units(&self, known: &[&str]) -> Option<Finding> {
        let is_known = |name: &str| known.iter().any(|known| known.eq_ignore_ascii_case(name));
        let is_of_units = |name: &String| !is_known(name) && NAMES.contains(&folded(name).as_str());
        let columns = self.header().iter().enumerate().filter(|(_, name)| is_of_units(name)).map(|(at, _)| at);
        columns.filter_map(|column| self.two_units(column)).next()
    }

    /// A fault where the heads of columns that are added up name several units, or some of them one and others none.
    pub fn several_units_in_heads(&self, columns: impl Iterator<Item = usize>) -> Option<Finding> {
        let unit = |head: &str| quantity::measure(brackets::last(head)?.1, None);
        let written = |head: &str| brackets::last(head).map_or_else(|| head.to_owned(), |(_, inner)| inner.to_owned());
        let heads: Vec<&str> = columns.map(|at| self.header()[at].as_str()).collect();
        let first = heads.iter().find(|head| unit(head).is_some())?;
        let other = heads.iter().find(|head| unit(head) != unit(first))?;
        let message = Message::new("plain-heads-in-units")
            .with("column", *first)
            .with("first", shown(&written(first)))
            .with("other", shown(&written(other)));
        Some(self.finding(Severity::Fault, usize::MAX, other, message))
    }

    fn two_units(&self, column: usize) -> Option<Finding> {
        let mut rows = self.rows().filter(|row| !row.text(column).is_empty());
        let first = rows.next()?.text(column);
        let other = rows.find(|row| !is_one_unit(first, row.text(column)))?;
        // 单位 heads a column of offices as well.
        if [first, other.text(column)].into_iter().any(is_office) {
            return None;
        }
        let message = Message::new("plain-several-units")
            .with("column", &self.header()[column])
            .with("first", shown(first))
            .with("other", shown(other.text(column)));
        Some(*other.fault(column, message))
    }
}

/// Whether two texts are names of one unit.
fn is_one_unit(one: &str, other: &str) -> bool {
    let given = |text| -> Option<Given> { quantity::measure(text, None) };
    one == other || folded(one) == folded(other) || given(one).is_some_and(|one| given(other) == Some(one))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{at, read};

    #[test]
    fn heads_in_several_units_are_a_fault_at_the_other() {
        let told = |header: &str| {
            let table = read(&format!("supplier,customer,value,{header}\na,b,1,1,2,3\n")).unwrap();
            table.several_units_in_heads(3..6).as_ref().map(at).and_then(|(_, column, _)| column.map(str::to_owned))
        };
        assert_eq!(told("农业（万元）,工业（万元）,出口（亿元）").as_deref(), Some("出口（亿元）"));
        assert_eq!(told("农业,工业,出口（亿元）").as_deref(), Some("农业"));
        assert_eq!(told("农业（万元）,工业（万元）,出口（万元）"), None);
        assert_eq!(told("农业,工业（含采矿）,出口"), None);
    }

    #[test]
    fn rows_in_several_units_are_a_fault_that_names_two() {
        let told = |text: &str| read(text).unwrap().several_units(&["supplier", "customer", "value"]);
        for (header, one, other) in
            [("unit", "万元", "元"), ("单位", "吨", "kg"), ("Currency", "CNY", "USD"), ("计量单位", "台", "")]
        {
            let rows = |last: &str| format!("supplier,customer,value,{header}\na,b,1,{one}\na,c,1,\na,d,1,{last}\n");
            let found = told(&rows(other));
            let expected = (!other.is_empty()).then_some((Some(4), Some(header), "plain-several-units"));
            assert_eq!(found.as_ref().map(at), expected, "{header}");
            assert_eq!(told(&rows(one)), None, "{header}");
        }
        let same = "supplier,customer,value,unit\na,b,1,万元\na,c,1,人民币万元\na,d,1,万 元\n";
        assert_eq!(told(same), None);
        assert_eq!(told("supplier,customer,value,单位\na,b,1,示例公司\na,c,1,某某局\n"), None);
        assert_eq!(told("supplier,customer,value,note\na,b,1,万元\na,c,1,元\n"), None);
    }
}
