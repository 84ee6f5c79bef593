//! Discharge in the browser: pages, files, what happens now.

mod files;
mod forms;

use super::AppState;
use super::error::{Answer, PageError};
use super::reader::{Id, Reader, RequestContext};
use super::render::{answer, html, render};
use crate::assessments::{Assessed, is_evidence};
use crate::readings::seen;
use crate::telemetry::{Live, china};
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use futures_util::{Stream, stream};
use std::collections::BTreeSet;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::broadcast::error::{RecvError, TryRecvError};
use yanlian_analysis::discharge::DischargeAssessment;
use yanlian_model::{ReadingPeriod, calendar};
use yanlian_present::View;
use yanlian_present::pages::{
    self, DayContext, DevicesContext, DischargeContext, OutletContext, OutletQuery, PacketShown, Scope, Seen,
};
use yanlian_store::telemetry::{DeviceCommand, KeptPacket, PacketId, Step, UnregisteredDevice};

/// How long what happened is gathered before pages are told.
const GATHERED: Duration = Duration::from_millis(300);
/// How many packets of a day are shown.
const PACKETS: usize = 400;
/// How many commands are shown.
const COMMANDS: usize = 50;

/// The routes.
pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/discharge", get(|state, reader| page(state, reader, pages::discharge)))
        .route("/discharge/exceedances", get(|state, reader| page(state, reader, pages::discharge_exceedances)))
        .route("/discharge/permits", get(|state, reader| page(state, reader, pages::discharge_permits)))
        .route("/discharge/transmission", get(|state, reader| page(state, reader, pages::discharge_transmission)))
        .route("/discharge/devices", get(devices))
        .route("/discharge/devices/{mn}", get(device))
        .route("/discharge/outlets/{id}", get(outlet))
        .route("/discharge/outlets/{id}/readings.csv", get(files::csv))
        .route("/discharge/outlets/{id}/readings.parquet", get(files::parquet))
        .route("/discharge/outlets/{id}/{factor}/{day}", get(day))
        .route("/discharge/days.csv", get(days_csv))
        .route("/discharge/live", get(live))
        .route("/discharge/handle", post(forms::handle))
        .route("/discharge/review", post(forms::review))
        .route("/discharge/adopt", post(forms::adopt))
        .route("/discharge/command", post(forms::ask))
        .route("/api/discharge", get(values))
        .route("/api/discharge/{id}", get(outlet_values))
}

/// What a page of discharge is made from, held while it is made.
struct DischargeRequest {
    context: RequestContext,
    assessment: Arc<DischargeAssessment>,
    latest: Vec<Seen>,
    now: NaiveDateTime,
}

impl DischargeRequest {
    fn context(&self) -> DischargeContext<'_> {
        DischargeContext { assessment: &self.assessment, latest: &self.latest, now: self.now }
    }
}

/// Everything that a page of discharge needs; where nothing can be judged, the page that says why.
async fn discharge(state: &AppState, reader: &Reader) -> Result<Result<DischargeRequest, Response>, PageError> {
    let context = reader.context(state).await?;
    let assessment: Assessed = state.assessments.at_hand(&state.telemetry, &context.snapshot).await?;
    let assessment = match assessment {
        Ok(assessment) => assessment,
        Err(fault) => {
            let page = html(move || pages::discharge_unready(&context.view(), &fault.to_string())).await?;
            return Ok(Err(page));
        }
    };
    let latest = state.telemetry.store.latest().await?.into_iter().map(seen).collect();
    // The day stays what it is; only the time goes on.
    let now = china(state.clock.now());
    Ok(Ok(DischargeRequest { context, assessment, latest, now }))
}

/// Takes what is held, or answers with the page that says why there is nothing.
macro_rules! discharge {
    ($state:expr, $reader:expr) => {
        match discharge($state, $reader).await? {
            Ok(request) => request,
            Err(unready) => return Ok(unready),
        }
    };
}

async fn page(
    State(state): State<AppState>,
    reader: Reader,
    make: fn(&View, &DischargeContext) -> askama::Result<String>,
) -> Answer {
    let request = discharge!(&state, &reader);
    answer(move || request.context.page(|v| make(v, &request.context()))).await
}

async fn values(State(state): State<AppState>, reader: Reader) -> Answer {
    let request = discharge!(&state, &reader);
    render(move || Json(pages::discharge_values(&request.context.view(), &request.context())).into_response()).await
}

async fn outlet_values(State(state): State<AppState>, reader: Reader, Id(id): Id) -> Answer {
    let request = discharge!(&state, &reader);
    let values = move || pages::outlet_values(&request.context.view(), &request.context(), &id);
    render(move || values().map(Json).map(IntoResponse::into_response)).await?.ok_or(PageError::Missing)
}

async fn days_csv(State(state): State<AppState>, reader: Reader) -> Answer {
    let request = discharge!(&state, &reader);
    Ok(csv(render(move || pages::days_csv(&request.assessment)).await??))
}

fn csv(text: String) -> Response {
    ([(header::CONTENT_TYPE, "text/csv; charset=utf-8")], text).into_response()
}

/// The readings of an outlet over days, of some periods; none that are ahead of their time.
async fn of_outlet(
    state: &AppState,
    request: &DischargeRequest,
    outlet: &str,
    days: (NaiveDate, NaiveDate),
    periods: &[ReadingPeriod],
) -> Result<Vec<Seen>, PageError> {
    let (from, to) = (days.0.and_time(NaiveTime::MIN), (days.1 + Days::new(1)).and_time(NaiveTime::MIN));
    let registers = &request.context.snapshot.zone.registers;
    let mut readings = Vec::new();
    for monitor in registers.monitors.iter().filter(|monitor| monitor.outlet == outlet) {
        for period in periods {
            readings.extend(state.telemetry.store.range(&monitor.mn, None, *period, from, to).await?);
        }
    }
    Ok(readings.into_iter().filter(is_evidence).map(seen).collect())
}

/// What days are judged by.
const EVIDENCE: [ReadingPeriod; 3] = [ReadingPeriod::TenMinute, ReadingPeriod::Hour, ReadingPeriod::Day];

async fn outlet(State(state): State<AppState>, reader: Reader, Id(id): Id, Query(query): Query<OutletQuery>) -> Answer {
    let request = discharge!(&state, &reader);
    if let Some(unfit) = pages::unfit(&request.assessment, &id, &query) {
        return Err(reader.refuses(&unfit));
    }
    let scope: Scope = pages::scope(&request.assessment, &id, &query).ok_or(PageError::Missing)?;
    let mut periods = EVIDENCE.to_vec();
    periods.extend((scope.period == ReadingPeriod::RealTime).then_some(scope.period));
    let readings = of_outlet(&state, &request, &id, (scope.from, scope.to), &periods).await?;
    answer(move || {
        let shown = OutletContext { discharge: request.context(), readings: &readings };
        request.context.page_of(|v| pages::discharge_outlet(v, &shown, &scope))
    })
    .await
}

async fn day(
    State(state): State<AppState>,
    reader: Reader,
    Path((outlet, factor, day)): Path<(String, String, String)>,
) -> Answer {
    let [outlet, factor] = [&outlet, &factor].map(|segment| yanlian_present::decode_id(segment));
    let day = calendar::day(&day).ok_or(PageError::Missing)?;
    let request = discharge!(&state, &reader);
    let readings = of_outlet(&state, &request, &outlet, (day, day), &EVIDENCE).await?;
    let packets = packets_of(&state, &readings).await?;
    answer(move || {
        let (outlet, factor, readings, packets) = (&outlet, &factor, &readings, &packets);
        let shown = DayContext { discharge: request.context(), outlet, factor, day, readings, packets };
        request.context.page_of(|v| pages::discharge_day(v, &shown))
    })
    .await
}

/// The packets that brought the readings, in order of arrival.
async fn packets_of(state: &AppState, readings: &[Seen]) -> Result<Vec<PacketShown>, PageError> {
    let brought: BTreeSet<i64> = readings.iter().map(|seen| seen.packet).collect();
    let mut packets = Vec::new();
    for id in brought.into_iter().take(PACKETS) {
        packets.extend(state.telemetry.store.packet(PacketId(id)).await?.map(packet_shown));
    }
    Ok(packets)
}

/// The text of a packet without its password, wherever and however often that stands in it.
fn shown(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let mut shown = String::new();
    let mut rest = text.trim_end();
    while let Some(at) = rest.find("PW=") {
        let (before, value) = rest.split_at(at + "PW=".len());
        shown.push_str(before);
        // The end of a longer name is none.
        let is_password = !rest[..at].ends_with(|letter: char| letter.is_ascii_alphabetic());
        rest = if is_password { &value[value.find([';', '&', ',']).unwrap_or(value.len())..] } else { value };
        if is_password {
            shown.push_str("******");
        }
    }
    shown + rest
}

fn packet_shown(kept: KeptPacket) -> PacketShown {
    PacketShown { id: kept.id.0, received: china(kept.packet.received), text: shown(&kept.packet.bytes) }
}

async fn devices(State(state): State<AppState>, reader: Reader) -> Answer {
    let context = reader.context(&state).await?;
    let telemetry = &state.telemetry.store;
    let devices: Vec<_> = state.telemetry.health().into_iter().map(device_shown).collect();
    let registered = |mn: &str| context.snapshot.zone.registers.monitors.iter().any(|monitor| monitor.mn == mn);
    let unregistered = telemetry.unregistered().await?.into_iter().filter(|device| !registered(&device.mn));
    let unregistered: Vec<_> = unregistered.map(unregistered_shown).collect();
    let commands: Vec<_> = telemetry.commands(None, COMMANDS).await?.into_iter().map(command_shown).collect();
    let address = state.monitors.map(|address| address.to_string());
    let now = china(state.clock.now());
    answer(move || {
        let (devices, unregistered, commands, listening) = (&devices, &unregistered, &commands, address.as_deref());
        let shown = DevicesContext { devices, unregistered, commands, listening, now };
        context.page(|v| pages::discharge_devices(v, &shown))
    })
    .await
}

async fn device(State(state): State<AppState>, reader: Reader, Id(mn): Id) -> Answer {
    let context = reader.context(&state).await?;
    let telemetry = &state.telemetry.store;
    let health = state.telemetry.health().into_iter().filter(|health| *health.mn == mn);
    let devices: Vec<_> = health.map(device_shown).collect();
    let commands: Vec<_> = telemetry.commands(Some(&mn), COMMANDS).await?.into_iter().map(command_shown).collect();
    let now = state.clock.now();
    let packets = telemetry.packets(&mn, now - TimeDelta::hours(1), now + TimeDelta::seconds(1), PACKETS).await?;
    let packets: Vec<_> = packets.into_iter().rev().map(packet_shown).collect();
    answer(move || {
        let (devices, commands) = (&devices, &commands);
        let shown = DevicesContext { devices, unregistered: &[], commands, listening: None, now: china(now) };
        context.page_of(|v| pages::discharge_device(v, &shown, &mn, &packets))
    })
    .await
}

fn device_shown(health: crate::telemetry::Health) -> pages::DeviceShown {
    pages::DeviceShown {
        mn: health.mn.to_string(),
        connections: health.connections,
        address: health.address.map(|address| address.to_string()),
        last_packet: health.last_packet.map(china),
        elsewhere: health.elsewhere,
        packets: health.packets,
        readings: health.readings,
        duplicates: health.duplicates,
        refused: health.refused,
        broken: health.bad_crc + health.misframed,
        oddities: health.oddities.into_iter().map(|(name, times)| (name.to_owned(), times)).collect(),
        drift_ms: health.drift_ms,
        unanswered: health.unanswered,
    }
}

fn unregistered_shown(device: UnregisteredDevice) -> pages::UnregisteredShown {
    pages::UnregisteredShown {
        mn: device.mn,
        st: device.st.unwrap_or_default(),
        address: device.address,
        first: china(device.first),
        last: china(device.last),
        packets: device.packets,
        sample: shown(&device.sample),
    }
}

fn command_shown(command: DeviceCommand) -> pages::CommandShown {
    let step = |step: Step| pages::CommandStep {
        at: china(step.at),
        state: step.state.as_str(),
        code: step.state.code(),
        note: step.note,
    };
    pages::CommandShown {
        id: command.id.0,
        mn: command.mn,
        cn: command.cn,
        content: command.content,
        by: command.by,
        asked: china(command.asked),
        state: command.state.as_str(),
        steps: command.steps.into_iter().map(step).collect(),
    }
}

/// What came in a moment.
#[derive(Default)]
struct Moment {
    monitors: BTreeSet<Arc<str>>,
    factors: BTreeSet<Arc<str>>,
    through: Option<NaiveDateTime>,
    /// More came than could be told one by one.
    missed: bool,
}

impl Moment {
    fn take(&mut self, live: Live) {
        self.monitors.insert(live.monitor);
        self.factors.insert(live.factor);
        self.through = self.through.max(Some(live.start));
    }
}

/// Tells pages of which outlets something came.
async fn live(State(state): State<AppState>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let watched =
        (state.telemetry.watch(), state.assessments.watch(), state.telemetry.news(), state.workbench.watch(), state);
    let events = stream::unfold(watched, |(mut live, mut assessments, mut news, mut registers, state)| async move {
        let mut moment = Moment::default();
        tokio::select! {
            reading = live.recv() => match reading {
                Ok(reading) => moment.take(reading),
                Err(RecvError::Lagged(_)) => moment.missed = true,
                Err(RecvError::Closed) => return None,
            },
            // What is judged may have changed of every outlet.
            _ = assessments.changed() => moment.missed = true,
            _ = registers.changed() => moment.missed = true,
            _ = news.changed() => (),
        }
        tokio::time::sleep(GATHERED).await;
        loop {
            match live.try_recv() {
                Ok(reading) => moment.take(reading),
                Err(TryRecvError::Lagged(_)) => moment.missed = true,
                Err(TryRecvError::Empty | TryRecvError::Closed) => break,
            }
        }
        let event = Event::default().data(told(&state, &moment).await.to_string());
        Some((Ok(event), (live, assessments, news, registers, state)))
    });
    Sse::new(events).keep_alive(KeepAlive::default())
}

/// What pages are told of a moment; of every outlet where some of it was missed.
async fn told(state: &AppState, moment: &Moment) -> serde_json::Value {
    let outlets: BTreeSet<String> = match state.workbench.snapshot().await {
        Ok(kept) => {
            let monitors = kept.zone.registers.monitors.iter();
            let meant = monitors.filter(|monitor| moment.missed || moment.monitors.contains(monitor.mn.as_str()));
            meant.map(|monitor| monitor.outlet.clone()).collect()
        }
        Err(_) => BTreeSet::new(),
    };
    serde_json::json!({ "outlets": outlets, "factors": moment.factors, "through": moment.through })
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn no_password_is_shown_wherever_it_stands() {
        for packet in [
            "##0087QN=1;ST=32;PW=101111;MN=D0E;CP=&&&&2201\r\n",
            "##0087PW=101111;QN=1;MN=D0E;CP=&&&&2201",
            "##0087QN=1;PW=000000;PW=101111;MN=D0E",
            "##0087QN=1;MN=D0E;CP=&&PW=101111&&",
            "PW=101111",
        ] {
            assert!(!shown(packet.as_bytes()).contains("101111"), "{}", shown(packet.as_bytes()));
        }
        assert_eq!(shown(b"##0087QN=1;PW=1;MN=D0E;XPW=2"), "##0087QN=1;PW=******;MN=D0E;XPW=2");
    }
}
