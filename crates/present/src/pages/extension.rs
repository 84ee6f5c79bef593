//! Why a process is an extension: what it would work up, what it would add, and whether it stands alone.

use super::reasoning::{self, Reasoning, Step, carries, limits_sentence};
use super::related;
use crate::View;
use crate::grid::{Cell, Grid, Head, Origin, amount, plain};
use crate::link::Link;
use crate::parts::{Badge, short};
use askama::Template;
use yanlian_analysis::{Extension, Line, MarketFit, Recipe};
use yanlian_model::{Direction, Figure, Message};

/// The page of one extension; `None` where there is no such process.
pub fn extension(v: &View, process: &str) -> askama::Result<Option<String>> {
    if v.zone.process(process).is_none() {
        return Ok(None);
    }
    let step = v.diagnosis.extensions.iter().find(|step| step.process == process);
    let page = Reasoning {
        v,
        title: v.t1("step-title", "process", v.name("processes", process)),
        rail: "opportunities",
        help: "step-help",
        links: vec![
            Link::to(v.href("/opportunities?kind=extensions"), v.t("opportunities-back")),
            Link::to(v.link("processes", process).href, v.t("list-open-process")),
        ],
        lead: step.map_or_else(|| vec![no_step(v, process)], |step| lead(v, step)),
        facts: step.map(|step| facts(v, step)).unwrap_or_default(),
        steps: step.map(|step| steps(v, step)).unwrap_or_default(),
        unknown: step.map(|step| reasoning::unknown(v, figures(step))),
    };
    page.render().map(Some)
}

fn no_step(v: &View, process: &str) -> String {
    let message = Message::new("step-lead-none").with("process", v.name("processes", process));
    v.say(&message.with("year", v.year().to_string()))
}

/// Every figure of the step that may rest on something unknown.
fn figures(step: &Extension) -> impl Iterator<Item = &Figure> {
    let own = [
        &step.available,
        &step.reachable,
        &step.viability,
        &step.value_added_per_unit,
        &step.uplift_cny,
        &step.already_made,
        &step.score,
    ];
    let takes = step.takes.iter().flat_map(|take| take.left.iter().chain([&take.takes]));
    own.into_iter().chain(&step.local_input_share).chain(takes)
}

fn lead(v: &View, step: &Extension) -> Vec<String> {
    let message = Message::new("step-lead")
        .with("feedstock", v.name("products", &step.feedstock))
        .with("available", short(v, &step.available, &step.feedstock_unit))
        .with("year", v.year().to_string())
        .with("product", v.name("products", &step.main_product))
        .with("reachable", short(v, &step.reachable, &step.unit))
        .with("uplift", short(v, &step.uplift_cny, "CNY"));
    let viable = match step.viable_alone {
        Some(true) => "step-lead-viable",
        Some(false) => "step-lead-not-alone",
        None => "step-lead-open",
    };
    let smallest = step.smallest_viable_scale.map_or_else(|| v.t("figure-unknown"), |s| v.quantity(s, &step.unit));
    let own = [v.say(&message), v.t1(viable, "smallest", smallest), limits_sentence(v, &step.takes)];
    own.into_iter().chain(market(v, step)).collect()
}

/// What the country uses of it, where it is known, and what follows for the rank.
fn market(v: &View, step: &Extension) -> Option<String> {
    let id = match step.market {
        MarketFit::Within => "step-lead-within-market",
        MarketFit::Unknown => "step-lead-unknown-market",
        MarketFit::Beyond => "step-lead-beyond-market",
    };
    let message = Message::new(id).with("product", v.name("products", &step.main_product));
    let message = match step.national_use {
        None => message,
        Some(market) => message
            .with("consumption", v.quantity(market.consumption, &step.unit))
            .with("year", market.year.to_string()),
    };
    (!step.utility).then(|| v.say(&message))
}

fn facts(v: &View, step: &Extension) -> Vec<(String, Cell)> {
    let unit = format!("{}/{}", v.t("step-per-unit"), v.unit(&step.unit));
    let added: Cell = v.fig(&step.value_added_per_unit, "CNY", "formula-step-added").into();
    vec![
        (v.t("step-feedstock"), v.link("products", &step.feedstock).into()),
        (v.t("step-available"), v.fig(&step.available, &step.feedstock_unit, "formula-step-available").into()),
        (v.t("step-reachable"), v.fig(&step.reachable, &step.unit, "formula-step-reachable").into()),
        (v.t("grid-carries"), carries(v, step.viable_alone).into()),
        (unit, added),
        (v.t("step-uplift"), v.fig(&step.uplift_cny, "CNY", "formula-uplift").into()),
        (v.t("step-local-share"), local_share(v, step)),
        (v.t("step-viability"), v.fig(&step.viability, "share", "formula-step-viability").into()),
        (v.t("gap-score"), v.fig(&step.score, "CNY", "formula-step-score").into()),
    ]
}

fn local_share(v: &View, step: &Extension) -> Cell {
    match &step.local_input_share {
        Some(share) => v.fig(share, "share", "formula-step-local").into(),
        None => v.t("step-no-priced-input").into(),
    }
}

fn steps(v: &View, step: &Extension) -> Vec<Step> {
    let mut steps = vec![
        available(v, step),
        reachable(v, step),
        viability(v, step),
        added(v, step),
        uplift(v, step),
        local(v, step),
        score(v, step),
        loops(v, step),
        Step::new(v, "reasoning-limits").note(v.t("step-limits-note")).grid(reasoning::takes(
            v,
            &step.process,
            &step.reachable,
            &step.takes,
        )),
        Step::new(v, "reasoning-candidates").grid(reasoning::candidates(v, &step.candidates)),
        Step::new(v, "reasoning-projects").grid(reasoning::projects(v, &step.projects)),
    ];
    steps.extend(related::step(v, &step.main_product));
    steps
}

fn available(v: &View, step: &Extension) -> Step {
    let built = Step::new(v, "step-step-available");
    let Some(balance) = v.diagnosis.balance_of(&step.feedstock) else { return built.note(v.t("step-other-chain")) };
    let unit = &step.feedstock_unit;
    let numbers = Message::new("step-numbers-available")
        .with("made", plain(v, &balance.made, unit))
        .with("needed", plain(v, &balance.needed, unit))
        .with("available", plain(v, &step.available, unit));
    built
        .formula(v, "formula-step-available", &numbers)
        .note(v.t("reasoning-sides-note"))
        .grid(reasoning::sides(v, "reasoning-sides-makers", &step.feedstock, unit, &balance.makers))
        .grid(reasoning::sides(v, "reasoning-sides-buyers", &step.feedstock, unit, &balance.buyers))
}

fn reachable(v: &View, step: &Extension) -> Step {
    let numbers = Message::new("step-numbers-reachable")
        .with("available", plain(v, &step.available, &step.feedstock_unit))
        .with("per_unit", plain(v, &step.feedstock_per_unit, &step.feedstock_unit))
        .with("unit", v.unit(&step.unit))
        .with("reachable", plain(v, &step.reachable, &step.unit));
    let made = Message::new("step-already-made")
        .with("product", v.name("products", &step.main_product))
        .with("made", short(v, &step.already_made, &step.unit));
    Step::new(v, "step-step-reachable").formula(v, "formula-step-reachable", &numbers).note(v.say(&made))
}

fn viability(v: &View, step: &Extension) -> Step {
    let smallest = step.smallest_viable_scale.map(Figure::exact);
    let numbers = Message::new("step-numbers-viability")
        .with("reachable", plain(v, &step.reachable, &step.unit))
        .with("smallest", smallest.map_or_else(|| v.t("figure-unknown"), |s| plain(v, &s, &step.unit)))
        .with("viability", plain(v, &step.viability, "share"));
    let verdict = match step.viable_alone {
        Some(true) => "reasoning-carries-yes",
        Some(false) => "step-not-alone-note",
        None => "reasoning-carries-unknown",
    };
    Step::new(v, "step-step-viability").formula(v, "formula-step-viability", &numbers).note(v.t(verdict))
}

fn added(v: &View, step: &Extension) -> Step {
    let Some(process) = v.zone.process(&step.process) else { return Step::new(v, "step-step-added") };
    let recipe = Recipe::of_process(v.zone, process);
    let numbers = Message::new("step-numbers-added")
        .with("added", plain(v, &step.value_added_per_unit, "CNY"))
        .with("unit", v.unit(&step.unit));
    let heads = [
        Head::Text("grid-item"),
        Head::Text("grid-direction"),
        Head::Number("grid-per-unit"),
        Head::Number("grid-price-date"),
        Head::In("grid-price-used", "CNY"),
        Head::In("grid-worth", "CNY"),
        Head::Text("grid-basis"),
        Head::Text("grid-source"),
    ];
    let main = worth_row(v, &step.main_product, Direction::Out, &Figure::exact(1.0), None);
    let products = recipe.lines.iter().filter(|line| matches!(line.direction, Direction::In | Direction::Out));
    let lines = products.map(|line| worth_row(v, line.item, line.direction, &line.quantity, Some(line)));
    let caption = v.t1("step-recipe-caption", "unit", v.unit(&step.unit));
    let grid = Grid::new(v, caption, "step-recipe-none", &heads, [main].into_iter().chain(lines).collect());
    let built = Step::new(v, "step-step-added").formula(v, "formula-step-added", &numbers).grid(grid);
    if step.unpriced.is_empty() {
        return built;
    }
    let names: Vec<String> = step.unpriced.iter().map(|product| v.name("products", product)).collect();
    built.note(v.t1("step-unpriced", "names", names.join(&v.t("reasoning-names-separator"))))
}

fn worth_row(v: &View, item: &str, direction: Direction, quantity: &Figure, line: Option<&Line>) -> Vec<Cell> {
    let price = v.zone.price(item, &v.diagnosis.question);
    let record = price.as_ref().and_then(|price| v.zone.prices(item).iter().find(|r| r.date == price.date));
    let sign = if direction == Direction::In { -1.0 } else { 1.0 };
    let unknown = || Cell::Text(v.t("figure-unknown"));
    let flow = line.and_then(|line| line.flow);
    let basis: Cell = match flow {
        None => v.t("step-implicit").into(),
        Some(flow) => {
            let basis = flow.basis.map_or_else(|| v.t("figure-unknown"), |b| v.label(&b.choice().label).to_owned());
            let unverified = (flow.verified != Some(true)).then(|| Badge::saying(v, "warning", "reasoning-unverified"));
            Cell::All([Cell::Text(basis)].into_iter().chain(unverified.map(Cell::Badge)).collect())
        }
    };
    let flow_origin = flow.map(|flow| Cell::Origin(Origin::of(v, flow, &flow.provenance)));
    let stale = price.as_ref().is_some_and(|price| price.stale);
    let price_origin = record.map(|record| Cell::Origin(Origin::of(v, record, &record.provenance).stale(v, stale)));
    vec![
        v.link("products", item).into(),
        v.label(&direction.choice().label).to_owned().into(),
        plain(v, quantity, v.zone.unit(item, true)).into(),
        price.as_ref().map_or_else(unknown, |price| price.date.into()),
        price
            .as_ref()
            .map_or_else(unknown, |price| amount(v, &Figure::exact(price.cny), "CNY", "formula-gap-price").into()),
        price.as_ref().map_or_else(unknown, |price| {
            amount(v, &quantity.times(sign * price.cny), "CNY", "formula-step-worth").into()
        }),
        basis,
        Cell::All(flow_origin.into_iter().chain(price_origin).collect()),
    ]
}

fn uplift(v: &View, step: &Extension) -> Step {
    let numbers = Message::new("step-numbers-uplift")
        .with("added", plain(v, &step.value_added_per_unit, "CNY"))
        .with("unit", v.unit(&step.unit))
        .with("reachable", plain(v, &step.reachable, &step.unit))
        .with("uplift", plain(v, &step.uplift_cny, "CNY"));
    Step::new(v, "step-step-uplift").formula(v, "formula-uplift", &numbers)
}

fn local(v: &View, step: &Extension) -> Step {
    let share = step.local_input_share.as_ref();
    let numbers = Message::new("step-numbers-local")
        .with("share", share.map_or_else(|| v.t("step-no-priced-input"), |share| plain(v, share, "share")));
    Step::new(v, "step-step-local").formula(v, "formula-step-local", &numbers)
}

fn score(v: &View, step: &Extension) -> Step {
    let share = step.local_input_share.as_ref();
    let numbers = Message::new("step-numbers-score")
        .with("uplift", plain(v, &step.uplift_cny, "CNY"))
        .with("share", share.map_or_else(|| v.t("step-no-priced-input"), |share| plain(v, share, "share")))
        .with("viability", plain(v, &step.viability, "share"))
        .with("score", plain(v, &step.score, "CNY"));
    Step::new(v, "step-step-score").formula(v, "formula-step-score", &numbers)
}

fn loops(v: &View, step: &Extension) -> Step {
    let rows = step.loops.iter().map(|closed| {
        let plants = closed.plants.iter().filter_map(|plant| v.zone.plant(plant));
        let mut firms: Vec<&str> = plants.map(|plant| plant.enterprise.as_str()).collect();
        firms.sort_unstable();
        firms.dedup();
        vec![
            v.link("products", &closed.by_product).into(),
            Cell::links(firms.into_iter().map(|firm| v.link("enterprises", firm)), v.t("figure-unknown")),
        ]
    });
    let heads = [Head::Text("grid-by-product"), Head::Text("grid-takers-here")];
    let grid = Grid::new(v, v.t("step-loops-caption"), "step-loops-none", &heads, rows.collect());
    Step::new(v, "step-step-loops").grid(grid)
}
