//! What is left of each limit in the planned years?
//!
//! headroom(r,t) = cap(r,t) − used(r): the cap of the latest registered year up to t, or the scenario's; the
//! use of the first planned year, or what monitors measured in it, or the use of the latest registered year
//! before it. Where there is none of these, what the plants' recipes add up to stands in, which is a lower
//! bound and said to be so. A limit that is
//! exceeded already leaves nothing. Where the scenario softens a limit, a unit beyond it costs what is set.

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

/// The use of the first planned year by monitors, and by recipes where there are none.
fn measured(source: &Source, resource: &str, findings: &mut Vec<Finding>) -> Option<f64> {
    let question = &source.diagnosis.question;
    let measured = question.measured_in(resource, source.years[0])?;
    let running = running(source.zone, question, &mut Vec::new());
    let used = derived_use(source.zone, &running, resource, Some(measured)).low();
    let outlets = of_outlets(source.zone, measured).low();
    let message = Message::new("plan-limit-measured")
        .with("used", (used, source.zone.unit(resource, false)))
        .with("measured", (outlets, source.zone.unit(resource, false)))
        .with("outlets", measured.outlets)
        .with("through", measured.through.to_string());
    findings.push(about(Severity::Note, "limits", resource, message));
    Some(used)
}

fn limit(source: &Source, resource: &str, findings: &mut Vec<Finding>) -> Option<Limit> {
    let (set, unit) = (source.value(PlanSubject::Limit, resource), source.zone.unit(resource, false));
    let cap = |year: i32| set.or(registered_cap(source.zone, resource, year));
    let caps: Option<Vec<f64>> = source.years.iter().map(|year| cap(*year)).collect();
    let Some(caps) = caps else {
        findings.push(about(Severity::Warning, "limits", resource, Message::new("plan-limit-without-cap")));
        return None;
    };
    let registered = used_in(source.zone, resource, source.years[0])
        .or_else(|| measured(source, resource, findings))
        .or_else(|| latest(source.zone, resource, source.years[0], |row| row.used));
    let used = registered.unwrap_or_else(|| {
        let derived = source.diagnosis.limits.iter().find(|limit| limit.resource == resource);
        let derived = derived.map_or(0.0, |limit| limit.used.low());
        findings.push(about(
            Severity::Note,
            "limits",
            resource,
            Message::new("plan-limit-derived").with("used", (derived, unit)),
        ));
        derived
    });
    let headroom: Vec<f64> = caps.iter().map(|cap| cap - used).collect();
    if let Some(over) = headroom.iter().copied().min_by(f64::total_cmp).filter(|least| *least < 0.0) {
        findings.push(about(
            Severity::Warning,
            "limits",
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

/// A limit of which no option's recipe says how much it uses cannot be kept by the plan.
pub(super) fn unused(model: &Model, findings: &mut Vec<Finding>) {
    let uses = model.options.iter().flat_map(|option| &option.uses).map(|of| of.limit.as_str());
    let disposed = model.goods.iter().filter_map(|good| good.disposal.as_ref()?.limit.as_deref());
    let used: BTreeSet<&str> = uses.chain(disposed).collect();
    for limit in model.limits.iter().filter(|limit| !used.contains(limit.id.as_str())) {
        findings.push(about(Severity::Note, "limits", &limit.id, Message::new("plan-limit-unused")));
    }
}
