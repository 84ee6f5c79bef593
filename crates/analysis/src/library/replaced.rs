//! Is a figure of one's own of the size of the shipped one that it replaces?
//!
//! `max(own / shipped, shipped / own)`, both in the item's unit per unit of main product: over 5 times is unusual,
//! 100 times and more a fault, as a unit off by 1,000 is. So for rows of recipes, scale, investment, jobs and land of
//! a process, mass and coal equivalent of a product, and a price or a market beside the latest shipped one. A process
//! that keeps its recipe and makes another main product is a fault.
//!
//! Source: the shipped library. Limits: what the library does not have is not compared; an emission of one's own is
//! before treatment, as the library's are.

use super::times_apart;
use crate::{Recipe, Zone};
use yanlian_model::{Bilingual, Direction, Finding, Message, Place, Record, Ref, Severity};

/// Times apart that are unusual, and that are a fault.
const UNUSUAL: f64 = 5.0;
const FAULT: f64 = 100.0;

pub(super) fn check(zone: &Zone, shipped: &Zone, findings: &mut Vec<Finding>) {
    recipes(zone, shipped, findings);
    processes(zone, shipped, findings);
    products(zone, shipped, findings);
    prices(zone, shipped, findings);
    markets(zone, shipped, findings);
}

/// What one's own figure is beside the shipped one, in a unit; of a named field where the record has several.
fn compare(
    place: Place,
    field: Option<Bilingual>,
    own: Option<f64>,
    shipped: Option<f64>,
    unit: &str,
) -> Option<Finding> {
    let (own, shipped) = own.zip(shipped)?;
    let severity = match times_apart(own, shipped) {
        // None at all is a claim, not an error of size.
        times if times.is_infinite() => Severity::Warning,
        // Within rounding: a factor of a hundred is one.
        times if times >= 0.99 * FAULT => Severity::Fault,
        times if times > UNUSUAL => Severity::Warning,
        _ => return None,
    };
    let message = match field {
        Some(field) => Message::new("library-replaced-field").with("field", field),
        None => Message::new("library-replaced"),
    };
    Some(Finding::new(severity, place, message.with("own", (own, unit)).with("shipped", (shipped, unit))))
}

fn recipes(zone: &Zone, shipped: &Zone, findings: &mut Vec<Finding>) {
    for process in &zone.registers.processes {
        let Some(before) = shipped.process(&process.id) else { continue };
        if before.main_product != process.main_product {
            let message = Message::new("library-other-main-product").with("shipped", &before.main_product);
            findings.push(Finding::new(Severity::Fault, Place::Record(Ref::of(process)), message));
            continue;
        }
        if zone.flows(&process.id) == shipped.flows(&process.id) {
            continue;
        }
        let was = Recipe::of_process(shipped, before).lines;
        for line in Recipe::of_process(zone, process).lines {
            let is_product = matches!(line.direction, Direction::In | Direction::Out);
            let unit = zone.unit(line.item, is_product);
            let same = was.iter().find(|was| (was.item, was.direction) == (line.item, line.direction));
            let (Some(flow), Some(was)) = (line.flow, same) else { continue };
            if was.flow != Some(flow) && unit == shipped.unit(line.item, is_product) {
                let place = Place::Record(Ref::of(flow));
                findings.extend(compare(place, None, line.quantity.value(), was.quantity.value(), unit));
            }
        }
    }
}

fn processes(zone: &Zone, shipped: &Zone, findings: &mut Vec<Finding>) {
    for process in &zone.registers.processes {
        let Some(before) = shipped.process(&process.id).filter(|before| *before != process) else { continue };
        let unit = zone.unit(&process.main_product, true);
        if unit != shipped.unit(&process.main_product, true) {
            continue;
        }
        let figures = [
            ("smallest_viable_scale", process.smallest_viable_scale, before.smallest_viable_scale, unit),
            ("typical_scale", process.typical_scale, before.typical_scale, unit),
            ("capex_cny_per_unit", process.capex_cny_per_unit, before.capex_cny_per_unit, "CNY"),
            ("jobs_per_unit", process.jobs_per_unit, before.jobs_per_unit, "person"),
            ("land_mu_per_unit", process.land_mu_per_unit, before.land_mu_per_unit, "mu"),
        ];
        fields(process, &figures, findings);
    }
}

fn products(zone: &Zone, shipped: &Zone, findings: &mut Vec<Finding>) {
    for product in &zone.registers.products {
        let Some(before) = shipped.product(&product.id).filter(|before| before.unit == product.unit) else { continue };
        let figures = [
            ("mass_t_per_unit", product.mass_t_per_unit, before.mass_t_per_unit, "t"),
            ("kgce_per_unit", product.kgce_per_unit, before.kgce_per_unit, "kgce"),
        ];
        fields(product, &figures, findings);
    }
}

fn prices(zone: &Zone, shipped: &Zone, findings: &mut Vec<Finding>) {
    for price in &zone.registers.prices {
        let before = shipped.prices(&price.product);
        let Some(latest) = before.iter().rev().find_map(|price| price.price_cny) else { continue };
        let is_own = before.iter().all(|was| was != price);
        if is_own && zone.unit(&price.product, true) == shipped.unit(&price.product, true) {
            let place = Place::Record(Ref::of(price));
            findings.extend(compare(place, None, price.price_cny, Some(latest), "CNY"));
        }
    }
}

fn markets(zone: &Zone, shipped: &Zone, findings: &mut Vec<Finding>) {
    for market in &zone.registers.markets {
        let before = shipped.markets(&market.product);
        if before.contains(market) || zone.unit(&market.product, true) != shipped.unit(&market.product, true) {
            continue;
        }
        let Some(latest) = before.last() else { continue };
        let unit = zone.unit(&market.product, true);
        let figures = [
            ("output", market.output, latest.output, unit),
            ("consumption", market.consumption, latest.consumption, unit),
        ];
        fields(market, &figures, findings);
    }
}

/// Figures of a record beside the shipped ones: field, own, shipped, unit.
fn fields<R: Record>(record: &R, figures: &[(&str, Option<f64>, Option<f64>, &str)], findings: &mut Vec<Finding>) {
    for (field, own, was, unit) in figures {
        let label = R::REGISTER.field(field).map(|field| field.label);
        findings.extend(compare(Place::Record(Ref::of(record)), label, *own, *was, unit));
    }
}
