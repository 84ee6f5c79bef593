//! What connections of monitors may take.

use std::time::Duration;

/// What one connection, one address and all together may take.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// How long a connection may say nothing.
    pub(crate) idle: Duration,
    /// After how long a silence a packet that only lacks its line's end is whole.
    pub(crate) silence: Duration,
    /// How long a packet may take to come in, or an answer to go out.
    pub(crate) half: Duration,
    /// How long a device has to say whether it will do a command, before it is asked again.
    pub(crate) command: Duration,
    /// How many bytes a second are read from a connection.
    pub(crate) bytes_a_second: f64,
    /// How many pieces in a row may be no packets.
    pub(crate) rubbish: usize,
    /// How many connections there may be.
    pub(crate) connections: usize,
    /// How many of them from one address.
    pub(crate) of_an_address: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            idle: Duration::from_secs(15 * 60),
            silence: Duration::from_secs(3),
            half: Duration::from_secs(30),
            command: Duration::from_secs(10),
            bytes_a_second: 256.0 * 1024.0,
            rubbish: 20,
            connections: 4000,
            of_an_address: 256,
        }
    }
}
