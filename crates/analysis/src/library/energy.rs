//! Does no process give more energy than it takes, and are amounts of the size of what they measure?
//!
//! - A process that makes a carrier: `Σ out·k ≤ Σ in·k · 1.02`, k the coal equivalent of a product, kgce per unit.
//!   Where power is all that it runs on, up to five times as much heat comes out, as a heat pump lifts it. A main
//!   feedstock without a known k (gas of a furnace, straw, refuse) leaves the question open.
//! - power between 0.05 and 80,000 kWh a tonne of what is traded by mass or volume;
//! - what waste water carries, up to 300 kg of a substance a m3;
//! - a gas between 0.05 and 10 kg/Nm3, a liquid or suspension between 0.3 and 20 t/m3.
//!
//! Source: conservation of energy; coal equivalents and densities of what is traded. Limits: decades, not accuracy.

use super::{Account, about};
use crate::{Recipe, Zone};
use yanlian_model::units::{self, Dimension};
use yanlian_model::{Direction, Finding, Message, Place, Severity};

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

pub(super) fn check(account: &Account, findings: &mut Vec<Finding>) {
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
        findings.push(account.fault(message));
    }
}

fn power(account: &Account, findings: &mut Vec<Finding>) {
    let Some(line) = account.recipe.input(POWER) else { return };
    let unit = account.zone.unit(&account.process.main_product, true);
    let traded_by = units::parse(unit).ok().map(|measure| measure.unit.dimension);
    let by_amount = matches!(traded_by, Some(Dimension::Mass | Dimension::Volume | Dimension::GasVolume));
    let (Some(flow), true) = (line.flow, by_amount && account.main_tonnes() > 0.0) else { return };
    let a_tonne = line.quantity.low() / account.main_tonnes();
    if !(POWER_RANGE.0..=POWER_RANGE.1).contains(&a_tonne) {
        let message = Message::new("library-power-unlikely").with("found", (a_tonne, "kWh"));
        findings.push(about(flow, Severity::Fault, message));
    }
}

fn waste_water(account: &Account, findings: &mut Vec<Finding>) {
    let lines = || account.recipe.lines.iter().filter(|line| line.direction == Direction::Emit);
    let Some(water) = lines().find(|line| line.item == WASTE_WATER).map(|line| line.quantity.low()) else { return };
    let dissolved =
        |item: &str| account.zone.indicator(item).is_some_and(|of| of.unit == "kg" && of.mass_t_per_unit.is_none());
    for line in lines().filter(|line| dissolved(line.item) && line.quantity.low() > STRENGTH * water) {
        let strength = line.quantity.low() / water;
        let message = Message::new("library-water-strength").with("found", (strength, "kg"));
        findings.extend(line.flow.map(|flow| about(flow, Severity::Fault, message)));
    }
}

/// Products whose density does not belong to a gas or a liquid.
pub(super) fn units(zone: &Zone, findings: &mut Vec<Finding>) {
    for product in &zone.registers.products {
        let dimension = units::parse(&product.unit).ok().map(|measure| measure.unit.dimension);
        let (low, high) = match dimension {
            Some(Dimension::GasVolume) => (0.05e-3, 10.0e-3),
            Some(Dimension::Volume) => (0.3, 20.0),
            _ => continue,
        };
        let Some(density) = product.mass_t_per_unit.filter(|mass| *mass > 0.0) else { continue };
        if !(low..=high).contains(&density) {
            let message = Message::new("library-density-unlikely").with("found", (density, "t"));
            let place = Place::record("products", &product.id);
            findings.push(Finding::new(Severity::Fault, place, message));
        }
    }
}
