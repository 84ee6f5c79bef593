//! Any data segment: no panic, and what can be written again is read back the same.
//!
//! Run on stable: `RUSTC_BOOTSTRAP=1 cargo fuzz run parser`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use yanlian_hj212::seal::{Key, open_content};
use yanlian_hj212::{Body, Dialect, Packet, Text, What, explain, merge, pieces};

fuzz_target!(|segment: &[u8]| {
    let text = Text::decode(segment);
    let (packet, _) = Packet::parse(&text);
    packet.contradictions();
    for dialect in Dialect::ALL {
        packet.inspect(dialect);
        packet.answer(dialect).map(|answer| answer.encode());
    }
    if let Body::Upload(upload) = packet.body() {
        for reading in upload.readings() {
            for (suffix, _) in reading.values() {
                assert!(reading.number(suffix).is_none_or(f64::is_finite));
            }
        }
    }
    let _ = (packet.qn_time(), merge([packet]).len(), packet.split());
    let _ = open_content(packet.content.0.as_bytes(), &Key::new([0x30; 16]));
    explain(segment).for_each(drop);

    let Ok(sent) = packet.encode() else { return };
    let piece = pieces(&sent).next().expect("a packet is a piece");
    let What::Frame(frame) = piece.what else { panic!("{piece:?}") };
    assert_eq!(piece.bytes, sent);
    let text = frame.text();
    assert_eq!(Packet::parse(&text).0, packet);
});
