//! Measured intensities against the recipe and the levels of the process's benchmark.

use super::Columns;
use crate::View;
use crate::format;
use crate::grid::{Cell, Head, Origin, known};
use crate::link::Link;
use crate::pages::{intensity_badge, intensity_rank};
use yanlian_analysis::{Judged, PlantProfile};

/// An intensity with the profile of the plant whose it is.
pub(crate) type Intensity<'v> = (&'v PlantProfile, &'v Judged);

pub(crate) fn intensities<'v>(v: &'v View<'v>) -> Columns<'v, Intensity<'v>> {
    let level = |value: Option<f64>, unit: &str| -> Cell {
        match value {
            Some(_) => known(v, value, unit),
            None => v.t("enterprise-level-none").into(),
        }
    };
    Columns::new(v)
        .with("item", Head::Text("grid-measured"), |(_, judged): &Intensity| {
            vec![v.item(&judged.item).into(), Cell::Text(v.label(&judged.direction.choice().label).to_owned())].into()
        })
        .with("enterprise", Head::Text("grid-enterprise"), |(profile, _)| {
            let plant = v.zone.plant(&profile.plant);
            plant.map_or_else(|| Link::text(profile.plant.clone()), |own| v.link("enterprises", &own.enterprise)).into()
        })
        .with("plant", Head::Text("grid-plant"), |(profile, _)| v.link("plants", &profile.plant).into())
        .with("process", Head::Text("grid-process"), |(profile, _)| v.link("processes", &profile.process).into())
        .with("measured", Head::Number("grid-measured-value"), |(_, judged)| known(v, Some(judged.value), &judged.unit))
        .with("recipe", Head::Number("grid-recipe"), move |(_, judged)| level(judged.recipe, &judged.unit))
        .with("levels", Head::Number("grid-levels"), |(_, judged)| levels(v, judged).into())
        .with("level1", Head::Number("brief-level1"), move |(_, judged)| level(judged.level1, &judged.unit))
        .with("level2", Head::Number("brief-level2"), move |(_, judged)| level(judged.level2, &judged.unit))
        .with("judged", Head::Text("grid-judged"), |(_, judged)| {
            vec![Cell::Badge(intensity_badge(v, judged)), intensity_rank(v, judged).into()].into()
        })
        .with("source", Head::Text("grid-source"), |(profile, judged)| {
            let mut measures = v.zone.measures(&profile.plant, v.year());
            let measure = measures.find(|one| one.item == judged.item && one.direction == judged.direction);
            Cell::All(measure.map(|own| Origin::of(v, own, &own.provenance).into()).into_iter().collect())
        })
}

fn levels(v: &View, judged: &Judged) -> String {
    let levels = [judged.level1, judged.level2, judged.level3];
    match levels.iter().any(Option::is_some) {
        true => levels.map(|level| level.map_or_else(|| v.t("enterprise-level-none"), format::number)).join(" / "),
        false => v.t("enterprise-level-none"),
    }
}
