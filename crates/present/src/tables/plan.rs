//! A plan as tables: what is taken, what limits leave and are worth, what was not taken, what it brings and moves.

use crate::format::SHARE;
use crate::grid::{Cell, Grid, Head, Number};
use crate::pages::{Words, objective_unit, worth_said};
use yanlian_analysis::plan::{Forced, GoodBalance, LimitBalance, Objective, Plan, Scarce, Study, TradeOffPoint};
use yanlian_model::Figure;

/// All tables of a study that have anything to show: of a plan, or of what cannot hold together.
pub(crate) fn plan(words: &Words, study: &Study) -> Vec<Grid> {
    let tables = match &study.plan {
        Some(plan) => vec![
            taken(words, plan),
            plants(words, plan),
            limits(words, plan, study),
            rejected(words, &study.forced, plan.objective),
            totals(words, plan),
            balance(words, plan),
            trade_off(words, plan.objective, study.other, &study.trade_off, |_| String::new()),
            left_out(words, plan),
        ],
        None => vec![conflict(words, study)],
    };
    tables.into_iter().filter(|table| !table.rows.is_empty()).collect()
}

fn titled(words: &Words, id: &str, heads: &[Head], rows: Vec<Vec<Cell>>) -> Grid {
    Grid::new(words.v, words.v.t(id), "plan-nothing", heads, rows)
}

/// An amount of what an option or a plant makes.
fn made(words: &Words, id: &str, amount: f64) -> Cell {
    let unit = words.process(id).map_or("", |process| words.v.zone.unit(&process.main_product, true));
    words.v.fig(&Figure::exact(amount), unit, "formula-plan-made").into()
}

/// What an option or a plant makes in each year.
fn per_year<'p>(words: &'p Words, plan: &'p Plan, id: &'p str) -> impl Iterator<Item = Cell> {
    let activity = plan.activities.iter().find(move |activity| activity.id == id);
    activity.into_iter().flat_map(|of| &of.per_year).map(move |amount| made(words, id, *amount))
}

fn with_years<'y>(first: [Head<'y>; 2], years: &'y [String]) -> Vec<Head<'y>> {
    first.into_iter().chain(years.iter().map(|year| Head::Year(year))).collect()
}

fn years(words: &Words) -> Vec<String> {
    words.posed.model.years.iter().map(ToString::to_string).collect()
}

/// The options that are taken, when they start and what they make.
pub(crate) fn taken(words: &Words, plan: &Plan) -> Grid {
    let rows = plan.starts.iter().map(|start| {
        let first = [words.option(&start.option).into(), Cell::Text(start.year.to_string())];
        first.into_iter().chain(per_year(words, plan, &start.option)).collect()
    });
    let years = years(words);
    let heads = with_years([Head::Text("plan-col-option"), Head::Number("plan-col-start")], &years);
    titled(words, "plan-taken", &heads, rows.collect())
}

/// What the plants make that the plan may change, beside what they make today.
pub(crate) fn plants(words: &Words, plan: &Plan) -> Grid {
    let rows = words.posed.model.plants.iter().map(|plant| {
        let first = [words.option(&plant.id).into(), made(words, &plant.id, plant.base)];
        first.into_iter().chain(per_year(words, plan, &plant.id)).collect()
    });
    let years = years(words);
    let heads = with_years([Head::Text("plan-col-plant"), Head::Number("plan-col-today")], &years);
    titled(words, "plan-plants", &heads, rows.collect())
}

/// What the limits leave in the last year, and what more of each would be worth.
pub(crate) fn limits(words: &Words, plan: &Plan, study: &Study) -> Grid {
    let v = words.v;
    let row = |limit: &LimitBalance| {
        let last = |values: &[f64], formula| {
            let amount = Figure::exact(values.last().copied().unwrap_or_default());
            Cell::from(v.fig(&amount, v.zone.unit(&limit.limit, false), formula))
        };
        let own = study.worth.iter().find(|worth| worth.of == Scarce::Limit(limit.limit.clone()));
        let binds = if limit.binds.contains(&true) { v.t("plan-binds") } else { String::new() };
        vec![
            v.link("indicators", &limit.limit).into(),
            last(&limit.used, "formula-plan-used"),
            last(&limit.headroom, "formula-plan-headroom"),
            binds.into(),
            own.map(|worth| worth_said(words, plan.objective, worth)).unwrap_or_default().into(),
        ]
    };
    let heads = [
        Head::Text("zone-resource"),
        Head::Number("plan-col-used"),
        Head::Number("plan-col-headroom"),
        Head::Text("plan-binds"),
        Head::Text("plan-col-worth"),
    ];
    titled(words, "plan-limits", &heads, plan.limits.iter().map(row).collect())
}

/// What was not taken, what it would cost to force it in, and what stands in its way.
pub(crate) fn rejected(words: &Words, forced: &[Forced], objective: Objective) -> Grid {
    let v = words.v;
    let row = |forced: &Forced| {
        let cost = match forced.cost {
            Some(cost) => {
                let cost = Cell::Fig(v.fig(&Figure::exact(cost), objective_unit(objective), "formula-plan-forced"));
                if forced.proven { cost } else { vec![cost, v.t("plan-part-not-proven").into()].into() }
            }
            None => v.t("plan-impossible").into(),
        };
        let members = if forced.cost.is_some() { &forced.binding } else { &forced.conflict };
        let members: Vec<Cell> = words.members(members).into_iter().map(Cell::Text).collect();
        vec![
            words.option(&forced.option).into(),
            cost,
            forced.start.map(|year| year.to_string()).unwrap_or_default().into(),
            if members.is_empty() { v.t("list-none").into() } else { members.into() },
        ]
    };
    let heads = [
        Head::Text("plan-col-option"),
        Head::Number("plan-col-cost"),
        Head::Text("plan-col-start"),
        Head::Text("plan-col-binds"),
    ];
    titled(words, "plan-rejected", &heads, forced.iter().map(row).collect())
}

/// What it brings of every objective beyond doing nothing.
pub(crate) fn totals(words: &Words, plan: &Plan) -> Grid {
    let heads = [Head::Text("plan-col-objective"), Head::Number("plan-col-discounted")];
    let rows = plan.totals.iter().map(|total| {
        vec![words.measure(total.objective).into(), words.gain_fig(total.objective, total.discounted).into()]
    });
    titled(words, "plan-totals", &heads, rows.collect())
}

/// What is bought and sold before and after, for every product that the plan moves.
pub(crate) fn balance(words: &Words, plan: &Plan) -> Grid {
    let v = words.v;
    let row = |(good, bought, sold): (&GoodBalance, f64, f64)| {
        let unit = v.zone.unit(&good.good, true);
        let last = |values: &[f64]| values.last().copied().unwrap_or_default();
        let amount = |amount: f64, formula: &str| Cell::from(v.fig(&Figure::exact(amount), unit, formula));
        let disposed = last(&good.disposed);
        vec![
            v.link("products", &good.good).into(),
            amount(bought, "formula-plan-bought-before"),
            amount(last(&good.bought), "formula-plan-after"),
            amount(sold, "formula-plan-sold-before"),
            amount(last(&good.sold), "formula-plan-after"),
            if disposed > 0.0 { amount(disposed, "formula-plan-after") } else { v.t("plan-nothing").into() },
        ]
    };
    let heads = [
        Head::Text("grid-product"),
        Head::Number("plan-col-bought-before"),
        Head::Number("plan-col-bought-after"),
        Head::Number("plan-col-sold-before"),
        Head::Number("plan-col-sold-after"),
        Head::Number("plan-col-disposed"),
    ];
    let rows = words.moved(plan).into_iter().map(row).collect();
    Grid::new(v, v.t("plan-balance"), "plan-nothing-moves", &heads, rows)
}

/// The points of the trade-off; `href` leads to the plan of each.
pub(crate) fn trade_off(
    words: &Words,
    own: Objective,
    other: Option<Objective>,
    points: &[TradeOffPoint],
    href: impl Fn(&TradeOffPoint) -> String,
) -> Grid {
    let name = |objective| words.measure(objective);
    let (own_name, other_name) = (name(own), other.map(name).unwrap_or_default());
    let heads =
        [Head::Year(&other_name), Head::Year(&own_name), Head::Number("plan-col-taken"), Head::Number("plan-col-gap")];
    let row = |point: &TradeOffPoint| {
        let against = other.map(|other| Cell::from(words.gain_fig(other, point.other_value)));
        let opened = Some(href(point)).filter(|href| !href.is_empty());
        let opened = opened.map(|href| crate::link::Link::to(href, words.v.t("plan-point-open")).into());
        vec![
            Cell::All(against.into_iter().chain(opened).collect()),
            words.gain_fig(own, point.plan.value).into(),
            point.plan.starts.len().into(),
            Number::reads(crate::format::percent(point.plan.gap), point.plan.gap, SHARE).into(),
        ]
    };
    titled(words, "plan-trade-off", &heads, points.iter().map(row).collect())
}

/// The options that could not be considered, and why.
pub(crate) fn left_out(words: &Words, plan: &Plan) -> Grid {
    let rows = plan.left_out.iter().map(|left| {
        let (option, why) = words.left_out(left);
        vec![option.into(), why.into()]
    });
    titled(words, "plan-left-out", &[Head::Text("plan-col-option"), Head::Text("plan-col-what")], rows.collect())
}

/// What cannot hold together, where there is no plan.
pub(crate) fn conflict(words: &Words, study: &Study) -> Grid {
    let members = study.conflict.iter().flat_map(|conflict| words.members(&conflict.members));
    titled(words, "plan-conflict", &[Head::Text("plan-col-what")], members.map(|member| vec![member.into()]).collect())
}
