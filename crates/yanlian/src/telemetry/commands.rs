//! Commands on their way down to the devices, and what becomes of them.
//!
//! ```text
//! queued ─► sent ─► accepted (9011) ─► done (9012), or failed
//!            │  └► refused (9011)
//!            └ no answer in ten seconds, three times more: unanswered
//! ```
//!
//! Commands are kept: a restart goes on where it was, and the command line may ask while the server
//! runs. Of several programs on one database the one with a line to the device sends a command and carries
//! it until it ends; where that program is gone another takes it up. Any of them may hear the answer.

use super::{TelemetryServer, china};
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
/// How long the right to carry a command holds unless it is renewed: so long waits what a program that was
/// killed had under way.
const TERM: Duration = Duration::from_secs(30);

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
            submission: None,
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

/// A command that this program carries.
struct UnderWay {
    mn: String,
    qn: String,
    bytes: Vec<u8>,
    accepted: bool,
    tries: u32,
    /// When the device last had something to answer.
    since: Instant,
    /// When the right to carry it was last taken.
    held: Instant,
}

/// The commands that this program carries.
#[derive(Default)]
pub(crate) struct Commands(Mutex<HashMap<CommandId, UnderWay>>);

/// Sends what is queued, and again what is not answered, until it is told to stop.
pub(super) async fn run(telemetry: Arc<TelemetryServer>, patience: Duration, mut stop: watch::Receiver<bool>) {
    let mut tick = interval(TICK.min(patience));
    while !*stop.borrow() {
        tokio::select! { _ = tick.tick() => (), _ = stop.changed() => break }
        telemetry.read_registers().await;
        if let Err(error) = telemetry.commands.carry(&telemetry, patience).await {
            eprintln!("yanlian: commands could not be sent: {error}");
        }
    }
    if let Err(error) = telemetry.commands.hand_over(&telemetry).await {
        eprintln!("yanlian: commands under way wait half a minute for another program: {error}");
    }
}

impl Commands {
    fn lock(&self) -> MutexGuard<'_, HashMap<CommandId, UnderWay>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Goes through all that has not ended: sends it, takes it up, asks again, gives up.
    async fn carry(&self, telemetry: &TelemetryServer, patience: Duration) -> Result<(), StoreError> {
        let unfinished = telemetry.store.unfinished().await?;
        self.learn(&unfinished);
        for command in unfinished {
            if self.has_right(telemetry, &command).await? {
                self.begin(telemetry, command).await?;
            }
        }
        for (mn, id) in self.overdue(telemetry, patience) {
            telemetry.devices.unanswered(&mn);
            telemetry.advance(id, CommandState::Unanswered, None).await?;
        }
        Ok(())
    }

    /// Lets go of what has ended, and waits longer for what was accepted: another program may have heard it.
    fn learn(&self, unfinished: &[DeviceCommand]) {
        let states: HashMap<_, _> = unfinished.iter().map(|command| (command.id, command.state)).collect();
        self.lock().retain(|id, one| {
            if states.get(id) == Some(&CommandState::Accepted) && !one.accepted {
                (one.accepted, one.since) = (true, Instant::now());
            }
            states.contains_key(id)
        });
    }

    /// Whether this program may carry a command: nobody else does, and what has not been sent goes over a line
    /// that is here. The right is renewed long before it ends.
    async fn has_right(&self, telemetry: &TelemetryServer, command: &DeviceCommand) -> Result<bool, StoreError> {
        let held = self.lock().get(&command.id).map(|one| one.held);
        if held.is_some_and(|held| held.elapsed() < TERM / 2) {
            return Ok(true);
        }
        let elsewhere = || command.state == CommandState::Queued && !telemetry.devices.is_connected(&command.mn);
        if held.is_none() && elsewhere() {
            return Ok(false);
        }
        let has = telemetry.store.lease(&right(command.id), &telemetry.program, TERM).await?;
        let mut carried = self.lock();
        match has {
            true => carried.get_mut(&command.id).into_iter().for_each(|one| one.held = Instant::now()),
            false => drop(carried.remove(&command.id)),
        }
        Ok(has)
    }

    /// Takes up a command, unless it is under way, and sends it where it was not sent yet.
    async fn begin(&self, telemetry: &TelemetryServer, command: DeviceCommand) -> Result<(), StoreError> {
        let DeviceCommand { id, state, .. } = command;
        if self.lock().contains_key(&id) {
            return Ok(());
        }
        let Some(bytes) = written(telemetry, &command) else { return Ok(()) };
        let is_new = state == CommandState::Queued;
        if is_new {
            // Kept before it goes out: its answer may come at once.
            telemetry.advance(id, CommandState::Sent, None).await?;
        }
        let now = Instant::now();
        let DeviceCommand { mn, qn, .. } = command;
        let accepted = state == CommandState::Accepted;
        let one = UnderWay { mn: mn.clone(), qn, bytes: bytes.clone(), accepted, tries: 0, since: now, held: now };
        self.lock().insert(id, one);
        if is_new {
            // A line that takes nothing now is tried again like one that is not answered.
            telemetry.devices.send_down(&mn, &bytes);
        }
        Ok(())
    }

    /// Sends again what was not answered in time; gives what was not answered at all.
    fn overdue(&self, telemetry: &TelemetryServer, patience: Duration) -> Vec<(String, CommandId)> {
        let mut given_up = Vec::new();
        self.lock().retain(|id, one| {
            let patience = if one.accepted { WORK } else { patience };
            if one.since.elapsed() < patience {
                return true;
            }
            if one.accepted || one.tries == AGAIN {
                given_up.push((one.mn.clone(), *id));
                return false;
            }
            telemetry.devices.send_down(&one.mn, &one.bytes);
            (one.tries, one.since) = (one.tries + 1, Instant::now());
            true
        });
        given_up
    }

    /// Takes what a device said, whichever program asked it.
    pub(super) async fn take(&self, telemetry: &TelemetryServer, heard: Heard) {
        if let Err(error) = self.keep(telemetry, heard).await {
            eprintln!("yanlian: the status of a command could not be kept: {error}");
        }
    }

    async fn keep(&self, telemetry: &TelemetryServer, heard: Heard) -> Result<(), StoreError> {
        let carried = self.answered(&heard);
        let asked = match carried {
            Some(_) => Vec::new(),
            None => telemetry.store.unfinished().await?,
        };
        let of_another = asked.iter().find(|command| command.mn == heard.mn && command.qn == heard.qn);
        match carried.or(of_another.map(|command| command.id)) {
            Some(id) => telemetry.advance(id, heard.state, heard.note.as_deref()).await,
            None => Ok(()),
        }
    }

    /// The command carried here that a device speaks of. It is let go of, unless there is more to come.
    fn answered(&self, heard: &Heard) -> Option<CommandId> {
        let mut carried = self.lock();
        let (id, one) = carried.iter_mut().find(|(_, one)| one.mn == heard.mn && one.qn == heard.qn)?;
        let id = *id;
        match heard.state {
            CommandState::Accepted => (one.accepted, one.since) = (true, Instant::now()),
            _ => drop(carried.remove(&id)),
        }
        Some(id)
    }

    /// Gives up the right to what is under way, so that another program need not wait for it to end.
    async fn hand_over(&self, telemetry: &TelemetryServer) -> Result<(), StoreError> {
        let carried: Vec<CommandId> = self.lock().drain().map(|(id, _)| id).collect();
        for id in carried {
            telemetry.store.lease(&right(id), &telemetry.program, Duration::ZERO).await?;
        }
        Ok(())
    }
}

/// What the right to carry a command is called.
fn right(id: CommandId) -> String {
    format!("command {}", id.0)
}

/// Queues our time for a device that asked for it (1013); it counts as asked by the device.
pub(super) async fn tell_time(telemetry: &TelemetryServer, mn: &str) {
    let now = telemetry.clock.now();
    let told = |last: &DeviceCommand| last.cn == Command::SetTime.cn() && now - last.asked < TOLD;
    let queued = match telemetry.store.commands(Some(mn), 1).await {
        Ok(last) if last.iter().any(told) => return,
        Ok(_) => telemetry.store.add_command(&Request::SetTime.of(mn, mn, now)).await.map(drop),
        Err(error) => Err(error),
    };
    if let Err(error) = queued {
        eprintln!("yanlian: a monitor could not be told the time: {error}");
    }
}

/// The packet of a command; none where the monitor is not registered or the packet cannot be written.
fn written(telemetry: &TelemetryServer, command: &DeviceCommand) -> Option<Vec<u8>> {
    let monitor = telemetry.devices.monitor(&command.mn)?;
    let now = || format!("SystemTime={}", time::seconds(china(telemetry.clock.now())));
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
