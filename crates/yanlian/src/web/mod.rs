//! The web server: routes to pages, JSON and files.

mod assets;
mod deliver;
mod discharge;
mod error;
mod forms;
mod guard;
mod imports;
mod moved;
mod once;
mod overview;
mod page;
mod plan;
mod preferences;
mod prepare;
mod reader;
mod render;

pub(crate) use imports::refusal_lines;

use crate::Outcome;
use crate::assessments::Assessments;
use crate::clock::Clock;
use crate::plans::Plans;
use crate::telemetry::TelemetryServer;
use anyhow::Context;
use axum::extract::{DefaultBodyLimit, State};
use axum::routing::{get, post};
use axum::{Router, middleware};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Notify;
use yanlian_workbench::Workbench;

/// The largest upload, in bytes.
const MAX_UPLOAD: usize = 64 << 20;
/// How long pages have to let go when the program is told to stop.
const PATIENCE: Duration = Duration::from_secs(2);

/// What every request needs.
#[derive(Clone)]
pub(crate) struct AppState {
    workbench: Arc<Workbench>,
    telemetry: Arc<TelemetryServer>,
    imports: Arc<imports::ImportQueue>,
    plans: Arc<Plans>,
    assessments: Arc<Assessments>,
    looks: Arc<prepare::Looks>,
    monitors: Option<SocketAddr>,
    clock: Clock,
    demo: bool,
}

/// Serves until the program is told to stop. Says where, and where monitors are listened to.
pub(crate) async fn serve(router: Router, listen: SocketAddr, monitors: Option<SocketAddr>) -> Outcome {
    let listener = tokio::net::TcpListener::bind(listen).await.with_context(|| format!("cannot listen on {listen}"))?;
    let monitors = monitors.map(|address| format!("HJ 212 · tcp://{address}\n")).unwrap_or_default();
    // In one piece: a program that waits for the address must not read half of it.
    let greeting = format!("{monitors}Yanlian · http://{}\n", listener.local_addr()?);
    eprint!("{greeting}");
    let told = Arc::new(Notify::new());
    let waits = Arc::clone(&told);
    let serving = axum::serve(listener, router).with_graceful_shutdown(async move { waits.notified().await });
    let patience = async {
        told_to_stop().await;
        told.notify_one();
        tokio::time::sleep(PATIENCE).await;
    };
    // A page that watches the readings would never let go by itself.
    tokio::select! {
        served = serving => served?,
        () = patience => (),
    }
    Ok(())
}

/// Every route of the server; `monitors` is where monitors are listened to.
pub(crate) fn router(
    workbench: Arc<Workbench>,
    telemetry: Arc<TelemetryServer>,
    monitors: Option<SocketAddr>,
    demo: bool,
) -> Router {
    let clock = telemetry.clock;
    let plans = Arc::new(Plans::new(Arc::clone(&workbench)));
    let (imports, assessments, looks) = (Arc::default(), Arc::default(), Arc::default());
    prepare::begin(&workbench, &telemetry, &assessments, &looks);
    let state = AppState { workbench, telemetry, imports, plans, assessments, looks, monitors, clock, demo };
    Router::new()
        .merge(page::routes())
        .merge(moved::routes())
        .merge(plan::routes())
        .merge(discharge::routes())
        .route("/settings", post(reader::change_settings))
        .route("/data/import", post(imports::import))
        .route("/data/import/confirm", post(imports::confirm))
        .route("/data/library", post(imports::library))
        .route("/data/undo", post(imports::undo))
        .route("/health", get(|| async { "ok" }))
        .route("/metrics", get(|State(state): State<AppState>| async move { state.telemetry.metrics() }))
        .layer(DefaultBodyLimit::max(MAX_UPLOAD))
        .with_state(state)
        .route("/static/{name}", get(|name, headers| assets::asset("static", name, headers)))
        .route("/vendor/{name}", get(|name, headers| assets::asset("vendor", name, headers)))
        .layer(middleware::from_fn(deliver::compress))
        .layer(middleware::from_fn(deliver::catch_panic))
        .layer(middleware::from_fn(guard::guard))
        .layer(middleware::from_fn(error::tell))
}

async fn told_to_stop() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminated) => {
                tokio::select! { _ = interrupted => (), _ = terminated.recv() => () }
            }
            Err(_) => drop(interrupted.await),
        }
    }
    #[cfg(not(unix))]
    drop(interrupted.await);
}
