//! Relatedness and input-output on registers made by hand, every number computed by hand.

use crate::park::{question, zone_of};
use yanlian_analysis::complexity::{OWN, ProductSpace};
use yanlian_analysis::io::ZoneIo;
use yanlian_analysis::{Networks, Zone, diagnose};
use yanlian_model::{Row, Tables, Value, registers};

/// Adds a record, its fields in the order of their declaration: `field=text` each.
pub(crate) fn add(tables: &mut Tables, register: &'static str, fields: &[(&str, &str)]) {
    let declared = registers::by_name(register).unwrap();
    let mut row = Row::blank(declared.fields.len());
    for (field, text) in fields {
        let place = declared.position(field).unwrap();
        row[place] = Some(Value::parse(declared.fields[place].kind, text).unwrap());
    }
    tables.entry(register).insert(declared.key_of(&row).unwrap(), row);
}

fn product(tables: &mut Tables, id: &str, price: &str) {
    add(tables, "products", &[("id", id), ("name_zh", id), ("unit", "t")]);
    if !price.is_empty() {
        let fields = [("product", id), ("date", "2025-12-31"), ("price_cny", price), ("tax_included", "no")];
        add(tables, "prices", &fields);
    }
}

/// A process with one plant that makes `output` of its main product.
fn plant(tables: &mut Tables, id: &str, main: &str, output: &str, more: &[(&str, &str)]) {
    let fields = [&[("id", id), ("name_zh", id), ("main_product", main)][..], more].concat();
    add(tables, "processes", &fields);
    add(tables, "plants", &[("id", id), ("enterprise", "E"), ("process", id), ("capacity", "120")]);
    if !output.is_empty() {
        add(tables, "plant_outputs", &[("plant", id), ("year", "2025"), ("output", output)]);
    }
}

fn flow(tables: &mut Tables, process: &str, item: &str, direction: &str, quantity: &str) {
    let fields = [("process", process), ("item", item), ("direction", direction), ("quantity", quantity)];
    add(tables, "flows", &fields);
}

fn close(value: Option<f64>, expected: f64) {
    let value = value.unwrap();
    assert!((value - expected).abs() < 1e-9, "{value} is not {expected}");
}

/// North makes a and b; the zone b, a little a and something without a price; south a and c.
fn three_regions() -> Tables {
    let mut tables = Tables::new();
    for (id, price) in [("a", "1"), ("b", "10"), ("c", "5"), ("d", "")] {
        product(&mut tables, id, price);
    }
    for (id, output) in [("a", "10"), ("b", "9"), ("d", "4")] {
        plant(&mut tables, id, id, output, &[]);
    }
    let rows = [
        ("north", "a", "2025", "50"),
        ("north", "b", "2025", "50"),
        ("north", "a", "2020", "999"),
        ("south", "a", "2024", "50"),
        ("south", "c", "2024", "50"),
        ("south", "b", "2024", ""),
        ("south", "b", "2026", "999"),
    ];
    for (region, product, year, value) in rows {
        let all = [("region", region), ("product", product), ("year", year), ("value_cny", value)];
        add(&mut tables, "region_products", &all[..if value.is_empty() { 3 } else { 4 }]);
    }
    tables
}

fn space(tables: &Tables) -> Option<ProductSpace> {
    let zone = zone_of(tables);
    Networks::of(&zone, &diagnose(&zone, &question())).space
}

#[test]
fn the_zone_stands_among_the_regions() {
    let space = space(&three_regions()).unwrap();
    let regions: Vec<_> = space.regions.iter().map(|r| (r.name.as_str(), r.year, r.total_cny, r.diversity)).collect();
    let expected = [(OWN, 2025, 100.0, Some(1)), ("north", 2025, 100.0, Some(2)), ("south", 2024, 100.0, Some(2))];
    assert_eq!(regions, expected);
    // M̃ has the eigenvalues 1 and (3 ± √5)/8; standardised, ECI of the zone is −√5/2.
    let root = 5_f64.sqrt();
    close(space.own().unwrap().eci, -root / 2.0);
    close(space.regions[1].eci, (root - 3.0) / 4.0);
    close(space.regions[2].eci, (root + 3.0) / 4.0);
    // ECI is the mean of the PCI of what a region is strong in.
    let of = |id: &str| space.product(id).unwrap();
    close(of("b").pci, -root / 2.0);
    close(of("a").pci, root - 1.5);
    close(of("c").pci, 3.0 - root / 2.0);
    close(of("a").rca, 3.0 / 11.0);
    close(of("b").rca, 27.0 / 14.0);
    // φ(a,b) = φ(a,c) = 1/2, φ(b,c) = 0.
    close(of("a").density, 0.25);
    close(of("b").density, 2.0 / 3.0);
    close(of("c").density, 0.0);
    close(space.median_density, 0.125);
    let reach: Vec<_> = space.products.iter().map(|p| (p.product.as_str(), p.strong, p.within_reach)).collect();
    assert_eq!(
        reach,
        [("a", Some(false), Some(true)), ("b", Some(true), Some(false)), ("c", Some(false), Some(false))]
    );
    assert_eq!(space.ties.iter().map(|tie| (tie.from, tie.to)).collect::<Vec<_>>(), [(0, 1), (0, 2)]);
    let said: Vec<_> = space.findings.iter().map(|finding| finding.message.id).collect();
    assert_eq!(said, ["related-no-value", "related-unpriced"]);
}

#[test]
fn without_a_reference_there_is_no_product_space() {
    let mut tables = three_regions();
    tables.entry("region_products").clear();
    assert_eq!(space(&tables), None);
    add(&mut tables, "region_products", &[("region", "north"), ("product", "a"), ("year", "2026"), ("value_cny", "9")]);
    assert_eq!(space(&tables), None, "a later year is not known yet");
    add(&mut tables, "region_products", &[("region", "north"), ("product", "a"), ("year", "2025")]);
    assert_eq!(space(&tables), None, "a row without value is no reference");
}

#[test]
fn a_zone_that_makes_nothing_is_not_among_the_regions() {
    let mut tables = three_regions();
    tables.entry("plants").clear();
    let space = space(&tables).unwrap();
    assert_eq!(space.own(), None);
    assert!(space.products.iter().all(|product| product.rca.is_none() && product.within_reach.is_none()));
}

/// Iron (100 t at 2) takes ore and a few parts; parts (20 t at 10) take iron; slag comes along.
fn two_sectors() -> Zone {
    let mut tables = Tables::new();
    for (id, price) in [("iron", "2"), ("parts", "10"), ("ore", ""), ("slag", ""), ("tools", "7")] {
        product(&mut tables, id, price);
    }
    add(&mut tables, "indicators", &[("id", "co2"), ("name_zh", "co2"), ("unit", "t")]);
    plant(&mut tables, "I", "iron", "100", &[("jobs_per_unit", "0.1")]);
    plant(&mut tables, "J", "parts", "20", &[]);
    plant(&mut tables, "T", "tools", "", &[]);
    flow(&mut tables, "I", "ore", "in", "1.5");
    flow(&mut tables, "I", "parts", "in", "0.05");
    flow(&mut tables, "I", "slag", "out", "0.3");
    flow(&mut tables, "I", "co2", "emit", "0.5");
    flow(&mut tables, "J", "iron", "in", "2");
    zone_of(&tables)
}

fn table(zone: &Zone) -> ZoneIo {
    Networks::of(zone, &diagnose(zone, &question())).io.unwrap()
}

#[test]
fn one_more_unit_moves_its_suppliers() {
    let zone = two_sectors();
    let io = table(&zone);
    // A = [[0, 0.4], [0.25, 0]], L = [[1, 0.4], [0.25, 1]] / 0.9.
    let (_, iron) = io.sector("iron").unwrap();
    let (_, parts) = io.sector("parts").unwrap();
    close(Some(iron.output_multiplier), 1.25 / 0.9);
    close(Some(parts.output_multiplier), 1.4 / 0.9);
    close(Some(iron.extraction_loss), 200.0 + 0.25 / 0.9 / (1.0 / 0.9) * 200.0);
    close(iron.upstreamness_open, 1.4 / 0.9);
    close(parts.upstreamness_open, 1.25 / 0.9);
    let moved = io.upstream(&zone, "parts").unwrap();
    let one = |id: &str| moved.iter().find(|moved| moved.product == id).unwrap();
    close(Some(one("iron").direct), 2.0);
    close(Some(one("iron").indirect), 2.0 / 0.9 - 2.0);
    close(Some(one("parts").direct), 0.0);
    close(Some(one("parts").indirect), 1.0 / 0.9 - 1.0);
    close(Some(one("ore").indirect), 1.5 * 2.0 / 0.9);
    close(one("iron").local_share.value(), 1.0);
    close(one("ore").local_share.value(), 0.0);
    assert_eq!(io.upstream(&zone, "ore"), None, "it is not made here");
}

#[test]
fn jobs_and_emissions_go_along() {
    let zone = two_sectors();
    let io = table(&zone);
    let (parts, _) = io.sector("parts").unwrap();
    let effects: Vec<_> = parts.effects.iter().map(|effect| (effect.indicator.as_str(), effect.direct)).collect();
    assert_eq!(effects, [("employees", 0.0), ("co2", 0.0)]);
    // 0.1 jobs × 120 t of capacity ÷ 100 t made; 20/9 t of iron for a ton of parts.
    close(Some(parts.effects[0].total), 0.12 * 2.0 / 0.9);
    close(Some(parts.effects[1].total), 0.5 * 2.0 / 0.9);
    assert_eq!(parts.effects[1].ratio, None);
    let (iron, _) = io.sector("iron").unwrap();
    close(iron.effects[1].ratio, 1.0 / 0.9);
}

#[test]
fn what_is_left_out_is_named() {
    let io = table(&two_sectors());
    assert_eq!((io.unpriced.as_slice(), io.unmade.as_slice()), (&["slag".to_owned()][..], &["ore".to_owned()][..]));
    assert_eq!(io.open_plants, ["T"]);
    let said: Vec<_> = io.findings.iter().map(|finding| finding.message.id).collect();
    assert_eq!(said, ["related-io-unpriced", "related-io-open-plant", "related-io-unmade"]);
}
