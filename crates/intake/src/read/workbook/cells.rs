//! The rows of a worksheet as they stand in its XML.

use super::days::moment;
use super::package::{Shared, position};
use super::rich::{Rich, is_on, rich, rich_text, struck_out};
use super::{Stop, Unreadable, attribute};
use crate::read::clauses::GAP;
use crate::read::merged::{Facts, Region};
use crate::read::sheet::{Line, Raw};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use yanlian_model::Message;
use yanlian_model::spreadsheet::CLEAR;

/// Whether a row or a column is not shown: it says so, or has no size.
fn is_hidden(element: &BytesStart, size: &str) -> Result<bool, Unreadable> {
    let says_so = attribute(element, "hidden")?.is_some_and(|hidden| hidden == "1" || hidden == "true");
    Ok(says_so || attribute(element, size)?.is_some_and(|size| size.parse() == Ok(0.0)))
}

/// What a sheet says beside its cells: which are merged, which columns are hidden, what its pages are headed.
pub(crate) fn facts(xml: &str) -> Result<Facts, Unreadable> {
    let mut facts = Facts::default();
    let data = xml.find("sheetData").unwrap_or(xml.len());
    let end = xml.rfind("sheetData").unwrap_or(xml.len());
    for part in [&xml[..data], &xml[end..]] {
        let mut xml = Reader::from_str(part);
        xml.config_mut().check_end_names = false;
        xml.config_mut().allow_unmatched_ends = true;
        loop {
            match xml.read_event() {
                Ok(Event::Start(element) | Event::Empty(element)) => match element.local_name().as_ref() {
                    "mergeCell" => facts.merged.extend(attribute(&element, "ref")?.and_then(|text| region(&text))),
                    "oddHeader" | "oddFooter" | "firstHeader" | "firstFooter" => {
                        facts.printed.extend(rich_text(&mut xml).ok().map(|text| without_codes(&text)));
                    }
                    "sheetView" => facts.hides_zeros |= !is_on(attribute(&element, "showZeros")?),
                    "col" if is_hidden(&element, "width")? => {
                        let number =
                            |name| attribute(&element, name).map(|text| text.and_then(|text| text.parse().ok()));
                        let (first, last): (Option<u32>, Option<u32>) = (number("min")?, number("max")?);
                        facts
                            .hidden_columns
                            .extend(first.zip(last).map(|(first, last)| (first.max(1) - 1, last.max(1) - 1)));
                    }
                    _ => {}
                },
                // The part ends within the sheet's own element.
                Ok(Event::Eof) | Err(_) => break,
                _ => {}
            }
        }
    }
    facts.merged.sort_unstable();
    Ok(facts)
}

/// The text of a page's header without its codes: `&L&"宋体,常规"&10单位：万元`.
fn without_codes(text: &str) -> String {
    let mut pieces = text.split('&');
    let mut plain = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let of_font = piece.strip_prefix('"').and_then(|font| font.split_once('"')).map(|(_, behind)| behind);
        let of_place = piece.strip_prefix(['L', 'C', 'R']);
        plain.extend(of_place.map(|_| GAP));
        let other = || piece.trim_start_matches(|c: char| c.is_ascii_alphanumeric());
        plain.push_str(of_font.or(of_place).unwrap_or_else(other));
    }
    plain
}

/// Reads `D2:D4`.
fn region(text: &str) -> Option<Region> {
    let (from, to) = text.split_once(':')?;
    let ((top, left), (bottom, right)) = (position(from)?, position(to)?);
    Some(Region { top: top + 1, left, bottom: bottom + 1, right })
}

/// Gives each row that is not blank to `take`.
pub(crate) fn read(
    xml: &str,
    shared: &Shared,
    hides_zeros: bool,
    take: &mut dyn FnMut(Line) -> Result<(), Stop>,
) -> Result<(), Stop> {
    let mut xml = Reader::from_str(xml);
    // Where a row or a cell names no place, it follows the one before.
    let (mut row, mut column) = (0, 0);
    let mut line = Line::default();
    loop {
        match xml.read_event().map_err(|_| Unreadable)? {
            Event::Start(element) => match element.local_name().as_ref() {
                "row" => {
                    row = attribute(&element, "r")?
                        .map_or(Some(row), |text| text.parse::<u32>().ok()?.checked_sub(1))
                        .ok_or(Unreadable)?;
                    column = 0;
                    line.hidden = is_hidden(&element, "ht")?;
                }
                "c" => {
                    let cell = Cell::read(&element)?;
                    let at = cell.at.unwrap_or((row, column));
                    column = at.1 + 1;
                    let seen = cell.seen(&mut xml, shared, hides_zeros)?;
                    push(&mut line, at, seen, take)?;
                }
                _ => {}
            },
            Event::Empty(element) => match element.local_name().as_ref() {
                "row" => row += 1,
                "c" => column = Cell::read(&element)?.at.map_or(column, |at| at.1) + 1,
                _ => {}
            },
            Event::End(element) => match element.local_name().as_ref() {
                "row" => {
                    flush(&mut line, take)?;
                    row += 1;
                }
                "sheetData" => return flush(&mut line, take),
                _ => {}
            },
            Event::Eof => return Err(Stop::Unreadable),
            _ => {}
        }
    }
}

/// Adds a cell to its row; a cell that says another row ends the one before it.
fn push(
    line: &mut Line,
    at: (u32, u32),
    Seen { raw, notes }: Seen,
    take: &mut dyn FnMut(Line) -> Result<(), Stop>,
) -> Result<(), Stop> {
    if raw.is_none() && notes.is_empty() {
        return Ok(());
    }
    let number = at.0 + 1;
    if line.number != number {
        let hidden = line.hidden;
        flush(line, take)?;
        line.hidden = hidden;
    }
    line.number = number;
    line.cells.extend(raw.map(|raw| (at.1, raw)));
    line.notes.extend(notes.into_iter().map(|note| (at.1, note)));
    Ok(())
}

fn flush(line: &mut Line, take: &mut dyn FnMut(Line) -> Result<(), Stop>) -> Result<(), Stop> {
    let line = std::mem::take(line);
    if line.cells.is_empty() && line.notes.is_empty() { Ok(()) } else { take(line) }
}

/// What a person sees in a cell, and what is to be said of the rest.
#[derive(Default)]
struct Seen {
    raw: Option<Raw>,
    notes: Vec<Message>,
}

/// A cell's own element.
struct Cell {
    at: Option<(u32, u32)>,
    style: usize,
    kind: Kind,
}

/// How a cell's value is written.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Number,
    /// The position of a text that the sheets share.
    Shared,
    Text,
    Flag,
    Error,
}

impl Cell {
    fn read(element: &BytesStart) -> Result<Cell, Unreadable> {
        let mut cell = Cell { at: None, style: 0, kind: Kind::Number };
        for attribute in element.attributes().with_checks(false) {
            let attribute = attribute.map_err(|_| Unreadable)?;
            let value = attribute.value.as_ref();
            match attribute.key.as_ref() {
                "r" => cell.at = Some(position(value).ok_or(Unreadable)?),
                "s" => cell.style = value.parse().unwrap_or(0),
                "t" => {
                    cell.kind = match value {
                        "s" => Kind::Shared,
                        "b" => Kind::Flag,
                        "e" => Kind::Error,
                        "n" => Kind::Number,
                        // `str`, `inlineStr`, and `d`, a date in the form of ISO 8601.
                        _ => Kind::Text,
                    }
                }
                _ => {}
            }
        }
        Ok(cell)
    }

    /// What the cell shows, read to its end.
    fn seen(&self, xml: &mut Reader<&[u8]>, shared: &Shared, hides_zeros: bool) -> Result<Seen, Unreadable> {
        let (mut formula, mut value) = (None, None);
        loop {
            match xml.read_event().map_err(|_| Unreadable)? {
                Event::Start(element) => match element.local_name().as_ref() {
                    "f" => formula = Some(rich_text(xml)?),
                    "v" => value = Some(rich(xml)?),
                    "is" if value.is_none() => value = Some(rich(xml)?),
                    _ => drop(rich_text(xml)?),
                },
                Event::Empty(element) => match element.local_name().as_ref() {
                    "f" => formula = Some(String::new()),
                    "v" => value = Some(Rich::default()),
                    _ => {}
                },
                Event::End(element) if element.local_name().as_ref() == "c" => break,
                Event::Eof => return Err(Unreadable),
                _ => {}
            }
        }
        // A spreadsheet takes a typed `=clear` for a formula with an unknown name.
        if formula.as_ref().is_some_and(|formula| formula.eq_ignore_ascii_case(&CLEAR[1..])) {
            return Ok(Seen { raw: Raw::text(CLEAR), ..Seen::default() });
        }
        // A text may be empty; a number that is not there was never calculated.
        let is_empty_text = value.is_some() && self.kind == Kind::Text;
        let mut seen = match value {
            Some(value) => self.value(&value, shared)?,
            None => Seen::default(),
        };
        let is_placeholder = matches!(seen.raw, Some(Raw::Number(0.0, _))) && shared.uncalculated;
        let has_no_value = seen.raw.is_none() && seen.notes.is_empty() && !is_empty_text || is_placeholder;
        if formula.is_some() && has_no_value {
            seen.raw = Some(Raw::Uncalculated);
        }
        if seen.raw.as_ref().is_some_and(|raw| raw.is_zero() && (hides_zeros || raw.is_hidden())) {
            return Ok(Seen { raw: None, notes: vec![Message::new("import-zero-not-shown")] });
        }
        if self.is_struck(shared)
            && let Some(raw) = seen.raw.take_if(|raw| !matches!(raw, Raw::Text(_)))
        {
            seen.notes.extend(struck_out(&raw.shown()));
        }
        Ok(seen)
    }

    /// Whether the whole of the cell is struck through.
    fn is_struck(&self, shared: &Shared) -> bool {
        shared.styles.get(self.style).is_some_and(|style| style.struck)
    }

    fn value(&self, value: &Rich, shared: &Shared) -> Result<Seen, Unreadable> {
        let written = value.text.trim();
        let raw = match self.kind {
            Kind::Text => return Ok(self.text(value, shared)),
            _ if written.is_empty() => None,
            Kind::Error => Some(Raw::Error(value.text.clone())),
            Kind::Flag => Some(Raw::Flag(!matches!(written, "0" | "false"))),
            Kind::Shared => {
                let place = written.parse::<usize>().map_err(|_| Unreadable)?;
                return Ok(self.text(shared.texts.get(place).ok_or(Unreadable)?, shared));
            }
            Kind::Number => match written.parse::<f64>() {
                Ok(number) => Some(self.number(number, shared)),
                Err(_) => return Ok(self.text(value, shared)),
            },
        };
        Ok(Seen { raw, ..Seen::default() })
    }

    /// A text without what is struck through together with its cell.
    fn text(&self, rich: &Rich, shared: &Shared) -> Seen {
        let (struck, left) = rich.text.split_at(if self.is_struck(shared) { rich.as_cell } else { 0 });
        let notes = rich.notes.iter().cloned().chain(struck_out(struck)).collect();
        Seen { raw: Raw::text(left), notes }
    }

    /// A number, or the day that it stands for where its format shows one.
    fn number(&self, number: f64, shared: &Shared) -> Raw {
        let Some(format) = shared.styles.get(self.style).and_then(|style| style.format.as_ref()) else {
            return Raw::Number(number, None);
        };
        let parts = format.of(number).date;
        match moment(number, shared.since_1904) {
            _ if !parts.any() => Raw::Number(number, Some(format.clone())),
            _ if parts.elapsed || !(parts.year || parts.month || parts.day) => Raw::Time(number),
            Some(at) => Raw::Date(at, parts),
            None => Raw::NoDay(number),
        }
    }
}
