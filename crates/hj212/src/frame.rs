//! Where in a stream of bytes are the packets?
//!
//! Framing is strict: `##`, four decimal digits, as many bytes, the check sum over them, CR LF; or
//! the packet is refused with the reason. The check sum is taken in either case. A missing CR LF is
//! excused where the next packet begins or the line falls silent. What is refused costs no other
//! packet: the search goes on right behind its `##`, inside the length that it claimed.
//!
//! Source: HJ 212-2017, 6.3.1 and 6.3.2; HJ 212-2025, 6.4.2 for encrypted packets.

use crate::judge::{Found, HEAD, Kind, Needs, judge};
use crate::oddity::{Oddities, Oddity};
use crate::refusal::Refusal;
use crate::text::Text;
use std::mem::take;
use std::ops::Range;

/// A stretch of the stream. Every byte of a stream is in exactly one piece, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece<'a> {
    /// How many bytes of the stream stand before it.
    pub start: u64,
    /// Its bytes, a packet's `##` and CR LF included.
    pub bytes: &'a [u8],
    /// What it is.
    pub what: What<'a>,
}

impl Piece<'_> {
    /// Where in the stream it stands, in bytes.
    pub fn range(&self) -> Range<u64> {
        self.start..self.start + self.bytes.len() as u64
    }
}

/// What a piece of the stream is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What<'a> {
    /// A packet, rightly framed.
    Frame(Frame<'a>),
    /// What begins as a packet and is none, up to CR LF or the next `##` with a digit.
    Refused(Refusal),
    /// What does not begin as a packet, up to the same, at most 1,200 bytes at a time.
    Skipped,
}

/// A packet, rightly framed. Nothing is said of its fields yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frame<'a> {
    /// The data segment, between the length and the check sum.
    pub segment: &'a [u8],
    /// The check sum that was sent. It is right, except where the packet is [`Oddity::Sealed`]:
    /// there it is of the plain text, see [`crate::seal`].
    pub crc: u16,
    /// What is odd about the frame.
    pub oddities: Oddities,
}

impl<'a> Frame<'a> {
    /// The data segment as text, UTF-8 or else GBK.
    pub fn text(&self) -> Text<'a> {
        Text::decode(self.segment)
    }

    /// Whether the content is encrypted.
    pub fn is_sealed(&self) -> bool {
        self.oddities.contains(Oddity::Sealed)
    }
}

/// Finds the packets in a stream of bytes that comes in chunks.
///
/// Pieces that lie within one chunk are borrowed from it. What a chunk leaves undecided is held: no
/// more than 1,202 bytes, or 4,900 while an encrypted packet comes in, whatever is fed. The pieces
/// do not depend on how the stream is cut into chunks.
///
/// ```
/// use yanlian_hj212::{Framer, What};
///
/// let mut framer = Framer::new();
/// let mut heard = Vec::new();
/// // The example of HJ 212-2017, annex A, cut in two.
/// for mut chunk in [
///     &b"##0101QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=01000"[..],
///     b"0A8900016F000169DC0;Flag=5;CP=&&RtdInterval=30&&1C80\r\n",
/// ] {
///     while let Some(piece) = framer.next(&mut chunk) {
///         if let What::Frame(frame) = piece.what {
///             heard.push((piece.range(), frame.crc));
///         }
///     }
/// }
/// assert_eq!(heard, [(0..113, 0x1C80)]);
/// ```
#[derive(Debug, Clone, Default)]
pub struct Framer {
    held: Vec<u8>,
    /// How many bytes must be held before there can be a verdict; however slowly a stream drips in,
    /// what is held is not judged for each byte.
    needs: usize,
    /// How many of the held bytes were given out as a piece and can go.
    given: usize,
    /// How many bytes of the stream were given out in pieces.
    told: u64,
}

impl Framer {
    /// A framer at the beginning of a stream.
    pub fn new() -> Self {
        Self::default()
    }

    /// The next piece. Takes from the front of `input` what it uses; none once all of it is used.
    ///
    /// Call it until it gives none, then with the next chunk.
    pub fn next<'a, 'i: 'a>(&'a mut self, input: &mut &'i [u8]) -> Option<Piece<'a>> {
        self.held.drain(..take(&mut self.given));
        while !self.held.is_empty() {
            let (more, rest) = input.split_at(input.len().min(self.needs.saturating_sub(self.held.len())));
            self.held.extend_from_slice(more);
            *input = rest;
            if self.held.len() < self.needs {
                return None;
            }
            match judge(&self.held, false) {
                Ok(found) => return Some(self.give_held(found)),
                Err(Needs(needs)) => self.needs = needs,
            }
        }
        let bytes: &'i [u8] = input;
        if bytes.is_empty() {
            return None;
        }
        match judge(bytes, false) {
            Ok(found) => {
                *input = &bytes[found.len..];
                self.told += found.len as u64;
                Some(piece(bytes, self.told, found))
            }
            Err(Needs(needs)) => {
                self.held.extend_from_slice(take(input));
                self.needs = needs;
                None
            }
        }
    }

    /// The next piece where the line fell silent or the stream ended: nothing more is waited for.
    ///
    /// Call it until it gives none; the framer may then be fed again. A packet that lacks only its
    /// CR LF is accepted, an incomplete one refused, and what it held up is told. Call it when a
    /// line has been silent for longer than a packet takes and shorter than the ten seconds after
    /// which devices send again.
    pub fn finish(&mut self) -> Option<Piece<'_>> {
        self.held.drain(..take(&mut self.given));
        if self.held.is_empty() {
            return None;
        }
        // Where nothing more can come there is always a verdict.
        judge(&self.held, true).ok().map(|found| self.give_held(found))
    }

    /// How many bytes it holds for a piece that is not complete.
    pub fn held(&self) -> usize {
        self.held.len() - self.given
    }

    fn give_held(&mut self, found: Found) -> Piece<'_> {
        (self.given, self.needs) = (found.len, 0);
        self.told += found.len as u64;
        piece(&self.held, self.told, found)
    }
}

/// The pieces of a stream that is all there: those that a [`Framer`] gives, borrowed from it.
pub fn pieces(stream: &[u8]) -> impl Iterator<Item = Piece<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = stream.get(at..).filter(|rest| !rest.is_empty())?;
        let found = judge(rest, true).ok()?;
        at += found.len;
        Some(piece(rest, at as u64, found))
    })
}

/// The piece at the beginning of `bytes` that was found, which ends at `end` in the stream.
fn piece(bytes: &[u8], end: u64, found: Found) -> Piece<'_> {
    let what = match found.kind {
        Kind::Packet { segment, crc, oddities } => {
            What::Frame(Frame { segment: &bytes[HEAD..HEAD + segment], crc, oddities })
        }
        Kind::Refused(refusal) => What::Refused(refusal),
        Kind::Skipped => What::Skipped,
    };
    Piece { start: end - found.len as u64, bytes: &bytes[..found.len], what }
}
