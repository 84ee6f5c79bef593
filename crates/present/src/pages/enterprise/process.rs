//! What are the advantages and characteristics of the production process?

use super::super::reasoning::process_unit;
use super::{Part, Question};
use crate::bars::Bars;
use crate::grid::{Cell, Grid, Head, Origin, known};
use crate::parts::Badge;
use crate::{View, tables};
use std::collections::BTreeSet;
use yanlian_analysis::{Judged, Level, PlantProfile, plant_profile};
use yanlian_model::registers::{Annual, Plant};
use yanlian_model::{Figure, IndicatorKind, Message};

/// With fewer peers than this no comparison is shown, so that none can be told from another.
pub(crate) const PEERS: usize = 5;

pub(super) fn question(v: &View, uscc: &str) -> Question {
    let plants: Vec<&Plant> = v.zone.plants_of(uscc).collect();
    let profiles: Vec<(&Plant, PlantProfile)> =
        plants.into_iter().map(|plant| (plant, plant_profile(v.zone, plant, v.year()))).collect();
    let mut parts = Vec::new();
    if !profiles.is_empty() {
        parts.push(Part::table(v, "enterprise-plants", plants_grid(v, &profiles)));
        let measured = Part::table(v, "enterprise-measured", measured(v, &profiles));
        parts.push(measured.note(v.t1("enterprise-peers-note", "peers", PEERS)));
    }
    for (title, kinds) in [
        ("enterprise-economic", &[IndicatorKind::Economic][..]),
        ("enterprise-innovation", &[IndicatorKind::Innovation]),
        (
            "enterprise-other-annuals",
            &[IndicatorKind::Resource, IndicatorKind::Emission, IndicatorKind::Social, IndicatorKind::Safety],
        ),
    ] {
        parts.push(Part::table(v, title, annuals(v, title, uscc, kinds)));
    }
    Question { title: v.t("question-3"), answer: answer(v, &profiles), parts }
}

/// Whether a judged intensity may be called an advantage: by its level, or by enough peers.
fn advantage(judged: &Judged) -> bool {
    let by_level = matches!(judged.level, Some(Level::Advanced | Level::BetterThanAccess));
    by_level || (judged.advantage && peers(judged) >= PEERS)
}

/// How many other plants measured the same.
fn peers(judged: &Judged) -> usize {
    judged.rank.map_or(0, |(_, of)| of - 1)
}

fn answer(v: &View, profiles: &[(&Plant, PlantProfile)]) -> Vec<String> {
    if profiles.is_empty() {
        return vec![v.t("enterprise-no-plant")];
    }
    let judged: Vec<&Judged> = profiles.iter().flat_map(|(_, profile)| &profile.judged).collect();
    let names = |wanted: &dyn Fn(&Judged) -> bool| -> Vec<String> {
        let names: BTreeSet<String> = judged.iter().filter(|j| wanted(j)).map(|j| v.item(&j.item).text).collect();
        names.into_iter().collect()
    };
    let worse = |j: &Judged| matches!(j.level, Some(Level::WorseThanAccess | Level::OverLimit));
    let separator = v.t("reasoning-names-separator");
    let (better, worse) = (names(&advantage), names(&worse));
    let mut sentences = vec![v.t1("enterprise-measured-answer", "count", judged.len())];
    if !better.is_empty() {
        sentences.push(v.t1("enterprise-advantage-answer", "names", better.join(&separator)));
    }
    if !worse.is_empty() {
        sentences.push(v.t1("enterprise-worse-answer", "names", worse.join(&separator)));
    }
    if better.is_empty() && worse.is_empty() {
        sentences.push(v.t("enterprise-unjudged-answer"));
    }
    sentences
}

fn plants_grid(v: &View, profiles: &[(&Plant, PlantProfile)]) -> Grid {
    let heads = [
        Head::Text("grid-plant"),
        Head::Text("grid-process"),
        Head::Number("grid-capacity"),
        Head::Text("grid-output-by-year"),
        Head::Number("grid-utilisation"),
        Head::Number("grid-started"),
        Head::Text("grid-features"),
        Head::Text("grid-source"),
    ];
    let rows = profiles.iter().map(|(plant, profile)| {
        let unit = process_unit(v, Some(&plant.process));
        let utilisation: Cell = match profile.utilisation {
            Some(share) => v.fig(&Figure::exact(share), "share", "formula-vulnerabilities-utilisation").into(),
            None => v.t("figure-unknown").into(),
        };
        vec![
            v.link("plants", &plant.id).into(),
            v.link("processes", &plant.process).into(),
            known(v, plant.capacity, unit),
            outputs(v, plant, unit),
            utilisation,
            super::projects::date(v, plant.started),
            plant.features.clone().unwrap_or_else(|| v.t("figure-unknown")).into(),
            vec![
                Cell::Origin(Origin::of(v, *plant, &plant.provenance)),
                super::super::reasoning::output_origin(v, plant).unwrap_or_else(|| v.t("enterprise-no-output").into()),
            ]
            .into(),
        ]
    });
    Grid::new(v, v.t("enterprise-plants"), "enterprise-no-plant", &heads, rows.collect())
}

/// Output by year: bars, and the reporting year's in words.
fn outputs(v: &View, plant: &Plant, unit: &str) -> Cell {
    let text = |output: Option<f64>| output.map_or_else(|| v.t("figure-unknown"), |output| v.quantity(output, unit));
    let outputs = v.zone.outputs(&plant.id);
    if outputs.is_empty() {
        return text(None).into();
    }
    let values: Vec<(String, Option<f64>)> =
        outputs.iter().map(|output| (output.year.to_string(), output.output)).collect();
    let words: Vec<String> = values.iter().map(|(year, output)| format!("{year}: {}", text(*output))).collect();
    let current = v.zone.output(&plant.id, v.year());
    let said = Message::new("enterprise-output").with("year", v.year().to_string()).with("output", text(current));
    vec![v.say(&said).into(), Cell::Bars(Bars::new(words.join(&v.t("list-separator")), &values))].into()
}

/// What the page has room for.
const MEASURED: &[&str] = &["item", "plant", "measured", "recipe", "levels", "judged", "source"];

fn measured(v: &View, profiles: &[(&Plant, PlantProfile)]) -> Grid {
    let judged = profiles.iter().flat_map(|(_, profile)| profile.judged.iter().map(move |judged| (profile, judged)));
    tables::intensities(v).table(v.t("enterprise-measured"), "enterprise-no-measure", MEASURED, judged)
}

/// The place of an intensity among those of other plants, where there are enough of them.
pub(crate) fn intensity_rank(v: &View, judged: &Judged) -> String {
    match judged.rank {
        Some((place, of)) if of > PEERS => v.say(&Message::new("enterprise-rank").with("place", place).with("of", of)),
        _ => v.t1("enterprise-few-peers", "peers", peers(judged)),
    }
}

/// Where an intensity stands, in words.
pub(crate) fn intensity_badge(v: &View, judged: &Judged) -> Badge {
    match judged.level {
        Some(Level::Advanced) => Badge::saying(v, "done", "enterprise-level-advanced"),
        Some(Level::BetterThanAccess) => Badge::saying(v, "balanced", "enterprise-level-better"),
        Some(Level::WorseThanAccess) => Badge::saying(v, "warning", "enterprise-level-worse"),
        Some(Level::OverLimit) => Badge::saying(v, "fault", "enterprise-level-over"),
        None if advantage(judged) => Badge::saying(v, "done", "enterprise-level-best-quarter"),
        None => Badge::saying(v, "unknown", "enterprise-level-unjudged"),
    }
}

/// Yearly figures of some kinds: a row for each indicator, a column for each year.
fn annuals(v: &View, caption: &str, uscc: &str, kinds: &[IndicatorKind]) -> Grid {
    let of_kind = |annual: &&Annual| {
        let kind = v.zone.indicator(&annual.indicator).and_then(|indicator| indicator.kind);
        kind.is_some_and(|kind| kinds.contains(&kind))
    };
    let annuals: Vec<&Annual> = v.zone.annuals(uscc).iter().filter(of_kind).collect();
    let years: BTreeSet<i32> = annuals.iter().map(|annual| annual.year).collect();
    let indicators: BTreeSet<&str> = annuals.iter().map(|annual| annual.indicator.as_str()).collect();
    let names: Vec<String> = years.iter().map(i32::to_string).collect();
    let heads: Vec<Head> = [Head::Text("grid-indicator")]
        .into_iter()
        .chain(names.iter().map(|year| Head::Year(year)))
        .chain([Head::Text("grid-source")])
        .collect();
    let rows = indicators.into_iter().map(|indicator| {
        let of_year = |year: &i32| annuals.iter().find(|annual| annual.indicator == indicator && annual.year == *year);
        let unit = v.zone.unit(indicator, false);
        let values = years.iter().map(|year| {
            let value = of_year(year).and_then(|annual| annual.value);
            Cell::Text(value.map_or_else(|| v.t("figure-unknown"), |value| v.quantity(value, unit)))
        });
        let newest = years.iter().rev().find_map(of_year);
        let origin = newest.map(|annual| {
            let stale = annual.year < v.year();
            Cell::Origin(Origin::of(v, *annual, &annual.provenance).stale(v, stale))
        });
        [Cell::Link(v.link("indicators", indicator))]
            .into_iter()
            .chain(values)
            .chain([Cell::All(origin.into_iter().collect())])
            .collect()
    });
    Grid::new(v, v.t(caption), "enterprise-no-annual", &heads, rows.collect())
}
