//! What is in this capture? Every packet and every stretch between packets, as a record.
//!
//! For people and programs that look into a recording: one record for each packet, right or
//! refused, and one for each stretch of other bytes, in the order of the stream.

use crate::dialect::Dialect;
use crate::frame::{Frame, Piece, What, pieces};
use crate::oddity::Oddities;
use crate::packet::Packet;
use crate::text::Text;
use serde::Serialize;

/// A packet, or a stretch that is none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
pub struct Record {
    /// How many bytes of the capture stand before it.
    pub offset: u64,
    /// How many bytes it has.
    pub length: u64,
    /// Whether it is a packet, rightly framed.
    pub ok: bool,
    /// Why it is not, as a name: that of a [`Refusal`](crate::Refusal), or `no-packet`.
    pub reason: Option<&'static str>,
    /// The figures of the reason.
    pub detail: Option<String>,
    /// What is odd.
    pub findings: Oddities,
    /// QN as it was sent. In what is refused these fields are those that can still be read.
    pub qn: Option<String>,
    /// ST as it was sent.
    pub st: Option<String>,
    /// CN as it was sent.
    pub cn: Option<String>,
    /// MN as it was sent.
    pub mn: Option<String>,
    /// Flag.
    pub flag: Option<u8>,
    /// How many parts there are.
    pub pnum: Option<u32>,
    /// Which part this is.
    pub pno: Option<u32>,
    /// What stands between `CP=&&` and `&&`.
    pub cp: Option<String>,
}

/// Explains a capture. Blank lines between packets have no record.
///
/// ```
/// let capture = b"##0087QN=20240601085857223;ST=32;CN=1011;PW=123456;MN=010000A8900016F000169DC0;Flag=9;CP=&&&&2201\r\n";
/// let record = yanlian_hj212::explain(capture).next().unwrap();
/// assert_eq!((record.ok, record.reason), (false, Some("crc-wrong")));
/// assert_eq!(record.detail.as_deref(), Some("crc got 2201 want 2200"));
/// assert_eq!(record.mn.as_deref(), Some("010000A8900016F000169DC0"));
/// ```
pub fn explain(capture: &[u8]) -> impl Iterator<Item = Record> {
    let mut pieces = pieces(capture).peekable();
    std::iter::from_fn(move || {
        loop {
            let mut piece = pieces.next()?;
            // A stretch that is longer than a piece goes on in the next.
            while !matches!(piece.what, What::Frame(_)) && !piece.bytes.ends_with(b"\r\n") {
                let Some(rest) = pieces.next_if(|next| next.what == What::Skipped) else { break };
                piece.bytes = &capture[piece.start as usize..rest.range().end as usize];
            }
            if piece.what != What::Skipped || !piece.bytes.trim_ascii().is_empty() {
                return Some(record(&piece));
            }
        }
    })
}

fn record(piece: &Piece<'_>) -> Record {
    let place = Record { offset: piece.start, length: piece.bytes.len() as u64, ..Record::default() };
    match piece.what {
        What::Frame(frame) => framed(Record { ok: true, ..place }, &frame),
        What::Refused(refusal) => {
            let detail = Some(refusal.to_string());
            refused(Record { reason: Some(refusal.name()), detail, ..place }, piece.bytes)
        }
        What::Skipped => refused(Record { reason: Some("no-packet"), ..place }, piece.bytes),
    }
}

fn framed(record: Record, frame: &Frame<'_>) -> Record {
    let text = frame.text();
    let (packet, odd) = Packet::parse(&text);
    // Nobody says of which edition the device is: what its Flag hints at is all there is.
    let dialect = packet.flag.and_then(Dialect::of_flag).unwrap_or(Dialect::Y2005);
    let findings = frame.oddities | text.oddities | odd | packet.inspect(dialect) | packet.contradictions();
    with_fields(Record { findings, ..record }, &packet)
}

fn refused(record: Record, bytes: &[u8]) -> Record {
    let Some(segment) = readable(bytes) else { return record };
    let text = Text::decode(segment);
    let (packet, odd) = Packet::parse(&text);
    with_fields(Record { findings: text.oddities | odd, ..record }, &packet)
}

fn with_fields(record: Record, packet: &Packet<'_>) -> Record {
    let owned = |text: Option<&str>| text.map(str::to_owned);
    Record {
        qn: owned(packet.qn),
        st: owned(packet.st),
        cn: owned(packet.cn),
        mn: owned(packet.mn),
        flag: packet.flag.map(|flag| flag.0),
        pnum: packet.pnum,
        pno: packet.pno,
        cp: Some(packet.content.0.to_owned()),
        ..record
    }
}

/// What may be the data segment of a damaged packet: from its first field to its check sum.
fn readable(bytes: &[u8]) -> Option<&[u8]> {
    let first = bytes.windows(3).position(|name| matches!(name, b"QN=" | b"ST=" | b"CN=" | b"PW=" | b"MN="))?;
    let rest = &bytes[first..];
    let Some(line) = rest.strip_suffix(b"\r\n") else { return Some(rest.trim_ascii_end()) };
    match line.split_last_chunk::<4>() {
        Some((segment, sum)) if sum.iter().all(u8::is_ascii_hexdigit) => Some(segment),
        _ => Some(line),
    }
}
