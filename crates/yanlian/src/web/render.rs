//! Pages are made on threads for long work: the async threads stay free for sockets.

use super::error::Answer;
use super::error::PageError;
use axum::response::{Html, IntoResponse};
use std::sync::LazyLock;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

/// How many pages are made at a time: more than cores would only wait for each other.
static TURNS: LazyLock<Semaphore> =
    LazyLock::new(|| Semaphore::new(1 + std::thread::available_parallelism().map_or(1, usize::from)));

/// Makes something that may take long, when it is its turn.
pub(super) async fn render<T: Send + 'static>(make: impl FnOnce() -> T + Send + 'static) -> Result<T, PageError> {
    let _turn = TURNS.acquire().await;
    Ok(spawn_blocking(make).await?)
}

/// Answers on a thread for long work, when it is its turn.
pub(super) async fn answer(make: impl FnOnce() -> Answer + Send + 'static) -> Answer {
    render(make).await?
}

/// Makes a page.
pub(super) async fn html(make: impl FnOnce() -> askama::Result<String> + Send + 'static) -> Answer {
    Ok(Html(render(make).await??).into_response())
}
