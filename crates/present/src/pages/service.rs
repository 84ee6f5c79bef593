//! Service: what enterprises ask for, what they were promised, what was asked on visits, and whether
//! it was done.

use crate::link::Link;
use crate::paging::{self, Pager};
use crate::parts::{Badge, Fig};
use crate::{View, format};
use askama::Template;
use chrono::NaiveDate;
use serde::Deserialize;
use yanlian_analysis::{DueState, ServiceSummary, difficulty_state, directive_state, promise_state, service_summary};
use yanlian_model::registers::{Difficulty, Directive, Promise, Visit};
use yanlian_model::{Figure, Message};

/// Which of the three lists is looked at.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct ServiceQuery {
    /// `difficulties` (also where it is empty), `promises` or `visits`.
    pub tab: String,
}

const TABS: [&str; 3] = ["difficulties", "promises", "visits"];

#[derive(Template)]
#[template(path = "service.html")]
struct Page<'v> {
    v: &'v View<'v>,
    title: String,
    rail: &'static str,
    help: &'static str,
    lead: String,
    figures: Vec<(String, Option<Fig>)>,
    tabs: Vec<Tab>,
    tab: &'static str,
    difficulties: Vec<DifficultyLine>,
    difficulties_pager: Option<Pager>,
    promises: Vec<PromiseLine>,
    promises_pager: Option<Pager>,
    visits: Vec<VisitBlock>,
}

struct Tab {
    label: String,
    href: String,
    open: String,
    chosen: bool,
}

/// What something with a due date looks like: its state, when it is due, how late it is.
struct Due {
    badge: Badge,
    date: String,
    late: String,
}

struct DifficultyLine {
    due: Due,
    record: Link,
    enterprise: Link,
    category: String,
    raised: String,
    response: String,
    owner: String,
    closed: String,
    rating: String,
}

struct PromiseLine {
    due: Due,
    record: Link,
    enterprise: Option<Link>,
    office: String,
    made: String,
    kept: String,
    evidence: Option<String>,
    evidence_missing: bool,
}

/// A visit with its route and what was asked on it.
struct VisitBlock {
    id: String,
    heading: String,
    record: Option<Link>,
    leader: String,
    route: Vec<Link>,
    summary: String,
    said: String,
    directives: Vec<DirectiveLine>,
}

struct DirectiveLine {
    due: Due,
    record: Link,
    owner: String,
    done: String,
}

/// The service page.
pub fn service(v: &View, query: &ServiceQuery) -> askama::Result<String> {
    let summary = service_summary(v.registers(), v.today);
    v.expect("tab", &query.tab, TABS);
    let tab = TABS.into_iter().find(|tab| *tab == query.tab).unwrap_or(TABS[0]);
    let ((difficulties, difficulties_pager), (promises, promises_pager)) = (difficulties(v), promises(v));
    let page = Page {
        v,
        title: v.t("service-title"),
        rail: "service",
        help: "service-help",
        lead: lead(v, &summary),
        figures: figures(v, &summary),
        tabs: tabs(v, &summary, tab),
        tab,
        difficulties,
        difficulties_pager,
        promises,
        promises_pager,
        visits: visits(v),
    };
    page.render()
}

fn lead(v: &View, summary: &ServiceSummary) -> String {
    if summary.difficulties.total() + summary.promises.total() + summary.directives.total() == 0 {
        return v.t("service-lead-empty");
    }
    let message = Message::new("service-lead")
        .with("difficulties", summary.difficulties.total())
        .with("open", summary.difficulties.open + summary.difficulties.overdue)
        .with("overdue", summary.difficulties.overdue)
        .with("promises", summary.promises.total())
        .with("promises-overdue", summary.promises.overdue)
        .with("directives-open", summary.directives.open + summary.directives.overdue)
        .with("directives-overdue", summary.directives.overdue);
    v.say(&message)
}

fn figures(v: &View, summary: &ServiceSummary) -> Vec<(String, Option<Fig>)> {
    let (days, points) = (v.t("service-unit-days"), v.t("service-unit-points"));
    let figures = [
        ("service-response", summary.response_days, days.as_str(), "formula-service-response"),
        ("service-solution", summary.solution_days, days.as_str(), "formula-service-solution"),
        ("service-kept", summary.kept_in_time, format::SHARE, "formula-service-kept"),
        ("service-rating", summary.rating, points.as_str(), "formula-service-rating"),
    ];
    let fig = |value: f64, unit: &str, formula: &str| v.fig(&Figure::exact(value), unit, formula);
    figures.map(|(id, value, unit, formula)| (v.t(id), value.map(|value| fig(value, unit, formula)))).into()
}

fn tabs(v: &View, summary: &ServiceSummary, chosen: &str) -> Vec<Tab> {
    let tallies = [summary.difficulties, summary.promises, summary.directives];
    let tab = |(tab, tally): (&str, yanlian_analysis::Tally)| Tab {
        label: v.t(&format!("service-tab-{tab}")),
        href: v.href(&format!("/service?tab={tab}")),
        open: (tally.open + tally.overdue).to_string(),
        chosen: tab == chosen,
    };
    TABS.into_iter().zip(tallies).map(tab).collect()
}

/// A date as it is kept, or that it is not known.
fn known(v: &View, date: Option<NaiveDate>) -> String {
    date.map_or_else(|| v.t("figure-unknown"), format::date)
}

fn due(v: &View, state: DueState, due: Option<NaiveDate>, done: Option<NaiveDate>) -> Due {
    let end = done.filter(|_| state == DueState::Done).or((state != DueState::Done).then_some(v.today));
    let days = due.zip(end).map_or(0, |(due, end)| (end - due).num_days());
    Due {
        badge: Badge::of(v, state),
        date: due.map_or_else(|| v.t("service-no-date"), format::date),
        late: if days > 0 { v.t1("service-days-late", "days", days as usize) } else { String::new() },
    }
}

fn difficulties(v: &View) -> (Vec<DifficultyLine>, Option<Pager>) {
    let mut all: Vec<(DueState, &Difficulty)> =
        v.registers().difficulties.iter().map(|d| (difficulty_state(d, v.today), d)).collect();
    // What is most pressing first: overdue, then open, by due date; what is done by its date, latest first.
    all.sort_by_key(|(state, d)| (*state, pressing(*state, d.promised, d.solved), d.id.clone()));
    let line = |(state, d): (DueState, &Difficulty)| DifficultyLine {
        due: due(v, state, d.promised, d.solved),
        record: record(v, "difficulties", &d.id, &d.text),
        enterprise: v.link("enterprises", &d.enterprise),
        category: d.category.map_or_else(String::new, |category| v.label(&category.choice().label).to_owned()),
        raised: known(v, d.raised),
        response: match d.raised.zip(d.first_response) {
            Some((raised, answered)) => v.t1("service-days", "days", (answered - raised).num_days().max(0) as usize),
            None if d.first_response.is_none() && state != DueState::Done => v.t("service-not-answered"),
            None => v.t("figure-unknown"),
        },
        owner: d.owner.clone().unwrap_or_else(|| v.t("service-no-owner")),
        closed: match (d.outcome, d.solved) {
            (Some(outcome), solved) => {
                let word = v.label(&outcome.choice().label);
                solved.map_or_else(|| word.to_owned(), |solved| format!("{word} {}", format::date(solved)))
            }
            (None, Some(solved)) => format::date(solved),
            (None, None) => String::new(),
        },
        rating: d.rating.map(format::number).unwrap_or_default(),
    };
    let (range, pager) = paging::page(v, "page", all.len());
    (all.drain(range).map(line).collect(), pager)
}

/// How pressing something is among what stands alike.
fn pressing(state: DueState, due: Option<NaiveDate>, done: Option<NaiveDate>) -> i64 {
    let day = |date: Option<NaiveDate>, other: NaiveDate| {
        i64::from(chrono::Datelike::num_days_from_ce(&date.unwrap_or(other)))
    };
    match state {
        DueState::Done => -day(done, NaiveDate::MIN),
        DueState::Overdue | DueState::Open => day(due, NaiveDate::MAX),
    }
}

/// The record page of something, called by its text.
fn record(v: &View, register: &str, id: &str, text: &str) -> Link {
    Link::to(v.link(register, id).href, text.to_owned())
}

fn promises(v: &View) -> (Vec<PromiseLine>, Option<Pager>) {
    let mut all: Vec<(DueState, &Promise)> =
        v.registers().promises.iter().map(|p| (promise_state(p, v.today), p)).collect();
    all.sort_by_key(|(state, p)| (*state, pressing(*state, p.due, p.kept), p.id.clone()));
    let line = |(state, p): (DueState, &Promise)| PromiseLine {
        due: due(v, state, p.due, p.kept),
        record: record(v, "promises", &p.id, &p.text),
        enterprise: p.enterprise.as_ref().map(|enterprise| v.link("enterprises", enterprise)),
        office: p.office.clone().unwrap_or_else(|| v.t("service-no-owner")),
        made: known(v, p.made),
        kept: p.kept.map(format::date).unwrap_or_default(),
        evidence_missing: state == DueState::Done && p.evidence.is_none(),
        evidence: p.evidence.clone(),
    };
    let (range, pager) = paging::page(v, "page", all.len());
    (all.drain(range).map(line).collect(), pager)
}

/// The visits, latest first, and what was asked outside any.
fn visits(v: &View) -> Vec<VisitBlock> {
    let mut visits: Vec<&Visit> = v.registers().visits.iter().collect();
    visits.sort_by(|a, b| (b.date, &b.id).cmp(&(a.date, &a.id)));
    let mut blocks: Vec<VisitBlock> = visits.into_iter().map(|visit| visit_block(v, visit)).collect();
    let alone = directives(v, None);
    if !alone.is_empty() {
        blocks.push(VisitBlock {
            id: "alone".to_owned(),
            heading: v.t("service-directives-alone"),
            record: None,
            leader: String::new(),
            route: Vec::new(),
            summary: String::new(),
            said: said(v, None),
            directives: alone,
        });
    }
    blocks
}

fn visit_block(v: &View, visit: &Visit) -> VisitBlock {
    let date = known(v, visit.date);
    VisitBlock {
        id: visit.id.clone(),
        heading: v.t1("service-visit", "date", date),
        record: Some(Link::to(v.link("visits", &visit.id).href, visit.id.clone())),
        leader: visit.leader.clone().unwrap_or_default(),
        route: visit.route.iter().map(|enterprise| v.link("enterprises", enterprise)).collect(),
        summary: visit.summary.clone().unwrap_or_default(),
        said: said(v, Some(&visit.id)),
        directives: directives(v, Some(&visit.id)),
    }
}

fn of_visit<'v>(v: &View<'v>, visit: Option<&str>) -> Vec<(DueState, &'v Directive)> {
    let of_visit = v.registers().directives.iter().filter(|directive| directive.visit.as_deref() == visit);
    of_visit.map(|directive| (directive_state(directive, v.today), directive)).collect()
}

/// How many of a visit's directives are done, open, overdue.
fn said(v: &View, visit: Option<&str>) -> String {
    let tally = yanlian_analysis::Tally::of(of_visit(v, visit).into_iter().map(|(state, _)| state));
    let message = Message::new("service-directives")
        .with("all", tally.total())
        .with("done", tally.done)
        .with("open", tally.open)
        .with("overdue", tally.overdue);
    v.say(&message)
}

fn directives(v: &View, visit: Option<&str>) -> Vec<DirectiveLine> {
    let mut all = of_visit(v, visit);
    all.sort_by_key(|(state, d)| (*state, pressing(*state, d.due, d.done), d.id.clone()));
    let line = |(state, d): (DueState, &Directive)| DirectiveLine {
        due: due(v, state, d.due, d.done),
        record: record(v, "directives", &d.id, &d.text),
        owner: d.owner.clone().unwrap_or_else(|| v.t("service-no-owner")),
        done: d.done.map(format::date).unwrap_or_default(),
    };
    all.into_iter().map(line).collect()
}
