//! The plan in the browser: look, watch, save a scenario, stop, solve again.

use super::AppState;
use super::error::{Answer, PageError};
use super::forms::{FormKind, kept, own_field};
use super::reader::{Reader, RequestContext};
use super::render::{answer, html, render};
use crate::plans::{Asked, Known, Outcome, Run};
use crate::sent::Sent;
use crate::{actor, scenario};
use axum::extract::{Form, Query, State};
use axum::http::header;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{Html, IntoResponse, Redirect};
use axum::routing::{get, post};
use axum::{Json, Router};
use futures_util::future::select_all;
use futures_util::{Stream, stream};
use serde::Deserialize;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use yanlian_analysis::plan::{Objective, after};
use yanlian_analysis::{Question, diagnose};
use yanlian_model::registers::{Plant, Scenario};
use yanlian_model::{Finding, Place, Record, Severity, number};
use yanlian_present::pages::{self, Input, InputKind, PlanContext, PlanRun, WorkedOut};
use yanlian_present::{View, json, map, percent, workbook};
use yanlian_workbench::Snapshot;

/// How long a page waits for the solver before it shows how far it is.
const PATIENCE: Duration = Duration::from_millis(1500);
/// How long what the solver says is gathered before pages are told.
const GATHERED: Duration = Duration::from_millis(500);

/// The routes.
pub(super) fn routes() -> Router<AppState> {
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
    /// What is asked; an objective or a bound that is none is refused.
    fn asked(&self, reader: &Reader) -> Result<Asked, PageError> {
        let bound = number::read(&self.bound);
        let is_objective = self.other.is_empty() || Objective::ALL.iter().any(|own| own.key() == self.other);
        match () {
            () if !is_objective => Err(reader.refuses(&pages::unfit_parameter("other", &self.other))),
            () if bound.is_none() && !self.bound.is_empty() => {
                Err(reader.refuses(&pages::unfit_parameter("bound", &self.bound)))
            }
            () => Ok(Asked { scenario: self.scenario.clone(), other: objective(&self.other), bound }),
        }
    }

    /// The same in an address.
    fn query(&self) -> String {
        let fields = [("scenario", &self.scenario), ("other", &self.other), ("bound", &self.bound)];
        let given = fields.into_iter().filter(|(name, value)| *name == "scenario" || !value.is_empty());
        given.map(|(name, value)| format!("{name}={}", percent(value))).collect::<Vec<_>>().join("&")
    }

    /// What is put beside it.
    fn beside(&self, asked: &Asked) -> Option<Asked> {
        (!self.compare.is_empty()).then(|| Asked { scenario: self.beside.clone(), ..asked.clone() })
    }
}

/// The objective of that name; COD where none is named.
fn objective(name: &str) -> Objective {
    Objective::ALL.into_iter().find(|objective| objective.key() == name).unwrap_or(Objective::Cod)
}

/// The run that answers, with the year's question over all chains; it may be under way.
async fn found(state: &AppState, context: &RequestContext, asked: &Asked) -> Result<Arc<Run>, PageError> {
    state.plans.run(&context.snapshot, &whole(context), asked).await?.ok_or(PageError::Missing)
}

/// The run that answers, for which one waits a little.
async fn run(state: &AppState, context: &RequestContext, asked: &Asked) -> Result<Arc<Run>, PageError> {
    let run = found(state, context, asked).await?;
    run.wait(PATIENCE).await;
    Ok(run)
}

/// The question of the page without its chain: the plan is the zone's.
fn whole(context: &RequestContext) -> Question {
    Question { chain: None, ..context.diagnosis.question.clone() }
}

fn shown(known: &Known) -> PlanRun<'_> {
    match &known.outcome {
        Outcome::Running => PlanRun::Running(&known.study, known.progress),
        Outcome::Done => PlanRun::Done(&known.study),
        Outcome::Stopped => PlanRun::Stopped(&known.study),
        Outcome::Failed(why) => PlanRun::Failed(why),
    }
}

async fn page(State(state): State<AppState>, reader: Reader, Query(wanted): Query<Wanted>) -> Answer {
    let context = reader.context(&state).await?;
    let asked = wanted.asked(&reader)?;
    let run = found(&state, &context, &asked).await?;
    let other = match wanted.beside(&asked) {
        Some(beside) => Some(found(&state, &context, &beside).await?),
        None => None,
    };
    for run in [Some(&run), other.as_ref()].into_iter().flatten() {
        run.wait_once(PATIENCE).await;
    }
    let whole = match asked.bound {
        Some(_) => Some(found(&state, &context, &Asked { bound: None, ..asked.clone() }).await?),
        None => None,
    };
    let (known, other, whole) = (run.known(), other.map(|other| other.known()), whole.map(|whole| whole.known()));
    answer(move || {
        let scenario = |id: &str| {
            let scenarios = &context.snapshot.zone.registers.scenarios;
            scenarios.iter().find(|scenario| scenario.id == id)
        };
        let shown = PlanContext {
            scenario: scenario(&asked.scenario),
            posed: &run.posed,
            other: asked.other,
            bound: asked.bound,
            whole: whole.as_ref().map(|whole| &whole.study),
            run: shown(&known),
            beside: other.as_ref().map(|other| (scenario(&wanted.beside), shown(other))),
        };
        context.page(|v| pages::plan(v, &shown))
    })
    .await
}

/// Tells a page whenever more is known of its plans, until all is.
async fn live(
    State(state): State<AppState>,
    reader: Reader,
    Query(wanted): Query<Wanted>,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, PageError> {
    let context = reader.context(&state).await?;
    let mut runs = Vec::new();
    let asked = wanted.asked(&reader)?;
    for asked in wanted.beside(&asked).into_iter().chain([asked]) {
        runs.push(found(&state, &context, &asked).await?);
    }
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
    State(state): State<AppState>,
    reader: Reader,
    Query(wanted): Query<Wanted>,
    Query(drawn): Query<pages::ChainQuery>,
) -> Answer {
    let context = reader.context(&state).await?;
    let scenarios = &context.snapshot.zone.registers.scenarios;
    let scenario = scenarios.iter().find(|scenario| scenario.id == wanted.scenario).map(|own| own.name.clone());
    let plan = pages::PlannedChain { query: wanted.query(), scenario, today: !wanted.today.is_empty() };
    let make = move |context: &RequestContext, view: &View| {
        Ok(Html(pages::plan_chain(&context.view(), view, &drawn, &plan)?).into_response())
    };
    let asked = wanted.asked(&reader)?;
    once_true(&state, context, (&wanted, &asked), make).await
}

/// The same as a drawing to print.
async fn chain_svg(State(state): State<AppState>, reader: Reader, Query(wanted): Query<Wanted>) -> Answer {
    let context = reader.context(&state).await?;
    let asked = wanted.asked(&reader)?;
    once_true(&state, context, (&wanted, &asked), |_, view| Ok(super::page::svg(map::svg_file(view)?))).await
}

/// What is made of the zone once the plan has come true; the plan's page where there is none yet.
async fn once_true(
    state: &AppState,
    context: RequestContext,
    (wanted, asked): (&Wanted, &Asked),
    make: impl FnOnce(&RequestContext, &View) -> Answer + Send + 'static,
) -> Answer {
    let run = run(state, &context, asked).await?;
    let Some(plan) = run.known().study.plan else {
        return Ok(Redirect::to(&format!("/plan?{}", wanted.query())).into_response());
    };
    render(move || {
        let question = &context.diagnosis.question;
        let zone = context.snapshot.zone.after(after(&context.snapshot.zone, &run.posed, &plan, question.year));
        let diagnosis = diagnose(&zone, question);
        make(&context, &View::new(context.settings(), &zone, &diagnosis, question.today))
    })
    .await?
}

/// The briefing, with what is known of the plan of the registers where there are options to plan: nobody who
/// wants to read it waits for the solver.
async fn brief(State(state): State<AppState>, reader: Reader, Query(wanted): Query<Wanted>) -> Answer {
    let context = reader.context(&state).await?;
    let run = found(&state, &context, &wanted.asked(&reader)?).await?;
    run.wait_for_kept().await;
    html(move || {
        let known = run.known();
        let plan = match known.study.plan {
            Some(_) => WorkedOut::Known(&run.posed, &known.study),
            None if matches!(known.outcome, Outcome::Running) => WorkedOut::Coming,
            None => WorkedOut::None,
        };
        pages::brief(&context.view(), plan)
    })
    .await
}

/// What the solver wrote, with all its digits.
async fn log(State(state): State<AppState>, reader: Reader, Query(wanted): Query<Wanted>) -> Answer {
    let context = reader.context(&state).await?;
    let run = run(&state, &context, &wanted.asked(&reader)?).await?;
    let log = run.known().study.plan.map(|plan| plan.record.log).ok_or(PageError::Missing)?;
    Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], log).into_response())
}

async fn book(State(state): State<AppState>, reader: Reader, Query(wanted): Query<Wanted>) -> Answer {
    let context = reader.context(&state).await?;
    let run = run(&state, &context, &wanted.asked(&reader)?).await?;
    let bytes = render(move || workbook::plan(&context.view(), &run.posed, &run.known().study)).await??;
    Ok(super::deliver::book("yanlian-plan.xlsx", bytes))
}

async fn values(State(state): State<AppState>, reader: Reader, Query(wanted): Query<Wanted>) -> Answer {
    let context = reader.context(&state).await?;
    let run = run(&state, &context, &wanted.asked(&reader)?).await?;
    render(move || {
        let known = run.known();
        let state = match &known.outcome {
            Outcome::Running => "running",
            Outcome::Done => "done",
            Outcome::Stopped => "stopped",
            Outcome::Failed(_) => "failed",
        };
        Json(json::plan(&context.view(), &run.posed, &known.study, state)).into_response()
    })
    .await
}

const SCENARIO: FormKind = FormKind {
    title: "form-title-scenario",
    rail: "opportunities",
    changes: true,
    action: "/plan/save",
    register: Scenario::REGISTER,
    shown: &["name"],
    other: own_input,
    field: own_name,
};

/// Saves what the form says as a scenario and looks at its plan.
async fn save(State(state): State<AppState>, reader: Reader, Form(form): Form<Vec<(String, String)>>) -> Answer {
    let mut sent = Sent::new(form);
    let other = objective(sent.get("other")).key();
    let looked_at = format!("/plan?scenario={}&other={other}", percent(sent.get("scenario")));
    sent.set("back", &looked_at);
    let snapshot = state.workbench.snapshot().await?;
    if let Some(gone) = scenario::gone(&snapshot, &sent) {
        let place = Place::Field { register: Scenario::REGISTER.name, key: None, field: Some("name") };
        // What was typed is not lost with it: saved again, it is a new one.
        sent.set("scenario", "");
        return SCENARIO.faulty(&state, reader, &sent, vec![Finding::new(Severity::Fault, place, gone)]).await;
    }
    let (own, lang, today) = (sent.clone(), reader.lang, state.clock.today().to_string());
    let source = actor::local().to_string();
    let draft = move |snapshot: &Snapshot| scenario::drafts(snapshot, &own, &source, &today, lang);
    let written = match SCENARIO.write(&state, reader, &sent, draft).await? {
        Ok(written) => written,
        Err(answer) => return Ok(answer),
    };
    let changed = written.plan.changes.iter().find(|change| change.register == Scenario::REGISTER.name);
    let id = match changed {
        Some(change) => change.key.to_string(),
        // Only settings changed, nothing did, or it had been sent before.
        None => {
            let snapshot = state.workbench.snapshot().await?;
            let scenarios = &snapshot.zone.registers.scenarios;
            let named = scenarios.iter().find(|scenario| scenario.name == sent.get("name"));
            let same = scenario::changed(&snapshot, &sent).or(named);
            same.map_or_else(|| sent.get("scenario").to_owned(), |scenario| scenario.id.clone())
        }
    };
    Ok(kept(&format!("/plan?scenario={}&other={other}", percent(&id)), &written))
}

/// The input of the name, which may be blank, or of a setting: the number of a limit, the bound of a plant,
/// whether an option is taken.
fn own_input(v: &View, name: &str, value: &str) -> Option<Input> {
    match name {
        "name" => {
            let field = Scenario::REGISTER.field(name)?;
            return Some(Input { required: false, hint: v.t("plan-name-hint"), ..Input::of(v, field, value) });
        }
        "plant" => {
            let suggest = Some(format!("/api/suggest/{}", Plant::REGISTER.name));
            return Some(Input { suggest, ..Input::new(name, v.t("plan-plant-add"), value, InputKind::Line) });
        }
        _ => (),
    }
    let (prefix, item) = name.split_once('-').unwrap_or((name, ""));
    let (register, label) = match prefix {
        "limit" => ("indicators", "plan-limits-title"),
        "soft" => ("indicators", "plan-soft"),
        "plant_low" => ("plants", "plan-plant-least"),
        "plant_high" => ("plants", "plan-plant-most"),
        "project" => ("projects", "plan-options-title"),
        "process" => ("processes", "plan-options-title"),
        _ => return None,
    };
    let stances = [("must", "plan-must"), ("may", "plan-may"), ("not", "plan-not")];
    let kind = match prefix {
        "project" | "process" => InputKind::Choice(stances.map(|(value, word)| (value.to_owned(), v.t(word))).to_vec()),
        _ => InputKind::Number,
    };
    let of = if item.is_empty() { v.t("plan-plant-add") } else { v.name(register, item) };
    Some(Input::new(name, format!("{of} · {}", v.t(label)), value, kind))
}

/// The field of the form that a place is about: of the scenario, or of one of its settings.
fn own_name(place: &Place) -> Option<String> {
    match place {
        Place::Field { register: "scenario_settings", field: Some("item"), .. } => Some("plant".to_owned()),
        Place::Field { register: "scenario_settings", key: Some(key), .. } => scenario::field_of(key),
        _ => own_field(place),
    }
}

/// Ends a search with the best so far.
async fn stop(State(state): State<AppState>, reader: Reader, Form(wanted): Form<Wanted>) -> Answer {
    let context = reader.context(&state).await?;
    let run = found(&state, &context, &wanted.asked(&reader)?).await?;
    run.stop();
    run.wait(PATIENCE).await;
    Ok(super::reader::back(&wanted.back))
}

/// Forgets what was found and solves again.
async fn again(State(state): State<AppState>, reader: Reader, Form(wanted): Form<Wanted>) -> Answer {
    let context = reader.context(&state).await?;
    state.plans.forget(&whole(&context), &wanted.asked(&reader)?);
    Ok(super::reader::back(&wanted.back))
}
