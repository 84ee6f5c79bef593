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
            .args(["--lang", "en", "-o"])
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
    io("sector,a,b,f\na,1,,2\nb,1,2,x\n", &[]).tells(1, &["t.csv · 2 · b", "“” is not"]);
    io("sector,a,b,remark\na,1,3,y\nb,1,2,x\n", &[]).tells(1, &["neither output nor final demand"]);
    io("sector,a,b,f\na,1,3,2\nb,1,2,3\nc,1,2,3\n", &["--extract", "c"]).tells(2, &["there are: a, b"]);
    io("sector,a,b,f\na,1,3,2\nb,1,2,x\n", &[]).tells(1, &["t.csv · 3 · f", "“x” is not"]);
    io("sector,a,b\nc,1,2\nd,3,4\n", &[]).tells(1, &["No name is both", "sector, a, b", "c, d"]);
    io("sector,a,gone,b,f\na,1,2,3,4\nb,1,2,3,4\n", &[]).tells(1, &["stands apart", "“gone”"]);
    io("sector,a,a,f\na,1,2,3\n", &[]).tells(1, &["“a” is there more than once"]);
    io("sector,a,b,f\na,1,2,-9\nb,1,2,3\n", &[]).tells(1, &["t.csv · 2 ", "negative: −6"]);
    io("sector,a,b,output\na,1,2,10\nb,3,4,20\n", &["--gross-output", "y"]).tells(1, &["called “y”"]);
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
    complexity("region,product,value\na,p,-1\na,q,x\n", &[]).tells(1, &["m.csv · 3 · value", "“x”"]);
    complexity("region,product,value\na,p,-1\n,q,1\n", &[]).tells(1, &["m.csv · 2 · value", "m.csv · 3 · region"]);
    complexity("area,product,value\na,p,1\n", &[]).tells(1, &["no column “region” or “country”"]);
    complexity("region,product\na,p\n", &[]).tells(1, &["no column “value”"]);
    complexity("region,product,value\n", &[]).tells(1, &["no rows"]);
    let apart = complexity("region,product,value\na,p,1\nb,q,1\nz,q,0\n", &[]);
    apart.tells(0, &["2 parts", "z has a total of 0"]);
    let regions = apart.rows("regions.csv", 1);
    assert_eq!([&regions["a"]["eci"], &regions["a"]["fitness"], &regions["z"]["diversity"]], ["", "1", ""]);
    let floor = complexity(TRADE, &["--min-total", "10", "--min-diversity", "2"]);
    floor.tells(0, &["under the floor of 10", "[note]"]);
}
