//! The plan: which options to take under the zone's limits, what each limit is worth, what was left.

mod curve;
mod form;
mod results;
mod words;

use crate::View;
use crate::address::percent;
use crate::link::Link;
use askama::Template;
use form::Form;
use results::Results;
pub(crate) use results::worth_said;
pub(crate) use words::{Words, unit as objective_unit};
use yanlian_analysis::plan::{Objective, Posed, Study};
use yanlian_model::registers::Scenario;
use yanlian_model::{Finding, Message};

/// What the page is made from, beside the view.
pub struct PlanContext<'a> {
    /// The scenario that is looked at; `None` for the registers alone.
    pub scenario: Option<&'a Scenario>,
    /// Its question.
    pub posed: &'a Posed,
    /// The objective to trade off against.
    pub other: Objective,
    /// A bound on it, at a point of the trade-off.
    pub bound: Option<f64>,
    /// The answer without that bound, as far as it is known; its trade-off has the point.
    pub whole: Option<&'a Study>,
    /// The answer, as far as there is one.
    pub run: PlanRun<'a>,
    /// Another scenario beside it, with what is answered of it.
    pub beside: Option<(Option<&'a Scenario>, PlanRun<'a>)>,
}

/// How far an answer is.
pub enum PlanRun<'a> {
    /// The solver is at work; parts may be there already.
    Running(&'a Study, PlanProgress),
    /// All parts are there.
    Done(&'a Study),
    /// Somebody stopped it; what was found until then.
    Stopped(&'a Study),
    /// There is no answer, and why.
    Failed(&'a [Message]),
}

impl<'a> PlanRun<'a> {
    /// What is answered so far.
    fn study(&self) -> Option<&'a Study> {
        match self {
            PlanRun::Running(study, _) | PlanRun::Done(study) | PlanRun::Stopped(study) => Some(*study),
            PlanRun::Failed(_) => None,
        }
    }

    /// Where the solver stands, while it is at work.
    fn progress(&self) -> Option<PlanProgress> {
        match self {
            PlanRun::Running(_, progress) => Some(*progress),
            _ => None,
        }
    }
}

/// Where the solver stands.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct PlanProgress {
    /// Which solve, from 1.
    pub solve: usize,
    /// Of how many, as far as known.
    pub solves: usize,
    /// Best value so far, in the objective's unit.
    pub best: Option<f64>,
    /// No plan does better.
    pub bound: Option<f64>,
    /// Relative gap of the two.
    pub gap: Option<f64>,
    /// Nodes of the search tree.
    pub nodes: i64,
    /// Whether somebody asked it to end; it does as soon as it looks up from its work.
    pub stopping: bool,
}

#[derive(Template)]
#[template(path = "plan/page.html")]
struct Page<'v> {
    v: &'v View<'v>,
    title: String,
    rail: &'static str,
    help: &'static str,
    lead: String,
    /// At a point of the trade-off: which, and the way back.
    bound: Option<(String, Link)>,
    scenarios: Vec<Tab>,
    running: Option<String>,
    stopping: bool,
    /// Where the page is told that more is known.
    live: String,
    failed: Option<String>,
    stopped: bool,
    form: Form,
    results: Option<Results>,
    conflict: Vec<String>,
    left_out: Vec<(Link, String)>,
    notes: Vec<(String, String)>,
    links: Vec<Link>,
    /// The solver's log, as the solver wrote it.
    log: Link,
    /// What is looked at, as forms send it.
    asked: Vec<(&'static str, String)>,
    scenario: String,
}

/// A scenario to look at, or to put beside.
struct Tab {
    link: Link,
    current: bool,
    beside: Link,
    compared: bool,
}

/// The address of a scenario's page.
fn href(v: &View, scenario: &str, more: &[(&str, &str)]) -> String {
    let mut query = vec![format!("scenario={}", percent(scenario))];
    query.extend(more.iter().map(|(name, value)| format!("{name}={}", percent(value))));
    v.href(&format!("/plan?{}", query.join("&")))
}

/// What a scenario is called.
fn name(v: &View, scenario: Option<&Scenario>) -> String {
    scenario.map_or_else(|| v.t("plan-registers"), |scenario| scenario.name.clone())
}

/// The name of the scenario of that id.
pub(crate) fn scenario_name(v: &View, id: &str) -> String {
    name(v, v.zone.find::<Scenario>(id))
}

/// The plan page.
pub fn plan(v: &View, context: &PlanContext) -> askama::Result<String> {
    let words = Words { v, posed: context.posed };
    let study = context.run.study();
    let id = context.scenario.map_or("", |scenario| scenario.id.as_str());
    let plan = study.and_then(|study| study.plan.as_ref());
    let asked = asked(context, id);
    let query = asked.iter().map(|(name, value)| format!("{name}={}", percent(value))).collect::<Vec<_>>().join("&");
    let same = |path: &str| v.href(&format!("{path}?{query}"));
    let progress = [Some(&context.run), context.beside.as_ref().map(|(_, run)| run)].into_iter().flatten();
    let progress = progress.filter_map(PlanRun::progress).next();
    let page = Page {
        v,
        title: v.t("plan-title"),
        rail: "opportunities",
        help: "plan-help",
        lead: match context.run {
            // What was stopped before there was a plan has none to come.
            PlanRun::Stopped(_) if plan.is_none() => v.t("plan-lead-stopped"),
            _ => lead_of(&words, study),
        },
        scenarios: tabs(v, context, id),
        bound: context.bound.map(|bound| bound_said(&words, context.other, bound, id)),
        live: match &context.beside {
            Some((beside, _)) => {
                let beside = beside.map_or("", |scenario| scenario.id.as_str());
                format!("{}&compare=yes&beside={}", same("/plan/live"), percent(beside))
            }
            None => same("/plan/live"),
        },
        stopping: progress.is_some_and(|progress| progress.stopping),
        running: progress.map(|progress| running(&words, &progress, plan.is_some())),
        failed: match &context.run {
            PlanRun::Failed(why) => Some(why.iter().map(|message| v.say(message)).collect::<Vec<_>>().join(" ")),
            _ => None,
        },
        stopped: matches!(context.run, PlanRun::Stopped(_)),
        form: Form::of(&words, context),
        results: study.and_then(|study| Results::of(&words, context, study)),
        conflict: study
            .and_then(|study| study.conflict.as_ref())
            .map(|conflict| words.members(&conflict.members))
            .unwrap_or_default(),
        left_out: plan.map(|plan| plan.left_out.iter().map(|left| words.left_out(left)).collect()).unwrap_or_default(),
        notes: notes(v, context.posed, plan.map_or(&[], |plan| &plan.findings)),
        log: Link::to(same("/plan/log.txt"), v.t("plan-record-log")),
        links: vec![
            Link::to("#terms".to_owned(), v.t("plan-terms")),
            Link::to(same("/plan/chain"), v.t("plan-open-chain")),
            Link::to(same("/plan.xlsx"), v.t("plan-workbook")),
            Link::to(same("/brief"), v.t("plan-open-brief")),
            Link::to(same("/api/plan"), v.t("opportunities-json")),
        ],
        scenario: id.to_owned(),
        asked,
    };
    page.render()
}

/// The sentence that answers: what is taken, what it brings, and what holds it back.
pub(crate) fn lead_of(words: &Words, study: Option<&Study>) -> String {
    let v = words.v;
    let Some(study) = study else { return v.t("plan-lead-none") };
    if study.conflict.is_some() {
        return v.t("plan-lead-conflict");
    }
    let Some(plan) = &study.plan else { return v.t("plan-lead-working") };
    let binding = results::binding(words, plan);
    let message = Message::new(if binding.is_empty() { "plan-lead-free" } else { "plan-lead" })
        .with("taken", plan.starts.len())
        .with("options", words.posed.model.options.len())
        .with("last", words.posed.model.years.last().copied().unwrap_or_default().to_string())
        .with("value", words.gain(plan.objective, plan.value))
        .with("objective", words.measure(plan.objective))
        .with("binding", binding.join(&v.t("list-separator")));
    let proof =
        if plan.proven { v.t("plan-proven") } else { v.t1("plan-not-proven", "gap", crate::format::percent(plan.gap)) };
    format!("{}{}{proof}", v.say(&message), v.t("sentence-space"))
}

/// What is looked at, as forms and addresses have it.
fn asked(context: &PlanContext, id: &str) -> Vec<(&'static str, String)> {
    let bound = context.bound.map(|bound| bound.to_string());
    let asked = [("scenario", Some(id.to_owned())), ("other", Some(context.other.key().to_owned())), ("bound", bound)];
    asked.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}

/// Under which bound a point of the trade-off is the best plan, and the way back to the plan without it.
fn bound_said(words: &Words, other: Objective, bound: f64, scenario: &str) -> (String, Link) {
    let id = if other.sign() > 0.0 { "plan-bound-least" } else { "plan-bound-most" };
    let message = Message::new(id).with("other", words.measure(other)).with("amount", words.gain(other, bound));
    let back = href(words.v, scenario, &[("other", other.key())]);
    (words.v.say(&message), Link::to(back, words.v.t("plan-without-bound")))
}

fn tabs(v: &View, context: &PlanContext, id: &str) -> Vec<Tab> {
    let beside = context.beside.as_ref().map(|(scenario, _)| scenario.map_or("", |scenario| scenario.id.as_str()));
    let all = std::iter::once(None).chain(v.registers().scenarios.iter().map(Some));
    let tab = |scenario: Option<&Scenario>| {
        let own = scenario.map_or("", |scenario| scenario.id.as_str());
        let text = v.t1("plan-beside", "name", name(v, scenario));
        Tab {
            link: Link::to(href(v, own, &[]), name(v, scenario)),
            current: own == id,
            beside: Link::to(href(v, id, &[("beside", own), ("compare", "yes")]), text),
            compared: beside == Some(own),
        }
    };
    all.map(tab).collect()
}

/// Where the solver stands; once the plan is `found`, what it tries besides has other values.
fn running(words: &Words, progress: &PlanProgress, found: bool) -> String {
    if progress.stopping {
        return words.v.t("plan-progress-stopping");
    }
    let v = words.v;
    if found {
        let message = Message::new("plan-progress-more").with("solve", progress.solve).with("solves", progress.solves);
        return v.say(&message);
    }
    let value = |value: Option<f64>| match value {
        Some(value) => words.gain(words.posed.model.objective, value),
        None => v.t("figure-unknown"),
    };
    if progress.solve == 0 {
        return v.t("plan-progress-first");
    }
    let message = Message::new("plan-progress")
        .with("solve", progress.solve)
        .with("solves", progress.solves)
        .with("best", value(progress.best))
        .with("bound", value(progress.bound))
        .with("gap", progress.gap.map_or_else(|| v.t("figure-unknown"), crate::format::percent))
        .with("nodes", progress.nodes as f64);
    v.say(&message)
}

/// What was noticed: the record, and the sentence.
fn notes(v: &View, posed: &Posed, of_plan: &[Finding]) -> Vec<(String, String)> {
    let findings = posed.findings.iter().chain(of_plan);
    findings.map(|finding| (v.place(&finding.place).text, v.say(&finding.message))).collect()
}
