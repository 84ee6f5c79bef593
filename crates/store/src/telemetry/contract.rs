//! What every store of telemetry does, whichever database it keeps it in.

use crate::StoreError;
use chrono::{DateTime, NaiveDateTime, Utc};
use std::fmt;
use std::future::Future;
use yanlian_model::{Reading, ReadingPeriod};

/// Keeps packets as they came, the readings in them, and what passes between devices and their operators.
///
/// A packet is durable once [`keep`](Telemetry::keep) returns; its readings are *laid in* afterwards, from
/// where that stood still when the program ended. Reading a packet twice changes nothing.
pub trait Telemetry: Send + Sync {
    /// Keeps packets durably, in this order, all or none; the number of the last. There must be one at least.
    fn keep(&self, packets: &[RawPacket]) -> impl Future<Output = Result<PacketId, StoreError>> + Send;

    /// Packets that are kept and not laid in yet, oldest first, up to `limit`.
    fn waiting(&self, limit: usize) -> impl Future<Output = Result<Vec<KeptPacket>, StoreError>> + Send;

    /// Lays readings in and notes that all packets up to `through` are: both or nothing. A reading that is
    /// there already stays as it is; one that says something else of the same time is kept beside it.
    fn lay_in(
        &self,
        readings: &[KeptReading],
        through: PacketId,
    ) -> impl Future<Output = Result<LaidIn, StoreError>> + Send;

    /// Readings of a monitor that begin at `from` or later and before `to`, by factor, then time; of all its
    /// factors where none are named. Readings of one time that complete each other come as one.
    fn range(
        &self,
        monitor: &str,
        factors: Option<&[&str]>,
        period: ReadingPeriod,
        from: NaiveDateTime,
        to: NaiveDateTime,
    ) -> impl Future<Output = Result<Vec<KeptReading>, StoreError>> + Send;

    /// The newest reading of each monitor, factor and period, in that order.
    fn latest(&self) -> impl Future<Output = Result<Vec<KeptReading>, StoreError>> + Send;

    /// A number that grows whenever a reading is laid in that was not there.
    fn sequence(&self) -> impl Future<Output = Result<i64, StoreError>> + Send;

    /// A packet as it came; `None` where it was never kept or is forgotten.
    fn packet(&self, id: PacketId) -> impl Future<Output = Result<Option<KeptPacket>, StoreError>> + Send;

    /// Packets of a monitor that were received at `from` or later and before `to`, in order, up to `limit`.
    fn packets(
        &self,
        monitor: &str,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<KeptPacket>, StoreError>> + Send;

    /// Lets go of what is older than `keep` says. Packets that are not laid in are never forgotten.
    fn forget(&self, keep: &Keep) -> impl Future<Output = Result<Forgotten, StoreError>> + Send;

    /// Notes devices that called and are not registered: counted up where they called before.
    fn note_strangers(&self, strangers: &[Stranger]) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Devices that called and were not registered, the one that was heard last first.
    fn strangers(&self) -> impl Future<Output = Result<Vec<Stranger>, StoreError>> + Send;

    /// Strikes a device off the list of strangers.
    fn forget_stranger(&self, mn: &str) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Asks a device for something; it is queued until the device is there.
    fn ask(&self, command: &NewCommand) -> impl Future<Output = Result<CommandId, StoreError>> + Send;

    /// What devices were asked, of one or of all, newest first, up to `limit`.
    fn commands(
        &self,
        mn: Option<&str>,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<DeviceCommand>, StoreError>> + Send;

    /// What waits to be sent, oldest first.
    fn queued(&self) -> impl Future<Output = Result<Vec<DeviceCommand>, StoreError>> + Send;

    /// Notes what became of a command.
    fn advance(
        &self,
        id: CommandId,
        state: CommandState,
        at: DateTime<Utc>,
        note: Option<&str>,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Lets go of the database, after what is under way.
    fn close(&self) -> impl Future<Output = ()> + Send;
}

/// The number of a packet: 1, 2, 3 … in the order of writing, with gaps where that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PacketId(pub i64);

impl fmt::Display for PacketId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A packet as it came over the line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawPacket {
    /// The monitor's MN.
    pub mn: String,
    /// When; kept to the microsecond.
    pub received: DateTime<Utc>,
    /// The whole frame.
    pub bytes: Vec<u8>,
}

/// A packet that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptPacket {
    /// Its number.
    pub id: PacketId,
    /// The packet.
    pub packet: RawPacket,
}

/// A reading with the packet that brought it.
#[derive(Debug, Clone, PartialEq)]
pub struct KeptReading {
    /// The reading; its time to the second.
    pub reading: Reading,
    /// The first packet that brought it.
    pub packet: PacketId,
}

/// What laying in brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LaidIn {
    /// Readings that were not there.
    pub new: u64,
    /// Readings that were there already.
    pub known: u64,
}

/// From when on things are kept; `None`: for ever.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Keep {
    /// Packets received from then on.
    pub packets: Option<DateTime<Utc>>,
    /// Readings of an instant from then on.
    pub real_time: Option<NaiveDateTime>,
    /// Ten-minute readings from then on.
    pub ten_minute: Option<NaiveDateTime>,
    /// Hours from then on.
    pub hour: Option<NaiveDateTime>,
    /// Days from then on.
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

/// How much was let go.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Forgotten {
    /// Packets.
    pub packets: u64,
    /// Readings.
    pub readings: u64,
}

/// A device that called and is not registered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stranger {
    /// The MN by which it calls itself.
    pub mn: String,
    /// The system code that it sends.
    pub st: Option<String>,
    /// From where it called last.
    pub address: String,
    /// When it called first.
    pub first: DateTime<Utc>,
    /// When it called last.
    pub last: DateTime<Utc>,
    /// How many packets it sent.
    pub packets: u64,
    /// Its last packet.
    pub sample: Vec<u8>,
}

/// The number of a command: 1, 2, 3 … in the order of asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CommandId(pub i64);

/// What a device is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCommand {
    /// The device's MN.
    pub mn: String,
    /// The command code of HJ 212, as in `1011`.
    pub cn: String,
    /// The content, what stands between `&&` and `&&`.
    pub content: String,
    /// Who asks.
    pub by: String,
    /// When.
    pub asked: DateTime<Utc>,
    /// The QN by which the answers name it.
    pub qn: String,
}

/// A command and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceCommand {
    /// Its number.
    pub id: CommandId,
    /// The device's MN.
    pub mn: String,
    /// The command code of HJ 212, as in `1011`.
    pub cn: String,
    /// The content, what stands between `&&` and `&&`.
    pub content: String,
    /// Who asked.
    pub by: String,
    /// When.
    pub asked: DateTime<Utc>,
    /// The QN by which the answers name it.
    pub qn: String,
    /// How it stands.
    pub state: CommandState,
    /// What became of it, in order.
    pub steps: Vec<Step>,
}

/// One step of a command's life.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// How it stood from then on.
    pub state: CommandState,
    /// When.
    pub at: DateTime<Utc>,
    /// What the device said beside it.
    pub note: Option<String>,
}

/// How a command stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommandState {
    /// It waits for the device.
    Queued,
    /// It was sent.
    Sent,
    /// The device will do it: 9011 with 1.
    Accepted,
    /// The device will not: 9011 with this code.
    Refused(u16),
    /// It is done: 9012 with 1.
    Done,
    /// It could not be done: 9012 with this code.
    Failed(u16),
    /// The device said nothing.
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

    /// The device's reason, where it gave one.
    pub fn code(self) -> Option<u16> {
        match self {
            CommandState::Refused(code) | CommandState::Failed(code) => Some(code),
            _ => None,
        }
    }

    /// The state of a word and a reason.
    pub(super) fn read(word: &str, code: Option<u16>) -> Option<CommandState> {
        let code = code.unwrap_or_default();
        let states = [
            CommandState::Queued,
            CommandState::Sent,
            CommandState::Accepted,
            CommandState::Refused(code),
            CommandState::Done,
            CommandState::Failed(code),
            CommandState::Unanswered,
        ];
        states.into_iter().find(|state| state.as_str() == word)
    }
}
