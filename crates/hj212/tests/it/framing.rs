//! Which bytes are packets, which are refused and why, and that no packet is lost beside another.

use crate::tools::{Heard, Kind, OF_2017, OF_2025, framed, hear};
use yanlian_hj212::{Framer, Refusal, What};

/// The only piece of a stream.
fn only(stream: &[u8]) -> Kind {
    let heard = hear([stream]);
    assert_eq!(heard.len(), 1, "{heard:?}");
    heard[0].what.clone()
}

fn refusal(stream: &[u8]) -> Refusal {
    match only(stream) {
        Kind::Refused(refusal) => refusal,
        other => panic!("{other:?}"),
    }
}

/// The example of 2017 with a piece of it replaced.
fn damaged(piece: &str, by: &str) -> Vec<u8> {
    let text = String::from_utf8_lossy(OF_2017);
    assert!(text.contains(piece));
    text.replace(piece, by).into_bytes()
}

#[test]
fn the_examples_of_the_standards_are_packets() {
    for example in [OF_2017, OF_2025] {
        let segment = example[6..example.len() - 6].to_vec();
        assert_eq!(only(example), Kind::Frame(segment, vec![]));
    }
}

#[test]
fn refusals_say_why() {
    let mistyped = refusal(&damaged("1C80", "1C08"));
    assert_eq!(mistyped, Refusal::CrcWrong { got: 0x1C08, want: 0x1C80 });
    assert_eq!(mistyped.to_string(), "crc got 1C08 want 1C80");
    assert_eq!(refusal(&damaged("1C80", "1C8O")), Refusal::CrcNotHex);
    assert_eq!(refusal(&damaged("1C80", "0x1C80")), Refusal::CrcNotHex);
    for (sum, digits) in [("", 0), ("180", 3), ("001C80", 6), ("00", 2)] {
        assert_eq!(refusal(&damaged("1C80", sum)), Refusal::CrcDigits { digits }, "{sum}");
    }
    assert_eq!(Refusal::CrcDigits { digits: 3 }.to_string(), "3 digits of check sum instead of 4");
    assert_eq!(refusal(&damaged("##0101", "##101")), Refusal::LengthDigits { digits: 3 });
    assert_eq!(refusal(&damaged("##0101", "##O101")), Refusal::LengthDigits { digits: 0 });
    assert_eq!(refusal(&damaged("##0101", "##0065")), Refusal::LengthWrong { claimed: 65, found: 101 });
    assert_eq!(refusal(&damaged("##0101", "##006F")), Refusal::LengthHex { claimed: 111 });
    assert_eq!(refusal(&damaged("##0101", "##0103")), Refusal::LengthWrong { claimed: 103, found: 101 });
    assert_eq!(refusal(&damaged("##0101", "##0999")), Refusal::LengthWrong { claimed: 999, found: 101 });
    assert_eq!(refusal(&damaged("##0101", "##0011")), Refusal::LengthWrong { claimed: 11, found: 101 });
    assert_eq!(refusal(&damaged("##0101", "##1101")), Refusal::TooLong { claimed: 1101 });
    assert_eq!(refusal(&damaged("RtdInterval=30&&1C80", "RtdInt")), Refusal::CutShort);
    assert_eq!(refusal(&damaged("\r\n", "?\r\n")), Refusal::MissingCrlf);
    assert_eq!(refusal(b"##01"), Refusal::CutShort);
    assert_eq!(refusal(&OF_2017[..60]), Refusal::CutShort);
}

#[test]
fn names_of_refusals_stay() {
    let all = [
        (Refusal::LengthDigits { digits: 3 }, "length-three-digits"),
        (Refusal::LengthDigits { digits: 1 }, "length-not-digits"),
        (Refusal::LengthHex { claimed: 111 }, "length-hex"),
        (Refusal::TooLong { claimed: 0 }, "too-long"),
        (Refusal::LengthWrong { claimed: 0, found: 0 }, "length-wrong"),
        (Refusal::CrcWrong { got: 0, want: 0 }, "crc-wrong"),
        (Refusal::CrcDigits { digits: 3 }, "crc-digits"),
        (Refusal::CrcNotHex, "crc-not-hex"),
        (Refusal::MissingCrlf, "missing-crlf"),
        (Refusal::CutShort, "cut-short"),
    ];
    assert!(all.iter().all(|(refusal, name)| refusal.name() == *name));
}

#[test]
fn longest_packet_is_accepted_and_one_byte_more_refused() {
    let longest = framed(vec![b'x'; 1024]);
    assert!(matches!(only(&longest), Kind::Frame(..)));
    assert_eq!(refusal(&framed(vec![b'x'; 1025])), Refusal::TooLong { claimed: 1025 });
    assert!(matches!(only(&framed("")), Kind::Frame(..)), "an empty segment has the sum FFFF");
}

#[test]
fn crlf_may_be_missing_where_a_packet_or_silence_follows() {
    let bare = &OF_2017[..OF_2017.len() - 2];
    for line_end in ["", "\r", "\n"] {
        let stream = [bare, line_end.as_bytes(), OF_2025, bare, line_end.as_bytes()].concat();
        let heard = hear([&stream[..]]);
        let odd: Vec<_> =
            heard.iter().map(|heard| matches!(&heard.what, Kind::Frame(_, odd) if odd == &["missing-crlf"])).collect();
        assert_eq!(odd, [true, false, true], "{line_end:?}");
    }
}

#[test]
fn silence_gives_what_lacks_its_crlf_and_later_bytes_go_on() {
    let (bare, end) = OF_2017.split_at(OF_2017.len() - 2);
    let mut framer = Framer::new();
    let mut input = bare;
    assert!(framer.next(&mut input).is_none());
    assert_eq!(framer.held(), bare.len());
    assert!(matches!(framer.finish().unwrap().what, What::Frame(_)));
    assert!(framer.finish().is_none());
    let late = [end, OF_2025].concat();
    let mut input = &late[..];
    assert_eq!(framer.next(&mut input).unwrap().what, What::Skipped);
    let next = framer.next(&mut input).unwrap();
    assert!(matches!(next.what, What::Frame(_)));
    assert_eq!(next.start, OF_2017.len() as u64);
}

#[test]
fn a_good_packet_inside_the_length_of_a_damaged_one_is_found() {
    for damaged in [
        damaged("##0101", "##0999"),
        damaged("##0101", "##0210"),
        damaged("&&RtdInterval=30&&1C80\r\n", "&&Rtd"),
        damaged("1C80", "1C81"),
        b"##0500".to_vec(),
        b"##".to_vec(),
        b"#".to_vec(),
        b"####".to_vec(),
    ] {
        let stream = [&damaged[..], OF_2025, OF_2017].concat();
        let heard = hear([&stream[..]]);
        assert!(!heard[0].is_frame());
        assert_eq!(heard.len(), 3, "{heard:?}");
        assert!(heard[1].is_frame() && heard[2].is_frame());
    }
}

#[test]
fn a_packet_may_hold_what_looks_like_a_line_end_and_a_packet() {
    let segment = b"QN=1;CP=&&Info=##0005 \r\n##0101&&";
    assert_eq!(only(&framed(segment)), Kind::Frame(segment.to_vec(), vec![]));
}

#[test]
fn pieces_cover_the_stream() {
    let garbage = vec![b'.'; 3000];
    let stream = [b"hello\r\n", OF_2017, &garbage, b"\r\n##12", OF_2025, b"\r"].concat();
    let heard = hear([&stream[..]]);
    let kinds: Vec<_> = heard.iter().map(|heard| (heard.start, heard.bytes.len(), heard.is_frame())).collect();
    assert_eq!(
        kinds,
        [
            (0, 7, false),
            (7, 113, true),
            (120, 1200, false),
            (1320, 1200, false),
            (2520, 602, false),
            (3122, 4, false),
            (3126, 99, true),
            (3225, 1, false)
        ]
    );
    assert_eq!(heard.iter().flat_map(|heard| heard.bytes.clone()).collect::<Vec<_>>(), stream);
}

#[test]
fn what_is_not_of_an_encrypted_packet_holds_little() {
    // The worst of each state: a long header without content, waste without end, a cut packet.
    for begin in ["##9999QN=", "##0100", "##1024QN=1;CP=&&", "x", "##12QN="] {
        let mut framer = Framer::new();
        let mut most = 0;
        for byte in begin.bytes().chain(std::iter::repeat_n(b'x', 5000)) {
            let chunk = [byte];
            let mut input = &chunk[..];
            while framer.next(&mut input).is_some() {}
            most = most.max(framer.held());
        }
        assert!(most <= 1202, "{begin}: {most} bytes");
    }
}

#[test]
fn bytes_of_one_chunk_are_borrowed() {
    let stream = [OF_2017, OF_2025].concat();
    let mut framer = Framer::new();
    let mut input = &stream[..];
    while let Some(piece) = framer.next(&mut input) {
        assert!(stream.as_ptr_range().contains(&piece.bytes.as_ptr()));
    }
}

#[test]
fn waste_of_nothing_but_starts_is_done_in_time_and_space() {
    for start in [
        // Each of these lengths ends at digits that could be a check sum.
        &b"##0998"[..],
        // Each begins an encrypted packet that may be long, and could end at any of those behind it.
        b"##4000CP=&&{&&ABCD",
        b"##1000CP=&&{0xE4}&&ABCD",
        b"##1000CP=&&{0xE4,0xE4,",
    ] {
        let stream = start.repeat(20_000);
        let heard = hear(stream.chunks(1460));
        assert!(heard.iter().all(|heard| !heard.is_frame()));
        assert_eq!(heard.iter().map(|heard: &Heard| heard.bytes.len()).sum::<usize>(), stream.len());
    }
}

#[test]
fn what_drips_in_is_judged_when_there_is_something_to_judge() {
    // The longest there is, byte by byte, with a wrong length and with that of the plain text.
    let list = ["0x00"; 59 * 16].join(",");
    let plain = "QN=1;CP=&&".len() + 59 * 16 + "rest&&".len();
    for (length, frames) in [(plain + 30, 0), (plain, 30)] {
        let stream = format!("##{length:04}QN=1;CP=&&{{{list}}}rest&&12AB\r\n").repeat(30);
        let heard = hear(stream.as_bytes().chunks(1));
        assert_eq!(heard.iter().filter(|heard| heard.is_frame()).count(), frames);
    }
}
