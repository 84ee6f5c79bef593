//! One record for each packet of a capture, whatever happened to it.

use crate::tools::{OF_2017, OF_2025, framed};
use yanlian_hj212::explain;

#[test]
fn a_record_has_these_fields() {
    let segment = "QN=20160801085857534;ST=32;CN=2061;PW=123456;MN=010000A8900016F000169DC0;Flag=7;PNUM=2;PNO=1;CP=&&DataTime=20160801080000;w00000-Cou=63.0&&";
    let record = serde_json::to_value(explain(&framed(segment)).next().unwrap()).unwrap();
    let expected = serde_json::json!({
        "offset": 0, "length": 151, "ok": true, "reason": null, "detail": null, "findings": [],
        "qn": "20160801085857534", "st": "32", "cn": "2061", "mn": "010000A8900016F000169DC0",
        "flag": 7, "pnum": 2, "pno": 1, "cp": "DataTime=20160801080000;w00000-Cou=63.0",
    });
    assert_eq!(record, expected);
}

#[test]
fn each_damaged_packet_is_one_record_and_its_neighbours_are_found() {
    let text = str::from_utf8(OF_2017).unwrap();
    let damages: [(&str, String); 12] = [
        ("crc-wrong", text.replace("Interval=30", "Interval=31")),
        ("crc-wrong", text.replace("1C80", "1C81")),
        ("crc-not-hex", text.replace("1C80", "1C8G")),
        ("length-wrong", text.replace("0101", "0099")),
        ("length-wrong", text.replace("0101", "0900")),
        ("length-three-digits", text.replace("0101", "101")),
        ("length-not-digits", text.replace("0101", "01O1")),
        ("too-long", text.replace("0101", "7101")),
        ("length-wrong", text.replace("=30&&1C80", "=30&1C80")),
        ("cut-short", text.replace("30&&1C80", "")),
        ("cut-short", text.replace("30&&1C80\r\n", "")),
        ("no-packet", text.replace("##", "#")),
    ];
    let mut capture = OF_2025.to_vec();
    for (_, damaged) in &damages {
        capture.extend(damaged.bytes());
        capture.extend(OF_2025);
    }
    let records: Vec<_> = explain(&capture).collect();
    assert_eq!(records.len(), 2 * damages.len() + 1);
    assert!(records.iter().step_by(2).all(|record| record.ok));
    for (record, (reason, _)) in records.iter().skip(1).step_by(2).zip(&damages) {
        assert_eq!((record.ok, record.reason), (false, Some(*reason)));
        assert_eq!(record.qn.as_deref(), Some("20160801085857223"), "{reason}: what can be read is there");
        assert_eq!(record.mn.as_deref(), Some("010000A8900016F000169DC0"), "{reason}");
        assert!(record.cp.as_deref().is_some_and(|cp| cp.starts_with("RtdInterval=")), "{reason}: {record:?}");
    }
    let told: u64 = records.iter().map(|record| record.length).sum();
    assert_eq!(told, capture.len() as u64);
}

#[test]
fn long_stretches_are_one_record_and_blank_lines_none() {
    let long = framed(format!("QN=20160801085857223;CP=&&{}&&", "x".repeat(3000)));
    let garbage = "y".repeat(5000);
    let capture = [OF_2025, b"\r\n \n", &long, garbage.as_bytes(), OF_2025, b"\r\n\r\n"].concat();
    let reasons: Vec<_> = explain(&capture).map(|record| record.reason).collect();
    assert_eq!(reasons, [None, Some("too-long"), Some("no-packet"), None]);
}

#[test]
fn nothing_has_no_records() {
    assert_eq!(explain(b"").count(), 0);
    assert_eq!(explain(b"\r\n").count(), 0);
}
