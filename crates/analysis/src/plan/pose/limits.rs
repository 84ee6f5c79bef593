//! What is left of each limit in the planned years?
//!
//! headroom(r,t) = cap(r,t) − used(r): the cap of the latest registered year up to t, or the scenario's; the
//! use of the first planned year. Where that is not registered, what monitors measured in it and recipes
//! add up to, if all of it is known; a lower bound of it would enlarge the headroom, so it counts only where
//! it is above the use of the latest registered year before, or above what the plants' recipes add up to
//! where none is registered. A limit that is exceeded already leaves nothing. Where the scenario softens a
//! limit, a unit beyond it costs what is set. What has no cap limits nothing.

use super::super::{Limit, Model};
use super::{Source, about};
use crate::Zone;
use crate::limits::{derived_use, of_outlets};
use crate::running::running;
use std::collections::BTreeSet;
use yanlian_model::registers;
use yanlian_model::{Finding, Message, PlanSubject, Severity};

/// Every registered limit that has a cap.
pub(super) fn limits(source: &Source, findings: &mut Vec<Finding>) -> Vec<Limit> {
    let registered = &source.zone.registers.limits;
    let resources: BTreeSet<&str> = registered.iter().map(|limit| limit.resource.as_str()).collect();
    resources.into_iter().filter_map(|resource| limit(source, resource, findings)).collect()
}

/// The latest figure of a limit's rows up to a year.
fn latest(zone: &Zone, resource: &str, year: i32, of: fn(&registers::Limit) -> Option<f64>) -> Option<f64> {
    let rows = zone.registers.limits.iter().filter(|row| row.resource == resource && row.year <= year);
    rows.filter_map(of).next_back()
}

/// The cap of a limit that is registered for a year, or for the latest year before it.
pub fn registered_cap(zone: &Zone, resource: &str, year: i32) -> Option<f64> {
    latest(zone, resource, year, |row| row.cap)
}

/// The use that is registered for a year itself.
fn used_in(zone: &Zone, resource: &str, year: i32) -> Option<f64> {
    zone.registers.limits.iter().find(|row| row.resource == resource && row.year == year)?.used
}

/// The use of the first planned year where none is registered for it.
fn not_registered(source: &Source, resource: &str, findings: &mut Vec<Finding>) -> f64 {
    let (zone, question) = (source.zone, &source.diagnosis.question);
    let unit = zone.unit(resource, false);
    let mut note = |message| findings.push(about(Severity::Note, "indicators", resource, message));
    let before = latest(zone, resource, source.years[0], |row| row.used);
    let running = running(zone, question, &mut Vec::new());
    let by_recipes = || derived_use(zone, &running, resource, None).low();
    let Some(measured) = question.measured_in(resource, source.years[0]) else {
        return before.unwrap_or_else(|| {
            let derived = by_recipes();
            note(Message::new("plan-limit-derived").with("used", (derived, unit)));
            derived
        });
    };
    let used = derived_use(zone, &running, resource, Some(measured));
    let floor = if used.value().is_some() { 0.0 } else { before.unwrap_or_else(by_recipes) };
    let counts = used.low().max(floor);
    let id = if floor > used.low() { "plan-limit-partly-measured" } else { "plan-limit-measured" };
    let message = Message::new(id)
        .with("used", (counts, unit))
        .with("measured", (of_outlets(zone, measured).low(), unit))
        .with("outlets", measured.outlets)
        .with("through", measured.through.to_string());
    note(message);
    counts
}

fn limit(source: &Source, resource: &str, findings: &mut Vec<Finding>) -> Option<Limit> {
    let (set, unit) = (source.value(PlanSubject::Limit, resource), source.zone.unit(resource, false));
    let cap = |year: i32| set.or(registered_cap(source.zone, resource, year));
    let caps: Vec<Option<f64>> = source.years.iter().map(|year| cap(*year)).collect();
    // A cap that is registered from a later year on is kept to from the beginning: what is built stays.
    let Some(first) = caps.iter().position(Option::is_some) else {
        findings.push(about(Severity::Warning, "indicators", resource, Message::new("plan-limit-without-cap")));
        return None;
    };
    if first > 0 {
        let message = Message::new("plan-limit-from-later").with("year", source.years[first].to_string());
        findings.push(about(Severity::Warning, "indicators", resource, message));
    }
    let caps: Vec<f64> = caps.iter().map(|cap| cap.or(caps[first]).unwrap_or_default()).collect();
    let registered = used_in(source.zone, resource, source.years[0]);
    let used = registered.unwrap_or_else(|| not_registered(source, resource, findings));
    let headroom: Vec<f64> = caps.iter().map(|cap| cap - used).collect();
    if let Some(over) = headroom.iter().copied().min_by(f64::total_cmp).filter(|least| *least < 0.0) {
        findings.push(about(
            Severity::Warning,
            "indicators",
            resource,
            Message::new("plan-limit-no-room").with("by", (-over, unit)),
        ));
    }
    Some(Limit {
        id: resource.to_owned(),
        headroom: headroom.into_iter().map(|left| left.max(0.0)).collect(),
        soft_charge: source.value(PlanSubject::SoftLimit, resource),
        step: None,
    })
}

/// Leaves out what options, plants and disposal would take of resources that have no limit.
pub(super) fn drop_unlimited(model: &mut Model, findings: &mut Vec<Finding>) {
    let limited: BTreeSet<String> = model.limits.iter().map(|limit| limit.id.clone()).collect();
    let mut unlimited = BTreeSet::new();
    let mut keep = |resource: &str| {
        let is_limited = limited.contains(resource);
        if !is_limited {
            unlimited.insert(resource.to_owned());
        }
        is_limited
    };
    let of_options = model.options.iter_mut().map(|option| &mut option.uses);
    for uses in of_options.chain(model.plants.iter_mut().map(|plant| &mut plant.uses)) {
        uses.retain(|of| keep(&of.limit));
    }
    for disposal in model.goods.iter_mut().filter_map(|good| good.disposal.as_mut()) {
        disposal.limit = disposal.limit.take().filter(|limit| keep(limit));
    }
    let note = |resource: &String| about(Severity::Note, "indicators", resource, Message::new("plan-without-limit"));
    findings.extend(unlimited.iter().map(note));
}

/// A limit of which no option's recipe says how much it uses cannot be kept by the plan.
pub(super) fn unused(model: &Model, findings: &mut Vec<Finding>) {
    let uses = model.options.iter().flat_map(|option| &option.uses).map(|of| of.limit.as_str());
    let disposed = model.goods.iter().filter_map(|good| good.disposal.as_ref()?.limit.as_deref());
    let used: BTreeSet<&str> = uses.chain(disposed).collect();
    for limit in model.limits.iter().filter(|limit| !used.contains(limit.id.as_str())) {
        findings.push(about(Severity::Note, "indicators", &limit.id, Message::new("plan-limit-unused")));
    }
}
