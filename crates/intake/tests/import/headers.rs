//! Headers, and units that stand outside the cells of a workbook: in two rows of a header, above the table, beside it.

use super::workbooks::{after, book, plan};
use super::{TITANIUM, briefs, cell, file, import, number, zone_kept};
use rust_xlsxwriter::{Format, Note};
use yanlian_model::{Value, registers};

#[test]
fn a_header_of_two_rows_gives_its_units() {
    let bytes = book("项目", |sheet| {
        sheet.merge_range(0, 0, 1, 0, "编号", &Format::new()).unwrap();
        sheet.merge_range(0, 1, 1, 1, "项目名称", &Format::new()).unwrap();
        sheet.merge_range(0, 2, 1, 2, "阶段", &Format::new()).unwrap();
        sheet.merge_range(0, 3, 0, 4, "投资（万元）", &Format::new()).unwrap();
        sheet.write_row(1, 3, ["总投资", "已完成投资", "预计年税收"]).unwrap();
        sheet.write_row(2, 0, ["X-1", "甲", "签约"]).unwrap().write_row(2, 3, [6, 5, 7]).unwrap();
    });
    let kept = after(&bytes);
    let money = ["investment_cny", "invested_cny", "tax_cny"].map(|field| cell(&kept, "projects", &["X-1"], field));
    assert_eq!(money, [number(6e4), number(5e4), number(7.0)]);
}

#[test]
fn a_comment_that_names_another_unit_is_said() {
    let noted = |header: &str, row: u32, text: &str| {
        let bytes = book("项目", |sheet| {
            sheet.write_row(0, 0, ["编号", "项目名称", "阶段", header]).unwrap();
            sheet.write_row(1, 0, ["X-1", "甲", "签约"]).unwrap().write(1, 3, 5).unwrap();
            sheet.insert_note(row, 3, &Note::new(text)).unwrap();
        });
        briefs(&plan(&bytes))
    };
    for (header, row, text) in [
        ("总投资", 0, "单位：万元"),
        ("总投资", 1, "Unit: million CNY"),
        ("总投资（元）", 1, "金额以万元计"),
        ("总投资（万元）", 0, "单位：亿元"),
        ("总投资", 0, "单位：万美元"),
        ("总投资", 0, "张三:\n（万元）"),
        ("总投资", 0, "万元"),
    ] {
        assert_eq!(noted(header, row, text), [format!("项目 {} {header} import-unit-in-comment", row + 1)], "{text}");
    }
    for (header, row, text) in [
        ("总投资（万元）", 0, "单位：万元"),
        ("总投资", 0, "含土地，单位：公顷"),
        ("总投资", 1, "待核"),
        ("总投资", 1, "张三:\n已核"),
        ("总投资", 0, "单位：元"),
    ] {
        assert_eq!(noted(header, row, text), [""; 0], "{text}");
    }
}

#[test]
fn a_second_row_of_the_header_may_hold_the_units() {
    let table = |units: [&str; 4]| {
        book("项目", |sheet| {
            sheet.write_row(0, 0, ["编号", "项目名称", "阶段", "总投资"]).unwrap();
            sheet.write_row(1, 0, units).unwrap();
            sheet.write_row(2, 0, ["X-1", "甲", "签约"]).unwrap().write(2, 3, 5).unwrap();
        })
    };
    for units in [
        ["", "", "", "万元"],
        ["—", "—", "—", "(万元)"],
        ["单位", "—", "—", "万元"],
        ["编号", "项目名称", "", "【万元】"],
        ["", "", "", "万元（人民币）"],
        ["", "", "", "（万元（人民币））"],
        ["", "", "", "（人民币）万元"],
        ["", "", "", "（万元"],
    ] {
        let kept = after(&table(units));
        assert_eq!(cell(&kept, "projects", &["X-1"], "investment_cny"), number(5e4), "{units:?}");
    }
    let merged = book("项目", |sheet| {
        for (at, name) in (0u16..).zip(["编号", "项目名称", "阶段"]) {
            sheet.merge_range(0, at, 1, at, name, &Format::new()).unwrap();
        }
        sheet.write(0, 3, "总投资").unwrap().write(1, 3, "（万元）").unwrap();
        sheet.write_row(2, 0, ["X-1", "甲", "签约"]).unwrap().write(2, 3, 5).unwrap();
    });
    assert_eq!(cell(&after(&merged), "projects", &["X-1"], "investment_cny"), number(5e4));
    let foreign = briefs(&plan(&table(["", "", "", "万美元"])));
    assert_eq!(foreign, ["项目 1 总投资（万美元） import-unknown-unit"]);
    // A record is none.
    assert!(briefs(&plan(&table(["X-2", "", "", "万元"]))).contains(&"项目 2 总投资 import-not-a-number".to_owned()));
}

#[test]
fn a_unit_that_stands_beside_the_table_is_not_passed_over() {
    let table = |header: &str, printed: &str| {
        book("projects", |sheet| {
            sheet.write_row(0, 0, ["编号", "项目名称", "阶段", header]).unwrap().set_header(printed);
            sheet.write_row(1, 0, ["X-1", "甲", "签约"]).unwrap().write(1, 3, 5).unwrap();
        })
    };
    let found = |name: &str, header, printed| briefs(&import(&[file(name, table(header, printed))], &zone_kept()));
    let unclear = ["projects  总投资 import-unit-beside"];
    for printed in ["&R单位：万元", "&L&\"宋体,常规\"&10 单位：万元", "&C项目表&R(单位：万美元)"]
    {
        assert_eq!(found("book.xlsx", "总投资", printed), unclear, "{printed}");
    }
    for name in ["projects（万元）.xlsx", "项目/万元表/项目（单位：万元）.xlsx", "项目-万元 (1).xlsx"]
    {
        assert_eq!(found(name, "总投资", ""), unclear, "{name}");
    }
    for (name, header, printed) in [
        ("projects（万元）.xlsx", "总投资（万元）", "&R单位：万元"),
        ("projects.xlsx", "总投资", "&C重点项目表&R第 &P 页，共 &N 页"),
        ("项目（修订稿）.xlsx", "总投资", "填报单位：某公司"),
        ("项目（吨）.xlsx", "总投资", ""),
    ] {
        assert_eq!(found(name, header, printed), [""; 0], "{name} {printed}");
    }
}

#[test]
fn a_unit_above_the_table_is_taken() {
    let bytes = book("projects", |sheet| {
        sheet.write(0, 0, "2025年重点项目表").unwrap().write(1, 3, "单位：万元").unwrap();
        sheet.write_row(2, 0, ["编号", "项目名称", "阶段", "总投资"]).unwrap();
        sheet.write_row(3, 0, ["X-1", "甲", "签约"]).unwrap().write(3, 3, 32_000).unwrap();
    });
    assert_eq!(briefs(&plan(&bytes)), ["projects 2  import-unit-above"]);
    assert_eq!(cell(&after(&bytes), "projects", &["X-1"], "investment_cny"), number(3.2e8));
    // The currency says nothing of how many.
    for rows in [["币种：人民币 单位：万元", ""], ["币种：人民币", "单位：万元"], ["单位：万元", "币别：RMB"]]
    {
        let bytes = book("projects", |sheet| {
            sheet.write_column(0, 0, rows).unwrap();
            sheet.write_row(2, 0, ["编号", "项目名称", "阶段", "总投资"]).unwrap();
            sheet.write_row(3, 0, ["X-1", "甲", "签约"]).unwrap().write(3, 3, 5).unwrap();
        });
        assert_eq!(cell(&after(&bytes), "projects", &["X-1"], "investment_cny"), number(5e4), "{rows:?}");
    }
    // A unit merged over some of its columns is theirs.
    let bytes = book("projects", |sheet| {
        sheet.merge_range(0, 3, 0, 4, "（万元）", &Format::new()).unwrap();
        sheet.write_row(1, 0, ["编号", "项目名称", "阶段", "总投资", "已完成投资", "预计年税收"]).unwrap();
        sheet.write_row(2, 0, ["X-1", "甲", "签约"]).unwrap().write_row(2, 3, [6, 5, 7]).unwrap();
    });
    assert_eq!(briefs(&plan(&bytes)), ["projects 1  import-unit-above"]);
    let money =
        ["investment_cny", "invested_cny", "tax_cny"].map(|field| cell(&after(&bytes), "projects", &["X-1"], field));
    assert_eq!(money, [number(6e4), number(5e4), number(7.0)]);
}

#[test]
fn a_remark_in_the_brackets_of_a_header_is_no_unit() {
    let money = |header: &str| {
        let csv = format!("编号,项目名称,阶段,\"{header}\"\nX-1,甲,签约,5\n");
        let plan = import(&[file("projects.csv", csv)], &zone_kept());
        let field = registers::by_name("projects").unwrap().position("investment_cny").unwrap();
        let kept = plan.changes.first().and_then(|change| change.after.as_ref()?[field].clone());
        (kept, plan.findings.first().map(|finding| finding.message.id))
    };
    for (header, yuan) in [
        ("总投资（含土地）", 5.0),
        ("总投资（万元，含土地）", 5e4),
        ("总投资（概算）（万元）", 5e4),
        ("总投资（万元）（概算）", 5e4),
        ("总投资 (estimated)", 5.0),
        ("Investment (CNY 10k, incl. land)", 5e4),
    ] {
        assert_eq!(money(header), (number(yuan), None), "{header}");
    }
    for header in ["总投资（含税万元）", "总投资（万美元，含土地）", "总投资（斤）", "Investment (USD incl. land)"]
    {
        assert_eq!(money(header), (None, Some("import-unknown-unit")), "{header}");
    }
    let price = |header: &str, cell: &str| {
        let csv = format!("product,date,\"{header}\"\ngas,2025-01-01,{cell}\n");
        let plan = import(&[file("prices.csv", csv)], &zone_kept());
        let at = |field| registers::by_name("prices").unwrap().position(field).unwrap();
        let row = plan.changes.first().and_then(|change| change.after.clone());
        let kept = row.map(|row| (row[at("price_cny")].clone(), row[at("tax_included")].clone()));
        (kept, plan.findings.first().map(|finding| finding.message.id))
    };
    let told = |yuan, included| (Some((number(yuan), Some(Value::Flag(included)))), None);
    assert_eq!(price("单价（含税）", "3"), told(3.0, true));
    assert_eq!(price("单价（元/Nm3，不含税）", "3"), told(3.0, false));
    assert_eq!(price("单价（含税）（元/Nm3）", "3"), told(3.0, true));
    assert_eq!(price("单价（含税）", "3元（不含税）"), (None, Some("import-tax-contradicted")));
}

#[test]
fn limits_may_say_their_unit_of_readings() {
    let base = [
        file("outlets.csv", format!("id,enterprise,name,kind\nW-1,{TITANIUM},总排口,direct\n")),
        file("factors.csv", "code,name_zh,unit\nw01018,COD,mg/L\n"),
    ];
    let limit = |header: &str, cells: &str| {
        let csv = format!("outlet,factor,from,{header}\nW-1,w01018,2025-01-01,{cells}\n");
        let plan = import(&[&base[..], &[file("outlet_limits.csv", csv)]].concat(), &zone_kept());
        let at = |field| registers::by_name("outlet_limits").unwrap().position(field).unwrap();
        let row = plan.changes.iter().find(|change| change.register == "outlet_limits").and_then(|c| c.after.clone());
        (
            row.map(|row| (row[at("value")].clone(), row[at("unit")].clone())),
            plan.findings.first().map(|f| f.message.id),
        )
    };
    let kept = (Some((number(80.0), Some(Value::Text("mg/L".into())))), None);
    for (header, cells) in [
        ("限值（mg/L）", "80"),
        ("限值（毫克／升）", "80"),
        ("value", "80mg/L"),
        ("value", "80 mg/l"),
        ("限值（mg/L，日均值）", "80"),
        ("限值,单位", "80mg/L,mg/L"),
        ("限值（日均值）,单位", "80,mg/L"),
        ("单位,限值（mg/L）", "毫克/升,80mg/L"),
    ] {
        assert_eq!(limit(header, cells), kept, "{header} {cells}");
    }
    for (header, cells, fault) in [
        ("限值（mg/L）,单位", "80,ug/L", "import-unit-contradicted"),
        ("限值,单位", "80mg/L,ug/L", "import-unit-contradicted"),
        ("限值（mg/L）", "80ug/L", "import-unit-contradicted"),
        ("限值（kg）", "80", "import-no-unit-here"),
        ("限值", "80kg", "import-no-unit-here"),
        ("限值", "80 ppm", "import-unknown-unit"),
    ] {
        assert_eq!(limit(header, cells), (None, Some(fault)), "{header} {cells}");
    }
}

#[test]
fn headers_are_known_however_they_are_spaced() {
    for header in ["总 投 资", "总投资\u{3000}", "总\u{200b}投资*", "\"总投\n资\"", "INVESTMENT_CNY", "Investment cny"]
    {
        let kept = super::after("projects", &format!("编号,项目名称,阶段,{header}\nX-1,甲,签约,5\n"));
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
        "总投资（单位：万元）",
        "\"总投资(CNY 10,000)\"",
        "总投资（單位：萬元）",
        "总投资（万）",
        "总投资(CNY 10000)",
        "总投资(单 位：万 元)",
        "总投资（万元（人民币））",
        "总投资 万元（人民币）",
        "\"总投资（人民币,万元）\"",
        "总投资（万元\u{ff0c}人民币\u{ff0c}含土地）",
        "总投资（万元）（人民币）",
        "总投资（人民币）（万元）",
        "总投资①（万元）",
        "总投资（万元）①",
        "总投资[1]（万元）",
        "总投资（万元）[注2]",
        "总投资²（万元）",
        "总投资†（万元）",
    ] {
        let kept = super::after("projects", &format!("编号,项目名称,阶段,{header}\nX-1,甲,签约,5\n"));
        assert_eq!(cell(&kept, "projects", &["X-1"], "investment_cny"), number(5e4), "{header}");
    }
}
