//! Products: how making stands to need, who makes and who buys, what could be made of it.

use super::related::{self, Upstream};
use super::sides::{self, Coming, Invitee, Side};
use crate::link::Link;
use crate::paging::{self, Pager};
use crate::parts::{Badge, Fig, Note, short, source};
use crate::{View, format};
use askama::Template;
use serde::Deserialize;
use std::collections::BTreeSet;
use yanlian_analysis::{Balance, Recipe, State};
use yanlian_model::registers::Product;
use yanlian_model::{Direction, Message, name_key};

/// Which products the reader asks for.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
pub struct ProductsQuery {
    /// A part of a name, an alias or the id.
    pub q: Option<String>,
    /// Only products in this state.
    pub state: Option<String>,
}

#[derive(Template)]
#[template(path = "chain/products.html")]
struct Products<'v> {
    v: &'v View<'v>,
    title: String,
    rail: &'static str,
    help: &'static str,
    lead: String,
    q: String,
    state: String,
    filters: Vec<Filter>,
    rows: Vec<Row<'v>>,
    pager: Option<Pager>,
}

/// A state to choose, with how many products are in it.
struct Filter {
    href: String,
    word: String,
    count: usize,
    current: bool,
}

struct Row<'v> {
    product: Link,
    badge: Badge,
    /// The balance and its unit; `None` for a product that nobody here makes, needs or trades.
    figures: Option<[Fig; 4]>,
    price: Option<(String, String, bool)>,
    unit: &'v str,
}

/// The states in the order of the list's filters.
const STATES: [State; 6] =
    [State::Missing, State::Short, State::Balanced, State::Surplus, State::Undetermined, State::Idle];

/// The page `/products`.
pub fn products(v: &View, query: &ProductsQuery) -> askama::Result<String> {
    let q = query.q.clone().unwrap_or_default();
    let state = query.state.clone().unwrap_or_default();
    v.expect("state", &state, STATES.iter().map(|state| name(*state)));
    let shown = of_chain(v);
    let wanted = name_key(&q);
    let named = |product: &Product| {
        wanted.is_empty() || product.names().chain([product.id.as_str()]).any(|name| name_key(name).contains(&wanted))
    };
    let found: Vec<&Product> = v
        .registers()
        .products
        .iter()
        .filter(|product| shown.as_ref().is_none_or(|shown| shown.contains(product.id.as_str())) && named(product))
        .collect();
    let count = |state: State| found.iter().filter(|product| state_of(v, &product.id) == state).count();
    let href = |state: &str| v.href(&format!("/products?q={}&state={state}", crate::address::percent(&q)));
    let all = Filter { href: href(""), word: v.t("filter-all"), count: found.len(), current: state.is_empty() };
    let filters = STATES.iter().map(|each| Filter {
        href: href(name(*each)),
        word: v.t(&format!("state-{}", name(*each))),
        count: count(*each),
        current: name(*each) == state,
    });
    let mut ranked = found.clone();
    ranked.sort_by_key(|product| STATES.iter().position(|state| *state == state_of(v, &product.id)));
    ranked.retain(|product| state.is_empty() || name(state_of(v, &product.id)) == state);
    let (range, pager) = paging::page(v, "page", ranked.len());
    let page = Products {
        v,
        title: v.t("products-title"),
        rail: "chain",
        help: "products-help",
        lead: lead(v, found.len(), [State::Missing, State::Short, State::Surplus].map(count)),
        filters: [all].into_iter().chain(filters).collect(),
        rows: ranked[range].iter().map(|product| row(v, product)).collect(),
        pager,
        q,
        state,
    };
    page.render()
}

/// The products that the chain looked at takes or gives; `None` for all chains.
fn of_chain<'v>(v: &View<'v>) -> Option<BTreeSet<&'v str>> {
    let chain = v.diagnosis.question.chain.as_ref()?;
    let processes = v.registers().processes.iter().filter(|process| process.chain.as_ref() == Some(chain));
    Some(processes.flat_map(|process| Recipe::of_process(v.zone, process).products()).collect())
}

fn state_of(v: &View, product: &str) -> State {
    v.diagnosis.balance_of(product).map_or(State::Idle, |balance| balance.state)
}

/// The name of a state in addresses and messages.
fn name(state: State) -> &'static str {
    match state {
        State::Missing => "missing",
        State::Short => "short",
        State::Balanced => "balanced",
        State::Surplus => "surplus",
        State::Idle => "idle",
        State::Undetermined => "undetermined",
    }
}

fn lead(v: &View, all: usize, [missing, short, surplus]: [usize; 3]) -> String {
    let message = Message::new("products-lead")
        .with("all", all)
        .with("missing", missing)
        .with("short", short)
        .with("surplus", surplus);
    v.say(&message)
}

fn row<'v>(v: &View<'v>, product: &'v Product) -> Row<'v> {
    let balance = v.diagnosis.balance_of(&product.id);
    let unit = product.unit.as_str();
    let price = v.zone.price(&product.id, &v.diagnosis.question);
    Row {
        product: v.link("products", &product.id),
        badge: Badge::of(v, state_of(v, &product.id)),
        figures: balance.map(|balance| {
            [
                v.fig(&balance.made, unit, "formula-made"),
                v.fig(&balance.needed, unit, "formula-needed"),
                v.fig(&balance.net_imports, unit, "formula-net-imports"),
                v.fig(&balance.net_exports, unit, "formula-net-exports"),
            ]
        }),
        price: price.map(|price| (format::short(price.cny), format::date(price.date), price.stale)),
        unit,
    }
}

#[derive(Template)]
#[template(path = "chain/product.html")]
struct ProductPage<'v> {
    v: &'v View<'v>,
    title: String,
    rail: &'static str,
    help: &'static str,
    lead: String,
    badge: Badge,
    possible: Vec<Badge>,
    product: &'v Product,
    source: String,
    note: Option<Note>,
    other_names: String,
    kind: &'static str,
    answers: Vec<Link>,
    balance: Vec<(String, Fig)>,
    trade: Vec<(String, Fig)>,
    price: Option<PriceLine>,
    makers: Vec<Side>,
    buyers: Vec<Side>,
    makes: Vec<Use>,
    uses: Vec<Use>,
    candidates: Vec<Invitee>,
    projects: Vec<Coming>,
    upstream: Option<Upstream>,
}

/// The price that values rest on.
struct PriceLine {
    text: String,
    date: String,
    registered: String,
    source: String,
    stale: bool,
}

/// A process of the library that makes or takes the product.
struct Use {
    process: Link,
    amount: String,
    role: String,
    here: bool,
    verified: Option<bool>,
}

/// The page `/products/{id}`; `None` where there is no such product.
pub fn product(v: &View, id: &str) -> askama::Result<Option<String>> {
    let Some(product) = v.zone.product(id) else { return Ok(None) };
    let balance = v.diagnosis.balance_of(id);
    let unit = product.unit.as_str();
    let named = v.name("products", id);
    let others: Vec<&str> = product.names().filter(|name| *name != named).collect();
    let makes = |process: &str| v.zone.process(process).is_some_and(|process| process.main_product == id);
    let page = ProductPage {
        v,
        lead: answer(v, product, balance),
        badge: Badge::of(v, state_of(v, id)),
        possible: balance.map(|b| b.possible.iter().map(|state| Badge::of(v, state)).collect()).unwrap_or_default(),
        source: source(v, &product.provenance),
        note: Note::of(v, &product.provenance),
        other_names: others.join(&v.t("chain-and")),
        kind: product.kind.map_or("", |kind| v.label(&kind.choice().label)),
        answers: sides::answers_about_product(v, id),
        balance: balance.map(|balance| figures(v, balance)).unwrap_or_default(),
        trade: balance.map(|balance| trade(v, balance)).unwrap_or_default(),
        price: price(v, product),
        makers: balance.map(|b| sides::sides(v, &b.makers, unit, "formula-share")).unwrap_or_default(),
        buyers: balance.map(|b| sides::sides(v, &b.buyers, unit, "formula-share")).unwrap_or_default(),
        makes: uses(v, id, Direction::Out),
        uses: uses(v, id, Direction::In),
        candidates: sides::invitees_for(v, id),
        projects: sides::coming(v, |project| project.process.as_deref().is_some_and(makes)),
        upstream: related::upstream(v, id),
        title: named,
        rail: "chain",
        help: "products-help",
        product,
    };
    page.render().map(Some)
}

/// The sentence that answers how the product stands.
fn answer(v: &View, product: &Product, balance: Option<&Balance>) -> String {
    let year = v.year().to_string();
    let Some(balance) = balance else {
        return v.t1("product-answer-none", "year", year);
    };
    let text = |figure| short(v, figure, &product.unit);
    let value = |figure: &yanlian_model::Figure| match &balance.price {
        Some(price) => short(v, &figure.times(price.cny), "CNY"),
        None => v.t("figure-unknown"),
    };
    let message = Message::new(match balance.state {
        State::Missing => "product-answer-missing",
        State::Short => "product-answer-short",
        State::Balanced => "product-answer-balanced",
        State::Surplus => "product-answer-surplus",
        State::Idle => "product-answer-idle",
        State::Undetermined => "product-answer-undetermined",
    });
    let message = message
        .with("year", year)
        .with("made", text(&balance.made))
        .with("needed", text(&balance.needed))
        .with("in", text(&balance.net_imports))
        .with("out", text(&balance.net_exports))
        .with("in-value", value(&balance.net_imports))
        .with("out-value", value(&balance.net_exports))
        .with("makers", Balance::enterprises(&balance.makers).len())
        .with("buyers", Balance::enterprises(&balance.buyers).len());
    v.say(&message)
}

fn figures(v: &View, balance: &Balance) -> Vec<(String, Fig)> {
    let unit = balance.unit.as_str();
    let mut figures = vec![
        (v.t("product-made"), v.fig(&balance.made, unit, "formula-made")),
        (v.t("product-needed"), v.fig(&balance.needed, unit, "formula-needed")),
    ];
    if balance.final_demand.maybe_over(0.0) {
        figures.push((v.t("product-final-demand"), v.fig(&balance.final_demand, unit, "formula-final-demand")));
    }
    figures.push((v.t("product-net-imports"), v.fig(&balance.net_imports, unit, "formula-net-imports")));
    figures.push((v.t("product-net-exports"), v.fig(&balance.net_exports, unit, "formula-net-exports")));
    if let Some(share) = &balance.self_supply {
        figures.push((v.t("product-self-supply"), v.fig(share, format::SHARE, "formula-self-supply")));
    }
    figures
}

fn trade(v: &View, balance: &Balance) -> Vec<(String, Fig)> {
    let unit = balance.unit.as_str();
    vec![
        (v.t("product-local-trade"), v.fig(&balance.local_trade, unit, "formula-local-trade")),
        (v.t("product-registered-in"), v.fig(&balance.registered_in, unit, "formula-registered")),
        (v.t("product-registered-out"), v.fig(&balance.registered_out, unit, "formula-registered")),
    ]
}

fn price(v: &View, product: &Product) -> Option<PriceLine> {
    let used = v.zone.price(&product.id, &v.diagnosis.question)?;
    let record = v.zone.prices(&product.id).iter().find(|price| price.date == used.date);
    let source = record.and_then(|price| price.provenance.source.clone());
    let per = |cny: f64| {
        let message = Message::new("product-price-per").with("price", cny).with("unit", v.unit(&product.unit));
        v.say(&message)
    };
    let registered = match used.tax_taken_out > 0.0 {
        true => v.say(
            &Message::new("product-price-with-tax")
                .with("price", per(used.registered_cny))
                .with("rate", format::percent(used.tax_taken_out)),
        ),
        false => v.t("product-price-without-tax"),
    };
    Some(PriceLine {
        text: per((used.cny * 100.0).round() / 100.0),
        date: format::date(used.date),
        registered,
        source: source.unwrap_or_else(|| v.t("source-unknown")),
        stale: used.stale,
    })
}

/// The library's processes that make (`Out`) or take (`In`) a product, those that are here first.
fn uses(v: &View, product: &str, direction: Direction) -> Vec<Use> {
    let unit = v.zone.unit(product, true);
    let mut uses = Vec::new();
    for process in &v.registers().processes {
        let is_main = direction == Direction::Out && process.main_product == product;
        let recipe = Recipe::of_process(v.zone, process);
        let line = recipe.lines.iter().find(|line| line.item == product && line.direction == direction);
        if !is_main && line.is_none() {
            continue;
        }
        let main_unit = v.unit(v.zone.unit(&process.main_product, true));
        let amount = line.map(|line| format!("{} / {main_unit}", short(v, &line.quantity, unit)));
        let role = match (direction, is_main, line) {
            (_, true, _) => "use-main-product",
            (Direction::Out, ..) => "use-by-product",
            (_, _, Some(line)) if line.main => "use-feedstock",
            (_, _, Some(line)) if line.essential == Some(true) => "use-essential",
            _ => "use-other",
        };
        uses.push(Use {
            process: v.link("processes", &process.id),
            amount: amount.unwrap_or_default(),
            role: v.t(role),
            here: v.zone.plants_running(&process.id).next().is_some(),
            verified: line.filter(|_| !is_main).and_then(|line| line.flow).map(|flow| flow.verified == Some(true)),
        });
    }
    uses.sort_by_key(|each| !each.here);
    uses
}
