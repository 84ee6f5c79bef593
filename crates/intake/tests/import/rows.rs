//! Rows and columns that are no records and no fields: sums, numbers of rows, headers again, notes.

use super::{TITANIUM, after, briefs, cell, file, found, import, kept_after, number, text, zone_kept};
use yanlian_model::spreadsheet::EXAMPLE_MARKS;
use yanlian_model::{Key, Tables, registers};

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
    let demand =
        |who: &str| found("final_demand", &format!("product,year,who,quantity\ngas,2025,市政,20\ngas,2025,{who},20\n"));
    for total in [
        "汇总",
        "合计数",
        "全县合计数",
        "总数",
        "总量",
        "总额",
        "全部",
        "全区",
        "(合计)",
        "【合计】",
        "合计:20",
        "Σ",
        "平均",
        "其中：",
        "Total",
        "Grand total",
        "all",
    ] {
        assert_eq!(demand(total), ["3  import-total-row"], "{total}");
    }
    for who in ["合计科技公司", "Total Energies", "全部件厂", "总量控制办", "中和村", "sum-1"] {
        assert_eq!(demand(who), [""; 0], "{who}");
    }
}

#[test]
fn parts_of_a_whole_and_what_follows_from_others_are_passed_over() {
    let found_in = |register: &str, head: &str, row: &str| found(register, &format!("{head}\n{row}\n"));
    for (register, head, row) in [
        ("final_demand", "product,year,who,quantity", "gas,2025,其中：道路,15"),
        ("final_demand", "product,year,who,quantity", "gas,2025,\u{3000}其中:管网,5"),
        ("final_demand", "product,year,who,quantity", "gas,2025,of which roads,5"),
        ("final_demand", "product,year,who,quantity", "gas,2025,thereof roads,5"),
        ("final_demand", "product,year,who,quantity", "gas,2025,incl. roads,5"),
        ("final_demand", "product,year,who,quantity", "gas,2025,including roads,5"),
        ("projects", "id,name,stage", "X-2,其中：设备投资,签约"),
        ("milestones", "project,name,weight", "X-1,其中：土建,20"),
        ("region_products", "region,product,year", "其中：甲市,gas,2024"),
    ] {
        assert_eq!(found_in(register, head, row), ["2  import-part-row"], "{row}");
    }
    let party = format!("{TITANIUM},outside:其中：出口,gas,2025,5");
    assert_eq!(found_in("supplies", "supplier,customer,product,year,quantity", &party), ["2  import-part-row"]);
    for who in [
        "汇总数",
        "计",
        "Total demand",
        "All users total",
        "上年同期",
        "同比(%)",
        "增幅",
        "占比",
        "最大值",
        "完成率",
        "完成进度",
        "Change",
        "% change",
    ] {
        let found = found_in("final_demand", "product,year,who,quantity", &format!("gas,2025,{who},5"));
        assert_eq!(found, ["2  import-total-row"], "{who}");
    }
    for region in ["全省", "全国", "World"] {
        let found = found_in("region_products", "region,product,year", &format!("{region},gas,2024"));
        assert_eq!(found, ["2  import-total-row"], "{region}");
    }
    // An indicator may be called so; where a firm does business is asked of nobody.
    let kept = found_in("indicators", "id,name_zh,unit", "rise,增长率,1");
    assert_eq!(kept, ["2 name_zh import-perhaps-total"]);
    assert_eq!(found_in("directory", "code,name,region", "EX-8,其中小企业局,全国"), [""; 0]);
}

#[test]
fn rows_behind_a_number_sign_are_remarks_unless_it_numbers_them() {
    let csv = "id,name,stage\n#1,甲,签约\n#2炉,乙,签约\n# 待定,丙,签约\n#其他,丁,签约\nX-5,戊,签约\n";
    assert_eq!(found("projects", csv), ["4  import-remark-rows"]);
    let kept = after("projects", csv);
    assert_eq!(kept["projects"].len(), 3);
    assert_eq!(cell(&kept, "projects", &["#2炉"], "name"), text("乙"));
    let hint = "id,name,stage\n# 填写提示：唯一编号,名称,\nX-5,戊,签约\n";
    assert_eq!(found("projects", hint), [""; 0], "what the template says of itself");
    assert_eq!(found("projects", "# 2025年,,\nid,name,stage\nX-5,戊,签约\n"), [""; 0], "it stands above the table");
}

#[test]
fn examples_of_the_template_are_passed_over_until_somebody_touches_them() {
    for register in registers::ALL {
        let quoted = |text: &str| format!("\"{text}\"");
        let heads: Vec<String> = register.fields.iter().map(|field| quoted(field.label.zh)).collect();
        for mark in EXAMPLE_MARKS {
            let given = register.fields.iter().map(|field| if field.key == "note" { mark } else { field.example });
            let cells: Vec<String> = given.map(quoted).collect();
            let csv = format!("{}\n{}\n", heads.join(","), cells.join(","));
            let name = format!("{}.csv", register.name);
            let plan = import(&[file(&name, csv)], &Tables::new());
            assert_eq!(briefs(&plan), [format!("{name} 2  import-example-passed")]);
            assert!(plan.changes.is_empty() && plan.counts.is_empty());
        }
    }
    let touched = format!("product,year,who,quantity,note\ngas,2025,市政工程,20,{}\n", EXAMPLE_MARKS[0]);
    assert_eq!(found("final_demand", &touched), ["2 note import-example-row"]);
    let unmarked = "product,year,who,quantity,note\nti-sponge,2025,市政工程,20,\n";
    assert_eq!(after("final_demand", unmarked)["final_demand"].len(), 1);
}

#[test]
fn a_name_beside_a_key_is_a_total_where_nobody_is_called_so() {
    assert_eq!(found("projects", "id,name,stage\nXM-9,甲,签约\nXM-10,合计,签约\n"), ["3  import-total-row"]);
    assert_eq!(found("directory", "code,name\nEX-8,合计\n"), ["2  import-total-row"]);
    let party =
        |customer: &str| format!("supplier,customer,product,year,quantity\n{TITANIUM},outside:{customer},gas,2025,5\n");
    assert_eq!(found("supplies", &party("合计")), ["2  import-total-row"]);
    // A firm may be called so; it is read, with a word.
    for (register, csv, column) in
        [("directory", "code,name\nFR-1,Total\n".to_owned(), "name"), ("supplies", party("Total"), "customer")]
    {
        assert_eq!(found(register, &csv), [format!("2 {column} import-perhaps-total")]);
        assert_eq!(after(register, &csv)[register].len(), 1);
    }
    assert_eq!(found("indicators", "id,name_zh,unit\nwater,废水总量,m3\nsum-1,排放总额,kg\n"), [""; 0]);
}

#[test]
fn a_code_that_sounds_like_a_sum_is_one_where_no_record_can_be_meant() {
    let settings = "scenario,subject,item,value\nmax,limit,mean,5\nmin,limit,MAX,6\n";
    let scenarios = "id,name\nmax,最大投资\nmin,最小投资\n";
    let indicators = "id,name_zh,unit\nmean,一项,t\nMAX,另一项,t\n";
    let files =
        [file("indicators.csv", indicators), file("scenarios.csv", scenarios), file("scenario_settings.csv", settings)];
    let plan = import(&files, &zone_kept());
    assert_eq!(plan.changes.len(), 6);
    assert!(briefs(&plan).iter().all(|found| found.ends_with("import-perhaps-total")), "{:?}", briefs(&plan));
    for code in ["max", "MIN", "median", "world", "World", "sum", "all", "mean", "增长率", "全国"] {
        let product = format!("id,name_zh,unit\n{code},示例产品,t\n");
        assert_eq!(found("products", &product), ["2 id import-perhaps-total"], "{code}");
        let kept = kept_after(&[file("products.csv", product)], &zone_kept());
        for (register, csv, column) in [
            ("products", format!("id,note\n{code},改\n"), "id"),
            ("final_demand", format!("product,year,who,quantity\n{code},2025,市政,20\n"), "product"),
            (
                "final_demand",
                format!("product,year,who,quantity\n示例产品,2025,市政,20\n{code},2024,市政,20\n"),
                "product",
            ),
        ] {
            let plan = import(&[file(&format!("{register}.csv"), csv.as_str())], &kept);
            let row = csv.lines().count();
            assert_eq!(briefs(&plan), [format!("{register}.csv {row} {column} import-perhaps-total")], "{csv}");
            assert_eq!(plan.changes.len(), row - 1, "{csv}");
        }
        let treatment = format!("process,item,treatment,name_zh\nkroll,cod,{code},生化处理\n");
        assert!(found("treatments", &treatment).iter().all(|found| !found.contains("total-row")), "{code}");
    }
    // What no record can be is passed over as before, whatever else stands there.
    for (register, csv) in [
        ("plants", "id,enterprise,process,capacity\nTotal,,,12000\n"),
        ("plants", "id,capacity\nTotal,12000\n"),
        ("products", "id,name_zh,unit\nWorld,—,t\n"),
        ("plant_outputs", "plant,year,output\nTotal,2025,818\n"),
        ("plant_outputs", "plant,year,output\nAverage,—,none\n"),
        ("supplies", "supplier,customer,product,year,quantity\nTotal,All,gas,2025,5\n"),
    ] {
        assert_eq!(found(register, csv), ["2  import-total-row"], "{csv}");
    }
    // A row that means a record and is wrong is told so.
    assert_eq!(
        found("projects", "id,name,stage\nmax,甲,谈\n"),
        ["2 id import-perhaps-total", "2 stage import-not-a-choice"]
    );
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
    // What stands in a column of row numbers and numbers none is said.
    for code in ["abc", "2024-1", "P-9"] {
        let csv = format!("序号,plant,year\n1,P-1,2025\n{code},P-1,2024\n");
        assert_eq!(found("plant_outputs", &csv), ["3 序号 import-not-numbering"], "{code}");
    }
    let numbered = "序号,plant,year\n一、,P-1,2025\n(二),P-1,2024\n1.1,P-1,2023\n7,P-1,2022\n";
    assert_eq!(found("plant_outputs", numbered), ["1 序号 import-running-number"]);
}

#[test]
fn a_header_that_is_repeated_is_no_record() {
    for header in ["code,name", "代码,企业名称", "Code,Name*", "代 码,企业名称"] {
        let csv = format!("code,name\nA,甲\n{header}\nB,乙\n");
        assert_eq!(found("directory", &csv), ["3  import-repeated-header"], "{header}");
        assert_eq!(after("directory", &csv)["directory"].len(), 2);
    }
    let output = |first: &str, again: &str| {
        found("plant_outputs", &format!("装置,年份,{first}\nP-1,2023,0.5\n{again}\nP-1,2024,0.6\n"))
    };
    assert_eq!(output("产量(万吨)", "装置,年份,产量（万吨）"), ["3  import-repeated-header"]);
    assert_eq!(output("产量(万吨)", "plant,year,output"), ["3  import-repeated-header"]);
    assert_eq!(output("产量", "装置,年份,产量(万吨)"), ["3  import-repeated-header-unit"]);
}

#[test]
fn a_row_may_lack_its_last_empty_cells_where_no_other_can_be_lost() {
    let projects = |row: &str| format!("id,name,stage,investment_cny,land_mu,owner,note\nX-1,甲,签约,5,6,局,\n{row}\n");
    for row in ["X-2,乙,签约", "X-2,乙,签约,5,6"] {
        assert_eq!(found("projects", &projects(row)), [""; 0], "{row}");
        assert_eq!(after("projects", &projects(row))["projects"].len(), 2);
    }
    // The last cell may be that of the next column.
    for row in ["X-2,乙", "X-2,乙,签约,5", "X-2,乙,签约,5,6,局", "X-2,乙,签约,", "X-2,乙,签约,5,6,局,,,"]
    {
        assert_eq!(found("projects", &projects(row)), ["3  import-ragged-row"], "{row}");
    }
    let outputs = "id,enterprise,process,capacity";
    let plant = format!("P-2,{TITANIUM},kroll,500");
    for (register, head, row) in [
        ("projects", "id,name,stage,needs,excludes", "X-2,乙,签约,X-2"),
        ("projects", "id,name,stage,investment_cny,needs", "X-2,乙,签约,5"),
        ("plant_outputs", "plant,year,output", "P-1,2025"),
        ("enterprises", "uscc,name,founded,contact_phone", "91000000MA0000007C,乙,2020-01-01"),
        ("plants", &format!("{outputs},序号"), &plant),
        ("plants", &format!("{outputs},"), &plant),
    ] {
        let csv = format!("{head}\n{}\n{row}\n", head.replace(|c| c != ',', "") + "1");
        let found = found(register, &csv);
        assert!(found.contains(&"3  import-ragged-row".to_owned()), "{head}: {found:?}");
    }
    for (register, head, row) in [
        ("plants", "id,enterprise,process,capacity,note,,", &format!("P-2,{TITANIUM},kroll") as &str),
        ("plants", "id,enterprise,process,capacity,started", &plant),
        ("plants", "id,enterprise,process,capacity,name", &plant),
        ("directory", "code,name,,", "EX-8,甲"),
    ] {
        assert_eq!(found(register, &format!("{head}\n{row}\n")), [""; 0], "{head}");
    }
}

#[test]
fn a_note_below_the_table_is_passed_over() {
    let table = |foot: &str| format!("id,name,stage,investment_cny\nX-1,甲,签约,5\n{foot}\n");
    for foot in [
        "注：总投资含土地,,,",
        "Note: preliminary,,,",
        "制表人：张三,审核人：李四,,",
        "资料来源：统计局,,,",
        "制表单位：县工信局,,,",
        "填表人：张三,,联系电话：000-0000000,",
        "负责人（签字）：,,,2025年11月30日",
        "填表人：,张三,审核：,李四",
        "第1页 共2页,填表人：张三,,",
        "—— 以下空白 ——,,,",
        "Page 1 of 2,,Prepared by: Li,",
    ] {
        assert_eq!(found("projects", &table(foot)), ["3  import-foot-note"], "{foot}");
        assert_eq!(after("projects", &table(foot))["projects"].len(), 1);
    }
    // A unit that stands there comes too late, and a row without its name is no note.
    for foot in ["注：投资单位为万元,,,", "单位：万元,,,", "（金额均以万元计）,,,"] {
        assert_eq!(found("projects", &table(foot)), ["3  import-unit-below"], "{foot}");
    }
    assert_eq!(found("projects", &table("X-2,,签约,")), ["3 name import-required"]);
    assert_eq!(found("projects", &table("X-2,,,")), ["3 name import-required", "3 stage import-required"]);
    // A record whose key begins with such a word is one.
    assert_eq!(found("projects", "id,name,stage\n注：1,甲,签约\n"), [""; 0]);
}

#[test]
fn a_row_with_one_text_is_a_title_or_a_note() {
    let projects = |row: &str| found("projects", &format!("序号,id,name,stage\n{row}\n1,X-1,甲,签约\n"));
    for title in [
        "一、新建项目,,,",
        "（二）续建,,,",
        ",一、新建项目,,",
        "二,续建项目,,",
        ",※为估算,,",
        ",（以上数据为初步统计）,,",
    ] {
        let found = projects(title);
        assert!(found.contains(&"2  import-lone-text".to_owned()), "{title}: {found:?}");
        assert!(!found.iter().any(|found| found.ends_with("import-required")), "{title}: {found:?}");
    }
    assert_eq!(found("final_demand", "product,year,who\n省内,,\ngas,2025,市政\n"), ["2  import-lone-text"]);
    assert!(projects(",,漏了编号,").contains(&"2 id import-required".to_owned()), "a record that lacks its key");
    assert!(projects("1,X-9,,").contains(&"2 name import-required".to_owned()), "a record that lacks the rest");
}

#[test]
fn files_beside_those_that_people_make_are_passed_over_with_a_word() {
    let output = file("plant_outputs.csv", "plant,year,output\nP-1,2023,5\n");
    for name in ["~$plants.xlsx", "folder/~$plants.xlsx", ".~lock.plants.csv", "._plants.xlsx"] {
        let plan = import(&[output.clone(), file(name, "\u{5}admin\0")], &zone_kept());
        assert_eq!(briefs(&plan), [format!("{name}   import-leftover-file")]);
        assert_eq!(plan.changes.len(), 1);
    }
    for (name, content, id) in [
        ("plants.xlsx", "id,capacity\nP-1,5\n", "import-text-as-workbook"),
        ("plants.xls", "id,capacity\nP-1,5\n", "import-text-as-workbook"),
        ("plants.XLS", "装置\t产能\n", "import-text-as-workbook"),
        ("plants.xls", "\u{9}\0\u{4}\0\u{7}\0\u{10}\0\u{1}", "import-old-workbook"),
        ("plants.xlsx", "\u{9}\0\u{4}\0\u{7}\0\u{10}\0\u{1}", "import-unreadable-workbook"),
        ("plants.xlsx", "<html><table>", "import-web-page"),
        ("plants.xls", "\u{feff}<!DOCTYPE html>", "import-web-page"),
    ] {
        assert_eq!(briefs(&import(&[file(name, content)], &zone_kept())), [format!("{name}   {id}")]);
    }
}

#[test]
fn a_copy_of_a_file_is_known_by_the_name_that_was_copied() {
    for name in
        ["plant_outputs (1).csv", "产量 - 副本.csv", "plant_outputs（2）.csv", "folder/Plant outputs - Copy.csv"]
    {
        let name = name.replace("产量", "plant_outputs");
        let plan = import(&[file(&name, "plant,year,output\nP-1,2023,5\n")], &zone_kept());
        assert_eq!((plan.findings.len(), plan.changes.len()), (0, 1), "{name}");
    }
    let other = import(&[file("plant_outputs (new).csv", "plant,year,output\nP-1,2023,5\n")], &zone_kept());
    assert!(briefs(&other).iter().any(|found| found.ends_with("import-unknown-sheet")));
}

#[test]
fn forms_of_statistics_number_their_rows_and_columns() {
    for numbers in ["甲,乙,1", "(1),(2),(3)", "甲,,1"] {
        let csv = format!("plant,year,output\n{numbers}\nP-1,2025,910\n");
        assert_eq!(found("plant_outputs", &csv), ["2  import-column-numbers"], "{numbers}");
        assert_eq!(cell(&after("plant_outputs", &csv), "plant_outputs", &["P-1", "2025"], "output"), number(910.0));
    }
    // Of two columns a row may be a record as well, unless a column cannot take its cell.
    for (csv, said) in
        [("capacity,id\n甲,1\nP-1,5\n", true), ("id,capacity\n(1),(2)\nP-1,5\n", true), ("id,capacity\n甲,1\n", false)]
    {
        let is_said = found("plants", csv).iter().any(|finding| finding.ends_with("import-column-numbers"));
        assert_eq!(is_said, said, "{csv}");
    }
    let csv = "行次,plant,year,output\n1,P-1,2025,910\n";
    assert_eq!(found("plant_outputs", csv), ["1 行次 import-running-number"]);
    // A record may be called so.
    assert_eq!(found("directory", "code,name\n1,2\nA,甲\nB,乙\n"), [""; 0]);
}

#[test]
fn a_code_that_is_kept_from_becoming_a_number_is_read_without_its_marks() {
    for csv in ["code,name\n=\"0041\",甲\n", "code,name\n\"=\"\"0041\"\"\",甲\n"] {
        assert!(after("directory", csv)["directory"].contains_key(&Key::from_parts(&["0041"])), "{csv}");
    }
}
