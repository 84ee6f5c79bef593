//! Keeps what monitors send.
//!
//! ```text
//! keep ─► packets (durable) ─ waiting ─► their readings ─ lay_in ─► range, latest
//! ```
//!
//! [`Telemetry`] is the contract; packets and readings are kept apart, so that writing one never
//! waits for the other.

mod contract;
pub(crate) mod said;
pub(crate) mod told;

pub use contract::{
    CommandId, CommandState, DeviceCommand, Forgotten, Keep, KeptPacket, KeptReading, LaidIn, NewCommand, PacketId,
    RawPacket, Step, Stranger, Telemetry,
};
