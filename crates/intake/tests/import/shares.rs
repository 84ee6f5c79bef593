//! Shares: of a hundred, of one, and what cannot be one.

use super::{TITANIUM, after, briefs, cell, file, found, import, kept_after, number, zone_kept};

#[test]
fn a_share_is_what_its_percent_means() {
    let treatment = |header: &str, value: &str| {
        let files = [
            file("indicators.csv", "id,name_zh,unit,kind\ncod,化学需氧量,kg,emission\n"),
            file("treatments.csv", format!("process,item,treatment,name_zh,{header}\nkroll,cod,bio,生化,{value}\n")),
        ];
        import(&files, &zone_kept())
    };
    for (header, value) in
        [("去除率", "90"), ("去除率", "90%"), ("去除率（%）", "90"), ("去除率(%)", "90 %"), ("efficiency_pct", "90％")]
    {
        let plan = treatment(header, value);
        assert_eq!(plan.findings, [], "{header} {value}");
        assert!(plan.changes[0].after.as_ref().unwrap().contains(&number(90.0)), "{header} {value}");
    }
    assert_eq!(
        briefs(&treatment("去除率", "900%")),
        ["treatments.csv 2 efficiency_pct import-over-maximum"].map(|f| f.replace("efficiency_pct", "去除率"))
    );
    for (header, value) in [("vat_rate", "13%"), ("vat_rate", "0.13"), ("增值税率（%）", "13")] {
        let kept = after("products", &format!("id,{header}\ngas,{value}\n"));
        assert_eq!(cell(&kept, "products", &["gas"], "vat_rate"), number(0.13), "{header} {value}");
    }
    for (value, kept) in [
        ("0.35", Some(0.35)),
        ("35%", Some(0.35)),
        ("35‰", Some(0.035)),
        ("1", Some(1.0)),
        ("35", None),
        ("1.01", None),
        ("101%", None),
        ("-0.1", None),
    ] {
        let share = format!("company,product,share\nA,gas,{value}\n");
        let files = [file("directory.csv", "code,name\nA,甲\n"), file("directory_products.csv", share)];
        let plan = import(&files, &zone_kept());
        match kept {
            Some(share) => assert_eq!(
                cell(&kept_after(&files, &zone_kept()), "directory_products", &["A", "gas"], "share"),
                number(share)
            ),
            None => assert!(briefs(&plan)[0].contains("share import-"), "{value}"),
        }
    }
    let rate = |value: &str| {
        let indicators = file("indicators.csv", "id,name_zh,unit\nrate,合格率,%\n");
        let annual = format!("enterprise,year,indicator,value\n{TITANIUM},2025,rate,{value}\n");
        briefs(&import(&[indicators, file("annuals.csv", annual)], &zone_kept()))
    };
    for value in ["4750", "150%", "-5"] {
        assert_eq!(rate(value), ["annuals.csv 2 value import-share-range"], "{value}");
    }
    assert_eq!((rate("47.5"), rate("100%"), rate("0")), (vec![], vec![], vec![]));
    let scenario = after("scenarios", "id,name,discount,min_load\ns1,甲,8%,0.6\n");
    assert_eq!(cell(&scenario, "scenarios", &["s1"], "discount"), number(0.08));
    assert_eq!(cell(&scenario, "scenarios", &["s1"], "min_load"), number(0.6));
    assert_eq!(found("scenarios", "id,name,years\ns1,甲,3%\n"), ["2 years import-no-unit-here"]);
    for written in ["3年", "3 年", "3 years", "3"] {
        let kept = after("scenarios", &format!("id,name,years\ns1,甲,{written}\n"));
        assert_eq!(cell(&kept, "scenarios", &["s1"], "years"), number(3.0), "{written}");
    }
    let staff = after("projects", "id,name,stage,jobs,land_mu\nX-1,甲,签约,120名,2000平米\n");
    assert_eq!(cell(&staff, "projects", &["X-1"], "jobs"), number(120.0));
    assert_eq!(found("plants", "id,capacity\nP-1,3%\n"), ["2 capacity import-inconvertible-unit"]);
}
