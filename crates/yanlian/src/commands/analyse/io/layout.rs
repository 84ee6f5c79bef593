//! How a table's file is laid out: which columns and rows are sectors, final demand, output, indicators.
//!
//! Statistical offices and textbooks lay tables out differently; this reads them by their labels and
//! says in notes how each part was read.

use super::super::years::is_year_or_name;
use super::demand::{Column, Demand};
use super::indicators::{indicators, is_sum};
use super::numbers::number;
use super::roles::{Role, is_no_use, is_part, key, role};
use std::collections::BTreeMap;
use yanlian_analysis::io::{Indicator, Rows, Table};
use yanlian_intake::{PlainRow, PlainTable};
use yanlian_model::{Finding, Message, Severity};

/// A sum that misses its stated total by less than this share of it does so by rounding in binary.
const ROUNDING: f64 = 1e-9;
/// A column counts twice if without it the sums miss their totals by less than this share of before.
const COUNTED_TWICE: f64 = 1e-3;

/// A table as it was read.
pub(super) struct Layout {
    /// The table.
    pub(super) table: Table,
    /// The row of the file, below the header, of each sector.
    pub(super) rows: Vec<usize>,
    /// How it was read, and what looks wrong.
    pub(super) findings: Vec<Finding>,
}

/// Reads a table, with `more` indicators from a file of their own; `gross_output` names the row or column
/// of output where it has an unusual name.
pub(super) fn read(
    file: &PlainTable,
    more: Option<&PlainTable>,
    gross_output: Option<&str>,
) -> Result<Layout, Vec<Finding>> {
    let frame = Frame::find(file)?;
    let mut faults: Vec<Finding> = std::iter::once(file).chain(more).flat_map(PlainTable::overlong).collect();
    // Faults of the other file do not hinder the table from being judged too.
    let mut beside = Vec::new();
    let more = more.map(|more| indicators(more, &frame.sectors(), &mut beside));
    let more = more.filter(|_| beside.is_empty()).unwrap_or_default();
    faults.extend(file.several_units(&[]));
    let flows = frame.numbers(&frame.columns, &mut faults);
    let uses = frame.uses();
    let added = frame.columns.iter().copied().chain(uses.iter().map(|column| column.at));
    faults.extend(file.several_units_in_heads(added));
    faults.extend(uses.iter().filter(|column| is_no_use(&column.name)).map(|column| frame.no_use(column)));
    let demand = Demand::of(uses, &flows);
    // Only what counts must have a number everywhere.
    demand.columns.iter().for_each(|column| drop(frame.down(column.at, &mut faults)));
    let mut findings: Vec<Finding> =
        demand.notes.iter().map(|(column, message)| frame.said(*column, message)).collect();
    findings.extend(frame.parts());
    let stated = match frame.output(gross_output, &flows, &demand, &more, &mut faults) {
        Ok(stated) => stated,
        Err(fault) => {
            faults.extend(beside.into_iter().chain([*fault]));
            return Err(by_place(faults));
        }
    };
    let demand = frame.each_once(&flows, demand, &stated, &mut findings);
    let output = match stated {
        Stated::Row(row) => {
            findings.push(frame.note(Message::new("io-output-row").with("row", frame.label(row))));
            frame.compare_outputs(row, &mut faults, &mut findings);
            frame.across(row, &mut faults)
        }
        Stated::Column(column) => {
            findings.push(frame.note(Message::new("io-output-column").with("column", &file.header()[column])));
            frame.down(column, &mut faults)
        }
        Stated::Sums => {
            findings.push(frame.note(Message::new("io-output-sums")));
            demand.net().iter().zip(&flows).map(|(demand, row)| row.iter().sum::<f64>() + demand).collect()
        }
        Stated::Inputs(ref added) => {
            findings.push(frame.note(Message::new("io-output-inputs").with("row", &added.name)));
            inputs(&flows).iter().zip(&added.values).map(|(inputs, added)| inputs + added).collect()
        }
    };
    frame.check_totals(&flows, &demand, &mut faults, &mut findings);
    findings.extend(frame.check_intermediate(&flows));
    // Where output is the inputs and value added, these close.
    findings.extend(frame.check_value_added(&flows, &output).filter(|_| !matches!(stated, Stated::Inputs(_))));
    if !faults.is_empty() {
        faults.extend(beside);
        return Err(by_place(faults));
    }
    findings.extend(beside);
    let mut indicators = frame.indicators(&stated, &inputs(&flows), &mut findings);
    indicators.extend(more);
    findings.insert(0, frame.summary(&demand, &indicators));
    let table = Table {
        sectors: frame.sectors(),
        final_demand: (!demand.columns.is_empty()).then(|| demand.net()),
        trade: demand.trade(),
        flows,
        output,
        indicators,
    };
    Ok(Layout { table, rows: frame.rows, findings })
}

/// What each sector buys from all sectors.
pub(super) fn inputs(flows: &Rows) -> Vec<f64> {
    (0..flows.len()).map(|at| flows.iter().map(|row| row[at]).sum()).collect()
}

/// Faults in the order of the file; one of each cell, however often it was read.
fn by_place(mut faults: Vec<Finding>) -> Vec<Finding> {
    faults.sort_by(|one, other| one.place.cmp(&other.place));
    faults.dedup_by(|one, other| one.place == other.place);
    faults
}

/// Where output stands.
enum Stated {
    Row(usize),
    Column(usize),
    /// What each row adds up to.
    Sums,
    /// What each column adds up to with this value added.
    Inputs(Indicator),
}

/// The sectors' place in a file.
pub(super) struct Frame<'f> {
    pub(super) file: &'f PlainTable,
    pub(super) body: Vec<PlainRow<'f>>,
    /// The column of the rows' labels.
    labels: usize,
    /// The columns of the sectors, side by side.
    pub(super) columns: Vec<usize>,
    /// The rows of the sectors, in the order of the columns.
    pub(super) rows: Vec<usize>,
}

impl<'f> Frame<'f> {
    /// The sectors are the unbroken run of columns whose names are labels of rows too.
    fn find(file: &'f PlainTable) -> Result<Frame<'f>, Vec<Finding>> {
        let body: Vec<PlainRow> = file.rows().collect();
        let header: Vec<String> = file.header().iter().map(|name| key(name)).collect();
        // A sector may bear a short name of output, such as X; then others follow it.
        let is_thing = |name: &String| !name.is_empty() && !is_year_or_name(name);
        let may_be = |name: &String| is_thing(name) && matches!(role(name), Role::Demand | Role::Output);
        let hits = |column: usize| {
            let named = |row: &&PlainRow| header.iter().any(|name| may_be(name) && *name == key(row.text(column)));
            body.iter().filter(named).count()
        };
        // The first of the columns with most hits: `max_by_key` would take the last.
        let labels = (0..header.len()).rev().max_by_key(|column| hits(*column)).unwrap_or_default();
        let mut places: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        body.iter().enumerate().for_each(|(at, row)| places.entry(key(row.text(labels))).or_default().push(at));
        let named = |at: &usize| may_be(&header[*at]) && places.contains_key(&header[*at]);
        let run: Vec<usize> = (0..header.len()).skip_while(|at| !named(at)).take_while(named).collect();
        let plain = |at: &usize| role(&header[*at]) == Role::Demand;
        let columns = run[..run.iter().rposition(plain).map_or(0, |last| last + 1)].to_vec();
        let whole = |message| vec![file.finding(Severity::Fault, usize::MAX, "", message)];
        let Some(last) = columns.last().copied() else {
            let firsts: Vec<&str> = body.iter().map(|row| row.text(0)).take(8).collect();
            let message = Message::new("io-no-sectors").with("header", file.header().join(", "));
            return Err(whole(message.with("rows", firsts.join(", "))));
        };
        if let Some(stray) = (last + 1..header.len()).find(|at| named(at) && plain(at)) {
            let message = Message::new("io-broken-run")
                .with("column", &file.header()[stray])
                .with("between", &file.header()[last + 1]);
            return Err(whole(message));
        }
        let twice = |at: &&usize| {
            places[&header[**at]].len() > 1 || columns.iter().any(|o| o < *at && header[*o] == header[**at])
        };
        if let Some(at) = columns.iter().find(twice) {
            return Err(whole(Message::new("io-repeated").with("sector", &file.header()[*at])));
        }
        let rows = columns.iter().map(|at| places[&header[*at]][0]).collect();
        Ok(Frame { file, body, labels, columns, rows })
    }

    fn sectors(&self) -> Vec<String> {
        self.columns.iter().map(|at| self.file.header()[*at].clone()).collect()
    }

    pub(super) fn label(&self, row: usize) -> &'f str {
        self.body[row].text(self.labels)
    }

    fn note(&self, message: Message) -> Finding {
        self.file.finding(Severity::Note, usize::MAX, "", message)
    }

    /// The sectors' numbers in some columns, by rows.
    fn numbers(&self, columns: &[usize], faults: &mut Vec<Finding>) -> Rows {
        let mut row = |row: &usize| columns.iter().map(|column| number(&self.body[*row], *column, faults)).collect();
        self.rows.iter().map(&mut row).collect()
    }

    /// The numbers of a row in the sectors' columns.
    pub(super) fn across(&self, row: usize, faults: &mut Vec<Finding>) -> Vec<f64> {
        self.columns.iter().map(|column| number(&self.body[row], *column, faults)).collect()
    }

    /// The numbers of a column in the sectors' rows.
    pub(super) fn down(&self, column: usize, faults: &mut Vec<Finding>) -> Vec<f64> {
        self.rows.iter().map(|row| number(&self.body[*row], column, faults)).collect()
    }

    /// The columns beyond the sectors that have numbers, with their roles.
    pub(super) fn beyond(&self) -> impl Iterator<Item = (usize, Role)> {
        let last = self.columns[self.columns.len() - 1];
        let beyond = (last + 1..self.file.header().len()).filter(|at| self.has_numbers(*at));
        beyond.map(|at| (at, role(&key(&self.file.header()[at]))))
    }

    fn has_numbers(&self, column: usize) -> bool {
        self.rows.iter().any(|row| self.body[*row].number(column).is_ok())
    }

    /// What stands behind the sectors, as the names have it.
    fn uses(&self) -> Vec<Column> {
        let judged = |role: &Role| !matches!(role, Role::Output | Role::Intermediate | Role::ValueAdded);
        let columns = self.beyond().filter(|(at, role)| judged(role) && !is_part(&self.file.header()[*at]));
        let column = |(at, role): (usize, Role)| {
            let name = self.file.header()[at].clone();
            Column { at, name, role, values: self.down(at, &mut Vec::new()) }
        };
        columns.map(column).collect()
    }

    /// That a column is called by what is no use.
    fn no_use(&self, column: &Column) -> Finding {
        let message = Message::new("io-no-use").with("column", &column.name);
        self.file.finding(Severity::Fault, usize::MAX, &column.name, message)
    }

    /// That columns say themselves that they are parts of others.
    fn parts(&self) -> Vec<Finding> {
        let parts = self.file.header().iter().filter(|name| is_part(name));
        parts.map(|name| self.note(Message::new("io-said-part").with("column", name))).collect()
    }

    /// What was noticed of a column, or of the whole.
    fn said(&self, column: Option<usize>, message: &Message) -> Finding {
        match column {
            Some(at) => self.file.finding(Severity::Warning, usize::MAX, &self.file.header()[at], message.clone()),
            None => self.note(message.clone()),
        }
    }

    fn output(
        &self,
        named: Option<&str>,
        flows: &Rows,
        demand: &Demand,
        more: &[Indicator],
        faults: &mut Vec<Finding>,
    ) -> Result<Stated, Box<Finding>> {
        let row = |wanted: &dyn Fn(&str) -> bool| {
            (0..self.body.len()).filter(|at| !self.rows.contains(at)).find(|at| wanted(&key(self.label(*at))))
        };
        let column = |wanted: &dyn Fn(&str) -> bool| {
            self.beyond().map(|(at, _)| at).find(|at| wanted(&key(&self.file.header()[*at])))
        };
        let find = |wanted: &dyn Fn(&str) -> bool| row(wanted).map(Stated::Row).or(column(wanted).map(Stated::Column));
        let fault = |message| Box::new(self.file.finding(Severity::Fault, usize::MAX, "", message));
        if let Some(name) = named {
            let missing = Message::new("io-no-such-output").with("name", name);
            return find(&|label| label == key(name)).ok_or_else(|| fault(missing));
        }
        if let Some(stated) = find(&|label| role(label) == Role::Output) {
            return Ok(stated);
        }
        if !demand.columns.is_empty() {
            return Ok(Stated::Sums);
        }
        // A closing row of totals is output only if it holds more than the inputs from the sectors.
        let inputs = inputs(flows);
        let holds_more =
            |at: &usize| self.across(*at, &mut Vec::new()).iter().zip(&inputs).all(|(total, inputs)| total > inputs);
        let total = |label: &str| matches!(role(label), Role::Total | Role::Subtotal);
        let total = row(&total).filter(holds_more).map(Stated::Row).or(column(&total).map(Stated::Column));
        let stated = total.or_else(|| self.value_added(more, faults).map(Stated::Inputs));
        stated.ok_or_else(|| fault(Message::new("io-no-output")))
    }

    /// Value added as a whole, from a row of the table or from a file of its own.
    fn value_added(&self, more: &[Indicator], faults: &mut Vec<Finding>) -> Option<Indicator> {
        let added = |label: &str| role(&key(label)) == Role::ValueAdded;
        let mut rows = (0..self.body.len()).filter(|at| !self.rows.contains(at));
        if let Some(row) = rows.find(|at| added(self.label(*at))) {
            return Some(Indicator { name: self.label(row).to_owned(), values: self.across(row, faults) });
        }
        // Of several in the file, its name must tell which one is the whole.
        let named = more.iter().find(|indicator| added(&indicator.name));
        named.or(more.first().filter(|_| more.len() == 1)).cloned()
    }

    /// Final demand without a column that is a part of another, told by the totals.
    fn each_once(&self, flows: &Rows, demand: Demand, stated: &Stated, findings: &mut Vec<Finding>) -> Demand {
        // A total that cannot be read is told of elsewhere; from a NaN nothing follows here.
        let unread = &mut Vec::new();
        let totals = match (demand.total, stated) {
            (Some(column), _) => self.down(column, unread),
            (None, Stated::Row(row)) => self.across(*row, unread),
            (None, Stated::Column(column)) => self.down(*column, unread),
            (None, Stated::Sums | Stated::Inputs(_)) => return demand,
        };
        let missed = |without: Option<usize>| {
            let sums = demand.sum(|column| without.is_none_or(|at| column.name != demand.columns[at].name));
            let miss = |((row, sum), total): ((&Vec<f64>, f64), &f64)| (row.iter().sum::<f64>() + sum - total).abs();
            flows.iter().zip(sums).zip(&totals).map(miss).sum::<f64>()
        };
        let without =
            (0..demand.columns.len()).min_by(|left, right| missed(Some(*left)).total_cmp(&missed(Some(*right))));
        let scale: f64 = totals.iter().map(|total| total.abs()).sum();
        let all = missed(None);
        let Some(part) = without.filter(|at| all > ROUNDING * scale && missed(Some(*at)) <= COUNTED_TWICE * all) else {
            return demand;
        };
        let mut demand = demand;
        let column = demand.columns.remove(part);
        findings.push(self.note(Message::new("io-part-of-another").with("column", column.name)));
        demand
    }

    /// That each row adds up to its stated total, with or without imports taken off.
    fn check_totals(&self, flows: &Rows, demand: &Demand, faults: &mut Vec<Finding>, findings: &mut Vec<Finding>) {
        let Some(column) = demand.total else { return };
        let (net, gross) = (demand.net(), demand.sum(|column| column.role != Role::Imports));
        for (at, total) in self.down(column, faults).into_iter().enumerate() {
            let between: f64 = flows[at].iter().sum();
            let (net, gross) = (between + net[at], between + gross[at]);
            let sum = if (gross - total).abs() <= (net - total).abs() { gross } else { net };
            if (sum - total).abs() > ROUNDING * total.abs().max(sum.abs()) {
                let message = Message::new("io-total-differs")
                    .with("sum", sum)
                    .with("total", total)
                    .with("difference", total - sum);
                findings.push(self.file.finding(
                    Severity::Warning,
                    self.rows[at],
                    &self.file.header()[column],
                    message,
                ));
            }
        }
    }

    /// The rows that are neither sectors nor output nor sums and have a number for every sector.
    fn indicators(&self, stated: &Stated, inputs: &[f64], findings: &mut Vec<Finding>) -> Vec<Indicator> {
        let is_output = |at: &usize| matches!(stated, Stated::Row(row) if row == at);
        let rows = (0..self.body.len()).filter(|at| !self.rows.contains(at) && !is_output(at));
        let mut indicators: Vec<Indicator> = Vec::new();
        for at in rows.filter(|at| !self.label(*at).is_empty()) {
            let numbers: Vec<f64> =
                self.columns.iter().filter_map(|column| self.body[at].number(*column).ok()).collect();
            if is_sum(self.label(at), &numbers, inputs, &indicators) {
                continue;
            }
            if is_year_or_name(self.label(at)) {
                findings.push(self.note(Message::new("io-year-passed").with("name", self.label(at))));
                continue;
            }
            if numbers.len() == self.columns.len() {
                indicators.push(Indicator { name: self.label(at).to_owned(), values: numbers });
            } else if !numbers.is_empty() {
                let message = Message::new("io-indicator-incomplete").with("row", self.label(at));
                findings.push(self.file.finding(Severity::Warning, at, "", message));
            }
        }
        indicators
    }

    fn summary(&self, demand: &Demand, indicators: &[Indicator]) -> Finding {
        let names = |names: Vec<&str>| if names.is_empty() { "–".to_owned() } else { names.join(", ") };
        let counted: Vec<&str> = demand.columns.iter().map(|column| column.name.as_str()).collect();
        let before = (0..self.columns[0]).filter(|at| *at != self.labels && self.has_numbers(*at));
        self.note(
            Message::new("io-read")
                .with("count", self.columns.len())
                .with("first", &self.file.header()[self.columns[0]])
                .with("last", &self.file.header()[self.columns[self.columns.len() - 1]])
                .with("demand", names(counted))
                .with("indicators", names(indicators.iter().map(|indicator| indicator.name.as_str()).collect()))
                .with("unused", names(before.map(|at| self.file.header()[at].as_str()).collect())),
        )
    }
}
