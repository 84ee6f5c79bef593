//! What every store of telemetry must do.

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use std::collections::BTreeSet;
use yanlian_model::{Reading, ReadingPeriod};
use yanlian_store::telemetry::{
    CommandState, Keep, KeptReading, NewCommand, PacketId, RawPacket, SqliteTelemetry, Stranger, Telemetry,
};

pub(crate) async fn open_sqlite(folder: &std::path::Path) -> SqliteTelemetry {
    SqliteTelemetry::open(&folder.join("made")).await.unwrap()
}

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_770_000_000 + seconds, 123_456_000).unwrap()
}

fn start(minutes: i64) -> NaiveDateTime {
    DateTime::from_timestamp(1_770_000_000, 0).unwrap().naive_utc() + TimeDelta::minutes(minutes)
}

fn packet(mn: &str, seconds: i64, text: &[u8]) -> RawPacket {
    RawPacket { mn: mn.to_owned(), received: at(seconds), bytes: text.to_vec() }
}

fn reading(factor: &str, minutes: i64, avg: f64) -> Reading {
    Reading {
        monitor: "M1".into(),
        factor: factor.into(),
        start: start(minutes),
        period: ReadingPeriod::Hour,
        avg: Some(avg),
        min: None,
        max: None,
        rtd: None,
        cou: None,
        flag: 'N',
    }
}

fn from(packet: i64, reading: Reading) -> KeptReading {
    KeptReading { reading, packet: PacketId(packet) }
}

async fn all(store: &impl Telemetry) -> Vec<KeptReading> {
    store.range("M1", None, ReadingPeriod::Hour, start(-1_000_000), start(1_000_000)).await.unwrap()
}

pub(crate) async fn keeps_packets_as_they_came<S: Telemetry>(open: impl AsyncFn() -> S) {
    let store = open().await;
    let sent = [packet("M1", 0, b"##one\xff\r\n"), packet("M2", 1, b""), packet("M1", 2, "二".as_bytes())];
    assert_eq!(store.keep(&sent[..2]).await.unwrap(), PacketId(2));
    assert_eq!(store.keep(&sent[2..]).await.unwrap(), PacketId(3));
    let waiting = store.waiting(10).await.unwrap();
    assert_eq!(waiting.iter().map(|kept| kept.packet.clone()).collect::<Vec<_>>(), sent);
    assert_eq!(waiting.iter().map(|kept| kept.id.0).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(store.waiting(2).await.unwrap(), waiting[..2]);
    assert_eq!(store.packet(PacketId(2)).await.unwrap().as_ref(), Some(&waiting[1]));
    assert_eq!(store.packet(PacketId(4)).await.unwrap(), None);
    let of_monitor = store.packets("M1", at(0), at(2), 10).await.unwrap();
    assert_eq!(of_monitor, waiting[..1], "the end is not of it");
    assert_eq!(store.packets("M1", at(0), at(3), 10).await.unwrap().len(), 2);
}

pub(crate) async fn goes_on_where_it_stood<S: Telemetry>(open: impl AsyncFn() -> S) {
    let store = open().await;
    let last = store.keep(&[packet("M1", 0, b"a"), packet("M1", 1, b"b"), packet("M1", 2, b"c")]).await.unwrap();
    store.lay_in(&[from(1, reading("w01018", 0, 1.0))], PacketId(1)).await.unwrap();
    store.close().await;
    let store = open().await;
    let waiting = store.waiting(10).await.unwrap();
    assert_eq!(waiting.iter().map(|kept| kept.id.0).collect::<Vec<_>>(), [2, 3]);
    // The same again, and something more: nothing comes twice, and the place does not go back.
    let again = [from(1, reading("w01018", 0, 1.0)), from(2, reading("w01018", 60, 2.0))];
    let laid = store.lay_in(&again, last).await.unwrap();
    assert_eq!((laid.new, laid.known), (1, 1));
    store.lay_in(&again[..1], PacketId(1)).await.unwrap();
    assert_eq!(store.waiting(10).await.unwrap(), []);
    assert_eq!(all(&store).await, again);
    assert_eq!(store.sequence().await.unwrap(), 2);
}

pub(crate) async fn gives_every_value_back<S: Telemetry>(open: impl AsyncFn() -> S) {
    let store = open().await;
    let values = [0.1 + 0.2, -0.0, 1e300, 5e-324, 38.2, f64::MAX, 123_456_789.123_456_79];
    let full = |value: f64, minutes| Reading {
        min: Some(-value),
        max: Some(value),
        rtd: Some(value),
        cou: Some(value),
        flag: 'D',
        ..reading("SB1", minutes, value)
    };
    let empty = Reading { avg: None, ..reading("SB1", -60, 0.0) };
    let sent: Vec<Reading> = [empty].into_iter().chain(values.into_iter().zip(0..).map(|(v, i)| full(v, i))).collect();
    let laid: Vec<KeptReading> = sent.iter().map(|reading| from(1, reading.clone())).collect();
    store.lay_in(&laid, PacketId(1)).await.unwrap();
    let found = all(&store).await;
    let bits = |reading: &Reading| {
        [reading.avg, reading.min, reading.max, reading.rtd, reading.cou].map(|value| value.map(f64::to_bits))
    };
    assert_eq!(found.len(), sent.len());
    for (found, sent) in found.iter().zip(&sent) {
        assert_eq!((bits(&found.reading), found.reading.flag), (bits(sent), sent.flag), "{sent:?}");
    }
}

pub(crate) async fn gives_ranges_in_order<S: Telemetry>(open: impl AsyncFn() -> S) {
    let store = open().await;
    let other_monitor = Reading { monitor: "M2".into(), ..reading("w01018", 0, 9.0) };
    let other_period = Reading { period: ReadingPeriod::Day, ..reading("w01018", 0, 8.0) };
    let sent = [
        reading("w21003", 60, 1.0),
        other_monitor,
        reading("w01018", 120, 2.0),
        other_period,
        reading("w01018", 0, 3.0),
        reading("w01018", 60, 4.0),
    ];
    let laid: Vec<KeptReading> = sent.into_iter().map(|reading| from(1, reading)).collect();
    store.lay_in(&laid, PacketId(1)).await.unwrap();
    let values = async |factors: Option<&[&str]>, from, to| {
        let found = store.range("M1", factors, ReadingPeriod::Hour, start(from), start(to)).await.unwrap();
        found.into_iter().map(|kept| kept.reading.avg.unwrap()).collect::<Vec<f64>>()
    };
    assert_eq!(values(None, -1, 1000).await, [3.0, 4.0, 2.0, 1.0]);
    assert_eq!(values(None, 60, 120).await, [4.0, 1.0], "the end is not of it");
    assert_eq!(values(Some(&["w01018"]), 60, 121).await, [4.0, 2.0]);
    assert_eq!(values(Some(&[]), 0, 1000).await, [0.0; 0]);
    let latest: Vec<f64> = store.latest().await.unwrap().iter().map(|kept| kept.reading.avg.unwrap()).collect();
    assert_eq!(latest, [8.0, 2.0, 1.0, 9.0], "by monitor, factor and period");
}

pub(crate) async fn joins_what_completes_and_keeps_what_contradicts<S: Telemetry>(open: impl AsyncFn() -> S) {
    let store = open().await;
    let amount = Reading { avg: None, cou: Some(63.0), ..reading("w00000", 0, 0.0) };
    let parts = [from(2, reading("w00000", 0, 17.5)), from(3, amount.clone())];
    let contradicting = [from(4, reading("w01018", 0, 38.0)), from(5, reading("w01018", 0, 39.0))];
    store.lay_in(&[parts, contradicting.clone()].concat(), PacketId(5)).await.unwrap();
    let joined = from(2, Reading { avg: Some(17.5), ..amount });
    let [one, other] = contradicting;
    assert_eq!(all(&store).await, [joined, one, other]);
}

/// Whatever comes in whatever order, how often and in how many goes: the same is kept.
pub(crate) async fn the_order_of_arrival_does_not_matter<S: Telemetry>(open: impl AsyncFn() -> S) {
    let one = (0..3_usize, 0..4_i64, 0..3_u8, prop::sample::select(vec!['N', 'D']));
    let mut runner = TestRunner::deterministic();
    let store = open().await;
    for case in 0..24 {
        let sent = prop::collection::vec(one.clone(), 1..20).new_tree(&mut runner).unwrap().current();
        let made = |order: &[(usize, i64, u8, char)], monitor: &str| -> Vec<KeptReading> {
            let of = |(factor, minutes, value, flag): &(usize, i64, u8, char)| Reading {
                monitor: monitor.into(),
                flag: *flag,
                avg: (*value > 0).then_some(f64::from(*value)),
                ..reading(["w01018", "w21003", "w00000"][*factor], *minutes, 0.0)
            };
            order.iter().map(|each| from(1, of(each))).collect()
        };
        let mut again: Vec<_> = sent.iter().rev().chain(&sent).copied().collect();
        again.rotate_left(sent.len() / 2);
        let (one, other) = (format!("A{case}"), format!("B{case}"));
        store.lay_in(&made(&sent, &one), PacketId(1)).await.unwrap();
        for part in made(&again, &other).chunks(3) {
            store.lay_in(part, PacketId(1)).await.unwrap();
        }
        let found = async |monitor: &str| {
            let found = store.range(monitor, None, ReadingPeriod::Hour, start(-1), start(10)).await.unwrap();
            found.into_iter().map(|kept| Reading { monitor: "M".into(), ..kept.reading }).collect::<Vec<_>>()
        };
        let first = found(&one).await;
        assert_eq!(first, found(&other).await, "{sent:?}");
        let times: BTreeSet<_> = sent.iter().map(|(factor, minutes, ..)| (*factor, *minutes)).collect();
        assert!(first.len() >= times.len(), "nothing is lost");
    }
}

pub(crate) async fn forgets_what_is_too_old_and_laid_in<S: Telemetry>(open: impl AsyncFn() -> S) {
    let store = open().await;
    let last = store.keep(&[packet("M1", 0, b"a"), packet("M1", 10, b"b"), packet("M1", 20, b"c")]).await.unwrap();
    store
        .lay_in(&[from(1, reading("w01018", 0, 1.0)), from(1, reading("w01018", 60, 2.0))], PacketId(1))
        .await
        .unwrap();
    let keep = Keep { packets: Some(at(20)), hour: Some(start(60)), day: Some(start(1000)), ..Keep::default() };
    let gone = store.forget(&keep).await.unwrap();
    assert_eq!((gone.packets, gone.readings), (1, 1), "the second packet is not laid in yet");
    assert_eq!(all(&store).await.len(), 1);
    store.lay_in(&[], last).await.unwrap();
    assert_eq!(store.forget(&keep).await.unwrap().packets, 1);
    assert_eq!(store.packet(PacketId(3)).await.unwrap().unwrap().packet.bytes, b"c");
    // Numbers are never given again.
    store.forget(&Keep { packets: Some(at(100)), ..Keep::default() }).await.unwrap();
    assert_eq!(store.keep(&[packet("M1", 30, b"d")]).await.unwrap(), PacketId(4));
    assert_eq!(store.waiting(10).await.unwrap().len(), 1);
}

pub(crate) async fn lists_strangers<S: Telemetry>(open: impl AsyncFn() -> S) {
    let store = open().await;
    let stranger = |mn: &str, seconds, address: &str| Stranger {
        mn: mn.to_owned(),
        st: Some("32".to_owned()),
        address: address.to_owned(),
        first: at(seconds),
        last: at(seconds),
        packets: 1,
        sample: b"##".to_vec(),
    };
    store.note_strangers(&[stranger("Z", 0, "10.0.0.1"), stranger("A", 1, "10.0.0.2")]).await.unwrap();
    store.note_strangers(&[stranger("Z", 9, "10.0.0.3")]).await.unwrap();
    let again = Stranger { first: at(0), packets: 2, ..stranger("Z", 9, "10.0.0.3") };
    assert_eq!(store.strangers().await.unwrap(), [again.clone(), stranger("A", 1, "10.0.0.2")]);
    store.forget_stranger("A").await.unwrap();
    assert_eq!(store.strangers().await.unwrap(), [again]);
}

pub(crate) async fn follows_commands_to_their_end<S: Telemetry>(open: impl AsyncFn() -> S) {
    let store = open().await;
    let command = |mn: &str, seconds| NewCommand {
        mn: mn.to_owned(),
        cn: "1011".to_owned(),
        content: "PolId=w01018".to_owned(),
        by: "officer".to_owned(),
        asked: at(seconds),
        qn: format!("2026030112000000{seconds}"),
    };
    let (one, other) = (store.ask(&command("M1", 1)).await.unwrap(), store.ask(&command("M2", 2)).await.unwrap());
    assert_eq!(store.queued().await.unwrap().iter().map(|queued| queued.id).collect::<Vec<_>>(), [one, other]);
    for (state, note) in [(CommandState::Sent, None), (CommandState::Refused(3), Some("PW"))] {
        store.advance(one, state, at(5), note).await.unwrap();
    }
    store.close().await;
    let store = open().await;
    assert_eq!(store.queued().await.unwrap().iter().map(|queued| queued.id).collect::<Vec<_>>(), [other]);
    let found = store.commands(Some("M1"), 10).await.unwrap();
    let NewCommand { cn, content, by, asked, qn, .. } = command("M1", 1);
    let one = &found[0];
    assert_eq!((found.len(), &one.cn, &one.content, &one.by, one.asked, &one.qn), (1, &cn, &content, &by, asked, &qn));
    assert_eq!(one.state, CommandState::Refused(3));
    let steps: Vec<_> = found[0].steps.iter().map(|step| (step.state, step.note.as_deref())).collect();
    assert_eq!(steps, [(CommandState::Sent, None), (CommandState::Refused(3), Some("PW"))]);
    let all = store.commands(None, 1).await.unwrap();
    assert_eq!(all.iter().map(|command| command.id).collect::<Vec<_>>(), [other], "newest first");
}
