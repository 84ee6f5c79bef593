//! Imports from files as people bring them: small registers as text, workbooks built here.

#![allow(clippy::unwrap_used, reason = "in a test a panic is the report")]

mod forms;
mod texts;
mod workbooks;

use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use std::collections::BTreeSet;
use std::io::{Cursor, Read, Write};
use yanlian_intake::{Plan, SourceFile, judge, judge_what_stands, read};
use yanlian_model::{Arg, Finding, Key, Place, Row, Severity, Tables, Value, registers};

const TITANIUM: &str = "91000000MA0000007C";

const PRODUCTS: &str = "\
id,name_zh,name_en,aliases,unit
ti-sponge,海绵钛,titanium sponge,钛海绵;sponge Ti,t
ticl4,四氯化钛,titanium tetrachloride,,t
gas,天然气,natural gas,,Nm3
";
const INDICATORS: &str = "id,name_zh,unit,kind\ncod,化学需氧量,kg,emission\ntax,税收,CNY,economic\n";
const PROCESSES: &str = "id,name_zh,main_product\nkroll,镁还原,海绵钛\n";
const FLOWS: &str =
    "process,item,direction,quantity,low,high,unit,main\nkroll,ticl4,in,4.2,4,4.5,t,yes\nkroll,cod,emit,150,,,g,\n";
const ENTERPRISES: &str = "uscc,name,contact_name\n91000000MA0000007C,示例钛业有限公司,\n";
const PLANTS: &str = "id,enterprise,process,capacity\nP-1,示例钛业有限公司,kroll,10000\n";

fn file(name: &str, bytes: impl Into<Vec<u8>>) -> SourceFile {
    SourceFile { name: name.to_owned(), bytes: bytes.into() }
}

fn zone() -> Vec<SourceFile> {
    vec![
        file("products.csv", PRODUCTS),
        file("indicators.csv", INDICATORS),
        file("processes.csv", PROCESSES),
        file("flows.csv", FLOWS),
        file("enterprises.csv", ENTERPRISES),
        file("plants.csv", PLANTS),
    ]
}

/// Plans an import; what cannot be read is a finding as well.
fn import(files: &[SourceFile], kept: &Tables) -> Plan {
    match read(files, &mut |_| {}) {
        Ok(drafts) => judge(drafts, kept, &mut |_| {}),
        Err(findings) => Plan { findings, ..Plan::default() },
    }
}

/// What is kept after an import without faults.
fn kept_after(files: &[SourceFile], kept: &Tables) -> Tables {
    let plan = import(files, kept);
    assert!(plan.findings.iter().all(|finding| finding.severity != Severity::Fault), "{:#?}", plan.findings);
    let mut kept = kept.clone();
    plan.changes.iter().for_each(|change| kept.apply(change));
    kept
}

fn zone_kept() -> Tables {
    kept_after(&zone(), &Tables::new())
}

fn cell(tables: &Tables, register: &str, key: &[&str], field: &str) -> Option<Value> {
    let row: &Row = &tables[register][&Key::from_parts(key)];
    row[registers::by_name(register).unwrap().position(field).unwrap()].clone()
}

fn text(text: &str) -> Option<Value> {
    Some(Value::Text(text.into()))
}

/// Sheet or file, row, column and message of a finding: `flows.csv 2 quantity import-…`.
fn brief(finding: &Finding) -> String {
    let Place::Cell { file, sheet, row, column } = &finding.place else { panic!("a place in a file") };
    let row = row.map(|row| row.to_string()).unwrap_or_default();
    let column = column.as_deref().unwrap_or_default();
    format!("{} {row} {column} {}", sheet.as_ref().unwrap_or(file), finding.message.id)
}

fn briefs(plan: &Plan) -> Vec<String> {
    plan.findings.iter().map(brief).collect()
}

fn argument<'a>(finding: &'a Finding, name: &str) -> &'a Arg {
    &finding.message.args.iter().find(|(argument, _)| *argument == name).unwrap().1
}

#[test]
fn registers_in_any_order_refer_to_each_other() {
    let kept = zone_kept();
    assert_eq!(cell(&kept, "processes", &["kroll"], "main_product"), text("ti-sponge"));
    assert_eq!(cell(&kept, "plants", &["P-1"], "enterprise"), text(TITANIUM));
    let mut reversed = zone();
    reversed.reverse();
    assert_eq!(kept_after(&reversed, &Tables::new()), kept);
}

#[test]
fn a_second_import_changes_nothing() {
    let plan = import(&zone(), &zone_kept());
    assert_eq!(plan.changes, []);
    assert_eq!(plan.findings, []);
    assert!(plan.counts.iter().all(|counts| counts.new + counts.changed == 0));
    assert_eq!(plan.counts.iter().map(|counts| counts.unchanged).sum::<usize>(), 10);
}

#[test]
fn a_blank_leaves_what_is_kept_and_clear_erases_it() {
    let kept = zone_kept();
    let after = kept_after(&[file("products.csv", "id,name_en,aliases\nti-sponge,,=clear\n")], &kept);
    assert_eq!(cell(&after, "products", &["ti-sponge"], "name_en"), text("titanium sponge"));
    assert_eq!(cell(&after, "products", &["ti-sponge"], "aliases"), None);
    assert_eq!(after["products"].len(), 3, "rows that the file lacks stay");
}

#[test]
fn masked_personal_data_never_replaces_a_value() {
    let kept = zone_kept();
    let named = kept_after(&[file("enterprises.csv", format!("uscc,contact_name\n{TITANIUM},张三\n"))], &kept);
    let masked = file("enterprises.csv", format!("uscc,contact_name\n{TITANIUM},***\n"));
    let again = kept_after(std::slice::from_ref(&masked), &named);
    assert_eq!(cell(&again, "enterprises", &[TITANIUM], "contact_name"), text("张三"));
    let unknown = kept_after(std::slice::from_ref(&masked), &kept);
    assert_eq!(cell(&unknown, "enterprises", &[TITANIUM], "contact_name"), None);
    // A new record does not take the mask for a name, and a monitor without its password would take any.
    let new = file("enterprises.csv", "uscc,name,contact_name\n91350100M000100Y43,新公司,***\n");
    let plan = import(&[new], &kept);
    assert_eq!(briefs(&plan), ["enterprises.csv 2 contact_name import-withheld"]);
    assert!(!plan.changes[0].after.as_ref().unwrap().contains(&text("***")));
    let outlet = file("outlets.csv", format!("id,enterprise,name,kind\nW-1,{TITANIUM},总排口,direct\n"));
    let monitor = file("monitors.csv", "mn,outlet,password\nM1,W-1,***\n");
    assert_eq!(briefs(&import(&[outlet, monitor], &kept)), ["monitors.csv 2 password import-withheld-secret"]);
}

#[test]
fn numbers_are_converted_from_the_unit_they_are_given_in() {
    let kept = zone_kept();
    let files = [
        file("plants.csv", "id,产能\u{ff08}万吨\u{ff09}*\nP-1,1.1\n"),
        file(
            "supplies.csv",
            "supplier,customer,product,year,quantity,金额(万元)\n示例钛业有限公司,外部:某厂,海绵钛,2025年,\"5,000 kg\",300\n",
        ),
        file("annuals.csv", format!("enterprise,year,indicator,value\n{TITANIUM},2025,tax,3.5亿\n")),
        file("plant_measures.csv", "plant,year,item,direction,value,unit\nP-1,2025,cod,emit,0.2 kg,g\n"),
        file("projects.csv", "编号,项目名称,阶段,总投资 (million CNY)\nX-1,钛锭,签约,320\n"),
    ];
    let after = kept_after(&files, &kept);
    let supply = [TITANIUM, "outside:某厂", "ti-sponge", "2025"];
    assert_eq!(cell(&after, "plants", &["P-1"], "capacity"), Some(Value::Number(11_000.0)));
    assert_eq!(cell(&after, "supplies", &supply, "quantity"), Some(Value::Number(5.0)));
    assert_eq!(cell(&after, "supplies", &supply, "value_cny"), Some(Value::Number(3e6)));
    assert_eq!(cell(&after, "annuals", &[TITANIUM, "2025", "tax"], "value"), Some(Value::Number(3.5e8)));
    assert_eq!(cell(&after, "plant_measures", &["P-1", "2025", "cod", "emit"], "value"), Some(Value::Number(200.0)));
    assert_eq!(cell(&after, "projects", &["X-1"], "investment_cny"), Some(Value::Number(3.2e8)));
}

#[test]
fn a_row_in_another_unit_takes_with_it_what_stays_as_it_is_kept() {
    let kept = zone_kept();
    let flow = |row: &str| file("flows.csv", format!("process,item,direction,quantity,high,unit\n{row}\n"));
    let after = kept_after(&[flow("kroll,ticl4,in,4300,,kg")], &kept);
    let figure = |name| cell(&after, "flows", &["kroll", "ticl4", "in"], name);
    assert_eq!(
        [figure("low"), figure("quantity"), figure("high")],
        [4000.0, 4300.0, 4500.0].map(|n| Some(Value::Number(n)))
    );
    let only = judge(read(&[flow("kroll,ticl4,in,,,kg")], &mut |_| {}).unwrap(), &kept, &mut |_| {});
    assert_eq!(briefs(&only), ["flows.csv 2 unit import-figures-converted"]);
    let after = kept_after(&[flow("kroll,ticl4,in,5000,=clear,kg")], &kept);
    assert_eq!(cell(&after, "flows", &["kroll", "ticl4", "in"], "high"), None);
    let after = kept_after(&[flow("kroll,ticl4,in,4.3,,t"), flow("kroll,cod,emit,0.2,,kg")], &kept);
    assert_eq!(cell(&after, "flows", &["kroll", "ticl4", "in"], "low"), Some(Value::Number(4.0)));
}

#[test]
fn what_stands_is_judged_without_what_does_not() {
    let kept = zone_kept();
    let files = [
        file("products.csv", "id,name_zh,unit\nnew,新品,t\nbad,,t\n"),
        file("flows.csv", "process,item,direction,quantity\nkroll,new,in,1\nkroll,bad,in,1\nkroll,gas,in,-1\n"),
        file("prices.csv", "product,date,prise_cny\nnew,2025-01-01,3\n"),
    ];
    let judged = judge_what_stands(read(&files, &mut |_| {}).unwrap(), &kept);
    let flow = ("flows", Key::from(["kroll", "gas", "in"]));
    assert!(judged.brought.contains_key(&flow) && !judged.standing.contains_key(&flow), "a refused row stands nowhere");
    let plan = judged.plan;
    let found = ["products.csv 3 name_zh import-required", "flows.csv 4 quantity import-under-minimum"];
    assert!(found.iter().all(|found| briefs(&plan).contains(&(*found).to_owned())), "{:?}", briefs(&plan));
    assert!(!briefs(&plan).iter().any(|found| found.starts_with("flows.csv 3")), "it only follows from another");
    let changed: Vec<String> =
        plan.changes.iter().map(|change| format!("{} {}", change.register, change.key)).collect();
    assert_eq!(changed, ["products new", "flows kroll · new · in"]);
    assert!(judge(read(&files, &mut |_| {}).unwrap(), &kept, &mut |_| {}).changes.is_empty(), "an import is whole");
}

#[test]
fn text_that_would_run_comes_back_as_it_was() {
    let csv = "id,name_zh,unit,note\na,甲,t,'=1+1\nb,乙,t,''-x\nc,丙,t,'quoted'\n";
    let kept = kept_after(&[file("products.csv", csv)], &Tables::new());
    assert_eq!(cell(&kept, "products", &["a"], "note"), text("=1+1"));
    assert_eq!(cell(&kept, "products", &["b"], "note"), text("'-x"));
    assert_eq!(cell(&kept, "products", &["c"], "note"), text("'quoted'"));
}

#[test]
fn csv_in_the_encodings_and_forms_that_people_have() {
    let kept = kept_after(&[file("products.csv", PRODUCTS)], &Tables::new());
    let utf16: Vec<u8> = [0xfeff].into_iter().chain(PRODUCTS.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let tabs = PRODUCTS.replace(',', "\t").replace('\n', "\r\n");
    let titled = format!("产品登记表,,,,\n# 每行一个产品,,,,\n\n{PRODUCTS}# 备注,,,,\n,,,,\n");
    let forms = [
        file("products.csv", format!("\u{feff}{PRODUCTS}")),
        file("产品.csv", encoding_rs::GB18030.encode(PRODUCTS).0.into_owned()),
        file("demo/Products.CSV", utf16),
        file("products.tsv", tabs),
        file("products.csv", titled),
    ];
    for form in forms {
        assert_eq!(kept_after(std::slice::from_ref(&form), &Tables::new()), kept, "{}", form.name);
    }
}

#[test]
fn rows_are_counted_as_the_spreadsheet_counts_them() {
    for end in ["\n", "\r\n", "\r"] {
        let csv = "id,name_zh,unit\n\n\n# remark,,\na,\"two\nlines\",t\n\nb,乙,stone\n".replace('\n', end);
        assert_eq!(
            briefs(&import(&[file("products.csv", csv)], &Tables::new())),
            ["products.csv 7 unit import-unknown-unit"]
        );
    }
}

/// A workbook with cells of every sort.
fn workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    let date = Format::new().set_num_format("yyyy-mm-dd");
    let day = ExcelDateTime::from_ymd(2025, 11, 1).unwrap();
    book.add_worksheet().set_name("说明").unwrap().write(0, 0, "任意文字").unwrap();
    let sheet = book.add_worksheet();
    sheet.set_name("产品").unwrap();
    sheet.write_row(0, 0, ["编号 *", "中文名称 *", "计量单位 *", "行业代码", "数据日期", "备注"]).unwrap();
    sheet.write_row(1, 0, ["# 关键列", "必填", "如 t"]).unwrap();
    sheet.write_row(2, 0, ["ti-sponge", "海绵钛", "吨"]).unwrap();
    sheet.write(2, 3, 3239).unwrap().write_with_format(2, 4, &day, &date).unwrap();
    sheet.write_with_format(2, 5, &day, &date).unwrap();
    let sheet = book.add_worksheet();
    sheet.set_name("Targets").unwrap();
    sheet.write_row(0, 0, ["Indicator", "Period", "Target", "Actual"]).unwrap();
    sheet.write(1, 0, "cod").unwrap().write_with_format(1, 1, &day, &date).unwrap();
    sheet.write(1, 2, Formula::new("=1+1").set_result("2")).unwrap();
    sheet.write(1, 3, Formula::new("=clear").set_result("#NAME?")).unwrap();
    sheet.write(2, 0, "cod").unwrap().write(2, 1, 2025).unwrap();
    let sheet = book.add_worksheet();
    sheet.set_name("indicators").unwrap();
    sheet.write_row(0, 0, ["id", "name_zh", "unit"]).unwrap();
    sheet.write_row(1, 0, ["cod", "化学需氧量", "kg"]).unwrap();
    book.save_to_buffer().unwrap()
}

#[test]
fn a_workbook_gives_what_it_shows() {
    let kept = kept_after(&[file("zone.xlsx", workbook())], &Tables::new());
    let day = chrono::NaiveDate::from_ymd_opt(2025, 11, 1).unwrap();
    assert_eq!(cell(&kept, "products", &["ti-sponge"], "unit"), text("t"));
    assert_eq!(cell(&kept, "products", &["ti-sponge"], "gbt4754"), text("3239"));
    assert_eq!(cell(&kept, "products", &["ti-sponge"], "as_of"), Some(Value::Date(day)));
    assert_eq!(cell(&kept, "products", &["ti-sponge"], "note"), text("2025-11-01"));
    assert_eq!(cell(&kept, "targets", &["cod", "2025-11"], "target"), Some(Value::Number(2.0)));
    assert_eq!(cell(&kept, "targets", &["cod", "2025-11"], "actual"), None);
    assert!(kept["targets"].contains_key(&Key::from_parts(&["cod", "2025"])));
    assert_eq!(import(&[file("zone.xlsx", workbook())], &kept).changes, []);
}

/// The workbook with each of its parts, by position, as `change` gives it.
fn rewritten(book: &[u8], change: impl Fn(usize, Vec<u8>) -> Vec<u8>) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(book)).unwrap();
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for i in 0..archive.len() {
        let mut entry = archive.by_index(i).unwrap();
        let mut part = Vec::new();
        entry.read_to_end(&mut part).unwrap();
        writer.start_file(entry.name().unwrap(), zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(&change(i, part)).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The workbook with one text replaced in the XML of its sheets.
fn altered(book: &[u8], from: &str, to: &str) -> Vec<u8> {
    rewritten(book, |_, part| String::from_utf8(part).unwrap().replace(from, to).into_bytes())
}

#[test]
fn formulas_without_a_value_and_errors_are_faults() {
    let book = altered(&workbook(), "<f>1+1</f><v>2</v>", "<f>1+1</f><v></v>");
    assert_eq!(briefs(&import(&[file("zone.xlsx", book)], &Tables::new())), ["Targets 2 Target import-uncalculated"]);
    let book = altered(&workbook(), "<f>clear</f>", "<f>1/0</f>");
    assert_eq!(briefs(&import(&[file("zone.xlsx", book)], &Tables::new())), ["Targets 2 Actual import-error-cell"]);
}

/// One file laid over the zone, and the findings that it gives.
const PLANTED: &[(&str, &str, &[&str])] = &[
    ("products", "id,name_zh,unit\na,甲,stone\n", &["2 unit import-unknown-unit"]),
    ("products", "id,name_zh,unit\na,甲,万吨\n", &["2 unit import-plain-unit"]),
    ("products", "id,name_zh,unit,kind\na,甲,t,metal\n", &["2 kind import-not-a-choice"]),
    (
        "products",
        "id,name_zh,unit,vat_rate\na,甲,t,1.3\nb,乙,t,-1\nc,丙,t,13%\n",
        &["2 vat_rate import-over-maximum", "3 vat_rate import-under-minimum", "4 vat_rate import-no-unit-here"],
    ),
    ("products", "id,name_zh,unit\na,,t\n,乙,t\n", &["2 name_zh import-required", "3 id import-required"]),
    ("products", "id,name_zh,unit\nti-sponge,=clear,\n", &["2 name_zh import-clear-required"]),
    ("products", "id,name_zh,unit\n=clear,甲,t\n", &["2 id import-clear-required"]),
    ("products", "id,name_zh\na,甲\nb,乙\nti-sponge,海绵钛\n", &["1  import-missing-required-column"]),
    ("products", "name_zh,unit\n甲,t\n", &["1  import-missing-key-column"]),
    ("products", "id,name_zh,unti\na,甲,t\n", &["1  import-missing-required-column", "1 unti import-unknown-column"]),
    ("products", "id,name_zh,unit,zzzzzzzzzz\na,甲,t,\n", &["1 zzzzzzzzzz import-unknown-column-alone"]),
    ("products", "id,name_zh,unit,计量单位\na,甲,t,t\n", &["1 计量单位 import-duplicate-column"]),
    ("products", "id,name_zh,unit,\na,甲,t,x\nb,乙,t,y\n", &["2  import-cell-without-header"]),
    ("products", "id,name_zh,unit\na,甲,t,extra\nb,乙\n", &["2  import-ragged-row", "3  import-ragged-row"]),
    ("products", "甲,乙\n1,2\n", &["  import-no-header"]),
    ("products", "id,name_zh,unit\na,甲,t\na,甲甲,t\n", &["3 id import-duplicate-key"]),
    ("products", "id,name_zh,unit\na,甲,t\na,甲,t\n", &["3  import-repeated-row"]),
    ("products", "id,name_zh,unit\na\u{7},甲,t\n", &["2 id import-control-character"]),
    ("products", "id,name_zh,unit\nti-sponge,,kg\n", &["2 unit import-unit-changed"]),
    ("products", "id,name_zh,unit\nti-sponge-2,海绵钛,t\n", &["2 name_zh import-probable-duplicate"]),
    ("products", "id,name_zh,unit,note\na,甲,t,example row: delete or overwrite\n", &["2 note import-example-row"]),
    ("products", "id,name_zh,unit,as_of\na,甲,t,01/02/2025\n", &["2 as_of import-not-a-date"]),
    ("enterprises", "uscc,name\n91000000MA0000007D,某公司\n", &["2 uscc import-bad-uscc"]),
    (
        "monitors",
        "mn,outlet,allowed_addresses\nM1,W-1,10.1.2.3;10.1.2\n",
        &["2 outlet import-unknown-reference-alone", "2 allowed_addresses import-bad-address"],
    ),
    (
        "review_periods",
        "id,outlet,from,to,reason\nFH-1,W-1,2026-03-02T08:00,2026-03-02 9h,检修\n",
        &["2 outlet import-unknown-reference-alone", "2 to import-bad-minute"],
    ),
    ("enterprises", "uscc,name\n91350100M000100Y43,示例钛业 有限责任公司\n", &["2 name import-probable-duplicate"]),
    ("plants", "id,capacity\nP-1,lots\n", &["2 capacity import-not-a-number"]),
    ("plants", "id,capacity\nP-1,5 m3\n", &["2 capacity import-inconvertible-unit"]),
    ("plants", "id,capacity\nP-1,5 apples\n", &["2 capacity import-unknown-unit"]),
    ("plants", "id,产能(斤)\nP-1,5\n", &["1 产能(斤) import-unknown-unit"]),
    ("plants", "id,enterprise,process\nP-2,示例钛业,kroll\n", &["2 enterprise import-unknown-reference"]),
    ("plants", "id,enterprise,process\nP-2,91000000MA0000007C,xyz\n", &["2 process import-unknown-reference-alone"]),
    ("plant_outputs", "plant,year,output\nP-1,25,8000\n", &["2 year import-not-a-year"]),
    ("targets", "indicator,period,target\ncod,2025-13,1\n", &["2 period import-not-a-period"]),
    ("prices", "product,date,tax_included\ngas,2025-01-01,maybe\n", &["2 tax_included import-not-yes-or-no"]),
    ("prices", "product,date,单价(吨)\ngas,2025-01-01,3\n", &["1 单价(吨) import-inconvertible-unit"]),
    ("projects", "id,name,stage,capacity\nX-1,甲,签约,5000 t\n", &["2 capacity import-no-unit-known"]),
    ("projects", "id,name,stage,needs\nX-1,甲,签约,X-1;X-9\n", &["2 needs import-unknown-reference-alone"]),
    (
        "supplies",
        "supplier,customer,product,year\n外星人,outside:,gas,2025\n",
        &["2 supplier import-unknown-party-alone", "2 customer import-outside-without-name"],
    ),
    ("flows", "process,item,direction,quantity,low,high\nkroll,ticl4,in,5,,\n", &["2 quantity import-bounds-kept"]),
    ("flows", "process,item,direction,quantity,unit\nkroll,ti-sponge,out,1000,kg\nkroll,gas,in,1,Nm3\n", &[]),
    ("flows", "process,item,direction,quantity\nkroll,ti-sponge,out,2\n", &["2 quantity import-main-product-not-one"]),
    ("flows", "process,item,direction,quantity,main\nkroll,gas,in,2,yes\n", &["2 main import-second-main"]),
    ("flows", "process,item,direction,quantity,unit\nkroll,gas,in,2,kg\n", &["2 unit import-inconvertible-unit"]),
    ("flows", "process,item,direction\nkroll,gas,sideways\n", &["2 direction import-not-a-choice"]),
    ("flows", "process,item,direction\nkroll,cod,in\n", &["2 item import-unknown-reference-alone"]),
    ("Sheet9", "a,b\n1,2\n", &["  import-unknown-sheet", "  import-nothing"]),
    ("readme", "a,b\n1,2\n", &["  import-nothing"]),
];

const LOCALES: [&str; 2] =
    [include_str!("../../../answers/locales/zh/import.ftl"), include_str!("../../../answers/locales/en/import.ftl")];

/// The arguments that a message's text and its `.mend` ask for, in either language.
fn asked_for(id: &str) -> BTreeSet<&'static str> {
    let head = format!("\n{id} = ");
    let texts = LOCALES.iter().map(|locale| locale.split(&head).nth(1).unwrap().lines().take(2));
    texts.flatten().flat_map(|line| line.split("{ $").skip(1)).filter_map(|rest| rest.split(' ').next()).collect()
}

#[test]
fn each_planted_fault_is_found_at_its_place() {
    let kept = zone_kept();
    for (name, csv, expected) in PLANTED {
        let name = format!("{name}.csv");
        let plan = import(&[file(&name, *csv)], &kept);
        let found: Vec<String> = briefs(&plan).iter().map(|finding| finding[name.len() + 1..].to_owned()).collect();
        assert_eq!(found, *expected, "{csv}");
        for Finding { message, .. } in &plan.findings {
            let given: BTreeSet<&str> = message.args.iter().map(|(name, _)| *name).collect();
            assert!(asked_for(message.id).is_subset(&given), "{message:?}");
        }
        let faulty = plan.findings.iter().any(|finding| finding.severity == Severity::Fault);
        assert_eq!(plan.changes.is_empty(), faulty || plan.counts.iter().all(|c| c.new + c.changed == 0), "{csv}");
    }
}

#[test]
fn every_fault_is_listed_in_the_order_of_the_files_and_without_echo() {
    // The broken enterprise is there all the same: the plant that refers to it is not at fault.
    let files = [
        file("plants.csv", "id,enterprise,process,capacity\nP-2,91000000MA0000007D,kroll,x\nP-3,坏代码公司,nothing,\n"),
        file("enterprises.csv", "uscc,name,founded\n91000000MA0000007D,坏代码公司,soon\n,无代码公司,\n"),
        file("hazards.csv", "id,enterprise\nYH-1,无代码公司\n"),
    ];
    let plan = import(&files, &zone_kept());
    assert_eq!(plan.changes, []);
    assert_eq!(
        briefs(&plan),
        [
            "plants.csv 2 capacity import-not-a-number",
            "plants.csv 3 process import-unknown-reference-alone",
            "enterprises.csv 2 uscc import-bad-uscc",
            "enterprises.csv 2 founded import-not-a-date",
            "enterprises.csv 3 uscc import-required",
        ]
    );
}

#[test]
fn an_ambiguous_name_lists_its_bearers() {
    let files = [
        file("products.csv", "id,name_zh,unit\ngas-2,天然气,Nm3\n"),
        file("final_demand.csv", "product,year,who\n天然气,2025,居民\n"),
    ];
    let plan = import(&files, &zone_kept());
    assert_eq!(
        briefs(&plan),
        ["products.csv 2 name_zh import-probable-duplicate", "final_demand.csv 2 product import-ambiguous-reference",]
    );
    assert_eq!(argument(&plan.findings[1], "candidates"), &Arg::from("gas; gas-2"));
}

#[test]
fn files_that_cannot_be_read_are_refused_with_a_word() {
    let refused = |name: &str, bytes: Vec<u8>| brief(&import(&[file(name, bytes)], &Tables::new()).findings[0]);
    assert_eq!(refused("a.xlsx", b"PK\x03\x04 and so on".to_vec()), "a.xlsx   import-unreadable-workbook");
    assert_eq!(refused("a.xlsx", b"text".to_vec()), "a.xlsx   import-unreadable-workbook");
    assert_eq!(refused("a.xlsx", vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1]), "a.xlsx   import-old-workbook");
    assert_eq!(refused("a.pdf", b"%PDF".to_vec()), "a.pdf   import-unknown-file-kind");
    assert_eq!(refused("products.csv", vec![b'a', 0xff, 0xff]), "products.csv   import-unknown-encoding");
    let open = "id,name_zh,unit\na,\"甲,t\nb,乙,t\n".into();
    assert_eq!(refused("products.csv", open), "products.csv   import-unclosed-quote");
}

#[test]
fn a_workbook_that_unpacks_too_large_is_refused_whatever_its_directory_says() {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file("xl/worksheets/sheet1.xml", zip::write::SimpleFileOptions::default()).unwrap();
    for _ in 0..201 {
        writer.write_all(&[b' '; 1_000_000]).unwrap();
    }
    let mut bomb = writer.finish().unwrap().into_inner();
    let refused = |bytes: &[u8]| briefs(&import(&[file("bomb.xlsx", bytes)], &Tables::new()));
    assert_eq!(refused(&bomb), ["bomb.xlsx   import-too-large"]);
    // The sizes stand in bytes 22 to 25 of the file's head, and 24 to 27 of its entry in the directory.
    let directory = bomb.windows(4).position(|bytes| bytes == b"PK\x01\x02").unwrap();
    for size in [22, directory + 24] {
        bomb[size..size + 4].copy_from_slice(&10u32.to_le_bytes());
    }
    assert_eq!(refused(&bomb), ["bomb.xlsx   import-unreadable-workbook"]);
}

#[test]
fn every_message_is_written_in_both_languages() {
    let folders = ["/src/read", "/src/judge", "/src"].map(|folder| env!("CARGO_MANIFEST_DIR").to_owned() + folder);
    let files = folders.iter().flat_map(|folder| std::fs::read_dir(folder).unwrap()).map(|file| file.unwrap().path());
    let texts: Vec<String> =
        files.filter(|path| path.is_file()).map(|path| std::fs::read_to_string(path).unwrap()).collect();
    let literals = texts.iter().flat_map(|text| text.split('"')).filter(|literal| literal.starts_with("import-"));
    let ids: BTreeSet<&str> = literals.collect();
    for locale in LOCALES {
        let written: BTreeSet<&str> = locale
            .lines()
            .filter_map(|line| line.strip_prefix("import-"))
            .filter_map(|line| line.split(" = ").next())
            .collect();
        let said: BTreeSet<&str> = ids.iter().map(|id| &id["import-".len()..]).collect();
        assert_eq!(said, written);
        assert_eq!(locale.matches("    .mend = ").count(), written.len());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..300), magic in prop::sample::select(vec!["", "PK\x03\x04", "\u{feff}", "id,unit\n"])) {
        for name in ["products.csv", "zone.xlsx"] {
            import(&[file(name, [magic.as_bytes(), &bytes].concat())], &Tables::new());
        }
    }

    #[test]
    fn no_mutation_of_a_good_file_makes_it_panic(at in any::<prop::sample::Index>(), with in any::<[u8; 3]>(), which in 0usize..6) {
        let mut files = zone();
        let bytes = &mut files[which].bytes;
        let at = at.index(bytes.len());
        let end = (at + with.len()).min(bytes.len());
        bytes.splice(at..end, with);
        import(&files, &Tables::new());
    }

    #[test]
    fn no_mutation_of_a_workbook_makes_it_panic(at in any::<prop::sample::Index>(), with in "[0-9A-Z<>/\"]{1,3}", part in 0usize..12) {
        let changed = rewritten(&workbook(), |i, mut xml| {
            if i == part {
                let at = at.index(xml.len());
                xml.splice(at..(at + 1).min(xml.len()), with.bytes());
            }
            xml
        });
        import(&[file("zone.xlsx", changed)], &Tables::new());
    }
}
