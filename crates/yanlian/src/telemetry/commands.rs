//! Commands on their way down to the devices, and what becomes of them.
//!
//! ```text
//! queued ─► sent ─► accepted (9011) ─► done (9012), or failed
//!            │  └► refused (9011)
//!            └ no answer in ten seconds, three times more: unanswered
//! ```
//!
//! Commands are kept: a restart goes on where it was, and the command line may ask while the server
//! runs.

use super::{Line, china};
use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::{Instant, interval};
use yanlian_hj212::body::{ExeRtn, QnRtn};
use yanlian_hj212::{Body, Command, Content, Flag, Packet, time};
use yanlian_model::reading::{HISTORY_DAYS, MINUTES_COVERED, REAL_TIME_SECONDS, history};
use yanlian_model::{Message, ReadingPeriod};
use yanlian_store::StoreError;
use yanlian_store::telemetry::{CommandId, CommandState, DeviceCommand, NewCommand};

/// How often what is queued is looked for.
const TICK: Duration = Duration::from_secs(1);
/// How often a device is asked again that says nothing.
const AGAIN: u32 = 3;
/// How long a device has to do what it accepted.
const WORK: Duration = Duration::from_secs(600);
/// How soon a device that keeps asking for the time is told again.
const TOLD: TimeDelta = TimeDelta::minutes(1);
/// How many commands are looked through at the start for those under way.
const LOOKED_THROUGH: usize = 1000;

/// What can be asked of a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Request {
    /// What time it has.
    ReadTime,
    /// To set its time to ours, as it is when the command goes out.
    SetTime,
    /// Seconds between real-time packets.
    ReadInterval,
    /// To set the seconds between real-time packets.
    SetInterval(u32),
    /// Minutes that minute data cover.
    ReadMinutes,
    /// To set the minutes that minute data cover.
    SetMinutes(u32),
    /// To send again what it measured: ten minutes, hours or days that begin in a time.
    History(ReadingPeriod, NaiveDateTime, NaiveDateTime),
    /// To take a sample now.
    Sample,
}

impl Request {
    /// The request, where a device can do what it asks; else what is wrong, by the field of the form.
    pub(crate) fn checked(self, now: NaiveDateTime) -> Result<Request, (&'static str, Message)> {
        let fault = |field, id| Err((field, Message::new(id)));
        match self {
            Request::SetInterval(seconds) if !REAL_TIME_SECONDS.contains(&seconds) => {
                let (least, most) = (REAL_TIME_SECONDS.start().to_string(), REAL_TIME_SECONDS.end().to_string());
                Err(("value", Message::new("command-bad-seconds").with("least", least).with("most", most)))
            }
            Request::SetMinutes(minutes) if !MINUTES_COVERED.contains(&minutes) => {
                let known = MINUTES_COVERED.map(|minutes| minutes.to_string()).join(", ");
                Err(("value", Message::new("command-bad-minutes").with("known", known)))
            }
            Request::History(_, from, to) if to <= from => fault("to", "command-no-span"),
            Request::History(_, from, _) if from < *history(now).start() => fault("from", "command-too-early"),
            Request::History(_, _, to) if to > *history(now).end() => fault("to", "command-ahead"),
            Request::History(_, from, to) if to - from > TimeDelta::days(HISTORY_DAYS) => {
                Err(("to", Message::new("command-long-span").with("days", HISTORY_DAYS.to_string())))
            }
            _ => Ok(self),
        }
    }

    fn command(self) -> Command {
        match self {
            Request::ReadTime => Command::Time,
            Request::SetTime => Command::SetTime,
            Request::ReadInterval => Command::RealtimeInterval,
            Request::SetInterval(_) => Command::SetRealtimeInterval,
            Request::ReadMinutes => Command::MinuteInterval,
            Request::SetMinutes(_) => Command::SetMinuteInterval,
            Request::History(ReadingPeriod::Day, ..) => Command::Day,
            Request::History(ReadingPeriod::Hour, ..) => Command::Hour,
            Request::History(..) => Command::Minute,
            Request::Sample => Command::SampleNow,
        }
    }

    fn content(self) -> String {
        match self {
            Request::SetInterval(seconds) => format!("RtdInterval={seconds}"),
            Request::SetMinutes(minutes) => format!("MinInterval={minutes}"),
            Request::History(_, from, to) => {
                format!("BeginTime={},EndTime={}", time::seconds(from), time::seconds(to))
            }
            _ => String::new(),
        }
    }

    /// The command that asks this of a device, to be kept.
    pub(crate) fn of(self, mn: &str, by: &str, asked: DateTime<Utc>) -> NewCommand {
        NewCommand {
            mn: mn.to_owned(),
            cn: self.command().cn().to_owned(),
            content: self.content(),
            by: by.to_owned(),
            asked,
            qn: time::milliseconds(china(asked)),
        }
    }
}

/// What a device said to a command.
pub(super) struct Heard {
    mn: String,
    qn: String,
    state: CommandState,
    note: Option<String>,
}

/// What a packet says to a command, by its QN.
pub(super) fn heard(packet: &Packet) -> Option<Heard> {
    let (state, note) = match packet.body() {
        Body::RequestAnswer(Some(QnRtn::Accepted)) => (CommandState::Accepted, None),
        Body::RequestAnswer(says) => (CommandState::Refused(says.unwrap_or(QnRtn::Unknown).code()), None),
        Body::Result(Some(ExeRtn::Done)) | Body::NoticeAnswer => (CommandState::Done, None),
        Body::Result(says) => (CommandState::Failed(says.unwrap_or(ExeRtn::Failed).code()), None),
        Body::Time { .. } | Body::RealtimeInterval(_) | Body::MinuteInterval(_) => {
            (CommandState::Accepted, Some(packet.content.0.to_owned()))
        }
        _ => return None,
    };
    Some(Heard { mn: packet.mn?.to_owned(), qn: packet.qn?.to_owned(), state, note })
}

/// A command under way.
struct UnderWay {
    id: CommandId,
    bytes: Vec<u8>,
    accepted: bool,
    tries: u32,
    since: Instant,
}

/// The commands under way, by MN and QN.
#[derive(Default)]
pub(crate) struct Commands(Mutex<HashMap<(String, String), UnderWay>>);

/// Sends what is queued, and again what is not answered, until it is told to stop.
pub(super) async fn run(line: Arc<Line>, patience: Duration, mut stop: watch::Receiver<bool>) {
    let mut tick = interval(TICK.min(patience));
    let mut resumed = false;
    while !*stop.borrow() {
        tokio::select! { _ = tick.tick() => (), _ = stop.changed() => return }
        let mut work = Ok(());
        if !resumed {
            work = line.commands.resume(&line).await;
            resumed = work.is_ok();
        }
        line.read_registers().await;
        if work.is_ok() {
            work = line.commands.send(&line, patience).await;
        }
        if let Err(error) = work {
            eprintln!("yanlian: commands could not be sent: {error}");
        }
    }
}

impl Commands {
    fn lock(&self) -> MutexGuard<'_, HashMap<(String, String), UnderWay>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes up what was under way when the program ended.
    async fn resume(&self, line: &Line) -> Result<(), StoreError> {
        for command in line.kept.commands(None, LOOKED_THROUGH).await? {
            let accepted = command.state == CommandState::Accepted;
            if accepted || command.state == CommandState::Sent {
                self.under_way(line, &command, accepted);
            }
        }
        Ok(())
    }

    fn under_way(&self, line: &Line, command: &DeviceCommand, accepted: bool) -> Option<Vec<u8>> {
        let bytes = written(line, command)?;
        let one = UnderWay { id: command.id, bytes: bytes.clone(), accepted, tries: 0, since: Instant::now() };
        self.lock().insert((command.mn.clone(), command.qn.clone()), one);
        Some(bytes)
    }

    async fn send(&self, line: &Line, patience: Duration) -> Result<(), StoreError> {
        for command in line.kept.queued().await? {
            // Known before it goes out: its answer may come at once.
            let Some(bytes) = self.under_way(line, &command, false) else { continue };
            match line.devices.send_down(&command.mn, &bytes) {
                true => line.advance(command.id, CommandState::Sent, None).await?,
                false => drop(self.lock().remove(&(command.mn, command.qn))),
            }
        }
        for (mn, id) in self.overdue(line, patience) {
            line.devices.unanswered(&mn);
            line.advance(id, CommandState::Unanswered, None).await?;
        }
        Ok(())
    }

    /// Sends again what was not answered in time; gives what was not answered at all.
    fn overdue(&self, line: &Line, patience: Duration) -> Vec<(String, CommandId)> {
        let mut given_up = Vec::new();
        self.lock().retain(|(mn, _), one| {
            let patience = if one.accepted { WORK } else { patience };
            if one.since.elapsed() < patience {
                return true;
            }
            if one.accepted || one.tries == AGAIN {
                given_up.push((mn.clone(), one.id));
                return false;
            }
            line.devices.send_down(mn, &one.bytes);
            (one.tries, one.since) = (one.tries + 1, Instant::now());
            true
        });
        given_up
    }

    /// Takes what a device said.
    pub(super) async fn take(&self, line: &Line, heard: Heard) {
        let key = (heard.mn, heard.qn);
        let id = {
            let mut under_way = self.lock();
            let Some(one) = under_way.get_mut(&key) else { return };
            let id = one.id;
            match heard.state {
                CommandState::Accepted => (one.accepted, one.since) = (true, Instant::now()),
                _ => drop(under_way.remove(&key)),
            }
            id
        };
        if let Err(error) = line.advance(id, heard.state, heard.note.as_deref()).await {
            eprintln!("yanlian: what became of a command could not be kept: {error}");
        }
    }
}

/// Queues our time for a device that asked for it (1013); it counts as asked by the device.
pub(super) async fn tell_time(line: &Line, mn: &str) {
    let now = line.clock.now();
    let told = |last: &DeviceCommand| last.cn == Command::SetTime.cn() && now - last.asked < TOLD;
    let queued = match line.kept.commands(Some(mn), 1).await {
        Ok(last) if last.iter().any(told) => return,
        Ok(_) => line.kept.ask(&Request::SetTime.of(mn, mn, now)).await.map(drop),
        Err(error) => Err(error),
    };
    if let Err(error) = queued {
        eprintln!("yanlian: a monitor could not be told the time: {error}");
    }
}

/// The packet of a command; none where the monitor is not registered or the packet cannot be written.
fn written(line: &Line, command: &DeviceCommand) -> Option<Vec<u8>> {
    let monitor = line.devices.monitor(&command.mn)?;
    let now = || format!("SystemTime={}", time::seconds(china(line.clock.now())));
    let content = if command.cn == Command::SetTime.cn() { now() } else { command.content.clone() };
    let packet = Packet {
        qn: Some(&command.qn),
        st: Some(&monitor.st),
        cn: Some(&command.cn),
        pw: monitor.password.as_deref(),
        mn: Some(&monitor.mn),
        flag: Some(Flag::new(monitor.dialect).asking(true)),
        content: Content(&content),
        ..Packet::default()
    };
    packet.encode().ok()
}
