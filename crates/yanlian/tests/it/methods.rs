//! Methods on plain files: what is read, written, refused and told.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Runs a method in a folder of its own; exit code, what was told in English, and the files written.
struct Run {
    folder: tempfile::TempDir,
    code: Option<i32>,
    told: String,
}

impl Run {
    /// `files` are written first; arguments that name one of them stand for its path.
    fn new(method: &str, files: &[(&str, &str)], arguments: &[&str]) -> Run {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        let path = |argument: &&str| match files.iter().any(|(name, _)| name == argument) {
            true => folder.path().join(argument),
            false => PathBuf::from(argument),
        };
        let output = Command::new(env!("CARGO_BIN_EXE_yanlian"))
            .args(["analyse", method])
            .args(arguments.iter().map(path))
            .args(if arguments.contains(&"--lang") { &[][..] } else { &["--lang", "en"] })
            .arg("-o")
            .arg(folder.path().join("out"))
            .output()
            .unwrap();
        Run { code: output.status.code(), told: String::from_utf8(output.stderr).unwrap(), folder }
    }

    fn text(&self, name: &str) -> String {
        assert_eq!(self.code, Some(0), "{}", self.told);
        std::fs::read_to_string(self.folder.path().join("out").join(name)).unwrap()
    }

    /// The rows of a file by the text of their first `keys` columns, and by column.
    fn rows(&self, name: &str, keys: usize) -> BTreeMap<String, BTreeMap<String, String>> {
        let text = self.text(name);
        let mut lines = text.lines().map(|line| line.split(',').collect::<Vec<_>>());
        let header = lines.next().unwrap();
        let cells = |line: &Vec<&str>| {
            header.iter().zip(line).map(|(column, cell)| (column.to_string(), cell.to_string())).collect()
        };
        lines.map(|line| (line[..keys].join(","), cells(&line))).collect()
    }

    fn tells(&self, code: i32, parts: &[&str]) {
        assert_eq!(self.code, Some(code), "{}", self.told);
        parts.iter().for_each(|part| assert!(self.told.contains(part), "{part}: {}", self.told));
    }
}

fn near(cell: &str, expected: f64) -> bool {
    (cell.parse::<f64>().unwrap() - expected).abs() < 5e-5
}

fn reference(name: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../analysis/tests/data/io").join(name)).unwrap()
}

#[test]
fn published_tables_are_read_as_they_are() {
    let (table, emissions) = (reference("germany1995_table.csv"), reference("germany1995_emissions.csv"));
    let files = [("t.csv", table.as_str()), ("e.csv", &emissions)];
    let run = Run::new("io", &files, &["--table", "t.csv", "--value-added", "e.csv", "--extract", "trade"]);
    run.tells(0, &["6 sectors", "the row “output_bp”", "t.csv · 3 · total_use", "1,079,446", "1,079,400"]);
    let sectors = run.rows("sectors.csv", 1);
    assert!(near(&sectors["agriculture"]["output_multiplier"], 1.7048));
    assert!(near(&sectors["manufacturing"]["forward_total"], 1.6910));
    let multipliers = run.rows("multipliers.csv", 2);
    assert!(near(&multipliers["gva_bp,construction"]["multiplier"], 0.8615));
    assert!(near(&multipliers["CO2,trade"]["coefficient"], 0.1320));
    let extraction = run.rows("extraction.csv", 1);
    let lost: f64 = extraction.values().map(|row| row["loss"].parse::<f64>().unwrap()).sum();
    assert!((lost - sectors["trade"]["extraction_loss"].parse::<f64>().unwrap()).abs() < 1e-6);

    let table = reference("netherlands2000_table.csv");
    let run = Run::new("io", &[("t.csv", &table)], &["--table", "t.csv"]);
    run.tells(0, &["only without “household_consumption”", "t.csv · 7 · total_use", "435,952"]);
    assert!(!run.told.contains("t.csv · 2"), "{}", run.told);
    let mining = &run.rows("multipliers.csv", 2)["compensation_employees,mining"];
    assert!((mining["ratio"].parse::<f64>().unwrap() - 2.333).abs() < 5e-4, "{mining:?}");
}

#[test]
fn tables_of_other_layouts_give_the_same_inverse() {
    // Miller and Blair's two sectors: L is (1.2541 0.3300; 0.2640 1.1221).
    let tables = [
        "sector,farms,works,final_demand\nfarms,150,500,350\nworks,200,100,1700\n",
        "No;Name;Farms;Works;Households;Exports;Total output\n1;farms;150;500;300;50;1000\n2;works;200;100;1700;0;2000\n",
        ",farms,works,f,x\nfarms,150,500,350,1000\nworks,200,100,1700,2000\nvalue added,650,1400,,\nx,1000,2000,,\n",
        "sector,farms,works\nworks,200,100\nfarms,150,500\ntotal,1000,2000\n",
        "sector,farms,works\nfarms,150,500\nworks,200,100\nvalue_added,650,1400\n",
        "sector,farms,works,intermediate_total,final_demand_total,imports,total_output\n\
         farms,150,500,650,450,100,1000\nworks,200,100,300,1750,50,2000\n",
    ];
    for table in tables {
        let run = Run::new("io", &[("t.csv", table)], &["--table", "t.csv"]);
        assert!(!run.told.contains("[warning]"), "{table}{}", run.told);
        let leontief = run.text("leontief.csv");
        let entries: Vec<&str> = leontief.lines().skip(1).flat_map(|line| line.split(',').skip(1)).collect();
        let expected = [1.2541, 0.3300, 0.2640, 1.1221];
        assert!(entries.iter().zip(expected).all(|(ours, theirs)| near(ours, theirs)), "{table}{leontief}");
    }
    // The file of value added closes a table of flows alone.
    let files =
        [("t.csv", "s,farms,works\nfarms,150,500\nworks,200,100\n"), ("v.csv", "s,pay\nworks,1400\nfarms,650\n")];
    let run = Run::new("io", &files, &["--table", "t.csv", "--value-added", "v.csv"]);
    run.tells(0, &["its “pay”", "indicators: pay"]);
    assert_eq!(run.rows("sectors.csv", 1)["works"]["output"], "2000");
    // Sectors that bear short names of output, output that bears none, indicators a row a sector.
    let table = "sector,X,Y,final,made\nX,1,2,7,10\nY,3,4,13,20\n";
    let files = [("t.csv", table), ("v.csv", "sector,jobs,pay\nY,4,8\nX,1,2\n")];
    let run = Run::new("io", &files, &["--table", "t.csv", "--gross-output", "made", "--value-added", "v.csv"]);
    run.tells(0, &["2 sectors, from “X” to “Y”", "the column “made”"]);
    assert_eq!(run.rows("multipliers.csv", 2)["jobs,Y"]["coefficient"], "0.2");
}

#[test]
fn what_is_wrong_with_a_table_is_told_by_place() {
    let io = |table: &str, more: &[&str]| Run::new("io", &[("t.csv", table)], &[&["--table", "t.csv"], more].concat());
    io("sector,a,b,f\na,1,,2\nb,1,2,x\n", &[])
        .tells(1, &["t.csv · 2 · b", "This cell is blank", "t.csv · 3 · f", "“x” is not"]);
    let files = [("t.csv", "sector,a,b,f\na,1,2,-9\nb,1,2,3\n"), ("v.csv", "name,a,b\njobs,1,x\n")];
    Run::new("io", &files, &["--table", "t.csv", "--value-added", "v.csv"])
        .tells(1, &["t.csv · 2 ", "negative: −6", "v.csv · 2 · b", "“x” is not"]);
    io("sector,a,b,remark\na,1,3,y\nb,1,2,x\n", &[]).tells(1, &["neither output nor final demand"]);
    io("sector,a,b,f\na,1,3,2\nb,1,2,3\nc,1,2,3\n", &["--extract", "c"]).tells(2, &["there are: a, b"]);
    io("sector,a,b,f\na,1,3,2\nb,1,2,x\n", &[]).tells(1, &["t.csv · 3 · f", "“x” is not"]);
    io("sector,a,b\nc,1,2\nd,3,4\n", &[]).tells(1, &["No name is both", "sector, a, b", "c, d"]);
    io("sector,a,gone,b,f\na,1,2,3,4\nb,1,2,3,4\n", &[]).tells(1, &["stands apart", "“gone”"]);
    io("sector,a,a,f\na,1,2,3\n", &[]).tells(1, &["“a” is there more than once"]);
    io("sector,a,b,f\na,1,2,-9\nb,1,2,3\n", &[]).tells(1, &["t.csv · 2 ", "negative: −6"]);
    io("sector,a,b,output\na,1,2,10\nb,3,4,20\n", &["--gross-output", "y"]).tells(1, &["called “y”"]);
    // What is no use in final demand is no part of it, whatever numbers it has.
    let beside = |head: &str, farms: &str, works: &str| {
        format!("sector,farms,works,final_demand,{head}\nfarms,150,500,350,{farms}\nworks,200,100,1700,{works}\n")
    };
    for name in ["year", "growth %", "rank", "占比", "同比增长率"] {
        io(&beside(name, "2020", "2021"), &[]).tells(1, &[&format!("“{name}” is called by what is no use")]);
    }
    for name in ["其中：消费,其中：投资", "of which private,of which public", "consumption,investment"] {
        let run = io(&beside(name, "300,50", "1500,200"), &[]);
        assert_eq!(run.rows("sectors.csv", 1)["farms"]["output"], "1000", "{name}");
    }
    io(&beside("单位", "万元", "亿元"), &[]).tells(1, &["“单位” says “万元” for some rows and “亿元” for others"]);
    // Names whose characters stand apart are one, sums of intermediate use are checked, notes below are passed over.
    let table = "部门,农　业,工业,中间使用合计,最终使用,总产出\n农业,150,500,660,350,1000\n工 业,200,100,300,1700,2000\n\
                 中间投入合计,999,600,,,\n增加值,650,1400,,,\n单位：万元,,,,,\n";
    let read = io(table, &[]);
    read.tells(0, &["2 sectors", "t.csv · 2 · 中间使用合计", "650", "t.csv · 4 · 农　业", "350", "t.csv · 6 "]);
    assert!(!read.told.contains("t.csv · 3"), "{}", read.told);
    // Inputs and value added make output, also with imports between the two; a year is neither.
    let closing = |added: &str, more: &str| {
        format!(
            "sector,farms,works,f,x\nfarms,150,500,350,1000\nworks,200,100,1700,2000\n{more}value added,{added},,\n"
        )
    };
    io(&closing("650,1300", ""), &[]).tells(0, &["t.csv · 4 · works", "make 1,900, output is 2,000", "100"]);
    for (added, more) in [("650,1400", ""), ("600,1300", "imports,50,100,,\n")] {
        assert!(!io(&closing(added, more), &[]).told.contains("[warning]"), "{added}");
    }
    let years = io(&closing("650,1400", "year,2020,2020,,\n2019,5,6,,\n年份,1,2,,\n"), &[]);
    years.tells(0, &["“year” is a year", "“2019” is a year", "“年份” is a year", "indicators: value added"]);
    // All output goes to sectors, so nothing is left for final demand.
    io("sector,a,b,f\na,1,2,0\nb,2,3,0\n", &[]).tells(1, &["I − A has no inverse"]);
    io("sector,a,b,output\na,-1,2,10\nb,3,4,0\n", &[])
        .tells(1, &["t.csv · 2 ", "from a to a", "t.csv · 3 ", "no output"]);
}

/// Leading zeros and `nan` are codes; the header is that of trade data.
const TRADE: &str = "country,product,value\nnan,0011,5\nnan,0012,5\nnan,0013,5\nfra,0011,6\n\
                     usa,0011,8\nusa,0013,2\nusa,0013,1\n";

#[test]
fn complexity_keeps_codes_and_writes_every_pair() {
    let run = Run::new("complexity", &[("m.csv", TRADE)], &["--matrix", "m.csv", "--proximity"]);
    run.tells(0, &["m.csv · 8", "usa and 0013"]);
    let regions = run.rows("regions.csv", 1);
    assert_eq!(regions.keys().collect::<Vec<_>>(), ["fra", "nan", "usa"]);
    let pairs = run.rows("pairs.csv", 2);
    assert_eq!(pairs.len(), 9);
    let lacking = &pairs["fra,0013"];
    assert_eq!([&lacking["value"], &lacking["rca"], &lacking["m"]], ["0", "0", "0"]);
    assert_eq!(pairs["usa,0013"]["value"], "3");
    let ecis = |run: &Run| -> Vec<f64> {
        run.rows("regions.csv", 1).values().map(|row| row["eci"].parse().unwrap()).collect()
    };
    let atlas = ecis(&run);
    let arguments = ["--matrix", "m.csv", "--convention", "standardised"];
    let other = ecis(&Run::new("complexity", &[("m.csv", TRADE)], &arguments));
    let scale = (3.0_f64 / 2.0).sqrt();
    assert!(
        atlas.iter().zip(&other).all(|(atlas, other)| (atlas - other * scale).abs() < 1e-12),
        "{atlas:?} {other:?}"
    );
    assert!(run.text("proximity.csv").starts_with("product,other,proximity\n0011,"));
}

#[test]
fn what_is_wrong_with_a_matrix_is_told_by_place() {
    let complexity = |table: &str, more: &[&str]| {
        Run::new("complexity", &[("m.csv", table)], &[&["--matrix", "m.csv"], more].concat())
    };
    // What cannot be read and what cannot be, in one go, each once.
    let faulty = complexity("region,product,value\na,p,-1\na,q,x\n,q,1\nb,q,1,234\n", &[]);
    faulty.tells(1, &["m.csv · 2 · value", "m.csv · 3 · value", "“x”", "m.csv · 4 · region", "m.csv · 5 ", "4 cells"]);
    assert_eq!(faulty.told.matches("m.csv · 3 ").count(), 1, "{}", faulty.told);
    complexity("area,product,value\na,p,1\n", &[]).tells(1, &["no column “region” or “country”"]);
    complexity("region,product\na,p\n", &[]).tells(1, &["no column “value”"]);
    complexity("region,product,value\n", &[]).tells(1, &["no rows"]);
    complexity("region,product,value\na,p,1\nWorld,p,3\nb,合计,2\n", &[])
        .tells(1, &["m.csv · 3 · region", "“World” is a sum", "m.csv · 4 · product", "“合计” is a sum"]);
    complexity("region,product,value,unit\na,8.1E+05,1,万元\nA,q,3,元\n", &[])
        .tells(1, &["m.csv · 3 · unit", "“万元”", "“元”"]);
    complexity("region,product,value\na,8.1E+05,1\nA,所有产品,3\n", &[])
        .tells(1, &["m.csv · 2 · product", "m.csv · 3 · region", "“A” differs from “a”", "“所有产品” is a sum"]);
    complexity(&format!("单位：万元,,\n{TRADE}"), &[]).tells(0, &["“单位：万元” stands above the header"]);
    let apart = complexity("region,product,value\na,p,1\nb,q,1\nz,q,0\n", &[]);
    apart.tells(0, &["2 parts", "m.csv · 4 · region", "z has a total of 0"]);
    let regions = apart.rows("regions.csv", 1);
    assert_eq!([&regions["a"]["eci"], &regions["a"]["fitness"], &regions["z"]["diversity"]], ["", "1", ""]);
    assert_eq!(regions["z"]["total"], "0");
    // Their products would be beyond all numbers, or nothing.
    complexity("region,product,value\na,p,1e300\na,q,1e-300\nb,p,1\n", &[])
        .tells(1, &["m.csv · 2 · value", "m.csv · 3 · value"]);
    let floor = complexity(TRADE, &["--min-total", "10", "--min-diversity", "2"]);
    floor.tells(0, &["under the floor of 10", "[note]"]);
}

const FIRMS: &str = "Firm,Industry,Revenue\n001,矿,10\n002,冶,40\n003,锻,\n";
const LINKS: &str = "value,supplier,customer\n10,001,002\n20,002,003\n";

fn cascade(firms: &str, links: &str, more: &[&str]) -> Run {
    let files = [("f.csv", firms), ("l.csv", links)];
    Run::new("cascade", &files, &[&["--firms", "f.csv", "--edges", "l.csv"], more].concat())
}

impl Run {
    /// The one file that was written.
    fn answer(&self) -> String {
        assert_eq!(self.code, Some(0), "{}", self.told);
        std::fs::read_to_string(self.folder.path().join("out")).unwrap()
    }
}

#[test]
fn firms_stop_one_by_one_or_lose_parts_together() {
    // Each buys only from the one before it. 003 weighs nothing; its orders are half of what 002 and 001 sell.
    let lost = |text: &str| -> Vec<(String, f64)> {
        let cells = |line: &str| line.split(',').map(str::to_owned).collect::<Vec<_>>();
        text.lines().skip(1).map(cells).map(|cells| (cells[0].clone(), cells[1].parse().unwrap())).collect()
    };
    let run = cascade(FIRMS, LINKS, &["--scenario", "003", "--scenario", "001"]);
    assert_eq!(lost(&run.answer()), [("003".to_owned(), 0.5), ("001".to_owned(), 1.0)]);
    let run = cascade(FIRMS, LINKS, &["--shock", "002=0.5", "003=1", "--substitution", "off"]);
    // 002 by its own half; 001 by the half of its orders.
    assert_eq!(lost(&run.answer()), [("002+003".to_owned(), 0.5)]);
    cascade(FIRMS, LINKS, &["--shock", "002=1.5"]).tells(2, &["1.5"]);
    let part = |part: &str| cascade(FIRMS, LINKS, &["--shock", &format!("002={part}")]);
    assert_eq!(part("50%").answer(), part("0.5").answer());
    for (option, value) in [("--shock", "002=half"), ("--shock", "002=nan"), ("--eps", "nan"), ("--eps", "inf")] {
        cascade(FIRMS, LINKS, &[option, value]).tells(2, &[value]);
        let chinese = cascade(FIRMS, LINKS, &[option, value, "--lang", "zh"]);
        assert!(chinese.told.contains(&format!("不能取“{value}”")), "{}", chinese.told);
    }
    cascade(FIRMS, LINKS, &["--scenario", "004"]).tells(2, &["004"]);
}

#[test]
fn what_is_wrong_with_a_network_is_told_by_place_in_one_go() {
    let firms = "Firm,Industry,Revenue\n001,矿,-1\n002,,abc\n003,锻,\n003,锻,\n";
    let links = "value,supplier,customer\n-5,001,002\nNaN,002,003\n1,009,003\n2,001,003,4\n0,001,003\n";
    let faulty = cascade(firms, links, &[]);
    let places = ["f.csv · 2 · Revenue", "f.csv · 3 · Industry", "f.csv · 3 · Revenue", "f.csv · 5 · Firm"];
    faulty.tells(1, &places);
    let places = ["l.csv · 2 · value", "l.csv · 3 · value", "l.csv · 4 · supplier", "l.csv · 5 ", "l.csv · 6 · value"];
    faulty.tells(1, &places);
    places.iter().for_each(|place| assert_eq!(faulty.told.matches(place).count(), 1, "{place}: {}", faulty.told));
    // A class is told as it is written.
    let files =
        [("f.csv", FIRMS), ("l.csv", LINKS), ("e.csv", "supplier_industry,customer_industry,class\n矿,冶,1.5\n")];
    Run::new("cascade", &files, &["--firms", "f.csv", "--edges", "l.csv", "--essentiality", "e.csv"])
        .tells(1, &["e.csv · 2 · class", "“1.5” is no class"]);
    // Columns are missed in all files at once.
    cascade("firm,revenue\n001,1\n", "supplier,customer\n001,002\n", &[])
        .tells(1, &["f.csv", "“industry”", "l.csv", "“value”"]);
    cascade("firm,industry,revenue,unit\na,x,1,万元\nＡ,x,3,元\n", "supplier,customer,value\na,Ａ,1\n", &[])
        .tells(1, &["f.csv · 3 · unit", "f.csv · 3 · firm"]);
    cascade(FIRMS, LINKS, &[]).tells(0, &["[warning]", "2 of 3"]);
    // A column of money is known by other names, and brought to one unit or refused.
    let plain = cascade(FIRMS, LINKS, &[]).answer();
    let named = |revenue: &str, value: &str| {
        let firms = FIRMS.replace("Revenue", revenue);
        cascade(&firms, &LINKS.replace("value", value), &[])
    };
    for (revenue, value) in [
        ("revenues", "value"),
        ("营业收入", "金额"),
        ("收入（万元）", "金额（万元）"),
        ("revenue(千元)", "value(千元)"),
    ] {
        assert_eq!(named(revenue, value).answer(), plain, "{revenue}");
    }
    let mixed = cascade(
        &FIRMS.replace("Revenue", "revenue(万元)"),
        "value(元),supplier,customer\n100000,001,002\n200000,002,003\n",
        &[],
    );
    assert_eq!(mixed.answer(), plain);
    named("revenue(万元)", "value").tells(1, &["l.csv", "value", "names no unit", "“万元”"]);
    named("revenue(万美元)", "value(万美元)").tells(1, &["f.csv", "“万美元”"]);
    named("net revenue", "value").tells(1, &["“net revenue” may be meant as “revenue”"]);
}

#[test]
fn a_scenario_that_does_not_come_to_rest_is_told() {
    // Revenues far below 1: a market that is gone comes back in the next step, and goes again.
    let firms = "firm,industry,revenue\na,x,0.01\nb,x,0.01\nc,z,10\nd,y,0.01\ne,y,0.01\n";
    let links = "supplier,customer,value\na,b,0.01\nc,d,0.01\nd,e,0.01\n";
    cascade(firms, links, &["--shock", "a=1", "c=1"]).tells(0, &["[warning]", "100,000 steps: 1", "a+c"]);
}
