//! Indicators, value added, jobs, emissions: from a file of their own; and which rows of a table are none.

use super::super::years::is_year_or_name;
use super::numbers::number;
use super::roles::{Role, key, role, without_sum_words};
use std::collections::BTreeMap;
use yanlian_analysis::io::Indicator;
use yanlian_intake::{PlainRow, PlainTable};
use yanlian_model::{Finding, Message, Severity};

/// A sum that misses its parts by less than this share of it does so by rounding in binary.
const ROUNDING: f64 = 1e-9;

/// Indicators by sector; the file has a row an indicator, or a row a sector.
pub(super) fn indicators(file: &PlainTable, sectors: &[String], faults: &mut Vec<Finding>) -> Vec<Indicator> {
    let header: BTreeMap<String, usize> = file.header().iter().enumerate().map(|(at, name)| (key(name), at)).collect();
    let columns: Vec<Option<usize>> = sectors.iter().map(|sector| header.get(&key(sector)).copied()).collect();
    if let Some(columns) = columns.iter().copied().collect::<Option<Vec<usize>>>() {
        let name = (0..file.header().len()).find(|at| !columns.contains(at)).unwrap_or_default();
        let indicator = |row: PlainRow| Indicator {
            name: row.text(name).to_owned(),
            values: columns.iter().map(|column| number(&row, *column, faults)).collect(),
        };
        return file.rows().filter(|row| !is_year_or_name(row.text(name))).map(indicator).collect();
    }
    let place = |column: usize| file.rows().map(|row| (key(row.text(column)), row)).collect::<BTreeMap<_, _>>();
    for column in 0..file.header().len() {
        let rows = place(column);
        let Some(rows) = sectors.iter().map(|sector| rows.get(&key(sector))).collect::<Option<Vec<_>>>() else {
            continue;
        };
        let indicator = |at: usize| Indicator {
            name: file.header()[at].clone(),
            values: rows.iter().map(|row| number(row, at, faults)).collect(),
        };
        return (0..file.header().len())
            .filter(|at| *at != column && !is_year_or_name(&file.header()[*at]))
            .map(indicator)
            .collect();
    }
    let missing =
        sectors.iter().zip(&columns).filter(|(_, column)| column.is_none()).map(|(sector, _)| sector.as_str());
    let message = Message::new("io-indicator-sectors").with("sectors", missing.collect::<Vec<_>>().join(", "));
    faults.push(file.finding(Severity::Fault, usize::MAX, "", message));
    Vec::new()
}

/// Whether a row is a sum and no indicator: by a name that has no other meaning, or by one that sounds like a
/// sum where it adds up the sectors' inputs or the rows just before it.
pub(super) fn is_sum(label: &str, numbers: &[f64], inputs: &[f64], before: &[Indicator]) -> bool {
    let name = key(label);
    let bare = without_sum_words(&name);
    let equals = |sums: &[f64]| {
        let near = |(number, sum): (&f64, &f64)| (number - sum).abs() <= ROUNDING * number.abs().max(sum.abs());
        numbers.len() == sums.len() && numbers.iter().zip(sums).all(near)
    };
    let runs = || {
        before.iter().rev().scan(vec![0.0; inputs.len()], |sums, row| {
            sums.iter_mut().zip(&row.values).for_each(|(sum, value)| *sum += value);
            Some(sums.clone())
        })
    };
    match role(&name) {
        Role::Total | Role::Intermediate => true,
        Role::ValueAdded => bare != name,
        Role::Subtotal => bare.is_empty() || equals(inputs) || runs().any(|sums| equals(&sums)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_sums_are_no_indicators() {
        let row = |name: &str, values: &[f64]| Indicator { name: name.to_owned(), values: values.to_vec() };
        let before = [row("jobs", &[1.0, 2.0]), row("劳动者报酬", &[30.0, 60.0]), row("营业盈余", &[5.0, 7.0])];
        let inputs = [350.0, 600.0];
        let is_sum = |name: &str, values: &[f64]| is_sum(name, values, &inputs, &before);
        for name in
            ["小计", "合计", "Subtotal", "中间投入合计", "Total intermediate inputs", "增加值合计", "最初投入合计"]
        {
            assert!(is_sum(name, &[3.0, 4.0]), "{name}");
        }
        assert!(is_sum("报酬与盈余小计", &[35.0, 67.0]), "the two rows before it");
        assert!(is_sum("Total purchases", &[350.0, 600.0]), "the sectors' inputs");
        for name in ["增加值", "value added", "Total jobs", "能源消费总额", "劳动者报酬"] {
            assert!(!is_sum(name, &[3.0, 4.0]), "{name}");
        }
    }
}
