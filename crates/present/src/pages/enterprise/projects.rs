//! How is the project going?

use super::{Part, Question};
use crate::View;
use crate::format;
use crate::grid::{Cell, Grid, Head, Origin, yuan};
use crate::parts::Badge;
use chrono::NaiveDate;
use yanlian_analysis::{ProjectState, ProjectStatus, project_status_of};
use yanlian_model::registers::{Milestone, Project};
use yanlian_model::{Message, ProjectStage};

pub(super) fn question(v: &View, uscc: &str) -> Question {
    let projects = v.zone.projects_of(uscc);
    let projects: Vec<(&Project, ProjectStatus)> =
        projects.map(|project| (project, project_status_of(v.zone, project, v.today))).collect();
    Question { title: v.t("question-1"), answer: vec![answer(v, &projects)], parts: parts(v, &projects) }
}

fn answer(v: &View, projects: &[(&Project, ProjectStatus)]) -> String {
    if projects.is_empty() {
        return v.t("enterprise-no-project");
    }
    let count = |wanted: &[ProjectState]| projects.iter().filter(|(_, s)| wanted.contains(&s.state)).count();
    let message = Message::new("enterprise-projects-answer")
        .with("count", projects.len())
        .with("done", projects.iter().filter(|(p, _)| p.stage == ProjectStage::Production).count())
        .with("ontime", count(&[ProjectState::Ontime]))
        .with("late", count(&[ProjectState::Late, ProjectState::Stalled]));
    v.say(&message)
}

fn parts(v: &View, projects: &[(&Project, ProjectStatus)]) -> Vec<Part> {
    if projects.is_empty() {
        return Vec::new();
    }
    let mut parts = vec![Part::table(v, "enterprise-projects", progress(v, projects))];
    let milestones: Vec<Vec<Cell>> = projects.iter().flat_map(|(project, _)| milestones(v, project)).collect();
    let heads = [
        Head::Text("grid-milestone"),
        Head::Text("grid-project"),
        Head::Text("grid-state"),
        Head::Number("grid-planned"),
        Head::Number("grid-forecast"),
        Head::Text("grid-source"),
    ];
    let caption = v.t("enterprise-milestones");
    let grid = Grid::new(v, caption, "enterprise-no-milestone", &heads, milestones);
    parts.push(Part::table(v, "enterprise-milestones", grid));
    parts
}

fn progress(v: &View, projects: &[(&Project, ProjectStatus)]) -> Grid {
    let heads = [
        Head::Text("grid-project"),
        Head::Text("grid-stage"),
        Head::Text("grid-state"),
        Head::Number("grid-progress-planned"),
        Head::Number("grid-progress-actual"),
        Head::Number("grid-schedule"),
        Head::Money("grid-investment"),
        Head::Money("grid-invested"),
        Head::Text("grid-finish"),
        Head::Text("grid-source"),
    ];
    let share = |share: Option<f64>| Cell::Text(share.map_or_else(|| v.t("figure-unknown"), format::percent));
    let rows = projects.iter().map(|(project, status)| {
        vec![
            v.link("projects", &project.id).into(),
            v.label(&project.stage.choice().label).to_owned().into(),
            Badge::of(v, status.state).into(),
            share(status.planned),
            share(status.actual),
            share(status.schedule_performance),
            yuan(v, project.investment_cny),
            yuan(v, project.invested_cny),
            finish(v, status),
            Origin::of(v, *project, &project.provenance).into(),
        ]
    });
    Grid::new(v, v.t("enterprise-projects"), "enterprise-no-project", &heads, rows.collect())
}

/// When it was to be finished, and when it will be, computed both ways.
fn finish(v: &View, status: &ProjectStatus) -> Cell {
    let ways = [
        ("grid-finish-planned", status.planned_finish),
        ("grid-finish-stretched", status.stretched_finish),
        ("grid-finish-forecast", status.forecast_finish),
    ];
    let line = |(id, day): (&str, Option<NaiveDate>)| {
        Cell::Text(v.t1(id, "day", day.map_or_else(|| v.t("figure-unknown"), format::date)))
    };
    Cell::All(ways.into_iter().map(line).collect())
}

/// A date, or the word for unknown.
pub(super) fn date(v: &View, date: Option<NaiveDate>) -> Cell {
    date.map_or_else(|| v.t("figure-unknown"), format::date).into()
}

/// The milestones of a project that are still open, in the order of their planned dates.
fn milestones(v: &View, project: &Project) -> Vec<Vec<Cell>> {
    let ended = matches!(project.stage, ProjectStage::Production | ProjectStage::Dropped);
    let open = |m: &&Milestone| !ended && m.actual.is_none_or(|day| day > v.today);
    let mut milestones: Vec<&Milestone> = v.zone.milestones(&project.id).iter().filter(open).collect();
    milestones.sort_by(|a, b| (a.planned, &a.name).cmp(&(b.planned, &b.name)));
    let row = |milestone: &Milestone| {
        let due = milestone.planned.is_some_and(|day| day < v.today);
        vec![
            milestone.name.clone().into(),
            v.link("projects", &project.id).into(),
            Badge::of(v, if due { "overdue" } else { "open" }).into(),
            date(v, milestone.planned),
            date(v, milestone.forecast),
            Origin::of(v, milestone, &milestone.provenance).into(),
        ]
    };
    milestones.into_iter().map(row).collect()
}
