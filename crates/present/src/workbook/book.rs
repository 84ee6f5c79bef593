//! A workbook under way: its language, its fonts and colours, its bytes.

use super::WorkbookError;
use crate::i18n;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, FormatUnderline, Workbook, Worksheet,
};
use yanlian_model::{Arg, Lang};

/// The number by which spreadsheets know the paper.
const A4: u8 = 9;

/// The date format of a cell.
pub(super) const DATE: &str = "yyyy-mm-dd";

/// The colours of heads and remarks; dark text on each keeps its contrast in print.
pub(super) mod colour {
    /// A column's head.
    pub(in super::super) const HEAD: u32 = 0xDCE8F2;
    /// Personal data.
    pub(in super::super) const PERSONAL: u32 = 0xFBE5D6;
    /// Notes on how to fill in.
    pub(in super::super) const NOTE: u32 = 0xF4F4F0;
    /// The example row.
    pub(in super::super) const EXAMPLE: u32 = 0xE6F2E6;
    /// Text of notes.
    pub(in super::super) const GREY: u32 = 0x555555;
    /// Links.
    pub(in super::super) const LINK: u32 = 0x1B57A3;
    /// Rules between rows.
    pub(in super::super) const RULE: u32 = 0xB8C4CE;
}

/// A workbook under way.
pub(super) struct Book {
    workbook: Workbook,
    /// The language of its sheets.
    pub(super) lang: Lang,
}

impl Book {
    pub(super) fn new(lang: Lang) -> Result<Book, WorkbookError> {
        let mut workbook = Workbook::new();
        // A fixed day in place of the clock: the same records give the same bytes.
        let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
        let author = i18n::text(lang, "app-name", &[]);
        workbook.set_properties(&DocProperties::new().set_author(author).set_creation_datetime(&created));
        Ok(Book { workbook, lang })
    }

    /// A new sheet of that name, which prints on A4 paper across, as wide as one page.
    pub(super) fn sheet(&mut self, name: &str) -> Result<&mut Worksheet, WorkbookError> {
        let sheet = self.workbook.add_worksheet().set_name(name)?;
        let sheet = sheet.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0);
        Ok(sheet.set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3).set_footer("&C&P / &N"))
    }

    /// The workbook's bytes.
    pub(super) fn save(mut self) -> Result<Vec<u8>, WorkbookError> {
        Ok(self.workbook.save_to_buffer()?)
    }
}

/// A text without arguments.
pub(super) fn text(lang: Lang, id: &str) -> String {
    i18n::text(lang, id, &[])
}

/// A text with one argument.
pub(super) fn text1(lang: Lang, id: &str, name: &'static str, value: impl Into<Arg>) -> String {
    i18n::text(lang, id, &[(name, value.into())])
}

/// How a number is shown: whole where it is, else with as many decimals as are worth reading.
pub(super) fn digits(value: f64) -> &'static str {
    match value.abs() {
        value if value >= 1000.0 || value.fract() == 0.0 => "#,##0",
        value if value >= 10.0 => "#,##0.0",
        _ => "#,##0.000",
    }
}

/// The plain look of a cell.
pub(super) fn plain(lang: Lang) -> Format {
    let font = match lang {
        Lang::Zh => "等线",
        Lang::En => "Calibri",
    };
    Format::new().set_font_name(font).set_font_size(11).set_align(FormatAlign::Top)
}

/// The look of a column's head.
pub(super) fn head(lang: Lang) -> Format {
    let format = plain(lang).set_background_color(colour::HEAD).set_text_wrap().set_align(FormatAlign::VerticalCenter);
    format.set_border_bottom(FormatBorder::Thin).set_border_bottom_color(colour::RULE)
}

/// The look of a link within the workbook.
pub(super) fn link(lang: Lang) -> Format {
    plain(lang).set_font_color(colour::LINK).set_underline(FormatUnderline::Single)
}

/// The look of a title.
pub(super) fn title(lang: Lang) -> Format {
    plain(lang).set_bold().set_font_size(16)
}

/// The look of a heading within a sheet.
pub(super) fn heading(lang: Lang) -> Format {
    plain(lang).set_bold().set_font_size(12).set_align(FormatAlign::Bottom)
}

/// How many columns of a fixed-width font a text takes; an ideograph takes two.
pub(super) fn width(text: &str) -> usize {
    text.chars().map(|c| if c >= '\u{2e80}' { 2 } else { 1 }).sum()
}

/// The height of a row for a text wrapped in a cell so many characters wide; a spreadsheet does not
/// compute it by itself where cells are merged, and not every program does elsewhere.
pub(super) fn height(text: &str, characters: usize) -> u32 {
    let lines: usize = text.lines().map(|line| width(line).div_ceil(characters).max(1)).sum();
    16 * lines.max(1) as u32
}
