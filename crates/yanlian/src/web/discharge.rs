//! Discharge in the browser: pages, files, what happens now.

mod files;
mod forms;

use super::Office;
use super::error::{Answer, PageError};
use super::reader::{Id, Reader, RequestContext};
use super::render::{html, html_of, render};
use crate::readings::seen;
use crate::surveys::{Surveyed, is_evidence};
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
use yanlian_analysis::discharge::Survey;
use yanlian_answers::View;
use yanlian_answers::pages::{self, DayRoom, DevicesRoom, OutletQuery, OutletRoom, PacketShown, Room, Scope, Seen};
use yanlian_model::{ReadingPeriod, calendar};
use yanlian_store::telemetry::{DeviceCommand, KeptPacket, PacketId, Step, Stranger};

/// How long what happened is gathered before pages are told.
const GATHERED: Duration = Duration::from_millis(300);
/// How many packets of a day are shown.
const PACKETS: usize = 400;
/// How many commands are shown.
const COMMANDS: usize = 50;

/// The routes.
pub(super) fn routes() -> Router<Office> {
    Router::new()
        .route("/discharge", get(|office, reader| page(office, reader, pages::discharge)))
        .route("/discharge/exceedances", get(|office, reader| page(office, reader, pages::discharge_exceedances)))
        .route("/discharge/permits", get(|office, reader| page(office, reader, pages::discharge_permits)))
        .route("/discharge/transmission", get(|office, reader| page(office, reader, pages::discharge_transmission)))
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
        .route("/discharge/ask", post(forms::ask))
        .route("/api/discharge", get(values))
        .route("/api/discharge/{id}", get(outlet_values))
}

/// What a page of discharge is made from, held while it is made.
struct Held {
    context: RequestContext,
    survey: Arc<Survey>,
    latest: Vec<Seen>,
    now: NaiveDateTime,
}

impl Held {
    fn room(&self) -> Room<'_> {
        Room { survey: &self.survey, latest: &self.latest, now: self.now }
    }
}

/// Everything that a page of discharge needs; where nothing can be judged, the page that says why.
async fn held(office: &Office, reader: &Reader) -> Result<Result<Held, Response>, PageError> {
    let context = reader.context(office).await?;
    let survey: Surveyed = office.surveys.at_hand(&office.line, &context.snapshot).await?;
    let survey = match survey {
        Ok(survey) => survey,
        Err(fault) => {
            let page = html(move || pages::discharge_unready(&context.view(), &fault.to_string())).await?;
            return Ok(Err(page));
        }
    };
    let latest = office.line.kept.latest().await?.into_iter().map(seen).collect();
    // The day stays what it is; only the time goes on.
    let now = china(office.clock.now());
    Ok(Ok(Held { context, survey, latest, now }))
}

/// Takes what is held, or answers with the page that says why there is nothing.
macro_rules! held {
    ($office:expr, $reader:expr) => {
        match held($office, $reader).await? {
            Ok(held) => held,
            Err(unready) => return Ok(unready),
        }
    };
}

async fn page(
    State(office): State<Office>,
    reader: Reader,
    make: fn(&View, &Room) -> askama::Result<String>,
) -> Answer {
    let held = held!(&office, &reader);
    html(move || make(&held.context.view(), &held.room())).await
}

async fn values(State(office): State<Office>, reader: Reader) -> Answer {
    let held = held!(&office, &reader);
    render(move || Json(pages::discharge_values(&held.context.view(), &held.room())).into_response()).await
}

async fn outlet_values(State(office): State<Office>, reader: Reader, Id(id): Id) -> Answer {
    let held = held!(&office, &reader);
    let values = move || pages::outlet_values(&held.context.view(), &held.room(), &id);
    render(move || values().map(Json).map(IntoResponse::into_response)).await?.ok_or(PageError::Missing)
}

async fn days_csv(State(office): State<Office>, reader: Reader) -> Answer {
    let held = held!(&office, &reader);
    Ok(csv(render(move || pages::days_csv(&held.survey)).await??))
}

fn csv(text: String) -> Response {
    ([(header::CONTENT_TYPE, "text/csv; charset=utf-8")], text).into_response()
}

/// The readings of an outlet over days, of some periods; none that are ahead of their time.
async fn of_outlet(
    office: &Office,
    held: &Held,
    outlet: &str,
    days: (NaiveDate, NaiveDate),
    periods: &[ReadingPeriod],
) -> Result<Vec<Seen>, PageError> {
    let (from, to) = (days.0.and_time(NaiveTime::MIN), (days.1 + Days::new(1)).and_time(NaiveTime::MIN));
    let registers = &held.context.snapshot.zone.registers;
    let mut readings = Vec::new();
    for monitor in registers.monitors.iter().filter(|monitor| monitor.outlet == outlet) {
        for period in periods {
            readings.extend(office.line.kept.range(&monitor.mn, None, *period, from, to).await?);
        }
    }
    Ok(readings.into_iter().filter(is_evidence).map(seen).collect())
}

/// What days are judged by.
const EVIDENCE: [ReadingPeriod; 3] = [ReadingPeriod::TenMinute, ReadingPeriod::Hour, ReadingPeriod::Day];

async fn outlet(State(office): State<Office>, reader: Reader, Id(id): Id, Query(query): Query<OutletQuery>) -> Answer {
    let held = held!(&office, &reader);
    let scope: Scope = pages::scope(&held.survey, &id, &query).ok_or(PageError::Missing)?;
    let mut periods = EVIDENCE.to_vec();
    periods.extend((scope.period == ReadingPeriod::RealTime).then_some(scope.period));
    let readings = of_outlet(&office, &held, &id, (scope.from, scope.to), &periods).await?;
    html_of(move || {
        let room = OutletRoom { room: held.room(), readings: &readings };
        pages::discharge_outlet(&held.context.view(), &room, &scope)
    })
    .await
}

async fn day(
    State(office): State<Office>,
    reader: Reader,
    Path((outlet, factor, day)): Path<(String, String, String)>,
) -> Answer {
    let [outlet, factor] = [&outlet, &factor].map(|segment| pages::decode_id(segment));
    let day = calendar::day(&day).ok_or(PageError::Missing)?;
    let held = held!(&office, &reader);
    let readings = of_outlet(&office, &held, &outlet, (day, day), &EVIDENCE).await?;
    let packets = packets_of(&office, &readings).await?;
    html_of(move || {
        let (outlet, factor, readings, packets) = (&outlet, &factor, &readings, &packets);
        pages::discharge_day(
            &held.context.view(),
            &DayRoom { room: held.room(), outlet, factor, day, readings, packets },
        )
    })
    .await
}

/// The packets that brought the readings, in order of arrival.
async fn packets_of(office: &Office, readings: &[Seen]) -> Result<Vec<PacketShown>, PageError> {
    let brought: BTreeSet<i64> = readings.iter().map(|seen| seen.packet).collect();
    let mut packets = Vec::new();
    for id in brought.into_iter().take(PACKETS) {
        packets.extend(office.line.kept.packet(PacketId(id)).await?.map(packet_shown));
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

async fn devices(State(office): State<Office>, reader: Reader) -> Answer {
    let context = reader.context(&office).await?;
    let telemetry = &office.line.kept;
    let devices: Vec<_> = office.line.health().into_iter().map(device_shown).collect();
    let registered = |mn: &str| context.snapshot.zone.registers.monitors.iter().any(|monitor| monitor.mn == mn);
    let strangers = telemetry.strangers().await?.into_iter().filter(|stranger| !registered(&stranger.mn));
    let strangers: Vec<_> = strangers.map(stranger_shown).collect();
    let commands: Vec<_> = telemetry.commands(None, COMMANDS).await?.into_iter().map(command_shown).collect();
    let address = office.monitors.map(|address| address.to_string());
    let now = china(office.clock.now());
    html(move || {
        let (devices, strangers, commands, listening) = (&devices, &strangers, &commands, address.as_deref());
        let room = DevicesRoom { devices, strangers, commands, listening, now };
        pages::discharge_devices(&context.view(), &room)
    })
    .await
}

async fn device(State(office): State<Office>, reader: Reader, Id(mn): Id) -> Answer {
    let context = reader.context(&office).await?;
    let telemetry = &office.line.kept;
    let health = office.line.health().into_iter().filter(|health| *health.mn == mn);
    let devices: Vec<_> = health.map(device_shown).collect();
    let commands: Vec<_> = telemetry.commands(Some(&mn), COMMANDS).await?.into_iter().map(command_shown).collect();
    let now = office.clock.now();
    let packets = telemetry.packets(&mn, now - TimeDelta::hours(1), now + TimeDelta::seconds(1), PACKETS).await?;
    let packets: Vec<_> = packets.into_iter().rev().map(packet_shown).collect();
    html_of(move || {
        let (devices, commands) = (&devices, &commands);
        let room = DevicesRoom { devices, strangers: &[], commands, listening: None, now: china(now) };
        pages::discharge_device(&context.view(), &room, &mn, &packets)
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

fn stranger_shown(stranger: Stranger) -> pages::StrangerShown {
    pages::StrangerShown {
        mn: stranger.mn,
        st: stranger.st.unwrap_or_default(),
        address: stranger.address,
        first: china(stranger.first),
        last: china(stranger.last),
        packets: stranger.packets,
        sample: shown(&stranger.sample),
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
async fn live(State(office): State<Office>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let watched = (office.line.watch(), office.surveys.watch(), office.line.news(), office.workbench.watch(), office);
    let events = stream::unfold(watched, |(mut live, mut surveys, mut news, mut registers, office)| async move {
        let mut moment = Moment::default();
        tokio::select! {
            reading = live.recv() => match reading {
                Ok(reading) => moment.take(reading),
                Err(RecvError::Lagged(_)) => moment.missed = true,
                Err(RecvError::Closed) => return None,
            },
            // What is judged may have changed of every outlet.
            _ = surveys.changed() => moment.missed = true,
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
        let event = Event::default().data(told(&office, &moment).await.to_string());
        Some((Ok(event), (live, surveys, news, registers, office)))
    });
    Sse::new(events).keep_alive(KeepAlive::default())
}

/// What pages are told of a moment; of every outlet where some of it was missed.
async fn told(office: &Office, moment: &Moment) -> serde_json::Value {
    let outlets: BTreeSet<String> = match office.workbench.snapshot().await {
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
