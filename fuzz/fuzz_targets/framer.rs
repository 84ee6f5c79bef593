//! Any stream, cut anywhere: no panic, no more held than promised, every byte in one piece, the
//! same pieces however it is cut.
//!
//! The first byte says how the rest is cut. Run on stable:
//! `RUSTC_BOOTSTRAP=1 cargo fuzz run framer`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use yanlian_hj212::{Framer, Piece, What, pieces};

/// Where a piece begins and ends, and what it is, without what it is borrowed from.
fn outline(piece: &Piece<'_>) -> (u64, usize, String) {
    let what = match piece.what {
        What::Frame(frame) => format!("{} {:04X} {:?}", frame.segment.len(), frame.crc, frame.oddities),
        What::Refused(refusal) => refusal.name().to_owned(),
        What::Skipped => String::new(),
    };
    (piece.start, piece.bytes.len(), what)
}

fuzz_target!(|data: &[u8]| {
    let Some((size, stream)) = data.split_first() else { return };
    let mut whole = Vec::new();
    let mut end = 0;
    for piece in pieces(stream) {
        assert_eq!(piece.start, end);
        assert_eq!(piece.bytes, &stream[end as usize..][..piece.bytes.len()]);
        end = piece.range().end;
        whole.push(outline(&piece));
    }
    assert_eq!(end, stream.len() as u64);

    let mut framer = Framer::new();
    let mut heard = Vec::new();
    for mut chunk in stream.chunks(usize::from(*size).max(1)) {
        while let Some(piece) = framer.next(&mut chunk) {
            heard.push(outline(&piece));
        }
        assert!(framer.held() <= 4900);
    }
    while let Some(piece) = framer.finish() {
        heard.push(outline(&piece));
    }
    assert_eq!(heard, whole);
});
