//! Readings written to files and forgotten, as a person runs it.

use crate::stores::Stores;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use std::path::Path;
use std::process::Command;
use yanlian_model::{Reading, ReadingPeriod};
use yanlian_store::Address;
use yanlian_store::telemetry::{KeptReading, PacketId, RawPacket};

on_each_database!(the_commands_answer_from_readings_too, readings_go_out_a_file_a_day_and_go_by_rule,);

fn yanlian(arguments: &[&str], store: &str, code: i32) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_yanlian"));
    let output = command.args(arguments).args(["--lang", "en", "--database", store]).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(code), "{said}");
    said
}

/// Three days of hours of one monitor at an outlet, all from one packet.
async fn furnish(stores: &Stores) {
    let folder = stores.folder();
    let write = |name: &str, text: &str| std::fs::write(folder.join(name), text).unwrap();
    write("enterprises.csv", "uscc,name\n91000000MA0000007C,示例钛业有限公司\n");
    write("outlets.csv", "id,enterprise,name,kind\nDW001,91000000MA0000007C,总排口,direct\n");
    write("monitors.csv", "mn,outlet\nM1,DW001\n");
    write("factors.csv", "code,name_zh,unit\nw01018,化学需氧量,mg/L\n");
    yanlian(&["import", folder.to_str().unwrap()], &stores.url, 0);
    let begin = NaiveDate::from_ymd_opt(2026, 3, 1).unwrap();
    ingest(&stores.url, begin, 72, &[("M1", "w01018", 38.2)]).await;
}

/// Ingests so many hours of one value each, all from one packet.
async fn ingest(store: &str, begin: NaiveDate, hours: i64, values: &[(&str, &str, f64)]) {
    let begin = begin.and_hms_opt(0, 0, 0).unwrap();
    let hour = |&(monitor, factor, value): &(&str, &str, f64), hour| Reading {
        monitor: monitor.into(),
        factor: factor.into(),
        start: begin + TimeDelta::hours(hour),
        period: ReadingPeriod::Hour,
        avg: Some(value),
        min: None,
        max: None,
        rtd: None,
        cou: None,
        flag: 'N',
    };
    let store = store.parse::<Address>().unwrap().open_telemetry().await.unwrap();
    // Each another one.
    let bytes = format!("##{begin}").into_bytes();
    let packet = RawPacket { mn: values[0].0.to_owned(), received: DateTime::<Utc>::UNIX_EPOCH, bytes };
    let number = store.keep(&[packet]).await.unwrap()[0];
    let readings = values.iter().flat_map(|value| (0..hours).map(move |at| (value, at)));
    let readings: Vec<_> =
        readings.map(|(value, at)| KeptReading { reading: hour(value, at), packet: number, ahead: false }).collect();
    store.ingest(&readings, PacketId(0), number).await.unwrap();
    store.close().await;
}

async fn the_commands_answer_from_readings_too(stores: Stores) {
    let (store, folder) = (&stores.url, stores.folder());
    let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../demo");
    yanlian(&["import", "--library", "all"], store, 0);
    yanlian(&["import", demo.to_str().unwrap()], store, 0);
    let mn = "D0E000000000000000000004";
    let day = NaiveDate::from_ymd_opt(2026, 3, 19).unwrap();
    ingest(store, day, 24, &[(mn, "w00000", 5.0), (mn, "w01018", 400.0), (mn, "w21003", 3.0)]).await;

    let file = folder.join("brief.html");
    yanlian(&["brief", "--today", "2026-03-20", "-o", file.to_str().unwrap()], store, 0);
    let brief = std::fs::read_to_string(&file).unwrap();
    let (_, discharge) = brief.split_once("Exceedances to deal with").unwrap();
    assert!(discharge.contains("DW001-YH") && discharge.contains("2026-03-19") && discharge.contains("400"));

    let plan = ["plan", "--scenario", "plan-base", "--format", "json", "--today", "2026-03-20", "-o"];
    let file = folder.join("plan.json");
    let said = yanlian(&[&plan[..], &[file.to_str().unwrap()]].concat(), store, 0);
    assert!(said.contains("No use is registered for the first planned year"), "{said}");
}

async fn readings_go_out_a_file_a_day_and_go_by_rule(stores: Stores) {
    furnish(&stores).await;
    let (data, out) = (&stores.url, stores.folder().join("out"));
    let target = ["-o", out.to_str().unwrap()];

    let said = yanlian(&[&["readings", "export"], &target[..]].concat(), data, 0);
    assert!(said.contains("72 readings written, in 3 files"), "{said}");
    for day in ["2026-03-01", "2026-03-02", "2026-03-03"] {
        let file = std::fs::read(out.join(format!("day={day}/part-0.parquet"))).unwrap();
        assert!(file.starts_with(b"PAR1") && file.ends_with(b"PAR1"));
    }
    let part = ["--from", "2026-03-01T22:00", "--to", "2026-03-02T01:00", "--outlet", "DW001", "--period", "hour"];
    let said = yanlian(&[&["readings", "export", "--format", "csv"], &target[..], &part].concat(), data, 0);
    assert!(said.contains("3 readings written, in 2 files"), "{said}");
    let csv = std::fs::read_to_string(out.join("day=2026-03-02/part-0.csv")).unwrap();
    assert_eq!(csv.lines().nth(1), Some("DW001,M1,w01018,hour,2026-03-02T00:00:00,38.2,,,,,N,mg/L,1"));
    // Days without readings are none, however many lie before one that a wrong clock made.
    let far = NaiveDate::from_ymd_opt(9999, 12, 31).unwrap();
    ingest(data, far, 1, &[("M1", "w01018", 1.0)]).await;
    let late = ["--from", "2026-03-03T23:00"];
    let said = yanlian(&[&["readings", "export", "--format", "csv"], &target[..], &late].concat(), data, 0);
    assert!(said.contains("2 readings written, in 2 files"), "{said}");
    let absurd = yanlian(&[&["readings", "export", "--from", "+262142-01-01"], &target[..]].concat(), data, 2);
    assert!(absurd.contains("2026-03-01"), "{absurd}");
    let unknown = yanlian(&[&["readings", "export", "--outlet", "DW9"], &target[..]].concat(), data, 2);
    assert!(unknown.contains("DW9"), "{unknown}");

    let purge = ["readings", "purge", "--today", "2026-03-03"];
    assert!(yanlian(&purge, data, 0).contains("No rule"));
    let rules = stores.folder().join("discharge_rules.csv");
    std::fs::write(&rules, "rule,from,value\nkeep_hour_days,2026-01-01,1\nkeep_packets_days,2026-01-01,1\n").unwrap();
    yanlian(&["import", rules.to_str().unwrap()], data, 0);
    let said = yanlian(&purge, data, 0);
    assert!(said.contains("Packets forgotten: 2; readings forgotten: 24."), "{said}");
}
