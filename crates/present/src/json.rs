//! What programs get: the answers as JSON, small and regular.
//!
//! Records are objects keyed by field; figures are `{"value", "low", "high", "missing"}`, where
//! `value` is null unless known and `high` null where there is no upper bound. Personal fields
//! and secrets are masked. Dates are `YYYY-MM-DD`.

use crate::View;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use yanlian_analysis::plan::{Posed, Study};
use yanlian_analysis::{
    Recipe, Shutdowns, difficulty_state, directive_state, hazard_state, plant_profile, project_status,
    project_status_of, project_summary, promise_state, service_summary,
};
use yanlian_model::registers::Process;
use yanlian_model::{Naming, Record, Register, Row, Table, mask, registers};

/// The diagnosis, with the names in both languages of everything that it mentions.
pub fn diagnosis(v: &View) -> Value {
    with_names(v, json!(v.diagnosis))
}

/// The plan of a question: what was asked, what is answered of it so far, and the names of all it mentions.
pub fn plan(v: &View, posed: &Posed, study: &Study, state: &str) -> Value {
    with_names(v, json!({ "state": state, "question": posed, "answer": study }))
}

/// Names of the records whose ids stand in `answer`, by register.
fn names(v: &View, answer: &Value) -> Value {
    let mut mentioned = BTreeSet::new();
    texts(answer, &mut mentioned);
    let named = |register: &&&Register| {
        register.key_fields().count() == 1 && register.fields.iter().any(|field| field.naming == Some(Naming::Name))
    };
    let mut names = Map::new();
    for register in registers::ALL.iter().filter(named) {
        let known = mentioned.iter().filter_map(|id| Some((*id, v.zone.names(register, id)?)));
        let known: Map<String, Value> =
            known.map(|(id, [zh, en])| (id.to_owned(), json!({ "zh": zh, "en": en }))).collect();
        if !known.is_empty() {
            names.insert(register.name.to_owned(), Value::Object(known));
        }
    }
    Value::Object(names)
}

/// Every text in `value`, keys of objects left out.
fn texts<'a>(value: &'a Value, found: &mut BTreeSet<&'a str>) {
    match value {
        Value::String(text) => {
            found.insert(text);
        }
        Value::Array(values) => values.iter().for_each(|value| texts(value, found)),
        Value::Object(fields) => fields.values().for_each(|value| texts(value, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) => (),
    }
}

/// The records of a register, as objects keyed by field.
pub fn register(register: &Register, table: &Table) -> Value {
    table.values().map(|row| object(register, row)).collect()
}

/// One record as an object keyed by field; what is hidden is masked.
fn object(register: &Register, row: &Row) -> Value {
    let fields = register.fields.iter().zip(row).map(|(field, value)| {
        (field.key.to_owned(), mask(field, value.as_ref()).map_or(Value::Null, |value| value.to_json()))
    });
    Value::Object(fields.collect())
}

/// A typed record, masked.
fn record<R: Record>(record: &R) -> Value {
    object(R::REGISTER, &record.to_row())
}

/// Typed records, masked.
fn records<'r, R: Record + 'r>(of: impl Iterator<Item = &'r R>) -> Value {
    of.map(record).collect()
}

/// Typed records, each with where it stands.
fn judged<'r, R: Record + 'r>(of: impl Iterator<Item = &'r R>, state: impl Fn(&R) -> Value) -> Value {
    let with_state = |one: &'r R| {
        let mut object = record(one);
        object["state"] = state(one);
        object
    };
    of.map(with_state).collect()
}

/// All about one enterprise; `None` where there is none of that code.
pub fn enterprise(v: &View, uscc: &str) -> Option<Value> {
    let enterprise = v.zone.enterprise(uscc)?;
    let year = v.year();
    let supplies = || v.zone.supplies_of(uscc).filter(|r| r.year == year);
    let plants = || v.zone.plants_of(uscc);
    let gaps =
        v.diagnosis.gaps.iter().filter(|gap| gap.buyers.iter().any(|buyer| buyer.enterprise.as_deref() == Some(uscc)));
    let pairs =
        v.diagnosis.matches.iter().flat_map(|matched| matched.pairs.iter().map(|pair| (&matched.product, pair)));
    let pairs = pairs.filter(|(_, pair)| pair.maker == uscc || pair.buyer.as_deref() == Some(uscc));
    let statuses = v.zone.projects_of(uscc).map(|project| project_status_of(v.zone, project, v.today));
    Some(json!({
        "year": year,
        "enterprise": record(enterprise),
        "projects": statuses.collect::<Vec<_>>(),
        "buys": records(supplies().filter(|r| r.customer == uscc)),
        "sells": records(supplies().filter(|r| r.supplier == uscc)),
        "gaps": gaps.map(|gap| &gap.product).collect::<Vec<_>>(),
        "matches": pairs.map(|(product, pair)| json!({ "product": product, "pair": pair })).collect::<Vec<_>>(),
        "plants": records(plants()),
        "outputs": records(plants().flat_map(|plant| v.zone.outputs(&plant.id))),
        "profiles": plants().map(|plant| without_peers(v, plant)).collect::<Vec<_>>(),
        "annuals": records(v.zone.annuals(uscc).iter()),
        "difficulties": judged(v.zone.difficulties_of(uscc), |r| json!(difficulty_state(r, v.today))),
        "promises": judged(v.zone.promises_of(uscc), |r| json!(promise_state(r, v.today))),
        "hazards": judged(v.zone.hazards_of(uscc), |r| json!(hazard_state(r, v.today))),
    }))
}

/// The process profile of a plant; its place among too few peers is left out.
fn without_peers(v: &View, plant: &yanlian_model::registers::Plant) -> Value {
    let mut profile = plant_profile(v.zone, plant, v.year());
    for judged in &mut profile.judged {
        judged.rank = judged.rank.filter(|(_, of)| *of > crate::pages::PEERS);
    }
    json!(profile)
}

/// All about one product; `None` where there is none of that id.
pub fn product(v: &View, id: &str) -> Option<Value> {
    let product = v.zone.product(id)?;
    let diagnosis = v.diagnosis;
    Some(json!({
        "year": v.year(),
        "product": record(product),
        "prices": records(v.zone.prices(id).iter()),
        "balance": diagnosis.balance_of(id),
        "gap": diagnosis.gaps.iter().find(|gap| gap.product == id),
        "match": diagnosis.matches.iter().find(|matched| matched.product == id),
        "extensions": diagnosis.extensions.iter().filter(|step| step.feedstock == id).map(|step| &step.process).collect::<Vec<_>>(),
        "made_by": v.zone.processes_making(id).iter().map(|process| &process.id).collect::<Vec<_>>(),
        "taken_by": taken_by(v, id),
    }))
}

/// The product space with the zone in it; `None` where no reference is registered.
pub fn product_space(v: &View) -> Option<Value> {
    Some(with_names(v, crate::pages::space_json(v)?))
}

/// The zone's input-output table, worked out; `None` where nothing priced is made.
pub fn io(v: &View) -> Option<Value> {
    Some(with_names(v, crate::pages::io_json(v)?))
}

/// Processes of the library that take a product in.
fn taken_by<'v>(v: &View<'v>, product: &str) -> Vec<&'v str> {
    let takes = |process: &&Process| Recipe::of_process(v.zone, process).input(product).is_some();
    v.registers().processes.iter().filter(takes).map(|process| process.id.as_str()).collect()
}

/// The projects with how each stands, and the zone's projects in figures.
pub fn projects(v: &View) -> Value {
    let registers = v.registers();
    let statuses = project_status(v.zone, v.today);
    let summary = project_summary(registers, &statuses);
    let projects = registers.projects.iter().zip(&statuses).map(|(project, status)| {
        let milestones = v.zone.milestones(&project.id).iter();
        json!({ "project": record(project), "status": status, "milestones": records(milestones) })
    });
    json!({ "today": v.day(), "summary": summary, "projects": projects.collect::<Vec<_>>() })
}

/// Difficulties, promises, directives and hazards with where each stands, and the service in figures.
pub fn service(v: &View) -> Value {
    let registers = v.registers();
    json!({
        "today": v.day(),
        "summary": service_summary(registers, v.today),
        "difficulties": judged(registers.difficulties.iter(), |r| json!(difficulty_state(r, v.today))),
        "promises": judged(registers.promises.iter(), |r| json!(promise_state(r, v.today))),
        "directives": judged(registers.directives.iter(), |r| json!(directive_state(r, v.today))),
        "hazards": judged(registers.hazards.iter(), |r| json!(hazard_state(r, v.today))),
    })
}

/// Whose stop would spread, on which terms, and the network that it is computed from.
pub fn shutdowns(v: &View, shutdowns: &Shutdowns) -> Value {
    let ranking = shutdowns.of_question(v.zone, &v.diagnosis.question);
    with_names(
        v,
        json!({
            "year": v.year(),
            "epsilon": shutdowns.terms.epsilon(),
            "substitution": shutdowns.terms.substitution(),
            "ranking": ranking,
            "links": shutdowns.zone.links,
            "findings": shutdowns.zone.findings,
        }),
    )
}

/// What stops when one firm stops; `null` in `stop` where it is of no network. `None` where there is
/// no such enterprise.
pub fn shutdown(v: &View, shutdowns: &Shutdowns, uscc: &str) -> Option<Value> {
    v.zone.enterprise(uscc)?;
    Some(with_names(
        v,
        json!({
            "year": v.year(),
            "epsilon": shutdowns.terms.epsilon(),
            "substitution": shutdowns.terms.substitution(),
            "enterprise": uscc,
            "stop": shutdowns.shutdown_of(v.zone, uscc),
        }),
    ))
}

/// An answer with the names of all that it mentions.
fn with_names(v: &View, mut answer: Value) -> Value {
    let names = names(v, &answer);
    answer["names"] = names;
    answer
}

/// The directory, each company with what it makes and what it could fill or extend here.
pub fn candidates(v: &View) -> Value {
    let fits = crate::pages::Fits::of(v);
    let companies = v.registers().directory.iter().map(|company| {
        let code = company.code.as_str();
        json!({
            "company": record(company),
            "products": fits.offers(code).iter().map(|offer| json!({ "product": offer.product, "share": offer.share })).collect::<Vec<_>>(),
            "gaps": fits.gaps(code).iter().map(|gap| &gap.product).collect::<Vec<_>>(),
            "gap_value_cny": fits.value(code),
            "extensions": fits.steps(code).iter().map(|step| &step.process).collect::<Vec<_>>(),
        })
    });
    companies.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Settings, Theme, View, pages};
    use chrono::NaiveDate;
    use yanlian_analysis::{Question, Zone, diagnose};
    use yanlian_model::registers::Enterprise;
    use yanlian_model::{Lang, MASK, Provenance, Registers};

    const USCC: &str = "91000000MA0000007C";
    const CONTACT: &str = "Someone Private";

    fn with_a_contact(test: impl FnOnce(&View)) {
        let enterprise = Enterprise {
            uscc: USCC.to_owned(),
            name: "示例钛业有限公司".to_owned(),
            name_en: None,
            gbt4754: None,
            status: None,
            founded: None,
            scale: None,
            address: None,
            contact_name: Some(CONTACT.to_owned()),
            contact_phone: None,
            provenance: Provenance::default(),
        };
        let zone = Zone::new(Registers { enterprises: vec![enterprise].into(), ..Registers::default() });
        let today = NaiveDate::from_ymd_opt(2026, 3, 20).unwrap();
        let diagnosis = diagnose(&zone, &Question::new(2025, today));
        let settings = Settings { lang: Lang::En, theme: Theme::Light, path: "/".to_owned(), demo: false };
        test(&View::new(settings, &zone, &diagnosis, today));
    }

    #[test]
    fn a_contact_is_masked_in_json_and_on_the_page() {
        with_a_contact(|v| {
            let answer = enterprise(v, USCC).unwrap();
            assert_eq!(answer["enterprise"]["contact_name"], MASK);
            assert_eq!(answer["enterprise"]["contact_phone"], Value::Null);
            let page = pages::enterprise(v, USCC).unwrap().unwrap();
            assert!(page.contains(MASK) && !page.contains(CONTACT));
        });
    }

    #[test]
    fn what_is_not_registered_has_no_answer() {
        with_a_contact(|v| {
            assert_eq!(enterprise(v, "nobody"), None);
            assert_eq!(product(v, "nothing"), None);
            assert_eq!(pages::gap(v, "nothing").unwrap(), None);
            assert_eq!(pages::candidate(v, "nobody").unwrap(), None);
        });
    }
}
