//! Routes to pages, JSON and files.

use super::Office;
use super::reader::{Looked, Reader};
use crate::kept::Kept;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use yanlian_answers::{View, json, map, pages, workbook};
use yanlian_model::{Lang, Register, Table, registers};
use yanlian_store::{Store, StoreError};

/// The most hits of a search.
const HITS: usize = 200;
/// The most imports that the data page lists.
const ENTRIES: usize = 50;

/// Why a page could not be made.
pub(crate) enum Trouble {
    /// There is no such thing.
    Missing,
    /// What was sent cannot be taken.
    Refused(StatusCode, String),
    /// Something failed; it is in the log.
    Failed(anyhow::Error),
}

impl<E: Into<anyhow::Error>> From<E> for Trouble {
    fn from(error: E) -> Trouble {
        Trouble::Failed(error.into())
    }
}

impl IntoResponse for Trouble {
    fn into_response(self) -> Response {
        match self {
            Trouble::Missing => (StatusCode::NOT_FOUND, "404").into_response(),
            Trouble::Refused(status, why) => (status, why).into_response(),
            Trouble::Failed(error) => {
                eprintln!("yanlian: {error:#}");
                (StatusCode::INTERNAL_SERVER_ERROR, "500").into_response()
            }
        }
    }
}

type Answer = Result<Response, Trouble>;

/// The routes.
pub(crate) fn routes() -> Router<Office> {
    Router::new()
        .route("/", get(|office, reader| page(office, reader, pages::today)))
        .route("/chain", get(|office, reader, query| asked(office, reader, query, pages::chain)))
        .route("/opportunities", get(|office, reader, query| asked(office, reader, query, pages::opportunities)))
        .route("/gaps/{id}", get(|office, reader, id| named(office, reader, id, pages::gap)))
        .route("/next-steps/{id}", get(|office, reader, id| named(office, reader, id, pages::next_step)))
        .route("/matches/{id}", get(|office, reader, id| named(office, reader, id, pages::matching)))
        .route("/product-space", get(|office, reader| page(office, reader, pages::product_space)))
        .route("/io", get(|office, reader| page(office, reader, pages::io)))
        .route("/products", get(|office, reader, query| asked(office, reader, query, pages::products)))
        .route("/products/{id}", get(|office, reader, id| named(office, reader, id, pages::product)))
        .route("/processes", get(|office, reader, query| asked(office, reader, query, pages::processes)))
        .route("/processes/{id}", get(|office, reader, id| named(office, reader, id, pages::process)))
        .route("/candidates", get(|office, reader, query| asked(office, reader, query, pages::candidates)))
        .route("/candidates/{id}", get(|office, reader, id| named(office, reader, id, pages::candidate)))
        .route("/enterprises", get(|office, reader, query| asked(office, reader, query, pages::enterprises)))
        .route("/enterprises/{id}", get(|office, reader, id| named(office, reader, id, pages::enterprise)))
        .route("/stops", get(stops))
        .route("/stops/{id}", get(stop))
        .route("/projects", get(|office, reader, query| asked(office, reader, query, pages::projects)))
        .route("/projects/{id}", get(|office, reader, id| named(office, reader, id, pages::project)))
        .route("/service", get(|office, reader, query| asked(office, reader, query, pages::service)))
        .route("/zone", get(|office, reader| page(office, reader, pages::zone)))
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
fn api() -> Router<Office> {
    Router::new()
        .route("/api/diagnosis", get(|office, reader| values(office, reader, |v| Some(json::diagnosis(v)))))
        .route("/api/projects", get(|office, reader| values(office, reader, |v| Some(json::projects(v)))))
        .route("/api/service", get(|office, reader| values(office, reader, |v| Some(json::service(v)))))
        .route("/api/candidates", get(|office, reader| values(office, reader, |v| Some(json::candidates(v)))))
        .route("/api/chain", get(|office, reader| values(office, reader, chain_values)))
        .route("/api/stops", get(stops_values))
        .route("/api/stops/{id}", get(stop_values))
        .route("/api/product-space", get(|office, reader| values(office, reader, json::product_space)))
        .route("/api/io", get(|office, reader| values(office, reader, json::io)))
        .route("/api/enterprises/{id}", get(|office, reader, id| value(office, reader, id, json::enterprise)))
        .route("/api/products/{id}", get(|office, reader, id| value(office, reader, id, json::product)))
        .route("/api/registers/{register}", get(register_values))
        .route("/api/search", get(search_values))
}

/// A page that asks for nothing more.
async fn page(State(office): State<Office>, reader: Reader, make: fn(&View) -> askama::Result<String>) -> Answer {
    let looked = reader.looks_at(&office).await?;
    Ok(Html(make(&looked.view())?).into_response())
}

/// A page with a query of its own; a query that does not fit is refused with its reason.
async fn asked<Q>(
    State(office): State<Office>,
    reader: Reader,
    query: Result<Query<Q>, QueryRejection>,
    make: fn(&View, &Q) -> askama::Result<String>,
) -> Answer {
    let Query(query) = query.map_err(|error| Trouble::Refused(StatusCode::BAD_REQUEST, error.body_text()))?;
    let looked = reader.looks_at(&office).await?;
    Ok(Html(make(&looked.view(), &query)?).into_response())
}

/// The page of one record.
async fn named(
    State(office): State<Office>,
    reader: Reader,
    Path(id): Path<String>,
    make: fn(&View, &str) -> askama::Result<Option<String>>,
) -> Answer {
    let looked = reader.looks_at(&office).await?;
    let page = make(&looked.view(), &id)?.ok_or(Trouble::Missing)?;
    Ok(Html(page).into_response())
}

async fn values(State(office): State<Office>, reader: Reader, make: fn(&View) -> Option<serde_json::Value>) -> Answer {
    let looked = reader.looks_at(&office).await?;
    Ok(Json(make(&looked.view()).ok_or(Trouble::Missing)?).into_response())
}

async fn value(
    State(office): State<Office>,
    reader: Reader,
    Path(id): Path<String>,
    make: fn(&View, &str) -> Option<serde_json::Value>,
) -> Answer {
    let looked = reader.looks_at(&office).await?;
    Ok(Json(make(&looked.view(), &id).ok_or(Trouble::Missing)?).into_response())
}

/// The whole chain map: nodes and links with their places.
fn chain_values(v: &View) -> Option<serde_json::Value> {
    serde_json::to_value(map::ChainMap::of(v, &BTreeSet::new())).ok()
}

/// Whose stop would spread.
async fn stops(
    State(office): State<Office>,
    reader: Reader,
    query: Result<Query<pages::StopsQuery>, QueryRejection>,
) -> Answer {
    let Query(query) = query.map_err(|error| Trouble::Refused(StatusCode::BAD_REQUEST, error.body_text()))?;
    let looked = reader.looks_at(&office).await?;
    Ok(Html(pages::stops(&looked.view(), &looked.stops(), &query)?).into_response())
}

/// What stops when one firm stops.
async fn stop(State(office): State<Office>, reader: Reader, Path(id): Path<String>) -> Answer {
    let looked = reader.looks_at(&office).await?;
    let page = pages::stop(&looked.view(), &looked.stops(), &id)?.ok_or(Trouble::Missing)?;
    Ok(Html(page).into_response())
}

async fn stops_values(State(office): State<Office>, reader: Reader) -> Answer {
    let looked = reader.looks_at(&office).await?;
    Ok(Json(json::stops(&looked.view(), &looked.stops())).into_response())
}

async fn stop_values(State(office): State<Office>, reader: Reader, Path(id): Path<String>) -> Answer {
    let looked = reader.looks_at(&office).await?;
    Ok(Json(json::stop(&looked.view(), &looked.stops(), &id).ok_or(Trouble::Missing)?).into_response())
}

/// What is searched for.
#[derive(Debug, Default, Deserialize)]
struct Search {
    #[serde(default)]
    q: String,
}

async fn hits(office: &Office, lang: Lang, query: &str) -> Result<Vec<pages::SearchHit>, StoreError> {
    let hits = office.shelf.store.search(query, lang, HITS).await?;
    Ok(hits
        .into_iter()
        .map(|hit| pages::SearchHit { register: hit.register, key: hit.key, title: hit.title })
        .collect())
}

async fn search(State(office): State<Office>, reader: Reader, Query(search): Query<Search>) -> Answer {
    let hits = hits(&office, reader.lang, &search.q).await?;
    let looked = reader.looks_at(&office).await?;
    Ok(Html(pages::search(&looked.view(), &search.q, &hits)?).into_response())
}

async fn search_values(State(office): State<Office>, reader: Reader, Query(search): Query<Search>) -> Answer {
    let hits = hits(&office, reader.lang, &search.q).await?.into_iter().map(|hit| {
        serde_json::json!({ "register": hit.register, "key": hit.key.parts().collect::<Vec<_>>(), "title": hit.title })
    });
    Ok(Json(hits.collect::<Vec<_>>()).into_response())
}

async fn data(State(office): State<Office>, reader: Reader) -> Answer {
    let looked = reader.looks_at(&office).await?;
    let room = super::room::data_room(&office.shelf.store, &looked.kept, ENTRIES).await?;
    Ok(Html(pages::data(&looked.view(), &room)?).into_response())
}

/// The register of that name with its records; an empty table where it has none.
fn table<'k>(kept: &'k Kept, name: &str) -> Result<(&'static Register, &'k Table), Trouble> {
    static EMPTY: Table = BTreeMap::new();
    let register = registers::by_name(name).ok_or(Trouble::Missing)?;
    Ok((register, kept.tables.get(register.name).unwrap_or(&EMPTY)))
}

async fn register(
    State(office): State<Office>,
    reader: Reader,
    Path(name): Path<String>,
    Query(query): Query<pages::RegisterQuery>,
) -> Answer {
    let looked = reader.looks_at(&office).await?;
    let (register, table) = table(&looked.kept, &name)?;
    Ok(Html(pages::register(&looked.view(), register, table, &query)?).into_response())
}

async fn register_values(State(office): State<Office>, reader: Reader, Path(name): Path<String>) -> Answer {
    let looked = reader.looks_at(&office).await?;
    let (register, table) = table(&looked.kept, &name)?;
    Ok(Json(json::register(register, table, true)).into_response())
}

async fn record(State(office): State<Office>, reader: Reader, Path((name, key)): Path<(String, String)>) -> Answer {
    let looked = reader.looks_at(&office).await?;
    let (register, table) = table(&looked.kept, &name)?;
    let key = pages::decode_key(&key);
    let row = table.get(&key).ok_or(Trouble::Missing)?;
    let history = super::room::history(&office.shelf.store, register, &key).await?;
    Ok(Html(pages::record(&looked.view(), register, &key, row, &history)?).into_response())
}

/// The language of a file, where it is asked for.
#[derive(Debug, Default, Deserialize)]
struct FileLanguage {
    lang: Option<String>,
}

async fn template(reader: Reader, Query(wanted): Query<FileLanguage>) -> Answer {
    let lang = wanted.lang.as_deref().and_then(Lang::parse).unwrap_or(reader.lang);
    Ok(book("yanlian-template.xlsx", workbook::template(lang)?))
}

async fn export(State(office): State<Office>, reader: Reader) -> Answer {
    let looked = reader.looks_at(&office).await?;
    Ok(book("yanlian-registers.xlsx", workbook::export_workbook(&looked.kept.tables, reader.lang, false)?))
}

async fn lists(State(office): State<Office>, reader: Reader) -> Answer {
    let looked: Looked = reader.looks_at(&office).await?;
    Ok(book("yanlian-lists.xlsx", workbook::lists(&looked.view())?))
}

/// A workbook to download.
pub(super) fn book(name: &str, bytes: Vec<u8>) -> Response {
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    let disposition = format!("attachment; filename=\"{name}\"");
    ([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, disposition)], bytes).into_response()
}

async fn chain_svg(State(office): State<Office>, reader: Reader) -> Answer {
    let looked = reader.looks_at(&office).await?;
    Ok(svg(map::svg_file(&looked.view())?))
}

/// A drawing.
pub(super) fn svg(text: String) -> Response {
    ([(header::CONTENT_TYPE, "image/svg+xml")], text).into_response()
}
