//! Words, signs and times as offices and devices write them.

use super::{TITANIUM, after, argument, cell, file, found, import, number, text, zone_kept};
use yanlian_model::{Arg, Value, registers};

#[test]
fn words_that_offices_use_are_read() {
    for (word, stage) in [
        ("在建", "started"),
        ("已开工", "started"),
        ("建设中", "started"),
        ("已签约", "signed"),
        ("在谈", "talks"),
        ("完工", "completed"),
        ("Under construction", "started"),
    ] {
        let kept = after("projects", &format!("id,name,stage\nX-1,甲,{word}\n"));
        assert_eq!(cell(&kept, "projects", &["X-1"], "stage"), text(stage), "{word}");
    }
    assert_eq!(found("projects", "id,name,stage\nX-1,甲,已停\n"), ["2 stage import-not-a-choice"]);
    for (word, included) in [("含税", true), ("不含税", false), ("是", true), ("（含税）", true), ("含税价", true)]
    {
        let kept = after("prices", &format!("product,date,price_cny,tax_included\ngas,2025-01-01,3,{word}\n"));
        let key = ["gas", "2025-01-01"];
        assert_eq!(cell(&kept, "prices", &key, "tax_included"), Some(Value::Flag(included)), "{word}");
    }
    assert_eq!(
        found("prices", "product,date,price_cny,tax_included\ngas,2025-01-01,3,含13%\n"),
        ["2 tax_included import-not-yes-or-no"]
    );
    for (written, yuan) in
        [("\u{2212}320万", -3.2e6), ("-¥320", -320.0), ("\u{2212}320", -320.0), ("\u{ff0d}３２０", -320.0)]
    {
        let plan = import(
            &[file("projects.csv", format!("id,name,stage,investment_cny\nX-1,甲,signed,{written}\n"))],
            &zone_kept(),
        );
        let under = &plan.findings[0];
        assert_eq!(under.message.id, "import-under-minimum", "{written}");
        assert_eq!(*argument(under, "value"), Arg::Number(yuan), "{written}");
    }
    let output = after("plant_outputs", "plant,year,output\nP-1,2025,8500 吨 / 年\n");
    assert_eq!(cell(&output, "plant_outputs", &["P-1", "2025"], "output"), number(8500.0));
}

#[test]
fn times_of_reviews_are_read_as_devices_and_people_write_them() {
    let base = file("outlets.csv", format!("id,enterprise,name,kind\nW-1,{TITANIUM},总排口,direct\n"));
    let from = |written: &str| {
        let csv = format!("id,outlet,from,to,reason\nF-1,W-1,{written},2025-03-02T18:00,标样\n");
        let plan = import(&[base.clone(), file("review_periods.csv", csv)], &zone_kept());
        let at = registers::by_name("review_periods").unwrap().position("from").unwrap();
        let row = plan.changes.iter().find(|change| change.register == "review_periods").and_then(|c| c.after.clone());
        (row.and_then(|row| row[at].clone()), plan.findings.first().map(|finding| finding.message.id))
    };
    let kept = text("2025-03-02T08:00");
    for written in ["20250302080000", "202503020800", "2025-03-02 08:00"] {
        assert_eq!(from(written), (kept.clone(), None), "{written}");
    }
    for written in ["2025-03-02 08:00:30", "20250302080030"] {
        assert_eq!(from(written), (kept.clone(), Some("import-seconds")), "{written}");
    }
}
