//! A scenario as a form sends it, and as the registers keep it.

use crate::sent::{Sent, field};
use std::collections::BTreeSet;
use yanlian_analysis::plan::{registered_cap, usual_stance};
use yanlian_intake::{Draft, Drafts, read_fields};
use yanlian_model::registers::{Plant, Project, Scenario, ScenarioSetting};
use yanlian_model::{Arg, Key, Lang, Message, PlanStance, PlanSubject, Record, number};
use yanlian_present::i18n;
use yanlian_workbench::Snapshot;

/// The fields of the scenario itself, by the keys of its register.
const OWN: [&str; 8] =
    ["first_year", "years", "objective", "with_library", "trade_margin", "discount", "min_load", "budget_cny"];

/// What is set by fields `PREFIX-ITEM` that hold a number.
const NUMBERS: [(&str, PlanSubject); 4] = [
    ("limit", PlanSubject::Limit),
    ("soft", PlanSubject::SoftLimit),
    ("plant_low", PlanSubject::PlantLow),
    ("plant_high", PlanSubject::PlantHigh),
];

/// What is set by fields `PREFIX-ITEM` that hold a stance.
const STANCES: [(&str, PlanSubject); 2] = [("project", PlanSubject::Project), ("process", PlanSubject::Process)];

/// The scenario that a form changes, if it changes one: that which is looked at, unless it is sent under
/// another name.
pub(crate) fn changed<'s>(snapshot: &'s Snapshot, sent: &Sent) -> Option<&'s Scenario> {
    let looked_at = snapshot.zone.find::<Scenario>(sent.get("scenario"))?;
    (sent.get("name").is_empty() || looked_at.name == sent.get("name")).then_some(looked_at)
}

/// That the scenario that was looked at is there no more.
pub(crate) fn gone(snapshot: &Snapshot, sent: &Sent) -> Option<Message> {
    let looked_at = Some(sent.get("scenario")).filter(|id| !id.is_empty());
    let gone = looked_at.filter(|id| snapshot.zone.find::<Scenario>(id).is_none())?;
    Some(Message::new("plan-scenario-gone").with("key", gone))
}

/// The drafts of what was sent: the scenario, and what it sets otherwise than the registers have it.
pub(crate) fn drafts(snapshot: &Snapshot, sent: &Sent, source: &str, today: &str, lang: Lang) -> Drafts {
    if let Some(gone) = gone(snapshot, sent) {
        return read_fields(Scenario::REGISTER, &[field("id", sent.get("scenario"))]).refused("name", gone).into();
    }
    let own = sent.own();
    let (id, scenario) = match changed(snapshot, sent) {
        Some(row) => {
            let draft = read_fields(Scenario::REGISTER, &own.only(&OWN));
            (row.id.clone(), draft.updates(&Key::from_parts(&[&row.id])))
        }
        None => new(snapshot, sent, source, today, lang),
    };
    let settings = settings(snapshot, &own, &id);
    [scenario].into_iter().chain(settings).chain(dropped(snapshot, &own, &id)).collect()
}

/// The draft of a new scenario, with its id. Without a name it gets one, once: whoever sends the form anew
/// says whether another scenario is meant.
fn new(snapshot: &Snapshot, sent: &Sent, source: &str, today: &str, lang: Lang) -> (String, Draft) {
    let scenarios = &snapshot.zone.registers.scenarios;
    let id = |number: usize| format!("plan-{number}");
    let number = (1..).find(|number| scenarios.iter().all(|row| row.id != id(*number))).unwrap_or_default();
    let unnamed = |lang, number: usize| i18n::text(lang, "plan-unnamed", &[("number", Arg::from(number.to_string()))]);
    let is_unnamed = |row: &&Scenario| {
        let number = row.id.strip_prefix("plan-").and_then(|number| number.parse().ok());
        number.is_some_and(|number| Lang::ALL.iter().any(|lang| row.name == unnamed(*lang, number)))
    };
    let typed = sent.get("name");
    let other = match typed {
        "" => scenarios.iter().find(is_unnamed).map(|row| ("plan-name-needed", row)),
        _ => scenarios.iter().find(|row| row.name == typed).map(|row| ("plan-name-taken", row)),
    };
    let name = if typed.is_empty() { unnamed(lang, number) } else { typed.to_owned() };
    let mut own = sent.only(&OWN);
    if sent.given("with_library").is_none() {
        own.push(field("with_library", "no"));
    }
    own.extend([field("id", id(number)), field("name", name), field("source", source), field("as_of", today)]);
    let draft = read_fields(Scenario::REGISTER, &own).creates();
    let draft = match other {
        Some((why, other)) => draft.refused("name", Message::new(why).with("name", &other.name)),
        None => draft,
    };
    (id(number), draft)
}

/// A setting as a form makes it.
struct Setting<'s> {
    subject: PlanSubject,
    item: &'s str,
    field: &'static str,
    value: &'s str,
}

impl Setting<'_> {
    fn key(&self, scenario: &str) -> Key {
        Key::from_parts(&[scenario, self.subject.choice().key, self.item])
    }
}

/// What the form sets otherwise than the registers have it.
fn set<'s>(snapshot: &'s Snapshot, sent: &'s Sent) -> Vec<Setting<'s>> {
    let year = sent.given("first_year").or(sent.shown("first_year")).and_then(|year| year.parse().ok());
    let year = year.unwrap_or(i32::MAX);
    let as_registered = |subject, item: &str, value: &str| {
        let registered = || registered_cap(&snapshot.zone, item, year);
        subject == PlanSubject::Limit && number::read(value).is_some_and(|cap| registered() == Some(cap))
    };
    let numbers = NUMBERS.into_iter().flat_map(|(prefix, subject)| {
        let new = |(item, name): (&'s str, &str)| Some((item, sent.given(name)?)).filter(|(item, _)| !item.is_empty());
        let new = new((plant(snapshot, sent.get("plant")), prefix));
        sent.items(prefix).chain(new).map(move |(item, value)| Setting { subject, item, field: "value", value })
    });
    let numbers = numbers.filter(|own| !own.value.is_empty() && !as_registered(own.subject, own.item, own.value));
    let stances = STANCES.into_iter().flat_map(|(prefix, subject)| {
        sent.items(prefix).map(move |(item, value)| Setting { subject, item, field: "stance", value })
    });
    let usual = |own: &Setting| match own.subject {
        PlanSubject::Project => {
            let project = snapshot.zone.find::<Project>(own.item);
            project.is_none_or(|project| usual_stance(project).choice().key == own.value)
        }
        _ => own.value == PlanStance::May.choice().key,
    };
    numbers.chain(stances.filter(|own| !own.value.is_empty() && !usual(own))).collect()
}

/// The id of the plant that is typed: by id, or by a name that only one has.
fn plant<'s>(snapshot: &'s Snapshot, typed: &'s str) -> &'s str {
    let plants = &snapshot.zone.registers.plants;
    let mut named = plants.iter().filter(|row| {
        snapshot.zone.title(Plant::REGISTER.name, &row.id, Lang::Zh).as_deref() == Some(typed)
            || snapshot.zone.title(Plant::REGISTER.name, &row.id, Lang::En).as_deref() == Some(typed)
    });
    match (snapshot.zone.plant(typed), named.next(), named.next()) {
        (None, Some(row), None) => &row.id,
        _ => typed,
    }
}

/// Drafts of the settings; those of the scenario that is looked at which the form does not show come along.
fn settings(snapshot: &Snapshot, sent: &Sent, id: &str) -> Vec<Draft> {
    let draft = |own: &Setting| {
        let subject = own.subject.choice().key;
        let fields = [("scenario", id), ("subject", subject), ("item", own.item), (own.field, own.value)];
        let draft = read_fields(ScenarioSetting::REGISTER, &fields.map(|(name, value)| field(name, value)));
        let of_plant = matches!(own.subject, PlanSubject::PlantLow | PlanSubject::PlantHigh);
        if !of_plant || snapshot.zone.plant(own.item).is_some() {
            return draft;
        }
        let unknown = Message::new("import-unknown-reference-alone").with("value", own.item);
        draft.refused("item", unknown.with("register", Plant::REGISTER.label))
    };
    let kept = snapshot.zone.registers.scenario_settings.iter();
    let others = kept.filter(|own| own.scenario == sent.get("scenario") && own.scenario != id && !shown(sent, own));
    let others = others.map(|own| Draft::of(&ScenarioSetting { scenario: id.to_owned(), ..own.clone() }));
    set(snapshot, sent).iter().map(draft).chain(others).collect()
}

/// Drafts that delete what the form shows and no longer sets.
fn dropped(snapshot: &Snapshot, sent: &Sent, id: &str) -> Vec<Draft> {
    let stay: BTreeSet<Key> = set(snapshot, sent).iter().map(|own| own.key(id)).collect();
    let kept = snapshot.zone.registers.scenario_settings.iter().filter(|own| own.scenario == id && shown(sent, own));
    let keys = kept.filter_map(|own| ScenarioSetting::REGISTER.key_of(&own.to_row()));
    keys.filter(|key| !stay.contains(key)).map(|key| Draft::delete(ScenarioSetting::REGISTER, &key)).collect()
}

/// Whether the form shows a setting.
fn shown(sent: &Sent, own: &ScenarioSetting) -> bool {
    let prefixes = NUMBERS.iter().chain(&STANCES);
    prefixes.filter(|(_, subject)| *subject == own.subject).any(|(prefix, _)| {
        let name = format!("{prefix}-{}", own.item);
        sent.given(&name).is_some()
    })
}

/// The field of the form that a setting came from, by its key.
pub(crate) fn field_of(setting: &Key) -> Option<String> {
    let mut parts = setting.parts().skip(1);
    let (subject, item) = (parts.next()?, parts.next()?);
    let (prefix, _) = NUMBERS.iter().chain(&STANCES).find(|(_, known)| known.choice().key == subject)?;
    Some(format!("{prefix}-{item}"))
}
