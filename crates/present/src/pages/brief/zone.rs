//! The briefing on projects, service, limits and targets, and on how fresh the figures are.

use super::paper::{Part, Section, Table, amount, bounds, joined, known, money_factor, words};
use crate::pages::{today, zone::targets_said};
use crate::{Link, View, format};
use chrono::NaiveDate;
use yanlian_analysis::{
    DueState, Headroom, ProjectState, difficulty_state, directive_state, project_status, project_summary,
    promise_state, service_summary, target_paths, target_state,
};
use yanlian_model::{Figure, Kind, Message, Records, Register, Value, registers};

/// Q1: how the projects are going.
pub(super) fn projects(v: &View) -> Section {
    let statuses = project_status(v.zone, v.today);
    let summary = project_summary(v.registers(), &statuses);
    let stages = summary.by_stage.iter().filter(|(_, count)| *count > 0);
    let stages = stages.map(|(stage, count)| format!("{} {count}", v.label(&stage.choice().label)));
    let stages = stages.collect::<Vec<_>>().join(&v.t("list-separator"));
    let troubled = statuses.iter().filter(|s| matches!(s.state, ProjectState::Late | ProjectState::Stalled));
    let heads = ["lists-project", "@lists-state", "#brief-planned", "#brief-actual", "@brief-forecast", "lists-late"];
    let table = Table::new(v, &heads, troubled, |status| {
        vec![
            v.link("projects", &status.project),
            words(v.state(status.state)),
            known(v, status.planned.map(|share| share * 100.0)),
            known(v, status.actual.map(|share| share * 100.0)),
            date(v, status.forecast_finish),
            joined(v, &status.late_milestones, String::clone),
        ]
    });
    Section {
        heading: v.t("brief-projects"),
        answers: vec![today::projects(v, &summary), v.t1("brief-stages", "stages", stages)],
        parts: vec![Part::new(v, "brief-late", v.t("brief-late-answer")).with(table.first(v))],
    }
}

fn date(v: &View, date: Option<NaiveDate>) -> Link {
    words(date.map_or_else(|| v.t("figure-unknown"), format::date))
}

/// Q4: difficulties, promises, directives.
pub(super) fn service(v: &View) -> Section {
    let summary = service_summary(v.registers(), v.today);
    let directives = Message::new("brief-directives-answer")
        .with("total", summary.directives.total())
        .with("done", summary.directives.done)
        .with("overdue", summary.directives.overdue);
    Section {
        heading: v.t("brief-service"),
        answers: vec![today::difficulties(v, &summary), today::promises(v, &summary), v.say(&directives)],
        parts: vec![difficulties(v), promises(v), directives_overdue(v)],
    }
}

fn difficulties(v: &View) -> Part {
    let overdue = v.registers().difficulties.iter().filter(|d| difficulty_state(d, v.today) == DueState::Overdue);
    let heads = ["lists-enterprise", "brief-text", "lists-owner", "@brief-promised"];
    let count = overdue.clone().count();
    let table = Table::new(v, &heads, overdue, |d| {
        let owner = d.owner.clone().unwrap_or_else(|| v.t("figure-unknown"));
        vec![v.link("enterprises", &d.enterprise), words(&d.text), words(owner), date(v, d.promised)]
    });
    Part::new(v, "brief-difficulties", v.t1("brief-difficulties-answer", "count", count)).with(table)
}

fn promises(v: &View) -> Part {
    let overdue = v.registers().promises.iter().filter(|p| promise_state(p, v.today) == DueState::Overdue);
    let heads = ["brief-office", "brief-text", "lists-enterprise", "@brief-due"];
    let count = overdue.clone().count();
    let table = Table::new(v, &heads, overdue, |p| {
        let office = p.office.clone().unwrap_or_else(|| v.t("figure-unknown"));
        let to = p.enterprise.as_ref().map_or_else(|| words(""), |code| v.link("enterprises", code));
        vec![words(office), words(&p.text), to, date(v, p.due)]
    });
    Part::new(v, "brief-promises", v.t1("brief-promises-answer", "count", count)).with(table)
}

fn directives_overdue(v: &View) -> Part {
    let overdue = v.registers().directives.iter().filter(|d| directive_state(d, v.today) == DueState::Overdue);
    let count = overdue.clone().count();
    let table = Table::new(v, &["brief-text", "lists-owner", "@brief-due"], overdue, |d| {
        let owner = d.owner.clone().unwrap_or_else(|| v.t("figure-unknown"));
        vec![words(&d.text), words(owner), date(v, d.due)]
    });
    Part::new(v, "brief-directives", v.t1("brief-directives-overdue", "count", count)).with(table)
}

/// The zone's limits, and the targets of the year.
pub(super) fn limits_and_targets(v: &View) -> Section {
    let limits = &v.diagnosis.limits;
    let count = |headroom| limits.iter().filter(|limit| limit.headroom() == headroom).count();
    let (over, tight) = (count(Headroom::Exceeded), count(Headroom::Tight));
    let targets = v.registers().targets.iter().filter(|target| target.period.year() == Some(v.year()));
    let limit_heads =
        ["brief-resource", "@lists-unit", "#brief-cap", "#brief-used", "#brief-left", "#brief-share-used"];
    let limit_table = Table::new(v, &limit_heads, limits, |limit| {
        vec![
            v.item(&limit.resource),
            words(v.unit(&limit.unit)),
            known(v, limit.cap),
            bounds(v, &limit.used, 1.0),
            limit.left.as_ref().map_or_else(|| words(v.t("figure-unknown")), |left| bounds(v, left, 1.0)),
            limit.share().map_or_else(|| words(v.t("figure-unknown")), |share| bounds(v, &share, 100.0)),
        ]
    });
    let target_heads =
        ["brief-indicator", "@brief-period", "@lists-unit", "#brief-target", "#brief-reached", "@lists-state"];
    let target_table = Table::new(v, &target_heads, targets, |target| {
        let (factor, unit) = target_unit(v, &target.indicator);
        let better = v.zone.indicator(&target.indicator).and_then(|indicator| indicator.better);
        vec![
            v.item(&target.indicator),
            words(&target.period.0),
            words(unit),
            known(v, target.target.map(|value| value * factor)),
            known(v, target.actual.map(|value| value * factor)),
            words(v.state(target_state(target, better, v.today))),
        ]
    });
    let limits_answer =
        Message::new("brief-limits-answer").with("count", limits.len()).with("tight", tight).with("over", over);
    let targets_answer = targets_said(v, &target_paths(v.zone, v.year(), v.today));
    Section {
        heading: v.t("brief-zone"),
        answers: vec![v.say(&limits_answer), targets_answer],
        parts: vec![
            Part::new(v, "brief-limits", String::new()).with(limit_table),
            Part::new(v, "brief-targets", String::new()).with(target_table),
        ],
    }
}

/// Money in what offices count in, anything else in its own unit.
fn target_unit(v: &View, indicator: &str) -> (f64, String) {
    match v.zone.unit(indicator, false) {
        "CNY" => (money_factor(v), v.t("lists-unit-money")),
        unit => (1.0, v.unit(unit)),
    }
}

/// What is unknown, and how old the records are on which the figures rest.
pub(super) fn freshness(v: &View) -> Section {
    let d = v.diagnosis;
    let figures = d.gaps.iter().map(|gap| &gap.value_cny).chain(d.extensions.iter().map(|step| &step.uplift_cny));
    let unknown: Figure = figures.chain(d.matches.iter().map(|matched| &matched.potential)).cloned().sum();
    let missing = match v.missing(&unknown) {
        none if none.is_empty() => v.t("brief-nothing-unknown"),
        missing => v.t1("brief-unknown-answer", "missing", missing),
    };
    let ages: Vec<Age> = ages(v).into_iter().filter(|age| age.records > 0).collect();
    let total: usize = ages.iter().map(|age| age.records).sum();
    let unsourced: usize = ages.iter().map(|age| age.unsourced).sum();
    let sources = Message::new("brief-fresh-answer").with("records", total).with("unsourced", unsourced);
    let heads =
        ["brief-register", "#brief-records", "#brief-unsourced", "#brief-undated", "@brief-oldest", "@brief-newest"];
    let table = Table::new(v, &heads, ages, |age| {
        vec![
            Link::to(v.href(&format!("/data/{}", age.register)), age.label),
            words(amount(age.records as f64)),
            words(amount(age.unsourced as f64)),
            words(amount(age.undated as f64)),
            date(v, age.oldest),
            date(v, age.newest),
        ]
    });
    Section {
        heading: v.t("brief-data"),
        answers: vec![missing, v.say(&sources)],
        parts: vec![
            Part::new(v, "brief-fresh", String::new()).with(table),
            Part::new(v, "brief-methods", v.t("brief-methods-answer")),
        ],
    }
}

/// How old the records of a register are.
struct Age {
    register: &'static str,
    label: String,
    records: usize,
    unsourced: usize,
    undated: usize,
    oldest: Option<NaiveDate>,
    newest: Option<NaiveDate>,
}

fn age(v: &View, register: &'static Register, records: &dyn Records) -> Age {
    let year = register.key_fields().find(|(_, field)| field.kind == Kind::Year).map(|(_, field)| field.key);
    let reported = Some(Value::Number(f64::from(v.year())));
    let counted = |at: &usize| year.is_none_or(|year| records.cell(*at, year) == reported);
    let counted = (0..records.count()).filter(counted).map(|at| records.provenance(at));
    let mut age = Age {
        register: register.name,
        label: v.label(&register.label).to_owned(),
        records: 0,
        unsourced: 0,
        undated: 0,
        oldest: None,
        newest: None,
    };
    for provenance in counted {
        age.records += 1;
        age.unsourced += usize::from(provenance.source.is_none());
        age.undated += usize::from(provenance.as_of.is_none());
        age.newest = age.newest.max(provenance.as_of);
        age.oldest = age.oldest.into_iter().chain(provenance.as_of).min();
    }
    age
}

/// The registers on which the answers rest; of what is kept by year, the reporting year's.
fn ages(v: &View) -> Vec<Age> {
    let briefed = registers::ALL.iter().filter(|register| register.briefed);
    briefed.filter_map(|register| Some(age(v, register, v.registers().of(register.name)?))).collect()
}
