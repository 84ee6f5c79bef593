//! Workbooks as people make them: what a cell shows is what is read.

use super::{TITANIUM, altered, briefs, cell, file, import, kept_after, number, rewritten, text, zone_kept};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};
use yanlian_intake::Plan;
use yanlian_model::Tables;

/// A workbook of one sheet.
pub(crate) fn book(name: &str, fill: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name(name).unwrap();
    fill(sheet);
    book.save_to_buffer().unwrap()
}

pub(crate) fn plan(bytes: &[u8]) -> Plan {
    import(&[file("book.xlsx", bytes)], &zone_kept())
}

pub(crate) fn after(bytes: &[u8]) -> Tables {
    kept_after(&[file("book.xlsx", bytes)], &zone_kept())
}

/// A workbook with the output of P-1 in a cell of this format.
fn output(value: f64, format: &str) -> Vec<u8> {
    book("plant_outputs", |sheet| {
        sheet.write_row(0, 0, ["plant", "year", "output"]).unwrap();
        sheet.write(1, 0, "P-1").unwrap().write(1, 1, 2025).unwrap();
        sheet.write_with_format(1, 2, value, &Format::new().set_num_format(format)).unwrap();
    })
}

#[test]
fn a_number_is_in_the_unit_that_its_format_shows() {
    for (value, format, tonnes) in [
        (1.2, "0.0\"万吨\"", 12_000.0),
        (5000.0, "#,##0\" kg\"", 5.0),
        (3.0, "G/通用格式\"万吨/年\"", 30_000.0),
        (1.2, "0.0\"万\"", 12_000.0),
        (12_000.0, "0!.0,\"万吨\"", 12_000.0),
        (12_000.0, "0.0,\"千吨\"", 12_000.0),
        (800.0, "#,##0.00", 800.0),
        (800.0, "#,##0.00_);(#,##0.00)", 800.0),
        (800.0, "[>=10000]0.0\"万吨\";0\"吨\"", 800.0),
        (800.0, "0;-0;;@", 800.0),
    ] {
        let kept = after(&output(value, format));
        assert_eq!(cell(&kept, "plant_outputs", &["P-1", "2025"], "output"), number(tonnes), "{format}");
    }
    for (format, id) in [
        ("0\"家\"", "import-unknown-unit"),
        ("0.00%", "import-inconvertible-unit"),
        ("[$$-409]0.00", "import-unknown-unit"),
        ("\"¥\"0", "import-inconvertible-unit"),
        ("yyyy-mm-dd", "import-not-a-number"),
        ("hh:mm", "import-not-a-number"),
        ("0.0,", "import-scaled-number"),
        ("0!.0,", "import-scaled-number"),
        (";;;", "import-number-not-shown"),
        ("\"合格\"", "import-number-not-shown"),
        ("-0", "import-number-altered"),
        ("\"-\"0", "import-number-altered"),
        ("\"(\"0\")\"", "import-number-altered"),
        ("0\\,00", "import-number-altered"),
        ("\"△\"0", "import-not-a-number"),
    ] {
        assert_eq!(briefs(&plan(&output(800.5, format))), [format!("plant_outputs 2 output {id}")], "{format}");
    }
}

#[test]
fn a_percentage_is_what_the_cell_shows() {
    let percent = Format::new().set_num_format("0.00%");
    let bytes = book("annuals", |sheet| {
        sheet.write_row(0, 0, ["enterprise", "year", "indicator", "value"]).unwrap();
        sheet.write(1, 0, TITANIUM).unwrap().write(1, 1, 2025).unwrap().write(1, 2, "share").unwrap();
        sheet.write_with_format(1, 3, 0.475, &percent).unwrap();
    });
    let share = file("indicators.csv", "id,name_zh,unit\nshare,占比,%\n");
    let kept = kept_after(&[share, file("book.xlsx", bytes)], &zone_kept());
    assert_eq!(cell(&kept, "annuals", &[TITANIUM, "2025", "share"], "value"), number(47.5));
    for (value, format, pct) in [(0.9, "0%", 90.0), (90.0, "0\"%\"", 90.0), (90.0, "General", 90.0)] {
        let bytes = book("outlets", |sheet| {
            sheet.write_row(0, 0, ["id", "enterprise", "name", "kind", "reference_oxygen"]).unwrap();
            sheet.write_row(1, 0, ["G-1", TITANIUM, "烟囱", "direct"]).unwrap();
            sheet.write_with_format(1, 4, value / 10.0, &Format::new().set_num_format(format)).unwrap();
        });
        assert_eq!(cell(&after(&bytes), "outlets", &["G-1"], "reference_oxygen"), number(pct / 10.0), "{format}");
    }
    // A field that is a fraction takes 13 % as 0.13.
    let bytes = book("products", |sheet| {
        sheet.write_row(0, 0, ["id", "vat_rate"]).unwrap();
        sheet.write(1, 0, "gas").unwrap().write_with_format(1, 1, 0.13, &percent).unwrap();
    });
    assert_eq!(cell(&after(&bytes), "products", &["gas"], "vat_rate"), number(0.13));
}

#[test]
fn a_scale_in_format_and_header_is_one_scale() {
    let bring = |above: &str, header: &str, value: f64, format: &str| {
        book("projects", |sheet| {
            sheet.write(0, 0, above).unwrap();
            sheet.write_row(1, 0, ["编号", "项目名称", "阶段", header]).unwrap();
            sheet.write_row(2, 0, ["X-1", "甲", "签约"]).unwrap();
            sheet.write_with_format(2, 3, value, &Format::new().set_num_format(format)).unwrap();
        })
    };
    for (above, header, value, format) in [
        ("", "总投资(万元)", 32e6, "0!.0000"),
        ("", "总投资(万元)", 32e6, "0\".\"0000"),
        ("", "总投资(万元)", 32e6, "0!.0,"),
        ("", "总投资(千元)", 32e6, "#,##0,"),
        ("", "总投资(百万元)", 32e6, "0.0,,"),
        ("单位：万元", "总投资", 32e6, "0!.0,"),
        ("", "总投资(万元)", 3200.0, "#,##0.0"),
        ("", "总投资(万元)", 32e6, "0!.0,\"万元\""),
    ] {
        let kept = after(&bring(above, header, value, format));
        assert_eq!(cell(&kept, "projects", &["X-1"], "investment_cny"), number(3.2e7), "{above}{header} {format}");
    }
    for (header, format) in [
        ("总投资(万元)", "#,##0,"),
        ("总投资(元)", "#,##0,"),
        ("总投资(千元)", "0!.0,"),
        ("总投资", "0!.0,"),
        ("总投资", "#,##0,"),
    ] {
        let found = briefs(&plan(&bring("", header, 32e6, format)));
        assert_eq!(found, [format!("projects 3 {header} import-scaled-number")], "{format}");
    }
    let found = briefs(&plan(&bring("", "总投资(万元)", 5.0, "0\"万\"")));
    assert_eq!(found, ["projects 3 总投资(万元) import-counted-twice"]);
}

#[test]
fn a_number_whose_format_shows_a_day_that_there_is_none_is_a_fault() {
    let bring = |value: f64| {
        book("projects", |sheet| {
            sheet.write_row(0, 0, ["id", "name", "stage", "stage_since"]).unwrap();
            sheet.write_row(1, 0, ["X-1", "甲", "签约"]).unwrap();
            sheet.write_with_format(1, 3, value, &Format::new().set_num_format("yyyy/m/d")).unwrap();
        })
    };
    for value in [0.0, 0.5, 5.0, 60.0, -3.0, 3e6] {
        assert_eq!(briefs(&plan(&bring(value))), ["projects 2 stage_since import-no-day"], "{value}");
    }
    // A day of the year 2300.
    assert_eq!(briefs(&plan(&bring(146_099.0))), ["projects 2 stage_since import-not-a-date"]);
    let day = chrono::NaiveDate::from_ymd_opt(2025, 3, 1).map(yanlian_model::Value::Date);
    for value in [45_717.0, 45_717.5, 45_717.999_999_999_99] {
        assert_eq!(cell(&after(&bring(value)), "projects", &["X-1"], "stage_since"), day, "{value}");
    }
}

#[test]
fn codes_are_what_their_cells_show() {
    let bring = |value: f64, format: &str| {
        book("directory", |sheet| {
            sheet.write_row(0, 0, ["code", "name"]).unwrap();
            sheet.write_with_format(1, 0, value, &Format::new().set_num_format(format)).unwrap();
            sheet.write(1, 1, "外地公司").unwrap();
        })
    };
    for (value, format, code) in [
        (1.0, "000000", "000001"),
        (2415.0, "000000", "002415"),
        (7.0, "\"P-\"000", "P-007"),
        (2415.0, "0", "2415"),
        (1.1, "0.00", "1.10"),
    ] {
        let kept = after(&bring(value, format));
        assert!(kept["directory"].contains_key(&yanlian_model::Key::from_parts(&[code])), "{format}");
    }
    for (value, format, id) in [
        (45_962.0, "m-d", "import-date-in-code"),
        (1.1, "General", "import-fraction-in-code"),
        (9.133e17, "0", "import-long-number"),
    ] {
        assert_eq!(briefs(&plan(&bring(value, format))), [format!("directory 2 code {id}")], "{format}");
    }
}

#[test]
fn a_month_is_what_its_cell_shows() {
    let bring = |value: f64, format: &str| {
        book("targets", |sheet| {
            sheet.write_row(0, 0, ["indicator", "period", "target"]).unwrap();
            sheet.write(1, 0, "cod").unwrap().write(1, 2, 3).unwrap();
            sheet.write_with_format(1, 1, value, &Format::new().set_num_format(format)).unwrap();
        })
    };
    for (value, format, period) in [
        (2025.1, "0.00", "2025-10"),
        (2025.08, "0.00", "2025-08"),
        (2025.0, "0.00", "2025"),
        (45_962.0, "yyyy-mm", "2025-11"),
        (45_962.0, "yyyy\"年\"", "2025"),
    ] {
        let kept = after(&bring(value, format));
        assert_eq!(cell(&kept, "targets", &["cod", period], "target"), number(3.0), "{format}");
    }
    for format in ["General", "0.0"] {
        assert_eq!(briefs(&plan(&bring(2025.1, format))), ["targets 2 period import-first-or-tenth"], "{format}");
    }
}

#[test]
fn a_merged_cell_covers_its_rows() {
    let bytes = book("projects", |sheet| {
        sheet.write_row(0, 0, ["id", "name", "stage", "owner", "investment_cny"]).unwrap();
        for (row, id) in (1..).zip(["X-1", "X-2", "X-3"]) {
            sheet.write_row(row, 0, [id, "项目", "signed"]).unwrap();
        }
        sheet.merge_range(1, 3, 3, 3, "投资促进局", &Format::new()).unwrap();
    });
    let kept = after(&bytes);
    for id in ["X-1", "X-2", "X-3"] {
        assert_eq!(cell(&kept, "projects", &[id], "owner"), text("投资促进局"), "{id}");
    }
    // A number over several rows is the number of none of them.
    let bytes = book("projects", |sheet| {
        sheet.write_row(0, 0, ["id", "name", "stage", "investment_cny"]).unwrap();
        sheet.write_row(1, 0, ["X-1", "甲", "signed"]).unwrap().write_row(2, 0, ["X-2", "乙", "signed"]).unwrap();
        sheet.merge_range(1, 3, 2, 3, "", &Format::new()).unwrap().write(1, 3, 300).unwrap();
    });
    assert_eq!(briefs(&plan(&bytes)), ["projects 3 investment_cny import-merged-number"]);
    let bytes = book("projects", |sheet| {
        sheet.write_row(0, 0, ["id", "name", "stage", "investor", "owner"]).unwrap();
        sheet.write_row(1, 0, ["X-1", "甲", "signed"]).unwrap();
        sheet.merge_range(1, 3, 1, 4, "某局", &Format::new()).unwrap();
    });
    assert_eq!(briefs(&plan(&bytes)), ["projects 2 owner import-merged-across"]);
}

#[test]
fn what_is_hidden_is_read_and_said() {
    let bytes = book("directory", |sheet| {
        sheet.write_row(0, 0, ["code", "name", "note"]).unwrap();
        for row in 1..4 {
            sheet.write(row, 0, format!("C-{row}")).unwrap().write(row, 1, "公司").unwrap();
        }
        sheet.set_row_hidden(2).unwrap().set_row_hidden(3).unwrap().set_column_hidden(2).unwrap();
    });
    let plan = plan(&bytes);
    let said: Vec<String> = briefs(&plan).into_iter().filter(|brief| !brief.contains("duplicate")).collect();
    assert_eq!(said, ["directory 1 note import-hidden-column", "directory 3  import-hidden-rows"]);
    assert_eq!(plan.changes.len(), 3);
    // A row of no height is not shown either.
    let bytes = book("directory", |sheet| {
        sheet.write_row(0, 0, ["code", "name"]).unwrap().write_row(1, 0, ["EX-5", "甲"]).unwrap();
    });
    let flat = super::altered(&bytes, "<row r=\"2\"", "<row ht=\"0\" customHeight=\"1\" r=\"2\"");
    assert_eq!(briefs(&self::plan(&flat)), ["directory 2  import-hidden-rows"]);
    let narrow = "<cols><col min=\"2\" max=\"2\" width=\"0\" customWidth=\"1\"/></cols><sheetData>";
    let narrow = super::altered(&bytes, "<sheetData>", narrow);
    assert_eq!(briefs(&self::plan(&narrow)), ["directory 1 name import-hidden-column"]);
}

#[test]
fn placeholders_of_formulas_are_faults() {
    let formula = |result: &str| {
        book("plant_outputs", |sheet| {
            sheet.write_row(0, 0, ["plant", "year", "output"]).unwrap();
            sheet.write(1, 0, "P-1").unwrap().write(1, 1, 2025).unwrap();
            sheet.write(1, 2, Formula::new("=400+500").set_result(result)).unwrap();
        })
    };
    // The writer asks that the book be calculated when it is opened.
    assert_eq!(briefs(&plan(&formula("0"))), ["plant_outputs 2 output import-uncalculated"]);
    assert_eq!(cell(&after(&formula("900")), "plant_outputs", &["P-1", "2025"], "output"), number(900.0));
    for asks in [" calcCompleted=\"0\"", " forceFullCalc=\"1\""] {
        let bytes = altered(&formula("0"), " fullCalcOnLoad=\"1\"", asks);
        assert_eq!(briefs(&plan(&bytes)), ["plant_outputs 2 output import-uncalculated"], "{asks}");
    }
    let calculated = altered(&formula("0"), " fullCalcOnLoad=\"1\"", "");
    assert_eq!(cell(&after(&calculated), "plant_outputs", &["P-1", "2025"], "output"), number(0.0));
}

#[test]
fn an_error_of_any_spreadsheet_is_a_fault_where_it_is_read() {
    let bytes = |error: &str| altered(&output(800.0, "0"), "<v>800</v>", &format!("<v>{error}</v>"));
    for error in ["#SPILL!", "#CALC!", "#BLOCKED!", "#DIV/0!", "#WHATEVER!"] {
        let bytes = altered(&bytes(error), "<c r=\"C2\" s=\"1\">", "<c r=\"C2\" s=\"1\" t=\"e\">");
        assert_eq!(briefs(&plan(&bytes)), ["plant_outputs 2 output import-error-cell"], "{error}");
    }
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("directory").unwrap().write_row(0, 0, ["code", "name"]).unwrap();
    sheet.write_row(1, 0, ["C-1", "公司"]).unwrap();
    book.add_worksheet().set_name("草稿").unwrap().write(0, 0, 7).unwrap();
    let beside = book.save_to_buffer().unwrap();
    let beside = altered(&beside, "<c r=\"A1\"><v>7</v>", "<c r=\"A1\" t=\"e\"><v>#SPILL!</v>");
    assert_eq!(briefs(&plan(&beside)), ["草稿   import-unknown-sheet"]);
    assert_eq!(plan(&beside).changes.len(), 1);
}

#[test]
fn counts_that_a_file_declares_are_not_believed() {
    let lies = altered(&output(800.0, "0"), "uniqueCount=\"", "uniqueCount=\"4294967295");
    assert_eq!(cell(&after(&lies), "plant_outputs", &["P-1", "2025"], "output"), number(800.0));
    let lies = altered(&output(800.0, "0"), "<cellXfs count=\"2\">", "<cellXfs count=\"4294967295\">");
    assert_eq!(cell(&after(&lies), "plant_outputs", &["P-1", "2025"], "output"), number(800.0));
}

#[test]
fn a_time_of_day_is_no_day() {
    let at = |format: &str| {
        book("review_periods", |sheet| {
            sheet.write_row(0, 0, ["id", "outlet", "from", "to", "reason"]).unwrap();
            sheet
                .write_row(1, 0, ["FH-1", "W-1"])
                .unwrap()
                .write(1, 3, "2026-03-02T10:00")
                .unwrap()
                .write(1, 4, "检修")
                .unwrap();
            let time = ExcelDateTime::from_ymd(2026, 3, 2).unwrap().and_hms(8, 30, 0).unwrap();
            sheet.write_with_format(1, 2, &time, &Format::new().set_num_format(format)).unwrap();
        })
    };
    let outlets = file("outlets.csv", format!("id,enterprise,name,kind\nW-1,{TITANIUM},总排口,direct\n"));
    let kept = kept_after(&[outlets, file("book.xlsx", at("yyyy-mm-dd hh:mm"))], &zone_kept());
    assert_eq!(cell(&kept, "review_periods", &["FH-1"], "from"), text("2026-03-02T08:30"));
}

#[test]
fn a_share_in_a_text_is_what_the_cell_shows() {
    for (number, format, shown) in [(0.5, "0%", "50%"), (0.475, "0.00%", "47.50%"), (12.5, "0.00", "12.50")] {
        let bytes = book("directory", |sheet| {
            sheet.write_row(0, 0, ["code", "name", "note"]).unwrap();
            sheet.write_row(1, 0, ["C-1", "甲"]).unwrap();
            sheet.write_with_format(1, 2, number, &Format::new().set_num_format(format)).unwrap();
        });
        assert_eq!(cell(&after(&bytes), "directory", &["C-1"], "note"), text(shown), "{format}");
    }
}

#[test]
fn texts_are_read_as_they_were_typed() {
    let bytes = book("directory", |sheet| {
        sheet.write_row(0, 0, ["code", "name", "note"]).unwrap();
        sheet.write_row(1, 0, ["C&1", "甲<乙>\"公司\"", "一行\n二行"]).unwrap();
    });
    let kept = after(&bytes);
    assert_eq!(cell(&kept, "directory", &["C&1"], "name"), text("甲<乙>\"公司\""));
    assert_eq!(cell(&kept, "directory", &["C&1"], "note"), text("一行\n二行"));
    // Readings of characters are no part of the text, and parts may have prefixes.
    let rich = "<si><r><t>C&amp;1</t></r><rPh sb=\"0\" eb=\"1\"><t>see one</t></rPh></si>";
    let bytes = altered(&bytes, "<si><t>C&amp;1</t></si>", rich);
    assert!(after(&bytes)["directory"].contains_key(&yanlian_model::Key::from_parts(&["C&1"])));
    let prefixed = rewritten(&bytes, |_, part| {
        let part = String::from_utf8(part).unwrap();
        match part.contains("<worksheet ") {
            true => prefixed(&part).into_bytes(),
            false => part.into_bytes(),
        }
    });
    assert_eq!(after(&prefixed), after(&bytes));
}

/// The XML of a worksheet with a prefix before the name of each element.
fn prefixed(xml: &str) -> String {
    let (declaration, sheet) = xml.split_once("?>").unwrap();
    let sheet = sheet.replace("</", "\u{1}").replace('<', "<x:").replace('\u{1}', "</x:").replace("xmlns=", "xmlns:x=");
    format!("{declaration}?>{sheet}")
}
