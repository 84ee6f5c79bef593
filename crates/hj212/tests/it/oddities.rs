//! Each thing that devices do and the standard does not foresee is accepted and has its name.

use crate::tools::framed;
use yanlian_hj212::{Dialect, Oddities, Oddity, Packet, What, explain, pieces};

/// What is odd in a packet of 2017 with this data segment.
fn odd(segment: impl AsRef<[u8]>) -> Vec<&'static str> {
    let bytes = framed(segment);
    let Some(What::Frame(frame)) = pieces(&bytes).next().map(|piece| piece.what) else { panic!("no packet") };
    let text = frame.text();
    let (packet, odd) = Packet::parse(&text);
    let all = frame.oddities | text.oddities | odd | packet.inspect(Dialect::Y2017) | packet.contradictions();
    all.iter().map(Oddity::name).collect()
}

const QN: &str = "QN=20160801085857223;";
const REST: &str = "PW=123456;MN=010000A8900016F000169DC0;";

fn data(content: &str) -> Vec<&'static str> {
    odd(format!("{QN}ST=32;CN=2011;{REST}Flag=4;CP=&&{content}&&"))
}

#[test]
fn a_packet_of_the_standard_has_none() {
    let items = "w01018-SampleTime=20160801085800,w01018-Rtd=38.2,w01018-Flag=N,w01018-EFlag=A01;SB1-RS=1";
    assert_eq!(data(&format!("DataTime=20160801085857;{items}")), [""; 0]);
    assert_eq!(data(""), [""; 0], "a request for data has no DataTime");
    assert_eq!(data("BeginTime=20160801000000,EndTime=20160802000000"), [""; 0]);
}

#[test]
fn oddities_of_the_header() {
    let header = |header: &str| odd(format!("{header}CP=&&&&"));
    let rest = format!("ST=32;CN=9014;{REST}Flag=4;");
    assert_eq!(header(&rest), ["qn-missing"]);
    assert_eq!(header(&format!("QN=1617936069734;{rest}")), ["qn-13-digits"]);
    assert_eq!(header(&format!("QN=20161301085857223;{rest}")), ["qn-malformed"]);
    assert_eq!(header(&format!("QN=20160801085857;{rest}")), ["qn-malformed"]);
    assert_eq!(header(&format!("{QN}CN=9014;{REST}Flag=4;")), ["st-missing"]);
    assert_eq!(header(&format!("{QN}ST=101;CN=9014;{REST}Flag=4;")), ["st-three-digits"]);
    assert_eq!(header(&format!("{QN}ST=3A;CN=9014;{REST}Flag=4;")), ["st-malformed"]);
    assert_eq!(header(&format!("{QN}ST=32;{REST}Flag=4;")), ["cn-missing"]);
    assert_eq!(header(&format!("{QN}ST=32;CN=201;{REST}Flag=4;")), ["cn-malformed"]);
    assert_eq!(header(&format!("{QN}ST=32;CN=9021;{REST}Flag=4;")), ["cn-unknown"]);
    assert_eq!(header(&format!("{QN}ST=32;CN=9015;{REST}Flag=4;")), ["cn-of-later-edition"]);
    assert_eq!(header(&format!("{QN}ST=32;CN=9014;MN=1;Flag=4;")), ["pw-missing"]);
    assert_eq!(header(&format!("{QN}ST=32;CN=9014;PW=1;Flag=4;")), ["mn-missing"]);
    assert_eq!(header(&format!("{QN}ST=32;CN=9014;{REST}")), ["flag-missing"]);
    assert_eq!(header(&format!("{QN}ST=32;CN=9014;{REST}Flag=x;")), ["flag-malformed"]);
    assert_eq!(header(&format!("{QN}ST=32;CN=9014;{REST}Flag=12;")), ["flag-edition-unknown"]);
    assert_eq!(header(&format!("{QN}ST=32;CN=9014;{REST}Flag=6;")), ["parts-disagree"]);
    assert_eq!(header(&format!("{QN}ST=32;CN=9014;{REST}Flag=6;PNUM=2;PNO=3;")), ["parts-disagree"]);
    assert_eq!(header(&format!("{QN}ST=32;CN=9014;{REST}Flag=6;PNUM=2;PNO=2;")), [""; 0]);
    assert_eq!(header(&format!("{QN}ST=32;CN=9014;{REST}Flag=6;PNO=0002;PNUM=0002;")), [""; 0]);
    assert_eq!(header(&format!("{QN}ST=32;CN=9014;{REST}Flag=4;RF=1;")), ["rf-unexpected"]);
    assert_eq!(header(&format!("{QN}{rest}qn=1;")), ["header-unknown"], "names are case-sensitive");
    assert_eq!(header(&format!("{QN}{QN}{rest}")), ["header-repeated"]);
}

#[test]
fn oddities_of_the_content() {
    let begin = format!("{QN}ST=32;CN=2011;{REST}Flag=4;");
    assert_eq!(odd(&begin), ["cp-missing"]);
    assert_eq!(odd(format!("{begin}CP=DataTime=20160801085857&&")), ["cp-not-opened"]);
    assert_eq!(odd(format!("{begin}CP=&&DataTime=20160801085857")), ["cp-not-closed"]);
    assert_eq!(odd(format!("{begin}CP=&&DataTime=20160801085857&&;")), ["cp-trailing"]);
    assert_eq!(odd(format!("{QN}CN=3020;ST=32;PW=1;MN=1;Flag=4;CP=&&i=0{}&&", "x".repeat(950))), ["cp-too-long"]);
    assert_eq!(data("DataTime=20160801085857;w01018-Rtd=1;"), ["item-empty"]);
    assert_eq!(data("DataTime=20160801085857;w01018-Rtd"), ["pair-without-value", "value-malformed"]);
    assert_eq!(data("w01018-Rtd=1"), ["data-time-missing"]);
    assert_eq!(data("DataTime=20160801085857000;w01018-Rtd=1"), ["data-time-17-digits"]);
    assert_eq!(data("DataTime=2016-08-01;w01018-Rtd=1"), ["data-time-malformed"]);
    assert_eq!(data("DataTime=20160801085857;w01018-td=1"), ["suffix-unknown"]);
    assert_eq!(data("DataTime=20160801085857;w01018-Rtd=<0.01"), ["value-malformed"]);
    assert_eq!(data("DataTime=20160801085857;w01018-Flag=n"), ["mark-unknown"]);
    assert_eq!(data("DataTime=20160801085857;w01018-Rtd=1;Flag=N"), ["mark-without-factor"]);
    assert_eq!(data("DataTime=20160801085857; w01018-Rtd=1, w01018-Flag=N"), ["name-with-blank"]);
}

#[test]
fn contradictions_within_a_packet() {
    let hour = |content: &str| odd(format!("{QN}ST=32;CN=2061;{REST}Flag=4;CP=&&{content}&&"));
    let of_factor = |pairs: &str| hour(&format!("DataTime=20160801080000;{pairs}"));
    for twice in [
        "w01018-Avg=125,w01018-Avg=25,w01018-Flag=N",
        "w01018-Avg=126,w01018-Flag=N;w00000-Avg=5;w01018-Avg=26,w01018-Flag=N",
        "011-Avg=126;w01018-Avg=26",
        "w01018-Avg=1,w01018-Flag=D,w01018-Flag=N",
        "w01018-Avg=1,w01018-Cou=3;w01018-Cou=4",
    ] {
        assert_eq!(of_factor(twice), ["value-repeated"], "{twice}");
    }
    for outside in [
        "w01018-Min=10,w01018-Avg=127,w01018-Max=20",
        "w01018-Min=200,w01018-Avg=60,w01018-Max=300",
        "w01018-Avg=20.1,w01018-Max=20.0",
        "a21026-ZsAvg=60;a21026-ZsMax=59",
    ] {
        assert_eq!(of_factor(outside), ["mean-outside-range"], "{outside}");
    }
    for well in [
        "w01018-Avg=25,w01018-Avg=25.0;w01018-Flag=N,w01018-Flag=N,w01018-Min=,w01018-Avg=25",
        "w01018-Min=38.2,w01018-Avg=38.24,w01018-Max=38.2",
        "w01018-Min=0,w01018-Avg=0.00,w01018-Max=0",
    ] {
        assert!(of_factor(well).iter().all(|odd| *odd == "value-malformed"), "{well}");
    }
    assert_eq!(hour("DataTime=20160801080000;DataTime=20160801090000;w01018-Avg=1"), ["data-time-repeated"]);
    assert_eq!(hour("DataTime=20160801080000;w01018-Avg=1;DataTime=20160801080000"), [""; 0]);
    assert_eq!(hour("DataTime=20160801085900;w01018-Avg=1"), ["data-time-off-period"]);
    assert_eq!(data("DataTime=20160801085900;w01018-Rtd=1"), [""; 0], "an instant is at any time");
}

#[test]
fn text_is_utf_8_or_else_gbk() {
    // 总磷 in GBK.
    let gbk =
        [b"QN=20160801085857223;ST=32;CN=3020;PW=1;MN=1;Flag=4;CP=&&i=", &b"\xD7\xDC\xC1\xD7"[..], b"&&"].concat();
    assert_eq!(odd(&gbk), ["text-gbk"]);
    assert_eq!(explain(&framed(&gbk)).next().unwrap().cp.as_deref(), Some("i=总磷"));
    let neither =
        [b"QN=20160801085857223;ST=32;CN=3020;PW=1;MN=1;Flag=4;CP=&&i=", &b"\xD7\xDC\xFF"[..], b"&&"].concat();
    assert_eq!(odd(neither), ["text-unreadable"]);
    assert_eq!(odd(format!("{QN}ST=32;CN=3020;PW=1;MN=1;Flag=4;CP=&&i=总磷&&")), [""; 0]);
}

#[test]
fn a_check_sum_in_lower_case_is_right() {
    let packet = framed("QN=20160801085857223;ST=32;CN=2012;PW=1;MN=1;Flag=5;CP=&&&&");
    let lower = [packet[..packet.len() - 6].to_vec(), packet[packet.len() - 6..].to_ascii_lowercase()].concat();
    assert_ne!(lower, packet, "this sum has letters");
    let record = explain(&lower).next().unwrap();
    assert!(record.ok);
    assert_eq!(record.findings, Oddity::CrcLowerCase.into());
}

#[test]
fn names_are_unique_and_sets_keep_their_order() {
    let names: std::collections::BTreeSet<_> = Oddity::ALL.iter().map(|oddity| oddity.name()).collect();
    assert_eq!(names.len(), Oddity::ALL.len());
    let mut all = Oddities::NONE;
    Oddity::ALL.iter().rev().for_each(|oddity| all.add(*oddity));
    assert_eq!(all.iter().collect::<Vec<_>>(), Oddity::ALL);
}
