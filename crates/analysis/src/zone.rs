//! The registers with the look-ups that the methods need.

use crate::index::{Groups, Index};
use crate::process_profile::Peers;
use crate::product_graph::ProductGraph;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};
use yanlian_model::registers::{
    Annual, Benchmark, Company, CompanyProduct, Difficulty, Enterprise, Flow, Hazard, Indicator, Market, Milestone,
    Plant, PlantMeasure, PlantOutput, PlantTreatment, Price, Process, Product, Project, ProjectPayment, Promise,
    Supply, Treatment,
};
use yanlian_model::{Direction, Lang, Naming, Record, Records, Register, Registers, name_key, units};

/// The registers, with look-ups for what the methods ask of them.
pub struct Zone {
    /// The registers themselves.
    pub registers: Registers,
    look_ups: LookUps,
}

/// Declares the look-ups: those of the records of one register by a text of theirs, and what is made of
/// several registers.
macro_rules! look_ups {
    (
        by_text { $( $(#[$about:meta])* $name:ident: $index:ident<$record:ident>, $register:ident, $text:expr; )* }
        made { $( $(#[$made_about:meta])* $made:ident: $kind:ty, of $($source:ident)+, $make:expr; )* }
    ) => {
        /// Look-ups, each made when it is first asked for. Zones between which none of its registers was
        /// written to share it.
        #[derive(Default)]
        struct LookUps {
            $( $name: Arc<OnceLock<$index<$record>>>, )*
            $( $made: Arc<OnceLock<$kind>>, )*
        }

        impl LookUps {
            /// Those over the registers as they are `now`.
            fn over(&self, before: &Registers, now: &Registers) -> LookUps {
                LookUps {
                    $( $name: kept(&self.$name, before.$register.is(&now.$register)), )*
                    $( $made: kept(&self.$made, $( before.$source.is(&now.$source) )&&+), )*
                }
            }
        }

        impl Zone {
            $(
                $(#[$about])*
                pub(crate) fn $name(&self) -> &$index<$record> {
                    self.look_ups.$name.get_or_init(|| $index::new(&self.registers.$register, $text))
                }
            )*
            $(
                $(#[$made_about])*
                pub(crate) fn $made(&self) -> &$kind {
                    self.look_ups.$made.get_or_init(|| $make(self))
                }
            )*
        }
    };
}

fn kept<T>(look_up: &Arc<OnceLock<T>>, stands: bool) -> Arc<OnceLock<T>> {
    if stands { Arc::clone(look_up) } else { Arc::default() }
}

look_ups! {
    by_text {
        product_by_id: Index<Product>, products, |row| &row.id;
        indicator_by_id: Index<Indicator>, indicators, |row| &row.id;
        process_by_id: Index<Process>, processes, |row| &row.id;
        enterprise_by_uscc: Index<Enterprise>, enterprises, |row| &row.uscc;
        plant_by_id: Index<Plant>, plants, |row| &row.id;
        company_by_code: Index<Company>, directory, |row| &row.code;
        project_by_id: Index<Project>, projects, |row| &row.id;
        flows_by_process: Index<Flow>, flows, |row| &row.process;
        treatments_by_process: Index<Treatment>, treatments, |row| &row.process;
        benchmarks_by_process: Index<Benchmark>, benchmarks, |row| &row.process;
        processes_by_product: Groups<Process>, processes, |row| [row.main_product.as_str()];
        prices_by_product: Index<Price>, prices, |row| &row.product;
        markets_by_product: Index<Market>, markets, |row| &row.product;
        outputs_by_plant: Index<PlantOutput>, plant_outputs, |row| &row.plant;
        measures_by_plant: Index<PlantMeasure>, plant_measures, |row| &row.plant;
        treatments_by_plant: Index<PlantTreatment>, plant_treatments, |row| &row.plant;
        plants_by_process: Groups<Plant>, plants, |row| [row.process.as_str()];
        plants_by_enterprise: Groups<Plant>, plants, |row| [row.enterprise.as_str()];
        annuals_by_enterprise: Index<Annual>, annuals, |row| &row.enterprise;
        projects_by_enterprise: Groups<Project>, projects, |row| row.enterprise.as_deref();
        difficulties_by_enterprise: Groups<Difficulty>, difficulties, |row| [row.enterprise.as_str()];
        promises_by_enterprise: Groups<Promise>, promises, |row| row.enterprise.as_deref();
        hazards_by_enterprise: Groups<Hazard>, hazards, |row| [row.enterprise.as_str()];
        milestones_by_project: Index<Milestone>, milestones, |row| &row.project;
        payments_by_project: Index<ProjectPayment>, project_payments, |row| &row.project;
        /// By either end.
        supplies_by_party: Groups<Supply>, supplies, |row| [row.supplier.as_str(), row.customer.as_str()];
        /// What the directory's companies make.
        offers_by_product: Groups<CompanyProduct>, directory_products, |row| [row.product.as_str()];
    }
    made {
        /// The ids of products with offers, by each of their names.
        namesakes: HashMap<String, Vec<String>>, of products directory_products, namesakes;
        /// What the plants measured, by process.
        peers: Peers, of plant_measures plants products indicators, Peers::new;
        /// What takes and gives what, by position.
        graph: ProductGraph, of products processes flows plants, ProductGraph::new;
    }
}

fn namesakes(zone: &Zone) -> HashMap<String, Vec<String>> {
    let offers = zone.offers_by_product();
    let mut namesakes: HashMap<String, Vec<String>> = HashMap::new();
    for product in zone.registers.products.iter().filter(|product| offers.has(&product.id)) {
        for name in product.names() {
            let ids = namesakes.entry(name_key(name)).or_default();
            if ids.last() != Some(&product.id) {
                ids.push(product.id.clone());
            }
        }
    }
    namesakes
}

impl Zone {
    /// The zone of these registers.
    pub fn new(registers: Registers) -> Zone {
        Zone { registers, look_ups: LookUps::default() }
    }

    /// The zone of `registers`, which differ from its own in what was written since.
    pub fn after(&self, registers: Registers) -> Zone {
        let look_ups = self.look_ups.over(&self.registers, &registers);
        Zone { registers, look_ups }
    }

    /// The record of that key: an id, or what [`Key::as_stored`] gives of a key of several parts.
    pub fn find<R: Record>(&self, key: &str) -> Option<&R> {
        let records = self.registers.of(R::REGISTER.name)?;
        R::all(&self.registers).get(records.position(key)?)
    }

    /// The register's records and the position of that key among them, whichever register it is.
    fn position(&self, register: &str, key: &str) -> Option<(&dyn Records, usize)> {
        let records = self.registers.of(register)?;
        Some((records, records.position(key)?))
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
        self.product_by_id().one(id)
    }

    /// The indicator of that id.
    pub fn indicator(&self, id: &str) -> Option<&Indicator> {
        self.indicator_by_id().one(id)
    }

    /// The process of that id.
    pub fn process(&self, id: &str) -> Option<&Process> {
        self.process_by_id().one(id)
    }

    /// The enterprise of that code.
    pub fn enterprise(&self, uscc: &str) -> Option<&Enterprise> {
        self.enterprise_by_uscc().one(uscc)
    }

    /// The plant of that id.
    pub fn plant(&self, id: &str) -> Option<&Plant> {
        self.plant_by_id().one(id)
    }

    /// The outside company of that code.
    pub fn company(&self, code: &str) -> Option<&Company> {
        self.company_by_code().one(code)
    }

    /// The flows of a process.
    pub fn flows(&self, process: &str) -> &[Flow] {
        self.flows_by_process().all(process)
    }

    /// The benchmarks of a process.
    pub fn benchmarks(&self, process: &str) -> &[Benchmark] {
        self.benchmarks_by_process().all(process)
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
        self.treatments_by_process().all(process)
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
        let own = self.treatments_by_plant().all(plant);
        own.iter().find(|row| row.item == item).map(|row| row.treatment.as_str())
    }

    /// What the country makes and uses of a product, by year.
    pub fn markets(&self, product: &str) -> &[Market] {
        self.markets_by_product().all(product)
    }

    /// The processes whose main product this is.
    pub fn processes_making(&self, product: &str) -> Vec<&Process> {
        self.processes_by_product().of(product).collect()
    }

    /// The project of that id.
    pub fn project(&self, id: &str) -> Option<&Project> {
        self.project_by_id().one(id)
    }

    /// The milestones of a project.
    pub fn milestones(&self, project: &str) -> &[Milestone] {
        self.milestones_by_project().all(project)
    }

    /// The payments of a project, by month.
    pub fn payments(&self, project: &str) -> &[ProjectPayment] {
        self.payments_by_project().all(project)
    }

    /// The yearly figures of an enterprise, by year.
    pub fn annuals(&self, enterprise: &str) -> &[Annual] {
        self.annuals_by_enterprise().all(enterprise)
    }

    /// The plants that run a process.
    pub fn plants_running(&self, process: &str) -> impl Iterator<Item = &Plant> {
        self.plants_by_process().of(process)
    }

    /// The plants of an enterprise.
    pub fn plants_of(&self, enterprise: &str) -> impl Iterator<Item = &Plant> {
        self.plants_by_enterprise().of(enterprise)
    }

    /// The projects of an enterprise, once it is founded.
    pub fn projects_of(&self, enterprise: &str) -> impl Iterator<Item = &Project> {
        self.projects_by_enterprise().of(enterprise)
    }

    /// The difficulties that an enterprise raised.
    pub fn difficulties_of(&self, enterprise: &str) -> impl Iterator<Item = &Difficulty> {
        self.difficulties_by_enterprise().of(enterprise)
    }

    /// What an enterprise was promised.
    pub fn promises_of(&self, enterprise: &str) -> impl Iterator<Item = &Promise> {
        self.promises_by_enterprise().of(enterprise)
    }

    /// The hazards found at an enterprise.
    pub fn hazards_of(&self, enterprise: &str) -> impl Iterator<Item = &Hazard> {
        self.hazards_by_enterprise().of(enterprise)
    }

    /// The supplies of which a party is either end, of every year.
    pub fn supplies_of(&self, party: &str) -> impl Iterator<Item = &Supply> {
        self.supplies_by_party().of(party)
    }

    /// What was measured at a plant in a year.
    pub fn measures(&self, plant: &str, year: i32) -> impl Iterator<Item = &PlantMeasure> {
        self.measures_by_plant().all(plant).iter().filter(move |row| row.year == year)
    }

    /// Every registered output of a plant, by year.
    pub fn outputs(&self, plant: &str) -> &[PlantOutput] {
        self.outputs_by_plant().all(plant)
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
        self.prices_by_product().all(product)
    }

    /// What outside companies make of this product, or of one that shares a name or an alias with it.
    pub fn offers(&self, product: &str) -> Vec<&CompanyProduct> {
        let names = self.product(product).into_iter().flat_map(Product::names).map(name_key);
        let mut ids: Vec<&String> = names.filter_map(|name| self.namesakes().get(&name)).flatten().collect();
        ids.sort_unstable();
        ids.dedup();
        ids.into_iter().flat_map(|id| self.offers_by_product().of(id)).collect()
    }

    /// The unit of a product or indicator; empty where it is not registered.
    pub fn unit(&self, item: &str, is_product: bool) -> &str {
        match is_product {
            true => self.product(item).map_or("", |p| &p.unit),
            false => self.indicator(item).map_or("", |i| &i.unit),
        }
    }
}
