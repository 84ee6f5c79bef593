//! What holds for all bytes, all ways to cut a stream, and all packets.

use crate::tools::{Heard, OF_2017, OF_2025, framed, hear};
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use yanlian_hj212::seal::{Key, open};
use yanlian_hj212::{Body, Command, Content, Dialect, Flag, Oddity, Packet, Text, What, explain, merge, pieces, time};

/// Stretches of a stream: packets, packets with a byte changed, pieces of packets, anything.
fn stretch() -> impl Strategy<Value = Vec<u8>> {
    let packet = prop_oneof![
        Just(OF_2017.to_vec()),
        Just(OF_2025.to_vec()),
        "[ -~]{0,40}".prop_map(framed),
        ("[0-9A-F]{2}(,0x[0-9A-F]{2}){0,40}", 0..400_usize)
            .prop_map(|(list, length)| { format!("##{length:04}QN=1;CP=&&{{0x{list}}}rest&&12AB\r\n").into_bytes() }),
    ];
    prop_oneof![
        4 => packet.clone(),
        2 => (packet.clone(), any::<prop::sample::Index>(), any::<u8>()).prop_map(|(mut bytes, at, byte)| {
            let at = at.index(bytes.len());
            bytes[at] = byte;
            bytes
        }),
        2 => (packet, any::<prop::sample::Index>()).prop_map(|(bytes, at)| bytes[..at.index(bytes.len())].to_vec()),
        2 => "[#0-9\r\n&{}=;CPQNx]{0,30}".prop_map(String::into_bytes),
        1 => vec(any::<u8>(), 0..300),
        1 => (any::<u8>(), 0..3000_usize).prop_map(|(byte, count)| vec![byte; count]),
    ]
}

fn stream() -> impl Strategy<Value = Vec<u8>> {
    vec(stretch(), 0..12).prop_map(|stretches| stretches.concat())
}

/// The stream in chunks of these lengths, over and over.
fn cut<'a>(stream: &'a [u8], lengths: &[usize]) -> Vec<&'a [u8]> {
    let mut rest = stream;
    let mut chunks = Vec::new();
    for length in lengths.iter().cycle() {
        let (chunk, behind) = rest.split_at(rest.len().min(*length));
        chunks.push(chunk);
        rest = behind;
        if rest.is_empty() {
            break;
        }
    }
    chunks
}

/// The fields of a packet that can be written, with parts or without.
#[derive(Debug)]
struct Fields {
    qn: String,
    cn: String,
    mn: String,
    rf: Option<String>,
    flag: u8,
    parts: Option<(u32, u32)>,
    content: String,
}

fn fields() -> impl Strategy<Value = Fields> {
    let content = "([A-Za-z0-9-]{1,9}=[A-Za-z0-9.总磷&]{0,9}[,;]){0,20}";
    (
        "[0-9]{13}|[0-9]{17}|[A-Za-z]{0,5}",
        "[0-9]{0,4}",
        "[0-9A-Za-z_]{0,24}",
        proptest::option::of("[!-%'-:<-~]{0,9}"),
        any::<u8>(),
        proptest::option::of((any::<u32>(), any::<u32>())),
        content.prop_filter("contents have no &&", |content| !content.contains("&&")),
    )
        .prop_map(|(qn, cn, mn, rf, flag, parts, content)| Fields { qn, cn, mn, rf, flag, parts, content })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_bytes_are_taken(stream in stream()) {
        for piece in pieces(&stream) {
            let segment = match piece.what {
                What::Frame(frame) => {
                    let _ = open(&frame, &Key::new([0x30; 16]));
                    frame.segment
                }
                What::Refused(_) | What::Skipped => piece.bytes,
            };
            let text = Text::decode(segment);
            let (packet, _) = Packet::parse(&text);
            for dialect in Dialect::ALL {
                packet.inspect(dialect);
                if let Some(answer) = packet.answer(dialect) {
                    let _ = answer.encode();
                }
            }
            if let Body::Upload(upload) = packet.body() {
                prop_assert!(upload.readings().all(|reading| reading.values().count() <= 14));
            }
            let _ = (packet.split(), packet.qn_time(), merge([packet]));
        }
        prop_assert!(explain(&stream).all(|record| record.ok == record.reason.is_none()));
    }

    #[test]
    fn pieces_do_not_depend_on_the_chunks(stream in stream(), lengths in vec(1..200_usize, 1..6)) {
        let whole: Vec<Heard> = pieces(&stream).map(|piece| Heard::of(&piece)).collect();
        prop_assert_eq!(&hear([&stream[..]]), &whole);
        prop_assert_eq!(&hear(cut(&stream, &lengths)), &whole);
        prop_assert_eq!(&hear(stream.chunks(1)), &whole);
    }

    #[test]
    fn every_byte_is_in_one_piece(stream in stream()) {
        let mut end = 0;
        for piece in pieces(&stream) {
            prop_assert_eq!(piece.start, end);
            prop_assert!(!piece.bytes.is_empty());
            prop_assert_eq!(piece.bytes, &stream[piece.start as usize..][..piece.bytes.len()]);
            end = piece.range().end;
        }
        prop_assert_eq!(end, stream.len() as u64);
    }

    #[test]
    fn good_packets_between_anything_are_found(
        // What is not followed by a digit claims no length that reaches into the packet and is right by chance.
        parts in vec(("[ -~]{0,60}", prop_oneof![
            "(#{1,3}|##[0-9]{1,9})?[A-Za-z=;&]{0,80}(\r\n)?".prop_map(String::into_bytes),
            vec(any::<u8>(), 0..400),
        ]), 1..8),
    ) {
        let packets: Vec<Vec<u8>> = parts.iter().map(|(segment, _)| framed(segment)).collect();
        let stream: Vec<u8> = parts.iter().zip(&packets).flat_map(|((_, waste), packet)| [&waste[..], packet].concat()).collect();
        let found: Vec<Vec<u8>> =
            hear([&stream[..]]).into_iter().filter(Heard::is_frame).map(|heard| heard.bytes).collect();
        let mut at = found.iter();
        prop_assert!(packets.iter().all(|packet| at.any(|other| other == packet)), "{:?}", stream);
    }

    #[test]
    fn what_is_written_is_read_back(Fields { qn, cn, mn, rf, flag, parts, content } in fields()) {
        let packet = Packet {
            qn: Some(&qn),
            st: Some("32"),
            cn: Some(&cn),
            mn: Some(&mn),
            rf: rf.as_deref(),
            flag: Some(Flag(flag)),
            pnum: parts.map(|parts| parts.0),
            pno: parts.map(|parts| parts.1),
            content: Content(&content),
            ..Packet::default()
        };
        let bytes = packet.encode().unwrap();
        let piece = pieces(&bytes).next().unwrap();
        prop_assert_eq!(piece.bytes, &bytes[..]);
        let What::Frame(frame) = piece.what else { panic!("{piece:?}") };
        let text = frame.text();
        let (read, odd) = Packet::parse(&text);
        prop_assert_eq!(read, packet);
        prop_assert_eq!(read.encode().unwrap(), bytes);
        prop_assert!(!odd.contains(Oddity::HeaderUnknown) && !odd.contains(Oddity::CpNotClosed));
        prop_assert_eq!(Content(&content).pairs().count(), content.matches([',', ';']).count());
    }

    #[test]
    fn times_are_read_as_they_are_written(seconds in 0_i64..4_000_000_000, millis in 0_u32..1000) {
        let time = chrono::DateTime::from_timestamp(seconds, millis * 1_000_000).unwrap().naive_utc();
        let whole = chrono::DateTime::from_timestamp(seconds, 0).unwrap().naive_utc();
        prop_assert_eq!(time::parse(&time::milliseconds(time)), Some((time, time::Form::Milliseconds)));
        prop_assert_eq!(time::parse(&time::seconds(time)), Some((whole, time::Form::Seconds)));
        prop_assert_eq!(time::seconds(time), whole.to_string().replace(['-', ' ', ':'], ""));
    }

    #[test]
    fn parts_hold_what_the_whole_held(
        // Each factor once: of one that came twice neither value is clear in one packet, the later one in two.
        factors in btree_map("[a-z][0-9]{5}", "[0-9]{1,9}", 0..120),
    ) {
        let items: String = factors.iter().map(|(code, value)| format!(";{code}-Avg={value},{code}-Flag=N")).collect();
        let content = format!("DataTime=20160801080000{items}");
        let header = Packet { qn: Some("20160801085857534"), flag: Some(Flag(5)), ..Packet::new(Command::Hour, "M") };
        let whole = Packet { content: Content(&content), ..header };
        let sent = whole.split().unwrap().concat();
        let texts: Vec<_> = pieces(&sent).map(|piece| match piece.what {
            What::Frame(frame) => frame.text(),
            other => panic!("{other:?}"),
        }).collect();
        let parts = texts.iter().map(|text| Packet::parse(text).0);
        prop_assert_eq!(merge(parts), merge([whole]));
    }
}
