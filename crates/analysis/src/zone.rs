//! The registers with the look-ups that the methods need.

use crate::index::{ByKey, Groups, Index};
use crate::process_profile::Peers;
use crate::product_graph::ProductGraph;
use std::collections::HashMap;
use yanlian_model::registers::{
    Annual, Benchmark, Company, CompanyProduct, Difficulty, Enterprise, Flow, Hazard, Indicator, Market, Milestone,
    Plant, PlantMeasure, PlantOutput, PlantTreatment, Price, Process, Product, Project, ProjectPayment, Promise,
    Supply, Treatment,
};
use yanlian_model::{Direction, Lang, Naming, Record, Records, Register, Registers, name_key, units};

/// The registers in the order of their keys, with indexes for what the methods look up.
pub struct Zone {
    /// The registers themselves; those that the methods walk through are in the order of their keys.
    pub registers: Registers,
    by_key: ByKey,
    products: Index,
    indicators: Index,
    processes: Index,
    enterprises: Index,
    plants: Index,
    directory: Index,
    flows: Index,
    prices: Index,
    plant_outputs: Index,
    plant_measures: Index,
    plant_treatments: Index,
    treatments: Index,
    benchmarks: Index,
    markets: Index,
    projects: Index,
    annuals: Index,
    milestones: Index,
    payments: Index,
    /// By process.
    running: Groups,
    /// By the enterprise that they are about.
    plants_of: Groups,
    projects_of: Groups,
    difficulties_of: Groups,
    promises_of: Groups,
    hazards_of: Groups,
    /// By either end.
    supplies_of: Groups,
    /// What the plants measured, by process.
    pub(crate) peers: Peers,
    /// What takes and gives what, by position.
    pub(crate) graph: ProductGraph,
    /// Processes by main product.
    makers: Groups,
    /// The directory's offers by product.
    offers: Groups,
    /// Products with offers, by each of their names.
    namesakes: HashMap<String, Vec<String>>,
}

fn treatment_key(row: &Treatment) -> (&str, &str, &str) {
    (&row.process, &row.item, &row.treatment)
}

impl Zone {
    /// Puts `registers` in order and indexes them.
    pub fn new(mut registers: Registers) -> Zone {
        registers.products.sort_by(|a, b| a.id.cmp(&b.id));
        registers.indicators.sort_by(|a, b| a.id.cmp(&b.id));
        registers.processes.sort_by(|a, b| a.id.cmp(&b.id));
        registers.enterprises.sort_by(|a, b| a.uscc.cmp(&b.uscc));
        registers.plants.sort_by(|a, b| a.id.cmp(&b.id));
        registers.directory.sort_by(|a, b| a.code.cmp(&b.code));
        registers.flows.sort_by(|a, b| (&a.process, &a.item, a.direction).cmp(&(&b.process, &b.item, b.direction)));
        registers.prices.sort_by(|a, b| (&a.product, a.date).cmp(&(&b.product, b.date)));
        registers.plant_outputs.sort_by(|a, b| (&a.plant, a.year).cmp(&(&b.plant, b.year)));
        registers
            .plant_measures
            .sort_by(|a, b| (&a.plant, a.year, &a.item, a.direction).cmp(&(&b.plant, b.year, &b.item, b.direction)));
        registers.plant_treatments.sort_by(|a, b| (&a.plant, &a.item).cmp(&(&b.plant, &b.item)));
        registers.treatments.sort_by(|a, b| treatment_key(a).cmp(&treatment_key(b)));
        registers.markets.sort_by(|a, b| (&a.product, a.year).cmp(&(&b.product, b.year)));
        registers.supplies.sort_by(|a, b| {
            (&a.supplier, &a.customer, &a.product, a.year).cmp(&(&b.supplier, &b.customer, &b.product, b.year))
        });
        registers.final_demand.sort_by(|a, b| (&a.product, a.year, &a.who).cmp(&(&b.product, b.year, &b.who)));
        registers
            .benchmarks
            .sort_by(|a, b| (&a.process, &a.indicator, a.direction).cmp(&(&b.process, &b.indicator, b.direction)));
        registers.directory_products.sort_by(|a, b| (&a.company, &a.product).cmp(&(&b.company, &b.product)));
        registers.limits.sort_by(|a, b| (&a.resource, a.year).cmp(&(&b.resource, b.year)));
        registers.projects.sort_by(|a, b| a.id.cmp(&b.id));
        registers.difficulties.sort_by(|a, b| a.id.cmp(&b.id));
        registers.promises.sort_by(|a, b| a.id.cmp(&b.id));
        registers.hazards.sort_by(|a, b| a.id.cmp(&b.id));
        registers
            .annuals
            .sort_by(|a, b| (&a.enterprise, a.year, &a.indicator).cmp(&(&b.enterprise, b.year, &b.indicator)));
        registers.milestones.sort_by(|a, b| (&a.project, &a.name).cmp(&(&b.project, &b.name)));
        registers.project_payments.sort_by(|a, b| (&a.project, &a.month).cmp(&(&b.project, &b.month)));
        let offers = Groups::new(&registers.directory_products, |offer| [offer.product.as_str()]);
        let mut namesakes: HashMap<String, Vec<String>> = HashMap::new();
        for product in registers.products.iter().filter(|product| offers.has(&product.id)) {
            for name in product.names() {
                let ids = namesakes.entry(name_key(name)).or_default();
                if ids.last() != Some(&product.id) {
                    ids.push(product.id.clone());
                }
            }
        }
        let products = Index::new(&registers.products, |row| &row.id);
        let processes = Index::new(&registers.processes, |row| &row.id);
        let flows = Index::new(&registers.flows, |row| &row.process);
        let mut zone = Zone {
            by_key: ByKey::new(),
            peers: Peers::default(),
            graph: ProductGraph::new(&registers, &products, &processes, &flows),
            products,
            processes,
            flows,
            indicators: Index::new(&registers.indicators, |row| &row.id),
            enterprises: Index::new(&registers.enterprises, |row| &row.uscc),
            plants: Index::new(&registers.plants, |row| &row.id),
            directory: Index::new(&registers.directory, |row| &row.code),
            prices: Index::new(&registers.prices, |row| &row.product),
            plant_outputs: Index::new(&registers.plant_outputs, |row| &row.plant),
            plant_measures: Index::new(&registers.plant_measures, |row| &row.plant),
            plant_treatments: Index::new(&registers.plant_treatments, |row| &row.plant),
            treatments: Index::new(&registers.treatments, |row| &row.process),
            markets: Index::new(&registers.markets, |row| &row.product),
            benchmarks: Index::new(&registers.benchmarks, |row| &row.process),
            projects: Index::new(&registers.projects, |row| &row.id),
            annuals: Index::new(&registers.annuals, |row| &row.enterprise),
            milestones: Index::new(&registers.milestones, |row| &row.project),
            payments: Index::new(&registers.project_payments, |row| &row.project),
            running: Groups::new(&registers.plants, |row| [row.process.as_str()]),
            plants_of: Groups::new(&registers.plants, |row| [row.enterprise.as_str()]),
            projects_of: Groups::new(&registers.projects, |row| row.enterprise.as_deref()),
            difficulties_of: Groups::new(&registers.difficulties, |row| [row.enterprise.as_str()]),
            promises_of: Groups::new(&registers.promises, |row| row.enterprise.as_deref()),
            hazards_of: Groups::new(&registers.hazards, |row| [row.enterprise.as_str()]),
            supplies_of: Groups::new(&registers.supplies, |row| [row.supplier.as_str(), row.customer.as_str()]),
            makers: Groups::new(&registers.processes, |row| [row.main_product.as_str()]),
            registers,
            offers,
            namesakes,
        };
        zone.peers = Peers::new(&zone);
        zone
    }

    /// The record of that key: an id, or what [`Key::as_stored`] gives of a key of several parts.
    pub fn find<R: Record>(&self, key: &str) -> Option<&R> {
        R::all(&self.registers).get(self.by_key.position(&self.registers, R::REGISTER.name, key)?)
    }

    /// The register's records and the position of that key among them, whichever register it is.
    fn position(&self, register: &str, key: &str) -> Option<(&dyn Records, usize)> {
        Some((self.registers.of(register)?, self.by_key.position(&self.registers, register, key)?))
    }

    /// What people call the record of that key, kept as [`Zone::find`] says; `None` where there is none.
    pub fn title(&self, register: &str, key: &str, lang: Lang) -> Option<String> {
        let (records, at) = self.position(register, key)?;
        Some(records.title(at, lang))
    }

    /// The name of the record of that key and its English name, as far as it has them.
    pub fn names(&self, register: &Register, key: &str) -> Option<[Option<String>; 2]> {
        let (records, at) = self.position(register.name, key)?;
        let name = |naming| {
            let field = register.fields.iter().find(|field| field.naming == Some(naming))?;
            records.cell(at, field.key).map(|name| name.to_text())
        };
        Some([name(Naming::Name), name(Naming::English)])
    }

    /// The product of that id.
    pub fn product(&self, id: &str) -> Option<&Product> {
        self.products.one(&self.registers.products, id, |row| &row.id)
    }

    /// The indicator of that id.
    pub fn indicator(&self, id: &str) -> Option<&Indicator> {
        self.indicators.one(&self.registers.indicators, id, |row| &row.id)
    }

    /// The process of that id.
    pub fn process(&self, id: &str) -> Option<&Process> {
        self.processes.one(&self.registers.processes, id, |row| &row.id)
    }

    /// The enterprise of that code.
    pub fn enterprise(&self, uscc: &str) -> Option<&Enterprise> {
        self.enterprises.one(&self.registers.enterprises, uscc, |row| &row.uscc)
    }

    /// The plant of that id.
    pub fn plant(&self, id: &str) -> Option<&Plant> {
        self.plants.one(&self.registers.plants, id, |row| &row.id)
    }

    /// The outside company of that code.
    pub fn company(&self, code: &str) -> Option<&Company> {
        self.directory.one(&self.registers.directory, code, |row| &row.code)
    }

    /// The flows of a process.
    pub fn flows(&self, process: &str) -> &[Flow] {
        self.flows.all(&self.registers.flows, process, |row| &row.process)
    }

    /// The benchmarks of a process.
    pub fn benchmarks(&self, process: &str) -> &[Benchmark] {
        self.benchmarks.all(&self.registers.benchmarks, process, |row| &row.process)
    }

    /// Mass of one unit of an item, t; `None` for what has none, such as energy and services.
    pub fn tonnes(&self, item: &str, direction: Direction) -> Option<f64> {
        match direction {
            Direction::In | Direction::Out => {
                let product = self.product(item)?;
                product.mass_t_per_unit.or_else(|| units::convert(1.0, &product.unit, "t").ok())
            }
            Direction::Use | Direction::Emit => self.indicator(item)?.mass_t_per_unit,
        }
    }

    /// Every treatment of a process, in the order of their keys.
    pub(crate) fn treatments_of(&self, process: &str) -> &[Treatment] {
        self.treatments.all(&self.registers.treatments, process, |row| &row.process)
    }

    /// The treatments of an emission of a process, in the order of their keys.
    pub fn treatments(&self, process: &str, item: &str) -> &[Treatment] {
        let of_process = self.treatments_of(process);
        let start = of_process.partition_point(|row| row.item.as_str() < item);
        let count = of_process[start..].iter().take_while(|row| row.item == item).count();
        &of_process[start..start + count]
    }

    /// The treatment that a plant has for an emission, where it is registered.
    pub fn plant_treatment(&self, plant: &str, item: &str) -> Option<&str> {
        let own: &[PlantTreatment] =
            self.plant_treatments.all(&self.registers.plant_treatments, plant, |row| &row.plant);
        own.iter().find(|row| row.item == item).map(|row| row.treatment.as_str())
    }

    /// What the country makes and uses of a product, by year.
    pub fn markets(&self, product: &str) -> &[Market] {
        self.markets.all(&self.registers.markets, product, |row| &row.product)
    }

    /// The processes whose main product this is.
    pub fn processes_making(&self, product: &str) -> Vec<&Process> {
        self.makers.of(&self.registers.processes, product).collect()
    }

    /// The project of that id.
    pub fn project(&self, id: &str) -> Option<&Project> {
        self.projects.one(&self.registers.projects, id, |row| &row.id)
    }

    /// The milestones of a project.
    pub fn milestones(&self, project: &str) -> &[Milestone] {
        self.milestones.all(&self.registers.milestones, project, |row| &row.project)
    }

    /// The payments of a project, by month.
    pub fn payments(&self, project: &str) -> &[ProjectPayment] {
        self.payments.all(&self.registers.project_payments, project, |row| &row.project)
    }

    /// The yearly figures of an enterprise, by year.
    pub fn annuals(&self, enterprise: &str) -> &[Annual] {
        self.annuals.all(&self.registers.annuals, enterprise, |row| &row.enterprise)
    }

    /// The plants that run a process.
    pub fn plants_running(&self, process: &str) -> impl Iterator<Item = &Plant> {
        self.running.of(&self.registers.plants, process)
    }

    /// The plants of an enterprise.
    pub fn plants_of(&self, enterprise: &str) -> impl Iterator<Item = &Plant> {
        self.plants_of.of(&self.registers.plants, enterprise)
    }

    /// The projects of an enterprise, once it is founded.
    pub fn projects_of(&self, enterprise: &str) -> impl Iterator<Item = &Project> {
        self.projects_of.of(&self.registers.projects, enterprise)
    }

    /// The difficulties that an enterprise raised.
    pub fn difficulties_of(&self, enterprise: &str) -> impl Iterator<Item = &Difficulty> {
        self.difficulties_of.of(&self.registers.difficulties, enterprise)
    }

    /// What an enterprise was promised.
    pub fn promises_of(&self, enterprise: &str) -> impl Iterator<Item = &Promise> {
        self.promises_of.of(&self.registers.promises, enterprise)
    }

    /// The hazards found at an enterprise.
    pub fn hazards_of(&self, enterprise: &str) -> impl Iterator<Item = &Hazard> {
        self.hazards_of.of(&self.registers.hazards, enterprise)
    }

    /// The supplies of which a party is either end, of every year.
    pub fn supplies_of(&self, party: &str) -> impl Iterator<Item = &Supply> {
        self.supplies_of.of(&self.registers.supplies, party)
    }

    /// What was measured at a plant in a year.
    pub fn measures(&self, plant: &str, year: i32) -> impl Iterator<Item = &PlantMeasure> {
        self.plant_measures
            .all(&self.registers.plant_measures, plant, |row| &row.plant)
            .iter()
            .filter(move |row| row.year == year)
    }

    /// Every registered output of a plant, by year.
    pub fn outputs(&self, plant: &str) -> &[PlantOutput] {
        self.plant_outputs.all(&self.registers.plant_outputs, plant, |row| &row.plant)
    }

    /// The registered output of a plant in a year.
    pub fn output(&self, plant: &str, year: i32) -> Option<f64> {
        self.outputs(plant).iter().find(|row| row.year == year)?.output
    }

    /// The latest registered output of a plant before a year, with its year.
    pub fn output_before(&self, plant: &str, year: i32) -> Option<(i32, f64)> {
        let earlier = self.outputs(plant).iter().rev().filter(|row| row.year < year);
        earlier.filter_map(|row| Some((row.year, row.output?))).next()
    }

    /// The prices of a product, by date.
    pub fn prices(&self, product: &str) -> &[Price] {
        self.prices.all(&self.registers.prices, product, |row| &row.product)
    }

    /// What outside companies make of this product, or of one that shares a name or an alias with it.
    pub fn offers(&self, product: &str) -> Vec<&CompanyProduct> {
        let names = self.product(product).into_iter().flat_map(Product::names).map(name_key);
        let mut ids: Vec<&String> = names.filter_map(|name| self.namesakes.get(&name)).flatten().collect();
        ids.sort_unstable();
        ids.dedup();
        ids.into_iter().flat_map(|id| self.offers.of(&self.registers.directory_products, id)).collect()
    }

    /// The unit of a product or indicator; empty where it is not registered.
    pub fn unit(&self, item: &str, is_product: bool) -> &str {
        match is_product {
            true => self.product(item).map_or("", |p| &p.unit),
            false => self.indicator(item).map_or("", |i| &i.unit),
        }
    }
}
