//! The lists of the chain: gaps, extensions, vulnerabilities, matches, unused by-products.

use super::table::{In, List, ListOf};
use super::{names, unknown};
use crate::View;
use crate::pages::found;
use std::collections::BTreeSet;
use yanlian_analysis::{Balance, GapKind, Match, Pair, PairStatus, Take, UnusedByproduct, Vulnerability, Weakness};
use yanlian_model::Figure;

/// 补链: inputs that are, or may be, imported.
pub(super) fn gaps(v: &View) -> List {
    let list = ListOf::new(v, "lists-gaps", &v.diagnosis.gaps)
        .text("lists-product", 16, |gap| v.name("products", &gap.product))
        .text("lists-kind", 9, |gap| v.t(kind(gap.kind)))
        .text("lists-state", 9, |gap| v.state(gap.state))
        .text("lists-unit", 8, |gap| v.unit(&gap.unit))
        .bounds("lists-net-imports", In::Own, |gap| Some(gap.quantity.clone()))
        .number("lists-price", In::Own, |gap| Some(gap.price.as_ref()?.cny))
        .date("lists-price-date", |gap| Some(gap.price.as_ref()?.date))
        .bounds("lists-gap-value", In::Money, |gap| Some(gap.value_cny.clone()))
        .bounds("lists-self-supply", In::Percent, |gap| gap.self_supply.clone())
        .bounds("lists-essential", In::Percent, |gap| Some(gap.essential_share.clone()))
        .bounds("lists-viability", In::Percent, |gap| Some(gap.viability.clone()))
        .number("lists-gap-score", In::Money, |gap| Some(gap.score.low()))
        .text("lists-buyers", 22, |gap| names(v, "enterprises", Balance::enterprises(&gap.buyers)))
        .text("lists-ways", 20, |gap| names(v, "processes", gap.ways.iter().map(|way| &way.process)))
        .text("lists-over-limits", 14, |gap| over_limits(v, gap.ways.iter().flat_map(|way| &way.takes)))
        .text("lists-coming", 16, |gap| names(v, "projects", &gap.projects))
        .number("lists-candidate-count", In::Own, |gap| Some(gap.candidates.len() as f64));
    related(v, list, |gap| &gap.product)
        .text("lists-unknown", 28, |gap| {
            unknown(v, [&gap.quantity, &gap.value_cny, &gap.essential_share, &gap.viability])
        })
        .done()
}

fn kind(kind: GapKind) -> &'static str {
    match kind {
        GapKind::Product => "lists-kind-product",
        GapKind::Mineral => "lists-kind-mineral",
        GapKind::Utility => "lists-kind-utility",
    }
}

/// 延链: processes that would work up a surplus.
pub(super) fn extensions(v: &View) -> List {
    let list = ListOf::new(v, "lists-extensions", &v.diagnosis.extensions)
        .text("lists-process", 18, |step| v.name("processes", &step.process))
        .text("lists-main-product", 14, |step| v.name("products", &step.main_product))
        .text("lists-feedstock", 14, |step| v.name("products", &step.feedstock))
        .text("lists-feedstock-unit", 8, |step| v.unit(&step.feedstock_unit))
        .bounds("lists-available", In::Own, |step| Some(step.available.clone()))
        .text("lists-product-unit", 8, |step| v.unit(&step.unit))
        .bounds("lists-reachable", In::Own, |step| Some(step.reachable.clone()))
        .number("lists-viable-scale", In::Own, |step| step.smallest_viable_scale)
        .text("lists-viable", 8, |step| v.t(answer(step.viable_alone)))
        .number("lists-national-use", In::Own, |step| Some(step.national_use?.consumption))
        .bounds("lists-value-added", In::Own, |step| Some(step.value_added_per_unit.clone()))
        .bounds("lists-uplift", In::Money, |step| Some(step.uplift_cny.clone()))
        .bounds("lists-local-inputs", In::Percent, |step| step.local_input_share.clone())
        .number("lists-step-score", In::Money, |step| Some(step.score.low()))
        .text("lists-over-limits", 14, |step| over_limits(v, &step.takes))
        .text("lists-loops", 14, |step| names(v, "products", step.loops.iter().map(|closed| &closed.by_product)))
        .text("lists-coming", 16, |step| names(v, "projects", &step.projects))
        .number("lists-candidate-count", In::Own, |step| Some(step.candidates.len() as f64))
        .text("lists-unpriced", 14, |step| names(v, "products", &step.unpriced));
    related(v, list, |step| &step.main_product)
        .text("lists-unknown", 28, |step| unknown(v, [&step.available, &step.reachable, &step.uplift_cny, &step.score]))
        .done()
}

/// With how near and how complex each item's product is, where a reference is registered.
fn related<'a, 'v, T>(v: &View, list: ListOf<'a, 'v, T>, product: impl Fn(&T) -> &str) -> ListOf<'a, 'v, T> {
    if v.networks().space.is_none() {
        return list;
    }
    list.number("lists-density", In::Own, |item| found(v, product(item))?.density).number(
        "lists-pci",
        In::Own,
        |item| found(v, product(item))?.pci,
    )
}

/// The message of an answer that unknown figures may leave open.
fn answer(known: Option<bool>) -> &'static str {
    match known {
        Some(true) => "lists-yes",
        Some(false) => "lists-no",
        None => "figure-unknown",
    }
}

/// The limits into which a plant does not fit, each once.
fn over_limits<'t>(v: &View, takes: impl IntoIterator<Item = &'t Take>) -> String {
    let mut over: Vec<&str> = Vec::new();
    for take in takes.into_iter().filter(|take| take.fits == Some(false)) {
        if !over.contains(&take.resource.as_str()) {
            over.push(&take.resource);
        }
    }
    names(v, "indicators", over)
}

/// 强链: on what the chain hangs, and what works badly.
pub(super) fn vulnerabilities(v: &View) -> List {
    ListOf::new(v, "lists-vulnerabilities", &v.diagnosis.vulnerabilities)
        .text("lists-enterprise", 26, |point| v.name("enterprises", &point.enterprise))
        .text("lists-weakness", 18, |point| v.t(weakness(point)))
        .text("lists-concerns", 26, |point| concerns(v, point))
        .number("lists-measured", In::Own, |point| measured(point).map(|(value, _, _)| value))
        .number("lists-threshold", In::Own, |point| measured(point).map(|(_, threshold, _)| threshold))
        .text("lists-unit", 8, |point| measured(point).map_or_else(String::new, |(_, _, unit)| v.unit(unit)))
        .bounds("lists-at-stake", In::Money, |point| at_stake(point).cloned())
        .text("lists-dependents", 34, |point| match &point.weakness {
            Weakness::SingleSupplier { buyers, .. } => names(v, "enterprises", buyers),
            _ => String::new(),
        })
        .text("lists-unknown", 36, |point| unknown(v, at_stake(point)))
        .done()
}

fn weakness(point: &Vulnerability) -> &'static str {
    match point.weakness {
        Weakness::SingleSupplier { .. } => "lists-single-supplier",
        Weakness::Spreads { .. } => "lists-spreads",
        Weakness::WorseThanAccess { .. } => "lists-worse-than-access",
        Weakness::LowUtilisation { .. } => "lists-low-utilisation",
        Weakness::HighUtilisation { .. } => "lists-high-utilisation",
        Weakness::OverdueDifficulties { .. } => "lists-overdue-difficulties",
        Weakness::MajorHazards { .. } => "lists-major-hazards",
    }
}

fn concerns(v: &View, point: &Vulnerability) -> String {
    match &point.weakness {
        Weakness::SingleSupplier { product, .. } => v.name("products", product),
        Weakness::Spreads { reaches, .. } => v.t1("stops-reaches", "count", *reaches),
        Weakness::WorseThanAccess { plant, item, .. } => format!("{} · {}", v.name("plants", plant), v.item(item).text),
        Weakness::LowUtilisation { plant, .. } | Weakness::HighUtilisation { plant, .. } => v.name("plants", plant),
        Weakness::OverdueDifficulties { difficulties } => difficulties.join(&v.t("list-separator")),
        Weakness::MajorHazards { hazards } => hazards.join(&v.t("list-separator")),
    }
}

/// What is measured, the threshold it is judged by, and the unit of both.
fn measured(point: &Vulnerability) -> Option<(f64, f64, &str)> {
    match &point.weakness {
        Weakness::WorseThanAccess { measured, level2, unit, .. } => Some((*measured, *level2, unit)),
        Weakness::Spreads { esri, own_share, .. } => Some((esri * 100.0, own_share * 100.0, "%")),
        Weakness::LowUtilisation { utilisation, .. } => Some((utilisation * 100.0, 50.0, "%")),
        Weakness::HighUtilisation { utilisation, .. } => Some((utilisation * 100.0, 95.0, "%")),
        _ => None,
    }
}

fn at_stake(point: &Vulnerability) -> Option<&Figure> {
    match &point.weakness {
        Weakness::SingleSupplier { at_stake_cny, .. } => Some(at_stake_cny),
        _ => None,
    }
}

/// 产销对接: a row a pair.
pub(super) fn matches(v: &View) -> List {
    let pairs: Vec<(&Match, &Pair)> =
        v.diagnosis.matches.iter().flat_map(|matched| matched.pairs.iter().map(move |pair| (matched, pair))).collect();
    ListOf::new(v, "lists-matches", &pairs)
        .text("lists-product", 22, |(matched, _)| v.name("products", &matched.product))
        .text("lists-maker", 26, |(_, pair)| v.name("enterprises", &pair.maker))
        .text("lists-buyer", 26, |(_, pair)| match (&pair.buyer, &pair.consumer) {
            (Some(buyer), _) => v.name("enterprises", buyer),
            (None, consumer) => consumer.clone().unwrap_or_default(),
        })
        .text("lists-trade", 20, |(_, pair)| v.t(trade(pair.status)))
        .text("lists-unit", 8, |(matched, _)| v.unit(&matched.unit))
        .bounds("lists-could-trade", In::Own, |(_, pair)| Some(pair.quantity.clone()))
        .bounds("lists-match-value", In::Money, |(_, pair)| Some(pair.value_cny.clone()))
        .text("lists-unknown", 36, |(_, pair)| unknown(v, [&pair.quantity, &pair.value_cny]))
        .done()
}

fn trade(status: PairStatus) -> &'static str {
    match status {
        PairStatus::NotTrading => "lists-not-trading",
        PairStatus::ToBeAsked => "lists-to-be-asked",
        PairStatus::CouldTradeMore => "lists-could-trade-more",
    }
}

/// By-products that nobody here takes.
pub(super) fn unused_byproducts(v: &View) -> List {
    ListOf::new(v, "lists-unused", &v.diagnosis.unused_byproducts)
        .text("lists-byproduct", 24, |unused| v.name("products", &unused.product))
        .text("lists-unit", 8, |unused| v.unit(&unused.unit))
        .bounds("lists-made", In::Own, |unused| Some(unused.made.clone()))
        .text("lists-makers", 40, |unused| makers(v, unused))
        .text("lists-certain", 16, |unused| v.t(if unused.certain { "lists-unsold" } else { "lists-to-be-asked" }))
        .text("lists-takers", 40, |unused| names(v, "processes", &unused.takers))
        .text("lists-unknown", 36, |unused| {
            let asked = (!unused.certain).then(|| v.t1("missing-supply-completeness", "which", makers(v, unused)));
            let known = Some(unknown(v, [&unused.made])).filter(|words| !words.is_empty());
            asked.into_iter().chain(known).collect::<Vec<_>>().join(&v.t("list-separator"))
        })
        .done()
}

/// The enterprises that make a by-product, each once.
fn makers(v: &View, unused: &UnusedByproduct) -> String {
    let plants = unused.plants.iter().filter_map(|plant| v.zone.plant(plant));
    let makers: BTreeSet<&str> = plants.map(|plant| plant.enterprise.as_str()).collect();
    names(v, "enterprises", makers)
}
