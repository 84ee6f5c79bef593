//! Why an input is missing, what it is worth, and whether it could be made here.

use super::reasoning::{self, Reasoning, Step, carries, fits, limits_sentence};
use super::related;
use crate::View;
use crate::grid::{Cell, Grid, Head, Number, Origin, amount, money, plain};
use crate::link::Link;
use crate::parts::{Badge, short};
use askama::Template;
use yanlian_analysis::{Balance, Gap, GapKind, PriceUsed, State, Way};
use yanlian_model::{Figure, Message};

/// The page of one gap; `None` where there is no such product.
pub fn gap(v: &View, product: &str) -> askama::Result<Option<String>> {
    if v.zone.product(product).is_none() {
        return Ok(None);
    }
    let gap = v.diagnosis.gaps.iter().find(|gap| gap.product == product);
    let balance = v.diagnosis.balance_of(product);
    let found = gap.zip(balance);
    let page = Reasoning {
        v,
        title: v.t1("gap-title", "product", v.name("products", product)),
        rail: "opportunities",
        help: "gap-help",
        links: vec![
            Link::to(v.href("/opportunities?kind=gaps"), v.t("opportunities-back")),
            Link::to(v.link("products", product).href, v.t("list-open-product")),
        ],
        lead: found.map_or_else(|| vec![no_gap(v, product)], |(gap, balance)| lead(v, gap, balance)),
        facts: gap.map(|gap| facts(v, gap)).unwrap_or_default(),
        steps: found.map(|(gap, balance)| steps(v, gap, balance)).unwrap_or_default(),
        unknown: gap.map(|gap| reasoning::unknown(v, figures(gap))),
    };
    page.render().map(Some)
}

fn no_gap(v: &View, product: &str) -> String {
    let message = Message::new("gap-lead-none").with("product", v.name("products", product));
    v.say(&message.with("year", v.year().to_string()))
}

/// Every figure of the gap that may rest on something unknown.
fn figures(gap: &Gap) -> impl Iterator<Item = &Figure> {
    let own = [&gap.quantity, &gap.value_cny, &gap.essential_share, &gap.viability, &gap.score];
    let takes = gap.ways.iter().flat_map(|way| &way.takes).flat_map(|take| take.left.iter().chain([&take.takes]));
    own.into_iter().chain(takes)
}

fn lead(v: &View, gap: &Gap, balance: &Balance) -> Vec<String> {
    let id = match gap.state {
        State::Missing => "gap-lead-missing",
        State::Short => "gap-lead-short",
        _ => "gap-lead-undetermined",
    };
    let quantity = |figure: &Figure| short(v, figure, &gap.unit);
    let message = Message::new(id)
        .with("product", v.name("products", &gap.product))
        .with("year", v.year().to_string())
        .with("made", quantity(&balance.made))
        .with("needed", quantity(&balance.needed))
        .with("quantity", quantity(&gap.quantity))
        .with("value", short(v, &gap.value_cny, "CNY"));
    let mut sentences = vec![v.say(&message)];
    let Some(best) = best_way(gap) else {
        sentences.push(v.t(if gap.kind == GapKind::Mineral { "gap-lead-mineral" } else { "gap-lead-no-way" }));
        return sentences;
    };
    let id = match carried(best) {
        Some(true) => "gap-lead-carries",
        Some(false) => "gap-lead-too-small",
        None => "gap-lead-open",
    };
    sentences.push(v.t1(id, "process", v.name("processes", &best.process)));
    sentences.push(limits_sentence(v, &best.takes));
    sentences
}

/// The way that the gap carries best.
fn best_way(gap: &Gap) -> Option<&Way> {
    gap.ways.iter().reduce(|best, way| if way.viability.low() > best.viability.low() { way } else { best })
}

/// Whether the gap carries a plant of this process.
fn carried(way: &Way) -> Option<bool> {
    match (way.viability.low() >= 1.0, way.too_small) {
        (true, _) => Some(true),
        (false, true) => Some(false),
        (false, false) => None,
    }
}

fn facts(v: &View, gap: &Gap) -> Vec<(String, Cell)> {
    vec![
        (v.t("grid-state"), Badge::of(v, gap.state).into()),
        (v.t("gap-quantity"), v.fig(&gap.quantity, &gap.unit, "formula-gap-quantity").into()),
        (v.t("gap-value"), v.fig(&gap.value_cny, "CNY", "formula-gap-value").into()),
        (v.t("gap-essential-share"), v.fig(&gap.essential_share, "share", "formula-gap-essential").into()),
        (v.t("gap-viability"), v.fig(&gap.viability, "share", "formula-gap-viability").into()),
        (v.t("gap-score"), v.fig(&gap.score, "CNY", "formula-gap-score").into()),
    ]
}

fn steps(v: &View, gap: &Gap, balance: &Balance) -> Vec<Step> {
    let mut steps = vec![
        quantity(v, gap, balance),
        value(v, gap),
        essential(v, gap),
        viability(v, gap),
        limits(v, gap),
        score(v, gap),
        Step::new(v, "reasoning-candidates").grid(reasoning::candidates(v, &gap.candidates)),
        Step::new(v, "reasoning-projects").grid(reasoning::projects(v, &gap.projects)),
    ];
    steps.extend(related::step(v, &gap.product));
    steps
}

fn quantity(v: &View, gap: &Gap, balance: &Balance) -> Step {
    let unit = &gap.unit;
    let numbers = Message::new("gap-numbers-quantity")
        .with("needed", plain(v, &balance.needed, unit))
        .with("made", plain(v, &balance.made, unit))
        .with("quantity", plain(v, &gap.quantity, unit));
    Step::new(v, "gap-step-quantity")
        .formula(v, "formula-gap-quantity", &numbers)
        .note(v.t("reasoning-sides-note"))
        .grid(reasoning::sides(v, "reasoning-sides-buyers", &gap.product, unit, &balance.buyers))
        .grid(reasoning::sides(v, "reasoning-sides-makers", &gap.product, unit, &balance.makers))
}

fn value(v: &View, gap: &Gap) -> Step {
    let price = gap.price.as_ref().map(|price| Figure::exact(price.cny));
    let numbers = Message::new("gap-numbers-value")
        .with("quantity", plain(v, &gap.quantity, &gap.unit))
        .with("price", price.map_or_else(|| v.t("figure-unknown"), |price| plain(v, &price, "CNY")))
        .with("unit", v.unit(&gap.unit))
        .with("value", plain(v, &gap.value_cny, "CNY"));
    let rows = gap.price.iter().map(|price| price_row(v, &gap.product, price)).collect();
    let grid = Grid::new(v, v.t("reasoning-price-caption"), "reasoning-price-none", PRICE_HEADS, rows);
    Step::new(v, "gap-step-value").formula(v, "formula-gap-value", &numbers).grid(grid)
}

/// The heads of [`price_row`].
const PRICE_HEADS: &[Head] = &[
    Head::Text("grid-product"),
    Head::Number("grid-price-date"),
    Head::In("grid-price-registered", "CNY"),
    Head::Number("grid-tax"),
    Head::In("grid-price-used", "CNY"),
    Head::Text("grid-place"),
    Head::Text("grid-source"),
];

fn price_row(v: &View, product: &str, price: &PriceUsed) -> Vec<Cell> {
    let record = v.zone.prices(product).iter().find(|record| record.date == price.date);
    let place = record.and_then(|record| record.place.clone()).unwrap_or_else(|| v.t("figure-unknown"));
    vec![
        v.link("products", product).into(),
        price.date.into(),
        crate::format::number(price.registered_cny).into(),
        Number::share(price.tax_taken_out).into(),
        amount(v, &Figure::exact(price.cny), "CNY", "formula-gap-price").into(),
        place.into(),
        Cell::All(record.map(|r| Origin::of(v, r, &r.provenance).stale(v, price.stale).into()).into_iter().collect()),
    ]
}

/// The need of buyers for whom `essential` is said so.
fn need(gap: &Gap, essential: Option<bool>) -> Figure {
    gap.buyers.iter().filter(|buyer| buyer.essential == essential).map(|buyer| buyer.quantity.clone()).sum()
}

fn essential(v: &View, gap: &Gap) -> Step {
    let numbers = Message::new("gap-numbers-essential")
        .with("essential", plain(v, &need(gap, Some(true)), &gap.unit))
        .with("other", plain(v, &need(gap, Some(false)), &gap.unit))
        .with("unsaid", plain(v, &need(gap, None), &gap.unit))
        .with("share", plain(v, &gap.essential_share, "share"));
    Step::new(v, "gap-step-essential").formula(v, "formula-gap-essential", &numbers).note(v.t("gap-essential-note"))
}

fn viability(v: &View, gap: &Gap) -> Step {
    let numbers = Message::new("gap-numbers-viability")
        .with("quantity", plain(v, &gap.quantity, &gap.unit))
        .with("viability", plain(v, &gap.viability, "share"));
    let heads = [
        Head::Text("grid-process"),
        Head::In("grid-smallest", &gap.unit),
        Head::Number("gap-viability"),
        Head::Text("grid-carries"),
        Head::In("grid-scale", &gap.unit),
        Head::Money("grid-capex"),
        Head::Text("grid-fits"),
        Head::Text("grid-source"),
    ];
    let rows = gap.ways.iter().map(|way| way_row(v, gap, way)).collect();
    let grid = Grid::new(v, v.t("gap-ways-caption"), "gap-ways-none", &heads, rows);
    Step::new(v, "gap-step-viability").formula(v, "formula-gap-viability", &numbers).grid(grid)
}

fn way_row(v: &View, gap: &Gap, way: &Way) -> Vec<Cell> {
    let process = v.zone.process(&way.process);
    let capex = match process.and_then(|process| process.capex_cny_per_unit) {
        Some(per_unit) => money(v, &way.scale.times(per_unit), "formula-gap-capex").into(),
        None => Cell::Text(v.t("figure-unknown")),
    };
    let smallest = way.smallest_viable_scale.map_or_else(|| v.t("figure-unknown"), crate::format::number);
    vec![
        v.link("processes", &way.process).into(),
        smallest.into(),
        amount(v, &way.viability, "share", "formula-gap-viability").into(),
        carries(v, carried(way)).into(),
        amount(v, &way.scale, &gap.unit, "formula-gap-scale").into(),
        capex,
        fits(v, fits_all(way)).into(),
        Cell::All(process.map(|p| Origin::of(v, p, &p.provenance).into()).into_iter().collect()),
    ]
}

/// Whether a plant fits into every limit.
fn fits_all(way: &Way) -> Option<bool> {
    if way.takes.iter().any(|take| take.fits == Some(false)) {
        return Some(false);
    }
    way.takes.iter().all(|take| take.fits == Some(true)).then_some(true)
}

fn limits(v: &View, gap: &Gap) -> Step {
    let step = Step::new(v, "reasoning-limits").note(v.t("gap-limits-note"));
    gap.ways.iter().fold(step, |step, way| step.grid(reasoning::takes(v, &way.process, &way.scale, &way.takes)))
}

fn score(v: &View, gap: &Gap) -> Step {
    let numbers = Message::new("gap-numbers-score")
        .with("value", plain(v, &gap.value_cny, "CNY"))
        .with("share", plain(v, &gap.essential_share, "share"))
        .with("viability", plain(v, &gap.viability, "share"))
        .with("score", plain(v, &gap.score, "CNY"));
    Step::new(v, "gap-step-score").formula(v, "formula-gap-score", &numbers)
}
