//! Encrypted packets of HJ 212-2025: framed by what closes them, opened with their key.

use crate::tools::{Kind, OF_2017, hear, sum};
use yanlian_hj212::seal::{Key, SealError, open, open_content, seal_content};
use yanlian_hj212::{Packet, Refusal, What, explain, pieces};

const SEGMENT: &str = "QN=20240601085857223;ST=31;CN=2011;PW=123456;MN=010000A8900016F000169DC0;Flag=9;CP=&&DataTime=20240520210600;w01018-Rtd=38.2,w01018-Flag=N&&";

/// The key of the standard's examples, annex A.2.
fn key() -> Key {
    Key::new([0x30; 16])
}

/// The packet as it is sent, with the length of the plain text or of what is sent.
fn sealed(plain_length: bool) -> Vec<u8> {
    let packet = Packet::parse(SEGMENT).0.encode_sealed(&key()).expect("it is a packet");
    if plain_length {
        return packet;
    }
    let length = packet.len() - 12;
    [format!("##{length:04}").as_bytes(), &packet[6..]].concat()
}

#[test]
fn sm4_is_that_of_the_standard() {
    // GB/T 32907-2016, annex A.1.
    let bytes = [0x01, 0x23, 0x45, 0x67, 0x89, 0xAB, 0xCD, 0xEF, 0xFE, 0xDC, 0xBA, 0x98, 0x76, 0x54, 0x32, 0x10];
    let sealed = b"{0x68,0x1E,0xDF,0x34,0xD2,0x06,0x96,0x5E,0x86,0xB3,0xE9,0x4F,0x53,0x6E,0x42,0x46}g=N";
    assert_eq!(open_content(sealed, &Key::new(bytes)).unwrap(), [&bytes[..], b"g=N"].concat());
}

#[test]
fn both_lengths_are_accepted_and_opened() {
    for plain_length in [true, false] {
        let packet = sealed(plain_length);
        let stream = [OF_2017, &packet[..], &packet[..packet.len() - 2], OF_2017].concat();
        let frames: Vec<_> = pieces(&stream)
            .map(|piece| match piece.what {
                What::Frame(frame) => frame,
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(frames.len(), 4);
        assert!(!frames[0].is_sealed() && frames[1].is_sealed());
        let names: Vec<_> = frames[2].oddities.iter().map(|oddity| oddity.name()).collect();
        let expected: &[&str] =
            if plain_length { &["missing-crlf", "sealed", "sealed-plain-length"] } else { &["missing-crlf", "sealed"] };
        assert_eq!(names, expected);
        assert_eq!(open(&frames[1], &key()).unwrap(), SEGMENT.as_bytes());
        assert_eq!(hear(stream.chunks(7)).len(), 4);
    }
}

#[test]
fn a_wrong_key_is_noticed() {
    let packet = sealed(true);
    let piece = pieces(&packet).next().unwrap();
    let What::Frame(frame) = piece.what else { panic!("{piece:?}") };
    assert!(
        matches!(open(&frame, &Key::new([0x31; 16])), Err(SealError::CrcWrong { got, .. }) if got == sum(SEGMENT.as_bytes()))
    );
    let plain = pieces(OF_2017).next().unwrap();
    let What::Frame(frame) = plain.what else { panic!("{plain:?}") };
    assert_eq!(open(&frame, &key()), Err(SealError::NotSealed));
    assert_eq!(open_content(b"{0x01,0x02}", &key()), Err(SealError::Malformed));
    assert_eq!(open_content(b"{E4,3E}", &key()), Err(SealError::Malformed));
}

#[test]
fn contents_of_any_length_come_back() {
    for length in 0..50 {
        let content: String = ('!'..='~').cycle().filter(|letter| *letter != '&').take(length).collect();
        let sealed = seal_content(&content, &key());
        assert_eq!(open_content(&sealed, &key()).unwrap(), content.as_bytes());
    }
}

#[test]
fn the_longest_content_fits() {
    let content = "x".repeat(900);
    let packet = Packet { content: yanlian_hj212::Content(&content), ..Packet::parse(SEGMENT).0 };
    let sealed = packet.encode_sealed(&key()).unwrap();
    assert!(sealed.len() > 4000);
    let heard = hear(sealed.chunks(100));
    assert!(heard.len() == 1 && heard[0].is_frame());
}

#[test]
fn what_the_length_denies_is_refused_and_costs_nothing() {
    let packet = sealed(true);
    let wrong = [b"##0033", &packet[6..]].concat();
    let cut = &packet[..packet.len() / 2];
    for (damaged, expected) in
        [(&wrong[..], Refusal::LengthWrong { claimed: 33, found: packet.len() - 12 }), (cut, Refusal::CutShort)]
    {
        let heard = hear([damaged, OF_2017]);
        assert_eq!(heard.iter().map(|heard| heard.is_frame()).collect::<Vec<_>>(), [false, true]);
        assert_eq!(heard[0].what, Kind::Refused(expected));
    }
}

#[test]
fn of_the_plain_length_is_what_the_list_and_less_than_a_block_behind_it_say() {
    let frames = |list: &str, rest: &str, plain: usize| {
        let stream = format!("##{:04}CP=&&{{{list}}}{rest}&&12AB\r\n", "CP=&&&&".len() + plain);
        pieces(stream.as_bytes()).filter(|piece| matches!(piece.what, What::Frame(_))).count()
    };
    assert_eq!(frames("0x01,0x02", "", 2), 1);
    assert_eq!(frames("0X01, 0xfF", "&&=15&bytes....", 2 + 15), 1);
    assert_eq!(frames("0x01,0x02", "a whole block...", 2 + 16), 0);
    assert_eq!(frames("0x01,0x02", "", 3), 0);
    assert_eq!(frames("0x01,0x02", "", 1), 0);
    assert_eq!(frames("0x01,,0x02", "", 2), 0);
    assert_eq!(frames("0x01;0x02", "", 2), 0);
    assert_eq!(frames("0x01,0x02", "\r\n", 2 + 2), 0);
}

#[test]
fn a_content_in_braces_is_shown_as_sent() {
    let record = explain(&sealed(true)).next().unwrap();
    assert!(record.ok && record.cp.unwrap().starts_with("{0x"));
}
