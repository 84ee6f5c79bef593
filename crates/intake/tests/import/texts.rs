//! CSV as people and programs write it: what can mean one thing only is read, the rest is a fault by place.

use super::{TITANIUM, after, brief, briefs, cell, file, found, import, number, text, zone_kept};
use yanlian_model::{Tables, Value};

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
    assert_eq!(found("directory", "code,name\n9.13301E+17,甲公司\n"), ["2 code import-exponent-in-code"]);
    assert_eq!(
        found("products", "id,name_zh,unit,hs_code\na,甲,t,8.10820E+05\n"),
        ["2 hs_code import-exponent-in-code"]
    );
    assert_eq!(found("directory", "code,name\n913301000000000000,甲公司\n"), ["2 code import-perhaps-rounded"]);
    // A note is no code, and a code may hold an E.
    assert_eq!(found("directory", "code,name,note\n1E5,甲公司,9.1E+17\n"), [""; 0]);
}

#[test]
fn codes_that_a_spreadsheet_made_days_of_are_faults() {
    for day in ["3月1日", "1-Mar", "Mar-25", "2025/3/1", "2025年3月1日"] {
        assert_eq!(found("directory", &format!("code,name\n{day},甲公司\n")), ["2 code import-date-in-code"], "{day}");
        let project = format!("id,name,stage\n{day},甲,signed\n");
        assert_eq!(found("projects", &project), ["2 id import-date-in-code"], "{day}");
    }
    assert_eq!(found("directory", "code,name\n2025-03-01,甲公司\n"), ["2 code import-perhaps-date"]);
    // A plain number among other codes may be a day.
    assert_eq!(found("directory", "code,name\nEX-8,甲\n45717,乙\n"), ["3 code import-perhaps-date"]);
    assert_eq!(found("directory", "code,name\n45717,甲\n45718,乙\n"), [""; 0]);
    // What stands in a name or a note is no code, and a code may hold dashes and strokes.
    assert_eq!(found("directory", "code,name,note\nXM-2025-3,甲,1-Mar\n3/1,2025/3/1,\n2415,乙,\n"), [""; 0]);
    assert_eq!(after("projects", "id,name,stage\nX-1,甲,签约\n")["projects"].len(), 1);
    let milestone = "id,name,stage\nX-1,甲,签约\n";
    let files = [file("projects.csv", milestone), file("milestones.csv", "project,name,weight\nX-1,3月1日,20\n")];
    assert_eq!(import(&files, &zone_kept()).findings, [], "a milestone is called so");
}

#[test]
fn telephones_and_passwords_that_were_numbers_are_said() {
    let phone = |number: &str| found("enterprises", &format!("uscc,contact_phone\n{TITANIUM},{number}\n"));
    assert_eq!(phone("1.38E+10"), ["2 contact_phone import-exponent-in-code"]);
    assert_eq!(phone("13800000000"), [""; 0]);
    let monitor = |password: &str| {
        let outlet = file("outlets.csv", format!("id,enterprise,name,kind\nW-1,{TITANIUM},总排口,direct\n"));
        let monitor = file("monitors.csv", format!("mn,outlet,password\nM1,W-1,{password}\n"));
        import(&[outlet, monitor], &zone_kept())
    };
    assert_eq!(briefs(&monitor("1E+05")), ["monitors.csv 2 password import-exponent-in-code"]);
    assert!(!format!("{:?}", monitor("1E+05").findings).contains("1E+05"), "a password is shown to nobody");
    assert_eq!(briefs(&monitor("12345")), ["monitors.csv 2 password import-short-password"]);
    assert_eq!(monitor("123456").findings, []);
}

#[test]
fn keys_that_nobody_tells_apart_are_one() {
    let bring = |key: &str| found("plants", &format!("id,enterprise,process\n{key},{TITANIUM},kroll\n"));
    for hidden in [
        "P-1\u{200b}",
        "\u{feff}P-1",
        "P\u{ad}-1",
        "P-1\u{202c}",
        "P-1\u{fe0f}",
        "P-1\u{e0100}",
        "P-1\u{34f}",
        "P\u{61c}-1",
        "P-\u{2800}1",
        "P-1\u{17b4}",
        "P-1\u{1d173}",
        "P-1\u{fffe}",
    ] {
        assert_eq!(bring(hidden), ["2 id import-invisible-character"], "{hidden:?}");
        let kept = after("plants", &format!("id,capacity\n{hidden},7\n"));
        assert_eq!((kept["plants"].len(), cell(&kept, "plants", &["P-1"], "capacity")), (1, number(7.0)));
    }
    for same in [
        "\u{ff30}-1",
        "P\u{2011}1",
        "P -1",
        "P\u{ff0d}\u{ff11}",
        "Р-1",
        "Ρ-1",
        "P-1\u{e000}",
        "ꓑ-1",
        "P-١",
        "Pー1",
        "Pｰ1",
        "P─1",
        "P━1",
        "P一1",
        "P-१",
        "P-๑",
        "P-𝟏",
    ] {
        assert_eq!(bring(same), ["2 id import-key-same"], "{same:?}");
    }
    assert_eq!(bring("p-1"), ["2 id import-key-alike"]);
    assert_eq!(found("directory", "code,name\nA-Ⅰ,甲公司\nA-I,乙公司\nA-Ⅻ,丙公司\n"), ["3 code import-key-same"]);
    assert_eq!(found("directory", "code,name\n2415,甲公司\n2415.0,乙公司\n"), ["3 code import-key-same"]);
    // What names a record may be written in any of these ways.
    for written in ["KROLL", "kroll\u{200b}", "\u{ff4b}roll"] {
        let kept = after("plants", &format!("id,enterprise,process\nP-2,{TITANIUM},{written}\n"));
        assert_eq!(cell(&kept, "plants", &["P-2"], "process"), text("kroll"), "{written:?}");
    }
}

#[test]
fn a_cell_that_repeats_the_one_above_is_as_that() {
    for ditto in ["同上", "〃", "\"\"\"\"", "″", "ditto"] {
        let kept = after(
            "projects",
            &format!("id,name,stage,owner\nX-1,甲,签约,投促局\nX-2,乙,{ditto},{ditto}\nX-3,丙,签约,{ditto}\n"),
        );
        for id in ["X-2", "X-3"] {
            assert_eq!(cell(&kept, "projects", &[id], "owner"), text("投促局"), "{ditto}");
        }
        assert_eq!(cell(&kept, "projects", &["X-2"], "stage"), text("signed"));
    }
    let outputs = "plant,year,output\nP-1,2024,5\n同上,2023,6\n";
    assert_eq!(after("plant_outputs", outputs)["plant_outputs"].len(), 2);
    assert_eq!(found("projects", "id,name,stage,owner\nX-1,甲,签约,同上\n"), ["2 owner import-nothing-above"]);
    let number = "plant,year,output\nP-1,2024,5\nP-1,2023,同上\n";
    assert_eq!(found("plant_outputs", number), ["3 output import-nothing-above"]);
}

#[test]
fn characters_that_were_lost_and_errors_are_faults() {
    assert_eq!(found("directory", "code,name\nA,甲\u{fffd}司\n"), ["2 name import-lost-character"]);
    assert_eq!(found("directory", "code,name\nA,锟斤拷公司\n"), ["2 name import-lost-character"]);
    assert_eq!(found("directory", "code,name\nA,#N/A\n"), ["2 name import-error-cell"]);
    assert_eq!(found("directory", "code,name\nA,????有限公司\n"), ["2 name import-lost-character"]);
    assert_eq!(found("directory", "code,name\nA,示例?业\n"), ["2 name import-perhaps-lost"]);
    assert_eq!(found("directory", "code,name,note\nA,Who?,何时??\n"), [""; 0]);
    for error in ["#VALEUR!", "#名称?", "Err:502"] {
        assert_eq!(found("directory", &format!("code,name\nA,{error}\n")), ["2 name import-error-cell"], "{error}");
    }
    // A row that begins with an error is no remark.
    assert_eq!(found("directory", "code,name\n#REF!,甲\n"), ["2 code import-error-cell"]);
    assert_eq!(found("plants", "id,capacity\nP-1,#SPILL!\n"), ["2 capacity import-error-cell"]);
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
    // What is paid in a month is not that of a year.
    let paid = |month: &str| {
        let projects = file("projects.csv", "id,name,stage\nX-1,甲,签约\n");
        let payments = file("project_payments.csv", format!("project,month,planned_cny\nX-1,{month},1200\n"));
        briefs(&import(&[projects, payments], &zone_kept()))
    };
    assert_eq!(paid("2025"), ["project_payments.csv 2 month import-bad-month"]);
    assert_eq!(paid("2025年11月"), [""; 0]);
}

#[test]
fn days_of_no_year_that_a_park_has_are_faults() {
    for day in ["0025-03-01", "1899-12-31", "9999-12-31", "0000-00-00"] {
        let csv = format!("id,name,stage,stage_since\nX-1,甲,签约,{day}\n");
        assert_eq!(found("projects", &csv), ["2 stage_since import-not-a-date"], "{day}");
    }
}

#[test]
fn minutes_are_read_as_people_write_them() {
    let outlet = file("outlets.csv", format!("id,enterprise,name,kind\nW-1,{TITANIUM},总排口,direct\n"));
    let kept = super::kept_after(&[outlet], &zone_kept());
    let period = |from: &str| {
        let csv = format!("id,outlet,from,to,reason\nFH-1,W-1,{from},2025-03-05 10:00,检修\n");
        import(&[file("review_periods.csv", csv)], &kept)
    };
    for from in ["2025/3/2 8:00", "2025-03-02 08:00:00", "2025年3月2日8时", "2025-03-02 上午8:00", "2025-03-02T08:00"]
    {
        let plan = period(from);
        assert_eq!(plan.findings, [], "{from}");
        let row = plan.changes[0].after.as_ref().unwrap();
        assert!(row.contains(&text("2025-03-02T08:00")) && row.contains(&text("2025-03-05T10:00")), "{from}");
    }
    assert!(period("2025-03-02").changes[0].after.as_ref().unwrap().contains(&text("2025-03-02T00:00")));
    for from in ["03/02/2025 8:00", "2025-03-02 25:00", "8:00", "2025-03-02 08:00:60"] {
        assert_eq!(briefs(&period(from)), ["review_periods.csv 2 from import-bad-minute"], "{from}");
    }
}

#[test]
fn a_comma_between_semicolons_may_be_of_decimals() {
    let output = |csv: &str| found("plant_outputs", csv);
    assert_eq!(output("plant;year;output\nP-1;2023;1,500\n"), ["2 output import-comma-of-decimals"]);
    assert_eq!(output("plant;year;output\nP-1;2023;1,500 t\n"), ["2 output import-comma-of-decimals"]);
    assert_eq!(output("plant;year;output\nP-1;2023;1,5\n"), ["2 output import-not-a-number"]);
    for (csv, tonnes) in [
        ("plant;year;output\nP-1;2023;1500\n", 1500.0),
        ("plant;year;output\nP-1;2023;1,234,567\n", 1_234_567.0),
        ("plant;year;output\nP-1;2023;1,234.5\n", 1234.5),
        ("plant,year,output\nP-1,2023,\"1,500\"\n", 1500.0),
        ("plant\tyear\toutput\nP-1\t2023\t1,500\n", 1500.0),
    ] {
        assert_eq!(
            cell(&after("plant_outputs", csv), "plant_outputs", &["P-1", "2023"], "output"),
            number(tonnes),
            "{csv}"
        );
    }
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

#[test]
fn chinese_that_was_read_in_a_wrong_encoding_is_a_fault_of_its_cell() {
    let projects = |owner: &str| found("projects", &format!("id,name,stage,owner\nX-1,好项目,signed,{owner}\n"));
    assert_eq!(projects("鍘垮彂鏀瑰眬"), ["2 owner import-misread-text"]);
    assert_eq!(found("projects", "id,name,stage\nX-1,閿嗙矇椤圭洰,signed\n"), ["2 name import-misread-text"]);
    assert_eq!(projects("浠水县发改局"), [""; 0]);
}

#[test]
fn a_last_line_without_an_end_is_said_once() {
    for (csv, said) in [
        ("id,capacity\nP-1,2000\nP-2,200", true),
        ("id,capacity\r\nP-1,2000\r\nP-2,200\r\n", false),
        ("id,capacity\nP-1,\"2000\"", false),
        ("id,capacity\rP-1,2000\r", false),
    ] {
        let found = found("plants", csv);
        let open: Vec<_> = found.iter().filter(|finding| finding.ends_with("import-last-line-open")).collect();
        assert_eq!(open.len(), usize::from(said), "{csv}: {found:?}");
    }
    assert!(found("plants", "id,capacity\nP-1,2000\nP-1,200").contains(&"3  import-last-line-open".to_owned()));
}
