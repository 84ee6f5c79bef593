//! How does a long message go in parts, and how do parts become one again?
//!
//! Each part is a whole packet with a QN of its own that repeats DataTime; parts are numbered PNO
//! of PNUM and answered one by one. So each can be stored when it comes: what belongs together has
//! the same MN, CN, DataTime and factor. Source: HJ 212-2017, annex C, examples C.47 to C.50.

use crate::content::{Content, Reading};
use crate::encode::{EncodeError, MAX_CONTENT};
use crate::judge::MAX_SEGMENT;
use crate::packet::Packet;
use crate::time;
use chrono::TimeDelta;
use std::collections::BTreeMap;

impl Packet<'_> {
    /// Writes the packet as it is sent, in as many parts as it needs. Each part repeats DataTime
    /// and has a QN one millisecond later than the part before.
    ///
    /// # Errors
    ///
    /// As [`Packet::encode`]; where an item is too long for any part, and where QN is no time.
    pub fn split(&self) -> Result<Vec<Vec<u8>>, EncodeError> {
        match self.encode() {
            Err(EncodeError::TooLong { .. }) => {}
            whole => return whole.map(|packet| vec![packet]),
        }
        let first = self.qn_time().ok_or(EncodeError::Qn)?;
        let contents = self.part_contents()?;
        let count = contents.len() as u32;
        (1..)
            .zip(contents)
            .map(|(part, content)| {
                let qn = time::milliseconds(first + TimeDelta::milliseconds(i64::from(part) - 1));
                let flag = self.flag.map(|flag| flag.part(true));
                let (pnum, pno) = (Some(count), Some(part));
                Packet { qn: Some(&qn), flag, pnum, pno, content: Content(&content), ..*self }.encode()
            })
            .collect()
    }

    /// The contents of the parts, each filled with whole items as far as it goes.
    fn part_contents(&self) -> Result<Vec<String>, EncodeError> {
        // The longest header: a QN of 17 digits, a Flag of three, numbers of ten.
        let widest = Packet { pnum: Some(u32::MAX), pno: Some(u32::MAX), content: Content(""), ..*self };
        let room = MAX_CONTENT.min(MAX_SEGMENT.saturating_sub(widest.segment()?.len() + 6));
        let repeated = self.content.items().find(|item| item.starts_with("DataTime="));
        let begin = repeated.map(str::to_owned).unwrap_or_default();
        let mut contents = Vec::new();
        let mut content = begin.clone();
        for item in self.content.items().filter(|item| !item.is_empty() && Some(*item) != repeated) {
            if content.len() + 1 + item.len() > room && content != begin {
                contents.push(std::mem::replace(&mut content, begin.clone()));
            }
            if content.len() + 1 + item.len() > room {
                return Err(EncodeError::ItemTooLong { length: item.len() });
            }
            if !content.is_empty() {
                content.push(';');
            }
            content.push_str(item);
        }
        contents.push(content);
        Ok(contents)
    }
}

/// What readings belong to: those of the same key are one reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReadingKey<'a> {
    /// The device.
    pub mn: &'a str,
    /// The command, so the kind of period.
    pub cn: &'a str,
    /// DataTime as it was sent.
    pub data_time: &'a str,
    /// The factor.
    pub factor: &'a str,
}

/// The readings of packets, parts and repeated packets put together. Of a value that came twice the
/// later one counts; within one packet neither is clear. Packets without MN, CN or one DataTime have none.
pub fn merge<'a>(packets: impl IntoIterator<Item = Packet<'a>>) -> BTreeMap<ReadingKey<'a>, Reading<'a>> {
    let mut merged: BTreeMap<ReadingKey<'a>, Reading<'a>> = BTreeMap::new();
    for packet in packets {
        let (Some(mn), Some(cn), Some(data_time)) = (packet.mn, packet.cn, packet.content.get("DataTime")) else {
            continue;
        };
        let readings = if packet.content.times_differ() { Vec::new() } else { packet.content.by_factor() };
        for reading in readings {
            let key = ReadingKey { mn, cn, data_time, factor: reading.factor };
            let kept = merged.entry(key).or_insert(Reading::new(reading.factor));
            kept.set_all(&reading);
        }
    }
    merged
}
