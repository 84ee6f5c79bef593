//! What does one more unit of a product set going upstream, and on what do the zone's products hang?
//!
//! ```text
//! x_j  = S_j·π_j                          sector j: a product that is made here and has a price, CNY a year
//! Z_ij = π_i·Σ_k max(−a(p(k),i), 0)·x(k)   k: plants whose main product is j
//! t_gj = Σ_k max(−a(p(k),g), 0)·x(k) / S_j   units of any product g per unit of j, price or not
//! P_ij = L_ij·π_j/π_i                     units of i for one unit of j, through all suppliers
//! one more unit of j moves  Σ_i t_gi·P_ij  of g: directly t_gj, indirectly the rest
//! of it could be made here  min(1, S_g/D_g)
//! ```
//!
//! S, D, π, a and x(k) as in the balance, known parts; for a g that is itself a sector, Σ_i t_gi·P_ij is
//! P_gj less the unit itself. Jobs are those that a recipe asks for a plant's capacity; emissions,
//! water and electricity are the recipe's, with a plant's measurements in their place.
//!
//! Source: Miller, Blair, *Input-Output Analysis* (2009); the table is one of technical needs, from
//! processes as in Stone's activity analysis. Limits: everything that an input's makers here could
//! deliver counts as theirs, whether or not it is bought here; a by-product comes with its main
//! product and takes nothing; products without price or maker are followed one step and no further.
//! Upstreamness counts what is imported as part of the supply, and what is exported as final use.

use super::{Indicator, Io, Multiplier, Rows, Sector, Table, Trade, io};
use crate::running::{Running, running};
use crate::{Diagnosis, Zone};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use yanlian_model::{Figure, Finding, Message, Place, Severity};

/// The indicators whose multipliers are given, by id: jobs, emissions and what is drawn.
pub const EFFECTS: [&str; 5] = ["employees", "co2", "cod", "water", "electricity"];

/// The zone as an input-output table, worked out.
#[derive(Debug, Clone, PartialEq)]
pub struct ZoneIo {
    /// The reporting year.
    pub year: i32,
    /// The sectors in the order of their ids.
    pub sectors: Vec<ZoneSector>,
    /// Products that are made here and have no price: no sectors.
    pub unpriced: Vec<String>,
    /// Products that are needed and not made here.
    pub unmade: Vec<String>,
    /// Plants whose output is not known: with at least what is certain of it.
    pub open_plants: Vec<String>,
    /// The same in findings, and what the method noticed.
    pub findings: Vec<Finding>,
    io: Io,
    prices: Vec<f64>,
    /// t: for each product that is needed, its units per unit of each sector.
    needs: BTreeMap<String, Vec<f64>>,
    self_supply: BTreeMap<String, Figure>,
}

/// A sector's id, unit and what goes with one unit of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ZoneSector {
    /// The product.
    pub product: String,
    /// The unit of the effects' denominator.
    pub unit: String,
    /// S, known part.
    pub made: f64,
    /// What goes with one more unit; only indicators that some plant of the zone has.
    pub effects: Vec<Effect>,
}

/// What of an indicator goes with one more unit of a product.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Effect {
    /// The indicator.
    pub indicator: String,
    /// With its own plants.
    pub direct: f64,
    /// With all suppliers here too.
    pub total: f64,
    /// The second over the first; `None` where the first is 0.
    pub ratio: Option<f64>,
}

/// What one more unit of a product moves of another one.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Moved {
    /// The product that is moved.
    pub product: String,
    /// Its unit.
    pub unit: String,
    /// Into the product's own plants.
    pub direct: f64,
    /// Into its suppliers' plants, and theirs.
    pub indirect: f64,
    /// min(1, S/D): the part that could be made here.
    pub local_share: Figure,
}

/// The zone's own table. `diagnosis` is that of all chains; `None` where nothing priced is made, or the
/// table has no inverse.
pub fn zone_io(zone: &Zone, diagnosis: &Diagnosis) -> Option<ZoneIo> {
    let running = running(zone, &diagnosis.question, &mut Vec::new());
    let made = diagnosis.balance.iter().filter(|balance| balance.made.low() > 0.0);
    let (priced, unpriced): (Vec<_>, Vec<_>) =
        made.partition(|balance| balance.price.as_ref().is_some_and(|price| price.cny > 0.0));
    let made: Vec<f64> = priced.iter().map(|balance| balance.made.low()).collect();
    let prices: Vec<f64> = priced.iter().map(|balance| balance.price.as_ref().map_or(0.0, |price| price.cny)).collect();
    let products: Vec<&str> = priced.iter().map(|balance| balance.product.as_str()).collect();
    let needs = needs(&running, &products, &made);
    let indicators = EFFECTS.iter().filter_map(|id| indicator(zone, &running, &products, id)).collect();
    let imports = priced.iter().zip(&prices).map(|(balance, price)| balance.net_imports.low() * price).collect();
    let none = vec![0.0; products.len()];
    let table = Table {
        sectors: products.iter().map(|product| (*product).to_owned()).collect(),
        flows: flows(&products, &needs, &made, &prices),
        output: made.iter().zip(&prices).map(|(made, price)| made * price).collect(),
        final_demand: None,
        indicators,
        trade: Some(Trade { exports: none.clone(), imports, inventories: none }),
    };
    let io = io(&table).ok()?;
    let own: BTreeSet<&str> = products.iter().copied().collect();
    let known = |product: &str| own.contains(product) || unpriced.iter().any(|balance| balance.product == product);
    let unmade: Vec<String> = needs.keys().filter(|product| !known(product)).cloned().collect();
    let supplied = diagnosis.balance.iter().filter_map(|b| Some((b.product.clone(), b.self_supply.clone()?)));
    let mut answer = ZoneIo {
        year: diagnosis.question.year,
        sectors: priced
            .iter()
            .zip(&made)
            .enumerate()
            .map(|(at, (b, made))| sector(b, *made, &io, at, prices[at]))
            .collect(),
        unpriced: unpriced.iter().map(|balance| balance.product.clone()).collect(),
        unmade,
        open_plants: running.iter().filter(|r| r.output.value().is_none()).map(|r| r.plant.id.clone()).collect(),
        findings: Vec::new(),
        self_supply: supplied.collect(),
        io,
        prices,
        needs,
    };
    answer.findings = answer.findings();
    Some(answer)
}

/// t: what each sector's plants take of every product, per unit that is made of the sector's product.
fn needs(running: &[Running], products: &[&str], made: &[f64]) -> BTreeMap<String, Vec<f64>> {
    let mut needs: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for plant in running {
        let Ok(at) = products.binary_search(&plant.recipe.process.main_product.as_str()) else { continue };
        for product in plant.recipe.products() {
            let taken = (-&plant.recipe.net(product)).positive_part().low() * plant.output.low();
            if taken > 0.0 {
                needs.entry(product.to_owned()).or_insert_with(|| vec![0.0; products.len()])[at] += taken / made[at];
            }
        }
    }
    needs
}

/// Z in CNY.
fn flows(products: &[&str], needs: &BTreeMap<String, Vec<f64>>, made: &[f64], prices: &[f64]) -> Rows {
    let row = |(product, price): (&&str, &f64)| match needs.get(*product) {
        Some(per_unit) => per_unit.iter().zip(made).map(|(need, made)| need * made * price).collect(),
        None => vec![0.0; products.len()],
    };
    products.iter().zip(prices).map(row).collect()
}

/// An indicator by sector; `None` where no plant has any of it.
fn indicator(zone: &Zone, running: &[Running], products: &[&str], id: &str) -> Option<Indicator> {
    let mut values = vec![0.0; products.len()];
    for plant in running {
        let Ok(at) = products.binary_search(&plant.recipe.process.main_product.as_str()) else { continue };
        values[at] += match id {
            "employees" => jobs(plant),
            _ => plant.recipe.resource(zone, id).low() * plant.output.low(),
        };
    }
    values.iter().any(|value| *value > 0.0).then(|| Indicator { name: id.to_owned(), values })
}

/// The jobs that a running plant's recipe asks for its capacity.
fn jobs(plant: &Running) -> f64 {
    let runs = plant.output.low() > 0.0;
    let jobs = plant.recipe.process.jobs_per_unit.zip(plant.plant.capacity).filter(|_| runs);
    jobs.map_or(0.0, |(per_unit, capacity)| per_unit * capacity)
}

fn sector(balance: &crate::Balance, made: f64, io: &Io, at: usize, price: f64) -> ZoneSector {
    let effect = |multipliers: &super::Multipliers| {
        let Multiplier { coefficient, multiplier, ratio } = multipliers.sectors[at];
        let indicator = multipliers.indicator.clone();
        Effect { indicator, direct: coefficient * price, total: multiplier * price, ratio }
    };
    ZoneSector {
        product: balance.product.clone(),
        unit: balance.unit.clone(),
        made,
        effects: io.multipliers.iter().map(effect).collect(),
    }
}

impl ZoneIo {
    /// Every sector with its figures in CNY.
    pub fn rows(&self) -> impl Iterator<Item = (&ZoneSector, &Sector)> {
        self.sectors.iter().zip(&self.io.sectors)
    }

    /// The sector of a product, with its figures in CNY; `None` where it is no sector.
    pub fn sector(&self, product: &str) -> Option<(&ZoneSector, &Sector)> {
        let at = self.place(product)?;
        Some((&self.sectors[at], &self.io.sectors[at]))
    }

    /// A: what of each sector (row) goes into a yuan of each (column), CNY per CNY.
    pub fn coefficients(&self) -> &Rows {
        &self.io.coefficients
    }

    /// L = (I − A)⁻¹: what of each sector (row) a yuan of final demand for each (column) moves, CNY per CNY.
    pub fn leontief(&self) -> &Rows {
        &self.io.leontief
    }

    /// Z = A·diag(x): what goes from each sector (row) to each (column), CNY a year.
    pub fn flows(&self) -> Rows {
        let flow = |row: &Vec<f64>| row.iter().zip(&self.io.sectors).map(|(part, into)| part * into.output).collect();
        self.io.coefficients.iter().map(flow).collect()
    }

    fn place(&self, product: &str) -> Option<usize> {
        self.sectors.binary_search_by(|sector| sector.product.as_str().cmp(product)).ok()
    }

    /// What one more unit of `product` moves upstream, by product; `None` where it is no sector.
    pub fn upstream(&self, zone: &Zone, product: &str) -> Option<Vec<Moved>> {
        let at = self.place(product)?;
        let units: Vec<f64> =
            (0..self.sectors.len()).map(|i| self.io.leontief[i][at] * self.prices[at] / self.prices[i]).collect();
        let moved = self.needs.iter().filter_map(|(needed, per_unit)| {
            let total: f64 = per_unit.iter().zip(&units).map(|(need, units)| need * units).sum();
            let local_share = self.self_supply.get(needed)?.clone();
            (total > 0.0).then(|| Moved {
                product: needed.clone(),
                unit: zone.unit(needed, true).to_owned(),
                direct: per_unit[at],
                // A difference of equal sums may come out a rounding below nothing.
                indirect: (total - per_unit[at]).max(0.0),
                local_share,
            })
        });
        Some(moved.collect())
    }

    fn findings(&self) -> Vec<Finding> {
        let note = |register: &'static str, key: &String, id: &'static str, name: &'static str| {
            Finding::new(Severity::Note, Place::record(register, key), Message::new(id).with(name, key))
        };
        let unpriced = self.unpriced.iter().map(|id| note("products", id, "related-io-unpriced", "product"));
        let unmade = self.unmade.iter().map(|id| note("products", id, "related-io-unmade", "product"));
        let open = self.open_plants.iter().map(|id| note("plants", id, "related-io-open-plant", "plant"));
        let method = self.io.findings.iter().map(|fault| {
            let product = fault.row.and_then(|row| self.sectors.get(row));
            let place =
                product.map_or(Place::Register("products"), |sector| Place::record("products", &sector.product));
            Finding::new(fault.severity, place, fault.message.clone())
        });
        method.chain(unpriced).chain(open).chain(unmade).collect()
    }
}
