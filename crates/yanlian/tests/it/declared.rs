//! A register is complete in one file: the patents stand in theirs and in the list of registers, nothing else
//! knows them, and they are found everywhere.

use crate::site::{get, upload};
use crate::stores::Stores;
use axum::http::StatusCode;
use calamine::{Reader, Xlsx};
use std::io::Cursor;
use std::path::{Path, PathBuf};
use yanlian_model::{Lang, Target, registers};

const NUMBER: &str = "ZL~1/2%";
const SEGMENT: &str = "ZL%257E1%2F2%2525";
const FIRM: &str = "91000000MA0D100127";

/// Every file of a folder that a program is made from.
fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        let kind = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
        match path.is_dir() {
            true => sources(&path, found),
            false if ["rs", "html", "ftl", "js", "sql", "css"].contains(&kind) => found.push(path),
            false => (),
        }
    }
}

#[test]
fn nothing_but_its_file_and_the_list_names_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut files = Vec::new();
    sources(&root.join("crates"), &mut files);
    sources(&root.join("assets/static"), &mut files);
    let named = |path: &PathBuf| {
        let text = std::fs::read_to_string(path).unwrap().to_lowercase();
        text.contains("patent") || text.contains("专利")
    };
    let own = ["model/src/registers/mod.rs", "model/src/registers/patents.rs", "yanlian/tests/it/declared.rs"];
    let mut naming: Vec<String> = files.into_iter().filter(named).map(|path| path.display().to_string()).collect();
    naming.sort();
    assert_eq!(naming.len(), own.len(), "{naming:?}");
    for (path, own) in naming.iter().zip(own) {
        assert!(path.ends_with(own), "{path}");
    }
    let list = std::fs::read_to_string(root.join("crates/model/src/registers/mod.rs")).unwrap();
    assert_eq!(list.to_lowercase().matches("patent").count(), 2, "one line of the list");
}

#[test]
fn what_registers_declare_leads_somewhere() {
    for register in registers::ALL {
        let name = register.name;
        for field in register.fields {
            let same = register.fields.iter().filter(|other| other.naming.is_some() && other.naming == field.naming);
            assert!(same.count() <= 1, "{name}: one field for each way of calling a record");
            assert!(!(field.is_key && field.privacy.is_hidden()), "{name}.{} is part of addresses", field.key);
        }
        assert!(register.page.is_none() || register.key_fields().count() == 1, "{name}: pages are addressed by an id");
        assert!(!register.access.keepers.is_empty(), "{name} is kept up by somebody");
        for key in register.belongs {
            let field = register.field(key).unwrap_or_else(|| panic!("{name} has a field {key}"));
            let belongs = |to: &str| to == "enterprises" || !registers::by_name(to).unwrap().belongs.is_empty();
            let leads = match field.target {
                Some(Target::Register(to)) => belongs(to),
                Some(Target::Party) => true,
                Some(Target::Item) => false,
                None => field.is_key && name == "enterprises",
            };
            assert!(leads, "{name}.{key} leads to an enterprise");
        }
    }
}

#[test]
fn the_template_has_its_sheet() {
    for (lang, sheet) in [(Lang::Zh, "专利"), (Lang::En, "Patents")] {
        let bytes = yanlian_present::workbook::template(lang).unwrap();
        let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
        let rows = book.worksheet_range(sheet).unwrap();
        let head: Vec<String> = rows.rows().flatten().map(ToString::to_string).collect();
        let register = registers::by_name("patents").unwrap();
        for field in register.fields {
            assert!(head.iter().any(|text| field.is_named(text)), "{sheet}: {}", field.key);
        }
    }
}

on_each_database!(a_record_of_it_is_found_everywhere);

async fn a_record_of_it_is_found_everywhere(stores: Stores) {
    let router = yanlian::demonstration(&stores.address(), 0).await.unwrap();
    let firm = get(&router, &format!("/enterprises/{FIRM}")).await;
    assert_eq!(firm.status, StatusCode::OK);
    let csv = |name: &str| {
        format!(
            "number,enterprise,name_zh,name_en,product,filed,inventors\n{NUMBER},{FIRM},{name},Quiet furnace,海绵钛,2023-01-10,某人\n"
        )
    };
    for name in ["静音还原炉", "静音蒸馏炉"] {
        let reply = upload(&router, "patents.csv", &csv(name), "import").await;
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.text);
    }
    let record = format!("/data/patents/{SEGMENT}");

    let data = get(&router, "/data").await.text;
    assert!(data.contains("/data/patents?"), "the data page lists the register");
    let table = get(&router, "/data/patents").await.text;
    assert!(table.contains(&record) && table.contains("Quiet furnace"), "{table}");
    assert!(table.contains(&format!("/enterprises/{FIRM}?")) && table.contains("/products/ti-sponge?"), "links");
    let page = get(&router, &record).await;
    assert_eq!(page.status, StatusCode::OK);
    // The record is called by its name, has its links, and says what became of it; nobody is named.
    for shown in ["Quiet furnace", "2023-01-10", "静音还原炉", "静音蒸馏炉", &format!("/enterprises/{FIRM}?")]
    {
        assert!(page.text.contains(shown), "{shown}: {}", page.text);
    }
    assert!(!page.text.contains("某人") && !table.contains("某人"));

    for query in ["静音蒸", "quiet", "zl", "ZL~1"] {
        let found = get(&router, &format!("/search?q={}", yanlian_present::percent(query))).await.text;
        assert!(found.contains(&record), "{query}: {found}");
        let found = get(&router, &format!("/api/suggest/patents?q={}", yanlian_present::percent(query))).await.text;
        assert!(found.contains("Quiet furnace") && found.contains("\"ZL~1/2%\""), "{query}: {found}");
    }
    let by_initials = get(&router, "/api/suggest/products,patents?q=jyzl").await.text;
    assert!(by_initials.contains("Quiet furnace"), "{by_initials}");
    assert_eq!(get(&router, "/api/suggest/nothing?q=a").await.status, StatusCode::NOT_FOUND);

    let json = get(&router, "/api/registers/patents").await.text;
    assert!(json.contains("静音蒸馏炉") && json.contains("***") && !json.contains("某人"), "{json}");

    let out = stores.folder().join("out");
    let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_yanlian"));
    let said = program.args(["export", "-o", out.to_str().unwrap(), "--database", &stores.url]).output().unwrap();
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    let exported = std::fs::read_to_string(out.join("patents.csv")).unwrap();
    assert!(exported.contains("ZL~1/2%") && exported.contains("静音蒸馏炉"), "{exported}");
}
