//! How is the project going?
//!
//! Over the milestones of a project on a day: planned progress = weight of the milestones due by that
//! day / all weight; actual progress = weight of those reached / all weight; schedule performance =
//! actual / planned; investment performance = invested / planned payments to date. Forecast finish,
//! two ways and both shown: the plan from first to last milestone stretched by 1 / schedule
//! performance; and the latest of the milestones' own forecasts (else actual, else planned) dates.
//!
//! *Late*: a due milestone is open. *Stalled*: nothing changed for 60 days (stage, milestone reached,
//! payment made, record's date). Source: earned-schedule practice; the 60 days are a convention of the
//! zone. Limits: a milestone without weight counts as 1; without milestones progress is unknown.

use crate::Zone;
use chrono::{Days, NaiveDate};
use serde::Serialize;
use yanlian_model::registers::{Milestone, Project, ProjectPayment};
use yanlian_model::{ProjectStage, Registers};

/// After so many days without change a project is stalled.
const STALLED_AFTER_DAYS: i64 = 60;

/// How a project stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ProjectState {
    /// A due milestone is open and nothing changed for 60 days.
    Stalled,
    /// A due milestone is open.
    Late,
    /// No due milestone is open.
    Ontime,
    /// In production.
    Done,
    /// Dropped.
    Dropped,
    /// It has no milestones to judge by.
    Unknown,
}

/// The progress of one project on a day.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ProjectStatus {
    /// The project.
    pub project: String,
    /// How it stands.
    pub state: ProjectState,
    /// Weight due over all weight, 0 to 1.
    pub planned: Option<f64>,
    /// Weight reached over all weight, 0 to 1.
    pub actual: Option<f64>,
    /// actual / planned.
    pub schedule_performance: Option<f64>,
    /// Invested over planned payments to date.
    pub investment_performance: Option<f64>,
    /// The last milestone's planned date.
    pub planned_finish: Option<NaiveDate>,
    /// The plan stretched by schedule performance.
    pub stretched_finish: Option<NaiveDate>,
    /// The latest of the milestones' own dates.
    pub forecast_finish: Option<NaiveDate>,
    /// When something last changed.
    pub last_change: Option<NaiveDate>,
    /// Due milestones that are open.
    pub late_milestones: Vec<String>,
}

/// Every project on a day, in the order of the registers.
pub fn project_status(zone: &Zone, today: NaiveDate) -> Vec<ProjectStatus> {
    zone.registers.projects.iter().map(|project| project_status_of(zone, project, today)).collect()
}

/// One project on a day.
pub fn project_status_of(zone: &Zone, project: &Project, today: NaiveDate) -> ProjectStatus {
    let milestones: Vec<&Milestone> = zone.milestones(&project.id).iter().collect();
    let payments: Vec<&ProjectPayment> = zone.payments(&project.id).iter().collect();
    let reached = |m: &&Milestone| m.actual.is_some_and(|day| day <= today);
    let due = |m: &&Milestone| m.planned.is_some_and(|day| day <= today);
    let weight = |m: &Milestone| m.weight.unwrap_or(1.0);
    let all: f64 = milestones.iter().map(|m| weight(m)).sum();
    let part = |of: &dyn Fn(&&Milestone) -> bool| -> Option<f64> {
        (all > 0.0).then(|| milestones.iter().filter(|m| of(m)).map(|m| weight(m)).sum::<f64>() / all)
    };
    let (planned, actual) = (part(&due), part(&reached));
    let schedule_performance = actual.zip(planned).filter(|(_, planned)| *planned > 0.0).map(|(a, p)| a / p);
    let late: Vec<String> = milestones.iter().filter(|m| due(m) && !reached(m)).map(|m| m.name.clone()).collect();
    let last_change = last_change(project, &milestones, &payments, today);
    ProjectStatus {
        project: project.id.clone(),
        state: state(project, &milestones, &late, last_change, today),
        planned,
        actual,
        schedule_performance,
        investment_performance: investment_performance(project, &payments, today),
        planned_finish: milestones.iter().filter_map(|m| m.planned).max(),
        stretched_finish: stretched(&milestones, schedule_performance),
        forecast_finish: milestones.iter().filter_map(|m| m.actual.or(m.forecast).or(m.planned)).max(),
        last_change,
        late_milestones: late,
    }
}

fn state(
    project: &Project,
    milestones: &[&Milestone],
    late: &[String],
    last_change: Option<NaiveDate>,
    today: NaiveDate,
) -> ProjectState {
    let still = last_change.is_some_and(|day| (today - day).num_days() > STALLED_AFTER_DAYS);
    match project.stage {
        ProjectStage::Dropped => ProjectState::Dropped,
        ProjectStage::Production => ProjectState::Done,
        _ if still => ProjectState::Stalled,
        _ if !late.is_empty() => ProjectState::Late,
        _ if milestones.is_empty() => ProjectState::Unknown,
        _ => ProjectState::Ontime,
    }
}

fn last_change(
    project: &Project,
    milestones: &[&Milestone],
    payments: &[&ProjectPayment],
    today: NaiveDate,
) -> Option<NaiveDate> {
    let paid = payments.iter().filter(|p| p.actual_cny.is_some_and(|paid| paid > 0.0)).filter_map(|p| month_end(p));
    let reached = milestones.iter().filter_map(|m| m.actual);
    let records = [project.stage_since, project.provenance.as_of];
    paid.chain(reached).chain(records.into_iter().flatten()).filter(|day| *day <= today).max()
}

/// The last day of a payment's month.
fn month_end(payment: &ProjectPayment) -> Option<NaiveDate> {
    let (year, month) = (payment.month.year()?, payment.month.month()?);
    let next =
        if month == 12 { NaiveDate::from_ymd_opt(year + 1, 1, 1) } else { NaiveDate::from_ymd_opt(year, month + 1, 1) };
    next?.pred_opt()
}

fn investment_performance(project: &Project, payments: &[&ProjectPayment], today: NaiveDate) -> Option<f64> {
    let to_date = payments.iter().filter(|p| month_end(p).is_some_and(|end| end <= today));
    let planned: f64 = to_date.filter_map(|p| p.planned_cny).sum();
    let paid: Option<f64> = payments.iter().filter_map(|p| p.actual_cny).reduce(|a, b| a + b);
    (planned > 0.0).then(|| project.invested_cny.or(paid).map(|invested| invested / planned))?
}

fn stretched(milestones: &[&Milestone], schedule_performance: Option<f64>) -> Option<NaiveDate> {
    let performance = schedule_performance.filter(|performance| *performance > 0.0)?;
    let (first, last) =
        (milestones.iter().filter_map(|m| m.planned).min()?, milestones.iter().filter_map(|m| m.planned).max()?);
    let days = (last - first).num_days() as f64 / performance;
    first.checked_add_days(Days::new(days.round() as u64))
}

/// The zone's projects in figures.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ProjectSummary {
    /// How many stand at each stage, in the order of stages.
    pub by_stage: Vec<(ProjectStage, usize)>,
    /// Late and stalled ones among those that are not finished.
    pub late: usize,
    /// Of those, where nothing changed for 60 days.
    pub stalled: usize,
    /// Investment of all that are neither dropped nor unknown, CNY; a lower bound where some lack it.
    pub investment_cny: f64,
    /// Projects whose investment is not registered.
    pub without_investment: usize,
}

/// Sums up the projects.
pub fn project_summary(registers: &Registers, statuses: &[ProjectStatus]) -> ProjectSummary {
    let count = |stage| registers.projects.iter().filter(|project| project.stage == stage).count();
    let alive = || registers.projects.iter().filter(|project| project.stage != ProjectStage::Dropped);
    let standing = |state| statuses.iter().filter(|status| status.state == state).count();
    ProjectSummary {
        by_stage: ProjectStage::ALL.iter().map(|stage| (*stage, count(*stage))).collect(),
        late: standing(ProjectState::Late),
        stalled: standing(ProjectState::Stalled),
        investment_cny: alive().filter_map(|project| project.investment_cny).sum(),
        without_investment: alive().filter(|project| project.investment_cny.is_none()).count(),
    }
}
