//! Units of workbooks that stand outside the cells: in headers of two rows, above the table, beside it.

use super::workbooks::{after, book, plan};
use super::{briefs, cell, file, import, number, zone_kept};
use rust_xlsxwriter::{Format, Note};

#[test]
fn a_header_of_two_rows_gives_its_units() {
    let bytes = book("项目", |sheet| {
        sheet.merge_range(0, 0, 1, 0, "编号", &Format::new()).unwrap();
        sheet.merge_range(0, 1, 1, 1, "项目名称", &Format::new()).unwrap();
        sheet.merge_range(0, 2, 1, 2, "阶段", &Format::new()).unwrap();
        sheet.merge_range(0, 3, 0, 4, "投资（万元）", &Format::new()).unwrap();
        sheet.write_row(1, 3, ["总投资", "已完成投资", "预计年税收"]).unwrap();
        sheet.write_row(2, 0, ["X-1", "甲", "签约"]).unwrap().write_row(2, 3, [5, 6, 7]).unwrap();
    });
    let kept = after(&bytes);
    let money = ["investment_cny", "invested_cny", "tax_cny"].map(|field| cell(&kept, "projects", &["X-1"], field));
    assert_eq!(money, [number(5e4), number(6e4), number(7.0)]);
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
        sheet.write_row(2, 0, ["X-1", "甲", "签约"]).unwrap().write_row(2, 3, [5, 6, 7]).unwrap();
    });
    assert_eq!(briefs(&plan(&bytes)), ["projects 1  import-unit-above"]);
    let money =
        ["investment_cny", "invested_cny", "tax_cny"].map(|field| cell(&after(&bytes), "projects", &["X-1"], field));
    assert_eq!(money, [number(5e4), number(6e4), number(7.0)]);
}
