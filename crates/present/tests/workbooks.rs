//! The workbooks as another program reads them: every register and field, nothing that a spreadsheet
//! would run, no personal data unless asked for, the same bytes twice.

#![allow(clippy::unwrap_used, reason = "in a test a panic is the report")]

use calamine::{Data, Reader, Xlsx};
use std::io::Cursor;
use yanlian_model::registers::{self, Difficulty, Enterprise};
use yanlian_model::spreadsheet::EXAMPLE_MARKS;
use yanlian_model::{Lang, MASK, Privacy, Provenance, Record, Registers, Tables};
use yanlian_present::workbook::{WorkbookError, export_csv, export_workbook, lists, template};
use yanlian_present::{Settings, Theme, View};

fn open(bytes: &[u8]) -> Xlsx<Cursor<&[u8]>> {
    Xlsx::new(Cursor::new(bytes)).unwrap()
}

fn rows(book: &mut Xlsx<Cursor<&[u8]>>, sheet: &str) -> Vec<Vec<Data>> {
    book.worksheet_range(sheet).unwrap().rows().map(<[Data]>::to_vec).collect()
}

fn texts(row: &[Data]) -> Vec<String> {
    row.iter().map(ToString::to_string).collect()
}

/// An enterprise with a contact, and a difficulty whose text would be a formula.
fn tables() -> Tables {
    let text = |value: &str| Some(value.to_owned());
    let enterprise = Enterprise {
        uscc: "91000000MA0000007C".to_owned(),
        name: "+示例".to_owned(),
        name_en: None,
        gbt4754: text("0123"),
        status: Some(yanlian_model::EnterpriseStatus::Active),
        founded: chrono::NaiveDate::from_ymd_opt(1895, 5, 1),
        scale: None,
        address: None,
        contact_name: text("某人"),
        contact_phone: text("-12345"),
        provenance: Provenance::default(),
    };
    let difficulty = Difficulty {
        id: "SQ-1".to_owned(),
        enterprise: enterprise.uscc.clone(),
        raised: None,
        category: None,
        text: "=HYPERLINK(\"x\")".to_owned(),
        owner: text("@somebody"),
        first_response: None,
        promised: chrono::NaiveDate::from_ymd_opt(2025, 12, 31),
        solved: None,
        outcome: None,
        rating: Some(4.5),
        provenance: Provenance::default(),
    };
    Registers { enterprises: vec![enterprise].into(), difficulties: vec![difficulty].into(), ..Registers::default() }
        .to_tables()
}

#[test]
fn the_template_has_every_register_and_field_in_both_languages() {
    for lang in Lang::ALL {
        let bytes = template(lang).unwrap();
        let mut book = open(&bytes);
        let labels: Vec<&str> = registers::ALL.iter().map(|register| register.label.of(lang)).collect();
        assert_eq!(book.sheet_names()[1..], labels);
        for register in registers::ALL {
            let rows = rows(&mut book, register.label.of(lang));
            let mark = |required: bool| if required { " *" } else { "" };
            let heads = register.fields.iter().map(|f| format!("{}{}", f.label.of(lang), mark(f.required)));
            assert_eq!(texts(&rows[0]), heads.collect::<Vec<_>>());
            assert!(texts(&rows[1])[0].starts_with('#'), "{}: notes are a remark", register.name);
            assert_eq!(rows.len(), 3, "{}: one example", register.name);
            assert!(EXAMPLE_MARKS.contains(&texts(&rows[2])[register.position("note").unwrap()].as_str()));
        }
    }
}

#[test]
fn no_cell_of_an_export_is_run_by_a_spreadsheet() {
    let tables = tables();
    let begins_as_formula = |text: &str| text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    for lang in Lang::ALL {
        let bytes = export_workbook(&tables, lang, true).unwrap();
        let mut book = open(&bytes);
        assert_eq!(book.sheet_names().len(), 2);
        for sheet in book.sheet_names() {
            for cell in rows(&mut book, &sheet).iter().flatten() {
                assert!(!matches!(cell, Data::String(text) if begins_as_formula(text)), "{sheet}: {cell}");
            }
            assert!(book.worksheet_formula(&sheet).unwrap().is_empty());
        }
    }
    let csv = export_csv(Difficulty::REGISTER, &tables["difficulties"], true).unwrap();
    assert!(csv.starts_with("\u{feff}id,enterprise,") && csv.ends_with("\r\n"));
    let line = csv.lines().nth(1).unwrap();
    assert!(line.contains("\"'=HYPERLINK(\"\"x\"\")\",'@somebody,"), "{line}");
}

#[test]
fn personal_data_leaves_only_when_asked_for() {
    let tables = tables();
    let fields = Enterprise::REGISTER.fields.iter().enumerate();
    let personal: Vec<usize> = fields.filter(|(_, f)| f.privacy == Privacy::Personal).map(|(i, _)| i).collect();
    assert_eq!(personal.len(), 2);
    for (with_personal, shown) in [(false, [MASK, MASK]), (true, ["某人", "'-12345"])] {
        let bytes = export_workbook(&tables, Lang::Zh, with_personal).unwrap();
        let row = texts(&rows(&mut open(&bytes), Enterprise::REGISTER.label.zh)[1]);
        assert_eq!(personal.iter().map(|i| row[*i].as_str()).collect::<Vec<_>>(), shown);
        let csv = export_csv(Enterprise::REGISTER, &tables["enterprises"], with_personal).unwrap();
        assert_eq!(csv.contains("某人"), with_personal);
    }
}

#[test]
fn values_keep_their_nature() {
    let bytes = export_workbook(&tables(), Lang::En, false).unwrap();
    let mut book = open(&bytes);
    let enterprise = texts(&rows(&mut book, Enterprise::REGISTER.label.en)[1]);
    // A code keeps its zero; spreadsheets have no day before 1900.
    assert_eq!(enterprise[3..6], ["0123", "active", "1895-05-01"]);
    let difficulty = &rows(&mut book, Difficulty::REGISTER.label.en)[1];
    let cell = |field: &str| &difficulty[Difficulty::REGISTER.position(field).unwrap()];
    assert!(matches!(cell("promised"), Data::DateTime(_)));
    assert_eq!(cell("rating"), &Data::Float(4.5));
}

#[test]
fn the_same_records_give_the_same_bytes() {
    let tables = tables();
    let zone = yanlian_analysis::Zone::new(Registers::from_tables(&tables));
    let today = chrono::NaiveDate::from_ymd_opt(2026, 3, 20).unwrap();
    let diagnosis = yanlian_analysis::diagnose(&zone, &yanlian_analysis::Question::new(2025, today));
    for lang in Lang::ALL {
        let settings = Settings { lang, theme: Theme::Light, path: "/".to_owned(), demo: true };
        let view = View::new(settings, &zone, &diagnosis, today);
        let makers: [&dyn Fn() -> Result<Vec<u8>, WorkbookError>; 3] =
            [&|| template(lang), &|| export_workbook(&tables, lang, false), &|| lists(&view)];
        for make in makers {
            assert!(make().unwrap() == make().unwrap());
        }
        assert_eq!(open(&lists(&view).unwrap()).sheet_names().len(), 9);
    }
}

#[test]
fn an_error_crosses_threads() {
    fn crosses<T: Send + Sync + 'static>() {}
    crosses::<WorkbookError>();
}
