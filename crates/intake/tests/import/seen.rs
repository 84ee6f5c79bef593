//! What a person does not see in a cell, or sees as no part of its value: pieces of a text, zeros.

use super::workbooks::{after, book, plan};
use super::{altered, briefs, cell, number, text};
use rust_xlsxwriter::{Format, FormatScript, Formula, Worksheet};
use yanlian_model::Key;

fn raised() -> Format {
    Format::new().set_font_script(FormatScript::Superscript)
}

fn lowered() -> Format {
    Format::new().set_font_script(FormatScript::Subscript)
}

fn struck() -> Format {
    Format::new().set_font_strikethrough()
}

/// A workbook of projects, of which one has this investment in 万元.
fn invested(fill: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    book("projects", |sheet| {
        sheet.write_row(0, 0, ["编号", "项目名称", "阶段", "总投资（万元）"]).unwrap();
        sheet.write_row(1, 0, ["X-1", "甲", "签约"]).unwrap();
        fill(sheet);
    })
}

#[test]
fn a_piece_of_a_text_is_read_as_it_is_set() {
    let (plain, up, down, out) = (Format::new(), raised(), lowered(), struck());
    let pieces = |pieces: &[(&Format, &str)]| {
        invested(|sheet| {
            sheet.write_rich_string(1, 3, pieces).unwrap();
        })
    };
    for (cells, left_out, value) in [
        (vec![(&plain, "3200"), (&up, "1")], "import-raised-mark", 3.2e7),
        (vec![(&plain, "910"), (&up, "[2]")], "import-raised-mark", 9.1e6),
        (vec![(&plain, "3200"), (&up, "①")], "import-raised-mark", 3.2e7),
        (vec![(&plain, "3200"), (&up, "*")], "import-raised-mark", 3.2e7),
        (vec![(&plain, "3200"), (&down, "a")], "import-raised-mark", 3.2e7),
        (vec![(&plain, "3200万元"), (&up, "1,2")], "import-raised-mark", 3.2e7),
        (vec![(&out, "3200"), (&plain, "3500")], "import-struck-text", 3.5e7),
        (vec![(&plain, "3500 "), (&out, "3200")], "import-struck-text", 3.5e7),
        (vec![(&plain, "3"), (&out, "2"), (&plain, "00")], "import-struck-text", 3e6),
    ] {
        let bytes = pieces(&cells);
        assert_eq!(briefs(&plan(&bytes)), [format!("projects 2 总投资（万元） {left_out}")], "{cells:?}");
        assert_eq!(cell(&after(&bytes), "projects", &["X-1"], "investment_cny"), number(value), "{cells:?}");
    }
    // Perhaps a power of ten, a price with its cents, or a number above a number.
    for cells in [
        vec![(&plain, "10"), (&up, "4")],
        vec![(&plain, "3.2×10"), (&up, "4")],
        vec![(&plain, "12"), (&up, "50")],
        vec![(&plain, "32"), (&up, "000")],
        vec![(&plain, "10"), (&up, "-3")],
    ] {
        let found = briefs(&plan(&pieces(&cells)));
        assert!(found.len() == 1 && found[0].starts_with("projects 2 总投资（万元） import-"), "{cells:?} {found:?}");
        assert!(plan(&pieces(&cells)).changes.is_empty(), "{cells:?}");
    }
    let bytes = pieces(&[(&out, "3200"), (&out, "3500")]);
    assert_eq!(cell(&after(&bytes), "projects", &["X-1"], "investment_cny"), None);
}

#[test]
fn what_stands_above_the_line_of_a_unit_or_formula_belongs_to_it() {
    let (plain, up, down) = (Format::new(), raised(), lowered());
    let bytes = book("products", |sheet| {
        sheet.write_row(0, 0, ["id", "name_zh", "unit", "name_en"]).unwrap().write_row(1, 0, ["a", "水"]).unwrap();
        sheet.write_rich_string(0, 1, &[(&plain, "中文名称"), (&up, "1")]).unwrap();
        sheet.write_rich_string(1, 2, &[(&plain, "m"), (&up, "3")]).unwrap();
        sheet.write_rich_string(1, 3, &[(&plain, "Ca(OH)"), (&down, "2")]).unwrap();
    });
    assert_eq!(
        briefs(&plan(&bytes)),
        ["products 1 name_zh import-raised-mark"].map(|said| said.replace("name_zh", "中文名称"))
    );
    let kept = after(&bytes);
    assert_eq!(cell(&kept, "products", &["a"], "unit"), text("m3"));
    assert_eq!(cell(&kept, "products", &["a"], "name_en"), text("Ca(OH)2"));
}

#[test]
fn a_cell_or_row_that_is_struck_through_is_not_there() {
    let bytes = invested(|sheet| {
        sheet.write_with_format(1, 3, 3200, &struck()).unwrap();
    });
    assert_eq!(briefs(&plan(&bytes)), ["projects 2 总投资（万元） import-struck-text"]);
    assert_eq!(cell(&after(&bytes), "projects", &["X-1"], "investment_cny"), None);
    let bytes = invested(|sheet| {
        for (column, text) in (0..).zip(["X-2", "乙", "签约"]) {
            sheet.write_with_format(2, column, text, &struck()).unwrap();
        }
        sheet.write_with_format(2, 3, 5, &struck()).unwrap();
    });
    assert_eq!(briefs(&plan(&bytes)), ["projects 3  import-struck-row"]);
    assert!(!after(&bytes)["projects"].contains_key(&Key::from_parts(&["X-2"])));
    // The first piece of a text is set as its cell is where it says nothing else.
    let (as_cell, other) = (Format::new(), Format::new().set_italic());
    let bytes = invested(|sheet| {
        let pieces = [(&as_cell, "3200"), (&other, "3500")];
        sheet.write_rich_string_with_format(1, 3, &pieces, &struck()).unwrap();
    });
    assert_eq!(cell(&after(&bytes), "projects", &["X-1"], "investment_cny"), number(3.5e7));
}

/// A workbook with an output of nothing for P-1 in a cell of this format.
fn nothing(format: &str) -> Vec<u8> {
    book("plant_outputs", |sheet| {
        sheet.write_row(0, 0, ["plant", "year", "output", "note"]).unwrap();
        sheet.write(1, 0, "P-1").unwrap().write(1, 1, 2025).unwrap().write(1, 3, "甲").unwrap();
        sheet.write_with_format(1, 2, 0, &Format::new().set_num_format(format)).unwrap();
    })
}

#[test]
fn a_zero_that_is_not_shown_is_blank() {
    let output = |bytes: &[u8]| cell(&after(bytes), "plant_outputs", &["P-1", "2025"], "output");
    for format in ["#,###", "#", "#.##", "0;-0;;@", "0;-0;\"\"", ";;;", "#,###\"t\"", "0;-0; ;@"] {
        let bytes = nothing(format);
        assert_eq!(briefs(&plan(&bytes)), ["plant_outputs 2 output import-zero-not-shown"], "{format}");
        assert_eq!(output(&bytes), None, "{format}");
    }
    for format in
        ["General", "0", "0.00", "#,##0", "#.00", "#,##0.00_);(#,##0.00)", "_-* #,##0_-;-* #,##0_-;_-* \"-\"_-", "@"]
    {
        let bytes = nothing(format);
        assert_eq!(briefs(&plan(&bytes)), [""; 0], "{format}");
        assert_eq!(output(&bytes), number(0.0), "{format}");
    }
    let hidden = altered(&nothing("0.00"), "<sheetView ", "<sheetView showZeros=\"0\" ");
    assert_eq!(briefs(&plan(&hidden)), ["plant_outputs 2 output import-zero-not-shown"]);
}

#[test]
fn a_zero_of_a_formula_that_no_program_calculated_is_a_fault() {
    let bytes = book("plant_outputs", |sheet| {
        sheet.write_row(0, 0, ["plant", "year", "output"]).unwrap();
        sheet.write(1, 0, "P-1").unwrap().write(1, 1, 2025).unwrap();
        sheet.write(1, 2, Formula::new("=900+10").set_result("0")).unwrap();
    });
    const WRITTEN: &str = "<calcPr calcId=\"124519\" fullCalcOnLoad=\"1\"/>";
    for calculation in ["", "<calcPr calcId=\"0\"/>"] {
        let bytes = altered(&bytes, WRITTEN, calculation);
        assert_eq!(briefs(&plan(&bytes)), ["plant_outputs 2 output import-uncalculated"], "{calculation}");
    }
    for calculation in ["<calcPr calcId=\"191029\"/>", "<calcPr iterateCount=\"100\"/>"] {
        let bytes = altered(&bytes, WRITTEN, calculation);
        assert_eq!(cell(&after(&bytes), "plant_outputs", &["P-1", "2025"], "output"), number(0.0), "{calculation}");
    }
}
