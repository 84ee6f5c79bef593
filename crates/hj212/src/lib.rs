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
pub mod seal;
mod tables;
mod text;
pub mod time;

pub use body::Body;
pub use command::{Answer, Command, Direction};
pub use content::{Content, Contradiction, Mark, Pair, Pairs, Reading, Readings, Suffix};
pub use crc::crc;
pub use dialect::{Dialect, Flag};
pub use encode::{EncodeError, MAX_CONTENT, Reply};
pub use explain::explain;
pub use frame::{Frame, Framer, Piece, Refusal, What, pieces};
pub use judge::MAX_SEGMENT;
pub use oddity::{Oddities, Oddity};
pub use packet::Packet;
pub use parts::{ReadingKey, merge};
pub use tables::{Factor, Name, factor, factors, mark, system};
pub use text::Text;
