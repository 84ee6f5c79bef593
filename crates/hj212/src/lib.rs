#![doc = include_str!("../README.md")]

pub mod body;
mod command;
mod content;
mod crc;
mod dialect;
mod encode;
pub mod explain;
mod frame;
mod judge;
mod oddity;
mod packet;
mod parts;
mod refusal;
pub mod seal;
mod sealed_bytes;
mod tables;
mod text;
pub mod time;
mod written;

pub use body::Body;
pub use command::{Answer, Command, Direction};
pub use content::{Content, Contradiction, Pair, Pairs, Reading, Readings};
pub use crc::crc;
pub use dialect::{Dialect, Flag};
pub use encode::{EncodeError, MAX_CONTENT, Reply};
pub use explain::explain;
pub use frame::{Frame, Framer, Piece, What, pieces};
pub use judge::MAX_SEGMENT;
pub use oddity::{Oddities, Oddity};
pub use packet::Packet;
pub use parts::{ReadingKey, merge};
pub use refusal::Refusal;
pub use tables::{Factor, Name, factor, factors, system};
pub use text::Text;
pub use written::{Mark, Suffix};
