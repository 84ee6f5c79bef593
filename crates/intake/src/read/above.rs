//! Units that stand above a table: once for the whole of it, `单位：万元`, or over some of its columns.

use super::merged::Covered;
use super::phrase::{self, GAP, Named, Said};
use super::quantity::Given;
use super::sheet::{Line, Raw};
use super::words;
use std::ops::RangeInclusive;

/// What the rows above a table say of its units.
#[derive(Debug, Default)]
pub(crate) struct Above {
    pub(crate) stated: Vec<Stated>,
    /// What is written in place of a unit and is none.
    pub(crate) unknown: Vec<Place<String>>,
}

/// A unit above a table.
pub(crate) type Stated = Place<Named>;

/// Something with its row and the columns that it stands over.
#[derive(Debug)]
pub(crate) struct Place<T> {
    pub(crate) row: u32,
    /// `None` where it is for the whole table.
    over: Option<RangeInclusive<u32>>,
    /// It stands there to name a unit, and not in the brackets behind something else.
    pub(crate) is_meant: bool,
    pub(crate) what: T,
}

impl<T> Place<T> {
    /// Whether it holds for a column.
    pub(crate) fn holds(&self, column: u32) -> bool {
        self.over.as_ref().is_none_or(|over| over.contains(&column))
    }

    /// Whether it holds for some columns only.
    pub(crate) fn is_over(&self) -> bool {
        self.over.is_some()
    }
}

impl Above {
    /// Reads the rows above a header, of which the last column is `last`, and the remarks among them.
    pub(crate) fn read(lines: &[(Line, Covered)], remarks: &[Line], last: u32) -> Above {
        let mut above = Above::default();
        for remark in remarks {
            above.add(remark.number, None, true, announced(remark));
        }
        for (i, (line, covered)) in lines.iter().enumerate() {
            let said = announced(line);
            match said.is_nothing() {
                true => above.cells(line, covered, i + 1 == lines.len(), last),
                false => above.add(line.number, None, true, said),
            }
        }
        above
    }

    /// The positions of the units that hold for a column and fit it: those over it, else those for all.
    pub(crate) fn fitting(&self, column: u32, fits: impl Fn(Given) -> bool) -> Vec<usize> {
        let holding = self.stated.iter().enumerate().filter(|(_, s)| s.holds(column) && fits(s.what.unit));
        let (over, all): (Vec<_>, Vec<_>) = holding.partition(|(_, stated)| stated.is_over());
        if over.is_empty() { all } else { over }.into_iter().map(|(i, _)| i).collect()
    }

    /// Looks for units without a word, each in a cell: over its column in the row next to the header, else for all.
    fn cells(&mut self, line: &Line, covered: &Covered, is_next: bool, last: u32) {
        // Where a figure stands beside, the unit is that figure's.
        let is_word = |raw: &Raw| matches!(raw, Raw::Text(text) if words::counting_number(text).is_none());
        let has_figures = line.cells.iter().any(|(_, raw)| !is_word(raw));
        let texts =
            line.cells.iter().filter_map(|(at, raw)| if let Raw::Text(text) = raw { Some((*at, text)) } else { None });
        let found: Vec<(u32, bool, Said)> = texts
            .map(|(at, text)| (at, phrase::is_pure(text), phrase::bare(text)))
            .filter(|(_, is_pure, said)| !said.is_nothing() && !(*is_pure && has_figures))
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

/// What a row announces of units; word and unit may stand in cells of their own.
pub(crate) fn announced(line: &Line) -> Said {
    let texts = line.cells.iter().filter_map(|(_, raw)| match raw {
        Raw::Text(text) => Some(text.as_str()),
        _ => None,
    });
    phrase::announced(&texts.collect::<Vec<_>>().join(GAP))
}
