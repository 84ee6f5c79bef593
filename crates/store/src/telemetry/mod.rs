//! Keeps what monitors send.
//!
//! ```text
//! keep ─► packets (durable) ─ waiting ─► their readings ─ lay_in ─► range, latest
//! ```
//!
//! [`Telemetry`] is the contract; [`SqliteTelemetry`] keeps it in two files, one for packets and
//! one for readings, so that writing one never waits for the other.

mod contract;
mod said;
mod sqlite;

pub use contract::{
    CommandId, CommandState, DeviceCommand, Forgotten, Keep, KeptPacket, KeptReading, LaidIn, NewCommand, PacketId,
    RawPacket, Step, Stranger, Telemetry,
};
pub use sqlite::SqliteTelemetry;
