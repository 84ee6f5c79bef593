//! Pages are made on threads for long work: the async threads stay free for sockets.

use super::error::Answer;
use super::error::PageError;
use super::reader::RequestContext;
use axum::response::{Html, IntoResponse};
use std::sync::LazyLock;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;
use yanlian_present::View;

/// How many pages are made at a time: more than cores would only wait for each other.
static TURNS: LazyLock<Semaphore> =
    LazyLock::new(|| Semaphore::new(1 + std::thread::available_parallelism().map_or(1, usize::from)));

/// Makes something that may take long, when it is its turn.
pub(super) async fn render<T: Send + 'static>(make: impl FnOnce() -> T + Send + 'static) -> Result<T, PageError> {
    let _turn = TURNS.acquire().await;
    Ok(spawn_blocking(make).await?)
}

/// Makes a page.
pub(super) async fn html(make: impl FnOnce() -> askama::Result<String> + Send + 'static) -> Answer {
    Ok(Html(render(make).await??).into_response())
}

/// Makes a page for a reader; refused where the address says what the page has no meaning for.
pub(super) async fn html_for(
    context: RequestContext,
    make: impl FnOnce(&RequestContext, &View) -> askama::Result<String> + Send + 'static,
) -> Answer {
    let made = move || -> askama::Result<Result<String, String>> {
        let view = context.view();
        let page = make(&context, &view)?;
        Ok(view.refusal().map_or(Ok(page), Err))
    };
    let page = render(made).await??.map_err(PageError::unfit)?;
    Ok(Html(page).into_response())
}

/// Makes a page of something that there may not be.
pub(super) async fn html_of(make: impl FnOnce() -> askama::Result<Option<String>> + Send + 'static) -> Answer {
    Ok(Html(render(make).await??.ok_or(PageError::Missing)?).into_response())
}
