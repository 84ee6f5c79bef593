//! Why a page could not be made, and what is answered instead.

use axum::extract::rejection::QueryRejection;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

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
            PageError::Missing => (StatusCode::NOT_FOUND, "404").into_response(),
            PageError::Refused(status, why) => (status, why).into_response(),
            PageError::Failed(error) => {
                eprintln!("yanlian: {error:#}");
                (StatusCode::INTERNAL_SERVER_ERROR, "500").into_response()
            }
        }
    }
}

/// A query that does not fit, refused with its reason.
pub(super) fn bad_query(error: QueryRejection) -> PageError {
    PageError::Refused(StatusCode::BAD_REQUEST, error.body_text())
}
