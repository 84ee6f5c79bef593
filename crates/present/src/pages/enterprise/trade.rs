//! How about upstream and downstream: what it buys and sells, what it must bring in, on whom it depends.

use super::super::matching;
use super::{Part, Question};
use crate::View;
use crate::format;
use crate::grid::{Cell, Grid, Head, Origin, known, money, yuan};
use crate::link::Link;
use crate::parts::Badge;
use std::collections::{BTreeMap, BTreeSet};
use yanlian_analysis::{Gap, Pair, Weakness};
use yanlian_model::registers::Supply;
use yanlian_model::{Figure, Message, party_outside};

/// Which end of a supply the enterprise is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Buys,
    Sells,
}

impl Side {
    /// The other end.
    fn other(self, supply: &Supply) -> &str {
        match self {
            Side::Buys => &supply.supplier,
            Side::Sells => &supply.customer,
        }
    }
}

pub(super) fn question(v: &View, uscc: &str) -> Question {
    let supplies = |side: Side| -> Vec<&Supply> {
        let own = |supply: &&Supply| match side {
            Side::Buys => supply.customer == uscc,
            Side::Sells => supply.supplier == uscc,
        };
        v.zone.supplies_of(uscc).filter(|supply| supply.year == v.year()).filter(own).collect()
    };
    let (bought, sold) = (supplies(Side::Buys), supplies(Side::Sells));
    let gaps = gaps(v, uscc);
    let pairs = pairs(v, uscc);
    let dependences = dependences(v, uscc);
    let mut answer = vec![
        trade_sentence(v, "enterprise-buys-answer", &bought, Side::Buys),
        trade_sentence(v, "enterprise-sells-answer", &sold, Side::Sells),
        v.t1("enterprise-gaps-answer", "count", gaps.len()),
        v.t1("enterprise-pairs-answer", "count", pairs.len()),
        completeness(v, uscc),
    ];
    answer.extend(spreads(v, uscc));
    let unvalued = bought.iter().chain(&sold).filter(|supply| supply.value_cny.is_none()).count();
    if unvalued > 0 {
        answer.push(v.t1("enterprise-unvalued", "count", unvalued));
    }
    let parts = vec![
        Part::table(v, "enterprise-buys", trade_grid(v, "enterprise-buys", &bought, Side::Buys)),
        Part::table(v, "enterprise-sells", trade_grid(v, "enterprise-sells", &sold, Side::Sells)),
        Part::table(v, "enterprise-gaps", gap_grid(v, uscc, &gaps)),
        Part::table(v, "enterprise-pairs", pair_grid(v, uscc, &pairs)),
        Part::table(v, "enterprise-depends", dependence_grid(v, dependences)).note(v.t("enterprise-depends-note")),
    ];
    Question { title: v.t("question-2"), answer, parts }
}

fn is_local(v: &View, party: &str) -> bool {
    party_outside(party).is_none() && v.zone.enterprise(party).is_some()
}

/// What is traded, and which part of its known value stays in the zone.
fn trade_sentence(v: &View, id: &'static str, supplies: &[&Supply], side: Side) -> String {
    let unknown = || v.t("figure-unknown");
    let known = |only_local: bool| -> f64 {
        let counted = supplies.iter().filter(|supply| !only_local || is_local(v, side.other(supply)));
        counted.filter_map(|supply| supply.value_cny).sum()
    };
    let (all, local) = (known(false), known(true));
    let parties: BTreeSet<&str> = supplies.iter().map(|supply| side.other(supply)).collect();
    let message = Message::new(if supplies.is_empty() { "enterprise-trade-none" } else { id })
        .with("year", v.year().to_string())
        .with("parties", parties.len())
        .with("value", if all > 0.0 { format::money(all, v.lang()) } else { unknown() })
        .with("local", if all > 0.0 { format::percent(local / all) } else { unknown() })
        .with("side", v.t(if side == Side::Buys { "enterprise-side-buys" } else { "enterprise-side-sells" }));
    v.say(&message)
}

fn completeness(v: &View, uscc: &str) -> String {
    let declared = &v.registers().supplies_complete;
    let complete = declared.iter().any(|record| record.enterprise == uscc && record.year == v.year());
    v.t(if complete { "enterprise-complete" } else { "enterprise-incomplete" })
}

/// That its stop is among those that take most from others.
fn spreads(v: &View, uscc: &str) -> Option<String> {
    let point = v.diagnosis.vulnerabilities.iter().filter(|point| point.enterprise == uscc);
    let said = point.filter_map(|point| match point.weakness {
        Weakness::Spreads { esri, own_share, reaches, .. } => {
            let message = Message::new("enterprise-spreads-answer").with("lost", format::percent(esri));
            Some(v.say(&message.with("beyond", format::percent(esri - own_share)).with("reaches", reaches)))
        }
        _ => None,
    });
    said.take(1).next()
}

fn trade_grid(v: &View, caption: &str, supplies: &[&Supply], side: Side) -> Grid {
    let mut of_product: BTreeMap<&str, Option<f64>> = BTreeMap::new();
    for supply in supplies {
        let total = of_product.entry(&supply.product).or_insert(Some(0.0));
        *total = total.zip(supply.quantity).map(|(total, quantity)| total + quantity);
    }
    let mut supplies = supplies.to_vec();
    let value = |supply: &Supply| supply.value_cny.unwrap_or(f64::NEG_INFINITY);
    supplies.sort_by(|a, b| value(b).total_cmp(&value(a)).then_with(|| a.product.cmp(&b.product)));
    let rows = supplies.into_iter().map(|supply| {
        let unit = v.zone.unit(&supply.product, true);
        let total = of_product.get(supply.product.as_str()).copied().flatten().filter(|total| *total > 0.0);
        let share = supply.quantity.zip(total).map(|(quantity, total)| format::percent(quantity / total));
        let place = match is_local(v, side.other(supply)) {
            true => Badge::saying(v, "balanced", "enterprise-place-local"),
            false => Badge::saying(v, "surplus", "enterprise-place-outside"),
        };
        vec![
            v.link("products", &supply.product).into(),
            v.party(side.other(supply)).into(),
            place.into(),
            known(v, supply.quantity, unit),
            yuan(v, supply.value_cny),
            share.unwrap_or_else(|| v.t("figure-unknown")).into(),
            Origin::of(v, supply, &supply.provenance).into(),
        ]
    });
    let heads = [
        Head::Text("grid-product"),
        Head::Text(if side == Side::Buys { "grid-maker" } else { "grid-buyer" }),
        Head::Text("grid-where"),
        Head::Number("grid-quantity"),
        Head::Money("grid-value"),
        Head::Number("grid-product-share"),
        Head::Text("grid-source"),
    ];
    Grid::new(v, v.t(caption), "enterprise-no-supply", &heads, rows.collect())
}

/// Inputs that it needs and that must, or may have to, come from outside.
fn gaps<'v>(v: &View<'v>, uscc: &str) -> Vec<(&'v Gap, Figure)> {
    let gaps = v.diagnosis.gaps.iter().filter_map(|gap| {
        let own: Vec<_> = gap.buyers.iter().filter(|buyer| buyer.enterprise.as_deref() == Some(uscc)).collect();
        let need: Figure = own.iter().map(|buyer| buyer.quantity.clone()).sum();
        (!own.is_empty()).then_some((gap, need))
    });
    gaps.collect()
}

fn gap_grid(v: &View, uscc: &str, gaps: &[(&Gap, Figure)]) -> Grid {
    let rows = gaps.iter().map(|(gap, need)| {
        let own = gap.buyers.iter().filter(|buyer| buyer.enterprise.as_deref() == Some(uscc));
        let essential = own.map(|buyer| buyer.essential).max().flatten();
        vec![
            Link::to(v.id_href("gaps", &gap.product), v.name("products", &gap.product)).into(),
            Badge::of(v, gap.state).into(),
            v.fig(need, &gap.unit, "formula-gap-side").into(),
            v.t(match essential {
                Some(true) => "list-yes",
                Some(false) => "list-no",
                None => "figure-unknown",
            })
            .into(),
            v.fig(&gap.quantity, &gap.unit, "formula-gap-quantity").into(),
            gap.candidates.len().into(),
            Cell::links(gap.projects.iter().map(|project| v.link("projects", project)), v.t("list-none")),
        ]
    });
    let heads = [
        Head::Text("grid-product"),
        Head::Text("grid-state"),
        Head::Number("grid-own-need"),
        Head::Text("grid-essential"),
        Head::Number("gap-quantity"),
        Head::Number("grid-candidates"),
        Head::Text("grid-projects"),
    ];
    Grid::new(v, v.t("enterprise-gaps"), "enterprise-no-gap", &heads, rows.collect())
}

/// Pairs of the matches in which it is the maker or the buyer, with product and unit.
fn pairs<'v>(v: &View<'v>, uscc: &str) -> Vec<(&'v str, &'v str, &'v Pair)> {
    let matches = v.diagnosis.matches.iter();
    let pairs = matches.flat_map(|m| m.pairs.iter().map(|pair| (m.product.as_str(), m.unit.as_str(), pair)));
    pairs.filter(|(_, _, pair)| pair.maker == uscc || pair.buyer.as_deref() == Some(uscc)).collect()
}

fn pair_grid(v: &View, uscc: &str, pairs: &[(&str, &str, &Pair)]) -> Grid {
    let rows = pairs.iter().map(|(product, unit, pair)| {
        let sells = pair.maker == uscc;
        let other = if sells { matching::buyer(v, pair) } else { v.link("enterprises", &pair.maker) };
        vec![
            Link::to(v.id_href("matches", product), v.name("products", product)).into(),
            v.t(if sells { "enterprise-side-sells" } else { "enterprise-side-buys" }).into(),
            other.into(),
            v.fig(&pair.quantity, unit, "formula-match-pair").into(),
            money(v, &pair.value_cny, "formula-match-value").into(),
            matching::status(v, pair.status).into(),
        ]
    });
    let heads = [
        Head::Text("grid-product"),
        Head::Text("grid-side"),
        Head::Text("grid-partner"),
        Head::Number("grid-quantity"),
        Head::Money("grid-value"),
        Head::Text("grid-pair-status"),
    ];
    Grid::new(v, v.t("enterprise-pairs"), "enterprise-no-pair", &heads, rows.collect())
}

/// Products with one local maker only: those that it needs, and those that others need of it.
fn dependences<'v>(v: &View<'v>, uscc: &str) -> Vec<(&'v str, Vec<&'v str>, &'v Figure, &'static str)> {
    let points = v.diagnosis.vulnerabilities.iter().filter_map(|point| match &point.weakness {
        Weakness::SingleSupplier { product, buyers, at_stake_cny } => Some((point, product, buyers, at_stake_cny)),
        _ => None,
    });
    let concerned = points.filter_map(|(point, product, buyers, at_stake)| {
        if point.enterprise == uscc {
            let buyers = buyers.iter().map(String::as_str).collect();
            Some((product.as_str(), buyers, at_stake, "enterprise-depends-others"))
        } else if buyers.iter().any(|buyer| buyer == uscc) {
            Some((product.as_str(), vec![point.enterprise.as_str()], at_stake, "enterprise-depends-self"))
        } else {
            None
        }
    });
    concerned.collect()
}

fn dependence_grid(v: &View, dependences: Vec<(&str, Vec<&str>, &Figure, &'static str)>) -> Grid {
    let rows = dependences.into_iter().map(|(product, firms, at_stake, which)| {
        vec![
            v.link("products", product).into(),
            v.t(which).into(),
            Cell::links(firms.into_iter().map(|firm| v.link("enterprises", firm)), v.t("list-none")),
            money(v, at_stake, "formula-vulnerabilities-stake").into(),
        ]
    });
    let heads = [
        Head::Text("grid-product"),
        Head::Text("grid-depends"),
        Head::Text("grid-firms"),
        Head::Money("grid-at-stake"),
    ];
    Grid::new(v, v.t("enterprise-depends"), "enterprise-no-dependence", &heads, rows.collect())
}
