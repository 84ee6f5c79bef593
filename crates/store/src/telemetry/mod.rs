//! Keeps what monitors send.
//!
//! ```text
//! keep ─► packets (durable) ─ waiting ─► their readings ─ ingest ─► range, latest
//! ```
//!
//! [`Telemetry`] is the contract; packets and readings are kept apart, so that writing one never
//! waits for the other.

mod contract;
pub(crate) mod said;
pub(crate) mod told;

pub use contract::{
    CommandId, CommandState, DeviceCommand, IngestOutcome, Keep, KeptPacket, KeptReading, NewCommand, PacketId,
    PurgeCounts, RawPacket, Step, Telemetry, UnregisteredDevice,
};
