//! One project: its milestones, its payments, when it will be ready, and what of the chain it serves.

use super::timeline::Timeline;
use super::{Fit, finish_passed, makes, money};
use crate::grid::Origin;
use crate::link::Link;
use crate::pages::lines::{Lines, Station};
use crate::parts::{Badge, Fig};
use crate::{View, format};
use askama::Template;
use chrono::NaiveDate;
use yanlian_analysis::{ProjectState, ProjectStatus, project_status_of};
use yanlian_model::registers::{Milestone, Project, ProjectPayment};
use yanlian_model::{Figure, Message};

#[derive(Template)]
#[template(path = "projects/one.html")]
struct Page<'v> {
    v: &'v View<'v>,
    title: String,
    rail: &'static str,
    help: &'static str,
    lead: String,
    badge: Badge,
    stage: &'static str,
    stage_since: String,
    facts: Facts,
    progress: Vec<(String, Option<Fig>)>,
    forecasts: Vec<(String, String, String)>,
    fit: Fit,
    needs: Vec<Link>,
    needed_by: Vec<Link>,
    excludes: Vec<Link>,
    timeline: Option<Timeline>,
    milestones: Vec<MilestoneLine>,
    without_evidence: usize,
    payments: Vec<PaymentLine>,
    paid: Option<Lines>,
    origin: Origin,
}

/// What is registered of the project itself.
struct Facts {
    enterprise: Option<Link>,
    investor: Option<String>,
    process: Option<Link>,
    makes: Option<Link>,
    owner: Option<String>,
    figures: Vec<(String, Option<String>)>,
    earliest_year: Option<i32>,
}

/// One milestone.
struct MilestoneLine {
    name: String,
    badge: Badge,
    weight: String,
    planned: String,
    forecast: String,
    actual: String,
    slip: String,
    evidence: Option<String>,
    evidence_missing: bool,
}

/// One month's payments, and their sums so far.
struct PaymentLine {
    month: String,
    planned: String,
    actual: String,
    planned_so_far: String,
    actual_so_far: String,
}

/// The page of a project; nothing where there is none of that id.
pub fn project(v: &View, id: &str) -> askama::Result<Option<String>> {
    let registers = v.registers();
    let Some(project) = v.zone.project(id) else { return Ok(None) };
    let status = &project_status_of(v.zone, project, v.today);
    let milestones = milestones_of(v, id);
    let payments: Vec<&ProjectPayment> = v.zone.payments(id).iter().collect();
    let so_far = so_far(&payments);
    let links = |ids: &[String]| ids.iter().map(|id| v.link("projects", id)).collect();
    let needed_by: Vec<String> = registers
        .projects
        .iter()
        .filter(|other| other.needs.iter().any(|need| need == id))
        .map(|other| other.id.clone())
        .collect();
    let milestone_lines: Vec<MilestoneLine> = milestones.iter().map(|m| milestone_line(v, m)).collect();
    let page = Page {
        v,
        title: project.name.clone(),
        rail: "projects",
        help: "project-help",
        lead: lead(v, project, status),
        badge: Badge::of(v, status.state),
        stage: v.label(&project.stage.choice().label),
        stage_since: project.stage_since.map_or_else(|| v.t("figure-unknown"), format::date),
        facts: facts(v, project),
        progress: progress(v, status),
        forecasts: forecasts(v, status),
        fit: Fit::of(v, project),
        needs: links(&project.needs),
        needed_by: links(&needed_by),
        excludes: links(&project.excludes),
        timeline: Timeline::new(v, &milestones),
        without_evidence: milestone_lines.iter().filter(|line| line.evidence_missing).count(),
        milestones: milestone_lines,
        payments: payments.iter().zip(&so_far).map(|(payment, sums)| payment_line(v, payment, sums)).collect(),
        paid: (so_far.len() > 1).then(|| Lines::new(v, v.t("project-paid-chart"), &so_far, "CNY")),
        origin: Origin::of(v, project, &project.provenance),
    };
    page.render().map(Some)
}

/// The milestones of a project in the order of their planned dates; those without one last.
fn milestones_of<'v>(v: &View<'v>, id: &str) -> Vec<&'v Milestone> {
    let mut milestones: Vec<&Milestone> = v.zone.milestones(id).iter().collect();
    let date = |m: &Milestone| m.planned.or(m.forecast).or(m.actual);
    milestones.sort_by(|a, b| (date(a).is_none(), date(a), &a.name).cmp(&(date(b).is_none(), date(b), &b.name)));
    milestones
}

fn lead(v: &View, project: &Project, status: &ProjectStatus) -> String {
    let (Some(planned), Some(actual)) = (status.planned, status.actual) else { return v.t("project-lead-unknown") };
    let id = match status.state {
        ProjectState::Done => "project-lead-done",
        ProjectState::Dropped => "project-lead-dropped",
        ProjectState::Stalled => "project-lead-stalled",
        ProjectState::Late => "project-lead-late",
        ProjectState::Ontime | ProjectState::Unknown => "project-lead-ontime",
    };
    let day = |date: Option<NaiveDate>| date.map_or_else(|| v.t("figure-unknown"), format::date);
    let finish = match status.forecast_finish {
        Some(date) if finish_passed(v, status) => v.t1("project-finish-passed", "date", format::date(date)),
        date => day(date),
    };
    let message = Message::new(id)
        .with("planned", format::percent(planned))
        .with("actual", format::percent(actual))
        .with("since", day(project.stage_since))
        .with("changed", day(status.last_change))
        .with("late", status.late_milestones.join(&v.t("list-separator")))
        .with("planned-finish", day(status.planned_finish))
        .with("finish", finish);
    v.say(&message)
}

fn facts(v: &View, project: &Project) -> Facts {
    let process = project.process.as_deref().and_then(|id| v.zone.process(id));
    let unit = process.map_or("", |process| v.zone.unit(&process.main_product, true));
    let text = |value: Option<f64>, unit: &str| value.map(|value| v.quantity(value, unit));
    let figures = [
        ("project-capacity", text(project.capacity, unit)),
        ("project-investment", text(project.investment_cny, "CNY")),
        ("project-invested", text(project.invested_cny, "CNY")),
        ("project-support", text(project.public_support_cny, "CNY")),
        ("project-tax", text(project.tax_cny, "CNY")),
        ("project-land", text(project.land_mu, "mu")),
        ("project-jobs", text(project.jobs, "person")),
    ];
    Facts {
        enterprise: project.enterprise.as_ref().map(|enterprise| v.link("enterprises", enterprise)),
        investor: project.investor.clone(),
        process: project.process.as_ref().map(|process| v.link("processes", process)),
        makes: makes(v, project),
        owner: project.owner.clone(),
        figures: figures.map(|(id, value)| (v.t(id), value)).into(),
        earliest_year: project.earliest_year,
    }
}

fn progress(v: &View, status: &ProjectStatus) -> Vec<(String, Option<Fig>)> {
    let figures = [
        ("project-planned", status.planned, format::SHARE, "formula-project-planned"),
        ("project-actual", status.actual, format::SHARE, "formula-project-actual"),
        ("project-schedule", status.schedule_performance, "1", "formula-schedule-performance"),
        ("project-payment", status.investment_performance, "1", "formula-investment-performance"),
    ];
    let fig = |value: f64, unit: &str, formula: &str| v.fig(&Figure::exact(value), unit, formula);
    figures.map(|(id, value, unit, formula)| (v.t(id), value.map(|value| fig(value, unit, formula)))).into()
}

/// Planned finish and both forecasts: name, date, formula.
fn forecasts(v: &View, status: &ProjectStatus) -> Vec<(String, String, String)> {
    let dates = [
        ("project-planned-finish", status.planned_finish, "formula-planned-finish"),
        ("project-stretched-finish", status.stretched_finish, "formula-stretched-finish"),
        ("project-forecast-finish", status.forecast_finish, "formula-forecast-finish"),
    ];
    let day = |date: Option<NaiveDate>| date.map_or_else(|| v.t("figure-unknown"), format::date);
    dates.map(|(id, date, formula)| (v.t(id), day(date), v.t(formula))).into()
}

fn milestone_line(v: &View, milestone: &Milestone) -> MilestoneLine {
    let day = |date: Option<NaiveDate>| date.map(format::date).unwrap_or_default();
    let reached = milestone.actual.is_some_and(|actual| actual <= v.today);
    let due = milestone.planned.is_some_and(|planned| planned <= v.today);
    let state = match (reached, due, milestone.planned) {
        (true, _, _) => "done",
        (_, true, _) => "late",
        (_, _, None) => "unknown",
        _ => "coming",
    };
    let came = milestone.actual.or(milestone.forecast).or(due.then_some(v.today));
    let days = milestone.planned.zip(came).map(|(planned, came)| (came - planned).num_days());
    MilestoneLine {
        name: milestone.name.clone(),
        badge: Badge::of(v, state),
        weight: milestone.weight.map_or_else(|| v.t("figure-unknown"), format::number),
        planned: milestone.planned.map_or_else(|| v.t("figure-unknown"), format::date),
        forecast: day(milestone.forecast),
        actual: day(milestone.actual),
        slip: match days {
            Some(days) if days > 0 => v.t1("project-days-late", "days", days as usize),
            Some(days) if days < 0 => v.t1("project-days-early", "days", days.unsigned_abs() as usize),
            _ => String::new(),
        },
        evidence_missing: reached && milestone.evidence.is_none(),
        evidence: milestone.evidence.clone(),
    }
}

/// Each month's planned and actual sums so far. A month whose payment is unknown has no sum: what
/// comes after it would be a lower bound only, and is said again once the next payment is known.
fn so_far(payments: &[&ProjectPayment]) -> Vec<Station> {
    let (mut planned, mut actual) = (0.0, 0.0);
    let station = |payment: &&ProjectPayment| {
        planned += payment.planned_cny.unwrap_or_default();
        actual += payment.actual_cny.unwrap_or_default();
        Station {
            label: payment.month.0.clone(),
            planned: payment.planned_cny.map(|_| planned),
            actual: payment.actual_cny.map(|_| actual),
        }
    };
    payments.iter().map(station).collect()
}

fn payment_line(v: &View, payment: &ProjectPayment, so_far: &Station) -> PaymentLine {
    PaymentLine {
        month: payment.month.0.clone(),
        planned: money(v, payment.planned_cny),
        actual: money(v, payment.actual_cny),
        planned_so_far: money(v, so_far.planned),
        actual_so_far: money(v, so_far.actual),
    }
}
