//! What officers decide about discharge: exceedances handled, times reviewed, monitors adopted and asked.

use super::Answer;
use crate::place;
use crate::scenario::{Sent, change, provenance};
use crate::telemetry::{Request, china};
use crate::web::Office;
use crate::web::page::Trouble;
use crate::web::reader::{Reader, back};
use axum::extract::{Form, State};
use axum::http::StatusCode;
use chrono::{NaiveDate, NaiveDateTime};
use yanlian_answers::i18n;
use yanlian_hj212::{Packet, What, pieces};
use yanlian_model::form::minute;
use yanlian_model::registers::{ExceedanceHandling, Monitor, ReviewPeriod};
use yanlian_model::{Change, ReadingPeriod, Record};
use yanlian_store::telemetry::Telemetry;
use yanlian_store::{Entry, EntryKind, Store};

fn refused(lang: yanlian_model::Lang, id: &str) -> Trouble {
    Trouble::Refused(StatusCode::BAD_REQUEST, i18n::text(lang, id, &[]))
}

/// The next free id of a kind: `CB-2026-002`.
fn next_id<'i>(kind: &str, today: NaiveDate, taken: impl Iterator<Item = &'i str> + Clone) -> String {
    let id = |number: u32| format!("{kind}-{}-{number:03}", chrono::Datelike::year(&today));
    (1..).map(id).find(|id| taken.clone().all(|taken| taken != id)).unwrap_or_default()
}

/// Writes one record by the local operator.
async fn write<R: Record>(office: &Office, record: &R, what: String) -> Result<(), Trouble> {
    let kept = office.shelf.kept().await?;
    let changes: Vec<Change> = change(&kept, R::REGISTER.name, record).into_iter().collect();
    if changes.is_empty() {
        return Ok(());
    }
    let entry = Entry { at: office.clock.now(), by: place::operator(), files: what, kind: EntryKind::Edit };
    office.shelf.store.commit(&entry, kept.revision, &changes).await?;
    Ok(())
}

/// Writes what is done about an exceedance.
pub(super) async fn handle(
    State(office): State<Office>,
    reader: Reader,
    Form(form): Form<Vec<(String, String)>>,
) -> Answer {
    let sent = Sent::new(form);
    let kept = office.shelf.kept().await?;
    let registers = &kept.zone.registers;
    let date = |name: &str| sent.get(name).parse::<NaiveDate>().ok();
    let known = registers.outlets.iter().any(|row| row.id == sent.get("outlet"))
        && registers.factors.iter().any(|row| row.code == sent.get("factor"));
    let Some(day) = date("day").filter(|_| known) else {
        return Err(refused(reader.lang, "discharge-refused-record"));
    };
    let own = registers.exceedance_handling.iter().find(|row| row.id == sent.get("id"));
    let taken = registers.exceedance_handling.iter().map(|row| row.id.as_str());
    let closed = date("closed");
    let record = ExceedanceHandling {
        id: own.map_or_else(|| next_id("CB", office.clock.today(), taken), |row| row.id.clone()),
        outlet: sent.get("outlet").to_owned(),
        factor: sent.get("factor").to_owned(),
        day,
        assigned: sent.text("assigned"),
        due: date("due"),
        cause: sent.text("cause"),
        measure: sent.text("measure"),
        closed,
        by: closed.map(|_| own.and_then(|row| row.by.clone()).unwrap_or_else(place::operator)),
        provenance: provenance(office.clock),
    };
    write(&office, &record, record.id.clone()).await?;
    Ok(back(sent.get("back")))
}

/// Declares a time invalid, with a reason.
pub(super) async fn review(
    State(office): State<Office>,
    reader: Reader,
    Form(form): Form<Vec<(String, String)>>,
) -> Answer {
    let sent = Sent::new(form);
    let kept = office.shelf.kept().await?;
    let registers = &kept.zone.registers;
    let time = |name: &str| minute(sent.get(name));
    let known = registers.outlets.iter().any(|row| row.id == sent.get("outlet"));
    let times = time("from").zip(time("to")).filter(|(from, to)| known && from < to);
    let (Some((from, to)), Some(reason)) = (times, sent.text("reason")) else {
        return Err(refused(reader.lang, "discharge-refused-review"));
    };
    let taken = registers.review_periods.iter().map(|row| row.id.as_str());
    let written = |time: NaiveDateTime| time.format("%Y-%m-%dT%H:%M").to_string();
    let record = ReviewPeriod {
        id: next_id("FH", office.clock.today(), taken),
        outlet: sent.get("outlet").to_owned(),
        factor: sent.text("factor"),
        from: written(from),
        to: written(to),
        reason,
        evidence: sent.text("evidence"),
        by: Some(place::operator()),
        at: Some(written(china(office.clock.now()))),
        provenance: provenance(office.clock),
    };
    write(&office, &record, record.id.clone()).await?;
    Ok(back(sent.get("back")))
}

/// Registers a stranger at an outlet, with the password that it came with; or forgets it.
pub(super) async fn adopt(
    State(office): State<Office>,
    reader: Reader,
    Form(form): Form<Vec<(String, String)>>,
) -> Answer {
    let sent = Sent::new(form);
    let (mn, outlet) = (sent.get("mn"), sent.get("outlet"));
    let kept = office.shelf.kept().await?;
    let registers = &kept.zone.registers;
    if sent.get("ignore").is_empty() {
        let known = registers.outlets.iter().any(|row| row.id == outlet);
        if mn.is_empty() || !known || registers.monitors.iter().any(|row| row.mn == mn) {
            return Err(refused(reader.lang, "discharge-refused-record"));
        }
        let strangers = office.line.kept.strangers().await?;
        let stranger = strangers.iter().find(|stranger| stranger.mn == mn);
        let record = Monitor {
            mn: mn.to_owned(),
            outlet: outlet.to_owned(),
            password: stranger.and_then(|stranger| password(&stranger.sample)),
            st: sent.text("st"),
            dialect: None,
            sm4_key: None,
            allowed_addresses: Vec::new(),
            installed: Some(office.clock.today()),
            provenance: provenance(office.clock),
        };
        write(&office, &record, mn.to_owned()).await?;
    }
    office.line.kept.forget_stranger(mn).await?;
    Ok(back("/discharge/devices"))
}

/// The password of a packet.
fn password(bytes: &[u8]) -> Option<String> {
    pieces(bytes).find_map(|piece| match piece.what {
        What::Frame(frame) => Packet::parse(&frame.text()).0.pw.map(str::to_owned),
        _ => None,
    })
}

/// Asks something of a monitor.
pub(super) async fn ask(
    State(office): State<Office>,
    reader: Reader,
    Form(form): Form<Vec<(String, String)>>,
) -> Answer {
    let sent = Sent::new(form);
    let kept = office.shelf.kept().await?;
    let mn = sent.get("mn");
    let time = |name: &str| minute(sent.get(name));
    let history = |period| {
        let (from, to) = time("from").zip(time("to")).filter(|(from, to)| from < to)?;
        Some(Request::History(period, from, to))
    };
    let value = sent.get("value").parse().ok().filter(|value| *value > 0);
    let request = match sent.get("task") {
        "read-time" => Some(Request::ReadTime),
        "set-time" => Some(Request::SetTime),
        "ten-minutes" => history(ReadingPeriod::TenMinute),
        "hours" => history(ReadingPeriod::Hour),
        "days" => history(ReadingPeriod::Day),
        "sample" => Some(Request::Sample),
        "read-interval" => Some(Request::ReadInterval),
        "set-interval" => value.map(Request::SetInterval),
        "read-minutes" => Some(Request::ReadMinutes),
        "set-minutes" => value.map(Request::SetMinutes),
        _ => None,
    };
    let known = kept.zone.registers.monitors.iter().any(|monitor| monitor.mn == mn);
    let Some(request) = request.filter(|_| known) else {
        return Err(refused(reader.lang, "discharge-refused-ask"));
    };
    office.line.kept.ask(&request.of(mn, &place::operator(), office.clock.now())).await?;
    Ok(back(sent.get("back")))
}
