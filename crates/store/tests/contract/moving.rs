//! What is moved is the same on the other side, and goes on there.

use crate::databases;
use crate::records::*;
use crate::telemetry::{ask, blank, device, midnight, of, packet};
use std::path::Path;
use yanlian_model::{Lang, ReadingPeriod};
use yanlian_store::telemetry::{CommandState, DeviceCommand, KeptPacket, KeptReading, PacketId, UnregisteredDevice};
use yanlian_store::{Address, EntrySummary, MoveError, Readings, Records, Snapshot, StoreError, Version, move_store};

/// From where to where, each of its own; PostgreSQL only where it is installed.
fn pairs(folder: &Path) -> Vec<(Address, Address)> {
    let place = |name: &str| {
        let own = folder.join(format!("{}_{name}", databases::name_of(folder)));
        std::fs::create_dir_all(&own).unwrap();
        own
    };
    let address = |url: Option<String>| url.map(|url| url.parse::<Address>().unwrap());
    let files = |name: &str| address(databases::sqlite(&place(name))).unwrap();
    let mut pairs = vec![(files("a"), files("b"))];
    let database = |name| address(databases::postgres(&place(name)));
    if let Some((c, d)) = database("c").zip(database("d")) {
        pairs.extend([(files("e"), c), (d, files("f"))]);
    }
    pairs.extend(database("g").zip(database("h")));
    pairs
}

/// Records with every kind of entry: imports, an edit of the same submission, a removal, an undo, an erasure.
async fn write_records(store: &Records) {
    let (old, new) = (product("a", "旧名", "", &["别名"]), product("a", "新名", "New", &[]));
    commit(store, 0, &[added(&old), added(&enterprise("U1", "示例钛业")), added(&product("b", "乙", "", &[]))]).await;
    let edit = yanlian_store::Entry { submission: Some("once".to_owned()), ..import(1) };
    store.commit(&edit, 1, &[changed(Some(&old), Some(&new))]).await.unwrap();
    let gone = commit(store, 2, &[removed(&product("b", "乙", "", &[]))]).await;
    store.undo(gone, minute(3), "chief").await.unwrap();
    store.erase_personal("enterprises", &key(&["U1"]), minute(4), "chief").await.unwrap();
    commit(store, 5, &[removed(&product("b", "乙", "", &[]))]).await;
}

/// Telemetry with what is awkward: any characters, contradictions, readings ahead of their time.
async fn write_telemetry(store: &Readings) {
    store.keep(&[packet("M1", 1), packet("M\u{1b}2", 2), packet("M1", 3)]).await.unwrap();
    let said = |avg| yanlian_model::Reading { avg: Some(avg), ..blank("w01018", 1) };
    let strange = yanlian_model::Reading { monitor: "M\u{1b}2".into(), ..blank("a\0b", 2) };
    let ahead = KeptReading { ahead: true, ..of(2, blank("w01019", 3)) };
    let readings = [of(1, said(0.1)), of(2, said(0.2)), of(2, strange), ahead];
    store.ingest(&readings, PacketId(0), PacketId(2)).await.unwrap();
    store.ingest(&[of(3, said(0.1))], PacketId(0), PacketId(2)).await.unwrap();
    store.note_unregistered(&[device("S\0", "10.0.0.1", 1, 2)]).await.unwrap();
    let first = store.add_command(&ask("M1", 1)).await.unwrap();
    store.add_command(&ask("M\u{1b}2", 2)).await.unwrap();
    store.advance(first, CommandState::Sent, minute(3), None).await.unwrap();
    store.advance(first, CommandState::Refused(3), minute(4), Some("no\0")).await.unwrap();
}

/// All that can be asked of both.
#[derive(Debug, PartialEq)]
struct Everything {
    snapshot: Snapshot,
    earlier: yanlian_model::Tables,
    entries: Vec<EntrySummary>,
    histories: [Vec<Version>; 3],
    submitted: Option<yanlian_store::EntryId>,
    hits: Vec<yanlian_store::Hit>,
    packets: Vec<KeptPacket>,
    ingested_through: PacketId,
    sequence: i64,
    readings: Vec<KeptReading>,
    latest: Vec<KeptReading>,
    unregistered: Vec<UnregisteredDevice>,
    commands: Vec<DeviceCommand>,
}

async fn everything(records: &Records, telemetry: &Readings) -> Everything {
    let history = async |register, id| records.history(register, &key(&[id])).await.unwrap();
    let range =
        async |monitor| telemetry.range(monitor, None, ReadingPeriod::Hour, midnight(1), midnight(31)).await.unwrap();
    Everything {
        snapshot: records.load().await.unwrap(),
        earlier: records.load_as_of(minute(2)).await.unwrap(),
        entries: records.entries(100).await.unwrap(),
        histories: [history("products", "a").await, history("products", "b").await, history("enterprises", "U1").await],
        submitted: records.submitted("once").await.unwrap(),
        hits: records.search("新", Lang::Zh, 10).await.unwrap(),
        packets: telemetry.after(PacketId(0), 100).await.unwrap(),
        ingested_through: telemetry.ingested_through().await.unwrap(),
        sequence: telemetry.sequence().await.unwrap(),
        readings: [range("M1").await, range("M\u{1b}2").await].concat(),
        latest: telemetry.latest().await.unwrap(),
        unregistered: telemetry.unregistered().await.unwrap(),
        commands: telemetry.commands(None, 100).await.unwrap(),
    }
}

async fn open(address: &Address) -> (Records, Readings) {
    (address.open().await.unwrap(), address.open_telemetry().await.unwrap())
}

async fn written(address: &Address) -> Everything {
    let (records, telemetry) = open(address).await;
    write_records(&records).await;
    write_telemetry(&telemetry).await;
    let everything = everything(&records, &telemetry).await;
    records.close().await;
    telemetry.close().await;
    everything
}

#[tokio::test]
async fn what_is_moved_is_the_same_and_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    for (from, to) in pairs(folder.path()) {
        let before = written(&from).await;
        assert_eq!((before.hits.len(), before.packets.len(), before.commands.len()), (1, 3, 2));
        let moved = move_store(&from, &to, &mut |_| {}).await.unwrap();
        assert!(moved.contains(&("versions", 8)) && moved.contains(&("readings", 4)), "{moved:?}");

        let (records, telemetry) = open(&to).await;
        assert_eq!(everything(&records, &telemetry).await, before, "{from} to {to}");
        // Numbers go on where they were.
        let next = commit(&records, 9, &[added(&product("c", "丙", "", &[]))]).await;
        assert_eq!(next.revision(), before.snapshot.revision + 1);
        records.undo(next, minute(10), "chief").await.unwrap();
        assert_eq!(telemetry.keep(&[packet("M1", 9)]).await.unwrap(), [PacketId(4)]);
        assert_eq!(telemetry.add_command(&ask("M1", 9)).await.unwrap().0, 3);
        records.close().await;
        telemetry.close().await;
        assert!(matches!(move_store(&from, &to, &mut |_| {}).await, Err(MoveError::NotEmpty(_))));
        assert!(matches!(move_store(&to, &to, &mut |_| {}).await, Err(MoveError::Same(_))));
    }
}

/// Moves until rows of this table have arrived, and is broken off there.
async fn broken_off(from: &Address, to: &Address, table: &str) {
    let (arrived, mut arrives) = tokio::sync::mpsc::unbounded_channel();
    let mut progress = |step: yanlian_store::MoveStep| {
        if step.table == table {
            arrived.send(()).unwrap();
        }
    };
    tokio::select! {
        biased;
        _ = arrives.recv() => {}
        moved = move_store(from, to, &mut progress) => panic!("not broken off: {moved:?}"),
    }
}

#[tokio::test]
async fn a_move_that_was_broken_off_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    for (from, to) in pairs(folder.path()) {
        let before = written(&from).await;
        broken_off(&from, &to, "counts").await;
        assert!(matches!(to.open().await, Err(StoreError::Unfinished(_))), "nobody sees half of it");
        let other = Address::folder(folder.path().join("other"));
        if !folder.path().join("other").exists() {
            written(&other).await;
        }
        assert!(matches!(to.open_telemetry().await, Err(StoreError::Unfinished(_))));
        assert!(matches!(move_store(&other, &to, &mut |_| {}).await, Err(MoveError::OtherSource(_))));
        move_store(&from, &to, &mut |_| {}).await.unwrap();
        let (records, telemetry) = open(&to).await;
        assert_eq!(everything(&records, &telemetry).await, before);
    }
}

#[tokio::test]
async fn a_source_that_was_written_to_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    for (from, to) in pairs(folder.path()) {
        written(&from).await;
        broken_off(&from, &to, "commands").await;
        let telemetry = from.open_telemetry().await.unwrap();
        telemetry.note_unregistered(&[device("S\0", "10.0.0.9", 8, 1)]).await.unwrap();
        telemetry.close().await;
        assert!(matches!(move_store(&from, &to, &mut |_| {}).await, Err(MoveError::Differs("strangers"))));
        assert!(matches!(to.open().await, Err(StoreError::Unfinished(_))));
    }
}

#[tokio::test]
async fn what_is_served_is_not_moved() {
    let folder = tempfile::tempdir().unwrap();
    let [from, to] = ["a", "b"].map(|name| Address::folder(folder.path().join(name)));
    written(&from).await;
    for served in [&from, &to] {
        let serving = served.serve().await.unwrap();
        assert!(matches!(served.serve().await, Err(StoreError::Served(_))), "one server at a time");
        let refused = move_store(&from, &to, &mut |_| {}).await;
        assert!(matches!(refused, Err(MoveError::Store(StoreError::Served(_)))), "{refused:?}");
        drop(serving);
    }
    move_store(&from, &to, &mut |_| {}).await.unwrap();
}
