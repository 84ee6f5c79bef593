//! The briefing on the chain: what comes and goes, what could be made here, how well it is made.

use super::paper::{Part, Section, first, most};
use crate::View;
use crate::pages::today;
use crate::tables::{self, Intensity};
use yanlian_analysis::{Judged, Level, PlantProfile, State, Vulnerability, Weakness};
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
    let (shown, more) = first(v, gaps);
    let columns = ["product", "state", "quantity", "value", "buyers"];
    let table = tables::gaps(v).table(v.t("brief-gaps"), "list-none", &columns, shown);
    Part::new(v, "brief-gaps", v.say(&sentence)).with(v, &table, more)
}

fn steps(v: &View) -> Part {
    let steps = &v.diagnosis.extensions;
    let viable = steps.iter().filter(|step| step.viable_alone == Some(true)).count();
    let fits = |step: &&yanlian_analysis::Extension| step.takes.iter().all(|take| take.fits != Some(false));
    let sentence = Message::new("brief-extensions-answer")
        .with("count", steps.len())
        .with("viable", viable)
        .with("over", steps.len() - steps.iter().filter(fits).count());
    let (shown, more) = first(v, steps);
    let columns = ["process", "feedstock", "reachable", "uplift", "over-limits"];
    let table = tables::extensions(v).table(v.t("brief-extensions"), "list-none", &columns, shown);
    Part::new(v, "brief-extensions", v.say(&sentence)).with(v, &table, more)
}

fn vulnerabilities(v: &View) -> Part {
    let points = &v.diagnosis.vulnerabilities;
    let single = |point: &&Vulnerability| matches!(point.weakness, Weakness::SingleSupplier { .. });
    let singles: Vec<&Vulnerability> = points.iter().filter(single).collect();
    let sentence =
        Message::new("brief-vulnerabilities-answer").with("count", points.len()).with("single", singles.len());
    let (shown, more) = first(v, singles);
    let columns = ["concerns", "enterprise", "dependent-count", "at-stake"];
    let table = tables::vulnerabilities(v).table(v.t("brief-vulnerabilities"), "list-none", &columns, shown);
    Part::new(v, "brief-vulnerabilities", v.say(&sentence)).with(v, &table, more)
}

fn matches(v: &View) -> Part {
    let value: Figure = v.diagnosis.matches.iter().map(|matched| matched.value_cny.clone()).sum();
    let sentence = Message::new("brief-matches-answer")
        .with("count", tables::pairs(v).count())
        .with("value", v.short(&value, "CNY"));
    let (shown, more) = first(v, tables::pairs(v));
    let columns = ["product", "maker", "buyer", "quantity", "value"];
    let table = tables::matches(v).table(v.t("brief-matches"), "list-none", &columns, shown);
    Part::new(v, "brief-matches", v.say(&sentence)).with(v, &table, more)
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
    let part = |id: &str, count_id, judged: Vec<Intensity>| {
        let (count, (shown, more)) = (judged.len(), most(v, judged));
        let columns = ["enterprise", "process", "item", "measured", "level1", "level2"];
        let table = tables::intensities(v).table(v.t(id), "list-none", &columns, shown);
        Part::new(v, id, v.t1(count_id, "count", count)).with(v, &table, more)
    };
    Section {
        heading: v.t("brief-processes"),
        answers: vec![today::processes(v, &all)],
        parts: vec![
            part("brief-better", "brief-better-answer", better.collect()),
            part("brief-worse", "brief-worse-answer", mended.collect()),
        ],
    }
}
