//! Commands, what they say, how they are answered, how long ones are split.

use crate::tools::{OF_2017, framed};
use yanlian_hj212::body::{ExeRtn, QnRtn};
use yanlian_hj212::{
    Answer, Body, Command, Content, Dialect, Direction, EncodeError, Flag, Packet, Suffix, What, merge, pieces,
};

const UPLOAD: &str = "QN=20160801085857223;ST=32;CN=2011;PW=123456;MN=010000A8900016F000169DC0;Flag=5;CP=&&DataTime=20160801085857;w01018-Rtd=38.2&&";

fn parse(segment: &str) -> Packet<'_> {
    Packet::parse(segment).0
}

#[test]
fn data_are_answered_as_the_standard_shows() {
    // HJ 212-2017, example C.14: the sum 3240 is of the packet that it prints.
    let answer = parse(UPLOAD).answer(Dialect::Y2017).unwrap().encode().unwrap();
    let expected =
        b"##0087QN=20160801085857223;ST=91;CN=9014;PW=123456;MN=010000A8900016F000169DC0;Flag=4;CP=&&&&3240\r\n";
    assert_eq!(answer, expected);
    let of_2025 = parse(UPLOAD).answer(Dialect::Y2025).unwrap();
    assert_eq!(of_2025.flag, Some(Flag(8)));
}

#[test]
fn what_asks_for_no_answer_gets_none() {
    let answered = |segment: String| parse(&segment).answer(Dialect::Y2017).and_then(|answer| answer.command());
    assert_eq!(answered(UPLOAD.replace("Flag=5", "Flag=4")), None);
    assert_eq!(answered(UPLOAD.replace("Flag=5;", "")), None);
    assert_eq!(answered(UPLOAD.replace("2011", "1013")), Some(Command::NoticeAnswer));
    assert_eq!(answered(UPLOAD.replace("2011", "9015")), Some(Command::NoticeAnswer));
    assert_eq!(answered(UPLOAD.replace("2011", "2081")), Some(Command::DataAnswer));
    for answer in ["9011", "9012", "9013", "9014", "9021"] {
        assert_eq!(answered(UPLOAD.replace("2011", answer)), None, "{answer} asks, and would be answered for ever");
    }
}

#[test]
fn requests_are_answered_by_a_device() {
    let request = parse("QN=20160801085857223;ST=32;CN=1062;PW=1;MN=2;Flag=5;CP=&&RtdInterval=30&&");
    let accepted = request.request_answer(QnRtn::Accepted, Dialect::Y2017);
    assert_eq!(accepted.packet().body(), Body::RequestAnswer(Some(QnRtn::Accepted)));
    let done = request.result(ExeRtn::of_code(4), Dialect::Y2017);
    assert_eq!(done.packet().content, Content("ExeRtn=4"));
    assert_eq!(done.packet().body(), Body::Result(Some(ExeRtn::Other(4))));
}

#[test]
fn directions_and_answers_are_those_of_the_standard() {
    assert_eq!(Command::Hour.answer(Direction::Up), Answer::Data);
    assert_eq!(Command::Hour.answer(Direction::Down), Answer::Request);
    assert_eq!(Command::StopRealtime.answer(Direction::Down), Answer::Notice);
    assert!(!Command::StopRealtime.goes(Direction::Up));
    assert!(!Command::Boot.goes(Direction::Down));
    assert_eq!((Command::Heartbeat.since(), Command::Heartbeat.name().zh), (Dialect::Y2025, "心跳包"));
    for command in Command::ALL {
        assert_eq!(Command::of_code(command.code()), Some(*command));
        assert_eq!(command.cn(), command.code().to_string());
        assert!(command.goes(Direction::Up) || command.goes(Direction::Down));
        assert!(!command.carries_data() || command.goes(Direction::Up));
        assert!(!command.covers_period() || command.carries_data());
    }
}

#[test]
fn contents_have_the_type_of_their_command() {
    let body = |cn: &str, content: &str| format!("{:?}", parse(&format!("CN={cn};CP=&&{content}&&")).body());
    assert_eq!(body("1000", "OverTime=5;ReCount=3"), "Retry { seconds: Some(5), times: Some(3) }");
    assert_eq!(
        body("1012", "PolId=w01018;SystemTime=20160801085857"),
        r#"Time { factor: Some("w01018"), time: Some(2016-08-01T08:58:57) }"#
    );
    assert_eq!(body("1061", ""), "RealtimeInterval(None)");
    assert_eq!(body("1064", "MinInterval=10"), "MinuteInterval(Some(10))");
    assert_eq!(body("1072", "NewPW=654321"), r#"Password(Some("654321"))"#);
    assert_eq!(
        body("2031", "BeginTime=20160801000000,EndTime=20160802000000"),
        "DataRequest { begin: Some(2016-08-01T00:00:00), end: Some(2016-08-02T00:00:00) }"
    );
    assert!(body("2081", "DataTime=20160801085857;RestartTime=20160801085624").starts_with("Boot { sent: Some("));
    assert_eq!(body("9012", "ExeRtn=100"), "Result(Some(NoData))");
    assert_eq!(body("9013", ""), "NoticeAnswer");
    assert_eq!(body("3019", "PolId=w01018"), r#"Other(Content("PolId=w01018"))"#);
    assert!(
        matches!(parse(UPLOAD).body(), Body::Upload(upload) if upload.time == parse(UPLOAD).content.time("DataTime"))
    );
}

#[test]
fn readings_are_runs_of_one_factor_however_they_are_separated() {
    let content = Content("DataTime=20160801085857;011-Rtd=231.0;011-Flag=N,060-Rtd=1.803;SB1-RS=1");
    let readings: Vec<_> = content.readings().map(|reading| (reading.factor, reading.values().count())).collect();
    assert_eq!(readings, [("011", 2), ("060", 1), ("SB1", 1)]);
    assert_eq!(content.readings().next().unwrap().number(Suffix::Rtd), Some(231.0));
}

#[test]
fn what_a_packet_cannot_hold_is_not_written() {
    let packet = parse(UPLOAD);
    assert_eq!(Packet { mn: Some("1;2"), ..packet }.encode(), Err(EncodeError::Field { field: "MN" }));
    assert_eq!(Packet { content: Content("a&&b"), ..packet }.encode(), Err(EncodeError::Content));
    assert_eq!(Packet { content: Content("a\r\n"), ..packet }.encode(), Err(EncodeError::Content));
    let long = "x".repeat(944);
    assert_eq!(
        Packet { content: Content(&long), ..parse("QN=1;CP=&&&&") }.encode(),
        Err(EncodeError::TooLong { length: 956 })
    );
}

#[test]
fn the_example_is_written_as_it_was_read() {
    let piece = pieces(OF_2017).next().unwrap();
    let What::Frame(frame) = piece.what else { panic!("{piece:?}") };
    assert_eq!(parse(&frame.text()).encode().unwrap(), OF_2017);
}

/// An hourly upload of so many factors with all their values.
fn long_content(factors: usize) -> String {
    let item =
        |n: usize| format!(";w{n:05}-Cou={n}.5,w{n:05}-Min={n}.1,w{n:05}-Avg={n}.2,w{n:05}-Max={n}.3,w{n:05}-Flag=N");
    "DataTime=20160801080000".to_owned() + &(1..=factors).map(item).collect::<String>()
}

#[test]
fn long_messages_go_in_parts_and_come_back_whole() {
    let content = long_content(40);
    let header = "QN=20160801085857534;ST=32;CN=2061;PW=123456;MN=010000A8900016F000169DC0;Flag=5;CP=&&&&";
    let whole = Packet { content: Content(&content), ..parse(header) };
    assert!(matches!(whole.encode(), Err(EncodeError::TooLong { .. })));
    let parts = whole.split().unwrap().concat();
    let texts: Vec<_> = pieces(&parts)
        .map(|piece| match piece.what {
            What::Frame(frame) => frame.text(),
            other => panic!("{other:?}"),
        })
        .collect();
    let packets: Vec<_> = texts.iter().map(|text| Packet::parse(text)).collect();
    assert!(packets.len() > 1);
    for (at, (packet, odd)) in packets.iter().enumerate() {
        assert!(odd.is_empty(), "{odd:?}");
        assert_eq!(packet.qn.unwrap(), format!("20160801085857{}", 534 + at));
        assert_eq!((packet.pnum, packet.pno), (Some(packets.len() as u32), Some(at as u32 + 1)));
        assert_eq!(packet.flag, Some(Flag(7)));
        assert_eq!(packet.content.get("DataTime"), Some("20160801080000"));
        assert!("CP=&&&&".len() + packet.content.0.len() <= 950);
    }
    // In another order, one of them twice.
    let again = packets.iter().rev().chain(&packets[..1]).map(|(packet, _)| *packet);
    let merged = merge(again);
    assert_eq!(merged.len(), 40);
    let original: Vec<_> = whole.content.readings().collect();
    assert_eq!(merged.values().copied().collect::<Vec<_>>(), original);
}

#[test]
fn parts_need_a_time_and_items_that_fit() {
    let content = long_content(40);
    let whole = Packet { content: Content(&content), ..parse("QN=1;CN=2061;MN=1;CP=&&&&") };
    assert_eq!(whole.split(), Err(EncodeError::Qn));
    let item = format!("i=0{}", "x".repeat(2000));
    let whole = Packet { content: Content(&item), ..parse(UPLOAD) };
    assert_eq!(whole.split(), Err(EncodeError::ItemTooLong { length: 2003 }));
    assert_eq!(parse(UPLOAD).split().unwrap(), [framed(UPLOAD)]);
}
