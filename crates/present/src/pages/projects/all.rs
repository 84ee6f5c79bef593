//! How are the projects going? The pipeline by stage, and each project's plan against what came of it.

use super::{Fit, finish_passed, makes, money};
use crate::link::Link;
use crate::pages::list::Select;
use crate::parts::{Badge, Fig};
use crate::{View, format};
use askama::Template;
use serde::Deserialize;
use yanlian_analysis::{ProjectState, ProjectStatus, ProjectSummary, project_status_of, project_summary};
use yanlian_model::registers::Project;
use yanlian_model::{Figure, Message, ProjectStage, Registers};

/// Which projects are listed; an empty word stands for all.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct ProjectsQuery {
    /// A stage by its key.
    pub stage: String,
    /// A state by its name in JSON.
    pub state: String,
    /// `gap`, `step` or `none`: what of the diagnosis it would answer.
    pub fit: String,
}

/// The states to choose from, the most pressing first.
const STATES: [ProjectState; 6] = [
    ProjectState::Stalled,
    ProjectState::Late,
    ProjectState::Ontime,
    ProjectState::Unknown,
    ProjectState::Done,
    ProjectState::Dropped,
];

#[derive(Template)]
#[template(path = "projects/all.html")]
struct Page<'v> {
    v: &'v View<'v>,
    title: String,
    rail: &'static str,
    help: &'static str,
    lead: String,
    board: Vec<Column>,
    selects: [Select; 3],
    filtered: bool,
    shown: String,
    lines: Vec<Line>,
    registered: bool,
}

/// One stage of the pipeline.
struct Column {
    label: &'static str,
    href: String,
    count: usize,
    investment: String,
}

/// One project.
struct Line {
    project: Link,
    investor: String,
    makes: Option<Link>,
    process: Option<Link>,
    fit: Fit,
    stage: &'static str,
    since: String,
    progress: Option<Progress>,
    performance: Option<Fig>,
    investment: String,
    invested: String,
    badge: Badge,
    late: String,
    planned_finish: String,
    finish: String,
    finish_passed: bool,
}

/// Planned and actual progress, in words and as a bar of 100 by 8.
struct Progress {
    planned: String,
    actual: String,
    planned_at: f64,
    actual_to: f64,
}

/// The page of all projects, narrowed to the chain that is looked at.
pub fn projects(v: &View, query: &ProjectsQuery) -> askama::Result<String> {
    let of_chain = Registers { projects: of_chain(v).into(), ..Registers::default() };
    let statuses: Vec<_> = of_chain.projects.iter().map(|p| project_status_of(v.zone, p, v.today)).collect();
    let summary = project_summary(&of_chain, &statuses);
    let mut lines: Vec<(ProjectState, Line)> = Vec::new();
    for (project, status) in of_chain.projects.iter().zip(&statuses) {
        let fit = Fit::of(v, project);
        if answers(query, project, status, &fit) {
            lines.push((status.state, line(v, project, status, fit)));
        }
    }
    let urgency = |state: &ProjectState| STATES.iter().position(|other| other == state);
    lines.sort_by_key(|(state, _)| urgency(state));
    let shown = Message::new("projects-shown").with("shown", lines.len()).with("all", of_chain.projects.len());
    let page = Page {
        v,
        title: v.t("projects-title"),
        rail: "projects",
        help: "projects-help",
        lead: lead(v, &summary, &statuses),
        board: board(v, &of_chain.projects, &summary),
        selects: selects(v, query),
        filtered: lines.len() < of_chain.projects.len(),
        shown: v.say(&shown),
        lines: lines.into_iter().map(|(_, line)| line).collect(),
        registered: !of_chain.projects.is_empty(),
    };
    page.render()
}

/// The projects whose process belongs to the chain that is looked at; all where none is.
fn of_chain(v: &View) -> Vec<Project> {
    let chain = |project: &Project| v.zone.process(project.process.as_deref()?)?.chain.as_deref();
    let wanted = |project: &&Project| v.chain().is_empty() || chain(project) == Some(v.chain());
    v.registers().projects.iter().filter(wanted).cloned().collect()
}

fn lead(v: &View, summary: &ProjectSummary, statuses: &[ProjectStatus]) -> String {
    if statuses.is_empty() {
        return v.t("projects-lead-empty");
    }
    let alive =
        statuses.iter().filter(|status| !matches!(status.state, ProjectState::Done | ProjectState::Dropped)).count();
    let message = Message::new("projects-lead")
        .with("count", statuses.len())
        .with("alive", alive)
        .with("investment", at_least(v, summary.investment_cny, summary.without_investment))
        .with("late", summary.late)
        .with("stalled", summary.stalled);
    v.say(&message)
}

/// A sum in which some amounts are missing is a lower bound, and unknown where all are.
fn at_least(v: &View, sum: f64, missing: usize) -> String {
    match missing {
        0 => format::money(sum, v.lang()),
        _ if sum == 0.0 => v.t("figure-unknown"),
        _ => v.t1("figure-at-least", "low", format::money(sum, v.lang())),
    }
}

fn board(v: &View, projects: &[Project], summary: &ProjectSummary) -> Vec<Column> {
    let column = |(stage, count): &(ProjectStage, usize)| {
        let amounts: Vec<Option<f64>> =
            projects.iter().filter(|project| project.stage == *stage).map(|project| project.investment_cny).collect();
        let missing = amounts.iter().filter(|amount| amount.is_none()).count();
        Column {
            label: v.label(&stage.choice().label),
            href: v.href(&format!("/projects?stage={}", stage.choice().key)),
            count: *count,
            investment: if *count == 0 {
                String::new()
            } else {
                at_least(v, amounts.into_iter().flatten().sum(), missing)
            },
        }
    };
    summary.by_stage.iter().map(column).collect()
}

/// What a project may answer.
const FITS: [&str; 3] = ["gap", "step", "none"];

/// The filters; the first entry of each stands for all.
fn selects(v: &View, query: &ProjectsQuery) -> [Select; 3] {
    let any = |id: &str| [(String::new(), v.t(id))].into_iter();
    let stages = ProjectStage::ALL.iter().map(|stage| stage.choice());
    let stages = stages.map(|stage| (stage.key.to_owned(), v.label(&stage.label).to_owned()));
    v.expect("stage", &query.stage, ProjectStage::ALL.iter().map(|stage| stage.choice().key));
    v.expect("state", &query.state, STATES.map(name).iter().map(String::as_str));
    v.expect("fit", &query.fit, FITS);
    let states = STATES.iter().map(|state| (name(*state), v.state(state)));
    let fits = FITS.into_iter().map(|fit| (fit.to_owned(), v.t(&format!("projects-fit-{fit}"))));
    [
        Select::new(v, "stage", "projects-stage", &query.stage, any("projects-any-stage").chain(stages)),
        Select::new(v, "state", "projects-state", &query.state, any("projects-any-state").chain(states)),
        Select::new(v, "fit", "projects-fit", &query.fit, any("projects-any-fit").chain(fits)),
    ]
}

/// The name of a state in JSON.
fn name(state: ProjectState) -> String {
    serde_json::to_value(state).ok().and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default()
}

fn answers(query: &ProjectsQuery, project: &Project, status: &ProjectStatus, fit: &Fit) -> bool {
    let fits = match query.fit.as_str() {
        "gap" => fit.gap.is_some(),
        "step" => fit.step.is_some(),
        "none" => fit.gap.is_none() && fit.step.is_none(),
        _ => true,
    };
    fits && (query.stage.is_empty() || query.stage == project.stage.choice().key)
        && (query.state.is_empty() || query.state == name(status.state))
}

fn line(v: &View, project: &Project, status: &ProjectStatus, fit: Fit) -> Line {
    let day = |date: Option<chrono::NaiveDate>| date.map_or_else(|| v.t("figure-unknown"), format::date);
    let investor = project.enterprise.as_ref().map(|enterprise| v.name("enterprises", enterprise));
    Line {
        project: v.link("projects", &project.id),
        investor: investor.or_else(|| project.investor.clone()).unwrap_or_default(),
        makes: makes(v, project),
        process: project.process.as_ref().map(|process| v.link("processes", process)),
        fit,
        stage: v.label(&project.stage.choice().label),
        since: day(project.stage_since),
        progress: status.planned.zip(status.actual).map(|(planned, actual)| Progress {
            planned: format::percent(planned),
            actual: format::percent(actual),
            planned_at: (planned * 100.0).round(),
            actual_to: (actual * 100.0).round(),
        }),
        performance: status
            .schedule_performance
            .map(|spi| v.fig(&Figure::exact(spi), "1", "formula-schedule-performance")),
        investment: money(v, project.investment_cny),
        invested: money(v, project.invested_cny),
        badge: Badge::of(v, status.state),
        late: status.late_milestones.join(&v.t("list-separator")),
        planned_finish: day(status.planned_finish),
        finish: day(status.forecast_finish),
        finish_passed: finish_passed(v, status),
    }
}
