//! Why makers and buyers here could trade: what is made and needed, what is traded, who is left.

use super::reasoning::{self, Reasoning, Step};
use crate::View;
use crate::grid::{Cell, Grid, Head, Origin, amount, money, plain, yuan};
use crate::link::Link;
use crate::parts::{Badge, short};
use askama::Template;
use std::collections::BTreeSet;
use yanlian_analysis::{Balance, Match, Pair, PairStatus};
use yanlian_model::registers::Supply;
use yanlian_model::{Figure, Message, party_outside};

/// The page of the makers and buyers of one product; `None` where there is no such product.
pub fn matching(v: &View, product: &str) -> askama::Result<Option<String>> {
    if v.zone.product(product).is_none() {
        return Ok(None);
    }
    let matched = v.diagnosis.matches.iter().find(|matched| matched.product == product);
    let found = matched.zip(v.diagnosis.balance_of(product));
    let page = Reasoning {
        v,
        title: v.t1("match-title", "product", v.name("products", product)),
        rail: "opportunities",
        help: "match-help",
        links: vec![
            Link::to(v.href("/opportunities?kind=matches"), v.t("opportunities-back")),
            Link::to(v.link("products", product).href, v.t("list-open-product")),
        ],
        lead: found.map_or_else(|| vec![no_match(v, product)], |(matched, _)| lead(v, matched)),
        facts: found.map(|(matched, balance)| facts(v, matched, balance)).unwrap_or_default(),
        steps: found.map(|(matched, balance)| steps(v, matched, balance)).unwrap_or_default(),
        unknown: found.map(|found| reasoning::unknown(v, figures(found))),
    };
    page.render().map(Some)
}

fn no_match(v: &View, product: &str) -> String {
    let message = Message::new("match-lead-none").with("product", v.name("products", product));
    v.say(&message.with("year", v.year().to_string()))
}

fn figures<'d>((matched, balance): (&'d Match, &'d Balance)) -> [&'d Figure; 6] {
    [&matched.potential, &matched.own_use, &matched.value_cny, &balance.made, &balance.needed, &balance.local_trade]
}

fn lead(v: &View, matched: &Match) -> Vec<String> {
    let message = Message::new("match-lead")
        .with("product", v.name("products", &matched.product))
        .with("year", v.year().to_string())
        .with("pairs", matched.pairs.len())
        .with("quantity", short(v, &quantity(matched), &matched.unit))
        .with("value", short(v, &matched.value_cny, "CNY"));
    let asked = matched.pairs.iter().filter(|pair| pair.status == PairStatus::ToBeAsked).count();
    let next = if asked > 0 { "match-lead-ask" } else { "match-lead-introduce" };
    vec![v.say(&message), v.t1(next, "count", asked)]
}

fn quantity(matched: &Match) -> Figure {
    matched.pairs.iter().map(|pair| pair.quantity.clone()).sum()
}

fn facts(v: &View, matched: &Match, balance: &Balance) -> Vec<(String, Cell)> {
    let fig = |figure, formula| Cell::Fig(v.fig(figure, &matched.unit, formula));
    vec![
        (v.t("grid-state"), Badge::of(v, balance.state).into()),
        (v.t("match-made"), fig(&balance.made, "formula-match-made")),
        (v.t("match-needed"), fig(&balance.needed, "formula-match-needed")),
        (v.t("match-traded"), fig(&balance.local_trade, "formula-match-traded")),
        (v.t("match-potential"), fig(&matched.potential, "formula-match-potential")),
        (v.t("match-value"), v.fig(&matched.value_cny, "CNY", "formula-match-value").into()),
    ]
}

fn steps(v: &View, matched: &Match, balance: &Balance) -> Vec<Step> {
    vec![
        sides(v, matched, balance),
        traded(v, matched, balance),
        potential(v, matched, balance),
        own_use(v, matched),
        pairs(v, matched, balance),
    ]
}

fn sides(v: &View, matched: &Match, balance: &Balance) -> Step {
    let numbers = Message::new("match-numbers-sides")
        .with("made", plain(v, &balance.made, &matched.unit))
        .with("needed", plain(v, &balance.needed, &matched.unit));
    Step::new(v, "match-step-sides")
        .formula(v, "formula-match-sides", &numbers)
        .note(v.t("reasoning-sides-note"))
        .grid(reasoning::sides(v, "reasoning-sides-makers", &matched.product, &matched.unit, &balance.makers))
        .grid(reasoning::sides(v, "reasoning-sides-buyers", &matched.product, &matched.unit, &balance.buyers))
}

fn traded(v: &View, matched: &Match, balance: &Balance) -> Step {
    let numbers = Message::new("match-numbers-traded").with("traded", plain(v, &balance.local_trade, &matched.unit));
    let local = |party: &str| party_outside(party).is_none() && v.zone.enterprise(party).is_some();
    let of_product = v.registers().supplies.iter().filter(|s| s.product == matched.product && s.year == v.year());
    let supplies: Vec<&Supply> = of_product.filter(|s| local(&s.supplier) && local(&s.customer)).collect();
    let row = |supply: &&Supply| {
        vec![
            v.party(&supply.supplier).into(),
            v.party(&supply.customer).into(),
            supply.quantity.map_or_else(|| v.t("figure-unknown"), crate::format::number).into(),
            yuan(v, supply.value_cny),
            Origin::of(v, *supply, &supply.provenance).into(),
        ]
    };
    let heads = [
        Head::Text("grid-maker"),
        Head::Text("grid-buyer"),
        Head::In("grid-quantity", &matched.unit),
        Head::Money("grid-value"),
        Head::Text("grid-source"),
    ];
    let grid = Grid::paged(v, "traded", (v.t("match-trade-caption"), "match-trade-none"), &heads, &supplies, row);
    Step::new(v, "match-step-traded").formula(v, "formula-match-traded", &numbers).grid(grid).grid(declared(v, balance))
}

/// Who has declared that all its supplies of the year are registered.
fn declared(v: &View, balance: &Balance) -> Grid {
    let firms: BTreeSet<&str> =
        Balance::enterprises(&balance.makers).union(&Balance::enterprises(&balance.buyers)).copied().collect();
    let firms: Vec<&str> = firms.into_iter().collect();
    let row = |firm: &&str| {
        let declared = &v.registers().supplies_complete;
        let record = declared.iter().find(|record| record.enterprise == *firm && record.year == v.year());
        let badge = match record {
            Some(_) => Badge::saying(v, "done", "match-complete"),
            None => Badge::saying(v, "undetermined", "match-incomplete"),
        };
        let origin = record.map(|record| Cell::Origin(Origin::of(v, record, &record.provenance)));
        vec![v.link("enterprises", firm).into(), badge.into(), Cell::All(origin.into_iter().collect())]
    };
    let heads = [Head::Text("grid-enterprise"), Head::Text("grid-declared"), Head::Text("grid-source")];
    Grid::paged(v, "declared", (v.t("match-declared-caption"), "reasoning-sides-none"), &heads, &firms, row)
}

fn potential(v: &View, matched: &Match, balance: &Balance) -> Step {
    let numbers = Message::new("match-numbers-potential")
        .with("covered", plain(v, &balance.made.min(&balance.needed), &matched.unit))
        .with("traded", plain(v, &balance.local_trade, &matched.unit))
        .with("potential", plain(v, &matched.potential, &matched.unit));
    Step::new(v, "match-step-potential").formula(v, "formula-match-potential", &numbers)
}

fn own_use(v: &View, matched: &Match) -> Step {
    let numbers = Message::new("match-numbers-own").with("own", plain(v, &matched.own_use, &matched.unit));
    Step::new(v, "match-step-own").formula(v, "formula-match-own", &numbers)
}

fn pairs(v: &View, matched: &Match, balance: &Balance) -> Step {
    let heads = [
        Head::Text("grid-maker"),
        Head::Text("grid-buyer"),
        Head::In("grid-quantity", &matched.unit),
        Head::Money("grid-value"),
        Head::Text("grid-pair-status"),
    ];
    let row = |pair: &Pair| {
        vec![
            v.link("enterprises", &pair.maker).into(),
            buyer(v, pair).into(),
            amount(v, &pair.quantity, &matched.unit, "formula-match-pair").into(),
            money(v, &pair.value_cny, "formula-match-value").into(),
            status(v, pair.status).into(),
        ]
    };
    let texts = (v.t("match-pairs-caption"), "reasoning-sides-none");
    let grid = Grid::paged(v, "pairs", texts, &heads, &matched.pairs, row);
    let price = match &balance.price {
        Some(price) => Message::new("match-price")
            .with("price", plain(v, &Figure::exact(price.cny), "CNY"))
            .with("unit", v.unit(&matched.unit))
            .with("date", crate::format::date(price.date)),
        None => Message::new("reasoning-price-none"),
    };
    Step::new(v, "match-step-pairs").note(v.t("match-pairs-note")).note(v.say(&price)).grid(grid)
}

/// The buyer of a pair: an enterprise, else a final consumer.
pub(crate) fn buyer(v: &View, pair: &Pair) -> Link {
    match &pair.buyer {
        Some(buyer) => v.link("enterprises", buyer),
        None => Link::text(pair.consumer.clone().unwrap_or_default()),
    }
}

/// What is known of a pair's trade, as a badge.
pub(crate) fn status(v: &View, status: PairStatus) -> Badge {
    match status {
        PairStatus::NotTrading => Badge::saying(v, "missing", "match-pair-not-trading"),
        PairStatus::ToBeAsked => Badge::saying(v, "undetermined", "match-pair-to-be-asked"),
        PairStatus::CouldTradeMore => Badge::saying(v, "surplus", "match-pair-could-trade-more"),
    }
}
