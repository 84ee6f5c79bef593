//! Readings written to files and forgotten, as a person runs it.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use std::path::Path;
use std::process::Command;
use yanlian_model::{Reading, ReadingPeriod};
use yanlian_store::telemetry::{KeptReading, PacketId, RawPacket, SqliteTelemetry, Telemetry};

fn yanlian(arguments: &[&str], data: &Path, code: i32) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_yanlian"));
    let output = command.args(arguments).args(["--lang", "en", "--data"]).arg(data).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(code), "{said}");
    said
}

/// Three days of hours of one monitor at an outlet, all from one packet.
async fn furnish(folder: &Path) {
    let write = |name: &str, text: &str| std::fs::write(folder.join(name), text).unwrap();
    write("enterprises.csv", "uscc,name\n91000000MA0000007C,示例钛业有限公司\n");
    write("outlets.csv", "id,enterprise,name,kind\nDW001,91000000MA0000007C,总排口,direct\n");
    write("monitors.csv", "mn,outlet\nM1,DW001\n");
    write("factors.csv", "code,name_zh,unit\nw01018,化学需氧量,mg/L\n");
    yanlian(&["import", folder.to_str().unwrap()], &folder.join("data"), 0);
    let begin = NaiveDate::from_ymd_opt(2026, 3, 1).unwrap().and_hms_opt(0, 0, 0).unwrap();
    let hour = |hour| Reading {
        monitor: "M1".into(),
        factor: "w01018".into(),
        start: begin + TimeDelta::hours(hour),
        period: ReadingPeriod::Hour,
        avg: Some(38.2),
        min: None,
        max: None,
        rtd: None,
        cou: None,
        flag: 'N',
    };
    let store = SqliteTelemetry::open(&folder.join("data")).await.unwrap();
    let packet = RawPacket { mn: "M1".to_owned(), received: DateTime::<Utc>::UNIX_EPOCH, bytes: b"##".to_vec() };
    store.keep(&[packet]).await.unwrap();
    let readings: Vec<_> = (0..72).map(|h| KeptReading { reading: hour(h), packet: PacketId(1) }).collect();
    store.lay_in(&readings, PacketId(1)).await.unwrap();
    store.close().await;
}

#[tokio::test]
async fn readings_go_out_a_file_a_day_and_go_by_rule() {
    let folder = tempfile::tempdir().unwrap();
    furnish(folder.path()).await;
    let (data, out) = (folder.path().join("data"), folder.path().join("out"));
    let target = ["-o", out.to_str().unwrap()];

    let said = yanlian(&[&["readings", "export"], &target[..]].concat(), &data, 0);
    assert!(said.contains("72 readings written, in 3 files"), "{said}");
    for day in ["2026-03-01", "2026-03-02", "2026-03-03"] {
        let file = std::fs::read(out.join(format!("day={day}/part-0.parquet"))).unwrap();
        assert!(file.starts_with(b"PAR1") && file.ends_with(b"PAR1"));
    }
    let part = ["--from", "2026-03-01T22:00", "--to", "2026-03-02T01:00", "--outlet", "DW001", "--period", "hour"];
    let said = yanlian(&[&["readings", "export", "--format", "csv"], &target[..], &part].concat(), &data, 0);
    assert!(said.contains("3 readings written, in 2 files"), "{said}");
    let csv = std::fs::read_to_string(out.join("day=2026-03-02/part-0.csv")).unwrap();
    assert_eq!(csv.lines().nth(1), Some("DW001,M1,w01018,hour,2026-03-02T00:00:00,38.2,,,,,N,mg/L,1"));
    let unknown = yanlian(&[&["readings", "export", "--outlet", "DW9"], &target[..]].concat(), &data, 2);
    assert!(unknown.contains("DW9"), "{unknown}");

    let forget = ["readings", "forget", "--today", "2026-03-03"];
    assert!(yanlian(&forget, &data, 0).contains("No rule"));
    let rules = folder.path().join("discharge_rules.csv");
    std::fs::write(&rules, "rule,from,value\nkeep_hour_days,2026-01-01,1\nkeep_packets_days,2026-01-01,1\n").unwrap();
    yanlian(&["import", rules.to_str().unwrap()], &data, 0);
    let said = yanlian(&forget, &data, 0);
    assert!(said.contains("Packets forgotten: 1; readings forgotten: 24."), "{said}");
}
