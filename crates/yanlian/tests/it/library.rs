//! The chain library: every recipe imports and holds together, and a fault in one is found where it stands.

use std::sync::LazyLock;
use yanlian::library::{Checked, Recipes};
use yanlian_intake::SourceFile;
use yanlian_model::{Finding, Place};

static SHIPPED: LazyLock<Recipes> = LazyLock::new(Recipes::shipped);

fn check(over: &[SourceFile]) -> Checked {
    SHIPPED.clone().check(over, chrono::NaiveDate::from_ymd_opt(2026, 12, 1).unwrap())
}

fn faults(checked: &Checked) -> Vec<&Finding> {
    checked.faults().map(|found| &found.finding).collect()
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
    // Few enough to be looked at one by one.
    let warnings: Vec<_> = checked.findings.iter().map(|found| (&found.of, found.finding.message.id)).collect();
    assert!(warnings.len() < 40, "{}: {warnings:#?}", warnings.len());
}

/// A register file of one's own: its name, the header, one row.
fn file(name: &str, header: &str, row: &str) -> SourceFile {
    SourceFile { name: format!("{name}.csv"), bytes: format!("{header}\n{row}\n").into_bytes() }
}

/// The header of a recipe. Bounds and second figures of the shipped row are cleared, as they are not one's own.
const FLOW: &str =
    "process,item,direction,quantity,unit,main,essential,basis,verified,second_quantity,second_source,source,low,high";
const DATED: &str =
    "process,item,direction,quantity,unit,basis,verified,second_quantity,second_source,source,as_of,essential";
const PRODUCT: &str = "id,name_zh,name_en,aliases,unit,mass_t_per_unit,kgce_per_unit";
const PROCESS: &str = "id,name_zh,name_en,chain,main_product,smallest_viable_scale,typical_scale";
const WORKS: &str = "id,name_zh,name_en,chain,main_product,smallest_viable_scale,typical_scale,capex_cny_per_unit,\
                     jobs_per_unit,land_mu_per_unit";
const TREATMENT: &str = "process,item,treatment,name_zh,name_en,efficiency_pct,typical,basis,verified,source";
const PRICE: &str = "product,date,price_cny,tax_included";
const ESTIMATE: &str = "estimate,no,,,unverified estimate,=clear,=clear";

/// A process of one's own with rows: item, direction, quantity, unit, main, essential.
fn own(main_product: &str, rows: &[&str]) -> Vec<SourceFile> {
    let process = format!("own-process,自有工艺,own process,,{main_product},,");
    let rows: Vec<String> = rows.iter().map(|row| format!("own-process,{row},{ESTIMATE}")).collect();
    vec![file("processes", PROCESS, &process), file("flows", FLOW, &rows.join("\n"))]
}

/// A row of a recipe.
fn flow(row: &str) -> Vec<SourceFile> {
    vec![file("flows", FLOW, row)]
}

/// What is laid over the library, and the message that must be said of it.
fn planted() -> Vec<(&'static str, Vec<SourceFile>)> {
    [balances(), sizes(), claims(), doubles(), wholes(), refused()].concat()
}

/// What contradicts conservation, or the reaction that a row names.
fn balances() -> Vec<(&'static str, Vec<SourceFile>)> {
    let (kroll, carbide) = ("ti-sponge-kroll", "zirconium-carbide-carbothermal");
    let by_reaction =
        |amount, reaction| flow(&format!("{kroll},magnesium,in,{amount},t,,yes,stoichiometric,yes,,,{reaction},,"));
    vec![
        // A unit off by 1,000.
        ("library-mass-open", flow(&format!("{carbide},zirconia,in,1.1936,kg,yes,yes,{ESTIMATE}"))),
        // Zirconium out of nothing, cobalt that no input brings, carbon that goes in and does not come out.
        ("library-element-from-nothing", flow(&format!("{carbide},zirconia,in,0.5,t,yes,yes,{ESTIMATE}"))),
        (
            "library-element-from-nothing",
            own(
                "ncm622-precursor",
                &["nickel-sulphate,in,3,t,yes,yes", "electricity,in,600,kWh,,yes", "water,out,2,m3,,"],
            ),
        ),
        ("library-element-lost", flow(&format!("lime-calcination,coal,in,3,t,,yes,{ESTIMATE}"))),
        // The carbon dioxide of limestone in a loss.
        ("library-element-lost", own("quicklime", &["limestone,in,1.785,t,yes,yes", "loss,emit,0.785,t,,"])),
        // A reaction that is not closed, one that does not give the row, one of other substances, none.
        ("library-reaction-open", by_reaction("1.0156", "TiCl4 + Mg -> Ti + 2 MgCl2")),
        ("library-reaction-ratio", by_reaction("1.2", "TiCl4 + 2 Mg -> Ti + 2 MgCl2")),
        ("library-reaction-of-another", by_reaction("1.0156", "CaCO3 -> CaO + CO2")),
        ("library-reaction-missing", by_reaction("1.0156", "a book of 2020")),
        // More steam than the gas that is burnt.
        ("library-energy-from-nothing", flow(&format!("steam-boiler-gas,natural-gas,in,3,Nm3,yes,yes,{ESTIMATE}"))),
        // Dust that is more than a fifth of what goes in.
        ("library-more-than-goes-in", flow(&format!("manganese-ore-milling,dust,emit,563,kg,,,{ESTIMATE}"))),
    ]
}

/// Figures that are off by a factor of about 1,000, each of another kind.
fn sizes() -> Vec<(&'static str, Vec<SourceFile>)> {
    let row = |row: &str| flow(&format!("{row},{ESTIMATE}"));
    let emm = |numbers: &str| {
        let names = "碳酸锰矿浸出电解制金属锰(无铬钝化),electrolytic manganese from carbonate ore,manganese,emm";
        vec![file("processes", WORKS, &format!("emm-electrolysis-carbonate,{names},{numbers}"))]
    };
    let product = |row: &str| vec![file("products", PRODUCT, row)];
    let gas = |mass: &str, kgce: &str| product(&format!("natural-gas,天然气,natural gas,,Nm3,{mass},{kgce}"));
    vec![
        ("library-replaced", row("manganese-ore-milling,dust,emit,0.0000563,kg,,")),
        ("library-published", row("manganese-ore-milling,dust,emit,0.0000563,kg,,")),
        ("library-replaced", row("npi-rkef,nox,emit,9000,kg,,")),
        ("library-replaced", row("steam-boiler-coal,nox,emit,0.00009,kg,,")),
        ("library-replaced", row("emd-electrolysis,steam,in,8000,GJ,,yes")),
        ("library-replaced", row("potassium-permanganate-making,natural-gas,in,0.25,Nm3,,yes")),
        ("library-replaced", row("emm-electrolysis-carbonate,selenium-dioxide,in,1.3,t,,yes")),
        ("library-replaced", row("emm-electrolysis-carbonate,sulphuric-acid,in,0.0024,t,,yes")),
        ("library-replaced", row("emm-electrolysis-carbonate,electricity,in,6,kWh,,yes")),
        // No process of the library takes so much acid a tonne.
        ("library-unusual", own("ti-sponge", &["ticl4,in,4,t,yes,yes", "sulphuric-acid,in,1400,t,,yes"])),
        // Power of a megawatt hour written as kWh.
        ("library-power-unlikely", row("zirconium-carbide-carbothermal,electricity,in,8000,MWh,,yes")),
        // Grams of COD written as kilograms; COD where there is no waste water.
        ("library-water-strength", row("coke-making,cod,emit,730,kg,,")),
        ("library-water-absent", row("coke-making,wastewater,emit,0,m3,,")),
        // A gas that weighs as much as a liquid; tonnes, kilograms and gigajoules that weigh 1,000 times too much.
        ("library-density-unlikely", product("own-gas,自有气,own gas,,Nm3,1.2,")),
        ("library-mass-unlikely", product("own-ore,自有矿,own ore,,t,1000,")),
        ("library-mass-unlikely", product("own-reagent,自有药剂,own reagent,,kg,1,")),
        ("library-energy-with-mass", product("own-heat,自有热,own heat,,GJ,5,")),
        ("library-replaced-field", gas("0.717", "1.33")),
        ("library-coal-equivalent-unlikely", gas("0.000717", "1330")),
        ("library-coal-equivalent-unlikely", gas("0.000717", "0.00133")),
        // Scale, investment, jobs and land of a works; a price.
        ("library-scale-apart", emm("30000,50000000,9000,0.012,0.015")),
        ("library-ratio-capex-jobs", emm("30000,50000,9000000,0.012,0.015")),
        ("library-works-jobs", emm("30000,50000,9000,12,0.015")),
        ("library-ratio-land-jobs", emm("30000,50000,9000,0.012,15")),
        ("library-replaced-field", emm("30000,50000,9000,0.012,15")),
        ("library-replaced", vec![file("prices", PRICE, "emm,2026-06-30,16,yes")]),
        ("library-value-unlikely", vec![file("prices", PRICE, "emm,2026-06-30,16,yes")]),
        ("library-replaced-field", vec![file("markets", "product,year,output,consumption", "coke,2025,489000,481000")]),
        // A smallest scale above the usual one.
        ("library-scale-order", emm("90000,50000,9000,0.012,0.015")),
        // The recipe of one product under another.
        (
            "library-other-main-product",
            vec![file("processes", PROCESS, "emm-electrolysis-carbonate,电解,emm,manganese,emd,30000,50000")],
        ),
    ]
}

/// Rows that claim more than they rest on.
fn claims() -> Vec<(&'static str, Vec<SourceFile>)> {
    let power = |claim: &str| {
        vec![file("flows", DATED, &format!("emm-electrolysis-carbonate,electricity,in,6000,kWh,{claim},yes"))]
    };
    let treated = |basis: &str| {
        vec![file("treatments", TREATMENT, &format!("emm-electrolysis-carbonate,cod,own-plant,某法,some,90,,{basis}"))]
    };
    let efficiency = "emm-electrolysis-carbonate,cod,own-plant,某法,some,0.9,,published,yes,some book p. 3".to_owned();
    let levels = "aluminium-electrolysis,electricity,in,13350,12950";
    vec![
        ("library-source-unsaid", flow("ti-sponge-kroll,oxygen,in,0.1,Nm3,,no,estimate,no,,,,,")),
        ("library-verified-estimate", power("estimate,yes,,,somebody said so,2026-11-30")),
        ("library-verified-by-nothing", power("published,yes,,,unverified estimate,2026-11-30")),
        ("library-verified-by-nothing", power("published,yes,,,凭记忆,2026-11-30")),
        ("library-verified-by-nothing", power("published,yes,,,computed: mass closure,2026-11-30")),
        ("library-document-unnamed", power("published,yes,,,own book,2026-11-30")),
        ("library-second-half", power("estimate,no,6100,=clear,unverified estimate,2026-11-30")),
        ("library-second-same", power("published,yes,6000,some book p. 3,some book p. 3,2026-11-30")),
        ("library-second-nothing", power("published,yes,6100,from memory,some book p. 3,2026-11-30")),
        ("library-date-to-come", power("published,yes,,,some book p. 3,2036-11-30")),
        ("library-date-to-come", vec![file("prices", PRICE, "emm,2036-06-30,16000,yes")]),
        ("library-source-unsaid", treated(",,")),
        ("library-efficiency-part", vec![file("treatments", TREATMENT, &efficiency)]),
        ("library-levels-order", vec![file("benchmarks", "process,indicator,direction,level1,level3", levels)]),
        ("library-verified-by-nothing", treated("published,yes,from memory 2020")),
    ]
}

/// What stands twice.
fn doubles() -> Vec<(&'static str, Vec<SourceFile>)> {
    let row = |row: &str| flow(&format!("emm-electrolysis-carbonate,{row},{ESTIMATE}"));
    let twin = |line: &str| format!("own-process,{line},{ESTIMATE}");
    let twins = |of: &str, extra: &str| {
        let mut files = own("zirconium-carbide", &[]);
        files[1] = SourceFile { name: "flows.csv".into(), bytes: (twin_of(of, &twin) + extra).into() };
        files
    };
    let carbide = "zirconium-carbide-carbothermal";
    vec![
        ("library-used-and-bought", row("electricity,use,6000,kWh,,")),
        ("library-used-and-bought", row("water,use,2.4,m3,,")),
        ("library-main-product-row", row("emm,out,1,t,,")),
        ("library-own-product-in", row("emm,in,0.5,t,,no")),
        // The same route under another name, and with a trace more.
        ("library-route-twice", twins(carbide, "")),
        ("library-route-twice", twins(carbide, &format!("{}\n", twin("dust,emit,0.01,kg,,")))),
        (
            "library-route-twice",
            own(
                "lmo-cathode",
                &[
                    "emd,in,0.975,t,yes,yes",
                    "lithium-carbonate,in,0.20432,t,,yes",
                    "co2,emit,0.1217,t,,",
                    "loss,emit,0.0577,t,,",
                    "electricity,in,4000,kWh,,yes",
                ],
            ),
        ),
        // A name that another product has.
        ("library-name-twice", vec![file("products", PRODUCT, "own-metal,自有金属,own metal,海绵钛,t,,")]),
    ]
}

/// Recipes and records that are not whole.
fn wholes() -> Vec<(&'static str, Vec<SourceFile>)> {
    let kroll = "ti-sponge-kroll";
    let treated = |row: &str| vec![file("treatments", TREATMENT, &format!("{row},estimate,no,unverified estimate"))];
    vec![
        ("library-name-missing", vec![file("products", PRODUCT, "own-metal,自有金属,,,t,,")]),
        ("library-id-shape", vec![file("processes", PROCESS, "Own Process!,自有工艺,own process,steel,ti-sponge,,")]),
        // A process that nobody filled in, one without a feedstock, one without energy.
        ("library-no-rows", vec![file("processes", PROCESS, "own-process,自有工艺,own process,steel,ti-sponge,,")]),
        ("library-no-feedstock", own("ti-sponge", &["ticl4,in,3.96,t,,yes"])),
        (
            "library-no-energy",
            own(
                "emm",
                &["manganese-sulphate-feed,in,3.08,t,yes,yes", "sulphuric-acid,out,1.785,t,,", "loss,emit,0.29,t,,"],
            ),
        ),
        ("library-essential-unsaid", flow(&format!("{kroll},nitrogen,in,9,Nm3,,,{ESTIMATE}"))),
        (
            "library-essential-nothing",
            flow(&format!("emm-electrolysis-carbonate,electricity,in,0,kWh,,yes,{ESTIMATE}")),
        ),
        // A treatment of what is not emitted, and a second usual one.
        ("library-treatment-of-nothing", treated("ti-sponge-kroll,mercury,own-filter,自有过滤,own filter,90,yes")),
        ("library-treatment-two-usual", treated("ticl4-fluid-bed,dust,own-filter,自有过滤,own filter,90,yes")),
    ]
}

/// What the import itself refuses: a negative loss, more than all taken out, an item that is not there, a unit of
/// another kind.
fn refused() -> Vec<(&'static str, Vec<SourceFile>)> {
    let row = |row: &str| flow(&format!("ti-sponge-kroll,{row},{ESTIMATE}"));
    vec![
        ("import-under-minimum", row("loss,emit,-0.1,t,,")),
        (
            "import-over-maximum",
            vec![file("treatments", TREATMENT, "ticl4-fluid-bed,dust,own-filter,自有过滤,,120,,,,")],
        ),
        ("import-unknown-reference-alone", row("unobtainium,in,1,t,,yes")),
        ("import-inconvertible-unit", row("ticl4,in,4,kWh,yes,yes")),
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
    assert!(planted.len() >= 60);
    let part = planted.len().div_ceil(std::thread::available_parallelism().map_or(2, usize::from));
    std::thread::scope(|scope| {
        for part in planted.chunks(part) {
            scope.spawn(|| part.iter().for_each(|(id, files)| is_found(id, files)));
        }
    });
}

fn is_found(id: &str, files: &[SourceFile]) {
    let checked = check(files);
    let found = faults(&checked);
    let hit = found.iter().find(|finding| finding.message.id == id);
    let told = || files.iter().map(|file| String::from_utf8_lossy(&file.bytes)).collect::<String>();
    let hit = hit.unwrap_or_else(|| panic!("{id} is not said of {}: {found:#?}", told()));
    let own: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
    let in_file = matches!(&hit.place, Place::Cell { file, row: Some(_), .. } if own.contains(&file.as_str()));
    assert!(in_file, "{id} is at a row of the file that was laid over: {:?}", hit.place);
}

#[test]
fn what_contradicts_itself_is_not_counted() {
    let twice = |claim: &str| {
        let row = format!("emm-electrolysis-carbonate,electricity,in,6000,kWh,{claim},yes");
        let checked = check(&[file("flows", DATED, &row)]);
        let chain = checked.standing.iter().find(|standing| standing.chain == "manganese").unwrap();
        (chain.verified, chain.twice)
    };
    let estimate = twice("estimate,no,=clear,=clear,unverified estimate,2026-11-30");
    let same = twice("published,yes,6000,some book p. 3,some book p. 3,2026-11-30");
    assert_eq!(same, (estimate.0 + 1, estimate.1), "verified, but not told twice");
    assert_eq!(twice("published,yes,=clear,=clear,from memory,2026-11-30"), estimate);
}

#[test]
fn a_recipe_of_ones_own_may_be_in_other_units() {
    let shipped = check(&[]);
    // That a figure of one's own stands beside the shipped source is said of either, and not compared here.
    let ids = |checked: &Checked| -> Vec<&str> {
        checked.findings.iter().map(|f| f.finding.message.id).filter(|id| *id != "import-source-kept").collect()
    };
    for (tonnes, other) in [
        ("manganese-powder-milling,emm,in,1.015,t", "manganese-powder-milling,emm,in,1015,kg"),
        ("emm-electrolysis-carbonate,electricity,in,6150,kWh", "emm-electrolysis-carbonate,electricity,in,22140,MJ"),
        (
            "emm-electrolysis-carbonate,electricity,in,6150,kWh",
            "emm-electrolysis-carbonate,electricity,in,0.615,万千瓦时",
        ),
    ] {
        let header = "process,item,direction,quantity,unit";
        let [one, same] = [tonnes, other].map(|row| check(&[file("flows", header, row)]));
        assert!(faults(&same).is_empty(), "{other}: {:#?}", faults(&same));
        assert_eq!(ids(&one), ids(&same), "{other}");
        assert_eq!(ids(&one), ids(&shipped), "{other}");
        let parts: Vec<&str> = other.split(',').collect();
        let bounds = |checked: &Checked| {
            let question = yanlian_analysis::Question::new(2025, chrono::NaiveDate::from_ymd_opt(2026, 3, 20).unwrap());
            let process = checked.zone.process(parts[0]).unwrap();
            let recipe = yanlian_analysis::Recipe::of_process(&checked.zone, process);
            let quantity = recipe.gross(parts[1], yanlian_model::Direction::In);
            let diagnosis = yanlian_analysis::diagnose(&checked.zone, &question);
            let rounded = format!("{:.9}", quantity.low());
            (rounded, serde_json::to_string(&diagnosis.extensions).unwrap().len())
        };
        assert_eq!(bounds(&one), bounds(&same), "{other}");
    }
}

#[test]
fn one_row_that_cannot_be_read_hides_no_other() {
    let rows = format!(
        "ti-sponge-kroll,loss,emit,-0.1,t,,,{ESTIMATE}\nzirconium-carbide-carbothermal,zirconia,in,0.5,t,yes,yes,{ESTIMATE}"
    );
    let checked = check(&[file("flows", FLOW, &rows)]);
    let found = faults(&checked);
    for id in ["import-under-minimum", "library-element-from-nothing"] {
        assert!(found.iter().any(|finding| finding.message.id == id), "{id}: {found:#?}");
    }
    assert_eq!(checked.standing.len(), check(&[]).standing.len(), "the shares are told");
}

#[test]
fn recipes_of_ones_own_are_laid_over_the_library() {
    // The site's own figure wins, and what is not in its file stays.
    let row = "zirconium-carbide-carbothermal,electricity,in,9000,kWh,,yes,estimate,no,,,own meter,,";
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
    write("zirconium-carbide-carbothermal,electricity,in,9000,kWh,,yes,estimate,no,,,own meter,,");
    let good = check();
    assert!(good.status.success(), "{}", String::from_utf8_lossy(&good.stderr));
    write("zirconium-carbide-carbothermal,zirconia,in,1.1936,kg,yes,yes,estimate,no,,,own meter,,");
    let bad = check();
    let said = String::from_utf8_lossy(&bad.stderr);
    assert_eq!(bad.status.code(), Some(1), "{said}");
    let place = format!("{}:2 [fault] ", own.join("flows.csv").display());
    let line = said.lines().find(|line| line.starts_with(&place)).unwrap_or_else(|| panic!("{place}: {said}"));
    for part in ["(zirconium-carbide-carbothermal)", "zirconia", "in", "1.1936 kg", "0.66 t"] {
        assert!(line.contains(part), "{part}: {line}");
    }
    assert!(!said.contains("passed over"), "{said}");
    assert!(said.contains(" faults, ") && !said.contains("1 faults"), "{said}");
}
