//! What every store of telemetry must do.

mod devices;
mod properties;

use super::records::minute;
use chrono::{Duration, NaiveDate, NaiveDateTime};
use devices::{adds_up_unregistered_devices, follows_commands};
pub(crate) use devices::{ask, device};
use properties::*;
use std::sync::Arc;
use yanlian_model::{Reading, ReadingPeriod};
use yanlian_store::telemetry::{IngestOutcome, Keep, KeptReading, PacketId, PurgeCounts, RawPacket};
use yanlian_store::{Readings, StoreError};

/// Every check of a store of telemetry.
macro_rules! telemetry_suite {
    ($database:ident) => {
        suite!(
            $database,
            open_telemetry,
            [
                starts_empty,
                keeps_packets_as_they_came,
                goes_on_where_it_was_closed,
                keeps_every_reading_as_it_is,
                keeps_every_character_of_monitors,
                ingests_all_or_nothing,
                puts_parts_together_and_keeps_contradictions_apart,
                gives_what_is_asked_for,
                tells_the_newest,
                what_was_said_last_stands_last,
                purges_what_is_not_to_be_kept,
                tells_of_what_another_program_ingested,
                gives_a_right_to_one_at_a_time,
                adds_up_unregistered_devices,
                follows_commands,
                order_and_repetition_do_not_matter,
                parts_are_put_together,
            ]
        );
    };
}

telemetry_suite!(sqlite);
telemetry_suite!(postgres);

/// A packet of a device, received at a minute.
pub(crate) fn packet(mn: &str, at: i64) -> RawPacket {
    RawPacket { mn: mn.to_owned(), received: minute(at), bytes: format!("##{mn}\0\u{ff}{at}\r\n").into_bytes() }
}

/// Midnight of a day in March 2026.
pub(crate) fn midnight(day: u32) -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2026, 3, day).unwrap().and_hms_opt(0, 0, 0).unwrap()
}

/// An hour's reading on the first of March, without any number.
pub(crate) fn blank(factor: &str, hour: i64) -> Reading {
    Reading {
        monitor: "M1".into(),
        factor: factor.into(),
        start: midnight(1) + Duration::hours(hour),
        period: ReadingPeriod::Hour,
        avg: None,
        min: None,
        max: None,
        rtd: None,
        cou: None,
        flag: 'N',
    }
}

pub(crate) fn of(packet: i64, reading: Reading) -> KeptReading {
    KeptReading { reading, packet: PacketId(packet), ahead: false }
}

/// All hours of March of the monitor M1.
async fn hours(store: &Readings) -> Vec<KeptReading> {
    store.range("M1", None, ReadingPeriod::Hour, midnight(1), midnight(31)).await.unwrap()
}

async fn starts_empty(open: impl AsyncFn() -> Readings) {
    let store = open().await;
    assert_eq!(store.keep(&[]).await.unwrap(), []);
    assert_eq!(store.ingest(&[], PacketId(0), PacketId(0)).await.unwrap(), IngestOutcome::default());
    assert_eq!(store.waiting(10).await.unwrap(), []);
    assert_eq!(store.sequence().await.unwrap(), 0);
    assert_eq!(store.latest().await.unwrap(), []);
    assert_eq!(store.first_from(midnight(1)).await.unwrap(), None);
    assert_eq!(store.monitors().await.unwrap(), [""; 0]);
    assert_eq!(hours(&store).await, []);
    assert_eq!(store.packet(PacketId(1)).await.unwrap(), None);
}

async fn keeps_packets_as_they_came(open: impl AsyncFn() -> Readings) {
    // One past the number of packets that are written together.
    let packets: Vec<RawPacket> = (0..1001).map(|at| packet(["M1", "钒业-2"][at as usize % 2], at)).collect();
    let store = open().await;
    let numbers = store.keep(&packets).await.unwrap();
    assert!(numbers.is_sorted_by(|a, b| a < b) && numbers.len() == packets.len());
    store.close().await;

    let store = open().await;
    let kept: Vec<_> = store.waiting(2000).await.unwrap();
    assert_eq!(kept.iter().map(|k| k.id).collect::<Vec<_>>(), numbers);
    assert_eq!(kept.iter().map(|k| k.packet.clone()).collect::<Vec<_>>(), packets);
    assert_eq!(store.packet(numbers[6]).await.unwrap().unwrap().packet, packets[6]);
    let some = store.packets("M1", minute(2), minute(6), 10).await.unwrap();
    assert_eq!(some.iter().map(|k| k.id).collect::<Vec<_>>(), [numbers[2], numbers[4]]);
    assert_eq!(store.packets("M1", minute(2), minute(6), 1).await.unwrap(), some[1..], "the last of them");
    assert_eq!(store.packets("none", minute(0), minute(9), 9).await.unwrap(), []);
}

async fn goes_on_where_it_was_closed(open: impl AsyncFn() -> Readings) {
    let store = open().await;
    let numbers = store.keep(&[packet("M1", 1), packet("M1", 2), packet("M1", 3)]).await.unwrap();
    let reading = |place: usize| KeptReading {
        reading: Reading { avg: Some(1.0), ..blank("w01018", place as i64) },
        packet: numbers[place],
        ahead: false,
    };
    store.ingest(&[reading(0)], PacketId(0), numbers[0]).await.unwrap();
    store.close().await;

    let store = open().await;
    let waiting = store.waiting(10).await.unwrap();
    assert_eq!(waiting.iter().map(|k| k.id).collect::<Vec<_>>(), numbers[1..]);
    assert_eq!(store.waiting(1).await.unwrap(), waiting[..1]);
    // Laid in once more, and further.
    let readings = [0, 1, 2].map(reading);
    let ingested = store.ingest(&readings, PacketId(0), numbers[2]).await.unwrap();
    assert_eq!(ingested, IngestOutcome { new: 2, known: 1 });
    store.ingest(&readings[..1], PacketId(0), numbers[0]).await.unwrap();
    assert_eq!(store.waiting(10).await.unwrap(), [], "what was ingested does not wait again");
    assert_eq!(hours(&store).await, readings);
    assert_eq!(store.sequence().await.unwrap(), 2, "the last brought nothing new");
    let next = store.keep(&[packet("M2", 4)]).await.unwrap();
    assert!(next[0] > numbers[2]);
    // Nothing is ingested behind what still waits, where a crash has set back how far it came.
    let beyond = store.ingest(&[], next[0], PacketId(next[0].0 + 1)).await;
    assert!(matches!(beyond, Err(StoreError::SetBack { .. })), "{beyond:?}");
    assert_eq!(store.waiting(10).await.unwrap()[0].id, next[0]);
}

async fn keeps_every_reading_as_it_is(open: impl AsyncFn() -> Readings) {
    let numbers =
        [0.0, 38.2, 1.0, -3.0, 0.1 + 0.2, 5e-324, 1.797_693_134_862_315_7e308, 1e15, 1e16, -1e-7, 123_456.789];
    let mut readings = Vec::new();
    for (hour, flag) in (0..).zip(['N', 'D', ';', '\n', '中']) {
        for (place, number) in numbers.into_iter().enumerate() {
            let mut reading = Reading { flag, ..blank("w01018", hour * 20 + place as i64) };
            let Reading { avg, min, max, rtd, cou, .. } = &mut reading;
            *[avg, min, max, rtd, cou][place % 5] = Some(number);
            readings.push(of(readings.len() as i64 + 1, reading));
        }
    }
    let store = open().await;
    store.ingest(&readings, PacketId(0), PacketId(9)).await.unwrap();
    assert_eq!(hours(&store).await, readings);
}

async fn keeps_every_character_of_monitors(open: impl AsyncFn() -> Readings) {
    let store = open().await;
    let mn = "M\0\u{1b}0\u{1b}1";
    let numbers = store.keep(&[packet(mn, 1)]).await.unwrap();
    assert_eq!(store.packet(numbers[0]).await.unwrap().unwrap().packet, packet(mn, 1));
    assert_eq!(store.packets(mn, minute(0), minute(9), 9).await.unwrap().len(), 1);
    let reading = Reading { monitor: mn.into(), flag: '\0', avg: Some(1.0), ..blank("w\x0001018", 0) };
    let kept = of(numbers[0].0, reading);
    store.ingest(std::slice::from_ref(&kept), PacketId(0), numbers[0]).await.unwrap();
    let factors = ["w\x0001018"];
    let found = store.range(mn, Some(&factors), ReadingPeriod::Hour, midnight(1), midnight(2)).await.unwrap();
    assert_eq!(found, std::slice::from_ref(&kept));
    assert_eq!(store.latest().await.unwrap(), [kept]);
    assert_eq!(store.monitors().await.unwrap(), [mn]);
}

async fn ingests_all_or_nothing(open: impl AsyncFn() -> Readings) {
    let store = open().await;
    let number = store.keep(&[packet("M1", 1)]).await.unwrap()[0];
    let other = open().await;
    // Two writers at once: each is whole, and what both say is there once.
    let hour = |hour| KeptReading {
        reading: Reading { avg: Some(1.0), ..blank("w01018", hour) },
        packet: number,
        ahead: false,
    };
    let readings: Vec<_> = (0..600).map(hour).collect();
    let (first, second) =
        tokio::join!(store.ingest(&readings, PacketId(0), number), other.ingest(&readings, PacketId(0), number));
    assert_eq!(first.unwrap().new + second.unwrap().new, 600);
    assert_eq!(hours(&store).await, readings);
    assert_eq!(hours(&other).await, readings);
    assert_eq!(other.waiting(1).await.unwrap(), []);
}

async fn puts_parts_together_and_keeps_contradictions_apart(open: impl AsyncFn() -> Readings) {
    let store = open().await;
    let part = |hour, avg, cou, flag| Reading { avg, cou, flag, ..blank("w01018", hour) };
    let said = [
        // A part has the mean, another the sum and the flag.
        of(7, part(0, Some(38.0), None, 'N')),
        of(6, part(0, None, Some(5.0), 'D')),
        // Two means.
        of(3, part(1, Some(38.0), None, 'N')),
        of(4, part(1, Some(39.0), None, 'N')),
        // The same mean with another flag.
        of(5, part(2, Some(38.0), None, 'D')),
        of(8, part(2, Some(38.0), None, 'N')),
        // Less and more of the same.
        of(9, part(3, Some(38.0), None, 'N')),
        of(2, part(3, Some(38.0), Some(5.0), 'N')),
    ];
    store.ingest(&said, PacketId(0), PacketId(9)).await.unwrap();
    let expected = [
        of(6, part(0, Some(38.0), Some(5.0), 'D')),
        said[2].clone(),
        said[3].clone(),
        said[4].clone(),
        said[5].clone(),
        said[7].clone(),
    ];
    assert_eq!(hours(&store).await, expected);
}

async fn gives_what_is_asked_for(open: impl AsyncFn() -> Readings) {
    let store = open().await;
    let one = |factor, hour| Reading { avg: Some(1.0), ..blank(factor, hour) };
    let elsewhere = Reading { monitor: "M2".into(), ..one("w01018", 0) };
    let day = Reading { period: ReadingPeriod::Day, ..one("w01018", 0) };
    let said = [one("w01018", 2), one("w01001", 1), one("w01018", 1), one("w01018", 0), elsewhere, day];
    store.ingest(&said.map(|reading| of(1, reading)), PacketId(0), PacketId(1)).await.unwrap();

    let hour = |hour| midnight(1) + Duration::hours(hour);
    let ask = async |factors: Option<&[&str]>, from, to| {
        let found = store.range("M1", factors, ReadingPeriod::Hour, hour(from), hour(to)).await.unwrap();
        let found = found.into_iter().map(|kept| (kept.reading.factor.to_string(), kept.reading.start));
        found.collect::<Vec<_>>()
    };
    let (ph, cod) = (|h| ("w01001".to_owned(), hour(h)), |h| ("w01018".to_owned(), hour(h)));
    assert_eq!(ask(None, 0, 9).await, [ph(1), cod(0), cod(1), cod(2)]);
    assert_eq!(ask(None, 1, 2).await, [ph(1), cod(1)]);
    assert_eq!(ask(Some(&["w01018", "none"]), 0, 2).await, [cod(0), cod(1)]);
    assert_eq!(ask(Some(&[]), 0, 9).await, []);
    assert_eq!(ask(None, 2, 2).await, []);
}

async fn tells_the_newest(open: impl AsyncFn() -> Readings) {
    let store = open().await;
    let one = |factor, hour, avg| Reading { avg: Some(avg), ..blank(factor, hour) };
    let instant = Reading { period: ReadingPeriod::RealTime, rtd: Some(7.0), ..blank("w01018", 1) };
    let elsewhere = Reading { monitor: "M0".into(), ..one("w01018", 0, 1.0) };
    let newest = [elsewhere, instant, one("w01001", 5, 1.0), one("w01018", 3, 1.0), one("w01018", 3, 2.0)];
    let old = [one("w01001", 4, 1.0), one("w01018", 0, 3.0)];
    store.ingest(&newest.clone().map(|reading| of(2, reading)), PacketId(0), PacketId(2)).await.unwrap();
    store.ingest(&old.map(|reading| of(3, reading)), PacketId(0), PacketId(3)).await.unwrap();
    let hour = |hour| midnight(1) + Duration::hours(hour);
    assert_eq!(store.monitors().await.unwrap(), ["M0", "M1"]);
    assert_eq!(store.first_from(midnight(1)).await.unwrap(), Some(hour(0)));
    assert_eq!(store.first_from(hour(4)).await.unwrap(), Some(hour(4)));
    assert_eq!(store.first_from(hour(6)).await.unwrap(), None);
    assert_eq!(store.latest().await.unwrap(), newest.clone().map(|reading| of(2, reading)));
    // What no clock of the right time could have said is kept, and is not the newest.
    let ahead = KeptReading { ahead: true, ..of(4, one("w01001", 600, 9.0)) };
    store.ingest(std::slice::from_ref(&ahead), PacketId(0), PacketId(4)).await.unwrap();
    assert_eq!(store.latest().await.unwrap(), newest.map(|reading| of(2, reading)));
    assert!(hours(&store).await.contains(&ahead));
}

async fn what_was_said_last_stands_last(open: impl AsyncFn() -> Readings) {
    let store = open().await;
    let mean = |avg| Reading { avg: Some(avg), ..blank("w01018", 0) };
    let said = async || hours(&store).await.iter().map(|kept| kept.reading.avg.unwrap()).collect::<Vec<_>>();
    store.ingest(&[of(1, mean(80.0))], PacketId(0), PacketId(1)).await.unwrap();
    store.ingest(&[of(2, mean(20.0)), of(3, mean(90.0))], PacketId(0), PacketId(3)).await.unwrap();
    assert_eq!(said().await, [80.0, 20.0, 90.0]);
    let (before, again) = (store.sequence().await.unwrap(), of(4, mean(20.0)));
    let ingested = store.ingest(std::slice::from_ref(&again), PacketId(0), PacketId(4)).await.unwrap();
    assert_eq!(ingested, IngestOutcome { new: 0, known: 1 });
    assert_eq!(said().await, [80.0, 90.0, 20.0], "said again, it counts again");
    assert!(store.sequence().await.unwrap() > before);
    assert_eq!(hours(&store).await[2].packet, PacketId(2), "the first packet stays its evidence");
    // A part without a mean says nothing of which mean counts.
    let sum = Reading { avg: None, cou: Some(5.0), ..mean(0.0) };
    store.ingest(&[of(5, sum)], PacketId(0), PacketId(5)).await.unwrap();
    assert_eq!(said().await, [80.0, 90.0, 20.0]);
}

async fn purges_what_is_not_to_be_kept(open: impl AsyncFn() -> Readings) {
    let store = open().await;
    let packets = [packet("M1", 5), packet("M2", 1), packet("M1", 2), packet("M1", 1)];
    let numbers = store.keep(&packets).await.unwrap();
    let of_period = |period, hour| of(1, Reading { period, avg: Some(1.0), ..blank("w01018", hour) });
    let readings = ReadingPeriod::ALL.map(|period| [of_period(period, 0), of_period(period, 24)]).concat();
    store.ingest(&readings, PacketId(0), numbers[2]).await.unwrap();
    assert_eq!(store.purge(&Keep::default()).await.unwrap(), PurgeCounts::default(), "nothing is to be forgotten");

    let keep = Keep { packets: Some(minute(5)), ten_minute: Some(midnight(2)), ..Keep::default() };
    assert_eq!(store.purge(&keep).await.unwrap(), PurgeCounts { packets: 2, readings: 1 });
    let mut kept = Vec::new();
    for number in &numbers {
        kept.push(store.packet(*number).await.unwrap().is_some());
    }
    assert_eq!(kept, [true, false, false, true], "the first is not old, and the last waits to be ingested");
    let ten = store.range("M1", None, ReadingPeriod::TenMinute, midnight(1), midnight(9)).await.unwrap();
    assert_eq!(ten, [of_period(ReadingPeriod::TenMinute, 24)]);
    assert_eq!(hours(&store).await.len(), 2);

    // Numbers are not used again, also when the newest packets are gone.
    store.ingest(&[], PacketId(0), numbers[3]).await.unwrap();
    store.purge(&Keep { packets: Some(minute(9)), ..Keep::default() }).await.unwrap();
    store.close().await;
    assert!(open().await.keep(&[packet("M1", 9)]).await.unwrap()[0] > numbers[3]);
}

async fn tells_of_what_another_program_ingested(open: impl AsyncFn() -> Readings) {
    let (store, other) = (Arc::new(open().await), open().await);
    assert_eq!(store.ingested_through().await.unwrap(), PacketId(0));
    let numbers = other.keep(&[packet("M1", 1), packet("M1", 2)]).await.unwrap();
    let waits = Arc::clone(&store);
    let waiting = tokio::spawn(async move { waits.wait_past(0).await.unwrap() });
    let reading = Reading { avg: Some(1.0), ..blank("w01018", 0) };
    other.ingest(&[of(numbers[0].0, reading)], PacketId(0), numbers[0]).await.unwrap();
    assert_eq!(waiting.await.unwrap(), other.sequence().await.unwrap());
    // The packets are there to be followed, ingested or not.
    assert_eq!(store.ingested_through().await.unwrap(), numbers[0]);
    let all = store.after(PacketId(0), 9).await.unwrap();
    assert_eq!(all.iter().map(|kept| kept.id).collect::<Vec<_>>(), numbers);
    assert_eq!(store.after(numbers[0], 9).await.unwrap(), all[1..]);
    assert_eq!(store.after(PacketId(0), 1).await.unwrap(), all[..1]);
}

async fn gives_a_right_to_one_at_a_time(open: impl AsyncFn() -> Readings) {
    let (store, other) = (open().await, open().await);
    let hour = std::time::Duration::from_secs(3600);
    assert!(store.lease("purge", "a", hour).await.unwrap());
    assert!(!other.lease("purge", "b", hour).await.unwrap());
    assert!(other.lease("schedule", "b", hour).await.unwrap(), "another task");
    // Renewed, to end at once.
    assert!(store.lease("purge", "a", std::time::Duration::ZERO).await.unwrap());
    assert!(other.lease("purge", "b", hour).await.unwrap());
    assert!(!store.lease("purge", "a", hour).await.unwrap());
}
