//! Packets for tests, framed by a check sum written out as the standard prints it.

use yanlian_hj212::{Framer, Piece, Refusal, What};

/// HJ 212-2017, annex A.
pub(crate) const OF_2017: &[u8] = b"##0101QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;Flag=5;CP=&&RtdInterval=30&&1C80\r\n";

/// HJ 212-2025, annex A.1.
pub(crate) const OF_2025: &[u8] =
    b"##0087QN=20240601085857223;ST=32;CN=1011;PW=123456;MN=010000A8900016F000169DC0;Flag=9;CP=&&&&2200\r\n";

/// The sum by the letter of the standard.
pub(crate) fn sum(segment: &[u8]) -> u16 {
    let mut register: u16 = 0xFFFF;
    for byte in segment {
        register = (register >> 8) ^ u16::from(*byte);
        for _ in 0..8 {
            let out = register & 1;
            register >>= 1;
            if out == 1 {
                register ^= 0xA001;
            }
        }
    }
    register
}

/// A packet with this data segment.
pub(crate) fn framed(segment: impl AsRef<[u8]>) -> Vec<u8> {
    let segment = segment.as_ref();
    [format!("##{:04}", segment.len()).as_bytes(), segment, format!("{:04X}\r\n", sum(segment)).as_bytes()].concat()
}

/// A piece that outlives its framer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Heard {
    pub(crate) start: u64,
    pub(crate) bytes: Vec<u8>,
    pub(crate) what: Kind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The segment and the names of what is odd.
    Frame(Vec<u8>, Vec<&'static str>),
    Refused(Refusal),
    Skipped,
}

impl Heard {
    pub(crate) fn of(piece: &Piece<'_>) -> Self {
        let what = match piece.what {
            What::Frame(frame) => {
                Kind::Frame(frame.segment.to_vec(), frame.oddities.iter().map(|oddity| oddity.name()).collect())
            }
            What::Refused(refusal) => Kind::Refused(refusal),
            What::Skipped => Kind::Skipped,
        };
        Heard { start: piece.start, bytes: piece.bytes.to_vec(), what }
    }

    pub(crate) fn is_frame(&self) -> bool {
        matches!(self.what, Kind::Frame(..))
    }
}

/// Feeds chunks and then ends the stream. Fails where the framer holds more than it says.
pub(crate) fn hear<'a>(chunks: impl IntoIterator<Item = &'a [u8]>) -> Vec<Heard> {
    let mut framer = Framer::new();
    let mut heard = Vec::new();
    for mut chunk in chunks {
        while let Some(piece) = framer.next(&mut chunk) {
            heard.push(Heard::of(&piece));
        }
        assert!(chunk.is_empty(), "all of a chunk is used");
        assert!(framer.held() <= 4900, "{} bytes held", framer.held());
    }
    while let Some(piece) = framer.finish() {
        heard.push(Heard::of(&piece));
    }
    assert_eq!(framer.held(), 0);
    heard
}
