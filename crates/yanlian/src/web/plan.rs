//! The plan in the browser: look, watch, save a scenario, stop, solve again.

use super::Office;
use super::page::Trouble;
use super::reader::{Looked, Reader};
use crate::plans::{Asked, Known, Outcome, Run};
use crate::scenario;
use axum::extract::{Form, Query, State};
use axum::http::header;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use futures_util::future::select_all;
use futures_util::{Stream, stream};
use serde::Deserialize;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use yanlian_analysis::plan::{Objective, after};
use yanlian_analysis::{Question, Zone, diagnose};
use yanlian_answers::pages::{self, PlanRoom, PlanRun};
use yanlian_answers::{View, json, map, percent, workbook};

/// How long a page waits for the solver before it shows how far it is.
const PATIENCE: Duration = Duration::from_millis(1500);
/// How long what the solver says is gathered before pages are told.
const GATHERED: Duration = Duration::from_millis(500);

/// The routes.
pub(super) fn routes() -> Router<Office> {
    Router::new()
        .route("/plan", get(page))
        .route("/plan/live", get(live))
        .route("/plan/chain", get(chain))
        .route("/plan/chain.svg", get(chain_svg))
        .route("/brief", get(brief))
        .route("/plan.xlsx", get(book))
        .route("/plan/log.txt", get(log))
        .route("/api/plan", get(values))
        .route("/plan/save", post(save))
        .route("/plan/stop", post(stop))
        .route("/plan/again", post(again))
}

/// Which plan.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Wanted {
    scenario: String,
    other: String,
    bound: String,
    compare: String,
    beside: String,
    /// Whether the chain of today is drawn.
    today: String,
    back: String,
}

impl Wanted {
    fn asked(&self) -> Asked {
        Asked { scenario: self.scenario.clone(), other: objective(&self.other), bound: self.bound.parse().ok() }
    }

    /// The same in an address.
    fn query(&self) -> String {
        let fields = [("scenario", &self.scenario), ("other", &self.other), ("bound", &self.bound)];
        let given = fields.into_iter().filter(|(name, value)| *name == "scenario" || !value.is_empty());
        given.map(|(name, value)| format!("{name}={}", percent(value))).collect::<Vec<_>>().join("&")
    }

    /// What is put beside it.
    fn beside(&self) -> Option<Asked> {
        (!self.compare.is_empty()).then(|| Asked { scenario: self.beside.clone(), ..self.asked() })
    }
}

/// The objective of that name; COD where none is named.
fn objective(name: &str) -> Objective {
    Objective::ALL.into_iter().find(|objective| objective.key() == name).unwrap_or(Objective::Cod)
}

/// The run that answers, with the year's question over all chains; it may be under way.
fn found(office: &Office, looked: &Looked, asked: &Asked) -> Result<Arc<Run>, Trouble> {
    office.plans.run(&looked.kept, &whole(looked), asked).ok_or(Trouble::Missing)
}

/// The run that answers, for which one waits a little.
async fn run(office: &Office, looked: &Looked, asked: &Asked) -> Result<Arc<Run>, Trouble> {
    let run = found(office, looked, asked)?;
    run.wait(PATIENCE).await;
    Ok(run)
}

/// The question of the page without its chain: the plan is the zone's.
fn whole(looked: &Looked) -> Question {
    Question { chain: None, ..looked.view().diagnosis.question.clone() }
}

fn shown(known: &Known) -> PlanRun<'_> {
    match &known.outcome {
        Outcome::Running => PlanRun::Running(&known.study, known.progress),
        Outcome::Done => PlanRun::Done(&known.study),
        Outcome::Stopped => PlanRun::Stopped(&known.study),
        Outcome::Failed(why) => PlanRun::Failed(why),
    }
}

async fn page(State(office): State<Office>, reader: Reader, Query(wanted): Query<Wanted>) -> Result<Response, Trouble> {
    let looked = reader.looks_at(&office).await?;
    let asked = wanted.asked();
    let run = found(&office, &looked, &asked)?;
    let other = wanted.beside().map(|beside| found(&office, &looked, &beside)).transpose()?;
    for run in [Some(&run), other.as_ref()].into_iter().flatten() {
        run.wait_once(PATIENCE).await;
    }
    let whole = asked.bound.map(|_| found(&office, &looked, &Asked { bound: None, ..asked.clone() })).transpose()?;
    let (known, other, whole) = (run.known(), other.map(|other| other.known()), whole.map(|whole| whole.known()));
    let scenario = |id: &str| looked.kept.zone.registers.scenarios.iter().find(|scenario| scenario.id == id);
    let room = PlanRoom {
        scenario: scenario(&asked.scenario),
        posed: &run.posed,
        other: asked.other,
        bound: asked.bound,
        whole: whole.as_ref().map(|whole| &whole.study),
        run: shown(&known),
        beside: other.as_ref().map(|other| (scenario(&wanted.beside), shown(other))),
    };
    Ok(Html(pages::plan(&looked.view(), &room)?).into_response())
}

/// Tells a page whenever more is known of its plans, until all is.
async fn live(
    State(office): State<Office>,
    reader: Reader,
    Query(wanted): Query<Wanted>,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Trouble> {
    let looked = reader.looks_at(&office).await?;
    let asked = [Some(wanted.asked()), wanted.beside()];
    let runs = asked.into_iter().flatten().map(|asked| found(&office, &looked, &asked));
    let runs = runs.collect::<Result<Vec<_>, _>>()?;
    let more = runs.iter().map(|run| run.watch()).collect::<Vec<_>>();
    // What became known between the page and this is told first.
    let events = stream::unfold((runs, more, true), |(runs, mut more, first)| async move {
        let running = |runs: &[Arc<Run>]| runs.iter().any(|run| run.is_running());
        if !first {
            if !running(&runs) {
                return None;
            }
            let _ = select_all(more.iter_mut().map(|more| Box::pin(more.changed()))).await;
            tokio::time::sleep(GATHERED).await;
        }
        let told = serde_json::json!({ "ended": !running(&runs) });
        Some((Ok(Event::default().data(told.to_string())), (runs, more, false)))
    });
    Ok(Sse::new(events).keep_alive(KeepAlive::default()))
}

/// The chain map before the plan, and as it would be once the plan has come true.
async fn chain(
    State(office): State<Office>,
    reader: Reader,
    Query(wanted): Query<Wanted>,
    Query(drawn): Query<pages::ChainQuery>,
) -> Result<Response, Trouble> {
    let looked = reader.looks_at(&office).await?;
    let today = !wanted.today.is_empty();
    let scenarios = &looked.kept.zone.registers.scenarios;
    let scenario = scenarios.iter().find(|scenario| scenario.id == wanted.scenario).map(|own| own.name.clone());
    let plan = pages::PlannedChain { query: wanted.query(), scenario, today };
    let made = |view: &View| Ok(Html(pages::plan_chain(&looked.view(), view, &drawn, &plan)?).into_response());
    once_true(&office, &looked, &wanted, made).await
}

/// The same as a drawing to print.
async fn chain_svg(
    State(office): State<Office>,
    reader: Reader,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Trouble> {
    let looked = reader.looks_at(&office).await?;
    once_true(&office, &looked, &wanted, |view| Ok(super::page::svg(map::svg_file(view)?))).await
}

/// What is made of the zone once the plan has come true; the plan's page where there is none yet.
async fn once_true(
    office: &Office,
    looked: &Looked,
    wanted: &Wanted,
    make: impl FnOnce(&View) -> Result<Response, Trouble>,
) -> Result<Response, Trouble> {
    let run = run(office, looked, &wanted.asked()).await?;
    let Some(plan) = run.known().study.plan else {
        return Ok(Redirect::to(&format!("/plan?{}", wanted.query())).into_response());
    };
    let question = &looked.view().diagnosis.question.clone();
    let zone = Zone::new(after(&looked.kept.zone, &run.posed, &plan, question.year));
    let diagnosis = diagnose(&zone, question);
    make(&View::new(looked.view().settings.clone(), &zone, &diagnosis, question.today))
}

/// The briefing, with the plan of the registers where there are options to plan.
async fn brief(
    State(office): State<Office>,
    reader: Reader,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Trouble> {
    let looked = reader.looks_at(&office).await?;
    let run = run(&office, &looked, &wanted.asked()).await?;
    let known = run.known();
    let plan = known.study.plan.is_some().then_some((&run.posed, &known.study));
    Ok(Html(pages::brief(&looked.view(), plan)?).into_response())
}

/// What the solver wrote, with all its digits.
async fn log(State(office): State<Office>, reader: Reader, Query(wanted): Query<Wanted>) -> Result<Response, Trouble> {
    let looked = reader.looks_at(&office).await?;
    let run = run(&office, &looked, &wanted.asked()).await?;
    let log = run.known().study.plan.map(|plan| plan.record.log).ok_or(Trouble::Missing)?;
    Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], log).into_response())
}

async fn book(State(office): State<Office>, reader: Reader, Query(wanted): Query<Wanted>) -> Result<Response, Trouble> {
    let looked = reader.looks_at(&office).await?;
    let run = run(&office, &looked, &wanted.asked()).await?;
    let bytes = workbook::plan(&looked.view(), &run.posed, &run.known().study)?;
    Ok(super::page::book("yanlian-plan.xlsx", bytes))
}

async fn values(
    State(office): State<Office>,
    reader: Reader,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Trouble> {
    let looked = reader.looks_at(&office).await?;
    let run = run(&office, &looked, &wanted.asked()).await?;
    let known = run.known();
    let state = match &known.outcome {
        Outcome::Running => "running",
        Outcome::Done => "done",
        Outcome::Stopped => "stopped",
        Outcome::Failed(_) => "failed",
    };
    Ok(Json(json::plan(&looked.view(), &run.posed, &known.study, state)).into_response())
}

/// Saves what the form says as a scenario and looks at its plan.
async fn save(
    State(office): State<Office>,
    reader: Reader,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response, Trouble> {
    let kept = office.shelf.kept().await?;
    let lang = reader.lang;
    let sent = scenario::Sent::new(form);
    let saved = scenario::save(&office.shelf.store, &kept, &sent, office.clock, lang).await?;
    let other = objective(sent.get("other")).key();
    Ok(Redirect::to(&format!("/plan?scenario={}&other={other}", percent(&saved))).into_response())
}

/// Ends a search with the best so far.
async fn stop(State(office): State<Office>, reader: Reader, Form(wanted): Form<Wanted>) -> Result<Response, Trouble> {
    let looked = reader.looks_at(&office).await?;
    let question = whole(&looked);
    let run = office.plans.run(&looked.kept, &question, &wanted.asked()).ok_or(Trouble::Missing)?;
    run.stop();
    run.wait(PATIENCE).await;
    Ok(super::reader::back(&wanted.back))
}

/// Forgets what was found and solves again.
async fn again(State(office): State<Office>, reader: Reader, Form(wanted): Form<Wanted>) -> Result<Response, Trouble> {
    let looked = reader.looks_at(&office).await?;
    office.plans.forget(&whole(&looked), &wanted.asked());
    Ok(super::reader::back(&wanted.back))
}
