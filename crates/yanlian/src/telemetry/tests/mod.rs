//! The server over real sockets, with the demonstration's registers: what is answered is kept, once,
//! and nobody else is let in.

#[path = "../../../../store/tests/contract/databases.rs"]
mod databases;
#[macro_use]
#[path = "../../../tests/it/stores.rs"]
#[allow(dead_code, reason = "these tests need no files and no second store")]
mod stores;

mod commands;
mod connections;
mod together;

use self::stores::Stores;
use super::simulate::{Device, Fault, Park, Program, drive};
use super::*;
use crate::commands::import;
use chrono::NaiveDate;
use std::collections::BTreeSet;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use yanlian_hj212::{Command, Content, Flag, Framer, What, pieces, seal, time};
use yanlian_intake::SourceFile;
use yanlian_store::telemetry::{CommandState, PacketId, RawPacket};

const MN: &str = "D0E000000000000000000001";
const PASSWORD: &str = "101111";
const HOURS: Program = Program { real_time: None, ten_minutes: true };

on_each_database!(
    every_answered_packet_is_kept_and_its_readings_ingested_once,
    a_packet_that_comes_again_is_answered_and_not_kept_again,
    what_waits_while_it_comes_again_is_kept_once,
    an_unregistered_device_gets_no_answer_and_is_noted_until_it_is_registered,
    a_watcher_hears_of_a_reading_and_a_clock_that_is_ahead_shows,
    what_is_dated_after_it_was_received_is_neither_the_newest_nor_evidence,
    an_encrypted_packet_is_read_by_the_registered_key,
    what_cannot_be_kept_is_not_answered,
    metrics_tell_of_each_monitor,
    a_stop_in_the_middle_loses_nothing_that_was_answered,
);

struct Post {
    telemetry: Arc<TelemetryServer>,
    listener: Listener,
}

async fn post(stores: &Stores, limits: Limits) -> Post {
    let workbench = Workbench::open(&stores.address()).await.unwrap();
    import::demonstration(&workbench, Clock::System).await.unwrap();
    beside(stores, limits).await
}

/// Another program on the same database.
async fn beside(stores: &Stores, limits: Limits) -> Post {
    let address = stores.address();
    let workbench = Workbench::open(&address).await.unwrap();
    let telemetry = TelemetryServer::open(&address, workbench, Clock::System).await.unwrap();
    let listener = Listener::start(Arc::clone(&telemetry), ([127, 0, 0, 1], 0).into(), limits).await.unwrap();
    Post { telemetry, listener }
}

impl Post {
    async fn call(&self) -> TcpStream {
        TcpStream::connect(self.listener.address).await.unwrap()
    }

    async fn registers(&self) -> Arc<yanlian_workbench::Snapshot> {
        self.telemetry.workbench.snapshot().await.unwrap()
    }

    async fn import(&self, file: SourceFile) {
        let submission = import::submission(crate::actor::local(), Clock::System, file.name.clone());
        let imported = self.telemetry.workbench.import(submission, Arc::new(vec![file]), false, |_| {}).await.unwrap();
        assert!(imported.entry.is_some(), "{:?}", imported.plan.findings);
    }

    /// The demonstration's device of this MN.
    async fn device(&self, mn: &str) -> Device {
        let kept = self.registers().await;
        let registers = &kept.zone.registers;
        let monitor = registers.monitors.iter().find(|row| row.mn == mn).unwrap();
        Device::registered(registers, monitor, at(1, 0).date(), 1).unwrap()
    }

    fn health(&self) -> Health {
        self.telemetry.health().into_iter().find(|health| &*health.mn == MN).unwrap_or_default()
    }
}

fn at(day: u32, hour: u32) -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2026, 3, day).unwrap().and_hms_opt(hour, 0, 0).unwrap()
}

fn hour(mn: &str, password: &str, number: i64) -> Vec<u8> {
    let begin = at(1, 0) + TimeDelta::hours(number);
    let content = format!("DataTime={};w01018-Avg=38.2,w01018-Flag=N", time::seconds(begin));
    let packet = Packet {
        qn: Some(&time::milliseconds(begin)),
        st: Some("32"),
        pw: Some(password),
        flag: Some(Flag::new(Dialect::Y2017).asking(true)),
        content: Content(&content),
        ..Packet::new(Command::Hour, mn)
    };
    packet.encode().unwrap()
}

async fn what_waits_while_it_comes_again_is_kept_once(stores: Stores) {
    let post = post(&stores, Limits::default()).await;
    let (journal, writing) = journal::Journal::new(Arc::clone(&post.telemetry), Arc::default());
    let packet = || {
        let (mn, bytes) = (Arc::from(MN), hour(MN, PASSWORD, 0));
        let packet = RawPacket { mn: MN.to_owned(), received: Clock::System.now(), bytes };
        vec![journal::Fresh { mn, print: post.telemetry.devices.print(&packet.bytes), packet }]
    };
    // Both wait for the same write; then the task that writes ends with the journal.
    let sent = async {
        let both = tokio::join!(journal.keep(packet()), journal.keep(packet()));
        drop(journal);
        both
    };
    let (both, ()) = tokio::join!(sent, writing);
    assert_eq!((both, post.telemetry.store.after(PacketId(0), 10).await.unwrap().len()), ((true, true), 1));
}

/// The CN of what comes next, or none where the connection was closed.
async fn next(stream: &mut TcpStream) -> Option<String> {
    let (mut framer, mut buffer) = (Framer::new(), [0; 1]);
    // Byte by byte, so that nothing of the next packet is taken.
    while stream.read(&mut buffer).await.unwrap_or(0) > 0 {
        if let Some(piece) = framer.next(&mut &buffer[..]) {
            let What::Frame(frame) = piece.what else { panic!("{piece:?}") };
            return Packet::parse(&frame.text()).0.cn.map(str::to_owned);
        }
    }
    None
}

async fn every_answered_packet_is_kept_and_its_readings_ingested_once(stores: Stores) {
    let post = post(&stores, Limits::default()).await;
    let kept = post.registers().await;
    let registers = &kept.zone.registers;
    let devices = registers.monitors.iter().filter_map(|row| Device::registered(registers, row, at(1, 0).date(), 1));
    let devices: Vec<Device> = devices.take(3).collect();
    // Whether half of a packet ruins the next depends on what follows; the others cost nothing.
    let faults = ["resend=0.2", "split=0.2", "garbage=0.1"].map(|fault| fault.parse::<Fault>().unwrap());
    let park = Arc::new(Park::new(devices, 1, faults.to_vec(), at(1, 0), at(2, 0)));
    let sent: Vec<_> = park.sent(at(1, 0), at(2, 0), HOURS).collect();
    let tally =
        drive::history(post.listener.address, Arc::clone(&park), (at(1, 0), at(2, 0)), HOURS, None).await.unwrap();
    assert_eq!((tally.sent, tally.answered), (sent.len() as u64, sent.len() as u64));
    let telemetry = Arc::clone(&post.telemetry);
    let health: u64 = telemetry.health().iter().map(|health| health.packets + health.duplicates).sum();
    assert_eq!(health, sent.len() as u64);
    assert!(telemetry.health().iter().any(|health| health.duplicates > 0));
    post.listener.stop().await;
    for (place, device) in park.devices().iter().enumerate() {
        let mine = sent.iter().filter(|sent| sent.device == place);
        let times: BTreeSet<_> = mine
            .flat_map(|sent| pieces(&sent.bytes))
            .filter_map(|piece| match piece.what {
                What::Frame(frame) => Some(frame.text().to_string()),
                _ => None,
            })
            .filter(|text| text.contains("CN=2061") && text.contains("w01018-Avg"))
            .map(|text| Packet::parse(&text).0.content.time("DataTime").unwrap())
            .collect();
        let found = telemetry
            .store
            .range(&device.mn, Some(&["w01018"]), ReadingPeriod::Hour, at(1, 0), at(2, 0))
            .await
            .unwrap();
        let found: Vec<_> = found.iter().map(|kept| kept.reading.start).collect();
        assert_eq!(found, times.into_iter().collect::<Vec<_>>(), "{}", device.mn);
    }
}

async fn a_packet_that_comes_again_is_answered_and_not_kept_again(stores: Stores) {
    let post = post(&stores, Limits::default()).await;
    let mut stream = post.call().await;
    let packet = hour(MN, PASSWORD, 0);
    for _ in 0..3 {
        stream.write_all(&packet).await.unwrap();
        assert_eq!(next(&mut stream).await.as_deref(), Some("9014"));
    }
    // Twice at a time, over another connection.
    let mut other = post.call().await;
    other.write_all(&[&packet[..], &packet].concat()).await.unwrap();
    assert_eq!((next(&mut other).await.as_deref(), next(&mut other).await.as_deref()), (Some("9014"), Some("9014")));
    let health = post.health();
    assert_eq!((health.packets, health.duplicates, health.connections), (1, 4, 2));
}

async fn an_unregistered_device_gets_no_answer_and_is_noted_until_it_is_registered(stores: Stores) {
    let post = post(&stores, Limits::default()).await;
    let device = "UNREGISTERED000000000001";
    let mut stream = post.call().await;
    let first = [hour(MN, PASSWORD, 0), hour(device, "123456", 0), hour(MN, PASSWORD, 1)].concat();
    stream.write_all(&first).await.unwrap();
    // What came before is answered; what comes behind is not taken.
    assert_eq!((next(&mut stream).await.as_deref(), next(&mut stream).await), (Some("9014"), None));
    let noted = post.telemetry.store.unregistered().await.unwrap();
    assert_eq!(noted.iter().map(|device| device.mn.as_str()).collect::<Vec<_>>(), [device]);
    assert_eq!(noted[0].sample, hour(device, "123456", 0));
    let mut again = post.call().await;
    again.write_all(&hour(device, "123456", 1)).await.unwrap();
    assert_eq!(next(&mut again).await, None);
    assert_eq!(post.telemetry.store.unregistered().await.unwrap(), noted, "not written for each packet");
    let csv = format!("mn,outlet,password,allowed_addresses\n{device},DW001-LD,123456,127.0.0.0/8\n");
    let file = SourceFile { name: "monitors.csv".into(), bytes: csv.into_bytes() };
    post.import(file).await;
    let mut stream = post.call().await;
    stream.write_all(&hour(device, "123456", 0)).await.unwrap();
    assert_eq!(next(&mut stream).await.as_deref(), Some("9014"));
}

async fn a_watcher_hears_of_a_reading_and_a_clock_that_is_ahead_shows(stores: Stores) {
    let post = post(&stores, Limits::default()).await;
    let mut watcher = post.telemetry.watch();
    let ahead = china(Clock::System.now()) + TimeDelta::seconds(90);
    let content = format!("DataTime={};w01018-Rtd=38.2,w01018-Flag=N", time::seconds(ahead));
    let packet = Packet {
        qn: Some(&time::milliseconds(ahead)),
        pw: Some(PASSWORD),
        content: Content(&content),
        ..Packet::new(Command::Realtime, MN)
    };
    post.call().await.write_all(&packet.encode().unwrap()).await.unwrap();
    let live = watcher.recv().await.unwrap();
    assert_eq!((&*live.monitor, &*live.factor), (MN, "w01018"));
    assert_eq!(time::seconds(live.start), time::seconds(ahead));
    let health = post.health();
    assert!((60_000..=90_000).contains(&health.drift_ms.unwrap()), "{health:?}");
    assert_eq!(health.oddities.keys().copied().collect::<Vec<_>>(), ["flag-missing", "st-missing"]);
}

async fn what_is_dated_after_it_was_received_is_neither_the_newest_nor_evidence(stores: Stores) {
    let post = post(&stores, Limits::default()).await;
    let now = china(Clock::System.now());
    let (hour_ago, far) = (now - TimeDelta::hours(1), now + TimeDelta::days(50 * 365));
    let mut stream = post.call().await;
    for (value, begin) in [(33.3, hour_ago - TimeDelta::hours(1)), (44.4, far), (55.5, hour_ago)] {
        let content = format!("DataTime={};w01018-Avg={value},w01018-Flag=N", time::seconds(begin));
        let packet = Packet {
            qn: Some(&time::milliseconds(now)),
            st: Some("32"),
            pw: Some(PASSWORD),
            flag: Some(Flag::new(Dialect::Y2017).asking(true)),
            content: Content(&content),
            ..Packet::new(Command::Hour, MN)
        };
        stream.write_all(&packet.encode().unwrap()).await.unwrap();
        assert_eq!(next(&mut stream).await.as_deref(), Some("9014"));
    }
    post.listener.stop().await;
    let latest = post.telemetry.store.latest().await.unwrap();
    assert_eq!(latest.iter().map(|kept| kept.reading.avg).collect::<Vec<_>>(), [Some(55.5)]);
    let late = post.telemetry.store.range(MN, None, ReadingPeriod::Hour, now, far + TimeDelta::days(1)).await.unwrap();
    assert_eq!(late.iter().map(|kept| (kept.reading.avg, kept.ahead)).collect::<Vec<_>>(), [(Some(44.4), true)]);
    assert!(!crate::assessments::is_evidence(&late[0]));
    let health = post.telemetry.health().into_iter().find(|health| &*health.mn == MN).unwrap();
    assert_eq!(health.oddities.get(pump::AHEAD), Some(&1));
}

async fn an_encrypted_packet_is_read_by_the_registered_key(stores: Stores) {
    let post = post(&stores, Limits::default()).await;
    let csv = format!("mn,sm4_key\n{MN},0123456789ABCDEFFEDCBA9876543210\n");
    let file = SourceFile { name: "monitors.csv".into(), bytes: csv.into_bytes() };
    post.import(file).await;
    post.telemetry.read_registers().await;
    let keys = [u128::to_be_bytes(0x0123_4567_89AB_CDEF_FEDC_BA98_7654_3210), [7; 16]].map(seal::Key::new);
    let mut stream = post.call().await;
    for (number, key) in keys.iter().enumerate() {
        let begin = at(1, number as u32);
        let content = format!("DataTime={};w01018-Avg=38.2,w01018-Flag=N", time::seconds(begin));
        let packet = Packet {
            qn: Some(&time::milliseconds(begin)),
            st: Some("32"),
            pw: Some(PASSWORD),
            flag: Some(Flag::new(Dialect::Y2025).asking(true)),
            content: Content(&content),
            ..Packet::new(Command::Hour, MN)
        };
        stream.write_all(&packet.encode_sealed(key).unwrap()).await.unwrap();
        assert_eq!(next(&mut stream).await.as_deref(), Some("9014"));
    }
    post.listener.stop().await;
    let found = post.telemetry.store.range(MN, None, ReadingPeriod::Hour, at(1, 0), at(2, 0)).await.unwrap();
    assert_eq!(
        found.iter().map(|kept| (kept.reading.start, kept.reading.avg)).collect::<Vec<_>>(),
        [(at(1, 0), Some(38.2))]
    );
    let health = post.telemetry.health().into_iter().find(|health| &*health.mn == MN).unwrap();
    assert_eq!((health.readings, health.oddities.get("sealed-unread")), (1, Some(&1)));
}

#[test]
fn what_is_sent_again_later_says_nothing_of_the_clock() {
    let packet = Packet { qn: Some("20260301000000000"), ..Packet::new(Command::Hour, MN) };
    let received = at(1, 0).and_utc() - TimeDelta::hours(8) + TimeDelta::seconds(2);
    assert_eq!(devices::drift(&packet, received), Some(-2000));
    assert_eq!(devices::drift(&Packet { rf: Some("1"), ..packet }, received), None);
}

#[test]
fn what_is_odd_has_words_in_both_languages() {
    let findings =
        ["no-monitor", "no-time", "times-differ", "said-twice", "mean-outside", "not-a-number", "flag-unknown"]
            .map(|name| format!("telemetry-{name}"));
    let names = yanlian_hj212::Oddity::ALL.iter().map(|oddity| oddity.name().to_owned());
    for name in names.chain(findings).chain([pump::UNREAD.to_owned()]) {
        for lang in [yanlian_model::Lang::Zh, yanlian_model::Lang::En] {
            let words = yanlian_present::i18n::text(lang, &format!("odd-{name}"), &[]);
            assert!(!words.contains('⟦'), "{words}");
        }
    }
}

async fn what_cannot_be_kept_is_not_answered(stores: Stores) {
    let post = post(&stores, Limits::default()).await;
    let mut stream = post.call().await;
    stream.write_all(&hour(MN, PASSWORD, 0)).await.unwrap();
    assert_eq!(next(&mut stream).await.as_deref(), Some("9014"));
    // From now on every write fails, as where the disk is full.
    post.telemetry.store.close().await;
    stream.write_all(&hour(MN, PASSWORD, 1)).await.unwrap();
    assert_eq!(next(&mut stream).await, None);
    assert_eq!(post.health().packets, 1);
    assert!(post.telemetry.metrics().contains("yanlian_hj212_packets_kept_total 1\n"));
    post.listener.stop().await;
}

async fn metrics_tell_of_each_monitor(stores: Stores) {
    let post = post(&stores, Limits::default()).await;
    let mut watcher = post.telemetry.watch();
    let mut stream = post.call().await;
    stream.write_all(&hour(MN, PASSWORD, 0)).await.unwrap();
    assert_eq!(next(&mut stream).await.as_deref(), Some("9014"));
    // How far a clock is ahead is told once the packet is read.
    watcher.recv().await.unwrap();
    let metrics = post.telemetry.metrics();
    assert!(metrics.contains(&format!("\nyanlian_hj212_device_packets_total{{mn=\"{MN}\"}} 1\n")), "{metrics}");
    assert_eq!(metrics.matches("# TYPE yanlian_hj212_device_").count(), 4, "{metrics}");
    let last = metrics.split("device_last_packet_seconds{mn=").nth(1).unwrap().split([' ', '\n']).nth(1).unwrap();
    let ago = Clock::System.now().timestamp() - last.parse::<i64>().unwrap();
    assert!((0..100).contains(&ago), "{ago}");
    assert!(metrics.contains("device_clock_ahead_seconds{"));
}

async fn a_stop_in_the_middle_loses_nothing_that_was_answered(stores: Stores) {
    let post = post(&stores, Limits::default()).await;
    let (telemetry, address) = (Arc::clone(&post.telemetry), post.listener.address);
    let senders: Vec<_> = (0..4)
        .map(|sender| {
            tokio::spawn(async move {
                let mut stream = TcpStream::connect(address).await.unwrap();
                let mut answered = Vec::new();
                for number in (sender..).step_by(4) {
                    let sent = stream.write_all(&hour(MN, PASSWORD, number)).await;
                    if sent.is_err() || next(&mut stream).await.is_none() {
                        return answered;
                    }
                    answered.push(at(1, 0) + TimeDelta::hours(number));
                }
                answered
            })
        })
        .collect();
    let mut watcher = telemetry.watch();
    for _ in 0..100 {
        watcher.recv().await.unwrap();
    }
    post.listener.stop().await;
    let mut answered = BTreeSet::new();
    for sender in senders {
        answered.extend(sender.await.unwrap());
    }
    let found =
        telemetry.store.range(MN, None, ReadingPeriod::Hour, at(1, 0), at(1, 0) + TimeDelta::days(3650)).await.unwrap();
    let found: BTreeSet<_> = found.iter().map(|kept| kept.reading.start).collect();
    assert!(answered.len() >= 90 && answered.is_subset(&found), "{} answered, {} kept", answered.len(), found.len());
}
