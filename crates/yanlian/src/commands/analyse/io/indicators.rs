//! Indicators from a file of their own: value added, jobs, emissions.

use super::layout::number;
use super::roles::key;
use std::collections::BTreeMap;
use yanlian_analysis::io::Indicator;
use yanlian_intake::{PlainRow, PlainTable};
use yanlian_model::{Finding, Message, Severity};

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
        return file.rows().map(indicator).collect();
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
        return (0..file.header().len()).filter(|at| *at != column).map(indicator).collect();
    }
    let missing =
        sectors.iter().zip(&columns).filter(|(_, column)| column.is_none()).map(|(sector, _)| sector.as_str());
    let message = Message::new("io-indicator-sectors").with("sectors", missing.collect::<Vec<_>>().join(", "));
    faults.push(file.finding(Severity::Fault, usize::MAX, "", message));
    Vec::new()
}
