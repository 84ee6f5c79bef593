//! Plain tables: the CSV files that a method takes by itself, without registers.
//!
//! A header names the columns; rows keep the number of their line, so that whatever is wrong with
//! one can be said by place.

use crate::report::{file_fault, shown};
use crate::{SourceFile, delimited};
use csv::StringRecord;
use yanlian_model::{Finding, Message, Place, Severity};

/// A CSV file with a header, as text.
#[derive(Debug, Clone)]
pub struct PlainTable {
    file: String,
    header: Vec<String>,
    rows: Vec<(u32, StringRecord)>,
}

/// One row of a plain table.
#[derive(Debug, Clone, Copy)]
pub struct PlainRow<'a> {
    table: &'a PlainTable,
    line: u32,
    cells: &'a StringRecord,
}

impl PlainTable {
    /// Reads a file whatever its encoding and delimiter, and checks that the `required` columns are
    /// there, once each. Blank lines are passed over.
    pub fn read(file: &SourceFile, required: &[&str]) -> Result<PlainTable, Vec<Finding>> {
        let whole = |message| vec![file_fault(&file.name, message)];
        let text = delimited::decode(&file.bytes).map_err(whole)?;
        let mut reader = delimited::reader(&text);
        let mut rows = Vec::new();
        let mut record = StringRecord::new();
        // Text that was text stays text, and reading from memory does not fail.
        while reader.read_record(&mut record).unwrap_or(false) {
            record.trim();
            if record.iter().any(|cell| !cell.is_empty()) {
                rows.push((delimited::row_number(&text, &record) as u32, record.clone()));
            }
        }
        if rows.is_empty() {
            return Err(whole(Message::new("plain-empty")));
        }
        let header: Vec<String> = rows.remove(0).1.iter().map(str::to_owned).collect();
        let table = PlainTable { file: file.name.clone(), header, rows };
        let faults: Vec<Finding> = required.iter().filter_map(|column| table.column_fault(column)).collect();
        if faults.is_empty() { Ok(table) } else { Err(faults) }
    }

    fn column_fault(&self, column: &str) -> Option<Finding> {
        let id = match self.header.iter().filter(|name| name.eq_ignore_ascii_case(column)).count() {
            0 => "plain-column-missing",
            1 => return None,
            _ => "plain-column-twice",
        };
        let message = Message::new(id).with("column", column).with("header", self.header.join(", "));
        Some(file_fault(&self.file, message))
    }

    /// The names of the columns, in the file's order.
    pub fn header(&self) -> &[String] {
        &self.header
    }

    /// The column of that name, whatever its case; its position.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|header| header.eq_ignore_ascii_case(name))
    }

    /// The rows below the header.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = PlainRow<'_>> {
        self.rows.iter().map(|(line, cells)| PlainRow { table: self, line: *line, cells })
    }

    /// What is wrong at a row (by its position below the header) and column.
    pub fn finding(&self, severity: Severity, row: usize, column: &str, message: Message) -> Finding {
        let line = self.rows.get(row).map(|(line, _)| *line);
        let column = (!column.is_empty()).then(|| column.to_owned());
        Finding::new(severity, Place::Cell { file: self.file.clone(), sheet: None, row: line, column }, message)
    }
}

impl<'a> PlainRow<'a> {
    /// The line of the file, from 1.
    pub fn line(&self) -> u32 {
        self.line
    }

    /// The text in a column; empty where the row is too short.
    pub fn text(&self, column: usize) -> &'a str {
        self.cells.get(column).unwrap_or_default()
    }

    /// The finite number in a column.
    ///
    /// # Errors
    /// A fault at this cell where it is blank or something else.
    pub fn number(&self, column: usize) -> Result<f64, Box<Finding>> {
        let text = self.text(column);
        let number = text.parse::<f64>().ok().filter(|number| number.is_finite());
        number.ok_or_else(|| self.fault(column, Message::new("plain-not-a-number").with("text", shown(text))))
    }

    /// The finite number in a column, `None` where it is blank.
    ///
    /// # Errors
    /// A fault at this cell where it is something else.
    pub fn optional_number(&self, column: usize) -> Result<Option<f64>, Box<Finding>> {
        match self.text(column) {
            "" => Ok(None),
            _ => self.number(column).map(Some),
        }
    }

    /// A fault at a cell of this row.
    pub fn fault(&self, column: usize, message: Message) -> Box<Finding> {
        let column = self.table.header.get(column).cloned();
        let place = Place::Cell { file: self.table.file.clone(), sheet: None, row: Some(self.line), column };
        Box::new(Finding::new(Severity::Fault, place, message))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<PlainTable, Vec<Finding>> {
        PlainTable::read(
            &SourceFile { name: "links.csv".to_owned(), bytes: text.into() },
            &["supplier", "customer", "value"],
        )
    }

    fn at(finding: &Finding) -> (Option<u32>, Option<&str>, &str) {
        match &finding.place {
            Place::Cell { row, column, .. } => (*row, column.as_deref(), finding.message.id),
            Place::Record { .. } => panic!("a place in a file"),
        }
    }

    #[test]
    fn reads_columns_in_any_order_and_keeps_lines() {
        let table = read("value,Supplier,customer\n\n1.5, a ,b\n2,c\n").unwrap();
        let (supplier, customer, value) =
            (table.column("supplier").unwrap(), table.column("customer").unwrap(), table.column("value").unwrap());
        let rows: Vec<_> = table.rows().collect();
        assert_eq!((rows[0].line(), rows[0].text(supplier), rows[0].number(value).unwrap()), (3, "a", 1.5));
        assert_eq!((rows[1].line(), rows[1].text(customer), rows[1].number(value).unwrap()), (4, "", 2.0));
    }

    #[test]
    fn what_is_no_finite_number_is_a_fault_by_place() {
        let table = read("supplier,customer,value\na,b,NaN\na,c,\na,d,1e999\na,e,x\n").unwrap();
        let faults: Vec<Finding> = table.rows().filter_map(|row| row.number(2).err()).map(|fault| *fault).collect();
        let places: Vec<_> = faults.iter().map(at).collect();
        let expected: Vec<_> = (2..=5).map(|line| (Some(line), Some("value"), "plain-not-a-number")).collect();
        assert_eq!(places, expected);
    }

    #[test]
    fn missing_and_repeated_columns_are_faults() {
        let faults = read("supplier,Supplier,value\n").unwrap_err();
        let ids: Vec<_> = faults.iter().map(|fault| at(fault).2).collect();
        assert_eq!(ids, ["plain-column-twice", "plain-column-missing"]);
        assert_eq!(at(&read("\n\n").unwrap_err()[0]).2, "plain-empty");
    }
}
