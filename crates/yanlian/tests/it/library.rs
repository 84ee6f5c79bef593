//! The chain library: every recipe imports and holds together, and a fault in one is found where it stands.

use std::sync::LazyLock;
use yanlian::library::{Checked, Recipes};
use yanlian_intake::SourceFile;
use yanlian_model::{Finding, Place, Severity};

static SHIPPED: LazyLock<Recipes> = LazyLock::new(Recipes::shipped);

fn check(over: &[SourceFile]) -> Checked {
    SHIPPED.clone().check(over)
}

fn faults(checked: &Checked) -> Vec<&Finding> {
    checked.findings.iter().filter(|finding| finding.severity == Severity::Fault).collect()
}

#[test]
fn the_library_has_no_fault_and_says_what_it_rests_on() {
    let checked = check(&[]);
    let faults = faults(&checked);
    assert!(faults.is_empty(), "{faults:#?}");
    let sum = |of: fn(&yanlian_analysis::library::Standing) -> usize| checked.standing.iter().map(of).sum::<usize>();
    assert!(checked.standing.len() >= 11 && sum(|chain| chain.processes) >= 300, "{:?}", checked.standing);
    assert!(10 * sum(|chain| chain.verified) >= 7 * sum(|chain| chain.rows), "{:?}", checked.standing);
    assert!(sum(|chain| chain.twice) >= 250, "{:?}", checked.standing);
}

/// A register file of one's own: its name, the header, one row.
fn file(name: &str, header: &str, row: &str) -> SourceFile {
    SourceFile { name: format!("{name}.csv"), bytes: format!("{header}\n{row}\n").into_bytes() }
}

const FLOW: &str =
    "process,item,direction,quantity,unit,main,essential,basis,verified,second_quantity,second_source,source";
const PRODUCT: &str = "id,name_zh,name_en,aliases,unit,mass_t_per_unit";
const PROCESS: &str = "id,name_zh,name_en,chain,main_product,smallest_viable_scale,typical_scale";
const TREATMENT: &str = "process,item,treatment,name_zh,efficiency_pct,typical";

/// A row of a recipe.
fn flow(row: &str) -> Vec<SourceFile> {
    vec![file("flows", FLOW, row)]
}

/// What is laid over the library, and the message that must be said of it.
fn planted() -> Vec<(&'static str, Vec<SourceFile>)> {
    let kroll = "ti-sponge-kroll";
    let carbide = "zirconium-carbide-carbothermal";
    let estimate = "estimate,no,,,unverified estimate";
    let own = "own-process,自有工艺,own process,steel,ti-sponge,,";
    let twin = |line: &str| format!("own-twin,{line},{estimate}");
    vec![
        // Mass: a unit off by 1,000.
        ("library-mass-open", flow(&format!("{carbide},zirconia,in,1.1936,kg,yes,yes,{estimate}"))),
        // Zirconium out of nothing.
        ("library-element-from-nothing", flow(&format!("{carbide},zirconia,in,0.5,t,yes,yes,{estimate}"))),
        // Carbon that goes in and does not come out.
        ("library-element-lost", flow(&format!("lime-calcination,coal,in,3,t,,yes,{estimate}"))),
        // A reaction that is not closed.
        (
            "library-reaction-open",
            flow(&format!("{kroll},magnesium,in,1.0156,t,,yes,stoichiometric,yes,,,TiCl4 + Mg -> Ti + 2 MgCl2")),
        ),
        // A row that its reaction does not give.
        (
            "library-reaction-ratio",
            flow(&format!("{kroll},magnesium,in,1.2,t,,yes,stoichiometric,yes,,,TiCl4 + 2 Mg -> Ti + 2 MgCl2")),
        ),
        // A reaction that is not there.
        ("library-reaction-missing", flow(&format!("{kroll},magnesium,in,1.0156,t,,yes,stoichiometric,yes,,,a book"))),
        // More steam than the gas that is burnt.
        ("library-energy-from-nothing", flow(&format!("steam-boiler-gas,natural-gas,in,3,Nm3,yes,yes,{estimate}"))),
        // Power of a megawatt hour written as kWh.
        ("library-power-unlikely", flow(&format!("{carbide},electricity,in,8000,MWh,,yes,{estimate}"))),
        // Grams of COD written as kilograms.
        ("library-water-strength", flow(&format!("coke-making,cod,emit,730,kg,,,{estimate}"))),
        // A gas that weighs as much as a liquid.
        ("library-density-unlikely", vec![file("products", PRODUCT, "own-gas,自有气,own gas,,Nm3,1.2")]),
        // A name that another product has.
        ("library-name-twice", vec![file("products", PRODUCT, "own-metal,自有金属,own metal,海绵钛,t,")]),
        // No English name.
        ("library-name-missing", vec![file("products", PRODUCT, "own-metal,自有金属,,,t,")]),
        // A process that nobody filled in.
        ("library-no-rows", vec![file("processes", PROCESS, own)]),
        // A smallest scale above the usual one.
        (
            "library-scale-order",
            vec![file("processes", PROCESS, "ti-sponge-kroll,镁还原,kroll,zirconium-titanium,ti-sponge,9000,5000")],
        ),
        // The same route under another name.
        (
            "library-route-twice",
            vec![
                file("processes", PROCESS, "own-twin,自有碳化锆,own zirconium carbide,,zirconium-carbide,,"),
                SourceFile { name: "flows.csv".into(), bytes: twin_of("zirconium-carbide-carbothermal", &twin).into() },
            ],
        ),
        // An input of which it is not said whether it is essential, and no main one.
        (
            "library-no-feedstock",
            vec![
                file("processes", PROCESS, own),
                file("flows", FLOW, &format!("own-process,ticl4,in,3.96,t,,yes,{estimate}")),
            ],
        ),
        ("library-essential-unsaid", flow(&format!("{kroll},nitrogen,in,9,Nm3,,,{estimate}"))),
        // A citation without a source, an estimate that is said to be verified, a second figure from nowhere.
        ("library-source-unsaid", flow("ti-sponge-kroll,oxygen,in,0.1,Nm3,,no,estimate,no,,,")),
        ("library-verified-estimate", flow(&format!("{kroll},nitrogen,in,9,Nm3,,yes,estimate,yes,,,somebody said so"))),
        ("library-second-half", flow(&format!("{kroll},nitrogen,in,9,Nm3,,yes,estimate,no,8,,unverified estimate"))),
        // A treatment of what is not emitted, and a second usual one.
        (
            "library-treatment-of-nothing",
            vec![file("treatments", TREATMENT, "ti-sponge-kroll,mercury,own-filter,自有过滤,90,yes")],
        ),
        (
            "library-treatment-two-usual",
            vec![file("treatments", TREATMENT, "ticl4-fluid-bed,dust,own-filter,自有过滤,90,yes")],
        ),
        // What the import itself refuses: a negative loss, more than all taken out, an item that is not there, a
        // unit of another kind, bounds the wrong way round.
        ("import-under-minimum", flow(&format!("{kroll},loss,emit,-0.1,t,,,{estimate}"))),
        ("import-over-maximum", vec![file("treatments", TREATMENT, "ticl4-fluid-bed,dust,own-filter,自有过滤,120,")]),
        ("import-unknown-reference-alone", flow(&format!("{kroll},unobtainium,in,1,t,,yes,{estimate}"))),
        ("import-inconvertible-unit", flow(&format!("{kroll},ticl4,in,4,kWh,yes,yes,{estimate}"))),
    ]
}

/// The rows of a shipped recipe under another process, as a file.
fn twin_of(process: &str, twin: &dyn Fn(&str) -> String) -> String {
    let files = yanlian::library::files("zirconium-titanium").unwrap();
    let flows = files.iter().find(|file| file.name.ends_with("zirconium-titanium/flows.csv")).unwrap();
    let text = String::from_utf8(flows.bytes.clone()).unwrap();
    let rows = text.lines().filter_map(|line| line.strip_prefix(&format!("{process},")));
    let rows = rows.map(|row| {
        let cells: Vec<&str> = row.split(',').collect();
        twin(&[cells[0], cells[1], cells[2], cells[5], cells[6], "yes"].join(","))
    });
    let rows: Vec<String> = rows.collect();
    format!("{FLOW}\n{}\n", rows.join("\n"))
}

#[test]
fn a_planted_fault_is_found_in_its_file() {
    let planted = planted();
    assert!(planted.len() >= 20);
    for (id, files) in planted {
        let checked = check(&files);
        let found = faults(&checked);
        let hit = found.iter().find(|finding| finding.message.id == id);
        let hit = hit.unwrap_or_else(|| panic!("{id} is not said of {files:?}: {found:#?}"));
        let in_file = matches!(&hit.place, Place::Cell { row: Some(_), .. });
        assert!(in_file, "{id} is at a row of a file: {:?}", hit.place);
    }
}

#[test]
fn recipes_of_ones_own_are_laid_over_the_library() {
    // The site's own figure wins, and what is not in its file stays.
    let row = "zirconium-carbide-carbothermal,electricity,in,9000,kWh,,yes,estimate,no,,,own meter";
    let checked = check(&flow(row));
    let faults = faults(&checked);
    assert!(faults.is_empty(), "{faults:#?}");
    assert_eq!(checked.standing, check(&[]).standing, "no row is added");
}

#[test]
fn a_folder_of_ones_own_is_checked_and_overrides() {
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join("own-chain");
    std::fs::create_dir(&own).unwrap();
    let write = |row: &str| std::fs::write(own.join("flows.csv"), format!("{FLOW}\n{row}\n")).unwrap();
    let check = || {
        let mut run = std::process::Command::new(env!("CARGO_BIN_EXE_yanlian"));
        run.args(["--lang", "en", "library", "check"]).arg(folder.path()).output().unwrap()
    };
    write("zirconium-carbide-carbothermal,electricity,in,9000,kWh,,yes,estimate,no,,,own meter");
    let good = check();
    assert!(good.status.success(), "{}", String::from_utf8_lossy(&good.stderr));
    write("zirconium-carbide-carbothermal,zirconia,in,1.1936,kg,yes,yes,estimate,no,,,own meter");
    let bad = check();
    let said = String::from_utf8_lossy(&bad.stderr);
    assert_eq!(bad.status.code(), Some(1), "{said}");
    assert!(said.contains("flows.csv · 2 [fault]"), "where the own row stands: {said}");
    assert!(!said.contains("passed over"), "{said}");
}
