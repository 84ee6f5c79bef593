//! Where the method is easily got wrong: trade that is a lower bound, shares of unknown prices,
//! quantities that meet a bound exactly.

use crate::page::same;
use crate::park::{diagnosed, set, set_number, tables, zone_of};
use crate::rules::{limit, step};
use yanlian_analysis::plan::pose;
use yanlian_analysis::{MarketFit, PairStatus};
use yanlian_model::{MissingKind, Place, Tables, Value};

/// Products of which the registered trade is found to contradict the balance.
fn contradicted(tables: &Tables) -> Vec<String> {
    let found = diagnosed(tables).findings.into_iter().filter(|finding| finding.message.id.contains("exceeds"));
    let product = |place: Place| match place {
        Place::Record(of) => of.key.to_string(),
        _ => panic!("a method names records"),
    };
    found.map(|finding| product(finding.place)).collect()
}

fn supply(tables: &mut Tables, supplier: &str, customer: &str, product: &str, quantity: f64) {
    set_number(tables, "supplies", &[supplier, customer, product, "2025"], "quantity", quantity);
}

const B: &str = "91000000MAYL00024J";
const C: &str = "91000000MAYL00032D";
const D: &str = "91000000MAYL000408";

#[test]
fn what_can_both_be_true_is_no_contradiction() {
    // 30 t of magnesium came in although only 20 t are short: D may have sold 10 t outside.
    assert_eq!(contradicted(&tables()), ["chlorine", "petcoke"]);
}

#[test]
fn more_sold_than_made_is_a_contradiction() {
    // D makes 80 t of magnesium and sells 80 t here and 40 t outside. Net, 50 − 40 = 10 t come in.
    let mut tables = tables();
    supply(&mut tables, D, B, "magnesium", 60.0);
    supply(&mut tables, D, C, "magnesium", 20.0);
    supply(&mut tables, D, "outside:South Trading", "magnesium", 40.0);
    supply(&mut tables, "outside:North Metals", B, "magnesium", 20.0);
    assert!(contradicted(&tables).contains(&"magnesium".to_owned()));
}

#[test]
fn a_share_that_hangs_on_an_unknown_price_is_unknown() {
    let diagnosis = diagnosed(&tables());
    let bricks = step(&diagnosis, "brick-making");
    same("local input share", bricks.local_input_share.as_ref().unwrap(), "0 to 1");
    same("score", &bricks.score, "0 to 20,000");
    assert!(bricks.score.missing().iter().any(|missing| missing.kind == MissingKind::Price));
}

#[test]
fn a_process_that_gives_more_of_a_by_product_than_it_takes_is_no_taker() {
    let diagnosis = diagnosed(&tables());
    let scrap = diagnosis.unused_byproducts.iter().find(|unused| unused.product == "scrap").unwrap();
    assert_eq!(scrap.takers, ["ferrotitanium-smelting"]);
}

#[test]
fn what_a_final_consumer_buys_is_in_no_register() {
    let diagnosis = diagnosed(&tables());
    let castings = diagnosis.matches.iter().find(|found| found.product == "casting").unwrap();
    assert_eq!(castings.pairs[0].status, PairStatus::ToBeAsked);
}

#[test]
fn what_is_missing_names_the_record_that_lacks_it() {
    let diagnosis = diagnosed(&tables());
    let salt = diagnosis.gaps.iter().find(|gap| gap.product == "salt").unwrap();
    let essential = salt
        .essential_share
        .missing()
        .iter()
        .map(|missing| (missing.of.register, missing.of.key.parts().collect::<Vec<_>>()));
    assert_eq!(essential.collect::<Vec<_>>(), [("flows", vec!["electrolysis", "salt", "in"])]);
}

#[test]
fn a_purchase_counts_against_the_limit_in_the_limits_unit() {
    let mut tables = tables();
    set(&mut tables, "products", &["electricity"], "unit", Some(Value::Text("MWh".into())));
    same("used", &limit(&diagnosed(&tables), "electricity").used, "1,480,000 to no bound");
}

#[test]
fn a_gap_of_just_the_smallest_viable_scale_carries_a_plant() {
    let mut tables = tables();
    set_number(&mut tables, "final_demand", &["magnesium", "2025", "foundry"], "quantity", 29.0);
    set_number(&mut tables, "processes", &["electrolysis"], "smallest_viable_scale", 49.0);
    let diagnosis = diagnosed(&tables);
    let magnesium = diagnosis.gaps.iter().find(|gap| gap.product == "magnesium").unwrap();
    same("gap", &magnesium.quantity, "49");
    assert_eq!((magnesium.ways[0].viability.value(), magnesium.ways[0].too_small), (Some(1.0), false));
}

#[test]
fn a_surplus_for_just_the_smallest_viable_scale_carries_a_plant() {
    let mut tables = tables();
    set_number(&mut tables, "processes", &["ferrotitanium-smelting"], "smallest_viable_scale", 5.0);
    assert_eq!(step(&diagnosed(&tables), "ferrotitanium-smelting").viable_alone, Some(true));
}

#[test]
fn a_feedstock_that_cannot_be_told_is_to_be_set() {
    // By value sponge is the main input of atomisation, unless it takes very much argon.
    let mut tables = tables();
    set(&mut tables, "flows", &["atomisation", "argon", "in"], "quantity", None);
    let diagnosis = diagnosed(&tables);
    let unset = diagnosis.findings.iter().filter(|finding| finding.message.id == "finding-feedstock-unset");
    let places = unset.map(|finding| finding.place.clone());
    let process = |key: &str| Place::record("processes", key);
    assert_eq!(places.collect::<Vec<_>>(), [process("atomisation"), process("residue-leaching")]);
}

#[test]
fn a_market_that_is_not_known_comes_between_one_that_takes_it_and_one_that_cannot() {
    let ranked = |tables: &Tables| -> Vec<(String, MarketFit)> {
        diagnosed(tables).extensions.into_iter().map(|step| (step.process, step.market)).collect()
    };
    let product = |process: &str| step(&diagnosed(&tables()), process).main_product.clone();
    let before = ranked(&tables());
    assert!(before.iter().all(|(_, market)| *market == MarketFit::Unknown), "no market is registered: {before:?}");
    let ((first, _), (last, _)) = (&before[0], &before[before.len() - 1]);
    let mut with_markets = tables();
    set_number(&mut with_markets, "markets", &[&product(last), "2024"], "consumption", 1e9);
    set_number(&mut with_markets, "markets", &[&product(first), "2024"], "consumption", 1e-3);
    // A figure of a later year than the one that is asked about is not known yet.
    set_number(&mut with_markets, "markets", &[&product(first), "2026"], "consumption", 1e9);
    let after = ranked(&with_markets);
    assert_eq!(after[0], (last.clone(), MarketFit::Within));
    assert_eq!(after[after.len() - 1], (first.clone(), MarketFit::Beyond));
    assert_eq!(after.len(), before.len(), "none is left out");
}

#[test]
fn a_project_that_names_itself_is_told_and_not_held_to_it() {
    for field in ["needs", "excludes"] {
        let mut tables = tables();
        set_number(&mut tables, "projects", &["XM-1"], "investment_cny", 1e6);
        set(&mut tables, "projects", &["XM-1"], field, Some(Value::Text("XM-1".into())));
        let posed = pose(&zone_of(&tables), &diagnosed(&tables), None);
        let told = posed.findings.iter().filter(|finding| finding.message.id == "plan-project-names-itself");
        assert_eq!(told.count(), 1, "{field}");
        assert!(posed.model.options.iter().any(|option| option.id == "XM-1"), "{field}");
        assert!(posed.model.needs.is_empty() && posed.model.excludes.is_empty(), "{field}");
    }
}

#[test]
fn a_cap_from_a_later_year_on_is_kept_to_from_the_beginning() {
    let mut tables = tables();
    set_number(&mut tables, "limits", &["phosphorus", "2028"], "cap", 100.0);
    set_number(&mut tables, "limits", &["phosphorus", "2028"], "used", 40.0);
    let posed = pose(&zone_of(&tables), &diagnosed(&tables), None);
    let told = posed.findings.iter().find(|finding| finding.message.id == "plan-limit-from-later").unwrap();
    assert_eq!(told.message.args, [("year", yanlian_model::Arg::Text("2028".into()))]);
    let limit = posed.model.limits.iter().find(|limit| limit.id == "phosphorus").unwrap();
    assert_eq!(limit.headroom.len(), posed.model.years.len(), "in every planned year");
    assert!(limit.headroom.iter().all(|left| *left <= 100.0 && *left == limit.headroom[0]), "{:?}", limit.headroom);
}
