//! What every store of telemetry does, whichever database it keeps the packets and readings in.

use crate::StoreError;
use async_trait::async_trait;
use chrono::{DateTime, NaiveDateTime, Utc};
use std::fmt;
use std::time::Duration;
use yanlian_model::{Reading, ReadingPeriod};

/// Keeps packets as they came, the readings that follow from them, and what monitors are asked.
///
/// The packets are the evidence: [`Telemetry::keep`] is durable. The readings follow them at their
/// own pace and can be derived again.
#[async_trait]
pub trait Telemetry: fmt::Debug + Send + Sync {
    /// Keeps packets, all or none; they are on disk when this returns. Gives each one's number.
    ///
    /// Of several programs to which a monitor sends the same at a time the first keeps it, and the others get its
    /// number: what one program has it knows itself.
    async fn keep(&self, packets: &[RawPacket]) -> Result<Vec<PacketId>, StoreError>;

    /// The first `limit` packets whose readings are not ingested yet, in the order of their numbers.
    async fn waiting(&self, limit: usize) -> Result<Vec<KeptPacket>, StoreError>;

    /// The first `limit` packets after number `id`, whether their readings are ingested or not, in the order of
    /// their numbers.
    async fn after(&self, id: PacketId, limit: usize) -> Result<Vec<KeptPacket>, StoreError>;

    /// The last packet whose readings are ingested; 0 before the first.
    async fn ingested_through(&self) -> Result<PacketId, StoreError>;

    /// Keeps the readings of the packets behind `after` up to `through`, all or none; those packets wait no more.
    ///
    /// Where a crash of the database has set back what is ingested to before `after`, nothing is kept and the
    /// answer is [`StoreError::SetBack`]: between the two some would be left out. What was said before is not kept
    /// again: laying in twice does nothing more. Times are kept to the second.
    async fn ingest(
        &self,
        readings: &[KeptReading],
        after: PacketId,
        through: PacketId,
    ) -> Result<IngestOutcome, StoreError>;

    /// A monitor's readings that begin from `from` to before `to`, of these factors or of all; by
    /// factor, then by time.
    ///
    /// What parts of a packet said of one time is put together. Where packets contradict each other,
    /// each has a reading of its own, the one that was said last at the end: a monitor corrects what it
    /// sent. Else the order in which packets came does not matter.
    async fn range(
        &self,
        monitor: &str,
        factors: Option<&[&str]>,
        period: ReadingPeriod,
        from: NaiveDateTime,
        to: NaiveDateTime,
    ) -> Result<Vec<KeptReading>, StoreError>;

    /// The readings of the newest time of each monitor, period and factor, in this order. Readings that
    /// are ahead of their time are none of the newest.
    async fn latest(&self) -> Result<Vec<KeptReading>, StoreError>;

    /// The monitors of which there are readings, by MN.
    async fn monitors(&self) -> Result<Vec<String>, StoreError>;

    /// When the first reading begins that begins at `from` or later; `None` where there is none.
    async fn first_from(&self, from: NaiveDateTime) -> Result<Option<NaiveDateTime>, StoreError>;

    /// A number that grows whenever something new is ingested, or said again; 0 before the first.
    async fn sequence(&self) -> Result<i64, StoreError>;

    /// Waits until the sequence is another than `seen`, whoever ingested, and gives it. It may take a connection
    /// for as long as it waits.
    async fn wait_past(&self, seen: i64) -> Result<i64, StoreError>;

    /// Takes or renews the right to do something alone, for so long by the database's clock; `false` where
    /// another program has it. Who works longer renews it before it ends.
    async fn lease(&self, task: &str, holder: &str, term: Duration) -> Result<bool, StoreError>;

    /// The packet of this number, if it is kept.
    async fn packet(&self, id: PacketId) -> Result<Option<KeptPacket>, StoreError>;

    /// The last `limit` packets of a monitor that were received from `from` to before `to`, by time.
    async fn packets(
        &self,
        monitor: &str,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
        limit: usize,
    ) -> Result<Vec<KeptPacket>, StoreError>;

    /// Purges what is older than is to be kept, and rights that have ended. A packet that waits to be ingested
    /// stays.
    async fn purge(&self, keep: &Keep) -> Result<PurgeCounts, StoreError>;

    /// Notes who sent packets without being registered; numbers of packets add up.
    async fn note_unregistered(&self, unregistered: &[UnregisteredDevice]) -> Result<(), StoreError>;

    /// Who sent packets without being registered, the one that was heard last first.
    async fn unregistered(&self) -> Result<Vec<UnregisteredDevice>, StoreError>;

    /// Removes an unregistered device, as when it is registered.
    async fn remove_unregistered(&self, mn: &str) -> Result<(), StoreError>;

    /// Notes what a monitor is to be asked; of one submission there is one command.
    async fn add_command(&self, command: &NewCommand) -> Result<CommandId, StoreError>;

    /// The last `limit` commands, of one monitor or of all, newest first.
    async fn commands(&self, mn: Option<&str>, limit: usize) -> Result<Vec<DeviceCommand>, StoreError>;

    /// The commands that are queued, sent or accepted, oldest first.
    async fn unfinished(&self) -> Result<Vec<DeviceCommand>, StoreError>;

    /// Notes the status of a command.
    async fn advance(
        &self,
        id: CommandId,
        state: CommandState,
        at: DateTime<Utc>,
        note: Option<&str>,
    ) -> Result<(), StoreError>;

    /// Lets go of the database, after what is under way.
    async fn close(&self);
}

/// The number of a packet: it grows in the order of writing, and none is used twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PacketId(pub i64);

impl fmt::Display for PacketId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A packet as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawPacket {
    /// The monitor's MN.
    pub mn: String,
    /// When it was received; kept to the microsecond.
    pub received: DateTime<Utc>,
    /// The whole frame.
    pub bytes: Vec<u8>,
}

/// A packet that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptPacket {
    /// Its number.
    pub id: PacketId,
    /// As it came.
    pub packet: RawPacket,
}

/// A reading and its evidence.
#[derive(Debug, Clone, PartialEq)]
pub struct KeptReading {
    /// The reading.
    pub reading: Reading,
    /// The first packet that said it, or part of it.
    pub packet: PacketId,
    /// Whether its time lay after it was received, by more than clocks differ: it was not measured then.
    pub ahead: bool,
}

/// What laying in brought.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct IngestOutcome {
    /// Readings that were new.
    pub new: u64,
    /// Readings that had been said before.
    pub known: u64,
}

/// From when on things are kept; what is `None` is kept for ever.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Keep {
    /// Packets, by when they were received.
    pub packets: Option<DateTime<Utc>>,
    /// Readings of an instant, by China's local time as all readings.
    pub real_time: Option<NaiveDateTime>,
    /// Readings of ten minutes.
    pub ten_minute: Option<NaiveDateTime>,
    /// Readings of an hour.
    pub hour: Option<NaiveDateTime>,
    /// Readings of a day.
    pub day: Option<NaiveDateTime>,
}

impl Keep {
    /// From when on readings of a period are kept.
    pub fn readings(&self, period: ReadingPeriod) -> Option<NaiveDateTime> {
        match period {
            ReadingPeriod::RealTime => self.real_time,
            ReadingPeriod::TenMinute => self.ten_minute,
            ReadingPeriod::Hour => self.hour,
            ReadingPeriod::Day => self.day,
        }
    }
}

/// How much was purged.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PurgeCounts {
    /// Packets.
    pub packets: u64,
    /// Readings, of all periods.
    pub readings: u64,
}

/// Who sent packets without being registered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnregisteredDevice {
    /// The MN that it gives.
    pub mn: String,
    /// The system that it gives.
    pub st: Option<String>,
    /// From where it sent last.
    pub address: String,
    /// When it was heard first.
    pub first: DateTime<Utc>,
    /// When it was heard last.
    pub last: DateTime<Utc>,
    /// How many packets it sent.
    pub packets: u64,
    /// The last packet.
    pub sample: Vec<u8>,
}

/// The number of a command: 1, 2, 3 … in the order of asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CommandId(pub i64);

/// What a monitor is to be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCommand {
    /// The monitor's MN.
    pub mn: String,
    /// The command's code.
    pub cn: String,
    /// What stands between `CP=&&` and `&&`.
    pub content: String,
    /// Who asks.
    pub by: String,
    /// When.
    pub asked: DateTime<Utc>,
    /// The number of the request, by which answers are known.
    pub qn: String,
    /// The form that it came from, which may come twice.
    pub submission: Option<String>,
}

/// A command to a monitor, and its status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceCommand {
    /// Its number.
    pub id: CommandId,
    /// The monitor's MN.
    pub mn: String,
    /// The command's code.
    pub cn: String,
    /// What stands between `CP=&&` and `&&`.
    pub content: String,
    /// Who asked.
    pub by: String,
    /// When.
    pub asked: DateTime<Utc>,
    /// The number of the request, by which answers are known.
    pub qn: String,
    /// How it stands.
    pub state: CommandState,
    /// Its states, oldest first; nothing while it is queued.
    pub steps: Vec<Step>,
}

/// How a command stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommandState {
    /// It waits to be sent.
    Queued,
    /// It was sent.
    Sent,
    /// The monitor will do it.
    Accepted,
    /// The monitor refused, with this QnRtn.
    Refused(u16),
    /// It is done.
    Done,
    /// It failed, with this ExeRtn.
    Failed(u16),
    /// The monitor did not answer.
    Unanswered,
}

impl CommandState {
    /// The word by which it is kept.
    pub fn as_str(self) -> &'static str {
        match self {
            CommandState::Queued => "queued",
            CommandState::Sent => "sent",
            CommandState::Accepted => "accepted",
            CommandState::Refused(_) => "refused",
            CommandState::Done => "done",
            CommandState::Failed(_) => "failed",
            CommandState::Unanswered => "unanswered",
        }
    }

    /// The monitor's reason, where it has one.
    pub fn code(self) -> Option<u16> {
        match self {
            CommandState::Refused(code) | CommandState::Failed(code) => Some(code),
            _ => None,
        }
    }

    /// The state of this word and reason.
    pub(crate) fn read(word: &str, code: Option<u16>) -> Option<CommandState> {
        Some(match (word, code) {
            ("queued", None) => CommandState::Queued,
            ("sent", None) => CommandState::Sent,
            ("accepted", None) => CommandState::Accepted,
            ("refused", Some(code)) => CommandState::Refused(code),
            ("done", None) => CommandState::Done,
            ("failed", Some(code)) => CommandState::Failed(code),
            ("unanswered", None) => CommandState::Unanswered,
            _ => return None,
        })
    }
}

/// Something that became of a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// How it stands since then.
    pub state: CommandState,
    /// When; kept to the microsecond.
    pub at: DateTime<Utc>,
    /// What else there is to say, as the monitor said it.
    pub note: Option<String>,
}
