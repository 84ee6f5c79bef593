//! Imports from files as people bring them: small registers as text, workbooks built here.

#![allow(clippy::unwrap_used, reason = "in a test a panic is the report")]

mod counted;
mod forms;
mod headers;
mod hostile;
mod planted;
mod plausible;
mod replaced;
mod rows;
mod seen;
mod shares;
mod texts;
mod units;
mod words;
mod workbooks;

use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
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

/// Findings of one file laid over the zone, without its name.
fn found(name: &str, csv: &str) -> Vec<String> {
    let plan = import(&[file(&format!("{name}.csv"), csv)], &zone_kept());
    let faulty = plan.findings.iter().any(|finding| finding.severity == Severity::Fault);
    assert!(!faulty || plan.changes.is_empty());
    briefs(&plan).iter().map(|finding| finding[name.len() + 5..].to_owned()).collect()
}

fn after(name: &str, csv: &str) -> Tables {
    kept_after(&[file(&format!("{name}.csv"), csv)], &zone_kept())
}

fn number(number: f64) -> Option<Value> {
    Some(Value::Number(number))
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
            ["products.csv 4  import-remark-rows", "products.csv 7 unit import-unknown-unit"]
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
    assert_eq!(
        briefs(&import(&[file("zone.xlsx", book)], &Tables::new())),
        ["产品 2  import-remark-rows", "Targets 2 Target import-uncalculated"]
    );
    let book = altered(&workbook(), "<f>clear</f>", "<f>1/0</f>");
    assert_eq!(
        briefs(&import(&[file("zone.xlsx", book)], &Tables::new())),
        ["产品 2  import-remark-rows", "Targets 2 Actual import-error-cell"]
    );
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
