//! A process: the recipe with its sources, what is measured here, what building one takes.

use super::processes::plants;
use super::sides::{self, Coming};
use crate::link::Link;
use crate::map::output;
use crate::parts::{Fig, Note, short, source};
use crate::{View, format};
use askama::Template;
use std::collections::BTreeSet;
use yanlian_analysis::library::{is_least_amount, lies_apart, mass_balance, second_ratio};
use yanlian_analysis::{Judged, Level, Recipe, left_share, plant_profile};
use yanlian_model::registers::{Flow, Plant, Process};
use yanlian_model::{Direction, Figure, Lang, Message};

#[derive(Template)]
#[template(path = "chain/process.html")]
struct ProcessPage<'v> {
    v: &'v View<'v>,
    title: String,
    rail: &'static str,
    help: &'static str,
    lead: String,
    process: &'v Process,
    source: String,
    note: Option<Note>,
    chain: Link,
    stage: &'static str,
    product: Link,
    unit: String,
    answers: Vec<Link>,
    recipe: Vec<RecipeRow>,
    mass: Option<Mass>,
    scale: Vec<(String, String)>,
    worth: Option<Worth>,
    treatments: Vec<TreatmentRow>,
    benchmarks: Vec<Levels>,
    plants: Vec<PlantRow>,
    measures: Vec<Measured>,
    projects: Vec<Coming>,
}

/// One line of the recipe.
struct RecipeRow {
    item: Link,
    direction: &'static str,
    typical: Option<String>,
    /// Low to high, where one is known.
    range: String,
    unit: String,
    role: String,
    basis: &'static str,
    source: String,
    note: Option<Note>,
    verified: bool,
    /// It is what the reaction takes at a yield of 100 %.
    least: bool,
    second: Option<String>,
    /// The second source has twice as much, half as much, or is further away.
    apart: bool,
}

/// A treatment of one of the emissions, with what it leaves.
struct TreatmentRow {
    item: Link,
    name: String,
    typical: bool,
    efficiency: String,
    left: String,
    unit: String,
    source: String,
    verified: bool,
}

/// The mass of what goes in against what comes out, per unit of main product.
struct Mass {
    sentence: String,
    goes_in: String,
    comes_out: String,
    /// Lines without a mass, which are not counted.
    uncounted: Vec<Link>,
    closes: bool,
}

struct Worth {
    added: Fig,
    unpriced: Vec<Link>,
    uplift: Option<Fig>,
}

/// The levels of a benchmark, the strictest first.
const LEVELS: [&str; 3] = ["level-1", "level-2", "level-3"];

/// The levels of one benchmark.
struct Levels {
    item: Link,
    direction: &'static str,
    unit: String,
    levels: [String; 3],
    source: String,
}

struct PlantRow {
    enterprise: Link,
    plant: Link,
    capacity: String,
    output: Fig,
    utilisation: String,
    since: String,
}

/// A measured value of a plant against the recipe and the levels.
struct Measured {
    enterprise: Link,
    plant: Link,
    judged: Judged,
    item: Link,
    direction: &'static str,
    verdict: String,
    look: &'static str,
}

/// The page `/processes/{id}`; `None` where there is no such process.
pub fn process(v: &View, id: &str) -> askama::Result<Option<String>> {
    let Some(process) = v.zone.process(id) else { return Ok(None) };
    let plants: Vec<&Plant> = plants(v, id).collect();
    let chain = match &process.chain {
        Some(chain) => v.link("chains", chain),
        None => Link::text(v.t("chain-band-other")),
    };
    let page = ProcessPage {
        v,
        title: v.name("processes", id),
        rail: "chain",
        help: "processes-help",
        lead: lead(v, process, &plants),
        chain,
        stage: process.stage.map_or("", |stage| v.label(&stage.choice().label)),
        product: v.link("products", &process.main_product),
        unit: v.unit(v.zone.unit(&process.main_product, true)),
        answers: sides::answers_about_process(v, id),
        recipe: recipe(v, id),
        mass: mass(v, process),
        scale: scale(v, process),
        worth: worth(v, process),
        treatments: treatments(v, id),
        benchmarks: benchmarks(v, id),
        measures: plants.iter().flat_map(|plant| measures(v, plant)).collect(),
        plants: plants.iter().map(|plant| plant_row(v, process, plant)).collect(),
        projects: sides::coming(v, |project| project.process.as_deref() == Some(id)),
        source: source(v, &process.provenance),
        note: Note::of(v, &process.provenance),
        process,
    };
    page.render().map(Some)
}

fn lead(v: &View, process: &Process, plants: &[&Plant]) -> String {
    let flows = v.zone.flows(&process.id);
    let firms: BTreeSet<&str> = plants.iter().map(|plant| plant.enterprise.as_str()).collect();
    let unit = v.zone.unit(&process.main_product, true);
    let message = Message::new(if plants.is_empty() { "process-lead-absent" } else { "process-lead" })
        .with("product", v.name("products", &process.main_product))
        .with("plants", plants.len())
        .with("firms", firms.len())
        .with("year", v.year().to_string())
        .with("output", short(v, &output(v, &process.id), unit))
        .with("flows", flows.len())
        .with("verified", flows.iter().filter(|flow| flow.verified == Some(true)).count());
    v.say(&message)
}

/// The recipe: what goes in before what comes out, the main feedstock first.
fn recipe(v: &View, process: &str) -> Vec<RecipeRow> {
    let mut flows: Vec<&Flow> = v.zone.flows(process).iter().collect();
    flows.sort_by_key(|flow| (flow.direction, flow.main != Some(true), flow.essential != Some(true)));
    flows.into_iter().map(|flow| recipe_row(v, flow)).collect()
}

fn recipe_row(v: &View, flow: &Flow) -> RecipeRow {
    let role = match flow {
        flow if flow.main == Some(true) => v.t("use-feedstock"),
        flow if flow.essential == Some(true) => v.t("use-essential"),
        _ => String::new(),
    };
    RecipeRow {
        item: v.item(&flow.item),
        direction: v.label(&flow.direction.choice().label),
        typical: flow.quantity.map(format::number),
        range: range(flow),
        unit: v.unit(unit_of(v, flow)),
        role,
        basis: flow.basis.map_or("", |basis| v.label(&basis.choice().label)),
        source: source(v, &flow.provenance),
        note: Note::of(v, &flow.provenance),
        verified: flow.verified == Some(true),
        least: is_least_amount(flow),
        second: second_source(v, flow),
        apart: lies_apart(flow),
    }
}

fn range(flow: &Flow) -> String {
    match (flow.low.map(format::number), flow.high.map(format::number)) {
        (Some(low), Some(high)) => format!("{low} – {high}"),
        (Some(low), None) => format!("≥ {low}"),
        (None, Some(high)) => format!("≤ {high}"),
        (None, None) => String::new(),
    }
}

/// The unit of a row: its own, else that of its item.
pub(super) fn unit_of<'v>(v: &View<'v>, flow: &'v Flow) -> &'v str {
    let is_product = matches!(flow.direction, Direction::In | Direction::Out);
    flow.unit.as_deref().unwrap_or_else(|| v.zone.unit(&flow.item, is_product))
}

/// What the second source has, and how many times the recipe's figure that is.
fn second_source(v: &View, flow: &Flow) -> Option<String> {
    let (second, source) = (flow.second_quantity?, flow.second_source.as_deref()?);
    let message = Message::new("flow-second").with("quantity", format::number(second)).with("source", source);
    let ratio = second_ratio(flow).map_or_else(|| v.t("figure-unknown"), format::short);
    Some(v.say(&message.with("ratio", ratio)))
}

/// Every treatment of what the process emits.
fn treatments(v: &View, process: &str) -> Vec<TreatmentRow> {
    let emitted = v.zone.flows(process).iter().filter(|flow| flow.direction == Direction::Emit);
    let rows = emitted.flat_map(|flow| {
        let treatments = v.zone.treatments(process, &flow.item).iter();
        treatments.map(move |treatment| {
            let left = left_share(treatment).zip(flow.quantity).map(|(share, quantity)| share * quantity);
            let unknown = || v.t("figure-unknown");
            TreatmentRow {
                item: v.item(&flow.item),
                name: match (v.lang(), &treatment.name_en) {
                    (Lang::En, Some(name)) => name.clone(),
                    _ => treatment.name_zh.clone(),
                },
                typical: treatment.typical == Some(true),
                efficiency: treatment.efficiency_pct.map_or_else(unknown, |percent| format::percent(percent / 100.0)),
                left: left.map_or_else(unknown, format::number),
                unit: v.unit(flow.unit.as_deref().unwrap_or_else(|| v.zone.unit(&flow.item, false))),
                source: source(v, &treatment.provenance),
                verified: treatment.verified == Some(true),
            }
        })
    });
    rows.collect()
}

/// The balance of masses, as the check of the library has it; `None` where the main product has no mass.
fn mass(v: &View, process: &Process) -> Option<Mass> {
    let balance = mass_balance(v.zone, process)?;
    let (closes, difference) = (balance.closes(), balance.difference());
    let id = match (closes, difference.low() > 0.0) {
        (true, _) => "process-mass-closes",
        (false, true) => "process-mass-loses",
        (false, false) => "process-mass-gains",
    };
    let text = |figure: &Figure| short(v, figure, "t");
    let gap = if difference.low() > 0.0 { difference } else { -&difference };
    let message = Message::new(id).with("gap", text(&gap.positive_part()));
    let message = message.with("part", (balance.apart(), format::SHARE));
    Some(Mass {
        sentence: v.say(&message.with("tolerance", (balance.tolerance, format::SHARE))),
        goes_in: text(&balance.goes_in),
        comes_out: text(&balance.comes_out),
        uncounted: balance.uncounted.iter().map(|item| v.item(item)).collect(),
        closes,
    })
}

/// Scale, investment, jobs and land, in words; what is not registered says so.
fn scale(v: &View, process: &Process) -> Vec<(String, String)> {
    let unit = v.zone.unit(&process.main_product, true);
    let yearly = |value: Option<f64>| value.map(|value| v.t1("per-year", "amount", v.quantity(value, unit)));
    let typical = process.typical_scale;
    let per_unit = |value: Option<f64>, measure: &str| {
        value.map(|value| {
            let at_typical = typical.map(|scale| v.quantity(value * scale, measure));
            let amount = v.quantity(value, measure);
            match at_typical {
                Some(at_typical) => {
                    let message = Message::new("process-per-unit").with("amount", amount).with("unit", v.unit(unit));
                    v.say(&message.with("typical", at_typical))
                }
                None => format!("{amount} / {}", v.unit(unit)),
            }
        })
    };
    let known = [
        ("process-smallest-scale", yearly(process.smallest_viable_scale)),
        ("process-typical-scale", yearly(typical)),
        ("process-investment", per_unit(process.capex_cny_per_unit, "CNY")),
        ("process-jobs", per_unit(process.jobs_per_unit, "person")),
        ("process-land", per_unit(process.land_mu_per_unit, "mu")),
    ];
    known.into_iter().map(|(id, text)| (v.t(id), text.unwrap_or_else(|| v.t("figure-unknown")))).collect()
}

/// The value that a unit of the main product adds to its inputs, at the prices of the year.
fn worth(v: &View, process: &Process) -> Option<Worth> {
    let recipe = Recipe::of_process(v.zone, process);
    let mut added = Figure::ZERO;
    let mut unpriced = Vec::new();
    for product in recipe.products() {
        match v.zone.price(product, &v.diagnosis.question) {
            Some(price) => added += &recipe.net(product).times(price.cny),
            None => unpriced.push(v.link("products", product)),
        }
    }
    let step = v.diagnosis.extensions.iter().find(|step| step.process == process.id);
    Some(Worth {
        added: v.fig(&added, "CNY", "formula-value-added"),
        unpriced,
        uplift: step.map(|step| v.fig(&step.uplift_cny, "CNY", "formula-uplift")),
    })
}

fn benchmarks(v: &View, process: &str) -> Vec<Levels> {
    let benchmarks = v.zone.benchmarks(process).iter();
    benchmarks
        .map(|benchmark| {
            let is_product = matches!(benchmark.direction, Direction::In | Direction::Out);
            let unit = benchmark.unit.as_deref().unwrap_or_else(|| v.zone.unit(&benchmark.indicator, is_product));
            let level = |level: Option<f64>| level.map_or_else(|| v.t("level-none"), format::number);
            Levels {
                item: v.item(&benchmark.indicator),
                direction: v.label(&benchmark.direction.choice().label),
                unit: v.unit(unit),
                levels: [level(benchmark.level1), level(benchmark.level2), level(benchmark.level3)],
                source: source(v, &benchmark.provenance),
            }
        })
        .collect()
}

fn plant_row(v: &View, process: &Process, plant: &Plant) -> PlantRow {
    let unit = v.zone.unit(&process.main_product, true);
    let share = v
        .diagnosis
        .balance_of(&process.main_product)
        .and_then(|balance| balance.makers.iter().find(|maker| maker.plant == plant.id));
    let profile = plant_profile(v.zone, plant, v.year());
    PlantRow {
        enterprise: v.link("enterprises", &plant.enterprise),
        plant: v.link("plants", &plant.id),
        capacity: plant.capacity.map_or_else(|| v.t("figure-unknown"), format::number),
        output: v.fig(&share.map(|share| share.quantity.clone()).unwrap_or_default(), unit, "formula-plant-output"),
        utilisation: profile.utilisation.map_or_else(|| v.t("figure-unknown"), format::percent),
        since: plant.started.map_or_else(|| v.t("figure-unknown"), format::date),
    }
}

fn measures(v: &View, plant: &Plant) -> Vec<Measured> {
    let judged = plant_profile(v.zone, plant, v.year()).judged.into_iter();
    judged
        .map(|judged| {
            let (verdict, look) = match judged.level {
                Some(Level::Advanced) => ("level-advanced", "state-balanced"),
                Some(Level::BetterThanAccess) => ("level-better-than-access", "state-balanced"),
                Some(Level::WorseThanAccess) => ("level-worse-than-access", "state-short"),
                Some(Level::OverLimit) => ("level-over-limit", "state-missing"),
                None => ("level-not-judged", ""),
            };
            Measured {
                enterprise: v.link("enterprises", &plant.enterprise),
                plant: v.link("plants", &plant.id),
                item: v.item(&judged.item),
                direction: v.label(&judged.direction.choice().label),
                verdict: v.t(verdict),
                look,
                judged,
            }
        })
        .collect()
}

impl ProcessPage<'_> {
    fn number(&self, value: &f64) -> String {
        format::number(*value)
    }

    fn against(&self, judged: &Judged) -> String {
        match judged.recipe {
            Some(recipe) if recipe > 0.0 => {
                let change = (judged.value / recipe - 1.0) * 100.0;
                format!(
                    "{} ({}{}%)",
                    format::number(recipe),
                    if change > 0.0 { "+" } else { "" },
                    format::short(change)
                )
            }
            Some(recipe) => format::number(recipe),
            None => self.v.t("figure-unknown"),
        }
    }
}
