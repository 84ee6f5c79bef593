//! What the rows of a table say together that no row says alone: their years beside that of the title, shares of one
//! among shares of a hundred.

use super::cells::Reader;
use super::sheet::Raw;
use crate::draft::{Draft, Notices, SheetSource, Spot};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;
use yanlian_model::{Field, Kind, Message, Register, Severity, number};

/// What is noted of row after row.
#[derive(Debug, Default)]
pub(crate) struct Mixture {
    /// The lines above the table that name years.
    titles: Vec<(u32, RangeInclusive<i32>)>,
    /// The years of which the rows are.
    years: BTreeSet<i32>,
    /// The columns of percentages.
    shares: BTreeMap<u32, Shares>,
}

/// The first share of a column that may be one of one, and the first that cannot be, with their rows; and the largest
/// of those that may.
#[derive(Debug, Default)]
struct Shares {
    less: Option<(u32, f64)>,
    more: Option<(u32, f64)>,
    largest: f64,
}

/// Where percentages that are all under one reach this far, they are probably shares of one.
const LARGE: f64 = 0.5;

impl Mixture {
    /// Below lines that name years.
    pub(crate) fn below(titles: Vec<(u32, RangeInclusive<i32>)>) -> Mixture {
        Mixture { titles, ..Mixture::default() }
    }

    /// Takes note of a cell in a column of percentages; one that says so itself is certain.
    pub(crate) fn cell(&mut self, at: u32, raw: &Raw, row: u32, reader: &Reader) {
        if !reader.is_of_percent() || raw.is_percent() {
            return;
        }
        let share = match raw {
            Raw::Number(number, _) => Some(*number),
            Raw::Text(text) => number::read(text),
            _ => None,
        };
        let Some(number) = share.filter(|number| *number > 0.0 && *number != 1.0) else { return };
        let shares = self.shares.entry(at).or_default();
        let place = if number < 1.0 { &mut shares.less } else { &mut shares.more };
        place.get_or_insert((row, number));
        shares.largest = if number < 1.0 { shares.largest.max(number) } else { shares.largest };
    }

    /// Takes note of the years in the key of a record.
    pub(crate) fn record(&mut self, register: &Register, draft: &Draft) {
        if self.titles.is_empty() {
            return;
        }
        let is_time = |field: &Field| matches!(field.kind, Kind::Year | Kind::Period | Kind::Date);
        let times = register.key_fields().filter(|(_, field)| is_time(field));
        self.years.extend(times.filter_map(|(at, _)| draft.row[at].as_ref()?.year()));
    }

    /// Asks about what does not go together.
    pub(crate) fn finish(&self, source: u32, sheet: &SheetSource, noticed: &mut Notices) {
        let mut ask = |row: u32, column, message| {
            noticed.add(Spot { source, row: Some(row), column }, Severity::Warning, message);
        };
        let is_met = |(_, named): &(u32, RangeInclusive<i32>)| self.years.iter().any(|year| named.contains(year));
        if let Some((row, named)) = self.titles.first().filter(|_| !self.titles.iter().any(is_met))
            && let (Some(first), Some(last)) = (self.years.first(), self.years.last())
        {
            let message =
                Message::new("import-title-year").with("named", span(named)).with("years", span(&(*first..=*last)));
            ask(*row, None, message);
        }
        for (at, shares) in self.shares.iter().filter(|(at, _)| sheet.column_at(**at).is_some()) {
            let Some((row, value)) = shares.less else { continue };
            let Some((other_row, other)) = shares.more else {
                if shares.largest >= LARGE {
                    ask(row, Some(*at), Message::new("import-perhaps-fractions").with("value", value));
                }
                continue;
            };
            let message = Message::new("import-perhaps-fraction").with("value", value).with("other", other);
            ask(row, Some(*at), message.with("row", other_row.to_string()));
        }
    }
}

/// A year, or the first and the last.
fn span(years: &RangeInclusive<i32>) -> String {
    let (first, last) = (years.start(), years.end());
    if first == last { first.to_string() } else { format!("{first}—{last}") }
}
