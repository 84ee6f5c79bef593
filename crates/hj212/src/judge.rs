//! What stands at the beginning of these bytes: a packet, a packet to refuse, or nothing of ours?
//!
//! A pure question of the bytes and of whether more can come. However a stream is cut, the same
//! bytes get the same verdict, because a verdict is put off until nothing to come can change it.
//!
//! A packet is `##`, four decimal digits, as many bytes of data segment, four hexadecimal digits of
//! check sum, CR LF. Everything else is waste, and waste ends where a packet can begin again: after
//! CR LF, or before `##` and a digit.

use crate::crc::crc;
use crate::oddity::{Oddities, Oddity};
use crate::refusal::Refusal;
use crate::sealed_bytes as seal;

/// The longest data segment, in bytes (HJ 212-2017, 6.3.2).
pub const MAX_SEGMENT: usize = 1024;

/// The longest encrypted data segment, in bytes: each of at most 59 blocks of 16 bytes is written
/// as 16 times `0x00,`, five bytes for one.
pub(crate) const MAX_SEALED_SEGMENT: usize = MAX_SEGMENT + 4 * 59 * 16 + 1;

/// `##` and the length.
pub(crate) const HEAD: usize = 6;
const SUM: usize = 4;
/// Waste is given out in pieces of at most this many bytes.
const MAX_WASTE: usize = 1200;
/// The header of a packet, up to `CP=&&`, is at most this long; a standard one has 110 bytes.
const MAX_HEADER: usize = 256;
/// A search is tried again when so many bytes more are here.
const STRIDE: usize = 64;

/// A piece of the stream: its length in bytes and what it is.
pub(crate) struct Found {
    pub(crate) len: usize,
    pub(crate) kind: Kind,
}

pub(crate) enum Kind {
    /// A packet with a data segment of so many bytes.
    Packet { segment: usize, crc: u16, oddities: Oddities },
    /// It begins as a packet does, and is none.
    Refused(Refusal),
    /// It does not begin as a packet does.
    Skipped,
}

/// There is no verdict before there are so many bytes, always more than there are now, or no more
/// to come.
pub(crate) struct Needs(pub(crate) usize);

/// Judges the beginning of `bytes`, which are not empty; `ended` where no more can come.
pub(crate) fn judge(bytes: &[u8], ended: bool) -> Result<Found, Needs> {
    match bytes {
        [b'#'] | [b'#', b'#'] if !ended => Err(Needs(3)),
        // Of a row of # only the last two can begin a packet.
        [b'#', b'#', third, ..] if *third != b'#' => candidate(bytes, ended),
        _ => Ok(Found { len: waste(bytes, 0, ended)?, kind: Kind::Skipped }),
    }
}

fn candidate(bytes: &[u8], ended: bool) -> Result<Found, Needs> {
    if bytes.len() < HEAD && !ended {
        return Err(Needs(HEAD));
    }
    let digits = bytes[2..].iter().take(4).take_while(|byte| byte.is_ascii_digit()).count();
    if digits < 4 {
        let len = waste(bytes, 2, ended)?;
        let refusal = match length_in_hex(&bytes[..len]) {
            _ if bytes.len() < HEAD => Refusal::CutShort,
            Some(claimed) => Refusal::LengthHex { claimed },
            None => Refusal::LengthDigits { digits },
        };
        return Ok(Found { len, kind: Kind::Refused(refusal) });
    }
    let claimed = bytes[2..HEAD].iter().fold(0, |length, digit| length * 10 + usize::from(digit - b'0'));
    if claimed > MAX_SEGMENT { long(bytes, claimed, ended) } else { plain(bytes, claimed, ended) }
}

/// The length of a line that states it in hexadecimal digits: those stand before the first field's name.
fn length_in_hex(line: &[u8]) -> Option<usize> {
    let (length, segment) = line.get(2..)?.split_first_chunk::<4>()?;
    let named =
        matches!(segment, [first, second, b'=', ..] if first.is_ascii_uppercase() && second.is_ascii_uppercase());
    hexadecimal(length).filter(|_| named).map(usize::from)
}

/// A packet whose length is one that a plain packet can have.
fn plain(bytes: &[u8], claimed: usize, ended: bool) -> Result<Found, Needs> {
    let end = HEAD + claimed;
    if let Some(tail) = Tail::read(bytes, end, ended)?
        && crc(&bytes[HEAD..end]) == tail.crc
    {
        return Ok(tail.closes(claimed, Oddities::NONE));
    }
    match seal::opening(header(bytes)) {
        Some(opening) => sealed(bytes, HEAD + opening, claimed, ended),
        None => wrong(bytes, claimed, ended),
    }
}

/// A packet longer than a plain one can be: only an encrypted one may be so long.
fn long(bytes: &[u8], claimed: usize, ended: bool) -> Result<Found, Needs> {
    let header = header(bytes);
    match seal::opening(header) {
        Some(opening) if claimed <= MAX_SEALED_SEGMENT => sealed(bytes, HEAD + opening, claimed, ended),
        None if HEAD + header.len() == bytes.len() && header.len() < MAX_HEADER && !ended => {
            Err(Needs(bytes.len() + STRIDE))
        }
        _ => refuse(bytes, ended, Refusal::TooLong { claimed }),
    }
}

/// As much of the line as the header of a packet can take.
fn header(bytes: &[u8]) -> &[u8] {
    let longest = &bytes[HEAD..bytes.len().min(HEAD + MAX_HEADER)];
    longest.split(|byte| *byte == b'\r').next().unwrap_or(longest)
}

/// An encrypted packet. Its check sum is of the plain text and proves nothing here, so that its
/// end is known by `&&`, check sum and the line's end: where the length says, or where the packet
/// ends whose plain text has this length. The examples of HJ 212-2025 have both lengths.
fn sealed(bytes: &[u8], opening: usize, claimed: usize, ended: bool) -> Result<Found, Needs> {
    let end = HEAD + claimed;
    if let Some(tail) = Tail::read(bytes, end, ended)?
        && bytes.get(opening..end).is_some_and(|content| content.ends_with(b"&&"))
    {
        return Ok(tail.closes(claimed, Oddity::Sealed.into()));
    }
    // What stops the list is looked at once: hostile bytes must not be gone over for each of them.
    let longest = HEAD + MAX_SEALED_SEGMENT;
    let Some(list) = seal::list_length(&bytes[opening + 1..bytes.len().min(longest)]) else {
        let undecided = bytes.len() < longest && !ended;
        return if undecided { Err(Needs(bytes.len() + STRIDE)) } else { wrong(bytes, claimed, ended) };
    };
    let behind = opening + 1 + list + 1;
    let rest = match seal::plain_length(&bytes[opening..behind]) {
        Some(plain) => end.checked_sub(opening + plain + 2).filter(|rest| *rest < seal::BLOCK),
        None => None,
    };
    let Some(end) = rest.map(|rest| behind + rest + 2) else { return wrong(bytes, claimed, ended) };
    if bytes[behind..bytes.len().min(end)].contains(&b'\r') {
        return wrong(bytes, claimed, ended);
    }
    match Tail::read(bytes, end, ended)? {
        Some(tail) if bytes[behind..end].ends_with(b"&&") => {
            Ok(tail.closes(end - HEAD, Oddities::from(Oddity::Sealed) | Oddity::SealedPlainLength.into()))
        }
        _ => wrong(bytes, claimed, ended),
    }
}

/// Refuses a packet whose length is four digits, for what the check sum and the line's end tell.
fn wrong(bytes: &[u8], claimed: usize, ended: bool) -> Result<Found, Needs> {
    let len = waste(bytes, 2, ended)?;
    let line = bytes[..len].strip_suffix(b"\r\n").unwrap_or(&bytes[..len]);
    let found = line.len().saturating_sub(HEAD + SUM);
    // Any four digits at the end of a line are its sum; at the end of what is cut only behind &&.
    let closed = line.len() < len || line[..line.len() - SUM].ends_with(b"&&");
    let last = line.get(HEAD + found..).and_then(hexadecimal).filter(|_| closed);
    let stated = line.get(HEAD + claimed..).and_then(hexadecimal);
    // Where the segment is closed just where the length says, what follows it is its check sum.
    let sum = match line.split_at_checked(HEAD + claimed) {
        Some((whole, sum)) if line.len() < len && whole.ends_with(b"&&") => Some(sum),
        _ => None,
    };
    let refusal = match (stated, last) {
        (Some(got), _) if crc(&line[HEAD..HEAD + claimed]) == got => Refusal::MissingCrlf,
        _ if sum.is_some_and(|sum| sum.len() != SUM && sum.iter().all(u8::is_ascii_hexdigit)) => {
            Refusal::CrcDigits { digits: sum.unwrap_or_default().len() }
        }
        _ if sum.is_some_and(|sum| hexadecimal(sum).is_none()) => Refusal::CrcNotHex,
        (_, Some(_)) if found != claimed => Refusal::LengthWrong { claimed, found },
        (Some(got), _) => Refusal::CrcWrong { got, want: crc(&line[HEAD..HEAD + claimed]) },
        _ if found == claimed && line.len() < len => Refusal::CrcNotHex,
        _ => Refusal::CutShort,
    };
    Ok(Found { len, kind: Kind::Refused(refusal) })
}

fn refuse(bytes: &[u8], ended: bool, refusal: Refusal) -> Result<Found, Needs> {
    Ok(Found { len: waste(bytes, 2, ended)?, kind: Kind::Refused(refusal) })
}

/// How many bytes are waste, looking for their end from `from` on.
fn waste(bytes: &[u8], from: usize, ended: bool) -> Result<usize, Needs> {
    for at in from..bytes.len().min(MAX_WASTE) {
        match &bytes[at..] {
            [b'\r', b'\n', ..] => return Ok(at + 2),
            [b'#', b'#', digit, ..] if digit.is_ascii_digit() => return Ok(at),
            _ => {}
        }
    }
    if bytes.len() >= MAX_WASTE + 2 || ended {
        Ok(bytes.len().min(MAX_WASTE))
    } else {
        Err(Needs((bytes.len() + STRIDE).min(MAX_WASTE + 2)))
    }
}

/// What closes a packet: the check sum and the end of the line.
struct Tail {
    crc: u16,
    lower_case: bool,
    /// The length of the line's end, in bytes.
    line_end: usize,
    missing_crlf: bool,
}

impl Tail {
    /// Reads what stands at `end`; none where it is no tail. A line ends with CR LF; or with one
    /// of the two or none, where a packet or silence follows.
    fn read(bytes: &[u8], end: usize, ended: bool) -> Result<Option<Tail>, Needs> {
        if bytes.len() < end + SUM && !ended {
            return Err(Needs(end + SUM));
        }
        let Some(sum) = bytes.get(end..end + SUM) else { return Ok(None) };
        let Some(crc) = hexadecimal(sum) else { return Ok(None) };
        let rest = &bytes[end + SUM..];
        let lone = usize::from(matches!(rest, [b'\r' | b'\n', ..]));
        let (line_end, missing_crlf) = match &rest[lone..] {
            _ if rest.starts_with(b"\r\n") => (2, false),
            [b'#', b'#', ..] => (lone, true),
            [] if ended => (lone, true),
            [] | [b'#'] if !ended => return Err(Needs(bytes.len() + 1)),
            _ => return Ok(None),
        };
        Ok(Some(Tail { crc, lower_case: sum.iter().any(u8::is_ascii_lowercase), line_end, missing_crlf }))
    }

    /// The packet that it closes, with a data segment of so many bytes.
    fn closes(self, segment: usize, mut oddities: Oddities) -> Found {
        oddities.add_if(self.missing_crlf, Oddity::MissingCrlf);
        oddities.add_if(self.lower_case, Oddity::CrcLowerCase);
        let kind = Kind::Packet { segment, crc: self.crc, oddities };
        Found { len: HEAD + segment + SUM + self.line_end, kind }
    }
}

/// The number that the first four bytes write; none where they are not hexadecimal digits.
fn hexadecimal(bytes: &[u8]) -> Option<u16> {
    let digits: &[u8; SUM] = bytes.first_chunk()?;
    digits.iter().try_fold(0, |sum, digit| Some(sum << 4 | (*digit as char).to_digit(16)? as u16))
}
