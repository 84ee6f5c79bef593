//! The workbook that an office fills in: a sheet a register, with notes, drop-downs and an example.

use super::WorkbookError;
use super::book::{self, Book, colour, text, text1};
use super::columns::{cell_format, flag_words, write_heads, write_value};
use crate::format;
use rust_xlsxwriter::{DataValidation, DataValidationErrorStyle, Format, Url, Worksheet};
use yanlian_model::{
    Field, Kind, Lang, Privacy, Register, Target, UnitRule, Value, registers, spreadsheet::EXAMPLE_MARKS,
};

/// The rows of a register's sheet: heads, notes, the example, then what people enter.
const NOTES: u32 = 1;
const EXAMPLE: u32 = 2;
const LAST_ROW: u32 = 1_048_575;

/// The paragraphs of the first sheet; a heading's id ends in `-heading`.
const READ_ME: &[&str] = &[
    "template-fill-heading",
    "template-fill-sheets",
    "template-fill-rows",
    "template-fill-example",
    "template-fill-start",
    "template-cells-heading",
    "template-cells-blank",
    "template-cells-units",
    "template-cells-dates",
    "template-cells-lists",
    "template-cells-references",
    "template-cells-outside",
    "template-import-heading",
    "template-import-command",
    "template-import-all-or-nothing",
    "template-import-update",
    "template-import-clear",
    "template-import-undo",
    "template-import-limits",
];

/// The workbook to fill in, as .xlsx: first how to do it, then every register.
pub fn template(lang: Lang) -> Result<Vec<u8>, WorkbookError> {
    let mut book = Book::new(lang)?;
    write_read_me(&mut book)?;
    for register in registers::ALL {
        write_sheet(&mut book, register)?;
    }
    book.save()
}

fn write_sheet(book: &mut Book, register: &Register) -> Result<(), WorkbookError> {
    let lang = book.lang;
    let sheet = book.sheet(register.label.of(lang))?;
    write_heads(sheet, register, lang)?;
    let notes = note_format(lang);
    for (column, field) in (0..).zip(register.fields) {
        let note = note(field, lang);
        // The mark by which an import skips the row.
        let note = if column == 0 { format!("# {}{note}", text(lang, "template-notes")) } else { note };
        sheet.write_string_with_format(NOTES, column, note, &notes)?;
        if let Some(value) = example_of(field, lang) {
            write_value(sheet, EXAMPLE, column, field, &value, lang)?;
        }
        let example = cell_format(field, lang).set_background_color(colour::EXAMPLE).set_italic();
        sheet.set_cell_format(EXAMPLE, column, &example)?;
        if let Some(choices) = drop_down(field, lang)? {
            sheet.add_data_validation(EXAMPLE, column, LAST_ROW, column, &choices)?;
        }
    }
    let last = register.fields.len() as u16 - 1;
    sheet.set_row_height(NOTES, 60)?;
    sheet.set_freeze_panes(EXAMPLE, 0)?;
    // On the notes, so that sorting never moves them among the records.
    sheet.autofilter(NOTES, 0, EXAMPLE, last)?;
    Ok(())
}

fn note_format(lang: Lang) -> Format {
    let format = book::plain(lang).set_background_color(colour::NOTE).set_font_color(colour::GREY);
    format.set_font_size(9).set_text_wrap().set_num_format("@")
}

/// The example's value; in the note, that it is one.
fn example_of(field: &Field, lang: Lang) -> Option<Value> {
    if field.key == "note" {
        let mark = match lang {
            Lang::Zh => EXAMPLE_MARKS[0],
            Lang::En => EXAMPLE_MARKS[1],
        };
        return Some(Value::Text(mark.into()));
    }
    Value::parse(field.kind, Some(field.example).filter(|example| !example.is_empty())?).ok()
}

/// Choices and flags as a list to pick from. What is not in it is asked about, not refused: an
/// import also takes a choice's key, and `=clear`.
fn drop_down(field: &Field, lang: Lang) -> Result<Option<DataValidation>, WorkbookError> {
    let words: Vec<&str> = match field.kind {
        Kind::Choice(choices) => choices.iter().map(|choice| choice.label.of(lang)).collect(),
        Kind::Flag => flag_words(lang).to_vec(),
        _ => return Ok(None),
    };
    // A list that Excel has no room for is left out; the field's note and the import's finding name the words.
    if words.join(",").chars().count() > LONGEST_LIST {
        return Ok(None);
    }
    let validation = DataValidation::new()
        .allow_list_strings(&words)?
        .set_error_style(DataValidationErrorStyle::Warning)
        .set_error_title(text(lang, "template-pick-title"))?
        .set_error_message(text(lang, "template-pick"))?;
    Ok(Some(validation))
}

/// The most characters that Excel takes in a drop-down's list.
const LONGEST_LIST: usize = 255;

/// How to fill a column in: hint, unit, what it refers to.
fn note(field: &Field, lang: Lang) -> String {
    let hint = field.hint.of(lang);
    let mut parts: Vec<String> = Some(hint.to_owned()).filter(|hint| !hint.is_empty()).into_iter().collect();
    parts.extend(unit_note(field.unit, lang));
    match (field.target, field.kind) {
        (Some(Target::Register(name)), _) => {
            let label = registers::by_name(name).map(|register| register.label.of(lang));
            parts.push(text1(lang, "template-refers", "register", label.unwrap_or(name)));
        }
        (Some(Target::Item), _) if hint.is_empty() => parts.push(text(lang, "template-item")),
        (Some(Target::Party), _) if hint.is_empty() => parts.push(text(lang, "template-party")),
        (None, Kind::Choice(_) | Kind::Flag) => parts.push(text(lang, "template-choice")),
        (None, Kind::Date) => parts.push("YYYY-MM-DD".to_owned()),
        _ => {}
    }
    match field.privacy {
        Privacy::Personal => parts.push(text(lang, "template-personal")),
        Privacy::Secret => parts.push(text(lang, "template-secret")),
        Privacy::Open | Privacy::Confidential => (),
    }
    parts.join(&text(lang, "list-separator"))
}

fn unit_note(unit: UnitRule, lang: Lang) -> Option<String> {
    let named = |name: String| Some(text1(lang, "template-unit", "unit", name));
    match unit {
        UnitRule::None | UnitRule::Fixed("1") => None,
        UnitRule::Fixed(symbol) => named(format::unit(symbol, lang)),
        UnitRule::ProductIn(_) => named(text(lang, "template-unit-product")),
        UnitRule::IndicatorIn(_) => named(text(lang, "template-unit-indicator")),
        UnitRule::MainProductOfProcess(_) | UnitRule::MainProductOfPlant(_) => named(text(lang, "template-unit-main")),
        UnitRule::Subject => None,
        UnitRule::Column => named(text(lang, "template-unit-column")),
    }
}

fn write_read_me(book: &mut Book) -> Result<(), WorkbookError> {
    let lang = book.lang;
    let sheet = book.sheet(&text(lang, "template-read-me"))?;
    sheet.set_column_width(0, 26)?.set_column_width(1, 80)?.set_column_width(2, 44)?;
    sheet.write_string_with_format(0, 0, text(lang, "template-title"), &book::title(lang))?;
    sheet.set_row_height(0, 24)?;
    let mut row = 2;
    let paragraph = book::plain(lang).set_text_wrap();
    for id in READ_ME {
        let words = text(lang, id);
        if id.ends_with("-heading") {
            sheet.write_string_with_format(row, 0, words, &book::heading(lang))?;
            sheet.set_row_height(row, 24)?;
        } else {
            sheet.merge_range(row, 0, row, 2, &words, &paragraph)?;
            sheet.set_row_height(row, book::height(&words, 140))?;
        }
        row += 1;
    }
    row = write_colours(sheet, row + 1, lang)?;
    write_contents(sheet, row + 1, lang)
}

/// What each colour means, shown in that colour.
fn write_colours(sheet: &mut Worksheet, mut row: u32, lang: Lang) -> Result<u32, WorkbookError> {
    sheet.write_string_with_format(row, 0, text(lang, "template-colours-heading"), &book::heading(lang))?;
    let looks = [
        ("template-colour-key", book::head(lang).set_bold()),
        ("template-colour-head", book::head(lang)),
        ("template-colour-personal", book::head(lang).set_background_color(colour::PERSONAL)),
        ("template-colour-note", note_format(lang)),
        ("template-colour-example", book::plain(lang).set_background_color(colour::EXAMPLE).set_italic()),
    ];
    for (id, look) in looks {
        row += 1;
        sheet.write_string_with_format(row, 0, text(lang, id), &look)?;
        let meaning = text(lang, &format!("{id}.meaning"));
        sheet.write_string_with_format(row, 1, meaning, &book::plain(lang).set_text_wrap())?;
    }
    Ok(row + 1)
}

/// The sheets, each with what a row of it is and by which columns it is known.
fn write_contents(sheet: &mut Worksheet, mut row: u32, lang: Lang) -> Result<(), WorkbookError> {
    sheet.write_string_with_format(row, 0, text(lang, "template-sheets-heading"), &book::heading(lang))?;
    row += 1;
    for (column, id) in (0..).zip(["template-sheet", "template-about", "template-keys"]) {
        sheet.write_string_with_format(row, column, text(lang, id), &book::head(lang).set_bold())?;
    }
    let cell = book::plain(lang).set_text_wrap();
    for register in registers::ALL {
        row += 1;
        let name = register.label.of(lang);
        let keys: Vec<&str> = register.key_fields().map(|(_, field)| field.label.of(lang)).collect();
        let link = Url::new(format!("internal:'{name}'!A1")).set_text(name);
        sheet.write_url_with_format(row, 0, link, &book::link(lang))?;
        sheet.write_string_with_format(row, 1, register.about.of(lang), &cell)?;
        sheet.write_string_with_format(row, 2, keys.join(&text(lang, "template-and")), &cell)?;
    }
    Ok(())
}
