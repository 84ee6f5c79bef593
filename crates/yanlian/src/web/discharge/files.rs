//! Files of an outlet's readings, written while they are sent: however many days are asked for, little of
//! them is in memory.

use super::{Answer, DischargeRequest, discharge};
use crate::assessments::is_measured;
use crate::readings::Stretch;
use crate::web::AppState;
use crate::web::error::PageError;
use crate::web::reader::{Id, Reader};
use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use chrono::{Days, NaiveTime};
use futures_util::{StreamExt, stream};
use std::sync::Arc;
use yanlian_present::pages::{self, OutletQuery, Scope, Seen};
use yanlian_present::{ReadingsParquet, percent};
use yanlian_workbench::Snapshot;

/// How many days of readings a file takes at once.
const AT_ONCE: u64 = 31;

/// The file of an outlet's readings over the days that are asked for, however many: it is written while
/// it is sent.
pub(super) async fn csv(
    State(state): State<AppState>,
    reader: Reader,
    Id(id): Id,
    Query(query): Query<OutletQuery>,
) -> Answer {
    let Asked { scope, snapshot, stretch } = match asked(&state, &reader, &id, &query).await? {
        Ok(asked) => asked,
        Err(unready) => return Ok(unready),
    };
    let rows =
        stream::try_unfold((state.telemetry, snapshot, stretch), |(telemetry, snapshot, mut stretch)| async move {
            let Some((_, readings)) = stretch.next(&telemetry.store).await? else { return anyhow::Ok(None) };
            let rows = yanlian_present::readings_csv(&snapshot.zone.registers, &measured(readings))?;
            Ok(Some((rows, (telemetry, snapshot, stretch))))
        });
    let head = stream::once(async { anyhow::Ok(yanlian_present::READINGS_HEAD.to_owned()) });
    Ok(file(&scope, "csv", "text/csv; charset=utf-8", Body::from_stream(head.chain(rows))))
}

/// The same for programs that read Parquet.
pub(super) async fn parquet(
    State(state): State<AppState>,
    reader: Reader,
    Id(id): Id,
    Query(query): Query<OutletQuery>,
) -> Answer {
    let Asked { scope, snapshot, stretch } = match asked(&state, &reader, &id, &query).await? {
        Ok(asked) => asked,
        Err(unready) => return Ok(unready),
    };
    let written = Some((ReadingsParquet::new()?, stretch));
    let groups =
        stream::try_unfold((state.telemetry, snapshot, written), |(telemetry, snapshot, written)| async move {
            let Some((mut file, mut stretch)) = written else { return anyhow::Ok(None) };
            Ok(Some(match stretch.next(&telemetry.store).await? {
                Some((_, readings)) => {
                    let bytes = file.add(&snapshot.zone.registers, &measured(readings))?;
                    (bytes, (telemetry, snapshot, Some((file, stretch))))
                }
                None => (file.finish()?, (telemetry, snapshot, None)),
            }))
        });
    Ok(file(&scope, "parquet", "application/vnd.apache.parquet", Body::from_stream(groups)))
}

/// What somebody asks to have in a file.
struct Asked {
    scope: Scope,
    snapshot: Arc<Snapshot>,
    stretch: Stretch,
}

/// What is asked for; else the answer that it cannot be told yet.
async fn asked(
    state: &AppState,
    reader: &Reader,
    id: &str,
    query: &OutletQuery,
) -> Result<Result<Asked, Response>, PageError> {
    let request = match discharge(state, reader).await? {
        Ok(request) => request,
        Err(unready) => return Ok(Err(unready)),
    };
    if let Some(unfit) = pages::unfit(&request.assessment, id, query) {
        return Err(reader.refuses(&unfit));
    }
    let scope = pages::scope(&request.assessment, id, query).ok_or(PageError::Missing)?;
    let (snapshot, stretch) = (Arc::clone(&request.context.snapshot), stretch(&request, &scope));
    Ok(Ok(Asked { scope, snapshot, stretch }))
}

/// What a file of readings holds.
fn stretch(request: &DischargeRequest, scope: &Scope) -> Stretch {
    let monitors =
        request.context.snapshot.zone.registers.monitors.iter().filter(|monitor| monitor.outlet == scope.outlet);
    Stretch {
        monitors: monitors.map(|monitor| monitor.mn.clone()).collect(),
        periods: vec![scope.period],
        from: scope.asked_from.and_time(NaiveTime::MIN),
        to: (scope.to + Days::new(1)).and_time(NaiveTime::MIN),
        days: AT_ONCE,
    }
}

fn measured(readings: Vec<Seen>) -> Vec<Seen> {
    readings.into_iter().filter(|seen| is_measured(&seen.reading)).collect()
}

/// A file whose name says of which outlet and which days it is.
fn file(scope: &Scope, kind: &str, content_type: &'static str, body: Body) -> Response {
    let name = percent(&format!("{}_{}_{}.{kind}", scope.outlet, scope.asked_from, scope.to));
    let headers = [
        (header::CONTENT_TYPE, content_type.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename*=UTF-8''{name}")),
    ];
    (headers, body).into_response()
}
