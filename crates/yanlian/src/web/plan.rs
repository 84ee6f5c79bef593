//! The plan in the browser: look, save a scenario, stop, solve again.

use super::Office;
use super::page::Trouble;
use super::reader::{Looked, Reader};
use crate::plans::{Asked, Known, Outcome, Run};
use crate::scenario;
use axum::extract::{Form, Query, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use std::sync::Arc;
use std::time::Duration;
use yanlian_analysis::plan::{Objective, after};
use yanlian_analysis::{Question, Zone, diagnose};
use yanlian_answers::pages::{self, PlanRoom, PlanRun};
use yanlian_answers::{View, json, percent, workbook};

/// How long a page waits for the solver before it shows how far it is.
const PATIENCE: Duration = Duration::from_millis(1500);

/// The routes.
pub(super) fn routes() -> Router<Office> {
    Router::new()
        .route("/plan", get(page))
        .route("/plan/chain", get(chain))
        .route("/brief", get(brief))
        .route("/plan.xlsx", get(book))
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
    back: String,
}

impl Wanted {
    fn asked(&self) -> Asked {
        Asked { scenario: self.scenario.clone(), other: objective(&self.other), bound: self.bound.parse().ok() }
    }
}

/// The objective of that name; COD where none is named.
fn objective(name: &str) -> Objective {
    Objective::ALL.into_iter().find(|objective| objective.key() == name).unwrap_or(Objective::Cod)
}

/// The run that answers, with the year's question over all chains.
async fn run(office: &Office, looked: &Looked, asked: &Asked) -> Result<Arc<Run>, Trouble> {
    let question = whole(looked);
    let run = office.plans.run(&looked.kept, &question, asked).ok_or(Trouble::Missing)?;
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
        Outcome::Failed(why) => PlanRun::Failed(why.clone()),
    }
}

async fn page(State(office): State<Office>, reader: Reader, Query(wanted): Query<Wanted>) -> Result<Response, Trouble> {
    let looked = reader.looks_at(&office).await?;
    let asked = wanted.asked();
    let run = run(&office, &looked, &asked).await?;
    let known = run.known();
    let scenario = |id: &str| looked.kept.zone.registers.scenarios.iter().find(|scenario| scenario.id == id);
    let other = match wanted.compare.as_str() {
        "" => None,
        _ => Some(
            self::run(&office, &looked, &Asked { scenario: wanted.beside.clone(), ..asked.clone() }).await?.known(),
        ),
    };
    let room = PlanRoom {
        scenario: scenario(&asked.scenario),
        posed: &run.posed,
        other: asked.other,
        run: shown(&known),
        beside: other.as_ref().map(|other| (scenario(&wanted.beside), &other.study)),
    };
    Ok(Html(pages::plan(&looked.view(), &room)?).into_response())
}

/// The chain map as it would be once the plan has come true.
async fn chain(
    State(office): State<Office>,
    reader: Reader,
    Query(wanted): Query<Wanted>,
    Query(drawn): Query<pages::ChainQuery>,
) -> Result<Response, Trouble> {
    let looked = reader.looks_at(&office).await?;
    let run = run(&office, &looked, &wanted.asked()).await?;
    let drawn = pages::ChainQuery { scenario: Some(wanted.scenario), ..drawn };
    let Some(plan) = run.known().study.plan else {
        return Ok(Redirect::to("/plan").into_response());
    };
    let question = &looked.view().diagnosis.question.clone();
    let zone = Zone::new(after(&looked.kept.zone, &run.posed, &plan, question.year));
    let diagnosis = diagnose(&zone, question);
    let view = View::new(looked.view().settings.clone(), &zone, &diagnosis, question.today);
    Ok(Html(pages::chain(&view, &drawn)?).into_response())
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
