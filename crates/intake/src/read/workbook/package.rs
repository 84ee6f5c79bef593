//! The parts of a workbook: its sheets, texts and number formats.
//!
//! Counts and sizes that a file declares are not believed: nothing is reserved by them.

use super::format::Format;
use super::rich::{Rich, is_on, rich, rich_text};
use super::{Unreadable, attribute};
use crate::read::comments::Comment;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::HashMap;
use std::io::{Cursor, Read};
use std::sync::Arc;
use zip::ZipArchive;

/// A workbook's container.
pub(crate) struct Package<'f> {
    archive: ZipArchive<Cursor<&'f [u8]>>,
    /// Names of parts as they stand in the container, by their lower case with plain slashes.
    names: HashMap<String, String>,
}

/// One worksheet as the workbook names it.
#[derive(Debug)]
pub(crate) struct SheetPart {
    pub(crate) name: String,
    /// It is not shown.
    pub(crate) hidden: bool,
    path: String,
}

/// How a cell is set.
#[derive(Debug, Clone)]
pub(crate) struct Style {
    /// Its number format; `None` where numbers are shown as they are.
    pub(crate) format: Option<Arc<Format>>,
    pub(crate) struck: bool,
}

/// What all sheets of a workbook share.
#[derive(Debug, Default)]
pub(crate) struct Shared {
    pub(crate) sheets: Vec<SheetPart>,
    pub(crate) texts: Vec<Rich>,
    pub(crate) styles: Vec<Style>,
    /// Days are counted from 1904.
    pub(crate) since_1904: bool,
    /// The book asks to be calculated when it is opened, or says that it was not, or names no program that
    /// calculates: values of formulas may be placeholders.
    pub(crate) uncalculated: bool,
}

impl<'f> Package<'f> {
    pub(crate) fn open(bytes: &'f [u8]) -> Result<Package<'f>, Unreadable> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unreadable)?;
        let plain = |name: &str| name.replace('\\', "/").trim_start_matches('/').to_lowercase();
        let names = archive.file_names().filter_map(Result::ok);
        let names = names.map(|name| (plain(&name), name.into_owned())).collect();
        Ok(Package { archive, names })
    }

    /// The bytes that the container unpacks to by its directory; unpacking more than that is an error.
    pub(crate) fn unpacked_size(&mut self) -> Result<u64, Unreadable> {
        (0..self.archive.len()).try_fold(0u64, |total, i| {
            let part = self.archive.by_index_raw(i).map_err(|_| Unreadable)?;
            Ok(total.saturating_add(part.size()))
        })
    }

    /// The text of a part; `None` where there is no such part.
    fn part(&mut self, path: &str) -> Result<Option<String>, Unreadable> {
        let Some(name) = self.names.get(&path.to_lowercase()) else { return Ok(None) };
        let part = self.archive.by_name(name).map_err(|_| Unreadable)?;
        let size = part.size();
        let mut bytes = Vec::new();
        part.take(size.saturating_add(1)).read_to_end(&mut bytes).map_err(|_| Unreadable)?;
        if bytes.len() as u64 > size {
            return Err(Unreadable);
        }
        match encoding_rs::Encoding::for_bom(&bytes) {
            Some((encoding, mark)) => {
                let text = encoding.decode_without_bom_handling_and_without_replacement(&bytes[mark..]);
                text.map(|text| Some(text.into_owned())).ok_or(Unreadable)
            }
            None => String::from_utf8(bytes).map(Some).map_err(|_| Unreadable),
        }
    }

    /// Reads what the sheets share.
    pub(crate) fn shared(&mut self) -> Result<Shared, Unreadable> {
        let root = self.relations("_rels/.rels", "")?;
        let is_book = |(_, (kind, _)): &(&String, &(String, String))| kind == "officeDocument";
        let book = root.iter().find(is_book).map_or("xl/workbook.xml".to_owned(), |(_, (_, path))| path.clone());
        let (folder, file) = book.rsplit_once('/').unwrap_or(("", &book));
        let relations = self.relations(&format!("{folder}/_rels/{file}.rels"), folder)?;
        let mut shared = Shared::default();
        let text = self.part(&book)?.ok_or(Unreadable)?;
        workbook(&text, &relations, &mut shared)?;
        let path_of = |kind: &str| relations.values().find(|(of, _)| of == kind).map(|(_, path)| path.clone());
        if let Some(text) = self.optional(path_of("sharedStrings"))? {
            shared.texts = texts(&text)?;
        }
        if let Some(text) = self.optional(path_of("styles"))? {
            shared.styles = styles(&text)?;
        }
        Ok(shared)
    }

    /// The XML of a worksheet.
    pub(crate) fn sheet(&mut self, sheet: &SheetPart) -> Result<String, Unreadable> {
        self.part(&sheet.path)?.ok_or(Unreadable)
    }

    /// What is noted at the cells of a worksheet.
    pub(crate) fn comments(&mut self, sheet: &SheetPart) -> Result<Vec<Comment>, Unreadable> {
        let (folder, file) = sheet.path.rsplit_once('/').unwrap_or(("", &sheet.path));
        let relations = self.relations(&format!("{folder}/_rels/{file}.rels"), folder)?;
        let path = relations.into_values().find(|(kind, _)| kind == "comments").map(|(_, path)| path);
        self.optional(path)?.map_or(Ok(Vec::new()), |text| comments(&text))
    }

    fn optional(&mut self, path: Option<String>) -> Result<Option<String>, Unreadable> {
        path.map_or(Ok(None), |path| self.part(&path))
    }

    /// Kind and path of what a part refers to, by identity.
    fn relations(&mut self, path: &str, folder: &str) -> Result<HashMap<String, (String, String)>, Unreadable> {
        let mut relations = HashMap::new();
        let Some(text) = self.part(path.trim_start_matches('/'))? else { return Ok(relations) };
        elements(&text, |element| {
            if element.local_name().as_ref() == "Relationship" {
                let kind = attribute(element, "Type")?.unwrap_or_default();
                let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                let target = attribute(element, "Target")?.unwrap_or_default();
                let id = attribute(element, "Id")?.unwrap_or_default();
                relations.insert(id, (kind, absolute(folder, &target)));
            }
            Ok(())
        })?;
        Ok(relations)
    }
}

/// A path from the container's root.
fn absolute(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let whole = if target.starts_with('/') { target } else { format!("{folder}/{target}") };
    let mut parts: Vec<&str> = Vec::new();
    for part in whole.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// Calls `each` with the start of every element.
fn elements(text: &str, mut each: impl FnMut(&BytesStart) -> Result<(), Unreadable>) -> Result<(), Unreadable> {
    let mut xml = Reader::from_str(text);
    loop {
        match xml.read_event().map_err(|_| Unreadable)? {
            Event::Start(element) | Event::Empty(element) => each(&element)?,
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

fn workbook(text: &str, relations: &HashMap<String, (String, String)>, shared: &mut Shared) -> Result<(), Unreadable> {
    let says_yes = |text: Option<String>| text.is_some_and(|text| text == "1" || text == "true");
    shared.uncalculated = true;
    elements(text, |element| {
        match element.local_name().as_ref() {
            "workbookPr" => shared.since_1904 = says_yes(attribute(element, "date1904")?),
            "calcPr" => {
                let is_off = attribute(element, "calcCompleted")?.is_some_and(|text| text == "0" || text == "false");
                let asks =
                    says_yes(attribute(element, "fullCalcOnLoad")?) || says_yes(attribute(element, "forceFullCalc")?);
                let is_of_none = attribute(element, "calcId")?.is_some_and(|id| id == "0");
                shared.uncalculated = asks || is_off || is_of_none;
            }
            "sheet" => {
                let id = attribute(element, "id")?.unwrap_or_default();
                if let Some((_, path)) = relations.get(&id).filter(|(kind, _)| kind == "worksheet") {
                    shared.sheets.push(SheetPart {
                        name: attribute(element, "name")?.unwrap_or_default(),
                        hidden: attribute(element, "state")?.is_some_and(|state| state != "visible"),
                        path: path.clone(),
                    });
                }
            }
            _ => {}
        }
        Ok(())
    })
}

fn texts(text: &str) -> Result<Vec<Rich>, Unreadable> {
    let mut xml = Reader::from_str(text);
    let mut texts = Vec::new();
    loop {
        match xml.read_event().map_err(|_| Unreadable)? {
            Event::Start(element) if element.local_name().as_ref() == "si" => texts.push(rich(&mut xml)?),
            Event::Empty(element) if element.local_name().as_ref() == "si" => texts.push(Rich::default()),
            Event::Eof => return Ok(texts),
            _ => {}
        }
    }
}

fn comments(text: &str) -> Result<Vec<Comment>, Unreadable> {
    let mut xml = Reader::from_str(text);
    let mut comments = Vec::new();
    loop {
        match xml.read_event().map_err(|_| Unreadable)? {
            Event::Start(element) if element.local_name().as_ref() == "comment" => {
                let place = attribute(&element, "ref")?.and_then(|place| position(&place));
                let text = rich_text(&mut xml)?;
                comments.extend(place.map(|(row, column)| Comment { row: row + 1, column, text }));
            }
            Event::Eof => return Ok(comments),
            _ => {}
        }
    }
}

/// The cell styles, in their order.
fn styles(text: &str) -> Result<Vec<Style>, Unreadable> {
    let mut own: HashMap<u32, Option<Arc<Format>>> = HashMap::new();
    // Of each font, whether it is struck through.
    let mut fonts: Vec<bool> = Vec::new();
    let mut styles = Vec::new();
    let (mut in_cells, mut in_fonts) = (false, false);
    let mut xml = Reader::from_str(text);
    loop {
        let event = xml.read_event().map_err(|_| Unreadable)?;
        match &event {
            Event::Start(element) | Event::Empty(element) => {
                let number = |name| attribute(element, name).map(|text| text.and_then(|text| text.parse().ok()));
                match element.local_name().as_ref() {
                    "numFmt" => {
                        let code = attribute(element, "formatCode")?.unwrap_or_default();
                        let id = number("numFmtId")?.unwrap_or_default();
                        own.insert(id, Format::parse(&code).map(Arc::new));
                    }
                    "fonts" => in_fonts = matches!(event, Event::Start(_)),
                    "font" if in_fonts => fonts.push(false),
                    "strike" if in_fonts => {
                        let struck = is_on(attribute(element, "val")?);
                        fonts.last_mut().into_iter().for_each(|font| *font = struck);
                    }
                    "cellXfs" => in_cells = matches!(event, Event::Start(_)),
                    "xf" if in_cells => {
                        let id = number("numFmtId")?.unwrap_or_default();
                        let format = own.entry(id).or_insert_with(|| Format::builtin(id).map(Arc::new));
                        let font = number("fontId")?.unwrap_or_default();
                        let struck = fonts.get(font as usize).copied().unwrap_or_default();
                        styles.push(Style { format: format.clone(), struck });
                    }
                    _ => {}
                }
            }
            Event::End(element) => match element.local_name().as_ref() {
                "cellXfs" => in_cells = false,
                "fonts" => in_fonts = false,
                _ => {}
            },
            Event::Eof => return Ok(styles),
            _ => {}
        }
    }
}

/// Row and column, from 0, of `D2`.
pub(crate) fn position(text: &str) -> Option<(u32, u32)> {
    let text = text.trim_start_matches('$');
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (letters, digits) = text.split_at(letters);
    if letters.is_empty() || letters.len() > 3 {
        return None;
    }
    let column = letters.bytes().fold(0, |column, c| column * 26 + u32::from(c.to_ascii_uppercase() - b'A' + 1));
    let row: u32 = digits.trim_start_matches('$').parse().ok().filter(|row| (1..=1_048_576).contains(row))?;
    Some((row - 1, column - 1))
}
