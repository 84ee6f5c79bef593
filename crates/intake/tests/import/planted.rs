//! Faults, each found at its place and written in both languages.

use super::{briefs, file, import, zone_kept};
use std::collections::BTreeSet;
use yanlian_model::{Finding, Severity};

/// One file laid over the zone, and the findings that it gives.
const PLANTED: &[(&str, &str, &[&str])] = &[
    ("products", "id,name_zh,unit\na,甲,stone\n", &["2 unit import-unknown-unit"]),
    ("products", "id,name_zh,unit\na,甲,万吨\n", &["2 unit import-plain-unit"]),
    ("products", "id,name_zh,unit,kind\na,甲,t,metal\n", &["2 kind import-not-a-choice"]),
    (
        "products",
        "id,name_zh,unit,vat_rate\na,甲,t,1.3\nb,乙,t,-1\nc,丙,t,13 t\n",
        &["2 vat_rate import-over-maximum", "3 vat_rate import-under-minimum", "4 vat_rate import-inconvertible-unit"],
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
    ("enterprises", "uscc,name\n91350100m000100y43,某公司\n", &["2 uscc import-uscc-spelling"]),
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
    ("plants", "id,产能(新增)\nP-1,5\n", &["1 产能(新增) import-other-figure"]),
    ("projects", "投资按亿元,,,\nid,name,stage,总投资\nX-1,甲,签约,12\n", &["1  import-unit-mentioned"]),
    ("plant_outputs", "上半年累计,,\nplant,year,output\nP-1,2025,8000\n", &["1  import-part-of-year"]),
    ("plant_outputs", "2024年产量表,,\nplant,year,output\nP-1,2025,8000\n", &["1  import-title-year"]),
    ("plant_outputs", "2024年产量表,,\nplant,year,output\nP-1,2024,8000\nP-1,2025,9000\n", &[]),
    ("plant_outputs", "填报日期：2026-01-05,,\nplant,year,output\nP-1,2025,8000\n", &[]),
    ("plants", "id,capacity\nP-1,9999\n", &["2 capacity import-perhaps-filler"]),
    (
        "milestones",
        "project,name,weight\nX-1,一,0.2\nX-1,二,0.8\n",
        &[
            "2 project import-unknown-reference-alone",
            "2 weight import-perhaps-fractions",
            "3 project import-unknown-reference-alone",
        ],
    ),
    ("projects", ",,,其中：设备\nid,name,stage,总投资\nX-1,甲,签约,12万元\n", &["1 总投资 import-other-figure"]),
    ("targets", "各项指标同比增速,,\nindicator,period,target\ncod,2025,5\n", &["1  import-other-measure"]),
    ("plant_outputs", "截至2025年9月底,,\nplant,year,output\nP-1,2025,8000\n", &["1  import-part-of-year"]),
    ("plant_outputs", "plant,year,output\nP-1,2025,8000\n注：2025年数据为1-9月累计数,,\n", &["3  import-part-of-year"]),
    (
        "prices",
        "单位：元/吨（含税）,,\nproduct,date,price_cny\nticl4,2025-01-01,48\n",
        &["1  import-tax-mentioned", "1  import-unit-above"],
    ),
    (
        "projects",
        "id,name,stage,investment_cny,invested_cny\nX-1,甲,签约,100,200\n",
        &["2 invested_cny import-over-investment"],
    ),
    (
        "supplies",
        "supplier,customer,product,year\n91000000MA0000007C,91000000MA0000007C,gas,2025\n",
        &["2 customer import-to-itself"],
    ),
    (
        "scenario_settings",
        "scenario,subject,item,value\nS-1,limit,codd,5\n",
        &["2 scenario import-unknown-reference-alone", "2 item import-unknown-reference-alone"],
    ),
    ("discharge_rules", "rule,from,value\n废水小时有效所需十分钟值占比,2020-01-01,0.75\n", &[]),
    ("scenarios", "id,name,years\nS-1,甲,2.5\n", &["2 years import-not-whole"]),
    ("plant_outputs", "plant,year,output,note\nP-1,2025,8000,1-6月\n", &["2 note import-remark-unit"]),
    ("plants", "id,enterprise,process\nP-01,91000000MA0000007C,kroll\n", &["2 id import-key-alike"]),
    ("plants", "id,enterprise,process\nP-Ⅰ,91000000MA0000007C,kroll\n", &["2 id import-key-alike"]),
    (
        "directory",
        "code,name\n1,甲\n01,乙\n★X-4,丙\nX-5,丁*\n",
        &["3 code import-key-alike", "4 code import-perhaps-mark", "5 name import-perhaps-mark"],
    ),
    (
        "milestones",
        "project,name,weight\nX-1,一,45\nX-1,二,0.45\nX-1,三,0.5%\n",
        &[
            "2 project import-unknown-reference-alone",
            "3 project import-unknown-reference-alone",
            "3 weight import-perhaps-fraction",
            "4 project import-unknown-reference-alone",
        ],
    ),
    ("plants", "id,enterprise,process\nP-2,示例钛业,kroll\n", &["2 enterprise import-unknown-reference"]),
    ("plants", "id,enterprise,process\nP-2,91000000MA0000007C,xyz\n", &["2 process import-unknown-reference-alone"]),
    ("plant_outputs", "plant,year,output\nP-1,25,8000\n", &["2 year import-not-a-year"]),
    ("targets", "indicator,period,target\ncod,2025-13,1\n", &["2 period import-not-a-period"]),
    ("prices", "product,date,tax_included\ngas,2025-01-01,maybe\n", &["2 tax_included import-not-yes-or-no"]),
    (
        "prices",
        "product,date,price_cny,tax_included\nticl4,2025-01-01,48元/吨（含税）,no\n",
        &["2 price_cny import-tax-contradicted"],
    ),
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
    ("readme", "a,b\n1,2\n", &["  import-read-me", "  import-nothing"]),
];

const LOCALES: [&str; 2] =
    [include_str!("../../../present/locales/zh/import.ftl"), include_str!("../../../present/locales/en/import.ftl")];

/// The arguments that a message's text and its `.remedy` ask for, in either language.
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
fn every_message_is_written_in_both_languages() {
    let folders = ["/src/read/workbook", "/src/read", "/src/judge", "/src"]
        .map(|folder| env!("CARGO_MANIFEST_DIR").to_owned() + folder);
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
        assert_eq!(locale.matches("    .remedy = ").count(), written.len());
    }
}
