//! Comments on cells that name another unit than their column's: nobody knows of which cells they are meant.

use super::phrase;
use crate::draft::{Notices, SheetSource, Spot};
use crate::shown;
use yanlian_model::{Message, Severity};

/// What somebody has noted at a cell; its row from 1, its column from 0.
#[derive(Debug)]
pub(crate) struct Comment {
    pub(crate) row: u32,
    pub(crate) column: u32,
    pub(crate) text: String,
}

/// Warns of those at a header or below it.
pub(crate) fn warn(comments: &[Comment], source: u32, sheet: &SheetSource, noticed: &mut Notices) {
    for comment in comments.iter().filter(|comment| comment.row >= sheet.header) {
        let Some(column) = sheet.column_at(comment.column) else { continue };
        let said = Some(phrase::announced(&comment.text)).filter(|said| !said.is_nothing());
        let said = said.unwrap_or_else(|| phrase::pure(body(&comment.text)));
        let other = said.units.iter().find(|named| column.reader.is_another(named.unit)).map(|named| &named.written);
        let unknown = || said.unknown.as_ref().filter(|_| column.reader.is_of_amounts());
        let Some(unit) = other.or_else(unknown) else { continue };
        let spot = Spot { source, row: Some(comment.row), column: Some(comment.column) };
        noticed.add(spot, Severity::Warning, Message::new("import-unit-in-comment").with("unit", shown(unit)));
    }
}

/// A comment without the name of who wrote it.
fn body(text: &str) -> &str {
    text.rsplit_once(":\n").map_or(text, |(_, body)| body)
}
