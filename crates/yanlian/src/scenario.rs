//! A scenario as a form sends it, and as the registers keep it.

use crate::clock::Clock;
use crate::kept::Kept;
use crate::place;
use std::collections::{BTreeMap, BTreeSet};
use yanlian_analysis::plan::{registered_cap, usual_stance};
use yanlian_answers::i18n;
use yanlian_model::registers::{Scenario, ScenarioSetting};
use yanlian_model::{Arg, Change, Lang, PlanObjective, PlanStance, PlanSubject, Provenance, Record, Row};
use yanlian_store::{Entry, EntryKind, Sqlite, Store, StoreError};

/// The fields of the form, each once; the last one sent counts.
pub(crate) struct Sent(BTreeMap<String, String>);

impl Sent {
    /// What a form sent.
    pub(crate) fn new(form: Vec<(String, String)>) -> Sent {
        Sent(form.into_iter().map(|(name, value)| (name, value.trim().to_owned())).collect())
    }

    /// A field; empty where it was not sent.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// A field, unless it is blank.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        Some(self.get(name)).filter(|text| !text.is_empty()).map(str::to_owned)
    }

    fn number(&self, name: &str) -> Option<f64> {
        number(self.get(name))
    }

    /// The fields `PREFIX-ITEM`, by item.
    fn items<'s>(&'s self, prefix: &'s str) -> impl Iterator<Item = (&'s str, &'s str)> {
        let own =
            self.0.iter().filter_map(move |(name, value)| Some((name.strip_prefix(prefix)?.strip_prefix('-')?, value)));
        own.map(|(item, value)| (item, value.as_str()))
    }
}

/// A number of 0 or more.
fn number(text: &str) -> Option<f64> {
    text.parse().ok().filter(|number: &f64| number.is_finite() && *number >= 0.0)
}

/// Keeps what was sent and says under which id. Sent under the name of the scenario that is looked at it
/// changes that; under another name it becomes a new one.
pub(crate) async fn save(
    store: &Sqlite,
    kept: &Kept,
    sent: &Sent,
    clock: Clock,
    lang: Lang,
) -> Result<String, StoreError> {
    let scenarios = &kept.zone.registers.scenarios;
    let looked_at = scenarios.iter().find(|scenario| scenario.id == sent.get("scenario"));
    let same = looked_at.filter(|scenario| sent.get("name").is_empty() || scenario.name == sent.get("name"));
    let number = (1..).find(|number| scenarios.iter().all(|scenario| scenario.id != format!("plan-{number}")));
    let number = number.unwrap_or_default();
    let id = same.map_or_else(|| format!("plan-{number}"), |scenario| scenario.id.clone());
    let scenario = Scenario {
        name: match (same, sent.get("name")) {
            (Some(scenario), _) => scenario.name.clone(),
            (None, "") => i18n::text(lang, "plan-unnamed", &[("number", Arg::from(number as usize))]),
            (None, name) => name.to_owned(),
        },
        first_year: sent.get("first_year").parse().ok(),
        years: sent.number("years").map(|years| years.clamp(1.0, 10.0)),
        objective: PlanObjective::ALL.iter().copied().find(|word| word.choice().key == sent.get("objective")),
        with_library: Some(sent.get("with_library") == "yes"),
        trade_margin: sent.number("trade_margin"),
        discount: sent.number("discount"),
        min_load: sent.number("min_load"),
        budget_cny: sent.number("budget_cny"),
        provenance: provenance(clock),
        id: id.clone(),
    };
    let settings = settings(kept, sent, &id, looked_at.map(|scenario| scenario.id.as_str()), clock);
    let mut changes: Vec<Change> = change(kept, Scenario::REGISTER.name, &scenario).into_iter().collect();
    let stay: BTreeSet<_> = settings.iter().filter_map(|row| ScenarioSetting::REGISTER.key_of(&row.to_row())).collect();
    changes.extend(settings.iter().filter_map(|setting| change(kept, ScenarioSetting::REGISTER.name, setting)));
    let before = kept.tables.get(ScenarioSetting::REGISTER.name).into_iter().flatten();
    let dropped = before.filter(|(key, _)| key.parts().next() == Some(id.as_str()) && !stay.contains(*key));
    changes.extend(dropped.map(|(key, row)| Change {
        register: ScenarioSetting::REGISTER.name,
        key: key.clone(),
        before: Some(row.clone()),
        after: None,
    }));
    let entry = Entry { at: clock.now(), by: place::operator(), files: scenario.name.clone(), kind: EntryKind::Edit };
    store.commit(&entry, kept.revision, &changes).await?;
    Ok(id)
}

pub(crate) fn provenance(clock: Clock) -> Provenance {
    Provenance { source: Some(place::operator()), as_of: Some(clock.today()), note: None }
}

/// What is set otherwise than the registers have it; settings that the form does not show come along.
fn settings(kept: &Kept, sent: &Sent, id: &str, looked_at: Option<&str>, clock: Clock) -> Vec<ScenarioSetting> {
    let registers = &kept.zone.registers;
    let setting = |subject, item: &str, stance, value| ScenarioSetting {
        scenario: id.to_owned(),
        subject,
        item: item.to_owned(),
        stance,
        value,
        provenance: provenance(clock),
    };
    let year = sent.get("first_year").parse().unwrap_or(i32::MAX);
    let limits = sent.items("limit").filter_map(|(item, value)| {
        let cap = number(value)?;
        let registered = registered_cap(&kept.zone, item, year);
        (registered != Some(cap)).then(|| setting(PlanSubject::Limit, item, None, Some(cap)))
    });
    let stance = |key: &str| PlanStance::ALL.iter().copied().find(|stance| stance.choice().key == key);
    let projects = sent.items("project").filter_map(|(item, value)| {
        let project = registers.projects.iter().find(|project| project.id == item)?;
        let stance = stance(value).filter(|stance| *stance != usual_stance(project))?;
        Some(setting(PlanSubject::Project, item, Some(stance), None))
    });
    let processes = sent.items("process").filter_map(|(item, value)| {
        let stance = stance(value).filter(|stance| *stance != PlanStance::May)?;
        Some(setting(PlanSubject::Process, item, Some(stance), None))
    });
    let softened = sent.items("soft").filter_map(|(item, value)| Some((PlanSubject::SoftLimit, item, number(value)?)));
    let low = sent.items("plant_low").map(|(item, value)| (PlanSubject::PlantLow, item, value));
    let high = sent.items("plant_high").map(|(item, value)| (PlanSubject::PlantHigh, item, value));
    let new = [(PlanSubject::PlantLow, "plant_low"), (PlanSubject::PlantHigh, "plant_high")];
    let new = new.map(|(subject, field)| (subject, sent.get("plant"), sent.get(field)));
    let known = |plant: &str| registers.plants.iter().any(|known| known.id == plant);
    let plants = low.chain(high).chain(new).filter(|(_, plant, _)| known(plant));
    let plants = plants.filter_map(|(subject, plant, value)| Some((subject, plant, number(value)?)));
    let values = softened.chain(plants).map(|(subject, item, value)| setting(subject, item, None, Some(value)));
    let shown = |own: &&ScenarioSetting| match own.subject {
        PlanSubject::Limit => !sent.get(&format!("limit-{}", own.item)).is_empty(),
        PlanSubject::Project => !sent.get(&format!("project-{}", own.item)).is_empty(),
        PlanSubject::Process => !sent.get(&format!("process-{}", own.item)).is_empty(),
        PlanSubject::SoftLimit => sent.has(&format!("soft-{}", own.item)),
        PlanSubject::PlantLow | PlanSubject::PlantHigh => sent.has(&format!("plant_low-{}", own.item)),
        PlanSubject::SalesCap | PlanSubject::Floor => false,
    };
    let others = registers.scenario_settings.iter().filter(|own| Some(own.scenario.as_str()) == looked_at);
    let others = others.filter(|own| !shown(own)).map(|own| ScenarioSetting { scenario: id.to_owned(), ..own.clone() });
    limits.chain(projects).chain(processes).chain(values).chain(others).collect()
}

/// What becomes of a record; `None` where it stays as it is.
pub(crate) fn change<R: Record>(kept: &Kept, register: &'static str, record: &R) -> Option<Change> {
    let row: Row = record.to_row();
    let key = R::REGISTER.key_of(&row)?;
    let before = kept.tables.get(register).and_then(|table| table.get(&key)).cloned();
    (before.as_ref() != Some(&row)).then_some(Change { register, key, before, after: Some(row) })
}
