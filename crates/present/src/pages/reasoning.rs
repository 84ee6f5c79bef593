//! The page of one opportunity: the sentence that answers, then how it was computed, step by step.

use crate::View;
use crate::grid::{Cell, Grid, Head, Origin, amount, known, plain};
use crate::link::Link;
use crate::parts::Badge;
use askama::Template;
use std::collections::BTreeSet;
use yanlian_analysis::{Candidate, Recipe, Share, Take, project_status_of};
use yanlian_model::registers::{Plant, Process};
use yanlian_model::{Figure, Message, Missing, MissingKind, Ref};

/// A page that reasons.
#[derive(Template)]
#[template(path = "reasoning.html")]
pub(crate) struct Reasoning<'v> {
    pub(crate) v: &'v View<'v>,
    pub(crate) title: String,
    pub(crate) rail: &'static str,
    pub(crate) help: &'static str,
    /// Where else to look: the list that this came from, the record itself.
    pub(crate) links: Vec<Link>,
    pub(crate) lead: Vec<String>,
    pub(crate) facts: Vec<(String, Cell)>,
    pub(crate) steps: Vec<Step>,
    /// What is not known; `None` where nothing was computed.
    pub(crate) unknown: Option<Vec<Unknown>>,
}

/// One step of a calculation.
pub(crate) struct Step {
    pub(crate) title: String,
    /// The formula in words; empty where the step is a list.
    pub(crate) formula: String,
    /// The formula with its numbers.
    pub(crate) numbers: String,
    pub(crate) notes: Vec<String>,
    pub(crate) grids: Vec<Grid>,
}

/// Something that is not known, leading to its record, and how to fix it.
pub(crate) struct Unknown {
    pub(crate) record: Link,
    pub(crate) remedy: String,
}

impl Step {
    /// A step without formula.
    pub(crate) fn new(v: &View, title: &str) -> Step {
        Step { title: v.t(title), formula: String::new(), numbers: String::new(), notes: Vec::new(), grids: Vec::new() }
    }

    /// The formula, in words and with numbers.
    pub(crate) fn formula(mut self, v: &View, formula: &str, numbers: &Message) -> Step {
        (self.formula, self.numbers) = (v.t(formula), v.say(numbers));
        self
    }

    /// Another sentence.
    pub(crate) fn note(mut self, note: String) -> Step {
        self.notes.push(note);
        self
    }

    /// Another table.
    pub(crate) fn grid(mut self, grid: Grid) -> Step {
        self.grids.push(grid.below(&self.title));
        self
    }
}

/// Every missing figure behind `figures`, once.
pub(crate) fn unknown<'f>(v: &View, figures: impl IntoIterator<Item = &'f Figure>) -> Vec<Unknown> {
    let missing: BTreeSet<&Missing> = figures.into_iter().flat_map(Figure::missing).collect();
    let unknown = missing.into_iter().map(|missing| {
        let only = Figure::unknown(missing.clone());
        let kind = serde_json::to_value(missing.kind).ok();
        let kind = kind.as_ref().and_then(serde_json::Value::as_str).unwrap_or_default().replace('_', "-");
        let record = Link::to(missing_href(v, missing), v.missing(&only));
        Unknown { record, remedy: v.t(&format!("reasoning-remedy-{kind}")) }
    });
    unknown.collect()
}

/// The page of the record that lacks a figure; its register's where there is no such record yet.
fn missing_href(v: &View, missing: &Missing) -> String {
    let Ref { register, key } = &missing.of;
    match v.zone.title(register, key.as_stored(), v.lang()) {
        Some(_) => v.page_href(register, key),
        None => v.href(&format!("/data/{register}")),
    }
}

/// What of a product a plant's recipe takes or gives, times its output: who makes it, or who needs it.
pub(crate) fn sides(v: &View, caption: &str, product: &str, unit: &str, shares: &[Share]) -> Grid {
    let heads = [
        Head::Text("grid-enterprise"),
        Head::Text("grid-plant"),
        Head::Number("grid-per-unit"),
        Head::Number("grid-output"),
        Head::In("grid-quantity", unit),
        Head::Text("grid-essential"),
        Head::Text("grid-source"),
    ];
    let rows = shares.iter().map(|share| match v.zone.plant(&share.plant).filter(|_| share.enterprise.is_some()) {
        Some(plant) => plant_side(v, product, unit, share, plant),
        None => consumer_side(v, product, unit, share),
    });
    Grid::new(v, v.t1(caption, "product", v.name("products", product)), "reasoning-sides-none", &heads, rows.collect())
}

fn plant_side(v: &View, product: &str, unit: &str, share: &Share, plant: &Plant) -> Vec<Cell> {
    let recipe = Recipe::of_plant(v.zone, plant, v.year());
    let net = recipe.as_ref().map(|recipe| recipe.net(product)).unwrap_or_default();
    let per_unit = if net.high() <= 0.0 { -&net } else { net };
    let main_unit = v.zone.process(&plant.process).map_or("", |process| v.zone.unit(&process.main_product, true));
    let per_unit_text = format!("{}/{}", plain(v, &per_unit, unit), v.unit(main_unit));
    let essential = match share.essential {
        _ if share.by_product => v.t("reasoning-sides-by-product"),
        Some(true) => v.t("list-yes"),
        Some(false) => v.t("list-no"),
        None if recipe.is_some_and(|recipe| recipe.input(product).is_some()) => v.t("figure-unknown"),
        None => v.t("reasoning-sides-main-product"),
    };
    vec![
        v.link("enterprises", &plant.enterprise).into(),
        vec![Cell::Link(v.link("plants", &plant.id)), v.link("processes", &plant.process).into()].into(),
        per_unit_text.into(),
        v.fig(&plant_output(v, plant), main_unit, "").into(),
        amount(v, &share.quantity, unit, "formula-gap-side").into(),
        essential.into(),
        Cell::All(coefficient_origin(v, product, plant).into_iter().chain(output_origin(v, plant)).collect()),
    ]
}

fn consumer_side(v: &View, product: &str, unit: &str, share: &Share) -> Vec<Cell> {
    let demand = v
        .registers()
        .final_demand
        .iter()
        .find(|demand| demand.product == product && demand.year == v.year() && demand.who == share.plant);
    vec![
        share.plant.clone().into(),
        v.t("reasoning-sides-final-demand").into(),
        v.t("reasoning-sides-does-not-apply").into(),
        v.t("reasoning-sides-does-not-apply").into(),
        amount(v, &share.quantity, unit, "").into(),
        v.t("list-no").into(),
        Cell::All(demand.map(|demand| Origin::of(v, demand, &demand.provenance).into()).into_iter().collect()),
    ]
}

/// A plant's output in the reporting year; up to its capacity where it is not registered.
pub(crate) fn plant_output(v: &View, plant: &Plant) -> Figure {
    match v.zone.output(&plant.id, v.year()) {
        Some(output) => Figure::exact(output),
        None if plant.started.is_some_and(|day| day > v.diagnosis.question.year_end()) => Figure::ZERO,
        None => {
            let output = Missing::new(MissingKind::Output, "plants", &plant.id);
            plant
                .capacity
                .map_or_else(|| Figure::unknown(output.clone()), |most| Figure::unknown_up_to(most, output.clone()))
        }
    }
}

/// The records that give a plant's coefficient: its measurements, else the recipe's flows.
fn coefficient_origin(v: &View, product: &str, plant: &Plant) -> Vec<Cell> {
    let measured: Vec<Cell> = v
        .zone
        .measures(&plant.id, v.year())
        .filter(|measure| measure.item == product)
        .map(|measure| Origin::of(v, measure, &measure.provenance).into())
        .collect();
    if !measured.is_empty() {
        return measured;
    }
    let flows = v.zone.flows(&plant.process).iter().filter(|flow| flow.item == product);
    flows.map(|flow| Origin::of(v, flow, &flow.provenance).into()).collect()
}

/// The record that gives a plant's output in the year.
pub(crate) fn output_origin(v: &View, plant: &Plant) -> Option<Cell> {
    let output = v.zone.outputs(&plant.id).iter().find(|output| output.year == v.year())?;
    Some(Origin::of(v, output, &output.provenance).into())
}

/// What a plant would take of each limit beside what is left.
pub(crate) fn takes(v: &View, process: &str, scale: &Figure, takes: &[Take]) -> Grid {
    let unit = v.zone.process(process).map_or("", |process| v.zone.unit(&process.main_product, true));
    let caption = Message::new("reasoning-takes-caption")
        .with("process", v.name("processes", process))
        .with("scale", crate::parts::short(v, scale, unit));
    let heads = [
        Head::Text("grid-limit"),
        Head::Number("grid-takes"),
        Head::Number("grid-left"),
        Head::Text("grid-fits"),
        Head::Text("grid-source"),
    ];
    let rows = takes.iter().map(|take| {
        let limit = v.registers().limits.iter().find(|l| l.resource == take.resource && l.year == v.year());
        let left: Cell = match &take.left {
            Some(left) => v.fig(left, &take.unit, "formula-gap-left").into(),
            None => v.t("reasoning-takes-no-cap").into(),
        };
        vec![
            v.item(&take.resource).into(),
            v.fig(&take.takes, &take.unit, "formula-gap-takes").into(),
            left,
            fits(v, take.fits).into(),
            Cell::All(limit.map(|limit| Origin::of(v, limit, &limit.provenance).into()).into_iter().collect()),
        ]
    });
    Grid::new(v, v.say(&caption), "reasoning-takes-none", &heads, rows.collect())
}

/// Whether something fits, as a badge.
pub(crate) fn fits(v: &View, fits: Option<bool>) -> Badge {
    match fits {
        Some(true) => Badge::saying(v, "balanced", "reasoning-fits-yes"),
        Some(false) => Badge::saying(v, "missing", "reasoning-fits-no"),
        None => Badge::saying(v, "undetermined", "reasoning-fits-unknown"),
    }
}

/// Whether a scale carries a plant, as a badge.
pub(crate) fn carries(v: &View, viable: Option<bool>) -> Badge {
    match viable {
        Some(true) => Badge::saying(v, "balanced", "reasoning-carries-yes"),
        Some(false) => Badge::saying(v, "short", "reasoning-carries-no"),
        None => Badge::saying(v, "undetermined", "reasoning-carries-unknown"),
    }
}

/// How the limits stand to a plant, in a sentence; the names are of those that it exceeds, else of the open ones.
pub(crate) fn limits_sentence(v: &View, takes: &[Take]) -> String {
    let names = |fits: Option<bool>| -> Vec<String> {
        takes.iter().filter(|take| take.fits == fits).map(|take| v.item(&take.resource).text).collect()
    };
    let (over, open) = (names(Some(false)), names(None));
    let (id, names) = match (over.is_empty(), open.is_empty()) {
        (false, _) => ("reasoning-limits-over", over),
        (true, false) => ("reasoning-limits-open", open),
        (true, true) if takes.is_empty() => return v.t("reasoning-limits-none"),
        (true, true) => return v.t("reasoning-limits-fit"),
    };
    v.t1(id, "names", names.join(&v.t("reasoning-names-separator")))
}

/// Outside companies that make what is wanted.
pub(crate) fn candidates(v: &View, candidates: &[Candidate]) -> Grid {
    let heads = [
        Head::Text("grid-candidate"),
        Head::Text("grid-region"),
        Head::Text("grid-status"),
        Head::Text("grid-product"),
        Head::Number("grid-share"),
        Head::Text("grid-source"),
    ];
    let or_unknown = |text: Option<&String>| Cell::Text(text.cloned().unwrap_or_else(|| v.t("figure-unknown")));
    let rows = candidates.iter().map(|candidate| {
        let company = v.zone.company(&candidate.company);
        vec![
            v.link("directory", &candidate.company).into(),
            or_unknown(company.and_then(|company| company.region.as_ref())),
            or_unknown(company.and_then(|company| company.status.as_ref())),
            v.link("products", &candidate.product).into(),
            candidate.share.map_or_else(|| v.t("figure-unknown"), crate::format::percent).into(),
            Cell::All(company.map(|company| Origin::of(v, company, &company.provenance).into()).into_iter().collect()),
        ]
    });
    Grid::new(v, v.t("candidates-caption"), "reasoning-candidates-none", &heads, rows.collect())
}

/// Projects on their way that would close the opportunity.
pub(crate) fn projects(v: &View, ids: &[String]) -> Grid {
    let heads = [
        Head::Text("grid-project"),
        Head::Text("grid-stage"),
        Head::Text("grid-state"),
        Head::Number("grid-capacity"),
        Head::Number("grid-earliest"),
        Head::Text("grid-source"),
    ];
    let rows = ids.iter().filter_map(|id| {
        let project = v.zone.project(id)?;
        let status = project_status_of(v.zone, project, v.today);
        let unit = process_unit(v, project.process.as_deref());
        Some(vec![
            v.link("projects", id).into(),
            v.label(&project.stage.choice().label).to_owned().into(),
            Badge::of(v, status.state).into(),
            known(v, project.capacity, unit),
            project.earliest_year.map_or_else(|| v.t("figure-unknown"), |year| year.to_string()).into(),
            Origin::of(v, project, &project.provenance).into(),
        ])
    });
    Grid::new(v, v.t("reasoning-projects-caption"), "reasoning-projects-none", &heads, rows.collect())
}

/// The unit of a process's main product.
pub(crate) fn process_unit<'v>(v: &'v View, process: Option<&str>) -> &'v str {
    let process: Option<&Process> = process.and_then(|id| v.zone.process(id));
    process.map_or("", |process| v.zone.unit(&process.main_product, true))
}
