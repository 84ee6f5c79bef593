//! Routes to pages, JSON and files.

use super::AppState;
use super::deliver::book;
use super::error::{Answer, PageError, bad_query};
use super::reader::{Id, Reader};
use super::render::{answer, render};
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use yanlian_model::{Lang, Register, Table, registers};
use yanlian_present::{View, json, map, pages, workbook};
use yanlian_store::StoreError;
use yanlian_workbench::Snapshot;

/// The most hits of a search.
const HITS: usize = 200;
/// The most suggestions for a reference.
const SUGGESTIONS: usize = 12;
/// The most imports that the data page lists.
const ENTRIES: usize = 50;

/// The routes.
pub(crate) fn routes() -> Router<AppState> {
    Router::new()
        .route("/", get(|state, reader| page(state, reader, pages::today)))
        .route("/chain", get(|state, reader, query| asked(state, reader, query, pages::chain)))
        .route("/opportunities", get(|state, reader, query| asked(state, reader, query, pages::opportunities)))
        .route("/gaps/{id}", get(|state, reader, id| named(state, reader, id, pages::gap)))
        .route("/extensions/{id}", get(|state, reader, id| named(state, reader, id, pages::extension)))
        .route("/matches/{id}", get(|state, reader, id| named(state, reader, id, pages::matching)))
        .route("/product-space", get(|state, reader| page(state, reader, pages::product_space)))
        .route("/io", get(|state, reader| page(state, reader, pages::io)))
        .route("/chains", get(|state, reader| page(state, reader, pages::chain_guides)))
        .route("/chains/{id}", get(|state, reader, id| named(state, reader, id, pages::chain_guide)))
        .route("/products", get(|state, reader, query| asked(state, reader, query, pages::products)))
        .route("/products/{id}", get(|state, reader, id| named(state, reader, id, pages::product)))
        .route("/processes", get(|state, reader, query| asked(state, reader, query, pages::processes)))
        .route("/processes/{id}", get(|state, reader, id| named(state, reader, id, pages::process)))
        .route("/candidates", get(|state, reader, query| asked(state, reader, query, pages::candidates)))
        .route("/candidates/{id}", get(|state, reader, id| named(state, reader, id, pages::candidate)))
        .route("/enterprises", get(|state, reader, query| asked(state, reader, query, pages::enterprises)))
        .route("/enterprises/{id}", get(|state, reader, id| named(state, reader, id, pages::enterprise)))
        .route("/shutdowns", get(shutdowns))
        .route("/shutdowns/{id}", get(shutdown))
        .route("/projects", get(|state, reader, query| asked(state, reader, query, pages::projects)))
        .route("/projects/{id}", get(|state, reader, id| named(state, reader, id, pages::project)))
        .route("/service", get(|state, reader, query| asked(state, reader, query, pages::service)))
        .route("/zone", get(|state, reader| page(state, reader, pages::zone)))
        .route("/search", get(search))
        .route("/data", get(data))
        .route("/data/{register}", get(register))
        .route("/data/{register}/{key}", get(record))
        .route("/data/template.xlsx", get(template))
        .route("/data/export.xlsx", get(export))
        .route("/chain.svg", get(chain_svg))
        .route("/lists.xlsx", get(lists))
        .merge(api())
}

/// The same answers for programs.
fn api() -> Router<AppState> {
    Router::new()
        .route("/api/diagnosis", get(|state, reader| values(state, reader, |v| Some(json::diagnosis(v)))))
        .route("/api/projects", get(|state, reader| values(state, reader, |v| Some(json::projects(v)))))
        .route("/api/service", get(|state, reader| values(state, reader, |v| Some(json::service(v)))))
        .route("/api/candidates", get(|state, reader| values(state, reader, |v| Some(json::candidates(v)))))
        .route("/api/chain", get(|state, reader| values(state, reader, chain_values)))
        .route("/api/shutdowns", get(shutdowns_values))
        .route("/api/shutdowns/{id}", get(shutdown_values))
        .route("/api/product-space", get(|state, reader| values(state, reader, json::product_space)))
        .route("/api/io", get(|state, reader| values(state, reader, json::io)))
        .route("/api/enterprises/{id}", get(|state, reader, id| value(state, reader, id, json::enterprise)))
        .route("/api/products/{id}", get(|state, reader, id| value(state, reader, id, json::product)))
        .route("/api/registers/{register}", get(register_values))
        .route("/api/search", get(search_values))
        .route("/api/suggest/{registers}", get(suggestions))
}

/// A page that asks for nothing more.
async fn page(State(state): State<AppState>, reader: Reader, make: fn(&View) -> askama::Result<String>) -> Answer {
    let context = reader.context(&state).await?;
    answer(move || context.page(make)).await
}

/// A page with a query of its own; a query that does not fit is refused with its reason.
async fn asked<Q: Send + 'static>(
    State(state): State<AppState>,
    reader: Reader,
    query: Result<Query<Q>, QueryRejection>,
    make: fn(&View, &Q) -> askama::Result<String>,
) -> Answer {
    let Query(query) = query.map_err(bad_query)?;
    let context = reader.context(&state).await?;
    answer(move || context.page(|v| make(v, &query))).await
}

/// The page of one record.
async fn named(
    State(state): State<AppState>,
    reader: Reader,
    Id(id): Id,
    make: fn(&View, &str) -> askama::Result<Option<String>>,
) -> Answer {
    let context = reader.context(&state).await?;
    answer(move || context.page_of(|v| make(v, &id))).await
}

async fn values(State(state): State<AppState>, reader: Reader, make: fn(&View) -> Option<serde_json::Value>) -> Answer {
    let context = reader.context(&state).await?;
    json_of(move || make(&context.view())).await
}

async fn value(
    State(state): State<AppState>,
    reader: Reader,
    Id(id): Id,
    make: fn(&View, &str) -> Option<serde_json::Value>,
) -> Answer {
    let context = reader.context(&state).await?;
    json_of(move || make(&context.view(), &id)).await
}

/// Makes values for programs, written out on the same thread.
async fn json_of(make: impl FnOnce() -> Option<serde_json::Value> + Send + 'static) -> Answer {
    render(move || make().map(Json).map(IntoResponse::into_response)).await?.ok_or(PageError::Missing)
}

/// The whole chain map: nodes and links with their places.
fn chain_values(v: &View) -> Option<serde_json::Value> {
    serde_json::to_value(map::ChainMap::of(v, &BTreeSet::new())).ok()
}

/// Whose shutdown would spread.
async fn shutdowns(
    State(state): State<AppState>,
    reader: Reader,
    query: Result<Query<pages::ShutdownsQuery>, QueryRejection>,
) -> Answer {
    let Query(query) = query.map_err(bad_query)?;
    let context = reader.context(&state).await?;
    let shutdowns = context.shutdowns().await?;
    answer(move || context.page(|v| pages::shutdowns(v, &shutdowns, &query))).await
}

/// What stops when one firm stops.
async fn shutdown(State(state): State<AppState>, reader: Reader, Id(id): Id) -> Answer {
    let context = reader.context(&state).await?;
    let shutdowns = context.shutdowns().await?;
    answer(move || context.page_of(|v| pages::shutdown(v, &shutdowns, &id))).await
}

async fn shutdowns_values(State(state): State<AppState>, reader: Reader) -> Answer {
    let context = reader.context(&state).await?;
    let shutdowns = context.shutdowns().await?;
    json_of(move || Some(json::shutdowns(&context.view(), &shutdowns))).await
}

async fn shutdown_values(State(state): State<AppState>, reader: Reader, Id(id): Id) -> Answer {
    let context = reader.context(&state).await?;
    let shutdowns = context.shutdowns().await?;
    json_of(move || json::shutdown(&context.view(), &shutdowns, &id)).await
}

/// What is searched for.
#[derive(Debug, Default, Deserialize)]
struct Search {
    #[serde(default)]
    q: String,
}

async fn hits(state: &AppState, lang: Lang, query: &str) -> Result<Vec<pages::SearchHit>, StoreError> {
    let hits = state.workbench.search(query, lang, HITS).await?;
    Ok(hits
        .into_iter()
        .map(|hit| pages::SearchHit { register: hit.register, key: hit.key, title: hit.title })
        .collect())
}

async fn search(State(state): State<AppState>, reader: Reader, Query(search): Query<Search>) -> Answer {
    let hits = hits(&state, reader.lang, &search.q).await?;
    let context = reader.context(&state).await?;
    answer(move || context.page(|v| pages::search(v, &search.q, &hits))).await
}

async fn search_values(State(state): State<AppState>, reader: Reader, Query(search): Query<Search>) -> Answer {
    let hits = hits(&state, reader.lang, &search.q).await?.into_iter().map(|hit| {
        serde_json::json!({ "register": hit.register, "key": hit.key.parts().collect::<Vec<_>>(), "title": hit.title })
    });
    Ok(Json(hits.collect::<Vec<_>>()).into_response())
}

/// The records of one of several registers, `,` between, that may be meant by what is typed.
async fn suggestions(
    State(state): State<AppState>,
    reader: Reader,
    Path(names): Path<String>,
    Query(search): Query<Search>,
) -> Answer {
    let registers: Vec<&'static Register> = names.split(',').map(declared).collect::<Result<_, _>>()?;
    let snapshot = state.workbench.snapshot().await?;
    json_of(move || {
        let found = snapshot.suggest(&registers, &search.q, reader.lang, SUGGESTIONS);
        let shown = found.into_iter().map(|suggestion| {
            let (register, key) = (suggestion.of.register, &suggestion.of.key);
            serde_json::json!({
                "register": register,
                "key": key,
                "value": key.as_stored(),
                "title": suggestion.title,
                "matched": suggestion.matched,
            })
        });
        Some(shown.collect())
    })
    .await
}

async fn data(State(state): State<AppState>, reader: Reader) -> Answer {
    let context = reader.context(&state).await?;
    let entries = super::overview::entries(&state.workbench, ENTRIES).await?;
    let changed = super::overview::last_changed(&state.workbench).await?;
    answer(move || {
        let freshness = |register| context.snapshot.freshness(register);
        let shown = super::overview::data_context(&context.snapshot, &freshness, changed, entries);
        context.page(|v| pages::data(v, &shown))
    })
    .await
}

/// The register of that name.
fn declared(name: &str) -> Result<&'static Register, PageError> {
    registers::by_name(name).ok_or(PageError::Missing)
}

/// The records of a register; an empty table where it has none.
fn table<'s>(snapshot: &'s Snapshot, register: &Register) -> &'s Table {
    static EMPTY: Table = BTreeMap::new();
    snapshot.tables.get(register.name).unwrap_or(&EMPTY)
}

async fn register(
    State(state): State<AppState>,
    reader: Reader,
    Path(name): Path<String>,
    Query(query): Query<pages::RegisterQuery>,
) -> Answer {
    let register = declared(&name)?;
    let context = reader.context(&state).await?;
    answer(move || {
        let snapshot = &context.snapshot;
        let (table, fresh) = (table(snapshot, register), snapshot.freshness(register));
        context.page(|v| pages::register(v, register, table, fresh, &query))
    })
    .await
}

async fn register_values(State(state): State<AppState>, Path(name): Path<String>) -> Answer {
    let register = declared(&name)?;
    let snapshot = state.workbench.snapshot().await?;
    json_of(move || Some(json::register(register, table(&snapshot, register)))).await
}

async fn record(State(state): State<AppState>, reader: Reader, Path((name, key)): Path<(String, String)>) -> Answer {
    let register = declared(&name)?;
    let key = yanlian_present::decode_key(&key);
    let context = reader.context(&state).await?;
    let history = super::overview::history(&state.workbench, register, &key).await?;
    answer(move || {
        let row = table(&context.snapshot, register).get(&key);
        context.page_of(|v| row.map(|row| pages::record(v, register, &key, row, &history)).transpose())
    })
    .await
}

/// The language of a file, where it is asked for.
#[derive(Debug, Default, Deserialize)]
struct FileLanguage {
    lang: Option<String>,
}

async fn template(reader: Reader, Query(wanted): Query<FileLanguage>) -> Answer {
    let lang = wanted.lang.as_deref().and_then(Lang::parse).unwrap_or(reader.lang);
    Ok(book("yanlian-template.xlsx", render(move || workbook::template(lang)).await??))
}

async fn export(State(state): State<AppState>, reader: Reader) -> Answer {
    let snapshot = state.workbench.snapshot().await?;
    let bytes = render(move || workbook::export_workbook(&snapshot.tables, reader.lang, false)).await??;
    Ok(book("yanlian-registers.xlsx", bytes))
}

async fn lists(State(state): State<AppState>, reader: Reader) -> Answer {
    let context = reader.context(&state).await?;
    Ok(book("yanlian-lists.xlsx", render(move || workbook::lists(&context.view())).await??))
}

async fn chain_svg(State(state): State<AppState>, reader: Reader) -> Answer {
    let context = reader.context(&state).await?;
    Ok(svg(render(move || map::svg_file(&context.view())).await??))
}

/// A drawing.
pub(super) fn svg(text: String) -> Response {
    ([(header::CONTENT_TYPE, "image/svg+xml")], text).into_response()
}
