use super::*;
use chrono::NaiveDate;
use proptest::prelude::*;

/// What a packet with this content says, briefly: factor, avg, min, max, rtd, cou, flag.
fn read(cn: &str, content: &str) -> (Vec<String>, Vec<&'static str>) {
    let segment = format!("QN=20260301120000000;ST=32;CN={cn};PW=123456;MN=M1;Flag=5;CP=&&{content}&&");
    let (readings, findings) = readings(&Packet::parse(&segment).0);
    let brief = |reading: &Reading| {
        let Reading { factor, avg, min, max, rtd, cou, flag, .. } = reading;
        let numbers = [avg, min, max, rtd, cou].map(|n| n.map(|n| n.to_string()).unwrap_or_default());
        format!("{factor} {} {flag}", numbers.join(";"))
    };
    (readings.iter().map(brief).collect(), findings.iter().map(|finding| finding.message.id).collect())
}

#[test]
fn reads_each_factor_with_its_values_and_mark() {
    // After the standard's examples of hourly and real-time data.
    let hour = "DataTime=20260301110000;w01018-Cou=0.42,w01018-Min=30.1,w01018-Avg=38.2,w01018-Max=51,w01018-Flag=N;\
                w00000-Cou=360,w00000-Avg=100.0,w00000-Flag=D";
    assert_eq!(read("2061", hour), (vec!["w01018 38.2;30.1;51;;0.42 N".into(), "w00000 100;;;;360 D".into()], vec![]));
    let now = "DataTime=20260301120000;011-Rtd=38.2;B01-Rtd=-0.0,B01-Flag=F";
    assert_eq!(read("2011", now).0, ["w01018 ;;;38.2; N", "w00000 ;;;-0; F"], "codes of 2005 become those of 2017");
}

#[test]
fn reads_times_and_periods_as_they_were_sent() {
    let of = |cn: &str| {
        let segment = format!("CN={cn};MN=M1;CP=&&DataTime=20260301000000;w01018-Avg=1,SB1-RT=3&&");
        readings(&Packet::parse(&segment).0).0.into_iter().next().map(|reading| (reading.period, reading.start))
    };
    let midnight = NaiveDate::from_ymd_opt(2026, 3, 1).unwrap().and_hms_opt(0, 0, 0).unwrap();
    let periods = [
        ("2011", ReadingPeriod::RealTime),
        ("2021", ReadingPeriod::RealTime),
        ("2051", ReadingPeriod::TenMinute),
        ("2061", ReadingPeriod::Hour),
        ("2031", ReadingPeriod::Day),
        ("2041", ReadingPeriod::Day),
    ];
    for (cn, period) in periods {
        assert_eq!(of(cn), Some((period, midnight)), "{cn}");
    }
    for cn in ["2081", "9014", "9999", ""] {
        assert_eq!(of(cn), None, "{cn}");
    }
}

#[test]
fn equipment_is_a_factor() {
    assert_eq!(read("2021", "DataTime=20260301120000;SB1-RS=1;SB2-RS=0").0, ["SB1 ;;;1; N", "SB2 ;;;0; N"]);
    assert_eq!(read("2041", "DataTime=20260301000000;SB1-RT=22.5").0, ["SB1 ;;;;22.5 N"]);
}

#[test]
fn converted_values_are_readings_of_their_own() {
    let both = "DataTime=20260301110000;a21026-Avg=30,a21026-ZsAvg=41,a21026-ZsMax=44,a21026-Flag=M;a34013-ZsAvg=5,a34013-Flag=N";
    let expected = ["a21026 30;;;; M", "a21026-Zs 41;;44;; M", "a34013-Zs 5;;;; N"];
    assert_eq!(read("2061", both), (expected.map(String::from).to_vec(), vec![]));
}

#[test]
fn says_what_cannot_be_read() {
    assert_eq!(read("2061", "w01018-Avg=38.2,w01018-Flag=N"), (vec![], vec!["telemetry-no-time"]));
    assert_eq!(read("2061", "DataTime=20260231000000;w01018-Avg=38.2"), (vec![], vec!["telemetry-no-time"]));
    let odd = "DataTime=20260301110000;w01018-Avg=--,w01018-Min=1,w01018-Flag=B;w01001-Avg=7,w01001-Flag=x;\
               w01012-Flag=B;w21003-Avg=,w21003-What=1";
    let expected = vec!["w01018 ;1;;; B".into(), "w01001 7;;;; x".into(), "w01012 ;;;; B".into()];
    assert_eq!(read("2061", odd), (expected, vec!["telemetry-not-a-number", "telemetry-flag-unknown"]));
    let nameless = Packet::parse("CN=2011;CP=&&DataTime=20260301110000;w01018-Rtd=1&&").0;
    assert_eq!(readings(&nameless).1[0].message.id, "telemetry-no-monitor");
}

#[test]
fn damaged_values_bring_no_number_and_damaged_times_no_reading() {
    for value in ["12,345.6", "3,2", "3;2", "NaN", "1e308", "１２", "1=2", "0x1F", "1000000000000000000"] {
        let content = format!("DataTime=20260301110000;w01018-Avg={value},w01018-Flag=N;w00000-Avg=5,w00000-Flag=N");
        let (readings, findings) = read("2061", &content);
        assert!(readings.contains(&"w00000 5;;;; N".into()), "{value}: {readings:?}");
        let cod: Vec<&String> = readings.iter().filter(|reading| reading.starts_with("w01018")).collect();
        assert!(cod.iter().all(|reading| reading.starts_with("w01018 ;;;;")), "{value}: {cod:?}");
        assert_eq!(findings, ["telemetry-not-a-number"], "{value}");
    }
    for time in
        ["2026112904000", "202611290400", "202611290400000", "20261129O40000", "20261131040000", "1617936069734"]
    {
        let content = format!("DataTime={time};w01018-Avg=30,w01018-Flag=N");
        assert_eq!(read("2061", &content), (vec![], vec!["telemetry-no-time"]), "{time}");
    }
    let unmarked = read("2061", "DataTime=20260301110000;w01018-Avg=30,w01018-Flag=N,5");
    assert_eq!(unmarked, (vec!["w01018 30;;;; ?".into()], vec!["telemetry-flag-unknown"]));
}

#[test]
fn what_contradicts_itself_is_marked() {
    let hour = |pairs: &str| read("2061", &format!("DataTime=20260301110000;{pairs}"));
    let (twice, outside) = ("telemetry-said-twice", "telemetry-mean-outside");
    let cases: [(&str, &[&str], &[&str]); 9] = [
        ("w01018-Avg=125,w01018-Avg=25,w01018-Flag=N", &["w01018 ;;;; !"], &[twice]),
        ("011-Avg=126,011-Flag=N;w00000-Avg=5;w01018-Avg=26", &["w01018 ;;;; !", "w00000 5;;;; N"], &[twice]),
        ("w01018-Avg=124,w01018-Flag=D,w01018-Flag=N", &["w01018 124;;;; !"], &[twice]),
        ("w01018-Min=10,w01018-Avg=127,w01018-Max=20,w01018-Flag=N", &["w01018 127;10;20;; !"], &[outside]),
        ("w01018-Min=200,w01018-Avg=60,w01018-Max=300", &["w01018 60;200;300;; !"], &[outside]),
        ("w01018-Avg=127,w01018-Max=20,w01018-Flag=D", &["w01018 127;;20;; D"], &[outside]),
        ("w00000-Avg=5,w00000-Cou=18,w00000-Cou=180", &["w00000 5;;;; N"], &[twice]),
        (" w01018-Avg=5, w01018-Flag=N", &["w01018 5;;;; N"], &[]),
        ("w01018-Avg=38.24,w01018-Max=38.2,w01018-Avg=38.240", &["w01018 38.24;;38.2;; N"], &[]),
    ];
    for (pairs, readings, findings) in cases {
        let (read, found) = hour(pairs);
        assert_eq!(
            (read.iter().map(String::as_str).collect::<Vec<_>>(), &found[..]),
            (readings.to_vec(), findings),
            "{pairs}"
        );
    }
    assert_eq!(hour("DataTime=20260301120000;w01018-Avg=5"), (vec![], vec!["telemetry-times-differ"]));
}

#[test]
fn what_contradicts_itself_is_told_once() {
    for (content, id) in [
        ("DataTime=20260301110000;w01018-Avg=125,w01018-Avg=25", "telemetry-said-twice"),
        ("DataTime=20260301110000;w01018-Min=10,w01018-Avg=127,w01018-Max=20", "telemetry-mean-outside"),
        ("DataTime=20260301110000;DataTime=20260301120000;w01018-Avg=5", "telemetry-times-differ"),
    ] {
        // Hours, and checks with standard samples, of which no readings are kept.
        for cn in ["2061", "2062"] {
            let header = "QN=20260301120000000;ST=32;PW=123456;MN=M1;Flag=9";
            let segment = format!("{header};CN={cn};CP=&&{content}&&");
            let (packet, odd) = Packet::parse(&segment);
            let odd = odd | packet.inspect(hj212::Dialect::Y2025);
            assert_eq!((odd, read(cn, content).1), (hj212::Oddities::NONE, vec![id]), "{cn} {content}");
            assert!(!packet.contradictions().is_empty(), "who reads no readings asks for it");
        }
    }
}

#[test]
fn requests_and_answers_carry_no_readings() {
    assert_eq!(read("2061", "BeginTime=20260301000000,EndTime=20260302000000"), (vec![], vec![]));
    assert_eq!(read("9014", ""), (vec![], vec![]));
}

proptest! {
    /// Whatever a packet says, reading it ends, and every number is finite.
    #[test]
    fn reads_anything(cn in "20[1-8]1|[0-9]{0,5}", content in "(DataTime=2026030111[0-6]000;)?([a-wSB0-9]{1,4}-(Avg|Rtd|ZsMin|Flag|RS|RT|Cou|.{0,3})=[-.0-9eN中nif]{0,6}[;,&]){0,6}|.{0,60}") {
        let segment = format!("ST=32;CN={cn};MN=M1;CP=&&{content}&&");
        let (readings, _) = readings(&Packet::parse(&segment).0);
        for reading in readings {
            let numbers = [reading.avg, reading.min, reading.max, reading.rtd, reading.cou];
            prop_assert!(numbers.into_iter().flatten().all(f64::is_finite));
            prop_assert_eq!(&*reading.monitor, "M1");
        }
    }

    /// A packet in parts brings the same readings as the packet in one.
    #[test]
    fn parts_say_the_same(factors in prop::collection::btree_map("w[0-9]{5}", (0.0..1e6, 0.0..1e6), 1..80)) {
        let item = |(factor, (avg, cou)): (&String, &(f64, f64))| format!("{factor}-Avg={avg},{factor}-Cou={cou},{factor}-Flag=N");
        let content = format!("DataTime=20260301110000;{}", factors.iter().map(item).collect::<Vec<_>>().join(";"));
        let header = "QN=20260301120000000;ST=32;CN=2061;PW=123456;MN=M1;Flag=5;CP=&&&&";
        let packet = Packet { content: hj212::Content(&content), ..Packet::parse(header).0 };
        let parts = packet.split().unwrap();
        let mut found = Vec::new();
        for part in &parts {
            for piece in hj212::pieces(part) {
                let hj212::What::Frame(frame) = piece.what else { panic!("a whole frame") };
                found.extend(readings(&Packet::parse(&frame.text()).0).0);
            }
        }
        prop_assert_eq!(found, readings(&packet).0);
    }
}
