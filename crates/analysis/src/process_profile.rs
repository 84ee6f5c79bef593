//! What are the advantages and characteristics of a plant's process?
//!
//! Each measured intensity of the plant (per unit of main product, in the reporting year) is set
//! beside the recipe's figure, the three levels of its benchmark (1 advanced, 2 access, 3 limit) and
//! the other plants of the same process. An *advantage* is better than level 2, or in the best quarter
//! of at least four peers. Source: levels of energy-consumption norms and cleaner-production
//! standards, as the library names them. Limits: nothing is judged that was not measured.

use crate::recipe::in_item_unit;
use crate::{Recipe, Zone};
use serde::Serialize;
use std::collections::HashMap;
use yanlian_model::registers::{Benchmark, Plant};
use yanlian_model::{Better, Direction};

/// With fewer plants of a process than this there is no best quarter.
const PEERS_FOR_A_QUARTER: usize = 4;

/// Where a measured intensity stands against its benchmark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Level 1 or better.
    Advanced,
    /// Between level 1 and level 2.
    BetterThanAccess,
    /// Worse than level 2, or than level 1 where there is no level 2.
    WorseThanAccess,
    /// Worse than level 3.
    OverLimit,
}

/// One measured intensity, judged. All figures in `unit` per unit of main product.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Judged {
    /// Product or indicator.
    pub item: String,
    /// Which way it flows.
    pub direction: Direction,
    /// The item's unit.
    pub unit: String,
    /// As measured.
    pub value: f64,
    /// What the library's recipe has, where it has it.
    pub recipe: Option<f64>,
    /// Level 1 of the benchmark.
    pub level1: Option<f64>,
    /// Level 2 of the benchmark.
    pub level2: Option<f64>,
    /// Level 3 of the benchmark.
    pub level3: Option<f64>,
    /// Where the value stands.
    pub level: Option<Level>,
    /// The plant's place among all plants of the process that measured it, from 1, and their number.
    pub rank: Option<(usize, usize)>,
    /// Better than level 2, or in the best quarter of its peers.
    pub advantage: bool,
}

/// The process profile of a plant.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlantProfile {
    /// The plant.
    pub plant: String,
    /// Its process.
    pub process: String,
    /// Output in the year over capacity.
    pub utilisation: Option<f64>,
    /// What was measured, judged.
    pub judged: Vec<Judged>,
}

/// The profile of a plant in a year.
pub fn plant_profile(zone: &Zone, plant: &Plant, year: i32) -> PlantProfile {
    let capacity = plant.capacity.filter(|capacity| *capacity > 0.0);
    let judged = zone.measures(&plant.id, year).filter_map(|measure| {
        let value = in_item_unit(zone, &measure.item, measure.direction, measure.value?, measure.unit.as_deref())?;
        Some(judge(zone, plant, year, &measure.item, measure.direction, value))
    });
    PlantProfile {
        plant: plant.id.clone(),
        process: plant.process.clone(),
        utilisation: zone.output(&plant.id, year).zip(capacity).map(|(output, capacity)| output / capacity),
        judged: judged.collect(),
    }
}

/// Judges a measured intensity of a plant.
fn judge(zone: &Zone, plant: &Plant, year: i32, item: &str, direction: Direction, value: f64) -> Judged {
    let benchmarks = zone.benchmarks(&plant.process);
    let benchmark = benchmarks.iter().find(|b| b.indicator == item && b.direction == direction);
    let converted = |level: Option<f64>| in_item_unit(zone, item, direction, level?, benchmark?.unit.as_deref());
    let levels = [
        converted(benchmark.and_then(|b| b.level1)),
        converted(benchmark.and_then(|b| b.level2)),
        converted(benchmark.and_then(|b| b.level3)),
    ];
    let lower_is_better = lower_is_better(zone, benchmark, item, direction);
    let level = level(value, levels, lower_is_better);
    let rank = zone.peers().rank(&plant.process, (year, item, direction), value, lower_is_better);
    let best_quarter = rank.is_some_and(|(place, of)| of >= PEERS_FOR_A_QUARTER && place * 4 <= of);
    let line = zone.process(&plant.process).and_then(|own| Recipe::line_of_process(zone, own, item, direction));
    Judged {
        item: item.to_owned(),
        direction,
        unit: zone.unit(item, matches!(direction, Direction::In | Direction::Out)).to_owned(),
        value,
        recipe: line.and_then(|line| line.quantity.value()),
        level1: levels[0],
        level2: levels[1],
        level3: levels[2],
        level,
        rank,
        advantage: best_quarter || matches!(level, Some(Level::Advanced | Level::BetterThanAccess)),
    }
}

/// As the benchmark says, else the indicator, else: less of everything but of what comes out.
fn lower_is_better(zone: &Zone, benchmark: Option<&Benchmark>, item: &str, direction: Direction) -> bool {
    let said = benchmark.and_then(|b| b.better).or_else(|| zone.indicator(item).and_then(|i| i.better));
    said.map_or(direction != Direction::Out, |better| better == Better::Lower)
}

fn level(value: f64, levels: [Option<f64>; 3], lower_is_better: bool) -> Option<Level> {
    let reaches = |level: f64| if lower_is_better { value <= level } else { value >= level };
    match levels {
        [Some(level1), _, _] if reaches(level1) => Some(Level::Advanced),
        [_, Some(level2), _] if reaches(level2) => Some(Level::BetterThanAccess),
        [_, _, Some(level3)] if !reaches(level3) => Some(Level::OverLimit),
        [_, Some(_), _] => Some(Level::WorseThanAccess),
        _ => None,
    }
}

/// What all plants measured, by process: so that a plant finds its place without looking at every other.
pub(crate) struct Peers {
    by_process: HashMap<String, Vec<Measured>>,
}

/// One measured intensity, in the item's unit per unit of main product.
struct Measured {
    year: i32,
    item: String,
    direction: Direction,
    value: f64,
}

impl Measured {
    fn of(&self) -> (i32, &str, Direction) {
        (self.year, &self.item, self.direction)
    }
}

impl Peers {
    /// Gathers what the plants of `zone` measured; what has no value or no known unit is passed over.
    pub(crate) fn new(zone: &Zone) -> Peers {
        let mut by_process: HashMap<String, Vec<Measured>> = HashMap::new();
        for measure in &zone.registers.plant_measures {
            let Some(plant) = zone.plant(&measure.plant) else { continue };
            let (item, direction) = (&measure.item, measure.direction);
            let value = measure.value.and_then(|v| in_item_unit(zone, item, direction, v, measure.unit.as_deref()));
            let Some(value) = value else { continue };
            let measured = Measured { year: measure.year, item: item.clone(), direction, value };
            by_process.entry(plant.process.clone()).or_default().push(measured);
        }
        for measured in by_process.values_mut() {
            measured.sort_by(|a, b| a.of().cmp(&b.of()).then(a.value.total_cmp(&b.value)));
        }
        Peers { by_process }
    }

    /// The place of `value`, which a plant of the process measured itself, among all that did, from 1, and
    /// their number; `None` where no other plant did.
    fn rank(&self, process: &str, of: (i32, &str, Direction), value: f64, lower: bool) -> Option<(usize, usize)> {
        let all = self.by_process.get(process)?;
        let (from, to) = (all.partition_point(|m| m.of() < of), all.partition_point(|m| m.of() <= of));
        let same = &all[from..to];
        let better = match lower {
            true => same.partition_point(|m| m.value < value),
            false => same.len() - same.partition_point(|m| m.value <= value),
        };
        (same.len() > 1).then_some((better + 1, same.len()))
    }
}
