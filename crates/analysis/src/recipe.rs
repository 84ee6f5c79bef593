//! What does a unit of a process's main product take and give?
//!
//! `a(p,g)`: net output of product g per unit of the main product of process p, in units of g; the
//! main product's own +1 is implicit. `e(p,r)`: use or emission of indicator r, likewise. A measured
//! intensity of a plant replaces the recipe's figure for that plant and year. A quantity that is not
//! known lies between the recipe's low and high, or from 0 without bound. What is emitted is before treatment
//! in the library, and after it for a plant; see `treatment`.
//!
//! Source: the rows of the register of flows, each with its own source. Limits: proportions are fixed, whatever
//! the scale and the load of the plant.

use crate::Zone;
use crate::treatment::{treat_as_plant, treat_as_usual};
use std::collections::BTreeSet;
use yanlian_model::registers::{Flow, Plant, Process};
use yanlian_model::{Direction, Figure, Missing, MissingKind, units};

/// The indicator of comprehensive energy; where a recipe has no figure of its own, carriers add up to it.
const ENERGY: &str = "comprehensive-energy";

/// One line of a recipe, in the item's own unit per unit of the main product.
#[derive(Debug, Clone, PartialEq)]
pub struct Line<'a> {
    /// Product (in, out) or indicator (use, emit).
    pub item: &'a str,
    /// Which way it runs.
    pub direction: Direction,
    /// How much, in the item's unit per unit of main product.
    pub quantity: Figure,
    /// Whether the process stops without it; unknown where it is not said.
    pub essential: Option<bool>,
    /// Whether it is marked as the main feedstock.
    pub main: bool,
    /// Whether a plant's measurement stands here in place of the recipe's figure.
    pub measured: bool,
    /// The flow as registered; `None` where only a measurement names the item.
    pub flow: Option<&'a Flow>,
}

/// The lines of a process, or of a plant with its measurements in their place.
#[derive(Debug, Clone, PartialEq)]
pub struct Recipe<'a> {
    /// The process.
    pub process: &'a Process,
    /// Its lines without the implicit main product.
    pub lines: Vec<Line<'a>>,
}

impl<'a> Recipe<'a> {
    /// The recipe of a process as the library has it: what it emits is before treatment.
    pub fn of_process(zone: &'a Zone, process: &'a Process) -> Recipe<'a> {
        Recipe { process, lines: flows(zone, process).map(|flow| library_line(zone, flow)).collect() }
    }

    /// The line that the library has of one item; as [`Recipe::of_process`], but for the other lines.
    pub(crate) fn line_of_process(
        zone: &'a Zone,
        process: &'a Process,
        item: &str,
        direction: Direction,
    ) -> Option<Line<'a>> {
        let flow = flows(zone, process).find(|flow| flow.item == item && flow.direction == direction)?;
        Some(library_line(zone, flow))
    }

    /// The recipe of a process as it would be built: its emissions after the usual treatment.
    pub fn to_build(zone: &'a Zone, process: &'a Process) -> Recipe<'a> {
        let mut recipe = Recipe::of_process(zone, process);
        treat_as_usual(zone, process, &mut recipe);
        recipe
    }

    /// The recipe of a plant in a year: measurements in place of the library's figures, emissions that are not
    /// measured after the plant's treatment.
    pub fn of_plant(zone: &'a Zone, plant: &'a Plant, year: i32) -> Option<Recipe<'a>> {
        Some(Recipe::of_process(zone, zone.process(&plant.process)?).at_plant(zone, plant, year))
    }

    /// The recipe of a plant, made of that of its process.
    pub(crate) fn at_plant(mut self, zone: &'a Zone, plant: &'a Plant, year: i32) -> Recipe<'a> {
        for measure in zone.measures(&plant.id, year) {
            let Some(quantity) = measure
                .value
                .and_then(|value| in_item_unit(zone, &measure.item, measure.direction, value, measure.unit.as_deref()))
            else {
                continue;
            };
            if measure.direction == Direction::Out && measure.item == self.process.main_product {
                continue;
            }
            let same = |line: &&mut Line| line.item == measure.item && line.direction == measure.direction;
            match self.lines.iter_mut().find(same) {
                Some(line) => (line.quantity, line.measured) = (Figure::exact(quantity), true),
                None => self.lines.push(Line {
                    item: &measure.item,
                    direction: measure.direction,
                    quantity: Figure::exact(quantity),
                    essential: None,
                    main: false,
                    measured: true,
                    flow: None,
                }),
            }
        }
        treat_as_plant(zone, plant, &mut self);
        self
    }

    /// Every product that goes in or comes out, the main product first, each once.
    pub fn products(&self) -> Vec<&'a str> {
        let mut seen = BTreeSet::from([self.process.main_product.as_str()]);
        let mut products = vec![self.process.main_product.as_str()];
        for line in self.lines.iter().filter(|line| matches!(line.direction, Direction::In | Direction::Out)) {
            if seen.insert(line.item) {
                products.push(line.item);
            }
        }
        products
    }

    /// What of a product goes in (`Direction::In`) or comes out, gross, per unit of main product.
    pub fn gross(&self, product: &str, direction: Direction) -> Figure {
        let implicit = direction == Direction::Out && product == self.process.main_product;
        let lines = self.lines.iter().filter(|line| line.item == product && line.direction == direction);
        let listed: Figure = lines.map(|line| line.quantity.clone()).sum();
        &listed + &Figure::exact(if implicit { 1.0 } else { 0.0 })
    }

    /// `a(p,g)`: net output per unit of main product; negative for an input.
    pub fn net(&self, product: &str) -> Figure {
        &self.gross(product, Direction::Out) - &self.gross(product, Direction::In)
    }

    /// `e(p,r)`: use and emission of an indicator per unit of main product, in the indicator's unit. A
    /// purchased product that shares the indicator's id (electricity, water) counts with what of it
    /// goes in, net; unknown where the two units do not convert.
    pub fn resource(&self, zone: &Zone, indicator: &str) -> Figure {
        let counted =
            |line: &&Line| line.item == indicator && matches!(line.direction, Direction::Use | Direction::Emit);
        let direct: Figure = self.lines.iter().filter(counted).map(|line| line.quantity.clone()).sum();
        let bought = (-&self.net(indicator)).positive_part();
        let factor = || units::convert(1.0, zone.unit(indicator, true), zone.unit(indicator, false));
        let bought = match bought.high() <= 0.0 {
            true => Figure::ZERO,
            false => factor().map_or_else(
                |_| Figure::unknown(Missing::new(MissingKind::Flow, "products", indicator)),
                |factor| bought.times(factor),
            ),
        };
        match indicator == ENERGY && !self.lines.iter().any(|line| counted(&line)) {
            true => self.energy(zone),
            false => &direct + &bought,
        }
    }

    /// Comprehensive energy: what goes in of energy carriers, net, by their coal equivalents, kgce.
    fn energy(&self, zone: &Zone) -> Figure {
        let carriers = self.products().into_iter().filter_map(|product| {
            let kgce = zone.product(product)?.kgce_per_unit?;
            Some((-&self.net(product)).positive_part().times(kgce))
        });
        carriers.sum()
    }

    /// The line by which a product goes in.
    pub fn input(&self, product: &str) -> Option<&Line<'a>> {
        self.lines.iter().find(|line| line.item == product && line.direction == Direction::In)
    }
}

/// The registered flows of a process without its main output, which is implicit.
fn flows<'a>(zone: &'a Zone, process: &'a Process) -> impl Iterator<Item = &'a Flow> {
    let is_main_output = |flow: &&Flow| flow.direction == Direction::Out && flow.item == process.main_product;
    zone.flows(&process.id).iter().filter(move |flow| !is_main_output(flow))
}

fn library_line<'a>(zone: &'a Zone, flow: &'a Flow) -> Line<'a> {
    let convert = |value: f64| in_item_unit(zone, &flow.item, flow.direction, value, flow.unit.as_deref());
    let missing = || Missing::of(MissingKind::Flow, flow);
    let quantity = match flow.quantity.and_then(convert) {
        Some(quantity) => Figure::exact(quantity),
        None => {
            let low = flow.low.and_then(convert).unwrap_or(0.0);
            let high = flow.high.and_then(convert).unwrap_or(f64::INFINITY);
            Figure::between(low.min(high), high, BTreeSet::from([missing()]))
        }
    };
    Line {
        item: &flow.item,
        direction: flow.direction,
        quantity,
        essential: flow.essential,
        main: flow.main == Some(true),
        measured: false,
        flow: Some(flow),
    }
}

/// A quantity in the item's own unit; `None` where the units do not convert (intake refuses such rows).
pub(crate) fn in_item_unit(
    zone: &Zone,
    item: &str,
    direction: Direction,
    value: f64,
    unit: Option<&str>,
) -> Option<f64> {
    let own = zone.unit(item, matches!(direction, Direction::In | Direction::Out));
    match unit {
        None => Some(value),
        Some(unit) => units::convert(value, unit, own).ok(),
    }
}
