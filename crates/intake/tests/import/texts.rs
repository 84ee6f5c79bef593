//! CSV as people and programs write it: what can mean one thing only is read, the rest is a fault by place.

use super::{TITANIUM, brief, briefs, cell, file, import, kept_after, text, zone_kept};
use yanlian_model::{Severity, Tables, Value};

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
fn units_a_year_and_in_capitals_are_read_where_they_mean_one_thing() {
    for (written, tonnes) in
        [("1.2万吨/年", 12_000.0), ("5000t/a", 5000.0), ("1200KG", 1.2), ("3万t/y", 30_000.0), ("7 tpa", 7.0)]
    {
        let kept = after("plants", &format!("id,capacity\nP-1,{written}\n"));
        assert_eq!(cell(&kept, "plants", &["P-1"], "capacity"), number(tonnes), "{written}");
    }
    let header = after("plants", "id,产能 万吨/年\nP-1,2\n");
    assert_eq!(cell(&header, "plants", &["P-1"], "capacity"), number(20_000.0));
    let output = after("plant_outputs", "plant,year,output\nP-1,2025,800 t/a\n");
    assert_eq!(cell(&output, "plant_outputs", &["P-1", "2025"], "output"), number(800.0));
    assert_eq!(found("plants", "id,capacity\nP-1,5 t/d\n"), ["2 capacity import-unknown-unit"]);
    // A price is not what a year brings.
    assert_eq!(found("prices", "product,date,price_cny\ngas,2025-01-01,3元/年\n"), ["2 price_cny import-unknown-unit"]);
}

#[test]
fn commas_out_of_place_are_faults() {
    for written in ["1.234,56", "1.200,5", "0,500", "00,123", "1,000.000,5", "12,34"] {
        assert_eq!(
            found("plants", &format!("id,capacity\nP-1,\"{written}\"\n")),
            ["2 capacity import-not-a-number"],
            "{written}"
        );
    }
    let kept = after("plants", "id,capacity\nP-1,\"12,345.5\"\n");
    assert_eq!(cell(&kept, "plants", &["P-1"], "capacity"), number(12_345.5));
}

#[test]
fn numbers_beyond_all_sense_are_faults() {
    for written in ["1e308", "-1e300", "1e-300", "9e15"] {
        assert_eq!(found("plants", &format!("id,capacity\nP-1,{written}\n"))[0], "2 capacity import-number-range");
    }
    assert_eq!(found("plants", "id,capacity\nP-1,1e300万吨\n"), ["2 capacity import-number-range"]);
}

#[test]
fn codes_that_were_numbers_are_faults() {
    assert_eq!(found("directory", "code,name\n9.13301E+17,甲公司\n"), ["2 code import-long-number"]);
    assert_eq!(found("products", "id,name_zh,unit,hs_code\na,甲,t,8.10820E+05\n"), ["2 hs_code import-long-number"]);
    assert_eq!(found("directory", "code,name\n913301000000000000,甲公司\n"), ["2 code import-perhaps-rounded"]);
    // A note is no code, and a code may hold an E.
    assert_eq!(found("directory", "code,name,note\n1E5,甲公司,9.1E+17\n"), [""; 0]);
}

#[test]
fn keys_that_nobody_tells_apart_are_one() {
    let bring = |key: &str| found("plants", &format!("id,enterprise,process\n{key},{TITANIUM},kroll\n"));
    for hidden in ["P-1\u{200b}", "\u{feff}P-1", "P\u{ad}-1", "P-1\u{202c}"] {
        assert_eq!(bring(hidden), ["2 id import-invisible-character"], "{hidden:?}");
        let kept = after("plants", &format!("id,capacity\n{hidden},7\n"));
        assert_eq!((kept["plants"].len(), cell(&kept, "plants", &["P-1"], "capacity")), (1, number(7.0)));
    }
    for same in ["\u{ff30}-1", "P\u{2011}1", "P -1", "P\u{ff0d}\u{ff11}"] {
        assert_eq!(bring(same), ["2 id import-key-same"], "{same:?}");
    }
    assert_eq!(bring("p-1"), ["2 id import-key-alike"]);
    assert_eq!(found("directory", "code,name\n2415,甲公司\n2415.0,乙公司\n"), ["3 code import-key-same"]);
    // What names a record may be written in any of these ways.
    for written in ["KROLL", "kroll\u{200b}", "\u{ff4b}roll"] {
        let kept = after("plants", &format!("id,enterprise,process\nP-2,{TITANIUM},{written}\n"));
        assert_eq!(cell(&kept, "plants", &["P-2"], "process"), text("kroll"), "{written:?}");
    }
}

#[test]
fn characters_that_were_lost_and_errors_are_faults() {
    assert_eq!(found("directory", "code,name\nA,甲\u{fffd}司\n"), ["2 name import-lost-character"]);
    assert_eq!(found("directory", "code,name\nA,锟斤拷公司\n"), ["2 name import-lost-character"]);
    assert_eq!(found("directory", "code,name\nA,#N/A\n"), ["2 name import-error-cell"]);
    // A row that begins with an error is no remark.
    assert_eq!(found("directory", "code,name\n#REF!,甲\n"), ["2 code import-error-cell"]);
    assert_eq!(found("plants", "id,capacity\nP-1,#SPILL!\n"), ["2 capacity import-error-cell"]);
}

#[test]
fn rows_that_add_up_others_are_passed_over() {
    let demand = "product,year,who,quantity\ngas,2025,市政,20\ngas,2025,合 计,20\n";
    assert_eq!(found("final_demand", demand), ["3  import-total-row"]);
    assert_eq!(after("final_demand", demand)["final_demand"].len(), 1);
    for total in ["总计：,,", ",全县合计,", "Total,x,", ",小计(2家),"] {
        let csv = format!("uscc,name,note\n{total}\n");
        let found = found("enterprises", &csv);
        assert!(found.contains(&"2  import-total-row".to_owned()), "{total}: {found:?}");
    }
    // A company may be called so; its key is there.
    assert_eq!(found("directory", "code,name\nFR-1,Total\n"), [""; 0]);
}

#[test]
fn columns_that_only_number_the_rows_are_passed_over() {
    for header in ["序号", "序\u{3000}号", "No.", "№", "编号", "", "Unnamed: 0", "#"] {
        let rows = "1,P-1,2025,818\n2,P-1,2024,700\n";
        let plan = import(&[file("plant_outputs.csv", format!("{header},装置,年份,产量\n{rows}"))], &zone_kept());
        assert_eq!(
            plan.findings.iter().map(|f| f.message.id).collect::<Vec<_>>(),
            ["import-running-number"],
            "{header}"
        );
        assert_eq!(plan.changes.len(), 2);
    }
    let codes = "No.,plant,year\nA7,P-1,2025\nB1,P-1,2024\n";
    assert_eq!(found("plant_outputs", codes), ["1 No. import-unknown-column"]);
    let blank = ",plant,year\n3,P-1,2025\n9,P-1,2024\n";
    assert_eq!(found("plant_outputs", blank), ["2  import-cell-without-header"]);
}

#[test]
fn headers_are_known_however_they_are_spaced() {
    for header in ["总 投 资", "总投资\u{3000}", "总\u{200b}投资*", "\"总投\n资\"", "INVESTMENT_CNY", "Investment cny"]
    {
        let kept = after("projects", &format!("编号,项目名称,阶段,{header}\nX-1,甲,签约,5\n"));
        assert_eq!(cell(&kept, "projects", &["X-1"], "investment_cny"), number(5.0), "{header}");
    }
    for header in [
        "总投资[万元]",
        "总投资/万元",
        "总投资\u{ff0c}万元",
        "总投资：万元",
        "\"总投资\n（万元）\"",
        "总投资 万元",
        "总投资(人民币万元)",
    ] {
        let kept = after("projects", &format!("编号,项目名称,阶段,{header}\nX-1,甲,签约,5\n"));
        assert_eq!(cell(&kept, "projects", &["X-1"], "investment_cny"), number(5e4), "{header}");
    }
}

#[test]
fn a_unit_above_the_table_holds_for_the_columns_that_take_it() {
    let table = |above: &str| format!("{above}\n编号,项目名称,阶段,总投资,用地,已完成投资(元)\nX-1,甲,签约,5,60,7\n");
    for above in ["单位：万元,,,,,", "重点项目表（万元）,,,,,", "# 单位：万元,,,,,", ",,,金额单位：人民币万元,,"]
    {
        let kept = after("projects", &table(above));
        let money = |field| cell(&kept, "projects", &["X-1"], field);
        assert_eq!(
            (money("investment_cny"), money("land_mu"), money("invested_cny")),
            (number(5e4), number(60.0), number(7.0)),
            "{above}"
        );
        assert_eq!(found("projects", &table(above)), ["1  import-unit-above"]);
    }
    assert_eq!(found("projects", &table("单位：万美元,,,,,")), ["1  import-unknown-unit"]);
    assert_eq!(found("projects", &table("填报单位：某公司,,,,,")), [""; 0]);
    assert_eq!(found("projects", &table("\"单位：万元、元\",,,,,"))[0], " 总投资 import-which-unit");
    // Rows have units of their own: those that fit are converted.
    let mixed =
        format!("单位：万元,,,\nenterprise,year,indicator,value\n{TITANIUM},2025,tax,3\n{TITANIUM},2025,cod,9\n");
    let kept = after("annuals", &mixed);
    let value = |indicator| cell(&kept, "annuals", &[TITANIUM, "2025", indicator], "value");
    assert_eq!((value("tax"), value("cod")), (number(3e4), number(9.0)));
}

#[test]
fn months_and_days_as_people_write_them() {
    let csv = "id,name,stage,stage_since\nD-1,一,signed,20250301\nD-2,二,signed,2025 年 3 月 1 日\nD-3,三,signed,1 Mar 2025\n";
    let kept = after("projects", csv);
    let day = chrono::NaiveDate::from_ymd_opt(2025, 3, 1).map(Value::Date);
    for id in ["D-1", "D-2", "D-3"] {
        assert_eq!(cell(&kept, "projects", &[id], "stage_since"), day, "{id}");
    }
    assert_eq!(found("targets", "indicator,period,target\ncod,2025.1,1\n"), ["2 period import-first-or-tenth"]);
    let kept = after("targets", "indicator,period,target\ncod,2025.10,1\ncod,202511,2\ncod,2025年12月份,3\n");
    for (month, target) in [("2025-10", 1.0), ("2025-11", 2.0), ("2025-12", 3.0)] {
        assert_eq!(cell(&kept, "targets", &["cod", month], "target"), number(target));
    }
}

#[test]
fn a_header_that_is_repeated_is_no_record() {
    assert_eq!(found("directory", "code,name\nA,甲\ncode,name\nB,乙\n"), ["3  import-repeated-header"]);
}

#[test]
fn what_is_too_much_is_refused_at_once() {
    let refused = |csv: String| brief(&import(&[file("products.csv", csv)], &Tables::new()).findings[0]);
    assert_eq!(refused(format!("id{}\n", ",x".repeat(100_000))), "products.csv   import-too-many-columns");
    assert_eq!(refused(format!("id,note\na,{}\n", "x".repeat(1_500_000))), "products.csv   import-long-row");
    assert_eq!(
        found("products", &format!("id,name_zh,unit\na,{},t\n", "名".repeat(301))),
        ["2 name_zh import-long-text"]
    );
    assert_eq!(
        found("products", &format!("id,name_zh,unit,note\na,甲,t,{}\n", "x".repeat(32_001))),
        ["2 note import-long-text"]
    );
    let many = "a,甲,stone\n".repeat(30_000);
    let plan = import(&[file("products.csv", format!("id,name_zh,unit\n{many}"))], &Tables::new());
    assert_eq!((plan.findings.len(), plan.changes.len()), (10_001, 0));
    assert_eq!(plan.findings[10_000].message.id, "import-more-findings");
}
