//! Workbooks (.xlsx), read from their XML: not only values, but what a person sees of them: number
//! formats, merged cells, hidden rows, formulas that nobody has calculated.
//! Source: ECMA-376-1:2016, 18.3.

mod cells;
pub(crate) mod days;
pub(crate) mod format;
mod package;
mod rich;
pub(crate) mod section;

use super::merged::Facts;
use super::table::SheetReader;
use super::{Allowance, SourceFile};
use crate::draft::Drafts;
use package::Package;
use quick_xml::XmlVersion;
use quick_xml::events::BytesStart;
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
        let hides_zeros = facts.hides_zeros;
        let mut reader = SheetReader::new(drafts, &file.name, Some(sheet.name.clone()), facts);
        cells::read(&xml, &shared, hides_zeros, &mut |line| {
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
