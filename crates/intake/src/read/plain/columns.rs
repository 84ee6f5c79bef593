//! Which column of a plain table a name means: in either language, and with a unit of money behind it.

use super::PlainTable;
use crate::read::quantity::{Given, rounded};
use crate::read::text::folded;
use crate::read::{brackets, likeness, phrase, remarks};
use crate::shown;
use yanlian_model::units::Dimension;
use yanlian_model::{Finding, Message, Severity};

/// What else the columns are called.
const NAMES: [(&str, &[&str]); 9] = [
    ("revenue", &["revenues", "turnover", "收入", "营业收入", "销售收入", "主营业务收入", "营收"]),
    ("cost", &["costs", "成本", "营业成本", "采购成本"]),
    ("firm", &["firms", "company", "enterprise", "企业", "企业名称", "公司"]),
    ("industry", &["industries", "sector", "行业", "产业"]),
    ("supplier", &["seller", "供方", "供应商", "卖方"]),
    ("customer", &["buyer", "需方", "客户", "买方"]),
    ("value", &["values", "amount", "金额", "交易额", "采购额"]),
    ("product", &["products", "产品"]),
    ("region", &["regions", "地区", "区域"]),
];

/// What else a column is called.
fn others(name: &str) -> &'static [&'static str] {
    NAMES.iter().find(|(own, _)| *own == name).map_or(&[], |(_, others)| others)
}

/// A header without the unit in brackets behind it, and that.
fn apart(header: &str) -> (&str, Option<&str>) {
    let Some((name, inner)) = brackets::last(header.trim()) else { return (header, None) };
    match remarks::without(inner, false).map(str::trim) {
        None => (name, None),
        Some(unit) if phrase::in_header(unit).is_some() || likeness::looks_like_unit(unit) => (name, Some(unit)),
        Some(_) => (header, None),
    }
}

/// How closely a header means a column: by its very name, by that with a unit, by another name; `None` where it does
/// not.
fn nearness(header: &str, name: &str) -> Option<u8> {
    if header.eq_ignore_ascii_case(name) {
        return Some(0);
    }
    let bare = folded(apart(header).0);
    let is_other = || others(name).iter().any(|other| folded(other) == bare);
    if bare == folded(name) { Some(1) } else { is_other().then_some(2) }
}

impl PlainTable {
    /// The positions of the columns that are meant by a name, none of which is meant more closely than the others.
    pub(super) fn meant(&self, name: &str) -> Vec<usize> {
        let near = self.header().iter().enumerate().filter_map(|(at, header)| Some((at, nearness(header, name)?)));
        let near: Vec<(usize, u8)> = near.collect();
        let nearest = near.iter().map(|(_, nearness)| *nearness).min();
        near.into_iter().filter(|(_, own)| Some(*own) == nearest).map(|(at, _)| at).collect()
    }

    /// A fault for each of these columns that is not there while another one sounds like it.
    pub fn perhaps_meant(&self, columns: &[&str]) -> Vec<Finding> {
        let missing = columns.iter().filter(|name| self.column(name).is_none());
        let sounds = |name: &str, header: &str| {
            let header = folded(header);
            [name].iter().chain(others(name)).any(|own| header.contains(&folded(own)))
        };
        let fault = |name: &&str| {
            let header = self.header().iter().find(|header| sounds(name, header))?;
            let message = Message::new("plain-column-perhaps").with("header", shown(header)).with("column", *name);
            Some(self.finding(Severity::Fault, usize::MAX, header, message))
        };
        missing.filter_map(fault).collect()
    }
}

/// Brings columns of money to one unit: by what the numbers of each are multiplied. Those of one unit, or of none, stay
/// as they are.
///
/// # Errors
/// A fault for each column whose unit is none of money, or that names none where others do.
pub fn in_one_unit(columns: &[(&PlainTable, usize)]) -> Result<Vec<f64>, Vec<Finding>> {
    let header = |(table, at): &(&PlainTable, usize)| table.header()[*at].clone();
    let units: Vec<Option<String>> = columns.iter().map(|column| apart(&header(column)).1.map(str::to_owned)).collect();
    let Some(named) = units.iter().flatten().next() else { return Ok(vec![1.0; columns.len()]) };
    let is_money = |given: &Given| given.unit.dimension == Dimension::Money && given.per.is_none();
    let mut faults = Vec::new();
    let mut multiples = Vec::new();
    for (column, unit) in columns.iter().zip(&units) {
        let given = unit.as_ref().and_then(|unit| phrase::in_header(unit)).filter(is_money);
        let message = match unit {
            Some(unit) => Message::new("import-unknown-unit").with("unit", shown(unit)),
            None => Message::new("plain-unit-partly").with("unit", shown(named)),
        };
        match given {
            Some(given) => multiples.push(given.multiple),
            None => faults.push(column.0.finding(Severity::Fault, usize::MAX, &header(column), message)),
        }
    }
    let least = multiples.iter().copied().fold(f64::INFINITY, f64::min);
    if faults.is_empty() {
        Ok(multiples.into_iter().map(|multiple| rounded(multiple / least)).collect())
    } else {
        Err(faults)
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{at, read};
    use super::*;

    #[test]
    fn columns_are_known_by_other_names_and_with_units() {
        for header in ["Supplier,customer,VALUE", "供方,需方,金额（万元）", "supplier,customer,value(CNY 10,000)"]
        {
            let header = header.replace("CNY 10,000", "人民币万元");
            let table = read(&format!("{header}\na,b,1\n")).unwrap();
            assert_eq!(["supplier", "customer", "value"].map(|name| table.column(name)), [Some(0), Some(1), Some(2)]);
        }
        // The very name is meant before another.
        assert_eq!(read("supplier,customer,amount,value\na,b,1,2\n").unwrap().column("value"), Some(3));
        let twice = read("supplier,customer,amount,金额\na,b,1,2\n").unwrap_err();
        assert_eq!(twice[0].message.id, "plain-column-twice");
        let near = read("supplier,customer,value,net revenue 2025,cost（元）\na,b,1,2,3\n").unwrap();
        let found = near.perhaps_meant(&["revenue", "cost"]);
        let expected = [(None, Some("net revenue 2025"), "plain-column-perhaps")];
        assert_eq!(found.iter().map(at).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn money_is_brought_to_one_unit_or_refused() {
        let table = read("supplier,customer,value（元）,revenue（万元）,cost,t（吨）\na,b,1,2,3,4\n").unwrap();
        assert_eq!(in_one_unit(&[(&table, 2), (&table, 3)]), Ok(vec![1.0, 1e4]));
        assert_eq!(in_one_unit(&[(&table, 3), (&table, 3)]), Ok(vec![1.0, 1.0]));
        assert_eq!(in_one_unit(&[(&table, 4)]), Ok(vec![1.0]));
        for (columns, header, id) in [
            ([(&table, 3), (&table, 4)], "cost", "plain-unit-partly"),
            ([(&table, 3), (&table, 5)], "t（吨）", "import-unknown-unit"),
        ] {
            let faults = in_one_unit(&columns).unwrap_err();
            assert_eq!(faults.iter().map(at).collect::<Vec<_>>(), [(None, Some(header), id)]);
        }
    }
}
