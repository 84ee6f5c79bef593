//! The registers with the look-ups that the methods need.

use std::collections::HashMap;
use yanlian_model::registers::{
    Benchmark, Company, CompanyProduct, Enterprise, Flow, Indicator, Plant, PlantMeasure, PlantOutput, Price, Process,
    Product,
};
use yanlian_model::{Registers, name_key};

/// The registers, indexed. Building one is linear in the number of records; it borrows them.
pub struct Zone<'a> {
    /// The registers themselves.
    pub registers: &'a Registers,
    products: HashMap<&'a str, &'a Product>,
    indicators: HashMap<&'a str, &'a Indicator>,
    processes: HashMap<&'a str, &'a Process>,
    enterprises: HashMap<&'a str, &'a Enterprise>,
    plants: HashMap<&'a str, &'a Plant>,
    companies: HashMap<&'a str, &'a Company>,
    flows: HashMap<&'a str, Vec<&'a Flow>>,
    benchmarks: HashMap<&'a str, Vec<&'a Benchmark>>,
    makers: HashMap<&'a str, Vec<&'a Process>>,
    outputs: HashMap<&'a str, Vec<&'a PlantOutput>>,
    measures: HashMap<&'a str, Vec<&'a PlantMeasure>>,
    prices: HashMap<&'a str, Vec<&'a Price>>,
    offers: HashMap<&'a str, Vec<&'a CompanyProduct>>,
    namesakes: HashMap<String, Vec<&'a str>>,
}

/// Groups records by a key, in their order.
fn grouped<'a, R>(records: &'a [R], key: impl Fn(&'a R) -> &'a str) -> HashMap<&'a str, Vec<&'a R>> {
    let mut groups: HashMap<&str, Vec<&R>> = HashMap::new();
    for record in records {
        groups.entry(key(record)).or_default().push(record);
    }
    groups
}

fn by_key<'a, R>(records: &'a [R], key: impl Fn(&'a R) -> &'a str) -> HashMap<&'a str, &'a R> {
    records.iter().map(|record| (key(record), record)).collect()
}

fn slice<'m, 'a, R>(groups: &'m HashMap<&'a str, Vec<&'a R>>, key: &str) -> &'m [&'a R] {
    groups.get(key).map_or(&[], Vec::as_slice)
}

impl<'a> Zone<'a> {
    /// Indexes `registers`.
    pub fn new(registers: &'a Registers) -> Zone<'a> {
        let offered: HashMap<&str, Vec<&CompanyProduct>> = grouped(&registers.directory_products, |r| &r.product);
        let mut namesakes: HashMap<String, Vec<&str>> = HashMap::new();
        for product in registers.products.iter().filter(|p| offered.contains_key(p.id.as_str())) {
            for name in product.names() {
                let ids = namesakes.entry(name_key(name)).or_default();
                if ids.last() != Some(&product.id.as_str()) {
                    ids.push(&product.id);
                }
            }
        }
        Zone {
            registers,
            products: by_key(&registers.products, |r| &r.id),
            indicators: by_key(&registers.indicators, |r| &r.id),
            processes: by_key(&registers.processes, |r| &r.id),
            enterprises: by_key(&registers.enterprises, |r| &r.uscc),
            plants: by_key(&registers.plants, |r| &r.id),
            companies: by_key(&registers.directory, |r| &r.code),
            flows: grouped(&registers.flows, |r| r.process.as_str()),
            benchmarks: grouped(&registers.benchmarks, |r| r.process.as_str()),
            makers: grouped(&registers.processes, |r| r.main_product.as_str()),
            outputs: grouped(&registers.plant_outputs, |r| &r.plant),
            measures: grouped(&registers.plant_measures, |r| &r.plant),
            prices: grouped(&registers.prices, |r| r.product.as_str()),
            offers: offered,
            namesakes,
        }
    }

    /// The product of that id.
    pub fn product(&self, id: &str) -> Option<&'a Product> {
        self.products.get(id).copied()
    }

    /// The indicator of that id.
    pub fn indicator(&self, id: &str) -> Option<&'a Indicator> {
        self.indicators.get(id).copied()
    }

    /// The process of that id.
    pub fn process(&self, id: &str) -> Option<&'a Process> {
        self.processes.get(id).copied()
    }

    /// The enterprise of that code.
    pub fn enterprise(&self, uscc: &str) -> Option<&'a Enterprise> {
        self.enterprises.get(uscc).copied()
    }

    /// The plant of that id.
    pub fn plant(&self, id: &str) -> Option<&'a Plant> {
        self.plants.get(id).copied()
    }

    /// The outside company of that code.
    pub fn company(&self, code: &str) -> Option<&'a Company> {
        self.companies.get(code).copied()
    }

    /// The flows of a process.
    pub fn flows(&self, process: &str) -> &[&'a Flow] {
        slice(&self.flows, process)
    }

    /// The benchmarks of a process.
    pub fn benchmarks(&self, process: &str) -> &[&'a Benchmark] {
        slice(&self.benchmarks, process)
    }

    /// The processes whose main product this is.
    pub fn processes_making(&self, product: &str) -> &[&'a Process] {
        slice(&self.makers, product)
    }

    /// What was measured at a plant in a year.
    pub fn measures(&self, plant: &str, year: i32) -> impl Iterator<Item = &'a PlantMeasure> {
        slice(&self.measures, plant).iter().copied().filter(move |row| row.year == year)
    }

    /// The registered output of a plant in a year.
    pub fn output(&self, plant: &str, year: i32) -> Option<f64> {
        slice(&self.outputs, plant).iter().find(|row| row.year == year)?.output
    }

    /// The latest registered output of a plant before a year, with its year.
    pub fn output_before(&self, plant: &str, year: i32) -> Option<(i32, f64)> {
        let earlier = slice(&self.outputs, plant).iter().filter(|row| row.year < year);
        earlier.filter_map(|row| Some((row.year, row.output?))).max_by_key(|(year, _)| *year)
    }

    /// The prices of a product, by date.
    pub fn prices(&self, product: &str) -> &[&'a Price] {
        slice(&self.prices, product)
    }

    /// What outside companies make of this product, or of one that shares a name or an alias with it.
    pub fn offers(&self, product: &str) -> Vec<&'a CompanyProduct> {
        let names = self.product(product).into_iter().flat_map(Product::names).map(name_key);
        let mut ids: Vec<&str> = names.filter_map(|name| self.namesakes.get(&name)).flatten().copied().collect();
        ids.sort_unstable();
        ids.dedup();
        ids.iter().flat_map(|id| slice(&self.offers, id)).copied().collect()
    }

    /// The unit of a product or indicator; empty where it is not registered.
    pub fn unit(&self, item: &str, is_product: bool) -> &'a str {
        match is_product {
            true => self.product(item).map_or("", |p| &p.unit),
            false => self.indicator(item).map_or("", |i| &i.unit),
        }
    }
}
