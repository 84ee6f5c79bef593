//! The briefing on projects, service, limits and targets, and on how fresh the figures are.

use super::paper::{Part, Section, first, most};
use crate::grid::{Cell, Grid, Head};
use crate::pages::{today, zone::targets_said};
use crate::{Link, View, tables};
use chrono::NaiveDate;
use yanlian_analysis::{
    DueState, Headroom, ProjectState, difficulty_state, directive_state, project_status, project_summary,
    promise_state, service_summary, target_paths,
};
use yanlian_model::{Figure, Kind, Message, Records, Register, Value, registers};

/// Q1: how the projects are going.
pub(super) fn projects(v: &View) -> Section {
    let statuses = project_status(v.zone, v.today);
    let summary = project_summary(v.registers(), &statuses);
    let stages = summary.by_stage.iter().filter(|(_, count)| *count > 0);
    let stages = stages.map(|(stage, count)| format!("{} {count}", v.label(&stage.choice().label)));
    let stages = stages.collect::<Vec<_>>().join(&v.t("list-separator"));
    let troubled = v.registers().projects.iter().zip(&statuses);
    let troubled = troubled.filter(|(_, s)| matches!(s.state, ProjectState::Late | ProjectState::Stalled));
    let (shown, more) = first(v, troubled);
    let columns = ["project", "state", "planned", "actual", "forecast", "late"];
    let table = tables::projects(v).table(v.t("brief-late"), "list-none", &columns, shown);
    Section {
        heading: v.t("brief-projects"),
        answers: vec![today::projects(v, &summary), v.t1("brief-stages", "stages", stages)],
        parts: vec![Part::new(v, "brief-late", v.t("brief-late-answer")).with(v, &table, more)],
    }
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
    let answer = v.t1("brief-difficulties-answer", "count", overdue.clone().count());
    let (shown, more) = most(v, overdue);
    let columns = ["enterprise", "text", "owner", "promised"];
    let table = tables::difficulties(v).table(v.t("brief-difficulties"), "list-none", &columns, shown);
    Part::new(v, "brief-difficulties", answer).with(v, &table, more)
}

fn promises(v: &View) -> Part {
    let overdue = v.registers().promises.iter().filter(|p| promise_state(p, v.today) == DueState::Overdue);
    let answer = v.t1("brief-promises-answer", "count", overdue.clone().count());
    let (shown, more) = most(v, overdue);
    let columns = ["office", "text", "enterprise", "due"];
    let table = tables::promises(v).table(v.t("brief-promises"), "list-none", &columns, shown);
    Part::new(v, "brief-promises", answer).with(v, &table, more)
}

fn directives_overdue(v: &View) -> Part {
    let overdue = v.registers().directives.iter().filter(|d| directive_state(d, v.today) == DueState::Overdue);
    let answer = v.t1("brief-directives-overdue", "count", overdue.clone().count());
    let (shown, more) = most(v, overdue);
    let table = tables::directives(v).table(v.t("brief-directives"), "list-none", &["text", "owner", "due"], shown);
    Part::new(v, "brief-directives", answer).with(v, &table, more)
}

/// The zone's limits, and the targets of the year.
pub(super) fn limits_and_targets(v: &View) -> Section {
    let limits = &v.diagnosis.limits;
    let count = |headroom| limits.iter().filter(|limit| limit.headroom() == headroom).count();
    let (over, tight) = (count(Headroom::Exceeded), count(Headroom::Tight));
    let targets = v.registers().targets.iter().filter(|target| target.period.year() == Some(v.year()));
    let (limits_shown, more_limits) = most(v, limits);
    let limit_columns = ["resource", "state", "cap", "used", "left", "share"];
    let limit_table = tables::limits(v).table(v.t("brief-limits"), "list-none", &limit_columns, limits_shown);
    let (targets_shown, more_targets) = most(v, targets);
    let target_columns = ["indicator", "period", "target", "actual", "state"];
    let target_table = tables::targets(v).table(v.t("brief-targets"), "list-none", &target_columns, targets_shown);
    let limits_answer =
        Message::new("brief-limits-answer").with("count", limits.len()).with("tight", tight).with("over", over);
    let targets_answer = targets_said(v, &target_paths(v.zone, v.year(), v.today));
    Section {
        heading: v.t("brief-zone"),
        answers: vec![v.say(&limits_answer), targets_answer],
        parts: vec![
            Part::new(v, "brief-limits", String::new()).with(v, &limit_table, more_limits),
            Part::new(v, "brief-targets", String::new()).with(v, &target_table, more_targets),
        ],
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
    let day = |day: Option<NaiveDate>| -> Cell { day.map_or_else(|| v.t("figure-unknown").into(), Cell::Date) };
    let row = |age: Age| {
        vec![
            Link::to(v.href(&format!("/data/{}", age.register)), age.label).into(),
            age.records.into(),
            age.unsourced.into(),
            age.undated.into(),
            day(age.oldest),
            day(age.newest),
        ]
    };
    let heads = [
        Head::Text("brief-register"),
        Head::Number("brief-records"),
        Head::Number("brief-unsourced"),
        Head::Number("brief-undated"),
        Head::Short("brief-oldest"),
        Head::Short("brief-newest"),
    ];
    let table = Grid::new(v, v.t("brief-fresh"), "list-none", &heads, ages.into_iter().map(row).collect());
    Section {
        heading: v.t("brief-data"),
        answers: vec![missing, v.say(&sources)],
        parts: vec![
            Part::new(v, "brief-fresh", String::new()).with(v, &table, String::new()),
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
