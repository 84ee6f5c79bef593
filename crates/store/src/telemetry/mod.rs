//! Keeps what monitors send: packets as they came, and the readings in them.
//!
//! [`Telemetry`] is the contract; [`SqliteTelemetry`] keeps it in two files, so that writing packets never
//! waits for their readings. Packets are the truth and durable before they are answered; readings
//! follow from them and can always be laid in again.

mod contract;
mod sqlite;

pub use contract::{
    CommandId, CommandState, DeviceCommand, Forgotten, Keep, KeptPacket, KeptReading, LaidIn, NewCommand, PacketId,
    RawPacket, Step, Stranger, Telemetry,
};
pub use sqlite::SqliteTelemetry;
