//! The briefing on the chain: what comes and goes, what could be made here, how well it is made.

use super::paper::{Part, Section, Table, amount, bounds, joined, known, money, words};
use crate::View;
use crate::pages::today;
use yanlian_analysis::{Balance, Judged, Level, PlantProfile, State, Weakness};
use yanlian_model::registers::Plant;
use yanlian_model::{Figure, Message};

/// Q2: the chain's gaps, extensions, vulnerabilities and matches.
pub(super) fn upstream_and_downstream(v: &View) -> Section {
    Section {
        heading: v.t("brief-chain"),
        answers: vec![today::lead(v)],
        parts: vec![balance(v), gaps(v), steps(v), vulnerabilities(v), matches(v)],
    }
}

fn balance(v: &View) -> Part {
    let count = |state| v.diagnosis.balance.iter().filter(|balance| balance.state == state).count();
    let sentence = Message::new("brief-balance-answer")
        .with("products", v.diagnosis.balance.len())
        .with("balanced", count(State::Balanced))
        .with("surplus", count(State::Surplus))
        .with("short", count(State::Short))
        .with("missing", count(State::Missing))
        .with("undetermined", count(State::Undetermined));
    Part::new(v, "brief-balance", v.say(&sentence)).with_map()
}

fn gaps(v: &View) -> Part {
    let gaps = &v.diagnosis.gaps;
    let value: Figure = gaps.iter().map(|gap| gap.value_cny.clone()).sum();
    let sentence = Message::new("brief-gaps-answer")
        .with("count", gaps.len())
        .with("value", v.short(&value, "CNY"))
        .with("candidates", gaps.iter().filter(|gap| !gap.candidates.is_empty()).count());
    let heads = ["lists-product", "@lists-state", "@lists-unit", "#lists-net-imports", "#brief-value", "lists-buyers"];
    let table = Table::new(v, &heads, gaps, |gap| {
        vec![
            v.link("products", &gap.product),
            words(v.state(gap.state)),
            words(v.unit(&gap.unit)),
            bounds(v, &gap.quantity, 1.0),
            money(v, &gap.value_cny),
            joined(v, Balance::enterprises(&gap.buyers), |code| v.name("enterprises", code)),
        ]
    });
    Part::new(v, "brief-gaps", v.say(&sentence)).with(table.first(v))
}

fn steps(v: &View) -> Part {
    let steps = &v.diagnosis.extensions;
    let viable = steps.iter().filter(|step| step.viable_alone == Some(true)).count();
    let fits = |step: &&yanlian_analysis::Extension| step.takes.iter().all(|take| take.fits != Some(false));
    let sentence = Message::new("brief-extensions-answer")
        .with("count", steps.len())
        .with("viable", viable)
        .with("over", steps.len() - steps.iter().filter(fits).count());
    let heads =
        ["lists-process", "lists-feedstock", "#brief-reachable", "@lists-unit", "#brief-uplift", "lists-over-limits"];
    let table = Table::new(v, &heads, steps, |step| {
        let over = step.takes.iter().filter(|take| take.fits == Some(false));
        vec![
            v.link("processes", &step.process),
            v.link("products", &step.feedstock),
            bounds(v, &step.reachable, 1.0),
            words(v.unit(&step.unit)),
            money(v, &step.uplift_cny),
            joined(v, over, |take| v.name("indicators", &take.resource)),
        ]
    });
    Part::new(v, "brief-extensions", v.say(&sentence)).with(table.first(v))
}

fn vulnerabilities(v: &View) -> Part {
    let points = &v.diagnosis.vulnerabilities;
    let single = |weakness: &Weakness| match weakness {
        Weakness::SingleSupplier { product, buyers, at_stake_cny } => {
            Some((product.clone(), buyers.len(), at_stake_cny.clone()))
        }
        _ => None,
    };
    let singles: Vec<_> =
        points.iter().filter_map(|point| Some((point.enterprise.as_str(), single(&point.weakness)?))).collect();
    let sentence =
        Message::new("brief-vulnerabilities-answer").with("count", points.len()).with("single", singles.len());
    let heads = ["lists-product", "brief-only-maker", "#brief-dependents", "#brief-at-stake"];
    let table = Table::new(v, &heads, singles, |(enterprise, (product, buyers, at_stake))| {
        vec![
            v.link("products", &product),
            v.link("enterprises", enterprise),
            words(buyers.to_string()),
            money(v, &at_stake),
        ]
    });
    Part::new(v, "brief-vulnerabilities", v.say(&sentence)).with(table.first(v))
}

fn matches(v: &View) -> Part {
    let pairs: Vec<_> =
        v.diagnosis.matches.iter().flat_map(|matched| matched.pairs.iter().map(move |pair| (matched, pair))).collect();
    let value: Figure = v.diagnosis.matches.iter().map(|matched| matched.value_cny.clone()).sum();
    let sentence =
        Message::new("brief-matches-answer").with("count", pairs.len()).with("value", v.short(&value, "CNY"));
    let heads = ["lists-product", "lists-maker", "lists-buyer", "#brief-could-trade", "@lists-unit", "#brief-value"];
    let table = Table::new(v, &heads, pairs, |(matched, pair)| {
        let buyer = pair.buyer.as_deref().map(|buyer| v.link("enterprises", buyer));
        vec![
            v.link("products", &matched.product),
            v.link("enterprises", &pair.maker),
            buyer.unwrap_or_else(|| words(pair.consumer.clone().unwrap_or_default())),
            bounds(v, &pair.quantity, 1.0),
            words(v.unit(&matched.unit)),
            money(v, &pair.value_cny),
        ]
    });
    Part::new(v, "brief-matches", v.say(&sentence)).with(table.first(v))
}

/// Q3: measured intensities against the levels of their benchmarks.
pub(super) fn advantages(v: &View) -> Section {
    let of_chain = |plant: &Plant| {
        let process = v.zone.process(&plant.process);
        v.chain().is_empty() || process.is_some_and(|process| process.chain.as_deref() == Some(v.chain()))
    };
    let all = today::profiles(v);
    let profiles: Vec<&PlantProfile> =
        v.registers().plants.iter().zip(&all).filter(|(plant, _)| of_chain(plant)).map(|(_, own)| own).collect();
    let judged = || profiles.iter().flat_map(|profile| profile.judged.iter().map(move |judged| (*profile, judged)));
    let worse = |(_, judged): &(&PlantProfile, &Judged)| {
        matches!(judged.level, Some(Level::WorseThanAccess | Level::OverLimit))
    };
    let better = judged().filter(|(_, judged)| judged.advantage);
    let mended = judged().filter(worse);
    let part = |id, count_id, count: usize, table| Part::new(v, id, v.t1(count_id, "count", count)).with(table);
    Section {
        heading: v.t("brief-processes"),
        answers: vec![today::processes(v, &all)],
        parts: vec![
            part("brief-better", "brief-better-answer", better.clone().count(), intensities(v, better)),
            part("brief-worse", "brief-worse-answer", mended.clone().count(), intensities(v, mended)),
        ],
    }
}

fn intensities<'p>(v: &View, judged: impl Iterator<Item = (&'p PlantProfile, &'p Judged)>) -> Table {
    let heads = [
        "lists-enterprise",
        "lists-process",
        "brief-item",
        "#brief-measured",
        "#brief-level1",
        "#brief-level2",
        "@lists-unit",
    ];
    Table::new(v, &heads, judged, |(profile, judged)| {
        let enterprise = v.zone.plant(&profile.plant).map(|plant| v.link("enterprises", &plant.enterprise));
        vec![
            enterprise.unwrap_or_else(|| words(profile.plant.clone())),
            v.link("processes", &profile.process),
            v.item(&judged.item),
            words(amount(judged.value)),
            known(v, judged.level1),
            known(v, judged.level2),
            words(v.unit(&judged.unit)),
        ]
    })
}
