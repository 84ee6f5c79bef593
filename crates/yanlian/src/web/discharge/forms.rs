//! What officers decide about discharge: exceedances handled, times reviewed, monitors adopted and asked.

use super::super::error::{Answer, PageError};
use super::super::forms::{FormKind, kept};
use super::super::reader::Reader;
use crate::actor;
use crate::sent::{Sent, field};
use crate::telemetry::{Request, china};
use crate::web::{AppState, once};
use axum::extract::{Form, State};
use chrono::{Datelike, NaiveDate, NaiveDateTime};
use yanlian_hj212::{Packet, What, pieces};
use yanlian_intake::{Draft, read_fields};
use yanlian_model::form::minute;
use yanlian_model::registers::{ExceedanceHandling, Factor, Monitor, Outlet, ReviewPeriod};
use yanlian_model::{Finding, Key, Message, Place, ReadingPeriod, Record, Severity};
use yanlian_present::View;
use yanlian_present::pages::{Input, InputKind};
use yanlian_store::telemetry::NewCommand;
use yanlian_workbench::Snapshot;

/// The fields of a form, as the browser sends them.
type Fields = Form<Vec<(String, String)>>;

const HANDLE: FormKind = FormKind {
    changes: true,
    ..FormKind::new(
        "form-title-handling",
        "/discharge/handle",
        ExceedanceHandling::REGISTER,
        &["assigned", "due", "cause", "measure", "closed"],
    )
};

const REVIEW: FormKind = FormKind::new(
    "form-title-review",
    "/discharge/review",
    ReviewPeriod::REGISTER,
    &["factor", "from", "to", "reason", "evidence"],
);

const ADOPT: FormKind =
    FormKind::new("form-title-adopt", "/discharge/adopt", Monitor::REGISTER, &["mn", "outlet", "st"]);

const COMMAND: FormKind = FormKind {
    other: command_input,
    ..FormKind::new(
        "form-title-command",
        "/discharge/command",
        Monitor::REGISTER,
        &["mn", "task", "from", "to", "value"],
    )
};

/// The next free id of a kind: `CB-2026-002`.
fn next_id<'i>(kind: &str, today: NaiveDate, taken: impl Iterator<Item = &'i str> + Clone) -> String {
    let id = |number: u32| format!("{kind}-{}-{number:03}", today.year());
    (1..).map(id).find(|id| taken.clone().all(|taken| taken != id)).unwrap_or_default()
}

/// Where a record comes from that a person at the page makes.
fn provenance(today: NaiveDate) -> [(String, String); 2] {
    [field("source", actor::local().to_string()), field("as_of", today.to_string())]
}

/// Writes what is done about an exceedance.
pub(super) async fn handle(State(state): State<AppState>, reader: Reader, Form(form): Fields) -> Answer {
    let sent = Sent::new(form);
    let (own, today) = (sent.own(), state.clock.today());
    let exceeded = is_exceeded(&state, &sent).await?;
    let draft = move |snapshot: &Snapshot| handling(snapshot, &own, today, exceeded).into();
    let written = HANDLE.write(&state, reader, &sent, draft).await?;
    Ok(written.map_or_else(|answer| answer, |written| kept(sent.get("back"), &written)))
}

/// Whether the day that a form is about is or was an exceedance.
async fn is_exceeded(state: &AppState, sent: &Sent) -> Result<bool, PageError> {
    let snapshot = state.workbench.snapshot().await?;
    let Ok(assessment) = state.assessments.at_hand(&state.telemetry, &snapshot).await? else { return Ok(false) };
    Ok(assessment.exceedances.iter().any(|exceedance| {
        let mean = &exceedance.verdict.mean;
        mean.outlet == sent.get("outlet")
            && mean.factor == sent.get("factor")
            && mean.day.to_string() == sent.get("day")
    }))
}

/// The record of an exceedance: that which there is of its outlet, factor and day, else a new one.
fn handling(snapshot: &Snapshot, sent: &Sent, today: NaiveDate, exceeded: bool) -> Draft {
    let records = &snapshot.zone.registers.exceedance_handling;
    let day: Option<NaiveDate> = sent.get("day").parse().ok();
    let about = |row: &&ExceedanceHandling| {
        row.outlet == sent.get("outlet") && row.factor == sent.get("factor") && Some(row.day) == day
    };
    let own = records.iter().find(about);
    let mut fields = sent.only(&["outlet", "factor", "day", "assigned", "due", "cause", "measure", "closed"]);
    if let Some(closed) = sent.given("closed") {
        let by = own.and_then(|row| row.by.clone()).unwrap_or_else(|| actor::local().to_string());
        fields.push(field("by", if closed.is_empty() { String::new() } else { by }));
    }
    match own {
        Some(row) => read_fields(HANDLE.register, &fields).updates(&Key::from_parts(&[&row.id])),
        None => {
            let id = next_id("CB", today, records.iter().map(|row| row.id.as_str()));
            fields.push(field("id", id));
            fields.extend(provenance(today));
            let draft = read_fields(HANDLE.register, &fields).creates();
            // What is wrong with the outlet or the day itself is told by the judge.
            let is_known = snapshot.zone.find::<Outlet>(sent.get("outlet")).is_some()
                && snapshot.zone.find::<Factor>(sent.get("factor")).is_some();
            match day.filter(|_| is_known && !exceeded) {
                Some(_) => draft.refused("day", Message::new("handling-no-exceedance")),
                None => draft,
            }
        }
    }
}

/// Declares a time invalid, with a reason.
pub(super) async fn review(State(state): State<AppState>, reader: Reader, Form(form): Fields) -> Answer {
    let sent = Sent::new(form);
    let (own, today, now) = (sent.clone(), state.clock.today(), china(state.clock.now()));
    let draft = move |snapshot: &Snapshot| reviewing(snapshot, &own, today, now).into();
    let written = REVIEW.write(&state, reader, &sent, draft).await?;
    Ok(written.map_or_else(|answer| answer, |written| kept(sent.get("back"), &written)))
}

/// The review of a time: the one that says all this already, else a new one.
fn reviewing(snapshot: &Snapshot, sent: &Sent, today: NaiveDate, now: NaiveDateTime) -> Draft {
    let records = &snapshot.zone.registers.review_periods;
    let says_all = |row: &&ReviewPeriod| {
        let texts = [("factor", &row.factor), ("evidence", &row.evidence)];
        let named = texts.map(|(name, own)| (name, own.as_deref().unwrap_or_default()));
        let given = [("outlet", row.outlet.as_str()), ("reason", row.reason.as_str())];
        let times = [("from", &row.from), ("to", &row.to)];
        named.into_iter().chain(given).all(|(name, own)| sent.get(name) == own)
            && times.iter().all(|(name, own)| minute(own).is_some() && minute(own) == minute(sent.get(name)))
    };
    let mut fields = sent.only(&["outlet", "factor", "from", "to", "reason", "evidence"]);
    if let Some(row) = records.iter().find(says_all) {
        return read_fields(REVIEW.register, &fields).updates(&Key::from_parts(&[&row.id]));
    }
    fields.push(field("id", next_id("FH", today, records.iter().map(|row| row.id.as_str()))));
    fields.push(field("by", actor::local().to_string()));
    fields.push(field("at", now.format("%Y-%m-%dT%H:%M").to_string()));
    fields.extend(provenance(today));
    read_fields(REVIEW.register, &fields).creates()
}

/// Registers an unregistered device at an outlet, with the password that it came with; or removes it.
pub(super) async fn adopt(State(state): State<AppState>, reader: Reader, Form(form): Fields) -> Answer {
    const BACK: &str = "/discharge/devices";
    let mut sent = Sent::new(form);
    sent.set("back", BACK);
    let mn = sent.get("mn").to_owned();
    let mut adopted = None;
    if sent.get("ignore").is_empty() {
        let unregistered = state.telemetry.store.unregistered().await?;
        let password = unregistered.iter().find(|device| device.mn == mn).and_then(|own| password(&own.sample));
        let (own, today) = (sent.clone(), state.clock.today());
        let draft = move |_: &Snapshot| {
            let mut fields = own.only(&["mn", "outlet", "st"]);
            fields.extend(password.clone().map(|password| field("password", password)));
            fields.push(field("installed", today.to_string()));
            fields.extend(provenance(today));
            read_fields(ADOPT.register, &fields).creates().into()
        };
        match ADOPT.write(&state, reader, &sent, draft).await? {
            Ok(written) => adopted = Some(written),
            Err(answer) => return Ok(answer),
        }
    }
    state.telemetry.store.remove_unregistered(&mn).await?;
    Ok(adopted.map_or_else(|| super::super::reader::back(BACK), |written| kept(BACK, &written)))
}

/// The password of a packet.
fn password(bytes: &[u8]) -> Option<String> {
    pieces(bytes).find_map(|piece| match piece.what {
        What::Frame(frame) => Packet::parse(&frame.text()).0.pw.map(str::to_owned),
        _ => None,
    })
}

/// Asks something of a monitor. Sent twice, it is asked once.
pub(super) async fn ask(State(state): State<AppState>, reader: Reader, Form(form): Fields) -> Answer {
    let sent = Sent::new(form);
    let snapshot = state.workbench.snapshot().await?;
    let mn = sent.get("mn");
    let known = snapshot.zone.registers.monitors.iter().any(|monitor| monitor.mn == mn);
    let mut faults = Vec::new();
    if !known {
        faults.push(("mn", Message::new("command-unknown-monitor")));
    }
    let now = state.clock.now();
    let request = request(&sent).and_then(|request| request.checked(china(now)).map_err(|fault| vec![fault]));
    let request = request.map_err(|fault| faults.extend(fault)).ok();
    let Some(request) = request.filter(|_| faults.is_empty()) else {
        let findings = faults.into_iter().map(|(field, message)| {
            let place = Place::Field { register: COMMAND.register.name, key: Some(mn.into()), field: Some(field) };
            Finding::new(Severity::Fault, place, message)
        });
        return COMMAND.faulty(&state, reader, &sent, findings.collect()).await;
    };
    let submission = once::submission(COMMAND.action, sent.fields());
    let command = NewCommand { submission, ..request.of(mn, &actor::local().to_string(), now) };
    state.telemetry.store.add_command(&command).await?;
    Ok(super::super::reader::back(sent.get("back")))
}

/// The request of a form, or its faults: field and message.
fn request(sent: &Sent) -> Result<Request, Vec<(&'static str, Message)>> {
    let fault = |field, id| (field, Message::new(id));
    let history = |period| {
        let (from, to) = (minute(sent.get("from")), minute(sent.get("to")));
        let unread = [("from", from.is_none()), ("to", to.is_none())].into_iter().filter(|(_, unread)| *unread);
        match from.zip(to) {
            Some((from, to)) => Ok(Request::History(period, from, to)),
            None => Err(unread.map(|(field, _)| fault(field, "command-no-time")).collect()),
        }
    };
    let value = || {
        let value = sent.get("value").parse().ok().filter(|value: &u32| *value > 0);
        value.ok_or_else(|| vec![fault("value", "command-no-value")])
    };
    match sent.get("task") {
        "read-time" => Ok(Request::ReadTime),
        "set-time" => Ok(Request::SetTime),
        "ten-minutes" => history(ReadingPeriod::TenMinute),
        "hours" => history(ReadingPeriod::Hour),
        "days" => history(ReadingPeriod::Day),
        "sample" => Ok(Request::Sample),
        "read-interval" => Ok(Request::ReadInterval),
        "set-interval" => value().map(Request::SetInterval),
        "read-minutes" => Ok(Request::ReadMinutes),
        "set-minutes" => value().map(Request::SetMinutes),
        _ => Err(vec![fault("task", "command-unknown-task")]),
    }
}

/// The inputs of a command that are no fields of a monitor.
fn command_input(v: &View, name: &str, value: &str) -> Option<Input> {
    let (label, kind) = match name {
        "task" => ("discharge-col-what", InputKind::Choice(yanlian_present::pages::command_tasks(v))),
        "from" => ("discharge-from", InputKind::Minute),
        "to" => ("discharge-to", InputKind::Minute),
        "value" => ("discharge-ask-value", InputKind::Number),
        _ => return None,
    };
    Some(Input::new(name, v.t(label), value, kind))
}
