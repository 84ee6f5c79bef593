//! Units that stand above a table: once for the whole of it, `单位：万元`, or over some of its columns.

use super::clauses::GAP;
use super::hints;
use super::merged::Covered;
use super::numbering;
use super::phrase::{self, Named, Said};
use super::quantity;
use super::remarks;
use super::sheet::{Line, Raw};
use super::years;
use crate::draft::{Column, Notices, Spot};
use crate::shown;
use std::collections::BTreeSet;
use std::ops::RangeInclusive;
use yanlian_model::units::Dimension;
use yanlian_model::{Kind, Message, Register, Severity};

/// What the rows above a table say of its units.
#[derive(Debug, Default)]
pub(crate) struct Above {
    stated: Vec<Stated>,
    /// What is written in place of a unit and is none.
    unknown: Vec<Place<String>>,
    /// What the file's name and the headers of its pages say: nobody can know whether these numbers are meant.
    beside: Said,
    /// The lines above the table with their texts.
    texts: Vec<(u32, String)>,
    /// What heads several columns together, in the row next to the header.
    groups: Vec<Place<String>>,
}

/// A unit above a table.
type Stated = Place<Named>;

/// Something with its row and the columns that it stands over.
#[derive(Debug)]
struct Place<T> {
    row: u32,
    /// `None` where it is for the whole table.
    over: Option<RangeInclusive<u32>>,
    /// It stands there to name a unit, and not in the brackets behind something else.
    is_meant: bool,
    what: T,
}

impl<T> Place<T> {
    /// Whether it holds for a column.
    fn holds(&self, column: u32) -> bool {
        self.over.as_ref().is_none_or(|over| over.contains(&column))
    }
}

impl Above {
    /// Reads the rows above a header, of which the last column is `last`, and the remarks among them.
    pub(crate) fn read(lines: &[(Line, Covered)], remarks: &[Line], last: u32) -> Above {
        let remarks: Vec<Line> = remarks.iter().map(whole).collect();
        let lines: Vec<(Line, &Covered)> = lines.iter().map(|(line, covered)| (whole(line), covered)).collect();
        let said = lines.iter().map(|(line, _)| line).chain(&remarks).map(|line| (line.number, text(line)));
        let mut above = Above { texts: said.collect(), ..Above::default() };
        for remark in &remarks {
            above.add(remark.number, None, true, announced(remark));
        }
        for (i, (line, covered)) in lines.iter().enumerate() {
            let said = announced(line);
            if i + 1 == lines.len() {
                above.groups = groups(line, covered);
            }
            match said.is_nothing() {
                true => above.cells(line, covered, i + 1 == lines.len(), last),
                false => above.add(line.number, None, true, said),
            }
        }
        above.without_currencies()
    }

    /// The same without what names only the currency, where a unit of money stands beside it: `币种：人民币 单位：万元`.
    fn without_currencies(mut self) -> Above {
        let is_money = |named: &Named| named.unit.unit.dimension == Dimension::Money;
        let is_currency = |stated: &Stated| phrase::is_currency(&stated.what.written);
        if self.stated.iter().any(|stated| is_money(&stated.what) && !is_currency(stated)) {
            self.stated.retain(|stated| !is_currency(stated));
        }
        self
    }

    /// The years that the lines name, by row.
    pub(crate) fn years(&self) -> Vec<(u32, RangeInclusive<i32>)> {
        let groups = self.groups.iter().map(|group| (group.row, &group.what));
        let texts = self.texts.iter().map(|(row, text)| (*row, text)).chain(groups);
        texts.filter_map(|(row, text)| Some((row, years::named(text)?))).collect()
    }

    /// Adds what a file's name and the texts that are printed around its pages say of units.
    pub(crate) fn beside(mut self, file: &str, printed: &[String]) -> Above {
        self.beside =
            Some(phrase::announced(file)).filter(|said| !said.is_nothing()).unwrap_or_else(|| phrase::bare(file));
        printed.iter().for_each(|text| self.beside.add(phrase::announced(text)));
        self
    }

    /// Gives the units to the columns that can be in them and name none of their own; says which, and what cannot be
    /// understood or may be one of several.
    pub(crate) fn apply(
        &self,
        source: u32,
        (register, of_years): (&Register, bool),
        columns: &mut [Column],
        noticed: &mut Notices,
    ) {
        let mut uses = Uses::default();
        for (row, message) in self.hints(register, columns, of_years) {
            noticed.add(Spot { source, row: Some(row), column: None }, Severity::Warning, message);
        }
        for column in columns.iter().filter(|column| register.fields[column.field].kind == Kind::Number) {
            let is_other =
                |group: &&Place<String>| group.holds(column.at) && remarks::is_other_figure(&group.what, of_years);
            if let Some(group) = self.groups.iter().find(is_other) {
                let message = Message::new("import-other-figure").with("remark", shown(&group.what));
                let message = message.with("field", register.fields[column.field].label);
                noticed.add(Spot { source, row: Some(group.row), column: Some(column.at) }, Severity::Fault, message);
            }
        }
        for column in columns {
            let fitting = self.fitting(column);
            if column.reader.unit().is_some() {
                uses.repeated.extend(fitting);
            } else if column.reader.is_open() {
                let spot = Spot { source, row: None, column: Some(column.at) };
                let told = self.beside_of(column).filter(|_| fitting.is_empty());
                let message = self.give(column, &fitting).err().or(told);
                message.into_iter().for_each(|message| noticed.add(spot, Severity::Fault, message));
                uses.open.insert(column.at);
                uses.used.extend(fitting);
            }
        }
        for (row, written) in self.unclear(&uses) {
            let message = Message::new("import-unknown-unit").with("unit", shown(written));
            noticed.add(Spot { source, row: Some(row), column: None }, Severity::Fault, message);
        }
        for (row, message) in self.notes(&uses) {
            noticed.add(Spot { source, row: Some(row), column: None }, Severity::Note, message);
        }
    }

    /// What the lines above say by the way that may be meant of the numbers: of money that names no unit, and, where
    /// the register keeps what a year was, of a year that was not over.
    fn hints(&self, register: &Register, columns: &[Column], of_years: bool) -> Vec<(u32, Message)> {
        let yuan = quantity::measure("元", None);
        let is_plain = |column: &Column| {
            let is_money = yuan.is_some_and(|yuan| column.reader.takes(yuan));
            is_money && column.reader.is_open() && self.fitting(column).is_empty()
        };
        let of_money = columns.iter().any(is_plain);
        let told = |(row, text): &(u32, String)| {
            let is_read = self.stated.iter().map(|stated| stated.row).chain(self.unknown.iter().map(|said| said.row));
            let money = hints::of_money(text).filter(|_| of_money && !is_read.into_iter().any(|own| own == *row));
            let money = money.map(|unit| (*row, Message::new("import-unit-mentioned").with("unit", unit)));
            let other = hints::of_register(register, of_years, text).map(|message| (*row, message));
            [money, other]
        };
        self.texts.iter().flat_map(told).flatten().collect()
    }

    /// That only the file's name or a page's header tells a unit in which a column may be.
    fn beside_of(&self, column: &Column) -> Option<Message> {
        let fits = |named: &&Named| column.reader.takes(named.unit) && column.reader.is_of_one_unit();
        let unit = self.beside.units.iter().find(fits).map(|named| &named.written).or(self.beside.unknown.as_ref())?;
        Some(Message::new("import-unit-beside").with("unit", shown(unit)))
    }

    /// The positions of the units that hold for a column and fit it: those over it, else those for all.
    fn fitting(&self, column: &Column) -> Vec<usize> {
        let fits = |(_, stated): &(usize, &Stated)| stated.holds(column.at) && column.reader.takes(stated.what.unit);
        let (over, all): (Vec<_>, Vec<_>) =
            self.stated.iter().enumerate().filter(fits).partition(|(_, stated)| stated.over.is_some());
        if over.is_empty() { all } else { over }.into_iter().map(|(i, _)| i).collect()
    }

    /// Gives a column the units that fit it; a fault where its numbers may be in several.
    fn give(&self, column: &mut Column, fitting: &[usize]) -> Result<(), Message> {
        let mut units: Vec<&Named> = Vec::new();
        for named in fitting.iter().map(|i| &self.stated[*i].what) {
            if units.iter().all(|other| other.unit != named.unit) {
                units.push(named);
            }
        }
        let is_certain = column.reader.is_of_one_unit() || fitting.iter().any(|i| self.stated[*i].over.is_some());
        let reader = column.reader.clone();
        column.reader = match units.as_slice() {
            [] => reader,
            [named] if is_certain => reader.in_units(Some(named.unit), None),
            units if is_certain || is_ambiguous(units) => {
                return Err(Message::new("import-which-unit").with("units", written(units.iter().copied())));
            }
            units => reader.in_units(None, Some(units.iter().map(|named| named.unit).collect())),
        };
        Ok(())
    }

    /// What is no unit, or may be two as 万元/亩 that no column counts, above columns that take one; with its row.
    fn unclear<'a>(&'a self, uses: &'a Uses) -> impl Iterator<Item = (u32, &'a str)> {
        let is_unclear = |stated: &Stated| stated.what.unit.per.is_some() && stated.is_meant && !uses.open.is_empty();
        let left = self.stated.iter().enumerate().filter(move |(i, stated)| uses.is_left(*i) && is_unclear(stated));
        let unknown = self.unknown.iter().filter(|unknown| uses.open.iter().any(|at| unknown.holds(*at)));
        let unknown = unknown.map(|unknown| (unknown.row, unknown.what.as_str()));
        unknown.chain(left.map(|(_, stated)| (stated.row, stated.what.written.as_str())))
    }

    /// By row, the units that were given to columns, and those that fit none; those that headers repeat are neither.
    fn notes(&self, uses: &Uses) -> Vec<(u32, Message)> {
        let rows: BTreeSet<u32> = self.stated.iter().map(|stated| stated.row).collect();
        let notes = rows.into_iter().flat_map(|row| {
            let here = || self.stated.iter().enumerate().filter(move |(_, stated)| stated.row == row);
            let given = written(here().filter(|(i, _)| uses.used.contains(i)).map(|(_, stated)| &stated.what));
            let is_left =
                |(i, stated): &(usize, &Stated)| stated.is_meant && uses.is_left(*i) && stated.what.unit.per.is_none();
            let left = here().filter(is_left).map(|(_, stated)| &stated.what);
            [(row, "import-unit-above", given), (row, "import-unit-above-unused", written(left))]
        });
        let said = notes.filter(|(_, _, units)| !units.is_empty());
        said.map(|(row, id, units)| (row, Message::new(id).with("unit", shown(&units)))).collect()
    }

    /// Looks for units without a word, each in a cell: over its column in the row next to the header, else for all.
    fn cells(&mut self, line: &Line, covered: &Covered, is_next: bool, last: u32) {
        // Where a figure stands beside, the unit is that figure's.
        let is_letter = |raw: &Raw| matches!(raw, Raw::Text(text) if text.len() == 1);
        // The letters of a spreadsheet's columns.
        if line.cells.len() > 2 && line.cells.iter().all(|(_, raw)| is_letter(raw)) {
            return;
        }
        let is_word = |raw: &Raw| matches!(raw, Raw::Text(text) if numbering::counting_number(text).is_none());
        let has_figures = line.cells.iter().any(|(_, raw)| !is_word(raw));
        let texts =
            line.cells.iter().filter_map(|(at, raw)| if let Raw::Text(text) = raw { Some((*at, text)) } else { None });
        let bare = if line.cells.len() == 1 { phrase::alone } else { phrase::bare };
        let found: Vec<(u32, bool, Said)> = texts
            .map(|(at, text)| (at, phrase::is_pure(text), bare(text)))
            .filter(|(_, is_pure, said)| !(said.is_nothing() || *is_pure && has_figures))
            .collect();
        let is_lone = found.len() == 1;
        for (at, is_pure, said) in found {
            let end = (at + 1..).take_while(|next| covered.beside.contains(next)).last().unwrap_or(at);
            // A title, or the line of the unit, which stands at the right edge.
            let is_title = line.cells.len() == 1 && (at == 0 || end == at);
            let is_for_all = is_lone && (is_title || is_pure && end == at && at >= last);
            let over = (is_next && !is_for_all).then_some(at..=end);
            self.add(line.number, over, is_pure, said);
        }
    }

    fn add(&mut self, row: u32, over: Option<RangeInclusive<u32>>, is_meant: bool, said: Said) {
        let unknown = said.unknown.map(|what| Place { row, over: over.clone(), is_meant, what });
        self.unknown.extend(unknown);
        self.stated.extend(said.units.into_iter().map(|what| Place { row, over: over.clone(), is_meant, what }));
    }
}

/// How the units above a table were used, by their positions.
#[derive(Debug, Default)]
struct Uses {
    /// They were given to columns.
    used: BTreeSet<usize>,
    /// They fit columns that name units of their own.
    repeated: BTreeSet<usize>,
    /// The columns that take a unit and name none.
    open: BTreeSet<u32>,
}

impl Uses {
    fn is_left(&self, stated: usize) -> bool {
        !self.used.contains(&stated) && !self.repeated.contains(&stated)
    }
}

/// Units as they are written, each once.
fn written<'n>(units: impl Iterator<Item = &'n Named>) -> String {
    let names: Vec<&str> = units.map(|named| named.written.as_str()).collect();
    let is_first = |(i, name): &(usize, &&str)| !names[..*i].contains(name);
    names.iter().enumerate().filter(is_first).map(|(_, name)| *name).collect::<Vec<_>>().join("、")
}

/// Whether two of the units measure the same, so that a number may be in either.
fn is_ambiguous(units: &[&Named]) -> bool {
    let dimension = |named: &Named| named.unit.unit.dimension;
    units.iter().enumerate().any(|(i, one)| units[..i].iter().any(|other| dimension(other) == dimension(one)))
}

/// What heads several columns together in a row, or one; a line that has only one text from its beginning is a title.
fn groups(line: &Line, covered: &Covered) -> Vec<Place<String>> {
    let is_title = line.cells.len() == 1 && line.cells[0].0 == 0;
    let group = |(at, raw): &(u32, Raw)| match raw {
        Raw::Text(text) if !is_title => {
            let end = (at + 1..).take_while(|next| covered.beside.contains(next)).last().unwrap_or(*at);
            Some(Place { row: line.number, over: Some(*at..=end), is_meant: false, what: text.clone() })
        }
        _ => None,
    };
    line.cells.iter().filter_map(group).collect()
}

/// What a row announces of units; word and unit may stand in cells of their own.
pub(crate) fn announced(line: &Line) -> Said {
    phrase::announced(&text(line))
}

/// A line with what a comma of its own has cut into cells put together again: `(in 10` and `000 yuan)`, `单位：万元` and
/// `万吨`.
fn whole(line: &Line) -> Line {
    let mut cells: Vec<(u32, Raw)> = Vec::new();
    let mut last = None;
    for (at, raw) in &line.cells {
        let next = last.replace(*at).is_some_and(|last| last + 1 == *at);
        match (cells.last_mut(), raw) {
            (Some((_, Raw::Text(begun))), Raw::Text(text)) if next && is_cut_number(begun, text) => {
                begun.extend([",", text]);
            }
            (Some((_, Raw::Text(begun))), Raw::Text(text)) if next && is_next_unit(begun, text) => {
                begun.extend(["、", text]);
            }
            _ => cells.push((*at, raw.clone())),
        }
    }
    Line { cells, ..line.clone() }
}

/// Whether a text goes on with the thousands of the number with which another ends.
fn is_cut_number(begun: &str, text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    digits == 3 && begun.ends_with(|c: char| c.is_ascii_digit())
}

/// Whether a text is a unit, or is written like one, behind another that announces some.
fn is_next_unit(begun: &str, text: &str) -> bool {
    !phrase::pure(text).is_nothing() && !phrase::announced(begun).is_nothing()
}

/// The texts of a row, side by side.
fn text(line: &Line) -> String {
    let texts = line.cells.iter().filter_map(|(_, raw)| match raw {
        Raw::Text(text) => Some(text.as_str()),
        _ => None,
    });
    texts.collect::<Vec<_>>().join(GAP)
}
