//! The product space: in what the zone is strong, and which near and complex products are within reach.

use super::drawing::{Drawing, HEIGHT, WIDTH};
use super::{Standing, findings, index};
use crate::View;
use crate::flat_table::FlatTable;
use crate::grid::{Cell, Grid, Head, yuan};
use crate::tables;
use askama::Template;
use serde_json::{Value, json};
use yanlian_analysis::Networks;
use yanlian_analysis::complexity::{OWN, ProductSpace, Proximities, SpaceProduct};
use yanlian_model::Message;

/// How many products the first sentence names.
const NAMED: usize = 4;

#[derive(Template)]
#[template(path = "related/space.html")]
struct Page<'v> {
    v: &'v View<'v>,
    title: String,
    rail: &'static str,
    help: &'static str,
    lead: Vec<String>,
    /// `None` without a reference.
    space: Option<Shown>,
}

struct Shown {
    legend: Vec<Sign>,
    drawing: Drawing,
    table: Grid,
    findings: Vec<(String, String)>,
}

/// An entry of the legend: a shape, its word, how many products.
struct Sign {
    name: &'static str,
    word: String,
    shape: String,
    count: usize,
}

/// The page `/product-space`.
pub fn product_space(v: &View) -> askama::Result<String> {
    let space = v.networks().space.as_ref();
    let page = Page {
        v,
        title: v.t("space-title"),
        rail: "opportunities",
        help: "space-help",
        lead: space.map_or_else(|| vec![v.t("space-lead-empty")], |space| lead(v, space)),
        space: space.map(|space| shown(v, space)),
    };
    page.render()
}

fn shown(v: &View, space: &ProductSpace) -> Shown {
    let count = |standing| space.products.iter().filter(|product| Standing::of(v, product) == standing).count();
    let sign = |standing: Standing| Sign {
        name: standing.name(),
        word: v.t(&format!("space-{}", standing.name())),
        shape: standing.shape(5.0),
        count: count(standing),
    };
    let mut products: Vec<&SpaceProduct> = space.products.iter().collect();
    products.sort_by(|a, b| {
        let key = |product: &SpaceProduct| (product.within_reach != Some(true), Standing::of(v, product));
        let density = |product: &SpaceProduct| product.density.unwrap_or(f64::NEG_INFINITY);
        key(a).cmp(&key(b)).then(density(b).total_cmp(&density(a)))
    });
    Shown {
        legend: Standing::ALL.map(sign).into(),
        drawing: Drawing::of(v, space),
        table: table(v, products),
        findings: findings(v, &space.findings),
    }
}

/// The table that says the same as the drawing.
fn table(v: &View, products: Vec<&SpaceProduct>) -> Grid {
    let index = |value: Option<f64>| tables::index(v, value);
    let row = |product: &SpaceProduct| {
        let word = v.t(&format!("space-{}", Standing::of(v, product).name()));
        let reach = (product.within_reach == Some(true)).then(|| v.t("space-reach-word").into());
        vec![
            v.link("products", &product.product).into(),
            Cell::All([word.into()].into_iter().chain(reach).collect()),
            index(product.pci),
            index(product.density),
            index(product.rca),
            index(product.cog),
            yuan(v, Some(product.own_cny)),
            yuan(v, Some(product.total_cny)),
        ]
    };
    let heads = [
        Head::Text("grid-product"),
        Head::Short("space-state"),
        Head::Number("related-pci"),
        Head::Number("related-density"),
        Head::Number("space-rca"),
        Head::Number("space-cog"),
        Head::Money("space-own"),
        Head::Money("space-total"),
    ];
    let title = v.t("space-table");
    let rows = products.into_iter().map(row).collect();
    let grid = Grid::new(v, title.clone(), "space-lead-empty", &heads, rows).below(&title);
    v.laid_out.note(v.t("space-proximity"), |title| proximity(v, title));
    grid
}

/// φ of every two products, for files.
fn proximity(v: &View, title: String) -> FlatTable {
    let Some(Proximities { products, rows }) = Networks::proximities(v.zone, v.diagnosis) else {
        return FlatTable { title, columns: Vec::new() };
    };
    let names: Vec<String> = products.iter().map(|product| v.name("products", product)).collect();
    FlatTable::matrix(title, v.t("grid-product"), &names, |row, column| rows[row][column])
}

/// In how much the zone is strong, and what is within reach.
fn lead(v: &View, space: &ProductSpace) -> Vec<String> {
    let Some(own) = space.own() else { return vec![v.t("space-lead-no-own")] };
    let strong = Message::new("space-lead")
        .with("regions", space.regions.len() - 1)
        .with("products", space.products.len())
        .with("strong", own.diversity.unwrap_or_default())
        .with("eci", index(v, own.eci))
        .with("rank", rank(space, own.eci).map_or_else(|| v.t("figure-unknown"), |rank| rank.to_string()))
        .with("all", space.regions.len());
    let mut reach: Vec<&SpaceProduct> =
        space.products.iter().filter(|product| product.within_reach == Some(true)).collect();
    reach.sort_by(|a, b| b.density.unwrap_or_default().total_cmp(&a.density.unwrap_or_default()));
    let open: Vec<&SpaceProduct> =
        reach.iter().copied().filter(|product| Standing::of(v, product) == Standing::Open).collect();
    let named = |products: &[&SpaceProduct]| {
        let names: Vec<String> = products.iter().take(NAMED).map(|p| v.name("products", &p.product)).collect();
        names.join(&v.t("chain-and"))
    };
    let second = match (reach.is_empty(), open.is_empty()) {
        (true, _) => v.t("space-lead-none"),
        (false, true) => {
            v.say(&Message::new("space-lead-reach").with("reach", reach.len()).with("named", named(&reach)))
        }
        (false, false) => {
            let message = Message::new("space-lead-open").with("reach", reach.len());
            v.say(&message.with("open", open.len()).with("named", named(&open)))
        }
    };
    vec![v.say(&strong), second]
}

/// The place of an ECI among those of the regions, the highest first.
fn rank(space: &ProductSpace, eci: Option<f64>) -> Option<usize> {
    let eci = eci?;
    Some(space.regions.iter().filter(|region| region.eci.is_some_and(|other| other > eci)).count() + 1)
}

/// The product space for programs; the zone's own region has no name but `own`.
pub(crate) fn space_json(v: &View) -> Option<Value> {
    let mut space = json!(v.networks().space.as_ref()?);
    for region in space["regions"].as_array_mut()? {
        let own = region["name"] == OWN;
        region["own"] = json!(own);
        if own {
            region["name"] = Value::Null;
        }
    }
    Some(space)
}
