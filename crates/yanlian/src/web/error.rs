//! Why a page could not be made, and how that is told: to people as a page in their language, to programs as
//! problem details (RFC 9457).

use super::once;
use super::preferences::{lang, theme};
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::extract::rejection::QueryRejection;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::json;
use std::fmt::Display;
use yanlian_model::Lang;
use yanlian_present::pages::{Refusal, refusal};
use yanlian_store::StoreError;

/// The most of a reason that is told, in bytes.
const REASON: usize = 4096;

/// Why a page could not be made.
#[derive(Debug)]
pub(crate) enum PageError {
    /// There is no such thing.
    Missing,
    /// What was sent cannot be taken.
    Refused(StatusCode, String),
    /// Something failed; it is in the log.
    Failed(anyhow::Error),
}

impl PageError {
    /// That an address says what its page has no meaning for, in the reader's words.
    pub(super) fn unfit(why: String) -> PageError {
        PageError::Refused(StatusCode::BAD_REQUEST, why)
    }
}

/// What a page answers.
pub(crate) type Answer = Result<Response, PageError>;

impl<E: Into<anyhow::Error>> From<E> for PageError {
    fn from(error: E) -> PageError {
        PageError::Failed(error.into())
    }
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        match self {
            PageError::Missing => StatusCode::NOT_FOUND.into_response(),
            PageError::Refused(status, why) => (status, why).into_response(),
            PageError::Failed(error) if is_unavailable(&error) => {
                eprintln!("yanlian: {error:#}");
                StatusCode::SERVICE_UNAVAILABLE.into_response()
            }
            PageError::Failed(error) => failed(&format!("{error:#}")),
        }
    }
}

/// Whether it will do again once the database answers.
fn is_unavailable(error: &anyhow::Error) -> bool {
    let mut causes = error.chain().filter_map(|cause| cause.downcast_ref::<StoreError>());
    use StoreError::{Busy, NoEntry, Unavailable, Unfinished, Unsure};
    causes.any(|cause| matches!(cause, Unavailable(_) | Busy(_) | Unsure(_) | NoEntry(_) | Unfinished(_)))
}

/// The answer where something failed: its number, by which the log has what it was.
pub(super) fn failed(what: &dyn Display) -> Response {
    let number = &once::token()[..8];
    eprintln!("yanlian: error {number}: {what}");
    (StatusCode::INTERNAL_SERVER_ERROR, number.to_owned()).into_response()
}

/// A query that does not fit, refused with its reason.
pub(super) fn bad_query(error: QueryRejection) -> PageError {
    PageError::Refused(StatusCode::BAD_REQUEST, error.body_text())
}

/// Puts a refusal into words. Whoever refuses gives the status, and the reason as plain text; a failure gives its
/// number. A page of its own, as of a faulty form, is left as it is.
pub(super) async fn tell(request: Request, next: Next) -> Response {
    let for_program = is_for_program(&request);
    let (lang, theme) = (lang(request.headers()), theme(request.headers()));
    let response = next.run(request).await;
    let status = response.status();
    let refused = status.is_client_error() || status.is_server_error();
    if !refused || has_own_words(response.headers()) {
        return response;
    }
    let (mut head, body) = response.into_parts();
    let text = to_bytes(body, REASON).await.unwrap_or_default();
    let text = Some(String::from_utf8_lossy(&text).into_owned()).filter(|text| !text.is_empty());
    // What a library says of a request is English: a Chinese page has its own words for the status.
    let is_readable = |text: &String| for_program || lang != Lang::Zh || !text.is_ascii();
    let (why, number) = if status.is_server_error() { (None, text) } else { (text.filter(is_readable), None) };
    let told = Refusal { status: status.as_u16(), why, number };
    let (kind, body) = match refusal(&told, lang, theme) {
        Ok(page) if !for_program => ("text/html; charset=utf-8", page),
        _ => ("application/problem+json", problem(&told, told.title(lang))),
    };
    head.headers.remove(header::CONTENT_LENGTH);
    head.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    Response::from_parts(head, Body::from(body))
}

fn problem(told: &Refusal, title: String) -> String {
    let mut members = serde_json::Map::new();
    members.insert("type".to_owned(), json!("about:blank"));
    members.insert("title".to_owned(), json!(title));
    members.insert("status".to_owned(), json!(told.status));
    let more = [("detail", &told.why), ("instance", &told.number)];
    members.extend(more.into_iter().filter_map(|(name, value)| Some((name.to_owned(), json!(value.as_ref()?)))));
    serde_json::Value::Object(members).to_string()
}

fn is_for_program(request: &Request) -> bool {
    let accepted = request.headers().get(header::ACCEPT).and_then(|kinds| kinds.to_str().ok()).unwrap_or_default();
    request.uri().path().starts_with("/api/") || (accepted.contains("json") && !accepted.contains("text/html"))
}

fn has_own_words(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    !kind.is_empty() && !kind.starts_with("text/plain")
}
