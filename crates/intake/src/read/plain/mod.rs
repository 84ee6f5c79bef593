//! Plain tables: the CSV files that a method takes by itself, without registers.
//!
//! A header names the columns; rows keep the number of their line, so that whatever is wrong with
//! one can be said by place.

mod columns;
mod names;
mod units;

pub use columns::in_one_unit;

use super::text::visible;
use super::{SourceFile, delimited, file_fault, notes, phrase};
use crate::shown;
use csv::StringRecord;
use yanlian_model::{Finding, Message, Place, Severity, number};

/// A CSV file with a header, as text.
#[derive(Debug, Clone)]
pub struct PlainTable {
    file: String,
    /// What stands above the header, a line of the file each.
    above: Vec<(u32, String)>,
    /// The notes below its rows.
    below: Vec<(u32, String)>,
    /// The last line, where it has no end.
    unended: Option<u32>,
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
    /// there, once each, and no `optional` one more than once. Blank lines are passed over, and so are
    /// titles and units above the header; characters without ink belong to no cell.
    ///
    /// # Errors
    /// The file is no text or ends inside quotation marks, or what is wrong with its columns.
    pub fn read(file: &SourceFile, required: &[&str], optional: &[&str]) -> Result<PlainTable, Vec<Finding>> {
        let whole = |message| vec![file_fault(&file.name, message)];
        let text = delimited::decode(&file.bytes).map_err(whole)?;
        let mut reader = delimited::reader(&text);
        let mut rows = Vec::new();
        let mut record = StringRecord::new();
        let mut last = (0, 0);
        // Text that was text stays text, and reading from memory does not fail.
        while reader.read_record(&mut record).unwrap_or(false) {
            last = (delimited::row_number(&text, &record), delimited::breaks_inside(&record));
            if record.iter().any(|cell| !cell.is_ascii()) {
                record = record.iter().map(|cell| visible(cell, false)).collect();
            }
            record.trim();
            if record.iter().any(|cell| !cell.is_empty()) {
                rows.push((last.0 as u32, record.clone()));
            }
        }
        if let Some(fault) = delimited::unclosed_quote(&text, last) {
            return Err(whole(fault));
        }
        if rows.is_empty() {
            return Err(whole(Message::new("plain-empty")));
        }
        let unended = delimited::is_unended(&text).then_some(last.0 as u32);
        // No table has a single column: a line with one cell cannot be its header.
        let is_alone = |(_, cells): &(u32, StringRecord)| cells.iter().filter(|cell| !cell.is_empty()).count() == 1;
        let titles = rows.iter().take_while(|row| is_alone(row)).count();
        let titles = if titles == rows.len() { 0 } else { titles };
        let said = |(line, cells): (u32, StringRecord)| (line, cells.iter().collect());
        let above = rows.drain(..titles).map(said).collect();
        let header: Vec<String> = rows.remove(0).1.iter().map(str::to_owned).collect();
        let notes = rows.iter().rev().take_while(|row| is_alone(row) && is_note(&row.1)).count();
        let notes = if header.len() > 1 { notes } else { 0 };
        let below = rows.drain(rows.len() - notes..).map(said).collect();
        let table = PlainTable { file: file.name.clone(), above, below, unended, header, rows };

        let required = required.iter().map(|column| (column, 1));
        let optional = optional.iter().map(|column| (column, 0));
        let faults: Vec<Finding> =
            required.chain(optional).filter_map(|(column, least)| table.column_fault(column, least)).collect();
        if faults.is_empty() { Ok(table) } else { Err(faults) }
    }

    /// That a column is not there at `least` so often, or more than once.
    fn column_fault(&self, column: &str, least: usize) -> Option<Finding> {
        let id = match self.meant(column).len() {
            count if count < least => "plain-column-missing",
            0 | 1 => return None,
            _ => "plain-column-twice",
        };
        let message = Message::new(id).with("column", column).with("header", self.header.join(", "));
        Some(file_fault(&self.file, message))
    }

    /// A fault for each row that says something beyond the last column: a number with separators of
    /// thousands, say, would be read as less than it is.
    pub fn overlong(&self) -> Vec<Finding> {
        let columns = self.header.len();
        let beyond =
            |(_, (_, cells)): &(usize, &(u32, StringRecord))| cells.iter().skip(columns).any(|cell| !cell.is_empty());
        let fault = |(row, (_, cells)): (usize, &(u32, StringRecord))| {
            let message = Message::new("plain-row-overlong").with("cells", cells.len()).with("columns", columns);
            self.finding(Severity::Fault, row, "", message)
        };
        self.rows.iter().enumerate().filter(beyond).map(fault).collect()
    }

    /// A note for each line above the header and each note below the rows, whose unit changes no number; and that the
    /// last line has no end.
    pub fn passed_over(&self) -> Vec<Finding> {
        let note = |line: u32, message| {
            let place = Place::Cell { file: self.file.clone(), sheet: None, row: Some(line), column: None };
            Finding::new(Severity::Note, place, message)
        };
        let said = |id: &'static str| {
            move |(line, text): &(u32, String)| note(*line, Message::new(id).with("text", shown(text)))
        };
        let above = self.above.iter().map(said("plain-above-passed"));
        let unended = self.unended.map(|line| note(line, Message::new("import-last-line-open")));
        above.chain(self.below.iter().map(said("plain-below-passed"))).chain(unended).collect()
    }

    /// The names of the columns, in the file's order.
    pub fn header(&self) -> &[String] {
        &self.header
    }

    /// The column that a name means, whatever its case, its language and the unit behind it; its position.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.meant(name).first().copied()
    }

    /// The rows below the header.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = PlainRow<'_>> {
        self.rows.iter().map(|(line, cells)| PlainRow { table: self, line: *line, cells })
    }

    /// What is wrong at a row (by its position below the header) and column.
    pub fn finding(&self, severity: Severity, row: usize, column: &str, message: Message) -> Finding {
        let line = self.rows.get(row).map(|(line, _)| *line);
        let written = || self.column(column).map_or(column, |at| &self.header[at]).to_owned();
        let column = (!column.is_empty()).then(written);
        Finding::new(severity, Place::Cell { file: self.file.clone(), sheet: None, row: line, column }, message)
    }
}

/// Whether a row says something of the table and is none of it: 单位：万元, 注：….
fn is_note(cells: &StringRecord) -> bool {
    let text: String = cells.iter().collect();
    notes::aside(&text).is_some() || !phrase::announced(&text).is_nothing()
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
        if text.is_empty() {
            return Err(self.fault(column, Message::new("plain-blank")));
        }
        number::read(text)
            .ok_or_else(|| self.fault(column, Message::new("plain-not-a-number").with("text", shown(text))))
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

    pub(super) fn read(text: &str) -> Result<PlainTable, Vec<Finding>> {
        PlainTable::read(
            &SourceFile { name: "links.csv".to_owned(), bytes: text.into() },
            &["supplier", "customer", "value"],
            &["year"],
        )
    }

    pub(super) fn at(finding: &Finding) -> (Option<u32>, Option<&str>, &str) {
        match &finding.place {
            Place::Cell { row, column, .. } => (*row, column.as_deref(), finding.message.id),
            _ => panic!("a place in a file"),
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
        let ids = ["plain-not-a-number", "plain-blank", "plain-not-a-number", "plain-not-a-number"];
        let expected: Vec<_> = (2..).zip(ids).map(|(line, id)| (Some(line), Some("value"), id)).collect();
        assert_eq!(places, expected);
    }

    #[test]
    fn missing_and_repeated_columns_are_faults() {
        let faults = read("supplier,Supplier,value,year,Year\n").unwrap_err();
        let ids: Vec<_> = faults.iter().map(|fault| at(fault).2).collect();
        assert_eq!(ids, ["plain-column-twice", "plain-column-missing", "plain-column-twice"]);
        assert_eq!(at(&read("\n\n").unwrap_err()[0]).2, "plain-empty");
    }

    #[test]
    fn what_would_be_read_as_less_than_it_is_is_a_fault() {
        let table = read("supplier,customer,value\na,b,1,234\na,c,5,,\n").unwrap();
        assert_eq!(table.overlong().iter().map(at).collect::<Vec<_>>(), [(Some(2), None, "plain-row-overlong")]);
        // The quotation mark makes one cell of all that follows.
        let faults = read("value,supplier,customer\n1,a,b\n2,a,\"c\n3,a,d\n4,a,e\n").unwrap_err();
        assert_eq!(faults[0].message, Message::new("import-unclosed-quote").with("row", "3"));
    }

    #[test]
    fn what_stands_above_the_header_is_passed_over_with_a_word() {
        let table = read("2025 supplies,,\n单位：万元,,\nsupplier,customer,value\na,b,1\n").unwrap();
        assert_eq!((table.header()[0].as_str(), table.rows().next().unwrap().line()), ("supplier", 4));
        let told: Vec<_> = table.passed_over();
        assert_eq!(told.iter().map(at).collect::<Vec<_>>(), [1, 2].map(|row| (Some(row), None, "plain-above-passed")));
        assert!(read("supplier,customer,value\na,b,1\n").unwrap().passed_over().is_empty());
        let table = read("supplier,customer,value\na,b,1\n\n单位：万元,,\n注：不含进口\n").unwrap();
        let told = table.passed_over();
        assert_eq!(told.iter().map(at).collect::<Vec<_>>(), [4, 5].map(|row| (Some(row), None, "plain-below-passed")));
        let open = read("supplier,customer,value\na,b,1\na,c,20").unwrap().passed_over();
        assert_eq!(open.iter().map(at).collect::<Vec<_>>(), [(Some(3), None, "import-last-line-open")]);
        // What was cut off is no note.
        let cut = read("supplier,customer,value\na,b,1\n某厂\n").unwrap();
        assert_eq!((table.rows().len(), cut.rows().len(), cut.passed_over().len()), (1, 2, 0));
        let parted = read("2025 供销\nsupplier;customer;value\na;b;1\n").unwrap();
        assert_eq!((parted.header().len(), parted.passed_over().len()), (3, 1));
    }

    #[test]
    fn numbers_are_read_as_in_cells_of_registers() {
        let number = |text: &str| {
            let table = read(&format!("supplier,customer,value\na,b,\"{text}\"\n")).unwrap();
            table.rows().next().unwrap().number(2).ok()
        };
        for (text, value) in [("-1,234,567.8", Some(-1_234_567.8)), ("１７００", Some(1700.0)), ("1,2e3", None)] {
            assert_eq!(number(text), value, "{text}");
        }
    }

    #[test]
    fn lines_of_old_macintoshes_are_counted() {
        let table = read("supplier,customer,value\ra,b,1\ra,c,x\r").unwrap();
        let fault = table.rows().find_map(|row| row.number(2).err()).unwrap();
        assert_eq!(at(&fault), (Some(3), Some("value"), "plain-not-a-number"));
    }
}
