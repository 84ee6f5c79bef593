//! Every table of the page against the diagnosis.

use crate::page::{names, same, same_number, same_or_none, table};
use crate::park::{asked, diagnosed, question, set, tables, zone_of};
use yanlian_analysis::{Balance, Diagnosis, Take, Weakness};
use yanlian_model::{Figure, Registers, dangling, party_outside};

/// The page's letter for an enterprise, from its English name; a final consumer stays as it is.
fn short(code: &str) -> String {
    zone_of(&tables()).enterprise(code).and_then(|e| e.name_en.clone()).unwrap_or_else(|| code.to_owned())
}

/// The key of a choice or state in JSON, as words.
fn words(value: impl serde::Serialize) -> String {
    serde_json::to_value(value).unwrap().as_str().unwrap().replace('_', " ")
}

fn yes_no_open(answer: Option<bool>) -> &'static str {
    answer.map_or("open", |yes| if yes { "yes" } else { "no" })
}

fn kinds(figure: &Figure) -> String {
    let mut kinds: Vec<String> = figure.missing().iter().map(|missing| words(missing.kind)).collect();
    kinds.sort();
    kinds.dedup();
    kinds.join(", ")
}

fn balance<'d>(diagnosis: &'d Diagnosis, product: &str) -> &'d Balance {
    diagnosis.balance_of(product).unwrap_or_else(|| panic!("no balance of {product}"))
}

#[test]
fn every_row_of_the_registers_is_read() {
    let tables = tables();
    assert_eq!(dangling(&tables), []);
    let files = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/example")).unwrap().count();
    assert_eq!(tables.iter().filter(|(_, rows)| !rows.is_empty()).count(), files);
    assert_eq!(Registers::from_tables(&tables).to_tables(), tables);
    let zone = zone_of(&tables);
    for plant in table("1. The park", 0) {
        let [id, enterprise, process, _, capacity, output] = plant[..] else { panic!("{plant:?}") };
        let kept = zone.plant(id).unwrap();
        assert_eq!((short(&kept.enterprise).as_str(), kept.process.as_str()), (enterprise, process));
        same_number(id, kept.capacity, capacity);
        match zone.output(id, 2025) {
            Some(made) => same_number(id, Some(made), output),
            None => assert_eq!(output, "**unknown**"),
        }
    }
}

#[test]
fn deliveries() {
    let registers = Registers::from_tables(&tables());
    let party = |code: &str| party_outside(code).map_or_else(|| short(code), |_| "outside".to_owned());
    let of_year = registers.supplies.iter().filter(|supply| supply.year == 2025);
    let mut kept: Vec<_> = of_year.map(|s| (party(&s.supplier), party(&s.customer), &s.product, s.quantity)).collect();
    let rows = table("Deliveries of 2025", 0);
    assert_eq!(kept.len(), rows.len());
    for row in rows {
        let same = kept.iter().position(|s| [&s.0, &s.1, s.2] == row[..3]).unwrap_or_else(|| panic!("{row:?}"));
        same_number(row[2], kept.remove(same).3, row[3]);
    }
}

#[test]
fn prices() {
    let zone = zone_of(&tables());
    for row in table("Prices", 0) {
        let price = zone.price(row[0], &question()).unwrap();
        same_number(row[0], Some(price.cny), row[1]);
        assert_eq!(price.stale, row[2] == "yes", "{}", row[0]);
    }
    for unpriced in ["petcoke", "residue", "caustic", "ilmenite"] {
        assert_eq!(zone.price(unpriced, &question()), None);
    }
}

#[test]
fn material_balance() {
    let diagnosis = diagnosed(&tables());
    let made_and_needed = table("Made and needed", 0);
    assert_eq!(diagnosis.balance.len(), made_and_needed.len());
    for row in made_and_needed {
        let balance = balance(&diagnosis, row[0]);
        assert_eq!(balance.unit, row[1]);
        same(row[0], &balance.made, row[2]);
        same(row[0], &balance.needed, row[3]);
    }
    for row in table("Across the border", 0) {
        let balance = balance(&diagnosis, row[0]);
        assert_eq!(words(balance.state), row[1], "{}", row[0]);
        same(row[0], &balance.net_imports, row[2]);
        same(row[0], &balance.net_exports, row[3]);
        same_or_none(row[0], balance.self_supply.as_ref(), row[4]);
        let unknown = [&balance.made, &balance.needed].into_iter().flat_map(Figure::missing);
        let unknown: Vec<_> = unknown.map(|m| format!("{} of {}", words(m.kind), m.of.key)).collect();
        assert_eq!(unknown.join("; "), row[5], "{}", row[0]);
    }
    for row in table("Registered trade", 0) {
        let balance = balance(&diagnosis, row[0]);
        same(row[0], &balance.local_trade, row[1]);
        same(row[0], &balance.registered_in, row[2]);
        same(row[0], &balance.registered_out, row[3]);
    }
}

#[test]
fn measured_and_gross_figures_are_told() {
    let diagnosis = diagnosed(&tables());
    let share = |product: &str, plant: &str| {
        let balance = balance(&diagnosis, product);
        balance.makers.iter().chain(&balance.buyers).find(|share| share.plant == plant).unwrap().clone()
    };
    assert!(share("ticl4", "R2").measured && !share("ticl4", "R1").measured);
    assert!(share("electricity", "M1").measured && !share("electricity", "M2").measured);
    let scrap = share("scrap", "F1");
    same("net scrap of F1", &scrap.quantity, "500 × 0.005 = 2.5");
    same("gross scrap of F1", &scrap.gross.unwrap(), "500 × 0.015 = 7.5");
    same("final demand", &balance(&diagnosis, "chlorine").final_demand, "100");
}

#[test]
fn findings() {
    let diagnosis = diagnosed(&tables());
    let found: Vec<_> = diagnosis.findings.iter().map(|f| serde_json::to_value(f).unwrap()).collect();
    for row in table("Findings", 0) {
        let same_place = |f: &&serde_json::Value| f["place"]["record"]["key"] == row[0] && f["message"]["id"] == row[1];
        let finding = found.iter().find(same_place).unwrap_or_else(|| panic!("{row:?} not in {found:#?}"));
        for (name, cell) in ["registered", "bound"].iter().zip(&row[2..]).filter(|(_, cell)| !cell.is_empty()) {
            same_number(row[0], finding["message"][name].as_f64(), cell);
        }
    }
}

#[test]
fn supplement() {
    let diagnosis = diagnosed(&tables());
    let gaps = table("Gaps", 0);
    let ranked: Vec<&str> = diagnosis.gaps.iter().map(|gap| gap.product.as_str()).collect();
    assert_eq!(ranked, gaps.iter().map(|row| row[0]).collect::<Vec<_>>());
    for ((gap, row), who) in diagnosis.gaps.iter().zip(gaps).zip(table("Who asks and who could come", 0)) {
        same(row[0], &gap.value_cny, row[1]);
        same(row[0], &gap.essential_share, row[2]);
        same(row[0], &gap.viability, row[3]);
        same(row[0], &gap.score, row[4]);
        assert_eq!(kinds(&gap.score), row[5], "{}", row[0]);
        assert_eq!((&gap.quantity, &gap.self_supply), {
            let balance = balance(&diagnosis, row[0]);
            (&balance.net_imports, &balance.self_supply)
        });
        let mut buyers: Vec<String> =
            gap.buyers.iter().map(|buyer| short(buyer.enterprise.as_ref().unwrap_or(&buyer.plant))).collect();
        buyers.dedup();
        buyers.sort();
        buyers.dedup();
        assert_eq!(who[0], row[0]);
        assert_eq!(buyers, names(who[1]), "{}", row[0]);
        assert_eq!(gap.candidates.iter().map(|c| c.company.as_str()).collect::<Vec<_>>(), names(who[2]));
        assert_eq!(gap.projects, names(who[3]));
    }
    let ways = diagnosis.gaps.iter().flat_map(|gap| gap.ways.iter().map(|way| (gap.product.as_str(), way)));
    let (ways, rows): (Vec<_>, Vec<_>) = (ways.collect(), table("Ways to make it", 0));
    assert_eq!(ways.len(), rows.len());
    for ((product, way), row) in ways.iter().zip(&rows) {
        assert_eq!((*product, way.process.as_str()), (row[0], row[1]));
        same_number(row[1], way.smallest_viable_scale, row[2]);
        same(row[1], &way.scale, row[3]);
        assert_eq!(way.too_small, row[4] == "yes", "{}", row[1]);
    }
    let takes = ways.iter().flat_map(|(_, way)| way.takes.iter().map(|take| (way.process.as_str(), take)));
    let rows = table("What the plants would take", 0);
    compare_takes(takes.collect(), rows.iter().map(|row| [row[0], row[1], row[2], row[3]]).collect());
}

fn compare_takes(takes: Vec<(&str, &Take)>, rows: Vec<[&str; 4]>) {
    assert_eq!(takes.len(), rows.len(), "{takes:#?}");
    for ((process, take), row) in takes.into_iter().zip(rows) {
        assert_eq!([process, take.resource.as_str(), yes_no_open(take.fits)], [row[0], row[1], row[3]]);
        same(process, &take.takes, row[2]);
    }
}

#[test]
fn limits() {
    let diagnosis = diagnosed(&tables());
    let rows = table("Limits", 0);
    assert_eq!(diagnosis.limits.len(), rows.len());
    for (limit, row) in diagnosis.limits.iter().zip(rows) {
        assert_eq!(limit.resource, row[0]);
        same_number(row[0], limit.cap, row[1]);
        same(row[0], &limit.used, row[2]);
        same_or_none(row[0], limit.left.as_ref(), row[3]);
        assert_eq!(limit.derived, row[0] == "electricity");
    }
}

#[test]
fn extend() {
    let diagnosis = diagnosed(&tables());
    let (rows, worths, scores) = (table("Extensions", 0), table("What they would bring", 0), table("Which first", 0));
    let ranked: Vec<&str> = diagnosis.extensions.iter().map(|step| step.process.as_str()).collect();
    assert_eq!(ranked, rows.iter().map(|row| row[0]).collect::<Vec<_>>());
    for (((step, row), worth), score) in diagnosis.extensions.iter().zip(rows).zip(worths).zip(scores) {
        assert_eq!((step.feedstock.as_str(), worth[0], score[0]), (row[1], row[0], row[0]));
        same(row[0], &step.available, row[2]);
        same(row[0], &step.feedstock_per_unit, row[3]);
        same(row[0], &step.reachable, row[4]);
        same(row[0], &step.already_made, row[5]);
        assert_eq!(yes_no_open(step.viable_alone), row[6], "{}", row[0]);
        same(row[0], &step.value_added_per_unit, worth[1]);
        same(row[0], &step.uplift_cny, worth[2]);
        assert_eq!(step.unpriced, names(worth[4]), "{}", row[0]);
        same(row[0], &step.viability, score[1]);
        // What hangs on the price of an unpriced input has a test of its own.
        if step.unpriced.is_empty() {
            same_or_none(row[0], step.local_input_share.as_ref(), worth[3]);
            same(row[0], &step.score, score[2]);
            assert_eq!(kinds(&step.score), score[3], "{}", row[0]);
        }
    }
    let rows = table("What they close and take", 0);
    let takes =
        diagnosis.extensions.iter().flat_map(|step| step.takes.iter().map(|take| (step.process.as_str(), take)));
    compare_takes(takes.collect(), rows.iter().map(|row| [row[0], row[2], row[3], row[4]]).collect());
    for step in &diagnosis.extensions {
        let closed = step.loops.iter().map(|l| format!("{}: {}", l.by_product, l.plants.join("; ")));
        let row = rows.iter().find(|row| row[0] == step.process);
        assert_eq!(closed.collect::<Vec<_>>().join(", "), row.map_or("", |row| row[1]), "{}", step.process);
    }
    let melting = &diagnosis.extensions[1];
    assert_eq!(
        (melting.candidates[0].company.as_str(), melting.projects.as_slice()),
        ("EX-002", ["XM-3".into()].as_slice())
    );
}

#[test]
fn unused_byproducts() {
    let diagnosis = diagnosed(&tables());
    let rows = table("Unused by-products", 0);
    assert_eq!(diagnosis.unused_byproducts.len(), rows.len());
    for (unused, row) in diagnosis.unused_byproducts.iter().zip(rows) {
        assert_eq!((unused.product.as_str(), unused.certain), (row[0], false));
        same(row[0], &unused.made, row[1]);
        assert_eq!(unused.plants, names(row[2]));
        assert!(names(row[3]).iter().all(|taker| unused.takers.contains(&(*taker).to_owned())), "{unused:?}");
    }
}

#[test]
fn matches() {
    let diagnosis = diagnosed(&tables());
    let rows = table("Matches", 0);
    let ranked: Vec<&str> = diagnosis.matches.iter().map(|m| m.product.as_str()).collect();
    assert_eq!(ranked, rows.iter().map(|row| row[0]).collect::<Vec<_>>());
    for (found, row) in diagnosis.matches.iter().zip(rows) {
        let balance = balance(&diagnosis, row[0]);
        same(row[0], &balance.made.min(&balance.needed), row[1]);
        same(row[0], &found.potential, row[2]);
        same(row[0], &found.value_cny, row[3]);
        same(row[0], &found.own_use, "0");
    }
    let pairs: Vec<_> =
        diagnosis.matches.iter().flat_map(|m| m.pairs.iter().map(|p| (m.product.as_str(), p))).collect();
    let rows = table("Pairs", 0);
    assert_eq!(pairs.len(), rows.len());
    for ((product, pair), row) in pairs.into_iter().zip(rows) {
        let buyer = pair.buyer.as_deref().map(short).or_else(|| pair.consumer.clone()).unwrap();
        assert_eq!([product, &short(&pair.maker), &buyer], row[..3]);
        same(product, &pair.quantity, row[3]);
        // A final consumer's status has a test of its own.
        if pair.consumer.is_none() {
            assert_eq!(words(pair.status), row[4], "{row:?}");
        }
    }
}

#[test]
fn strengthen() {
    let diagnosis = diagnosed(&tables());
    let rows = table("Weaknesses", 0);
    assert_eq!(diagnosis.vulnerabilities.len(), rows.len(), "{:#?}", diagnosis.vulnerabilities);
    for (point, row) in diagnosis.vulnerabilities.iter().zip(rows) {
        let (what, figure) = match &point.weakness {
            Weakness::SingleSupplier { product, at_stake_cny, .. } => (product, at_stake_cny.clone()),
            Weakness::WorseThanAccess { plant, measured, level2, .. } => {
                assert_eq!(*level2, 11_000.0);
                (plant, Figure::exact(*measured))
            }
            Weakness::LowUtilisation { plant, utilisation } | Weakness::HighUtilisation { plant, utilisation } => {
                (plant, Figure::exact(*utilisation))
            }
            Weakness::Spreads { .. } => panic!("stops are computed beside the diagnosis"),
            Weakness::OverdueDifficulties { difficulties: ids } | Weakness::MajorHazards { hazards: ids } => {
                (&ids[0], Figure::exact(ids.len() as f64))
            }
        };
        let kind = serde_json::to_value(&point.weakness).unwrap()["kind"].as_str().unwrap().replace('_', " ");
        assert_eq!([&kind, &short(&point.enterprise), what], row[..3]);
        same(what, &figure, row[3]);
    }
}

fn compare_balances(diagnosis: &Diagnosis, rows: Vec<Vec<&str>>) {
    for row in rows {
        let balance = balance(diagnosis, row[0]);
        same(row[0], &balance.made, row[1]);
        same(row[0], &balance.needed, row[2]);
        same(row[0], &balance.net_imports, row[3]);
        same(row[0], &balance.net_exports, row[4]);
        same_or_none(row[0], balance.self_supply.as_ref(), row[5]);
    }
}

#[test]
fn side_case_without_a_capacity() {
    const HEADING: &str = "If the capacity of F2 were unknown too";
    let mut tables = tables();
    set(&mut tables, "plants", &["F2"], "capacity", None);
    let diagnosis = diagnosed(&tables);
    compare_balances(&diagnosis, table(HEADING, 0));
    let sponge = balance(&diagnosis, "sponge");
    assert_eq!(words(sponge.state), "undetermined");
    assert_eq!(sponge.possible.iter().map(words).collect::<Vec<_>>(), ["short", "balanced", "surplus"]);
    assert_eq!(kinds(&sponge.net_imports), "capacity, output");
    for row in table(HEADING, 1) {
        let gap = diagnosis.gaps.iter().find(|gap| gap.product == row[0]).unwrap();
        same(row[0], &gap.value_cny, row[1]);
        same(row[0], &gap.essential_share, row[2]);
        same(row[0], &gap.viability, row[3]);
        same(row[0], &gap.score, row[4]);
    }
    for row in table(HEADING, 2) {
        let step = diagnosis.extensions.iter().find(|step| step.process == row[0]).unwrap();
        same(row[0], &step.reachable, row[1]);
        assert_eq!(yes_no_open(step.viable_alone), row[2], "{}", row[0]);
        same(row[0], &step.uplift_cny, row[3]);
    }
}

#[test]
fn side_case_with_a_stale_output() {
    let mut question = question();
    question.accept_stale = true;
    let diagnosis = asked(&tables(), &question);
    compare_balances(&diagnosis, table("If the 700 pieces of 2024 may stand in for 2025", 0));
    assert!(diagnosis.findings.iter().any(|finding| finding.message.id == "finding-stale-output"));
}
