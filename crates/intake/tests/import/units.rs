//! Units: of a cell, of a header, of what stands above a table.

use super::{TITANIUM, after, argument, cell, file, found, import, number, zone_kept};
use yanlian_model::{Arg, Value};

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
    // A field that is counted by the day takes “a day”.
    let outlet =
        |header: &str, flow: &str| format!("id,enterprise,name,kind,{header}\nW-1,{TITANIUM},总排口,direct,{flow}\n");
    for (header, flow, m3) in [
        ("design_flow_m3_day", "500", 500.0),
        ("design_flow_m3_day", "500m3/d", 500.0),
        ("design_flow_m3_day", "500立方米/日", 500.0),
        ("design_flow_m3_day", "500 m\u{b3}/d", 500.0),
        ("design_flow_m3_day", "0.5万m3/d", 5000.0),
        ("design_flow_m3_day", "50万方/日", 500_000.0),
        ("design_flow_m3_day", "500立方", 500.0),
        ("设计处理能力（立方米/日）", "500", 500.0),
        ("设计处理能力（万m3/d）", "2", 20_000.0),
        // Water is counted in tonnes as well.
        ("设计处理能力（万吨/日）", "2", 20_000.0),
        ("design_flow_m3_day", "500吨/天", 500.0),
        ("design_flow_m3_day", "500t/d", 500.0),
        ("design_flow_m3_day", "0.05 万吨", 500.0),
    ] {
        let kept = after("outlets", &outlet(header, flow));
        assert_eq!(cell(&kept, "outlets", &["W-1"], "design_flow_m3_day"), number(m3), "{header} {flow}");
    }
    for (flow, fault) in [("500 m3/h", "per-unit"), ("5 L/s", "unknown-unit"), ("500 kW", "inconvertible-unit")] {
        assert_eq!(
            found("outlets", &outlet("design_flow_m3_day", flow)),
            [format!("2 design_flow_m3_day import-{fault}")]
        );
    }
    // A price is not what a year brings.
    assert_eq!(found("prices", "product,date,price_cny\ngas,2025-01-01,3元/年\n"), ["2 price_cny import-unknown-unit"]);
}

#[test]
fn a_unit_above_the_table_holds_for_the_columns_that_take_it() {
    let table = |above: &str| format!("{above}\n编号,项目名称,阶段,总投资,用地,已完成投资(元)\nX-1,甲,签约,5,60,4\n");
    for above in ["单位：万元,,,,,", "重点项目表（万元）,,,,,", "# 单位：万元,,,,,", ",,,金额单位：人民币万元,,"]
    {
        let kept = after("projects", &table(above));
        let money = |field| cell(&kept, "projects", &["X-1"], field);
        assert_eq!(
            (money("investment_cny"), money("land_mu"), money("invested_cny")),
            (number(5e4), number(60.0), number(4.0)),
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
fn every_way_to_write_a_unit_above_a_table_is_read_or_refused() {
    let table = |above: &str| format!("{above}\nid,name,stage,investment_cny,land_mu\nX-1,甲,signed,5,60\n");
    for (above, yuan) in [
        ("金额：万元,,,,", 5e4),
        ("（单位 万元）,,,,", 5e4),
        ("项目表  单位 万元,,,,", 5e4),
        ("数据单位：万元,,,,", 5e4),
        ("以下金额均以万元计,,,,", 5e4),
        (",,单位,万元,", 5e4),
        (",,,单位：,万元", 5e4),
        (",,,万元,", 5e4),
        (",,,万元,亩", 5e4),
        (",,,元,亩", 5.0),
        (",,,,（万元）", 5e4),
        ("单位：万元（人民币）,,,,", 5e4),
        ("单位：亩 万元,,,,", 5e4),
        ("Amounts in thousand CNY,,,,", 5e3),
        ("RMB million,,,,", 5e6),
        ("(RMB in millions),,,,", 5e6),
        ("\"Unit: CNY 10,000\",,,,", 5e4),
        ("填报单位：示例县,,,单位：万元,", 5e4),
        ("单 位：万元,,,,", 5e4),
        ("单\u{3000}\u{3000}位：万元,,,,", 5e4),
        ("单 位 ： 万 元,,,,", 5e4),
        ("金 额 单 位 ：万 元,,,,", 5e4),
        ("填报单位：示例县  单 位：万元,,,,", 5e4),
        ("單位：萬元,,,,", 5e4),
        ("单位∶万元,,,,", 5e4),
        ("单位=万元,,,,", 5e4),
        ("单位-万元,,,,", 5e4),
        ("单位——万元,,,,", 5e4),
        ("单位/万元,,,,", 5e4),
        ("投资额均为万元,,,,", 5e4),
        ("以下数据的单位是万元,,,,", 5e4),
        ("2025年项目投资表／万元,,,,", 5e4),
        ("2025年项目投资表 万元,,,,", 5e4),
        ("2025年项目投资表（万元）（不含税）,,,,", 5e4),
        ("unit: RMB mn,,,,", 5e6),
        ("Unit: RMB mil,,,,", 5e6),
        ("Unit: RMB (mn),,,,", 5e6),
        ("Unit: CNY m,,,,", 5e6),
        ("\"Units: RMB mn, mu\",,,,", 5e6),
        ("单位：人民币元（万）,,,,", 5e4),
        ("Amounts in RMB mn,,,,", 5e6),
        ("CNY bn,,,,", 5e9),
        ("Unit: 0.1 billion CNY,,,,", 5e8),
        ("Unit: CNY 10000,,,,", 5e4),
        ("Unit: RMB ten thousand,,,,", 5e4),
        ("Unit: RMB as of 2025,,,,", 5.0),
        ("单位〔万元〕,,,,", 5e4),
        ("单位：“万元”,,,,", 5e4),
        ("币种：人民币万元,,,,", 5e4),
        ("总投资：万元,,,,", 5e4),
        ("金额按万元统计,,,,", 5e4),
        ("单位：10万元,,,,", 5e5),
        ("单位：人民币 万,,,,", 5e4),
        ("项目投资表（万元，不含税）,,,,", 5e4),
        ("RMB’000,,,,", 5e3),
        ("RMBmn,,,,", 5e6),
        ("Unit: RMB mn.,,,,", 5e6),
        ("All amounts RMB mn,,,,", 5e6),
        ("\"Investment (RMB mn, excl. VAT)\",,,,", 5e6),
        ("Unit: RMB 1 million,,,,", 5e6),
        ("单位：元 万,,,,", 5e4),
        ("Unit: RMB (10 thousand),,,,", 5e4),
        ("Units in RMB mn,,,,", 5e6),
        ("单位：元 2025年3月,,,,", 5.0),
        ("\"(in 10,000 yuan)\",,,,", 5e4),
        ("(in 10,000 yuan),,,", 5e4),
        ("# Unit: 10,000 yuan,,,", 5e4),
        ("CNY in 100 millions,,,,", 5e8),
        ("RMB 100 million,,,,", 5e8),
        ("(100 million yuan),,,,", 5e8),
        ("Amounts in RMB 100 million,,,,", 5e8),
        ("\"in units of RMB 10,000\",,,,", 5e4),
        ("in units of RMB 10,000,,,", 5e4),
        ("in units of 100 million yuan,,,,", 5e8),
        ("\"Projects, 100 million yuan\",,,,", 5e8),
        ("单位：万元,亩,,,", 5e4),
    ] {
        let kept = after("projects", &table(above));
        let figure = |field| cell(&kept, "projects", &["X-1"], field);
        assert_eq!((figure("investment_cny"), figure("land_mu")), (number(yuan), number(60.0)), "{above}");
        let notes = found("projects", &table(above));
        assert!(
            !notes.is_empty() && notes.iter().all(|note| note.ends_with("import-unit-above")),
            "{above}: {notes:?}"
        );
    }
    for above in [
        "(in thousands),,,,",
        "单位：万,,,,",
        "单位：万美元,,,,",
        "USD million,,,,",
        "金额：千美元,,,,",
        "（万）,,,,",
        "单位：万元/亩,,,,",
        "单 位：万美元,,,,",
        "单位-万美元,,,,",
        "投资表/万美元,,,,",
        "Unit: RMB xx,,,,",
        "RMB mnn,,,,",
        "RMB-mn,,,,",
        "单位：元 ×10000,,,,",
        "单位：元 ×10^4,,,,",
        "单位：元×10000,,,,",
        "RMB 0.01 million,,,,",
        "¥10k,,,,",
        "单位：元 m,,,,",
        "(mn),,,,",
        "Investment: RMB 100 million,,,,",
        "Projects of 100 million yuan,,,,",
    ] {
        assert_eq!(found("projects", &table(above)), ["1  import-unknown-unit"], "{above}");
    }
    for above in ["Currency: RMB; unit: mn,,,,", "单位：亩,万美元,,,"] {
        assert_eq!(found("projects", &table(above))[0], "1  import-unknown-unit", "{above}");
    }
    for title in [
        "2025年重点项目表,,,,",
        "项目（修订稿）,,,,",
        "填报单位：投资促进局,,,,",
        "Projects in Hebei,,,,",
        "A,B,C,T,H",
        "共,5,亩,,",
        "各单位-项目汇总,,,,",
        "单位-招商局,,,,",
        "填 报 单 位：某部门,,,,",
        "以下均为示例,,,,",
        "人民币贷款项目表,,,,",
        "RMB loans by bank,,,,",
        "总投资,¥10k,,,",
        "总投资,\"¥5,500,000\",,,",
        "总投资,RMB 5 million,,,",
        "总投资,人民币500万元,,,",
        "总投资：10000元,,,,",
        "金额：1000万元,,,,",
        "数量：100吨,,,,",
        "规模为10台,,,,",
        "附表/1,,,,",
        "项目负责人,,,,",
        "Table T,,,,",
        "甲 乙 丙,,,,",
        "填报单位：万元,,,,",
        "联系人：方,,,,",
        "负责人：万元方,,,,",
        "2025年.,,,,",
        "“示例”项目表,,,,",
        "Projects of 50 million yuan,,,,",
    ] {
        let kept = after("projects", &table(title));
        assert_eq!(cell(&kept, "projects", &["X-1"], "investment_cny"), number(5.0), "{title}");
        assert_eq!(found("projects", &table(title)), [""; 0], "{title}");
    }
    // Where no column takes a unit, nobody can be misled.
    assert_eq!(found("directory", "单位：万美元,\ncode,name\nA,甲\n"), [""; 0]);
}

#[test]
fn a_number_may_say_what_its_field_counts() {
    let rated = |head: &str, rating: &str| format!("id,enterprise,text,{head}\nSQ-1,{TITANIUM},电价,{rating}\n");
    for (head, rating) in
        [("rating", "5分"), ("企业评价", "5 分"), ("企业评价（分）", "5"), ("rating", "5 points"), ("rating", "5星")]
    {
        let kept = after("difficulties", &rated(head, rating));
        assert_eq!(cell(&kept, "difficulties", &["SQ-1"], "rating"), number(5.0), "{head} {rating}");
    }
    for (rating, id) in
        [("5分钟", "unknown-unit"), ("95分", "over-maximum"), ("5 t", "no-unit-here"), ("分", "not-a-number")]
    {
        assert_eq!(found("difficulties", &rated("rating", rating)), [format!("2 rating import-{id}")], "{rating}");
    }
    let years = |head: &str, years: &str| found("scenarios", &format!("id,name,{head}\nFA-1,甲,{years}\n"));
    assert_eq!(years("年数（年）", "3年"), [""; 0]);
    assert_eq!(years("years", "5分"), ["2 years import-unknown-unit"]);
}

#[test]
fn a_price_may_say_whether_the_tax_is_in_it() {
    let key = ["ticl4", "2025-01-01"];
    for (head, price, included) in [
        ("price_cny", "48元/吨（含税）", true),
        ("price_cny,tax_included", "48元/吨（不含税）,", false),
        ("tax_included,price_cny", "yes,含税价 48元", true),
        ("tax_included,price_cny", ",48（含税）", true),
    ] {
        let kept = after("prices", &format!("product,date,{head}\nticl4,2025-01-01,{price}\n"));
        let said = (cell(&kept, "prices", &key, "price_cny"), cell(&kept, "prices", &key, "tax_included"));
        assert_eq!(said, (number(48.0), Some(Value::Flag(included))), "{price}");
    }
    let unclear = "product,date,price_cny\nticl4,2025-01-01,48元/吨（含13%税）\n";
    assert_eq!(found("prices", unclear), ["2 price_cny import-unknown-unit"]);
    let elsewhere =
        format!("supplier,customer,product,year,value_cny\n{TITANIUM},outside:甲,gas,2025,300万元（含税）\n");
    assert_eq!(found("supplies", &elsewhere), ["2 value_cny import-unknown-unit"], "it has no place for the tax");
}

#[test]
fn several_units_above_a_table_go_to_the_columns_of_their_kind() {
    let table =
        |above: &str| format!("{above}\n供方,需方,产品,年份,数量,金额\n{TITANIUM},outside:甲,ti-sponge,2025,5,6\n");
    let key = [TITANIUM, "outside:甲", "ti-sponge", "2025"];
    for (above, quantity, value) in [
        ("单位：吨、万元,,,,,", 5.0, 6e4),
        ("单位：吨/万元,,,,,", 5.0, 6e4),
        ("单位：千克 万元,,,,,", 0.005, 6e4),
        ("数量单位：万吨；金额单位：亿元,,,,,", 5e4, 6e8),
        (",,,,数量单位：万吨,金额单位：亿元", 5e4, 6e8),
        (",,,,,金额单位：亿元", 5.0, 6e8),
        (",,,,千吨,（万元）", 5e3, 6e4),
    ] {
        let kept = after("supplies", &table(above));
        let figure = |field| cell(&kept, "supplies", &key, field);
        assert_eq!((figure("quantity"), figure("value_cny")), (number(quantity), number(value)), "{above}");
    }
    let plan = import(&[file("supplies.csv", table("数量单位：万吨；金额单位：亿元,,,,,"))], &zone_kept());
    assert_eq!(argument(&plan.findings[0], "unit"), &Arg::from("万吨、亿元"), "all that was applied is named");
    for above in ["单位：吨、千克、万元,,,,,", "单位：万元、亿元,,,,,"] {
        assert!(found("supplies", &table(above)).iter().any(|f| f.ends_with("import-which-unit")), "{above}");
    }
    let two = import(&[file("supplies.csv", table("单位：万元,,,,,\n单位：亿元,,,,,"))], &zone_kept());
    let which = two.findings.iter().find(|finding| finding.message.id == "import-which-unit").unwrap();
    assert_eq!(argument(which, "units"), &Arg::from("万元、亿元"));
}

#[test]
fn how_many_is_not_counted_twice() {
    let project = |header: &str, value: &str| format!("id,name,stage,{header}\nX-1,甲,签约,{value}\n");
    for (header, value) in
        [("总投资(万元)", "5亿"), ("总投资(万元)", "5万"), ("总投资(亿元)", "5亿"), ("总投资(千元)", "5万")]
    {
        let found = found("projects", &project(header, value));
        assert_eq!(found, [format!("2 {header} import-counted-twice")], "{value}");
    }
    assert_eq!(
        found("projects", &format!("单位：万元,,,\n{}", project("总投资", "5亿")))[1],
        "3 总投资 import-counted-twice"
    );
    for (header, value) in [("总投资(万元)", "5亿元"), ("总投资(元)", "5亿"), ("总投资", "5亿"), ("总投资(亿元)", "5")]
    {
        let kept = after("projects", &project(header, value));
        assert_eq!(cell(&kept, "projects", &["X-1"], "investment_cny"), number(5e8), "{header} {value}");
    }
}

#[test]
fn units_and_money_as_people_write_them() {
    for (written, tonnes) in [("5 kt", 5000.0), ("5公吨", 5.0), ("5 tons", 5.0), ("5MT", 5.0), ("5 Tonnes", 5.0)] {
        let kept = after("plants", &format!("id,capacity\nP-1,{written}\n"));
        assert_eq!(cell(&kept, "plants", &["P-1"], "capacity"), number(tonnes), "{written}");
    }
    for written in ["￥300万", "¥300万", "RMB 300万", "300万元整", "300万元（人民币）", "300 万人民币", "CNY3000000"]
    {
        let kept = after("projects", &format!("id,name,stage,investment_cny\nX-1,甲,签约,{written}\n"));
        assert_eq!(cell(&kept, "projects", &["X-1"], "investment_cny"), number(3e6), "{written}");
    }
    for (written, yuan) in [("3百万", 3e6), ("5千", 5e3), ("2萬元", 2e4), ("1.5億", 1.5e8), ("3 CNY mn", 3e6)] {
        let kept = after("projects", &format!("id,name,stage,investment_cny\nX-1,甲,签约,{written}\n"));
        assert_eq!(cell(&kept, "projects", &["X-1"], "investment_cny"), number(yuan), "{written}");
    }
    assert_eq!(found("plants", "id,capacity\nP-1,5 Mt\n"), ["2 capacity import-unknown-unit"]);
    // Where digits go on behind a sign, the text is no one number.
    for written in ["1'234.5", "1\u{2009}234.5", "1/2", "500～600", "500至600", "500±20"] {
        let found = found("plants", &format!("id,capacity\nP-1,{written}\n"));
        assert_eq!(found, ["2 capacity import-not-a-number"], "{written}");
    }
    assert_eq!(
        found("projects", "id,name,stage,investment_cny\nX-1,甲,签约,$300\n"),
        ["2 investment_cny import-not-a-number"]
    );
}

#[test]
fn a_price_is_per_one_of_the_unit_that_it_names() {
    for (header, value) in [
        ("单价(万元/吨)", "4.8"),
        ("单价（元/千克）", "48"),
        ("单价", "4.8万元/吨"),
        ("单价(CNY per t)", "48000"),
        ("单价(万元)", "4.8"),
    ] {
        let kept = after("prices", &format!("product,date,{header}\nti-sponge,2025-01-01,{value}\n"));
        assert_eq!(
            cell(&kept, "prices", &["ti-sponge", "2025-01-01"], "price_cny"),
            number(48_000.0),
            "{header} {value}"
        );
    }
    assert_eq!(
        found("prices", "product,date,单价(元/吨)\ngas,2025-01-01,3\n"),
        ["2 单价(元/吨) import-inconvertible-unit"]
    );
    assert_eq!(found("plants", "id,capacity\nP-1,5 t/h\n"), ["2 capacity import-per-unit"]);
    assert_eq!(found("plants", "id,产能(t/h)\nP-1,5\n"), ["1 产能(t/h) import-no-unit-here"]);
}
