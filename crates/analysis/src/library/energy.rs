//! Does no process give more energy than it takes, and are amounts of the size of what they measure?
//!
//! - A process that makes a carrier: `Σ out·k ≤ Σ in·k · 1.02`, k the coal equivalent of a product, kgce per unit.
//!   Where power is all that it runs on, up to five times as much heat comes out, as a heat pump lifts it. A main
//!   feedstock without a known k (gas of a furnace, straw, refuse) leaves the question open.
//! - power between 0.05 and 80,000 kWh a tonne of what is traded by mass or volume;
//! - a process of what is traded by mass or volume takes energy, or its note says why none is there;
//! - what waste water carries, up to 300 kg of a substance a m3, and nothing where there is no waste water;
//! - a gas between 0.05 and 10 kg/Nm3, a liquid or suspension between 0.3 and 20 t/m3, a tonne of goods between 0.05
//!   and 20 t (metal contained, solution), energy without mass;
//! - coal equivalents: 50 to 5,000 kgce a tonne (hydrogen has 4,100), 0.05 to 5 a Nm3, 0.1 to 0.45 a kWh.
//!
//! Source: conservation of energy; coal equivalents (GB/T 2589) and densities of what is traded. Limits: decades,
//! not accuracy.

use super::{Account, about};
use crate::{Line, Recipe, Zone};
use yanlian_model::registers::Product;
use yanlian_model::units::{self, Dimension};
use yanlian_model::{Direction, Finding, Message, Place, ProductKind, Ref, Severity};

/// The product by which power is bought.
const POWER: &str = "electricity";

/// kWh a tonne of main product within which power is plausible.
const POWER_RANGE: (f64, f64) = (0.05, 80_000.0);

/// Heat that a unit of power gives by a heat pump, at the most.
const HEAT_PUMP: f64 = 5.0;

/// The indicator of waste water.
const WASTE_WATER: &str = "wastewater";

/// kg of a substance that a m3 of waste water carries, at the most.
const STRENGTH: f64 = 300.0;

/// Words of a note that say why a recipe has no energy.
const NO_ENERGY: [&str; 8] = ["energy", "power", "heat", "fuel", "exothermic", "能耗", "用电", "放热"];

/// Fuels and reductants that are traded as goods, without a coal equivalent.
const FUELS: [&str; 6] = ["coke", "semi-coke", "charcoal", "coking-coal", "green-petcoke", "straw"];

/// kgce that a unit of an energy carrier has: in a tonne, a Nm3, a kWh.
const A_TONNE: (f64, f64) = (50.0, 5_000.0);
const A_NM3: (f64, f64) = (0.05, 5.0);
const A_KWH: (f64, f64) = (0.1, 0.45);

pub(super) fn check(account: &Account, findings: &mut Vec<Finding>) {
    no_energy(account, findings);
    carriers(account, findings);
    power(account, findings);
    waste_water(account, findings);
}

fn carriers(account: &Account, findings: &mut Vec<Finding>) {
    let equivalent = |product: &str| account.zone.product(product)?.kgce_per_unit;
    let Recipe { process, lines } = &account.recipe;
    let Some(main) = equivalent(&process.main_product) else { return };
    let Some(feedstock) = lines.iter().find(|line| line.main) else { return };
    if equivalent(feedstock.item).is_none() {
        return;
    }
    let sum = |direction: Direction| -> f64 {
        let of_side = lines.iter().filter(|line| line.direction == direction);
        of_side.filter_map(|line| Some(line.quantity.low() * equivalent(line.item)?)).sum()
    };
    let (taken, given) = (sum(Direction::In), main + sum(Direction::Out));
    let times = if feedstock.item == POWER && process.main_product != POWER { HEAT_PUMP } else { 1.02 };
    if given > taken * times {
        let message =
            Message::new("library-energy-from-nothing").with("in", (taken, "kgce")).with("out", (given, "kgce"));
        let changed = account.rows().filter(|(line, flow)| equivalent(line.item).is_some() && account.is_own(flow));
        let heat = |line: &Line| line.quantity.low() * equivalent(line.item).unwrap_or(0.0);
        let most = changed.max_by(|a, b| heat(a.0).total_cmp(&heat(b.0)));
        let whole = || Place::record("processes", &process.id);
        let place = most.map_or_else(whole, |(_, flow)| Place::Record(Ref::of(flow)));
        findings.push(Finding { place, ..account.fault(message) });
    }
}

/// A process that makes goods and takes no energy.
fn no_energy(account: &Account, findings: &mut Vec<Finding>) {
    let zone = account.zone;
    let carries = |item: &str| {
        let product = zone.product(item);
        item == "comprehensive-energy"
            || FUELS.contains(&item)
            || item.ends_with("-gas")
            || product
                .is_some_and(|product| product.kgce_per_unit.is_some() || product.kind == Some(ProductKind::Energy))
    };
    let takes = |line: &Line| matches!(line.direction, Direction::In | Direction::Use) && carries(line.item);
    let note = account.process.provenance.note.as_deref().unwrap_or_default().to_lowercase();
    let lines = &account.recipe.lines;
    if !by_amount(account)
        || lines.is_empty()
        || lines.iter().any(takes)
        || NO_ENERGY.iter().any(|word| note.contains(word))
    {
        return;
    }
    findings.push(account.fault(Message::new("library-no-energy")));
}

/// Whether the main product is traded by mass or volume, and has mass.
fn by_amount(account: &Account) -> bool {
    let unit = account.zone.unit(&account.process.main_product, true);
    let traded_by = units::parse(unit).ok().map(|measure| measure.unit.dimension);
    let amounts = [Dimension::Mass, Dimension::Volume, Dimension::GasVolume];
    traded_by.is_some_and(|dimension| amounts.contains(&dimension)) && account.main_tonnes() > 0.0
}

fn power(account: &Account, findings: &mut Vec<Finding>) {
    let Some(line) = account.recipe.input(POWER) else { return };
    let (Some(flow), true) = (line.flow, by_amount(account)) else { return };
    let a_tonne = line.quantity.low() / account.main_tonnes();
    if !(POWER_RANGE.0..=POWER_RANGE.1).contains(&a_tonne) {
        let message = Message::new("library-power-unlikely").with("found", (a_tonne, "kWh"));
        findings.push(about(flow, Severity::Fault, message));
    }
}

fn waste_water(account: &Account, findings: &mut Vec<Finding>) {
    let emitted = || account.rows().filter(|(line, _)| line.direction == Direction::Emit);
    let Some((line, flow)) = emitted().find(|(line, _)| line.item == WASTE_WATER) else { return };
    let (water, water_row) = (line.quantity.low(), flow);
    let dissolved =
        |item: &str| account.zone.indicator(item).is_some_and(|of| of.unit == "kg" && of.mass_t_per_unit.is_none());
    for (line, flow) in emitted().filter(|(line, _)| dissolved(line.item) && line.quantity.low() > STRENGTH * water) {
        let message = match water > 0.0 {
            true => Message::new("library-water-strength").with("found", (line.quantity.low() / water, "kg")),
            false => Message::new("library-water-absent").with("found", (line.quantity.low(), "kg")),
        };
        // Either of the two may be wrong; one's own is more likely.
        let row = if account.is_own(water_row) { water_row } else { flow };
        findings.push(about(row, Severity::Fault, message));
    }
}

/// Products whose mass or coal equivalent does not belong to what is counted in their unit.
pub(super) fn units(zone: &Zone, findings: &mut Vec<Finding>) {
    for product in &zone.registers.products {
        let Ok(measure) = units::parse(&product.unit) else { continue };
        let mut fault = |message| {
            findings.push(Finding::new(Severity::Fault, Place::record("products", &product.id), message));
        };
        let dimension = measure.unit.dimension;
        if let Some(mass) = product.mass_t_per_unit.filter(|mass| *mass > 0.0) {
            let tonnes = units::convert(1.0, &product.unit, "t").unwrap_or(1.0);
            match dimension {
                Dimension::GasVolume | Dimension::Volume if !density(product, dimension).contains(&mass) => {
                    fault(Message::new("library-density-unlikely").with("found", (mass, "t")));
                }
                Dimension::Mass if !(0.05 * tonnes..=20.0 * tonnes).contains(&mass) => {
                    fault(Message::new("library-mass-unlikely").with("found", (mass, "t")).with("unit", &product.unit));
                }
                // A battery is counted by what it holds, and weighs.
                Dimension::Energy if !is_thing(product) => {
                    fault(Message::new("library-energy-with-mass").with("found", (mass, "t")))
                }
                _ => {}
            }
        }
        let (base, range) = match dimension {
            Dimension::Mass => ("t", A_TONNE),
            Dimension::GasVolume => ("Nm3", A_NM3),
            Dimension::Energy => ("kWh", A_KWH),
            _ => continue,
        };
        let per = product.kgce_per_unit.zip(units::convert(1.0, &product.unit, base).ok());
        if let Some(each) = per.map(|(kgce, size)| kgce / size).filter(|each| !(range.0..=range.1).contains(each)) {
            let message = Message::new("library-coal-equivalent-unlikely").with("found", (each, "kgce"));
            fault(message.with("unit", base).with("least", (range.0, "kgce")).with("most", (range.1, "kgce")));
        }
    }
}

/// Whether a product is a material, a part or a machine, however it is counted.
fn is_thing(product: &Product) -> bool {
    matches!(product.kind, Some(ProductKind::Material | ProductKind::Part | ProductKind::Equipment))
}

/// t that a unit of a gas or a liquid may weigh.
fn density(product: &Product, dimension: Dimension) -> std::ops::RangeInclusive<f64> {
    let (base, low, high) = match dimension {
        Dimension::GasVolume => ("Nm3", 0.05e-3, 10.0e-3),
        _ => ("m3", 0.3, 20.0),
    };
    let size = units::convert(1.0, &product.unit, base).unwrap_or(1.0);
    low * size..=high * size
}
