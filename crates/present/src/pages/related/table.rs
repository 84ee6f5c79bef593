//! The zone's own input-output table: on which products the others hang, and what one more unit moves.

use super::findings;
use super::linkages::Linkages;
use crate::View;
use crate::flat_table::FlatTable;
use crate::format;
use crate::grid::{Cell, Grid, Head, Number, amount, yuan};
use crate::link::Link;
use askama::Template;
use serde_json::{Value, json};
use yanlian_analysis::io::{Moved, Rows, Sector, ZoneIo, ZoneSector};
use yanlian_model::Message;

#[derive(Template)]
#[template(path = "related/io.html")]
struct Page<'v> {
    v: &'v View<'v>,
    title: String,
    rail: &'static str,
    help: &'static str,
    lead: String,
    drawing: Option<Linkages>,
    /// The table, and what was noticed; `None` where nothing priced is made.
    table: Option<(Grid, Vec<(String, String)>)>,
}

/// The page `/io`.
pub fn io(v: &View) -> askama::Result<String> {
    let io = v.networks().io.as_ref();
    let page = Page {
        v,
        title: v.t("io-title"),
        rail: "chain",
        help: "io-help",
        lead: io.map_or_else(|| v.t("io-lead-empty"), |io| lead(v, io)),
        drawing: io.and_then(|io| Linkages::new(v, io)),
        table: io.map(|io| (grid(v, io), findings(v, &io.findings))),
    };
    if let Some(io) = io {
        matrices(v, io);
    }
    page.render()
}

/// Flows, coefficients and the Leontief inverse, for files.
fn matrices(v: &View, io: &ZoneIo) {
    let names = || -> Vec<String> { io.sectors.iter().map(|sector| v.name("products", &sector.product)).collect() };
    let attach = |id: &str, rows: &dyn Fn() -> Rows| {
        v.laid_out.note(v.t(id), |title| {
            let rows = rows();
            FlatTable::matrix(title, v.t("grid-product"), &names(), |row, column| Some(rows[row][column]))
        });
    };
    attach("io-flows", &|| io.flows());
    attach("io-coefficients", &|| io.coefficients().clone());
    attach("io-leontief", &|| io.leontief().clone());
}

/// The sector with the most of something.
fn most(io: &ZoneIo, of: impl Fn(&Sector) -> f64) -> Option<(&ZoneSector, &Sector)> {
    io.rows().reduce(|best, row| if of(row.1) > of(best.1) { row } else { best })
}

fn lead(v: &View, io: &ZoneIo) -> String {
    let multiplier = most(io, |sector| sector.output_multiplier);
    let loss = most(io, |sector| sector.extraction_loss - sector.output);
    let (Some((puller, pulls)), Some((pillar, lost))) = (multiplier, loss) else { return v.t("io-lead-empty") };
    let message = Message::new("io-lead")
        .with("sectors", io.sectors.len())
        .with("puller", v.name("products", &puller.product))
        .with("multiplier", format::short(pulls.output_multiplier))
        .with("pillar", v.name("products", &pillar.product))
        .with("loss", format::money(lost.extraction_loss, v.lang()))
        .with("beyond", format::money(lost.extraction_loss - lost.output, v.lang()));
    v.say(&message)
}

fn grid(v: &View, io: &ZoneIo) -> Grid {
    let heads = [
        Head::Text("grid-product"),
        Head::Money("io-output"),
        Head::Number("io-multiplier"),
        Head::Number("io-backward"),
        Head::Number("io-forward"),
        Head::Money("io-extraction"),
        Head::Number("io-upstreamness"),
    ];
    let mut rows: Vec<(&ZoneSector, &Sector)> = io.rows().collect();
    rows.sort_by(|a, b| b.1.extraction_loss.total_cmp(&a.1.extraction_loss));
    let two = |value: f64| Number::reads(format!("{value:.2}"), value, "");
    let rows = rows.into_iter().map(|(own, sector)| {
        vec![
            v.link("products", &own.product).into(),
            yuan(v, Some(sector.output)),
            two(sector.output_multiplier).into(),
            two(sector.backward_rasmussen).into(),
            two(sector.forward_rasmussen).into(),
            yuan(v, Some(sector.extraction_loss)),
            sector.upstreamness_open.map_or_else(|| v.t("figure-unknown").into(), |value| two(value).into()),
        ]
    });
    Grid::new(v, v.t("io-caption"), "io-lead-empty", &heads, rows.collect())
}

/// What one more unit of a product moves: a sentence, the products, jobs and emissions.
pub(crate) struct Upstream {
    pub(crate) lead: String,
    pub(crate) moved: Grid,
    pub(crate) effects: Grid,
}

/// The section of a product's page; `None` where it is not made here, or has no price.
pub(crate) fn upstream(v: &View, product: &str) -> Option<Upstream> {
    let io = v.networks().io.as_ref()?;
    let (own, sector) = io.sector(product)?;
    let mut moved = io.upstream(v.zone, product)?;
    let worth = |moved: &Moved| {
        let price = v.zone.price(&moved.product, &v.diagnosis.question);
        price.map_or(0.0, |price| price.cny * (moved.direct + moved.indirect))
    };
    moved.sort_by(|a, b| worth(b).total_cmp(&worth(a)));
    let message = Message::new("upstream-lead")
        .with("unit", v.unit(&own.unit))
        .with("product", v.name("products", product))
        .with("count", moved.len())
        .with("multiplier", format::short(sector.output_multiplier));
    Some(Upstream { lead: v.say(&message), moved: moved_grid(v, &moved), effects: effects(v, own, sector) })
}

fn moved_grid(v: &View, moved: &[Moved]) -> Grid {
    let heads = [
        Head::Text("grid-product"),
        Head::Number("upstream-direct"),
        Head::Number("upstream-indirect"),
        Head::Number("upstream-total"),
        Head::Text("unit"),
        Head::Number("upstream-local"),
    ];
    let rows = moved.iter().map(|one| {
        vec![
            v.link("products", &one.product).into(),
            Number::short(one.direct).into(),
            Number::short(one.indirect).into(),
            Number::short(one.direct + one.indirect).into(),
            v.unit(&one.unit).into(),
            amount(v, &one.local_share, format::SHARE, "formula-self-supply").into(),
        ]
    });
    Grid::new(v, v.t("upstream-caption"), "upstream-none", &heads, rows.collect())
}

fn effects(v: &View, own: &ZoneSector, sector: &Sector) -> Grid {
    let heads = [
        Head::Text("upstream-effect"),
        Head::Number("upstream-effect-direct"),
        Head::Number("upstream-effect-total"),
        Head::Text("unit"),
        Head::Number("upstream-ratio"),
    ];
    let ratio = |ratio: Option<f64>| -> Cell {
        ratio.map_or_else(|| v.t("upstream-no-ratio").into(), |ratio| Number::short(ratio).into())
    };
    let output = vec![
        v.t("upstream-output").into(),
        Number::short(1.0).into(),
        Number::short(sector.output_multiplier).into(),
        v.t("upstream-per-yuan").into(),
        Number::short(sector.output_multiplier).into(),
    ];
    let rows = own.effects.iter().map(|effect| {
        vec![
            Link::text(v.name("indicators", &effect.indicator)).into(),
            Number::short(effect.direct).into(),
            Number::short(effect.total).into(),
            format!("{}/{}", v.unit(v.zone.unit(&effect.indicator, false)), v.unit(&own.unit)).into(),
            ratio(effect.ratio),
        ]
    });
    let rows = [output].into_iter().chain(rows).collect();
    Grid::new(v, v.t("upstream-effects"), "upstream-none", &heads, rows)
}

/// The table for programs.
pub(crate) fn io_json(v: &View) -> Option<Value> {
    let io = v.networks().io.as_ref()?;
    let sectors = io.rows().map(|(own, figures)| json!({ "sector": own, "figures_cny": figures }));
    Some(json!({
        "year": io.year,
        "sectors": sectors.collect::<Vec<_>>(),
        "unpriced": io.unpriced,
        "unmade": io.unmade,
        "open_plants": io.open_plants,
        "findings": io.findings,
    }))
}
