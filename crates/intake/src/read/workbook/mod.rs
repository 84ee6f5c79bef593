//! Workbooks (.xlsx), read from their XML: not only values, but what a person sees of them: number
//! formats, merged cells, hidden rows, formulas that nobody has calculated.
//! Source: ECMA-376-1:2016, 18.3.

mod cells;
mod days;
pub(crate) mod format;
mod package;

use super::merged::Facts;
use super::table::SheetReader;
use super::{Allowance, SourceFile};
use crate::draft::Drafts;
use package::Package;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use std::panic::{AssertUnwindSafe, catch_unwind};
use yanlian_model::Message;

/// That a workbook is damaged, or no workbook.
#[derive(Debug)]
struct Unreadable;

/// Why a workbook was not read to its end.
enum Stop {
    Unreadable,
    Refused(Message),
}

impl From<Unreadable> for Stop {
    fn from(_: Unreadable) -> Stop {
        Stop::Unreadable
    }
}

/// Reads every worksheet of a workbook, in its order.
pub(crate) fn read(file: &SourceFile, drafts: &mut Drafts, allowance: &mut Allowance) -> Result<(), Message> {
    let unreadable = || Message::new("import-unreadable-workbook");
    // Hostile bytes can make a parser's own arithmetic overflow; that is their fault, not ours.
    match catch_unwind(AssertUnwindSafe(|| sheets(file, drafts, allowance))) {
        Ok(Ok(())) => Ok(()),
        Ok(Err(Stop::Refused(message))) => Err(message),
        Ok(Err(Stop::Unreadable)) | Err(_) => Err(unreadable()),
    }
}

fn sheets(file: &SourceFile, drafts: &mut Drafts, allowance: &mut Allowance) -> Result<(), Stop> {
    let mut package = Package::open(&file.bytes)?;
    allowance.take_bytes(package.unpacked_size()?).map_err(Stop::Refused)?;
    let shared = package.shared()?;
    for sheet in &shared.sheets {
        let xml = package.sheet(sheet)?;
        // What nobody can read says nothing.
        let comments = package.comments(sheet).unwrap_or_default();
        let facts = Facts { hidden: sheet.hidden, comments, ..cells::facts(&xml)? };
        let mut reader = SheetReader::new(drafts, &file.name, Some(sheet.name.clone()), facts);
        cells::read(&xml, &shared, &mut |line| {
            reader.read(line).and_then(|()| allowance.take_row(reader.records())).map_err(Stop::Refused)
        })?;
        reader.finish();
    }
    Ok(())
}

/// The value of an attribute, whatever the prefix of its name.
fn attribute(element: &BytesStart, name: &str) -> Result<Option<String>, Unreadable> {
    for attribute in element.attributes().with_checks(false) {
        let attribute = attribute.map_err(|_| Unreadable)?;
        if attribute.key.local_name().as_ref() == name {
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|_| Unreadable)?;
            return Ok(Some(value.into_owned()));
        }
    }
    Ok(None)
}

/// The text of the element that the reader is in, up to its end, without that of readings (`rPh`).
fn rich_text(xml: &mut Reader<&[u8]>) -> Result<String, Unreadable> {
    let (mut text, mut depth, mut phonetic) = (String::new(), 0usize, None);
    loop {
        match xml.read_event().map_err(|_| Unreadable)? {
            Event::Start(element) => {
                depth += 1;
                if phonetic.is_none() && element.local_name().as_ref() == "rPh" {
                    phonetic = Some(depth);
                }
            }
            Event::End(_) if depth == 0 => return Ok(unescaped(text)),
            Event::End(_) => {
                phonetic = phonetic.filter(|within| *within != depth);
                depth -= 1;
            }
            Event::Text(part) if phonetic.is_none() => text.push_str(&part.xml10_content()),
            Event::CData(part) if phonetic.is_none() => text.push_str(&part.xml10_content()),
            Event::GeneralRef(entity) if phonetic.is_none() => {
                text.push(character(&entity).ok_or(Unreadable)?);
            }
            Event::Eof => return Err(Unreadable),
            _ => {}
        }
    }
}

/// The character that an entity stands for.
fn character(entity: &quick_xml::events::BytesRef) -> Option<char> {
    match entity.resolve_char_ref() {
        Ok(Some(c)) => Some(c),
        Ok(None) => quick_xml::escape::resolve_predefined_entity(&entity.xml10_content())?.chars().next(),
        Err(_) => None,
    }
}

/// Text with the characters that spreadsheets write as `_x000D_`.
fn unescaped(text: String) -> String {
    if !text.contains("_x") {
        return text;
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find("_x") {
        plain.push_str(&rest[..at]);
        let code = rest.get(at + 2..at + 6).filter(|_| rest.as_bytes()[at..].get(6) == Some(&b'_'));
        let code = code.filter(|code| code.bytes().all(|digit| digit.is_ascii_hexdigit()));
        match code.and_then(|code| char::from_u32(u32::from_str_radix(code, 16).ok()?)) {
            Some(c) => {
                plain.push(c);
                rest = &rest[at + 7..];
            }
            None => {
                plain.push_str("_x");
                rest = &rest[at + 2..];
            }
        }
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::unescaped;

    #[test]
    fn escaped_characters_come_back() {
        for (written, read) in
            [("a_x000A_b", "a\nb"), ("_x005F_x0041_", "_x0041_"), ("_x", "_x"), ("_xzzzz_", "_xzzzz_")]
        {
            assert_eq!(unescaped(written.to_owned()), read);
        }
    }
}
