//! Today: the four questions over the zone, and what needs attention.

use super::discharge::{day_path, handling_badge, open_exceedances};
use crate::link::Link;
use crate::parts::{Badge, Fig, short};
use crate::{View, format};
use askama::Template;
use yanlian_analysis::{
    DueState, Level, PlantProfile, ProjectState, ProjectSummary, ServiceSummary, difficulty_state, plant_profile,
    project_status, project_summary, promise_state, service_summary,
};
use yanlian_model::{Figure, HazardGrade, Message};

#[derive(Template)]
#[template(path = "today.html")]
struct Today<'v> {
    v: &'v View<'v>,
    title: String,
    rail: &'static str,
    help: &'static str,
    lead: String,
    gaps: Vec<Row>,
    steps: Vec<Row>,
    projects: String,
    stages: Vec<(String, usize)>,
    difficulties: String,
    promises: String,
    processes: String,
    attention: Vec<Attention>,
    /// How much more needs a person than is listed.
    more: usize,
}

/// A line of a short list: what, how it stands, what it is worth.
struct Row {
    what: Link,
    badge: Badge,
    worth: Fig,
}

/// Something that needs a person.
struct Attention {
    badge: Badge,
    what: Link,
    detail: String,
}

/// How many lines the short lists have.
const SHORT_LIST: usize = 5;
/// How many lines the attention list has.
const ATTENTION: usize = 12;

/// The home page.
pub fn today(v: &View) -> askama::Result<String> {
    let statuses = project_status(v.zone, v.today);
    let summary = project_summary(v.registers(), &statuses);
    let service = service_summary(v.registers(), v.today);
    let (attention, more) = attention(v, &statuses);
    let page = Today {
        v,
        title: v.t("today-title"),
        rail: "today",
        help: "today-help",
        lead: lead(v),
        gaps: v
            .diagnosis
            .gaps
            .iter()
            .take(SHORT_LIST)
            .map(|gap| Row {
                what: Link::to(v.id_href("gaps", &gap.product), v.name("products", &gap.product)),
                badge: Badge::of(v, gap.state),
                worth: v.fig(&gap.value_cny, "CNY", "formula-gap-value"),
            })
            .collect(),
        steps: v
            .diagnosis
            .extensions
            .iter()
            .take(SHORT_LIST)
            .map(|step| Row {
                what: Link::to(v.id_href("extensions", &step.process), v.name("processes", &step.process)),
                badge: Badge::of(v, "surplus"),
                worth: v.fig(&step.uplift_cny, "CNY", "formula-uplift"),
            })
            .collect(),
        projects: projects(v, &summary),
        stages: summary
            .by_stage
            .iter()
            .map(|(stage, count)| (v.label(&stage.choice().label).to_owned(), *count))
            .collect(),
        difficulties: difficulties(v, &service),
        promises: promises(v, &service),
        processes: processes(v, &profiles(v)),
        attention,
        more,
    };
    page.render()
}

/// The sentence that answers before anything is read: what comes from outside, what could be made here.
pub(super) fn lead(v: &View) -> String {
    let gaps: Vec<_> = v.diagnosis.gaps.iter().filter(|gap| gap.quantity.surely_over(0.0)).collect();
    if v.registers().plants.is_empty() {
        return v.t("today-lead-empty");
    }
    if gaps.is_empty() {
        return v.t("today-lead-no-gap");
    }
    let value: Figure = gaps.iter().map(|gap| gap.value_cny.clone()).sum();
    let within_reach = gaps.iter().filter(|gap| gap.ways.iter().any(|way| way.viability.low() >= 1.0)).count();
    let message = Message::new("today-lead")
        .with("gaps", gaps.len())
        .with("value", short(v, &value, "CNY"))
        .with("makeable", within_reach);
    v.say(&message)
}

pub(super) fn projects(v: &View, summary: &ProjectSummary) -> String {
    let message = Message::new("today-projects")
        .with("count", v.registers().projects.len())
        .with("investment", format::money(summary.investment_cny, v.lang()))
        .with("late", summary.late)
        .with("stalled", summary.stalled);
    v.say(&message)
}

pub(super) fn difficulties(v: &View, service: &ServiceSummary) -> String {
    let days = service.response_days.map_or_else(|| v.t("figure-unknown"), format::short);
    let message = Message::new("today-difficulties")
        .with("total", service.difficulties.total())
        .with("open", service.difficulties.open + service.difficulties.overdue)
        .with("overdue", service.difficulties.overdue)
        .with("days", days);
    v.say(&message)
}

pub(super) fn promises(v: &View, service: &ServiceSummary) -> String {
    let kept = service.kept_in_time.map_or_else(|| v.t("figure-unknown"), format::percent);
    v.say(&Message::new("today-promises").with("kept", kept).with("overdue", service.promises.overdue))
}

/// The profile of every plant, in the order of the register.
pub(super) fn profiles(v: &View) -> Vec<PlantProfile> {
    v.registers().plants.iter().map(|plant| plant_profile(v.zone, plant, v.year())).collect()
}

pub(super) fn processes(v: &View, profiles: &[PlantProfile]) -> String {
    let judged: Vec<_> = profiles.iter().flat_map(|profile| &profile.judged).collect();
    let worse = judged.iter().filter(|j| matches!(j.level, Some(Level::WorseThanAccess | Level::OverLimit))).count();
    let message = Message::new("today-processes")
        .with("measured", judged.len())
        .with("advantages", judged.iter().filter(|judged| judged.advantage).count())
        .with("worse", worse);
    v.say(&message)
}

/// Exceedances that nobody has closed.
fn exceedances<'v>(v: &'v View) -> impl Iterator<Item = Attention> + 'v {
    v.discharge.into_iter().flat_map(open_exceedances).map(|exceedance| {
        let mean = &exceedance.verdict.mean;
        let by_hours = exceedance.verdict.by_hours;
        let message = Message::new(if by_hours { "today-exceedance-hours" } else { "today-exceedance" })
            .with("factor", v.name("factors", &mean.factor))
            .with("day", format::date(mean.day))
            .with("hours", exceedance.verdict.hours_over.len())
            .with("mean", mean.mean.map_or_else(|| v.t("figure-unknown"), format::short));
        let page = day_path(&mean.outlet, &mean.factor, mean.day);
        let unverified = exceedance.verdict.limit.as_ref().is_some_and(|limit| !limit.verified);
        let said = v.say(&message);
        Attention {
            badge: handling_badge(v, exceedance.state),
            what: Link::to(v.href(&page), v.name("outlets", &mean.outlet)),
            detail: if unverified { format!("{said} · {}", v.t("discharge-unverified")) } else { said },
        }
    })
}

/// Hours over the limit on days, of the day that is not over yet.
fn warnings<'v>(v: &'v View) -> impl Iterator<Item = Attention> + 'v {
    let factors = v.discharge.into_iter().flat_map(|assessment| &assessment.outlets).flat_map(|outlet| &outlet.factors);
    let warned = factors.map(|factor| &factor.running).filter(|verdict| !verdict.hours_over.is_empty());
    warned.map(|verdict| {
        let mean = &verdict.mean;
        let message = Message::new("today-early-warning")
            .with("factor", v.name("factors", &mean.factor))
            .with("day", format::date(mean.day))
            .with("hours", verdict.hours_over.len());
        Attention {
            badge: Badge::saying(v, "warning", "discharge-state-warning"),
            what: Link::to(v.href(&day_path(&mean.outlet, &mean.factor, mean.day)), v.name("outlets", &mean.outlet)),
            detail: v.say(&message),
        }
    })
}

/// What needs a person, the most pressing first; and how much more there is.
fn attention(v: &View, statuses: &[yanlian_analysis::ProjectStatus]) -> (Vec<Attention>, usize) {
    let mut list = Vec::new();
    for hazard in v.registers().hazards.iter().filter(|h| h.grade == Some(HazardGrade::Major) && h.closed.is_none()) {
        list.push(Attention {
            badge: Badge::of(v, "overdue"),
            what: v.link("enterprises", &hazard.enterprise),
            detail: v.t1("today-major-hazard", "text", hazard.text.clone().unwrap_or_else(|| hazard.id.clone())),
        });
    }
    list.extend(exceedances(v));
    list.extend(warnings(v));
    for promise in v.registers().promises.iter().filter(|p| promise_state(p, v.today) == DueState::Overdue) {
        let due = promise.due.map(format::date).unwrap_or_default();
        let message = Message::new("today-overdue-promise").with("text", &promise.text).with("due", due);
        let what = match &promise.enterprise {
            Some(enterprise) => v.link("enterprises", enterprise),
            None => v.link("promises", &promise.id),
        };
        list.push(Attention { badge: Badge::of(v, "overdue"), what, detail: v.say(&message) });
    }
    for difficulty in v.registers().difficulties.iter().filter(|d| difficulty_state(d, v.today) == DueState::Overdue) {
        let due = difficulty.promised.map(format::date).unwrap_or_default();
        let message = Message::new("today-overdue-difficulty").with("text", &difficulty.text).with("due", due);
        list.push(Attention {
            badge: Badge::of(v, "overdue"),
            what: v.link("enterprises", &difficulty.enterprise),
            detail: v.say(&message),
        });
    }
    let troubled = statuses.iter().filter(|s| matches!(s.state, ProjectState::Late | ProjectState::Stalled));
    for status in troubled {
        list.push(Attention {
            badge: Badge::of(v, status.state),
            what: v.link("projects", &status.project),
            detail: v.t1(
                "today-late-milestones",
                "names",
                status.late_milestones.join(&v.t("reasoning-names-separator")),
            ),
        });
    }
    let more = list.len().saturating_sub(ATTENTION);
    list.truncate(ATTENTION);
    (list, more)
}
